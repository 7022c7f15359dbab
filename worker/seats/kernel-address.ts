import type { KernelState } from '../protocol/engine.js';

/** Where the kernel is loaded from, and what is to be said of it until it is there. */
export interface KernelAddress {
  /** Null when it cannot be asked for. */
  readonly url: string | null;
  readonly state: KernelState;
}

/**
 * @param wasm `true` or an address, as the page says
 * @param beside address of the worker's file, as far as it is known
 */
export function kernelAddress(
  wasm: true | string,
  storage: 'typed' | 'plain' | undefined,
  beside: string | null,
): KernelAddress {
  const none = (reason: string): KernelAddress => ({ url: null, state: { kind: 'typescript', reason } });
  if (storage === 'plain') return none('Plain storage is for hosts where typed arrays are slow.');
  const base = typeof wasm === 'string' ? wasm : beside;
  if (base === null) return none('No address is known; give `wasm` that of touchpoint-kit.kernel.wasm.');
  const whole = new URL(base, globalThis.location?.href).href;
  const url = typeof wasm === 'string' ? whole : new URL('./touchpoint-kit.kernel.wasm', whole).href;
  return { url, state: { kind: 'typescript', reason: null } };
}

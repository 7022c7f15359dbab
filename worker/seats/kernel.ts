import { FunnelKernel, useFunnelKernel, type KernelExports } from '../kernels/wasm/funnel-kernel.js';
import type { KernelState } from '../protocol/engine.js';

/** Longest wait for the file. Nothing waits for it, but a page wants to be told. */
const FETCH_MS = 30_000;

/**
 * Loads the WebAssembly kernel and puts it to use in this thread.
 * @returns what came of it: a policy without `wasm-unsafe-eval`, or a file that is missing or is none, leaves the loops in place
 */
export async function loadKernel(url: string): Promise<KernelState> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
    if (!response.ok) throw new Error(`${url} was answered with status ${response.status}.`);
    // Not `instantiateStreaming`: it wants a MIME type that intranet servers rarely know.
    const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());
    useFunnelKernel(new FunnelKernel(instance.exports as unknown as KernelExports));
    return { kind: 'wasm' };
  } catch (thrown) {
    return { kind: 'typescript', reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

import { compileKernel } from '../../../build/kernel.mjs';
import { FunnelKernel, type KernelExports } from '../../../worker/kernels/wasm/funnel-kernel.js';

/** The kernel as the build compiles it, from bytes. */
export async function wasmKernel(): Promise<FunnelKernel> {
  const { instance } = await WebAssembly.instantiate((await compileKernel()) as Uint8Array<ArrayBuffer>);
  return new FunnelKernel(instance.exports as unknown as KernelExports);
}

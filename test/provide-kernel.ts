import type { TestProject } from 'vitest/node';
import { compileKernel } from '../build/kernel.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the WebAssembly kernel, with its bytes inside. */
    kernelUrl: string;
  }
}

/** Compiles the kernel for tests that cannot do so themselves. */
export default async function provideKernel(project: TestProject): Promise<void> {
  const bytes = await compileKernel();
  project.provide('kernelUrl', `data:application/wasm;base64,${Buffer.from(bytes).toString('base64')}`);
}

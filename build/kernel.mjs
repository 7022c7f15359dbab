import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { root } from './seats.mjs';

const source = join(root, 'worker/kernels/wasm/funnel.as');

/**
 * The funnel's WebAssembly kernel, compiled from AssemblyScript. It has no run time of its own, allocates nothing and
 * imports nothing.
 * @returns {Promise<Uint8Array>}
 */
export async function compileKernel() {
  let bytes;
  let faults = '';
  const { error } = await asc.main(
    ['funnel.ts', '-O3', '--noAssert', '--converge', '--runtime', 'stub', '--initialMemory', '1', '-o', 'funnel.wasm'],
    {
      // The compiler knows sources by `.ts` alone; the file is called otherwise since it is no TypeScript.
      readFile: (name) => (name === 'funnel.ts' ? readFileSync(source, 'utf8') : null),
      writeFile: (name, data) => {
        bytes = data;
      },
      listFiles: () => [],
      stderr: asc.createMemoryStream((chunk) => {
        faults += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      }),
    },
  );
  if (error || !bytes) throw new Error(`The kernel does not compile:\n${faults}`, { cause: error });
  return bytes;
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { compileKernel } from '../../build/kernel.mjs';

/** Root folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const folder = join(root, 'out/bench');
const engineFile = join(folder, 'engine.mjs');
const kernelFile = join(folder, 'kernel.wasm');

const entry = `
export { EngineCore, unhurried } from '${root}worker/engine.ts';
export { StoreBuilder, emptyStore } from '${root}worker/store/store.ts';
export { columnStorage } from '${root}worker/store/storage.ts';
export { finish } from '${root}worker/steps.ts';
export { splitByActor } from '${root}worker/store/split.ts';
export { funnel, funnelPart, mergeFunnel } from '${root}worker/analyses/funnel.ts';
export { featureMatrix } from '${root}worker/analyses/feature-matrix.ts';
export { mergeMatrices } from '${root}worker/analyses/merge.ts';
export { FunnelKernel, useFunnelKernel } from '${root}worker/kernels/wasm/funnel-kernel.ts';
export { lightConnectors } from '${root}connectors/registry.ts';
export { formatFile } from '${root}connectors/formats/file.ts';
export { parquetFormat } from '${root}connectors/parquet/parquet.ts';
export { arrowFormat } from '${root}connectors/arrow/arrow.ts';
export { xlsxFormat } from '${root}connectors/xlsx/xlsx.ts';
export { xesFormat } from '${root}connectors/xes/xes.ts';
export { accessLogFormat } from '${root}connectors/access-log/access-log.ts';
export { rrwebFormat } from '${root}connectors/rrweb/rrweb.ts';
`;

/**
 * Bundles the engine's sources, minified like the package's own files, so that what is timed is the code that ships.
 */
export async function bundleEngine() {
  const build = await rolldown({
    cwd: root,
    input: 'touchpoint-kit:bench',
    platform: 'browser',
    tsconfig: join(root, 'tsconfig.json'),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    transform: { target: 'es2022' },
    plugins: [
      {
        name: 'touchpoint-kit:bench',
        resolveId: (id) => (id === 'touchpoint-kit:bench' ? join(root, 'bench.js') : null),
        load: (id) => (id === join(root, 'bench.js') ? entry : null),
      },
    ],
  });
  await build.write({
    dir: folder,
    format: 'es',
    entryFileNames: 'engine.mjs',
    codeSplitting: false,
    minify: true,
  });
  await build.close();
  writeFileSync(kernelFile, await compileKernel());
}

/** The engine as `bundleEngine` left it. */
export function loadEngine() {
  if (!existsSync(engineFile)) throw new Error('The engine is not bundled; start the bench with `npm run bench`.');
  return import(pathToFileURL(engineFile).href);
}

/** The kernel as it ships; `useFunnelKernel` of the engine puts it to use. */
export async function loadFunnelKernel() {
  const { FunnelKernel } = await loadEngine();
  const { instance } = await WebAssembly.instantiate(readFileSync(kernelFile));
  return new FunnelKernel(instance.exports);
}

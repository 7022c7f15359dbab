import { bundleFormat, bundleWorker } from './bundle.mjs';
import { formats, seatsPlugin } from './seats.mjs';

/**
 * Puts the built worker and the formats' files beside the pages of a Vite build (demo, stories). Vite would copy the TypeScript entry as it
 * stands, since its address is kept in a constant.
 * @returns {import('vite').Plugin}
 */
export function workerForPages() {
  let file = '';
  /** @type {Record<string, string>} */
  const formatFiles = {};
  const seats = seatsPlugin({ url: '' });
  return {
    name: 'touchpoint-kit:worker-for-pages',
    apply: 'build',
    enforce: 'pre',
    async buildStart() {
      const { code } = await bundleWorker('whole');
      file = this.emitFile({ type: 'asset', name: 'touchpoint-kit.worker.js', source: code });
      for (const name of formats) {
        const { code: source } = await bundleFormat(name);
        formatFiles[name] = this.emitFile({ type: 'asset', name: `touchpoint-kit.${name}.js`, source });
      }
    },
    load: {
      filter: seats.load.filter,
      handler: (id) =>
        seatsPlugin({
          url: `import.meta.ROLLUP_FILE_URL_${file}`,
          formatUrl: (name) => `import.meta.ROLLUP_FILE_URL_${formatFiles[name]}`,
        }).load.handler(id),
    },
  };
}

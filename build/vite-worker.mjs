import { bundleWorker } from './bundle.mjs';
import { seatsPlugin } from './seats.mjs';

/**
 * Puts the built worker beside the pages of a Vite build (demo, stories). Vite would copy the TypeScript entry as it
 * stands, since its address is kept in a constant.
 * @returns {import('vite').Plugin}
 */
export function workerForPages() {
  let file = '';
  const seats = seatsPlugin({ url: '' });
  return {
    name: 'touchpoint-kit:worker-for-pages',
    apply: 'build',
    enforce: 'pre',
    async buildStart() {
      const { code } = await bundleWorker('whole');
      file = this.emitFile({ type: 'asset', name: 'touchpoint-kit.worker.js', source: code });
    },
    load: {
      filter: seats.load.filter,
      handler: (id) => seatsPlugin({ url: `import.meta.ROLLUP_FILE_URL_${file}` }).load.handler(id),
    },
  };
}

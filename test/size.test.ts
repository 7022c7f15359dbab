import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundleAnalyses, bundleConnectors, bundleFirstPaint, bundleWorker } from '../build/bundle.mjs';

const kB = 1000;

/** Elements that draw, each with what its first paint needs: dataset, client, one locale. */
const elements = ['funnel', 'journey', 'heatmap', 'paths', 'metric', 'filter'];

describe('size over the wire', () => {
  test.each(elements)('everything a first paint of tp-%s needs is at most 60 kB', async (name) => {
    const { first, later } = await bundleFirstPaint(`
      import './widgets/dataset/dataset.js';
      import './widgets/${name}/${name}.js';
      export { createEngine } from './worker/client.js';
    `);
    const size = gzipped(first.map((chunk) => chunk.code));
    console.log(`first paint of tp-${name}: ${(size / kB).toFixed(1)} kB gzip`);
    for (const { fileName, code } of later) {
      console.log(`  on demand: ${fileName} ${(gzipped([code]) / kB).toFixed(1)} kB gzip`);
    }
    expect(first.length).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(60 * kB);
  });

  test('the engine worker is at most 45 kB', async () => {
    const { code } = await bundleWorker('engine');
    const size = gzipped([code]);
    const later = { analyses: await bundleAnalyses(), connectors: await bundleConnectors() };
    console.log(`engine worker: ${(size / kB).toFixed(1)} kB gzip`);
    for (const [name, chunk] of Object.entries(later)) {
      console.log(`with the first question that needs it: ${name} ${(gzipped([chunk.code]) / kB).toFixed(1)} kB gzip`);
    }
    expect(size).toBeLessThanOrEqual(45 * kB);
  });
});

/** Files are compressed one by one, as servers do. */
function gzipped(files: readonly string[]): number {
  return files.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0);
}

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundleAnalyses, bundleConnectors, bundleFirstPaint, bundleWorker } from '../build/bundle.mjs';

const kB = 1000;

// Dataset, funnel and client with all they need in one locale; other locales and the page seat come on demand.
const firstPaint = `
  import './widgets/dataset/dataset.js';
  import './widgets/funnel/funnel.js';
  export { createEngine } from './worker/client.js';
`;

describe('size over the wire', () => {
  test('everything a first paint needs is at most 50 kB', async () => {
    const { first, later } = await bundleFirstPaint(firstPaint);
    const size = gzipped(first.map((chunk) => chunk.code));
    console.log(`first paint: ${(size / kB).toFixed(1)} kB gzip (${first.map(({ fileName }) => fileName).join(', ')})`);
    for (const { fileName, code } of later) {
      console.log(`on demand: ${fileName} ${(gzipped([code]) / kB).toFixed(1)} kB gzip`);
    }
    expect(first.length).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(50 * kB);
  });

  test('the engine worker with the funnel family is at most 45 kB', async () => {
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

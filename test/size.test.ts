import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundleAnalyses, bundleConnectors, bundleFirstPaint, bundleWorker } from '../build/bundle.mjs';

const kB = 1000;

/** Elements that draw, each with what its first paint needs: dataset, client, one locale. */
const elements = ['funnel', 'journey', 'heatmap', 'paths', 'metric', 'filter', 'import', 'quality'];

/** Elements that draw one thing or another, with the module that each drawing is fetched with. */
const drawings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  heatmap: { matrix: 'widgets/heatmap/matrix.ts', 'click map': 'widgets/heatmap/click-map.ts' },
};

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
    for (const [drawing, module] of Object.entries(drawings[name] ?? {})) {
      const chunks = chunksOf(later, module);
      const whole = size + gzipped(chunks.map((chunk) => chunk.code));
      console.log(`first paint of tp-${name} as a ${drawing}: ${(whole / kB).toFixed(1)} kB gzip`);
      expect(chunks.length).toBeGreaterThan(0);
      expect(whole).toBeLessThanOrEqual(60 * kB);
    }
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

type Chunk = Awaited<ReturnType<typeof bundleFirstPaint>>['later'][number];

/** The chunk that a module is in, and those of the given ones that it imports. */
function chunksOf(later: readonly Chunk[], module: string): Chunk[] {
  const found = new Set<Chunk>();
  const visit = (chunk: Chunk | undefined): void => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports) visit(later.find(({ fileName }) => fileName === name));
  };
  visit(later.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/${module}`))));
  return [...found];
}

/** Files are compressed one by one, as servers do. */
function gzipped(files: readonly string[]): number {
  return files.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0);
}

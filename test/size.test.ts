import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  bundleAnalyses,
  bundleConnectors,
  bundleFirstPaint,
  bundleSalesforce,
  bundleWorker,
} from '../build/bundle.mjs';

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

describe('the Salesforce build', () => {
  test('is one classic script of at most 1.5 MB, where a static resource may have 5', async () => {
    const { code, imports, exports } = await bundleSalesforce();
    const bytes = Buffer.byteLength(code);
    console.log(`Salesforce build: ${(bytes / kB).toFixed(1)} kB, ${(gzipped([code]) / kB).toFixed(1)} kB gzip`);
    expect(bytes).toBeLessThanOrEqual(1500 * kB);
    expect([imports, exports]).toEqual([[], []]);
  });

  test('has nothing that starts a worker, imports, compiles or evaluates', async () => {
    const { code } = await bundleSalesforce();
    expect(code.match(forbidden)).toEqual(null);
    // The same expression finds what the build for any page does have.
    const { later } = await bundleFirstPaint(`export { createEngine } from './worker/client.js';`);
    expect(later.map((chunk) => chunk.code).join('\n')).toMatch(forbidden);
  });

  test('puts the hook of lit-html in place before lit-html runs', async () => {
    const { code } = await bundleSalesforce();
    const hook = code.indexOf('.litHtmlPolyfillSupport=');
    expect(hook).toBeGreaterThan(0);
    expect(code.indexOf('litHtmlVersions')).toBeGreaterThan(hook);
  });
});

/** Words of a script with which it would run what is not in it. */
const forbidden =
  /\bnew (Shared)?Worker\b|\bimport(Scripts)?\s*\(|\bimport\.meta\b|\beval\s*\(|\bFunction\s*\(|\bWebAssembly\.\w|text\/javascript/;

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

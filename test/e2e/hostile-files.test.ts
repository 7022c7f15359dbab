import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileConnector } from '../../connectors/file.js';
import { EngineCore } from '../../worker/engine.js';
import type { Engine } from '../../worker/protocol/engine.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import { chromium } from '../browsers.mjs';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';
import { damaged, type Damage } from '../hostile/damaged.js';
import { mutants } from '../hostile/mutate.js';
import { mutatedFormats } from '../hostile/mutated-formats.js';
import { serveFolder } from '../static-server.mjs';

// Every hostile file through the built kit in a page: engine in a worker, each file of a format with a reader of its own
// in another. It must end as it does in one thread, and neither page nor engine may be lost.

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const built = existsSync(join(dist, 'touchpoint-kit.xlsx.js'));
if (!built) console.log('Skipped, dist/ is missing or of an earlier version: run "npm run build" first.');
const folder = corpusFolder('hostile');
const hasCorpus = existsSync(join(folder, 'README.md'));
if (!hasCorpus) console.log(`No hostile inputs at ${folder}; ${corpusVariable('hostile')} names their folder.`);

/** Of the many mutations every so many; `HOSTILE_EVERY=1` takes all. */
const every = Number(process.env['HOSTILE_EVERY'] ?? 8);
const together = 24;

interface HostileFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What became of a file; `lost` holds what may never happen. */
type Ending = Pick<ImportReport, 'rowsIn' | 'accepted' | 'rejected' | 'complete'> | { readonly error: string };

// The first column is taken for the time: records are refused one by one then, but read they are.
const mapping: Mapping = { version: 1, fields: { time: { index: 0, format: 'epoch-ms' }, event: { constant: 'row' } } };

async function inOneThread({ bytes, name }: HostileFile): Promise<Ending> {
  const core = new EngineCore({ connectors: [fileConnector] });
  try {
    const { rowsIn, accepted, rejected, complete } = await core.load({ kind: 'bytes', bytes, name }, { mapping });
    return { rowsIn, accepted, rejected, complete };
  } catch (error) {
    if (!(error instanceof AnalyticsError)) throw error;
    return { error: error.code };
  }
}

describe.skipIf(!built || !chromium.executablePath)('hostile files in workers of a page', () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof serveFolder>>;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    site = await serveFolder(dist);
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('crash', () => faults.push('The page crashed.'));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.route('**/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><title>Files</title><link rel="icon" href="data:," /><script type="module">
          import { createEngine } from './touchpoint-kit.js';
          globalThis.engine = createEngine({ seat: 'worker', workerUrl: 'touchpoint-kit.worker.js', handshakeMs: 30_000 });
        </script>`,
      }),
    );
    await page.goto(site.address);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  async function inWorkers(files: readonly HostileFile[]): Promise<Ending[]> {
    return page.evaluate(
      async ({ files, mapping }) => {
        const engine = await (globalThis as unknown as { engine: Promise<Engine> }).engine;
        const endings: Ending[] = [];
        for (const { name, base64 } of files) {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          try {
            const report = await engine.load({ kind: 'bytes', bytes, name }, { mapping });
            const { rowsIn, accepted, rejected, complete } = report;
            endings.push({ rowsIn, accepted, rejected, complete });
          } catch (error) {
            endings.push({ error: String((error as { code?: unknown }).code) });
          }
        }
        return endings;
      },
      {
        files: files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
        mapping,
      },
    );
  }

  async function check(files: readonly HostileFile[]): Promise<void> {
    let read = 0;
    for (let at = 0; at < files.length; at += together) {
      const some = files.slice(at, at + together);
      const wanted: Ending[] = [];
      for (const file of some) wanted.push(await inOneThread(file));
      const found = await inWorkers(some);
      expect(some.map(({ id }, k) => [id, found[k]])).toEqual(some.map(({ id }, k) => [id, wanted[k]]));
      for (const ending of found) {
        if ('error' in ending) continue;
        expect(ending.rowsIn).toBe(ending.accepted + ending.rejected);
        read++;
      }
      expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
    }
    expect(faults.splice(0)).toEqual([]);
    // Some of every kind are sound enough to be read to their end.
    expect(read).toBeGreaterThan(0);
  }

  const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(join(folder, path)));
  const linesOf = <T>(path: string): T[] =>
    readFileSync(join(folder, path), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);

  test.skipIf(!hasCorpus).each(['xlsx', 'arrow', 'parquet'])('files of %s', { timeout: 300_000 }, async (kind) => {
    const { files } = JSON.parse(readFileSync(join(folder, kind, 'index.json'), 'utf8')) as {
      files: ReadonlyArray<{ readonly file: string }>;
    };
    await check(files.map(({ file }) => ({ id: file, name: file, bytes: bytesOf(`${kind}/${file}`) })));
  });

  test.skipIf(!hasCorpus).each(['arrow', 'parquet'])('damage to %s', { timeout: 600_000 }, async (kind) => {
    const damages = linesOf<Damage>(`${kind}/mutations.ndjson`).filter((_, k) => k % every === 0);
    await check(
      damages.map((damage) => ({
        id: damage.id,
        name: damage.base,
        bytes: damaged(bytesOf(`${kind}/${damage.base}`), damage),
      })),
    );
  });

  interface TextCase {
    readonly id?: string;
    readonly name?: string;
    readonly b64?: string;
    readonly gzip_b64?: string;
  }

  test.skipIf(!hasCorpus).each([
    ['csv/cases.ndjson', 'data.csv'],
    ['json/records.ndjson', 'data.json'],
    ['json/jsontestsuite.ndjson', 'data.json'],
  ])('%s', { timeout: 300_000 }, async (path, name) => {
    const cases = linesOf<TextCase>(path);
    await check(
      cases.map(({ b64, gzip_b64, ...one }, k) => ({
        id: one.id ?? one.name ?? String(k),
        name,
        bytes: new Uint8Array(
          gzip_b64 === undefined ? Buffer.from(b64 ?? '', 'base64') : gunzipSync(Buffer.from(gzip_b64, 'base64')),
        ),
      })),
    );
  });

  // A sheet's part is no file by itself.
  const files = mutatedFormats.filter(({ name }) => name !== 'xlsx-sheet');
  test.each(files.map((format) => [format.name, format] as const))(
    'files of %s damaged by seed',
    { timeout: 300_000 },
    async (name, format) => {
      const files: HostileFile[] = [];
      for (const [b, base] of (await format.bases()).entries()) {
        files.push({ id: `base ${b}`, name: `data.${name}`, bytes: base });
        let k = 0;
        for (const bytes of mutants(base, 24, 7 + b)) {
          files.push({ id: `base ${b}, mutant ${k++}`, name: `data.${name}`, bytes });
        }
      }
      await check(files);
    },
  );
});

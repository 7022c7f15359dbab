import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium as playwright, type Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFirstPaint } from '../../build/bundle.mjs';
import { chromium } from '../browsers.mjs';
import { built, builtFile, csv, dist, funnel, htmlPage, jsonFile, site, type Reply, type Site } from './embed-sites.js';

// The sizes in the table of docs/embedding.md are those of the build: what a browser fetches until a funnel has numbers.

const docs = readFileSync(join(dist, '../docs/embedding.md'), 'utf8');

/** Size in the last cell of the table's row that begins with `label`, kB. */
function told(label: string): number {
  const row = docs.split('\n').find((line) => line.startsWith(`| ${label}`) && /\d kB gzip/.test(line));
  return Number(/(\d+) kB gzip/.exec(row ?? '')?.[1]);
}

const gzipped = (body: string | Buffer): number => gzipSync(body, { level: 9 }).length / 1000;

/** Within five in a hundred, and half a kilobyte for those who are small. */
function expectTold(label: string, kB: number): void {
  console.log(`${label}: ${kB.toFixed(1)} kB gzip`);
  expect(told(label), `${label}: the docs say ${told(label)} kB, it is ${kB.toFixed(1)}`).toBeGreaterThan(0);
  expect(Math.abs(told(label) - kB)).toBeLessThanOrEqual(Math.max(0.5, kB * 0.05));
}

describe.skipIf(!built || !chromium.executablePath)('sizes in docs/embedding.md', () => {
  let browser: Browser;
  let kit: Site;
  let sent: Map<string, string | Buffer>;
  const elements = `<tp-dataset src="events.csv"><tp-funnel steps="${funnel.attributes.steps}" window="14d"></tp-funnel></tp-dataset>`;
  const pages: Readonly<Record<string, () => Reply>> = {
    '/esm.html': () => htmlPage(`<script type="module" src="touchpoint-kit.js"></script>${elements}`),
    '/iife.html': () => htmlPage(`<script src="touchpoint-kit.iife.js"></script>${elements}`),
    '/salesforce.html': () =>
      htmlPage(`<script src="salesforce/TouchpointKit.js"></script>${elements.replace('src="events.csv"', '')}<script>
        fetch('events.csv').then((answer) => answer.blob()).then((blob) => (document.querySelector('tp-dataset').source = { kind: 'blob', blob }));
      </script>`),
    '/events.csv': () => ({ body: csv, type: 'text/csv' }),
    '/embed/sizes.json': () => jsonFile({ widgets: [funnel], data: '../events.csv' }),
  };

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    sent = new Map();
    kit = await site((path) => {
      const reply = pages[path]?.() ?? builtFile(path);
      if (reply?.body !== undefined) sent.set(path, reply.body);
      return reply;
    });
  });
  afterAll(async () => {
    await browser?.close();
    kit?.close();
  });

  /** What the page at `path` fetched until its funnel had numbers, without data and pages of the test. */
  async function fetched(path: string): Promise<number> {
    sent.clear();
    const page = await browser.newPage();
    await page.goto(kit.address + path);
    await page.waitForFunction(() => {
      const one = document.querySelector('tp-dataset');
      return one?.facts.info && /60(?:\.0)?\s*%/.test(one.querySelector('tp-funnel')?.shadowRoot?.textContent ?? '');
    });
    await page.close();
    return [...sent]
      .filter(([name]) => !name.endsWith('.csv') && !/^\/\w+\.html$/.test(name))
      .reduce((sum, [, body]) => sum + gzipped(body), 0);
  }

  test.each([
    ['Page or portal, module', 'esm.html'],
    ['Page or portal, classic script', 'iife.html'],
    ['Portal by frame: SharePoint', 'embed/embed.html#sizes'],
  ])('%s', async (label, path) => {
    expectTold(label, await fetched(path));
  });

  test.skipIf(!existsSync(join(dist, 'salesforce/TouchpointKit.js')))('Salesforce', async () => {
    expectTold('[Salesforce]', await fetched('salesforce.html'));
  });

  test('what a page with <tp-embed> runs', () => {
    expectTold('Portal by frame, with `<tp-embed>`', gzipped(readFileSync(join(dist, 'touchpoint-kit.embed.js'))));
  });

  test('npm, with a bundler', async () => {
    const { first } = await bundleFirstPaint(
      "import './widgets/dataset/dataset.js'; import './widgets/funnel/funnel.js';",
    );
    const files = ['touchpoint-kit.worker.js', 'touchpoint-kit.connectors.js'];
    const kB =
      first.reduce((sum, { code }) => sum + gzipped(code), 0) +
      files.reduce((sum, name) => sum + gzipped(readFileSync(join(dist, name))), 0);
    expectTold('npm, with a bundler', kB);
  });
});

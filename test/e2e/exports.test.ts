import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium } from '../browsers.mjs';

// Exports through the menu, on a page whose policy refuses blob: and data: images and every fetch.

const dist = join(import.meta.dirname, '../../dist');
const built = existsSync(join(dist, 'touchpoint-kit.js'));
if (!built) console.log('Skipped, dist/ is missing: run "npm run build" first.');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; img-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types touchpoint-kit";

interface Saved {
  readonly type: string;
  readonly text: string;
  readonly bytes: readonly number[];
}

describe.skipIf(!built || !chromium.executablePath)('exports on a strict page', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    page = await browser.newPage();
    await page.route('http://kit.test/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = join(dist, path);
      if (path === '/') {
        const body =
          '<!doctype html><meta charset="utf-8"><title>kit</title><script type="module" src="/touchpoint-kit.js"></script><body></body>';
        return route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body });
      }
      if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(file, 'utf8') });
    });
    await page.goto('http://kit.test/');
    await page.waitForFunction(() => customElements.get('tp-paths') !== undefined);
  }, 60_000);
  afterAll(() => browser?.close());

  it.each(['tp-paths', 'tp-funnel', 'tp-heatmap'])(
    '%s saves its table and its drawing, and asks for nothing',
    async (name) => {
      const { saved, violations, asked } = await page.evaluate(take, name);
      expect(violations).toEqual([]);
      expect(asked).toEqual([]);
      expect(saved.map(({ type }) => type)).toEqual([
        'text/csv;charset=utf-8',
        'application/json',
        'image/png',
        'image/svg+xml',
      ]);
      const [csv, json, png, drawing] = saved as [Saved, Saved, Saved, Saved];
      expect(csv.bytes.slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
      // Names of touchpoints are formulas here: no cell begins with one.
      expect(csv.text.split(/[\r\n,;]+/).filter((cell) => /^"?[=+@]/.test(cell))).toEqual([]);
      expect(Array.isArray((JSON.parse(json.text) as { rows: unknown }).rows)).toBe(true);
      expect(png.bytes).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect(drawing.text).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(drawing.text).not.toMatch(/<script|<img|<[^>]*(\son\w+=|javascript:)/i);
    },
    60_000,
  );
});

/** Draws an element over a few customers, takes everything from its menu, and says what the page saw. Runs in the page. */
async function take(name: string): Promise<{ saved: Saved[]; violations: string[]; asked: string[] }> {
  const names = ['=1+1', '<img src=x onerror=alert(1)>', '@SUM(A1)', 'visit'];
  const lines = Array.from({ length: 80 }, (_, i) => {
    const time = new Date(Date.UTC(2026, 9, 1 + (i % 9), i % 24, i % 60)).toISOString();
    return `C-${i >> 2},${time},${names[i % 4]}`;
  });
  const dataset = document.createElement('tp-dataset') as HTMLElement & { source: unknown };
  const element = document.createElement(name) as HTMLElement & { steps?: unknown };
  if (name === 'tp-funnel') element.steps = names.map((event) => ({ event }));
  dataset.append(element);
  document.body.append(dataset);
  const ready = new Promise((resolve) => element.addEventListener('tpready', resolve, { once: true }));
  dataset.source = { kind: 'text', text: ['actor,time,event', ...lines].join('\n'), name: 'a.csv' };
  await ready;
  const until = async <T>(find: () => T | null | undefined): Promise<T> => {
    for (let i = 0; i < 200; i++) {
      const found = find();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('nothing came');
  };
  // From here on: the search for a worker before it tries what a page may refuse.
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  const root = element.shadowRoot!;
  const before = new Set(performance.getEntriesByType('resource').map((entry) => entry.name));
  const saved: Saved[] = [];
  const blobs: Blob[] = [];
  const real = URL.createObjectURL;
  URL.createObjectURL = (blob: Blob): string => {
    blobs.push(blob);
    return '#';
  };
  for (const item of ['csv', 'json', 'png', 'svg']) {
    (await until(() => root.querySelector<HTMLElement>('[data-opens="menu"]'))).click();
    (await until(() => root.querySelector<HTMLElement>(`[data-item="${item}"]`))).click();
    const blob = await until(() => blobs[saved.length]);
    const buffer = new Uint8Array(await blob.arrayBuffer());
    const bytes = [...buffer.slice(0, 4)].slice(0, item === 'csv' ? 3 : 4);
    const text = item === 'png' ? '' : await blob.text();
    saved.push({ type: blob.type, text, bytes });
  }
  URL.createObjectURL = real;
  dataset.remove();
  // Parts of the kit may come on demand; of anything else there is nothing to fetch.
  const asked = performance
    .getEntriesByType('resource')
    .map((entry) => entry.name)
    .filter((url) => !before.has(url) && !/^http:\/\/kit\.test\/[\w./-]+\.js$/.test(url));
  return { saved, violations, asked };
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium } from '../browsers.mjs';
import { corpusText, hasCorpus, skipMissing } from './corpus.js';

// Every payload as a file's name, as a header, a value, an identifier and a rejected row, through all steps of an import on
// a page as strict as pages are: it is shown as it stands, and nothing of it runs.

const dist = join(import.meta.dirname, '../../dist');
const built = existsSync(join(dist, 'touchpoint-kit.js'));
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types touchpoint-kit";
const together = 40;

interface Seen {
  readonly text: string;
  readonly strangers: readonly string[];
  readonly fired: readonly string[];
  readonly steps: readonly string[];
}

describe('an import of strings', () => {
  if (!hasCorpus('strings/xss.json')) return skipMissing('strings');
  if (!built || !chromium.executablePath) {
    console.log('Skipped: the import is tried with built files in Chromium (npm run build).');
    it.skip('needs built files and Chromium', () => {});
    return;
  }
  const xss = (JSON.parse(corpusText('strings/xss.json')) as { payloads: ReadonlyArray<{ payload: string }> }).payloads;
  const payloads = [...new Set(xss.map(({ payload }) => payload))].filter((text) => text.trim() !== '');
  const groups = Array.from({ length: Math.ceil(payloads.length / together) }, (_, k) =>
    payloads.slice(k * together, (k + 1) * together),
  );

  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('dialog', (dialog) => {
      faults.push(dialog.message());
      void dialog.dismiss();
    });
    await page.route('http://kit.test/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/') {
        return route.fulfill({
          contentType: 'text/html',
          headers: { 'content-security-policy': policy },
          body: '<!doctype html><meta charset="utf-8"><title>kit</title><script type="module" src="/touchpoint-kit.js"></script><body></body>',
        });
      }
      const file = join(dist, path);
      if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(file, 'utf8') });
    });
    await page.goto('http://kit.test/');
  });
  afterAll(() => browser?.close());

  it.each(
    groups.map((group, k): [string, readonly string[]] => [
      `${k * together + 1} to ${k * together + group.length}`,
      group,
    ]),
  )(
    'shows payloads %s as text, and runs none',
    async (_which, group) => {
      const seen = await page.evaluate(importOf, group);
      expect(seen.steps).toEqual(['files', 'fields', 'identity', 'done']);
      expect(seen.strangers).toEqual([]);
      expect(seen.fired).toEqual([]);
      expect(faults).toEqual([]);
      const shown = seen.text.replaceAll(/\s+/g, ' ');
      // Names and samples are cut where they are long; what begins a payload tells that it is there.
      const missing = group.filter((text) => !shown.includes(text.trim().slice(0, 16).replaceAll(/\s+/g, ' ').trim()));
      expect(missing).toEqual([]);
    },
    120_000,
  );
});

/** Runs in the page. */
async function importOf(payloads: readonly string[]): Promise<Seen> {
  const fired: string[] = [];
  // What the payloads call.
  Object.assign(globalThis, { __xssFired: (id: string) => fired.push(id) });
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const header = ['userId', 'email', 'time', 'event', ...payloads];
  const rows = payloads.map((text, k) =>
    [
      text,
      k % 2 === 0 ? 'info@x.example' : `p${k}@x.example`,
      k % 5 === 4 ? text : '2026-01-05T09:00:00Z',
      text,
      ...payloads,
    ].map(quoted),
  );
  const csv = [header.map(quoted), ...rows].map((cells) => cells.join(',')).join('\n');
  const dataset = document.createElement('tp-dataset');
  dataset.seat = 'page';
  const element = document.createElement('tp-import');
  dataset.append(element);
  document.body.replaceChildren(dataset);
  await element.updateComplete;
  const root = element.shadowRoot!;
  const until = async (selector: string): Promise<HTMLElement> => {
    for (let i = 0; i < 2000; i++) {
      const found = root.querySelector<HTMLElement>(selector);
      if (found) return found;
      await wait(10);
    }
    throw new Error(`Nothing is ${selector}: ${root.textContent?.replaceAll(/\s+/g, ' ').slice(0, 300)}`);
  };
  const known = new Set(
    (
      'section div h2 h3 h4 p ol ul li span svg path rect button input form label select optgroup option datalist bdi small ' +
      'aside footer table thead tbody tr th td'
    ).split(' '),
  );
  const strangers: string[] = [];
  const steps: string[] = [];
  let text = '';
  const read = (step: string): void => {
    steps.push(step);
    for (const one of root.querySelectorAll('*')) {
      if (!known.has(one.localName)) strangers.push(one.outerHTML.slice(0, 120));
      for (const { name, value } of one.attributes) {
        if (/^on/i.test(name)) strangers.push(`${one.localName} ${name}`);
        if (/^(aria-label|placeholder|title)$/.test(name)) text += ` ${value}`;
      }
      if (one instanceof HTMLInputElement) text += ` ${one.value}`;
    }
    text += ` ${root.textContent}`;
  };

  element.addFiles([new File([csv], `${payloads[0]!.slice(0, 40)}.csv`)]);
  await until('[part="file"][aria-busy="false"]');
  read('files');
  (await until('[data-does="fields"]')).click();
  for (const [field, column] of [
    ['userId', 'userId'],
    ['email', 'email'],
    ['time', 'time'],
    ['event', 'event'],
  ] as const) {
    const select = (await until(`[data-column="${column}"]`)) as HTMLSelectElement;
    select.value = field;
    select.dispatchEvent(new Event('change'));
    await element.updateComplete;
  }
  (await until('[data-does="rows"]')).click();
  (await until('[data-names="event"]')).click();
  await element.updateComplete;
  read('fields');
  (await until('[data-does="read"]')).click();
  await until('[part="summary"]');
  for (const why of root.querySelectorAll<HTMLElement>('[data-why]')) {
    why.click();
    await wait(30);
    text += ` ${root.querySelector('[part="explanation"]')?.textContent ?? ''}`;
  }
  read('identity');
  (await until('[data-does="import"]')).click();
  await until('[part="report"]');
  read('done');
  return { text, strangers, fired, steps };
}

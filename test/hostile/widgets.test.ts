import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium } from '../browsers.mjs';
import { corpusText, hasCorpus, skipMissing } from './corpus.js';

// Every payload as the name of everything that data can name, in every element, on a page as strict as pages are: what
// is shown is the payload itself, and nothing of it runs. Which places of the templates take text at all, and that none
// takes markup, is held by test/widgets/templates.test.ts.

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const built = existsSync(join(dist, 'touchpoint-kit.js'));
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types touchpoint-kit";

interface Drawn {
  /** Text of all elements, attributes that are read or shown included, before and after tables were opened. */
  readonly texts: readonly string[];
  /** By element: how many of the payloads it shows. */
  readonly shown: Readonly<Record<string, number>>;
  readonly fired: readonly string[];
  readonly violations: readonly string[];
  /** Elements that no template of the kit has. */
  readonly strangers: readonly string[];
  readonly errors: readonly string[];
}

describe('widgets/strings', () => {
  if (!hasCorpus('strings/xss.json')) return skipMissing('strings');
  if (!built || !chromium.executablePath) {
    console.log('Skipped: the elements are tried with built files in Chromium (npm run build).');
    it.skip('needs built files and Chromium', () => {});
    return;
  }

  const xss = (JSON.parse(corpusText('strings/xss.json')) as { payloads: ReadonlyArray<{ payload: string }> }).payloads;
  const naughty = JSON.parse(corpusText('strings/naughty.json')) as readonly string[];
  const all = [...new Set([...xss.map(({ payload }) => payload), ...naughty])].map((text) =>
    text.replace(/\p{Surrogate}/gu, '\ufffd'),
  );

  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    page = await (await browser.newContext()).newPage();
    await page.route('http://kit.test/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = join(dist, path);
      if (path === '/') {
        return route.fulfill({
          contentType: 'text/html',
          headers: { 'content-security-policy': policy },
          body: '<!doctype html><meta charset="utf-8"><title>kit</title><script type="module" src="/touchpoint-kit.js"></script><body></body>',
        });
      }
      if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(file, 'utf8') });
    });
    await page.goto('http://kit.test/');
    await page.waitForFunction(() => customElements.get('tp-paths') !== undefined);
  }, 60_000);
  afterAll(() => browser?.close());

  const size = 12;
  const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, k) => all.slice(k * size, (k + 1) * size));
  for (const [k, payloads] of batches.entries()) {
    it(`payloads ${k * size + 1} to ${k * size + payloads.length} are shown as they are, and none runs`, async () => {
      const drawn = await page.evaluate(draw, payloads);
      expect(drawn.fired).toEqual([]);
      expect(drawn.violations).toEqual([]);
      expect(drawn.strangers).toEqual([]);
      expect(drawn.errors).toEqual([]);
      // An empty name is no name. What a text begins and ends with besides is kept.
      const shown = (payload: string): boolean => drawn.texts.some((text) => text.includes(payload));
      expect(payloads.filter((payload) => payload.trim() !== '' && !shown(payload))).toEqual([]);
    }, 60_000);
  }
});

/** Runs in the page. */
async function draw(payloads: readonly string[]): Promise<Drawn> {
  const fired: string[] = [];
  const violations: string[] = [];
  const errors: string[] = [];
  Object.assign(globalThis, { __xssFired: (id: string) => fired.push(id) });
  const onViolation = (event: SecurityPolicyViolationEvent): void => void violations.push(event.violatedDirective);
  const onError = (event: ErrorEvent): void => void errors.push(event.message);
  document.addEventListener('securitypolicyviolation', onViolation);
  addEventListener('error', onError);

  const start = Date.UTC(2026, 0, 5, 9);
  const named = payloads.filter((payload) => payload.trim() !== '');
  const data = named.flatMap((payload, i) =>
    [0, 1].map((again) => ({
      customer: `c${again}`,
      user_id: payload,
      time: start + i * 3_600_000 + again * 60_000,
      event: payload,
      channel: payload,
      source: payload,
      account: payload,
      owner: payload,
      stage: payload,
      page: payload,
      feature: payload,
      element: payload,
      [payload]: payload,
    })),
  );
  const make = <T extends HTMLElement>(tag: string, set: Record<string, unknown>): T => {
    const element = document.createElement(tag) as T;
    element.style.display = 'block';
    element.style.width = '1000px';
    return Object.assign(element, set);
  };
  const mapping = {
    version: 1,
    fields: {
      actor: { column: 'customer' },
      time: { column: 'time', format: 'epoch-ms' },
      event: { column: 'event' },
      channel: { column: 'channel' },
      source: { column: 'source' },
      account: { column: 'account' },
      owner: { column: 'owner' },
      stage: { column: 'stage' },
      page: { column: 'page' },
    },
  };
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const dataset = make<HTMLElement & { selection: { open(actor: string): void } }>('tp-dataset', {
    seat: 'page',
    mapping,
    data,
  });
  const elements = [
    make('tp-funnel', {
      heading: named[0],
      steps: named.slice(0, 6).map((event) => ({ event })),
      breakdown: 'channel',
    }),
    make('tp-funnel', { steps: named.slice(6).map((event) => ({ event })) }),
    make('tp-journey', { actor: 'c0', heading: named.at(-1) }),
    make('tp-journey', {}),
    make('tp-heatmap', { rows: 'feature', columns: 'day' }),
    make('tp-heatmap', { rows: named[0] ?? 'feature', columns: 'day' }),
    make('tp-paths', { steps: 5 }),
    make('tp-quality', {}),
    ...['tp-metric', 'tp-filter'].flatMap((tag) =>
      customElements.get(tag) ? [make(tag, { metric: 'customers' })] : [],
    ),
  ];
  dataset.append(...elements);
  document.body.append(dataset);

  const rootsOf = (element: Element): ShadowRoot[] => {
    const found = element.shadowRoot ? [element.shadowRoot] : [];
    return found.flatMap((one) => [one, ...[...one.querySelectorAll('*')].flatMap(rootsOf)]);
  };
  const ready = (): boolean =>
    elements.every((element) =>
      element.shadowRoot?.querySelector('[data-opens="menu"], [part="message"], .msg, [part="base"] button'),
    );
  for (let i = 0; i < 200 && !ready(); i++) await wait(20);
  await wait(60);

  const texts: string[] = [];
  const textsOf = new Map<Element, string[]>(elements.map((element) => [element, []]));
  const readOne = (element: Element): void => {
    const own = textsOf.get(element)!;
    for (const found of rootsOf(element)) {
      const walker = document.createTreeWalker(found, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element) {
          for (const { name, value } of node.attributes)
            if (/^(title|aria-label|value|alt)$/.test(name)) own.push(value);
        } else if (node.nodeValue?.trim()) own.push(node.nodeValue);
      }
    }
  };
  const read = (): void => elements.forEach(readOne);
  read();
  const press = (element: Element, selector: string): boolean => {
    const button = element.shadowRoot?.querySelector<HTMLElement>(selector);
    button?.click();
    return button !== null && button !== undefined;
  };
  for (const element of elements) {
    if (!press(element, '[data-opens="menu"]')) continue;
    for (let i = 0; i < 50 && !element.shadowRoot?.querySelector('.mnu'); i++) await wait(10);
    press(element, '[data-item="table"]');
    await wait(20);
  }
  read();
  // What appears is pointed at, focused and pressed, but for what would save, print or leave.
  for (const found of elements.flatMap(rootsOf)) {
    for (const control of [...found.querySelectorAll<HTMLElement>('button, [tabindex], .mk')].slice(0, 40)) {
      for (const type of ['pointerover', 'pointermove', 'focusin']) {
        control.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
      }
      if (!control.closest('[role="menu"]') && !control.matches('[data-opens="menu"]'))
        control.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    }
  }
  await wait(60);
  read();
  for (const own of textsOf.values()) texts.push(...own);
  const shown = Object.fromEntries(
    elements.map((element, i) => {
      const own = textsOf.get(element)!;
      return [
        `${i} ${element.localName}`,
        named.filter((payload) => own.some((text) => text.includes(payload))).length,
      ];
    }),
  );
  const strange = 'script, img, iframe, object, embed, link, base, meta, form, video, audio, a[href^="javascript" i]';
  const strangers = elements
    .flatMap(rootsOf)
    .flatMap((found) => [...found.querySelectorAll(strange)].map((one) => one.outerHTML.slice(0, 200)));
  dataset.remove();
  document.removeEventListener('securitypolicyviolation', onViolation);
  removeEventListener('error', onError);
  return { texts: [...new Set(texts)], shown, fired, violations, strangers, errors };
}

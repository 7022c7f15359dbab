import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Frame, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SelectionData } from '../../widgets/dataset/selection.js';
import { chromium } from '../browsers.mjs';
import { serveFolder } from '../static-server.mjs';
import { built, csv, dist } from './embed-sites.js';

// A page of one origin shows elements of the built kit in a frame of another: embed.html under its own strict policy.

const config = {
  title: 'Trials <b>of</b> May',
  widgets: [
    { type: 'funnel', attributes: { steps: 'visit, sign up, buy', window: '14d' } },
    { type: 'metric', attributes: { metric: 'customers' } },
  ],
};

describe.skipIf(!built || !chromium.executablePath)('elements in a frame of another origin', () => {
  let browser: Browser;
  let page: Page;
  let kit: Awaited<ReturnType<typeof serveFolder>>;
  let host: Awaited<ReturnType<typeof serveFolder>>;
  let stranger: Awaited<ReturnType<typeof serveFolder>>;
  const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-embed-'));
  const hostFolder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-host-'));
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    cpSync(dist, folder, { recursive: true });
    kit = await serveFolder(folder);
    const frameUrl = `${kit.address}embed/embed.html`;
    writeFileSync(join(hostFolder, 'events.csv'), csv);
    cpSync(join(dist, 'touchpoint-kit.embed.js'), join(hostFolder, 'touchpoint-kit.embed.js'));
    writeFileSync(
      join(hostFolder, 'index.html'),
      `<!doctype html><html lang="zh-CN" data-tp-scheme="dark"><title>Portal</title><link rel="icon" href="data:," />
      <script type="module" src="touchpoint-kit.embed.js"></script>
      <tp-embed src="${frameUrl}" data="events.csv" title="Funnel" config='${JSON.stringify(config)}'></tp-embed>
      <script>
        globalThis.heard = [];
        for (const type of ['tpready', 'tperror', 'tpselection']) {
          addEventListener(type, (event) => heard.push({ type, detail: event.detail }));
        }
      </script>`,
    );
    host = await serveFolder(hostFolder);
    stranger = await serveFolder(hostFolder);
    writeFileSync(
      join(folder, 'embed/embed.json'),
      JSON.stringify({ origins: [new URL(host.address).origin, '*', 'null'] }),
    );
  });
  afterAll(async () => {
    await browser?.close();
    for (const site of [kit, host, stranger]) site?.close();
    for (const each of [folder, hostFolder]) rmSync(each, { recursive: true, force: true });
  });
  afterEach(() => page?.close());

  async function open(address: string): Promise<Frame> {
    page = await browser.newPage();
    faults.length = 0;
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      // A greeting that names another origin than the page's is not delivered, and the browser says so.
      const undelivered = message.text().includes("Failed to execute 'postMessage' on 'DOMWindow'");
      if (message.type() === 'error' && !undelivered) faults.push(message.text());
    });
    await page.goto(address);
    const frame = await (await page.waitForSelector('tp-embed iframe')).contentFrame();
    await frame!.waitForLoadState();
    return frame!;
  }

  interface Heard {
    readonly type: string;
    readonly detail: { readonly rows?: number; readonly selection?: SelectionData; readonly code?: string };
  }
  const heard = (): Promise<Heard[]> => page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);
  const hears = (type: string): Promise<unknown> =>
    page.waitForFunction(
      (wanted) => (globalThis as unknown as { heard: Heard[] }).heard.some((one) => one.type === wanted),
      type,
    );

  /** How much higher the frame is than what it shows. */
  const spare = async (frame: Frame): Promise<number> => {
    const own = await frame.evaluate(() => Math.ceil(document.querySelector('main')!.getBoundingClientRect().height));
    return page.evaluate(
      (height) => document.querySelector('tp-embed iframe')!.getBoundingClientRect().height - height,
      own,
    );
  };
  const fits = (frame: Frame): Promise<void> => expect.poll(() => spare(frame), { timeout: 20_000 }).toBe(0);

  test('draw the page’s data in its language and scheme, and the frame grows with them', async () => {
    const frame = await open(host.address);
    await hears('tpready');
    expect(await heard()).toEqual([{ type: 'tpready', detail: { rows: 10, actors: 5, rejected: 0 } }]);
    await frame.waitForSelector('tp-funnel >> text=sign up');
    expect(
      await frame.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['tpScheme']]),
    ).toEqual(['zh-CN', 'dark']);
    expect(await frame.textContent('h1')).toBe('Trials <b>of</b> May');
    expect(await frame.evaluate(() => document.querySelector('tp-dataset')!.engine!.seat)).toBe('worker');
    await page.waitForFunction(() => {
      const shown = document.querySelector('tp-embed iframe')!;
      return shown.getBoundingClientRect().height > 500;
    });
    await fits(frame);
    await page.evaluate(() => {
      document.documentElement.lang = 'en';
      document.documentElement.dataset['tpScheme'] = 'light';
    });
    await frame.waitForFunction(() => document.documentElement.lang === 'en');
    expect(faults).toEqual([]);
  });

  test('a frame is as see-through as its page’s scheme lets it be, and makes room for a menu while it is open', async () => {
    const frame = await open(host.address);
    await hears('tpready');
    const schemeOfFrame = (): Promise<string> =>
      page.evaluate(() => document.querySelector<HTMLElement>('tp-embed iframe')!.style.colorScheme);
    expect(await schemeOfFrame()).toBe('dark');
    await page.evaluate(() => {
      document.querySelector('tp-embed')!.config = {
        widgets: [{ type: 'metric', attributes: { metric: 'customers' } }],
      };
      document.documentElement.removeAttribute('data-tp-scheme');
    });
    await expect.poll(schemeOfFrame, { timeout: 20_000 }).toBe('light dark');
    await frame.waitForFunction(() => !document.querySelector('tp-funnel'));
    await frame.getByText('5', { exact: true }).first().waitFor();
    await fits(frame);
    await frame.locator('tp-metric [data-opens="menu"]').first().click();
    const below = (): Promise<number> =>
      frame.evaluate(() => {
        const menu = document.querySelector('tp-metric')!.shadowRoot!.querySelector('[role="menu"]');
        return Math.ceil(menu!.getBoundingClientRect().bottom - document.querySelector('main')!.clientHeight);
      });
    await frame.waitForSelector('tp-metric [role="menu"]');
    expect(await below()).toBeGreaterThan(0);
    await expect.poll(async () => (await spare(frame)) > (await below()), { timeout: 20_000 }).toBe(true);
    await frame.locator('tp-metric [role="menu"]').press('Escape');
    await fits(frame);
    // Other elements over the same data, which are not read again for them.
    expect((await heard()).map(({ type }) => type)).toEqual(['tpready']);
    expect(faults).toEqual([]);
  });

  test('a choice goes from the frame to the page, and from the page into the frame', async () => {
    const frame = await open(host.address);
    await hears('tpready');
    await frame.waitForSelector('tp-funnel >> text=sign up');
    await frame.evaluate(() => document.querySelector('tp-dataset')!.selection.open('bob'));
    await hears('tpselection');
    const said = (await heard()).find(({ type }) => type === 'tpselection')!.detail.selection!;
    expect(said.actor).toBe('bob');
    await page.evaluate((selection) => (document.querySelector('tp-embed')!.selection = selection), {
      ...said,
      actor: 'cat',
    });
    await frame.waitForFunction(() => document.querySelector('tp-dataset')!.selection.data.actor === 'cat');
    // What the page set is no news to it.
    expect((await heard()).filter(({ type }) => type === 'tpselection').length).toBe(1);
    expect(faults).toEqual([]);
  });

  test.each([
    '{ "widgets": [{ "type": "dataset" }] }',
    '{ "widgets": [{ "type": "funnel", "attributes": { "steps": 3 } }] }',
    '{ oops',
  ])('a config that cannot be shown is told to the page: %s', async (config) => {
    await open(host.address);
    await hears('tpready');
    await page.evaluate((text) => document.querySelector('tp-embed')!.setAttribute('config', text), config);
    await hears('tperror');
    expect((await heard()).at(-1)!.detail.code).toBe('spec-invalid');
  });

  test('a page that is not named gets nothing, and the frame says so', async () => {
    const frame = await open(stranger.address);
    await frame.waitForSelector('main p:not([hidden])');
    expect(await frame.locator('tp-dataset').count()).toBe(0);
    expect(await heard()).toEqual([]);
  });
});

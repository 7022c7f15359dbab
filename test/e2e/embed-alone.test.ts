import { chromium as playwright, type Browser, type BrowserContext, type Frame, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromium } from '../browsers.mjs';
import { built, builtFile, csv, funnel, htmlPage, jsonFile, site, type Reply, type Site } from './embed-sites.js';

// Portals that show an address in a frame and run no script for it, as SharePoint's Embed web part and FineBI's web
// component do: embed.html#name shows a view of its own server. Two origins, and a third that may not.

const trials = { title: 'Trials', widgets: [funnel], data: 'events.csv' };

describe.skipIf(!built || !chromium.executablePath)('a frame in a page that cannot talk', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let kit: Site;
  let portal: Site;
  let stranger: Site;
  /** Files of the frame's server beside the build's, by path. */
  const files = new Map<string, Reply | ((authorization: string | undefined) => Reply)>();
  let framed = '';
  let outer = '';
  let everyone: Readonly<Record<string, string>> = {};
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    kit = await site((path, request) => {
      const own = files.get(path);
      const reply = typeof own === 'function' ? own(request.headers.authorization) : (own ?? builtFile(path));
      return reply && { ...reply, headers: { ...everyone, ...reply.headers } };
    });
    portal = await site((path) => (path === '/' ? htmlPage(framed) : builtFile(path)));
    stranger = await site((path) => {
      if (path === '/list.json') return jsonFile(trials);
      return path === '/' ? htmlPage(framed) : path === '/outer' ? htmlPage(outer) : null;
    });
  });
  afterAll(async () => {
    await browser?.close();
    for (const one of [kit, portal, stranger]) one?.close();
  });
  beforeEach(async () => {
    files.clear();
    files.set('/embed/embed.json', jsonFile({ origins: [portal.origin, '*', 'null'] }));
    files.set('/embed/trials.json', jsonFile(trials));
    files.set('/embed/events.csv', { body: csv, type: 'text/csv' });
    everyone = {};
    faults.length = 0;
    kit.asked.length = 0;
    context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 900 } });
  });
  afterEach(() => context?.close());

  const frameOf = (address: string, attributes = ''): string =>
    `<iframe title="Trials" width="700" height="600" ${attributes} src="${address}"></iframe>`;

  /** Opens a page that shows `address` in a frame, as a portal does. */
  async function open(around: Site, address: string, attributes = ''): Promise<Frame> {
    framed = frameOf(address, attributes);
    return show(around, 'iframe');
  }

  async function show(around: Site, selector: string): Promise<Frame> {
    page = await context.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    await page.goto(around.address);
    const frame = await (await page.waitForSelector(selector)).contentFrame();
    await frame!.waitForLoadState();
    return frame!;
  }

  const drawn = async (frame: Frame): Promise<string[]> => {
    await frame.waitForSelector('tp-funnel >> text=sign up');
    return frame.evaluate(async () => {
      const dataset = document.querySelector('tp-dataset')!;
      const [outcome] = await dataset.engine!.run([
        {
          id: 'again',
          spec: {
            kind: 'funnel',
            steps: ['visit', 'sign up', 'buy'].map((event) => ({ event })),
            windowMs: 14 * 864e5,
          },
        },
      ]);
      return (outcome as unknown as { result: { stepCounts: number[] } }).result.stepCounts.map(String);
    });
  };
  const said = async (frame: Frame): Promise<string> => (await frame.waitForSelector('main > p')).innerText();

  test('it shows the view that its address names, with data of its own server', async () => {
    const frame = await open(portal, `${kit.address}embed/embed.html#trials`);
    expect(await drawn(frame)).toEqual(['5', '3', '2']);
    expect(await frame.textContent('h1')).toBe('Trials');
    expect(await frame.evaluate(() => document.documentElement.lang)).toBe('en-GB');
    expect(await frame.evaluate(() => document.querySelector('tp-dataset')!.engine!.seat)).toBe('worker');
    expect(kit.asked.filter((path) => path.includes('?'))).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('language, scheme and tokens come from the view, and the query is read by nobody', async () => {
    files.set(
      '/embed/trials.json',
      jsonFile({ ...trials, locale: 'zh-CN', scheme: 'dark', tokens: { '--tp-radius-card': '0px' } }),
    );
    const query = '?data=https://evil.example/rows.csv&origins=*&scheme=light';
    const frame = await open(portal, `${kit.address}embed/embed.html${query}#trials`);
    expect(await drawn(frame)).toEqual(['5', '3', '2']);
    expect(
      await frame.evaluate(() => [
        document.documentElement.lang,
        document.documentElement.dataset['tpScheme'],
        document.documentElement.style.getPropertyValue('--tp-radius-card'),
      ]),
    ).toEqual(['zh-CN', 'dark', '0px']);
  });

  test('another name behind the # shows another view', async () => {
    files.set('/embed/buyers.json', jsonFile({ ...trials, title: 'Buyers' }));
    const frame = await open(portal, `${kit.address}embed/embed.html#trials`);
    await drawn(frame);
    await page.evaluate(
      (address) => (document.querySelector('iframe')!.src = address),
      `${kit.address}embed/embed.html#buyers`,
    );
    await frame.waitForSelector('h1 >> text=Buyers');
    expect(await drawn(frame)).toEqual(['5', '3', '2']);
  });

  test('in a window of its own it shows the view too', async () => {
    page = await context.newPage();
    await page.goto(`${kit.address}embed/embed.html#trials`);
    expect(await drawn(page.mainFrame())).toEqual(['5', '3', '2']);
  });

  test('a page that is not listed is told so, and no data are read for it', async () => {
    const frame = await open(stranger, `${kit.address}embed/embed.html#trials`);
    expect(await said(frame)).toBe(
      `${stranger.origin} may not show this frame. Whoever runs it lists that origin in embed.json.`,
    );
    expect(kit.asked).not.toContain('/embed/events.csv');
    expect(await frame.locator('tp-dataset').count()).toBe(0);
  });

  test('a listed page inside one that is not does not help', async () => {
    framed = frameOf(`${kit.address}embed/embed.html#trials`);
    outer = frameOf(portal.address);
    page = await context.newPage();
    await page.goto(`${stranger.address}outer`);
    const innermost = (): Frame | undefined => page.frames().find((one) => one.url().startsWith(kit.address));
    await expect.poll(() => innermost() !== undefined, { timeout: 20_000 }).toBe(true);
    const frame = innermost()!;
    expect(await said(frame)).toContain(`${stranger.origin} may not show this frame.`);
    expect(kit.asked).not.toContain('/embed/events.csv');
  });

  test('the server’s header refuses a page before any script runs', async () => {
    const html = builtFile('embed/embed.html')!;
    files.set('/embed/embed.html', {
      ...html,
      headers: { 'content-security-policy': `frame-ancestors ${portal.origin}` },
    });
    const frame = await open(portal, `${kit.address}embed/embed.html#trials`);
    expect(await drawn(frame)).toEqual(['5', '3', '2']);
    kit.asked.length = 0;
    await open(stranger, `${kit.address}embed/embed.html#trials`);
    expect(kit.asked).toEqual(['/embed/embed.html']);
  });

  test.each([
    ['../trials', '../trials'],
    ['..%2Ftrials', '..%2Ftrials'],
    ['trials.json', 'trials.json'],
    ['__proto__', '__proto__'],
    ['https://evil.example/trials', 'https://evil.example/trials'],
    ['//evil.example/trials', '//evil.example/trials'],
    ['trials?data=rows.csv', 'trials?data=rows.csv'],
    ['embed', 'embed'],
    ['<img src=x onerror=alert(1)>', '%3Cimg%20src=x%20onerror=alert(1)%3E'],
  ])('the name “%s” is refused with a sentence, and nothing is asked for', async (name, shown) => {
    const frame = await open(portal, `${kit.address}embed/embed.html#${name.replaceAll('"', '&quot;')}`);
    expect(await said(frame)).toContain(`“${shown}” is no name of a view.`);
    expect(kit.asked.filter((path) => path.endsWith('.json') || path.endsWith('.csv'))).toEqual([]);
  });

  test.each<[string, string, () => void]>([
    ['a view that is not there', 'There is no view “trials”.', () => files.delete('/embed/trials.json')],
    [
      'a view that is no JSON',
      'This view cannot be shown: see “{}” in its file.',
      () => files.set('/embed/trials.json', { body: '{ oops', type: 'application/json' }),
    ],
    [
      'a view that names origins',
      'This view cannot be shown: see “origins” in its file.',
      () => files.set('/embed/trials.json', jsonFile({ ...trials, origins: ['*'] })),
    ],
    [
      'a view that is led to another server',
      'There is no view “trials”.',
      () => files.set('/embed/trials.json', { status: 302, headers: { location: `${stranger.address}list.json` } }),
    ],
    [
      'data on another server',
      'This view’s data are on another server: https://evil.example/rows.csv.',
      () => files.set('/embed/trials.json', jsonFile({ ...trials, data: 'https://evil.example/rows.csv' })),
    ],
    [
      'a list that is not there',
      'The list of pages that may show this frame',
      () => files.set('/embed/embed.json', { status: 404, body: '' }),
    ],
  ])('%s is told', async (_, sentence, spoil) => {
    spoil();
    const frame = await open(portal, `${kit.address}embed/embed.html#trials`);
    expect(await said(frame)).toContain(sentence);
    expect(await frame.locator('tp-dataset').count()).toBe(0);
    expect(kit.asked).not.toContain('/embed/events.csv');
    expect(stranger.asked).not.toContain('/list.json');
  });

  test('what it says is in the reader’s language', async () => {
    await context.close();
    context = await browser.newContext({ locale: 'zh-CN' });
    files.delete('/embed/trials.json');
    const frame = await open(portal, `${kit.address}embed/embed.html#trials`);
    expect(await said(frame)).toBe('没有名为“trials”的视图。请将 trials.json 放在 embed.html 旁边。');
  });

  test('in a sandbox without an origin it shows the view, where its server lets any origin read it', async () => {
    everyone = { 'access-control-allow-origin': '*' };
    const frame = await open(portal, `${kit.address}embed/embed.html#trials`, 'sandbox="allow-scripts"');
    expect(await drawn(frame)).toEqual(['5', '3', '2']);
    expect(await frame.evaluate(() => [origin, document.querySelector('tp-dataset')!.engine!.transport])).toEqual([
      'null',
      'blob',
    ]);
    expect(faults).toEqual([]);
  });

  test('a page with the loader gives language and height to a view, and may not say what is in it', async () => {
    framed = `<script type="module" src="touchpoint-kit.embed.js"></script>
      <div lang="zh-CN" data-tp-scheme="contrast"><tp-embed src="${kit.address}embed/embed.html#trials"></tp-embed></div>
      <script>globalThis.heard = []; for (const type of ['tpready', 'tperror']) addEventListener(type, (event) => heard.push(event.detail));</script>`;
    const frame = await show(portal, 'tp-embed iframe');
    expect(await drawn(frame)).toEqual(['5', '3', '2']);
    await frame.waitForFunction(() => document.documentElement.dataset['tpScheme'] === 'contrast');
    expect(await frame.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await page.evaluate(() => (document.querySelector('div')!.lang = 'en'));
    await frame.waitForFunction(() => document.documentElement.lang === 'en');
    const spare = async (): Promise<number> => {
      const own = await frame.evaluate(() => Math.ceil(document.querySelector('main')!.getBoundingClientRect().height));
      return page.evaluate((height) => document.querySelector('iframe')!.getBoundingClientRect().height - height, own);
    };
    await expect.poll(spare, { timeout: 20_000 }).toBe(0);
    await page.evaluate(() => {
      const embed = document.querySelector('tp-embed')!;
      embed.config = { widgets: [{ type: 'metric', attributes: { metric: 'customers' } }] };
      embed.source = { rows: [] };
    });
    const heard = (): Promise<Array<Record<string, unknown>>> =>
      page.evaluate(() => (globalThis as unknown as { heard: Array<Record<string, unknown>> }).heard);
    await expect.poll(async () => (await heard()).length, { timeout: 20_000 }).toBe(3);
    const refused = { code: 'spec-invalid', message: 'This frame shows a view of its own server, and nothing else.' };
    expect(await heard()).toEqual([{ rows: 10, actors: 5, rejected: 0 }, refused, refused]);
    expect(await drawn(frame)).toEqual(['5', '3', '2']);
    expect(await frame.locator('tp-metric').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  describe('with data that want a token', () => {
    const given: string[] = [];
    const loader = (attributes = ''): string =>
      `<script type="module" src="touchpoint-kit.embed.js"></script>
      <tp-embed ${attributes} src="${kit.address}embed/embed.html#trials"></tp-embed>
      <script>
        globalThis.heard = [];
        globalThis.reasons = [];
        addEventListener('tperror', (event) => heard.push(event.detail));
        addEventListener('tpready', (event) => heard.push(event.detail));
        customElements.whenDefined('tp-embed').then(() => {
          document.querySelector('tp-embed').getToken = async (reason) => {
            reasons.push(reason);
            return { token: 'secret-' + reasons.length, expiresAt: Date.now() + 600_000 };
          };
        });
      </script>`;
    const list = (name: 'heard' | 'reasons'): Promise<unknown[]> =>
      page.evaluate((key) => (globalThis as unknown as Record<string, unknown[]>)[key]!, name);

    beforeEach(() => {
      given.length = 0;
      files.set('/embed/trials.json', jsonFile({ ...trials, token: true }));
      files.set('/embed/events.csv', (authorization) => {
        given.push(authorization ?? 'none');
        // The first one counts as worn out.
        return authorization === 'Bearer secret-2' ? { body: csv, type: 'text/csv' } : { status: 401, body: '' };
      });
    });

    test('the page’s is used, a refused one asked for anew, and it is in no address and no storage', async () => {
      framed = loader();
      const frame = await show(portal, 'tp-embed iframe');
      expect(await drawn(frame)).toEqual(['5', '3', '2']);
      expect(given).toEqual(['Bearer secret-1', 'Bearer secret-2']);
      expect(await list('reasons')).toEqual(['needed', 'refused']);
      expect(kit.asked.join()).not.toContain('secret');
      expect(await frame.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))).toBe(
        '[{},{},""]',
      );
    });

    test('a frame in a sandbox without an origin is given none', async () => {
      everyone = { 'access-control-allow-origin': '*' };
      framed = loader('sandbox');
      const frame = await show(portal, 'tp-embed iframe');
      await frame.waitForSelector('tp-funnel >> text=/sign in/i');
      const errors = (await list('heard')) as Array<{ readonly code: string; readonly message: string }>;
      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['source-auth']));
      expect(errors[0]!.message).toBe('A frame in a sandbox without its own origin is given no token.');
      expect(await list('reasons')).toEqual([]);
      expect(new Set(given)).toEqual(new Set(['none']));
    });
  });
});

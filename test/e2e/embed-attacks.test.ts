import { chromium as playwright, type Browser, type BrowserContext, type Frame, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromium } from '../browsers.mjs';
import { built, builtFile, csv, funnel, htmlPage, jsonFile, site, type Reply, type Site } from './embed-sites.js';

// What other windows, other frames, a frame gone wrong and a page gone wrong can do: nothing. Floods are counted, and
// what is shown afterwards is compared; how long tasks take is printed by `npm run bench -- --only embed-flood`.

const config = { widgets: [funnel] };
const flood = 10_000;

/** Counts the messages that a document's window gets. */
const countMessages = (): void => {
  Object.assign(globalThis, { got: 0 });
  addEventListener('message', () => (globalThis as unknown as { got: number }).got++);
};
const gotBy = (of: Page | Frame): Promise<number> => of.evaluate(() => (globalThis as unknown as { got: number }).got);

interface Told {
  readonly type: string;
  readonly detail: {
    readonly rows?: number;
    readonly code?: string;
    readonly selection?: { readonly actor: string | null };
  };
}

describe.skipIf(!built || !chromium.executablePath)('attacks on pages and frames', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let kit: Site;
  let host: Site;
  let stranger: Site;
  const files = new Map<string, Reply>();
  const hostFiles = new Map<string, Reply>();
  const strangerFiles = new Map<string, Reply>();
  let everyone: Readonly<Record<string, string>> = {};
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    kit = await site((path) => {
      const reply = files.get(path) ?? builtFile(path);
      return reply && { ...reply, headers: { ...everyone, ...reply.headers } };
    });
    host = await site((path) => hostFiles.get(path) ?? builtFile(path));
    stranger = await site((path) => strangerFiles.get(path) ?? null);
  });
  afterAll(async () => {
    await browser?.close();
    for (const one of [kit, host, stranger]) one?.close();
  });
  beforeEach(async () => {
    for (const map of [files, hostFiles, strangerFiles]) map.clear();
    files.set('/embed/embed.json', jsonFile({ origins: [host.origin] }));
    hostFiles.set('/events.csv', { body: csv, type: 'text/csv' });
    everyone = {};
    faults.length = 0;
    context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 900 } });
  });
  afterEach(() => context?.close());

  const embed = (attributes = ''): string =>
    `<tp-embed src="${kit.address}embed/embed.html" data="events.csv" config='${JSON.stringify(config)}' ${attributes}></tp-embed>`;
  const loader = '<script type="module" src="touchpoint-kit.embed.js"></script>';
  const ears = `<script>
    globalThis.heard = [];
    for (const type of ['tpready', 'tperror', 'tpselection']) addEventListener(type, (event) => heard.push({ type, detail: event.detail }));
  </script>`;

  async function open(body: string): Promise<void> {
    hostFiles.set('/', htmlPage(`${ears}${loader}${body}`));
    page = await context.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(host.address);
  }
  const heard = (type?: string): Promise<Told[]> =>
    page.evaluate(
      (wanted) => (globalThis as unknown as { heard: Told[] }).heard.filter((one) => !wanted || one.type === wanted),
      type,
    );
  const hears = (type: string, times = 1): Promise<unknown> =>
    page.waitForFunction(
      ([wanted, count]) =>
        (globalThis as unknown as { heard: Told[] }).heard.filter((one) => one.type === wanted).length >= count!,
      [type, times] as const,
    );
  const inside = async (at = 0): Promise<Frame> => (await (await page.$$('tp-embed iframe'))[at]!.contentFrame())!;
  /** What the frame has counted, and what it shows of it. */
  const shown = async (frame: Frame): Promise<unknown> => {
    await frame.waitForSelector('tp-funnel >> text=sign up');
    return frame.evaluate(async () => {
      const dataset = document.querySelector('tp-dataset')!;
      const steps = ['visit', 'sign up', 'buy'].map((event) => ({ event }));
      const [outcome] = await dataset.engine!.run([
        { id: 'again', spec: { kind: 'funnel', steps, windowMs: 14 * 864e5 } },
      ]);
      const { result } = outcome as unknown as { result: { stepCounts: number[] } };
      return {
        counts: [...result.stepCounts],
        rows: dataset.facts.info!.rows,
        text: document.querySelector('tp-funnel')!.shadowRoot!.textContent!.replace(/\s+/g, ' '),
        title: document.querySelector('h1')?.textContent ?? null,
        selection: dataset.selection.data,
        scheme: document.documentElement.dataset['tpScheme'] ?? null,
      };
    });
  };

  /** Messages that would be taken if they came from the page around, and those of a frame. */
  const forged = {
    init: {
      tp: 1,
      type: 'init',
      nonce: '0'.repeat(32),
      config: { title: 'Owned', widgets: [] },
      theme: { scheme: 'dark' },
    },
    hello: { tp: 1, type: 'hello', nonce: '0'.repeat(32) },
    data: { tp: 1, id: 1, type: 'data', data: { kind: 'rows', rows: [], name: 'owned' } },
    select: { tp: 1, id: 2, type: 'select', selection: { clauses: [], actor: 'owned', period: null, compare: null } },
    resize: { tp: 1, id: 3, type: 'resize', height: 1 },
    destroy: { tp: 1, id: 4, type: 'destroy' },
  };

  test('a window of another origin sends thousands of messages to page and frame, and nothing is acted on', async () => {
    strangerFiles.set(
      '/',
      htmlPage(`<script>
        const messages = ${JSON.stringify(Object.values(forged))};
        let sent = 0;
        const send = () => {
          // The element's frame may have come after this one.
          const others = Array.from({ length: parent.length }, (_, at) => parent.frames[at]).filter((one) => one !== window);
          const targets = [parent, ...others];
          for (let k = 0; k < 100; k++) {
            const message = messages[sent++ % messages.length];
            for (const target of targets) target.postMessage(message, '*', message.nonce ? [new MessageChannel().port1] : []);
          }
          if (sent < ${flood}) setTimeout(send, 10);
          else parent.postMessage('end', '*');
        };
        addEventListener('message', send, { once: true });
      </script>`),
    );
    await open(`${embed()}<iframe id="other" src="${stranger.address}"></iframe>
      <script>globalThis.got = 0; addEventListener('message', ({ data }) => { if (data === 'end') globalThis.done = true; else got++; });</script>`);
    await hears('tpready');
    const frame = await inside();
    const before = await shown(frame);
    const height = await page.evaluate(() => document.querySelector('tp-embed iframe')!.clientHeight);
    await frame.evaluate(() => {
      Object.assign(globalThis, { got: 0 });
      addEventListener('message', () => (globalThis as unknown as { got: number }).got++);
    });
    await page.evaluate(() => ((globalThis as unknown as { got: number }).got = 0));
    await page.evaluate(() =>
      document.querySelector<HTMLIFrameElement>('#other')!.contentWindow!.postMessage('go', '*'),
    );
    await page.waitForFunction(() => (globalThis as unknown as { done?: boolean }).done);
    await frame.waitForFunction((most) => (globalThis as unknown as { got: number }).got === most, flood);
    expect(await page.evaluate(() => (globalThis as unknown as { got: number }).got)).toBe(flood);
    expect(await shown(frame)).toEqual(before);
    expect(await page.evaluate(() => document.querySelector('tp-embed iframe')!.clientHeight)).toBe(height);
    expect(await heard()).toEqual([{ type: 'tpready', detail: { rows: 10, actors: 5, rejected: 0 } }]);
    expect(faults).toEqual([]);
  });

  test('a flood of choices from the page, and one from the frame, end with the last one on both sides', async () => {
    await open(embed());
    await hears('tpready');
    const frame = await inside();
    const before = (await shown(frame)) as { readonly counts: number[] };
    await page.evaluate((count) => {
      const one = document.querySelector('tp-embed')!;
      const choice = { clauses: [], period: null, compare: null };
      for (let k = 0; k < count; k++) one.selection = { ...choice, actor: `page ${k}` };
    }, flood);
    await frame.waitForFunction(
      (last) => document.querySelector('tp-dataset')!.selection.data.actor === last,
      `page ${flood - 1}`,
    );
    expect(await heard('tpselection')).toEqual([]);
    await frame.evaluate((count) => {
      const { selection } = document.querySelector('tp-dataset')!;
      for (let k = 0; k < count; k++) selection.open(`frame ${k}`);
      selection.open(null);
    }, flood);
    await page.waitForFunction(() => document.querySelector('tp-embed')!.selection?.actor === null);
    const told = await heard('tpselection');
    expect(told.at(-1)!.detail.selection!.actor).toBeNull();
    // So many as there were tasks, and not one a message.
    expect(told.length).toBeLessThan(flood / 2);
    const after = (await shown(frame)) as { readonly counts: number[] };
    expect(after.counts).toEqual(before.counts);
    expect(faults).toEqual([]);
  });

  test('a frame that does nothing but greet is answered now and then, one that shouts errors is heard in part', async () => {
    files.set('/embed/loud.html', {
      body: `<!doctype html><title>Loud</title><script>
        globalThis.answers = 0;
        let sent = 0;
        const send = () => {
          for (let k = 0; k < 100; k++) {
            const nonce = (sent++).toString(16).padStart(32, '0');
            parent.postMessage({ tp: 1, type: 'hello', nonce }, ${JSON.stringify(host.origin)});
          }
          if (sent < ${flood}) setTimeout(send, 1);
          else globalThis.done = true;
        };
        addEventListener('message', ({ data, ports: [port] }) => {
          answers++;
          for (let k = 0; k < ${flood}; k++) port.postMessage({ tp: 1, id: k + 1, type: 'error', re: null, code: 'internal', message: String(k) });
        });
        send();
      </script>`,
    });
    await open(embed().replace('embed.html', 'loud.html'));
    const frame = await inside();
    const begun = Date.now();
    await frame.waitForFunction(() => (globalThis as unknown as { done?: boolean }).done);
    const answers = await frame.evaluate(() => (globalThis as unknown as { answers: number }).answers);
    expect(answers).toBeGreaterThan(0);
    expect(answers).toBeLessThanOrEqual(2 + (Date.now() - begun) / 1000 + 10);
    await hears('tperror');
    expect((await heard('tperror')).length).toBeLessThan((flood * answers) / 2);
    expect(faults).toEqual([]);
  });

  test('a greeting of one frame, said again by another of the same origin, opens nothing', async () => {
    // Both are frames of the kit's server; only the first belongs to the element.
    files.set('/embed/parrot.html', {
      body: `<!doctype html><title>Parrot</title><script>
        globalThis.got = 0;
        addEventListener('message', (event) => {
          if (event.data.type === 'hello') parent.postMessage(event.data, ${JSON.stringify(host.origin)});
          else got++;
        });
      </script>`,
    });
    await open(`${embed()}<iframe id="parrot" src="${kit.address}embed/parrot.html"></iframe>
      <script>addEventListener('message', ({ data, source }) => {
        const parrot = document.querySelector('#parrot').contentWindow;
        if (data.type === 'hello' && source !== parrot) parrot.postMessage(data, '*');
      });</script>`);
    await hears('tpready');
    const before = await heard();
    const parrot = page.frames().find((one) => one.url().endsWith('parrot.html'))!;
    const element = page.frames().find((one) => one.url().endsWith('embed.html'))!;
    await parrot.evaluate((origin) => {
      for (let k = 0; k < 100; k++) {
        parent.postMessage({ tp: 1, type: 'hello', nonce: k.toString(16).padStart(32, 'a') }, origin);
      }
    }, host.origin);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
    expect(await parrot.evaluate(() => (globalThis as unknown as { got: number }).got)).toBe(0);
    expect(await heard()).toEqual(before);
    expect(((await shown(element)) as { counts: number[] }).counts).toEqual([5, 3, 2]);
  });

  test('a second answer, the number of an answered greeting and a foreign port change nothing', async () => {
    await open(
      `<script>addEventListener('message', ({ data }) => { if (data.type === 'hello') globalThis.nonce = data.nonce; });</script>${embed()}`,
    );
    await hears('tpready');
    const frame = await inside();
    const before = await shown(frame);
    await page.evaluate(
      ([init, to, rest]) => {
        const { nonce } = globalThis as unknown as { nonce: string };
        const target = document.querySelector<HTMLIFrameElement>('tp-embed iframe')!.contentWindow!;
        const { port1, port2 } = new MessageChannel();
        target.postMessage({ ...init, nonce }, to, [port2]);
        for (const message of rest) port1.postMessage(message);
      },
      [forged.init, kit.origin, [forged.data, forged.select, forged.destroy]] as const,
    );
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect(await shown(frame)).toEqual(before);
    expect(faults).toEqual([]);
  });

  test('a frame that is loaded anew is answered anew, with the data and the choice of now', async () => {
    await open(embed());
    await hears('tpready');
    await shown(await inside());
    await page.evaluate(() => {
      document.querySelector('tp-embed')!.selection = { clauses: [], actor: 'bob', period: null, compare: null };
    });
    await (await inside()).evaluate(() => location.reload());
    await hears('tpready', 2);
    const frame = await inside();
    const after = (await shown(frame)) as { counts: number[]; selection: { actor: string } };
    expect(after.counts).toEqual([5, 3, 2]);
    expect(after.selection.actor).toBe('bob');
    await frame.evaluate(() => document.querySelector('tp-dataset')!.selection.open('cat'));
    await hears('tpselection');
    expect((await heard('tpselection')).map(({ detail }) => detail.selection!.actor)).toEqual(['cat']);
    expect(faults).toEqual([]);
  });

  test('a frame that is led to another site gets nothing there', async () => {
    strangerFiles.set(
      '/',
      htmlPage(`<script>
        globalThis.got = [];
        addEventListener('message', ({ data }) => got.push(data));
        for (let k = 0; k < 20; k++) parent.postMessage({ tp: 1, type: 'hello', nonce: k.toString(16).padStart(32, '0') }, '*');
      </script>`),
    );
    await open(embed());
    await hears('tpready');
    await (await inside()).evaluate((address) => location.assign(address), stranger.address);
    await page.frameLocator('tp-embed iframe').locator('script').waitFor({ state: 'attached' });
    await page.evaluate(() => {
      const one = document.querySelector('tp-embed')!;
      one.config = { title: 'secret', widgets: [] };
      one.source = { rows: [{ customer: 'secret', time: 0, event: 'visit' }] };
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
    const frame = await inside();
    expect(frame.url()).toBe(stranger.address);
    expect(await frame.evaluate(() => (globalThis as unknown as { got: unknown[] }).got)).toEqual([]);
    expect((await heard('tpready')).length).toBe(1);
  });

  test('an element that leaves while its frame is loading, and comes back, shows its data once', async () => {
    await open('<main></main>');
    await page.evaluate((html) => {
      const place = document.querySelector('main')!;
      place.innerHTML = html;
      const one = place.firstElementChild!;
      for (let k = 0; k < 20; k++) {
        one.remove();
        place.append(one);
      }
    }, embed());
    await hears('tpready');
    expect(((await shown(await inside())) as { counts: number[] }).counts).toEqual([5, 3, 2]);
    expect(await page.locator('iframe').count()).toBe(1);
    await page.evaluate(() => document.querySelector('tp-embed')!.remove());
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1200)));
    expect((await heard()).map(({ type }) => type)).toEqual(['tpready']);
    expect(await page.locator('iframe').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('a choice in one frame goes to another, and each page element hears its own frame only', async () => {
    await open(`${embed('id="a"')}${embed('id="b"')}<script>
      addEventListener('tpselection', ({ target, detail }) => {
        for (const one of document.querySelectorAll('tp-embed')) if (one !== target) one.selection = detail.selection;
      });</script>`);
    await hears('tpready', 2);
    const [a, b] = [await inside(0), await inside(1)];
    await shown(a);
    await shown(b);
    const actorIn = (frame: Frame, actor: string): Promise<unknown> =>
      frame.waitForFunction((wanted) => document.querySelector('tp-dataset')!.selection.data.actor === wanted, actor);
    await a.evaluate(() => document.querySelector('tp-dataset')!.selection.open('bob'));
    await actorIn(b, 'bob');
    await b.evaluate(() => document.querySelector('tp-dataset')!.selection.open('cat'));
    await actorIn(a, 'cat');
    expect((await heard('tpselection')).map(({ detail }) => detail.selection!.actor)).toEqual(['bob', 'cat']);
    expect(faults).toEqual([]);
  });

  test('the strictest policy of the page around refuses nothing of the loader', async () => {
    const policy =
      `default-src 'none'; script-src 'self'; connect-src 'self'; frame-src ${kit.origin}; img-src data:; ` +
      "require-trusted-types-for 'script'; trusted-types 'none'";
    hostFiles.set('/ears.js', { body: ears.replace(/<\/?script>/g, ''), type: 'text/javascript' });
    const body = `<script src="ears.js"></script>${loader}${embed()}`;
    hostFiles.set('/', { ...htmlPage(body), headers: { 'content-security-policy': policy } });
    page = await context.newPage();
    page.on('console', (message) => faults.push(message.text()));
    await page.goto(host.address);
    await hears('tpready');
    expect(((await shown(await inside())) as { counts: number[] }).counts).toEqual([5, 3, 2]);
    expect(faults).toEqual([]);
  });

  test('a page that may not show the frame is not even greeted', async () => {
    await context.addInitScript(countMessages);
    strangerFiles.set('/', htmlPage(`<iframe src="${kit.address}embed/embed.html"></iframe>`));
    page = await context.newPage();
    await page.goto(stranger.address);
    const frame = page.frameLocator('iframe');
    await frame.getByText(`${stranger.origin} may not show this frame.`).waitFor();
    expect(await gotBy(page)).toBe(0);
  });

  test('to a frame without an origin no window message goes at all: its own port carries the answer', async () => {
    everyone = { 'access-control-allow-origin': '*' };
    await context.addInitScript(countMessages);
    await open(embed('sandbox'));
    await hears('tpready');
    const frame = await inside();
    expect(((await shown(frame)) as { counts: number[] }).counts).toEqual([5, 3, 2]);
    expect(await frame.evaluate(() => origin)).toBe('null');
    expect(await gotBy(frame)).toBe(0);
    expect(await gotBy(page)).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
});

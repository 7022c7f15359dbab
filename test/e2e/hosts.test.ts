import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TpDataset } from '../../widgets/index.js';
import { chromium } from '../browsers.mjs';
import { fixture, root } from '../cli/command.js';
import { serveFolder } from '../static-server.mjs';

// The host pages of the demo as `npm run build:demo` makes them.

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'tp-demo-'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let context: BrowserContext;
let site: Awaited<ReturnType<typeof serveFolder>>;
let address: string;
let page: Page;
/** What the console, the page and its policy complained about. */
let faults: string[];

beforeAll(async () => {
  browser = await playwright.launch(chromium);
  // One context: what was fetched for one page need not be fetched for the next.
  context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`Policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, sourcemap: false },
  });
  site = await serveFolder(folder);
  ({ address } = site);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => page?.close());

describe('every page of the demo', () => {
  test.each([
    [
      'overview.html',
      ['filter', 'rate', 'active', 'wait', 'funnel', 'journey', 'week', 'paths'],
      'funnel',
      /5 customers|2 of 5/,
    ],
    ['crm.html', ['journey', 'win', 'cycle'], 'journey', /\bann\b/],
    ['portal.html', ['rate', 'consult', 'wait', 'sales', 'funnel', 'paths'], 'funnel', /5 customers|2 of 5/],
    ['admin.html', ['filter', 'week', 'clicks', 'adoption', 'quality'], 'week', /visit/],
  ])('%s draws all it has, has no accessibility fault, takes a file of one’s own', async (name, ids, id, shows) => {
    await open(`${name}?lang=en&scheme=light`);
    for (const each of ids) await drawn(each);
    expect(await violations()).toEqual([]);
    expect(faults).toEqual([]);

    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Your own file' }).click();
    await (await choosing).setFiles(fixture('trial.csv'));
    await page.getByText('trial.csv: 15 touchpoints', { exact: true }).waitFor();
    await drawn(id);
    await eventually(() => textOf(id)).toMatch(shows);
    await page.getByRole('button', { name: 'Back to the sample' }).click();
    await page.getByText('Generated sample', { exact: true }).waitFor();
    for (const each of ids) await drawn(each);
    expect(faults).toEqual([]);
  });

  test.each(['index.html', 'product.html'])('%s has no accessibility fault', async (name) => {
    await open(name);
    expect(await violations()).toEqual([]);
    expect(faults).toEqual([]);
  });

  test.each([
    ['overview.html', 'zh', 'dark', 1280],
    ['crm.html', 'zh', 'light', 375],
    ['portal.html', 'zh', 'dark', 375],
    ['admin.html', 'zh', 'dark', 375],
  ])('%s has no accessibility fault in %s, %s, %i wide', async (name, lang, scheme, width) => {
    await open(`${name}?lang=${lang}&scheme=${scheme}`, width);
    for (const id of await page.locator('tp-dataset [id]').evaluateAll(kitIds)) await drawn(id);
    expect(await violations()).toEqual([]);
    expect(await page.locator('[data-word]').evaluateAll((all) => all.filter((each) => !each.textContent).length)).toBe(
      0,
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
  });

  test('the first page leads to each, with language and colours', async () => {
    await open('index.html?lang=zh&scheme=dark');
    const links = await page
      .locator('a[data-page]')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    expect(links.map((link) => link.slice(address.length))).toEqual(
      ['overview', 'crm', 'portal', 'admin', 'import', 'funnel'].map((name) => `${name}.html?lang=zh&scheme=dark`),
    );
    await page.getByRole('link', { name: /CRM 客户页/ }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.getByRole('link', { name: '全部演示页面' }).getAttribute('href')).toBe(
      `${address}?lang=zh&scheme=dark`,
    );
  });
});

describe('the import page', () => {
  test('takes the files of three departments to one funnel, and has no accessibility fault', async () => {
    await open('import.html?lang=en&scheme=light');
    await page.locator('#example').click();
    const does = (what: string): ReturnType<Page['locator']> => page.locator(`tp-import [data-does="${what}"]`);
    await page.locator('tp-import [part="file"][aria-busy="false"]').nth(2).waitFor();
    await does('fields').click();
    await does('read').click();
    await page.locator('tp-import [data-question="event"]').selectOption('made:lead');
    await does('read').click();
    await page.locator('tp-import [part="summary"]').waitFor();
    const kinds = await page.locator('tp-import [part="shared"] .tag:first-child').allInnerTexts();
    expect(new Set(kinds)).toEqual(new Set(['e-mail', 'phone', 'device']));
    expect(await violations()).toEqual([]);
    await does('import').click();
    await page.locator('tp-import [part="report"]').waitFor();
    await drawn('funnel');
    expect(await page.locator('tp-funnel .big').innerText()).toMatch(/^\d+\.\d%$/);
    expect(await violations()).toEqual([]);
    expect(faults).toEqual([]);
  });

  test.each([
    ['zh', 'dark', 375],
    ['en', 'light', 640],
  ])('fits in %s, %s, %i wide', async (lang, scheme, width) => {
    await open(`import.html?lang=${lang}&scheme=${scheme}`, width);
    await page.locator('#example').click();
    await page.locator('tp-import [part="file"][aria-busy="false"]').nth(2).waitFor();
    await page.locator('tp-import [data-does="fields"]').click();
    await page.locator('tp-import [part="column"]').first().waitFor();
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
  });
});

describe('the CRM page', () => {
  test('shows an account, one of its people, and another account', async () => {
    await open('crm.html?lang=en');
    await drawn('journey');
    const account = await page.locator('h1').innerText();
    await eventually(() => textOf('journey')).toContain(account);
    const person = await page.locator('#contacts button').nth(1).innerText();
    await page.locator('#contacts button').nth(1).click();
    await eventually(() => textOf('journey')).toContain(`${person} · ${account}`);
    await page.locator('#recent button').nth(1).click();
    const other = await page.locator('h1').innerText();
    expect(other).not.toBe(account);
    await eventually(() => textOf('journey')).toContain(other);
    expect(faults).toEqual([]);
  });
});

describe('the portal page', () => {
  test('narrows every number to a campaign', async () => {
    await open('portal.html?lang=en');
    await drawn('funnel');
    await eventually(() => textOf('funnel')).toContain('2,478');
    await page.getByRole('button', { name: 'Spring trial' }).click();
    await eventually(() => textOf('funnel')).not.toContain('2,478');
    expect(await page.locator('h1').innerText()).toBe('Spring trial');
    expect(faults).toEqual([]);
  });
});

describe('the console page', () => {
  test('takes in the clicks that are made in it, live', async () => {
    await open('admin.html?lang=en');
    await drawn('clicks');
    await drawn('week');
    await eventually(() => textOf('clicks')).toContain('5,053 clicks');
    const uses = await rowsOf('feature use');
    await page.frameLocator('#product').getByRole('button', { name: 'Comment box' }).click();
    await page.getByText('1 click of yours').waitFor();
    await eventually(() => textOf('clicks')).toContain('5,054 clicks');
    await eventually(() => rowsOf('feature use')).toBe(uses + 1);
    // A card answers nothing: after some time the click counts as dead, which a script on the page cannot fake.
    await page.frameLocator('#product').getByRole('button', { name: 'Returns card' }).click();
    await page.getByText('2 clicks of yours').waitFor();
    await eventually(() => textOf('clicks')).toContain('5,055 clicks');
    expect(faults).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  test('finds the worst step, lists who left there, opens the journey of one', async () => {
    await open('overview.html?lang=en');
    for (const id of ['funnel', 'journey', 'week']) await drawn(id);
    // Every bar, from left to right: how many reached it.
    await tabTo(/^ad click: [\d,]+ customers reached it/);
    const steps: { name: string; count: number }[] = [];
    for (let label: string | null = await focused(); label !== null; label = await moved('ArrowRight', label)) {
      const [, name, count] = /^(.+): ([\d,]+) customers reached it/.exec(label)!;
      steps.push({ name: name!, count: Number(count!.replaceAll(',', '')) });
    }
    expect(steps).toHaveLength(6);
    const kept = steps.slice(1).map(({ count }, i) => count / steps[i]!.count);
    const worst = kept.indexOf(Math.min(...kept)) + 1;
    const lost = steps[worst - 1]!.count - steps[worst]!.count;
    expect([steps[worst]!.name, lost]).toEqual(['consult', 1403]);

    await tabTo(new RegExp(`^1,403 customers left between trial and consult`));
    await page.keyboard.press('Enter');
    // Exactly these customers are on the time line and in the week.
    await eventually(() => textOf('journey')).toContain('1,403 customers');
    await eventually(() => textOf('week')).toContain('left between trial and consult');
    await tabTo(/^Show 1,403 customers/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await opensOneOfTheList('funnel');

    // Escape takes back what was done, step by step, and the address follows.
    expect(new URL(page.url()).search).toContain('s=');
    expect(faults).toEqual([]);
  });

  test('chooses the busiest hour, lists its customers, opens the journey of one', async () => {
    await open('overview.html?lang=en');
    for (const id of ['funnel', 'journey', 'week']) await drawn(id);
    await tabTo(/^Mon, 0:00/);
    let hottest = { label: '', customers: -1, down: 0, right: 0 };
    for (let down = 0; down < 7; down++) {
      for (let right = 0; right < 24; right++) {
        const label = await focused();
        const customers = Number(/Customers ([\d,]+)/.exec(label)?.[1]!.replaceAll(',', '') ?? 0);
        if (customers > hottest.customers) hottest = { label, customers, down, right };
        if (right < 23) await moved('ArrowRight', label);
      }
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
    }
    expect(hottest.label).toMatch(/^Wed, 10:00/);
    for (let up = 6; up > hottest.down; up--) await page.keyboard.press('ArrowUp');
    for (let right = 0; right < hottest.right; right++) await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe(hottest.label);
    await page.keyboard.press('Enter');
    await eventually(() => textOf('journey')).toContain(`${hottest.customers} customers`);
    await tabTo(new RegExp(`^Show ${hottest.customers} customers`), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await opensOneOfTheList('week');
    expect(faults).toEqual([]);
  });
});

describe('the address of the overview', () => {
  test('brings the same choice and the same customer back', async () => {
    await open('overview.html?lang=en');
    await drawn('funnel');
    await page
      .locator('tp-funnel')
      .getByRole('button', { name: /^1,403 customers left/ })
      .last()
      .click();
    await eventually(() => textOf('journey')).toContain('1,403 customers');
    await page.reload();
    await drawn('journey');
    await eventually(() => textOf('journey')).toContain('1,403 customers');
    expect(faults).toEqual([]);
  });
});

/** From inside a list that was opened: goes to a customer and opens the journey. */
async function opensOneOfTheList(id: string): Promise<void> {
  await page.locator(`#${id} [part~="list"]`).waitFor();
  await tabTo(/^C-\d{6}/);
  const customer = /C-\d{6}/.exec(await focused())![0];
  await page.keyboard.press('Enter');
  await eventually(openedActor).toContain(customer);
  await drawn('journey');
  // The time line is that of one customer, by name where the data know it, and no longer of a group.
  const person = await page.evaluate(nameOf, customer);
  await eventually(() => page.locator('#journey [part~="title"]').innerText()).toContain(person);
}

/** Key of the customer that is open. */
function openedActor(): Promise<string> {
  return page.locator('tp-dataset').evaluate((element) => (element as TpDataset).selection.actor ?? '');
}

/** The name that the data give a customer, else the key; asked of the engine, not of the time line. */
async function nameOf(customer: string): Promise<string> {
  const { engine } = document.querySelector('tp-dataset') as TpDataset;
  const rows = await engine!.list({
    of: 'rows',
    spec: { kind: 'journey', actor: customer },
    mark: { kind: 'journey' },
    properties: ['name'],
  });
  return (rows.rows.findLast(({ values }) => values[0] !== null)?.values[0] as string | undefined) ?? customer;
}

/** An expectation that has time to come true: other programs may keep the machine busy. */
function eventually<T>(look: () => Promise<T>): ReturnType<typeof expect.poll> {
  return expect.poll(look, { timeout: 20_000 });
}

async function open(path: string, width = 1280): Promise<void> {
  page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(`${address}${path}`);
}

/** Waits until an element of the kit shows a result, and not a message. */
async function drawn(id: string): Promise<void> {
  await expect
    .poll(
      () =>
        page.locator(`#${id}`).evaluate((element) => {
          const { shadowRoot } = element;
          const dataset = document.querySelector('tp-dataset')!;
          if (!shadowRoot || dataset.coordinator.phase.status !== 'ready') return 'waits';
          if (shadowRoot.querySelector('[aria-busy="true"]')) return 'busy';
          return shadowRoot.querySelector('[part~="message"]')?.textContent?.trim() ?? 'drawn';
        }),
      { timeout: 20_000 },
    )
    .toBe('drawn');
}

function textOf(id: string): Promise<string> {
  return page.locator(`#${id} [part~="base"]`).first().innerText();
}

/** Rows of an event in the data that the page shows. */
function rowsOf(event: string): Promise<number> {
  return page.locator('tp-dataset').evaluate((element, name) => {
    const { info } = (element as TpDataset).facts;
    return info!.events.find((each) => each.name === name)!.rows;
  }, event);
}

/** Presses Tab until what has the focus is called so. */
async function tabTo(name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press(key);
    const label = await focused();
    if (name.test(label)) return;
    passed.push(label);
  }
  throw new Error(`Nothing called ${name} was reached; passed: ${passed.join(' | ')}`);
}

/** Presses a key that moves the focus. @returns what has it then; null when it stayed, at the end of a row */
async function moved(key: string, from: string): Promise<string | null> {
  await page.keyboard.press(key);
  // The focus follows the next drawing.
  for (let wait = 0; wait < 20; wait++) {
    const label = await focused();
    if (label !== from) return label;
    await page.waitForTimeout(25);
  }
  return null;
}

/** What a reader hears of the part that has the focus. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return (active?.getAttribute('aria-label') ?? active?.textContent ?? '').trim();
  });
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations: found } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }
    ).axe.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  });
}

interface AxeViolation {
  readonly id: string;
  readonly nodes: ReadonlyArray<{ readonly html: string }>;
}

function kitIds(all: Element[]): string[] {
  return all.filter(({ localName }) => localName.startsWith('tp-')).map(({ id }) => id);
}

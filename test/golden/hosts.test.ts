import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium as playwright, type Browser, type Frame, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FunnelResult } from '../../worker/protocol/funnel.js';
import type { DeadClickResult, FeatureMatrixResult } from '../../worker/protocol/heatmap.js';
import type { JourneyResult } from '../../worker/protocol/journey.js';
import { chromium } from '../browsers.mjs';
import { serveFolder } from '../static-server.mjs';
import { askGolden, type GoldenAnswers, type GoldenEngine } from './ask.js';
import { goldenAnswers } from './answers.js';
import {
  imitateSandbox,
  openTable,
  putGolden,
  readTable,
  waitForWorkers,
  type GoldenPage,
  type ShownTable,
} from './in-page.js';
import { goldenElements, goldenQuestions } from './questions.js';
import { goldenAsOf, goldenJson, goldenMapping, goldenSource } from './touchpoints.js';

// The golden suite in the hosts that a browser is enough for, with the built files: each is given the same rows, must
// answer every question like Node, and its elements must show the same tables as those of a plain page.

const dist = join(import.meta.dirname, '../../dist');
const built = existsSync(join(dist, 'salesforce/TouchpointKit.js'));
if (!built) console.log('Skipped, dist/ is missing or of an earlier version: run "npm run build" first.');

const json = goldenJson();
type Tables = Readonly<Record<string, ShownTable | null>>;

interface Host {
  readonly name: string;
  /** Address of its page, from the sites there are. */
  readonly open: (sites: Sites) => string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly seat: string;
  readonly transport: string;
  /** Workers on its page. Default: one, and none with a page seat. */
  readonly workers?: number;
  /** Refuses what Salesforce's sandbox refuses. */
  readonly sandboxed?: true;
}
interface Sites {
  /** The kit's own files. */
  readonly kit: string;
  /** Another origin: the portal with the frame. */
  readonly portal: string;
  readonly folder: string;
}

const plain: Host = {
  name: 'a plain page, worker from a blob',
  open: ({ kit }) => `${kit}golden-module.html`,
  attributes: {},
  seat: 'worker',
  transport: 'blob',
};
const hosts: readonly Host[] = [
  plain,
  {
    ...plain,
    name: 'a plain page, worker from its address',
    attributes: { 'worker-url': 'touchpoint-kit.worker.js' },
    transport: 'url',
  },
  { ...plain, name: 'a plain page, two workers', open: ({ kit }) => `${kit}golden-two.html`, workers: 2 },
  { ...plain, name: 'a plain page, page seat', attributes: { seat: 'page' }, seat: 'page', transport: 'port' },
  {
    ...plain,
    name: 'a plain page, page seat with plain arrays',
    attributes: { seat: 'page', storage: 'plain' },
    seat: 'page',
    transport: 'port',
  },
  {
    ...plain,
    name: 'a page with a policy that allows no worker',
    open: ({ kit }) => `${kit}golden-strict.html`,
    seat: 'page',
    transport: 'port',
  },
  { ...plain, name: 'the classic script', open: ({ kit }) => `${kit}golden-iife.html` },
  {
    ...plain,
    name: 'the classic script of a double-clicked page',
    open: ({ folder }) => pathToFileURL(join(folder, 'golden-iife.html')).href,
  },
  {
    ...plain,
    name: 'the Salesforce build',
    open: ({ kit }) => `${kit}golden-salesforce.html`,
    seat: 'page',
    transport: 'port',
  },
  {
    ...plain,
    name: 'the Salesforce build behind an imitation of the sandbox',
    open: ({ kit }) => `${kit}golden-salesforce.html`,
    seat: 'page',
    transport: 'port',
    sandboxed: true,
  },
];
const frame: Host = {
  name: 'the frame of another origin',
  open: ({ portal }) => `${portal}portal.html`,
  attributes: {},
  seat: 'worker',
  transport: 'url',
};

describe.skipIf(!built || !chromium.executablePath)('the golden suite', () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];
  let sites: Sites;
  let plainTables: Tables;
  const closers: Array<() => void> = [];

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-golden-'));
    const portalFolder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-portal-'));
    closers.push(() => [folder, portalFolder].forEach((each) => rmSync(each, { recursive: true, force: true })));
    cpSync(dist, folder, { recursive: true, filter: (path) => !/dist[\\/](npm|types|cli)/.test(path) });
    cpSync(join(dist, 'touchpoint-kit.embed.js'), join(portalFolder, 'touchpoint-kit.embed.js'));
    const kit = await serveFolder(folder);
    const portal = await serveFolder(portalFolder);
    closers.push(kit.close, portal.close);
    const head =
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Golden</title><link rel="icon" href="data:,">';
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; worker-src 'none'";
    const files: Readonly<Record<string, string>> = {
      'golden-module.html': `${head}<script type="module" src="touchpoint-kit.js"></script><body></body>`,
      'golden-two.html': `${head}<script type="module" src="golden-two.js"></script><body></body>`,
      'golden-two.js':
        "import { createEngine } from './touchpoint-kit.js';" +
        'globalThis.goldenConnect = (options) => createEngine({ ...options, workers: 2 });',
      'golden-strict.html': `${head}<meta http-equiv="Content-Security-Policy" content="${policy}"><script type="module" src="touchpoint-kit.js"></script><body></body>`,
      'golden-salesforce.html': `${head}<body><script src="salesforce/TouchpointKit.js"></script></body>`,
      'golden-iife.html': `${head}<body><script src="touchpoint-kit.iife.js"></script></body>`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'embed/embed.json'), JSON.stringify({ origins: [new URL(portal.address).origin] }));
    writeFileSync(
      join(portalFolder, 'portal.html'),
      `${head}<script type="module" src="touchpoint-kit.embed.js"></script>
      <body><tp-embed src="${kit.address}embed/embed.html" title="Golden"></tp-embed></body>`,
    );
    sites = { kit: kit.address, portal: portal.address, folder };
    // What the others are held against; it is held against the golden numbers below.
    await openHost(plain);
    plainTables = await tablesOf(page);
    await page.close();
  });
  afterAll(async () => {
    await browser?.close();
    for (const close of closers) close();
  });
  afterEach(() => page?.close());

  async function openHost(host: Host): Promise<void> {
    await newPage(host.open(sites), host.sandboxed);
    await page.waitForFunction(() => customElements.get('tp-journey') !== undefined);
    const given: GoldenPage = {
      elements: goldenElements,
      attributes: host.attributes,
      json,
      mapping: goldenMapping,
      asOf: goldenAsOf,
    };
    await page.evaluate(putGolden, given);
  }

  async function newPage(address: string, sandboxed = false): Promise<void> {
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1100, height: 900 } });
    faults = [];
    await page.addInitScript(waitForWorkers);
    if (sandboxed) await page.addInitScript(imitateSandbox);
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(address);
  }

  it.each(hosts)('$name', async (host) => {
    await openHost(host);
    expect(await answersOf(page)).toEqual(goldenAnswers());
    expect(await seatOf(page)).toEqual([host.seat, host.transport]);
    await expect.poll(() => tablesOf(page), { timeout: 30_000 }).toEqual(plainTables);
    // A policy that refuses workers says so in the console, once for each way that is tried.
    const refused = /worker-src|Content Security Policy/i;
    expect(page.workers().length).toBe(host.workers ?? (host.seat === 'worker' ? 1 : 0));
    if (host.sandboxed) expect(await page.evaluate(refusesWorkers)).toBe(true);
    expect(faults.filter((fault) => host.transport !== 'port' || !refused.test(fault))).toEqual([]);
  });

  it(frame.name, async () => {
    await newPage(frame.open(sites));
    await page.evaluate(
      ({ widgets, mapping, asOf, text, name }) => {
        const embed = document.querySelector('tp-embed')!;
        embed.config = { widgets, mapping, asOf };
        embed.source = { text, name };
      },
      {
        widgets: goldenElements.map(({ id, type, attributes }) => ({ type, attributes: { id, ...attributes } })),
        mapping: goldenMapping,
        asOf: goldenAsOf,
        text: json,
        name: goldenSource,
      },
    );
    const inside = (await (await page.waitForSelector('tp-embed iframe')).contentFrame())!;
    await inside.waitForSelector('tp-dataset tp-journey');
    expect(await answersOf(inside)).toEqual(goldenAnswers());
    expect(await seatOf(inside)).toEqual([frame.seat, frame.transport]);
    await expect.poll(() => tablesOf(inside), { timeout: 30_000 }).toEqual(plainTables);
    expect(faults).toEqual([]);
  });

  // Equal tables could be equally wrong: their figures are those of the golden answers.
  it('tables tell the golden numbers', () => {
    const answer = <T>(id: string): T => goldenAnswers()[id] as T;
    const column = (id: string, title: string, of = ''): string[] => {
      const { head, rows } = plainTables[id]!;
      return rows.filter((row) => of === '' || row.includes(of)).map((row) => row[head.indexOf(title)]!);
    };
    const { stepCounts } = answer<FunnelResult>('funnel simple');
    expect(column('g-funnel', 'Customers', '–').slice(0, 4).map(Number)).toEqual(stepCounts);
    const { page: journey } = answer<JourneyResult>('journey of a customer');
    expect(column('g-customer', 'Touchpoint')).toEqual(journey!.rows.map(({ event }) => event));
    const { group } = answer<JourneyResult>('journeys of everybody');
    expect(column('g-group', 'Reached').map(Number).slice(2)).toEqual(
      group!.stages.slice(2).map(({ reached }) => reached),
    );
    const week = answer<FeatureMatrixResult>('features by hour of the week');
    const events = column('g-matrix', 'Events', '看板').map(Number).slice(0, 7);
    expect(events.reduce((sum, count) => sum + count)).toBe(week.featureTotals.counts[week.features.indexOf('看板')]);
    const dead = answer<DeadClickResult>('dead clicks').targets.map((target) => [target.element, String(target.dead)]);
    expect(column('g-clicks', 'Element').map((name, i) => [name, column('g-clicks', 'Dead clicks')[i]])).toEqual(
      expect.arrayContaining(dead),
    );
  });
});

/** What the dataset's engine answers, once it has its rows. */
async function answersOf(place: Page | Frame): Promise<GoldenAnswers> {
  await place.waitForFunction(() => document.querySelector('tp-dataset')?.coordinator.phase.status === 'ready');
  await place.evaluate(`globalThis.askGolden = ${askGolden.toString()}`);
  return place.evaluate((questions) => {
    const { engine } = document.querySelector('tp-dataset')!;
    const ask = (globalThis as unknown as { askGolden: typeof askGolden }).askGolden;
    return ask(engine as GoldenEngine, questions);
  }, goldenQuestions);
}

/** Whether the page is what it is meant to be. */
function refusesWorkers(): boolean {
  try {
    return !new Worker('data:text/javascript,');
  } catch {
    return true;
  }
}

function seatOf(place: Page | Frame): Promise<Array<string | undefined>> {
  return place.evaluate(() => {
    const { engine } = document.querySelector('tp-dataset')!;
    return [engine?.seat, engine?.transport];
  });
}

/** Every element's table; each is opened when it is not. */
async function tablesOf(place: Page | Frame): Promise<Tables> {
  const tables: Record<string, ShownTable | null> = {};
  for (const { id } of goldenElements) {
    const element = place.locator(`#${id}`);
    if ((await element.locator('.tv table').count()) === 0) await element.evaluate(openTable);
    for (let i = 0; i < 800; i++) {
      const table = (tables[id] = await element.evaluate(readTable));
      if (table) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  return tables;
}

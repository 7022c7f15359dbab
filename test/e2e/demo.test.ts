import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../browsers.mjs';
import { fixture, printedAddress, root, start, stop, type Running } from '../cli/command.js';

// The demo as `npm start` serves it, from the sources.

const program = join(root, 'cli/start.mjs');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const story = [12_987, 9789, 3218, 1978, 575, 290];

let browser: Browser;
let running: Running;
let address: string;
let page: Page;
/** What the console, the page and its policy complained about. */
let faults: string[];

beforeAll(async () => {
  browser = await playwright.launch(chromium);
  running = start(program, ['--port', '0']);
  address = `${(await printedAddress(running)).address}funnel.html`;
}, 60_000);
afterAll(async () => {
  await browser?.close();
  if (running) await stop(running);
});
afterEach(() => page?.close());

describe("the page for a funnel of one's own", () => {
  test('opens on the generated sample and says so', async () => {
    await open(address);
    await showsCounts(story);
    const note = await page.locator('#sample-note').innerText();
    expect(note).toContain('This is a generated sample.');
    expect(note).toContain('88,145 touchpoints of 16,000 invented customers, 1 May 2026 – 31 Oct 2026');
    expect(await page.locator('#seed').inputValue()).toBe('1');
    expect(await page.locator('#snippet').innerText()).toContain(
      'steps="ad click, visit, signup, trial, consult, purchase" window="14d"',
    );
    expect(faults).toEqual([]);
  }, 60_000);

  test('makes another sample from another seed, and keeps the seed in the address', async () => {
    await open(address);
    await showsCounts(story);
    await page.locator('#seed').fill('2');
    await page.keyboard.press('Enter');
    await showsCounts([12_893, 9698, 3237, 1971, 619, 309]);
    expect(new URL(page.url()).searchParams.get('seed')).toBe('2');
    await page.reload();
    await showsCounts([12_893, 9698, 3237, 1971, 619, 309]);
  }, 60_000);

  test('leads to what is planted in the sample', async () => {
    await open(address);
    await showsCounts(story);
    await page.locator('#looks button[value=patient]').click();
    await showsCounts([12_987, 9789, 3218, 1978, 677, 431]);
    expect(await page.locator('#looks [aria-pressed=true]').getAttribute('value')).toBe('patient');
    await page.locator('#looks button[value=broken]').click();
    await showsCounts([571, 10]);
    await page.locator('#looks button[value=wechat]').click();
    await showsCounts([96, 81]);
    expect(await page.locator('#snippet').innerText()).toContain('funnel.where = [');
    await page.locator('#looks button[value=story]').click();
    await showsCounts(story);
    expect(faults).toEqual([]);
  }, 60_000);

  test('speaks Chinese with the same numbers, in dark, and after a reload too', async () => {
    await open(address);
    await showsCounts(story);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '深色' }).click();
    await page.getByText('12,987 位「点击广告」的客户中，290 位到达「购买」').first().waitFor();
    await showsCounts(story);
    await page.reload();
    await showsCounts(story);
    const html = page.locator('html');
    expect([await html.getAttribute('lang'), await html.getAttribute('data-tp-scheme')]).toEqual(['zh-CN', 'dark']);
    expect(await page.locator('h1').innerText()).toBe('客户停在哪一步？');
    expect(await page.locator('[data-word]').evaluateAll((all) => all.filter((each) => !each.textContent).length)).toBe(
      0,
    );
    expect(faults).toEqual([]);
  }, 60_000);

  test('takes a file that is dropped anywhere, and proposes steps from its events', async () => {
    await open(address);
    await showsCounts(story);
    await drop('trial.csv', readFileSync(fixture('trial.csv')));
    await showsCounts([5, 4, 3, 2]);
    expect(await shownSteps()).toEqual(['visit', 'signup', 'trial', 'purchase']);
    const facts = await page.locator('#own-facts').innerText();
    expect(facts.replaceAll(/\s+/g, ' ')).toBe(
      'File trial.csv Taken 15 Not taken 0 Customers 6 Period 4 May 2026 – 1 Jun 2026',
    );
    expect(await page.locator('#sample-note').isVisible()).toBe(false);
    expect(await page.locator('#snippet').innerText()).toContain('src="trial.csv"');
    await page.getByRole('button', { name: 'Back to the sample' }).click();
    await showsCounts(story);
    expect(faults).toEqual([]);
  }, 60_000);

  test('changes steps with select boxes, and the tags below follow', async () => {
    await open(address);
    await showsCounts(story);
    await page
      .locator('tp-steps')
      .getByRole('button', { name: /remove.*visit/i })
      .click();
    await showsCounts([12_987, 3218, 1978, 575, 290]);
    expect(await shownSteps()).toEqual(['ad click', 'signup', 'trial', 'consult', 'purchase']);
    expect(await page.locator('#snippet').innerText()).toContain('steps="ad click, signup, trial, consult, purchase"');
    expect(await page.locator('#looks [aria-pressed=true]').count()).toBe(0);
  }, 60_000);

  test('takes a packed file from the file button', async () => {
    await open(address);
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    const bytes = gzipSync(readFileSync(fixture('trial.csv')));
    await (await choosing).setFiles({ name: 'trial.csv.gz', mimeType: 'application/gzip', buffer: bytes });
    await showsCounts([5, 4, 3, 2]);
  }, 60_000);

  test('asks for the columns when they cannot be told', async () => {
    await open(address);
    await showsCounts(story);
    await drop('crm-export.csv', readFileSync(fixture('crm-export.csv')));
    const panel = page.locator('tp-mapping');
    await panel.locator('select').first().selectOption({ index: 2 });
    await panel.getByRole('button', { name: 'Show the funnel' }).click();
    await showsCounts([2, 1]);
    expect(await page.locator('#own-facts').innerText()).toMatch(/Taken\s+3\s+Not taken\s+2/);
    expect(await page.locator('#snippet').innerText()).toContain('src="crm-export.csv" mapping="mapping.json"');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the mapping' }).click();
    expect((await saving).suggestedFilename()).toBe('mapping.json');
  }, 60_000);

  test('shows nothing of the file before while another one is asked about', async () => {
    await open(address);
    await showsCounts(story);
    await drop('trial.csv', readFileSync(fixture('trial.csv')));
    await showsCounts([5, 4, 3, 2]);
    await drop('what #2?.csv', readFileSync(fixture('crm-export.csv')));
    await page.locator('tp-mapping').waitFor();
    expect((await page.locator('#own-facts').innerText()).replaceAll(/\s+/g, ' ')).toBe('File what #2?.csv');
    await showsCounts([]);
  }, 60_000);

  test('takes an empty seed for the first and says so', async () => {
    await open(address);
    await showsCounts(story);
    await page.locator('#seed').fill('');
    await page.keyboard.press('Enter');
    expect(await page.locator('#seed').inputValue()).toBe('1');
    await showsCounts(story);
  }, 60_000);

  test('refuses an address on another server, in words', async () => {
    await open(`${address}?data=https://elsewhere.example/events.csv`);
    await page.getByText('Only data from this server can be opened by address.').first().waitFor();
    await showsCounts(story);
  }, 60_000);

  test('says why a file by address cannot be shown', async () => {
    await open(`${address}?data=/__data__/gone.csv`);
    await page.getByText('gone.csv could not be read.').first().waitFor();
    await page.locator('tp-funnel [part~="message"]').waitFor();
    await page.getByRole('button', { name: 'Back to the sample' }).click();
    await showsCounts(story);
  }, 60_000);

  test('can be used from the keyboard alone', async () => {
    await open(address);
    await showsCounts(story);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    const reached = new Set<string>();
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const active = document.activeElement;
        return active?.id || (active as HTMLButtonElement | null)?.value || active?.localName || '';
      });
      reached.add(at);
    }
    for (const stop of [
      'zh',
      'dark',
      'seed',
      'steps',
      'funnel',
      'snippet',
      'copy',
      'save',
      'choose',
      'story',
      'wechat',
    ]) {
      expect([...reached].includes(stop) || (stop === 'snippet' && reached.has('pre')), stop).toBe(true);
    }
    await page.locator('#looks button[value=broken]').focus();
    await page.keyboard.press('Enter');
    await showsCounts([571, 10]);
  }, 60_000);

  test.each([
    ['en', 'light', 1280],
    ['zh', 'dark', 1280],
    ['en', 'dark', 375],
  ])(
    'has no accessibility fault in %s, %s, %i wide',
    async (lang, scheme, width) => {
      await open(`${address}?lang=${lang}&scheme=${scheme}`);
      await page.setViewportSize({ width, height: 900 });
      await showsCounts(story);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await (
          globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }
        ).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      });
      expect(found).toEqual([]);
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(wide).toBeLessThanOrEqual(window!);
    },
    60_000,
  );
});

describe('npm start -- --data, in a browser', () => {
  test('opens the demo on that file with that mapping', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tp-demo-'));
    writeFileSync(join(folder, 'crm export.csv.gz'), gzipSync(readFileSync(fixture('crm-export.csv'))));
    const own = start(program, [
      '--port',
      '0',
      '--data',
      join(folder, 'crm export.csv.gz'),
      '--mapping',
      fixture('crm-export.mapping.json'),
    ]);
    try {
      await open((await printedAddress(own)).address);
      await showsCounts([2, 1]);
      expect(await page.locator('#scope').innerText()).toBe('crm export.csv.gz');
      expect(faults).toEqual([]);
    } finally {
      await stop(own);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

interface AxeViolation {
  readonly id: string;
  readonly nodes: ReadonlyArray<{ readonly html: string }>;
}

async function open(url: string): Promise<void> {
  page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(url);
}

/** Waits until the funnel shows these counts, and says what it shows when it does not. */
async function showsCounts(counts: readonly number[]): Promise<void> {
  await expect.poll(shownCounts, { timeout: 15_000 }).toEqual(counts);
}

/** The count above each step, as a reader sees it. */
function shownCounts(): Promise<number[]> {
  return page
    .locator('tp-funnel [part~="step"]')
    .evaluateAll((all) =>
      all.map((step) => Number(/[\d,]+\s*$/.exec(step.textContent ?? '')?.[0].replaceAll(',', ''))),
    );
}

/** What the boxes for the steps offer as chosen, in order. */
function shownSteps(): Promise<string[]> {
  return page
    .locator('tp-steps [part~="step"] select')
    .evaluateAll((all) => all.map((box) => (box as HTMLSelectElement).value));
}

/** Drops a file beside the box that asks for one. */
async function drop(name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ({ fileName, content }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(content)], fileName));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document
          .querySelector('main')!
          .dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      }
    },
    { fileName: name, content: [...bytes] },
  );
}

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../browsers.mjs';
import { fixture, printedAddress, root, start, stop, type Running } from '../cli/command.js';

// What a newcomer does, with the built files: paste, serve, look.

const dist = join(root, 'dist');
const built = existsSync(join(dist, 'touchpoint-kit.js')) && existsSync(join(dist, 'cli/touchpoint-kit.mjs'));
if (!built) console.log('Skipped, dist/ is missing: run "npm run build" first.');

/** Of the fixture's six customers, with the snippet's window of 14 days; test/fixtures/README.md counts them. */
const reached = [5, 4, 3, 1];

describe.skipIf(!built)('the snippet', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    folder = mkdtempSync(join(tmpdir(), 'tp-snippet-'));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test('works as the README has it, pasted into a plain page served by touchpoint-kit serve', async () => {
    const site = pasted('site', readmeSnippet());
    copyFileSync(fixture('trial.csv'), join(site, 'events.csv'));
    await withServer(site, async (address) => {
      const { page, faults } = await open(address);
      expect(await counts(page)).toEqual(reached);
      expect(await seat(page)).toBe('worker');
      expect(faults).toEqual([]);
      await page.close();
    });
  }, 60_000);

  test('reads a packed file of the same name', async () => {
    const site = pasted('packed', readmeSnippet().replace('events.csv', 'events.csv.gz'));
    writeFileSync(join(site, 'events.csv.gz'), gzipSync(readFileSync(fixture('trial.csv'))));
    await withServer(site, async (address) => {
      const { page } = await open(address);
      expect(await counts(page)).toEqual(reached);
      await page.close();
    });
  }, 60_000);

  test('says what to do when there is no such file', async () => {
    await withServer(pasted('missing', readmeSnippet()), async (address) => {
      const { page } = await open(address);
      const error = await failure(page);
      expect(error.code).toBe('source-missing');
      expect(await shownText(page)).not.toBe('');
      await page.close();
    });
  }, 60_000);

  test('works from a double-clicked file with the data inside the page', async () => {
    const rows = readFileSync(fixture('trial.csv'), 'utf8').trimEnd().split('\n');
    const site = pasted(
      'inline',
      `<script src="touchpoint-kit.iife.js"></script>
<tp-dataset>
  <script type="text/csv">
    ${rows.join('\n    ')}
  </script>
  <tp-funnel steps="visit, signup, trial, purchase" window="14d"></tp-funnel>
</tp-dataset>`,
    );
    copyFileSync(join(dist, 'touchpoint-kit.iife.js'), join(site, 'touchpoint-kit.iife.js'));
    const { page, faults } = await open(pathToFileURL(join(site, 'index.html')).href);
    expect(await counts(page)).toEqual(reached);
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  test('shows its words right on a page that names no encoding', async () => {
    const site = pasted(
      'no-charset',
      '<script src="touchpoint-kit.iife.js"></script><tp-funnel lang="zh"></tp-funnel>',
    );
    const file = join(site, 'index.html');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/<meta charset=[^>]*>/i, ''));
    copyFileSync(join(dist, 'touchpoint-kit.iife.js'), join(site, 'touchpoint-kit.iife.js'));
    const { page, faults } = await open(pathToFileURL(file).href);
    expect(await page.evaluate(() => document.characterSet)).not.toBe('UTF-8');
    await expect.poll(() => shownText(page)).toMatch(/[\u4e00-\u9fff]{2}/);
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);

  test('says to serve the folder when a double-clicked file names a data file', async () => {
    const tags = readmeSnippet().replace(/<script.*<\/script>/, '<script src="touchpoint-kit.iife.js"></script>');
    const site = pasted('double-clicked', tags);
    copyFileSync(join(dist, 'touchpoint-kit.iife.js'), join(site, 'touchpoint-kit.iife.js'));
    copyFileSync(fixture('trial.csv'), join(site, 'events.csv'));
    const { page } = await open(pathToFileURL(join(site, 'index.html')).href);
    const error = await failure(page);
    expect(error.code).toBe('source-file-url');
    expect(error.message).toContain('npx touchpoint-kit serve .');
    expect(await shownText(page)).toContain('npx touchpoint-kit serve .');
    await page.close();
  }, 60_000);

  /** A page that has nothing but the tags. */
  function pasted(name: string, tags: string): string {
    const site = join(folder, name);
    mkdirSync(site);
    writeFileSync(
      join(site, 'index.html'),
      `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Trial</title>\n<body>\n${tags}\n</body>\n</html>\n`,
    );
    return site;
  }

  async function open(address: string): Promise<{ readonly page: Page; readonly faults: string[] }> {
    const page = await browser.newPage({ locale: 'en-GB' });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // The browser asks every site for this picture by itself.
      const icon = message.location().url.endsWith('/favicon.ico');
      if (message.type() === 'error' && !icon) faults.push(message.text());
    });
    await page.addInitScript(() => {
      document.addEventListener('tperror', (event) => {
        Object.assign(globalThis, { failure: (event as CustomEvent<{ error: unknown }>).detail.error });
      });
    });
    await page.goto(address);
    return { page, faults };
  }
});

/** The first HTML block of the README. */
function readmeSnippet(): string {
  const block = /```html\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'));
  if (!block) throw new Error('README.md has no HTML block.');
  return block[1]!.trimEnd();
}

async function withServer(site: string, use: (address: string) => Promise<void>): Promise<void> {
  const running: Running = start(join(dist, 'cli/touchpoint-kit.mjs'), ['serve', site, '--port', '0']);
  try {
    await use((await printedAddress(running)).address);
  } finally {
    await stop(running);
  }
}

/** The count above each step, as a reader sees it. */
async function counts(page: Page): Promise<number[]> {
  const steps = page.locator('tp-funnel [part~="step"]');
  await steps.first().waitFor({ timeout: 15_000 });
  return steps.evaluateAll((all) =>
    all.map((step) => Number(/[\d,]+\s*$/.exec(step.textContent ?? '')?.[0].replaceAll(',', ''))),
  );
}

function seat(page: Page): Promise<string | undefined> {
  return page
    .locator('tp-dataset')
    .evaluate((dataset) => (dataset as HTMLElementTagNameMap['tp-dataset']).engine?.seat);
}

async function failure(page: Page): Promise<{ readonly code: string; readonly message: string }> {
  const handle = await page.waitForFunction(() => (globalThis as { failure?: unknown }).failure, undefined, {
    timeout: 15_000,
  });
  return (await handle.jsonValue()) as { code: string; message: string };
}

async function shownText(page: Page): Promise<string> {
  const message = page.locator('tp-funnel [part~="message"]');
  await message.waitFor({ timeout: 15_000 });
  return message.innerText();
}

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { buildHarness } from '../../plugins/salesforce/harness/build.mjs';
import { serveHarness } from '../../plugins/salesforce/harness/serve.mjs';
import { chromium } from '../browsers.mjs';
import { waitForWorkers } from '../golden/in-page.js';
import { serveFolder } from '../static-server.mjs';

// Pages with compiled Lightning web components, for the tests of this folder.

const dist = join(import.meta.dirname, '../../dist');

/** Whether `npm run build` has made what the pages show. */
export const isBuilt: boolean = existsSync(join(dist, 'salesforce/TouchpointKit.js')) && !!chromium.executablePath;
if (!isBuilt) console.log('Skipped, dist/ is missing or of an earlier version: run "npm run build" first.');

/** What a page is given before its scripts run (plugins/salesforce/harness/page/org.js). */
export interface Given {
  readonly access?: { readonly objects?: object; readonly fields?: object; readonly apex?: boolean };
  readonly mostGroups?: number;
  readonly failing?: number;
  /** The page's clock stands still here, ms. */
  readonly now?: number;
  readonly golden?: object;
}

/** A page and everything that went wrong on it. */
export interface Shown {
  readonly page: Page;
  /** Messages of the console, errors, refusals of the policy, and workers asked for. */
  readonly faults: string[];
}

/** Pages under Lightning's policy, with the browser's own shadow or the one that Lightning imitates, and a plain one. */
export interface Pages {
  open(
    query: string,
    options?: { readonly synthetic?: boolean; readonly width?: number; readonly zoom?: number; readonly given?: Given },
  ): Promise<Shown>;
  /** A page with the kit as a module and nothing else. */
  openPlain(width?: number): Promise<Shown>;
  close(): Promise<void>;
}

/** @param modules files in place of components' modules, by id */
export async function salesforcePages(modules: Readonly<Record<string, string>> = {}): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-salesforce-'));
  for (const name of ['native', 'synthetic', 'plain']) mkdirSync(join(folder, name));
  await buildHarness({ folder: join(folder, 'native'), modules });
  await buildHarness({ folder: join(folder, 'synthetic'), synthetic: true, modules });
  const files = ['touchpoint-kit.js', 'touchpoint-kit.worker.js', 'touchpoint-kit.analyses.js'];
  for (const file of files) cpSync(join(dist, file), join(folder, 'plain', file));
  writeFileSync(
    join(folder, 'plain/index.html'),
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><link rel="icon" href="data:,">' +
      '<script src="clock.js"></script><script type="module" src="touchpoint-kit.js"></script><body></body>',
  );
  // "Today" is the same day on both.
  cpSync(join(folder, 'native/clock.js'), join(folder, 'plain/clock.js'));
  const native = await serveHarness(join(folder, 'native'));
  const synthetic = await serveHarness(join(folder, 'synthetic'));
  const plain = await serveFolder(join(folder, 'plain'));
  const browser: Browser = await playwright.launch(chromium);

  const open = async (address: string, width: number, zoom: number, scheme: string, given: Given): Promise<Shown> => {
    const page = await browser.newPage({
      locale: 'en-GB',
      timezoneId: 'Asia/Shanghai',
      viewport: { width, height: 900 },
      deviceScaleFactor: zoom,
      colorScheme: scheme === 'dark' ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    page.on('worker', (worker) => faults.push(`worker ${worker.url()}`));
    await page.addInitScript(waitForWorkers);
    await page.addInitScript((parts) => {
      Object.assign(globalThis, { harnessGiven: parts });
    }, given);
    await page.goto(address);
    return { page, faults };
  };
  return {
    open: (query, { synthetic: imitated = false, width = 1440, zoom = 1, given = {} } = {}) =>
      open(
        `${(imitated ? synthetic : native).address}?${query}`,
        width,
        zoom,
        new URLSearchParams(query).get('scheme') ?? 'light',
        given,
      ),
    openPlain: (width = 1440) => open(plain.address, width, 1, 'light', {}),
    close: async () => {
      await browser.close();
      for (const site of [native, synthetic, plain]) site.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until an element of the kit in a component shows a result. */
export async function drawn(page: Page, tag: string): Promise<void> {
  const element = page.locator(tag);
  await element.locator('[part~="foot"]').first().waitFor();
  await element.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../browsers.mjs';
import { finished } from '../package/installed.js';
import { serveFolder } from '../static-server.mjs';

// The recipes of docs/embedding.md: each is installed by its own lock beside the packed kit, built by its own tools, and
// used in a browser. All show the same funnel, change its steps, and hear what is chosen.

const root = join(import.meta.dirname, '../..');
const here = import.meta.dirname;
const built = existsSync(join(root, 'dist/embed/embed.html'));
if (!built) console.log('Skipped, dist/ is missing or of an earlier version: run "npm run build" first.');

const minutes = (count: number): number => count * 60_000;

describe.skipIf(!built || !chromium.executablePath)('a recipe', () => {
  let browser: Browser;
  let folder = '';
  let tarball = '';

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-recipes-'));
    cpSync(join(here, 'rows.json'), join(folder, 'rows.json'));
    const { output } = await finished('npm', ['pack', '--json', '--pack-destination', folder], root);
    const [{ filename }] = JSON.parse(output.slice(output.indexOf('['))) as [{ filename: string }];
    tarball = join(folder, filename);
  }, minutes(3));
  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }, minutes(3));

  /** Installs and builds a project; the folder that a web server would serve. */
  async function project(name: string): Promise<string> {
    const place = join(folder, name);
    cpSync(join(here, name), place, {
      recursive: true,
      filter: (path) => !/node_modules|[\\/]dist$|[\\/]out$/.test(path),
    });
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    await succeeded('npm', ['ci', ...quiet], place);
    await succeeded('npm', ['install', '--no-save', '--no-package-lock', ...quiet, tarball], place);
    if (name === 'angular') {
      cpSync(
        join(place, 'node_modules/touchpoint-kit/dist/frameworks/angular.ts'),
        join(place, 'src/touchpoint-kit.ts'),
      );
    }
    await succeeded('npm', ['run', '-s', 'build'], place);
    return join(place, 'dist');
  }

  async function succeeded(command: string, args: string[], place: string): Promise<void> {
    const { status, output } = await finished(command, args, place);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  }

  /** A page whose errors and warnings are kept. */
  async function watched(): Promise<{ readonly shown: Page; readonly faults: string[] }> {
    const shown = await browser.newPage({ locale: 'en-GB', viewport: { width: 1000, height: 900 } });
    const faults: string[] = [];
    shown.on('pageerror', ({ message }) => faults.push(message));
    shown.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    return { shown, faults };
  }

  /** Pages without a build: the kit's files beside them. */
  function page(name: string): string {
    const place = join(folder, name);
    mkdirSync(place);
    cpSync(join(root, 'dist'), place, { recursive: true });
    cpSync(join(here, 'rows.json'), join(place, 'rows.json'));
    cpSync(join(here, name), place, { recursive: true });
    return place;
  }

  test.each([
    ['html', page],
    ['iframe', page],
    ['react', project],
    ['vue', project],
    ['svelte', project],
    ['angular', project],
  ])('%s', { timeout: minutes(6) }, async (name, make) => {
    const site = await serveFolder(await make(name));
    const { shown, faults } = await watched();
    try {
      await shown.goto(site.address);
      const place = name === 'iframe' ? shown.frameLocator('tp-embed iframe') : shown;
      const funnel = place.locator('tp-funnel');
      await funnel.getByText('signup', { exact: true }).first().waitFor();
      await funnel
        .getByRole('button', { name: /^1 customer left/ })
        .first()
        .click();
      await shown.waitForFunction(() => document.querySelector('output')!.textContent === 'left');
      await shown.getByRole('button', { name: 'Without signup' }).click();
      await funnel.getByText('signup', { exact: true }).first().waitFor({ state: 'detached' });
      await funnel.getByText('purchase', { exact: true }).first().waitFor();
      expect(faults).toEqual([]);
    } finally {
      await shown.close();
      site.close();
    }
  });

  test('portal', { timeout: minutes(1) }, async () => {
    const site = await serveFolder(page('portal'));
    const { shown, faults } = await watched();
    try {
      await shown.goto(site.address);
      const frame = shown.frameLocator('iframe');
      await frame.getByRole('heading', { name: 'Trials', exact: true }).waitFor();
      await frame
        .getByRole('button', { name: /^1 customer left/ })
        .first()
        .waitFor();
      expect(faults).toEqual([]);
    } finally {
      await shown.close();
      site.close();
    }
  });

  test('the view of the portal’s recipe is that of docs/embedding.md', () => {
    const docs = readFileSync(join(root, 'docs/embedding.md'), 'utf8');
    const blocks = [...docs.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text!) as unknown);
    expect(blocks).toContainEqual(JSON.parse(readFileSync(join(here, 'portal/embed/trials.json'), 'utf8')));
  });

  test('the rows of Angular’s are those of the others', () => {
    const text = readFileSync(join(here, 'angular/src/rows.ts'), 'utf8');
    const rows = JSON.parse(readFileSync(join(here, 'rows.json'), 'utf8')) as Array<Record<string, string>>;
    const lines = text.split('\n').filter((line) => line.startsWith('  {'));
    expect(lines).toEqual(
      rows.map(({ customer, time, event }) => `  { customer: '${customer}', time: '${time}', event: '${event}' },`),
    );
  });
});

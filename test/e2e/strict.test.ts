import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../browsers.mjs';

// The strictest page there is in practice, with and without a Lit of its own: every element draws, and nothing is refused.

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const built = existsSync(join(dist, 'touchpoint-kit.js'));
if (!built) console.log('Skipped, dist/ is missing: run "npm run build" first.');

const strict = (policies: string): string =>
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self'; " +
  `require-trusted-types-for 'script'; trusted-types ${policies}`;

const body = `<tp-dataset id="data" src="/events.csv" worker-url="/touchpoint-kit.worker.js">
  <tp-filter></tp-filter>
  <tp-metric metric="customers"></tp-metric>
  <tp-quality></tp-quality>
  <tp-funnel steps="visit, signup, buy" window="14d" breakdown="channel"></tp-funnel>
  <tp-journey actor="c1"></tp-journey>
  <tp-journey></tp-journey>
  <tp-heatmap rows="event" columns="hour-of-week"></tp-heatmap>
  <tp-heatmap page="/a"></tp-heatmap>
  <tp-paths></tp-paths>
</tp-dataset>`;

const csv = [
  'customer,time,event,channel,page,element,x,y,docWidth,docHeight,viewportWidth,viewportHeight',
  ...Array.from({ length: 60 }, (_, i) => {
    const event = ['visit', 'signup', 'click', 'buy'][i % 4]!;
    const time = new Date(Date.UTC(2026, 0, 1 + (i % 12), 8 + (i % 9), i)).toISOString();
    return `c${i % 7},${time},${event},${['web', 'ads', 'email'][i % 3]},/a,top,${(i * 37) % 900},${(i * 91) % 1800},1000,2000,1000,800`;
  }),
].join('\n');

describe.skipIf(!built || !chromium.executablePath)('a page with a strict policy and Trusted Types', () => {
  let browser: Browser;
  let host = '';
  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    const entry = join(root, 'host-page.js');
    const build = await rolldown({
      cwd: root,
      input: 'host-page',
      platform: 'browser',
      plugins: [
        {
          name: 'host-page',
          resolveId: (id) => (id === 'host-page' ? entry : null),
          load: (id) =>
            id === entry
              ? `import { html, render } from 'lit';
                 render(html\`<p id="host">\${'drawn by the host'}</p>\`, document.getElementById('place'));`
              : null,
        },
      ],
    });
    const { output } = await build.generate({ format: 'es' });
    await build.close();
    host = output[0].code;
  }, 60_000);
  afterAll(() => browser?.close());

  test.each([
    ['the module', 'touchpoint-kit.js', 'touchpoint-kit', false],
    ['the module, beside a Lit of the page', 'touchpoint-kit.js', 'touchpoint-kit lit-html', true],
    ['the classic script, beside a Lit of the page', 'touchpoint-kit.iife.js', 'touchpoint-kit lit-html', true],
  ])(
    '%s',
    async (_name, file, policies, withHost) => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        const text = message.text();
        // Lit says so itself, and means no harm by it.
        if (['error', 'warning'].includes(message.type()) && !text.includes('multiple-versions')) complaints.push(text);
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      const kind = file.endsWith('.iife.js') ? '' : ' type="module"';
      await page.route('http://kit.test/**', (route) => {
        const path = new URL(route.request().url()).pathname;
        if (path === '/') {
          return route.fulfill({
            contentType: 'text/html',
            headers: { 'content-security-policy': strict(policies) },
            body: `<!doctype html><meta charset="utf-8"><title>Strict</title><div id="place"></div>
              ${withHost ? '<script type="module" src="/host.js"></script>' : ''}
              <script${kind} src="/${file}"></script>${body}`,
          });
        }
        if (path === '/events.csv') return route.fulfill({ contentType: 'text/csv', body: csv });
        if (path === '/host.js') return route.fulfill({ contentType: 'text/javascript', body: host });
        if (path === '/favicon.ico') return route.fulfill({ status: 204, body: '' });
        const served = join(dist, path);
        if (!existsSync(served)) return route.fulfill({ status: 404, body: '' });
        return route.fulfill({ contentType: 'text/javascript', body: readFileSync(served, 'utf8') });
      });
      await page.goto('http://kit.test/');
      const silent = await page
        .waitForFunction(
          () =>
            [...document.querySelectorAll('tp-dataset > *')].every((one) =>
              one.shadowRoot?.querySelector('.fw, .big, [part="base"] button, svg.c, canvas'),
            ),
          null,
          { timeout: 15_000 },
        )
        .then(
          () => [],
          () =>
            page.evaluate(() =>
              [...document.querySelectorAll('tp-dataset > *')]
                .filter((one) => !one.shadowRoot?.querySelector('.fw, .big, svg.c, canvas'))
                .map((one) => `${one.localName}: ${one.shadowRoot?.textContent?.trim().slice(0, 200)}`),
            ),
        );
      expect(silent).toEqual([]);
      // What opens on request is a part of its own.
      await page.evaluate(async () => {
        for (const one of document.querySelectorAll('tp-dataset > *')) {
          one.shadowRoot?.querySelector<HTMLElement>('[data-opens="menu"]')?.click();
          await new Promise((resolve) => setTimeout(resolve, 50));
          one.shadowRoot?.querySelector<HTMLElement>('[data-item="table"]')?.click();
        }
      });
      await page.waitForTimeout(300);
      if (withHost) expect(await page.textContent('#host')).toBe('drawn by the host');
      expect(complaints).toEqual([]);
      await page.close();
    },
    40_000,
  );
});

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { chromium as playwright } from 'playwright';
import { chromium, installHint } from '../browsers.mjs';
import { root, run } from '../commands.mjs';
import { serveFolder } from '../static-server.mjs';

// npm run screenshots                        every demo page, every story, and the Salesforce pages
// npm run screenshots -- demo                the demo pages
// npm run screenshots -- salesforce account  pages with Lightning web components, where plugins/salesforce is installed
// npm run screenshots -- stories funnel zh   stories, of which name and picture hold these words
//
// Pictures go into out/screens, which git ignores, with a page (index.html) that holds them beside the drawings of
// LOOKS_DIR (default ../shared/looks/png), where there are any. Nothing is compared by machine: pictures are looked at.

const out = join(root, 'out/screens');
const looks = resolve(root, process.env.LOOKS_DIR ?? '../shared/looks/png');
/** Pages open at once. */
const hands = 2;
/** How long a page may take to have nothing more to draw, ms. */
const mostMs = 30_000;

const wide = { width: 1280, height: 900 };
const narrow = { width: 360, height: 740 };

/** What each page and story is shown in. Zoom by 200 % is half the width at twice the density. */
const views = [
  { name: 'light-wide-en', scheme: 'light', lang: 'en', viewport: wide },
  { name: 'dark-wide-zh', scheme: 'dark', lang: 'zh', viewport: wide },
  { name: 'light-narrow-zh', scheme: 'light', lang: 'zh', viewport: narrow },
  { name: 'dark-narrow-en', scheme: 'dark', lang: 'en', viewport: narrow },
  { name: 'zoom-en', scheme: 'light', lang: 'en', viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  { name: 'forced-en', scheme: 'light', lang: 'en', viewport: wide, forcedColors: 'active' },
];
const demoViews = [
  ...views,
  { name: 'light-wide-zh', scheme: 'light', lang: 'zh', viewport: wide },
  { name: 'dark-wide-en', scheme: 'dark', lang: 'en', viewport: wide },
];

/** Which drawings belong beside which pictures, by the beginning of their names. */
const pairs = {
  'demo-crm': ['host-crm'],
  'demo-portal': ['host-portal'],
  'salesforce-account': ['host-crm'],
  'demo-admin': ['host-admin'],
  'story-funnel': ['funnel'],
  'story-journey': ['journey'],
  'story-heatmap': ['heatmap', 'clickmap'],
  'story-paths': ['paths'],
  'story-metric': ['metrics'],
  'story-data-quality': ['import'],
  'story-hosts': ['host', 'themes'],
};

const [part, ...words] = process.argv.slice(2);
const parts = { demo: demoJobs, salesforce: salesforceJobs, stories: storyJobs };
if (part !== undefined && !Object.hasOwn(parts, part)) {
  console.error(`No part "${part}". Parts: ${Object.keys(parts).join(', ')}; after one, words that names must hold.`);
  process.exit(2);
}
if (!chromium.executablePath) {
  console.error(`Chromium is missing. Get it with: ${installHint}`);
  process.exit(1);
}
if (part === undefined) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const browser = await playwright.launch(chromium);
const closers = [() => browser.close()];
let shot = 0;
let faults = 0;
try {
  const all = [];
  for (const [name, make] of Object.entries(parts))
    if (part === undefined || part === name) all.push(...(await make()));
  const jobs = all.filter(({ file }) => words.every((word) => file.includes(word)));
  await Promise.all(Array.from({ length: hands }, () => work(jobs)));
} finally {
  for (const close of closers.toReversed()) await close();
}
writeFileSync(join(out, 'index.html'), sheet());
console.log(`${shot} pictures, ${faults} with faults; look at ${relative(process.cwd(), join(out, 'index.html'))}`);
if (!existsSync(looks)) console.log(`No drawings to hold them beside: there is no folder ${looks} (LOOKS_DIR).`);
process.exit(faults ? 1 : 0);

/** One picture of each demo page in each view. */
async function demoJobs() {
  const child = spawn(process.execPath, [join(root, 'cli/start.mjs'), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closers.push(() => child.kill());
  let said = '';
  child.stdout.setEncoding('utf8');
  for await (const piece of child.stdout) {
    said += piece;
    if (/http:\S+/.test(said)) break;
  }
  const base = /http:\S+/.exec(said)[0];
  const pages = ['index', 'overview', 'crm', 'portal', 'admin', 'funnel', 'product'];
  return pages.flatMap((page) =>
    demoViews.map((view) => ({
      file: `demo-${page}-${view.name}`,
      url: `${base}${page}.html?lang=${view.lang}&scheme=${view.scheme}`,
      view,
    })),
  );
}

/** One picture of each page with Lightning web components in each view; none where their tools are not installed. */
async function salesforceJobs() {
  const plugin = join(root, 'plugins/salesforce');
  if (!existsSync(join(plugin, 'node_modules'))) {
    console.log('No Salesforce pages: run "npm ci" in plugins/salesforce first.');
    return [];
  }
  const { buildHarness } = await import('../../plugins/salesforce/harness/build.mjs');
  const { serveHarness } = await import('../../plugins/salesforce/harness/serve.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-screens-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  await buildHarness({ folder });
  const { address, close } = await serveHarness(folder);
  closers.push(close);
  return ['Account', 'Contact', 'Lead', 'Opportunity', 'Home'].flatMap((page) =>
    demoViews.map((view) => ({
      file: `salesforce-${page.toLowerCase()}-${view.name}`,
      url: `${address}?page=${page}&lang=${view.lang}&scheme=${view.scheme}`,
      view,
    })),
  );
}

/** One picture of each story in each view, from the static build, which is made when it is not there. */
async function storyJobs() {
  const folder = join(root, 'out/storybook');
  if (!existsSync(join(folder, 'index.json'))) {
    console.log('-- building the stories');
    const { ok } = await run('npm', ['run', '-s', 'build:storybook'], {});
    if (!ok) throw new Error('The stories could not be built.');
  }
  const { address, close } = await serveFolder(folder);
  closers.push(close);
  const base = `${address}iframe.html`;
  const { entries } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  return Object.values(entries)
    .filter(({ type }) => type === 'story')
    .flatMap(({ id }) =>
      views.map((view) => ({
        file: `story-${id}-${view.name}`,
        url: `${base}?id=${id}&viewMode=story&globals=scheme:${view.scheme};locale:${view.lang === 'zh' ? 'zh-CN' : 'en'}`,
        view,
      })),
    );
}

/** Takes jobs from the front until none is left. */
async function work(jobs) {
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    const found = await picture(job);
    shot++;
    if (found.length) {
      faults++;
      console.log(`${job.file}: ${found.join('; ')}`);
    }
  }
}

/** @returns what went wrong on the page, in words */
async function picture({ file, url, view }) {
  const { viewport, deviceScaleFactor, forcedColors = 'none', scheme, lang } = view;
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: deviceScaleFactor ?? 1,
    forcedColors,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
    // The org of the sample is in Shanghai.
    ...(file.startsWith('salesforce-') && { timezoneId: 'Asia/Shanghai' }),
  });
  const page = await context.newPage();
  const found = [];
  page.on('pageerror', ({ message }) => found.push(message));
  page.on('console', (message) => message.type() === 'error' && found.push(message.text()));
  try {
    await page.goto(url);
    await settled(page, !file.startsWith('story-'));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0 && !file.startsWith('demo-product')) found.push(`${over} px wider than the window`);
    await page.screenshot({ path: join(out, `${file}.png`), fullPage: true });
  } catch (thrown) {
    found.push(String(thrown.message).split('\n')[0]);
  }
  await context.close();
  return found;
}

/**
 * Waits until nothing is on its way and the page has had the same parts for a while.
 * @param {import('playwright').Page} page
 * @param {boolean} reads the page has data to wait for, which a story of an empty element has not
 */
async function settled(page, reads) {
  const end = Date.now() + mostMs;
  let before = '';
  for (let same = 0; same < 3 && Date.now() < end;) {
    await page.waitForTimeout(250);
    const now = await page.evaluate((mustRead) => {
      const phases = [];
      let parts = 0;
      let busy = 0;
      const walk = (root) => {
        for (const element of root.querySelectorAll('*')) {
          parts++;
          if (element.getAttribute('aria-busy') === 'true') busy++;
          if (element.localName === 'tp-dataset') phases.push(element.coordinator?.phase?.status);
          if (element.shadowRoot) walk(element.shadowRoot);
        }
      };
      walk(document);
      const waits = phases.includes('loading') || (mustRead && (busy > 0 || phases.includes('idle')));
      return waits ? `waits ${performance.now()}` : `${parts} ${document.body.textContent.length}`;
    }, reads);
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

/** A page of all pictures, each group beside its drawings. */
function sheet() {
  const files = readdirSync(out).filter((name) => name.endsWith('.png'));
  const drawings = existsSync(looks) ? readdirSync(looks).filter((name) => name.endsWith('.png')) : [];
  const groups = Map.groupBy(files, (name) =>
    name.replace(new RegExp(`-(${demoViews.map((view) => view.name).join('|')})\\.png$`), ''),
  );
  const figure = (source, name) =>
    `<figure><figcaption>${name}</figcaption><a href="${source}"><img loading="lazy" src="${source}" alt=""></a></figure>`;
  const sections = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, names]) => {
      const wanted = Object.entries(pairs).find(([start]) => group.startsWith(start))?.[1] ?? [];
      const beside = drawings.filter((name) => wanted.some((start) => name.startsWith(start)));
      return `<h2>${group}</h2><div>${beside.map((name) => figure(relative(out, join(looks, name)), `drawing: ${name}`)).join('')}${names
        .toSorted()
        .map((name) => figure(name, name))
        .join('')}</div>`;
    });
  return `<!doctype html><meta charset="utf-8"><title>Pictures</title><style>body{font:13px system-ui;margin:24px}div{display:flex;gap:16px;overflow-x:auto;align-items:start}figure{margin:0;flex:none}img{width:420px;border:1px solid #ccc}</style>${sections.join('')}`;
}

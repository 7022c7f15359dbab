import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium as launcher } from 'playwright';
import { bundleFirstPaint, bundleWorker } from '../../../build/bundle.mjs';
import { chromium } from '../../browsers.mjs';
import { root } from '../kit.mjs';
import { median, rounded } from '../race.mjs';
import { sampleFile } from './sample-file.mjs';

const actors = 2000;
const repeats = 9;
const steps = 'visit, signup, purchase';
const dist = join(root, 'dist');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/**
 * From the beginning of a navigation to the first frame in which a widget has drawn numbers, in a new context each time: nothing is
 * in a cache. With the bytes that the host's pages fetched until then, data apart, as they are and packed.
 */
export async function firstPaintHostsCase(emit) {
  if (!chromium.executablePath) throw new Error('Chromium is not installed; first paints were not measured.');
  if (!existsSync(join(dist, 'embed/embed.html'))) throw new Error('dist/ is missing: run "npm run build" first.');
  const csv = await sampleFile(actors, 'csv');
  const json = await sampleFile(actors, 'json');
  const kit = await serve((path) => kitFiles(path, csv, json, () => host.origin));
  const host = await serve((path) => hostFiles(path, csv, kit.origin));
  const bundled = await npmPages();
  const modes = [
    ['esm, blob worker', `${kit.origin}/esm.html`],
    ['esm, worker file', `${kit.origin}/esm-url.html`],
    ['esm, page seat', `${kit.origin}/esm-page.html`],
    ['iife, blob worker', `${kit.origin}/iife.html`],
    ['npm, worker file', `${bundled.origin}/index.html`],
    ['frame, data by port', `${host.origin}/frame.html`],
    ['frame, own view', `${host.origin}/view.html`],
  ];
  if (existsSync(join(dist, 'salesforce/TouchpointKit.js'))) {
    modes.push(['salesforce, plain', `${kit.origin}/salesforce.html`]);
  }
  const record = await recordPage();
  if (record) modes.push(['salesforce, record', `${record.origin}/index.html?page=Account&lang=en&scheme=light`]);
  const servers = [kit, host, bundled, ...(record ? [record] : [])];

  const browser = await launcher.launch(chromium);
  try {
    const runs = new Map(modes.map(([name]) => [name, []]));
    for (let turn = -1; turn < repeats; turn++) {
      for (const [name, address] of modes) {
        for (const server of servers) server.sent.clear();
        const run = await paint(browser, address);
        const shipped = shippedBy(servers);
        // The first turn wakes the browser and the servers.
        if (turn >= 0) runs.get(name).push({ ...run, ...shipped });
      }
    }
    const answers = new Map([...runs].map(([name, [{ answer }]]) => [name, answer]));
    const right = answers.get('esm, blob worker');
    for (const [name, answer] of answers) {
      // The record page shows another dataset.
      if (name !== 'salesforce, record' && answer !== right)
        throw new Error(`${name} shows ${String(answer)}, not ${String(right)}.`);
    }
    for (const [name, all] of runs) {
      const times = all.map(({ ms }) => ms);
      const [{ files, raw, gzip, seat }] = all;
      emit({
        name: 'first-paint-hosts',
        size: 'sample',
        peer: name,
        oursMs: rounded(median(times)),
        peerMs: null,
        ratio: null,
        spread: { ours: [rounded(Math.min(...times)), rounded(Math.max(...times))], peer: null, runs: [times.length] },
        shippedFiles: files,
        shippedBytes: raw,
        shippedGzipBytes: gzip,
        note: `${seat}; ${files} files, ${rounded(raw / 1000)} kB, ${rounded(gzip / 1000)} kB gzip until then`,
      });
    }
  } finally {
    await browser.close();
    for (const server of servers) server.close();
  }
}

/** Opens a page and waits for its first numbers; the clock of all of a page's documents is one. */
async function paint(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addInitScript(watchForNumbers);
  const page = await context.newPage();
  try {
    await page.goto(address, { waitUntil: 'commit' });
    const start = await page.evaluate(() => performance.timeOrigin);
    const drawn = await firstOf(page);
    return { ...drawn, ms: drawn.at - start };
  } finally {
    await context.close();
  }
}

async function firstOf(page) {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      const found = await frame.evaluate(() => globalThis.firstNumbers ?? null).catch(() => null);
      if (found) return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${page.url()} drew no widget within a minute.`);
}

/**
 * Runs in every document before its scripts: notes the frame after the one in which a widget first shows numbers. It does
 * once its dataset has read data and its text holds several.
 */
function watchForNumbers() {
  const names = ['tp-funnel', 'tp-journey', 'tp-heatmap'];
  const numbersIn = (element) =>
    [...(element.shadowRoot?.textContent ?? '').matchAll(/\d[\d,.]*/g)].slice(0, 8).map(String);
  const find = (at) => {
    for (const element of at.querySelectorAll('*')) {
      const dataset = element.closest('tp-dataset');
      if (names.includes(element.localName) && dataset?.facts?.info && numbersIn(element).length >= 6) return element;
      const inner = element.shadowRoot && !names.includes(element.localName) ? find(element.shadowRoot) : null;
      if (inner) return inner;
    }
    return null;
  };
  const look = () => {
    const element = find(document);
    if (!element) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      const { engine } = element.closest('tp-dataset');
      globalThis.firstNumbers = {
        at: performance.timeOrigin + performance.now(),
        answer: numbersIn(element).join(' '),
        seat: engine.seat === 'worker' ? `worker, ${engine.transport}` : engine.seat,
      };
    });
  };
  requestAnimationFrame(look);
}

const page = (head, body) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
const module = '<script type="module" src="touchpoint-kit.js"></script>';
const dataset = (attributes = '') =>
  `<tp-dataset src="events.csv" ${attributes}><tp-funnel steps="${steps}" window="90d"></tp-funnel></tp-dataset>`;
const config = JSON.stringify({ widgets: [{ type: 'funnel', attributes: { steps, window: '90d' } }] });

function kitFiles(path, csv, json, hostOrigin) {
  const pages = {
    'esm.html': () => page(module, dataset()),
    'esm-url.html': () => page(module, dataset('worker-url="touchpoint-kit.worker.js"')),
    'esm-page.html': () => page(module, dataset('seat="page"')),
    'iife.html': () => page('<script src="touchpoint-kit.iife.js"></script>', dataset()),
    'salesforce.html': () =>
      page(
        '<script src="salesforce/TouchpointKit.js"></script>',
        `<main></main><script>
          fetch('events.json').then((answer) => answer.text()).then((text) => {
            const dataset = document.createElement('tp-dataset');
            const funnel = document.createElement('tp-funnel');
            funnel.setAttribute('steps', ${JSON.stringify(steps)});
            funnel.setAttribute('window', '90d');
            dataset.append(funnel);
            dataset.dataJson = text;
            document.querySelector('main').append(dataset);
          });
        </script>`,
      ),
    'events.csv': () => csv,
    'events.json': () => json,
    'embed/events.csv': () => csv,
    'embed/embed.json': () => JSON.stringify({ origins: [hostOrigin()] }),
    'embed/bench.json': () => JSON.stringify({ ...JSON.parse(config), data: 'events.csv' }),
  };
  if (pages[path]) return pages[path]();
  const file = join(dist, path);
  return file.startsWith(dist) && existsSync(file) && extname(file) ? readFileSync(file) : null;
}

function hostFiles(path, csv, kitOrigin) {
  const address = `${kitOrigin}/embed/embed.html`;
  const pages = {
    'frame.html': () =>
      page(
        '<script type="module" src="touchpoint-kit.embed.js"></script>',
        `<tp-embed src="${address}" data="events.csv" config='${config}'></tp-embed>`,
      ),
    'view.html': () => page('', `<iframe title="Bench" width="1000" height="700" src="${address}#bench"></iframe>`),
    'events.csv': () => csv,
    'touchpoint-kit.embed.js': () => readFileSync(join(dist, path)),
  };
  return pages[path]?.() ?? null;
}

/** What a bundler makes of the package's modules for a page with a dataset and a funnel; the worker is a file beside. */
async function npmPages() {
  const { first, later } = await bundleFirstPaint(
    "import './widgets/dataset/dataset.js'; import './widgets/funnel/funnel.js'; export { createEngine } from './worker/client.js';",
  );
  const worker = await bundleWorker('engine');
  const entry = first.find((chunk) => chunk.isEntry).fileName;
  const chunks = new Map([...first, ...later].map(({ fileName, code }) => [fileName, code]));
  chunks.set('touchpoint-kit.worker.js', worker.code);
  const csv = await sampleFile(actors, 'csv');
  return serve((path) => {
    if (path === 'index.html') return page(`<script type="module" src="${entry}"></script>`, dataset());
    if (path === 'events.csv') return csv;
    if (chunks.has(path)) return chunks.get(path);
    const file = join(dist, path);
    return /^touchpoint-kit\.[a-z]+\.js$/.test(path) && existsSync(file) ? readFileSync(file) : null;
  });
}

/** The Salesforce components on a page like a record's, with the org that the plugin's tests use; null where it cannot be built. */
async function recordPage() {
  const harness = join(root, 'plugins/salesforce/harness/build.mjs');
  if (!existsSync(harness) || !existsSync(join(root, 'plugins/salesforce/node_modules'))) return null;
  const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-record-'));
  try {
    const { buildHarness } = await import(harness);
    await buildHarness({ folder });
    const files = new Map(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(folder.length + 1), readFileSync(path)]),
    );
    return await serve((path) => files.get(path) ?? null);
  } catch (error) {
    console.error(`The record page was not measured: ${error.message}`);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serve(answer) {
  const sent = new Map();
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname.slice(1);
    const body = answer(path);
    if (body === null) return response.writeHead(404).end();
    sent.set(path, body);
    response
      .writeHead(200, {
        'content-type': types[extname(path)] ?? (path.endsWith('.csv') ? 'text/csv' : 'text/javascript'),
      })
      .end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, sent, close };
}

/** All that was fetched but the data. */
function shippedBy(servers) {
  const bodies = servers.flatMap(({ sent }) => [...sent]).filter(([path]) => !/events\.(csv|json)$/.test(path));
  const sum = (size) => bodies.reduce((all, [, body]) => all + size(body), 0);
  return {
    files: bodies.length,
    raw: sum((body) => Buffer.byteLength(body)),
    gzip: sum((body) => gzipSync(body, { level: 9 }).length),
  };
}

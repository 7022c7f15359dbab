import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium as launcher } from 'playwright';
import { chromium } from '../../browsers.mjs';
import { root } from '../kit.mjs';
import { rounded } from '../race.mjs';

const perSecond = 10_000;
const seconds = 3;
const dist = join(root, 'dist');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};
const config = JSON.stringify({ widgets: [{ type: 'funnel', attributes: { steps: 'visit, buy' } }] });
const csv =
  'customer,time,event\nann,2026-01-01T08:00Z,visit\nann,2026-01-01T09:00Z,buy\nbob,2026-01-02T08:00Z,visit\n';

/** Ten thousand messages a second to a page and to its frame: from a window that has no business there, from page, from frame. */
export async function embedFloodCase(emit) {
  if (!chromium.executablePath) throw new Error('Chromium is not installed; the flood was not measured.');
  if (!existsSync(join(dist, 'embed/embed.html'))) throw new Error('dist/ is missing: run "npm run build" first.');
  const kit = await serve('127.0.0.2', (path) =>
    path === 'embed/embed.json' ? JSON.stringify({ origins: [host.origin] }) : builtFile(path),
  );
  const stranger = await serve('127.0.0.3', (path) => (path === '' ? htmlText('') : null));
  const host = await serve('127.0.0.1', (path) => {
    if (path === 'events.csv') return csv;
    if (path !== '') return builtFile(path);
    return htmlText(
      `<script type="module" src="touchpoint-kit.embed.js"></script>
      <tp-embed src="${kit.origin}/embed/embed.html" data="events.csv" config='${config}'></tp-embed>
      <iframe id="other" src="${stranger.origin}"></iframe>
      <script>addEventListener('tpready', () => (globalThis.ready = true)); addEventListener('tpselection', () => (globalThis.told = (globalThis.told ?? 0) + 1));</script>`,
    );
  });
  const browser = await launcher.launch(chromium);
  try {
    const page = await browser.newPage();
    await page.addInitScript(watch);
    await page.goto(`${host.origin}/`);
    await page.waitForFunction(() => globalThis.ready);
    const frame = page.frames().find((one) => one.url().endsWith('embed.html'));
    const other = page.frames().find((one) => one.url().startsWith(stranger.origin));
    await frame.waitForSelector('tp-funnel >> text=buy');
    const floods = {
      'a foreign window': () => other.evaluate(fromOutside),
      'the page, by the port': () => page.evaluate(fromPage),
      'the frame, by the port': () => frame.evaluate(fromFrame),
    };
    const busy = await Promise.all([page, frame].map((one) => taskTime(page.context(), one)));
    for (const [name, run] of Object.entries(floods)) {
      for (const one of [page, frame]) await one.evaluate(() => globalThis.begin());
      const before = await Promise.all(busy.map((read) => read()));
      const sent = await run();
      const after = await Promise.all(busy.map((read) => read()));
      const [pageMs, frameMs] = after.map((ms, at) => rounded(ms - before[at]));
      const [onPage, inFrame] = [
        await page.evaluate(() => globalThis.end()),
        await frame.evaluate(() => globalThis.end()),
      ];
      const told = await page.evaluate(() => globalThis.told ?? 0);
      const task = ({ longestTaskMs }) => (longestTaskMs ? `${rounded(longestTaskMs)} ms` : 'under 50 ms');
      emit({
        name: 'embed-flood',
        size: `${perSecond / 1000}k/s`,
        peer: name,
        oursMs: rounded(Math.max(onPage.longestTaskMs, inFrame.longestTaskMs)),
        peerMs: null,
        ratio: null,
        spread: null,
        note:
          `${sent} messages in ${seconds} s; longest task: page ${task(onPage)}, frame ${task(inFrame)}; ` +
          `longest gap between frames of pictures: page ${rounded(onPage.longestGapMs)} ms, frame ${rounded(inFrame.longestGapMs)} ms; ` +
          `processor time of all tasks: page ${pageMs} ms, frame ${frameMs} ms; ` +
          `${told} choices told to the page so far`,
      });
    }
  } finally {
    await browser.close();
    for (const server of [kit, stranger, host]) server.close();
  }
}

/** Reads how much processor time a document's thread has spent on tasks so far, ms. */
async function taskTime(context, place) {
  const session = await context.newCDPSession(place);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
}

/** Longest task (0: none took 50 ms) and longest wait for a picture between `begin` and `end`. */
function watch() {
  let longestTaskMs = 0;
  let longestGapMs = 0;
  let last = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  const picture = (now) => {
    if (last) longestGapMs = Math.max(longestGapMs, now - last);
    if (last !== null) {
      last = now;
      requestAnimationFrame(picture);
    }
  };
  globalThis.begin = () => {
    longestTaskMs = 0;
    longestGapMs = 0;
    last = 0;
    observer.observe({ type: 'longtask' });
    requestAnimationFrame(picture);
  };
  globalThis.end = async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    last = null;
    observer.disconnect();
    return { longestTaskMs, longestGapMs };
  };
}

/** Sends so many a second in steps of 10 ms; a step that comes late sends what it owes. */
const pour = `(send, [perSecond, seconds]) => new Promise((resolve) => {
  const begun = performance.now();
  let sent = 0;
  const step = () => {
    const now = Math.min(performance.now() - begun, seconds * 1000);
    for (; sent < (now * perSecond) / 1000; sent++) send(sent);
    if (now < seconds * 1000) setTimeout(step, 10);
    else resolve(sent);
  };
  step();
})`;
const pouring = (send) => `(${pour})(${send}, [${perSecond}, ${seconds}])`;
const fromOutside = pouring(`(() => {
  const forged = [
    { tp: 1, type: 'init', nonce: '0'.repeat(32), config: { widgets: [] }, theme: {} },
    { tp: 1, type: 'hello', nonce: '0'.repeat(32) },
    { tp: 1, id: 1, type: 'destroy' },
  ];
  const others = Array.from({ length: parent.length }, (_, at) => parent.frames[at]).filter((one) => one !== window);
  return (k) => { for (const target of [parent, ...others]) target.postMessage(forged[k % 3], '*'); };
})()`);
const fromPage = pouring(
  `((one) => (k) => { one.selection = { clauses: [], actor: 'page ' + k, period: null, compare: null }; })(document.querySelector('tp-embed'))`,
);
const fromFrame = pouring(
  `((selection) => (k) => selection.open('frame ' + k))(document.querySelector('tp-dataset').selection)`,
);

const htmlText = (body) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;

function builtFile(path) {
  const file = join(dist, path);
  return file.startsWith(dist) && existsSync(file) && extname(file) ? readFileSync(file) : null;
}

/** Each on an address of its own, so that the browser takes them for different sites and gives each a process. */
async function serve(place, answer) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname.slice(1);
    const body = answer(path);
    if (body === null) return response.writeHead(404).end();
    const type = types[extname(path)] ?? (path.endsWith('.csv') ? 'text/csv' : 'text/html; charset=utf-8');
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, place, resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://${place}:${server.address().port}`, close };
}

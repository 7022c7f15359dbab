import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as launcher } from 'playwright';
import { chromium } from '../../browsers.mjs';
import { csvMapping, makeLog, steps, windowMs } from '../events.mjs';
import { root } from '../kit.mjs';
import { p95, rounded } from '../race.mjs';
import { servePage } from './element-page.mjs';
import { writeCsv } from './page.mjs';

/**
 * A time range is dragged over the data, a step a frame, with funnel, journeys, heatmap and paths following in one page:
 * how long 95 of 100 frames take at most, the longest task on the page, and how long after the last step all of them
 * show its answer.
 */
export async function brushLinkedCase(size, rows, emit) {
  if (!chromium.executablePath) throw new Error('Chromium is not installed; the page was not measured.');
  const server = await servePage('brush-linked', script, html);
  const temp = mkdtempSync(join(tmpdir(), 'touchpoint-kit-bench-'));
  const browser = await launcher.launch(chromium);
  try {
    const file = join(temp, 'events.csv');
    await writeCsv(file, makeLog(rows));
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.setDefaultTimeout(600_000);
    await page.goto(server.address);
    await page.waitForFunction(() => 'measure' in globalThis);
    await page.setInputFiles('input', file);
    const run = await page.evaluate((set) => globalThis.measure(set), { mapping: csvMapping, steps, windowMs });
    if (errors.length > 0) throw new Error(`brush-linked failed: ${errors[0]}`);
    if (run.rows !== rows) throw new Error(`The page loaded ${run.rows} of ${rows} rows.`);
    if (run.seat !== 'worker') throw new Error(`The engine took the seat "${run.seat}".`);
    emit({
      name: 'brush-linked',
      size,
      peer: null,
      oursMs: rounded(p95(run.frames)),
      peerMs: null,
      ratio: null,
      spread: {
        ours: [rounded(Math.min(...run.frames)), rounded(Math.max(...run.frames))],
        peer: null,
        runs: [run.frames.length],
      },
      frameP95Ms: [rounded(p95(run.frames)), null],
      frameLongestTaskMs: [rounded(run.longestTaskMs), null],
      // Results that were drawn while the range moved, and the wait for the last one's.
      drawn: run.drawn,
      settledMs: rounded(run.settledMs),
    });
    await page.close();
  } finally {
    await browser.close();
    server.close();
    rmSync(temp, { recursive: true, force: true });
  }
}

const html = `<!doctype html><meta charset="utf-8"><title>Bench</title><input type="file"><div id="place"></div><script type="module" src="page.js"></script>`;

const script = `
import '${root}widgets/dataset/dataset.ts';
import '${root}widgets/funnel/funnel.ts';
import '${root}widgets/journey/journey.ts';
import '${root}widgets/heatmap/heatmap.ts';
import '${root}widgets/paths/paths.ts';

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

globalThis.measure = async ({ mapping, steps, windowMs }) => {
  const dataset = document.createElement('tp-dataset');
  const funnel = Object.assign(document.createElement('tp-funnel'), { steps: steps.map((event) => ({ event })), window: windowMs });
  const journey = document.createElement('tp-journey');
  const heatmap = Object.assign(document.createElement('tp-heatmap'), { columns: 'hour-of-week' });
  const paths = document.createElement('tp-paths');
  dataset.append(funnel, journey, heatmap, paths);
  document.getElementById('place').append(dataset);
  let drawn = 0;
  const seen = new Set();
  dataset.addEventListener('tpready', (event) => {
    drawn++;
    seen.add(event.target.localName);
  });
  Object.assign(dataset, { mapping, source: { kind: 'blob', blob: document.querySelector('input').files[0], name: 'events.csv' } });
  while (seen.size < 5) await wait(50);
  const { info } = dataset.facts;
  await wait(1000);

  let longestTaskMs = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  tasks.observe({ type: 'longtask' });
  const span = info.lastMs - info.firstMs;
  const width = span / 4;
  const moves = 180;
  const frames = [];
  drawn = 0;
  await nextFrame();
  let last = performance.now();
  for (let k = 0; k < moves; k++) {
    // To and fro over the data, by an hour a frame: as a hand drags.
    const at = info.firstMs + ((k < moves / 2 ? k : moves - k) * 3_600_000) + span / 8;
    dataset.selection.set({
      source: 'brush',
      widget: 'filter',
      filter: { kind: 'time', range: { from: at, to: at + width } },
      label: { key: 'time', args: [at, at + width] },
    });
    await nextFrame();
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  const stopped = performance.now();
  const settled = () => [funnel, journey, heatmap, paths].every((element) => element.shadowRoot.querySelector('.fw') && !element.shadowRoot.querySelector('.fw.old'));
  const answers = () => dataset.coordinator.idle;
  while (!answers() || !settled()) await nextFrame();
  const settledMs = performance.now() - stopped;
  for (const { duration } of tasks.takeRecords()) longestTaskMs = Math.max(longestTaskMs, duration);
  return { rows: info.rows, seat: dataset.engine.seat, frames, longestTaskMs, drawn, settledMs };
};
`;

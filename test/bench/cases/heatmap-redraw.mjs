import { join } from 'node:path';
import { chromium as launcher } from 'playwright';
import { chromium } from '../../browsers.mjs';
import { root } from '../kit.mjs';
import { median, p95, rounded } from '../race.mjs';
import { servePage } from './element-page.mjs';

const peers = {
  'echarts.js': join(root, 'test/bench/node_modules/echarts/dist/echarts.min.js'),
  'heatmap.js': join(root, 'test/bench/node_modules/heatmap.js/build/heatmap.min.js'),
};
const ROWS = 1_000_000;

/**
 * A click map of a million clicks is drawn anew. `heatmap-redraw`: all of it with each frame, 95 of 100 frames at most; the
 * kit smooths, cuts and paints the cells that its worker has counted, ECharts lays its map out at another size, heatmap.js
 * repaints. `heatmap-refilter`: the clicks of another class of window widths, from the choice to the picture (median), the
 * worker's answer included. Each in a page of its own, on the same points; ECharts as its heatmap on a map, heatmap.js as it
 * comes. A peer that needs more than 20 s for its steps is stopped there.
 */
export async function heatmapRedrawCase(emit) {
  const server = await servePage('heatmap', script, html, peers);
  const browser = await launcher.launch(chromium);
  const inPage = async (who) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.setDefaultTimeout(240_000);
    await page.goto(server.address);
    await page.waitForFunction(() => 'measure' in globalThis);
    const result = await page.evaluate(([name, rows]) => globalThis.measure(name, rows), [who, ROWS]);
    await page.close();
    if (errors.length > 0) throw new Error(`heatmap-redraw: ${who} failed: ${errors[0]}`);
    if (result.rows !== ROWS) throw new Error(`heatmap-redraw: ${who} shows ${result.rows} of ${ROWS} clicks.`);
    return result;
  };
  try {
    const ours = await inPage('kit');
    for (const peer of ['echarts', 'heatmap.js']) {
      const theirs = await inPage(peer);
      emit(lineOf('heatmap-redraw', peer, ours.redraw, theirs.redraw, p95));
      emit(lineOf('heatmap-refilter', peer, ours.refilter, theirs.refilter, median));
    }
  } finally {
    await browser.close();
    server.close();
  }
}

function lineOf(name, peer, mine, other, of) {
  const range = ({ steps }) => [rounded(Math.min(...steps)), rounded(Math.max(...steps))];
  return {
    name,
    size: '1M',
    peer,
    oursMs: rounded(of(mine.steps)),
    peerMs: rounded(of(other.steps)),
    ratio: rounded(of(other.steps) / of(mine.steps)),
    spread: { ours: range(mine), peer: range(other), runs: [mine.steps.length, other.steps.length] },
    // 0: no task took 50 ms.
    frameTaskMs: [rounded(mine.longestTaskMs), rounded(other.longestTaskMs)],
    frameWorkMs: [rounded(p95(mine.work)), rounded(p95(other.work))],
    frameReadyMs: [rounded(mine.readyMs), rounded(other.readyMs)],
  };
}

const html = `<!doctype html><meta charset="utf-8"><title>Bench</title><style>body{margin:8px;font:13px sans-serif}#place{width:1240px}</style><div id="place"></div><script src="echarts.js"></script><script src="heatmap.js"></script><script type="module" src="page.js"></script>`;

const script = `
import '${root}widgets/dataset/dataset.ts';
import '${root}widgets/heatmap/heatmap.ts';
import { bandsOf, paint } from '${root}widgets/heatmap/click-map.ts';
import { addCells, emptyField } from '${root}widgets/heatmap/density.ts';

const place = document.getElementById('place');
const page = { width: 1280, height: 2400 };
const classes = [[0, 768], [768, 1280], [1280, 1536], [1536, Infinity]];

/** Clicks from a seed: nine of ten around one of 24 elements, the rest anywhere. */
function clicksOf(count) {
  let value = 7;
  const random = () => (value = (value * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
  const boxes = Array.from({ length: 24 }, (_, i) => ({
    name: 'element ' + i, left: 60 + (i % 4) * 290, top: 80 + Math.floor(i / 4) * 380, width: 150 + (i % 3) * 40, height: 40,
  }));
  const x = new Uint16Array(count);
  const y = new Uint16Array(count);
  const width = new Uint16Array(count);
  const element = new Int8Array(count);
  for (let k = 0; k < count; k++) {
    width[k] = [390, 1024, 1366, 1920][Math.floor(random() * 4)];
    const tied = random() < 0.9;
    const i = Math.floor(random() ** 2 * 24);
    const box = boxes[i];
    element[k] = tied ? i : -1;
    x[k] = tied ? box.left + ((random() + random()) / 2) * box.width : random() * page.width;
    y[k] = tied ? box.top + ((random() + random()) / 2) * box.height : random() * page.height;
  }
  return { x, y, width, element, boxes, count };
}

/** Does something and waits for the frame that shows it. */
async function shown(run) {
  const before = performance.now();
  run();
  const worked = performance.now() - before;
  await nextFrame();
  return worked;
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Runs some steps; each is over when its promise is, and gives the time of its script, where it has any on the page. */
async function watch(readyMs, count, step) {
  let longestTaskMs = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  tasks.observe({ type: 'longtask' });
  const work = [];
  const steps = [];
  await nextFrame();
  const begin = performance.now();
  for (let k = 0; k < count && performance.now() - begin < 20_000; k++) {
    const before = performance.now();
    work.push((await step(k)) ?? 0);
    steps.push(performance.now() - before);
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  for (const { duration } of tasks.takeRecords()) longestTaskMs = Math.max(longestTaskMs, duration);
  return { readyMs, steps, work, longestTaskMs };
}

// There and back again, 4 px a step.
const widthAt = (k) => 1240 - 4 * (Math.floor(k / 40) % 2 === 0 ? k % 40 : 40 - (k % 40));
const classAt = (k) => (k + 1) % 4;

async function kit(clicks) {
  const lines = ['customer,time,event,page,element,x,y,docWidth,docHeight,viewportWidth,viewportHeight,elementLeft,elementTop,elementWidth,elementHeight'];
  const start = Date.UTC(2026, 0, 1);
  for (let k = 0; k < clicks.count; k++) {
    const box = clicks.boxes[clicks.element[k]];
    const tied = box ? [box.left, box.top, box.width, box.height].join(',') : ',,,';
    lines.push('C-' + (k % 50_000) + ',' + new Date(start + k * 1000).toISOString() + ',click,/p,' + (box ? box.name : '') + ',' + clicks.x[k] + ',' + clicks.y[k] + ',' + page.width + ',' + page.height + ',' + clicks.width[k] + ',800,' + tied);
  }
  const dataset = document.createElement('tp-dataset');
  dataset.source = { kind: 'text', text: lines.join('\\n'), name: 'clicks.csv' };
  const heatmap = document.createElement('tp-heatmap');
  Object.assign(heatmap, { page: '/p', pageWidth: page.width, pageHeight: page.height });
  dataset.append(heatmap);
  place.append(dataset);
  const inside = (selector) => heatmap.shadowRoot?.querySelector(selector);
  const clicksShown = () => Number(/([\\d,]+) clicks/.exec(inside('.sub')?.textContent ?? '')?.[1].replaceAll(',', '') ?? 0);
  const tiedShown = () => inside('.accl')?.textContent;
  const begin = performance.now();
  while (!tiedShown()) await new Promise((resolve) => setTimeout(resolve, 50));
  const readyMs = performance.now() - begin;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const rows = clicksShown();
  const redraw = await redrawn(clicks, readyMs);
  const sizes = classes.map(([low, high]) => clicks.width.reduce((sum, width) => sum + (width >= low && width < high ? 1 : 0), 0));
  // The list and the bands of a class come together: the bands are those of its own count.
  const canvas = () => inside('canvas.dens');
  const refilter = await watch(readyMs, 24, async (k) => {
    const before = pictureOf(canvas());
    heatmap.viewport = classAt(k);
    while (clicksShown() !== sizes[classAt(k)] || pictureOf(canvas()) === before) await nextFrame();
  });
  return { rows, redraw, refilter };
}

/** Smoothing, bands and paint anew with each frame, from the cells that the worker gives for a page of this size. */
async function redrawn(clicks, readyMs) {
  const [cols, rows] = [160, 300];
  const counts = new Uint32Array(cols * rows);
  for (let k = 0; k < clicks.count; k++) counts[Math.floor((clicks.y[k] * rows) / page.height) * cols + Math.floor((clicks.x[k] * cols) / page.width)]++;
  const cells = { classes: [], cols: [], rows: [], counts: [], actors: [] };
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    cells.cols.push(cell % cols);
    cells.rows.push(Math.floor(cell / cols));
    cells.counts.push(counts[cell]);
  }
  const canvas = document.createElement('canvas');
  place.prepend(canvas);
  const result = await watch(readyMs, 240, () =>
    shown(() => {
      const field = emptyField(cols, rows);
      addCells(field, cells, cols, rows);
      paint(canvas, bandsOf(field, page.width / cols, page.height / rows), 850, 1594);
    }),
  );
  canvas.remove();
  return result;
}

/** A few pixels of a canvas as text; two classes differ in some of them. */
function pictureOf(canvas) {
  const { width, height } = canvas;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return Array.from({ length: 24 }, (_, i) => context.getImageData(Math.floor((width * ((i % 4) * 290 + 100)) / 1280), Math.floor((height * (Math.floor(i / 4) * 380 + 92)) / 2400), 40, 1).data.join('')).join('|');
}

function pick(clicks, place_) {
  const [low, high] = classes[place_] ?? [0, Infinity];
  const chosen = [];
  for (let k = 0; k < clicks.count; k++) if (clicks.width[k] >= low && clicks.width[k] < high) chosen.push(k);
  return chosen;
}

async function heatmapJs(clicks) {
  place.style.height = '1600px';
  const scale = 850 / page.width;
  const pointsOf = (chosen) => chosen.map((k) => ({ x: Math.floor(clicks.x[k] * scale), y: Math.floor(clicks.y[k] * scale), value: 1 }));
  const map = globalThis.h337.create({ container: place, radius: 12 });
  const everything = pointsOf(pick(clicks, -1));
  const begin = performance.now();
  map.setData({ max: 200, min: 0, data: everything });
  await nextFrame();
  const readyMs = performance.now() - begin;
  const redraw = await watch(readyMs, 240, () => shown(() => map.repaint()));
  const parts = classes.map((_, i) => pick(clicks, i));
  const refilter = await watch(readyMs, 24, (k) =>
    shown(() => map.setData({ max: 50, min: 0, data: pointsOf(parts[classAt(k)]) })),
  );
  return { rows: everything.length, redraw, refilter };
}

async function echarts(clicks) {
  place.style.height = '900px';
  const { echarts: lib } = globalThis;
  lib.registerMap('page', { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: 'page' }, geometry: { type: 'Polygon', coordinates: [[[0, 0], [128, 0], [128, -240], [0, -240], [0, 0]]] } }] });
  const pointsOf = (chosen) => chosen.map((k) => [clicks.x[k] / 10, -clicks.y[k] / 10, 1]);
  const chart = lib.init(place);
  const everything = pointsOf(pick(clicks, -1));
  const optionOf = (data) => ({
    animation: false,
    geo: { map: 'page', aspectScale: 1 },
    visualMap: { show: false, min: 0, max: 200, inRange: { color: ['#bbdeee', '#91c6e3', '#6aadd6', '#4a93c7', '#3278b3'] } },
    series: [{ type: 'heatmap', coordinateSystem: 'geo', pointSize: 5, blurSize: 6, data }],
  });
  const begin = performance.now();
  chart.setOption(optionOf(everything));
  chart.getZr().flush();
  await nextFrame();
  const readyMs = performance.now() - begin;
  // It draws when it likes; a frame must show its step.
  const redraw = await watch(readyMs, 240, (k) =>
    shown(() => {
      chart.resize({ width: widthAt(k) });
      chart.getZr().flush();
    }),
  );
  const parts = classes.map((_, i) => pick(clicks, i));
  const refilter = await watch(readyMs, 24, (k) =>
    shown(() => {
      chart.setOption(optionOf(pointsOf(parts[classAt(k)])));
      chart.getZr().flush();
    }),
  );
  return { rows: everything.length, redraw, refilter };
}

globalThis.measure = (who, count) => ({ kit, echarts, 'heatmap.js': heatmapJs })[who](clicksOf(count));
`;

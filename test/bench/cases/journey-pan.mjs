import { join } from 'node:path';
import { chromium as launcher } from 'playwright';
import { chromium } from '../../browsers.mjs';
import { root } from '../kit.mjs';
import { p95, rounded } from '../race.mjs';
import { servePage } from './element-page.mjs';

const peers = {
  'peer.js': join(root, 'test/bench/node_modules/vis-timeline/standalone/umd/vis-timeline-graph2d.min.js'),
  'peer.css': join(root, 'test/bench/node_modules/vis-timeline/styles/vis-timeline-graph2d.min.css'),
};
const ROWS = 100_000;
const PATIENCE_MS = 120_000;

/**
 * A time line of one customer's 100,000 touchpoints in six lanes, half of them in view, is panned and zoomed, one step a frame: how long
 * 95 of 100 frames take at most, and the longest task. Each in a page of its own, on the same rows; vis-timeline as it comes, and with its
 * clusters. A peer that needs more than 20 s for its steps is stopped there; one that is not ready after two minutes has no figures.
 */
export async function journeyPanCase(emit) {
  const server = await servePage('journey', script, html, peers);
  const browser = await launcher.launch(chromium);
  const inPage = async (who) => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.setDefaultTimeout(180_000);
    await page.goto(server.address);
    await page.waitForFunction(() => 'measure' in globalThis);
    let stop;
    const late = new Promise((resolve) => {
      stop = setTimeout(resolve, PATIENCE_MS, null);
    });
    const measured = page.evaluate(([name, rows]) => globalThis.measure(name, rows), [who, ROWS]);
    measured.catch(() => {});
    const result = await Promise.race([measured, late]);
    clearTimeout(stop);
    await page.close();
    if (result === null && who !== 'kit') return null;
    if (result === null) throw new Error('journey-pan: the kit was not ready in time.');
    if (errors.length > 0) throw new Error(`journey-pan: ${who} failed: ${errors[0]}`);
    if (result.rows !== ROWS) throw new Error(`journey-pan: ${who} shows ${result.rows} of ${ROWS} touchpoints.`);
    return result;
  };
  try {
    const ours = await inPage('kit');
    for (const peer of ['vis-timeline', 'vis-timeline-cluster']) {
      const theirs = await inPage(peer);
      for (const move of ['pan', 'zoom']) emit(lineOf(move, peer, ours, theirs));
    }
  } finally {
    await browser.close();
    server.close();
  }
}

function lineOf(move, peer, ours, theirs) {
  const range = ({ frames }) => [rounded(Math.min(...frames)), rounded(Math.max(...frames))];
  const mine = ours[move];
  const other = theirs?.[move] ?? null;
  const both = (pick) => [rounded(pick(mine)), other && rounded(pick(other))];
  const [oursMs, peerMs] = both(({ frames }) => p95(frames));
  return {
    name: `journey-${move}`,
    size: '100k',
    peer,
    oursMs,
    peerMs,
    ratio: peerMs === null ? null : rounded(peerMs / oursMs),
    spread: {
      ours: range(mine),
      peer: other && range(other),
      runs: [mine.frames.length, ...(other ? [other.frames.length] : [])],
    },
    // The longest task of each; 0: none took 50 ms.
    frameTaskMs: both(({ longestTaskMs }) => longestTaskMs),
    // Script in 95 of 100 steps, without layout, paint and the wait for the screen.
    frameWorkMs: both(({ work }) => p95(work)),
    frameReadyMs: [rounded(ours.readyMs), theirs && rounded(theirs.readyMs)],
  };
}

const html = `<!doctype html><meta charset="utf-8"><title>Bench</title><link rel="stylesheet" href="peer.css"><style>body{margin:8px;font:13px sans-serif}</style><div id="place"></div><script src="peer.js"></script><script type="module" src="page.js"></script>`;

const script = `
import '${root}widgets/dataset/dataset.ts';
import '${root}widgets/journey/journey.ts';

const day = 86_400_000;
const start = Date.UTC(2024, 0, 1);
const channels = ['ads', 'web', 'email', 'product', 'sales', 'support'];
const place = document.getElementById('place');

/** Rows of one customer over 1,000 days, from a seed. */
function rowsOf(count) {
  let value = 7;
  const random = () => (value = (value * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
  return Array.from({ length: count }, (_, k) => ({
    time: Math.floor(start + ((k + random()) / count) * 1000 * day),
    channel: channels[Math.floor(random() * 6)],
    event: 'event ' + Math.floor(random() * 12),
  }));
}

// All that is done in callbacks of frames is timed, whoever asked for them.
const ask = requestAnimationFrame;
let inFrames = 0;
globalThis.requestAnimationFrame = (run) =>
  ask((now) => {
    const before = performance.now();
    run(now);
    inFrames += performance.now() - before;
  });
const nextFrame = () => new Promise((resolve) => ask(resolve));

/** Makes a step every second frame, so that each is drawn before the next; work is the script's share of it. */
async function watch(steps, step) {
  let longestTaskMs = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  tasks.observe({ type: 'longtask' });
  const frames = [];
  const work = [];
  const begin = performance.now();
  await nextFrame();
  let last = performance.now();
  for (let k = 0; k < steps && performance.now() - begin < 20_000; k++) {
    inFrames = 0;
    const before = performance.now();
    step(k);
    const stepped = performance.now() - before;
    await nextFrame();
    await nextFrame();
    work.push(stepped + inFrames);
    const now = performance.now();
    frames.push((now - last) / 2);
    last = now;
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  for (const { duration } of tasks.takeRecords()) longestTaskMs = Math.max(longestTaskMs, duration);
  return { frames, work, longestTaskMs };
}

// There and back again; every step moves by 1/120 of the view, or zooms by 3 %.
const panBy = (k) => (Math.floor(k / 60) % 2 === 0 ? -1 : 1) / 120;
const zoomBy = (k) => (Math.floor(k / 60) % 2 === 0 ? 0.97 : 1 / 0.97);

async function kit(rows) {
  const begin = performance.now();
  const csv = ['customer,time,event,channel', ...rows.map(({ time, event, channel }) => 'C-1,' + new Date(time).toISOString() + ',' + event + ',' + channel)];
  const dataset = document.createElement('tp-dataset');
  dataset.source = { kind: 'text', text: csv.join('\\n'), name: 'events.csv' };
  const journey = document.createElement('tp-journey');
  Object.assign(journey, { actor: 'C-1', span: '500d' });
  dataset.append(journey);
  place.append(dataset);
  const inside = (selector) => journey.shadowRoot?.querySelector(selector);
  while (!inside('.tl') || /loaded/.test(inside('.jleg')?.textContent ?? 'loaded')) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const readyMs = performance.now() - begin;
  const box = inside('.tl').getBoundingClientRect();
  const wheel = (init) =>
    inside('.tl').dispatchEvent(
      new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: box.left + box.width * 0.5, clientY: box.top + 80, ...init }),
    );
  const pan = await watch(240, (k) => wheel({ deltaX: panBy(k) * box.width }));
  const zoom = await watch(240, (k) => wheel({ deltaY: Math.log(zoomBy(k)) / 0.006, ctrlKey: true }));
  return { readyMs, pan, zoom, rows: Number(/([\\d,]+) touchpoints/.exec(inside('.sub').textContent)[1].replaceAll(',', '')) };
}

async function peer(rows, cluster) {
  const begin = performance.now();
  const { DataSet, Timeline } = globalThis.vis;
  const items = new DataSet(rows.map(({ time, event, channel }, id) => ({ id, group: channel, start: time, type: 'point', content: '', title: event })));
  const timeline = new Timeline(place, items, channels.map((id) => ({ id, content: id })), {
    stack: false, height: 400, start: start + 500 * day, end: start + 1000 * day, verticalScroll: false, ...(cluster && { cluster: { maxItems: 1, clusterCriteria: () => true } }),
  });
  await new Promise((resolve) => timeline.on('changed', resolve));
  await nextFrame();
  const readyMs = performance.now() - begin;
  const move = (change) => {
    const { start: from, end: to } = timeline.getWindow();
    const [a, b] = change(Number(from), Number(to));
    timeline.setWindow(a, b, { animation: false });
    // It draws when it likes; a frame must show its step.
    timeline.redraw();
  };
  const pan = await watch(240, (k) => move((from, to) => [from + panBy(k) * (to - from), to + panBy(k) * (to - from)]));
  const zoom = await watch(240, (k) =>
    move((from, to) => {
      const middle = (from + to) / 2;
      const half = ((to - from) / 2) * zoomBy(k);
      return [middle - half, middle + half];
    }),
  );
  return { readyMs, pan, zoom, rows: items.length };
}

globalThis.measure = (who, count) => (who === 'kit' ? kit(rowsOf(count)) : peer(rowsOf(count), who === 'vis-timeline-cluster'));
`;

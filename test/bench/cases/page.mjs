import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as launcher } from 'playwright';
import { chromium } from '../../browsers.mjs';
import { csvChunks, csvMapping, makeLog, steps, windowMs } from '../events.mjs';
import { root } from '../kit.mjs';
import { median, rounded } from '../race.mjs';
import { servePage } from './element-page.mjs';

const GIGABYTE = 1_000_000_000;

/** A page hands a CSV of a million rows to a worker and asks for a funnel: how long the page itself was held up. */
export async function pageCase(size, rows, emit) {
  const runs = await inPage(async (file, load) => {
    await writeCsv(file, makeLog(rows));
    return [await load(), await load(), await load()];
  });
  for (const run of runs) check(run, rows);
  const one = (pick) => runs.map(pick);
  emit({
    ...line(
      'page',
      size,
      one((run) => run.firstResultMs),
    ),
    longestTaskMs: rounded(Math.max(...one((run) => run.longestTaskMs))),
    longestFrameGapMs: rounded(Math.max(...one((run) => run.longestFrameGapMs))),
    loadMs: rounded(median(one((run) => run.loadMs))),
    funnelMs: rounded(median(one((run) => run.funnelMs))),
    ...memoryOf(runs),
  });
}

/** The same with a file of a gigabyte, chosen in a file field. */
export async function oneGigabyteCase(emit) {
  let rows = 0;
  const [run] = await inPage(async (file, load) => {
    rows = await writeCsv(file, makeLog(17_500_000), GIGABYTE);
    return [await load()];
  });
  check(run, rows);
  emit({
    ...line('one-gb', '1GB', [run.firstResultMs]),
    rows,
    longestTaskMs: rounded(run.longestTaskMs),
    longestFrameGapMs: rounded(run.longestFrameGapMs),
    loadMs: rounded(run.loadMs),
    funnelMs: rounded(run.funnelMs),
    ...memoryOf([run]),
  });
}

function line(name, size, samples) {
  return {
    name,
    size,
    peer: null,
    oursMs: rounded(median(samples)),
    peerMs: null,
    ratio: null,
    spread: {
      ours: [rounded(Math.min(...samples)), rounded(Math.max(...samples))],
      peer: null,
      runs: [samples.length],
    },
  };
}

function memoryOf(runs) {
  const most = (pick) => rounded(Math.max(...runs.map(pick)) / 1e6);
  return {
    pageHeapPeakGrowthMB: most((run) => run.page.peak - run.page.before),
    pageHeapKeptGrowthMB: most((run) => run.page.after - run.page.before),
    workerPeakMB: most((run) => run.worker.peak),
    workerKeptMB: most((run) => run.worker.after),
    storeMB: most((run) => run.storeBytes),
  };
}

function check(run, rows) {
  if (run.rows !== rows) throw new Error(`The page loaded ${run.rows} of ${rows} rows.`);
  if (run.seat !== 'worker') throw new Error(`The engine took the seat "${run.seat}": ${run.attempts}`);
}

/**
 * @param {(file: string, load: () => Promise<object>) => Promise<object[]>} play writes the file, then loads it as often as it likes
 */
async function inPage(play) {
  if (!chromium.executablePath) throw new Error('Chromium is not installed; the page was not measured.');
  const server = await servePage('page', script, html);
  const temp = mkdtempSync(join(tmpdir(), 'touchpoint-kit-bench-'));
  const browser = await launcher.launch({ ...chromium, args: [...chromium.args, '--enable-precise-memory-info'] });
  try {
    const file = join(temp, 'events.csv');
    return await play(file, () => loadOnce(browser, server.address, file));
  } finally {
    await browser.close();
    server.close();
    rmSync(temp, { recursive: true, force: true });
  }
}

async function loadOnce(browser, address, file) {
  const page = await browser.newPage();
  const heap = await watchHeaps(page);
  await page.goto(address);
  await page.waitForFunction(() => 'measure' in globalThis);
  await page.setInputFiles('input', file);
  const before = await heap.collected();
  const watching = heap.watch();
  const timed = await page.evaluate((spec) => globalThis.measure(spec), {
    mapping: csvMapping,
    spec: { kind: 'funnel', steps: steps.map((event) => ({ event })), windowMs },
  });
  const peak = await watching.stop();
  const after = await heap.collected();
  await page.close();
  return {
    ...timed,
    page: { before: before.page, peak: peak.page, after: after.page },
    worker: { peak: peak.worker, after: after.worker },
  };
}

/** Heap and buffers of the page and of its worker, as the browser counts them. */
async function watchHeaps(page) {
  const session = await page.context().newCDPSession(page);
  let worker = null;
  let id = 0;
  const waiting = new Map();
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') worker = sessionId;
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => {
    if (sessionId === worker) worker = null;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message);
    waiting.get(answer.id)?.(answer.result);
    waiting.delete(answer.id);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const askWorker = (method) =>
    new Promise((resolve) => {
      id++;
      waiting.set(id, resolve);
      session
        .send('Target.sendMessageToTarget', { sessionId: worker, message: JSON.stringify({ id, method }) })
        .catch(() => resolve(undefined));
    });
  const bytes = (usage) => (usage ? usage.usedSize + (usage.backingStorageSize ?? 0) : 0);
  const used = async () => ({
    page: bytes(await session.send('Runtime.getHeapUsage')),
    worker: worker ? bytes(await askWorker('Runtime.getHeapUsage')) : 0,
  });
  return {
    async collected() {
      await session.send('HeapProfiler.collectGarbage');
      if (worker) await askWorker('HeapProfiler.collectGarbage');
      return used();
    },
    /** Looks every 100 ms until `stop`; the greatest of each is not cleared of garbage. */
    watch() {
      const peak = { page: 0, worker: 0 };
      let running = true;
      const done = (async () => {
        while (running) {
          const now = await used();
          peak.page = Math.max(peak.page, now.page);
          peak.worker = Math.max(peak.worker, now.worker);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      })();
      return {
        async stop() {
          running = false;
          await done;
          return peak;
        },
      };
    },
  };
}

const html = `<!doctype html><meta charset="utf-8"><title>Bench</title><input type="file"><script type="module" src="page.js"></script>`;

const script = `
import { createEngine } from '${root}worker/client.ts';

globalThis.measure = async ({ spec, mapping }) => {
  const file = document.querySelector('input').files[0];
  let longestTaskMs = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  tasks.observe({ type: 'longtask' });
  let longestFrameGapMs = 0;
  let last = performance.now();
  let watching = true;
  const frame = () => {
    const now = performance.now();
    longestFrameGapMs = Math.max(longestFrameGapMs, now - last);
    last = now;
    if (watching) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  const start = performance.now();
  const engine = await createEngine({ seat: 'worker', transports: ['url', 'blob'] });
  const report = await engine.load({ kind: 'blob', blob: file, name: 'events.csv' }, { mapping });
  const loaded = performance.now();
  const [outcome] = await engine.run([{ id: 'bench', spec }]);
  const end = performance.now();
  const info = await engine.describe();

  await new Promise((resolve) => setTimeout(resolve, 200));
  watching = false;
  for (const { duration } of tasks.takeRecords()) longestTaskMs = Math.max(longestTaskMs, duration);
  globalThis.engine = engine;
  return {
    seat: engine.seat,
    attempts: JSON.stringify(engine.attempts),
    rows: report.accepted,
    counts: outcome.result.stepCounts,
    firstResultMs: end - start,
    loadMs: loaded - start,
    funnelMs: end - loaded,
    storeBytes: info.bytes,
    longestTaskMs,
    longestFrameGapMs,
  };
};
`;

/**
 * Writes a log as CSV, up to whole rows of about `most` bytes.
 * @returns rows written
 */
export async function writeCsv(file, log, most = Infinity) {
  const handle = await open(file, 'w');
  let bytes = 0;
  let rows = -1;
  for (const chunk of csvChunks(log)) {
    for (const byte of chunk) if (byte === 10) rows++;
    await handle.write(chunk);
    bytes += chunk.length;
    if (bytes >= most) break;
  }
  await handle.close();
  return rows;
}

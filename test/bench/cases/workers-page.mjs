import { isDeepStrictEqual } from 'node:util';
import { chromium as launcher } from 'playwright';
import { chromium } from '../../browsers.mjs';
import { root } from '../kit.mjs';
import { lineOf } from '../race.mjs';
import { servePage } from './element-page.mjs';

const REPEATS = 9;

/**
 * Engines of one page with the same rows take turns: one that counts alone, one that always has a second worker, and one
 * that finds out what is quicker (`workers-page-funnel`, `workers-page-feature-hour`). Questions are new each time. The
 * lines compare with the one that counts alone; what crosses between page and workers is part of the time.
 */
export async function workersPageCases(size, rows, wanted, emit) {
  if (!chromium.executablePath) throw new Error('Chromium is not installed; the page was not measured.');
  const server = await servePage(
    'workers-page',
    script,
    '<!doctype html><script type="module" src="page.js"></script>',
  );
  const browser = await launcher.launch(chromium);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    await page.goto(server.address);
    await page.waitForFunction(() => 'measure' in globalThis);
    for (const name of ['workers-page-funnel', 'workers-page-feature-hour']) {
      if (!wanted(name)) continue;
      const runs = await page.evaluate((set) => globalThis.measure(set), { name, rows, repeats: REPEATS });
      const { one, two, chosen, answers } = runs;
      if (!answers.every((answer) => isDeepStrictEqual(answer, answers[0]))) {
        throw new Error(`${name} ${size}: two workers answer otherwise.`);
      }
      emit(lineOf(`${name}-always`, size, 'one-worker', two, one));
      emit(lineOf(name, size, 'one-worker', chosen, one));
    }
  } finally {
    await browser.close();
    server.close();
  }
}

const script = `
import { createEngine } from '${root}worker/client.ts';
import { batchesOf, eventNames, makeLog, steps, windowMs } from '${root}test/bench/events.mjs';

let engines = null;

async function start(rows) {
  const log = makeLog(rows);
  const made = {};
  for (const [name, workers] of [['one', 1], ['two', 2], ['chosen', undefined]]) {
    made[name] = await createEngine({ seat: 'worker', maxBytes: 2 ** 31, ...(workers && { workers }) });
    await made[name].appendBatches(batchesOf(log));
  }
  return made;
}

const questions = {
  // A level of its own makes each a new question; nothing else depends on it.
  'workers-page-funnel': (k) => ({ kind: 'funnel', steps: steps.map((event) => ({ event })), windowMs, level: 0.5 + k / 1000 }),
  'workers-page-feature-hour': (k) => ({
    kind: 'featureMatrix',
    features: eventNames.map((event) => ({ name: k + event, match: [{ event }] })),
    columns: 'hour-of-week',
  }),
};

globalThis.measure = async ({ name, rows, repeats }) => {
  engines ??= await start(rows);
  const found = { one: [], two: [], chosen: [], answers: [] };
  let k = 0;
  const ask = async (which, spec) => {
    const start = performance.now();
    const [outcome] = await engines[which].run([{ id: 'x', spec }]);
    const took = performance.now() - start;
    if (!outcome.ok) throw new Error(outcome.error.message);
    return { took, result: outcome.result };
  };
  // Loops get compiled, the second worker gets its rows, and the one that may choose has tried both ways.
  for (; k < 8; k++) for (const which of ['one', 'two', 'chosen']) await ask(which, questions[name](k));
  for (let i = 0; i < repeats; i++, k++) {
    for (const which of ['one', 'two', 'chosen']) {
      const { took, result } = await ask(which, questions[name](k));
      found[which].push(took);
      if (i === 0) found.answers.push(result);
    }
  }
  return found;
};
`;

import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';
import { batchesOf, eventNames, makeLog, steps, windowMs } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { lineOf } from '../race.mjs';

const REPEATS = 9;

/**
 * The actors in two parts, one in this thread and one in another, against all of them in this thread: `workers-funnel` and
 * `workers-feature-hour`. The other thread's columns are moved to it beforehand; what it found comes back each time and
 * is merged. Answers are compared. Needs two free cores to say anything.
 */
export async function workersCases(size, rows, wanted, emit) {
  const log = makeLog(rows);
  const engine = await loadEngine();
  const { finish, splitByActor } = engine;
  const core = new engine.EngineCore({ connectors: [], maxBytes: 2 ** 32 });
  await core.appendBatches(batchesOf(log));
  const view = core.store;
  const [here, there] = splitByActor(view, 2);
  const { rows: partRows, actors, offsets, timeBase, dataEnd } = there.view;
  const columns = { time: there.view.time.slice(), event: there.view.event.slice(), offsets };
  const thread = new Worker(new URL('part-thread.mjs', import.meta.url), {
    workerData: {
      ...columns,
      rows: partRows,
      acceptedRows: partRows,
      actors,
      timeBase,
      eventNames: view.eventNames,
      dataEnd,
      unidentifiedRows: 0,
      rejectedRows: 0,
    },
    transferList: [columns.time.buffer, columns.event.buffer],
  });
  await once(thread, 'message');
  const ask = (kind, spec) => {
    thread.postMessage({ kind, spec });
    return once(thread, 'message').then(([found]) => found);
  };
  const funnel = { kind: 'funnel', steps: steps.map((event) => ({ event })), windowMs };
  const matrix = {
    kind: 'featureMatrix',
    features: eventNames.map((event) => ({ name: event, match: [{ event }] })),
    columns: 'hour-of-week',
  };
  const cases = {
    'workers-funnel': {
      one: () => finish(engine.funnel(view, funnel, null)).result,
      async two() {
        const other = ask('funnelPart', funnel);
        const own = finish(engine.funnelPart(here.view, funnel, null));
        return finish(engine.mergeFunnel(view, funnel, [own, await other])).result;
      },
    },
    'workers-feature-hour': {
      one: () => finish(engine.featureMatrix(view, matrix, null)).result,
      async two() {
        const other = ask('featureMatrix', matrix);
        const own = finish(engine.featureMatrix(here.view, matrix, null)).result;
        return engine.mergeMatrices(view, [own, await other]);
      },
    },
  };
  for (const [name, { one, two }] of Object.entries(cases)) {
    if (!wanted(name)) continue;
    if (!isDeepStrictEqual(one(), await two())) throw new Error(`${name} ${size}: parts answer otherwise.`);
    const ours = [];
    const whole = [];
    for (let i = 0; i < REPEATS; i++) {
      let start = performance.now();
      await two();
      ours.push(performance.now() - start);
      start = performance.now();
      one();
      whole.push(performance.now() - start);
    }
    emit(lineOf(name, size, 'one-thread', ours, whole));
  }
  await thread.terminate();
}

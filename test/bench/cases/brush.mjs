import { batchesOf, byActor, makeLog, steps, windowMs } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { fillEvents, joinFunnel, numbersOf, openDuckDB } from '../peers/duckdb.mjs';
import { lineOf, rounded } from '../race.mjs';

const HOUR = 3_600_000;
const WIDTH = 7 * 24 * HOUR;
const MOVES = 200;
const FULL = 9;

/**
 * A funnel under a range of 7 days that is dragged to and fro: `brush-move` by up to an hour, where the engine follows
 * the rows that enter and leave, `brush-full` to anywhere. Every answer is held to that of another engine which is asked
 * once; DuckDB counts the same range afresh.
 */
export async function brushCases(size, rows, wanted, emit) {
  const log = makeLog(rows);
  const brushed = await filledEngine(log);
  const { connection } = await openDuckDB();
  fillEvents(connection, byActor(log));
  const begin = log.time[0];
  const cases = {
    'brush-move': { count: MOVES, next: (from, i) => from + (i % 20 < 10 ? 1 : -1) * HOUR * ((i % 4) + 1) * 0.25 + i },
    'brush-full': { count: FULL, next: (from, i) => begin + ((i * 11) % 23) * 24 * HOUR + i },
  };
  for (const [name, { count, next }] of Object.entries(cases)) {
    if (!wanted(name)) continue;
    let from = begin + 10 * 24 * HOUR;
    for (let i = 1; i <= 5; i++) await ask(brushed, (from += HOUR + i));
    const ours = [];
    const theirs = [];
    const every = Math.ceil(count / 8);
    for (let i = 1; i <= count; i++) {
      from = next(from, i);
      const [ms, result] = await ask(brushed, from);
      ours.push(ms);
      if (i % every !== 0) continue;
      const start = performance.now();
      const answer = numbersOf(connection, ranged(from - begin, from - begin + WIDTH));
      theirs.push(performance.now() - start);
      agree(name, size, result.stepCounts, answer, 'duckdb-wasm');
      const [, fresh] = await ask(brushed, from, { level: 0.5 + i / 1000 });
      agree(name, size, withoutIntervals(result), withoutIntervals(fresh), 'a fresh count');
    }
    const p95 = ours.toSorted((a, b) => a - b)[Math.ceil(ours.length * 0.95) - 1];
    emit({ ...lineOf(name, size, 'duckdb-wasm', ours, theirs), p95Ms: rounded(p95) });
  }
}

async function filledEngine(log) {
  const { EngineCore } = await loadEngine();
  const engine = new EngineCore({ connectors: [] });
  await engine.appendBatches(batchesOf(log));
  return engine;
}

/** Another level of the intervals is another question: asked over one range only, it is counted afresh. */
async function ask(engine, from, options = {}) {
  const spec = { kind: 'funnel', steps: steps.map((event) => ({ event })), windowMs, ...options };
  const filter = { kind: 'time', range: { from, to: from + WIDTH } };
  const start = performance.now();
  const [outcome] = await engine.run([{ id: 'bench', spec, filter }]);
  const ms = performance.now() - start;
  if (!outcome.ok) throw new Error(outcome.error.message);
  return [ms, outcome.result];
}

function withoutIntervals({ intervalFromStart: _start, intervalFromPrevious: _previous, ...rest }) {
  return rest;
}

function agree(name, size, ours, theirs, who) {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
  throw new Error(`${name} ${size}: ${who} answers ${JSON.stringify(theirs)}, not ${JSON.stringify(ours)}.`);
}

/** The funnel over some of the rows. */
function ranged(from, to) {
  const some = joinFunnel.replaceAll(/(FROM|JOIN) events/g, '$1 ranged');
  return some.replace(
    'WITH ',
    `WITH ranged AS MATERIALIZED (SELECT * FROM events WHERE time >= ${from} AND time < ${to}), `,
  );
}

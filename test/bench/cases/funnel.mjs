import { batchesOf, byActor, makeLog, rowObjects, steps, windowMs } from '../events.mjs';
import { loadEngine, loadFunnelKernel } from '../kit.mjs';
import { arqueroTable, bestFunnel, firstFunnel } from '../peers/arquero.mjs';
import { fillEvents, firstTouchFunnel, joinFunnel, numbersOf, openDuckDB, windowFunnel } from '../peers/duckdb.mjs';
import { openNatives } from '../peers/natives.mjs';
import * as objects from '../peers/row-objects.mjs';
import { race } from '../race.mjs';

/** Four steps within seven days. The kit answers through `engine.run`: counts, intervals, means and medians together. */
export async function funnelCases(size, rows, wanted, emit) {
  const log = makeLog(rows);
  const ordered = byActor(log);
  const engine = await filledEngine(log);
  const { connection } = await openDuckDB();
  fillEvents(connection, ordered);
  const table = arqueroTable(ordered);
  const inTime = rowObjects(log);
  const inOrder = rowsByActor(inTime, log);

  const natives = wanted('funnel-exact') || wanted('funnel-first-touch') ? await openNatives(ordered) : [];
  const { useFunnelKernel } = await loadEngine();
  const kernel = await loadFunnelKernel();

  const ours = (options) => ({ peer: 'ours', run: () => ask(engine, options) });
  // Loads no code at each turn: the kernel is put to use for one question.
  const oursWasm = {
    peer: 'ours-wasm',
    run: async () => {
      useFunnelKernel(kernel);
      try {
        return await ask(engine, {});
      } finally {
        useFunnelKernel(null);
      }
    },
  };
  const native = (peer, name, statement) =>
    natives
      .filter((one) => one.peer === peer)
      .map(({ rows: run }) => ({ peer: name, run: async () => (await run(statement))[0] }));
  const sql = (peer, statement) => ({ peer, run: () => numbersOf(connection, statement) });
  const plain = (depthOf) => [
    { peer: 'row-objects', run: () => objects.funnelGrouped(inTime, depthOf) },
    { peer: 'row-objects-ordered', run: () => objects.funnelOrdered(inOrder, depthOf) },
  ];
  const cases = {
    'funnel-exact': () => [
      ours({}),
      sql('duckdb-wasm', joinFunnel),
      sql('duckdb-wasm-window', windowFunnel),
      ...native('duckdb', 'duckdb', joinFunnel),
      ...native('duckdb', 'duckdb-window', windowFunnel),
      ...native('clickhouse', 'clickhouse', clickHouseFunnel),
      oursWasm,
      { peer: 'arquero', run: () => bestFunnel(table) },
      ...plain(objects.bestDepth),
    ],
    'funnel-entry-first': () => [
      ours({ entry: 'first' }),
      sql('duckdb-wasm', firstTouchFunnel),
      { peer: 'arquero', run: () => firstFunnel(table) },
      ...plain(objects.firstDepth),
    ],
    // The peer answers a simpler question than the kit, so its answer is held to the kit's for that question.
    'funnel-first-touch': async () => {
      const simpler = JSON.stringify(await ask(engine, { entry: 'first' }));
      if (JSON.stringify(numbersOf(connection, firstTouchFunnel)) !== simpler) {
        throw new Error(`funnel-first-touch ${size}: duckdb-wasm does not answer ${simpler}.`);
      }
      const others = [sql('duckdb-wasm', firstTouchFunnel), ...native('duckdb', 'duckdb', firstTouchFunnel), oursWasm];
      return [ours({}), ...others].map((runner) => ({ ...runner, answer: () => null }));
    },
    'funnel-strict': () => [ours({ order: 'strict' }), ...plain(objects.strictDepth)],
    'funnel-unordered': () => [ours({ order: 'unordered' }), ...plain(objects.unorderedDepth)],
  };
  const small = new Set(['funnel-entry-first', 'funnel-strict', 'funnel-unordered']);
  for (const [name, runners] of Object.entries(cases)) {
    if (!wanted(name) || (size !== '1M' && small.has(name))) continue;
    for (const line of await race(name, size, await runners())) emit(line);
  }
}

/** ClickHouse's own function; its default mode is the best attempt. */
const clickHouseFunnel = `
  SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4) FROM (
    SELECT windowFunnel(${windowMs})(time, ${steps.map((_, k) => `event = ${k}`).join(', ')}) AS level
    FROM events GROUP BY actor)`;

async function filledEngine(log) {
  const { EngineCore } = await loadEngine();
  const engine = new EngineCore({ connectors: [] });
  await engine.appendBatches(batchesOf(log));
  return engine;
}

let asked = 0;

/** Step counts. The engine keeps its newest answers, so each question gets a label of its own. */
async function ask(engine, options) {
  const labelled = steps.map((event) => ({ event, label: `${event} ${asked}` }));
  asked++;
  const [outcome] = await engine.run([
    { id: 'bench', spec: { kind: 'funnel', steps: labelled, windowMs, ...options } },
  ]);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.result.stepCounts;
}

/** The same objects in the order of (actor, time). */
function rowsByActor(rows, log) {
  const at = new Uint32Array(log.actors + 1);
  for (let i = 0; i < rows.length; i++) at[log.actor[i] + 1]++;
  for (let a = 0; a < log.actors; a++) at[a + 1] += at[a];
  const ordered = rows.slice();
  for (let i = 0; i < rows.length; i++) ordered[at[log.actor[i]]++] = rows[i];
  return ordered;
}

import { batchesOf, byActor, eventNames, makeLog, page, pointer } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { fillEvents, openDuckDB } from '../peers/duckdb.mjs';
import { openNatives } from '../peers/natives.mjs';
import * as objects from '../peers/row-objects.mjs';
import { race } from '../race.mjs';

const HOUR = 3_600_000;
const GAP = 48 * HOUR;
const STEPS = 5;
const GRID = 256;

/**
 * Paths: the most frequent edges by position, of sessions that end with a gap of two days. Databases and objects count
 * the edges; the kit also their actors and mean times, and what begins and ends at each node.
 */
export async function pathsCase(size, rows, emit) {
  const log = makeLog(rows);
  const { ask, peers } = await contenders(log);
  const spec = { kind: 'paths', sessionGapMs: GAP, collapseRepeats: false, maxSteps: STEPS, medians: false };
  const answer = (edges) => edges.slice(0, 10).map((edge) => edge.join(' '));
  const ours = {
    peer: 'ours',
    run: async () =>
      (await ask(spec)).edges.map((edge) => [
        edge.position,
        eventNames.indexOf(edge.sourceName),
        eventNames.indexOf(edge.targetName),
        edge.count,
      ]),
    answer,
  };
  const runners = [
    ours,
    ...peers.map(({ peer, rows: run }) => ({ peer, run: () => run(pathStatements[peer] ?? pathsSql), answer })),
  ];
  if (size === '1M') {
    const list = objects.rowObjects(log);
    runners.push({ peer: 'row-objects', run: () => objects.pathEdges(list, GAP, STEPS), answer });
  }
  for (const line of await race('paths', size, runners)) emit(line);
}

/** Feature by hour of the week. Databases and objects count rows; the kit also distinct actors of cells, rows and columns. */
export async function featureHourCase(size, rows, emit) {
  const log = makeLog(rows);
  const { ask, peers } = await contenders(log);
  const features = eventNames.map((event) => ({ name: event, match: [{ event }] }));
  const spec = { kind: 'featureMatrix', features, columns: 'hour-of-week', tz: 'UTC' };
  const sum = (cells) => [
    cells.length,
    cells.reduce((all, [event, hour, count]) => all + count * (event * 168 + hour + 1), 0),
  ];
  const ours = {
    peer: 'ours',
    run: () => ask(spec),
    answer: ({ cells }) =>
      sum([...cells.counts].flatMap((count, i) => (count === 0 ? [] : [[Math.floor(i / 168), i % 168, count]]))),
  };
  // Hours since a Monday, 00:00 UTC.
  const shift = log.time[0] + 72 * HOUR;
  const hour = (divide) => divide(`time + ${shift}`, HOUR);
  const statement = (divide) =>
    `SELECT event, ${hour(divide)} % 168 AS hour, count(*) FROM events GROUP BY event, hour`;
  const runners = [
    ours,
    ...peers.map(({ peer, rows: run }) => ({ peer, run: () => run(statement(divides[peer])), answer: sum })),
    ...withActors(peers, statement, sum),
  ];
  if (size === '1M') {
    const list = objects.rowObjects(log);
    runners.push({ peer: 'row-objects', run: () => objects.featureHours(list), answer: sum });
  }
  for (const line of await race('feature-hour', size, runners)) emit(line);
}

/** Pointer positions in a grid of 256 x 256. Databases count rows; the kit also distinct actors of every cell. */
export async function heatmapCase(size, rows, emit) {
  const log = makeLog(rows);
  const { ask, peers } = await contenders(log, pointer(rows));
  const spec = { kind: 'heatmapGrid', cols: GRID, rows: GRID, anchor: 'page' };
  const sum = (cells) => [
    cells.length,
    cells.reduce((all, [col, row, count]) => all + count * (row * GRID + col + 1), 0),
  ];
  const ours = {
    peer: 'ours',
    run: () => ask(spec),
    answer: ({ cells }) => sum(cells.counts.map((count, i) => [cells.cols[i], cells.rows[i], count])),
  };
  const cell = (divide, name, length) => divide(name, length / GRID);
  const statement = (divide) =>
    `SELECT ${cell(divide, 'x', page.width)} AS cx, ${cell(divide, 'y', page.height)} AS cy, count(*) FROM events GROUP BY cx, cy`;
  const runners = [
    ours,
    ...peers.map(({ peer, rows: run }) => ({ peer, run: () => run(statement(divides[peer])), answer: sum })),
    ...withActors(peers, statement, sum),
  ];
  for (const line of await race('heatmap', size, runners)) emit(line);
}

/** The kit and the databases with one log; pages' sizes stand in each row for the kit, in the question for the others. */
async function contenders(log, more = null) {
  const { EngineCore } = await loadEngine();
  const engine = new EngineCore({ connectors: [], maxBytes: 2 ** 32 });
  const sizes = more && {
    docWidth: new Uint16Array(log.rows).fill(page.width),
    docHeight: new Uint16Array(log.rows).fill(page.height),
  };
  await engine.appendBatches(batchesOf(log, { ...more, ...sizes }));
  // The databases get their rows in the order of (actor, time); positions need not follow them, being as random there.
  const ordered = byActor(log);
  const { connection } = await openDuckDB();
  fillEvents(connection, ordered, more ?? {});
  const wasm = {
    peer: 'duckdb-wasm',
    rows: (sql) =>
      connection
        .query(sql)
        .toArray()
        .map((row) => row.toArray().map(Number)),
  };
  let asked = 0;
  const ask = async (spec) => {
    const [outcome] = await engine.run([{ id: 'bench', spec: reordered(spec, asked++) }]);
    if (!outcome.ok) throw new Error(outcome.error.message);
    return outcome.result;
  };
  return { ask, peers: [wasm, ...(await openNatives(ordered, more ?? {}))] };
}

/** The engine keeps its newest answers and knows a question by its text: the same one with its keys in another order. */
function reordered(spec, order) {
  const keys = Object.keys(spec);
  const next = [];
  for (let k = keys.length; k > 0; k--) {
    next.push(...keys.splice(order % k, 1));
    order = Math.floor(order / k);
  }
  return Object.fromEntries(next.map((key) => [key, spec[key]]));
}

/** DuckDB in WebAssembly once more, counting distinct actors of every cell as the kit does. */
function withActors(peers, statement, answer) {
  return peers
    .filter(({ peer }) => peer === 'duckdb-wasm')
    .map(({ peer, rows: run }) => ({
      peer: `${peer}-actors`,
      run: () => run(statement(divides[peer]).replace('count(*)', 'count(*), count(DISTINCT actor)')),
      answer,
    }));
}

const divides = {
  'duckdb-wasm': (what, by) => `((${what}) // ${by})`,
  duckdb: (what, by) => `((${what}) // ${by})`,
  clickhouse: (what, by) => `intDiv(${what}, ${by})`,
};

const pathsSql = `
  WITH a AS (
    SELECT *, CASE WHEN time - lag(time) OVER w < ${GAP} THEN 0 ELSE 1 END AS begins
    FROM events WINDOW w AS (PARTITION BY actor ORDER BY time)
  ), b AS (
    SELECT *, sum(begins) OVER w AS session FROM a WINDOW w AS (PARTITION BY actor ORDER BY time)
  ), c AS (
    SELECT event, row_number() OVER w AS position, lead(event) OVER w AS next
    FROM b WINDOW w AS (PARTITION BY actor, session ORDER BY time)
  )
  SELECT position, event, next, count(*) AS n FROM c WHERE next IS NOT NULL AND position < ${STEPS}
  GROUP BY position, event, next ORDER BY n DESC, position, event, next LIMIT 50`;

// Arrays instead of window functions: ClickHouse is quicker so.
const pathStatements = {
  clickhouse: `
    SELECT position, source, target, count() AS n FROM (
      SELECT arraySort(r -> r.1, groupArray((time, event))) AS list,
        arraySplit((r, gap) -> gap >= ${GAP}, list, arrayDifference(arrayMap(r -> toInt64(r.1), list))) AS sessions
      FROM events GROUP BY actor
    ) ARRAY JOIN sessions AS s
    ARRAY JOIN range(1, least(length(s), ${STEPS})) AS position, arrayMap(i -> s[i].2, range(1, least(length(s), ${STEPS}))) AS source,
      arrayMap(i -> s[i + 1].2, range(1, least(length(s), ${STEPS}))) AS target
    GROUP BY position, source, target ORDER BY n DESC, position, source, target LIMIT 50`,
};

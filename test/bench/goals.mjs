/**
 * What the engine's figures are held against: a gate that must be met on a quiet machine, and an aim.
 * `by`: the figure of the line that is judged. A `ratio` (peer / ours) is to be reached, all others are not to be passed.
 * Nothing here fails a run.
 *
 * @typedef {{ name: string, size: string, peer: string | null, by: string, gate: number, aim: number, says: string }} Goal
 */

/** @type {readonly Goal[]} */
export const goals = [
  goal(
    'funnel-exact',
    '10M',
    'duckdb-wasm-window',
    'ratio',
    40,
    100,
    'exact, by window functions (what the goal was set against)',
  ),
  goal('funnel-first-touch', '10M', 'duckdb-wasm', 'ratio', 10, 20, 'DuckDB answers the simpler question'),
  goal('funnel-exact', '10M', 'row-objects', 'ratio', 10, 80, 'grouping of objects included'),
  goal('funnel-exact', '10M', 'duckdb-wasm', 'oursMs', 150, 40, 'one worker'),
  goal('brush-move', '10M', 'duckdb-wasm', 'p95Ms', 8, 3, 'a funnel under a range of 7 days, moved by up to an hour'),
  goal('brush-full', '10M', 'duckdb-wasm', 'oursMs', 300, 100, 'the same, moved anywhere'),
  goal('counts-jump', '10M', 'duckdb-wasm', 'p95Ms', 16, 16, 'rows by name, a range of 7 days anywhere'),
  goal('counts-segment', '10M', 'duckdb-wasm', 'p95Ms', 16, 16, 'rows by name of another set of actors'),
  goal('workers-funnel', '10M', 'one-thread', 'ratio', 1.6, 1.8, 'two threads against one; needs two free cores'),
  goal('funnel-exact', '10M', 'clickhouse', 'ratio', 5, 12, 'windowFunnel in this process, all cores'),
  goal('funnel-first-touch', '10M', 'duckdb', 'ratio', 4, 10, 'native, all cores; DuckDB answers the simpler question'),
  goal('paths', '10M', 'duckdb-wasm', 'ratio', 25, 35, 'the kit also counts actors, times and ends'),
  goal('heatmap', '10M', 'duckdb-wasm', 'ratio', 10, 16, 'the kit also counts actors'),
  goal('heatmap', '10M', 'clickhouse', 'ratio', 2, 4, 'the kit also counts actors'),
  goal('feature-hour', '10M', 'duckdb-wasm', 'ratio', 10, 16, 'the kit also counts actors'),
  goal('feature-hour', '10M', 'duckdb-wasm-actors', 'ratio', 10, 16, 'the peer counts actors too'),
  goal('ingest-csv', '1M', 'papaparse', 'ratio', 4, 8, 'the peer leaves every field a text'),
  goal('ingest-csv', '1M', 'papaparse-typed', 'ratio', 4, 8, 'the peer reads times and numbers too'),
  goal('ingest-csv', '1M', 'duckdb-wasm', 'ratio', 1.3, 2, 'the peer reads times and numbers too'),
  goal('bytes-per-event', '10M, 30 days', null, 'oursBytes', 8, 6.5, 'columns of a funnel'),
  goal('bytes-per-event', '10M, 3 years', null, 'oursBytes', 12, 8, 'columns of a funnel, exact ms'),
  goal('first-result', '10k', 'duckdb-wasm', 'ratio', 15, 30, 'engine started, no network'),
  goal('page', '1M', null, 'longestTaskMs', 50, 50, 'no task over 50 ms on the page while a worker loads and computes'),
  goal('one-gb', '1GB', null, 'pageHeapPeakGrowthMB', 20, 5, 'page heap while a file of 1 GB loads'),
];

function goal(name, size, peer, by, gate, aim, says) {
  return { name, size, peer, by, gate, aim, says };
}

/** A goal beside what was measured: `met`, `aim met` or `missed`. */
export function judge({ by, gate, aim }, line) {
  const value = line[by];
  const reaches = (limit) => (by === 'ratio' ? value >= limit : value <= limit);
  return { value, verdict: reaches(aim) ? 'aim met' : reaches(gate) ? 'met' : 'missed' };
}

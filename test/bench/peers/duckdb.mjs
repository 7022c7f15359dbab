import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { windowMs } from '../events.mjs';

const require = createRequire(import.meta.url);

/** A database in this thread: no messages between the question and its answer, which favours it. */
export async function openDuckDB() {
  const duckdb = require('@duckdb/duckdb-wasm/blocking');
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm/blocking'));
  const bundle = (name) => ({
    mainModule: join(dist, `duckdb-${name}.wasm`),
    mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`),
  });
  const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
  const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate(() => undefined);
  return { database, connection: database.connect() };
}

/**
 * Fills table `events` from a log: whole numbers for actor, time and event, the least DuckDB can compare.
 * Rows come in the order of the log given; give it ordered by (actor, time) for its best case. `more`: further columns.
 */
export function fillEvents(connection, log, more = {}) {
  const first = log.time.reduce((least, t) => (t < least ? t : least), Infinity);
  const near = log.time.every((t) => t - first < 2 ** 32);
  for (let from = 0; from < log.rows; from += 1_000_000) {
    const to = Math.min(log.rows, from + 1_000_000);
    const times = log.time.subarray(from, to);
    const table = tableFromArrays({
      actor: log.actor.slice(from, to),
      time: near ? Uint32Array.from(times, (t) => t - first) : BigInt64Array.from(times, (t) => BigInt(t - first)),
      event: log.event.slice(from, to),
      ...Object.fromEntries(Object.entries(more).map(([name, values]) => [name, values.slice(from, to)])),
    });
    connection.insertArrowFromIPCStream(tableToIPC(table, 'stream'), { name: 'events', create: from === 0 });
  }
}

/**
 * Best attempt, exactly, by joins: every row of step one with the earliest later row of each next step. The quickest
 * exact form of those tried on this log (also `windowFunnel`, next rows of each step, ASOF joins); its work grows with
 * the square of an actor's rows.
 */
export const joinFunnel = `
  WITH one AS (
    SELECT actor, time AS start FROM events WHERE event = 0
  ), two AS (
    SELECT o.actor, o.start, min(e.time) AS met FROM one o JOIN events e ON o.actor = e.actor
    WHERE e.event = 1 AND e.time > o.start AND e.time - o.start <= ${windowMs} GROUP BY o.actor, o.start
  ), three AS (
    SELECT o.actor, o.start, min(e.time) AS met FROM two o JOIN events e ON o.actor = e.actor
    WHERE e.event = 2 AND e.time > o.met AND e.time - o.start <= ${windowMs} GROUP BY o.actor, o.start
  ), four AS (
    SELECT o.actor FROM three o JOIN events e ON o.actor = e.actor
    WHERE e.event = 3 AND e.time > o.met AND e.time - o.start <= ${windowMs}
  )
  SELECT (SELECT count(DISTINCT actor) FROM one), (SELECT count(DISTINCT actor) FROM two),
         (SELECT count(DISTINCT actor) FROM three), (SELECT count(DISTINCT actor) FROM four)`;

const earlier = `(PARTITION BY actor ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;

/** Best attempt, exactly, by window functions: each row of step k carries the latest start of a chain of steps before it. */
export const windowFunnel = `
  WITH one AS (
    SELECT *, max(time) FILTER (event = 0) OVER ${earlier} AS start1 FROM events WHERE event < 4
  ), two AS (
    SELECT *, max(start1) FILTER (event = 1) OVER ${earlier} AS start2 FROM one
  ), three AS (
    SELECT *, max(start2) FILTER (event = 2) OVER ${earlier} AS start3 FROM two
  ), deepest AS (
    SELECT actor, max(CASE
      WHEN event = 0 THEN 1
      WHEN event = 1 AND time - start1 <= ${windowMs} THEN 2
      WHEN event = 2 AND time - start2 <= ${windowMs} THEN 3
      WHEN event = 3 AND time - start3 <= ${windowMs} THEN 4
      ELSE 0 END) AS depth
    FROM three GROUP BY actor
  )
  SELECT count(*) FILTER (depth >= 1), count(*) FILTER (depth >= 2),
         count(*) FILTER (depth >= 3), count(*) FILTER (depth >= 4)
  FROM deepest`;

/** The attempt of each actor's first row of step one: a simpler question, by grouping and joining. */
export const firstTouchFunnel = `
  WITH one AS (
    SELECT actor, min(time) AS start FROM events WHERE event = 0 GROUP BY actor
  ), two AS (
    SELECT o.actor, any_value(o.start) AS start, min(e.time) AS met FROM one o JOIN events e ON o.actor = e.actor
    WHERE e.event = 1 AND e.time > o.start AND e.time - o.start <= ${windowMs} GROUP BY o.actor
  ), three AS (
    SELECT o.actor, any_value(o.start) AS start, min(e.time) AS met FROM two o JOIN events e ON o.actor = e.actor
    WHERE e.event = 2 AND e.time > o.met AND e.time - o.start <= ${windowMs} GROUP BY o.actor
  ), four AS (
    SELECT DISTINCT o.actor FROM three o JOIN events e ON o.actor = e.actor
    WHERE e.event = 3 AND e.time > o.met AND e.time - o.start <= ${windowMs}
  )
  SELECT (SELECT count(*) FROM one), (SELECT count(*) FROM two), (SELECT count(*) FROM three), (SELECT count(*) FROM four)`;

/** First row of an answer as numbers. */
export function numbersOf(connection, sql) {
  const row = connection.query(sql).get(0).toArray();
  return Array.from(row, Number);
}

import { batchesOf, byActor, eventNames, makeLog } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { fillEvents, openDuckDB } from '../peers/duckdb.mjs';
import { lineOf, rounded } from '../race.mjs';

const DAY = 86_400_000;
const WIDTH = 7 * DAY;
const REPEATS = 20;
const WARM = 5;

/**
 * Rows by event name, of seven days: `counts-jump` anywhere, `counts-columns` by hour of the week besides, and
 * `counts-segment` of everyone who ever had one of the events, another each time. DuckDB finds the segment's actors
 * beforehand, as the kit does when a funnel with this step is drawn.
 */
export async function countsCases(size, rows, wanted, emit) {
  const log = makeLog(rows);
  const { EngineCore } = await loadEngine();
  const engine = new EngineCore({ connectors: [], maxBytes: 2 ** 32 });
  await engine.appendBatches(batchesOf(log));
  const { connection } = await openDuckDB();
  fillEvents(connection, byActor(log));
  const first = log.time[0];
  const spec = { kind: 'counts', by: '$name' };
  const rangeOf = (i) => ({
    from: first + ((i * 11) % 23) * DAY + i * 977,
    to: first + ((i * 11) % 23) * DAY + i * 977 + WIDTH,
  });
  const where = ({ from, to }) => `time >= ${from - first} AND time < ${to - first}`;
  const ask = async (question, filter) => {
    const [outcome] = await engine.run([{ id: 'bench', spec: question, ...(filter && { filter }) }]);
    if (!outcome.ok) throw new Error(outcome.error.message);
    return outcome.result;
  };
  const query = (sql) =>
    connection
      .query(sql)
      .toArray()
      .map((row) => row.toArray().map(Number));
  const sum = (cells) => cells.reduce((all, [event, column, count]) => all + count * (event * 168 + column + 1), 0);
  const codeOf = (key) => eventNames.indexOf(key);
  const totals = ({ groups }) => sum(groups.map(({ key, count }) => [codeOf(key), 0, count]));
  // Hours since a Monday, 00:00 UTC; the log begins on a Thursday.
  const hour = `((time + ${first % DAY}) // 3600000 + 72) % 168`;
  const cases = {
    'counts-jump': {
      ours: (range) => ask(spec, { kind: 'time', range }),
      answer: totals,
      theirs: (range) => query(`SELECT event, 0 AS h, count(*) FROM events WHERE ${where(range)} GROUP BY event`),
    },
    'counts-columns': {
      ours: (range) => ask({ ...spec, columns: 'hour-of-week' }, { kind: 'time', range }),
      answer: ({ groups }) =>
        sum(groups.flatMap(({ key, columns }) => columns.map((count, column) => [codeOf(key), column, count]))),
      theirs: (range) =>
        query(`SELECT event, ${hour} AS h, count(*) FROM events WHERE ${where(range)} GROUP BY event, h`),
    },
    'counts-segment': {
      async prepare(i) {
        await ask(funnelOf(i));
        connection.query(`CREATE OR REPLACE TABLE segment AS SELECT DISTINCT actor FROM events WHERE event = ${i + 1}`);
      },
      ours: (range, i) =>
        ask(spec, {
          kind: 'and',
          of: [
            { kind: 'actors', spec: funnelOf(i), mark: { kind: 'reached', step: 0 } },
            { kind: 'time', range },
          ],
        }),
      answer: totals,
      theirs: (range) =>
        query(
          `SELECT event, 0 AS h, count(*) FROM events SEMI JOIN segment USING (actor) WHERE ${where(range)} GROUP BY event`,
        ),
    },
  };
  for (const [name, { prepare, ours, answer, theirs }] of Object.entries(cases)) {
    if (!wanted(name)) continue;
    const ourMs = [];
    const theirMs = [];
    // The first questions build the index and have their loops compiled.
    for (let i = 0; i < REPEATS + WARM; i++) {
      const range = rangeOf(i);
      await prepare?.(i);
      let start = performance.now();
      const result = await ours(range, i);
      const ms = performance.now() - start;
      start = performance.now();
      const rowsOfPeer = theirs(range, i);
      if (answer(result) !== sum(rowsOfPeer)) throw new Error(`${name} ${size}: DuckDB answers otherwise.`);
      if (i < WARM) continue;
      ourMs.push(ms);
      theirMs.push(performance.now() - start);
    }
    const p95 = ourMs.toSorted((a, b) => a - b)[Math.ceil(ourMs.length * 0.95) - 1];
    emit({ ...lineOf(name, size, 'duckdb-wasm', ourMs, theirMs), p95Ms: rounded(p95) });
  }
}

/** Whoever had an event, as the first step of a funnel. */
function funnelOf(i) {
  return { kind: 'funnel', steps: [{ event: eventNames[i + 1] }, { event: eventNames[0] }] };
}

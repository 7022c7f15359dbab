import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../kit.mjs';

/**
 * Databases outside of a browser: DuckDB and ClickHouse in this process, on all cores. Both take the columns from a file.
 *
 * @typedef {object} Native
 * @property {string} peer
 * @property {(sql: string) => Promise<number[][]>} rows an answer's rows as numbers
 * @property {() => void} close
 */

/**
 * Table `events` in each database that is installed: actor, time (ms from the first row), event, and what `more` gives.
 *
 * @param {import('../events.mjs').Log} log ordered by (actor, time)
 * @param {Record<string, ArrayLike<number>>} [more] further columns of whole numbers below 65,536
 * @returns {Promise<Native[]>}
 */
export async function openNatives(log, more = {}) {
  const folder = join(root, 'out/bench');
  mkdirSync(folder, { recursive: true });
  const file = join(mkdtempSync(join(folder, 'natives-')), 'events.csv');
  await writeColumns(file, log, more);
  const natives = [];
  for (const open of [openDuckDB, openClickHouse]) {
    try {
      natives.push(await open(file, Object.keys(more)));
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      console.error(`Left out, since it is not installed: ${error.message.split('\n')[0]}`);
    }
  }
  rmSync(join(file, '..'), { recursive: true });
  return natives;
}

async function writeColumns(file, { rows, time, actor, event }, more) {
  const stream = createWriteStream(file);
  const first = time.reduce((least, t) => (t < least ? t : least), Infinity);
  const others = Object.values(more);
  let text = '';
  for (let i = 0; i < rows; i++) {
    text += `${actor[i]},${time[i] - first},${event[i]}`;
    for (const column of others) text += `,${column[i]}`;
    text += '\n';
    if (text.length < 4_000_000) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text);
  await once(stream, 'close');
}

async function openDuckDB(file, more) {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = [
    "actor: 'UINTEGER'",
    "time: 'UINTEGER'",
    "event: 'UTINYINT'",
    ...more.map((name) => `${name}: 'USMALLINT'`),
  ];
  await connection.run(
    `CREATE TABLE events AS SELECT * FROM read_csv('${file}', header = false, columns = { ${columns.join(', ')} })`,
  );
  return {
    peer: 'duckdb',
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(Number)),
    close: () => connection.closeSync(),
  };
}

async function openClickHouse(file, more) {
  const { Session } = await import('chdb');
  const session = new Session();
  const columns = ['actor UInt32', 'time UInt32', 'event UInt8', ...more.map((name) => `${name} UInt16`)].join(', ');
  session.query(`CREATE DATABASE bench`);
  session.query(`CREATE TABLE bench.events (${columns}) ENGINE = MergeTree ORDER BY (actor, time)`);
  session.query(`INSERT INTO bench.events SELECT * FROM file('${file}', 'CSV', '${columns}')`);
  session.query('OPTIMIZE TABLE bench.events FINAL');
  return {
    peer: 'clickhouse',
    rows: async (sql) => {
      const text = session.query(sql.replaceAll('FROM events', 'FROM bench.events'), 'CSV').trim();
      return text === '' ? [] : text.split('\n').map((line) => line.split(',').map(Number));
    },
    close: () => session.cleanup(),
  };
}

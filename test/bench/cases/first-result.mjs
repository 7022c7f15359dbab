import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvChunks, csvMapping, makeLog, steps, windowMs } from '../events.mjs';
import { loadEngine, root } from '../kit.mjs';
import { lineOf } from '../race.mjs';

const ROWS = 10_000;
const REPEATS = 7;

/** From nothing to the first funnel over a CSV of 10,000 rows, in a process that has just started. */
export async function firstResultCase(emit) {
  const file = join(root, 'out/bench/first-result.csv');
  writeFileSync(file, Buffer.concat([...csvChunks(makeLog(ROWS))]));
  const samples = { ours: [], 'duckdb-wasm': [] };
  const answers = new Set();
  for (let round = 0; round < REPEATS; round++) {
    for (const who of Object.keys(samples)) {
      const { ms, answer } = JSON.parse(
        execFileSync(process.execPath, [fileURLToPath(import.meta.url), who, file], { encoding: 'utf8' }),
      );
      samples[who].push(ms);
      answers.add(JSON.stringify(answer));
    }
  }
  if (answers.size !== 1) throw new Error(`first-result: answers differ: ${[...answers].join(' and ')}.`);
  emit(lineOf('first-result', '10k', 'duckdb-wasm', samples.ours, samples['duckdb-wasm']));
}

async function ours(bytes) {
  const { EngineCore, lightConnectors } = await loadEngine();
  const engine = new EngineCore({ connectors: lightConnectors });
  await engine.load({ kind: 'bytes', bytes, name: 'first.csv' }, { mapping: csvMapping });
  const spec = { kind: 'funnel', steps: steps.map((event) => ({ event })), windowMs };
  const [outcome] = await engine.run([{ id: 'first', spec }]);
  return outcome.result.stepCounts;
}

async function duckdb(bytes) {
  const { joinFunnel, numbersOf, openDuckDB } = await import('../peers/duckdb.mjs');
  const { database, connection } = await openDuckDB();
  database.registerFileBuffer('first.csv', bytes);
  const code = `CASE event ${steps.map((name, k) => `WHEN '${name}' THEN ${k}`).join(' ')} ELSE 9 END`;
  connection.query(`
    CREATE TABLE events AS SELECT actor, epoch_ms(time) AS time, ${code} AS event FROM read_csv('first.csv', header = true,
      columns = { time: 'TIMESTAMP', actor: 'VARCHAR', event: 'VARCHAR', channel: 'VARCHAR', value: 'DOUBLE' })`);
  return numbersOf(connection, joinFunnel);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { readFileSync } = await import('node:fs');
  const [, , who, file] = process.argv;
  const bytes = new Uint8Array(readFileSync(file));
  const start = performance.now();
  const answer = await (who === 'ours' ? ours(bytes) : duckdb(bytes));
  console.log(JSON.stringify({ ms: performance.now() - start, answer }));
}

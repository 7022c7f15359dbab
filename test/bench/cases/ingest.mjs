import { csvParse } from 'd3-dsv';
import Papa from 'papaparse';
import { inferSchema, initParser } from 'udsv';
import { csvChunks, csvMapping, makeLog, steps } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { openDuckDB } from '../peers/duckdb.mjs';
import { race } from '../race.mjs';

/**
 * CSV bytes with text identifiers become something to ask. The kit ends with a store ordered by (actor, time), times
 * and numbers read; PapaParse and d3-dsv end with objects of texts, uDSV and PapaParse with `dynamicTyping` with typed
 * objects, DuckDB with a typed table.
 */
export async function ingestCase(size, rows, emit) {
  const log = makeLog(rows);
  const bytes = new Uint8Array(Buffer.concat([...csvChunks(log)]));
  const { EngineCore, lightConnectors } = await loadEngine();
  const { database, connection } = await openDuckDB();
  const text = () => new TextDecoder().decode(bytes);

  const runners = [
    {
      peer: 'ours',
      run: async () => {
        const engine = new EngineCore({ connectors: lightConnectors });
        await engine.load({ kind: 'bytes', bytes, name: 'bench.csv' }, { mapping: csvMapping });
        return engine;
      },
      answer: async (engine) => {
        const info = await engine.describe();
        return [info.rows, ...steps.map((name) => info.events.find((event) => event.name === name).rows)];
      },
    },
    { peer: 'papaparse', run: () => Papa.parse(text(), { header: true, skipEmptyLines: true }).data, answer: counts },
    {
      peer: 'papaparse-typed',
      run: () => Papa.parse(text(), { header: true, skipEmptyLines: true, dynamicTyping: true }).data,
      answer: counts,
    },
    {
      peer: 'udsv',
      run: () => {
        const csv = text();
        return initParser(inferSchema(csv)).typedObjs(csv);
      },
      answer: counts,
    },
    { peer: 'd3-dsv', run: () => csvParse(text()), answer: counts },
    {
      peer: 'duckdb-wasm',
      run: () => {
        database.registerFileBuffer('bench.csv', bytes.slice());
        connection.query(`
          CREATE OR REPLACE TABLE loaded AS SELECT * FROM read_csv('bench.csv', header = true, columns = {
            time: 'TIMESTAMP', actor: 'VARCHAR', event: 'VARCHAR', channel: 'VARCHAR', value: 'DOUBLE' })`);
        database.dropFile('bench.csv');
      },
      answer: () => {
        const names = steps.map((name) => `count(*) FILTER (event = '${name}')`).join(', ');
        return Array.from(connection.query(`SELECT count(*), ${names} FROM loaded`).get(0).toArray(), Number);
      },
    },
  ];
  const expected = [rows, ...steps.map((_, k) => log.event.reduce((sum, event) => sum + (event === k ? 1 : 0), 0))];
  for (const line of await race('ingest-csv', size, runners, expected)) emit(line);
}

function counts(objects) {
  const byName = new Map();
  for (const { event } of objects) byName.set(event, (byName.get(event) ?? 0) + 1);
  return [objects.length, ...steps.map((name) => byName.get(name))];
}

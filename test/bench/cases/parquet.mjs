import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';
import { csvChunks, csvMapping, makeLog, steps } from '../events.mjs';
import { kitReaders } from '../kit-readers.mjs';
import { loadEngine } from '../kit.mjs';
import { peakMB } from '../peak.mjs';
import { race } from '../race.mjs';

const parquetWasm = createRequire(import.meta.url)('parquet-wasm');

/**
 * A Parquet file that DuckDB wrote, in memory. `parquet-rows`: it becomes row objects, which is what the peers in script
 * end with; parquet-wasm hands over Arrow, whose rows are then read too. `ingest-parquet`: the kit also maps the rows,
 * finds out who acted and ends with a store to ask, native DuckDB (all cores) with a table. `parquet-peak`: what each
 * process held more at most, in a process of its own.
 *
 * DuckDB-WASM is not among them: it fetches its reader of Parquet from its maker's server, and the bench runs offline.
 */
export async function parquetCase(size, rows, wanted, emit) {
  const folder = mkdtempSync(join(tmpdir(), 'kit-bench-'));
  try {
    const log = makeLog(rows);
    const file = await writeParquet(folder, log);
    const expected = [rows, ...steps.map((_, k) => log.event.reduce((sum, event) => sum + (event === k ? 1 : 0), 0))];
    const runners = await parquetRunners(file);
    const { length: bytes } = readFileSync(file);
    const facts = (line) => ({ ...line, rows, bytes });
    if (wanted('parquet-rows')) {
      const { 'ours-rows': ours, hyparquet, 'parquet-wasm': wasm } = runners;
      const racing = [{ ...ours, peer: 'ours' }, hyparquet, wasm];
      for (const line of await race('parquet-rows', size, racing, expected)) emit(facts(line));
    }
    if (wanted('ingest-parquet')) {
      const { ours, hyparquet, 'parquet-wasm': wasm, duckdb } = runners;
      for (const line of await race('ingest-parquet', size, [ours, hyparquet, wasm, duckdb], expected))
        emit(facts(line));
    }
    if (wanted('parquet-peak')) {
      const peaks = {};
      for (const peer of Object.keys(runners))
        peaks[peer] = await peakMB(import.meta.url, 'parquetRunners', file, peer);
      for (const peer of ['hyparquet', 'parquet-wasm', 'duckdb']) {
        emit({
          name: 'parquet-peak',
          size,
          peer,
          oursPeakMB: peaks.ours,
          rowsPeakMB: peaks['ours-rows'],
          peerPeakMB: peaks[peer],
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who reads the file, by name; each starts from its bytes in memory. */
export async function parquetRunners(path) {
  const kit = await loadEngine();
  const bytes = new Uint8Array(readFileSync(path));
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  return {
    ...kitReaders(kit, kit.parquetFormat, { bytes, name: 'bench.parquet', mapping, counts }),
    hyparquet: {
      peer: 'hyparquet',
      run: () => {
        const { buffer } = bytes.slice();
        return parquetReadObjects({
          file: { byteLength: buffer.byteLength, slice: (from, to) => buffer.slice(from, to) },
        });
      },
      answer: counts,
    },
    'parquet-wasm': {
      peer: 'parquet-wasm',
      run: () => {
        const table = tableFromIPC(parquetWasm.readParquet(bytes).intoIPCStream());
        return Array.from(table, (row) => row.toJSON());
      },
      answer: counts,
    },
    duckdb: {
      peer: 'duckdb',
      run: () => connection.run(`CREATE OR REPLACE TABLE loaded AS SELECT * FROM read_parquet('${path}')`),
      answer: async () => {
        const names = steps.map((name) => `count(*) FILTER (event = '${name}')`).join(', ');
        const answer = await connection.runAndReadAll(`SELECT count(*), ${names} FROM loaded`);
        return answer.getRows()[0].map(Number);
      },
    },
  };
}

const mapping = { ...csvMapping, fields: { ...csvMapping.fields, time: { column: 'time' } } };

/** The log of `ingest-csv`, by DuckDB's defaults: Snappy, row groups of 122,880 rows. */
async function writeParquet(folder, log) {
  const csv = join(folder, 'bench.csv');
  const file = join(folder, 'bench.parquet');
  writeFileSync(csv, Buffer.concat([...csvChunks(log)]));
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  await connection.run(`COPY (
    SELECT * REPLACE (time AT TIME ZONE 'UTC' AS time) FROM read_csv('${csv}', header = true, columns = {
      time: 'TIMESTAMP', actor: 'VARCHAR', event: 'VARCHAR', channel: 'VARCHAR', value: 'DOUBLE' })
  ) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  database.closeSync();
  return file;
}

function counts(objects) {
  const byName = new Map();
  for (const { event } of objects) byName.set(event, (byName.get(event) ?? 0) + 1);
  return [objects.length, ...steps.map((name) => byName.get(name))];
}

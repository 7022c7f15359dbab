import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC as apacheTable } from 'apache-arrow';
import * as flechette from '../../../node_modules/@uwdata/flechette/src/index.js';
import { eventNames, makeLog, steps } from '../events.mjs';
import { kitReaders } from '../kit-readers.mjs';
import { loadEngine } from '../kit.mjs';
import { peakMB } from '../peak.mjs';
import { race } from '../race.mjs';

const BATCH_ROWS = 65_536;
const mapping = {
  version: 1,
  fields: { time: { column: 'time' }, actor: { column: 'actor' }, event: { column: 'event' } },
};

/**
 * A stream of Arrow in memory. `arrow-rows`: it becomes row objects with every value read, which is all that the peers
 * can do with it. `ingest-arrow`: the kit also maps the rows, finds out who acted, and ends with a store to ask.
 * `arrow-peak`: what each process held more at most, in a process of its own.
 */
export async function arrowCase(size, rows, wanted, emit) {
  const folder = mkdtempSync(join(tmpdir(), 'kit-bench-'));
  try {
    const log = makeLog(rows);
    const file = join(folder, 'log.arrows');
    const bytes = arrowBytes(log);
    writeFileSync(file, bytes);
    const expected = [rows, ...steps.map((_, k) => log.event.reduce((sum, event) => sum + (event === k ? 1 : 0), 0))];
    const { ours, 'ours-rows': oursRows, ...peers } = await arrowRunners(file);
    const others = Object.values(peers);
    const facts = (line) => ({ ...line, rows, bytes: bytes.length });
    if (wanted('arrow-rows')) {
      for (const line of await race('arrow-rows', size, [{ ...oursRows, peer: 'ours' }, ...others], expected)) {
        emit(facts(line));
      }
    }
    if (wanted('ingest-arrow')) {
      for (const line of await race('ingest-arrow', size, [ours, ...others], expected)) emit(facts(line));
    }
    if (wanted('arrow-peak')) {
      const peak = (peer) => peakMB(import.meta.url, 'arrowRunners', file, peer);
      const [oursPeakMB, rowsPeakMB] = [await peak('ours'), await peak('ours-rows')];
      for (const { peer } of others) {
        emit({ name: 'arrow-peak', size, peer, oursPeakMB, rowsPeakMB, peerPeakMB: await peak(peer) });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who reads the file at a path, by name; also made in a process of their own. */
export async function arrowRunners(path) {
  const bytes = new Uint8Array(readFileSync(path));
  const kit = await loadEngine();
  return {
    ...kitReaders(kit, kit.arrowFormat, { bytes, name: 'log.arrows', mapping, counts }),
    'apache-arrow': {
      peer: 'apache-arrow',
      run: () => Array.from(apacheTable(bytes), (row) => row.toJSON()),
      answer: counts,
    },
    flechette: { peer: 'flechette', run: () => flechette.tableFromIPC(bytes).toArray(), answer: counts },
  };
}

/** The usual layout: texts as they are, few names in a dictionary, times in milliseconds with a zone. */
function arrowBytes({ rows, time, actor, event }) {
  const { columnFromArray, tableFromColumns, tableToIPC } = flechette;
  const options = { maxBatchRows: BATCH_ROWS };
  const index = Array.from({ length: rows }, (_, k) => k);
  const column = (value, type) => columnFromArray(index.map(value), type, options);
  const names = flechette.dictionary(flechette.utf8());
  const channels = ['email', 'web', 'store'];
  const table = tableFromColumns({
    time: column((k) => new Date(time[k]), flechette.timestamp(1, 'UTC')),
    actor: column((k) => `c-${actor[k]}`, flechette.utf8()),
    event: column((k) => eventNames[event[k]], names),
    channel: column((k) => channels[k % 3], flechette.dictionary(flechette.utf8())),
    value: column((k) => (k % 4 === 0 ? null : k / 8), flechette.float64()),
  });
  return tableToIPC(table, { format: 'stream' });
}

function counts(objects) {
  const byName = new Map();
  for (const { event } of objects) byName.set(event, (byName.get(event) ?? 0) + 1);
  return [objects.length, ...steps.map((name) => byName.get(name))];
}

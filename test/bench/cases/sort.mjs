import { table } from 'arquero';
import { actorName, batchesOf, byActor, makeLog, rowObjects } from '../events.mjs';
import { loadEngine } from '../kit.mjs';
import { fillEvents, openDuckDB } from '../peers/duckdb.mjs';
import { sortRows } from '../peers/row-objects.mjs';
import { race } from '../race.mjs';

/**
 * Rows in the order of time become rows in the order of (actor, time). The kit takes batches in, joins identifiers and
 * lays out every column; peers only order what they hold.
 */
export async function sortCase(size, rows, emit) {
  const log = makeLog(rows);
  const ordered = byActor(log);
  const { StoreBuilder, emptyStore, columnStorage, finish } = await loadEngine();
  const storage = columnStorage('typed');
  const batches = batchesOf(log);
  const objects = rowObjects(log);
  const arquero = table({ actor: log.actor, time: log.time, event: log.event });
  const { connection } = await openDuckDB();
  fillEvents(connection, log);

  const middle = rows >> 1;
  const expected = [rows, ordered.time[middle], actorName(ordered.actor[middle])];
  const runners = [
    {
      peer: 'ours',
      run: () => {
        const builder = new StoreBuilder(emptyStore(storage), storage, 2 ** 32);
        for (const batch of batches) finish(builder.add(batch));
        return finish(builder.build(0));
      },
      answer: (store) => [
        store.rows,
        store.timeBase + store.time[middle],
        actorAt(store, middle).replace('actor:', ''),
      ],
    },
    {
      peer: 'row-objects',
      run: () => sortRows(objects),
      answer: (sorted) => [sorted.length, sorted[middle].time, sorted[middle].actor],
    },
    {
      peer: 'arquero',
      run: () => arquero.orderby('actor', 'time').reify(),
      answer: (sorted) => [sorted.numRows(), sorted.get('time', middle), actorName(sorted.get('actor', middle))],
    },
    {
      peer: 'duckdb-wasm',
      run: () => connection.query('CREATE OR REPLACE TABLE ordered AS SELECT * FROM events ORDER BY actor, time'),
      answer: () => {
        const row = connection.query(`SELECT * FROM ordered LIMIT 1 OFFSET ${middle}`).get(0);
        return [rows, Number(row.time) + log.time[0], actorName(Number(row.actor))];
      },
    },
  ];
  for (const line of await race('sort', size, runners, expected)) emit(line);
}

function actorAt(store, row) {
  let low = 0;
  let high = store.actors;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (store.offsets[middle] <= row) low = middle;
    else high = middle;
  }
  return store.actorKey(low);
}

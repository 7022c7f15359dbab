import type { PropertyValue } from '../../worker/protocol/batch.js';
import type { StoreColumn, StoreView } from '../../worker/store/view.js';

/** A touchpoint as tests write it: actor, time, event name, properties. */
export type Row = readonly [
  actor: string,
  time: number,
  name: string | null,
  props?: Readonly<Record<string, PropertyValue>>,
];

export type Storage = 'typed' | 'plain';

/** A store view of a few rows, built in the plainest way. Actors are in order of their keys `actor:<name>`. */
export function viewOf(rows: readonly Row[], storage: Storage = 'typed'): StoreView {
  const actors = [...new Set(rows.map((row) => row[0]))].sort();
  const place = new Map(actors.map((actor, index) => [actor, index]));
  const sorted = rows
    .map((row, seq) => ({ row, seq, actor: place.get(row[0])! }))
    .sort((a, b) => a.actor - b.actor || a.row[1] - b.row[1] || a.seq - b.seq)
    .map((item) => item.row);
  const ends = new Map(sorted.map((row, index) => [row[0], index + 1]));
  const names = [...new Set(rows.map((row) => row[2]).filter((name) => name !== null))];
  const timeBase = sorted.reduce((least, row) => Math.min(least, row[1]), 0);
  const columns = new Map<string, StoreColumn>();
  for (const key of new Set(rows.flatMap((row) => Object.keys(row[3] ?? {})))) {
    columns.set(
      key,
      columnOf(
        sorted.map((row) => row[3]?.[key] ?? null),
        storage,
      ),
    );
  }
  const kept = <T extends Uint8Array | Uint32Array | Float64Array>(array: T): T | number[] =>
    storage === 'plain' ? [...array] : array;
  return {
    rows: rows.length,
    actors: actors.length,
    offsets: kept(Uint32Array.from([0, ...ends.values()])),
    time: kept(Float64Array.from(sorted, (row) => row[1] - timeBase)),
    timeBase,
    event: kept(Uint8Array.from(sorted, (row) => (row[2] === null ? 0 : names.indexOf(row[2]) + 1))),
    eventNames: names,
    column: (name) => columns.get(name),
    actorKey: (actor) => `actor:${actors[actor]}`,
    dataEnd: rows.length === 0 ? null : sorted.reduce((most, row) => Math.max(most, row[1]), -Infinity),
    acceptedRows: rows.length,
    unidentifiedRows: 0,
    rejectedRows: 0,
  };
}

/** Numbers alone make a number column, anything else a dictionary. */
function columnOf(cells: readonly PropertyValue[], storage: Storage): StoreColumn {
  if (cells.every((cell) => cell === null || typeof cell === 'number')) {
    const values = cells.map((cell) => cell ?? NaN);
    return { kind: 'number', values: storage === 'plain' ? values : Float64Array.from(values) };
  }
  const values: PropertyValue[] = [];
  const codes = cells.map((cell) => {
    if (cell === null) return 0;
    const known = values.findIndex((value) => JSON.stringify(value) === JSON.stringify(cell));
    return known >= 0 ? known + 1 : values.push(cell);
  });
  return { kind: 'dictionary', codes: storage === 'plain' ? codes : Uint16Array.from(codes), values };
}

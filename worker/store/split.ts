import type { NumericArray } from '../protocol/batch.js';
import { columnStorage } from './storage.js';
import type { StoreColumn, StoreView } from './view.js';

/** Some actors of a view as a view of their own. */
export interface ViewPart {
  readonly view: StoreView;
  /** Actor of the whole that is this part's actor 0, and row of the whole that is its row 0. */
  readonly firstActor: number;
  readonly firstRow: number;
}

/**
 * A view in parts of whole actors with about equally many rows each; fewer where there are fewer actors. Parts share the
 * columns of typed storage as windows on them; plain ones are copied. Rows without identity are in none.
 */
export function splitByActor(view: StoreView, parts: number): ViewPart[] {
  const found: ViewPart[] = [];
  let first = 0;
  for (let part = 1; part <= parts && first < view.actors; part++) {
    const wanted = part === parts ? view.rows : Math.floor((view.rows * part) / parts);
    let last = first + 1;
    while (last < view.actors && view.offsets[last]! < wanted) last++;
    if (part === parts) last = view.actors;
    found.push(partOf(view, first, last));
    first = last;
  }
  return found;
}

function partOf(view: StoreView, first: number, last: number): ViewPart {
  const begin = view.offsets[first]!;
  const end = view.offsets[last]!;
  const window = (values: NumericArray): NumericArray =>
    Array.isArray(values) ? values.slice(begin, end) : values.subarray(begin, end);
  const offsets = columnStorage(Array.isArray(view.offsets) ? 'plain' : 'typed').uint32(last - first + 1);
  for (let actor = first; actor <= last; actor++) offsets[actor - first] = view.offsets[actor]! - begin;
  const columns = new Map<string, StoreColumn | undefined>();
  return {
    firstActor: first,
    firstRow: begin,
    view: {
      rows: end - begin,
      actors: last - first,
      offsets,
      time: window(view.time),
      timeBase: view.timeBase,
      event: window(view.event),
      eventNames: view.eventNames,
      column(name) {
        if (!columns.has(name)) {
          const column = view.column(name);
          if (column?.kind === 'number') columns.set(name, { kind: 'number', values: window(column.values) });
          else columns.set(name, column && { ...column, codes: window(column.codes) });
        }
        return columns.get(name);
      },
      actorKey: (actor) => view.actorKey(first + actor),
      dataEnd: view.dataEnd,
      acceptedRows: end - begin,
      unidentifiedRows: 0,
      rejectedRows: 0,
    },
  };
}

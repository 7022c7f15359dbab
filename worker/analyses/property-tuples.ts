import type { PropertyValue } from '../protocol/batch.js';
import type { StoreColumn, StoreView } from '../store/view.js';

/** Combinations of some properties' values, as small whole numbers. */
export interface PropertyTuples {
  /** The tuple of a row. */
  readonly of: (row: number) => number;
  /** All tuples seen so far are below this. */
  readonly count: () => number;
}

/** Tuples by the text of their values: the groups of a breakdown. Tuple 0 is the one of empty texts. */
export interface TextTuples extends PropertyTuples {
  readonly key: (tuple: number) => readonly string[];
  /** The tuple of a key; -1 when no row that was asked for has it. */
  readonly find: (key: readonly string[]) => number;
}

/**
 * Groups rows by the text of some properties: null gives the empty text, numbers their shortest decimals, arrays their
 * JSON. Values of one text are one group.
 */
export function textTuples(view: StoreView, names: readonly string[]): TextTuples {
  const texts = new Map<string, number>([['', 0]]);
  const words = [''];
  const tuples = combine(names.map((name) => valueIds(view.column(name), idOf)));
  return {
    of: tuples.of,
    count: tuples.count,
    key: (tuple) => tuples.parts(tuple).map((id) => words[id]!),
    find: (key) => tuples.find(key.map((text) => texts.get(text) ?? -1)),
  };

  function idOf(value: PropertyValue): number {
    const text = groupKey(value);
    const id = known(texts, text);
    if (id === words.length) words.push(text);
    return id;
  }
}

/** Tells rows apart by type and value of some properties; -1 for a row on which one of them is null. */
export function valueTuples(view: StoreView, names: readonly string[]): PropertyTuples {
  const columns = names.map((name) => view.column(name));
  const ids = columns.map((column) => {
    const values = new Map<unknown, number>([[null, 0]]);
    return valueIds(column, (value) => known(values, Array.isArray(value) ? `[${JSON.stringify(value)}` : value));
  });
  const tuples = combine(ids);
  return { of: (row) => (ids.some((id) => id(row) === 0) ? -1 : tuples.of(row)), count: tuples.count };
}

/** The text by which a value is grouped. */
export function groupKey(value: PropertyValue): string {
  if (value === null) return '';
  // -0 gives "0".
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function known<K>(ids: Map<K, number>, key: K): number {
  const id = ids.get(key);
  if (id !== undefined) return id;
  ids.set(key, ids.size);
  return ids.size - 1;
}

/** Number of a row's value in one column; 0 where there is none. A dictionary's values are looked up once each. */
function valueIds(column: StoreColumn | undefined, idOf: (value: PropertyValue) => number): (row: number) => number {
  if (!column) return () => 0;
  if (column.kind === 'number') {
    const { values } = column;
    const ids = new Map<number, number>();
    return (row) => {
      const value = values[row]!;
      if (Number.isNaN(value)) return 0;
      let id = ids.get(value);
      if (id === undefined) ids.set(value, (id = idOf(value)));
      return id;
    };
  }
  const { codes } = column;
  const byCode = [0, ...column.values.map(idOf)];
  return (row) => byCode[codes[row]!]!;
}

interface Combined extends PropertyTuples {
  readonly parts: (tuple: number) => readonly number[];
  readonly find: (parts: readonly number[]) => number;
}

/** Numbers for the combinations; of a single column its own numbers serve, so that no map is asked. */
function combine(columns: ReadonlyArray<(row: number) => number>): Combined {
  const [only, ...more] = columns;
  if (only && more.length === 0) {
    let most = 0;
    return {
      of(row) {
        const id = only(row);
        if (id > most) most = id;
        return id;
      },
      count: () => most + 1,
      parts: (tuple) => [tuple],
      find: ([id = -1]) => id,
    };
  }
  // A chain of pairs: (tuple of the columns before, value) -> tuple. Pair (0, 0) is tuple 0 at every length.
  const chains = columns.map(() => new Map<number, number>([[0, 0]]));
  const pairs = columns.map(() => [{ before: 0, id: 0 }]);
  const pair = (before: number, id: number): number => before * 2 ** 26 + id;
  const last = columns.length - 1;
  return {
    of(row) {
      let tuple = 0;
      for (let c = 0; c <= last; c++) {
        const id = columns[c]!(row);
        const key = pair(tuple, id);
        const seen = chains[c]!.get(key);
        if (seen !== undefined) tuple = seen;
        else {
          const made = pairs[c]!.push({ before: tuple, id }) - 1;
          chains[c]!.set(key, made);
          tuple = made;
        }
      }
      return tuple;
    },
    count: () => pairs[last]!.length,
    parts(tuple) {
      const parts: number[] = [];
      for (let c = last, at = tuple; c >= 0; c--) {
        const { before, id } = pairs[c]![at]!;
        parts.unshift(id);
        at = before;
      }
      return parts;
    },
    find: (parts) =>
      parts.reduce((tuple, id, c) => (tuple < 0 || id < 0 ? -1 : (chains[c]!.get(pair(tuple, id)) ?? -1)), 0),
  };
}

import { matchRows } from '../kernels/match-rows.js';
import type { NumericArray } from '../protocol/batch.js';
import type { SequenceItem, SequenceMark, SequenceResult, SequenceSpec } from '../protocol/paths.js';
import type { Steps } from '../steps.js';
import { actorRuns } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers, sliceRows } from './selector.js';
import { byCodeUnits, firstIn } from './top.js';

/** A pattern's numbers, and what lists are made from. */
export interface SequenceAnswer {
  readonly result: SequenceResult;
  /** Actors in scope in whom the pattern occurs, and those in whom it does not; ascending. */
  readonly matched: readonly number[];
  readonly unmatched: readonly number[];
  /** Row that ends each occurrence. */
  readonly ends: readonly number[];
}

/** The actors behind a mark, ascending. */
export function sequenceActors(answer: SequenceAnswer, mark: SequenceMark): readonly number[] {
  return mark.of === 'matched' ? answer.matched : answer.unmatched;
}

/**
 * Finds a pattern in every actor's rows (`docs/concepts/sequence.md`). Work: for each row one look at every place of
 * the pattern that matches a row.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 * @param piece rows of one actor that are searched without a rest
 */
export function* sequence(
  view: StoreView,
  spec: SequenceSpec,
  mask: RowMask | null,
  piece: number = sliceRows,
): Steps<SequenceAnswer> {
  const reader = newReader(view, spec, mask, piece);
  const search = newSearch(placesOf(spec.pattern), piece);
  const matched: number[] = [];
  const unmatched: number[] = [];
  const ends: number[] = [];
  let rowsInScope = 0;
  for (const [first, last] of actorRuns(view)) {
    // Such an actor has a run of its own.
    if (last - first === 1 && view.offsets[last]! - view.offsets[first]! > piece) {
      const own = yield* reader.readLong(first);
      rowsInScope += own;
      if (own > 0) ((yield* findAllLong(search, reader.rows, ends)) > 0 ? matched : unmatched).push(first);
      yield view.offsets[last]! - view.offsets[first]!;
      continue;
    }
    reader.readRun(first, last);
    for (let actor = first; actor < last; actor++) {
      const own = reader.read(actor);
      rowsInScope += own;
      if (own === 0) continue;
      const found = findAll(search, reader.rows, ends);
      (found > 0 ? matched : unmatched).push(actor);
    }
    yield view.offsets[last]! - view.offsets[first]!;
  }
  // By key, since the order of the store follows that of the input.
  const byKey = (a: number, b: number): number => byCodeUnits(view.actorKey(matched[a]!), view.actorKey(matched[b]!));
  const chosen = yield* firstIn(matched.length, spec.examples ?? 20, byKey);
  const examples: Array<SequenceResult['examples'][number]> = [];
  for (const index of chosen) {
    const actor = matched[index]!;
    yield* reader.readLong(actor);
    const count = yield* findAllLong(search, reader.rows, []);
    const timesMs = yield* firstTimes(search, reader.rows, yield* earliestEndLong(search, reader.rows));
    examples.push({ actor: view.actorKey(actor), count, timesMs });
  }
  const result: SequenceResult = {
    kind: 'sequence',
    actors: matched.length + unmatched.length,
    matched: matched.length,
    occurrences: ends.length,
    examples,
    meta: resultMeta(view, rowsInScope),
  };
  return { result, matched, unmatched, ends };
}

/** A place of the pattern that matches a row, and how its row follows that of the place before. */
interface Place {
  /** Bit of its condition; 0 = any row. */
  readonly bit: number;
  /** Must be the very next row. */
  readonly adjacent: boolean;
  /** Bounds of the time since the row before, inclusive, whole ms; where not adjacent. */
  readonly least: number;
  readonly most: number;
}

/** An actor's rows that meet a condition, in order. */
interface Rows {
  readonly times: number[];
  readonly bits: number[];
  /** Place of each in the store. */
  readonly at: number[];
  length: number;
}

/** State of the search for one occurrence. */
interface Search {
  readonly places: readonly Place[];
  /** Rows that are searched without a rest. */
  readonly piece: number;
  /** By place: rows that an occurrence so far can have there, ascending. */
  readonly reached: number[][];
  /** By place: how many rows of the place before are early enough for the row in hand. */
  readonly early: number[];
}

/** Items without a row of their own become bounds of the item after them. */
function placesOf(pattern: readonly SequenceItem[]): Place[] {
  const places: Place[] = [];
  let adjacent = true;
  let least = 0;
  let most = Infinity;
  for (const item of pattern) {
    if ('step' in item || 'any' in item) {
      places.push({ bit: 'step' in item ? 1 << item.step : 0, adjacent, least, most });
      adjacent = true;
      least = 0;
      most = Infinity;
      continue;
    }
    adjacent = false;
    if ('gap' in item) continue;
    const { dt, ms } = item;
    // Times are whole milliseconds.
    if (dt === 'gt') least = Math.max(least, Math.floor(ms) + 1);
    if (dt === 'gte') least = Math.max(least, Math.ceil(ms));
    if (dt === 'lt') most = Math.min(most, Math.ceil(ms) - 1);
    if (dt === 'lte') most = Math.min(most, Math.floor(ms));
    if (dt === 'eq') {
      least = Math.max(least, Math.ceil(ms));
      most = Math.min(most, Math.floor(ms));
    }
  }
  return places;
}

/** Reads the rows of actors that meet a condition, one actor after the other. */
interface Reader {
  readonly rows: Rows;
  /** Looks at the rows of actors `first .. last` together, column by column. */
  readRun(first: number, last: number): void;
  /** Fills `rows` with those of an actor of that run; returns its rows in scope. */
  read(actor: number): number;
  /** Both for one actor, who may have very many rows. */
  readLong(actor: number): Steps<number>;
}

function newReader(view: StoreView, spec: SequenceSpec, mask: RowMask | null, piece: number): Reader {
  const table = compileSelectors(view, spec.conditions);
  const scope = compileScope(view, spec, mask);
  const rows: Rows = { times: [], bits: [], at: [], length: 0 };
  let bits: NumericArray = numbers(view, 0);
  let inScope: NumericArray | null = null;
  let base = 0;
  const match = (from: number, to: number): void => {
    base = from;
    if (bits.length < to - from) bits = numbers(view, to - from);
    matchRows(table, view.event, from, to, bits);
    inScope = scope?.(from, to) ?? null;
  };
  const take = (from: number, to: number): number => {
    let own = 0;
    for (let row = from; row < to; row++) {
      if (inScope && inScope[row - base] === 0) continue;
      own++;
      if (bits[row - base] === 0) continue;
      rows.times[rows.length] = view.timeBase + view.time[row]!;
      rows.bits[rows.length] = bits[row - base]!;
      rows.at[rows.length++] = row;
    }
    return own;
  };
  return {
    rows,
    readRun: (first, last) => match(view.offsets[first]!, view.offsets[last]!),
    read(actor) {
      rows.length = 0;
      return take(view.offsets[actor]!, view.offsets[actor + 1]!);
    },
    *readLong(actor) {
      rows.length = 0;
      let own = 0;
      const stop = view.offsets[actor + 1]!;
      for (let from = view.offsets[actor]!; from < stop; from += piece) {
        const to = Math.min(stop, from + piece);
        match(from, to);
        own += take(from, to);
        yield 0;
      }
      return own;
    },
  };
}

/** Adds the row that ends each occurrence to `ends`; returns how many there are. */
function findAll(search: Search, rows: Rows, ends: number[]): number {
  const before = ends.length;
  for (let from = 0; ;) {
    const end = earliestEnd(search, rows, from);
    if (end < 0) return ends.length - before;
    ends.push(rows.at[end]!);
    from = end + 1;
  }
}

/** The same with rests. */
function* findAllLong(search: Search, rows: Rows, ends: number[]): Steps<number> {
  const before = ends.length;
  const { piece } = search;
  beginSearch(search);
  for (let from = 0, looked = 0; from < rows.length;) {
    const end = endWithin(search, rows, from, Math.min(rows.length, from + piece));
    const next = end < 0 ? Math.min(rows.length, from + piece) : end + 1;
    looked += next - from;
    from = next;
    if (end >= 0) {
      ends.push(rows.at[end]!);
      beginSearch(search);
    }
    if (looked < piece) continue;
    looked = 0;
    yield 0;
  }
  return ends.length - before;
}

/** `earliestEnd` from the first row on, with rests. */
function* earliestEndLong(search: Search, rows: Rows): Steps<number> {
  const { piece } = search;
  beginSearch(search);
  for (let from = 0; from < rows.length; from += piece) {
    const end = endWithin(search, rows, from, Math.min(rows.length, from + piece));
    if (end >= 0) return end;
    yield 0;
  }
  return -1;
}

function newSearch(places: readonly Place[], piece: number): Search {
  return { places, piece, reached: places.map(() => []), early: places.map(() => 0) };
}

/**
 * The row that ends the earliest-ending occurrence in `from ..`; -1 = none. For each place it is enough to know the
 * latest row of the place before that is early enough: if that one is too long ago, so are all others.
 */
function earliestEnd(search: Search, rows: Rows, from: number): number {
  beginSearch(search);
  return endWithin(search, rows, from, rows.length);
}

function beginSearch({ places, reached, early }: Search): void {
  for (let k = 0; k < places.length; k++) {
    reached[k]!.length = 0;
    early[k] = 0;
  }
}

/** Goes on with a search over rows `from .. to`; -1 = it has not ended there. */
function endWithin(search: Search, rows: Rows, from: number, to: number): number {
  const { places, reached } = search;
  const last = places.length - 1;
  for (let row = from; row < to; row++) {
    // From the last place down, so that a row does not follow itself.
    for (let k = last; k >= 0; k--) {
      const { bit } = places[k]!;
      if (bit !== 0 && (rows.bits[row]! & bit) === 0) continue;
      if (k > 0 && !follows(search, rows, k, row)) continue;
      if (k === last) {
        reached[k]!.push(row);
        return row;
      }
      reached[k]!.push(row);
    }
  }
  return -1;
}

function follows({ places, reached, early }: Search, rows: Rows, k: number, row: number): boolean {
  const before = reached[k - 1]!;
  const { adjacent, least, most } = places[k]!;
  if (adjacent) return before.length > 0 && before.at(-1) === row - 1;
  const latest = rows.times[row]! - least;
  let count = early[k]!;
  while (count < before.length && rows.times[before[count]!]! <= latest) count++;
  early[k] = count;
  return count > 0 && rows.times[row]! - rows.times[before[count - 1]!]! <= most;
}

/** Times of the step rows of the occurrence that ends at `end` and whose rows come earliest, one after the other. */
function* firstTimes({ places, reached, piece }: Search, rows: Rows, end: number): Steps<number[]> {
  // Of the rows reached, those from which the end is reached.
  const useful: number[][] = places.map(() => []);
  useful[places.length - 1] = [end];
  for (let k = places.length - 2; k >= 0; k--) {
    const after = useful[k + 1]!;
    for (const [n, row] of reached[k]!.entries()) {
      if (firstAfter(rows, after, places[k + 1]!, row) >= 0) useful[k]!.push(row);
      if (n % piece === piece - 1) yield 0;
    }
  }
  const times: number[] = [];
  let row = useful[0]![0]!;
  for (let k = 0; ; k++) {
    if (places[k]!.bit !== 0) times.push(rows.times[row]!);
    if (k === places.length - 1) return times;
    row = firstAfter(rows, useful[k + 1]!, places[k + 1]!, row);
  }
}

/** The first of some ascending rows that may follow a row; -1 = none. */
function firstAfter(rows: Rows, after: readonly number[], place: Place, row: number): number {
  const earliest = rows.times[row]! + place.least;
  let low = 0;
  let high = after.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = after[middle]!;
    if (other > row && rows.times[other]! >= earliest) high = middle;
    else low = middle + 1;
  }
  const found = after[low];
  if (found === undefined) return -1;
  if (place.adjacent) return found === row + 1 ? found : -1;
  return rows.times[found]! - rows.times[row]! <= place.most ? found : -1;
}

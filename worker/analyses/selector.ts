import { matchRows, type ColumnTest, type MatchTable } from '../kernels/match-rows.js';
import type { NumericArray, PropertyValue, Scalar } from '../protocol/batch.js';
import { AnalyticsError } from '../protocol/error.js';
import type { ActorFilter, ActorsFilter, Filter, PropertyTest, Selector } from '../protocol/filter.js';
import type { Steps } from '../steps.js';
import type { ActorSet } from '../store/actor-set.js';
import { actorOfRow } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';

/** Rows a slice of work takes; a multiple of 32, so that slices fill whole words of a mask. */
export const sliceRows = 16384;

/**
 * Selectors made ready for a view: names become codes, and a property test is asked once for each value of a
 * dictionary. Bit k of a row's bits stands for `selectors[k]`.
 *
 * @param selectors 1 to 32 of them
 */
export function compileSelectors(view: StoreView, selectors: readonly Selector[]): MatchTable {
  const byEvent = numbers(view, view.eventNames.length + 1);
  const tests: ColumnTest[] = [];
  for (const [k, selector] of selectors.entries()) {
    const bit = 1 << k;
    const names = eventNames(selector);
    const never = (selector.where ?? []).some((test) => !addTest(view, test, bit, tests));
    if (never) continue;
    if (!names || names.has(null)) byEvent[0] = byEvent[0]! | bit;
    for (const [index, name] of view.eventNames.entries()) {
      if (!names || names.has(name)) byEvent[index + 1] = byEvent[index + 1]! | bit;
    }
  }
  return { byEvent, tests };
}

/** Whether a row of the view meets a selector: for single rows; whole columns go through `compileSelectors`. */
export function rowMatcher(view: StoreView, selector: Selector): (row: number) => boolean {
  const table = compileSelectors(view, [selector]);
  const bits = numbers(view, 1);
  return (row) => {
    matchRows(table, view.event, row, row + 1, bits);
    return bits[0] !== 0;
  };
}

/**
 * The rows of a view that a filter lets through, those without identity included. Work: one pass over the rows for each
 * selector and column test.
 * @param filter checked at the door (`checkFilter`)
 * @param sets the actors of each of its parts that name actors
 */
export function* filterMask(view: StoreView, filter: Filter, sets?: ActorSets): Steps<RowMask> {
  const test = compileFilter(view, filter, sets);
  const words = numbers(view, Math.ceil(view.acceptedRows / 32));
  let count = 0;
  for (let from = 0; from < view.acceptedRows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.acceptedRows);
    count += pack(test(from, to), from, to, words);
    yield to - from;
  }
  return { words, count };
}

/** 1 for each of rows `from .. to` that passes, else 0. The array belongs to the test and is written anew each time. */
export type RowTest = (from: number, to: number) => NumericArray;

/** The actors that parts of a filter stand for, found before it is compiled, since they are answers of their own. */
export type ActorSets = ReadonlyMap<ActorsFilter | ActorFilter, ActorSet>;

/** A filter made ready for a view; each test works on the rows of one slice. */
export function compileFilter(view: StoreView, filter: Filter, sets?: ActorSets): RowTest {
  switch (filter.kind) {
    case 'rows':
      return anyOf(
        view,
        filter.match.map((selector) => compileRows(view, selector)),
      );
    case 'time':
      return compileTime(view, filter.range.from, filter.range.to);
    case 'actors':
    case 'actor':
      return compileActors(view, sets?.get(filter));
    case 'and':
      return allOf(
        view,
        filter.of.map((part) => compileFilter(view, part, sets)),
      );
    case 'or':
      return anyOf(
        view,
        filter.of.map((part) => compileFilter(view, part, sets)),
      );
    case 'not':
      return allBut(view, compileFilter(view, filter.of, sets));
  }
}

/** The rows of a mask as a test. */
export function compileMask(view: StoreView, mask: RowMask): RowTest {
  const { words } = mask;
  const buffer = growing(view);
  return (from, to) => {
    const out = buffer(to - from);
    for (let i = from; i < to; i++) out[i - from] = (words[i >>> 5]! >>> (i & 31)) & 1;
    return out;
  };
}

/** Rows that pass all tests; every row when there are none. */
export function allOf(view: StoreView, tests: readonly RowTest[]): RowTest {
  const [first, ...rest] = tests;
  if (first && rest.length === 0) return first;
  const buffer = growing(view);
  return (from, to) => {
    const out = buffer(to - from);
    const rows = to - from;
    for (let i = 0; i < rows; i++) out[i] = 1;
    for (const test of tests) {
      const passes = test(from, to);
      for (let i = 0; i < rows; i++) out[i] = out[i]! & passes[i]!;
    }
    return out;
  };
}

function anyOf(view: StoreView, tests: readonly RowTest[]): RowTest {
  const [first, ...rest] = tests;
  if (first && rest.length === 0) return first;
  const buffer = growing(view);
  return (from, to) => {
    const out = buffer(to - from);
    const rows = to - from;
    for (let i = 0; i < rows; i++) out[i] = 0;
    for (const test of tests) {
      const passes = test(from, to);
      for (let i = 0; i < rows; i++) out[i] = out[i]! | passes[i]!;
    }
    return out;
  };
}

function allBut(view: StoreView, test: RowTest): RowTest {
  const buffer = growing(view);
  return (from, to) => {
    const out = buffer(to - from);
    const passes = test(from, to);
    for (let i = 0; i < to - from; i++) out[i] = 1 - passes[i]!;
    return out;
  };
}

function compileRows(view: StoreView, selector: Selector): RowTest {
  const table = compileSelectors(view, [selector]);
  const buffer = growing(view);
  return (from, to) => {
    const out = buffer(to - from);
    matchRows(table, view.event, from, to, out);
    return out;
  };
}

function compileTime(view: StoreView, begin: number, end: number): RowTest {
  const { time, timeBase } = view;
  const buffer = growing(view);
  const least = begin - timeBase;
  const limit = end - timeBase;
  if (time instanceof Uint32Array) {
    // What lies before the range wraps around to far behind it.
    const first = Math.min(Math.max(0, Math.ceil(least)), 2 ** 32);
    const width = Math.min(Math.max(first, Math.ceil(limit)), 2 ** 32) - first;
    return (from, to) => {
      const out = buffer(to - from);
      if (width < 2 ** 32) withinSpan(time, from, to, first | 0, width | 0, out);
      else for (let i = 0; i < to - from; i++) out[i] = 1;
      return out;
    };
  }
  return (from, to) => {
    const out = buffer(to - from);
    for (let i = from; i < to; i++) out[i - from] = time[i]! >= least && time[i]! < limit ? 1 : 0;
    return out;
  };
}

/**
 * Plain form: `out[i - from] = ((time[i] - first) >>> 0) < (width >>> 0) ? 1 : 0`. An actor's rows pass in and out of the
 * range where nobody can guess, so that the borrow of the difference is worked out instead.
 */
function withinSpan(
  time: Uint32Array,
  from: number,
  to: number,
  first: number,
  width: number,
  out: NumericArray,
): void {
  for (let i = from; i < to; i++) {
    const past = (time[i]! - first) | 0;
    out[i - from] = ((~past & width) | (~(past ^ width) & (past - width))) >>> 31;
  }
}

/** Rows of the set's actors; rows without identity are nobody's. */
function compileActors(view: StoreView, set: ActorSet | undefined): RowTest {
  if (!set) throw new AnalyticsError('internal', 'The actors of a filter were not looked up before it was used.', {});
  const { words } = set;
  const { offsets } = view;
  const buffer = growing(view);
  return (from, to) => {
    const out = buffer(to - from);
    let actor = from < view.rows ? actorOfRow(view, from) : view.actors;
    for (let row = from; row < to; actor++) {
      const end = actor < view.actors ? Math.min(offsets[actor + 1]!, to) : to;
      const passes = actor < view.actors ? (words[actor >>> 5]! >>> (actor & 31)) & 1 : 0;
      for (; row < end; row++) out[row - from] = passes;
    }
    return out;
  };
}

/** Writes a slice of a mask and counts its rows. `from` is a multiple of 32. */
function pack(passes: NumericArray, from: number, to: number, words: NumericArray): number {
  let count = 0;
  let i = from;
  for (; i + 32 <= to; i += 32) {
    let word = 0;
    // The last one moves up as the others come in.
    for (let k = i - from + 31; k >= i - from; k--) word = (word << 1) | passes[k]!;
    words[i >>> 5] = word;
    count += bitsOfWord(word);
  }
  if (i < to) {
    let word = 0;
    for (let k = to - from - 1; k >= i - from; k--) word = (word << 1) | passes[k]!;
    words[i >>> 5] = word;
    count += bitsOfWord(word);
  }
  return count;
}

/** Bits that are set in a word of 32. */
export function bitsOfWord(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

function eventNames(selector: Selector): Set<string | null> | null {
  if (selector.event === undefined) return null;
  return new Set(typeof selector.event === 'string' ? [selector.event] : selector.event);
}

/** Adds what a property test asks of a column; false when no row of the view can meet it. */
function addTest(view: StoreView, test: PropertyTest, bit: number, tests: ColumnTest[]): boolean {
  const column = view.column(test.prop);
  if (!column) return holds(test, null);
  if (column.kind === 'number') {
    tests.push({ kind: 'number', bit, values: column.values, passes: numberTest(test) });
    return true;
  }
  const passes = numbers(view, column.values.length + 1);
  if (holds(test, null)) passes[0] = 1;
  for (const [index, value] of column.values.entries()) if (holds(test, value)) passes[index + 1] = 1;
  tests.push({ kind: 'dictionary', bit, codes: column.codes, passes });
  return passes.includes(1);
}

/** `holds` for a column of numbers. Common tests do not ask each row which test it is; NaN, which is null, fails them. */
function numberTest(test: PropertyTest): (value: number) => boolean {
  const asked = test.value;
  if (typeof asked === 'number') {
    if (test.op === 'eq') return (value) => value === asked;
    if (test.op === 'lt') return (value) => value < asked;
    if (test.op === 'lte') return (value) => value <= asked;
    if (test.op === 'gt') return (value) => value > asked;
    if (test.op === 'gte') return (value) => value >= asked;
  }
  return (value) => holds(test, Number.isNaN(value) ? null : value);
}

/**
 * Whether a value meets a test. Missing is null; any comparison with null is false, `ne` too; only `isNull` holds.
 * An array meets a test when any of its items does, so an empty one meets none.
 */
export function holds(test: PropertyTest, value: PropertyValue): boolean {
  if (Array.isArray(value)) return value.some((item: Scalar) => scalarHolds(test, item));
  return scalarHolds(test, value as Scalar);
}

function scalarHolds(test: PropertyTest, value: Scalar): boolean {
  const { op } = test;
  if (op === 'isNull') return value === null;
  if (op === 'notNull') return value !== null;
  if (value === null) return false;
  const asked = test.value ?? null;
  if (op === 'in') return Array.isArray(asked) && asked.includes(value);
  if (asked === null) return false;
  if (op === 'eq') return value === asked;
  if (op === 'ne') return value !== asked;
  if (typeof value === 'number' && typeof asked === 'number') return compares(op, value, asked);
  // `<` on two strings compares code units.
  if (typeof value === 'string' && typeof asked === 'string') return compares(op, value, asked);
  return false;
}

function compares<T extends number | string>(op: 'lt' | 'lte' | 'gt' | 'gte', value: T, asked: T): boolean {
  switch (op) {
    case 'lt':
      return value < asked;
    case 'lte':
      return value <= asked;
    case 'gt':
      return value > asked;
    case 'gte':
      return value >= asked;
  }
}

/** Zeros, in the kind of array that the view's storage prefers. */
export function numbers(view: StoreView, length: number): Uint32Array | number[] {
  if (!Array.isArray(view.time)) return new Uint32Array(length);
  const zeros: number[] = [];
  // Several times as fast as `Array.from`, which asks for every item of what it is given.
  for (let i = 0; i < length; i++) zeros.push(0);
  return zeros;
}

/** A buffer for one number a row, that grows to the longest slice. One kind of array everywhere keeps the loops fast. */
function growing(view: StoreView): (rows: number) => NumericArray {
  let buffer = numbers(view, 0);
  return (rows) => {
    if (buffer.length < rows) buffer = numbers(view, Math.max(rows, Math.min(sliceRows, view.acceptedRows)));
    return buffer;
  };
}

import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { columnBytes } from './storage.js';
import type { ColumnStorage } from './storage.js';

const STEP = 1 << 14;

/**
 * Which of several rows of one instant came in first. Rows of one actor lie in that order, but two actors may turn out
 * to be one later, and then the order between their rows decides. Rows that are alone at their instant need none: most
 * sets have few others.
 */
export interface Ties {
  /** Rows that share their instant with another; null: `order` has an item for every row. */
  readonly rows: NumericArray | null;
  /** Ascending among the rows of one instant in the order they came; where a row is not named it is 0. */
  readonly order: NumericArray;
}

/** Rows in the order of `ordinal`: an earlier store's, then what was taken in since. */
export interface TimedRows {
  readonly rows: number;
  readonly time: NumericArray;
  readonly timeBase: number;
}

/**
 * Ties of an earlier store's rows and newer ones, by ordinal.
 *
 * Rows that come in time order and after the earlier ones (files mostly do) have their equals beside them, and the place
 * in such a run is their order. Otherwise two bits an instant, by hash, tell those that come once: rarely one too many
 * is taken for a tie, which costs a few bytes and changes nothing.
 */
export function* findTies(
  before: TimedRows & { readonly ties: Ties | null },
  staged: readonly TimedRows[],
  storage: ColumnStorage,
): Steps<Ties | null> {
  const total = staged.reduce((sum, { rows }) => sum + rows, before.rows);
  const known = before.ties;
  const knownRows = known ? (known.rows?.length ?? before.rows) : 0;
  const runs = yield* equalRuns(before, staged);
  if (runs) {
    const count = knownRows + runs.tied;
    if (count === 0) return null;
    const ties = newTies(count, total, Math.max(greatest(known?.order), runs.longest - 1), storage);
    yield* copyTies(known, knownRows, ties);
    let at = knownRows;
    let next = before.rows;
    let last = NaN;
    let run = 0;
    for (const { rows, time } of staged) {
      for (let i = 0; i < rows; i++) {
        run = time[i] === last ? run + 1 : 0;
        last = time[i]!;
        if (ties.rows === null) ties.order[next + i] = run;
        // The first of a run is found when its second comes; with order 0 it need not be named.
        else if (run > 0) {
          ties.rows[at] = next + i;
          ties.order[at++] = run;
        }
        if ((i & (STEP - 1)) === STEP - 1) yield STEP;
      }
      next += rows;
    }
    return ties;
  }

  const all = [before, ...staged];
  let bits = 1024;
  while (bits < total * 8) bits *= 2;
  const once = storage.uint32(bits / 32);
  const twice = storage.uint32(bits / 32);
  for (const { rows, time, timeBase } of all) {
    for (let i = 0; i < rows; i++) {
      const bit = hashTime(timeBase + time[i]!) & (bits - 1);
      const flag = 1 << (bit & 31);
      if ((once[bit >>> 5]! & flag) === 0) once[bit >>> 5] = (once[bit >>> 5]! | flag) >>> 0;
      else twice[bit >>> 5] = (twice[bit >>> 5]! | flag) >>> 0;
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
  }
  const isTied = (t: number): boolean => {
    const bit = hashTime(t) & (bits - 1);
    return (twice[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  };
  let count = knownRows;
  for (const { rows, time, timeBase } of staged) {
    for (let i = 0; i < rows; i++) {
      if (isTied(timeBase + time[i]!)) count++;
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
  }
  if (count === 0) return null;
  // Newer rows come after all earlier ones of their instant.
  const first = before.rows === 0 ? 0 : greatest(known?.order) + 1;
  const ties = newTies(count, total, first + total - before.rows, storage);
  yield* copyTies(known, knownRows, ties);
  let at = knownRows;
  let next = before.rows;
  for (const { rows, time, timeBase } of staged) {
    for (let i = 0; i < rows; i++) {
      if (isTied(timeBase + time[i]!)) {
        const order = first + next + i - before.rows;
        if (ties.rows === null) ties.order[next + i] = order;
        else {
          ties.rows[at] = next + i;
          ties.order[at++] = order;
        }
      }
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
    next += rows;
  }
  return ties;
}

/** The order of every row. */
export function* tieOrder(ties: Ties | null, rows: number, storage: ColumnStorage): Steps<NumericArray> {
  if (ties && ties.rows === null) return ties.order;
  const order = storage.uint32(rows);
  if (!ties?.rows) return order;
  for (let i = 0; i < ties.rows.length; i++) {
    order[ties.rows[i]!] = ties.order[i]!;
    if ((i & (STEP - 1)) === STEP - 1) yield STEP;
  }
  return order;
}

/** Ties by ordinal as ties by place. */
export function* placeTies(ties: Ties, place: NumericArray, storage: ColumnStorage): Steps<Ties> {
  const { rows, order } = ties;
  if (rows) {
    for (let i = 0; i < rows.length; i++) {
      rows[i] = place[rows[i]!]!;
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
    return ties;
  }
  const placed = storage.codes(order.length, greatest(order));
  for (let i = 0; i < order.length; i++) {
    placed[place[i]!] = order[i]!;
    if ((i & (STEP - 1)) === STEP - 1) yield STEP;
  }
  return { rows: null, order: placed };
}

/** Bytes that ties take. */
export function tieBytes(ties: Ties | null): number {
  return ties ? columnBytes(ties.order) + (ties.rows ? columnBytes(ties.rows) : 0) : 0;
}

/** Tied rows and the longest run of equal times, where the newer rows come in time order after the earlier; else null. */
function* equalRuns(
  before: TimedRows,
  staged: readonly TimedRows[],
): Steps<{ readonly tied: number; readonly longest: number } | null> {
  let last = -Infinity;
  if (staged.length > 0) {
    for (let i = 0; i < before.rows; i++) {
      if (before.timeBase + before.time[i]! > last) last = before.timeBase + before.time[i]!;
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
  }
  let tied = 0;
  let run = 1;
  let longest = 1;
  // An instant of an earlier row is no new run.
  let mayEqual = before.rows === 0;
  for (const { rows, time } of staged) {
    for (let i = 0; i < rows; i++) {
      const t = time[i]!;
      if (t < last || (t === last && !mayEqual)) return null;
      if (t === last) {
        tied++;
        if (++run > longest) longest = run;
      } else run = 1;
      last = t;
      mayEqual = true;
      if ((i & (STEP - 1)) === STEP - 1) yield STEP;
    }
  }
  return { tied, longest };
}

/** Few ties are named row by row; beyond a sixteenth of the rows every row has its order. */
function newTies(count: number, total: number, most: number, storage: ColumnStorage): Ties {
  if (count * 16 > total) return { rows: null, order: storage.codes(total, most) };
  return { rows: storage.uint32(count), order: storage.codes(count, most) };
}

/** An earlier store's ties, whose rows are the first ordinals. */
function* copyTies(known: Ties | null, count: number, into: Ties): Steps<void> {
  for (let i = 0; i < count; i++) {
    const row = known!.rows ? known!.rows[i]! : i;
    if (into.rows === null) into.order[row] = known!.order[i]!;
    else {
      into.rows[i] = row;
      into.order[i] = known!.order[i]!;
    }
    if ((i & (STEP - 1)) === STEP - 1) yield STEP;
  }
}

function greatest(values: NumericArray = []): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

function hashTime(t: number): number {
  const high = Math.floor(t / 4294967296);
  const hash = Math.imul(t - high * 4294967296, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (half ^ (half >>> 13)) >>> 0;
}

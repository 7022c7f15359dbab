import type { NumericArray } from '../protocol/batch.js';
import { hold, holders } from './funnel-unordered.js';

/** What attempts are judged by, optional steps included. */
export interface PlayRule {
  /** Number of steps, 1..32. */
  readonly steps: number;
  /** Longest time from the first row of an attempt to its last, inclusive; Infinity = unbounded. */
  readonly windowMs: number;
  /** A step must be later than the step before, not merely come after it. */
  readonly strictlyLater: boolean;
  /** Bit k: step k is required. Bit 0 is always set. */
  readonly required: number;
  /** By step: the furthest step that may come next, which is the next required one; the step itself when none is left. */
  readonly furthest: readonly number[];
}

/**
 * Rows of one actor, in the order in which they may serve steps, and all attempts that begin among them. Buffers grow
 * to the longest actor.
 *
 *   times     10 10 12 15     ascending
 *   bits       1  2  0  3     bit k: the row matches step k
 *   begins     1  0  0  1     1: an attempt begins at the row
 *   filled    1 2 | - - | ..  `filled[i * steps + k]`: the row that fills step k of the attempt of row i, plus one; 0 = none
 */
export interface Plays {
  times: NumericArray;
  bits: NumericArray;
  begins: NumericArray;
  filled: NumericArray;
  /** Required steps that the attempt of row i fills. */
  depth: NumericArray;
  /** Time of the last of them. */
  completed: NumericArray;
  /** First time after that of row i at which an exclusion ends an unordered attempt; Infinity = none. */
  blockedAt: NumericArray;
  /** Scratch of the players: by row and step, where to go on. */
  next: NumericArray;
  /** The same for the rows that let a strict attempt live on. */
  alive: NumericArray;
  /** By row: the first row of a later instant. */
  later: NumericArray;
  /** Of unordered funnels: the different sets of steps among the rows; rows of one set are interchangeable. */
  readonly sets: number[];
  /** By set: its nearest row at or after the row in hand; `to` = none. */
  readonly heads: number[];
}

/**
 * Plays the attempts that begin in rows `first .. last` and go on to rows before `to`. Long runs of rows are played part
 * by part, the last part first; its `last` is `to`.
 */
export type PlayAttempts = (plays: Plays, to: number, rule: PlayRule, first: number, last: number) => void;

/**
 * Attempts of an ordered funnel: the earliest row of the next step, then of the one after it, ... Where steps are
 * optional the earliest row of any step within reach, and of several steps it matches the lowest.
 *
 * Plain form (`test/oracles/funnel.ts`): look at every later row. Here each row knows the nearest row of every step, so
 * that an attempt costs a look per step. Rows x steps work and memory.
 */
export const playOrdered: PlayAttempts = (plays, to, rule, first, last) => {
  const { times, bits, begins, next } = plays;
  const { steps, windowMs, strictlyLater, furthest } = rule;
  if (strictlyLater) noteLater(plays, to, first, last);
  if (last === to) for (let k = 0; k < steps; k++) next[to * steps + k] = to;
  for (let i = last - 1; i >= first; i--) {
    const own = i * steps;
    for (let k = 0; k < steps; k++) next[own + k] = (bits[i]! & (1 << k)) !== 0 ? i : next[own + steps + k]!;
    if (begins[i] === 0) continue;
    begin(plays, i, rule);
    let newest = i;
    for (let k = 0; k < steps - 1;) {
      const onward = (strictlyLater ? plays.later[newest]! : newest + 1) * steps;
      let row = to;
      let step = k;
      for (let reach = k + 1; reach <= furthest[k]!; reach++) {
        if (next[onward + reach]! >= row) continue;
        row = next[onward + reach]!;
        step = reach;
      }
      if (row === to || times[row]! - times[i]! > windowMs) break;
      fill(plays, i, step, row, rule);
      newest = row;
      k = step;
    }
  }
};

/**
 * Attempts of a strict funnel: every row fills a step within reach, or repeats the step filled last and is ignored, or
 * ends the attempt.
 *
 * Plain form (`test/oracles/funnel.ts`): look at every later row. Here each row knows, by step, the nearest row that is
 * no mere repeat of it. With `strictlyLater` a row at the instant of the step filled last cannot fill, and is ignored
 * where it otherwise would.
 */
export const playStrict: PlayAttempts = (plays, to, rule, first, last) => {
  const { times, bits, begins, next, alive } = plays;
  const { steps, windowMs, strictlyLater, furthest } = rule;
  if (strictlyLater) noteLater(plays, to, first, last);
  const within: number[] = [];
  for (let k = 0; k < steps; k++) {
    if (last === to) next[to * steps + k] = alive[to * steps + k] = to;
    let bitsInReach = 0;
    for (let reach = k + 1; reach <= furthest[k]!; reach++) bitsInReach |= 1 << reach;
    within[k] = bitsInReach;
  }
  for (let i = last - 1; i >= first; i--) {
    const own = i * steps;
    const row = bits[i]!;
    for (let k = 0; k < steps; k++) {
      const repeats = (row & (1 << k)) !== 0;
      const fills = (row & within[k]!) !== 0;
      next[own + k] = repeats && !fills ? next[own + steps + k]! : i;
      alive[own + k] = repeats || fills ? alive[own + steps + k]! : i;
    }
    if (begins[i] === 0) continue;
    begin(plays, i, rule);
    let newest = i;
    for (let k = 0; within[k] !== 0;) {
      let onward = newest + 1;
      if (strictlyLater) {
        const later = plays.later[newest]!;
        if (alive[onward * steps + k]! < later) break;
        onward = later;
      }
      newest = next[onward * steps + k]!;
      if (newest === to || times[newest]! - times[i]! > windowMs) break;
      const fills = bits[newest]! & within[k]!;
      if (fills === 0) break;
      k = 31 - Math.clz32(fills & -fills);
      fill(plays, i, k, newest, rule);
    }
  }
};

/** By set: the next row an attempt has not looked at; -1 = no more row of this set can be kept. */
const cursors: number[] = [];

/**
 * Attempts of an unordered funnel: a row is kept while the kept rows can still be given distinct steps. All steps are
 * required; "step k" is the k-th row kept.
 *
 * Plain form (`test/oracles/funnel.ts`): look at every later row. Here an attempt hops from set to set: once a row of a
 * set cannot be kept, no later row of that set can.
 */
export const playUnordered: PlayAttempts = (plays, to, rule, first, last) => {
  const { times, bits, begins, next, blockedAt, sets, heads } = plays;
  const { steps, windowMs, strictlyLater } = rule;
  if (last === to) sets.length = 0;
  for (let i = last - 1; i >= first; i--) {
    let own = sets.indexOf(bits[i]!);
    if (own < 0) {
      own = sets.push(bits[i]!) - 1;
      heads[own] = to;
    }
    // The next row of the same set.
    next[i] = heads[own]!;
    heads[own] = i;
    if (begins[i] === 0) continue;
    begin(plays, i, rule);
    const until = Math.min(times[i]! + windowMs, blockedAt[i]!);
    for (let k = 0; k < steps; k++) holders[k] = 0;
    for (let set = 0; set < sets.length; set++) cursors[set] = heads[set]!;
    hold(bits[i]!, steps, 0);
    cursors[own] = next[i]!;
    let newest = i;
    for (let k = 1; k < steps;) {
      let row = to;
      let set = -1;
      for (let other = 0; other < sets.length; other++) {
        let cursor = cursors[other]!;
        if (cursor < 0) continue;
        if (strictlyLater) {
          while (cursor < to && times[cursor]! <= times[newest]!) cursor = next[cursor]!;
          cursors[other] = cursor;
        }
        if (cursor >= row) continue;
        row = cursor;
        set = other;
      }
      if (set < 0 || times[row]! > until) break;
      if (hold(sets[set]!, steps, 0)) {
        fill(plays, i, k, row, rule);
        cursors[set] = next[row]!;
        newest = row;
        k++;
      } else cursors[set] = -1;
    }
  }
};

/** Rows of one instant all know the first row after it. */
function noteLater(plays: Plays, to: number, first: number, last: number): void {
  const { times, later } = plays;
  for (let i = last - 1; i >= first; i--) later[i] = i + 1 < to && times[i + 1] === times[i] ? later[i + 1]! : i + 1;
}

/** Begins an attempt at a row: step one is filled, and no other. */
export function begin(plays: Plays, row: number, rule: PlayRule): void {
  const own = row * rule.steps;
  plays.filled[own] = row + 1;
  for (let k = 1; k < rule.steps; k++) plays.filled[own + k] = 0;
  plays.depth[row] = 1;
  plays.completed[row] = plays.times[row]!;
}

function fill(plays: Plays, attempt: number, step: number, row: number, rule: PlayRule): void {
  plays.filled[attempt * rule.steps + step] = row + 1;
  if ((rule.required & (1 << step)) === 0) return;
  plays.depth[attempt] = plays.depth[attempt]! + 1;
  plays.completed[attempt] = plays.times[row]!;
}

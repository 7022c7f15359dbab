import type { NumericArray } from '../protocol/batch.js';
import type { Attempt, AttemptRule } from './funnel-rows.js';

/** What is known of an actor's rows from the row in hand on. */
export interface UnorderedRows {
  /** The different sets of steps among them; rows of one set are interchangeable. */
  readonly sets: number[];
  /** By set: its nearest row at or after the row in hand; `to` = none. */
  readonly heads: number[];
  /** By row, less `from`: the next row of the same set; `to` = none. */
  readonly following: number[];
  /** Time of the last row of the best attempt so far. */
  completed: number;
}

/** Of actors that are judged in one go; grows to the longest of them. */
const own: UnorderedRows = { sets: [], heads: [], following: [], completed: 0 };
/** By set: the next row an attempt has not looked at; -1 = no more row of this set can be kept. */
const cursors: number[] = [];
/** By step: the set of steps of the row that holds it; 0 = free. */
export const holders: number[] = [];
const keptTimes: number[] = [];

/**
 * The reported attempt of an unordered funnel: from any row that matches a step, rows are kept while the kept rows can
 * still be given distinct steps. Rows x (steps + sets) work, one number a row of memory.
 *
 * Plain form (`test/oracles/funnel.ts`): play the attempt of every row over all rows after it. Here an attempt hops
 * from set to set by pointers: once a row of a set cannot be kept, no later row of that set can (what can be kept
 * shrinks as rows are kept), so an attempt looks at no more rows than there are steps and sets.
 */
export function findUnordered(
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  rule: AttemptRule,
  attempt: Attempt,
): void {
  findUnorderedPart(own, times, bits, from, to, steps, rule, attempt, from, to);
}

/**
 * The same for the attempts that begin in rows `first .. last`, so that a very long run of rows can be judged part by
 * part: the last part first, whose `last` is `to`. `attempt` holds the best so far.
 */
export function findUnorderedPart(
  rows: UnorderedRows,
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  rule: AttemptRule,
  attempt: Attempt,
  first: number,
  last: number,
): void {
  const { sets, heads, following } = rows;
  if (last === to) {
    sets.length = 0;
    attempt.depth = 0;
    rows.completed = 0;
  }
  for (let i = last - 1; i >= first; i--) {
    let set = sets.indexOf(bits[i]!);
    if (set < 0) {
      set = sets.push(bits[i]!) - 1;
      heads[set] = to;
    }
    following[i - from] = heads[set]!;
    heads[set] = i;
    if (rule.firstOnly && i > from) continue;
    const depth = play(rows, times, from, to, i, steps, rule);
    const end = keptTimes[depth - 1]!;
    // Rows come last to first, so of equals the one that stands is the latest begun.
    if (depth < attempt.depth || (depth === attempt.depth && end >= rows.completed)) continue;
    attempt.depth = depth;
    rows.completed = end;
    for (let k = 0; k < depth; k++) attempt.times[k] = keptTimes[k]!;
  }
}

/** Plays the attempt that begins at row `start`: its depth; times of the kept rows are in `keptTimes`. */
function play(
  { sets, heads, following }: UnorderedRows,
  times: NumericArray,
  from: number,
  to: number,
  start: number,
  steps: number,
  rule: AttemptRule,
): number {
  const { windowMs, strictlyLater } = rule;
  const began = times[start]!;
  for (let k = 0; k < steps; k++) holders[k] = 0;
  for (let set = 0; set < sets.length; set++) cursors[set] = heads[set]!;
  let depth = 0;
  while (depth < steps) {
    let row = to;
    let set = -1;
    for (let other = 0; other < sets.length; other++) {
      let cursor = cursors[other]!;
      if (cursor < 0) continue;
      if (strictlyLater && depth > 0) {
        while (cursor < to && times[cursor]! <= keptTimes[depth - 1]!) cursor = following[cursor - from]!;
        cursors[other] = cursor;
      }
      if (cursor < row) {
        row = cursor;
        set = other;
      }
    }
    if (set < 0 || times[row]! - began > windowMs) break;
    if (hold(sets[set]!, steps, 0)) {
      keptTimes[depth++] = times[row]!;
      cursors[set] = following[row - from]!;
    } else cursors[set] = -1;
  }
  return depth;
}

/**
 * Gives a row one of its steps in `holders`, moving other rows to other steps where that makes room (an augmenting path).
 * @param tried steps that need not be tried again
 */
export function hold(set: number, steps: number, tried: number): boolean {
  let visited = tried;
  for (let k = 0; k < steps; k++) {
    const bit = 1 << k;
    if ((set & bit) === 0 || holders[k] !== 0) continue;
    holders[k] = set;
    return true;
  }
  for (let k = 0; k < steps; k++) {
    const bit = 1 << k;
    if ((set & bit) === 0 || (visited & bit) !== 0) continue;
    visited |= bit;
    if (!hold(holders[k]!, steps, visited)) continue;
    holders[k] = set;
    return true;
  }
  return false;
}

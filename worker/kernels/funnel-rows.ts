import type { NumericArray } from '../protocol/batch.js';

/** What one actor's attempts are judged by. */
export interface AttemptRule {
  /** Longest time from the first row of an attempt to its last, inclusive; Infinity = unbounded. */
  readonly windowMs: number;
  /** A step must be later than the step before, not merely come after it. */
  readonly strictlyLater: boolean;
  /** Only the attempt of the first row that can begin one. */
  readonly firstOnly: boolean;
}

/** The reported attempt of one actor; the same object is filled again for each actor. */
export interface Attempt {
  /** Steps filled; 0 = no attempt. */
  depth: number;
  /** Times of the filled steps, in order; items from `depth` on are left over. */
  readonly times: NumericArray;
}

/**
 * Finds the reported attempt among one actor's rows.
 *
 *   times   10 10 12 15     ascending
 *   bits     1  2  0  3     bit k: the row matches step k
 *
 * Rows stand at `from .. to`, in the order in which they may serve steps.
 *
 * @param steps number of steps, 1..32, or fewer where it is known that no attempt fills more
 */
export type FindAttempt = (
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  rule: AttemptRule,
  attempt: Attempt,
) => void;

/** The first row that matches step one; -1 = none. */
export function firstOfStepOne(bits: NumericArray, from: number, to: number): number {
  for (let i = from; i < to; i++) if ((bits[i]! & 1) !== 0) return i;
  return -1;
}

/**
 * Most steps that rows in this order can fill one after the other, whatever their times; 0 when none matches step one.
 * No attempt of an ordered or strict funnel fills more, unless rows of one instant change places.
 */
export function mostSteps(bits: NumericArray, from: number, to: number, steps: number): number {
  let filled = 0;
  // A shift by 32 is a shift by 0: with 32 steps filled the count runs on.
  for (let i = from; i < to; i++) filled += (bits[i]! >>> filled) & 1;
  return filled < steps ? filled : steps;
}

/** Whether any two of the rows are of one instant. */
export function hasTies(time: NumericArray, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (time[i] === time[i - 1]) return true;
  return false;
}

/**
 * Puts rows of one instant in step order: by least, then greatest matching step, then as they came; rows that match
 * no step last. Only `bits` move, since the times of an instant are equal.
 */
export function orderInstants(times: NumericArray, bits: NumericArray, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    if (times[i] !== times[i - 1] || stepRank(bits[i]!) >= stepRank(bits[i - 1]!)) continue;
    let begin = i - 1;
    while (begin > from && times[begin - 1] === times[i]) begin--;
    let end = i + 1;
    while (end < to && times[end] === times[i]) end++;
    sortRun(bits, begin, end);
    i = end - 1;
  }
}

/** Place of a row among rows of its instant: by least, then greatest step; last without a step. */
export function stepRank(bits: number): number {
  if (bits === 0) return 1024;
  const lowest = 31 - Math.clz32(bits & -bits);
  const highest = 31 - Math.clz32(bits);
  return lowest * 32 + highest;
}

/** Short runs by insertion; a source that stamps a whole campaign with one minute has runs of thousands. */
function sortRun(bits: NumericArray, begin: number, end: number): void {
  if (end - begin > 32) {
    const run: number[] = [];
    for (let i = begin; i < end; i++) run.push(bits[i]!);
    run.sort((a, b) => stepRank(a) - stepRank(b));
    for (let i = begin; i < end; i++) bits[i] = run[i - begin]!;
    return;
  }
  for (let i = begin + 1; i < end; i++) {
    const row = bits[i]!;
    const rank = stepRank(row);
    let hole = i;
    while (hole > begin && stepRank(bits[hole - 1]!) > rank) {
      bits[hole] = bits[hole - 1]!;
      hole--;
    }
    bits[hole] = row;
  }
}

import type { NumericArray } from '../protocol/batch.js';
import { firstOfStepOne, type Attempt, type AttemptRule } from './funnel-rows.js';

/** For each number of steps less one: the latest row that begins a chain of that many steps; -1 = none yet. */
const starts: number[] = [];
/** The same, of chains that end before the running instant. */
const settled: number[] = [];

/**
 * The reported attempt of an ordered funnel, in one pass over the rows; memory per actor: none.
 *
 * Plain form (`test/oracles/funnel.ts`): from every row that matches step one take the earliest row of step two,
 * then of step three, ...; report the deepest attempt, then the earliest completed, then the latest begun.
 * Here all attempts run side by side. Of those with equally many steps only the latest begun is kept: it sees the
 * same rows as the others and its window closes last.
 */
export function findOrdered(
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  rule: AttemptRule,
  attempt: Attempt,
): void {
  if (rule.firstOnly) {
    const start = firstOfStepOne(bits, from, to);
    attempt.depth = 0;
    if (start >= 0) follow(times, bits, start, to, steps, rule, attempt);
    return;
  }
  const start = rule.strictlyLater
    ? bestStartLater(times, bits, from, to, steps, rule.windowMs, attempt)
    : bestStart(times, bits, from, to, steps, rule.windowMs, attempt);
  // First and last step are known by now.
  if (attempt.depth > 2) follow(times, bits, start, to, steps, rule, attempt);
}

function bestStart(
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  windowMs: number,
  attempt: Attempt,
): number {
  for (let k = 0; k < steps; k++) starts[k] = -1;
  let depth = 0;
  let start = -1;
  let completed = 0;
  for (let i = from; i < to; i++) {
    const t = times[i]!;
    if (depth === steps && t > completed) break;
    // From the highest step down, so that a row never builds on what it has just filled itself.
    for (let left = bits[i]!; left !== 0;) {
      const k = 31 - Math.clz32(left);
      left ^= 1 << k;
      let s = i;
      if (k > 0) {
        s = starts[k - 1]!;
        if (s < 0 || t - times[s]! > windowMs) continue;
      }
      starts[k] = s;
      if (k < depth - 1) continue;
      if (k >= depth || (t === completed && s > start)) {
        depth = k + 1;
        start = s;
        completed = t;
      }
    }
  }
  setEnds(attempt, depth, times, start, completed);
  return start;
}

/** As `bestStart`; steps build only on what was filled before the instant of their row. */
function bestStartLater(
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  windowMs: number,
  attempt: Attempt,
): number {
  for (let k = 0; k < steps; k++) starts[k] = settled[k] = -1;
  let depth = 0;
  let start = -1;
  let completed = 0;
  for (let i = from; i < to;) {
    const t = times[i]!;
    if (depth === steps && t > completed) break;
    for (; i < to && times[i] === t; i++) {
      for (let left = bits[i]!; left !== 0;) {
        const k = 31 - Math.clz32(left);
        left ^= 1 << k;
        let s = i;
        if (k > 0) {
          s = settled[k - 1]!;
          if (s < 0 || t - times[s]! > windowMs) continue;
        }
        starts[k] = s;
        if (k < depth - 1) continue;
        if (k >= depth || (t === completed && s > start)) {
          depth = k + 1;
          start = s;
          completed = t;
        }
      }
    }
    for (let k = 0; k < steps; k++) settled[k] = starts[k]!;
  }
  setEnds(attempt, depth, times, start, completed);
  return start;
}

function setEnds(attempt: Attempt, depth: number, times: NumericArray, start: number, completed: number): void {
  attempt.depth = depth;
  if (depth === 0) return;
  attempt.times[depth - 1] = completed;
  attempt.times[0] = times[start]!;
}

/** Fills the steps of the attempt that begins at `start`. */
function follow(
  times: NumericArray,
  bits: NumericArray,
  start: number,
  to: number,
  steps: number,
  rule: AttemptRule,
  attempt: Attempt,
): void {
  const { windowMs, strictlyLater } = rule;
  const began = times[start]!;
  let last = began;
  let depth = 1;
  attempt.times[0] = began;
  for (let i = start + 1; i < to && depth < steps; i++) {
    const t = times[i]!;
    if (t - began > windowMs) break;
    if ((bits[i]! & (1 << depth)) === 0 || (strictlyLater && t === last)) continue;
    attempt.times[depth] = t;
    last = t;
    depth++;
  }
  attempt.depth = depth;
}

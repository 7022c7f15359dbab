import type { NumericArray } from '../protocol/batch.js';
import { firstOfStepOne, type Attempt, type AttemptRule } from './funnel-rows.js';

/** `held[k]`: latest start of a live attempt with k steps, the last of them before the running instant; -1 = none. */
const held: number[] = [];
/** The same for attempts whose last step was filled at the running instant. */
const fresh: number[] = [];

/**
 * The reported attempt of a strict funnel, where every row counts: with k steps filled a row fills the next step, or
 * repeats step k and is ignored, or ends the attempt. One pass over the rows; memory per actor: none.
 *
 * Plain form (`test/oracles/funnel.ts`): play every attempt alone. Attempts with equally many steps meet the same
 * fate at a row, so only the latest begun is kept. With `strictlyLater` a row that matches the next step is ignored by
 * attempts that filled a step at this very instant, so these are kept apart.
 */
export function findStrict(
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  rule: AttemptRule,
  attempt: Attempt,
): void {
  const start = rule.firstOnly ? firstOfStepOne(bits, from, to) : bestStart(times, bits, from, to, steps, rule);
  if (start < 0) attempt.depth = 0;
  else follow(times, bits, start, to, steps, rule, attempt);
}

function bestStart(
  times: NumericArray,
  bits: NumericArray,
  from: number,
  to: number,
  steps: number,
  rule: AttemptRule,
): number {
  const { windowMs, strictlyLater } = rule;
  for (let k = 0; k <= steps; k++) held[k] = fresh[k] = -1;
  let depth = 0;
  let start = -1;
  let completed = 0;
  let instant = NaN;
  /** Most steps that any live attempt has filled. */
  let top = 0;
  for (let i = from; i < to; i++) {
    const t = times[i]!;
    const row = bits[i]!;
    if (t !== instant || !strictlyLater) {
      if (depth === steps && t > completed) break;
      instant = t;
      for (let k = 1; k <= top; k++) {
        if (fresh[k]! > held[k]!) held[k] = fresh[k]!;
        fresh[k] = -1;
      }
    }
    // From the most steps down: an attempt that moves up leaves its slot before the one below moves in.
    let highest = 0;
    for (let k = Math.min(top, steps - 1); k >= 1; k--) {
      const older = held[k]!;
      const newer = fresh[k]!;
      if (older < 0 && newer < 0) continue;
      if ((row & (1 << k)) !== 0) {
        held[k] = -1;
        if (newer >= 0 && highest < k) highest = k;
        if (older < 0 || t - times[older]! > windowMs) continue;
        fresh[k + 1] = older;
        if (highest < k + 1) highest = k + 1;
        if (k + 1 > depth || (k + 1 === depth && t === completed && older > start)) {
          depth = k + 1;
          start = older;
          completed = t;
        }
      } else if ((row & (1 << (k - 1))) === 0) {
        held[k] = fresh[k] = -1;
      } else if (highest < k) highest = k;
    }
    if ((row & 1) !== 0) {
      fresh[1] = i;
      if (highest < 1) highest = 1;
      if (depth === 0) {
        depth = 1;
        start = i;
        completed = t;
      }
    }
    top = highest;
  }
  return start;
}

/** Plays the attempt that begins at `start`. */
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
    const row = bits[i]!;
    if ((row & (1 << depth)) !== 0) {
      if (strictlyLater && t === last) continue;
      attempt.times[depth] = t;
      last = t;
      depth++;
    } else if ((row & (1 << (depth - 1))) === 0) break;
  }
  attempt.depth = depth;
}

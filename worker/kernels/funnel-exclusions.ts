import type { NumericArray } from '../protocol/batch.js';
import type { PlayRule, Plays } from './funnel-plays.js';

/** Exclusions of a funnel, and when their rows are for one actor. */
export interface ExclusionTimes {
  /** By exclusion: the steps between which no row may lie. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** By exclusion: times of its rows, ascending. */
  readonly times: readonly number[][];
}

/** For each attempt of an unordered funnel: when the first exclusion row after its beginning comes. */
export function noteBlocks(plays: Plays, from: number, to: number, exclusions: ExclusionTimes | null): void {
  const { times, begins, blockedAt } = plays;
  for (let i = from; i < to; i++) {
    if (begins[i] === 0) continue;
    let first = Infinity;
    for (const rows of exclusions?.times ?? []) first = Math.min(first, firstAfter(rows, times[i]!));
    blockedAt[i] = first;
  }
}

/**
 * Judges played attempts. An attempt is tainted when it reached step `from` of an exclusion and one of its rows lies
 * after that step's instant and before that of step `to`, or within the window where `to` was not reached. A tainted
 * attempt ends at its first such row (`ends`), or gets 2 in `begins`.
 *
 * @param ends effect `end-attempt`; else `drop-actor`
 */
export function judgeExclusions(
  plays: Plays,
  from: number,
  to: number,
  rule: PlayRule,
  exclusions: ExclusionTimes,
  unordered: boolean,
  ends: boolean,
): void {
  const { times, begins, depth, blockedAt } = plays;
  for (let i = from; i < to; i++) {
    if (begins[i] === 0) continue;
    if (unordered) {
      const blocked = blockedAt[i]! < Infinity && blockedAt[i]! - times[i]! <= rule.windowMs;
      // With `end-attempt` nothing is left to do: rows after the block were not played.
      if (blocked && depth[i]! < rule.steps && !ends) begins[i] = 2;
      continue;
    }
    const first = firstTaint(plays, i, rule, exclusions);
    if (first === Infinity) continue;
    if (ends) cut(plays, i, rule, first);
    else begins[i] = 2;
  }
}

function firstTaint(plays: Plays, attempt: number, rule: PlayRule, exclusions: ExclusionTimes): number {
  const { times, filled } = plays;
  let first = Infinity;
  for (let e = 0; e < exclusions.from.length; e++) {
    const begun = filled[attempt * rule.steps + exclusions.from[e]!]!;
    if (begun === 0) continue;
    const x = firstAfter(exclusions.times[e]!, times[begun - 1]!);
    const ended = filled[attempt * rule.steps + exclusions.to[e]!]!;
    const inside = ended === 0 ? x - times[attempt]! <= rule.windowMs : x < times[ended - 1]!;
    if (inside && x < first) first = x;
  }
  return first;
}

/** Takes the steps after an instant off an attempt. */
function cut(plays: Plays, attempt: number, rule: PlayRule, at: number): void {
  const { times, filled } = plays;
  const own = attempt * rule.steps;
  plays.depth[attempt] = 0;
  for (let k = 0; k < rule.steps; k++) {
    const row = filled[own + k]! - 1;
    if (row < 0) continue;
    if (times[row]! > at) filled[own + k] = 0;
    else if ((rule.required & (1 << k)) !== 0) {
      plays.depth[attempt] = plays.depth[attempt]! + 1;
      plays.completed[attempt] = times[row]!;
    }
  }
}

/** The first of ascending times that is later than an instant; Infinity = none. */
function firstAfter(times: NumericArray, instant: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! > instant) high = middle;
    else low = middle + 1;
  }
  return low < times.length ? times[low]! : Infinity;
}

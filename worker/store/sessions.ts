import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { keeper, type Keeper } from './keep.js';
import type { StoreView } from './view.js';

/** The gap from which on a row starts a new session, ms: 30 minutes. */
export const defaultSessionGapMs = 1_800_000;

/**
 * Sessions of every actor: runs of rows in which each gap is shorter than the session gap. Judged over all identified
 * rows of the actor, so that rows an analysis leaves out still hold a session together.
 *
 *   actor       0            1      2           offsets = [0, 2, 3, 5], one more than actors
 *   session     0      1     2      3    4      starts  = [0, 3, 5, 7, 8, 12], one more than sessions
 *   row         0 1 2  3 4   5 6    7    8 ...
 *
 * The number of session s of actor a is `s - offsets[a] + 1`.
 */
export interface Sessions {
  readonly gapMs: number;
  /** Sessions in all. */
  readonly count: number;
  /** First row of each session, ascending; the last item is the number of rows. Length count + 1. */
  readonly starts: NumericArray;
  /** First session of each actor; the last item is `count`. Length actors + 1. */
  readonly offsets: NumericArray;
}

const sliceRows = 16384;
const kept: Keeper<Sessions> = keeper(4);

/**
 * The sessions of a view, computed once for each gap and kept with the view. Two passes over the times; memory: a
 * number for each session and each actor.
 *
 * @param gapMs a gap of exactly this splits (`docs/concepts/paths.md`)
 */
export function sessionsOf(view: StoreView, gapMs: number = defaultSessionGapMs): Steps<Sessions> {
  return kept(view, String(gapMs), () => split(view, gapMs));
}

/** The session that a row is in, by its place among all sessions; a binary search. */
export function sessionOfRow(sessions: Sessions, row: number): number {
  return lastAtMost(sessions.starts, sessions.count, row);
}

/** The actor that a row belongs to; a binary search. Every actor has a row. */
export function actorOfRow(view: StoreView, row: number): number {
  return lastAtMost(view.offsets, view.actors, row);
}

/** The greatest index below `count` whose value is at most `value`. */
function lastAtMost(ascending: NumericArray, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function* split(view: StoreView, gapMs: number): Steps<Sessions> {
  const { time } = view;
  const offsets = whole(view, view.actors + 1);
  let count = 0;
  for (const [first, last] of actorRuns(view)) {
    for (let actor = first; actor < last; actor++) {
      offsets[actor] = count;
      const from = view.offsets[actor]!;
      const to = view.offsets[actor + 1]!;
      if (to > from) count++;
      for (let i = from + 1; i < to; i++) if (time[i]! - time[i - 1]! >= gapMs) count++;
    }
    yield view.offsets[last]! - view.offsets[first]!;
  }
  offsets[view.actors] = count;
  const starts = whole(view, count + 1);
  for (const [first, last] of actorRuns(view)) {
    let at = offsets[first]!;
    for (let actor = first; actor < last; actor++) {
      const from = view.offsets[actor]!;
      const to = view.offsets[actor + 1]!;
      if (to > from) starts[at++] = from;
      for (let i = from + 1; i < to; i++) if (time[i]! - time[i - 1]! >= gapMs) starts[at++] = i;
    }
    yield view.offsets[last]! - view.offsets[first]!;
  }
  starts[count] = view.rows;
  return { gapMs, count, starts, offsets };
}

/** Runs of whole actors, `first .. last`, of some 16,000 rows each: work between two yields. */
export function* actorRuns(view: StoreView): Generator<readonly [first: number, last: number], void, void> {
  const { offsets, actors } = view;
  for (let first = 0; first < actors;) {
    let last = first + 1;
    while (last < actors && last - first < sliceRows && offsets[last + 1]! - offsets[first]! <= sliceRows) last++;
    yield [first, last];
    first = last;
  }
}

function whole(view: StoreView, length: number): NumericArray {
  return Array.isArray(view.time) ? Array.from<number>({ length }).fill(0) : new Uint32Array(length);
}

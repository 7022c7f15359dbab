import { timeAt, xOf } from './time-scale.js';
import type { TimeScale } from './time-scale.js';
import type { Lane } from './touchpoints.js';

/** Marks nearer to each other than this are one group, px. */
export const groupGap = 14;
/** A mark's circle, and the height of a group, px. */
export const markSize = 12;
export const groupHeight = 20;
/** A group longer than this is cut where the axis has its ticks, so that it can be told which part of the time is dense. */
const longGroup = 120;
/** A group shorter than this is not cut off. */
const leastCut = 30;
/** How far left and right of the view groups are formed, so that they do not change while the view moves. */
const margin = 420;

/**
 * All marks of a picture in columns, lane by lane and in order of time within a lane. A mark stands for the rows
 * `first[k] ..= last[k]` of its lane, and only for those in view: the counts of all marks add up to the rows in view.
 */
export class Marks {
  /** Marks there are; the columns may be longer. */
  length = 0;
  /** Sum of `counts`. */
  total = 0;
  lane: Uint16Array = new Uint16Array(64);
  /** Places in the lane. */
  first: Uint32Array = new Uint32Array(64);
  last: Uint32Array = new Uint32Array(64);
  /** Rows in view that the mark stands for; 1: a single touchpoint. */
  counts: Uint32Array = new Uint32Array(64);
  /** Edges of what is drawn, px. */
  left: Float32Array = new Float32Array(64);
  right: Float32Array = new Float32Array(64);
  /** Marks of each lane: those of lane k begin at `starts[k]` and end before `starts[k + 1]`. */
  starts: Uint32Array = new Uint32Array(2);

  /** Empties the columns for a picture of so many lanes; their room is kept. */
  reset(lanes: number): void {
    this.length = 0;
    this.total = 0;
    this.starts = new Uint32Array(lanes + 1);
  }

  push(lane: number, first: number, last: number, count: number, left: number, right: number): void {
    if (this.length === this.lane.length) this.#grow();
    const at = this.length++;
    this.lane[at] = lane;
    this.first[at] = first;
    this.last[at] = last;
    this.counts[at] = count;
    this.left[at] = left;
    this.right[at] = right;
    this.total += count;
  }

  /** Middle of a mark, px. */
  middle(mark: number): number {
    return (this.left[mark]! + this.right[mark]!) / 2;
  }

  #grow(): void {
    const room = this.lane.length * 2;
    this.lane = grown(this.lane, new Uint16Array(room));
    this.first = grown(this.first, new Uint32Array(room));
    this.last = grown(this.last, new Uint32Array(room));
    this.counts = grown(this.counts, new Uint32Array(room));
    this.left = grown(this.left, new Float32Array(room));
    this.right = grown(this.right, new Float32Array(room));
  }
}

function grown<T extends Float32Array | Uint32Array | Uint16Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

/**
 * Places the rows of lanes on a scale, those close together as groups.
 *
 * Groups hang on the rows and on `cuts` (instants, ascending, also some outside of the view), not on the view: while it
 * moves a group keeps its rows, and only its count at the very edge follows what is in view.
 *
 * Work: linear in the rows in view. `into` is emptied and filled, and returned.
 */
export function placeMarks(lanes: readonly Lane[], scale: TimeScale, cuts: readonly number[], into: Marks): Marks {
  into.reset(lanes.length);
  for (const [k, lane] of lanes.entries()) {
    into.starts[k] = into.length;
    placeLane(lane, k, scale, cuts, into);
  }
  into.starts[lanes.length] = into.length;
  return into;
}

/** A group under way: rows `first ..= last`, drawn from `left` to `right`. */
interface Run {
  first: number;
  last: number;
  count: number;
  left: number;
  right: number;
}

function placeLane(lane: Lane, k: number, scale: TimeScale, cuts: readonly number[], into: Marks): void {
  const { times, weights } = lane;
  const end = lowerBound(times, timeAt(scale, scale.right + margin), times.length);
  const viewFirst = lowerBound(times, scale.from, times.length);
  const viewEnd = lowerBound(times, scale.to, times.length);
  const perMs = (scale.right - scale.left) / (scale.to - scale.from);
  const gapMs = groupGap / perMs;
  let pending: Run | null = null;
  let at = lowerBound(times, timeAt(scale, scale.left - margin), times.length);
  const flush = (run: Run): void => emit(run, lane, k, scale, viewFirst, viewEnd, into);
  const take = (run: Run, mayJoin: boolean): void => {
    if (pending && mayJoin && run.left < pending.right + 1) {
      pending = joined(pending, run, scale, times);
      return;
    }
    if (pending) flush(pending);
    pending = run;
  };
  while (at < end) {
    let last = at;
    let time = times[at]!;
    while (last + 1 < end) {
      const next = times[last + 1]!;
      if (next - time >= gapMs) break;
      time = next;
      last++;
    }
    const run = runOf(at, last, times, weights, scale);
    if ((time - times[at]!) * perMs <= longGroup) take(run, true);
    else for (const [k, part] of cutUp(run, times, weights, scale, cuts).entries()) take(part, k === 0);
    at = last + 1;
  }
  if (pending) flush(pending);
}

/** Parts of a long run between the cuts, 2 px apart; parts too short for a count of their own stay with a neighbour. */
function cutUp(
  run: Run,
  times: Float64Array,
  weights: Uint32Array | null,
  scale: TimeScale,
  cuts: readonly number[],
): Run[] {
  const parts: Run[] = [];
  let { first, left } = run;
  for (const cut of cuts) {
    const x = xOf(scale, cut);
    if (x - left < leastCut) continue;
    if (run.right - x < leastCut) break;
    const end = lowerBound(times, cut, run.last + 1);
    if (end > first) {
      const last = end - 1;
      const right = Math.min(xOf(scale, times[last]!) + markSize / 2, x - 1);
      parts.push({ first, last, count: countOf(weights, first, last), left, right: Math.max(right, left + markSize) });
      first = end;
    }
    left = Math.max(x + 1, xOf(scale, times[first]!) - markSize / 2);
  }
  parts.push({ ...run, first, left, count: countOf(weights, first, run.last) });
  return parts;
}

function runOf(first: number, last: number, times: Float64Array, weights: Uint32Array | null, scale: TimeScale): Run {
  const count = countOf(weights, first, last);
  const left = xOf(scale, times[first]!);
  const right = xOf(scale, times[last]!);
  return spread({ first, last, count, left: 0, right: 0 }, left, right);
}

function joined(a: Run, b: Run, scale: TimeScale, times: Float64Array): Run {
  const run = { first: a.first, last: b.last, count: a.count + b.count, left: 0, right: 0 };
  return spread(run, xOf(scale, times[a.first]!), xOf(scale, times[b.last]!));
}

/** Gives a run its width: as wide as its time, and wide enough for its count. */
function spread(run: Run, firstX: number, lastX: number): Run {
  const least = run.count === 1 ? markSize : groupWidth(run.count);
  const width = Math.max(lastX - firstX + markSize, least);
  const middle = (firstX + lastX) / 2;
  run.left = middle - width / 2;
  run.right = middle + width / 2;
  return run;
}

/** Least width of a group, so that its count stands in it. */
export function groupWidth(count: number): number {
  const digits = count < 10_000 ? String(count).length : 5;
  return digits < 3 ? 22 : 12 + digits * 6.6;
}

function emit(
  run: Run,
  { times, weights }: Lane,
  k: number,
  scale: TimeScale,
  viewFirst: number,
  viewEnd: number,
  into: Marks,
): void {
  const first = Math.max(run.first, viewFirst);
  const last = Math.min(run.last, viewEnd - 1);
  if (first > last) return;
  if (first === run.first && last === run.last) {
    into.push(k, first, last, run.count, run.left, run.right);
    return;
  }
  // At the edge: the rest of the group, in view, where its rows are.
  const rest = { first, last, count: countOf(weights, first, last), left: 0, right: 0 };
  spread(rest, xOf(scale, times[first]!), xOf(scale, times[last]!));
  into.push(k, first, last, rest.count, rest.left, rest.right);
}

function countOf(weights: Uint32Array | null, first: number, last: number): number {
  if (!weights) return last - first + 1;
  let count = 0;
  for (let at = first; at <= last; at++) count += weights[at]!;
  return count;
}

/** First place in `times[0 .. end)` that is not before `time`. */
export function lowerBound(times: Float64Array, time: number, end: number): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The mark of a lane whose hit area (24 px at least) holds `x`, the nearest of several; -1 for none. */
export function markAt(marks: Marks, lane: number, x: number): number {
  let best = -1;
  let distance = Infinity;
  for (let mark = marks.starts[lane]!; mark < marks.starts[lane + 1]!; mark++) {
    const half = Math.max(12, (marks.right[mark]! - marks.left[mark]!) / 2);
    const away = Math.abs(x - marks.middle(mark));
    const beyond = Math.max(0, away - (marks.right[mark]! - marks.left[mark]!) / 2);
    if (away <= half && beyond < distance) {
      best = mark;
      distance = beyond;
    }
  }
  return best;
}

/** The mark of a lane that stands for a place in it; -1 when that is not in view. */
export function markOfPlace(marks: Marks, lane: number, place: number): number {
  for (let mark = marks.starts[lane]!; mark < marks.starts[lane + 1]!; mark++) {
    if (marks.first[mark]! <= place && place <= marks.last[mark]!) return mark;
  }
  return -1;
}

/** Rows of a mark in equal parts of its width, for the small bars inside of a long group; the highest is 1. */
export function densityIn(marks: Marks, mark: number, lane: Lane, scale: TimeScale, bars: number): Float32Array {
  const heights = new Float32Array(bars);
  const from = timeAt(scale, marks.left[mark]!);
  const width = (timeAt(scale, marks.right[mark]!) - from) / bars;
  let most = 0;
  for (let at = marks.first[mark]!; at <= marks.last[mark]!; at++) {
    const bar = Math.min(bars - 1, Math.max(0, Math.floor((lane.times[at]! - from) / width)));
    heights[bar]! += lane.weights ? lane.weights[at]! : 1;
    if (heights[bar]! > most) most = heights[bar]!;
  }
  if (most > 0) for (let bar = 0; bar < bars; bar++) heights[bar]! /= most;
  return heights;
}

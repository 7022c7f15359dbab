import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { columnStorage } from './storage.js';
import type { StoreView } from './view.js';

/**
 * Identified rows in spans of time of equal length, beside the order of the store: finds the rows of a short time
 * without a look at the others. Within a span rows keep the store's order.
 *
 *   span      0       1    2           starts = [0, 3, 3, 7], one more than spans
 *   rows      4 0 9   -    1 2 5 6     places in the store
 */
export interface TimeIndex {
  readonly spans: number;
  readonly starts: NumericArray;
  readonly rows: NumericArray;
  /** The span of a time, in times of the view; never falls as the time rises. Times before and behind all rows give the first and the last. */
  readonly spanOf: (time: number) => number;
  /** An actor at or before that of rows `32 k ..`, by k: from here it is a few steps to the actor of a row. */
  readonly actorNear: NumericArray;
}

const sliceRows = 16384;
const mostSpans = 1 << 15;
const kept = new WeakMap<StoreView, TimeIndex>();

/** Bytes that the index of a view takes. */
export function timeIndexBytes(view: StoreView): number {
  const bytes = Array.isArray(view.time) ? 8 : 4;
  return (view.rows + view.rows / 32 + mostSpans) * bytes;
}

/** The time index of a view, built once: two passes over the times, the second in random order. */
export function* timeIndexOf(view: StoreView): Steps<TimeIndex> {
  const known = kept.get(view);
  if (known) return known;
  const index = yield* build(view);
  kept.set(view, index);
  return index;
}

function* build(view: StoreView): Steps<TimeIndex> {
  const { rows: count, time, offsets, actors } = view;
  let least = Infinity;
  let greatest = -Infinity;
  // Times ascend within an actor.
  for (let actor = 0; actor < actors; actor++) {
    least = Math.min(least, time[offsets[actor]!]!);
    greatest = Math.max(greatest, time[offsets[actor + 1]! - 1]!);
    if ((actor & 0x3fff) === 0x3fff) yield 0x4000;
  }
  const spans = Math.max(1, Math.min(mostSpans, count >>> 1));
  const scale = count === 0 ? 0 : spans / (greatest - least + 1);
  const last = count === 0 ? 0 : ((greatest - least) * scale) | 0;
  const spanOf = (t: number): number => (t <= least ? 0 : t >= greatest ? last : ((t - least) * scale) | 0);

  const starts = whole(view, spans + 1);
  for (let from = 0; from < count; from += sliceRows) {
    const to = Math.min(from + sliceRows, count);
    countSpans(time, from, to, least, scale, starts);
    yield to - from;
  }
  for (let span = 0; span < spans; span++) starts[span + 1] = starts[span + 1]! + starts[span]!;
  const rows = whole(view, count);
  const cursor = starts.slice();
  for (let from = 0; from < count; from += sliceRows) {
    const to = Math.min(from + sliceRows, count);
    placeRows(time, from, to, least, scale, cursor, rows);
    yield to - from;
  }
  return { spans, starts, rows, spanOf, actorNear: yield* nearActors(view) };
}

/** The formula is that of `spanOf`, written out: a call a row would double the time. */
function countSpans(
  time: NumericArray,
  from: number,
  to: number,
  least: number,
  scale: number,
  starts: NumericArray,
): void {
  for (let i = from; i < to; i++) {
    const next = (((time[i]! - least) * scale) | 0) + 1;
    starts[next] = starts[next]! + 1;
  }
}

function placeRows(
  time: NumericArray,
  from: number,
  to: number,
  least: number,
  scale: number,
  cursor: NumericArray,
  rows: NumericArray,
): void {
  for (let i = from; i < to; i++) {
    const span = ((time[i]! - least) * scale) | 0;
    const at = cursor[span]!;
    rows[at] = i;
    cursor[span] = at + 1;
  }
}

function* nearActors(view: StoreView): Steps<NumericArray> {
  const near = whole(view, Math.ceil(view.rows / 32));
  let actor = 0;
  for (let k = 0; k < near.length; k++) {
    while (view.offsets[actor + 1]! <= k * 32) actor++;
    near[k] = actor;
    if ((k & 0xfff) === 0xfff) yield 0x1000;
  }
  return near;
}

function whole(view: StoreView, length: number): NumericArray {
  return columnStorage(Array.isArray(view.time) ? 'plain' : 'typed').uint32(length);
}

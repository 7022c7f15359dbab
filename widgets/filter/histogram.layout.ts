import type { TimeRange } from '../../worker/protocol/filter.js';

/** Bars over time, one a bucket and all of one width, and the way between places and instants. */
export interface Histogram {
  readonly bars: ReadonlyArray<{
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }>;
  /** Starts of the buckets and the end of the last, ms UTC. */
  readonly edges: readonly number[];
  readonly width: number;
  readonly height: number;
}

/**
 * @param counts rows by bucket
 * @param edges starts of the buckets, and the end of the last
 */
export function layoutHistogram(
  counts: readonly number[],
  edges: readonly number[],
  width: number,
  height: number,
): Histogram {
  const most = Math.max(1, ...counts);
  const step = counts.length > 0 ? width / counts.length : width;
  const gap = step >= 6 ? 1.5 : step >= 3 ? 1 : 0;
  const bars = counts.map((count, k) => {
    // An amount above 0 is seen, however small.
    const tall = count > 0 ? Math.max(2, (count / most) * height) : 0;
    return { x: round(k * step), y: round(height - tall), width: round(Math.max(1, step - gap)), height: round(tall) };
  });
  return { bars, edges, width, height };
}

/** Where an instant lies, px from the left; the edges of the drawing for those beyond. */
export function placeOf({ edges, width }: Histogram, instant: number): number {
  const last = edges.length - 1;
  if (last < 1 || instant <= edges[0]!) return 0;
  if (instant >= edges[last]!) return width;
  const k = bucketOf(edges, instant);
  const share = (instant - edges[k]!) / (edges[k + 1]! - edges[k]!);
  return round(((k + share) * width) / last);
}

/** The bucket under a place, from 0. */
export function bucketAt({ edges, width }: Histogram, x: number): number {
  const count = edges.length - 1;
  return Math.min(count - 1, Math.max(0, Math.floor((x / width) * count)));
}

/** The bucket that holds an instant; the first or last for those beyond. */
export function bucketOf(edges: readonly number[], instant: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= instant) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The range of the buckets from one to another, in either order, both included. */
export function rangeOver(edges: readonly number[], from: number, to: number): TimeRange {
  return { from: edges[Math.min(from, to)]!, to: edges[Math.max(from, to) + 1]! };
}

/** First and last bucket that a range has a part in; all of them without a range. */
export function bucketsIn(edges: readonly number[], range: TimeRange | null): readonly [first: number, last: number] {
  if (!range) return [0, Math.max(0, edges.length - 2)];
  return [bucketOf(edges, range.from), bucketOf(edges, range.to - 1)];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

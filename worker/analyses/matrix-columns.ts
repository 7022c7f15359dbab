import type { NumericArray } from '../protocol/batch.js';
import type { CalendarInterval } from '../protocol/calendar.js';
import type { FeatureMatrixSpec } from '../protocol/heatmap.js';
import { refuse } from '../spec-check.js';
import type { Steps } from '../steps.js';
import type { StoreView } from '../store/view.js';
import { bucketStarts, bucketStartsOver, dayCounter, hourOfWeek } from '../time/buckets.js';
import { mostBuckets } from '../time/calendar-check.js';
import { zoneTable } from '../time/zone-table.js';
import { mostRows } from './matrix-rows.js';
import { codeColumn, rowCodes } from './row-codes.js';
import { sliceRows } from './selector.js';

/** Most cells of a matrix. */
export const mostCells = 1_000_000;

/** The columns of a matrix, and which of them each row is in. */
export interface MatrixColumnCodes {
  readonly keys: readonly number[];
  /** Where the last bucket ends; null unless columns are buckets. */
  readonly end: number | null;
  /** Column by row of the view, plus one; 0 = none. */
  readonly codes: NumericArray;
}

/**
 * The column of every row, kept with the view.
 * @throws AnalyticsError `spec-invalid` when there would be too many cells
 */
export function* matrixColumns(view: StoreView, spec: FeatureMatrixSpec): Steps<MatrixColumnCodes> {
  const { columns, tz = 'UTC', weekStart = 1 } = spec;
  const zone = zoneTable(tz);
  switch (columns) {
    case 'hour-of-week': {
      const codes = yield* rowCodes(view, JSON.stringify([columns, tz, weekStart]), () =>
        byTime(view, 168, (instant) => hourOfWeek(zone, weekStart, instant) + 1),
      );
      return { keys: upTo(168), end: null, codes };
    }
    case 'day-of-week':
    case 'hour-of-day': {
      const [count, of] = columns === 'day-of-week' ? [7, dayOfHour] : [24, clockOfHour];
      const codes = yield* rowCodes(view, JSON.stringify([columns, tz, weekStart]), () =>
        byTime(view, count, (instant) => of(hourOfWeek(zone, weekStart, instant)) + 1),
      );
      return { keys: upTo(count), end: null, codes };
    }
    case 'day-of-age':
    case 'week-of-age': {
      const count = agesOf(spec);
      const days = columns === 'day-of-age' ? 1 : 7;
      const codes = yield* rowCodes(view, JSON.stringify([columns, tz, count]), () =>
        byAge(view, count, days, dayCounter(zone)),
      );
      return { keys: upTo(count), end: null, codes };
    }
    default: {
      const starts = startsOf(view, spec, columns, tz, weekStart);
      const codes = yield* rowCodes(view, JSON.stringify([columns, tz, weekStart, starts[0], starts.length]), () =>
        byTime(view, starts.length, finder(starts)),
      );
      return { keys: starts.slice(0, -1), end: starts[starts.length - 1]!, codes };
    }
  }
}

function dayOfHour(hour: number): number {
  return Math.floor(hour / 24);
}

function clockOfHour(hour: number): number {
  return hour % 24;
}

/** How many columns a spec has that is not of calendar buckets; null for those. */
export function fixedColumns(spec: FeatureMatrixSpec): number | null {
  switch (spec.columns) {
    case 'hour-of-week':
      return 168;
    case 'day-of-week':
      return 7;
    case 'hour-of-day':
      return 24;
    case 'day-of-age':
    case 'week-of-age':
      return agesOf(spec);
    default:
      return null;
  }
}

/** How many columns of age a spec asks for. */
export function agesOf(spec: FeatureMatrixSpec): number {
  return spec.ages ?? (spec.columns === 'day-of-age' ? 30 : 12);
}

/** Where the buckets begin that a spec asks for, and where the last one ends. */
export function startsOf(
  view: StoreView,
  spec: FeatureMatrixSpec,
  interval: CalendarInterval,
  tz: string,
  weekStart: number,
): number[] {
  const { buckets } = spec;
  if (buckets) return bucketStarts(interval, tz, weekStart, buckets.from, buckets.count);
  const range = spec.range ?? extent(view);
  if (!range) return [view.timeBase];
  const most = Math.min(mostBuckets, Math.floor(mostCells / mostRows(spec)));
  const starts = bucketStartsOver(interval, tz, weekStart, range.from, range.to, most);
  if (starts) return starts;
  return refuse('spec.columns', interval, `makes more than ${most} columns; take longer buckets, or a shorter range`);
}

const extents = new WeakMap<StoreView, { from: number; to: number } | null>();

/** From the first row to just after the last, ms UTC; null without rows. One pass over the actors, kept with the view. */
export function extent(view: StoreView): { from: number; to: number } | null {
  const known = extents.get(view);
  if (known !== undefined) return known;
  const { time, timeBase, offsets } = view;
  let from = Infinity;
  let to = -Infinity;
  for (let actor = 0; actor < view.actors; actor++) {
    from = Math.min(from, time[offsets[actor]!]!);
    to = Math.max(to, time[offsets[actor + 1]! - 1]!);
  }
  const found = from > to ? null : { from: timeBase + from, to: timeBase + to + 1 };
  extents.set(view, found);
  return found;
}

/** Gives the bucket of an instant, plus one; 0 = none. Buckets are nearly of one length: a guess is hardly ever far off. */
function finder(starts: readonly number[]): (instant: number) => number {
  const last = starts.length - 1;
  const begin = starts[0]!;
  const end = starts[last]!;
  const scale = last / (end - begin);
  return (instant) => {
    if (instant < begin || instant >= end) return 0;
    let bucket = Math.min(last - 1, Math.floor((instant - begin) * scale));
    while (instant < starts[bucket]!) bucket--;
    while (instant >= starts[bucket + 1]!) bucket++;
    return bucket + 1;
  };
}

function* byTime(view: StoreView, most: number, codeOf: (instant: number) => number): Steps<NumericArray> {
  const { time, timeBase } = view;
  const codes = codeColumn(view, most);
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    for (let row = from; row < to; row++) codes[row] = codeOf(timeBase + time[row]!);
    yield to - from;
  }
  return codes;
}

/** Ages count from the local date of the actor's first row of all, also where a filter leaves that row out. */
function* byAge(view: StoreView, count: number, days: number, dayOf: (instant: number) => number): Steps<NumericArray> {
  const { time, timeBase, offsets } = view;
  const codes = codeColumn(view, count);
  let actor = -1;
  let end = 0;
  let born = 0;
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    for (let row = from; row < to; row++) {
      const day = dayOf(timeBase + time[row]!);
      if (row === end) {
        end = offsets[++actor + 1]!;
        born = day;
      }
      const age = Math.floor((day - born) / days);
      codes[row] = age < count ? age + 1 : 0;
    }
    yield to - from;
  }
  return codes;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

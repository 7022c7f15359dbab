import type { CalendarInterval } from '../protocol/calendar.js';
import { daysFromCivil, monthOfDay } from '../protocol/zone.js';
import { placeOf, zoneTable, type ZoneTable } from './zone-table.js';

const DAY = 86_400_000;
/** Longest bucket of each kind, in milliseconds, and some more. */
const longest: Readonly<Record<CalendarInterval, number>> = {
  hour: 2 * 3_600_000,
  day: 2 * DAY,
  week: 8 * DAY,
  month: 32 * DAY,
  quarter: 93 * DAY,
  year: 367 * DAY,
};
/** 1970-01-01 was a Thursday. */
const epochWeekday = 4;

/**
 * Starts of calendar buckets, in milliseconds UTC, ascending (`docs/concepts/time.md`). A bucket reaches up to the next
 * start, so the last of the `count + 1` starts is where the last bucket ends.
 *
 * @param tz IANA zone
 * @param weekStart 0 = Sunday ... 6 = Saturday; only weeks look at it
 * @param from any instant of the first bucket
 * @throws RangeError when the zone is unknown
 */
export function bucketStarts(
  interval: CalendarInterval,
  tz: string,
  weekStart: number,
  from: number,
  count: number,
): number[] {
  const next = walk(interval, zoneTable(tz), weekStart, from);
  return Array.from({ length: count + 1 }, next);
}

/**
 * As `bucketStarts`, for all buckets that have a part in `from <= t < to`, at least one; null when they are more than
 * `most`.
 */
export function bucketStartsOver(
  interval: CalendarInterval,
  tz: string,
  weekStart: number,
  from: number,
  to: number,
  most: number,
): number[] | null {
  // Before any is made: a range may span all time there is.
  if ((to - from) / longest[interval] > most) return null;
  const next = walk(interval, zoneTable(tz), weekStart, from);
  const starts = [next(), next()];
  while (starts[starts.length - 1]! < to) {
    if (starts.length > most) return null;
    starts.push(next());
  }
  return starts;
}

/** Which bucket holds an instant; -1 when none does. The last start is the end of the last bucket. */
export function bucketOf(starts: ArrayLike<number>, instant: number): number {
  const place = placeOf(starts, instant);
  return place === starts.length - 1 ? -1 : place;
}

/**
 * Gives the local date of instants, as days from 1970-01-01. Where a clock goes back over midnight, the date that has
 * begun stays, as with the buckets. Quick for instants of one day.
 */
export function dayCounter(zone: ZoneTable): (instant: number) => number {
  let day = 0;
  let start = 0;
  let end = 0;
  return (instant) => {
    if (instant >= start && instant < end) return day;
    day = Math.floor((instant + zone.offsetAt(instant)) / DAY);
    while (startOfDay(zone, day + 1) <= instant) day++;
    start = startOfDay(zone, day);
    end = startOfDay(zone, day + 1);
    return day;
  };
}

/** First instant of a local date (days from 1970-01-01); of a date that was left out, that of the date after. */
export function startOfDay(zone: ZoneTable, day: number): number {
  return zone.firstInstant(day * DAY);
}

/** Hour of the week by the local clock, 0..167 from the start of day `weekStart`. */
export function hourOfWeek(zone: ZoneTable, weekStart: number, instant: number): number {
  const hours = Math.floor((instant + zone.offsetAt(instant)) / 3_600_000) + (epochWeekday - weekStart) * 24;
  return hours - Math.floor(hours / 168) * 168;
}

/** Gives the start of the bucket of `from`, then those of the following ones. */
function walk(interval: CalendarInterval, zone: ZoneTable, weekStart: number, from: number): () => number {
  if (interval === 'hour') {
    let start: number | null = null;
    return () => (start = start === null ? zone.lastHour(from) : zone.nextHour(start));
  }
  const startOf = (bucket: number): number => startOfDay(zone, firstDay(interval, weekStart, bucket));
  let bucket = bucketOfDay(interval, weekStart, dayCounter(zone)(from));
  let end = startOf(bucket);
  return () => {
    const start = end;
    // A date that was left out (Samoa, 30 December 2011) has no bucket.
    while (end <= start) end = startOf(++bucket);
    return start;
  };
}

/** Number of the bucket that a day is in; neighbours differ by one. */
function bucketOfDay(interval: Exclude<CalendarInterval, 'hour'>, weekStart: number, day: number): number {
  switch (interval) {
    case 'day':
      return day;
    case 'week':
      return Math.floor((day + epochWeekday - weekStart) / 7);
    case 'month':
      return monthOfDay(day);
    case 'quarter':
      return Math.floor(monthOfDay(day) / 3);
    case 'year':
      return Math.floor(monthOfDay(day) / 12);
  }
}

function firstDay(interval: Exclude<CalendarInterval, 'hour'>, weekStart: number, bucket: number): number {
  switch (interval) {
    case 'day':
      return bucket;
    case 'week':
      return bucket * 7 - epochWeekday + weekStart;
    case 'month':
      return firstOfMonth(bucket);
    case 'quarter':
      return firstOfMonth(bucket * 3);
    case 'year':
      return firstOfMonth(bucket * 12);
  }
}

function firstOfMonth(month: number): number {
  const year = Math.floor(month / 12);
  return daysFromCivil(year, month - year * 12 + 1, 1);
}

import type { CalendarInterval } from '../../worker/protocol/calendar.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { TimeRange } from '../../worker/protocol/filter.js';
import { daysFromCivil, monthOfDay, zoneOffset } from '../../worker/protocol/zone.js';

/** Periods that can be named; all but `all` end with the day that holds the end of the data. */
export const periodNames = ['all', 'today', '7d', '28d', '90d', 'this-month', 'last-month'] as const;
export type PeriodName = (typeof periodNames)[number];

/** What a period is held against. */
export const compareNames = ['none', 'previous', 'last-year'] as const;
export type CompareName = (typeof compareNames)[number];

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A calendar day, counted from 1970-01-01 by the clock of a zone. */
type Day = number;

const offsets = new Map<string, (instant: number) => number>();

/** @throws AnalyticsError `spec-invalid` for a zone that the platform does not know */
function offsetOf(tz: string): (instant: number) => number {
  let offset = offsets.get(tz);
  if (!offset) {
    try {
      offset = zoneOffset(tz);
    } catch (cause) {
      const message = `There is no time zone "${tz}". Write a name such as "Europe/Zurich" or "Asia/Shanghai".`;
      throw new AnalyticsError('spec-invalid', message, { zone: tz }, cause);
    }
    offsets.set(tz, offset);
  }
  return offset;
}

/** What the clock of a zone shows, as if it were UTC. */
export function wallClock(instant: number, tz: string): number {
  return instant + offsetOf(tz)(instant);
}

/** The day that holds an instant. */
export function dayOf(instant: number, tz: string): Day {
  return Math.floor(wallClock(instant, tz) / DAY);
}

/** First instant of a day: midnight, or where the clock leaves midnight out, the first instant after it. */
export function dayStart(day: Day, tz: string): number {
  const offset = offsetOf(tz);
  const midnight = day * DAY;
  // Offsets a day before and after: a change between them is the only one that can matter.
  const [before, after] = [midnight - offset(midnight - DAY), midnight - offset(midnight + DAY)];
  const [first, second] = [Math.min(before, after), Math.max(before, after)];
  if (first + offset(first) === midnight) return first;
  // In a gap the clock jumps over midnight at the instant that the offset before the jump gives.
  return second + offset(second) === midnight ? second : before;
}

/** The day of the same number in a month so many months on; the month's last where it is shorter. */
function monthsOn(day: Day, months: number): Day {
  const month = monthOfDay(day) + months;
  return Math.min(firstOf(month) + dayOfMonth(day), firstOf(month + 1) - 1);
}

/** Zero-based. */
function dayOfMonth(day: Day): number {
  return day - firstOf(monthOfDay(day));
}

/** First day of a month, counted from January of the year 0. */
function firstOf(month: number): Day {
  return daysFromCivil(Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, 1);
}

/**
 * The range of a named period; null for `all`.
 * @param dataEnd the "now" of the data, ms UTC
 */
export function periodRange(name: PeriodName, dataEnd: number, tz: string): TimeRange | null {
  const today = dayOf(dataEnd, tz);
  const month = monthOfDay(today);
  const days = (from: Day, to: Day): TimeRange => ({ from: dayStart(from, tz), to: dayStart(to, tz) });
  switch (name) {
    case 'all':
      return null;
    case 'today':
      return days(today, today + 1);
    case '7d':
      return days(today - 6, today + 1);
    case '28d':
      return days(today - 27, today + 1);
    case '90d':
      return days(today - 89, today + 1);
    case 'this-month':
      return days(firstOf(month), today + 1);
    case 'last-month':
      return days(firstOf(month - 1), firstOf(month));
  }
}

/**
 * A period as a page writes it: one of the names, or a number of days such as `14d`.
 * @throws AnalyticsError `spec-invalid`
 */
export function readPeriod(text: string, dataEnd: number, tz: string): TimeRange | null {
  const name = text.trim().toLowerCase();
  if ((periodNames as readonly string[]).includes(name)) return periodRange(name as PeriodName, dataEnd, tz);
  const days = Number(/^(\d{1,5})\s*d$/.exec(name)?.[1]);
  if (!(days >= 1)) {
    const message = `period="${text}" cannot be used: write ${periodNames.join(', ')} or a number of days such as "14d".`;
    throw new AnalyticsError('spec-invalid', message, { property: 'period', value: text });
  }
  const today = dayOf(dataEnd, tz);
  return { from: dayStart(today - days + 1, tz), to: dayStart(today + 1, tz) };
}

/** Whether a range begins and ends with a day of the zone. */
export function isWholeDays({ from, to }: TimeRange, tz: string): boolean {
  return isFinite(from) && isFinite(to) && dayStart(dayOf(from, tz), tz) === from && dayStart(dayOf(to, tz), tz) === to;
}

/**
 * What a range is held against; null for `none`.
 *
 * - `previous`: whole months go with as many months before; a month up to its `n`th day with the month before up to its
 *   `n`th day (`monthToDate`); other whole days with as many days before; else the same length of time before.
 * - `last-year`: the same dates a year before; 29 February goes with 28 February.
 */
export function compareRange(
  compare: CompareName,
  range: TimeRange,
  tz: string,
  { monthToDate = false }: { readonly monthToDate?: boolean } = {},
): TimeRange | null {
  if (compare === 'none') return null;
  if (!isWholeDays(range, tz)) {
    const back = compare === 'previous' ? range.to - range.from : null;
    return back === null
      ? { from: yearBefore(range.from, tz), to: yearBefore(range.to, tz) }
      : { from: range.from - back, to: range.from };
  }
  const [from, to] = [dayOf(range.from, tz), dayOf(range.to, tz)];
  const days = (first: Day, end: Day): TimeRange => ({ from: dayStart(first, tz), to: dayStart(end, tz) });
  if (compare === 'last-year') return days(monthsOn(from, -12), monthsOn(to - 1, -12) + 1);
  if (dayOfMonth(from) === 0 && dayOfMonth(to) === 0) {
    return days(monthsOn(from, monthOfDay(from) - monthOfDay(to)), from);
  }
  if (monthToDate && dayOfMonth(from) === 0 && monthOfDay(to - 1) === monthOfDay(from)) {
    const first = monthsOn(from, -1);
    return days(first, Math.min(first + to - from, from));
  }
  return days(2 * from - to, from);
}

function yearBefore(instant: number, tz: string): number {
  const day = dayOf(instant, tz);
  return dayStart(monthsOn(day, -12), tz) + (instant - dayStart(day, tz));
}

/** Buckets that make a readable line of a range: 48 hours, 45 days, 30 weeks, 36 months, 40 quarters at most. */
export function trendInterval({ from, to }: TimeRange): CalendarInterval {
  const days = (to - from) / DAY;
  if (days <= 2) return 'hour';
  if (days <= 45) return 'day';
  if (days <= 210) return 'week';
  if (days <= 1100) return 'month';
  return days <= 3700 ? 'quarter' : 'year';
}

/** How many calendar buckets have a part in a range. Hours may be one too many where a clock is set back or forward. */
export function bucketCount(range: TimeRange, interval: CalendarInterval, tz: string, weekStart: number = 1): number {
  const [first, last] = [dayOf(range.from, tz), dayOf(range.to - 1, tz)];
  const months = monthOfDay(last) - monthOfDay(first);
  switch (interval) {
    case 'hour':
      return Math.floor((range.to - 1) / HOUR) - Math.floor(range.from / HOUR) + 2;
    case 'day':
      return last - first + 1;
    case 'week': {
      // 1970-01-01 was a Thursday.
      const week = (day: Day): number => Math.floor((day + 4 - weekStart) / 7);
      return week(last) - week(first) + 1;
    }
    case 'month':
      return months + 1;
    case 'quarter':
      return Math.floor(monthOfDay(last) / 3) - Math.floor(monthOfDay(first) / 3) + 1;
    case 'year':
      return Math.floor(monthOfDay(last) / 12) - Math.floor(monthOfDay(first) / 12) + 1;
  }
}

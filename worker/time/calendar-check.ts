import { calendarIntervals, type BucketSpan, type CalendarInterval } from '../protocol/calendar.js';
import { isNumber, knownKeys, object, refuse, whole, type Fields } from '../spec-check.js';
import { zoneTable } from './zone-table.js';

/** More buckets are a mistake (an hour a bucket, ten years long), and more than a screen could show. */
export const mostBuckets = 100_000;

/**
 * The `tz` and `weekStart` of a question.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkCalendar(fields: Fields, path: string): void {
  const { tz, weekStart } = fields;
  if (tz !== undefined && !isZone(tz)) refuse(`${path}.tz`, tz, "must be an IANA time zone, e.g. 'Europe/Zurich'");
  if (weekStart !== undefined) whole(weekStart, 0, 6, `${path}.weekStart`);
}

/**
 * The length of a bucket.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkInterval(value: unknown, path: string): CalendarInterval {
  if (calendarIntervals.includes(value as CalendarInterval)) return value as CalendarInterval;
  refuse(path, value, `must be one of ${calendarIntervals.join(', ')}`);
}

/**
 * The first bucket and how many there are.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkBucketSpan(value: unknown, path: string): BucketSpan {
  const fields = object(value, path);
  knownKeys(fields, ['from', 'count'], path);
  const { from, count } = fields;
  if (!isNumber(from) || Math.abs(from) > 8.64e15) {
    refuse(`${path}.from`, from, 'must be a time in milliseconds since 1970 UTC');
  }
  whole(count, 1, mostBuckets, `${path}.count`);
  return value as BucketSpan;
}

function isZone(tz: unknown): boolean {
  if (typeof tz !== 'string') return false;
  try {
    zoneTable(tz);
    return true;
  } catch {
    return false;
  }
}

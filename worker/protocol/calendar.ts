/** Lengths of a calendar bucket, shortest first (`docs/concepts/time.md`). */
export const calendarIntervals = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarInterval = (typeof calendarIntervals)[number];

/** Whose calendar a question goes by. */
export interface Calendar {
  /** IANA zone, e.g. `Europe/Zurich`. Default `UTC`. */
  readonly tz?: string;
  /** First day of the week, 0 = Sunday ... 6 = Saturday. Default 1. */
  readonly weekStart?: number;
}

/** Which buckets: the one that holds the instant `from` (ms UTC), and the next ones, `count` in all. */
export interface BucketSpan {
  readonly from: number;
  readonly count: number;
}

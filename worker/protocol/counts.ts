import type { BucketSpan, Calendar, CalendarInterval } from './calendar.js';
import type { Selector, TimeRange } from './filter.js';
import type { ResultMeta } from './result.js';

/**
 * Rows, and nothing but rows: what can be added up. Answered from an index within a frame, where other questions under a
 * moved range or a changed segment need a pass over all rows (`docs/concepts/counts.md`). Identified rows only, as
 * everywhere.
 */
export interface CountsSpec extends Calendar {
  readonly kind: 'counts';
  /** Only rows in this range count; half-open. */
  readonly range?: TimeRange;
  /** Only rows that meet all of these count. */
  readonly where?: readonly Selector[];
  /**
   * What rows are told apart by: a property, or `event` for the event name (`$name` where the data has a property
   * `event`). Absent: one number for all.
   */
  readonly by?: string;
  /** Most groups in the result, 1..1000. Default 100. */
  readonly maxGroups?: number;
  /** Counts by calendar bucket, or by hour or day of the local week, or hour of the local day. Absent: totals alone. */
  readonly columns?: CalendarInterval | 'hour-of-week' | 'day-of-week' | 'hour-of-day';
  /**
   * Which buckets, where `columns` is an interval. Absent: those of `range`, or of all identified rows. `maxGroups`
   * times columns is at most 1,000,000.
   */
  readonly buckets?: BucketSpan;
}

/** Rows of one group. */
export interface CountsGroup {
  /** Text of the value: null gives the empty text, arrays their JSON. Values of one text are one group. */
  readonly key: string;
  /** Rows in scope, in a column or not. */
  readonly count: number;
  /** By column; empty without columns. */
  readonly columns: readonly number[];
}

export interface CountsResult {
  readonly kind: 'counts';
  /** The groups with most rows, then by key in code units; none without rows. Empty unless `by` was asked. */
  readonly groups: readonly CountsGroup[];
  /** How many groups have rows; those beyond `groups` are in `columnTotals` and `meta.rowsInScope` all the same. */
  readonly groupsTotal: number;
  /** Bucket starts in ms UTC; else hours or days from the start of the week, or hours of the day; empty without columns. */
  readonly columns: readonly number[];
  /** Where the last bucket ends; null unless `columns` is an interval. */
  readonly end: number | null;
  /** Rows by column, of all groups. */
  readonly columnTotals: readonly number[];
  /** Rows in scope that lie in no column; 0 without columns. */
  readonly outside: number;
  readonly meta: ResultMeta;
}

/** Rows of a group, of a column, of both, or all rows in scope; and the actors behind them. */
export interface CountsMark {
  readonly kind: 'rows';
  /** Key of a group, also of one that the result leaves out. */
  readonly group?: string;
  readonly column?: number;
}

import type { BucketSpan, Calendar, CalendarInterval } from './calendar.js';
import type { Selector, TimeRange } from './filter.js';
import type { Interval, ResultMeta } from './result.js';

export type FunnelOrder = 'ordered' | 'strict' | 'unordered';
export type FunnelTie = 'any-order' | 'strictly-later' | 'input-order';
export type FunnelEntry = 'best' | 'first';
export type FunnelMode = 'uniques' | 'totals';

/** A funnel step: the rows that fill it, and how it is called on screen. */
export interface FunnelStep extends Selector {
  /** Shown name; default: the event name(s). Has no influence on numbers. */
  readonly label?: string;
  /** True: an attempt may go on without this step. Not for the first step, nor in unordered funnels. Default false. */
  readonly optional?: boolean;
}

/** Rows that may not lie between two steps of an attempt; strictly between, by their times. */
export interface FunnelExclusion extends Selector {
  /** Zero-based steps, `from < to`; an unordered funnel allows only the first and the last. */
  readonly from: number;
  readonly to: number;
  /**
   * `drop-actor`: the attempt does not count at all; an actor without another one is in no step.
   * `end-attempt`: it ends at the first such row. Equal in all exclusions of a funnel. Default `drop-actor`.
   */
  readonly effect?: 'drop-actor' | 'end-attempt';
}

/** Which attempts there are and which of them are reported: what every analysis of funnels shares. */
export interface FunnelRules {
  /** 1 to 32 steps. */
  readonly steps: readonly FunnelStep[];
  /** Default `ordered`. */
  readonly order?: FunnelOrder;
  /** Longest time from an attempt's first row to its last, inclusive; null = unbounded. Default null. */
  readonly windowMs?: number | null;
  /** How rows at one instant are ordered. Default `any-order`. */
  readonly tie?: FunnelTie;
  /** Which attempt of an actor is reported. Default `best`: deepest, then earliest completion, then latest beginning. */
  readonly entry?: FunnelEntry;
  /** `totals` counts attempts, one after the other, instead of actors. Default `uniques`. */
  readonly mode?: FunnelMode;
  /** At most 32. */
  readonly exclusions?: readonly FunnelExclusion[];
  /** Properties, at most 8, that have one and the same value, not null, on all rows of an attempt. */
  readonly holdConstant?: readonly string[];
  /** Only rows in this range count, later steps included. */
  readonly range?: TimeRange;
  /** Only attempts that begin in this range count; later steps may lie behind it. */
  readonly entryRange?: TimeRange;
  /** Only rows that meet all of these count. */
  readonly where?: readonly Selector[];
}

/**
 * Which group an actor is in.
 * `first`, `last`: the first or last row that matches a step and has any of the properties; `step`: the row that filled
 * a step; `all`: one funnel for the rows of each group, so that an actor may be in several.
 */
export type FunnelAttribution = 'first' | 'last' | 'step' | 'all';

/** One funnel for each combination of values of some properties. */
export interface FunnelBreakdown {
  /** 1 to 8 properties. */
  readonly by: readonly string[];
  /** Default `first`. */
  readonly attribution?: FunnelAttribution;
  /** Zero-based; for attribution `step` only. Default 0. */
  readonly step?: number;
  /** Groups kept, 1 to 1000, those with most actors at step one; the rest is merged into one. Default 1000. */
  readonly limit?: number;
}

/** The same question over another time, for comparison. */
export interface FunnelCompare {
  readonly range: TimeRange;
  /** In place of `entryRange`. */
  readonly entryRange?: TimeRange;
}

/** What to count, as plain data. `docs/concepts/funnel.md` says what every number means. */
export interface FunnelSpec extends FunnelRules {
  readonly kind: 'funnel';
  /** A property whose numbers are summed for each step over the rows that filled it. */
  readonly valueProp?: string;
  readonly breakdown?: FunnelBreakdown;
  readonly compare?: FunnelCompare;
  /** Level of the intervals, 0..1 exclusive. Default 0.95. */
  readonly level?: number;
}

/** Numbers of a funnel. Every array has one item per step of the spec; item 0 of a "previous" array is null. */
export interface FunnelNumbers {
  /** Actors that reached step k, attempts with `mode: 'totals'`; never rises from one required step to the next. */
  readonly stepCounts: readonly number[];
  /** Reached the required step before k and not k; 0 for the first. */
  readonly dropOffCounts: readonly number[];
  /** count_k / count_1 in 0..1; null when count_1 is 0. */
  readonly conversionFromStart: ReadonlyArray<number | null>;
  /** count_k / count of the required step before in 0..1; null for step one and a zero denominator. */
  readonly conversionFromPrevious: ReadonlyArray<number | null>;
  /** Wilson score intervals of the two rates; null where the rate is. */
  readonly intervalFromStart: ReadonlyArray<Interval | null>;
  readonly intervalFromPrevious: ReadonlyArray<Interval | null>;
  /** Mean and median time from the required step before k to k in the reported attempts that reached k; null for none. */
  readonly avgStepMs: ReadonlyArray<number | null>;
  readonly medianStepMs: ReadonlyArray<number | null>;
  /** Median time from the first step to the last required one in the attempts that reached it; null for none. */
  readonly medianTotalMs: number | null;
  /** With `valueProp`: its sum over the rows that filled step k; what is no number counts as 0. */
  readonly stepValues?: readonly number[];
  /** With `mode: 'totals'`: different actors behind `stepCounts` and `dropOffCounts`. */
  readonly stepActorCounts?: readonly number[];
  readonly dropOffActorCounts?: readonly number[];
}

/** One group of a breakdown. */
export interface FunnelGroup extends FunnelNumbers {
  /** One text per property of `by`, empty for none; null for the merged group. */
  readonly key: readonly string[] | null;
  /** True for the one group that merges what `limit` leaves out. It is the last one. */
  readonly other: boolean;
}

/** A funnel, in whole and by group. */
export interface FunnelFigures extends FunnelNumbers {
  /** With `breakdown`: by actors at step one descending, then key; the merged group last. */
  readonly groups?: readonly FunnelGroup[];
  /** With `breakdown`: different groups, merged ones included. */
  readonly groupsTotal?: number;
}

/** A rate less the same rate of the other period, and the hybrid score interval of this difference, -1..1. */
export interface RateDifference {
  readonly difference: number;
  readonly interval: Interval;
}

/** The other period, and the shown period less it. */
export interface FunnelComparison extends FunnelFigures {
  readonly range: TimeRange;
  /** Accepted rows in scope of the other period. */
  readonly rowsInScope: number;
  /** One item per step; null where either rate is. */
  readonly differenceFromStart: ReadonlyArray<RateDifference | null>;
  readonly differenceFromPrevious: ReadonlyArray<RateDifference | null>;
}

export interface FunnelResult extends FunnelFigures {
  readonly kind: 'funnel';
  readonly compare?: FunnelComparison;
  readonly meta: ResultMeta;
}

/**
 * Which mark of a funnel: who reached a step, or who left before it (reached the required step before, not this).
 * With `mode: 'totals'` the rows behind it are as many as it counts: the rows that filled the step, or that were the
 * last before leaving.
 */
export interface FunnelMark {
  readonly kind: 'reached' | 'left';
  /** Zero-based step; at least 1 for `left`. */
  readonly step: number;
  /** Group of the breakdown: its key, or `other` for the merged one. Absent: all actors. */
  readonly group?: readonly string[] | 'other';
  /** `compare`: the other period. Default `current`. */
  readonly period?: 'current' | 'compare';
}

/** How long attempts take from one step to another. */
export interface TimeToConvertSpec extends FunnelRules {
  readonly kind: 'timeToConvert';
  /** Zero-based steps, `fromStep < toStep`. Default: first and last. */
  readonly fromStep?: number;
  readonly toStep?: number;
  /** 1 to 1000 bins, and one more that takes the longest time in. Default: cube root of the attempts, at most 60. */
  readonly binCount?: number;
  /** Bins begin and are wide by multiples of this, at least 1. Default 1000. */
  readonly binResolutionMs?: number;
  /** Quantiles to tell besides the median, each 0..1; at most 100. Default none. */
  readonly quantiles?: readonly number[];
}

/** One bar of a histogram; the bin ends where the next begins. */
export interface TimeBin {
  readonly fromMs: number;
  /** Reported attempts that took `fromMs` or longer, and less than `fromMs + binWidthMs`. */
  readonly count: number;
}

export interface TimeToConvertResult {
  readonly kind: 'timeToConvert';
  /** Reported attempts that reached both steps: the sum of all bins. */
  readonly count: number;
  /** Ascending; none when nobody converted. */
  readonly bins: readonly TimeBin[];
  readonly binWidthMs: number | null;
  /** Null when nobody converted. */
  readonly avgMs: number | null;
  readonly medianMs: number | null;
  /** One item per asked quantile, by linear interpolation between the closest ranks. */
  readonly quantilesMs: ReadonlyArray<number | null>;
  readonly meta: ResultMeta;
}

/** The attempts of one bin; without `bin` all that converted. With `mode: 'totals'` rows are as many as the mark counts. */
export interface TimeToConvertMark {
  readonly kind: 'converted';
  /** Zero-based. */
  readonly bin?: number;
}

/** A funnel for each calendar bucket in which attempts begin. */
export interface FunnelTrendSpec extends FunnelRules, Calendar {
  readonly kind: 'funnelTrend';
  readonly interval: CalendarInterval;
  /** At most 100,000. */
  readonly buckets: BucketSpan;
  /** Zero-based steps. Default: first and last. */
  readonly fromStep?: number;
  readonly toStep?: number;
  /** Level of the intervals, 0..1 exclusive. Default 0.95. */
  readonly level?: number;
}

/** What began in one bucket. */
export interface FunnelTrendBucket {
  /** First instant of the bucket, and of the next one, ms UTC. */
  readonly start: number;
  readonly end: number;
  /** Actors (attempts with `mode: 'totals'`) that reached `fromStep` in an attempt begun here, and `toStep` too. */
  readonly entered: number;
  readonly converted: number;
  /** converted / entered; null when nobody entered. */
  readonly rate: number | null;
  readonly interval: Interval | null;
  /** The data ends before the window of the last attempt can: the rate can still rise. */
  readonly immature: boolean;
}

export interface FunnelTrendResult {
  readonly kind: 'funnelTrend';
  readonly buckets: readonly FunnelTrendBucket[];
  /** No window was asked: no bucket can be called mature. */
  readonly noWindow: boolean;
  readonly meta: ResultMeta;
}

/** Who entered in a bucket, and who of them converted or did not. */
export interface FunnelTrendMark {
  readonly kind: 'entered' | 'converted' | 'dropped';
  /** Zero-based. */
  readonly bucket: number;
}

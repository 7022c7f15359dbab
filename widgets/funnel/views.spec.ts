import { calendarIntervals } from '../../worker/protocol/calendar.js';
import type { CalendarInterval } from '../../worker/protocol/calendar.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { TimeRange } from '../../worker/protocol/filter.js';
import type {
  FunnelRules,
  FunnelSpec,
  FunnelTrendSpec,
  TimeToConvertResult,
  TimeToConvertSpec,
} from '../../worker/protocol/spec.js';
import { bucketCount, compareNames, compareRange, trendInterval } from '../internal/period.js';
import type { CompareName } from '../internal/period.js';
import { goalStep } from './funnel.layout.js';
import { parseRange } from './funnel.spec.js';

/** What a funnel can be drawn as. */
export const viewNames = ['steps', 'time', 'trend'] as const;
export type FunnelViewName = (typeof viewNames)[number];

/**
 * The range that a range is held against; null for `none`.
 * @param compare `previous`, `last-year`, `none`, `2026-09-01/2026-10-01`, or a range
 * @throws AnalyticsError `spec-invalid`
 */
export function readCompare(compare: string | TimeRange, range: TimeRange, tz: string): TimeRange | null {
  if (typeof compare !== 'string') return compare;
  const text = compare.trim().toLowerCase();
  if ((compareNames as readonly string[]).includes(text)) return compareRange(text as CompareName, range, tz);
  const ends = compare.split('/');
  const other = ends.length === 2 ? parseRange(ends[0], ends[1]) : null;
  if (other && ends.every((end) => end.trim() !== '')) return other;
  const message = `<tp-funnel>: compare="${compare}" cannot be used: write ${compareNames.join(', ')} or two dates such as "2026-09-01/2026-10-01".`;
  throw new AnalyticsError('spec-invalid', message, { property: 'compare', value: compare });
}

/** The rules that every question about a funnel shares. */
function rulesOf(spec: FunnelSpec): FunnelRules {
  const { steps, order, windowMs, tie, entry, mode, exclusions, holdConstant, range, entryRange, where } = spec;
  return {
    steps,
    ...(order && { order }),
    ...(windowMs !== undefined && { windowMs }),
    ...(tie && { tie }),
    ...(entry && { entry }),
    ...(mode && { mode }),
    ...(exclusions && { exclusions }),
    ...(holdConstant && { holdConstant }),
    ...(range && { range }),
    ...(entryRange && { entryRange }),
    ...(where && { where }),
  };
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
const widths = [1, 5, 10, 30]
  .map((n) => n * second)
  .concat(
    [1, 5, 10, 30].map((n) => n * minute),
    [1, 3, 6, 12].map((n) => n * hour),
    [1, 7].map((n) => n * day),
  );

/** Bars of a histogram that can be told apart and still be pressed. */
const binCount = 14;

/**
 * How long the funnel takes. Bins are wide by a span that people use, fine against the window.
 * @param dataSpanMs from the first row of the data to the last; stands in for a window that is not there
 * @param span zero-based steps; null for first and last
 * @param finest most that bins are wide by multiples of, ms, where the window told too little; null for none
 */
export function timeSpec(
  spec: FunnelSpec,
  dataSpanMs: number,
  span: readonly [from: number, to: number] | null,
  finest: number | null = null,
): TimeToConvertSpec {
  const [fromStep, toStep] = stepSpan(spec, span);
  const longest = spec.windowMs ?? dataSpanMs;
  const resolution = Math.min(finest ?? Infinity, widthFor(longest));
  return {
    kind: 'timeToConvert',
    ...rulesOf(spec),
    fromStep,
    toStep,
    binCount,
    binResolutionMs: resolution,
    quantiles: [0.1, 0.9, 1],
  };
}

/** The widest span that people use of which `binCount` are no longer than `longest`. */
function widthFor(longest: number): number {
  return widths.findLast((width) => width <= longest / binCount) ?? second;
}

const fewBins = 4;

/** A width that tells more of times that fill few bins; null where the bins tell enough, or none is finer. */
export function finerWidth({ bins, quantilesMs }: TimeToConvertResult, asked: number): number | null {
  const within90 = quantilesMs[1] ?? 0;
  const filled = bins.filter(({ count }) => count > 0).length;
  const finer = widthFor(within90);
  return filled > 0 && filled <= fewBins && within90 > 0 && finer < asked ? finer : null;
}

/** The steps between which time is taken: those asked for, where the funnel has them and needs them; else first and last required. */
export function stepSpan(
  spec: FunnelSpec,
  span: readonly [from: number, to: number] | null,
): [from: number, to: number] {
  return span && span[0] < span[1] && span[1] < spec.steps.length
    ? [span[0], span[1]]
    : [0, Math.max(1, goalStep(spec.steps))];
}

/**
 * The rate in each calendar bucket.
 * @param data range of the data, for a funnel without one
 * @throws AnalyticsError `spec-invalid`
 */
export function trendSpec(spec: FunnelSpec, data: TimeRange, interval: string | null, tz: string): FunnelTrendSpec {
  const asked = spec.entryRange ?? spec.range;
  // An open end of a range is no place for buckets.
  const range = { from: Math.max(asked?.from ?? data.from, data.from), to: Math.min(asked?.to ?? data.to, data.to) };
  const by = readInterval(interval) ?? trendInterval(range);
  const [, toStep] = stepSpan(spec, null);
  return {
    kind: 'funnelTrend',
    ...rulesOf(spec),
    fromStep: 0,
    toStep,
    interval: by,
    buckets: { from: range.from, count: Math.max(1, range.from < range.to ? bucketCount(range, by, tz) : 1) },
    ...(tz !== 'UTC' && { tz }),
    ...(spec.level !== undefined && { level: spec.level }),
  };
}

function readInterval(interval: string | null): CalendarInterval | null {
  if (interval === null || interval === '' || interval === 'auto') return null;
  const found = calendarIntervals.find((name) => name === interval);
  if (found) return found;
  const message = `<tp-funnel>: interval="${interval}" cannot be used: write one of ${calendarIntervals.join(', ')}.`;
  throw new AnalyticsError('spec-invalid', message, { property: 'interval', value: interval });
}

/** A rate to reach: 0.04, or 4%; null for none. @throws AnalyticsError `spec-invalid` */
export function readGoal(goal: string | number | null): number | null {
  if (goal === null || goal === '') return null;
  const text = String(goal).trim();
  const rate = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (rate > 0 && rate <= 1) return rate;
  const message = `<tp-funnel>: goal="${goal}" cannot be used: write a share such as 0.04 or 4%.`;
  throw new AnalyticsError('spec-invalid', message, { property: 'goal', value: text });
}

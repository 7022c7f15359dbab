import type { CalendarInterval } from '../../worker/protocol/calendar.js';
import type { Selector, TimeRange } from '../../worker/protocol/filter.js';
import type { DatasetInfo, Result } from '../../worker/protocol/result.js';
import type {
  FeatureMatrixSpec,
  FunnelRules,
  FunnelSpec,
  FunnelStep,
  FunnelTrendSpec,
  Mark,
  Spec,
  TimeToConvertSpec,
} from '../../worker/protocol/spec.js';
import { funnelSpec } from '../funnel/funnel.spec.js';
import { faultsOf, readRange } from '../internal/attributes.js';
import { bucketCount, compareNames, compareRange, dayOf, readPeriod, trendInterval } from '../internal/period.js';
import type { CompareName } from '../internal/period.js';
import { metricDefinitions, metricIds } from './definitions.js';
import type { MetricId } from './definitions.js';

const fault = faultsOf('tp-metric');

/** What `<tp-metric>` is told, as a page writes it. */
export interface MetricProps {
  readonly metric: string | null;
  readonly steps: string | readonly FunnelStep[] | null;
  readonly window: string | number | null;
  readonly order: string | null;
  /** Event name (or names between commas) whose touchpoints count; null for all. */
  readonly event: string | null;
  /** Property that metric `value` sums. */
  readonly property: string | null;
  readonly from: string | number | null;
  readonly to: string | number | null;
  /** `28d`, `this-month`, ...; `from` and `to` win. */
  readonly period: string | null;
  readonly compare: string | null;
  readonly zone: string | null;
  readonly where: readonly Selector[] | null;
}

/** What the dataset around a metric says about time. */
export interface MetricTimes {
  readonly info: DatasetInfo | null;
  /** Of the selection; null for none. */
  readonly period: TimeRange | null;
  readonly compare: TimeRange | null;
}

/** The questions behind a tile. */
export interface MetricQuestion {
  readonly id: MetricId;
  readonly main: Spec;
  /** What counts, and the same for the other period; null: all the data, no comparison. */
  readonly range: TimeRange | null;
  readonly before: TimeRange | null;
  /** First instant of the data, where the other period begins before that day: it is not held against the shown one. */
  readonly begins: number | null;
  /** The main question over the other period; null where the main one answers it too, and without comparison. */
  readonly previous: Spec | null;
  /** The course of the number over the range, in one question; null where `slices` ask for it, or nothing can. */
  readonly trend: Spec | null;
  /** ... or in one question for each slice of the range. */
  readonly slices: readonly Spec[];
  readonly tz: string;
}

const mostSlices = 12;
/** Quantiles from which the interval of a median is taken. */
const percentiles: readonly number[] = Array.from({ length: 99 }, (_, k) => (k + 1) / 100);

/** @throws AnalyticsError `spec-invalid` for a name that no metric has */
export function metricId(metric: string | null): MetricId {
  const found = metricIds.find((id) => id === (metric ?? 'customers'));
  if (found) return found;
  throw fault('metric', metric, `write one of ${metricIds.join(', ')}`);
}

/**
 * The questions of a metric; null while something is missing: steps, or the data whose end a period needs.
 * @throws AnalyticsError `spec-invalid`; `detail` names the `property` and its `value`
 */
export function metricQuestion(props: MetricProps, times: MetricTimes): MetricQuestion | null {
  const id = metricId(props.metric);
  const tz = props.zone || 'UTC';
  const rules = rulesOf(id, props);
  if (rules === null) return null;
  const range = rangeOf(props, times, tz);
  if (range === undefined) return null;
  const compare = compareOf(props.compare);
  const monthToDate = props.period?.trim() === 'this-month';
  const other =
    range &&
    (times.compare && compare === null ? times.compare : compareRange(compare ?? 'none', range, tz, { monthToDate }));
  const firstMs = times.info?.firstMs ?? null;
  const begins = other && firstMs !== null && dayOf(other.from, tz) < dayOf(firstMs, tz) ? firstMs : null;
  const before = begins === null ? other : null;
  const span = range ?? dataSpan(times.info);
  const interval = span ? trendInterval(span) : 'day';
  const asked = { id, range, before, begins, tz, previous: null, trend: null, slices: [] };
  const scope = { ...(range && { range }), ...(props.where?.length ? { where: props.where } : {}) };
  switch (id) {
    case 'conversion':
      return {
        ...asked,
        main: { ...rules, kind: 'funnel', ...scope, ...(before && { compare: { range: before } }) } as FunnelSpec,
        trend:
          span && ({ ...rules, kind: 'funnelTrend', ...scope, ...calendar(interval, span, tz) } as FunnelTrendSpec),
      };
    case 'time-to-convert': {
      const main: TimeToConvertSpec = {
        ...rules,
        kind: 'timeToConvert',
        ...scope,
        binCount: 1,
        quantiles: percentiles,
      };
      return {
        ...asked,
        main,
        previous: before && { ...main, range: before },
        slices: slicesOf(span).map((entryRange) => ({ ...main, quantiles: [], entryRange })),
      };
    }
    case 'sessions': {
      const main = { kind: 'sessions', ...scope } as const;
      return {
        ...asked,
        main,
        previous: before && { ...main, range: before },
        slices: slicesOf(span).map((slice) => ({ ...main, range: slice })),
      };
    }
    case 'silent-customers':
      // Silence lasts up to the end of the data, whatever the range: there is no such number for a time before.
      return { ...asked, before: null, begins: null, main: { kind: 'journey', ...scope } };
    default: {
      const main: FeatureMatrixSpec = {
        kind: 'featureMatrix',
        features: [{ name: id, match: [matchOf(props.event)] }],
        columns: interval,
        tz,
        ...scope,
        ...(id === 'value' && { valueProp: props.property ?? '' }),
      };
      return { ...asked, main, previous: before && { ...main, range: before } };
    }
  }
}

/** The same funnel under other rules, for a definition that shows how a rule moves its number. */
export function otherRules(
  main: FunnelSpec,
): ReadonlyArray<{ readonly rule: number | null | 'strict'; readonly spec: FunnelSpec }> {
  const day = 86_400_000;
  const { compare: _, windowMs = null, ...rest } = main;
  const windows = [7 * day, 14 * day, 30 * day, null].filter((ms) => ms !== windowMs);
  // Not more than fit a popover: the windows beside the one in force, and no other touchpoint between.
  return [
    ...windows.slice(0, 3).map((rule) => ({ rule, spec: rule === null ? rest : { ...rest, windowMs: rule } })),
    ...(main.order === undefined || main.order === 'ordered'
      ? [
          {
            rule: 'strict' as const,
            spec: { ...rest, ...(windowMs !== null && { windowMs }), order: 'strict' as const },
          },
        ]
      : []),
  ];
}

function rulesOf(id: MetricId, props: MetricProps): FunnelRules | null {
  const { property } = props;
  if (id === 'value' && !property) throw fault('property', property, 'name the property whose numbers are summed');
  if (id !== 'conversion' && id !== 'time-to-convert') return { steps: [] };
  const { steps, window, order } = props;
  const spec = funnelSpec({ steps, window, order });
  if (spec === null || spec.steps.length < 2) return null;
  const { kind: _, ...rules } = spec;
  return rules;
}

/** Undefined: not to be said before the data are there. */
function rangeOf(props: MetricProps, { info, period }: MetricTimes, tz: string): TimeRange | null | undefined {
  const { from, to } = props;
  const own = readRange(from, to, fault);
  if (own) return own;
  if (props.period) {
    const dataEnd = info?.dataEnd ?? null;
    return dataEnd === null ? undefined : readPeriod(props.period, dataEnd, tz);
  }
  return period;
}

/** Null: what the selection says. */
function compareOf(text: string | null): CompareName | null {
  if (text === null || text === '') return null;
  const found = compareNames.find((name) => name === text.trim());
  if (found) return found;
  throw fault('compare', text, `write one of ${compareNames.join(', ')}`);
}

function dataSpan(info: DatasetInfo | null): TimeRange | null {
  return info && info.firstMs !== null && info.lastMs !== null ? { from: info.firstMs, to: info.lastMs + 1 } : null;
}

function calendar(
  interval: CalendarInterval,
  span: TimeRange,
  tz: string,
): Pick<FunnelTrendSpec, 'interval' | 'buckets' | 'tz'> {
  return { interval, tz, buckets: { from: span.from, count: bucketCount(span, interval, tz) } };
}

/** Equal parts of a range. */
export function slicesOf(span: TimeRange | null): TimeRange[] {
  if (!span || !(span.to - span.from >= mostSlices)) return [];
  const edge = (k: number): number => Math.round(span.from + ((span.to - span.from) * k) / mostSlices);
  return Array.from({ length: mostSlices }, (_, k) => ({ from: edge(k), to: edge(k + 1) }));
}

function matchOf(event: string | null): Selector {
  const names = (event ?? '')
    .split(/[,，]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) return {};
  return { event: names.length === 1 ? names[0]! : names };
}

/** A number with what it stands on. */
export interface Reading {
  /** Null: there is nothing to tell. */
  readonly value: number | null;
  /** 95 %, in the value's own unit; null for a number that is complete, or where too few stand behind it. */
  readonly interval: readonly [number, number] | null;
  /** Customers behind the number, and of how many; null where it is not a part of others. */
  readonly customers: number;
  readonly of: number | null;
  /** What lists them. */
  readonly mark: Mark;
}

/** The main number of a result; null for a result of another kind than the metric's. */
export function readMetric(id: MetricId, result: Result): Reading | null {
  switch (result.kind) {
    case 'funnel': {
      const last = result.stepCounts.length - 1;
      return {
        value: result.conversionFromStart[last] ?? null,
        interval: result.intervalFromStart[last] ?? null,
        customers: result.stepCounts[last] ?? 0,
        of: result.stepCounts[0] ?? 0,
        mark: { kind: 'reached', step: last },
      };
    }
    case 'timeToConvert':
      return {
        value: result.medianMs,
        interval: medianInterval(result.count, result.quantilesMs),
        customers: result.count,
        of: null,
        mark: { kind: 'converted' },
      };
    case 'sessions':
      return { ...whole(result.sessions, result.actors), mark: { kind: 'sessions', of: 'all' } };
    case 'journey': {
      const silent = result.group?.silent ?? 0;
      return { ...whole(silent, silent), of: result.actors, mark: { kind: 'journeys', of: 'silent' } };
    }
    case 'featureMatrix': {
      const { counts, actors, sums } = result.featureTotals;
      const customers = actors[0] ?? 0;
      const value = valueOf(id, counts[0] ?? 0, customers, sums?.[0] ?? null);
      return { ...whole(value, customers), mark: { kind: 'cell', feature: 0 } };
    }
    default:
      return null;
  }
}

function whole(value: number | null, customers: number): Omit<Reading, 'mark'> {
  return { value, interval: null, customers, of: null };
}

function valueOf(id: MetricId, count: number, actors: number, sum: number | null): number | null {
  switch (id) {
    case 'customers':
      return actors;
    case 'touchpoints-per-customer':
      return actors === 0 ? null : count / actors;
    case 'value':
      return sum;
    default:
      return count;
  }
}

/**
 * 95 % interval of a median, free of any shape of the times: the ranks `n/2 ± 1.96 √n/2` (binomial, normal
 * approximation), widened to whole percentiles. Null under 20 times, where the ranks leave the percentiles asked.
 * Source: David and Nagaraja, Order Statistics, 7.1.
 */
export function medianInterval(n: number, quantiles: ReadonlyArray<number | null>): readonly [number, number] | null {
  if (n < 20 || quantiles.length !== percentiles.length) return null;
  const half = 1.959_963_984_540_054 / (2 * Math.sqrt(n));
  const low = quantiles[Math.floor((0.5 - half) * 100) - 1];
  const high = quantiles[Math.ceil((0.5 + half) * 100) - 1];
  return low === null || high === null || low === undefined || high === undefined ? null : [low, high];
}

/** One point of a tile's course. */
export interface TrendPoint {
  readonly start: number;
  readonly end: number;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  /** What stands behind it: customers entered, customers, touchpoints. */
  readonly n: number;
  /** It can still change: its period goes on, or its customers have time left. */
  readonly open: boolean;
}

/**
 * The course of a metric in time order, without what lies beyond the range and the data.
 * @param slices results of `question.slices` in their order; null for those that are not there
 */
export function readTrend(
  question: Pick<MetricQuestion, 'id' | 'range'>,
  main: Result,
  trend: Result | null,
  slices: ReadonlyArray<Result | null>,
  span: TimeRange | null,
): readonly TrendPoint[] {
  const { id, range } = question;
  const { dataEnd } = main.meta;
  const points =
    trend?.kind === 'funnelTrend'
      ? trend.buckets.map((bucket) => ({
          start: bucket.start,
          end: bucket.end,
          value: bucket.rate,
          interval: bucket.interval,
          n: bucket.entered,
          open: bucket.immature,
        }))
      : main.kind === 'featureMatrix'
        ? matrixPoints(id, main, dataEnd)
        : slicePoints(id, slicesOf(span), slices, dataEnd);
  return points.filter(({ start }) => (range === null || start < range.to) && (dataEnd === null || start <= dataEnd));
}

function matrixPoints(
  id: MetricId,
  { columns, end, cells }: Extract<Result, { kind: 'featureMatrix' }>,
  dataEnd: number | null,
): TrendPoint[] {
  return columns.map((start, k) => {
    const until = columns[k + 1] ?? end ?? start;
    const n = id === 'customers' ? cells.actors[k]! : cells.counts[k]!;
    const value = valueOf(id, cells.counts[k]!, cells.actors[k]!, cells.sums?.[k] ?? null);
    return { start, end: until, value, interval: null, n, open: dataEnd !== null && until > dataEnd + 1 };
  });
}

function slicePoints(
  id: MetricId,
  spans: readonly TimeRange[],
  slices: ReadonlyArray<Result | null>,
  dataEnd: number | null,
): TrendPoint[] {
  if (slices.length === 0 || slices.some((slice) => slice === null)) return [];
  return spans.slice(0, slices.length).map(({ from, to }, k) => {
    const reading = readMetric(id, slices[k]!);
    return {
      start: from,
      end: to,
      value: reading?.value ?? null,
      interval: null,
      n: reading?.customers ?? 0,
      open: dataEnd !== null && to > dataEnd + 1,
    };
  });
}

/** How a number has changed. */
export interface Change {
  readonly before: number | null;
  /** Now less before: in points for a rate (0..1), as a share of before for counts, in ms for times; null for a share of 0. */
  readonly change: number | null;
  readonly verdict: 'higher' | 'lower' | 'unclear' | 'same' | 'unknown';
  readonly tone: 'good' | 'bad' | 'none';
  /** 95 %, of the difference; null where none is given. */
  readonly interval: readonly [number, number] | null;
}

/** @param previous result of the other period; for a conversion the main result holds both */
export function readChange(
  { id, range, before }: Pick<MetricQuestion, 'id' | 'range' | 'before'>,
  main: Result,
  previous: Result | null,
): Change | null {
  if (!range || !before) return null;
  const now = readMetric(id, main);
  if (!now) return null;
  if (main.kind === 'funnel') {
    const { compare } = main;
    if (!compare) return null;
    const found = compare.differenceFromStart.at(-1) ?? null;
    const value = compare.conversionFromStart.at(-1) ?? null;
    if (!found) return judged(id, value, null, null, null);
    const clear = found.interval[0] > 0 || found.interval[1] < 0;
    return judged(id, value, found.difference, clear, found.interval);
  }
  const then = previous && readMetric(id, previous);
  if (!then) return null;
  if (now.value === null || then.value === null) return judged(id, then.value, null, null, null);
  const difference = now.value - then.value;
  switch (metricDefinitions[id].certainty) {
    case 'apart': {
      const known = now.interval && then.interval;
      const clear = known ? now.interval[0] > then.interval[1] || now.interval[1] < then.interval[0] : false;
      return judged(id, then.value, difference, clear, null);
    }
    case 'split': {
      const part = (range.to - range.from) / (range.to - range.from + before.to - before.from);
      return judged(id, then.value, relative(now.value, then.value), splitIsClear(now.value, then.value, part), null);
    }
    default:
      return judged(id, then.value, relative(now.value, then.value), difference !== 0, null);
  }
}

function relative(now: number, then: number): number | null {
  return then === 0 ? null : now / then - 1;
}

function judged(
  id: MetricId,
  before: number | null,
  change: number | null,
  clear: boolean | null,
  interval: readonly [number, number] | null,
): Change {
  const { better } = metricDefinitions[id];
  if (clear === null) return { before, change, verdict: 'unknown', tone: 'none', interval };
  if (!clear) {
    const verdict = metricDefinitions[id].certainty === 'plain' ? 'same' : 'unclear';
    return { before, change, verdict, tone: 'none', interval };
  }
  // Only a share of nothing has no amount, and that can only have grown.
  const up = change === null || change > 0;
  const tone = better === null ? 'none' : (better === 'up') === up ? 'good' : 'bad';
  return { before, change, verdict: up ? 'higher' : 'lower', tone, interval };
}

/**
 * Whether customers of two periods are split otherwise than the lengths of the periods would: the expected share lies
 * outside the 95 % Wilson score interval of the share found.
 */
export function splitIsClear(now: number, then: number, expected: number): boolean {
  const n = now + then;
  if (n === 0) return false;
  const z = 1.959_963_984_540_054;
  const share = now / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return expected < centre - half || expected > centre + half;
}

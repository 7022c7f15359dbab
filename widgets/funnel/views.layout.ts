import type { Interval } from '../../worker/protocol/result.js';
import type { FunnelNumbers, FunnelTrendBucket, TimeToConvertResult } from '../../worker/protocol/spec.js';
import { lowCount } from './funnel.layout.js';
import type { Box } from './funnel.layout.js';

/** A place on an axis and the value there. */
export interface Tick {
  readonly at: number;
  readonly value: number;
}

/** Room for the values left of a plot. */
export const plotLeft: number = 44;
/** Room over a plot for the labels of lines. */
const plotTop = 22;

/** A histogram: bars on equal bins, and vertical lines with labels that do not meet. */
export interface BinsLayout {
  readonly width: number;
  readonly height: number;
  readonly bottom: number;
  readonly bars: ReadonlyArray<{
    readonly bar: Box;
    readonly hit: Box;
    readonly fromMs: number;
    readonly count: number;
  }>;
  readonly yTicks: readonly Tick[];
  readonly xTicks: readonly Tick[];
  /** Where the median and the time of 90 % stand; `end`: the label is left of its line. */
  readonly lines: ReadonlyArray<{ readonly x: number; readonly ms: number; readonly end: boolean }>;
}

/** Lays out the bins down to the last one that holds anybody. `width` x `height` px, axis labels included. */
export function layoutBins(
  result: TimeToConvertResult,
  width: number,
  height: number,
  lines: readonly (number | null)[],
): BinsLayout {
  const binWidth = result.binWidthMs ?? 1;
  const last = result.bins.findLastIndex(({ count }) => count > 0);
  const bins = result.bins.slice(0, last + 1);
  const first = bins[0]?.fromMs ?? 0;
  const bottom = height - 22;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const yTicks = countTicks(most);
  const top = yTicks.at(-1)!;
  const y = (count: number): number => round(bottom - (count / top) * (bottom - plotTop));
  const pitch = (width - plotLeft - 8) / Math.max(1, bins.length);
  const x = (ms: number): number => round(plotLeft + ((ms - first) / binWidth) * pitch);
  const end = first + bins.length * binWidth;
  // Labels of neighbouring bounds would meet: as many as have 52 px.
  const every = Math.max(1, Math.ceil(52 / pitch));
  return {
    width,
    height,
    bottom,
    bars: bins.map(({ fromMs, count }) => {
      const from = x(fromMs);
      const barTop = count > 0 ? Math.min(y(count), bottom - 2) : bottom;
      const bar = { x: from + 1.5, y: barTop, width: round(Math.max(1, pitch - 3)), height: round(bottom - barTop) };
      return { bar, hit: { x: from, y: plotTop, width: round(pitch), height: bottom - plotTop }, fromMs, count };
    }),
    yTicks: yTicks.map((value) => ({ at: y(value), value })),
    xTicks: Array.from({ length: Math.floor(bins.length / every) + 1 }, (_, i) => {
      const value = first + i * every * binWidth;
      return { at: x(value), value };
    }),
    lines: lines
      .filter((ms) => ms !== null && ms >= first && ms <= end)
      .map((ms) => ({ x: x(ms!), ms: ms!, end: x(ms!) > width - 140 })),
  };
}

/** A line through the rates of buckets, its band, and the zone of those that are still counting. */
export interface TrendLayout {
  readonly width: number;
  readonly height: number;
  readonly bottom: number;
  readonly points: ReadonlyArray<{
    readonly x: number;
    /** Null where nobody entered. */
    readonly y: number | null;
    readonly hit: Box;
    readonly immature: boolean;
    readonly low: boolean;
  }>;
  /** Paths of finished and of unfinished parts of the line, and of the band. */
  readonly line: string;
  readonly open: string;
  readonly band: string;
  readonly yTicks: readonly Tick[];
  /** Indices of the buckets whose beginning is written. */
  readonly xTicks: ReadonlyArray<{ readonly at: number; readonly bucket: number }>;
  /** Left end of the zone; null when all is finished. */
  readonly openFrom: number | null;
  readonly goal: number | null;
}

/** Lays out buckets; rates share one axis from 0. */
export function layoutTrend(
  buckets: readonly FunnelTrendBucket[],
  width: number,
  height: number,
  goal: number | null,
): TrendLayout {
  const bottom = height - 22;
  const top = 10;
  // A bucket of few customers may reach 100 %; it is drawn, but the axis is made for those that say something.
  const told = buckets.filter(({ entered, rate }) => rate !== null && entered >= lowCount);
  const highest = Math.max(
    0.001,
    goal ?? 0,
    ...(told.length > 0 ? told : buckets).map((each) => upper(each, told.length > 0)),
  );
  const yTicks = rateTicks(Math.min(1, highest * 1.05));
  const y = (rate: number): number => round(Math.max(top - 6, bottom - (rate / yTicks.at(-1)!) * (bottom - top)));
  const pitch = (width - plotLeft - 14) / Math.max(1, buckets.length);
  const x = (bucket: number): number => round(plotLeft + (bucket + 0.5) * pitch);
  const firstOpen = buckets.findIndex(({ immature }) => immature);
  const openFrom = firstOpen < 0 ? null : firstOpen;
  const points = buckets.map(({ rate, immature, entered }, k) => ({
    x: x(k),
    y: rate === null ? null : y(rate),
    hit: { x: round(x(k) - pitch / 2), y: 0, width: round(pitch), height: bottom },
    immature,
    low: entered < lowCount,
  }));
  const every = Math.max(1, Math.ceil(58 / pitch));
  return {
    width,
    height,
    bottom,
    points,
    line: pathOf(points.filter((_, k) => openFrom === null || k < openFrom)),
    // The dotted part begins at the last finished point, so that the eye goes on.
    open: openFrom === null ? '' : pathOf(points.slice(Math.max(0, openFrom - 1))),
    band: bandOf(
      buckets.map(({ interval, immature }, k) => (immature || !interval ? null : { x: x(k), interval })),
      y,
    ),
    yTicks: yTicks.map((value) => ({ at: y(value), value })),
    xTicks: buckets.flatMap((_, bucket) => (bucket % every === 0 ? [{ at: x(bucket), bucket }] : [])),
    openFrom: openFrom === null ? null : round(plotLeft + openFrom * pitch),
    goal: goal === null ? null : y(goal),
  };
}

const upper = ({ rate, interval }: FunnelTrendBucket, sure: boolean): number =>
  sure ? (interval?.[1] ?? 0) : (rate ?? 0);

type Point = { readonly x: number; readonly y: number | null };

function pathOf(points: readonly Point[]): string {
  let drawing = false;
  return points
    .map(({ x, y }) => {
      const step = y === null ? '' : `${drawing ? 'L' : 'M'}${x} ${y}`;
      drawing = y !== null;
      return step;
    })
    .join('');
}

function bandOf(
  ends: ReadonlyArray<{ readonly x: number; readonly interval: Interval } | null>,
  y: (rate: number) => number,
): string {
  const runs: Array<Array<{ readonly x: number; readonly interval: Interval }>> = [[]];
  for (const end of ends) {
    if (end) runs.at(-1)!.push(end);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const above = run.map(({ x, interval }) => `${x} ${y(interval[1])}`);
      const below = [...run].reverse().map(({ x, interval }) => `${x} ${y(interval[0])}`);
      return `M${[...above, ...below].join('L')}Z`;
    })
    .join('');
}

/** Dot and interval of each group's rate on one axis that begins at 0. */
export interface GroupsLayout {
  readonly width: number;
  readonly ticks: readonly Tick[];
  readonly overall: number | null;
  readonly rows: ReadonlyArray<{
    readonly dot: number | null;
    readonly line: readonly [from: number, to: number] | null;
    readonly low: boolean;
  }>;
}

/** Lays out a step's rate from the first, group by group. */
export function layoutGroups(
  groups: readonly FunnelNumbers[],
  step: number,
  overall: number | null,
  width: number,
): GroupsLayout {
  const sure = groups.filter(({ stepCounts }) => (stepCounts[0] ?? 0) >= lowCount);
  const ends = (sure.length > 0 ? sure : groups).map(({ intervalFromStart }) => intervalFromStart[step]?.[1] ?? 0);
  const ticks = rateTicks(Math.min(1, Math.max(0.001, (overall ?? 0) * 1.1, ...ends)));
  const x = (rate: number): number => round(6 + Math.min(1, rate / ticks.at(-1)!) * (width - 24));
  return {
    width,
    ticks: ticks.map((value) => ({ at: x(value), value })),
    overall: overall === null ? null : x(overall),
    rows: groups.map(({ conversionFromStart, intervalFromStart, stepCounts }) => {
      const rate = conversionFromStart[step] ?? null;
      const interval = intervalFromStart[step] ?? null;
      return {
        dot: rate === null ? null : x(rate),
        line: interval && [x(interval[0]), x(interval[1])],
        low: (stepCounts[0] ?? 0) < lowCount,
      };
    }),
  };
}

/** Whole numbers from 0 to at least `most`, three to five of them. */
function countTicks(most: number): number[] {
  const step = niceStep(most / 4, 1);
  const count = Math.ceil(most / step);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

/** Rates from 0 to at least `most`. */
function rateTicks(most: number): number[] {
  const step = niceStep(most / 4, 0.001);
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Math.round(i * step * 1e6) / 1e6);
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(rough: number, least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, least)));
  const step = [1, 2, 5, 10].map((n) => n * power).find((each) => each >= rough - 1e-12) ?? 10 * power;
  return Math.max(step, least);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

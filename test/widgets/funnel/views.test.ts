import { describe, expect, it } from 'vitest';
import { goalStep, layoutColumns, layoutRows, stepsBefore } from '../../../widgets/funnel/funnel.layout.js';
import { layoutBins, layoutGroups, layoutTrend } from '../../../widgets/funnel/views.layout.js';
import {
  finerWidth,
  readCompare,
  readGoal,
  stepSpan,
  timeSpec,
  trendSpec,
} from '../../../widgets/funnel/views.spec.js';
import type {
  FunnelNumbers,
  FunnelSpec,
  FunnelTrendBucket,
  TimeToConvertResult,
} from '../../../worker/protocol/spec.js';
import { campaign, resultOf } from '../../../stories/fake-handle.js';

const day = 86_400_000;
const october = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) };
const steps = [{ event: 'a' }, { event: 'b', optional: true }, { event: 'c' }];
const funnel: FunnelSpec = {
  kind: 'funnel',
  steps,
  windowMs: 14 * day,
  compare: { range: october },
  breakdown: { by: ['x'] },
};

describe('questions beside a funnel', () => {
  it('compares a month with the month before, and the same month a year before', () => {
    expect(readCompare('previous', october, 'UTC')).toEqual({ from: Date.UTC(2026, 8, 1), to: october.from });
    expect(readCompare('last-year', october, 'UTC')).toEqual({ from: Date.UTC(2025, 9, 1), to: Date.UTC(2025, 10, 1) });
    expect(readCompare('none', october, 'UTC')).toBe(null);
    expect(readCompare('2026-08-01/2026-08-08', october, 'UTC')).toEqual({
      from: Date.UTC(2026, 7, 1),
      to: Date.UTC(2026, 7, 8),
    });
    for (const text of ['yesterday', '2026-08-01', '2026-08-01/', '2026-08-08/2026-08-01']) {
      expect(() => readCompare(text, october, 'UTC')).toThrow(/<tp-funnel>/);
    }
  });

  it('asks for times by the same rules, from the first step to the last required one', () => {
    const asked = timeSpec({ ...funnel, order: 'strict', steps: [...steps, { event: 'd', optional: true }] }, 0, null);
    expect(asked).toMatchObject({
      kind: 'timeToConvert',
      order: 'strict',
      fromStep: 0,
      toStep: 2,
      binResolutionMs: day,
    });
    expect(asked).not.toHaveProperty('compare');
    expect(asked).not.toHaveProperty('breakdown');
    expect(stepSpan(funnel, [1, 2])).toEqual([1, 2]);
    expect(stepSpan(funnel, [1, 9])).toEqual([0, 2]);
  });

  it('asks for narrower bins only where times fill few', () => {
    const result = (filled: number, within90: number): TimeToConvertResult =>
      ({
        bins: Array.from({ length: 15 }, (_, i) => ({ fromMs: i * day, count: i < filled ? 5 : 0 })),
        quantilesMs: [0, within90, 0],
      }) as unknown as TimeToConvertResult;
    expect(finerWidth(result(1, 3_600_000), day)).toBe(60_000);
    expect(finerWidth(result(9, 3_600_000), day)).toBe(null);
    expect(finerWidth(result(1, 3_600_000), 60_000)).toBe(null);
    expect(finerWidth(result(0, 0), day)).toBe(null);
  });

  it('cuts a trend to the data and takes buckets that can be read', () => {
    const data = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };
    expect(trendSpec({ ...funnel, range: october }, data, null, 'UTC')).toMatchObject({
      interval: 'day',
      buckets: { from: october.from, count: 31 },
    });
    expect(trendSpec(funnel, data, 'month', 'UTC').buckets.count).toBe(12);
    expect(trendSpec({ ...funnel, range: { from: -8e15, to: 8e15 } }, data, 'quarter', 'UTC').buckets).toEqual({
      from: data.from,
      count: 4,
    });
    expect(() => trendSpec(funnel, data, 'fortnight', 'UTC')).toThrow(/interval="fortnight"/);
  });

  it('reads a goal as share or percent', () => {
    expect([readGoal('4%'), readGoal(0.04), readGoal(''), readGoal(null)]).toEqual([0.04, 0.04, null, null]);
    for (const goal of ['4', '0', 'much', '-1%']) expect(() => readGoal(goal)).toThrow(/goal=/);
  });
});

describe('layout of the other period and of optional steps', () => {
  it('measures from the nearest required step', () => {
    expect(stepsBefore(steps)).toEqual([0, 0, 0]);
    expect(stepsBefore([{}, {}, { optional: true }, { optional: true }, {}])).toEqual([0, 0, 1, 1, 1]);
  });

  it('is about its last required step', () => {
    expect(goalStep(steps)).toBe(2);
    expect(goalStep([...steps, { optional: true }])).toBe(2);
    expect(goalStep([{}, { optional: true }])).toBe(1);
    expect(goalStep([{}])).toBe(0);
  });

  it('draws the box of who left down from the step before it', () => {
    const numbers = { ...resultOf({ ...campaign, counts: [100, 20, 60] }), dropOffCounts: [0, 80, 40] };
    const layout = layoutColumns(numbers, 900, 200, { before: [0, 0, 0] });
    expect(layout.steps[2]!.left!.y).toBeCloseTo(0.5, 1);
    expect(layout.steps[2]!.left!.height).toBeCloseTo(78, 0);
  });

  it('stands the other period beside the bar, and under it where bars lie', () => {
    const now = resultOf({ ...campaign, counts: [100, 50] });
    const past = resultOf({ ...campaign, counts: [200, 50] });
    const columns = layoutColumns(now, 900, 200, { past });
    expect(columns.steps.map(({ past: bar }) => bar && [bar.width, bar.height])).toEqual([
      [10, 200],
      [10, 50],
    ]);
    expect(columns.steps[0]!.bar.x - columns.steps[0]!.past!.x).toBe(13);
    const rows = layoutRows(now, 300, 14, { past });
    expect(rows.height).toBe(20);
    expect(rows.steps.map(({ past: bar }) => bar!.width)).toEqual([300, 75]);
    expect(layoutRows(now, 300, 14).height).toBe(14);
  });
});

describe('layout of a histogram', () => {
  const result: TimeToConvertResult = {
    kind: 'timeToConvert',
    count: 10,
    bins: [4, 5, 1, 0, 0].map((count, i) => ({ fromMs: i * day, count })),
    binWidthMs: day,
    avgMs: day,
    medianMs: 1.5 * day,
    quantilesMs: [],
    meta: resultOf(campaign).meta,
  };

  it('ends with the last bin that holds anybody, on equal bins and an axis from 0', () => {
    const layout = layoutBins(result, 444, 222, [result.medianMs, 2.5 * day, null]);
    expect(layout.bars.map(({ count }) => count)).toEqual([4, 5, 1]);
    const widths = new Set(layout.bars.map(({ hit }) => Math.round(hit.width)));
    expect(widths.size).toBe(1);
    expect(layout.yTicks[0]).toEqual({ at: layout.bottom, value: 0 });
    expect(layout.lines.map(({ ms }) => ms / day)).toEqual([1.5, 2.5]);
    expect(layout.lines[0]!.x).toBeCloseTo((layout.bars[1]!.hit.x + layout.bars[2]!.hit.x) / 2, 0);
    expect(layout.xTicks.map(({ value }) => value / day)).toEqual([0, 1, 2, 3]);
  });

  it('draws a bar of one beside thousands', () => {
    const layout = layoutBins(
      {
        ...result,
        bins: [
          { fromMs: 0, count: 9000 },
          { fromMs: day, count: 1 },
        ],
      },
      400,
      222,
      [],
    );
    expect(layout.bars[1]!.bar.height).toBeGreaterThanOrEqual(2);
  });
});

describe('layout of a trend', () => {
  const bucket = (k: number, entered: number, converted: number, immature = false): FunnelTrendBucket => ({
    start: k * day,
    end: (k + 1) * day,
    entered,
    converted,
    rate: entered > 0 ? converted / entered : null,
    interval: entered > 0 ? [Math.max(0, converted / entered - 0.1), Math.min(1, converted / entered + 0.1)] : null,
    immature,
  });
  const buckets = [bucket(0, 100, 20), bucket(1, 0, 0), bucket(2, 100, 25), bucket(3, 100, 30), bucket(4, 90, 5, true)];

  it('breaks the line where nobody entered, and goes on dotted into what is still counting', () => {
    const layout = layoutTrend(buckets, 544, 222, null);
    expect(layout.line.match(/M/g)?.length).toBe(2);
    expect(layout.points[1]!.y).toBe(null);
    expect(layout.open.startsWith(`M${layout.points[3]!.x}`)).toBe(true);
    expect(layout.openFrom).toBeGreaterThan(layout.points[3]!.x);
    expect(layout.band.match(/Z/g)?.length).toBe(1);
  });

  it('has no zone where all is finished, and a goal on the axis', () => {
    const layout = layoutTrend(buckets.slice(0, 4), 544, 222, 0.5);
    expect(layout.openFrom).toBe(null);
    expect(layout.open).toBe('');
    expect(layout.yTicks.at(-1)!.value).toBeGreaterThanOrEqual(0.5);
    expect(layout.goal!).toBeGreaterThan(0);
    expect(layout.goal!).toBeLessThan(layout.bottom);
  });

  it('does not let a bucket of three customers make the axis', () => {
    const layout = layoutTrend([...buckets, bucket(5, 3, 3)], 544, 222, null);
    expect(layout.yTicks.at(-1)!.value).toBeLessThan(1);
    expect(layout.points.at(-1)!.low).toBe(true);
  });
});

describe('layout of groups', () => {
  it('puts all rates on one axis from 0 and marks small groups', () => {
    const groups = [
      resultOf({ ...campaign, counts: [1000, 50] }),
      resultOf({ ...campaign, counts: [9, 3] }),
    ] as FunnelNumbers[];
    const layout = layoutGroups(groups, 1, 0.05, 400);
    expect(layout.ticks[0]).toEqual({ at: 6, value: 0 });
    expect(layout.overall).toBe(layout.rows[0]!.dot);
    expect(layout.rows.map(({ low }) => low)).toEqual([false, true]);
    for (const { line } of layout.rows) expect(line![1]).toBeLessThanOrEqual(400);
  });
});

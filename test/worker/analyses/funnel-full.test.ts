import { describe, expect, it } from 'vitest';
import { answerFunnel } from '../../../worker/analyses/funnel-answer.js';
import {
  checkFunnelMark,
  checkFunnelTrend,
  checkFunnelTrendMark,
  checkTimeToConvert,
  checkTimeToConvertMark,
} from '../../../worker/analyses/funnel-check.js';
import { funnelTrend } from '../../../worker/analyses/funnel-trend.js';
import { timeToConvert } from '../../../worker/analyses/time-to-convert.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import type { FunnelMark, FunnelResult, FunnelSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import { viewOf, type Row } from '../view.js';

const steps = (...names: string[]): { event: string }[] => names.map((event) => ({ event }));
const ask = (rows: readonly Row[], spec: Omit<FunnelSpec, 'kind'>): FunnelResult =>
  finish(answerFunnel(viewOf(rows), { kind: 'funnel', ...spec }, null)).result;
const counts = (rows: readonly Row[], spec: Omit<FunnelSpec, 'kind'>): readonly number[] => ask(rows, spec).stepCounts;

describe('exclusions', () => {
  const bar = { event: 'cancel', from: 0, to: 1 };

  it('do not taint at the instants of the steps themselves', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 0, 'cancel'],
      ['ann', 9, 'cancel'],
      ['ann', 9, 'buy'],
      ['bob', 0, 'visit'],
      ['bob', 8, 'cancel'],
      ['bob', 9, 'buy'],
    ];
    expect(counts(rows, { steps: steps('visit', 'buy'), exclusions: [bar] })).toEqual([1, 1]);
  });

  it('let a clean shallower attempt stand in for a tainted deeper one', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 1, 'cancel'],
      ['ann', 2, 'buy'],
      ['ann', 3, 'visit'],
    ];
    expect(counts(rows, { steps: steps('visit', 'buy'), exclusions: [bar] })).toEqual([1, 0]);
  });

  it('end an attempt where asked, and leave the actor in it', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 1, 'signup'],
      ['ann', 2, 'cancel'],
      ['ann', 3, 'buy'],
    ];
    const exclusions = [{ event: 'cancel', from: 0, to: 2, effect: 'end-attempt' as const }];
    expect(counts(rows, { steps: steps('visit', 'signup', 'buy'), exclusions })).toEqual([1, 1, 0]);
  });

  it('leave an unordered attempt alone that was complete before', () => {
    const rows: Row[] = [
      ['ann', 0, 'buy'],
      ['ann', 1, 'visit'],
      ['ann', 2, 'cancel'],
      ['bob', 0, 'buy'],
      ['bob', 1, 'cancel'],
      ['bob', 2, 'visit'],
      ['bob', 3, 'other'],
    ];
    const spec = { steps: steps('visit', 'buy'), order: 'unordered', exclusions: [bar] } as const;
    expect(counts(rows, spec)).toEqual([2, 1]);
    expect(counts(rows, { ...spec, windowMs: 1 })).toEqual([2, 1]);
  });
});

describe('optional steps and held properties', () => {
  it('goes past an optional step, and measures from the required one before', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 5, 'signup'],
      ['ann', 7, 'buy'],
      ['bob', 0, 'visit'],
      ['bob', 3, 'buy'],
    ];
    const result = ask(rows, { steps: [{ event: 'visit' }, { event: 'signup', optional: true }, { event: 'buy' }] });
    expect(result.stepCounts).toEqual([2, 1, 2]);
    expect(result.conversionFromPrevious).toEqual([null, 0.5, 1]);
    expect(result.dropOffCounts).toEqual([0, 1, 0]);
    expect(result.avgStepMs).toEqual([null, 5, 5]);
  });

  it('tells the text "1" from the number 1, and takes no row without a value', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit', { cart: '1' }],
      ['ann', 1, 'buy', { cart: 1 }],
      ['bob', 0, 'visit', { cart: 'x' }],
      ['bob', 1, 'buy', { cart: 'x' }],
      ['cid', 0, 'visit'],
      ['cid', 1, 'buy'],
    ];
    expect(counts(rows, { steps: steps('visit', 'buy'), holdConstant: ['cart'] })).toEqual([2, 1]);
  });
});

describe('totals and values', () => {
  it('counts ten tries of which one succeeds as ten', () => {
    const rows = Array.from({ length: 10 }, (_, i): Row => ['ann', i * 100, 'visit']);
    rows.push(['ann', 905, 'buy']);
    const result = ask(rows, { steps: steps('visit', 'buy'), windowMs: 50, mode: 'totals' });
    expect(result.stepCounts).toEqual([10, 1]);
    expect(result.stepActorCounts).toEqual([1, 1]);
    expect(result.dropOffActorCounts).toEqual([0, 1]);
  });

  it('sums values exactly and refuses a sum that could not be', () => {
    const rows: Row[] = [
      ['ann', 0, 'buy', { amount: 0.1 }],
      ['bob', 0, 'buy', { amount: 0.2 }],
      ['cid', 0, 'buy', { amount: 'much' }],
    ];
    expect(ask(rows, { steps: steps('buy'), valueProp: 'amount' }).stepValues![0]).toBeCloseTo(0.3, 15);
    const large: Row[] = [
      ['ann', 0, 'buy', { amount: 2 ** 52 }],
      ['bob', 0, 'buy', { amount: 2 ** 52 }],
    ];
    expect(() => ask(large, { steps: steps('buy'), valueProp: 'amount' })).toThrow(AnalyticsError);
  });
});

describe('groups', () => {
  const rows: Row[] = [
    ['ann', 0, 'visit', { plan: 'a' }],
    ['ann', 5, 'visit', { plan: 'b' }],
    ['ann', 9, 'buy', { plan: 'b' }],
    ['bob', 0, 'visit', { plan: 'c' }],
    ['cid', 0, 'visit', { plan: 'c' }],
  ];
  const keyed = (spec: Omit<FunnelSpec, 'kind' | 'steps'>): unknown[] =>
    ask(rows, { steps: steps('visit', 'buy'), ...spec }).groups!.map(({ key, stepCounts }) => [key, stepCounts]);

  it('go by the first or the last row that has a value', () => {
    expect(keyed({ breakdown: { by: ['plan'] } })).toEqual([
      [['c'], [2, 0]],
      [['a'], [1, 1]],
    ]);
    expect(keyed({ breakdown: { by: ['plan'], attribution: 'last' } })).toEqual([
      [['c'], [2, 0]],
      [['b'], [1, 1]],
    ]);
  });

  it('merge what the limit leaves out, each actor once by its best attempt', () => {
    expect(keyed({ breakdown: { by: ['plan'], attribution: 'all', limit: 1 } })).toEqual([
      [['c'], [2, 0]],
      [null, [1, 1]],
    ]);
  });

  it('list the actors of a key that was merged, and none of a key that nobody has', () => {
    const spec: FunnelSpec = { kind: 'funnel', steps: steps('visit'), breakdown: { by: ['plan'], limit: 1 } };
    const { actors } = finish(answerFunnel(viewOf(rows), spec, null));
    const list = (group: FunnelMark['group']): unknown => finish(actors({ kind: 'reached', step: 0, group: group! }));
    expect(list(['a'])).toEqual([0]);
    expect(list(['z'])).toEqual([]);
    expect(list('other')).toEqual([0]);
  });
});

describe('comparison', () => {
  it('is the shown period less the other one', () => {
    const rows = Array.from({ length: 8 }, (_, i): Row[] => [
      [`now ${i}`, 100, 'visit'],
      ...(i < 6 ? [[`now ${i}`, 101, 'buy'] as Row] : []),
      [`then ${i}`, 0, 'visit'],
      ...(i < 2 ? [[`then ${i}`, 1, 'buy'] as Row] : []),
    ]).flat();
    const result = ask(rows, {
      steps: steps('visit', 'buy'),
      range: { from: 100, to: 200 },
      compare: { range: { from: 0, to: 100 } },
    });
    expect(result.stepCounts).toEqual([8, 6]);
    expect(result.compare!.stepCounts).toEqual([8, 2]);
    const { difference, interval } = result.compare!.differenceFromStart[1]!;
    expect(difference).toBe(0.5);
    // Worked out apart, from Newcombe's formula: Wilson bounds of 2/8 and 6/8 are 0.0715, 0.5907 and 0.4093, 0.9285.
    expect(interval[0]).toBeCloseTo(0.5 - Math.hypot(0.75 - 0.4093, 0.5907 - 0.25), 3);
    expect(interval[1]).toBeCloseTo(0.5 + Math.hypot(0.9285 - 0.75, 0.25 - 0.0715), 3);
    expect(result.compare!.differenceFromPrevious[0]).toBe(null);
  });
});

describe('time to convert and trend', () => {
  it('has a last bin that takes the longest time in, and a minute where all are equal', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 10_000, 'buy'],
      ['bob', 0, 'visit'],
      ['bob', 14_000, 'buy'],
    ];
    const spec = { kind: 'timeToConvert', steps: steps('visit', 'buy'), binCount: 2 } as const;
    const { result } = finish(timeToConvert(viewOf(rows), spec, null));
    expect(result.bins).toEqual([
      { fromMs: 10_000, count: 1 },
      { fromMs: 12_000, count: 0 },
      { fromMs: 14_000, count: 1 },
    ]);
    const one = finish(timeToConvert(viewOf(rows.slice(0, 2)), spec, null)).result;
    expect(one.binWidthMs).toBe(60_000);
  });

  it('calls a bucket mature whose last attempt has had exactly its window', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['bob', 3_600_000 + 500, 'visit'],
    ];
    const spec = {
      kind: 'funnelTrend',
      steps: steps('visit', 'buy'),
      windowMs: 500,
      interval: 'hour',
      buckets: { from: 0, count: 2 },
    } as const;
    const { buckets } = finish(funnelTrend(viewOf(rows), spec, null)).result;
    expect(buckets.map(({ immature }) => immature)).toEqual([false, true]);
  });
});

describe('checks of marks and of the other two kinds', () => {
  const funnel: FunnelSpec = { kind: 'funnel', steps: steps('a', 'b'), breakdown: { by: ['p', 'q'] } };
  const trend = {
    kind: 'funnelTrend',
    steps: steps('a', 'b'),
    interval: 'day',
    tz: 'Asia/Tokyo',
    buckets: { from: 0, count: 2 },
  } as const;
  const convert = { kind: 'timeToConvert', steps: steps('a', 'b') } as const;

  it('return what is sound', () => {
    const mark = { kind: 'left', step: 1, group: ['x', ''] };
    expect(checkFunnelMark(mark, funnel, 'mark')).toBe(mark);
    expect(checkFunnelTrend(trend)).toBe(trend);
    expect(checkTimeToConvert(convert)).toBe(convert);
  });

  it.each([
    ['mark.kind', () => checkFunnelMark({ step: 0 }, funnel, 'mark')],
    ['mark.step', () => checkFunnelMark({ kind: 'left', step: 0 }, funnel, 'mark')],
    ['mark.group', () => checkFunnelMark({ kind: 'reached', step: 0, group: ['x'] }, funnel, 'mark')],
    ['mark.period', () => checkFunnelMark({ kind: 'reached', step: 0, period: 'compare' }, funnel, 'mark')],
    ['mark.bucket', () => checkFunnelTrendMark({ kind: 'entered', bucket: 2 }, trend, 'mark')],
    ['mark.kind', () => checkFunnelTrendMark({ kind: 'reached', bucket: 0 }, trend, 'mark')],
    ['mark.bin', () => checkTimeToConvertMark({ kind: 'converted', bin: -1 }, convert, 'mark')],
    ['spec.interval', () => checkFunnelTrend({ ...trend, interval: 'decade' })],
    ['spec.tz', () => checkFunnelTrend({ ...trend, tz: 'Mars/Olympus' })],
    ['spec.weekStart', () => checkFunnelTrend({ ...trend, weekStart: 7 })],
    ['spec.buckets.count', () => checkFunnelTrend({ ...trend, buckets: { from: 0, count: 0 } })],
    ['spec.breakdown', () => checkFunnelTrend({ ...trend, breakdown: { by: ['p'] } })],
    ['spec.toStep', () => checkTimeToConvert({ ...convert, fromStep: 0, toStep: 0 })],
    ['spec.steps', () => checkTimeToConvert({ ...convert, steps: steps('a') })],
    ['spec.binCount', () => checkTimeToConvert({ ...convert, binCount: 0 })],
    ['spec.quantiles[0]', () => checkTimeToConvert({ ...convert, quantiles: [50] })],
  ])('refuse a fault at %s', (path, check) => {
    let refused: unknown;
    try {
      check();
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(AnalyticsError);
    expect((refused as AnalyticsError).detail['path']).toBe(path);
  });
});

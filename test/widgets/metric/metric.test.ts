import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metricDefinitions, metricIds } from '../../../widgets/metric/definitions.js';
import { layoutSparkline } from '../../../widgets/metric/metric.layout.js';
import type { SparkPoint } from '../../../widgets/metric/metric.layout.js';
import {
  medianInterval,
  metricQuestion,
  otherRules,
  readChange,
  readMetric,
  readTrend,
  slicesOf,
  splitIsClear,
} from '../../../widgets/metric/metric.spec.js';
import type { MetricProps, MetricTimes } from '../../../widgets/metric/metric.spec.js';
import { createEngine } from '../../../worker/client.js';
import { wilson } from '../../../worker/analyses/wilson.js';
import type { Result } from '../../../worker/protocol/result.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';

const at = (text: string): number => Date.parse(`${text}Z`);
const props = (some: Partial<MetricProps>): MetricProps => ({
  metric: null,
  steps: null,
  window: null,
  order: null,
  event: null,
  property: null,
  from: null,
  to: null,
  period: null,
  compare: null,
  zone: null,
  where: null,
  ...some,
});
const info = {
  rows: 100,
  actors: 10,
  unidentifiedRows: 0,
  rejectedRows: 0,
  events: [],
  eventsTotal: 0,
  properties: [],
  firstMs: at('2026-01-01T08:00'),
  lastMs: at('2026-11-22T10:00'),
  dataEnd: at('2026-11-22T10:00'),
  bytes: 0,
};
const times: MetricTimes = { info, period: null, compare: null };
const october = { from: at('2026-10-01T00:00'), to: at('2026-11-01T00:00') };

describe('the questions of a metric', () => {
  test('a conversion is a funnel with the period before as comparison, and its trend', () => {
    const question = metricQuestion(
      props({ metric: 'conversion', steps: 'visit, signup', window: '14d', period: '7d', compare: 'previous' }),
      times,
    )!;
    expect(question.main).toEqual({
      kind: 'funnel',
      steps: [{ event: 'visit' }, { event: 'signup' }],
      windowMs: 14 * 86_400_000,
      range: { from: at('2026-11-16T00:00'), to: at('2026-11-23T00:00') },
      compare: { range: { from: at('2026-11-09T00:00'), to: at('2026-11-16T00:00') } },
    });
    expect(question.trend).toMatchObject({
      kind: 'funnelTrend',
      interval: 'day',
      buckets: { from: at('2026-11-16T00:00'), count: 7 },
    });
    expect(question.previous).toBeNull();
  });

  test('a period and a comparison of the selection count unless the metric has its own', () => {
    const chosen = { ...times, period: october, compare: { from: at('2026-09-01T00:00'), to: at('2026-10-01T00:00') } };
    expect(metricQuestion(props({}), chosen)).toMatchObject({ range: october, before: chosen.compare });
    expect(metricQuestion(props({ period: '7d', compare: 'none' }), chosen)).toMatchObject({
      range: { from: at('2026-11-16T00:00'), to: at('2026-11-23T00:00') },
      before: null,
    });
    expect(metricQuestion(props({ from: '2026-02-01', to: '2026-03-01' }), chosen)!.range!.from).toBe(
      at('2026-02-01T00:00'),
    );
  });

  test('a period that the data hold only in part is not held against the shown one', () => {
    const question = metricQuestion(props({ from: '2026-01-15', to: '2026-02-01', compare: 'previous' }), times)!;
    expect([question.before, question.begins]).toEqual([null, info.firstMs]);
    expect(
      metricQuestion(props({ from: '2026-01-15', to: '2026-01-29', compare: 'previous' }), times)!.before,
    ).not.toBeNull();
  });

  test('what is missing asks nothing yet: steps, or the end of the data', () => {
    expect(metricQuestion(props({ metric: 'conversion', steps: 'visit' }), times)).toBeNull();
    expect(metricQuestion(props({ metric: 'time-to-convert' }), times)).toBeNull();
    expect(metricQuestion(props({ period: '7d' }), { ...times, info: null })).toBeNull();
  });

  test.each([
    [{ metric: 'profit' }, 'metric="profit"'],
    [{ metric: 'value' }, 'property'],
    [{ compare: 'yesterday' }, 'compare="yesterday"'],
    [{ period: 'soon' }, 'period="soon"'],
    [{ zone: 'Mars/Base', period: '7d' }, 'Mars/Base'],
  ])('%o is refused by name', (bad, says) => {
    expect(() => metricQuestion(props(bad), times)).toThrow(says);
  });

  test('silence is never compared: it lasts up to the end of the data', () => {
    const question = metricQuestion(props({ metric: 'silent-customers', period: '28d', compare: 'previous' }), times)!;
    expect([question.main.kind, question.before, question.previous]).toEqual(['journey', null, null]);
  });

  test('tiles that count one thing ask one question', () => {
    const main = (metric: string): unknown => {
      const spec = metricQuestion(props({ metric, period: '28d' }), times)!.main as { features: unknown };
      return { ...spec, features: null };
    };
    expect(main('touchpoints')).toEqual(main('customers'));
  });

  test('slices cover the range without a gap', () => {
    const slices = slicesOf(october);
    expect(slices[0]!.from).toBe(october.from);
    expect(slices.at(-1)!.to).toBe(october.to);
    for (const [k, slice] of slices.slice(1).entries()) expect(slice.from).toBe(slices[k]!.to);
    expect(slicesOf(null)).toEqual([]);
    expect(slicesOf({ from: 0, to: 5 })).toEqual([]);
  });

  test('other rules leave out the rule in force, and the comparison', () => {
    const main: FunnelSpec = {
      kind: 'funnel',
      steps: [{ event: 'a' }, { event: 'b' }],
      windowMs: 14 * 86_400_000,
      compare: { range: october },
    };
    const rules = otherRules(main);
    expect(rules.map(({ rule }) => rule)).toEqual([7 * 86_400_000, 30 * 86_400_000, null, 'strict']);
    for (const { spec } of rules) expect(spec).not.toHaveProperty('compare');
    expect(otherRules({ ...main, order: 'strict' }).map(({ rule }) => rule)).not.toContain('strict');
  });
});

describe('numbers against the engine', () => {
  // ann, bob and cid visit in October; two sign up. dan and ann visit in September; one signs up.
  const row = (actor: string, time: string, event: string, value: number | null = null): object => ({
    actor,
    time: `${time}Z`,
    event,
    value,
  });
  const rows = [
    row('ann', '2026-09-02T09:00', 'visit'),
    row('dan', '2026-09-03T09:00', 'visit'),
    row('dan', '2026-09-03T10:00', 'signup', 5),
    row('ann', '2026-10-02T09:00', 'visit'),
    row('ann', '2026-10-02T09:10', 'signup', 7.5),
    row('bob', '2026-10-03T09:00', 'visit'),
    row('bob', '2026-10-03T11:00', 'signup', 2),
    row('cid', '2026-10-30T09:00', 'visit'),
    row('cid', '2026-10-30T09:20', 'visit'),
  ];

  async function ask(some: Partial<MetricProps>): Promise<{
    reading: ReturnType<typeof readMetric>;
    change: ReturnType<typeof readChange>;
    trend: ReturnType<typeof readTrend>;
    listed: number;
  }> {
    const engine = await createEngine({ seat: 'page' });
    try {
      await engine.load({ kind: 'rows', rows: rows as never });
      const described = await engine.describe();
      const question = metricQuestion(props({ from: '2026-10-01', to: '2026-11-01', compare: 'previous', ...some }), {
        ...times,
        info: { ...described, firstMs: at('2026-09-01T00:00') },
      })!;
      const specs = [
        question.main,
        ...(question.previous ? [question.previous] : []),
        ...(question.trend ? [question.trend] : []),
        ...question.slices,
      ];
      const outcomes = await engine.run(specs.map((spec, k) => ({ id: String(k), spec })));
      const results = outcomes.map((outcome): Result => {
        if (outcome.ok) return outcome.result;
        throw new Error(outcome.error.message);
      });
      const main = results[0]!;
      const previous = question.previous ? results[1]! : null;
      const rest = results.slice(question.previous ? 2 : 1);
      const reading = readMetric(question.id, main)!;
      const list = await engine.list({ spec: question.main, mark: reading.mark });
      return {
        reading,
        change: readChange(question, main, previous),
        trend: readTrend(question, main, question.trend ? rest[0]! : null, question.trend ? [] : rest, question.range),
        listed: list.total,
      };
    } finally {
      engine.close();
    }
  }

  test.each<[Partial<MetricProps>, number, number, number | null]>([
    [{ metric: 'conversion', steps: 'visit, signup' }, 2 / 3, 2, 1 / 2],
    [{ metric: 'customers' }, 3, 3, 2],
    [{ metric: 'customers', event: 'signup' }, 2, 2, 1],
    [{ metric: 'customers', event: 'signup, visit' }, 3, 3, 2],
    [{ metric: 'touchpoints' }, 6, 3, 3],
    [{ metric: 'touchpoints-per-customer' }, 2, 3, 1.5],
    [{ metric: 'time-to-convert', steps: 'visit, signup' }, 65 * 60_000, 2, 60 * 60_000],
    [{ metric: 'sessions' }, 4, 3, 3],
    [{ metric: 'value', property: 'value' }, 9.5, 3, 5],
    [{ metric: 'value', property: 'value', event: 'signup' }, 9.5, 2, 5],
  ])('%o is %d of %d customers, before %d', async (some, value, customers, before) => {
    const { reading, change, listed } = await ask(some);
    expect(reading!.value).toBeCloseTo(value, 12);
    expect(reading!.customers).toBe(customers);
    expect(listed).toBe(customers);
    expect(change!.before).toBeCloseTo(before!, 12);
  });

  test('silent customers are listed as counted', async () => {
    const { reading, change, listed } = await ask({ metric: 'silent-customers' });
    expect([reading!.value, reading!.of, listed]).toEqual([2, 3, 2]);
    expect(change).toBeNull();
  });

  test.each(['touchpoints', 'customers', 'value', 'conversion', 'sessions', 'time-to-convert'])(
    'the course of %s stays in the range and before the end of the data',
    async (metric) => {
      const { trend, reading } = await ask({ metric, steps: 'visit, signup', property: 'value' });
      expect(trend.length).toBeGreaterThan(5);
      expect(trend[0]!.start).toBeGreaterThanOrEqual(october.from);
      expect(trend.at(-1)!.start).toBeLessThanOrEqual(at('2026-10-30T09:20'));
      if (metric === 'touchpoints' || metric === 'value') {
        expect(trend.reduce((sum, point) => sum + (point.value ?? 0), 0)).toBeCloseTo(reading!.value!, 12);
      }
      expect(trend.at(-1)!.open).toBe(metric !== 'conversion');
    },
  );

  test('few customers change nothing clearly', async () => {
    expect((await ask({ metric: 'conversion', steps: 'visit, signup' })).change!.verdict).toBe('unclear');
    expect((await ask({ metric: 'customers' })).change!.verdict).toBe('unclear');
    expect((await ask({ metric: 'touchpoints' })).change).toMatchObject({ verdict: 'higher', change: 1, tone: 'none' });
  });

  test('a number that grew from nothing has no share, and is more all the same', async () => {
    const { change } = await ask({ metric: 'value', property: 'value', event: 'visit' });
    expect(change).toMatchObject({ before: 0, verdict: 'same' });
    expect(readChange({ id: 'value', range: october, before: october }, matrix(4, 2, 9), matrix(0, 0, 0))).toEqual({
      before: 0,
      change: null,
      verdict: 'higher',
      tone: 'good',
      interval: null,
    });
  });
});

function matrix(count: number, actors: number, sum: number): Result {
  const totals = { counts: [count], actors: [actors], sums: [sum] };
  return { kind: 'featureMatrix', featureTotals: totals } as unknown as Result;
}

describe('when a difference is called one', () => {
  test('the split of customers is judged by the Wilson interval that the engine uses', () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.nat(2000),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (now, then, expected) => {
          if (now + then === 0) return;
          const [low, high] = wilson(now, now + then, 1.959_963_984_540_054)!;
          expect(splitIsClear(now, then, expected)).toBe(expected < low || expected > high);
        },
      ),
    );
  });

  test('double the time with double the customers is no difference', () => {
    expect(splitIsClear(2000, 1000, 2 / 3)).toBe(false);
    expect(splitIsClear(2000, 1000, 1 / 2)).toBe(true);
    expect(splitIsClear(0, 0, 1 / 2)).toBe(false);
  });

  test('fewer minutes are good, fewer customers are bad', () => {
    const many = matrix(0, 500, 0);
    const few = matrix(0, 1000, 0);
    const periods = { range: october, before: october };
    expect(readChange({ id: 'customers', ...periods }, many, few)).toMatchObject({ verdict: 'lower', tone: 'bad' });
    const median = (ms: number): Result =>
      ({
        kind: 'timeToConvert',
        count: 400,
        medianMs: ms,
        quantilesMs: Array.from({ length: 99 }, () => ms),
      }) as unknown as Result;
    expect(readChange({ id: 'time-to-convert', ...periods }, median(5), median(9))).toMatchObject({
      verdict: 'lower',
      tone: 'good',
    });
    expect(readChange({ id: 'time-to-convert', ...periods }, median(5), median(5))).toMatchObject({
      verdict: 'unclear',
      tone: 'none',
    });
  });

  test('the interval of a median holds it, narrows with more times, and is none under 20', () => {
    const quantiles = Array.from({ length: 99 }, (_, k) => k + 1);
    expect(medianInterval(19, quantiles)).toBeNull();
    expect(medianInterval(100, [])).toBeNull();
    expect(medianInterval(100, quantiles)).toEqual([40, 60]);
    let last: readonly [number, number] = [0, 100];
    for (const n of [20, 50, 100, 1000, 10_000, 1_000_000]) {
      const [low, high] = medianInterval(n, quantiles)!;
      expect(low).toBeLessThanOrEqual(50);
      expect(high).toBeGreaterThanOrEqual(50);
      expect(high - low).toBeLessThanOrEqual(last[1] - last[0]);
      last = [low, high];
    }
  });
});

describe('a sparkline', () => {
  const point = (value: number | null, interval: SparkPoint['interval'] = null, open = false): SparkPoint => ({
    value,
    interval,
    open,
  });

  test('stays inside its box, one place a point from left to right', () => {
    const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    const points = fc.array(
      fc.record({
        value: fc.option(number),
        interval: fc.option(
          fc.tuple(number, number).map(([a, b]): readonly [number, number] => [Math.min(a, b), Math.max(a, b)]),
        ),
        open: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(points, fc.integer({ min: 60, max: 600 }), (given, width) => {
        const spark = layoutSparkline(given, width, 40);
        expect(spark.points.map((place) => place === null)).toEqual(given.map(({ value }) => value === null));
        const numbers = `${spark.line}${spark.openLine}${spark.band}`.match(/-?[\d.]+/g) ?? [];
        for (const text of numbers) expect(Number(text)).toBeGreaterThanOrEqual(0);
        let x = -1;
        for (const place of spark.points) {
          if (!place) continue;
          expect(place.x).toBeGreaterThan(x);
          expect(place.x).toBeLessThanOrEqual(width);
          expect(place.y).toBeGreaterThanOrEqual(0);
          expect(place.y).toBeLessThanOrEqual(40);
          x = place.x;
        }
      }),
    );
  });

  test('a greater value stands higher, equal ones in the middle', () => {
    const { points } = layoutSparkline([point(1), point(3), point(2)], 100, 40);
    expect(points.map((place) => place!.y)).toEqual([36, 4, 20]);
    expect(layoutSparkline([point(5), point(5)], 100, 40).points.map((place) => place!.y)).toEqual([20, 20]);
  });

  test('a gap breaks the line, and a point alone is a dash', () => {
    expect(layoutSparkline([point(1), point(1), point(null), point(1)], 100, 40).line).toBe('M4 20L34.7 20M94.5 20h3');
    expect(layoutSparkline([point(null)], 100, 40)).toMatchObject({ line: '', last: null });
  });

  test('points that can still change are drawn apart, the last of each kind is marked', () => {
    const spark = layoutSparkline([point(1), point(2), point(1.5, null, true)], 108, 40);
    expect([spark.line, spark.openLine]).toEqual(['M4 36L54 4', 'M54 4L104 20']);
    expect([spark.last!.x, spark.openLast!.x]).toEqual([54, 104]);
  });

  test('a wide band does not press the line flat', () => {
    const { points } = layoutSparkline([point(10, [-1000, 1000]), point(20, [-1000, 1000])], 100, 40);
    expect(points[0]!.y - points[1]!.y).toBeGreaterThan(8);
  });
});

describe('definitions', () => {
  test('docs/concepts/metrics.md has a row for each metric, and no other', () => {
    const page = readFileSync(new URL('../../../docs/concepts/metrics.md', import.meta.url), 'utf8');
    const rows = [...page.split('## Range')[0]!.matchAll(/^\| `([a-z-]+)`/gm)].map(([, id]) => id!);
    expect(rows.filter((id) => id !== 'metric').toSorted()).toEqual([...metricIds].toSorted());
  });

  const names = { steps: ['visit', 'trial', 'purchase'], window: '14 days', event: 'login', property: 'amount' };

  test.each(metricIds)('%s is defined in both languages, under its own name and a version', (id) => {
    const definition = metricDefinitions[id];
    expect(definition.id).toBe(id);
    expect(definition.version).toBeGreaterThanOrEqual(1);
    for (const event of ['login', null]) {
      const en = definition.words.en;
      const zh = definition.words['zh-CN'];
      const given = { ...names, event };
      expect(en.sentence(given)).toMatch(/^[A-Z].{20,}\.$/);
      expect(zh.sentence(given)).toMatch(/\p{Script=Han}.{8,}。$/u);
      expect(en.name(given)).not.toMatch(/\p{Script=Han}/u);
      expect([en.name(given), zh.name(given), en.formula, zh.formula].every((text) => text.length > 1)).toBe(true);
      // Latin and digits stand off from Han.
      expect(zh.sentence(given)).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
    }
  });

  test('a conversion names all its steps and its window', () => {
    expect(metricDefinitions.conversion.words.en.sentence(names)).toBe(
      'Of the customers who did visit, the share who went on to purchase within 14 days, having done trial in between.',
    );
    expect(metricDefinitions.conversion.words['zh-CN'].sentence({ ...names, window: '14 天' })).toBe(
      '做过 visit 的客户中，在 14 天内继续到 purchase 的比例，其间依次经过 trial。',
    );
  });
});

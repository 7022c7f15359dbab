import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFunnel } from '../../../worker/analyses/funnel-answer.js';
import { findAttempts, type AttemptGroups } from '../../../worker/analyses/funnel-attempts.js';
import { checkFunnelSpec } from '../../../worker/analyses/funnel-check.js';
import { attemptNumbers } from '../../../worker/analyses/funnel-numbers.js';
import { funnelTrend } from '../../../worker/analyses/funnel-trend.js';
import { funnel, funnelPart, type FunnelPart } from '../../../worker/analyses/funnel.js';
import { textTuples } from '../../../worker/analyses/property-tuples.js';
import { timeToConvert } from '../../../worker/analyses/time-to-convert.js';
import { normalQuantile } from '../../../worker/analyses/wilson.js';
import type { Selector } from '../../../worker/protocol/filter.js';
import type {
  FunnelMark,
  FunnelNumbers,
  FunnelRules,
  FunnelSpec,
  FunnelTrendSpec,
  TimeToConvertSpec,
} from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import type { StoreView } from '../../../worker/store/view.js';
import { funnelTrendOracle } from '../../oracles/funnel-trend.js';
import { funnelOracle, type FunnelTruth } from '../../oracles/funnel.js';
import { quantileOracle, timeToConvertOracle } from '../../oracles/time-to-convert.js';
import { viewOf, type Row, type Storage } from '../view.js';
import { holdsFor, log, numRuns, seed, selector, spec, storage, tightSpec } from './funnel-arbitrary.js';

const timeout = 60_000 + numRuns * 10;
// eslint-disable-next-line no-console
console.log(`complete funnels against their oracles: FC_SEED=${seed} FC_RUNS=${numRuns}`);

/** One or two actors, few names and instants, a property with few values: nearly every rule has something to decide. */
const busyLog: fc.Arbitrary<Row[]> = fc.array(
  fc
    .tuple(
      fc.constantFrom('ann', 'ann', 'bob'),
      fc.integer({ min: 0, max: 8 }),
      fc.constantFrom('a', 'a', 'b', 'b', 'c', 'x'),
      fc.constantFrom<Row[3]>({}, { p: 'u' }, { p: 'u' }, { p: 'v', n: 1 }, { p: 1 }, { p: '1', n: 2.5 }, { p: '' }),
    )
    .map(([actor, t, name, props]): Row => [actor, t * 1000, name, props ?? {}]),
  { maxLength: 16 },
);
const logs = fc.oneof({ weight: 3, arbitrary: busyLog }, { weight: 2, arbitrary: log });
const plainSpec = fc.oneof(tightSpec, spec);
const span = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 8 })).map(([from, length]) => ({
  from: from * 1000,
  to: (from + length) * 1000,
}));
const bar: fc.Arbitrary<Selector> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom({ event: 'x' }, { event: 'd' }, { event: 'b' }) },
  selector,
);

/** What no plain funnel has; each part is there or not. */
const extras = fc.record({
  optional: fc.array(fc.boolean(), { maxLength: 5 }),
  optionals: fc.boolean(),
  mode: fc.constantFrom<'uniques' | 'totals'>('uniques', 'totals'),
  bars: fc.array(fc.record({ bar, from: fc.nat(), to: fc.nat() }), { maxLength: 2 }),
  effect: fc.constantFrom<'drop-actor' | 'end-attempt'>('drop-actor', 'end-attempt'),
  held: fc.constantFrom([], [], ['p'], ['p', 'n'], ['q']),
  entryRange: fc.option(span, { freq: 3 }),
});

/** Rules with all that may be asked of them, and sound. */
const rules: fc.Arbitrary<FunnelSpec> = fc.tuple(plainSpec, extras).map(([plain, more]) => {
  const { length } = plain.steps;
  const unordered = plain.order === 'unordered';
  const exclusions = more.bars.map((one) => {
    const from = unordered ? 0 : one.from % Math.max(1, length - 1);
    const to = unordered ? length - 1 : from + 1 + (one.to % Math.max(1, length - 1 - from));
    return { ...one.bar, from, to, effect: more.effect };
  });
  return {
    ...plain,
    steps: plain.steps.map((step, k) => ({
      ...step,
      ...(more.optionals && !unordered && k > 0 && { optional: more.optional[k] ?? false }),
    })),
    mode: more.mode,
    ...(length > 1 && exclusions.length > 0 && { exclusions }),
    ...(more.held.length > 0 && { holdConstant: more.held }),
    ...(more.entryRange && { entryRange: more.entryRange }),
  };
});
const fullSpec: fc.Arbitrary<FunnelSpec> = fc
  .tuple(
    rules,
    fc.record({
      by: fc.constantFrom(['p'], ['n'], ['p', 'n'], ['q']),
      attribution: fc.constantFrom<'first' | 'last' | 'step' | 'all'>('first', 'last', 'step', 'all'),
      step: fc.nat(),
      limit: fc.option(fc.integer({ min: 1, max: 3 })),
    }),
    fc.boolean(),
    fc.option(span),
  )
  .map(([base, { by, attribution, step, limit }, breaks, other]) => ({
    ...base,
    valueProp: 'n',
    ...(breaks && {
      breakdown: {
        by,
        attribution,
        ...(attribution === 'step' && { step: step % base.steps.length }),
        ...(limit !== null && { limit }),
      },
    }),
    ...(other && { compare: { range: other, ...(base.entryRange && { entryRange: other }) } }),
  }));

const z = normalQuantile(0.95);

describe('complete funnels against their oracle', { timeout }, () => {
  it('give the same numbers, groups and lists, in both storages', () => {
    holdsFor(logs, fullSpec, storage, (rows: Row[], asked: FunnelSpec, kind: Storage) => {
      expect(checkFunnelSpec(asked)).toBe(asked);
      const view = viewOf(rows, kind);
      const { result, actors, rows: rowsOf } = finish(answerFunnel(view, asked, null));
      const names = (mark: FunnelMark): string[] =>
        [...(finish(actors(mark)) as number[])].map((actor) => nameOf(view, actor));
      const truth = funnelOracle(rows, asked);
      agree(result, truth, asked, {}, names, (mark) => finish(rowsOf!(mark)).length);
      expect(result.meta.rowsInScope).toBe(truth.rowsInScope);
      if (asked.breakdown) {
        expect(result.groupsTotal).toBe(truth.groupsTotal);
        expect(result.groups!.map(({ key }) => key)).toEqual(truth.groups.map(({ key }) => key));
        for (const [i, group] of truth.groups.entries()) {
          const mark = { group: group.key ?? ('other' as const) };
          agree(result.groups![i]!, group, asked, mark, names, (own) => finish(rowsOf!(own)).length);
        }
      }
      if (!asked.compare) return;
      const { breakdown: _breakdown, ...whole } = asked;
      const then = funnelOracle(rows, { ...whole, ...asked.compare });
      const period = { period: 'compare' } as const;
      agree(result.compare!, then, asked, period, names, (mark) => finish(rowsOf!(mark)).length);
      expect(result.compare!.rowsInScope).toBe(then.rowsInScope);
      for (const group of result.compare!.groups ?? []) {
        for (const [step, count] of group.stepCounts.entries()) {
          const mark = { kind: 'reached', step, group: group.key ?? 'other', ...period } as const;
          expect(finish(rowsOf!(mark))).toHaveLength(count);
        }
      }
    });
  });

  it('give what the short way gives where the spec is plain', () => {
    holdsFor(logs, plainSpec, storage, (rows: Row[], asked: FunnelSpec, kind: Storage) => {
      const view = viewOf(rows, kind);
      const { list, rowsInScope } = finish(findAttempts(view, asked, null, { kind: 'none' }));
      const long = finish(attemptNumbers(view, asked, { list, ids: null, length: list.length }, z));
      const { kind: _kind, meta, ...short } = finish(funnel(view, asked, null)).result;
      expect(long).toEqual(short);
      expect(rowsInScope).toBe(meta.rowsInScope);
    });
  });

  it('do so for an actor whose rows take several slices', () => {
    const many = Array.from({ length: 40_000 }, (_, i): Row => {
      const draw = Math.imul(i + 1, 0x9e3779b1) >>> 0;
      return ['ann', Math.floor(i / 3) * 1000, ['a', 'b', 'c', 'd', null][draw % 5]!];
    });
    const view = viewOf(many);
    for (const order of ['ordered', 'strict', 'unordered'] as const) {
      for (const tie of ['any-order', 'strictly-later', 'input-order'] as const) {
        for (const windowMs of [0, 5000, null]) {
          const steps = ['a', 'b', 'c', 'a', 'b'].map((event) => ({ event }));
          const asked: FunnelSpec = { kind: 'funnel', steps, order, tie, windowMs };
          const { list } = finish(findAttempts(view, asked, null, { kind: 'none' }));
          const long = finish(attemptNumbers(view, asked, { list, ids: null, length: list.length }, z));
          const { kind: _kind, meta: _meta, ...short } = finish(funnel(view, asked, null)).result;
          expect(long).toEqual(short);
        }
      }
    }
  });

  it('do so with as many steps as there may be', () => {
    const names = Array.from({ length: 32 }, (_, k) => `step ${k}`);
    const rows = Array.from({ length: 320 }, (_, i): Row => [i < 160 ? 'ann' : 'bob', i * 10, names[i % 32]!]);
    const view = viewOf(rows.toSpliced(200, 1));
    for (const order of ['ordered', 'strict', 'unordered'] as const) {
      const asked: FunnelSpec = { kind: 'funnel', steps: names.map((event) => ({ event })), order, windowMs: 400 };
      const { list } = finish(findAttempts(view, asked, null, { kind: 'none' }));
      const long = finish(attemptNumbers(view, asked, { list, ids: null, length: list.length }, z));
      const { kind: _kind, meta: _meta, ...short } = finish(funnel(view, asked, null)).result;
      expect(long).toEqual(short);
      expect(long.stepCounts[31]).toBe(2);
    }
  });

  it('have the same groups, in the same order, in both periods', () => {
    holdsFor(logs, fullSpec, (rows: Row[], asked: FunnelSpec) => {
      const { result } = finish(answerFunnel(viewOf(rows), asked, null));
      if (!result.compare?.groups) return;
      const keys = result.groups!.flatMap(({ key }) => (key ? [key] : []));
      const then = result.compare.groups.flatMap(({ key }) => (key ? [key] : []));
      expect(then.slice(0, keys.length)).toEqual(keys);
    });
  });
});

function agree(
  got: FunnelNumbers,
  truth: FunnelTruth,
  asked: FunnelSpec,
  on: Partial<FunnelMark>,
  names: (mark: FunnelMark) => string[],
  rows: (mark: FunnelMark) => number,
): void {
  expect(got.stepCounts).toEqual(truth.stepCounts);
  expect(got.dropOffCounts).toEqual(truth.dropOffCounts);
  expect(got.avgStepMs).toEqual(truth.avgStepMs);
  expect(got.medianStepMs).toEqual(truth.medianStepMs);
  expect(got.medianTotalMs).toEqual(truth.medianTotalMs);
  expect(got.stepValues).toEqual(truth.stepValues);
  for (const step of asked.steps.keys()) {
    expect(names({ kind: 'reached', step, ...on })).toEqual(truth.reached[step]);
    expect(rows({ kind: 'reached', step, ...on })).toBe(truth.stepCounts[step]);
    if (step === 0) continue;
    expect(names({ kind: 'left', step, ...on })).toEqual(truth.left[step]);
    expect(rows({ kind: 'left', step, ...on })).toBe(truth.dropOffCounts[step]);
  }
  if (asked.mode !== 'totals') return;
  expect(got.stepActorCounts).toEqual(truth.reached.map((actors) => actors.length));
  expect(got.dropOffActorCounts).toEqual(truth.left.map((actors) => actors.length));
}

function nameOf(view: StoreView, actor: number): string {
  return view.actorKey(actor).slice('actor:'.length);
}

const spanned = (base: FunnelRules, from: number, to: number): { fromStep: number; toStep: number } => {
  const fromStep = from % (base.steps.length - 1);
  return { fromStep, toStep: fromStep + 1 + (to % (base.steps.length - 1 - fromStep)) };
};
const rulesOf = ({ kind: _kind, level: _level, ...base }: FunnelSpec): FunnelRules => base;
const longRules = rules.filter(({ steps }) => steps.length > 1).map(rulesOf);

describe('attempts of one very long actor', { timeout }, () => {
  const grouping = fc.constantFrom('none', 'first', 'last', 'all', 'step', 'bucket');
  const groupsOf = (view: StoreView, kind: string): AttemptGroups => {
    if (kind === 'bucket') return { kind, starts: [-1000, 2000, 4000, 5000] };
    if (kind === 'none') return { kind };
    const tuples = textTuples(view, ['p']);
    return kind === 'step' ? { kind, tuples, step: 0 } : { kind: kind as 'first' | 'last' | 'all', tuples };
  };

  it('are the same whether they are judged at once or piece by piece', () => {
    holdsFor(logs, rules, grouping, storage, fc.integer({ min: 1, max: 4 }), (rows, asked, kind, stored, piece) => {
      const view = viewOf(rows, stored);
      const whole = finish(findAttempts(view, asked, null, groupsOf(view, kind)));
      const steps = findAttempts(view, asked, null, groupsOf(view, kind), piece);
      expect(finish(steps)).toEqual(whole);
    });
  });

  it('are the same in a plain funnel', () => {
    holdsFor(logs, plainSpec, storage, fc.integer({ min: 1, max: 4 }), (rows, asked, stored, piece) => {
      const view = viewOf(rows, stored);
      const told = ({ counts, depth, rowsInScope, stepMs, totalMs }: FunnelPart): unknown => ({
        ...{ counts, depth, rowsInScope },
        times: [...stepMs, totalMs].map(({ values, length }) => [...values].slice(0, length)),
      });
      expect(told(finish(funnelPart(view, asked, null, piece)))).toEqual(told(finish(funnelPart(view, asked, null))));
    });
  });
});

describe('time to convert against its oracle', { timeout }, () => {
  const asked: fc.Arbitrary<TimeToConvertSpec> = fc
    .tuple(
      longRules,
      fc.nat(),
      fc.nat(),
      fc.option(fc.integer({ min: 1, max: 5 })),
      fc.option(fc.constantFrom(1, 700, 1000, 60_000)),
      fc.array(fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9, 1), { maxLength: 3 }),
    )
    .map(([base, from, to, binCount, binResolutionMs, quantiles]) => ({
      kind: 'timeToConvert',
      ...base,
      ...spanned(base, from, to),
      ...(binCount !== null && { binCount }),
      ...(binResolutionMs !== null && { binResolutionMs }),
      quantiles,
    }));

  it('gives the same bins, quantiles and lists', () => {
    holdsFor(logs, asked, storage, (rows: Row[], question: TimeToConvertSpec, kind: Storage) => {
      const view = viewOf(rows, kind);
      const { result, actors, rows: rowsOf } = finish(timeToConvert(view, question, null));
      const truth = timeToConvertOracle(rows, question);
      expect(result.count).toBe(truth.times.length);
      expect(result.bins.map(({ fromMs, count }) => [fromMs, count])).toEqual(truth.bins);
      expect(result.avgMs).toEqual(truth.avgMs);
      expect(result.medianMs).toEqual(quantileOracle(truth.times, 0.5));
      for (const [i, p] of question.quantiles!.entries()) {
        const expected = quantileOracle(truth.times, p);
        if (expected === null) expect(result.quantilesMs[i]).toBe(null);
        else expect(result.quantilesMs[i]).toBeCloseTo(expected, 6);
      }
      for (const [bin, { count }] of result.bins.entries()) {
        const listed = [...(finish(actors({ kind: 'converted', bin })) as number[])];
        expect(listed.map((actor) => nameOf(view, actor))).toEqual(truth.actors[bin]);
        expect(finish(rowsOf!({ kind: 'converted', bin }))).toHaveLength(count);
      }
      expect(finish(rowsOf!({ kind: 'converted' }))).toHaveLength(result.count);
    });
  });
});

describe('funnel trend against its oracle', { timeout }, () => {
  const hour = 3_600_000;
  /** Instants of the logs are seconds; here they are thirds of an hour. */
  const slow = <T extends { readonly from: number; readonly to: number }>(range: T): T => ({
    ...range,
    from: range.from * 1200,
    to: range.to * 1200,
  });
  const asked: fc.Arbitrary<FunnelTrendSpec> = fc
    .tuple(longRules, fc.nat(), fc.nat(), fc.integer({ min: -1, max: 3 }), fc.integer({ min: 1, max: 5 }))
    .map(([base, from, to, first, count]) => ({
      kind: 'funnelTrend',
      ...base,
      ...(base.windowMs !== undefined && { windowMs: base.windowMs === null ? null : base.windowMs * 1200 }),
      ...(base.range && { range: slow(base.range) }),
      ...(base.entryRange && { entryRange: slow(base.entryRange) }),
      ...spanned(base, from, to),
      interval: 'hour',
      buckets: { from: first * hour + 1, count },
    }));

  it('gives the same counts and lists, bucket by bucket', () => {
    holdsFor(logs, asked, storage, (quick: Row[], question: FunnelTrendSpec, kind: Storage) => {
      const rows = quick.map(([actor, t, name, props]): Row => [actor, t * 1200, name, props ?? {}]);
      const view = viewOf(rows, kind);
      const { result, actors, rows: rowsOf } = finish(funnelTrend(view, question, null));
      const first = Math.floor(question.buckets.from / hour);
      const starts = Array.from({ length: question.buckets.count + 1 }, (_, i) => (first + i) * hour);
      const truth = funnelTrendOracle(rows, question, starts);
      for (const [bucket, { entered, converted }] of truth.entries()) {
        const own = result.buckets[bucket]!;
        expect(own).toMatchObject({
          start: starts[bucket],
          end: starts[bucket + 1],
          entered: entered.length,
          converted: converted.length,
          rate: entered.length === 0 ? null : converted.length / entered.length,
          immature:
            question.windowMs != null && rows.length > 0 && starts[bucket + 1]! + question.windowMs > view.dataEnd!,
        });
        const names = (mark: 'entered' | 'converted'): string[] =>
          [...(finish(actors({ kind: mark, bucket })) as number[])].map((actor) => nameOf(view, actor));
        expect(names('entered')).toEqual([...new Set(entered)].sort());
        expect(names('converted')).toEqual([...new Set(converted)].sort());
        expect(finish(rowsOf!({ kind: 'dropped', bucket }))).toHaveLength(entered.length - converted.length);
      }
    });
  });
});

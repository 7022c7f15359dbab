import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel, funnelActors, type FunnelAnswer } from '../../../worker/analyses/funnel.js';
import { filterMask } from '../../../worker/analyses/selector.js';
import type { PropertyTest, Selector } from '../../../worker/protocol/filter.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import { funnelOracle, selects } from '../../oracles/funnel.js';
import { viewOf, type Row, type Storage } from '../view.js';

const seed = Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0);
const numRuns = Number(process.env['FC_RUNS'] ?? 3000);
/** A long run asked for by FC_RUNS takes as long as it takes. */
const timeout = 20_000 + numRuns * 5;
// eslint-disable-next-line no-console
console.log(`funnel against its oracle: FC_SEED=${seed} FC_RUNS=${numRuns}`);

/** Few names and few instants: ties, repeats and overlaps in nearly every log. */
const names = ['a', 'b', 'c', 'd'] as const;
const scalar = fc.constantFrom<string | number | boolean | null>('x', 'y', '1', 1, 0, 2, true, null);
const row: fc.Arbitrary<Row> = fc.tuple<[string, number, string | null, NonNullable<Row[3]>]>(
  fc.constantFrom('ann', 'bob', 'cid'),
  fc.integer({ min: 0, max: 12 }).map((t) => t * 1000),
  fc.option(fc.constantFrom<string>(...names), { freq: 12 }),
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    {
      weight: 3,
      arbitrary: fc.record(
        {
          p: fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, { maxLength: 2 })),
          n: fc.integer({ min: 0, max: 3 }),
        },
        { requiredKeys: [] },
      ),
    },
  ),
);
const propertyTest: fc.Arbitrary<PropertyTest> = fc.oneof(
  fc.record({ prop: fc.constantFrom('p', 'n', 'q'), op: fc.constantFrom('isNull', 'notNull') }),
  fc.record({
    prop: fc.constantFrom('p', 'n', 'q'),
    op: fc.constant('in' as const),
    value: fc.array(scalar, { maxLength: 3 }),
  }),
  fc.record({
    prop: fc.constantFrom('p', 'n', 'q'),
    op: fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte'),
    value: scalar,
  }),
);
const event = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, fc.subarray([...names], { minLength: 1 }));
const selector: fc.Arbitrary<Selector> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ event }) },
  fc.record({ event, where: fc.array(propertyTest, { maxLength: 2 }) }),
  fc.record({ where: fc.array(propertyTest, { minLength: 1, maxLength: 2 }) }),
  { weight: 1, arbitrary: fc.constant({}) },
);
const spec: fc.Arbitrary<FunnelSpec> = fc.record(
  {
    kind: fc.constant('funnel' as const),
    steps: fc.array(selector, { minLength: 1, maxLength: 5 }),
    order: fc.constantFrom('ordered', 'strict', 'unordered'),
    tie: fc.constantFrom('any-order', 'strictly-later', 'input-order'),
    entry: fc.constantFrom('best', 'best', 'first'),
    windowMs: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 8 }).map((w) => w * 1000),
    ),
    range: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 4, max: 13 })).map(([from, to]) => ({
      from: from * 1000,
      to: to * 1000,
    })),
    where: fc.array(selector, { maxLength: 1 }),
  },
  { requiredKeys: ['kind', 'steps'] },
);
/** A source that stamps a whole campaign with one minute. */
const campaign = fc.array(
  row.map(([, t, name, props]): Row => ['ann', t % 2000, name, props ?? {}]),
  { minLength: 30, maxLength: 90 },
);
const log = fc.oneof(
  { weight: 6, arbitrary: fc.array(row, { maxLength: 14 }) },
  { weight: 2, arbitrary: fc.array(row, { maxLength: 60 }) },
  { weight: 1, arbitrary: campaign },
);
const storage = fc.constantFrom<Storage>('typed', 'plain');

const holdsFor = <T extends unknown[]>(
  ...given: [...{ [K in keyof T]: fc.Arbitrary<T[K]> }, (...values: T) => void]
): void => {
  const check = given.pop() as (...values: T) => void;
  fc.assert(
    fc.property(...(given as unknown as [fc.Arbitrary<unknown>]), (...values) => check(...(values as unknown as T))),
    {
      seed,
      numRuns,
    },
  );
};

const ask = (rows: readonly Row[], asked: FunnelSpec, kind: Storage = 'typed'): FunnelAnswer =>
  finish(funnel(viewOf(rows, kind), asked, null));

/**
 * One actor, three names, five instants, two to four plain steps: what tells attempts of one depth apart happens often
 * here, and hardly ever in wider logs.
 */
const tightLog = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom('a', 'a', 'b', 'b', 'c', 'd'))
    .map(([t, name]): Row => ['ann', t * 1000, name]),
  { minLength: 3, maxLength: 12 },
);
const tightSpec: fc.Arbitrary<FunnelSpec> = fc.record({
  kind: fc.constant('funnel' as const),
  steps: fc.oneof(
    fc.constantFrom([{ event: 'a' }, { event: 'b' }], [{ event: 'a' }, { event: 'b' }, { event: 'c' }]),
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c').map((name) => ({ event: name })) },
        { weight: 1, arbitrary: fc.constantFrom(['a', 'b'], ['b', 'c']).map((either) => ({ event: either })) },
      ),
      { minLength: 2, maxLength: 4 },
    ),
  ),
  order: fc.constantFrom('ordered', 'strict', 'unordered'),
  tie: fc.constantFrom('any-order', 'strictly-later', 'input-order'),
  windowMs: fc.constantFrom(null, 0, 1000, 2000, 3000),
});

describe('funnel against its oracle', { timeout }, () => {
  it('gives the same counts, depths and times, in both storages', () => {
    holdsFor(log, spec, storage, agree);
  });

  it('reports the same attempt where attempts differ by little', () => {
    holdsFor(tightLog, tightSpec, storage, agree);
  });
});

function agree(rows: Row[], asked: FunnelSpec, kind: Storage): void {
  const { result, depth } = ask(rows, asked, kind);
  const truth = funnelOracle(rows, asked);
  expect(result.stepCounts).toEqual(truth.stepCounts);
  expect([...depth]).toEqual([...truth.depth].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, steps]) => steps));
  expect(result.avgStepMs).toEqual(truth.avgStepMs);
  expect(result.medianStepMs).toEqual(truth.medianStepMs);
  expect(result.medianTotalMs).toEqual(truth.medianTotalMs);
  expect(result.meta.rowsInScope).toBe(truth.rowsInScope);
}

describe('laws of the funnel', { timeout }, () => {
  it('counts never rise from step to step', () => {
    holdsFor(log, spec, (rows: Row[], asked: FunnelSpec) => {
      const { stepCounts } = ask(rows, asked).result;
      expect(stepCounts).toEqual(stepCounts.toSorted((a, b) => b - a));
    });
  });

  it('input order does not matter but for equal times', () => {
    holdsFor(log, spec, fc.infiniteStream(fc.nat()), (rows: Row[], asked: FunnelSpec, draws: Iterable<number>) => {
      const draw = draws[Symbol.iterator]();
      const shuffled = rows
        .map((item) => ({ item, place: draw.next().value as number }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
      // Rows of one actor and instant go back to the order they had.
      const waiting = [...rows];
      const kept = shuffled.map((item) => {
        const next = waiting.findIndex((other) => other[0] === item[0] && other[1] === item[1]);
        return waiting.splice(next, 1)[0]!;
      });
      expect(ask(kept, asked).result).toEqual(ask(rows, asked).result);
    });
  });

  it('a filter that passes all changes nothing', () => {
    holdsFor(log, spec, storage, (rows: Row[], asked: FunnelSpec, kind: Storage) => {
      const view = viewOf(rows, kind);
      const mask = finish(filterMask(view, { kind: 'rows', match: [{}] }));
      expect(mask.count).toBe(rows.length);
      expect(finish(funnel(view, asked, mask)).result).toEqual(finish(funnel(view, asked, null)).result);
    });
  });

  it('a filter equals the same condition in `where`', () => {
    holdsFor(log, spec, selector, (rows: Row[], asked: FunnelSpec, only: Selector) => {
      const view = viewOf(rows);
      const mask = finish(filterMask(view, { kind: 'rows', match: [only] }));
      expect(mask.count).toBe(rows.filter((item) => selects(only, item)).length);
      const where = [...(asked.where ?? []), only];
      expect(finish(funnel(view, asked, mask)).result).toEqual(finish(funnel(view, { ...asked, where }, null)).result);
    });
  });

  it('the count on a mark is the length of its list', () => {
    holdsFor(log, spec, storage, (rows: Row[], asked: FunnelSpec, kind: Storage) => {
      const view = viewOf(rows, kind);
      const { result, depth } = finish(funnel(view, asked, null));
      for (const step of asked.steps.keys()) {
        const list = (mark: 'reached' | 'left'): number[] => finish(funnelActors(view, depth, { kind: mark, step }));
        expect(list('reached')).toHaveLength(result.stepCounts[step]!);
        expect(list('left')).toHaveLength(result.dropOffCounts[step]!);
      }
    });
  });
});

import fc from 'fast-check';
import type { PropertyTest, Selector } from '../../../worker/protocol/filter.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';
import type { Row, Storage } from '../view.js';

/** Seed of this run, printed by the tests; FC_SEED repeats it. */
export const seed: number = Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0);
/** Random logs per property, unless FC_RUNS says otherwise. */
export const numRuns: number = Number(process.env['FC_RUNS'] ?? 3000);

/** Few names and few instants: ties, repeats and overlaps in nearly every log. */
const names = ['a', 'b', 'c', 'd'] as const;
const scalar = fc.constantFrom<string | number | boolean | null>('x', 'y', '1', 1, 0, 2, true, null);
export const row: fc.Arbitrary<Row> = fc.tuple<[string, number, string | null, NonNullable<Row[3]>]>(
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
export const selector: fc.Arbitrary<Selector> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ event }) },
  fc.record({ event, where: fc.array(propertyTest, { maxLength: 2 }) }),
  fc.record({ where: fc.array(propertyTest, { minLength: 1, maxLength: 2 }) }),
  { weight: 1, arbitrary: fc.constant({}) },
);
export const spec: fc.Arbitrary<FunnelSpec> = fc.record(
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
export const log: fc.Arbitrary<Row[]> = fc.oneof(
  { weight: 6, arbitrary: fc.array(row, { maxLength: 14 }) },
  { weight: 2, arbitrary: fc.array(row, { maxLength: 60 }) },
  { weight: 1, arbitrary: campaign },
);
export const storage: fc.Arbitrary<Storage> = fc.constantFrom<Storage>('typed', 'plain');

/**
 * One actor, three names, five instants, two to four plain steps: what tells attempts of one depth apart happens often
 * here, and hardly ever in wider logs.
 */
export const tightLog: fc.Arbitrary<Row[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom('a', 'a', 'b', 'b', 'c', 'd'))
    .map(([t, name]): Row => ['ann', t * 1000, name]),
  { minLength: 3, maxLength: 12 },
);
export const tightSpec: fc.Arbitrary<FunnelSpec> = fc.record({
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

/** Checks a property over random values of some kinds. */
export const holdsFor = <T extends unknown[]>(
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

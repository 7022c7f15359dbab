import fc from 'fast-check';
import type { Selector, TimeRange } from '../../../worker/protocol/filter.js';
import type { Row, Storage } from '../view.js';

/** Few names and few instants: ties, repeats and sessions of a few rows in nearly every log. Session gaps are seconds. */
const row: fc.Arbitrary<Row> = fc.tuple<[string, number, string | null, NonNullable<Row[3]>]>(
  fc.constantFrom('ann', 'bob', 'cid'),
  fc.integer({ min: 0, max: 40 }).map((t) => t * 1000),
  fc.option(fc.constantFrom('a', 'b', 'c', '/d/', '/d', '//', '...'), { freq: 12 }),
  fc.record(
    {
      page: fc.constantFrom<string | number | boolean | null>('/x/1', '/x/2/', '/y', '/', null, 1, '1', true),
      n: fc.constantFrom(0, -0, 1.5, 95),
      account: fc.constantFrom('acme', 'bolt', null),
    },
    { requiredKeys: [] },
  ),
);

/** Logs of journeys: short ones most often, so that counterexamples are short too. */
export const log: fc.Arbitrary<Row[]> = fc.oneof(
  { weight: 6, arbitrary: fc.array(row, { maxLength: 14 }) },
  { weight: 3, arbitrary: fc.array(row, { maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.array(
      row.map(([, t, name, props]): Row => ['ann', t % 3000, name, props ?? {}]),
      { minLength: 20, maxLength: 60 },
    ),
  },
);

/** Selectors over those rows. */
export const selector: fc.Arbitrary<Selector> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ event: fc.constantFrom('a', 'b', 'c', '/d') }) },
  fc.record({ event: fc.subarray(['a', 'b', 'c', '/d/'], { minLength: 1 }) }),
  fc.record({ where: fc.constantFrom([{ prop: 'page', op: 'notNull' }], [{ prop: 'n', op: 'gte', value: 1 }]) }),
) as fc.Arbitrary<Selector>;

/** How nodes are named. */
export const nodeOptions: {
  node: fc.Arbitrary<string>;
  trimTrailingSlash: fc.Arbitrary<boolean>;
  groupings: fc.Arbitrary<string[]>;
} = {
  node: fc.constantFrom('$name', '$name', 'page', 'n', 'nowhere'),
  trimTrailingSlash: fc.boolean(),
  groupings: fc.array(fc.constantFrom('/x/*', '*d', '/*/', 'a', '*x*1'), { maxLength: 2 }),
};

/** What narrows and splits rows. */
export const scopeOptions: {
  range: fc.Arbitrary<TimeRange>;
  where: fc.Arbitrary<Selector[]>;
  sessionGapMs: fc.Arbitrary<number>;
} = {
  range: fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 12, max: 41 })).map(([from, to]) => ({
    from: from * 1000,
    to: to * 1000,
  })),
  where: fc.array(selector, { maxLength: 1 }),
  sessionGapMs: fc.integer({ min: 1, max: 12 }).map((s) => s * 1000),
};

/** Names that anchors, chains and marks use; some are in no row. */
export const nodeName: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', '/d', '/x/*', '/', '...', 'zz');

/** Storages a view may have. */
export const storage: fc.Arbitrary<Storage> = fc.constantFrom('typed', 'plain');

/** Seed and number of runs, from FC_SEED and FC_RUNS. */
export const runs: { seed: number; numRuns: number } = {
  seed: Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0),
  numRuns: Number(process.env['FC_RUNS'] ?? 500),
};

/** A long run asked for by FC_RUNS takes as long as it takes. */
export const timeout: number = 60_000 + runs.numRuns * 10;

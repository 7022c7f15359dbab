import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsAnalysis } from '../../../worker/analyses/counts-analysis.js';
import { filterMask, type ActorSets } from '../../../worker/analyses/selector.js';
import type { CountsMark, CountsResult, CountsSpec } from '../../../worker/protocol/counts.js';
import type { ActorFilter, Filter } from '../../../worker/protocol/filter.js';
import { finish } from '../../../worker/steps.js';
import { actorSet } from '../../../worker/store/actor-set.js';
import type { Store } from '../../../worker/store/store.js';
import { countsOracle } from '../../oracles/counts.js';
import { selects } from '../../oracles/funnel.js';
import { viewOf, type Row } from '../view.js';

const numRuns = Number(process.env['FC_RUNS'] ?? 120);
const DAY = 86_400_000;
/** The clocks of Zurich go back an hour. */
const change = Date.UTC(2026, 9, 25, 1);
const actors = ['ann', 'bob', 'cid', 'dot', 'eve', 'fay', 'gus'] as const;

/** Times of a few milliseconds, and of days around a change of the clock, also beyond 49.7 days. */
const times = fc.oneof(
  fc.constant(fc.integer({ min: 0, max: 40 })),
  fc.constant(
    fc.oneof(
      fc.integer({ min: -6, max: 6 }).map((hours) => change + hours * 1_800_000),
      fc.integer({ min: -3 * DAY, max: 3 * DAY }).map((ms) => change + ms),
    ),
  ),
  fc.constant(fc.integer({ min: -80, max: 3 }).map((days) => change + days * DAY + 1)),
  // Blocks of some minutes, with many rows in few of them.
  fc.constant(
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }).map((ms) => change + ms) },
      fc.integer({ min: -40, max: 2 }).map((days) => change + days * DAY),
    ),
  ),
);
const logs = times.chain((time) =>
  fc.record({
    time: fc.constant(time),
    rows: fc.array(
      fc
        .record({
          actor: fc.constantFrom(...actors),
          t: time,
          event: fc.constantFrom('a', 'b', 'c', '', null),
          plan: fc.constantFrom('pro', 'free', '', null),
          n: fc.constantFrom(1, 2, null),
        })
        .map(({ actor, t, event, plan, n }): Row => [actor, t, event, { plan, n }]),
      { minLength: 1, maxLength: 60 },
    ),
  }),
);

interface Judged {
  readonly filter: Filter;
  readonly passes: (row: Row) => boolean;
}

const selectors = fc.constantFrom(
  { event: 'a' },
  { event: ['b', 'c'] },
  { where: [{ prop: 'plan', op: 'eq' as const, value: 'pro' }] },
  { event: 'a', where: [{ prop: 'plan', op: 'isNull' as const }] },
  { where: [{ prop: 'n', op: 'gt' as const, value: 1 }] },
  { where: [{ prop: 'nowhere', op: 'isNull' as const }] },
);

function filters(time: fc.Arbitrary<number>, depth: number): fc.Arbitrary<Judged> {
  const leaves = [
    selectors.map((selector): Judged => ({
      filter: { kind: 'rows', match: [selector] },
      passes: (row) => selects(selector, row),
    })),
    fc.tuple(time, time).map(([a, b]): Judged => {
      const range = { from: Math.min(a, b), to: Math.max(a, b) };
      return { filter: { kind: 'time', range }, passes: ([, t]) => range.from <= t && t < range.to };
    }),
    fc.subarray([...actors]).map((keys): Judged => ({
      filter: { kind: 'actor', keys },
      passes: ([actor]) => (keys as readonly string[]).includes(actor),
    })),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = filters(time, depth - 1);
  const list = fc.array(inner, { maxLength: 3 });
  return fc.oneof(
    ...leaves,
    inner.map(({ filter, passes }): Judged => ({ filter: { kind: 'not', of: filter }, passes: (row) => !passes(row) })),
    list.map((of): Judged => ({
      filter: { kind: 'and', of: of.map(({ filter }) => filter) },
      passes: (row) => of.every(({ passes }) => passes(row)),
    })),
    list.map((of): Judged => ({
      filter: { kind: 'or', of: of.map(({ filter }) => filter) },
      passes: (row) => of.some(({ passes }) => passes(row)),
    })),
  );
}

function specs(time: fc.Arbitrary<number>): fc.Arbitrary<CountsSpec> {
  const base = {
    kind: fc.constant('counts' as const),
    tz: fc.constantFrom('UTC', 'Europe/Zurich', 'Asia/Kolkata'),
    weekStart: fc.integer({ min: 0, max: 6 }),
    range: fc.tuple(time, time).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
    where: selectors.map((selector) => [selector]),
  };
  const grouped = {
    ...base,
    by: fc.constantFrom('$name', 'event', 'plan', 'n', 'nowhere'),
    maxGroups: fc.constantFrom(1, 2, 9),
  };
  const columns = fc.constantFrom('hour-of-week' as const, 'day-of-week' as const, 'hour-of-day' as const);
  // A clock that goes back half an hour, in the middle of one.
  const tz = fc.constantFrom('UTC', 'Europe/Zurich', 'Asia/Kolkata', 'Australia/Lord_Howe');
  const interval = fc.constantFrom('hour' as const, 'day' as const, 'week' as const);
  const buckets = fc.record({ from: time, count: fc.integer({ min: 1, max: 6 }) });
  const requiredKeys = ['kind'] as const;
  return fc.oneof(
    fc.record(base, { requiredKeys: [...requiredKeys] }),
    fc.record(grouped, { requiredKeys: [...requiredKeys, 'by'] }),
    fc.record({ ...grouped, columns, tz }, { requiredKeys: [...requiredKeys, 'by', 'columns'] }),
    fc.record({ ...base, columns: interval, buckets }, { requiredKeys: [...requiredKeys, 'columns'] }),
    fc.record({ ...grouped, columns: interval, buckets }, { requiredKeys: [...requiredKeys, 'by', 'columns'] }),
  );
}

/** The actors of every part of a filter that names some. */
function setsOf(view: Store, filter: Filter, into = new Map<ActorFilter, { words: ArrayLike<number> }>()): ActorSets {
  if (filter.kind === 'and' || filter.kind === 'or') for (const part of filter.of) setsOf(view, part, into);
  else if (filter.kind === 'not') setsOf(view, filter.of, into);
  else if (filter.kind === 'actor') {
    const places = Array.from({ length: view.actors }, (_, actor) => actor);
    const named = places.filter((actor) => filter.keys.includes(view.actorKey(actor).slice('actor:'.length)));
    into.set(filter, finish(actorSet(view, named)));
  }
  return into as unknown as ActorSets;
}

const asked = logs.chain(({ time, rows }) =>
  fc.record({
    rows: fc.constant(rows),
    spec: specs(time),
    judged: fc.option(filters(time, 2), { nil: null }),
    typed: fc.boolean(),
  }),
);

describe('rows counted by group and time', () => {
  it('are those that a look at every row finds, from the index and without it', () => {
    let indexed = 0;
    fc.assert(
      fc.property(asked, ({ rows, spec, judged, typed }) => {
        const view = viewOf(rows, typed ? 'typed' : 'plain') as unknown as Store;
        countsAnalysis.check(spec, 'spec');
        const filter = judged?.filter;
        const sets = filter ? setsOf(view, filter) : (new Map() as ActorSets);
        const mask = filter ? finish(filterMask(view, filter, sets)) : null;
        const plain = finish(countsAnalysis.answer(view, spec, mask));
        const { meta, kind: _, end: _end, ...told } = plain.result;
        const truth = countsOracle(rows, spec, judged?.passes ?? (() => true));
        expect({ ...told, rowsInScope: meta.rowsInScope }).toEqual(truth);
        const quick = finish(countsAnalysis.fromIndex!(view, spec, filter, sets, 2 ** 30));
        // A property of numbers has no index; everything else has.
        expect(quick === null).toBe(spec.by !== undefined && view.column(spec.by)?.kind === 'number');
        if (!quick) return;
        indexed++;
        expect(quick.result).toEqual(plain.result);
        for (const mark of marksOf(plain.result)) {
          expect(Array.from(finish(quick.rows!(mark)))).toEqual(Array.from(finish(plain.rows!(mark))));
        }
      }),
      { numRuns },
    );
    expect(indexed).toBeGreaterThan(numRuns / 2);
  });
});

function marksOf({ groups, columns }: CountsResult): CountsMark[] {
  const [first] = groups;
  return [
    { kind: 'rows' },
    ...(first ? [{ kind: 'rows' as const, group: first.key }] : []),
    ...(columns.length > 0 ? [{ kind: 'rows' as const, column: columns.length - 1 }] : []),
  ];
}

import { array, assert, asyncProperty, boolean, constantFrom, integer, oneof, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunningMedian } from '../../worker/analyses/running-median.js';
import { EngineCore } from '../../worker/engine.js';
import type { Filter, TimeRange } from '../../worker/protocol/filter.js';
import type { FunnelSpec } from '../../worker/protocol/spec.js';
import { finish } from '../../worker/steps.js';
import { batchOf } from './batches.js';
import type { Row } from './batches.js';

const runs = Number(process.env['FC_RUNS'] ?? 60);
const rows = array(
  record({
    actor: constantFrom('', 'ann', 'bob', 'cid', 'dot', 'eve', 'fay'),
    t: integer({ min: 0, max: 60 }),
    event: constantFrom('a', 'b', 'c', 'd', null),
    props: record({ plan: constantFrom('pro', 'free') }),
  }),
  { minLength: 20, maxLength: 120 },
);
const specs = record({
  kind: constantFrom('funnel' as const),
  steps: array(constantFrom({ event: 'a' }, { event: 'b' }, { event: ['a', 'c'] }, { event: 'd' }), {
    minLength: 1,
    maxLength: 4,
  }),
  order: constantFrom('ordered' as const, 'strict' as const, 'unordered' as const),
  tie: constantFrom('any-order' as const, 'strictly-later' as const, 'input-order' as const),
  entry: constantFrom('best' as const, 'first' as const),
  windowMs: constantFrom(null, 0, 5, 20),
  where: constantFrom([], [{ where: [{ prop: 'plan', op: 'eq' as const, value: 'pro' }] }]),
});
/** Small steps of either edge, and jumps. */
const moves = array(
  oneof(
    { weight: 5, arbitrary: tuple(integer({ min: -3, max: 3 }), integer({ min: -3, max: 3 })) },
    tuple(integer({ min: -40, max: 40 }), integer({ min: -40, max: 40 })),
  ),
  { minLength: 4, maxLength: 14 },
);
const rests = constantFrom<Filter | null>(
  null,
  { kind: 'rows', match: [{ event: ['a', 'b', 'd'] }] },
  { kind: 'not', of: { kind: 'actor', keys: ['bob'] } },
);

async function coreOf(log: readonly Row[], storage: 'typed' | 'plain'): Promise<EngineCore> {
  const core = new EngineCore({ connectors: [], storage });
  await core.appendBatches([batchOf(log)]);
  return core;
}

function filterOf(range: TimeRange, rest: Filter | null): Filter {
  const time: Filter = { kind: 'time', range };
  return rest ? { kind: 'and', of: [rest, time] } : time;
}

describe.each(['typed', 'plain'] as const)('a funnel under a moving time range, %s', (storage) => {
  it('has the numbers and lists of a fresh count', async () => {
    let moved = 0;
    await assert(
      asyncProperty(rows, specs, moves, rests, boolean(), async (log, spec, steps, rest, asRange) => {
        const core = await coreOf(log, storage);
        let from = 20;
        let to = 40;
        for (const [dFrom, dTo] of steps) {
          from += dFrom;
          to = Math.max(from, to + dTo);
          const range = { from, to };
          const job = asRange
            ? { id: 'x', spec: { ...spec, range }, ...(rest && { filter: rest }) }
            : { id: 'x', spec, filter: filterOf(range, rest) };
          const fresh = await coreOf(log, storage);
          expect(await core.run([job])).toEqual(await fresh.run([job]));
          const mark = { kind: 'reached' as const, step: spec.steps.length - 1 };
          const { id: _, ...question } = job;
          expect(await core.list({ ...question, mark })).toEqual(await fresh.list({ ...question, mark }));
        }
        moved += core.counts.moves;
      }),
      { numRuns: storage === 'typed' ? runs : Math.ceil(runs / 4) },
    );
    expect(moved).toBeGreaterThan(runs / 2);
  });
});

describe('a brush', () => {
  const log: Row[] = Array.from({ length: 4000 }, (_, i) => ({
    actor: `actor ${(i * 7919) % 500}`,
    t: i * 10,
    event: ['a', 'b', 'c'][(i * 31) % 3]!,
  }));
  const spec: FunnelSpec = { kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }, { event: 'c' }] };
  const at = (from: number): Filter => ({ kind: 'time', range: { from, to: from + 20_000 } });

  it('begins with the third range of a question, and then looks only at what enters and leaves', async () => {
    const core = await coreOf(log, 'typed');
    for (const from of [0, 100, 200]) await core.run([{ id: 'x', spec, filter: at(from) }]);
    expect(core.counts).toEqual({ answers: 3, masks: 2, moves: 0, indexed: 0, shared: 0 });
    for (const from of [300, 400, 500]) await core.run([{ id: 'x', spec, filter: at(from) }]);
    expect(core.counts).toEqual({ answers: 6, masks: 2, moves: 3, indexed: 0, shared: 0 });
    await core.run([{ id: 'x', spec, filter: at(15_000) }]);
    expect(core.counts).toEqual({ answers: 7, masks: 2, moves: 3, indexed: 0, shared: 0 });
  });

  it('gives the lists of an earlier range too', async () => {
    const core = await coreOf(log, 'typed');
    const mark = { kind: 'reached' as const, step: 2 };
    for (const from of [0, 100, 200, 300, 400]) await core.run([{ id: 'x', spec, filter: at(from) }]);
    const fresh = await coreOf(log, 'typed');
    expect(await core.list({ spec, filter: at(300), mark })).toEqual(await fresh.list({ spec, filter: at(300), mark }));
  });

  it('goes on from a move that was given up', async () => {
    const core = await coreOf(log, 'typed');
    for (const from of [0, 100, 200, 300]) await core.run([{ id: 'x', spec, filter: at(from) }]);
    const signal = { aborted: false };
    const pace = {
      due: () => true,
      rest: () => {
        signal.aborted = true;
        return Promise.reject(new Error('given up'));
      },
    };
    const [given] = await core.run([{ id: 'x', spec, filter: at(15_000) }], { signal, pace });
    expect(given).toMatchObject({ ok: false });
    const fresh = await coreOf(log, 'typed');
    const job = { id: 'x', spec, filter: at(500) };
    expect(await core.run([job])).toEqual(await fresh.run([job]));
  });

  it('is left out where it would pass the memory budget', async () => {
    const core = new EngineCore({ connectors: [], maxBytes: 150_000 });
    await core.appendBatches([batchOf(log)]);
    for (const from of [0, 100, 200, 300, 400]) await core.run([{ id: 'x', spec, filter: at(from) }]);
    expect(core.counts.moves).toBe(0);
  });
});

describe('a running median', () => {
  it('agrees with sorting after every change', () => {
    const values: number[] = [];
    const running = new RunningMedian();
    let state = 1;
    const next = (): number => (state = (state * 48_271) % 2_147_483_647);
    for (let i = 0; i < 6000; i++) {
      if (values.length > 0 && next() % 3 === 0) running.remove(values.splice(next() % values.length, 1)[0]!);
      else {
        const value = next() % (i < 3000 ? 100_000 : 50);
        values.push(value);
        running.add(value);
      }
      if (i % 7 !== 0) continue;
      const sorted = values.toSorted((a, b) => a - b);
      const middle = sorted.length >> 1;
      const right =
        sorted.length === 0
          ? null
          : sorted.length % 2 === 1
            ? sorted[middle]!
            : (sorted[middle - 1]! + sorted[middle]!) / 2;
      const each = function* (take: (value: number) => void): Generator<number, void, void> {
        for (const value of values) take(value);
        yield values.length;
      };
      expect(finish(running.median(each))).toBe(right);
      if (sorted.length > 0) expect(running.mean).toBe(values.reduce((sum, value) => sum + value, 0) / values.length);
    }
  });
});

import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { Filter } from '../../worker/protocol/filter.js';
import { filterFromText, filterToText } from '../../worker/protocol/filter-text.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { FunnelSpec } from '../../worker/protocol/spec.js';
import { batchOf } from './batches.js';
import type { Row } from './batches.js';

const spec: FunnelSpec = { kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }, { event: 'c' }] };
const visits: FunnelSpec = { kind: 'funnel', steps: [{}] };

async function coreOf(rows: readonly Row[], storage: 'typed' | 'plain' = 'typed'): Promise<EngineCore> {
  const core = new EngineCore({ connectors: [], storage });
  await core.appendBatches([batchOf(rows)]);
  return core;
}

async function ask(core: EngineCore, of: FunnelSpec, filter?: Filter): Promise<FunnelResult> {
  const [outcome] = await core.run([{ id: 'x', spec: of, ...(filter && { filter }) }]);
  if (!outcome!.ok) throw new Error(outcome!.error.message);
  return outcome!.result as FunnelResult;
}

const rows = array(
  record({
    actor: constantFrom('', 'ann', 'bob', 'cid', 'dot'),
    t: integer({ min: 0, max: 9 }),
    event: constantFrom('a', 'b', 'c', null),
  }),
  { maxLength: 25 },
);

describe.each(['typed', 'plain'] as const)('a filter by the actors of a mark, %s', (storage) => {
  it('leaves exactly the rows of those actors', async () => {
    const runs = Number(process.env['FC_RUNS'] ?? 60);
    await assert(
      asyncProperty(
        rows,
        constantFrom('reached' as const, 'left' as const),
        integer({ min: 1, max: 2 }),
        async (log, kind, step) => {
          const core = await coreOf(log, storage);
          const early: Filter = { kind: 'time', range: { from: 0, to: 7 } };
          const filter: Filter = { kind: 'actors', spec, filter: early, mark: { kind, step } };
          const page = await core.list({ spec, filter: early, mark: { kind, step } });
          const keys = new Set(page.actors.map(({ label }) => label));
          const kept = await ask(core, visits, filter);
          expect(kept.stepCounts[0]).toBe(page.total);
          expect(kept.meta.rowsInScope).toBe(log.filter(({ actor }) => keys.has(actor)).length);
          const others = await ask(core, visits, { kind: 'not', of: filter });
          expect(others.meta.rowsInScope).toBe(log.filter(({ actor }) => actor && !keys.has(actor)).length);
          // The same through an address, in another engine with the same data.
          const again = await coreOf(log, storage);
          expect(await ask(again, visits, filterFromText(filterToText(filter)))).toEqual(kept);
        },
      ),
      { numRuns: runs },
    );
  });

  it('may stand within another', async () => {
    const core = await coreOf(
      [
        { actor: 'ann', t: 1, event: 'a' },
        { actor: 'ann', t: 2, event: 'b' },
        { actor: 'bob', t: 1, event: 'a' },
        { actor: 'bob', t: 2, event: 'c' },
        { actor: 'cid', t: 1, event: 'c' },
      ],
      storage,
    );
    const first: Filter = { kind: 'actors', spec, mark: { kind: 'reached', step: 0 } };
    const second: Filter = { kind: 'actors', spec, filter: first, mark: { kind: 'left', step: 1 } };
    const page = await core.list({ spec: visits, filter: second, mark: { kind: 'reached', step: 0 } });
    expect(page.actors.map(({ key }) => key)).toEqual(['actor:bob']);
  });
});

describe('a filter by actors', () => {
  const log: Row[] = [
    { actor: 'ann', t: 1, event: 'a' },
    { actor: 'bob', t: 2, event: 'a' },
    { actor: 'bob', t: 3, event: 'b' },
  ];

  it('takes keys and bare values, and passes over those of nobody', async () => {
    const core = await coreOf(log);
    const rowsOf = async (...keys: string[]): Promise<number> =>
      (await ask(core, visits, { kind: 'actor', keys })).meta.rowsInScope;
    expect(await rowsOf('actor:bob')).toBe(2);
    expect(await rowsOf('bob', 'actor:bob', 'ann')).toBe(3);
    expect(await rowsOf('eve', 'email:bob')).toBe(0);
    expect(await rowsOf()).toBe(0);
  });

  it('refuses a bare value that two actors have, without repeating it', async () => {
    const core = await coreOf(log);
    const email = { ...batchOf([{ actor: 'bob', t: 9, event: 'a' }]) };
    await core.appendBatches([{ ...email, identifiers: [{ type: 'userId', values: email.identifiers[0]!.values }] }]);
    const [outcome] = await core.run([{ id: 'x', spec: visits, filter: { kind: 'actor', keys: ['bob'] } }]);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'spec-invalid', detail: { types: ['actor', 'userId'] } },
    });
    expect(JSON.stringify(outcome)).not.toContain('bob');
    expect((await ask(core, visits, { kind: 'actor', keys: ['userId:bob'] })).meta.rowsInScope).toBe(1);
  });
});

describe('the cost of a round trip', () => {
  const log: Row[] = ['ann', 'bob'].flatMap((actor) => [
    { actor, t: 1, event: 'a' },
    { actor, t: 2, event: 'b' },
  ]);
  const filter: Filter = { kind: 'rows', match: [{ event: 'a' }] };

  it('is one mask for equal filters, however many jobs share it', async () => {
    const core = await coreOf(log);
    const jobs = [1, 2, 3].map((level) => ({
      id: `${level}`,
      spec: { ...spec, level: level / 10 },
      filter: { ...filter },
    }));
    await core.run(jobs);
    expect(core.counts).toMatchObject({ masks: 1, answers: 3 });
    await core.run([...jobs, { id: 'other', spec, filter: { kind: 'not', of: filter } }]);
    expect(core.counts).toMatchObject({ masks: 2, answers: 4 });
  });

  it('counts a question once, for its result, its list and the filters that name it', async () => {
    const core = await coreOf(log);
    await core.run([{ id: 'x', spec }]);
    await core.list({ spec, mark: { kind: 'reached', step: 1 } });
    await core.run([{ id: 'y', spec: visits, filter: { kind: 'actors', spec, mark: { kind: 'reached', step: 1 } } }]);
    expect(core.counts).toMatchObject({ masks: 1, answers: 2 });
  });

  it('begins anew with new data', async () => {
    const core = await coreOf(log);
    const job = { id: 'x', spec, filter };
    await core.run([job]);
    await core.appendBatches([batchOf([{ actor: 'eve', t: 1, event: 'a' }])]);
    const [outcome] = await core.run([job]);
    expect(outcome).toMatchObject({ ok: true, result: { stepCounts: [3, 0, 0] } });
    expect(core.counts).toMatchObject({ masks: 2, answers: 2 });
  });
});

import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { CountsSpec, Spec } from '../../worker/protocol/spec.js';
import { batchOf } from './batches.js';
import type { Row } from './batches.js';

const HOUR = 3_600_000;
const log: Row[] = Array.from({ length: 6000 }, (_, i) => ({
  actor: i % 50 === 0 ? '' : `actor ${(i * 7919) % 500}`,
  t: i * 60_000 + 17,
  event: ['a', 'b', 'c'][(i * 31) % 3]!,
  props: { plan: ['pro', 'free', null][(i * 17) % 3]!, n: i % 7 },
}));
const funnel: Spec = { kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }, { event: 'c' }] };
const spec: CountsSpec = { kind: 'counts', by: '$name', columns: 'hour-of-day', tz: 'Europe/Zurich' };

async function coreOf(maxBytes?: number): Promise<EngineCore> {
  const core = new EngineCore({ connectors: [], ...(maxBytes === undefined ? {} : { maxBytes }) });
  await core.appendBatches([batchOf(log)]);
  return core;
}

const time = (from: number): Filter => ({ kind: 'time', range: { from: from * HOUR, to: (from + 20) * HOUR + 5 } });
const plan = (value: string): Filter => ({ kind: 'rows', match: [{ where: [{ prop: 'plan', op: 'eq', value }] }] });
const reached = (step: number): Filter => ({ kind: 'actors', spec: funnel, mark: { kind: 'reached', step } });
const filters: readonly (Filter | null)[] = [
  null,
  time(3),
  time(40),
  plan('pro'),
  { kind: 'and', of: [plan('free'), time(3)] },
  { kind: 'and', of: [reached(1), time(3)] },
  { kind: 'and', of: [reached(2), { kind: 'not', of: { kind: 'actor', keys: ['actor 7'] } }, time(9)] },
  { kind: 'and', of: [{ kind: 'rows', match: [{ where: [{ prop: 'n', op: 'gt', value: 3 }] }] }, reached(0)] },
  { kind: 'or', of: [time(3), plan('pro')] },
];

describe('counts', () => {
  it('come from an index and are those of a count without one', async () => {
    const core = await coreOf();
    const plain = await coreOf(400_000);
    for (const [i, filter] of filters.entries()) {
      const job = { id: String(i), spec, ...(filter && { filter }) };
      expect(await core.run([job])).toEqual(await plain.run([job]));
    }
    expect(core.counts.indexed).toBe(filters.length);
    // What has no room beside the store is counted without.
    expect(plain.counts.indexed).toBe(0);
    expect(plain.counts.answers).toBeGreaterThanOrEqual(filters.length);
  });

  it('make no mask for a moved range, a property or a set of actors', async () => {
    const core = await coreOf();
    for (const filter of filters.slice(0, 7)) await core.run([{ id: 'x', spec, ...(filter && { filter }) }]);
    expect(core.counts.masks).toBe(0);
  });

  it('are one question however often it is asked', async () => {
    const core = await coreOf();
    for (let i = 0; i < 3; i++) await core.run([{ id: String(i), spec, filter: time(3) }]);
    expect(core.counts.answers).toBe(1);
  });

  it('list what they count', async () => {
    const core = await coreOf();
    const question = { spec, filter: { kind: 'and', of: [reached(1), time(3)] } as Filter };
    const [outcome] = await core.run([{ id: 'x', ...question }]);
    if (!outcome!.ok || outcome!.result.kind !== 'counts') throw new Error('No counts.');
    const [group] = outcome!.result.groups;
    const mark = { kind: 'rows', group: group!.key } as const;
    expect((await core.list({ ...question, mark, of: 'rows' })).total).toBe(group!.count);
  });

  it('take rows without a name and with an empty one for one group', async () => {
    const core = new EngineCore({ connectors: [] });
    const rows = [null, '', 'a'].map((event, i): Row => ({ actor: 'ann', t: i, event, props: { plan: event } }));
    await core.appendBatches([batchOf(rows)]);
    for (const by of ['event', 'plan']) {
      const [outcome] = await core.run([{ id: by, spec: { kind: 'counts', by } }]);
      expect(outcome).toMatchObject({
        ok: true,
        result: {
          groups: [
            { key: '', count: 2 },
            { key: 'a', count: 1 },
          ],
          groupsTotal: 2,
        },
      });
    }
    expect(core.counts.indexed).toBe(2);
  });

  it.each(['typed', 'plain'] as const)(
    'by a column that no row has are one group under any filter: %s',
    async (storage) => {
      const core = new EngineCore({ connectors: [], storage });
      await core.appendBatches([batchOf(log)]);
      const [outcome] = await core.run([{ id: 'x', spec: { kind: 'counts', by: 'nowhere' }, filter: plan('pro') }]);
      expect(outcome).toMatchObject({
        ok: true,
        result: {
          groups: [
            { key: '', count: log.filter(({ actor, props }) => actor !== '' && props!['plan'] === 'pro').length },
          ],
        },
      });
      expect(core.counts.indexed).toBe(1);
    },
  );

  it('follow a clock that is put forward by half an hour', async () => {
    const core = new EngineCore({ connectors: [] });
    // On Lord Howe Island two o'clock became half past two at 15:30 UTC.
    const rows = [20, 29, 30, 59].map((minute): Row => ({
      actor: 'ann',
      t: Date.UTC(2026, 9, 3, 15, minute),
      event: 'a',
    }));
    await core.appendBatches([batchOf(rows)]);
    const hours: CountsSpec = { kind: 'counts', columns: 'hour-of-day', tz: 'Australia/Lord_Howe' };
    const [outcome] = await core.run([{ id: 'x', spec: hours }]);
    if (!outcome!.ok || outcome!.result.kind !== 'counts') throw new Error('No counts.');
    expect(outcome!.result.columnTotals.slice(0, 4)).toEqual([0, 2, 2, 0]);
    expect(core.counts.indexed).toBe(1);
  });
});

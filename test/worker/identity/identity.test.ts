import { describe, expect, it } from 'vitest';
import { lightConnectors } from '../../../connectors/registry.js';
import { EngineCore, unhurried } from '../../../worker/engine.js';
import type { IdentityOptions } from '../../../worker/protocol/identity.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';
import { batchOf } from '../batches.js';

const anything: FunnelSpec = { kind: 'funnel', steps: [{}] };

async function loaded(rows: ReadonlyArray<readonly string[]>, identity: IdentityOptions = {}): Promise<EngineCore> {
  const core = new EngineCore({ connectors: lightConnectors });
  const batch = batchOf(rows.map((ids, t) => ({ actor: '', t, event: 'e', ids })));
  await core.appendBatches([batch], unhurried, { identity });
  return core;
}

async function keysOf(core: EngineCore): Promise<string[]> {
  const page = await core.list({ spec: anything, mark: { kind: 'reached', step: 0 } });
  return page.actors.map((actor) => actor.key);
}

describe('explaining', () => {
  it('gives the shortest chain to the key, each link with the record that carries both ends', async () => {
    const core = await loaded([
      ['deviceId:d', 'email:a@x.org'],
      ['email:a@x.org', 'phone:+1'],
      ['phone:+1', 'userId:u'],
      ['email:a@x.org', 'userId:u'],
      ['email:a@x.org', 'userId:u'],
    ]);
    const why = (await core.explain('deviceId:d'))!;
    expect(why.key).toBe('userId:u');
    expect(why.identifiers).toEqual(['userId:u', 'email:a@x.org', 'phone:+1', 'deviceId:d']);
    expect(why.chain).toEqual([
      {
        from: 'deviceId:d',
        to: 'email:a@x.org',
        record: { identifiers: ['email:a@x.org', 'deviceId:d'], blocked: [], rows: 1, firstMs: 0, lastMs: 0 },
      },
      {
        from: 'email:a@x.org',
        to: 'userId:u',
        record: { identifiers: ['userId:u', 'email:a@x.org'], blocked: [], rows: 2, firstMs: 3, lastMs: 4 },
      },
    ]);
  });

  it('names the alias map where it says that two are one', async () => {
    const core = await loaded([['userId:b']], { alias: [['userId:a', 'userId:b']] });
    expect(await core.explain('userId:b')).toMatchObject({
      key: 'userId:a',
      chain: [{ from: 'userId:b', to: 'userId:a', record: null }],
    });
  });

  it('says whose a guarded identifier is, and that it joins none of them', async () => {
    const core = await loaded([
      ['userId:u', 'deviceId:d'],
      ['userId:v', 'deviceId:d'],
    ]);
    expect(await core.explain('deviceId:d')).toMatchObject({
      key: null,
      guarded: true,
      chain: [],
      actors: ['userId:u', 'userId:v'],
      recordsTotal: 2,
    });
  });

  it('takes a bare value of one customer, refuses one of several, and knows nothing of others', async () => {
    const core = await loaded([
      ['userId:42', 'email:a@x.org'],
      ['deviceId:42'],
      ['phone:+7', 'userId:7'],
      ['deviceId:+7', 'userId:7'],
    ]);
    expect((await core.explain('a@x.org'))?.key).toBe('userId:42');
    expect((await core.explain('+7'))?.key).toBe('userId:7');
    expect(await core.explain('nobody')).toBe(null);
    await expect(core.explain('42')).rejects.toMatchObject({
      code: 'spec-invalid',
      detail: { types: ['userId', 'deviceId'] },
    });
  });

  it('works where every row has one identifier', async () => {
    const core = await loaded([['userId:a'], ['userId:b'], ['userId:a']]);
    expect(core.store.joins).toBe(null);
    expect(core.store.records).toBe(null);
    expect(await core.explain('a')).toMatchObject({
      key: 'userId:a',
      chain: [],
      recordsTotal: 1,
      records: [{ rows: 2 }],
    });
    expect(await core.identities()).toMatchObject({
      identifiers: { userId: 2 },
      records: 2,
      actors: 2,
      joinedActors: 0,
    });
  });
});

describe('blocking', () => {
  const rows = [['userId:u', 'deviceId:d'], ['deviceId:d'], ['deviceId:d', 'email:x@y.ch']];

  it('treats the identifier as absent from the named records, and undo lifts it', async () => {
    const core = await loaded(rows);
    expect(await keysOf(core)).toEqual(['userId:u']);
    const block = { id: 'deviceId:d', records: [['deviceId:d', 'email:x@y.ch']] };
    expect(await core.block(block)).toEqual({ actorsBefore: 1, actors: 2, unidentifiedRows: 0 });
    expect(await keysOf(core)).toEqual(['email:x@y.ch', 'userId:u']);
    expect((await core.explain('email:x@y.ch'))?.records).toMatchObject([
      { identifiers: ['email:x@y.ch', 'deviceId:d'], blocked: ['deviceId:d'] },
    ]);
    expect(await core.undo(block)).toEqual({ actorsBefore: 2, actors: 1, unidentifiedRows: 0 });
    expect(await keysOf(core)).toEqual(['userId:u']);
  });

  it('leaves rows without identity where nothing else is on them', async () => {
    const core = await loaded(rows);
    expect(await core.block({ id: 'deviceId:d' })).toEqual({ actorsBefore: 1, actors: 2, unidentifiedRows: 1 });
    expect((await core.describe()).unidentifiedRows).toBe(1);
    expect(await core.undo({ id: 'deviceId:d' })).toEqual({ actorsBefore: 2, actors: 1, unidentifiedRows: 0 });
  });

  it('undoes an alias', async () => {
    const core = await loaded([['userId:a'], ['userId:b']], { alias: [['userId:a', 'userId:b']] });
    expect(await core.undo({ alias: ['userId:a', 'userId:b'] })).toMatchObject({ actorsBefore: 1, actors: 2 });
  });

  it('refuses what it cannot do, without repeating anybody’s identifiers', async () => {
    const core = await loaded(rows);
    for (const asked of [
      core.block({ id: 'x@y.ch' }),
      core.block({ id: 'deviceId:d', rows: [1] }),
      core.undo({ id: 'deviceId:d' }),
      core.undo({ alias: ['userId:u', 'userId:v'] }),
    ]) {
      const error = await asked.catch((thrown: unknown) => thrown as Error);
      expect(error).toMatchObject({ code: 'spec-invalid' });
      expect((error as Error).message).not.toMatch(/x@y\.ch|userId:u|deviceId:d/);
    }
    expect(await keysOf(core)).toEqual(['userId:u']);
  });

  it('names rows by their number in the source, rejected ones counted', async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    const text = 'time,event,userId,deviceId\n2026-01-01,a,u,d\nnever,a,v,d\n2026-01-02,a,,d\n2026-01-03,a,w,d\n';
    const blocked = [{ id: 'deviceId:d', rows: [3] }];
    const report = await core.load({ kind: 'text', text }, { identity: { blocked } });
    expect(report.rejected).toBe(1);
    expect(await keysOf(core)).toEqual(['userId:u', 'userId:w']);
    expect((await core.identities()).guarded).toEqual([]);
  });
});

describe('the report', () => {
  it('says which types of identifiers bring records together, and for how many customers', async () => {
    const core = await loaded([
      ['email:a@x.ch', 'phone:+41'],
      ['phone:+41', 'deviceId:d'],
      ['deviceId:d'],
      ['email:b@x.ch', 'phone:+42'],
      ['phone:+42'],
      ['userId:u', 'deviceId:shared'],
      ['userId:v', 'deviceId:shared'],
      ['email:alone@x.ch'],
    ]);
    expect(await core.identities()).toMatchObject({
      actors: 5,
      joinedActors: 2,
      joins: [
        { type: 'phone', actors: 2, examples: ['phone:+41', 'phone:+42'] },
        { type: 'deviceId', actors: 1, examples: ['deviceId:d'] },
      ],
    });
  });

  it('counts identifiers and joined actors, and lists guards and conflicts', async () => {
    const core = await loaded(
      [
        ['actor:1', 'userId:a'],
        ['actor:1', 'userId:b'],
        ['userId:c', 'email:info@x.org'],
        ['userId:a', 'email:info@x.org'],
        ['email:info@x.org'],
        ['deviceId:d'],
      ],
      { blocked: [{ id: 'phone:+1' }] },
    );
    expect(await core.identities()).toEqual({
      identifiers: { actor: 1, userId: 3, email: 1, deviceId: 1 },
      records: 6,
      actors: 4,
      joinedActors: 1,
      joins: [
        { type: 'actor', actors: 1, examples: ['actor:1'] },
        { type: 'userId', actors: 1, examples: ['userId:a'] },
      ],
      unidentifiedRows: 0,
      guarded: [
        { id: 'email:info@x.org', rows: 3, actors: ['actor:1', 'userId:c', 'email:info@x.org'], actorsTotal: 3 },
      ],
      guardedTotal: 1,
      conflicts: [{ key: 'actor:1', ids: ['actor:1', 'userId:a', 'userId:b'], idsTotal: 3 }],
      conflictsTotal: 1,
      maxDistinctUserIds: 1,
      alias: [],
      blocked: [{ id: 'phone:+1' }],
    });
  });
});

describe('profiles', () => {
  it('join identifiers without making rows or actors', async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    const text = 'time,event,email,phone\n2026-01-01,a,ann@x.org,\n2026-01-02,b,,079 123 45 67\n';
    const profiles = [
      { 'E-Mail': 'Ann@X.org', Mobile: '+41 79 123 45 67', userId: 7, note: 'x' },
      { email: 'bob@x.org', phone: 'none', userId: 'n/a' },
    ];
    const report = await core.load({ kind: 'text', text }, { identity: { profiles, defaultCountry: 'CH' } });
    expect(await keysOf(core)).toEqual(['userId:7']);
    expect(await core.describe()).toMatchObject({ rows: 2, actors: 1 });
    expect(report.warnings.filter(({ code }) => code === 'identifier-dropped').map(({ count }) => count)).toEqual([
      1, 1,
    ]);
    expect((await core.explain('ann@x.org'))?.chain).toMatchObject([
      { to: 'userId:7', record: { rows: 0, firstMs: null } },
    ]);
  });
});

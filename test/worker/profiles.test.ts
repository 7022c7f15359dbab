import { describe, expect, test } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import type { PropertyValue } from '../../worker/protocol/batch.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ProfileOptions } from '../../worker/protocol/profiles.js';
import type { Source } from '../../worker/protocol/source.js';
import { joinOracle, type OracleRow, type OracleTable } from '../oracles/profiles.js';
import { random } from '../random.js';

const engine = (options: { maxBytes?: number; storage?: 'typed' | 'plain' } = {}): EngineCore =>
  new EngineCore({ connectors: lightConnectors, ...options });
const rowsOf = (rows: ReadonlyArray<Readonly<Record<string, unknown>>>, name = 'rows'): Source => ({
  kind: 'rows',
  rows,
  name,
});
const text = (csv: string, name = 'contacts.csv'): Source => ({ kind: 'text', text: csv, name });

/** What every row says of some properties, by its number `n`. */
function said({ store }: EngineCore, names: readonly string[]): Array<Record<string, PropertyValue>> {
  const valueOf = (name: string, i: number): PropertyValue => {
    const column = store.column(name);
    if (!column) return null;
    if (column.kind === 'number') return Number.isNaN(column.values[i]!) ? null : column.values[i]!;
    return column.codes[i] === 0 ? null : column.values[column.codes[i]! - 1]!;
  };
  const rows: Array<Record<string, PropertyValue>> = [];
  for (let i = 0; i < store.acceptedRows; i++) {
    rows[valueOf('n', i) as number] = Object.fromEntries(names.map((name) => [name, valueOf(name, i)]));
  }
  return rows;
}

const touches = [
  { n: 0, email: 'ann@x.org', time: '2026-01-05', event: 'open', account: null },
  { n: 1, userId: 'u1', email: 'ann@x.org', time: '2026-01-06', event: 'use', plan: 'trial' },
  { n: 2, userId: 'u1', time: '2026-01-07', event: 'use' },
  { n: 3, userId: 'u2', time: '2026-01-07', event: 'use', account: 'A2' },
  { n: 4, time: '2026-01-08', event: 'visit', account: 'A1' },
];
const contacts = `Email,Mobile,account,plan,score,Owner
Ann@X.org,+41 44 668 18 00,A1,pro,7,Kim
bob@x.org,,A2,free,3,Lee
,,A9,free,1,Lee
ann@x.org,,A1,basic,,Kim
`;
const accounts = `Id,industry,employees
A1,Machines,250
A2,Food,12
A3,Cars,9000
A1,Tools,250
`;
const byEmail: ProfileOptions = { key: { column: 'Email', field: 'email' } };
const byAccount: ProfileOptions = { key: { column: 'Id', field: 'account' } };

describe('profiles of customers', () => {
  test('give their columns to the rows of the customer, who says what it says', async () => {
    const core = engine();
    await core.load(rowsOf(touches));
    const account = await core.joinProfiles(text(contacts), byEmail);
    expect(account).toMatchObject({
      source: 'contacts.csv',
      profilesIn: 4,
      matched: 2,
      unmatched: 1,
      rejected: 1,
      rows: 3,
      conflicts: 1,
      properties: ['account', 'owner', 'plan', 'score'],
      conflictSamples: [{ key: 'userId:u1', property: 'plan', kept: 'pro', other: 'basic' }],
      report: { rowsIn: 4, accepted: 3, rejectedByReason: { 'key-missing': 1 } },
    });
    expect(account.report.rejections).toMatchObject([{ reason: 'key-missing', record: 3 }]);
    expect(said(core, ['plan', 'score', 'account', 'owner'])).toEqual([
      { plan: 'pro', score: 7, account: 'A1', owner: 'Kim' },
      { plan: 'trial', score: 7, account: 'A1', owner: 'Kim' },
      { plan: 'pro', score: 7, account: 'A1', owner: 'Kim' },
      { plan: null, score: null, account: 'A2', owner: null },
      { plan: null, score: null, account: 'A1', owner: null },
    ]);
    const info = await core.describe();
    expect(info.properties).toContain('score');
    expect(info.profiles).toEqual([account]);
    expect(info.rows).toBe(5);
  });

  test('join identities by their other identifiers', async () => {
    const core = engine();
    const rows = [
      { n: 0, email: 'ann@x.org', time: '2026-01-05', event: 'open' },
      { n: 1, phone: '+41446681800', time: '2026-01-06', event: 'call' },
    ];
    await core.load(rowsOf(rows));
    expect(core.store.actors).toBe(2);
    await core.joinProfiles(text(contacts), byEmail);
    expect(core.store.actors).toBe(1);
    expect(said(core, ['score'])).toEqual([{ score: 7 }, { score: 7 }]);
    await core.block({ id: 'phone:+41446681800' });
    expect(said(core, ['score'])).toEqual([{ score: 7 }, { score: null }]);
    expect((await core.describe()).profiles).toMatchObject([{ rows: 1, matched: 2 }]);
    await core.undo({ id: 'phone:+41446681800' });
    expect(said(core, ['score'])).toEqual([{ score: 7 }, { score: 7 }]);
  });

  test('read telephone numbers by the country that is named', async () => {
    const core = engine();
    await core.load(rowsOf([{ n: 0, phone: '+8613800138000', time: '2026-01-05', event: 'call' }]));
    const csv = '手机号,等级\n138 0013 8000,金\n';
    const key = { column: '手机号', field: 'phone' };
    const none = await core.joinProfiles(text(csv), { key });
    expect(none).toMatchObject({ matched: 0, rejected: 1 });
    await core.load(rowsOf([{ n: 0, phone: '+8613800138000', time: '2026-01-05', event: 'call' }]));
    const account = await core.joinProfiles(text(csv), { key, identity: { defaultCountry: 'CN' } });
    expect(account).toMatchObject({ matched: 1, rejected: 0 });
    expect(said(core, ['等级'])).toEqual([{ 等级: '金' }]);
  });

  test('of a mapping take what it says', async () => {
    const core = engine();
    await core.load(rowsOf(touches));
    const account = await core.joinProfiles(text('who,Stufe,test\nANN@x.org,G,\nbob@x.org,S,yes\n'), {
      key: { column: 'who', field: 'email' },
      prefix: 'crm.',
      mapping: {
        version: 1,
        fields: { stage: { column: 'Stufe', values: { G: 'gold' } } },
        properties: 'none',
        exclude: [{ column: 'test', is: 'yes' }],
      },
    });
    expect(account).toMatchObject({ profilesIn: 2, matched: 1, unmatched: 0, rejected: 1, properties: ['crm.stage'] });
    expect(said(core, ['crm.stage', 'stage']).slice(0, 2)).toEqual([
      { 'crm.stage': 'gold', stage: null },
      { 'crm.stage': 'gold', stage: null },
    ]);
  });
});

describe('profiles by a field of the rows', () => {
  test('reach all rows with the key, and no identity', async () => {
    const core = engine();
    await core.load(rowsOf(touches));
    const actors = core.store.actors;
    const csv = `Id,industry,employees,Phone
A1,Machines,250,+41446681800
A2,Food,12,
A3,Cars,9000,
A1,Tools,250,
`;
    const account = await core.joinProfiles(text(csv, 'accounts.csv'), byAccount);
    expect(core.store.actors).toBe(actors);
    expect(account).toMatchObject({ profilesIn: 4, matched: 3, unmatched: 1, rejected: 0, rows: 2, conflicts: 1 });
    expect(account.conflictSamples).toEqual([{ key: 'A1', property: 'industry', kept: 'Machines', other: 'Tools' }]);
    expect(said(core, ['industry', 'employees', 'Phone'])).toEqual([
      { industry: null, employees: null, Phone: null },
      { industry: null, employees: null, Phone: null },
      { industry: null, employees: null, Phone: null },
      { industry: 'Food', employees: 12, Phone: null },
      { industry: 'Machines', employees: 250, Phone: '+41446681800' },
    ]);
    expect(core.store.column('employees')?.kind).toBe('number');
  });

  test('look at what profiles of customers brought, whichever came first', async () => {
    const expected = ['Machines', 'Machines', 'Machines', 'Food', 'Machines'].map((industry) => ({ industry }));
    for (const order of ['contacts first', 'accounts first', 'rows last']) {
      const core = engine();
      if (order !== 'rows last') await core.load(rowsOf(touches));
      if (order === 'contacts first') await core.joinProfiles(text(contacts), byEmail);
      await core.joinProfiles(text(accounts, 'accounts.csv'), byAccount);
      if (order !== 'contacts first') await core.joinProfiles(text(contacts), byEmail);
      if (order === 'rows last') await core.append(rowsOf(touches));
      expect(said(core, ['industry'])).toEqual(expected);
      const named = (await core.describe()).profiles!.map(({ source, rows }) => [source, rows]);
      expect(Object.fromEntries(named)).toEqual({ 'contacts.csv': 3, 'accounts.csv': 5 });
    }
  });

  test('compare numbers of rows with their text', async () => {
    const core = engine();
    await core.load(
      rowsOf([7, 7.5, '7', '07', null].map((shop, n) => ({ n, actor: 'a', time: 1e12 + n, event: 'e', shop }))),
    );
    const account = await core.joinProfiles(text('no,city\n7,Zug\n 7.5 ,Chur\n'), {
      key: { column: 'no', field: 'shop' },
    });
    expect(account).toMatchObject({ matched: 2, rows: 3 });
    expect(said(core, ['city'])).toEqual([
      { city: 'Zug' },
      { city: 'Chur' },
      { city: 'Zug' },
      { city: null },
      { city: null },
    ]);
  });

  test('are all unmatched while no row has the field', async () => {
    const core = engine();
    await core.load(rowsOf(touches.map((row) => ({ ...row, account: undefined }))));
    expect(await core.joinProfiles(text(accounts), byAccount)).toMatchObject({ matched: 0, unmatched: 4, rows: 0 });
    expect(said(core, ['industry'])).toEqual(touches.map(() => ({ industry: null })));
  });
});

describe('a join', () => {
  test('takes the properties that are named', async () => {
    const core = engine();
    await core.load(rowsOf(touches));
    const account = await core.joinProfiles(text(contacts), { ...byEmail, properties: ['score', 'Tier'] });
    expect(account.properties).toEqual(['score']);
    expect(account.report.warnings).toMatchObject([{ code: 'column-missing', column: 'Tier' }]);
  });

  test('is gone with the next load, and does not count as rows', async () => {
    const core = engine();
    await core.load(rowsOf(touches));
    await core.joinProfiles(text(contacts), byEmail);
    const before = core.store.bytes;
    await core.load(rowsOf(touches));
    expect(core.store.bytes).toBeLessThan(before);
    expect(core.store.column('score')).toBeUndefined();
    expect((await core.describe()).profiles).toBeUndefined();
  });

  test('leaves everything as it was when it fails', async () => {
    const core = engine();
    await core.load(rowsOf(touches));
    const { store } = core;
    await expect(
      core.joinProfiles(text(contacts), { key: { column: 'E-Mail', field: 'email' } }),
    ).rejects.toMatchObject({
      code: 'mapping-invalid',
      message: expect.stringContaining('no column "E-Mail"') as string,
    });
    await expect(core.joinProfiles(text(contacts), {} as ProfileOptions)).rejects.toMatchObject({
      code: 'spec-invalid',
    });
    await expect(
      core.joinProfiles(text(contacts), {
        ...byEmail,
        mapping: { version: 1, fields: { time: { column: 'x' } } } as never,
      }),
    ).rejects.toMatchObject({ code: 'mapping-invalid', message: expect.stringContaining('fields.time') as string });
    await expect(core.joinProfiles(text(''), byEmail)).rejects.toMatchObject({ code: 'source-format' });
    expect(core.store).toBe(store);
  });

  test('rests on the way, and changes nothing when it is cancelled there', async () => {
    const profiles = Array.from({ length: 30_000 }, (_, k) => ({ who: `a${k}`, size: k, tier: `t${k % 7}` }));
    const core = engine();
    await core.load(rowsOf([{ n: 0, actor: 'a7', time: 1e12, event: 'e' }]));
    const { store } = core;
    const options: ProfileOptions = { key: { column: 'who', field: 'actor' } };
    let asked = 0;
    const counting = { due: () => ++asked > 0 && false, rest: () => Promise.resolve() };
    await core.joinProfiles(rowsOf(profiles), options, { signal: { aborted: false }, pace: counting });
    expect(asked).toBeGreaterThan(30_000 / 4096);
    expect(said(core, ['size', 'tier'])).toEqual([{ size: 7, tier: 't0' }]);
    await core.load(rowsOf([{ n: 0, actor: 'a7', time: 1e12, event: 'e' }]));
    const before = core.store;
    expect(before).not.toBe(store);
    for (const at of [1, Math.floor(asked / 2), asked - 1]) {
      let left = at;
      const stopping = {
        due: () => --left < 0,
        rest: () => Promise.reject(new AnalyticsError('aborted', 'The request was cancelled.')),
      };
      const call = core.joinProfiles(rowsOf(profiles), options, { signal: { aborted: true }, pace: stopping });
      await expect(call).rejects.toMatchObject({ code: 'aborted' });
      expect(core.store).toBe(before);
    }
  });

  test('counts against the memory the engine may take', async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => ({ n, actor: `a${n % 50}`, time: 1e12 + n, event: 'e' }));
    const wide = Array.from({ length: 40 }, (_, k) => `p${k}`);
    const csv = [
      ['who', ...wide],
      ...Array.from({ length: 50 }, (_, k) => [`a${k}`, ...wide.map((_p, j) => String(k * j))]),
    ]
      .map((line) => line.join(','))
      .join('\n');
    const core = engine({ maxBytes: 400_000 });
    await core.load(rowsOf(rows));
    await expect(core.joinProfiles(text(csv), { key: { column: 'who', field: 'actor' } })).rejects.toMatchObject({
      code: 'memory-limit',
      message: expect.stringContaining('40 properties') as string,
    });
    const one = await core.joinProfiles(text(csv), { key: { column: 'who', field: 'actor' }, properties: ['p3'] });
    expect(one).toMatchObject({ matched: 50, rows: 5000 });
    expect(core.store.bytes).toBeLessThan(400_000);
    await expect(core.append(rowsOf(rows.map((row) => ({ ...row, n: row.n + 5000 }))))).resolves.toMatchObject({
      accepted: 5000,
    });
  });

  test('reads all kinds of sources', async () => {
    const json = JSON.stringify({ records: [{ Email: 'ann@x.org', plan: 'pro', tags: ['a', 'b'] }] });
    for (const source of [
      text(json, 'contacts.json'),
      rowsOf([{ Email: 'ann@x.org', plan: 'pro', tags: ['a', 'b'] }]),
    ]) {
      const core = engine();
      await core.load(rowsOf(touches));
      expect(await core.joinProfiles(source, byEmail)).toMatchObject({ profilesIn: 1, matched: 1 });
      expect(said(core, ['plan', 'tags'])[2]).toEqual({ plan: 'pro', tags: ['a', 'b'] });
    }
  });
});

const everything: Mapping = {
  version: 1,
  fields: {
    time: { column: 'time', format: 'epoch-ms' },
    event: { column: 'event' },
    userId: { column: 'userId' },
    email: { column: 'email' },
    deviceId: { column: 'deviceId' },
    account: { column: 'account' },
  },
};

describe('in any order', () => {
  test.each(Array.from({ length: 200 }, (_, seed) => seed))('joins as the oracle does (seed %i)', async (seed) => {
    const draw = random(seed);
    const below = (n: number): number => Math.floor(draw() * n);
    const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
    const some = (name: string, values: readonly (string | number)[]): Record<string, string | number> =>
      draw() < 0.55 ? { [name]: one(values) } : {};
    const person = (): Record<string, string | number> => ({
      ...some('userId', ['u1', 'u2', 'u3']),
      ...some('email', ['a@x.de', 'b@x.de', 'c@x.de']),
      ...some('deviceId', ['d1', 'd2']),
    });
    const idsOf = (row: Readonly<Record<string, unknown>>): string[] =>
      ['userId', 'email', 'deviceId']
        .filter((type) => row[type] !== undefined)
        .map((type) => `${type}:${String(row[type])}`);
    const properties = (): Record<string, string | number> => ({
      ...some('account', ['A', 'B', 'C']),
      ...some('size', [1, 2, 30]),
      ...some('tier', draw() < 0.5 ? ['gold', 'tin'] : [5, 'gold']),
    });
    const rows = Array.from({ length: 1 + below(12) }, (_, n) => ({
      n,
      time: below(3),
      event: 'e',
      ...person(),
      ...properties(),
    }));
    const customers = (): Array<Record<string, string | number>> =>
      Array.from({ length: 1 + below(5) }, () => ({ ...person(), ...properties() }));
    const keyed = (): Array<Record<string, string | number>> =>
      Array.from({ length: 1 + below(4) }, () => ({
        key: one(['A', 'B', 'D']),
        ...some('tier', ['tin', 'iron']),
        ...some('land', ['CH', 'CN']),
      }));
    const tables = Array.from({ length: 1 + below(3) }, () =>
      draw() < 0.6 ? { field: null, rows: customers() } : { field: one(['account', 'tier']), rows: keyed() },
    );
    const blocked = draw() < 0.4 ? [{ id: one(['email:a@x.de', 'deviceId:d1', 'userId:u1']) }] : [];

    const core = engine({ storage: draw() < 0.5 ? 'typed' : 'plain' });
    const cut = below(rows.length + 1);
    const steps: Array<() => Promise<unknown>> = [];
    const parts = [rows.slice(0, cut), rows.slice(cut)].filter((part) => part.length > 0);
    // Rows keep their order among themselves, and so do tables.
    const full = { userId: '', email: '', deviceId: '', account: '' };
    const first = parts.map(
      (part) => () =>
        core.append(
          rowsOf(
            part.map((row) => ({ ...full, ...row })),
            'rows',
          ),
          { mapping: everything },
        ),
    );
    const second = tables.map(({ field, rows: profiles }) => () => {
      const columns = new Set(profiles.flatMap((profile) => Object.keys(profile)));
      const column = field === null ? ['email', 'userId', 'deviceId'].find((name) => columns.has(name)) : 'key';
      return column === undefined
        ? Promise.resolve(null)
        : core.joinProfiles(rowsOf(profiles, 'profiles'), { key: { column, field: field ?? column } });
    });
    const third = blocked.map((block) => () => core.block(block));
    while (first.length + second.length + third.length > 0) {
      const from = one([first, second, third].filter((list) => list.length > 0));
      steps.push(from.shift()!);
    }
    for (const step of steps) await step();
    if (blocked.length > 0 && draw() < 0.3) await core.undo(blocked.pop()!);

    const asRow = ({
      n: _n,
      time: _t,
      event: _e,
      userId: _u,
      email: _m,
      deviceId: _d,
      ...props
    }: Record<string, string | number>): OracleRow['props'] => props;
    const oracle: OracleTable[] = tables.map(({ field, rows: profiles }) =>
      field === null
        ? {
            field,
            profiles: profiles
              .filter((profile) => idsOf(profile).length > 0)
              .map((profile) => ({ ids: idsOf(profile), props: asRow(profile) })),
          }
        : {
            field,
            profiles: profiles.map(({ key, ...props }) => ({ key: String(key), props })),
          },
    );
    const usable = oracle.filter((table) => table.profiles.length > 0);
    const expected = joinOracle(
      rows.map((row) => ({ ids: idsOf(row), props: asRow(row) })),
      usable,
      { blocked },
    );
    const names = ['account', 'size', 'tier', 'land'];
    expect(said(core, names)).toEqual(
      expected.rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]))),
    );
    const found = (await core.describe()).profiles ?? [];
    expect(
      found.map(({ matched, unmatched, rows: count, conflicts }) => ({ matched, unmatched, rows: count, conflicts })),
    ).toEqual(expected.accounts);
    for (const one of found) expect(one.profilesIn).toBe(one.matched + one.unmatched + one.rejected);
  });
});

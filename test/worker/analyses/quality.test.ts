import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quality } from '../../../worker/analyses/quality.js';
import { EngineCore } from '../../../worker/engine.js';
import type { QualityCode, QualityFinding, QualityOptions, QualityReport } from '../../../worker/protocol/quality.js';
import type { Filter } from '../../../worker/protocol/filter.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import { lightConnectors } from '../../../connectors/registry.js';
import { qualityOracle, type SourceRow } from '../../oracles/quality.js';
import { random } from '../../random.js';
import { batchOf } from '../batches.js';

const seed = Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0);
const numRuns = Number(process.env['FC_RUNS'] ?? 20);
const timeout = 60_000 + numRuns * 100;
console.log(`quality against its oracle: FC_SEED=${seed} FC_RUNS=${numRuns}`);

const DAY = 86_400_000;
const HOUR = 3_600_000;
const noon = Date.UTC(2026, 0, 5, 12);

/** Runs of one source, one batch each, so that rows are loaded in the order in which they stand. */
async function loaded(rows: readonly SourceRow[], storage: 'typed' | 'plain' = 'typed', split = Infinity) {
  const core = new EngineCore({ connectors: [], storage });
  let from = 0;
  while (from < rows.length) {
    let to = from;
    while (to < rows.length && rows[to]!.source === rows[from]!.source && to - from < split) to++;
    await core.appendBatches([batchOf(rows.slice(from, to), rows[from]!.source)]);
    from = to;
  }
  return core;
}

async function report(rows: readonly SourceRow[], options?: QualityOptions): Promise<QualityReport> {
  return (await loaded(rows)).quality(options);
}

const of = (result: QualityReport, code: QualityCode): QualityFinding[] =>
  result.findings.filter((finding) => finding.code === code);
const row = (actor: string, t: number, event: string | null = 'visit', more: Partial<SourceRow> = {}): SourceRow => ({
  source: 'web',
  actor,
  t,
  event,
  ...more,
});
const brief = ({ code, source, subject, rows, actors, facts }: QualityFinding) => ({
  code,
  source,
  subject,
  rows,
  actors,
  facts,
});

describe('a report on the data', { timeout }, () => {
  it('accounts for every row of every source', async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    const mapping = {
      version: 1,
      fields: { actor: { column: 'who' }, time: { column: 'at' }, event: { column: 'what' }, id: { column: 'id' } },
      properties: 'none',
    } as const;
    const csv = (rows: string[]): string => ['id,who,at,what,note', ...rows].join('\n');
    const first = csv(['1,ann,2026-01-05T12:00Z,visit,x', '2,bob,never,visit,x', '1,ann,2026-01-05T12:00Z,visit,x']);
    const second = csv(['1,ann,2026-01-05T12:00Z,call,x', '1,ann,2026-01-06T12:00Z,call,x', '2,,2026-01-06T12:00Z,,x']);
    await core.load({ kind: 'text', text: first, name: 'a.csv' }, { mapping });
    await core.append({ kind: 'text', text: second, name: 'b.csv' }, { mapping });
    await core.append({ kind: 'text', text: first, name: 'a.csv' }, { mapping });
    const result = await core.quality();
    expect(result).toMatchObject({ rowsIn: 9, accepted: 3, rejected: 6 });
    expect(result.sources).toEqual([
      { source: 'a.csv', loads: 2, rowsIn: 6, accepted: 1, rejected: 5, rows: 1, firstMs: noon, lastMs: noon },
      {
        source: 'b.csv',
        loads: 1,
        rowsIn: 3,
        accepted: 2,
        rejected: 1,
        rows: 2,
        firstMs: noon,
        lastMs: noon + DAY,
      },
    ]);
    expect(of(result, 'rejected-rows').map(brief)).toEqual([
      { code: 'rejected-rows', source: 'a.csv', subject: 'time-unreadable', rows: 2, actors: 0, facts: {} },
    ]);
    expect(of(result, 'duplicate-ids').map(({ source, rows, share }) => [source, rows, share])).toEqual([
      ['a.csv', 3, 3 / 9],
      ['b.csv', 1, 1 / 9],
    ]);
    expect(of(result, 'conflicting-duplicates').map(({ source, rows }) => [source, rows])).toEqual([['b.csv', 1]]);
    expect(of(result, 'unread-columns').map(({ source, names }) => [source, names])).toEqual([
      ['a.csv', ['note']],
      ['b.csv', ['note']],
    ]);
    expect(of(result, 'unidentified-rows')).toMatchObject([{ source: 'b.csv', rows: 1, actors: 0, severity: 'high' }]);
    // Rows of both sources have ids: none of them repeats another by chance.
    expect(of(result, 'repeated-rows')).toEqual([]);
  });

  it('counts columns of templates and conditions as read', async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    const text = 'who,day,hour,kind,page,rest,ip,note\nann,2026-01-05,12:00,pv,/,x,::1,y';
    await core.load(
      { kind: 'text', text, name: 'a.csv' },
      {
        mapping: {
          version: 1,
          fields: {
            actor: { column: 'who' },
            time: { column: 'day', and: { column: 'hour' } },
            event: { rules: [{ when: { column: 'kind', is: 'pv' }, name: 'view {page}' }], otherwise: '{rest}' },
          },
          properties: 'none',
          exclude: [{ column: 'ip', startsWith: '10.' }],
        },
      },
    );
    expect(of(await core.quality(), 'unread-columns')).toMatchObject([{ names: ['note'] }]);
  });

  it('forgets the loads from before when data are loaded anew, and keeps them when identity changes', async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    const text = 'customer,time,event\nann,2026-01-05T12:00Z,visit\nbob,never,visit';
    await core.load({ kind: 'text', text, name: 'a.csv' });
    await core.block({ id: 'actor:ann' });
    expect((await core.quality()).sources.map(({ source, rowsIn }) => [source, rowsIn])).toEqual([['a.csv', 2]]);
    await core.load({ kind: 'text', text, name: 'b.csv' });
    expect((await core.quality()).sources.map(({ source, rowsIn }) => [source, rowsIn])).toEqual([['b.csv', 2]]);
    core.clear();
    expect(await core.quality()).toMatchObject({ rowsIn: 0, sources: [], findings: [] });
  });

  it('finds values that could not be read as they should, and a source that was cut', async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    const lines = ['who,at,what,price', 'ann,2026-01-05 12:00,buy,12', 'bob,2026-01-05 13:00,buy,12 EUR'];
    const mapping = {
      version: 1,
      fields: { actor: { column: 'who' }, time: { column: 'at' }, event: { column: 'what' } },
      properties: { price: { column: 'price', type: 'number' }, gone: { column: 'gone' } },
    } as const;
    await core.load({ kind: 'text', text: lines.join('\n'), name: 'a.csv' }, { mapping });
    const result = await core.quality();
    expect(of(result, 'not-numbers')).toMatchObject([
      { source: 'a.csv', subject: 'price', rows: 1, share: 0.5, samples: [{ text: '12 EUR' }], mark: null },
    ]);
    expect(of(result, 'zone-assumed')).toMatchObject([{ rows: 2, mend: 'mapping' }]);
    expect(of(result, 'missing-columns')).toMatchObject([{ names: ['gone'] }]);
  });

  it('counts the rows of a file that was loaded twice under another name', async () => {
    const own = [
      row('ann', noon, 'visit', { props: { page: '/a' } }),
      row('bob', noon, 'visit', { props: { page: '/b' } }),
    ];
    const again = own.map((one) => ({ ...one, source: 'copy' }));
    const other = { ...row('ann', noon, 'visit', { props: { page: '/c' } }), source: 'third' };
    expect(of(await report([...own, ...again, other]), 'repeated-rows')).toMatchObject([
      { source: 'copy', rows: 2, actors: 2, facts: { identical: 2 } },
    ]);
    const alike = Array.from({ length: 40 }, (_, i) => row('ann', noon, 'visit', { props: { n: i } }));
    const last = { ...alike[39]!, source: 'copy' };
    expect(of(await report([...alike, last]), 'repeated-rows')).toMatchObject([
      { rows: 39 },
      { source: 'copy', rows: 1 },
    ]);
    const many = Array.from({ length: 40 }, (_, i) => row('ann', noon, `e${i}`));
    const twice = [...many, ...many.map((one) => ({ ...one, source: 'copy' }))];
    expect(of(await report(twice), 'repeated-rows')).toMatchObject([
      { source: 'copy', rows: 40, facts: { identical: 40 } },
    ]);
  });

  it('counts rows that say what an earlier row says, and how many of them say nothing else', async () => {
    const rows = [
      row('ann', noon, 'visit', { props: { page: '/a' } }),
      row('ann', noon, 'visit', { props: { page: '/b' } }),
      row('ann', noon, 'visit', { props: { page: '/a' } }),
      row('ann', noon, 'call'),
      row('bob', noon, 'visit', { props: { page: '/a' } }),
      row('', noon, 'visit'),
      row('', noon, 'visit'),
    ];
    expect(of(await report(rows), 'repeated-rows')).toMatchObject([
      { source: 'web', rows: 2, actors: 1, facts: { identical: 1 }, share: 0.5, severity: 'high' },
    ]);
    // In a long run of one instant too.
    const many = Array.from({ length: 40 }, (_, i) => row('ann', noon, `e${i % 20}`, { props: { n: i % 30 } }));
    expect(of(await report(many), 'repeated-rows')).toMatchObject([{ rows: 20, facts: { identical: 0 } }]);
    const same = [...many, ...many];
    expect(of(await report(same), 'repeated-rows')).toMatchObject([{ rows: 60, facts: { identical: 40 } }]);
  });

  it.each([
    ['Sign up', 'sign_up', true],
    ['Sign up', 'signup ', true],
    ['Ｓｉｇｎ　ｕｐ', 'sign up', true],
    ['提交表单', '提交 表单', true],
    ['提交（表单）', '提交(表单)', true],
    ['/pricing/', '/pricing', true],
    ['/a/b', '/ab', false],
    ['v1.1', 'v11', false],
    ['step 1', 'step 2', false],
    ['buy', 'bye', false],
    ['...', '!!!', false],
  ])('takes %j and %j for one name: %s', async (a, b, near) => {
    const rows = [...Array.from({ length: 20 }, (_, i) => row('ann', noon + i, a)), row('bob', noon, b)];
    const found = of(await report(rows), 'similar-names');
    expect(found.map(({ names, rows: n, facts }) => [names, n, facts])).toEqual(
      near ? [[[a, b], 1, { folded: 1 }]] : [],
    );
  });

  it.each([
    ['newsletter', 'newsleter', true],
    ['newsletter', 'newsletterr', true],
    ['newsletter', 'newslettar', true],
    ['newsletter', 'newslettres', false],
    ['campaign 1', 'campaign 2', false],
    ['checkout', 'checkin', false],
  ])('knows beside %s the rare %s for a slip: %s', async (a, b, near) => {
    const rows = [...Array.from({ length: 20 }, (_, i) => row('ann', noon + i, a)), row('bob', noon, b)];
    expect(of(await report(rows), 'similar-names').map(({ names }) => names)).toEqual(near ? [[a, b]] : []);
    // As frequent as the other it is a name of its own.
    const both = rows.concat(Array.from({ length: 20 }, (_, i) => row('bob', noon + i, b)));
    expect(of(await report(both), 'similar-names')).toEqual([]);
  });

  it('tells by how much the clock of a source stands off another’s', async () => {
    const draw = random(7);
    const rows: SourceRow[] = [];
    for (let i = 0; i < 40; i++) {
      const t = noon + Math.floor(draw() * 20 * DAY);
      rows.push(row(`c${i}`, t, 'signup', { source: 'product' }), row(`c${i}`, t + 3 * HOUR, 'visit'));
      rows.push(row(`c${i}`, t + Math.floor(draw() * HOUR), 'visit', { source: 'product' }));
      rows.push(row(`c${i}`, t + 8 * HOUR + 40_000, 'lead', { source: 'crm' }));
    }
    rows.sort((a, b) => (a.source < b.source ? -1 : 1));
    const found = of(await report(rows), 'clock-offset').filter(({ source, subject }) =>
      [source, subject].every((name) => name !== 'web'),
    );
    expect(found.map(brief)).toEqual([
      {
        code: 'clock-offset',
        source: 'crm',
        subject: 'product',
        rows: 40,
        actors: 40,
        facts: { offsetMs: 8 * HOUR, matched: 40, shared: 40 },
      },
    ]);
  });

  it('finds times that cannot be right', async () => {
    const rows = [
      ...Array.from({ length: 100 }, (_, i) => row(`c${i}`, noon + i * DAY - 10 * HOUR, 'visit')),
      ...Array.from({ length: 30 }, (_, i) => row(`c${i}`, noon + i * DAY - 12 * HOUR, 'order', { source: 'shop' })),
      row('c1', 1_767_225_600, 'order', { source: 'shop' }),
      row('c2', noon + 400 * DAY, 'order', { source: 'shop' }),
    ];
    const result = await report(rows, { now: noon + 120 * DAY });
    expect(of(result, 'night-activity').map(brief)).toEqual([
      { code: 'night-activity', source: 'web', subject: null, rows: 100, actors: 100, facts: { share: 1 } },
    ]);
    expect(of(result, 'midnight-times')).toMatchObject([{ source: 'shop', rows: 30, facts: { share: 1 } }]);
    expect(of(result, 'times-in-1970')).toMatchObject([{ source: 'shop', rows: 1 }]);
    expect(of(result, 'future-times')).toMatchObject([{ source: 'shop', rows: 1, facts: { furthestMs: 280 * DAY } }]);
    expect(of(result, 'ends-early')).toMatchObject([{ source: 'shop', rows: 70, facts: { days: 70 } }]);
    expect(of(result, 'out-of-date')).toMatchObject([{ facts: { days: 21 } }]);
    // In Tokyo the nights are mornings, and the midnights too.
    const tokyo = await report(rows, { tz: 'Asia/Tokyo' });
    expect(of(tokyo, 'night-activity').concat(of(tokyo, 'midnight-times'))).toEqual([]);
    // Nobody said what now is.
    expect(of(tokyo, 'future-times').concat(of(tokyo, 'out-of-date'))).toEqual([]);
  });

  it('misses days by what the same days of other weeks have', async () => {
    const days = Array.from({ length: 56 }, (_, day) => day);
    const course = (lost: (day: number) => number): SourceRow[] =>
      days.flatMap((day) => {
        const weekend = day % 7 >= 5;
        const count = Math.floor((weekend ? 0 : 30) * lost(day));
        return Array.from({ length: count }, (_, i) => row(`c${i}`, noon + day * DAY + i * 60_000));
      });
    expect(of(await report(course(() => 1)), 'days-without-rows')).toEqual([]);
    const gap = await report(course((day) => (day === 15 || day === 16 ? 0 : 1)));
    expect(of(gap, 'days-without-rows')).toMatchObject([
      {
        source: 'web',
        facts: { days: 2, missing: 60 },
        share: 60 / (38 * 30 + 60),
        samples: [{ text: '2026-01-20', count: 2 }],
      },
    ]);
    const drop = await report(course((day) => (day === 15 ? 0.1 : 1)));
    expect(of(drop, 'sudden-drops')).toMatchObject([
      { facts: { days: 1, missing: 27 }, samples: [{ text: '2026-01-20', count: 3 }] },
    ]);
  });

  it('tells a handing over from two values at a time', async () => {
    const owned = (actor: string, ...owners: (string | null)[]): SourceRow[] =>
      owners.map((owner, i) => row(actor, noon + i, 'call', { props: { owner } }));
    const rows = [...owned('ann', 'x', 'x', 'y', null, 'y'), ...owned('bob', 'x', 'y', 'x'), ...owned('cid', 'x')];
    const found = of(await report(rows), 'conflicting-values');
    expect(found.map(brief)).toEqual([
      { code: 'conflicting-values', source: null, subject: 'owner', rows: 3, actors: 1, facts: {} },
    ]);
    const atOnce = [row('ann', noon, 'a', { props: { owner: 'x' } }), row('ann', noon, 'b', { props: { owner: 'y' } })];
    expect(of(await report(atOnce), 'conflicting-values')).toMatchObject([{ actors: 1, rows: 2 }]);
  });

  it('finds identifiers that many share and customers who were joined with two user ids', async () => {
    const core = new EngineCore({ connectors: [] });
    const info = Array.from({ length: 12 }, (_, i) => ({
      actor: '',
      t: noon + i,
      event: 'mail',
      ids: [`userId:u${i}`, 'email:info@x.org'],
    }));
    const joined = ['p1', 'p2'].map((id, i) => ({
      actor: '',
      t: noon + i,
      event: 'mail',
      ids: [`userId:${id}`, 'email:p@x.org'],
    }));
    await core.appendBatches([batchOf([...info, ...joined])], undefined, { identity: { maxDistinctUserIds: 3 } });
    const result = await core.quality();
    const identities = await core.identities();
    expect(identities.guarded).toMatchObject([{ id: 'email:info@x.org', rows: 12 }]);
    expect(of(result, 'shared-identifiers')).toMatchObject([
      { rows: 12, actors: 12, names: ['email:info@x.org'], namesTotal: 1, samples: [{ count: 12 }] },
    ]);
    expect(of(result, 'several-user-ids')).toMatchObject([
      { rows: 2, actors: identities.conflictsTotal, samples: [{ text: 'userId:p1 · userId:p2', count: 2 }] },
    ]);
    expect(identities.conflictsTotal).toBe(1);
  });

  it('lists what is greatest first, and by name what is equal', async () => {
    const rows = Array.from({ length: 1900 }, (_, i) =>
      row(i < 300 ? '' : `c${i}`, noon + i, i === 7 ? 'oops' : 'visit'),
    );
    const { findings } = await report([...rows, row('c900', noon, 'once')]);
    const shares = findings.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['unidentified-rows', 'high'],
      ['names-once', 'some'],
    ]);
  });

  it('takes names as they are, whatever they say', async () => {
    const names = [
      '__proto__',
      'constructor',
      'toString',
      '<img src=x onerror=alert(1)>',
      '\u202egnp.exe',
      '',
      'a'.repeat(5000),
    ];
    const rows = names.flatMap((name, i) =>
      [0, 1].map((k) =>
        row(name || 'x', noon + i + k * DAY, name, { source: name, props: { [name || 'empty']: null, owner: name } }),
      ),
    );
    const core = await loaded(rows);
    const result = await core.quality();
    expect(result.sources.map(({ source, rows: n }) => [source, n])).toEqual(names.map((name) => [name, 2]));
    expect(of(result, 'empty-columns')[0]!.namesTotal).toBe(names.length);
    for (const { names: shown, samples } of result.findings) {
      for (const text of [...shown, ...samples.map((sample) => sample.text)])
        expect(text.length).toBeLessThanOrEqual(200);
    }
    expect(structuredClone(result)).toEqual(result);
    expect(({} as Record<string, unknown>)['owner']).toBeUndefined();
  });

  it('rests often, however many names, sources and customers there are', () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => row(`c${i}`, noon + i, `name of event ${i}`));
    const core = loaded([...rows, ...rows.slice(0, 20).map((one, i) => ({ ...one, source: `s${i}` }))]);
    return core.then(({ store }) => {
      const steps = quality(store, { kind: 'quality' }, null);
      let rests = 0;
      for (;;) {
        const step = steps.next();
        if (step.done) {
          const [once] = of(step.value.result, 'names-once');
          expect([once!.rows, once!.namesTotal, once!.names.length]).toEqual([29_980, 29_980, 20]);
          break;
        }
        rests++;
      }
      // Each pass over the rows, each thousand of names to fold, to sort, to group.
      expect(rests).toBeGreaterThan(100);
    });
  });

  it('takes all times there are, from as many sources as there are rows', async () => {
    const draw = random(5);
    const rows = Array.from({ length: 1800 }, (_, i) =>
      row(`c${i % 50}`, Math.floor((draw() - 0.5) * 1.7e16), 'visit', { source: `s${Math.floor(i / 3)}` }),
    );
    const ends = [row('c1', -8.64e15, 'a'), row('c2', 8.64e15, 'b')];
    for (const options of [{}, { now: 0 }, { now: -8.64e15 }, { tz: 'Asia/Kolkata', now: 8.64e15 }]) {
      const result = await report([...rows, ...ends], options);
      expect(result.sources).toHaveLength(601);
      expect(result.findingsTotal).toBeGreaterThan(0);
      expect(result.findings.length).toBe(Math.min(500, result.findingsTotal));
      for (const { share } of result.findings) expect(share).toBeLessThanOrEqual(1);
    }
  });

  it('refuses questions and marks that mean nothing', async () => {
    const core = await loaded([row('ann', noon)]);
    for (const options of [{ tz: 'Mars/Olympus' }, { now: NaN }, { now: 9e15 }, { far: 1 }]) {
      await expect(core.quality(options as QualityOptions)).rejects.toThrow(AnalyticsError);
    }
    const mark = { kind: 'finding', code: 'names-once', source: null, subject: null } as const;
    expect(await core.list({ spec: { kind: 'quality' }, mark, of: 'rows' })).toMatchObject({ total: 1 });
    expect(await core.list({ spec: { kind: 'quality' }, mark: { ...mark, subject: 'x' } })).toMatchObject({ total: 0 });
    for (const wrong of [
      { ...mark, code: 'none' },
      { kind: 'finding', code: 'names-once' },
      { ...mark, more: 1 },
    ]) {
      await expect(core.list({ spec: { kind: 'quality' }, mark: wrong as never })).rejects.toThrow(AnalyticsError);
    }
  });

  it('agrees with the oracle, row by row, in either storage and however the rows were loaded', async () => {
    const event = fc.constantFrom('visit', 'Visit', 'sign up', 'sign_up', 'newsletter', 'newsleter', 'v1.1', null);
    const time = fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .tuple(fc.nat(40), fc.constantFrom(0, 1, 9 * HOUR, 14 * HOUR + 61_000))
          .map(([d, h]) => noon - 12 * HOUR + d * DAY + h),
      },
      { weight: 1, arbitrary: fc.constantFrom(0, 1_767_225_600, -5, noon + 300 * DAY) },
    );
    const one = fc.record({
      source: fc.constantFrom('web', 'crm', 'shop'),
      actor: fc.constantFrom('', 'ann', 'bob', 'cid'),
      t: time,
      event,
      props: fc.dictionary(
        fc.constantFrom('owner', 'account', 'x'),
        fc.constantFrom<string | number | null>('p', 'q', 1, null),
        { maxKeys: 2 },
      ),
    });
    /** A steady course, so that something is expected of its days. */
    const steady = fc
      .record({
        days: fc.integer({ min: 7, max: 26 }),
        each: fc.constantFrom(3, 6, 21),
        lost: fc.array(fc.nat(40), { maxLength: 4 }),
        low: fc.nat(40),
        skew: fc.constantFrom(0, 1, 8),
      })
      .map(({ days, each, lost, low, skew }): SourceRow[] =>
        Array.from({ length: days }, (_, day) =>
          lost.includes(day)
            ? []
            : Array.from({ length: day === low ? 1 : each }, (__, i) => {
                const t = noon + day * DAY + i * 613_000;
                const actor = `s${(day * 7 + i) % 15}`;
                return [
                  row(actor, t, 'visit'),
                  ...(i === 0 ? [row(actor, t + skew * HOUR, 'lead', { source: 'crm' })] : []),
                ];
              }).flat(),
        ).flat(),
      );
    const log = fc
      .tuple(fc.array(one, { maxLength: 60 }), fc.option(steady, { freq: 2 }))
      .map(([rows, course]) => [...rows, ...(course ?? [])]);
    await fc.assert(
      fc.asyncProperty(
        log,
        fc.constantFrom(null, noon + 60 * DAY),
        fc.constantFrom('typed', 'plain'),
        fc.constantFrom(1, 7, 1000),
        async (rows, now, storage, split) => {
          const core = await loaded(rows, storage, split);
          const options = now === null ? {} : { now };
          const result = await core.quality(options);
          const truths = qualityOracle(rows, now);
          const sort = <T extends { code: string; source: string | null; subject: string | null }>(list: T[]): T[] =>
            list.sort((a, b) =>
              JSON.stringify([a.code, a.source, a.subject]) < JSON.stringify([b.code, b.source, b.subject]) ? -1 : 1,
            );
          const found = result.findings.filter(({ code }) => code !== 'out-of-date');
          expect(sort(found.map(brief))).toEqual(sort(truths.map((truth) => ({ ...truth, rows: truth.rows.length }))));
          const actors = new Set(rows.map(({ actor }) => actor).filter((actor) => actor !== '')).size;
          for (const finding of found) {
            const { rows: n, actors: who, share, mark } = finding;
            if (n > 0) expect(share).toBe(Math.max(n / rows.length, actors === 0 ? 0 : who / actors));
            if (mark === null) continue;
            const truth = truths.find(
              ({ code, source, subject }) =>
                code === finding.code && source === finding.source && subject === finding.subject,
            )!;
            const page = await core.list({ spec: { kind: 'quality', ...options }, mark, of: 'rows', limit: 10_000 });
            const told = (r: { time: number; event: string | null; actor: string | null }) =>
              `${r.time} ${r.event} ${r.actor}`;
            expect(page.rows.map(told).sort()).toEqual(
              truth.rows
                .map((k) => rows[k]!)
                .map((r) => told({ time: r.t, event: r.event, actor: r.actor ? `actor:${r.actor}` : null }))
                .sort(),
            );
            expect((await core.list({ spec: { kind: 'quality', ...options }, mark })).total).toBe(who);
          }
          // A filter that passes all changes nothing; one that passes some gives the report of those alone.
          const asked = (filter: Filter) => core.run([{ id: 'q', spec: { kind: 'quality', ...options }, filter }]);
          const [all] = await asked({ kind: 'or', of: [{ kind: 'rows', match: [{}] }] });
          expect(all).toEqual({ id: 'q', ok: true, result });
          const [some] = await asked({ kind: 'rows', match: [{ event: ['visit', 'lead', 'sign up'] }] });
          const kept = rows.filter((r) => ['visit', 'lead', 'sign up'].includes(r.event ?? ''));
          const those = some!.ok && some!.result.kind === 'quality' ? some!.result.findings : [];
          const ownColumns = ({ code }: { code: string }): boolean => code !== 'empty-columns';
          expect(
            sort(
              those
                .filter(({ code }) => code !== 'out-of-date')
                .filter(ownColumns)
                .map(brief),
            ),
          ).toEqual(
            sort(
              qualityOracle(kept, now)
                .filter(ownColumns)
                .map((truth) => ({ ...truth, rows: truth.rows.length })),
            ),
          );
        },
      ),
      { seed, numRuns },
    );
  });
});

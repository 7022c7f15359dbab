import { describe, expect, it } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ProfileOptions } from '../../worker/protocol/profiles.js';
import { mutants } from './mutate.js';

const count = Number(process.env['MUTANTS'] ?? 1000);
const timeout = 60_000 + count * 60;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const mapping: Mapping = {
  version: 1,
  format: { delimiter: ',' },
  fields: {
    time: { column: 'day', and: { column: 'hour' }, format: 'iso', zone: 'Asia/Shanghai' },
    event: {
      rules: [
        {
          when: [
            { column: 'kind', is: ['pv', 'open'] },
            { column: 'n', from: 1, to: 9 },
          ],
          name: 'view {page}',
        },
      ],
      otherwise: '{kind}',
    },
    userId: [{ column: 'who', prefix: 'crm:' }, { template: '{who}-{n}' }],
    channel: { column: 'kind', values: { pv: 'web', '': 'none' }, otherwise: null },
    value: { column: 'n' },
  },
  properties: { tags: { column: 'tags', type: 'list', delimiter: ';' }, ok: { column: 'n', type: 'boolean' } },
  otherProperties: 'all',
  exclude: [
    { column: 'who', startsWith: 'test', not: true },
    { index: 2, empty: true },
  ],
  missing: ['?'],
};
const csv = `who,day,hour,kind,n,page,tags
test1,2026-01-05,08:00,pv,1,/,a;b
ann,2026-01-05,08:00,open,12,/x,
test2,soon,,pv,?,"/,y",;
test3,2026-01-06,09:30,,3,,c
`;

/** What a call came to: an answer, or the code of a typed error; anything else is thrown. */
async function outcome<T>(call: () => Promise<T>): Promise<T | string> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AnalyticsError && error.code !== 'internal') return error.code;
    throw error;
  }
}

describe('parsers/mappings', () => {
  it(`reads or refuses ${count} damaged mappings, with every row accounted for`, { timeout }, async () => {
    const core = new EngineCore({ connectors: lightConnectors });
    let read = 0;
    let refused = 0;
    for (const bytes of mutants(encode(JSON.stringify(mapping)), count * 3, 51)) {
      let damaged: unknown;
      try {
        damaged = JSON.parse(new TextDecoder().decode(bytes));
      } catch {
        continue;
      }
      const report = await outcome(() => core.load({ kind: 'text', text: csv }, { mapping: damaged as Mapping }));
      if (typeof report === 'string') refused++;
      else {
        read++;
        expect(report.rowsIn).toBe(report.accepted + report.rejected);
        expect(core.store.acceptedRows).toBe(report.accepted);
      }
    }
    expect(read).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it(`reads or refuses ${count} damaged files of profiles, and keeps the rows`, { timeout }, async () => {
    const rows = [
      { email: 'ann@x.org', account: 'A1', time: '2026-01-05', event: 'open' },
      { email: 'bob@x.org', account: '__proto__', time: '2026-01-05', event: 'open' },
    ];
    const profiles = [
      'Email,Id,constructor,score\nann@x.org,A1,x,1\nbob@x.org,A2,y,2\nann@x.org,__proto__,z,3\n',
      '[{"Email":"ann@x.org","Id":"A1","__proto__":{"a":1},"score":1},{"Email":"bob@x.org","Id":"__proto__","tags":["a",1]}]',
    ];
    const joins: ProfileOptions[] = [
      { key: { column: 'Email', field: 'email' } },
      { key: { column: 'Id', field: 'account' }, prefix: '__proto__.' },
    ];
    let read = 0;
    let refused = 0;
    for (const [k, text] of profiles.entries()) {
      for (const bytes of mutants(encode(text), Math.ceil(count / 2), 52 + k)) {
        const core = new EngineCore({ connectors: lightConnectors });
        await core.load({ kind: 'rows', rows });
        for (const options of joins) {
          const account = await outcome(() => core.joinProfiles({ kind: 'bytes', bytes, name: 'profiles' }, options));
          if (typeof account === 'string') refused++;
          else {
            read++;
            const { profilesIn, matched, unmatched, rejected, report } = account;
            expect([profilesIn, report.rowsIn]).toEqual([matched + unmatched + rejected, report.accepted + rejected]);
          }
          expect(core.store.acceptedRows).toBe(2);
        }
      }
    }
    expect(read).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });
});

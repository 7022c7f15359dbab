import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../connectors/json/json-text.js';
import { createEngine } from '../../worker/client.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { EventRow } from '../../worker/protocol/list.js';

const mapping = (more: Partial<Mapping> = {}): Mapping => ({
  version: 1,
  fields: { actor: { column: 'who' }, time: { column: 't' }, event: { column: 'e' } },
  ...more,
});

async function load(
  text: string,
  by?: Mapping,
  properties: readonly string[] = [],
): Promise<{ report: ImportReport; rows: readonly EventRow[] }> {
  const engine = await createEngine({ seat: 'page' });
  try {
    const report = await engine.load({ kind: 'text', text, name: 'data' }, by ? { mapping: by } : {});
    const { rows } = await engine.list({
      spec: { kind: 'sessions' },
      mark: { kind: 'sessions', of: 'all' },
      of: 'rows',
      properties,
      limit: 1000,
    });
    return { report, rows };
  } finally {
    engine.close();
  }
}

const three = [
  { who: 'ann', t: '2026-01-01T00:00:00Z', e: 'visit', plan: 'pro' },
  { who: 'ann', t: '2026-01-02T00:00:00Z', e: 'buy', plan: 'pro' },
  { who: 'bob', t: '2026-01-03T00:00:00Z', e: 'visit', seats: 3 },
];

describe('JSON files', () => {
  it.each([
    ['a list', JSON.stringify(three), 'json'],
    ['a list on many lines', JSON.stringify(three, null, 2), 'json'],
    ['an object that wraps a list', JSON.stringify({ total: 3, records: three }, null, 2), 'json'],
    ['lines', three.map((row) => JSON.stringify(row)).join('\n'), 'ndjson'],
    ['lines with CRLF and blank ones', `\n${three.map((row) => JSON.stringify(row)).join('\r\n\r\n')}\r\n`, 'ndjson'],
  ])('%s: every record is a touchpoint', async (_name, text, format) => {
    const { report, rows } = await load(text, mapping(), ['plan', 'seats']);
    expect(report).toMatchObject({ rowsIn: 3, accepted: 3, rejected: 0, complete: true, facts: { format } });
    expect(rows.map(({ label, event, values }) => [label, event, ...values])).toEqual([
      ['ann', 'visit', 'pro', null],
      ['ann', 'buy', 'pro', null],
      ['bob', 'visit', null, 3],
    ]);
  });

  it('tells the columns from the keys', async () => {
    const text = JSON.stringify(three.map(({ who, t, e }) => ({ customer_id: who, timestamp: t, event: e })));
    expect((await load(text)).report).toMatchObject({ accepted: 3 });
  });

  it('reads a list within each record, with the fields around it', async () => {
    const text = [
      '{"session":7,"events":[{"ts":1700000000000,"type":"clicks"},{"ts":1700000001000,"type":"orders"}]}',
      '{"session":8,"events":[{"ts":1700000002000,"type":"clicks"}, 5]}',
      '{"session":9}',
    ].join('\n');
    const by: Mapping = {
      version: 1,
      format: { rows: 'events[]' },
      fields: {
        actor: { column: 'session' },
        time: { column: 'events.ts', format: 'epoch-ms' },
        event: { column: 'events.type' },
      },
    };
    const { report, rows } = await load(text, by);
    expect(report).toMatchObject({ rowsIn: 5, accepted: 3, rejectedByReason: { 'not-a-record': 2 } });
    expect(report.rejections.map(({ record, line }) => [record, line])).toEqual([
      [4, 2],
      [5, 3],
    ]);
    expect(rows.map(({ label, event }) => `${label} ${event}`)).toEqual(['7 clicks', '7 orders', '8 clicks']);
  });

  it('names nested fields by their way, and keeps lists of scalars as lists', async () => {
    const text = JSON.stringify([
      {
        who: 'ann',
        t: 1_700_000_000_000,
        e: 'buy',
        cart: { total: 9, items: { n: 2 } },
        tags: ['a', 'b'],
        more: [{ x: 1 }],
      },
    ]);
    const { rows } = await load(text, mapping(), ['cart.total', 'cart.items.n', 'tags', 'more']);
    expect(rows[0]?.values).toEqual([9, 2, ['a', 'b'], '[{"x":1}]']);
  });

  it('keeps every digit of a long number, and says which numbers it could not keep', async () => {
    const line = (id: string): string => `{"who":${id},"t":1700000000000,"e":"visit","v":1e400}`;
    const { report, rows } = await load(`${line('9007199254740993')}\n${line('9007199254740992')}`, mapping(), ['v']);
    expect(rows.map(({ label }) => label).sort()).toEqual(['9007199254740992', '9007199254740993']);
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'number-range', count: 2 }));
  });

  it('meets a key that only a late record has', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => ({ who: `c${i}`, t: 1_700_000_000_000 + i, e: 'visit' }));
    const text = [...rows, { who: 'late', t: 1_700_000_900_000, e: 'visit', hint: 'x' }].map((row) =>
      JSON.stringify(row),
    );
    const { report } = await load(text.join('\n'), mapping());
    expect(report).toMatchObject({ accepted: 5001, facts: { columns: ['who', 't', 'e', 'hint'] } });
  });

  it('refuses one spoilt line, and reads on', async () => {
    const text = ['{"who":"a","t":1700000000000,"e":"x"}', '{"who":', '{"who":"b","t":1700000000000,"e":"x"}'].join(
      '\n',
    );
    const { report } = await load(text, mapping());
    expect(report).toMatchObject({ rowsIn: 3, accepted: 2, rejectedByReason: { 'record-unreadable': 1 } });
    expect(report.rejections[0]).toMatchObject({ record: 2, line: 2, raw: '{"who":' });
  });

  it('says when a list ends early, and keeps what was whole', async () => {
    const text = JSON.stringify(three).slice(0, -20);
    const { report } = await load(text, mapping());
    expect(report).toMatchObject({ rowsIn: 3, accepted: 2, rejected: 1, complete: false });
    expect(report.warnings.map(({ code }) => code)).toContain('cut-short');
  });

  it.each([
    ['a number', '[1] x', undefined, 'source-format'],
    ['comments', '[{"who":"a","t":1700000000000,"e":"x"}/*x*/]', mapping(), 'source-format'],
    ['two lists', '[{"who":"a","t":1700000000000,"e":"x"}][{"who":"b"}]', mapping(), 'source-format'],
    ['nothing in it', '[]', undefined, 'source-format'],
    ['a path without brackets', '[{"who":"a"}]', mapping({ format: { rows: 'events' } }), 'mapping-invalid'],
  ])('refuses %s as a whole, saying why', async (_name, text, by, code) => {
    await expect(load(text, by)).rejects.toMatchObject({ code });
  });

  it('says the same of a list, its lines, and the rows as objects', async () => {
    const row = fc.record(
      {
        who: fc.constantFrom('a', 'b', 'c'),
        t: fc.integer({ min: 1_600_000_000_000, max: 1_700_000_000_000 }),
        e: fc.constantFrom('x', 'y'),
        // Integers that a double may not hold are text in a file, and a number in an object.
        n: fc.oneof(fc.integer(), fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(null), fc.boolean()),
        s: fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string(), { maxLength: 3 })),
      },
      { requiredKeys: ['who', 't', 'e'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const list = await load(JSON.stringify(rows), mapping(), ['n', 's']);
        const lines = await load(rows.map((one) => JSON.stringify(one)).join('\n') + '\n', mapping(), ['n', 's']);
        const engine = await createEngine({ seat: 'page' });
        await engine.load({ kind: 'rows', rows, name: 'data' }, { mapping: mapping() });
        const plain = await engine.list({
          spec: { kind: 'sessions' },
          mark: { kind: 'sessions', of: 'all' },
          of: 'rows',
          properties: ['n', 's'],
          limit: 1000,
        });
        engine.close();
        expect(list.rows).toEqual(plain.rows);
        expect(lines.rows).toEqual(plain.rows);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 40) },
    );
  });
});

describe('the reader of JSON texts', () => {
  it('reads what JSON.parse reads, and refuses what it refuses', () => {
    // Long integers stay text, digit by digit.
    const kept = (_key: string, value: unknown): unknown =>
      Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value as number) < 1e21
        ? String(value)
        : value;
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, kept)) as unknown;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(plain(parseJson(JSON.stringify(value, null, 1)).value)).toEqual(plain(value));
      }),
    );
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', 'e', 't', '\u0001'),
        (value, at, put) => {
          const text = JSON.stringify(value);
          const spoilt = text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1);
          const reads = (read: () => unknown): boolean => {
            try {
              read();
              return true;
            } catch {
              return false;
            }
          };
          expect(reads(() => parseJson(spoilt))).toBe(reads(() => JSON.parse(spoilt)));
        },
      ),
    );
  });

  it('takes every key as data', () => {
    const { value, duplicateKey } = parseJson('{"__proto__":{"polluted":1},"constructor":2,"a":1,"a":2}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'a']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(duplicateKey).toBe(true);
  });

  it('refuses endless nesting without running out of stack', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow('levels');
  });
});

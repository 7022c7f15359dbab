import { describe, expect, test } from 'vitest';
import { connectorFor } from '../../connectors/registry.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import { load, steady, type Loaded } from './load.js';

type Rows = ReadonlyArray<Readonly<Record<string, unknown>>>;

const day = Date.parse('2024-03-05T00:00:00Z');
const loadRows = (rows: Rows, mapping?: Mapping): Promise<Loaded> => load({ kind: 'rows', rows }, mapping);

describe('plain objects', () => {
  test('are mapped by their keys, values keep their type', async () => {
    const loaded = await loadRows([
      { userId: 'u1', time: day, event: 'visit', n: 1.5, ok: true, tags: ['a', 1, null] },
      { userId: 'u2', time: '2024-03-06T00:00Z', event: 'signup', n: '1.50', extra: null },
      { userId: 7, time: day, event: 'visit', n: NaN, tags: ['a', 1, null], nested: { a: 1 } },
    ]);
    expect(loaded.identifiers('userId')).toEqual(['u1', 'u2', '7']);
    expect(loaded.times).toEqual([day, day + 86_400_000, day]);
    expect(loaded.column('n')).toEqual([1.5, '1.50', null]);
    expect(loaded.column('ok')).toEqual([true, null, null]);
    expect(loaded.column('tags')).toEqual([['a', 1, null], null, ['a', 1, null]]);
    expect(loaded.column('nested')).toEqual([null, null, '{"a":1}']);
    expect(loaded.report).toMatchObject({ rowsIn: 3, accepted: 3, complete: true, facts: { format: 'rows' } });
  });

  test('of nothing but numbers are a column of numbers in their batch, others a list of values', async () => {
    const rows = Array.from({ length: 20_000 }, (_, k) => ({
      userId: 'u1',
      time: day,
      event: 'visit',
      width: k % 7 === 0 ? null : k / 8,
      later: k < 18_000 ? k : 'many',
      none: null,
    }));
    const { batches, column } = await loadRows(rows);
    const kinds = (name: string): string[] =>
      batches.map(({ columns }) => columns.find((one) => one.name === name)!.column.kind);
    expect(kinds('width')).toEqual(['number', 'number']);
    expect(kinds('later')).toEqual(['number', 'dictionary']);
    expect(kinds('none')).toEqual(['dictionary', 'dictionary']);
    for (const name of ['width', 'later', 'none'] as const) {
      expect(column(name)).toEqual(rows.map((row) => row[name]));
    }
  });

  test('have numbers of seconds and microseconds read as what they are', async () => {
    for (const unit of [1000, 1, 0.001]) {
      const { times } = await loadRows([
        { userId: 'u1', time: day / unit, event: 'visit' },
        { userId: 'u2', time: (day + 86_400_000) / unit, event: 'visit' },
      ]);
      expect(times).toEqual([day, day + 86_400_000]);
    }
  });

  test('with a time that is none are rejected with the reason', async () => {
    const times = [undefined, null, '', 'soon', true, 9e15, Infinity, day + 0.9];
    const { report, times: read } = await loadRows(
      [{ user: 'a', time: '2024-03-05', event: 'e' }, ...times.map((time) => ({ user: 'a', time, event: 'e' }))],
      {
        version: 1,
        fields: { time: { column: 'time', format: 'iso' }, event: { column: 'event' }, actor: { column: 'user' } },
      },
    );
    expect(report.rejectedByReason).toEqual({ 'time-missing': 3, 'time-unreadable': 2, 'time-range': 2 });
    expect(read).toEqual([day, day]);
    expect(report.rowsIn).toBe(report.accepted + report.rejected);
  });

  test('may have keys of Object.prototype', async () => {
    const row = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":"c","user":"a","time":"2024-03-05","event":"e"}',
    ) as Rows[number];
    const loaded = await loadRows([row]);
    expect(loaded.column('__proto__')).toEqual(['{"polluted":1}']);
    expect(loaded.column('constructor')).toEqual(['c']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('take declared types', async () => {
    const loaded = await loadRows(
      [
        { at: '5/3/2024', who: 'a', n: '2', b: 'true', s: 3 },
        { at: '25/3/2024', who: '?', n: 'x', b: 1, s: '?' },
      ],
      {
        version: 1,
        fields: { time: { column: 'at' }, event: { constant: 'e' }, actor: { column: 'who' } },
        properties: {
          n: { column: 'n', type: 'number' },
          b: { column: 'b', type: 'boolean' },
          s: { column: 's', type: 'text' },
        },
        missing: ['?'],
      },
    );
    expect(loaded.times[0]).toBe(day);
    expect(loaded.identifiers('actor')).toEqual(['a', null]);
    expect([loaded.column('n'), loaded.column('b'), loaded.column('s')]).toEqual([
      [2, null],
      [true, true],
      ['3', null],
    ]);
    expect(loaded.report.warnings.map(({ code }) => code)).toEqual([
      'not-a-number',
      'unidentified',
      'time-zone-assumed',
    ]);
  });

  test('that are none are an error', async () => {
    await expect(loadRows([null] as unknown as Rows)).rejects.toMatchObject({ code: 'source-format' });
    await expect(loadRows([])).rejects.toMatchObject({ code: 'source-format', detail: { format: 'empty' } });
  });

  test('are previewed', async () => {
    const source = { kind: 'rows' as const, rows: [{ user: 'a', when: '2024-03-05', event: 'e', n: 1 }] };
    const preview = await connectorFor(source).preview(source, { signal: { aborted: false }, pace: steady });
    expect(preview.rows).toEqual([['a', '2024-03-05', 'e', '1']]);
    expect(preview.mapping?.fields.time).toEqual({ column: 'when' });
  });
});

import { describe, expect, test } from 'vitest';
import { rowsConnector } from '../../connectors/rows/rows.js';
import { TimeReader } from '../../connectors/time.js';
import type { EventBatch } from '../../worker/protocol/batch.js';

const rows = [
  { customer: 'ann', id: 1, time: '2026-01-01T09:00:00.250Z', event: 'visit', value: 3, plan: 'A', paid: true },
  { customer: 'bob', id: 2, time: 1_767_258_000_000, event: 'buy', value: null, plan: 7, paid: false },
  { customer: '', id: 3, time: '2026-01-03', event: 'visit', value: 1.5 },
];

async function batches(storage: 'typed' | 'plain'): Promise<EventBatch[]> {
  const pace = { due: () => false, rest: async () => {} };
  const reading = await rowsConnector.read({ kind: 'rows', rows }, { signal: { aborted: false }, pace, storage });
  const all: EventBatch[] = [];
  for await (const batch of reading.batches) all.push(batch);
  return all;
}

/** Every column of numbers in a batch. */
function numbersOf(batch: EventBatch): ArrayLike<number>[] {
  const columns = batch.columns.map(({ column }) => (column.kind === 'number' ? column.values : column.codes));
  const identifiers = batch.identifiers.map(({ values }) => values.codes);
  return [
    batch.time,
    batch.records!,
    batch.event.codes,
    ...(batch.id ? [batch.id.codes] : []),
    ...identifiers,
    ...columns,
  ];
}

describe('batches of a store of plain arrays', () => {
  test('have no typed array in them, and the numbers that typed ones have', async () => {
    const [plain, typed] = [await batches('plain'), await batches('typed')];
    expect(plain).toHaveLength(1);
    expect(numbersOf(plain[0]!).length).toBeGreaterThan(6);
    expect(numbersOf(plain[0]!).every((values) => Array.isArray(values))).toBe(true);
    expect(numbersOf(typed[0]!).every((values) => ArrayBuffer.isView(values))).toBe(true);
    expect(plain.map((batch) => numbersOf(batch).map((values) => Array.from(values)))).toEqual(
      typed.map((batch) => numbersOf(batch).map((values) => Array.from(values))),
    );
  });
});

describe('times from text', () => {
  test('are read as from bytes of their own, whatever was read before', () => {
    const long = [
      '2026-01-01T09:00:00.250+05:30',
      '2026-01-01T09:00:00Z UTC',
      '1767258000000123',
      '01.02.2026 10:11:12 PM',
    ];
    for (const format of [
      'iso',
      'epoch-s',
      'epoch-ms',
      'epoch-us',
      'DD.MM.YYYY hh:mm:ss A',
      'YYYY-MM-DDTHH:mm:ss.SSSZ',
    ]) {
      for (const text of long) {
        for (let length = 0; length <= text.length; length++) {
          const reader = new TimeReader(format, 'UTC');
          reader.readText(text);
          const bytes = new TextEncoder().encode(text.slice(0, length));
          expect([format, length, reader.readText(text.slice(0, length))]).toEqual([
            format,
            length,
            new TimeReader(format, 'UTC').read(bytes, 0, bytes.length),
          ]);
        }
      }
    }
  });
});

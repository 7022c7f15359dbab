import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { formatFile } from '../../connectors/formats/file.js';
import type { FormatFile } from '../../connectors/formats/format.js';
import { crc32 } from '../../connectors/crc32.js';
import { parquetFormat } from '../../connectors/parquet/parquet.js';
import { readRecords } from '../../connectors/records/reading.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Pace } from '../../worker/protocol/source.js';
import { formatRows } from './format-rows.js';
import {
  bool,
  columnFile,
  dataPage,
  dictionaryPage,
  group,
  i32,
  i64,
  leaf,
  levels,
  levelsOf,
  list,
  page,
  parquetFile,
  struct,
  text,
  texts,
  u32,
  type ColumnParts,
  type Struct,
} from './parquet-file.js';

const folder = fileURLToPath(new URL('../fixtures/parquet/', import.meta.url));
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(`${folder}${name}.parquet`));
const steady: Pace = { due: () => false, rest: async () => {} };

const read = (bytes: Uint8Array): ReturnType<typeof formatRows> => formatRows(parquetFormat, bytes);

/** Cells of column `x`. */
async function cellsOf(bytes: Uint8Array): Promise<unknown[]> {
  return (await read(bytes)).rows.map((row) => row['x']);
}

async function failure(bytes: Uint8Array): Promise<string> {
  const error: unknown = await read(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AnalyticsError);
  expect((error as AnalyticsError).code).toBe('source-format');
  return (error as AnalyticsError).message;
}

/** The table of `test/fixtures/parquet/make.mjs`, by the rules of docs/connectors.md. */
function expectedRow(i: number): Record<string, unknown> {
  const second = String(i).padStart(2, '0');
  const id = 9007199254740989n + BigInt(i);
  const huge = 18446744073709551600n + BigInt(i % 10);
  const total = BigInt(i) * 123456789010123n;
  const totalText = total === 0n ? '0' : `${total / 10000n}.${String(total % 10000n).padStart(4, '0')}`;
  return {
    id: id > 9007199254740991n ? String(id) : Number(id),
    n: i,
    small: 250 + (i % 3),
    huge: String(huge),
    name: i % 5 === 0 ? null : `name-${i % 4}`,
    flag: i % 4 === 0,
    share: i % 3 === 0 || i === 7 ? null : Math.round(i * 37) / 100,
    half: i * 0.5,
    price: Math.round(i * 101) / 100,
    total: String(total).length > 15 ? totalText : Number(totalText),
    local: `2026-01-05T09:00:${second}.000${i % 2 === 1 ? '001' : ''}`,
    time: `2026-01-05T09:00:${second}.000Z`,
    ms: new Date(-750 + i * 1000).toISOString().slice(0, -1),
    day: new Date((1 - i) * 86_400_000).toISOString().slice(0, 10),
    clock: '10:11:12.500',
    kind: `u${i % 3}`,
    uid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    bytes: 'aa00',
    doc: '{"a":1}',
    list: i % 4 === 0 ? null : i % 4 === 1 ? [] : [i, null, 2],
    'place.city': `城市${i}`,
    'place.geo.lat': i * 0.5,
    tags: `{"__proto__":${i},"k${i}":null}`,
    items: `[{"sku":"s${i}","n":[${i},1]}]`,
  };
}

describe('files that DuckDB wrote', () => {
  for (const name of ['snappy-v1', 'gzip-v2', 'zstd-v1', 'lz4-v2', 'plain-v2']) {
    test(`reads every type, packed and written as ${name}`, async () => {
      const { rows, refused, source } = await read(fixture(`types-${name}`));
      expect(refused).toEqual([]);
      expect(source.facts).toEqual({ format: 'parquet', encoding: 'utf-8', gzip: false });
      expect(source.progress()).toEqual({ done: 30, total: 30 });
      const expected = Array.from({ length: 30 }, (_, i) => expectedRow(i));
      // What is no number (row 7 of `share`, where it is not empty anyway) is counted.
      const share = rows.map((row) => row['share']);
      share.forEach((value, i) => {
        if (typeof value === 'number') expect(value).toBeCloseTo(i * 0.37, 12);
        else expect(expected[i]!['share']).toBeNull();
      });
      expect(rows.map((row) => ({ ...row, share: null }))).toEqual(expected.map((row) => ({ ...row, share: null })));
      expect(source.warnings().find(({ code }) => code === 'number-range')?.count).toBe(1);
      expect(await source.keys!(steady)).toEqual(Object.keys(expectedRow(0)));
    });
  }

  test('refuses what a page cannot unpack, and says how to write it instead', async () => {
    expect(await failure(fixture('types-brotli-v1'))).toMatch(/column "id" is packed with BROTLI.*COMPRESSION zstd/);
  });

  test('reads what hyparquet reads', async () => {
    const bytes = fixture('types-snappy-v1');
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const file = { byteLength: buffer.byteLength, slice: (from: number, to?: number) => buffer.slice(from, to) };
    const columns = ['n', 'name', 'flag', 'half', 'kind', 'uid', 'time', 'day'];
    const theirs = await parquetReadObjects({ file, columns });
    const { rows } = await read(bytes);
    const plain = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value);
    const ours = rows.map((row) =>
      columns.map((key) => (key === 'time' || key === 'day' ? Date.parse(String(row[key])) : row[key])),
    );
    expect(ours).toEqual(theirs.map((row) => columns.map((key) => plain(row[key]))));
  });

  test('reads row groups one after the other, with a part of the file at a time', async () => {
    const bytes = fixture('events');
    const reads: Array<readonly [number, number]> = [];
    const whole = formatFile({ name: 'events.parquet', gzip: false, size: bytes.length, bytes });
    const file: FormatFile = {
      ...whole,
      read: (from, to) => {
        reads.push([from, to]);
        return whole.read(from, to);
      },
    };
    const source = await parquetFormat.open(file, {}, steady);
    const opened = reads.length;
    const scores: unknown[] = [];
    for (let items = await source.next(); items !== null; items = await source.next()) {
      for (const item of items) scores.push((item as Record<string, unknown>)['score']);
    }
    expect(scores).toEqual(Array.from({ length: 7000 }, (_, i) => i % 10));
    // Footer and mark, then one read for each of the four row groups, none of them all of the file.
    expect([opened, reads.length - opened]).toEqual([2, 4]);
    for (const [from, to] of reads.slice(opened)) expect(to - from).toBeLessThan(bytes.length / 2);
  });

  test('becomes touchpoints by its headers', async () => {
    const bytes = fixture('events');
    const file = formatFile({ name: 'events.parquet', gzip: false, size: bytes.length, bytes });
    const source = await parquetFormat.open(file, {}, steady);
    const reading = await readRecords(source, { signal: { aborted: false }, pace: steady });
    let rows = 0;
    for await (const batch of reading.batches) rows += batch.rows;
    const report = reading.report();
    expect([rows, report.rowsIn, report.accepted, report.rejected, report.complete]).toEqual([
      7000,
      7000,
      7000,
      0,
      true,
    ]);
    expect(report.facts.format).toBe('parquet');
  });

  test('rests whenever its slice is used up, and ends when it is told to', async () => {
    const bytes = fixture('events');
    let rests = 0;
    const busy: Pace = { due: () => true, rest: async () => void rests++ };
    const file = formatFile({ name: 'events.parquet', gzip: false, size: bytes.length, bytes });
    const source = await parquetFormat.open(file, {}, busy);
    while ((await source.next()) !== null);
    // Four columns in pieces of 1024 rows at most, and four row groups in the footer.
    expect(rests).toBe(4 * 7 + 4);

    const cancelled: Pace = {
      due: () => true,
      rest: () => Promise.reject(new AnalyticsError('aborted', 'The request was cancelled.')),
    };
    await expect(parquetFormat.open(file, {}, cancelled)).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('types that other writers use', () => {
  const one = (element: Struct, type: number, body: ArrayLike<number>, values = 1): Promise<unknown[]> =>
    cellsOf(columnFile(element, { type, values, pages: [dataPage(values, body)] }));
  const int64 = (...values: readonly bigint[]): Uint8Array => new Uint8Array(BigInt64Array.from(values).buffer);

  test('keeps all digits of int64, of either sign', async () => {
    const values = [0n, -1n, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
    expect(await one(leaf('x', 2), 2, int64(...values), values.length)).toEqual([
      0,
      -1,
      9007199254740991,
      '9007199254740992',
      '-9007199254740993',
      '9223372036854775807',
      '-9223372036854775808',
    ]);
  });

  test('reads INT96 as a time without a zone', async () => {
    // Noon of 1970-01-02 and a nanosecond: 43,200,000,000,001 ns into Julian day 2,440,589.
    const body = [...int64(43_200_000_000_001n), ...u32(2_440_589)];
    expect(await one(leaf('x', 3), 3, body)).toEqual(['1970-01-02T12:00:00.000000001']);
  });

  test('writes a zone behind times that were adjusted to UTC, and none behind others', async () => {
    const timestamp = (utc: boolean, unit: number): Struct => ({
      10: struct({ 8: struct({ 1: bool(utc), 2: struct({ [unit]: struct({}) }) }) }),
    });
    const micros = int64(1_767_603_600_123_456n, -1n);
    expect(await one(leaf('x', 2, timestamp(true, 2)), 2, micros, 2)).toEqual([
      '2026-01-05T09:00:00.123456Z',
      '1969-12-31T23:59:59.999999Z',
    ]);
    expect(await one(leaf('x', 2, timestamp(false, 3)), 2, int64(1_767_603_600_000_000_001n, -1n), 2)).toEqual([
      '2026-01-05T09:00:00.000000001',
      '1969-12-31T23:59:59.999999999',
    ]);
    // The older way to say it is UTC by definition.
    expect(await one(leaf('x', 2, { 6: i32(9) }), 2, int64(0n))).toEqual(['1970-01-01T00:00:00.000Z']);
    // What no calendar holds keeps its digits, for the report.
    expect(await one(leaf('x', 2, { 6: i32(9) }), 2, int64(2n ** 62n))).toEqual([String(2n ** 62n)]);
  });

  test('keeps decimals exact, as text where a double would not', async () => {
    const decimal = (scale: number): Struct => ({ 6: i32(5), 7: i32(scale), 8: i32(38) });
    expect(await one(leaf('x', 1, decimal(2)), 1, new Uint8Array(Int32Array.of(-1999, 10).buffer), 2)).toEqual([
      -19.99, 0.1,
    ]);
    expect(await one(leaf('x', 2, decimal(4)), 2, int64(9_999_999_999_999_999n, -5n), 2)).toEqual([
      '999999999999.9999',
      -0.0005,
    ]);
    const wide = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe];
    expect(await one(leaf('x', 7, { 2: i32(8), ...decimal(3) }), 7, wide)).toEqual([-0.002]);
    expect(await one(leaf('x', 6, decimal(0)), 6, [...u32(9), 1, 0, 0, 0, 0, 0, 0, 0, 1])).toEqual([
      '18446744073709551617',
    ]);
  });

  test('takes bytes of which nobody says what they are for text where they read as text', async () => {
    const body = [...texts('paid', '城市'), ...u32(2), 0xc3, 0x28, ...u32(3), 0, 1, 2, ...u32(0)];
    expect(await one(leaf('x', 6), 6, body, 5)).toEqual(['paid', '城市', 'c328', '000102', '']);
    expect(await one(leaf('x', 7, { 2: i32(3) }), 7, [0x61, 0x62, 0x63])).toEqual(['616263']);
  });

  test('refuses the records whose text is none, and only those', async () => {
    const { items, refused } = await read(
      columnFile(leaf('x', 6, { 6: i32(0) }), {
        type: 6,
        values: 3,
        pages: [dataPage(3, [...texts('a'), ...u32(2), 0xc3, 0x28, ...texts('b')])],
      }),
    );
    expect(items).toHaveLength(3);
    expect(refused).toEqual([expect.objectContaining({ reason: 'encoding', raw: '{"x":"\ufffd("}' })]);
    expect([items[0], items[2]]).toEqual([{ x: 'a' }, { x: 'b' }]);
  });

  test('reads small floats, spans of time, and numbers that are none', async () => {
    const float16 = { 2: i32(2), 10: struct({ 15: struct({}) }) };
    expect(await one(leaf('x', 7, float16), 7, [0x00, 0x3e, 0x01, 0x00, 0x00, 0x7c], 3)).toEqual([1.5, 2 ** -24, null]);
    const interval = { 2: i32(12), 6: i32(21) };
    expect(await one(leaf('x', 7, interval), 7, [...u32(14), ...u32(3), ...u32(1500)])).toEqual(['P14M3DT1.5S']);
  });

  test('reads booleans, plain and in runs, over several pages', async () => {
    const pages = [dataPage(9, [0b1010_0101, 1]), dataPage(3, [...u32(2), 6, 1], 3)];
    expect(await cellsOf(columnFile(leaf('x', 0), { type: 0, values: 12, pages }))).toEqual([
      ...[true, false, true, false, false, true, false, true, true],
      ...[true, true, true],
    ]);
  });

  test('takes names for data, whatever they are', async () => {
    const column = (name: string): ColumnParts => ({
      path: [name],
      type: 1,
      values: 1,
      pages: [dataPage(1, u32(name.length))],
    });
    const names = ['__proto__', 'constructor', '', 'x', 'x'];
    const { rows, source } = await read(
      parquetFile({ rows: 1, children: 5, schema: names.map((name) => leaf(name, 1)), columns: names.map(column) }),
    );
    expect(Object.entries(rows[0]!)).toEqual([
      ['__proto__', 9],
      ['constructor', 11],
      ['', 0],
      ['x', 1],
      ['x (2)', 1],
    ]);
    expect(source.warnings()[0]).toMatchObject({ code: 'header-duplicate', count: 1 });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('lists as older writers have them', () => {
  const items = (repetition: readonly number[], definition: readonly number[], body: readonly number[]): Uint8Array =>
    dataPage(repetition.length, [...levelsOf(...repetition), ...levelsOf(...definition), ...body]);
  const ints = (...values: readonly number[]): number[] => [...new Uint8Array(Int32Array.from(values).buffer)];

  test('reads a repeated field as a list', async () => {
    const column = { path: ['x'], type: 1, values: 4, pages: [items([0, 1, 0, 0], [1, 1, 0, 1], ints(7, 8, 9))] };
    expect(
      await cellsOf(parquetFile({ rows: 3, children: 1, schema: [leaf('x', 1, {}, 2)], columns: [column] })),
    ).toEqual([[7, 8], [], [9]]);
  });

  test('reads a list without a group around its items', async () => {
    const schema = [group('x', 1, { 6: i32(3) }), leaf('array', 1, {}, 2)];
    const pages = [items([0, 1, 0, 0], [2, 2, 0, 1], ints(7, 8))];
    const column = { path: ['x', 'array'], type: 1, values: 4, pages };
    expect(await cellsOf(parquetFile({ rows: 3, children: 1, schema, columns: [column] }))).toEqual([[7, 8], null, []]);
  });

  test('goes on with a record in the next page', async () => {
    const pages = [items([0, 1], [1, 1], ints(1, 2)), items([1, 1, 0], [1, 1, 1], ints(3, 4, 5))];
    const column = { path: ['x'], type: 1, values: 5, pages };
    const file = parquetFile({ rows: 2, children: 1, schema: [leaf('x', 1, {}, 2)], columns: [column] });
    expect(await cellsOf(file)).toEqual([[1, 2, 3, 4], [5]]);
  });

  test('refuses columns of a list that do not fit together', async () => {
    const schema = [group('x', 2, {}, 2), leaf('a', 1), leaf('b', 1)];
    const a = { path: ['x', 'a'], type: 1, values: 3, pages: [items([0, 1, 0], [1, 1, 1], ints(1, 2, 3))] };
    const b = { path: ['x', 'b'], type: 1, values: 3, pages: [items([0, 0, 1], [1, 1, 1], ints(4, 5, 6))] };
    expect(
      await cellsOf(parquetFile({ rows: 2, children: 1, schema, columns: [a, { ...a, path: ['x', 'b'] }] })),
    ).toEqual(['[{"a":1,"b":1},{"a":2,"b":2}]', '[{"a":3,"b":3}]']);
    const message = await failure(parquetFile({ rows: 2, children: 1, schema, columns: [a, b] }));
    expect(message).toMatch(/column "x", row group 1\): its parts do not fit together/);
  });
});

describe('files that contradict themselves', () => {
  const ints = (count: number): Uint8Array => new Uint8Array(new Int32Array(count).buffer);
  const good: Omit<ColumnParts, 'path'> = { type: 1, values: 4, pages: [dataPage(4, ints(4))] };
  const file = (change: Partial<ColumnParts>, footer: Struct = {}): Uint8Array =>
    columnFile(leaf('x', 1), { ...good, ...change }, footer);
  const optional = (change: Partial<ColumnParts>): Uint8Array =>
    columnFile(leaf('x', 1, {}, 1), { ...good, ...change });

  test('reads the file that all of them are made from', async () => {
    expect(await cellsOf(file({}))).toEqual([0, 0, 0, 0]);
    expect(await cellsOf(optional({ pages: [dataPage(4, [...levels(1, 4), ...ints(4)])] }))).toEqual([0, 0, 0, 0]);
  });

  const cases: ReadonlyArray<readonly [says: RegExp, bytes: Uint8Array]> = [
    [/it has only 3 bytes/, file({}).subarray(0, 3)],
    [/its end is missing/, file({}).subarray(0, -1)],
    [/its first four bytes/, file({}).map((byte, at) => (at === 0 ? 0 : byte))],
    [
      /its footer is encrypted.*without encryption/,
      file({}).map((byte, at, all) => (at === all.length - 1 ? 0x45 : byte)),
    ],
    [/its footer states \d+ bytes/, file({}).map((byte, at, all) => (at === all.length - 5 ? 0x7f : byte))],
    [/its footer states 5 rows, its row groups 4/, file({}, { 3: i64(5) })],
    [/states 2000000 records in \d+ bytes/, file({}, { 3: i64(2_000_000) })],
    [/row group 1 states 4 rows, its column "x" 3 values/, file({ more: { 5: i64(3) } })],
    [/lies outside the file/, file({ more: { 7: i64(10_000) } })],
    [/lies outside the file/, file({ more: { 9: i64(2 ** 51) } })],
    [/a number in it is beyond any size/, file({ more: { 9: i64(2n ** 62n) } })],
    [/a count or size in it is negative/, file({ more: { 7: i64(-1) } })],
    [/is not the one the schema has there/, file({ more: { 1: i32(2) } })],
    [/is not the one the schema has there/, file({ more: { 3: list([text('y')]) } })],
    [/is packed in no known way \(9\)/, file({ codec: 9 })],
    [/lies in another file.*into one file/, file({ chunk: { 1: text('part-2.parquet') } })],
    [/is encrypted/, file({ chunk: { 8: struct({}) } })],
    [/its pages hold more/, file({ pages: [dataPage(5, ints(5))] })],
    [/states 4 values, its pages hold 3/, file({ pages: [dataPage(3, ints(3))] })],
    [/holds more pages than its values need/, file({ pages: [dataPage(4, ints(4)), dataPage(1, ints(1))] })],
    [/holds fewer values than it states/, file({ pages: [dataPage(4, ints(3))] })],
    [/holds more values than it states/, file({ pages: [dataPage(4, ints(5))] })],
    [/longer than the bytes stated/, file({ pages: [dataPage(4, ints(4), 0, { 3: i32(99) })] })],
    [/does not unpack/, file({ pages: [dataPage(4, ints(4), 0, { 2: i32(99) })] })],
    [/differs from its checksum/, file({ pages: [dataPage(4, ints(4), 0, { 4: i32(7) })] })],
    [/written in a way that is not known for their type \(encoding 7\)/, file({ pages: [dataPage(4, ints(4), 7)] })],
    [/says nothing about the page/, file({ pages: [page({ 1: i32(0), 2: i32(16), 3: i32(16) }, ints(4))] })],
    [/points into a dictionary that is not there/, file({ pages: [dataPage(4, [1, 8, 0], 8)] })],
    [
      /points behind the end of its dictionary/,
      file({ pages: [dictionaryPage(1, ints(1)), dataPage(4, [1, 8, 1], 8)] }),
    ],
    [
      /its dictionary holds fewer values/,
      file({ pages: [dictionaryPage(2 ** 30, ints(1)), dataPage(4, [1, 8, 0], 8)] }),
    ],
    [/a second dictionary/, file({ pages: [dictionaryPage(1, ints(1)), dictionaryPage(1, ints(1))] })],
    [/runs of numbers that do not fit/, file({ pages: [dictionaryPage(1, ints(1)), dataPage(4, [33, 8, 0], 8)] })],
    [/ends within its levels/, optional({ pages: [dataPage(4, [...u32(99), 8, 1])] })],
    [/nests deeper than its schema/, optional({ pages: [dataPage(4, [...levels(2, 4), ...ints(4)])] })],
    [/levels are written in a way that went out of use/, optional({ pages: [bitPackedLevels()] })],
    [
      /unpacks to 2048 MB.*row_group_size/,
      file({ codec: 6, pages: [dataPage(4, ints(4), 0, { 2: i32(2 ** 31 - 1) })] }),
    ],
    [/fields nest without end/, deepFile(80)],
    [
      /its schema has fewer fields/,
      parquetFile({ rows: 4, children: 2, schema: [leaf('x', 1)], columns: [{ ...good, path: ['x'] }] }),
    ],
    [/two of its columns share the bytes/, sharedFile()],
  ];
  for (const [says, bytes] of cases) {
    test(`says so: ${says.source}`, async () => {
      expect(await failure(bytes)).toMatch(says);
    });
  }

  function bitPackedLevels(): Uint8Array {
    const header = { 1: i32(4), 2: i32(0), 3: i32(4), 4: i32(4) };
    return page({ 1: i32(0), 2: i32(17), 3: i32(17), 5: struct(header) }, [0xf0, ...ints(4)]);
  }

  function deepFile(depth: number): Uint8Array {
    const path = Array.from({ length: depth }, () => 'x');
    const schema = path.map((name, k) => (k === depth - 1 ? leaf(name, 1) : group(name, 1, {}, 0)));
    return parquetFile({ rows: 4, children: 1, schema, columns: [{ ...good, path }] });
  }

  function sharedFile(): Uint8Array {
    const columns = [
      { ...good, path: ['x'] },
      { ...good, path: ['y'], more: { 9: i64(4) } },
    ];
    return parquetFile({ rows: 4, children: 2, schema: [leaf('x', 1), leaf('y', 1)], columns });
  }

  test('believes a page whose checksum is right', async () => {
    const body = ints(4);
    expect(await cellsOf(file({ pages: [dataPage(4, body, 0, { 4: i32(crc32(0, body) | 0) })] }))).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test('needs no more memory than a few bytes warrant', async () => {
    // A million rows of one dictionary's only value, in a run of no bits.
    const rows = 1_000_000;
    const pages = [dictionaryPage(1, ints(1)), dataPage(rows, [0], 8)];
    const { source, items } = await read(columnFile(leaf('x', 1), { type: 1, values: rows, pages }));
    expect([items.length, source.progress().done]).toEqual([rows, rows]);
  });
});

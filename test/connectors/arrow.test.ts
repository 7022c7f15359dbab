import * as flechette from '@uwdata/flechette';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { arrowFormat } from '../../connectors/arrow/arrow.js';
import { divide64, TimeTexts } from '../../connectors/arrow/time-text.js';
import { formatFile } from '../../connectors/formats/file.js';
import { readFormat } from '../../connectors/formats/reading.js';
import {
  batch,
  dictionary,
  end,
  field,
  flatbuffer,
  int32s,
  message,
  none,
  schema,
  stream,
  text,
} from './arrow-bytes.js';
import { formatRows, type FormatRows } from './format-rows.js';
import { random } from '../random.js';
import { steady } from './load.js';

const { columnFromArray, tableFromColumns, tableToIPC } = flechette;

const plain = ({ rows }: FormatRows): object[] => rows.map((row) => ({ ...row }));

type Columns = Parameters<typeof tableFromColumns>[0];

function written(columns: Columns, format: 'file' | 'stream' = 'stream', codec?: 0 | 1): Uint8Array {
  return tableToIPC(tableFromColumns(columns), { format, ...(codec !== undefined && { codec }) })!;
}

/** What comes back of one column. */
async function column(values: unknown[], type: flechette.DataType, options?: object): Promise<unknown[]> {
  const { rows } = await formatRows(arrowFormat, written({ a: columnFromArray(values, type, options) }));
  return rows.map((row) => row['a']);
}

describe('values of Arrow files', () => {
  it('keeps all digits of whole numbers', async () => {
    const long = [0n, -1n, 9_007_199_254_740_991n, 9_007_199_254_740_992n, -9_223_372_036_854_775_808n];
    expect(await column(long, flechette.int64(), { useBigInt: true })).toEqual([
      0,
      -1,
      9_007_199_254_740_991,
      '9007199254740992',
      '-9223372036854775808',
    ]);
    expect(await column([18_446_744_073_709_551_615n, 7n], flechette.uint64())).toEqual(['18446744073709551615', 7]);
    for (const [type, values] of [
      [flechette.int8(), [-128, 127]],
      [flechette.uint8(), [0, 255]],
      [flechette.int16(), [-32_768, 32_767]],
      [flechette.uint16(), [0, 65_535]],
      [flechette.int32(), [-2_147_483_648, 2_147_483_647]],
      [flechette.uint32(), [0, 4_294_967_295]],
    ] as const) {
      expect(await column([...values, null], type)).toEqual([...values, null]);
    }
  });

  it('reads floats of every width; what is no number or infinite is missing, and counted', async () => {
    expect(await column([0.1, -2.5, NaN, null], flechette.float64())).toEqual([0.1, -2.5, null, null]);
    expect(await column([0.5, 1e30], flechette.float32())).toEqual([0.5, Math.fround(1e30)]);
    expect(
      await column([1, -0.5, 65_504, 0.000_061_035_156_25, 5.960_464_477_539_063e-8], flechette.float16()),
    ).toEqual([1, -0.5, 65_504, 0.000_061_035_156_25, 5.960_464_477_539_063e-8]);
    const bytes = written({ a: columnFromArray([1, Infinity, -Infinity, NaN], flechette.float64()) });
    const { rows, source } = await formatRows(arrowFormat, bytes);
    expect(rows.map((row) => row['a'])).toEqual([1, null, null, null]);
    expect(source.warnings().find(({ code }) => code === 'number-range')!.count).toBe(3);
  });

  it('gives decimals as numbers where these print back, else as their digits', async () => {
    for (const bits of [32, 64, 128, 256] as const) {
      expect(await column([110n, -5n, 0n, null], flechette.decimal(9, 2, bits))).toEqual([1.1, -0.05, 0, null]);
    }
    expect(await column([123_456_789_012_345_678_901_234_567n, -1n], flechette.decimal(38, 10, 128))).toEqual([
      '12345678901234567.8901234567',
      '-0.0000000001',
    ]);
    const thousands = stream(
      schema(field('a', 7, [{ i32: 9 }, { i32: -3 }, { i32: 32 }])),
      batch({ rows: 1, nodes: [1, 0], buffers: [none, int32s(-12)] }),
    );
    expect(plain(await formatRows(arrowFormat, thousands))).toEqual([{ a: -12_000 }]);
  });

  it('writes times in UTC where the column has a zone, without an offset where it has none', async () => {
    const at = new Date('2026-01-05T09:00:00.250Z');
    expect(await column([at, null], flechette.timestamp(1, 'Europe/Lisbon'))).toEqual([
      '2026-01-05T09:00:00.250Z',
      null,
    ]);
    expect(await column([at], flechette.timestamp(1))).toEqual(['2026-01-05T09:00:00.250']);
    const whole = new Date('2026-01-05T09:00:00Z');
    expect(await column([whole], flechette.timestamp(0))).toEqual(['2026-01-05T09:00:00.000']);
    const times = (unit: number, ...values: readonly bigint[]): Promise<FormatRows> =>
      formatRows(
        arrowFormat,
        stream(
          schema(field('a', 10, [{ i16: unit }, { text: 'UTC' }])),
          batch({
            rows: values.length,
            nodes: [values.length, 0],
            buffers: [none, new Uint8Array(BigInt64Array.from(values).buffer)],
          }),
        ),
      );
    expect(plain(await times(2, 1_767_603_600_000_001n, -1n))).toEqual([
      { a: '2026-01-05T09:00:00.000001Z' },
      { a: '1969-12-31T23:59:59.999999Z' },
    ]);
    expect(
      plain(await times(3, 1_767_603_600_123_456_789n, 1_767_603_600_120_000_000n, 1_767_603_600_120_001_000n, 10n)),
    ).toEqual([
      { a: '2026-01-05T09:00:00.123456789Z' },
      { a: '2026-01-05T09:00:00.120Z' },
      { a: '2026-01-05T09:00:00.120001Z' },
      { a: '1970-01-01T00:00:00.000000010Z' },
    ]);
    const beyond = await times(0, 8_640_000_000_000n, 8_640_000_000_001n, -9_223_372_036_854_775_808n);
    expect(plain(beyond)).toEqual([{ a: '+275760-09-13T00:00:00.000Z' }, { a: null }, { a: null }]);
    expect(beyond.source.warnings().find(({ code }) => code === 'number-range')!.count).toBe(2);
  });

  it('writes any instant as a Date would', () => {
    const texts = new TimeTexts();
    const draw = random(9);
    for (let k = 0; k < 20_000; k++) {
      const ms = Math.floor((draw() - 0.5) * (k % 2 === 0 ? 4e12 : 1.728e16));
      const divided = { quotient: 0, remainder: 0 };
      divide64(Math.floor(ms / 2 ** 32), (ms % 2 ** 32) | 0, 1000, divided);
      expect(texts.instant(divided.quotient, divided.remainder, 3, 'Z')).toBe(new Date(ms).toISOString());
    }
  });

  it('writes dates, times of day, durations and intervals as ISO text', async () => {
    const day = new Date('1969-12-31');
    expect(await column([day, null], flechette.dateDay())).toEqual(['1969-12-31', null]);
    expect(await column([day], flechette.dateMillisecond())).toEqual(['1969-12-31']);
    const ms = new Uint8Array(BigInt64Array.of(1_767_607_200_000n).buffer);
    const within = stream(schema(field('a', 8)), batch({ rows: 1, nodes: [1, 0], buffers: [none, ms] }));
    expect(plain(await formatRows(arrowFormat, within))).toEqual([{ a: '2026-01-05T10:00:00.000' }]);
    expect(await column([3661], flechette.timeSecond())).toEqual(['01:01:01.000']);
    expect(await column([3_661_002, 86_400_000], flechette.timeMillisecond())).toEqual(['01:01:01.002', null]);
    expect(await column([3_661_000_003n], flechette.timeMicrosecond())).toEqual(['01:01:01.000003']);
    expect(await column([90_500n, -500n, 0n], flechette.duration(1))).toEqual(['PT90.5S', '-PT0.5S', 'PT0S']);
    expect(await column([14, -3, 0], flechette.interval(0))).toEqual(['P1Y2M', 'P-3M', 'PT0S']);
    expect(await column([Float64Array.of(1, 2, 3_000_000_004)], flechette.interval(2))).toEqual(['P1M2DT3.000000004S']);
  });

  it('reads texts and bytes in every layout; bytes that are no text come as Base64', async () => {
    const long = 'longer than twelve bytes: 手机号';
    for (const type of [flechette.utf8(), flechette.largeUtf8()]) {
      expect(await column(['', 'ann', long, null, '__proto__'], type)).toEqual(['', 'ann', long, null, '__proto__']);
    }
    const bytes = [text('plain'), Uint8Array.of(255, 0, 1), null, Uint8Array.of(0xc3)];
    for (const type of [flechette.binary(), flechette.largeBinary()]) {
      expect(await column(bytes, type)).toEqual(['plain', '/wAB', null, 'ww==']);
    }
    expect(await column([text('four'), Uint8Array.of(255, 254, 253, 252)], flechette.fixedSizeBinary(4))).toEqual([
      'four',
      '//79/A==',
    ]);
    const view = (value: string, at: number): Uint8Array => {
      const encoded = text(value);
      const bytes16 = new Uint8Array(16);
      new DataView(bytes16.buffer).setInt32(0, encoded.length, true);
      if (encoded.length <= 12) bytes16.set(encoded, 4);
      else {
        bytes16.set(encoded.subarray(0, 4), 4);
        new DataView(bytes16.buffer).setInt32(12, at, true);
      }
      return bytes16;
    };
    const views = stream(
      schema(field('a', 24)),
      batch({
        rows: 3,
        nodes: [3, 1],
        buffers: [Uint8Array.of(0b101), Buffer.concat([view('ann', 0), view('', 0), view(long, 2)]), text(`xx${long}`)],
        variadic: [1],
      }),
    );
    expect(plain(await formatRows(arrowFormat, views))).toEqual([{ a: 'ann' }, { a: null }, { a: long }]);
  });

  it('refuses a record whose text is no text, and reads the others', async () => {
    const bytes = stream(
      schema(field('a', 5), field('b', 6)),
      batch({
        rows: 3,
        nodes: [3, 0, 3, 0],
        buffers: [none, int32s(0, 2, 4, 6), Uint8Array.of(97, 98, 0xff, 99, 100, 101), none, Uint8Array.of(5)],
      }),
    );
    const { items, rows, refused } = await formatRows(arrowFormat, bytes);
    expect(rows).toEqual([
      { a: 'ab', b: true },
      { a: 'de', b: true },
    ]);
    expect(refused).toMatchObject([{ reason: 'encoding', raw: '\ufffdc' }]);
    expect(items.indexOf(refused[0]!)).toBe(1);
  });

  it('keeps lists of scalars, and writes what is nested deeper as JSON', async () => {
    expect(await column([[1, null], [], null], flechette.list(flechette.int32()))).toEqual([[1, null], [], null]);
    expect(await column([['a', 'b']], flechette.largeList(flechette.utf8()))).toEqual([['a', 'b']]);
    expect(await column([[1, 2], null], flechette.fixedSizeList(flechette.int8(), 2))).toEqual([[1, 2], null]);
    expect(await column([[[1], []], [null]], flechette.list(flechette.list(flechette.int32())))).toEqual([
      '[[1],[]]',
      '[null]',
    ]);
    const big = flechette.list(flechette.struct({ id: flechette.int64(), n: flechette.utf8() }));
    expect(await column([[{ id: 9_007_199_254_740_993n, n: '"' }, null]], big, { useBigInt: true })).toEqual([
      '[{"id":"9007199254740993","n":"\\""},null]',
    ]);
    const map = flechette.map(flechette.utf8(), flechette.float64());
    expect(await column([new Map([['__proto__', 1.5]]), null], map)).toEqual(['{"__proto__":1.5}', null]);
    expect(await column([new Map([[7, 'x']])], flechette.map(flechette.int32(), flechette.utf8()))).toEqual([
      '{"7":"x"}',
    ]);
    expect(
      await column(
        [1, 'a', true],
        flechette.union(1, [flechette.int32(), flechette.utf8(), flechette.bool()], [0, 1, 2], (v: unknown) =>
          ['number', 'string', 'boolean'].indexOf(typeof v),
        ),
      ),
    ).toEqual([1, 'a', true]);
    expect(await column(['x', 'x', null, 'y'], flechette.runEndEncoded(flechette.int32(), flechette.utf8()))).toEqual([
      'x',
      'x',
      null,
      'y',
    ]);
    expect(await column([null, null], flechette.nullType())).toEqual([null, null]);
  });

  it('makes columns of the parts of structs; keys are data, whatever they are called', async () => {
    const inner = flechette.struct({ b: flechette.int32(), c: flechette.struct({ d: flechette.utf8() }) });
    const bytes = written({
      a: columnFromArray([{ b: 1, c: { d: 'x' } }, null, { b: 2, c: null }], inner),
      'a.b': columnFromArray([7, 8, 9], flechette.int32()),
      constructor: columnFromArray(['k', 'l', 'm'], flechette.utf8()),
    });
    const { rows, source } = await formatRows(arrowFormat, bytes);
    expect(rows).toEqual([
      { 'a.b': 1, 'a.c.d': 'x', 'a.b (2)': 7, constructor: 'k' },
      { 'a.b': null, 'a.c.d': null, 'a.b (2)': 8, constructor: 'l' },
      { 'a.b': 2, 'a.c.d': null, 'a.b (2)': 9, constructor: 'm' },
    ]);
    expect(source.warnings().find(({ code }) => code === 'header-duplicate')!.count).toBe(1);
    const proto = stream(
      schema(field('__proto__', 2, [{ i32: 32 }, { i8: 1 }])),
      batch({ rows: 1, nodes: [1, 0], buffers: [none, int32s(5)] }),
    );
    const read = await formatRows(arrowFormat, proto);
    expect(Object.entries(read.rows[0]!)).toEqual([['__proto__', 5]]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('Arrow files and streams', () => {
  const rows = Array.from({ length: 1300 }, (_, k) => ({ id: k, name: k % 3 === 0 ? null : `n${k % 50}` }));
  const columns = (): Columns => ({
    id: columnFromArray(
      rows.map(({ id }) => id),
      flechette.int32(),
      { maxBatchRows: 500 },
    ),
    name: columnFromArray(
      rows.map(({ name }) => name),
      flechette.dictionary(flechette.utf8()),
      { maxBatchRows: 500 },
    ),
  });

  it.each(['file', 'stream'] as const)('reads a %s of several batches, however its bytes come', async (format) => {
    const bytes = written(columns(), format);
    for (const piece of [undefined, 7, 1000]) {
      const read = await formatRows(arrowFormat, bytes, piece === undefined ? {} : { piece });
      expect(read.rows).toEqual(rows);
      expect([read.refused, read.source.broken]).toEqual([[], null]);
      expect(read.source.warnings().every(({ count }) => count === 0)).toBe(true);
      expect(read.source.facts).toEqual({ format: 'arrow', encoding: 'utf-8', gzip: false });
    }
  });

  it('tells each column beforehand, and how far it is', async () => {
    const bytes = written(columns());
    const file = formatFile({ name: 'a', gzip: false, size: bytes.length, bytes });
    const source = await arrowFormat.open(file, {}, steady);
    expect(await source.keys!(steady)).toEqual(['id', 'name']);
    const seen: number[] = [];
    while ((await source.next()) !== null) seen.push(source.progress().done);
    expect(source.progress()).toEqual({ done: bytes.length, total: bytes.length });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen[0]).toBeLessThan(bytes.length / 2);
  });

  it('reads buffers that are compressed by Zstandard or LZ4', async () => {
    const packed = (bytes: Uint8Array, how: (raw: Uint8Array) => Uint8Array): Uint8Array => {
      const length = new Uint8Array(BigInt64Array.of(BigInt(bytes.length)).buffer);
      return Buffer.concat([length, how(bytes)]);
    };
    const numbers = int32s(...Array.from({ length: 500 }, (_, k) => k >> 3));
    const raw = Buffer.concat([new Uint8Array(BigInt64Array.of(-1n).buffer), numbers]);
    for (const [codec, buffer] of [
      [1, packed(numbers, (bytes) => new Uint8Array(zstdCompressSync(bytes)))],
      [0, packed(numbers, lz4)],
      [0, raw],
    ] as const) {
      const bytes = stream(
        schema(field('a', 2, [{ i32: 32 }, { i8: 1 }])),
        batch({ rows: 500, nodes: [500, 0], buffers: [none, buffer], codec }),
      );
      const read = await formatRows(arrowFormat, bytes);
      expect(read.rows.map((row) => row['a'])).toEqual(Array.from({ length: 500 }, (_, k) => k >> 3));
      const cut = packed(numbers, (all) =>
        (codec === 1 ? new Uint8Array(zstdCompressSync(all)) : lz4(all)).slice(0, -9),
      );
      const damaged = stream(
        schema(field('a', 2, [{ i32: 32 }, { i8: 1 }])),
        batch({ rows: 500, nodes: [500, 0], buffers: [none, cut], codec }),
      );
      expect((await formatRows(arrowFormat, damaged)).refused).toHaveLength(500);
    }
  });

  it('adds to dictionaries, and replaces them between batches', async () => {
    const words = (list: readonly string[]): Parameters<typeof dictionary>[1] => ({
      rows: list.length,
      nodes: [list.length, 0],
      buffers: [
        none,
        int32s(...list.map((_, k) => list.slice(0, k).join('').length), list.join('').length),
        text(list.join('')),
      ],
    });
    const places = (...list: readonly number[]): Uint8Array =>
      batch({ rows: list.length, nodes: [list.length, 0], buffers: [none, Uint8Array.from(list)] });
    const head = schema(field('a', 5, [], { dictionary: [{ i64: 4 }, { table: [{ i32: 8 }, { i8: 1 }] }] }));
    const bytes = stream(
      head,
      dictionary(4, words(['ann', 'bob'])),
      places(1, 0),
      dictionary(4, words(['cid']), true),
      places(2, 0),
      dictionary(4, words(['dan'])),
      places(0),
      places(1),
    );
    const { rows: read, refused } = await formatRows(arrowFormat, bytes);
    expect(read.map((row) => row['a'])).toEqual(['bob', 'ann', 'cid', 'ann', 'dan']);
    expect(refused).toMatchObject([{ reason: 'record-unreadable' }]);
    await expect(formatRows(arrowFormat, stream(head, dictionary(5, words(['x']))))).rejects.toMatchObject({
      code: 'source-format',
    });
  });

  it('keeps what came before the damage, and says that something is missing', async () => {
    const bytes = written(columns());
    const cut = await formatRows(arrowFormat, bytes.subarray(0, bytes.length - 1500));
    expect(cut.rows).toEqual(rows.slice(0, 1000));
    expect(cut.source.broken).toContain('ends in the middle');
    const more = await formatRows(arrowFormat, Buffer.concat([bytes, bytes]));
    expect([more.rows.length, more.source.broken]).toEqual([1300, 'what follows its end was not read']);
    const unmarked = await formatRows(arrowFormat, bytes.subarray(0, bytes.length - end.length));
    expect([unmarked.rows.length, unmarked.source.broken]).toEqual([1300, null]);
    expect(unmarked.source.warnings().find(({ code }) => code === 'cut-short')!.count).toBe(1);
    const file = written(columns(), 'file');
    const blank = file.slice();
    blank.fill(0, file.length - 12);
    const listless = await formatRows(arrowFormat, blank);
    expect([listless.rows.length, listless.source.broken]).toEqual([
      1300,
      expect.stringContaining('damaged or missing'),
    ]);
  });

  it('keeps what came before a length that cannot be', async () => {
    const head = schema(field('a', 2, [{ i32: 32 }, { i8: 1 }]));
    const good = batch({ rows: 2, nodes: [2, 0], buffers: [none, int32s(7, 8)] });
    for (const length of [1000n, 2n ** 31n, 2n ** 52n]) {
      const long = flatbuffer([{ i16: 4 }, { i8: 3 }, { table: [{ i64: 2 }] }, { i64: length }]);
      const bytes = Buffer.concat([head, good, int32s(-1, long.length), long, none]);
      for (const piece of [undefined, 30]) {
        const { rows: read, source } = await formatRows(arrowFormat, bytes, piece === undefined ? {} : { piece });
        expect([read, source.broken]).toEqual([
          [{ a: 7 }, { a: 8 }],
          expect.stringMatching(/ends in the middle|length damaged/),
        ]);
      }
    }
  });

  it('compares a file with the list at its end, which may be the only place that names the columns', async () => {
    const columns = field('a', 2, [{ i32: 32 }, { i8: 1 }]);
    const given = { rows: 2, nodes: [2, 0], buffers: [none, int32s(7, 8)] };
    const file = (head: boolean, named: readonly number[]): Uint8Array => {
      const messages = [...(head ? [schema(columns)] : []), batch(given), batch(given)];
      const places = messages.map((_, k) => 8 + messages.slice(0, k).reduce((sum, { length }) => sum + length, 0));
      const listed = places.slice(head ? 1 : 0).filter((_, k) => named.includes(k));
      const footer = flatbuffer([
        { i16: 4 },
        { table: [{ i16: 0 }, { tables: [columns] }] },
        { words: [], each: 3 },
        { words: listed.flatMap((at) => [at, 0, 0]), each: 3 },
      ]);
      return Buffer.concat([text('ARROW1\0\0'), stream(...messages), footer, int32s(footer.length), text('ARROW1')]);
    };
    for (const head of [true, false]) {
      const whole = await formatRows(arrowFormat, file(head, [0, 1]), { piece: 50 });
      expect([plain(whole), whole.source.broken]).toEqual([[{ a: 7 }, { a: 8 }, { a: 7 }, { a: 8 }], null]);
      const fewer = await formatRows(arrowFormat, file(head, [1]));
      expect([fewer.rows.length, fewer.source.broken]).toEqual([4, expect.stringContaining('does not name those')]);
    }
  });

  it('comes into batches with an account of all rows', async () => {
    const bytes = written({
      when: columnFromArray(
        rows.map(({ id }) => new Date(1.7e12 + id)),
        flechette.timestamp(1, 'UTC'),
      ),
      event: columnFromArray(
        rows.map(() => 'visit'),
        flechette.utf8(),
      ),
      userId: columnFromArray(
        rows.map(({ name }) => name),
        flechette.utf8(),
      ),
    });
    const file = formatFile({ name: 'log.arrow', gzip: false, size: bytes.length, bytes });
    const mapping = {
      version: 1,
      fields: { time: { column: 'when' }, event: { column: 'event' }, userId: { column: 'userId' } },
    } as const;
    const reading = await readFormat(arrowFormat, file, { mapping, signal: { aborted: false }, pace: steady });
    const times: number[] = [];
    for await (const { time } of reading.batches) times.push(...time);
    expect(times).toEqual(rows.map(({ id }) => 1.7e12 + id));
    expect(reading.report()).toMatchObject({ rowsIn: 1300, accepted: 1300, rejected: 0, complete: true });
  });
});

describe('Arrow files that ask for more than they are', () => {
  const refused = async (bytes: Uint8Array, code: string, word: string): Promise<void> => {
    const error = await formatRows(arrowFormat, bytes).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toContain(word);
  };
  const int = (name: string): ReturnType<typeof field> => field(name, 2, [{ i32: 32 }, { i8: 1 }]);

  it('refuses rows of nothing beyond what its size warrants', async () => {
    const nulls = schema(field('a', 1));
    const few = await formatRows(arrowFormat, stream(nulls, batch({ rows: 1000, nodes: [1000, 1000] })));
    expect(few.rows).toHaveLength(1000);
    for (const rows of [2n ** 24n, 2n ** 52n]) {
      await refused(stream(nulls, batch({ rows, nodes: [rows, rows] })), 'source-limit', 'far more data');
    }
    const many = Array.from({ length: 200 }, () => batch({ rows: 100_000, nodes: [100_000, 100_000] }));
    await refused(stream(nulls, ...many), 'source-limit', 'far more data');
  });

  it('refuses lists of nothing, and one long text named again and again', async () => {
    const lists = schema(field('a', 12, [], { children: [field('item', 1)] }));
    const most = 2 ** 30;
    await refused(
      stream(lists, batch({ rows: 1, nodes: [1, 0, most, most], buffers: [none, int32s(0, most)] })),
      'source-limit',
      'far more data',
    );
    const long = text('x'.repeat(1_000_000));
    const view = int32s(long.length, 0x78787878, 0, 0);
    const views = batch({
      rows: 1000,
      nodes: [1000, 0],
      buffers: [none, Buffer.concat(Array.from({ length: 1000 }, () => view)), long],
      variadic: [1],
    });
    await refused(stream(schema(field('a', 24)), views), 'source-limit', 'far more data');
  });

  it('refuses a record whose value would be longer than a record may be', async () => {
    const nested = field('a', 12, [], { children: [field('item', 5, [], { dictionary: [{ i64: 1 }, null] })] });
    const long = 'x'.repeat(300_000);
    const bytes = stream(
      schema(nested),
      dictionary(1, { rows: 1, nodes: [1, 0], buffers: [none, int32s(0, long.length), text(long)] }),
      batch({
        rows: 2,
        nodes: [2, 0, 41, 0],
        buffers: [none, int32s(0, 1, 41), none, int32s(...Array<number>(41).fill(0))],
      }),
    );
    const { rows, refused: left } = await formatRows(arrowFormat, bytes);
    expect(rows).toEqual([{ a: [long] }]);
    expect(left).toMatchObject([{ reason: 'record-too-long' }]);
  });

  it('refuses what unpacks to more than its size warrants, before memory is asked for', async () => {
    for (const length of [2n ** 30n, 2n ** 60n]) {
      const buffer = new Uint8Array(BigInt64Array.of(length, 0n).buffer);
      const bytes = stream(schema(int('a')), batch({ rows: 1, nodes: [1, 0], buffers: [none, buffer], codec: 1 }));
      await refused(bytes, 'source-limit', 'unpacks');
    }
  });

  it('refuses descriptions that refer to themselves, nest without end, or are impossible', async () => {
    const wide = message(1, [{ i16: 0 }, { again: int('a'), times: 2000 }]);
    await refused(stream(wide), 'source-format', 'refers to itself');
    let deep = int('a');
    for (let k = 0; k < 70; k++) deep = field('a', 12, [], { children: [deep] });
    await refused(stream(schema(deep)), 'source-format', 'levels deep');
    const id = { dictionary: [{ i64: 1 }, null] } as const;
    const self = field('a', 12, [], { ...id, children: [field('b', 5, [], id)] });
    await refused(stream(schema(self)), 'source-format', 'holds itself');
    const apart = schema(field('a', 5, [], id), field('b', 2, [{ i32: 32 }, { i8: 1 }], id));
    await refused(stream(apart), 'source-format', 'differ in type');
    await refused(stream(schema(field('a', 99))), 'source-format', 'not known (99)');
    await refused(stream(schema(field('a', 2, [{ i32: 24 }]))), 'source-format', 'impossible width (24)');
    await refused(
      stream(schema(field('a', 7, [{ i32: 9 }, { i32: 2_000_000_000 }]))),
      'source-format',
      'impossible unit',
    );
    await refused(text('FEA1 is an older format'), 'source-format', 'version 1');
    await refused(text('ARROW'), 'source-format', 'too short');
  });

  it.each([
    ['offsets that fall', field('a', 5), { rows: 2, nodes: [2, 0], buffers: [none, int32s(0, 3, 1), text('abc')] }],
    ['offsets beyond the text', field('a', 5), { rows: 1, nodes: [1, 0], buffers: [none, int32s(0, 9), text('abc')] }],
    ['an offset below zero', field('a', 5), { rows: 1, nodes: [1, 0], buffers: [none, int32s(-1, 3), text('abc')] }],
    ['too few offsets', field('a', 5), { rows: 2, nodes: [2, 0], buffers: [none, int32s(0, 1), text('abc')] }],
    ['too few values', int('a'), { rows: 3, nodes: [3, 0], buffers: [none, int32s(1, 2)] }],
    ['another number of nulls', int('a'), { rows: 2, nodes: [2, 1], buffers: [Uint8Array.of(3), int32s(1, 2)] }],
    ['nulls without marks', int('a'), { rows: 2, nodes: [2, 1], buffers: [none, int32s(1, 2)] }],
    ['a column of another length', int('a'), { rows: 2, nodes: [3, 0], buffers: [none, int32s(1, 2, 3)] }],
    ['a column too many', int('a'), { rows: 1, nodes: [1, 0, 1, 0], buffers: [none, int32s(1)] }],
    ['a buffer too many', int('a'), { rows: 1, nodes: [1, 0], buffers: [none, int32s(1), none] }],
    ['a column too few', int('a'), { rows: 1, nodes: [], buffers: [] }],
    ['a negative length', int('a'), { rows: 1, nodes: [-1, 0], buffers: [none, int32s(1)] }],
    [
      'runs that do not rise',
      field('a', 22, [], { children: [int('run_ends'), int('values')] }),
      { rows: 4, nodes: [4, 0, 2, 0, 2, 0], buffers: [none, int32s(4, 4), none, int32s(7, 8)] },
    ],
    [
      'a union of no such type',
      field('a', 14, [{ i16: 0 }], { children: [int('x')] }),
      { rows: 1, nodes: [1, 0, 1, 0], buffers: [Uint8Array.of(3), none, int32s(7)] },
    ],
    [
      'a list longer than its items',
      field('a', 12, [], { children: [int('item')] }),
      { rows: 1, nodes: [1, 0, 2, 0], buffers: [none, int32s(0, 3), none, int32s(7, 8)] },
    ],
    [
      'a view beyond its buffer',
      field('a', 24),
      { rows: 1, nodes: [1, 0], buffers: [none, int32s(20, 0, 0, 5), text('x'.repeat(20))], variadic: [1] },
    ],
  ] as const)('refuses each record of a batch with %s, and reads the next batch', async (_, type, given) => {
    const bytes = stream(schema(type), batch(given), batch({ rows: 0, nodes: [] }));
    const { rows, refused: left, source } = await formatRows(arrowFormat, bytes);
    expect(rows).toEqual([]);
    expect(left).toHaveLength(given.rows);
    expect(left.every(({ reason }) => reason === 'record-unreadable')).toBe(true);
    expect(source.broken).toBeNull();
  });
});

/** A frame of LZ4 with literals, a match that overlaps itself, and literals at its end. */
function lz4(bytes: Uint8Array): Uint8Array {
  const block: number[] = [];
  const count = (value: number): void => {
    for (let rest = value - 15; rest >= 0; rest -= 255) block.push(Math.min(255, rest));
  };
  let start = 0;
  for (let at = 4; at + 12 < bytes.length;) {
    let match = 0;
    while (at + match + 12 < bytes.length && bytes[at + match] === bytes[at + match - 4]) match++;
    if (match < 4) {
      at++;
      continue;
    }
    const literals = at - start;
    block.push((Math.min(15, literals) << 4) | Math.min(15, match - 4));
    count(literals);
    block.push(...bytes.subarray(start, at), 4, 0);
    count(match - 4);
    at += match;
    start = at;
  }
  const rest = bytes.length - start;
  block.push(Math.min(15, rest) << 4);
  count(rest);
  block.push(...bytes.subarray(start));
  const head = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82];
  return Uint8Array.from([...head, ...int32s(block.length), ...block, 0, 0, 0, 0]);
}

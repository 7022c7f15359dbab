import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostRecordBytes } from '../../connectors/csv/csv.js';
import { fileConnector } from '../../connectors/file.js';
import { encodeUtf8 } from '../../connectors/platform.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ReadContext } from '../../worker/protocol/source.js';
import { csvField, load, loadText, steady, streamOf } from './load.js';

const mapping: Mapping = {
  version: 1,
  fields: { time: { column: 'time', zone: 'UTC' }, event: { column: 'event' }, actor: { column: 'user' } },
};
const head = 'user,time,event';
const day = Date.parse('2024-03-05T00:00:00Z');
const context: ReadContext = { signal: { aborted: false }, pace: steady };
const bytesOf = encodeUtf8;

describe('a file without a mapping', () => {
  test('is read when its headers are clear', async () => {
    const loaded = await loadText('userId,time,event,plan\nu1,2024-03-05,visit,pro\nu2,2024-03-06 10:00,signup,\n');
    expect(loaded.identifiers('userId')).toEqual(['u1', 'u2']);
    expect(loaded.times).toEqual([day, day + 34 * 3_600_000]);
    expect(loaded.events).toEqual(['visit', 'signup']);
    expect(loaded.column('plan')).toEqual(['pro', null]);
    expect(loaded.report).toMatchObject({ rowsIn: 2, accepted: 2, rejected: 0, complete: true, truncated: false });
  });

  test('says what cannot be told, and which columns there are', async () => {
    await expect(loadText('a,b\n1,2\n')).rejects.toMatchObject({
      code: 'mapping-incomplete',
      message: expect.stringContaining('"a", "b"') as string,
      detail: { missing: ['actor', 'time', 'event'], columns: ['a', 'b'] },
    });
  });

  test('says that an empty file is empty', async () => {
    for (const text of ['', '\n\n', '\uFEFF']) {
      await expect(loadText(text)).rejects.toMatchObject({ code: 'source-format', detail: { format: 'empty' } });
    }
  });

  test('shows times that have no known form, where the column is told by its name', async () => {
    await expect(loadText('actor,time,event\nann,45413.375,visit\nbob,45414.5,visit\n')).rejects.toMatchObject({
      code: 'time-unreadable',
      detail: { column: 'time', samples: ['45413.375', '45414.5'] },
    });
  });

  test('finds the form of its times behind a record longer than the head', async () => {
    const long = 'x'.repeat(3 * 1024 * 1024);
    const { report, times } = await loadText(
      `actor,time,event,note\nann,13/05/2024 09:00,visit,${long}\nbob,14/05/2024 10:00,visit,short\n`,
    );
    expect(report).toMatchObject({ accepted: 2, rejected: 0, facts: { timeFormat: 'D/M/YYYY HH:mm' } });
    expect(times).toEqual([Date.UTC(2024, 4, 13, 9), Date.UTC(2024, 4, 14, 10)]);
  });

  test('is previewed from its beginning only', async () => {
    const rows = Array.from({ length: 50_000 }, (_, k) => `u${k},2024-03-05,visit`).join('\n');
    const { stream } = streamOf(bytesOf(`${head}\n${rows}\n`), [100_000, 300_000, 400_000]) as Extract<
      ReturnType<typeof streamOf>,
      { kind: 'stream' }
    >;
    let reads = 0;
    const reader = stream.getReader();
    const counted = {
      getReader: () => ({ read: () => (reads++, reader.read()), cancel: () => reader.cancel() }),
    };
    const preview = await fileConnector.preview({ kind: 'stream', stream: counted }, context);
    expect(reads).toBeLessThanOrEqual(4);
    expect(preview.rows.length).toBe(20);
    expect(preview.columns[0]).toMatchObject({ header: 'user', index: 0, samples: ['u0', 'u1', 'u2', 'u3', 'u4'] });
    expect(preview.mapping?.fields).toEqual({
      actor: { column: 'user' },
      time: { column: 'time' },
      event: { column: 'event' },
    });
  });
});

describe('rows', () => {
  test('are the same wherever the bytes are cut', async () => {
    const text = `${head},note\r\n"Zoë ""Z""",2024-03-05,visit,"a\r\nb"\r\n\r\nbob,5/3,x,1\rcy,2024-03-05T01:00Z,签约,5" pipe\ndan,2024-03-06,"open\n`;
    const bytes = bytesOf(text);
    const whole = await load({ kind: 'bytes', bytes }, mapping);
    expect(whole.report.rejectedByReason).toEqual({ 'time-unreadable': 1, quote: 1, 'unterminated-quote': 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), async (cuts) => {
        const split = await load(streamOf(bytes, cuts), mapping);
        expect([split.batches, split.report]).toEqual([whole.batches, whole.report]);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test('are read back as they were written', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'aé签😀,;"\'\n\r \t|0.1-'), maxLength: 8 });
    const delimiters = fc.constantFrom(',', ';', '\t', '|', '||', '；');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }),
        delimiters,
        async (rows, delimiter) => {
          const quote = (field: string): string => `"${field.replaceAll('"', '""')}"`;
          const lines = rows.map(([a, b], k) => [String(k), quote(a), quote(b)].join(delimiter));
          const loaded = await loadText(`t${delimiter}a${delimiter}b\n${lines.join('\n')}`, {
            version: 1,
            format: { delimiter },
            fields: { time: { column: 't', format: 'epoch-ms' }, event: { column: 'a' } },
          });
          expect(loaded.report).toMatchObject({ accepted: rows.length, rejected: 0 });
          expect(loaded.events).toEqual(rows.map(([a]) => a || null));
          expect(loaded.column('b').map((value) => String(value ?? ''))).toEqual(rows.map(([, b]) => b));
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });

  test('that are defective are all found, and nothing else', async () => {
    const planted = [
      'x,soon,visit',
      'x,2024-03-05',
      'x,2024-03-05,visit,more',
      'x,,visit',
      'x,2024-03-05,5"',
      'x,2024-03-05,a\0b',
    ];
    const lines: string[] = [];
    for (let k = 0; k < 100_000; k++)
      lines.push(k % 100 === 7 ? planted[((k / 100) % planted.length) | 0]! : `u${k % 977},2024-03-05,visit`);
    const { report, batches } = await loadText(`${head}\n${lines.join('\n')}\n`, mapping);
    expect(report).toMatchObject({ rowsIn: 100_000, accepted: 99_000, rejected: 1000, truncated: false });
    expect(report.rejectedByReason).toEqual({
      'time-unreadable': 167,
      'field-count': 334,
      'time-missing': 167,
      quote: 166,
      nul: 166,
    });
    expect(report.rejections[0]).toEqual({ reason: 'time-unreadable', record: 8, line: 9, raw: 'x,soon,visit' });
    expect(report.rejections.length).toBe(1000);
    expect(batches.map((batch) => batch.rows)).toEqual([...Array<number>(6).fill(16_384), 99_000 - 6 * 16_384]);
    expect(batches[0]!.event.values).toBe(batches[1]!.event.values);
  });

  test('that are rejected are counted all, and kept up to 10,000', async () => {
    const { report } = await loadText(`${head}\n${'x,soon,visit\n'.repeat(12_000)}x,2024-03-05,visit\n`, {
      ...mapping,
      fields: { ...mapping.fields, time: { column: 'time', format: 'iso' } },
    });
    expect(report).toMatchObject({ rowsIn: 12_001, accepted: 1, rejected: 12_000, truncated: true });
    expect(report.rejections.length).toBe(10_000);
  });

  test('that are rejected are kept up to 4 KB each and 16 MB together', async () => {
    const long = `x,soon,${'y'.repeat(9000)}\n`.repeat(6000);
    const { report } = await loadText(`${head}\n${long}`, {
      ...mapping,
      fields: { ...mapping.fields, time: { column: 'time', format: 'iso' } },
    });
    expect(report.rejections[0]!.raw.length).toBe(4096);
    expect(report.rejections.length).toBe(4096);
    expect(report).toMatchObject({ rejected: 6000, truncated: true });
  });

  test('that are too long are passed over without being kept', async () => {
    const piece = bytesOf('y'.repeat(256 * 1024));
    let left = 80;
    const parts = [bytesOf(`${head}\na,2024-03-05,visit\nb,2024-03-05,"`)];
    const stream = {
      getReader: () => ({
        read: async () => {
          if (parts.length > 0) return { done: false, value: parts.shift()! };
          if (left-- > 0) return { done: false, value: piece };
          return left === -1 ? { done: false, value: bytesOf('"\r\nc,2024-03-05,visit\n') } : { done: true };
        },
        cancel: async () => {},
      }),
    };
    const before = process.memoryUsage().arrayBuffers;
    const loaded = await load({ kind: 'stream', stream }, mapping);
    expect(loaded.report).toMatchObject({ rowsIn: 3, accepted: 2, rejectedByReason: { 'record-too-long': 1 } });
    expect(loaded.identifiers('actor')).toEqual(['a', 'c']);
    expect(loaded.report.rejections[0]).toMatchObject({ record: 2, line: 3 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(mostRecordBytes * 6);
  });
});

describe('columns', () => {
  const at = (k: number): string => `2024-03-0${(k % 9) + 1}`;
  const column = async (
    values: readonly string[],
    type?: 'text' | 'number' | 'boolean',
    missing: string[] = [],
  ): ReturnType<typeof loadText> =>
    loadText(`${head},v\n${values.map((value, k) => `u,${at(k)},e,${csvField(value)}`).join('\n')}\n`, {
      ...mapping,
      missing,
      ...(type ? { properties: { v: { column: 'v', type } } } : {}),
    });

  test('of numbers are numbers, and text that does not print back is kept', async () => {
    const numbers = ['1', '-2.5', '', '0', '1e+21', '9007199254740991', '0.000001'];
    const sure = await column(numbers);
    expect(sure.batches[0]!.columns[0]!.column.kind).toBe('number');
    expect(sure.column('v')).toEqual([1, -2.5, null, 0, 1e21, 9_007_199_254_740_991, 0.000001]);
    const late = await column([...Array<string>(1200).fill('7'), '1.10', 'many']);
    expect(late.column('v').slice(-3)).toEqual([7, '1.10', 'many']);
    const last = late.batches[0]!.columns[0]!.column;
    expect(last.kind === 'number' && [...last.values].slice(-2)).toEqual([1.1, NaN]);
    expect(late.report.warnings).toContainEqual(
      expect.objectContaining({ code: 'not-a-number', count: 1, sample: 'many' }),
    );
  });

  test.each([
    ['007'],
    ['1.10'],
    ['1e5'],
    ['+1'],
    ['-0'],
    ['9007199254740993'],
    ['1 '],
    ['.5'],
    ['5.'],
    ['Infinity'],
    ['0.0000001'],
  ])('with %j are text', async (text) => {
    expect((await column(['1', text])).column('v')).toEqual(['1', text]);
  });

  test('are what the mapping says', async () => {
    const numbers = await column(['1.10', '+2', ' 3 ', '1e2', 'x'], 'number');
    expect(numbers.column('v')).toEqual([1.1, 2, 3, 100, null]);
    expect(numbers.report.warnings).toContainEqual(
      expect.objectContaining({ code: 'not-a-number', count: 1, column: 'v' }),
    );
    const booleans = await column(['true', 'NO', '1', '', 'maybe'], 'boolean');
    expect(booleans.column('v')).toEqual([true, false, true, null, null]);
    expect(booleans.report.warnings).toContainEqual(
      expect.objectContaining({ code: 'not-a-boolean', count: 1, sample: 'maybe' }),
    );
    expect((await column(['1', '2'], 'text')).column('v')).toEqual(['1', '2']);
  });

  test('take texts that mean nothing as null', async () => {
    expect((await column(['1', '?', '-1', '2'], undefined, ['?', '-1'])).column('v')).toEqual([1, null, null, 2]);
    expect((await column(['a', '?', 'b'], undefined, ['?'])).column('v')).toEqual(['a', null, 'b']);
    const { report } = await loadText(`${head}\nu,?,e\n`, { ...mapping, missing: ['?'] });
    expect(report.rejectedByReason).toEqual({ 'time-missing': 1 });
  });

  // In quadratic time this would take a minute at least; the limit leaves a busy machine many times what it needs.
  test('of many values made to collide are read in linear time', { timeout: 30_000 }, async () => {
    const values = colliding(1 << 17);
    const loaded = await column([...values, ...values]);
    expect(loaded.column('v')).toEqual([...values, ...values]);
  });

  test('without a name or with a name that stands twice keep apart', async () => {
    const loaded = await loadText(`${head},a,a,,__proto__\nu,2024-03-05,e,1,2,3,4\n`, mapping);
    expect(loaded.batches[0]!.columns.map(({ name }) => name)).toEqual(['a', 'a (2)', 'column 6', '__proto__']);
    expect(loaded.report.warnings.map(({ code, column: name }) => [code, name])).toEqual([
      ['header-duplicate', 'a'],
      ['header-missing', 'column 6'],
    ]);
    expect(loaded.column('a (2)')).toEqual([2]);
  });

  test('can be named by place, by occurrence, or be constant', async () => {
    const loaded = await loadText('1,2024-03-05,x\n2,2024-03-06,y\n', {
      version: 1,
      format: { header: false },
      fields: {
        time: { index: 1 },
        event: { constant: 'sale' },
        actor: { column: 'column 1' },
        channel: { constant: 'shop' },
      },
      properties: { kind: { index: 2, type: 'text' } },
    });
    expect(loaded.events).toEqual(['sale', 'sale']);
    expect(loaded.identifiers('actor')).toEqual(['1', '2']);
    expect(loaded.column('channel')).toEqual(['shop', 'shop']);
    expect(loaded.column('kind')).toEqual(['x', 'y']);
  });

  test('that a mapping names and the file lacks are told', async () => {
    const wrong: Mapping = { ...mapping, fields: { ...mapping.fields, channel: { column: 'nowhere' } } };
    const { report } = await loadText(`${head}\nu,2024-03-05,e\n`, wrong);
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'column-missing', column: 'channel' }));
    await expect(loadText('a,b\n1,2\n', mapping)).rejects.toMatchObject({
      code: 'mapping-invalid',
      message: expect.stringContaining('fields.time names "time"') as string,
      detail: { columns: ['a', 'b'] },
    });
  });
});

describe('identifiers', () => {
  test('are brought to one form, each distinct one once', async () => {
    const loaded = await loadText(
      'email,time,event\n Ann@X.org ,2024-03-05,e\nann@x.org,2024-03-05,e\nANN@X.ORG,2024-03-05,e\nbob@y.org,2024-03-05,e\nnobody,2024-03-05,e\n,2024-03-05,e\n',
      { version: 1, fields: { time: { column: 'time' }, event: { column: 'event' }, email: { column: 'email' } } },
    );
    expect(loaded.identifiers('email')).toEqual(['ann@x.org', 'ann@x.org', 'ann@x.org', 'bob@y.org', null, null]);
    expect(loaded.batches[0]!.identifiers[0]!.values.values).toEqual(['ann@x.org', 'bob@y.org']);
    expect(loaded.report.warnings).toContainEqual(
      expect.objectContaining({ code: 'identifier-dropped', count: 1, sample: 'nobody' }),
    );
    expect(loaded.report.warnings).toContainEqual(expect.objectContaining({ code: 'unidentified', count: 2 }));
  });
});

describe('times', () => {
  const times = (
    values: readonly string[],
    field: Partial<Mapping['fields']['time']> = {},
  ): ReturnType<typeof loadText> =>
    loadText(`${head}\n${values.map((value) => `u,${value},e`).join('\n')}\n`, {
      ...mapping,
      fields: { ...mapping.fields, time: { column: 'time', ...field } as Mapping['fields']['time'] },
    });

  test('are told apart by the first value that decides, wherever it stands', async () => {
    const { report, times: read } = await times([...Array<string>(5000).fill('5/3/2024'), '3/25/2024']);
    expect(report.facts).toMatchObject({
      timeFormat: 'M/D/YYYY',
      timeEvidence: '"3/25/2024" can only have the month first',
    });
    expect(read[0]).toBe(Date.parse('2024-05-03T00:00:00Z'));
  });

  test('whose day and month cannot be told apart say so', async () => {
    const { report } = await times(['5/3/2024', '6/4/2024']);
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ code: 'time-order-unsure', count: 2, sample: '5/3/2024' }),
    );
    expect(report.facts.timeFormat).toBe('D/M/YYYY');
  });

  test('are never swapped row by row', async () => {
    const { report } = await times(['13/1/2024', '1/13/2024', '14/1/2024']);
    expect(report).toMatchObject({ accepted: 2, rejectedByReason: { 'time-unreadable': 1 } });
  });

  test('without an offset name the zone they were read in', async () => {
    const { report } = await times(['2024-03-05 08:00', '2024-03-05T08:00Z']);
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'time-zone-assumed', count: 1 }));
    const zoned = await times(['2024-03-05 08:00'], { zone: 'Asia/Shanghai' });
    expect(zoned.times).toEqual([day]);
    expect(zoned.report.warnings).toEqual([]);
  });

  test('out of range, missing and unreadable are told apart', async () => {
    const { report } = await times(['8640000000000000', '8640000000000001', '', 'x'], { format: 'epoch-ms' });
    expect(report.rejectedByReason).toEqual({ 'time-range': 1, 'time-missing': 1, 'time-unreadable': 1 });
    expect(report.accepted).toBe(1);
  });

  test('of no known form, or an unknown zone, are errors', async () => {
    await expect(times(['soon', 'later'])).rejects.toMatchObject({
      code: 'time-unreadable',
      detail: { column: 'time' },
    });
    await expect(times(['2024-03-05'], { zone: 'Mars/Base' })).rejects.toMatchObject({ code: 'mapping-invalid' });
  });
});

describe('encodings', () => {
  const chinese = '用户,时间,事件\n张三,2024-03-05,访问\n李四,2024-03-05,注册\n';
  const expected = [
    ['张三', '李四'],
    ['访问', '注册'],
  ];
  // 用户,时间,事件 / 张三 访问 / 李四 注册 in GB 18030.
  const gb: Readonly<Record<string, string>> = {
    用: 'd3c3',
    户: 'bba7',
    时: 'cab1',
    间: 'bce4',
    事: 'cac2',
    件: 'bcfe',
    张: 'd5c5',
    三: 'c8fd',
    访: 'b7c3',
    问: 'cecA',
    李: 'c0ee',
    四: 'cbc4',
    注: 'd7a2',
    册: 'b2e1',
  };
  const gbBytes = Buffer.concat(
    [...chinese].map((char) => (gb[char] ? Buffer.from(gb[char], 'hex') : Buffer.from(char))),
  );
  const utf16be = Buffer.from(chinese.replaceAll('\r', ''), 'utf16le').swap16();

  test.each([
    ['utf-8', Buffer.from(chinese)],
    ['utf-8', Buffer.from(`\uFEFF${chinese}`)],
    ['utf-16le', Buffer.from(`\uFEFF${chinese}`, 'utf16le')],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be])],
    ['gb18030', gbBytes],
  ])('%s is recognised', async (encoding, buffer) => {
    const bytes = new Uint8Array(buffer);
    for (const cuts of [[], [1, 2, 3, 7, 20, 31]]) {
      const loaded = await load(streamOf(bytes, cuts));
      expect([loaded.identifiers('actor'), loaded.events]).toEqual(expected);
      expect(loaded.report.facts).toMatchObject({ encoding });
    }
  });

  test('utf-16 without a mark is told by its zero bytes', async () => {
    const bytes = new Uint8Array(Buffer.from(`${head}\nann,2024-03-05,visit\n`, 'utf16le'));
    expect((await load({ kind: 'bytes', bytes }, mapping)).identifiers('actor')).toEqual(['ann']);
  });

  test('bytes that are no text reject their row only', async () => {
    const bytes = new Uint8Array(Buffer.from(`${head}\nJos\xe9,2024-03-05,e\nann,2024-03-05,e\n`, 'latin1'));
    const { report } = await load({ kind: 'bytes', bytes }, mapping);
    expect(report).toMatchObject({ accepted: 1, rejectedByReason: { encoding: 1 }, facts: { encoding: 'utf-8' } });
    const half = new Uint8Array([...Buffer.from(`\uFEFF${head}\nann,2024-03-05,e\nbob,2024-03-05,e`, 'utf16le'), 0x20]);
    expect((await load({ kind: 'bytes', bytes: half }, mapping)).report.rejectedByReason).toEqual({ encoding: 1 });
  });
});

describe('gzip', () => {
  const rows = Array.from({ length: 30_000 }, (_, k) => `u${(k * 7919) % 10_007},2024-03-05,e${(k * 31) % 97}`).join(
    '\n',
  );
  const text = `${head}\n${rows}\n`;
  const zipped = new Uint8Array(gzipSync(text));

  test('is unzipped on the way', async () => {
    const loaded = await load(streamOf(zipped, [1, 2, 3, 1000]), mapping);
    expect(loaded.report).toMatchObject({ accepted: 30_000, complete: true, facts: { gzip: true } });
    expect(loaded.identifiers('actor')).toEqual((await loadText(text, mapping)).identifiers('actor'));
  });

  test('or not: a stream that fails before anything came is no empty file', async () => {
    const stream = {
      getReader: () => ({ read: () => Promise.reject(new Error('the lake is dry')), cancel: async () => {} }),
    };
    await expect(load({ kind: 'stream', stream, name: 'lake' }, mapping)).rejects.toMatchObject({
      code: 'source-missing',
      message: expect.stringMatching(/"lake" could not be read.*the stream broke off/),
    });
  });

  test('that is cut gives what came before, and says so', async () => {
    const { report, times } = await load({ kind: 'bytes', bytes: zipped.slice(0, zipped.length - 2000) }, mapping);
    expect(report.complete).toBe(false);
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'cut-short' }));
    expect(report.accepted).toBeGreaterThan(10_000);
    expect(report.rejected).toBe(0);
    expect(times.length).toBe(report.accepted);
  });

  test('of which nothing can be read is an error', async () => {
    await expect(load({ kind: 'bytes', bytes: zipped.slice(0, 12) }, mapping)).rejects.toMatchObject({
      code: 'source-format',
    });
  });

  test('of a file without rows is an empty file', async () => {
    const { report } = await load({ kind: 'bytes', bytes: new Uint8Array(gzipSync(`${head}\n`)) }, mapping);
    expect(report).toMatchObject({ rowsIn: 0, complete: true });
  });
});

describe('delimiters', () => {
  test.each([
    [',', ','],
    [';', ';'],
    ['\t', '\t'],
    ['|', '|'],
    ['  ', 'whitespace'],
  ])('%j is found', async (written, delimiter) => {
    const lines = [
      ['user', 'time', 'event', 'n'],
      ['u', '2024-03-05', 'visit', '1'],
      ['v', '2024-03-05', '"a,b;c"', '2'],
    ];
    const { report, events } = await loadText(lines.map((line) => line.join(written)).join('\n'), mapping);
    expect(report.facts.delimiter).toBe(delimiter);
    expect(report.accepted).toBe(2);
    expect(events).toEqual(['visit', 'a,b;c']);
  });

  test('of white space may stand at the ends of lines', async () => {
    const loaded = await loadText(' user  time\tevent \r\n  u 2024-03-05   visit\r\n\r\n', mapping);
    expect(loaded.events).toEqual(['visit']);
    expect(loaded.report.blankLines).toBe(1);
  });
});

describe('a long load', () => {
  test('rests when it is due, tells how far it is, and stops when asked', async () => {
    const text = `${head}\n${'ann,2024-03-05,visit\n'.repeat(100_000)}`;
    let rests = 0;
    const progress: number[] = [];
    const pace = { due: () => true, rest: async () => void rests++ };
    await load({ kind: 'text', text }, mapping, { pace, onProgress: (done) => progress.push(done) });
    expect(rests).toBeGreaterThanOrEqual(Math.floor(text.length / 65_536));
    expect(progress.at(-1)).toBe(text.length);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);

    const signal = { aborted: false };
    const stopping = { due: () => true, rest: async () => void (++rests % 5 === 0 && (signal.aborted = true)) };
    await expect(load({ kind: 'text', text }, mapping, { pace: stopping, signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  test('that is left early is not complete', async () => {
    const text = `${head}\n${'ann,2024-03-05,visit\n'.repeat(100_000)}`;
    const reading = await fileConnector.read({ kind: 'text', text }, { ...context, mapping });
    for await (const batch of reading.batches) if (batch.rows > 0) break;
    expect(reading.report()).toMatchObject({ accepted: 16_384, complete: false });
  });
});

/** Different texts of eight characters that the dictionary's hash cannot tell apart: the second four undo the first. */
function colliding(count: number): string[] {
  const texts: string[] = [];
  for (let n = 0; texts.length < count; n++) {
    const first = 0x3c3c3c3c + (n & 63) + ((n & 0xfc0) << 2) + ((n & 0x3f000) << 4) + ((n & 0xfc0000) << 6);
    let hash = Math.imul(8 ^ first, 0x2c1b3c6d);
    hash ^= hash >>> 15;
    const second = hash ^ 0x5a5a_5a5a;
    if (isWord(second)) texts.push(textOf(first) + textOf(second));
  }
  return texts;
}

/** Whether four bytes are digits, letters and what stands between them, without the marks that divide fields. */
function isWord(word: number): boolean {
  for (let shift = 0; shift < 32; shift += 8) {
    const byte = (word >>> shift) & 255;
    if (byte < 0x3c || byte >= 0x7c) return false;
  }
  return true;
}

function textOf(word: number): string {
  return String.fromCharCode(word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24);
}

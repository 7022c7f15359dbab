import { describe, expect, test } from 'vitest';
import { ReadBroken } from '../../connectors/bytes.js';
import { formatFile } from '../../connectors/formats/file.js';
import type { FormatFile } from '../../connectors/formats/format.js';
import { readRecords } from '../../connectors/records/reading.js';
import { xlsxFormat } from '../../connectors/xlsx/xlsx.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { sheetPart, stylesXml, workbook, workbookParts, zipped, type WorkbookValue } from '../fixtures/workbook.js';
import { random } from '../random.js';
import { steady } from './load.js';
import { fileOf, readTable, type Table } from './xlsx.js';

type Rows = ReadonlyArray<readonly WorkbookValue[]>;
type Parts = Readonly<Record<string, string | Uint8Array>>;

const one = (rows: Rows, parts: Parts = {}): Uint8Array =>
  zipped({ ...workbookParts([{ name: 'Data', rows }]), ...parts });
/** A workbook whose sheet has these rows as XML. */
const written = (rows: string, parts: Parts = {}, after = ''): Uint8Array =>
  one([], { 'xl/worksheets/sheet1.xml': sheetPart(rows, after), ...parts });
const head =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>';

async function refusal(bytes: Uint8Array, sheet?: string): Promise<AnalyticsError> {
  try {
    await readTable(bytes, sheet === undefined ? {} : { sheet });
  } catch (error) {
    if (error instanceof AnalyticsError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

const counts = ({ warnings }: Table): Record<string, number> =>
  Object.fromEntries([...warnings].map(([code, { count }]) => [code, count]));

describe('cells of a workbook', () => {
  test('are what they were: text stays text, whatever it looks like', async () => {
    const rows: Rows = [
      ['手机号', 'note', 'amount', 'ok'],
      ['13800138000', '007', 1.5, true],
      ['1e5', '2026-01-05', -3, false],
      [' x ', 'TRUE', 0.1, null],
      ['a\r\nb', '<&">', 1e21, true],
    ];
    const table = await readTable(workbook([{ name: '运营', rows }]));
    expect(table.header).toEqual(rows[0]);
    expect(table.rows).toEqual(rows.slice(1));
    expect(table.lines).toEqual([2, 3, 4, 5]);
    expect(counts(table)).toEqual({});
  });

  test('give numbers as they are written, to the last digit', async () => {
    const next = random(7);
    const texts = Array.from({ length: 3000 }, (_, k) => {
      const sign = next() < 0.3 ? '-' : '';
      if (k % 3 === 0) return String((next() - 0.5) * 10 ** Math.floor(next() * 40 - 20));
      if (k % 3 === 1) return sign + (next() * 1e6).toFixed(Math.floor(next() * 9));
      return sign + String(Math.floor(next() * 10 ** Math.floor(next() * 17)));
    });
    texts.push('5.', '.5', '-0', '0', '1E+20', '+3', '0.30000000000000004', '123456789012345', '1234567890123456');
    const cells = texts.map((text, k) => `<row r="${k + 2}"><c r="A${k + 2}"><v>${text}</v></c></row>`).join('');
    const { rows } = await readTable(written(head + cells));
    const right = texts.map((text) => Number(text) + 0);
    expect(rows.map(([value]) => value)).toEqual(right);
  });

  test('keep the digits of long ids that other programs write as numbers', async () => {
    const cells = ['12345678901234567891', '9007199254740993', '9007199254740992', '15000000000000000000e12'];
    const { rows } = await readTable(written(head + cells.map((text) => `<row><c><v>${text}</v></c></row>`).join('')));
    expect(rows.map(([value]) => value)).toEqual([
      '12345678901234567891',
      '9007199254740993',
      9007199254740992,
      1.5e31,
    ]);
  });

  test('take the stored results of formulas, and say where there are none', async () => {
    const table = await readTable(
      written(
        `${head}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"x"&amp;"y"</f><v>xy</v></c></row>
        <row r="3"><c r="A3"><f t="shared" si="0"/><v>4</v></c><c r="B3" t="str"><f>""</f><v></v></c></row>
        <row r="4"><c r="A4"><f>NOW()</f></c><c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
        <row r="5"><c r="A5" t="b"><f>TRUE()</f><v>1</v></c><c r="B5"><f>1+1</f><v/></c></row>`,
      ),
    );
    expect(table.rows).toEqual([
      [2, 'xy'],
      [4, ''],
      [null, null],
      [true, null],
    ]);
    expect(counts(table)).toEqual({ 'formula-unsaved': 2, 'cell-error': 1 });
    expect(table.warnings.get('cell-error')?.sample).toBe('#DIV/0!');
  });

  test('read texts with several looks, without readings of Chinese characters', async () => {
    const strings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si><si/>
      <si><r><rPr><b/></rPr><t>客</t></r><r><t xml:space="preserve">户 </t></r><rPh sb="0" eb="1"><t>ke</t></rPh><phoneticPr fontId="1"/></si>
      <si><t>  cut  </t></si><si><t xml:space="preserve">  kept  </t></si><si><t><![CDATA[1 < 2]]> &amp; &#x4e2d;&#25991;</t></si>
      <si><t>_x000D__x005F_x000D_ _x00e9_ _xZZZZ_</t></si><si><t></t></si><extLst><ext><si><t>no</t></si></ext></extLst></sst>`;
    const cells = [1, 2, 3, 4, 5, 6, 7, 8].map((k) => `<row><c t="s"><v>${k}</v></c><c><v>${k}</v></c></row>`).join('');
    const table = await readTable(written(head + cells, { 'xl/sharedStrings.xml': strings }));
    expect(table.rows.map(([text]) => text)).toEqual([
      '',
      '客户 ',
      'cut',
      '  kept  ',
      '1 < 2 & 中文',
      '\r_x000D_ é _xZZZZ_',
      '',
      null,
    ]);
    expect(counts(table)).toEqual({ 'cell-unreadable': 1 });
  });

  test('read texts of their own like shared ones', async () => {
    const { rows } = await readTable(
      written(
        `${head}<row><c t="inlineStr"><is><r><t>客</t></r><r><t xml:space="preserve"> 户</t></r><rPh sb="0" eb="1"><t>ke</t></rPh></is></c>
        <c t="inlineStr"><is><t> x </t></is></c></row><row><c t="inlineStr"><is><t xml:space='preserve'> x </t></is></c><c t="inlineStr"/></row>`,
      ),
    );
    expect(rows).toEqual([
      ['客 户', 'x'],
      [' x ', null],
    ]);
  });

  test('stand where they say, in any order, or next to each other when they say nothing', async () => {
    const table = await readTable(
      written(
        `<row><c t="inlineStr"><is><t>a</t></is></c><c r="C1" t="inlineStr"><is><t>c</t></is></c></row>
        <row r="7"><c r="C7"><v>3</v></c><c r="A7"><v>1</v></c><c><v>2</v></c></row><row><c><v>4</v></c></row>`,
      ),
    );
    expect(table.header).toEqual(['a', 'column 2', 'c']);
    expect(table.rows).toEqual([
      [1, 2, 3],
      [4, null, null],
    ]);
    expect(table.lines).toEqual([7, 8]);
    expect(counts(table)).toEqual({ 'header-missing': 1 });
  });

  test('that nobody can read count as missing, and are counted', async () => {
    const table = await readTable(
      written(
        `${head}<row r="2"><c r="XFE2"><v>1</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="A3" t="x"><v>1</v></c></row>
        <row r="4"><c r="A4" t="b"><v>yes</v></c></row><row r="5"><c r="A5"><v>1</v></c><c r="A5"><v>2</v></c></row>`,
      ),
    );
    expect(table.rows).toEqual([
      [null, 1],
      [null, null],
      [null, null],
      [2, null],
    ]);
    expect(counts(table)).toEqual({ 'cell-unreadable': 3, 'duplicate-key': 1 });
    expect(table.warnings.get('cell-unreadable')?.sample).toBe('XFE2');
  });

  test('may carry any prefix, and come in the strict form', async () => {
    const prefixed = `<?xml version="1.0"?><!-- made elsewhere --><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns="urn:other">
      <row><c><v>not mine</v></c></row><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c><x:c t="str"><x:v>b</x:v></x:c></x:row>
      <x:row><x:c><x:v>1</x:v></x:c><v xmlns="urn:other">9</v><x:c t="d"><x:v>2026-01-05T09:00:00</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const { rows } = await readTable(one([], { 'xl/worksheets/sheet1.xml': prefixed }));
    expect(rows).toEqual([[1, '2026-01-05T09:00:00']]);
  });
});

describe('dates of a workbook', () => {
  const dateOf = async (format: string | number, serial: number, book = ''): Promise<unknown> => {
    const parts: Record<string, string> = { 'xl/styles.xml': stylesXml(['General', format]) };
    if (book) {
      parts['xl/workbook.xml'] = workbookParts([{ name: 'Data', rows: [] }])['xl/workbook.xml']!.replace(
        '<sheets>',
        `${book}<sheets>`,
      );
    }
    const { rows } = await readTable(written(`${head}<row r="2"><c r="A2" s="1"><v>${serial}</v></c></row>`, parts));
    return rows[0]![0];
  };

  test.each([
    [14, 46027, '2026-01-05'],
    [14, 46027.375, '2026-01-05T09:00:00'],
    [22, 46027, '2026-01-05T00:00:00'],
    [31, 46027, '2026-01-05'],
    [20, 0.375, '09:00:00'],
    [20, 46027.375, '2026-01-05T09:00:00'],
    [46, 1.5, '36:00:00'],
    ['yyyy-mm-dd', 46027, '2026-01-05'],
    ['yyyy"年"m"月"d"日"', 46027, '2026-01-05'],
    ['yyyy年m月d日', 46027, '2026-01-05'],
    ['[$-804]yyyy"年"m"月"d"日"dddd', 46027, '2026-01-05'],
    ['[$-zh-CN]aaaa', 46027, '2026-01-05'],
    ['上午/下午h"时"mm"分"', 0.75, '18:00:00'],
    ['[DBNum1][$-804]yyyy"年"m"月"d"日"', 46027, '2026-01-05'],
    ['d/m/yy h:mm AM/PM;@', 46027.5, '2026-01-05T12:00:00'],
    ['dd\\.mm\\.yyyy', 46027, '2026-01-05'],
    ['mm:ss.000', 0.0000017361, '00:00:00.150'],
    ['[h]:mm', 46027.5, '1104660:00:00'],
    ['[Red]yyyy/m/d', 46027, '2026-01-05'],
    ['mmm-yy', 46027, '2026-01-05'],
    ['ge.m.d', 46027, '2026-01-05'],
    ['0.00', 46027.5, 46027.5],
    ['0.0%', 0.123, 0.123],
    ['0.00E+00', 46027, 46027],
    ['#,##0.00_);[Red](#,##0.00)', 46027, 46027],
    ['0 "days"', 3, 3],
    ['0\\d', 3, 3],
    ['[$¥-804]#,##0', 46027, 46027],
    ['"day" General', 46027, 46027],
    ['G/通用格式', 46027, 46027],
    ['@', 46027, 46027],
    ['General;yyyy-mm-dd', 46027, 46027],
  ])('%s of %d is %s', async (format, serial, text) => {
    expect(await dateOf(format, serial)).toBe(text);
  });

  test.each([
    [0.5, '12:00:00'],
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, null],
    [61, '1900-03-01'],
    [25569, '1970-01-01'],
    [2958465, '9999-12-31'],
    [2958466, null],
    [-1, null],
    // Rounded to the millisecond, also over midnight.
    [46027.4236921296, '2026-01-05T10:10:07'],
    [46027.42369213, '2026-01-05T10:10:07'],
    [46027.999999998, '2026-01-06'],
    [46027.00000289352, '2026-01-05T00:00:00.250'],
  ])('serial %d from 1900 is %s', async (serial, text) => {
    expect(await dateOf('yyyy-mm-dd', serial)).toBe(text);
  });

  test.each([
    [0, '1904-01-01'],
    [60, '1904-03-01'],
    [44565.5, '2026-01-05T12:00:00'],
    [2957003, '9999-12-31'],
    [2957004, null],
  ])('serial %d from 1904 is %s', async (serial, text) => {
    expect(await dateOf('yyyy-mm-dd', serial, '<workbookPr date1904="1"/>')).toBe(text);
  });

  test('agree with the calendar for every instant', async () => {
    const next = random(11);
    const dates = Array.from({ length: 2000 }, () => new Date(Math.floor((next() * 400 - 60) * 365 * 86_400_000)));
    const { rows } = await readTable(
      workbook([{ name: 'Data', rows: [['at', 'n'], ...dates.map((date) => [date, 1])] }]),
    );
    const right = dates.map((date) =>
      date.getTime() % 86_400_000 === 0
        ? date.toISOString().slice(0, 10)
        : date
            .toISOString()
            .slice(0, -1)
            .replace(/\.000$/, ''),
    );
    expect(rows.map(([date]) => date)).toEqual(right);
  });
});

describe('the table of a sheet', () => {
  test('begins below titles, notes and empty rows, which are told', async () => {
    const table = await readTable(
      one([
        ['Campaign report 2026'],
        ['Exported', new Date('2026-01-05')],
        [],
        ['Name', 'Phone', 'Date', 'Amount'],
        ['Ann', '1', new Date('2026-01-05'), 3],
        [],
        ['Bob', '2', new Date('2026-01-06'), 4],
        ['Total', null, null, 7],
      ]),
    );
    expect(table.header).toEqual(['Name', 'Phone', 'Date', 'Amount']);
    expect(table.rows).toHaveLength(3);
    expect(table.lines).toEqual([5, 7, 8]);
    expect(counts(table)).toEqual({ 'rows-above-header': 2 });
    expect(table.warnings.get('rows-above-header')?.sample).toBe('Campaign report 2026');
    expect(table.source.blankLines).toBe(2);
  });

  test.each<[string, Rows, readonly string[], number]>([
    [
      'the first row',
      [
        ['a', 'b'],
        ['x', 'y'],
        ['z', 'w'],
      ],
      ['a', 'b'],
      2,
    ],
    [
      'below the heads of groups',
      [
        ['Customer', null, 'Order', null],
        ['Name', 'Phone', 'Date', 'Sum'],
        ['x', 'y', 1, 2],
      ],
      ['Name', 'Phone', 'Date', 'Sum'],
      1,
    ],
    [
      'not fuller than it has to be',
      [
        ['a', 'b', null],
        ['x', 'y', 'z'],
        ['x', 'y', 'z'],
      ],
      ['a', 'b', 'column 3'],
      2,
    ],
    [
      'below a block as wide as half of it',
      [['By', 'Ann', 'x'], [], ['a', 'b', 'c', 'd'], [1, 2, 3, 4]],
      ['a', 'b', 'c', 'd'],
      1,
    ],
    [
      'years among names',
      [
        ['name', 2024, 2025],
        ['x', 1, 2],
      ],
      ['name', '2024', '2025'],
      1,
    ],
    [
      'days over columns',
      [
        ['name', new Date('2026-01-05'), new Date('2026-01-06'), new Date('2026-01-07')],
        ['Ann', 'x', 'x', 'x'],
      ],
      ['name', '2026-01-05', '2026-01-06', '2026-01-07'],
      1,
    ],
    [
      'numbers where there is nothing else',
      [
        [2024, 2025],
        [1, 2],
        [3, 4],
      ],
      ['2024', '2025'],
      2,
    ],
    ['one name', [['id'], [1], [2]], ['id'], 2],
    ['alone', [['a', 'b']], ['a', 'b'], 0],
    [
      'from a later column',
      [
        [null, null, 'a', 'b'],
        [null, null, 1, 2],
      ],
      ['a', 'b'],
      1,
    ],
  ])('has its header: %s', async (_, rows, header, records) => {
    const table = await readTable(one(rows));
    expect(table.header).toEqual(header);
    expect(table.rows).toHaveLength(records);
  });

  test('has every name once', async () => {
    const table = await readTable(
      one([
        ['a', 'a', null, 'a (2)', ' ', 'a', '__proto__', 'column 3'],
        [1, 2, 3, 4, 5, 6, 7, 8],
      ]),
    );
    expect(table.header).toEqual(['a', 'a (3)', 'column 3 (2)', 'a (2)', 'column 5', 'a (4)', '__proto__', 'column 3']);
    expect(table.rows).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
    expect(counts(table)).toEqual({ 'header-duplicate': 2, 'header-missing': 2 });
    expect(table.warnings.get('header-duplicate')?.sample).toBe('a');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('needs no header when the mapping says so', async () => {
    const bytes = one([
      ['x', 1],
      ['y', 2],
    ]);
    const table = await readTable(bytes, { header: false });
    expect(table.header).toEqual(['column 1', 'column 2']);
    expect(table.rows).toEqual([
      ['x', 1],
      ['y', 2],
    ]);
    expect(counts(table)).toEqual({});
  });

  test('is read sparsely: a far cell is one cell', async () => {
    const table = await readTable(
      written(`${head}<row r="2"><c r="A2"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>9</v></c></row>`),
    );
    expect(table.header).toEqual(['a', 'b', 'column 16384']);
    expect(table.rows).toEqual([
      [1, null, null],
      [null, null, 9],
    ]);
    expect(table.lines).toEqual([2, 1_048_576]);
  });

  test('may be wider than records of one shape are made for', async () => {
    const names = Array.from({ length: 300 }, (_, k) => `c${k}`);
    const table = await readTable(one([names, names.map((_, k) => k), [null, 5]]));
    expect(table.header).toEqual(names);
    expect(table.rows[0]).toEqual(names.map((_, k) => k));
    expect(table.rows[1]!.filter((value) => value !== null)).toEqual([5]);
    expect(table.lines).toEqual([2, 3]);
  });

  test('tells of merged cells among its records, not of those in titles', async () => {
    const merges = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>';
    const table = await readTable(
      written(
        `${head}<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>`,
        {},
        merges,
      ),
    );
    expect(table.rows).toEqual([
      [1, null],
      [null, 2],
    ]);
    expect(table.warnings.get('cells-merged')).toEqual({ count: 1, sample: 'A2:A3' });
  });

  test('gives the same records however many there are', async () => {
    const rows = Array.from({ length: 5000 }, (_, k) => [k, `n${k % 7}`, new Date(1_767_603_600_000 + k * 1000)]);
    const table = await readTable(one([['id', 'name', 'at'], ...rows]));
    expect(table.rows.map(([id, name]) => [id, name])).toEqual(rows.map(([id, name]) => [id, name]));
    expect(table.rows.at(-1)![2]).toBe('2026-01-05T10:23:19');
    expect(table.lines.at(-1)).toBe(5001);
  });
});

describe('sheets of a workbook', () => {
  const notes = { name: 'Read me', rows: [['This file is made by hand.'], ['Ask Ann.']] };
  const table = (name: string, value: number): { name: string; rows: Rows } => ({
    name,
    rows: [
      ['a', 'b'],
      [value, 2],
    ],
  });
  const hidden = (sheets: Parameters<typeof workbook>[0], ...names: string[]): Uint8Array => {
    const parts = workbookParts(sheets);
    for (const name of names) {
      parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace(`name="${name}"`, `name="${name}" state="hidden"`);
    }
    return zipped(parts);
  };
  const books = hidden([notes, table('Old', 1), table('Jan', 2), table('Feb', 3), { name: 'Sheet3', rows: [] }], 'Old');

  test('the first visible one with a table is read, and the others are named', async () => {
    const found = await readTable(books);
    expect(found.rows).toEqual([[2, 2]]);
    expect(found.source).toMatchObject({ sheet: 'Jan', sheets: ['Read me', 'Old', 'Jan', 'Feb', 'Sheet3'] });
    expect(found.warnings.get('sheets-left-out')).toEqual({ count: 4, sample: 'Read me' });
    const warning = found.source.warnings().find(({ code }) => code === 'sheets-left-out')!;
    expect(warning.message).toContain('"Jan" was read');
    expect(warning.message).toContain('"Read me", "Old", "Feb", "Sheet3"');
  });

  test('empty ones that were looked into are not worth a word', async () => {
    const found = await readTable(workbook([{ name: 'Sheet1', rows: [] }, table('Jan', 2)]));
    expect(found.rows).toEqual([[2, 2]]);
    expect(counts(found)).toEqual({});
  });

  test.each([
    ['Feb', 3],
    [' feb ', 3],
    ['Old', 1],
    ['2', 1],
    ['4', 3],
  ])('one is chosen by name or place: %s', async (sheet, value) => {
    expect((await readTable(books, { sheet })).rows).toEqual([[value, 2]]);
  });

  test('one that is not there is refused, with those that are', async () => {
    const { code, message, detail } = await refusal(books, 'March');
    expect(code).toBe('mapping-invalid');
    expect(message).toContain('"Read me", "Old", "Jan", "Feb", "Sheet3"');
    expect(detail['sheets']).toEqual(['Read me', 'Old', 'Jan', 'Feb', 'Sheet3']);
    expect((await refusal(books, '6')).code).toBe('mapping-invalid');
  });

  test('without a table anywhere, what there is is read', async () => {
    expect((await readTable(workbook([notes]))).rows).toEqual([['Ask Ann.']]);
    expect((await readTable(workbook([{ name: 'Sheet1', rows: [] }]))).rows).toEqual([]);
  });
});

describe('archives', () => {
  const rows: Rows = [
    ['a', 'b'],
    [1, 2],
  ];

  test('are read stored as well as deflated, and with bytes before them', async () => {
    const parts = workbookParts([{ name: 'Data', rows }]);
    const stored = zipped(parts, 0);
    expect((await readTable(stored)).rows).toEqual([[1, 2]]);
    const shifted = new Uint8Array(stored.length + 100);
    shifted.set(stored, 100);
    expect((await readTable(shifted)).rows).toEqual([[1, 2]]);
  });

  test('are read with wide numbers (ZIP64)', async () => {
    expect((await readTable(widened(one(rows)))).rows).toEqual([[1, 2]]);
  });

  test('are read piece by piece, and no part but those that are needed', async () => {
    const noise = Uint8Array.from({ length: 300_000 }, (_, k) => (k * 2_654_435_761) >>> 13);
    const bytes = one(rows, { 'xl/media/a.png': noise });
    let read = 0;
    const file = fileOf(bytes);
    const source = await xlsxFormat.open(
      {
        ...file,
        read: (from, to) => {
          read += Math.min(to, bytes.length) - from;
          return file.read(from, to);
        },
      },
      {},
      steady,
    );
    expect(await source.next()).toHaveLength(1);
    expect(await source.next()).toBeNull();
    // The end of the file is looked through for its record.
    expect(read).toBeLessThan(65_557 + 20_000);
    const { done, total } = source.progress();
    expect(done).toBe(total);
  });

  test('are kept in memory when they come in order, and refused when they break off', async () => {
    const bytes = one(rows);
    const coming = (upTo: number): FormatFile =>
      formatFile({
        name: 'book.xlsx',
        gzip: true,
        size: null,
        chunks: (async function* (): AsyncGenerator<Uint8Array, void, void> {
          for (let at = 0; at < upTo; at += 100) yield bytes.subarray(at, Math.min(upTo, at + 100));
          if (upTo < bytes.length) throw new ReadBroken('the gzip data is cut or damaged');
        })(),
      });
    const source = await xlsxFormat.open(coming(bytes.length), {}, steady);
    expect(source.facts).toEqual({ format: 'xlsx', encoding: 'utf-8', gzip: true });
    expect(await source.next()).toHaveLength(1);
    await expect(xlsxFormat.open(coming(500), {}, steady)).rejects.toThrow(/cannot be read to its end: the gzip data/);
  });

  const ole = (stream: string): Uint8Array => {
    const bytes = new Uint8Array(1536);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes[30] = 9;
    bytes[48] = 1;
    for (let k = 0; k < stream.length; k++) bytes[1024 + 128 + 2 * k] = stream.charCodeAt(k);
    return bytes;
  };
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  test.each<[string, Uint8Array, string, RegExp]>([
    ['a workbook of Excel 97', ole('Workbook'), 'legacy', /Excel 97 \(\.xls\).*save it as \.xlsx/],
    ['a workbook with a password', ole('EncryptedPackage'), 'encrypted', /password/],
    [
      'a binary workbook',
      zipped({ '_rels/.rels': workbookParts([])['_rels/.rels']!.replace('workbook.xml', 'workbook.bin') }),
      'binary',
      /\.xlsb.*save it as \.xlsx/,
    ],
    ['an OpenDocument sheet', zipped({ mimetype: 'x', 'content.xml': '<x/>' }), 'missing-part', /OpenDocument/],
    [
      'a workbook in the XML form of 2003',
      text('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>'),
      'legacy',
      /2003/,
    ],
    ['a web page', text('\n<!DOCTYPE html><html></html>'), 'not-a-zip', /web page/],
    ['some text', text('id,name\n1,Ann\n'), 'not-a-zip', /no XLSX workbook/],
    ['half a workbook', one(rows).subarray(0, 900), 'not-a-zip', /not complete/],
    [
      'a sheet of another kind',
      one([], { 'xl/worksheets/sheet1.xml': '<html><body/></html>' }),
      'damaged',
      /no sheet of cells/,
    ],
    [
      'a part in another encoding',
      one([], { 'xl/styles.xml': '<?xml version="1.0" encoding="GBK"?><a/>' }),
      'damaged',
      /encoding/,
    ],
  ])('%s is refused with the way out', async (_, bytes, reason, words) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('source-format');
    expect(error.detail['reason']).toBe(reason);
    expect(error.message).toMatch(words);
  });

  test.each([
    ['a tag that does not close', '<row><c></row>'],
    ['a slash astray', '<row / >'],
    ['a value without quotes', '<row r=1></row>'],
    ['a value that holds a tag', '<row r="<"></row>'],
    ['no space between attributes', '<row r="1"s="2"></row>'],
    ['an attribute twice', '<row r="1" r="2"></row>'],
    ['an entity that is none', `${head}<row><c t="str"><v>&nbsp;</v></c></row>`],
    ['a character that is none', `${head}<row><c t="str"><v>&#xD800;</v></c></row>`],
    ['a comment that does not end', '<!-- <row/>'],
    ['a name that is none', '<1row/>'],
    ['a document type within', '<!DOCTYPE x>'],
  ])('%s refuses the sheet', async (_, rowsXml) => {
    const error = await refusal(written(rowsXml));
    expect(error.code).toBe('source-format');
    expect(['damaged', 'doctype']).toContain(error.detail['reason']);
  });

  test('text that is no UTF-8 refuses the sheet once a cell shows it', async () => {
    const strings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>`;
    const bytes = Uint8Array.from([...text(strings), 0xc3, 0x28, ...text('</t></si></sst>')]);
    expect((await readTable(written(head, { 'xl/sharedStrings.xml': bytes }))).rows).toEqual([]);
    const shown = written(`${head}<row><c t="s"><v>0</v></c></row>`, { 'xl/sharedStrings.xml': bytes });
    expect((await refusal(shown)).detail['reason']).toBe('damaged');
  });

  test.each(['xl/sharedStrings.xml', 'xl/styles.xml', 'xl/worksheets/sheet1.xml'])(
    'one without its %s is refused',
    async (name) => {
      const parts = workbookParts([{ name: 'Data', rows }]);
      delete parts[name];
      expect((await refusal(zipped(parts))).detail['reason']).toBe('missing-part');
    },
  );

  test.each<[string, Parts, string]>([
    [
      'sheets',
      { 'xl/workbook.xml': lengthened('xl/workbook.xml', '</sheets>', '<sheet name="x" r:id="rId1"/>', 1001) },
      'size-limit',
    ],
    [
      'relations',
      {
        'xl/_rels/workbook.xml.rels': lengthened(
          'xl/_rels/workbook.xml.rels',
          '</Relationships>',
          '<Relationship Id="x"/>',
          1001,
        ),
      },
      'size-limit',
    ],
    ['cell styles', { 'xl/styles.xml': lengthened('xl/styles.xml', '</cellXfs>', '<xf/>', 100_001) }, 'size-limit'],
    [
      'characters in a text',
      {
        'xl/worksheets/sheet1.xml': sheetPart(
          `<row><c t="inlineStr"><is>${`<r><t>${'x'.repeat(1000)}</t></r>`.repeat(1100)}</is></c></row>`,
        ),
      },
      'damaged',
    ],
    [
      'characters in a shared text',
      {
        'xl/sharedStrings.xml': lengthened(
          'xl/sharedStrings.xml',
          '</sst>',
          `<si>${`<r><t> ${'x'.repeat(1000)}</t></r>`.repeat(1100)}</si>`,
          1,
        ),
      },
      'size-limit',
    ],
    ['rows', { 'xl/worksheets/sheet1.xml': sheetPart(`${head}${'<row/>'.repeat(1_048_577)}`) }, 'damaged'],
  ])('too many %s refuse the workbook', async (_, parts, reason) => {
    const error = await refusal(zipped({ ...workbookParts([{ name: 'Data', rows }]), ...parts }, 0));
    expect(error.detail['reason']).toBe(reason);
    expect(error.message).toMatch(/too long|more than/);
  });

  test('a sheet that ends twice is refused', async () => {
    const parts = workbookParts([{ name: 'Data', rows }]);
    const sheet = parts['xl/worksheets/sheet1.xml']!;
    for (const wrong of [`${sheet}<more/>`, `${sheet}x`, sheet.replace('</worksheet>', ''), '']) {
      expect((await refusal(zipped({ ...parts, 'xl/worksheets/sheet1.xml': wrong }))).detail['reason']).toBe('damaged');
    }
  });
});

describe('a workbook as touchpoints', () => {
  test('is mapped by its Chinese headers', async () => {
    const bytes = workbook([
      {
        name: '活动',
        rows: [
          ['手机号', '事件', '时间', '金额'],
          ['+8613800138000', '点击', new Date('2026-01-05T09:00:00Z'), 1.5],
          ['+8613800138000', '购买', new Date('2026-01-05T09:30:00.250Z'), 20],
          [],
          [null, '点击', null, 3],
        ],
      },
    ]);
    const source = await xlsxFormat.open(fileOf(bytes), {}, steady);
    const reading = await readRecords(source, { signal: { aborted: false }, pace: steady });
    const times: number[] = [];
    for await (const batch of reading.batches) times.push(...batch.time);
    expect(times).toEqual([Date.UTC(2026, 0, 5, 9), Date.UTC(2026, 0, 5, 9, 30, 0, 250)]);
    const report = reading.report();
    expect(report).toMatchObject({ rowsIn: 3, accepted: 2, rejected: 1, blankLines: 1, complete: true });
    expect(report.rejections).toMatchObject([{ reason: 'time-missing', record: 3, line: 5 }]);
    expect(report.facts).toMatchObject({ format: 'xlsx', columns: ['手机号', '事件', '时间', '金额'] });
  });

  test('lets its thread go on between pieces, and ends when told', async () => {
    const rows = Array.from({ length: 20_000 }, (_, k) => [k, `text ${k}`]);
    const bytes = one([['id', 'name'], ...rows]);
    let rests = 0;
    const pace = { due: () => true, rest: () => Promise.resolve(void rests++) };
    const source = await xlsxFormat.open(fileOf(bytes), {}, pace);
    while ((await source.next()) !== null);
    expect(rests).toBeGreaterThan(10);
    const aborted = new AnalyticsError('aborted', 'Cancelled.', {});
    await expect(
      xlsxFormat.open(fileOf(bytes), {}, { due: () => true, rest: () => Promise.reject(aborted) }),
    ).rejects.toBe(aborted);
  });
});

/** A part of a workbook with something so often before its end. */
function lengthened(name: string, before: string, more: string, times: number): string {
  return workbookParts([{ name: 'Data', rows: [] }])[name]!.replace(before, more.repeat(times) + before);
}

/** The same archive with the records of ZIP64: wide numbers in the directory and at the end. */
function widened(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 22;
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  const out: number[] = [...bytes.subarray(0, start)];
  const wide = (value: number): number[] => [...new Uint8Array(new BigUint64Array([BigInt(value)]).buffer)];
  let at = start;
  for (let k = 0; k < count; k++) {
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const entry = [...bytes.subarray(at, nameEnd)];
    const extra = [1, 0, 24, 0, ...[24, 20, 42].flatMap((field) => wide(view.getUint32(at + field, true)))];
    for (const field of [24, 20, 42]) entry.splice(field, 4, 0xff, 0xff, 0xff, 0xff);
    entry.splice(30, 4, extra.length, 0, 0, 0);
    out.push(...entry, ...extra);
    at = next;
  }
  const size = out.length - start;
  const record = out.length;
  out.push(0x50, 0x4b, 6, 6, ...wide(44), 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  out.push(...wide(count), ...wide(count), ...wide(size), ...wide(start));
  out.push(0x50, 0x4b, 6, 7, 0, 0, 0, 0, ...wide(record), 1, 0, 0, 0);
  out.push(0x50, 0x4b, 5, 6, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, ...Array<number>(8).fill(0xff), 0, 0);
  return Uint8Array.from(out);
}

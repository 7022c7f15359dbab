import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportCard, fileName } from '../../../widgets/internal/export.js';
import { csvOf, htmlOf, jsonOf, tsvOf } from '../../../widgets/internal/export-table.js';
import { guarded, restored } from '../../../widgets/internal/formula-guard.js';
import type { TableData } from '../../../widgets/internal/table-data.js';

const table = (rows: TableData['rows']): TableData => ({
  title: 'Paths from Ad',
  columns: [
    { id: 'from', title: 'From', kind: 'text' },
    { id: 'customers', title: 'Customers', kind: 'count' },
    { id: 'share', title: 'Share', kind: 'rate' },
    { id: 'first', title: 'First seen', kind: 'instant' },
    { id: 'interval', title: 'Interval', kind: 'interval' },
  ],
  rows,
});
const spec = { kind: 'paths' } as const;

describe('a table as CSV', () => {
  it('begins with a byte order mark, holds raw values under ids, instants as ISO text', () => {
    const csv = csvOf(
      table([
        ['Ad', 12_480, 0.25, Date.UTC(2026, 9, 1), [0.2, 0.3]],
        ['Visit', -5, -5.25e-7, null, null],
      ]),
    );
    expect(csv).toBe(
      '\uFEFFfrom,customers,share,first,interval\r\n' +
        'Ad,12480,0.25,2026-10-01T00:00:00.000Z,0.2–0.3\r\n' +
        'Visit,-5,-5.25e-7,,\r\n',
    );
  });

  it('guards what a spreadsheet would run, and nothing else', () => {
    expect(['=1+1', '+48601', '-a', '@SUM(1)', '\t=1', '\r=1', '＝1'].map((text) => guarded(text)[0])).toEqual(
      Array(7).fill("'"),
    );
    const harmless = ['a=b', '1+1', "O'Brien", "'quoted", 'user@example.com', '', '-5', '-5.25e-7', 'Ad → Visit'];
    expect(harmless.map(guarded)).toEqual(harmless);
  });

  it('guards what follows another delimiter or a line end', () => {
    expect(guarded('x;=1+1')).toBe("x;'=1+1");
    expect(guarded('x\n=1+1')).toBe("x\n'=1+1");
    expect(guarded('a\r\nb')).toBe('a\r\nb');
  });

  it('gives back what was there', () => {
    const texts = ["'=1", "''=1", '=1+1";=1+1', '\t=1', '\n\n=2', "x;''-1", '\r\n=1', ';"=1', "'", ''];
    expect(texts.map((text) => restored(guarded(text)))).toEqual(texts);
  });
});

describe('a table for the clipboard', () => {
  it('is tabs with titles for spreadsheets, guarded, one line a row', () => {
    expect(tsvOf(table([['=a\tb\nc', 1, 0.5, null, null]])).split('\r\n')).toEqual([
      'From\tCustomers\tShare\tFirst seen\tInterval',
      "'=a b c\t1\t0.5\t\t",
    ]);
  });

  it('is a table of what is read on screen for documents, every text escaped', () => {
    const html = htmlOf(table([['<img src=x onerror=alert(1)>', 12_480, 0.25, null, [0.2, 0.3]]]), 'en');
    expect(html).toContain('<td>&#60;img src=x onerror=alert(1)&#62;</td><td>12,480</td><td>25.0%</td><td>–</td>');
  });
});

describe('a table as JSON', () => {
  it('is one object a row with the question, also where a column is called __proto__', () => {
    const data: TableData = { ...table([]), columns: [{ id: '__proto__', title: 'x', kind: 'text' }], rows: [['y']] };
    expect(JSON.parse(jsonOf(data, spec))).toMatchObject({ title: 'Paths from Ad', spec });
    expect(Object.keys(({} as Record<string, unknown>)['__proto__'] as object)).toEqual([]);
    expect(jsonOf(data, spec)).toContain('"__proto__": "y"');
  });
});

describe('a file name', () => {
  it('has nothing that a file system refuses or that turns the eye', () => {
    expect(fileName('Paths: a/b\\c "d" <e>|*?')).toBe('Paths a b c d e');
    expect(fileName('..\u202Efdp.exe\u0000')).toBe('fdp.exe');
    expect(fileName('CON')).toBe('CON_');
    expect(fileName(' . ')).toBe('touchpoint-kit');
    expect([...fileName('漏'.repeat(200))]).toHaveLength(80);
  });
});

describe('saving', () => {
  const clicked: string[] = [];
  const types: string[] = [];
  beforeEach(() => {
    clicked.length = 0;
    types.length = 0;
    vi.useFakeTimers();
    const link = { href: '', download: '', click: () => clicked.push(link.download) };
    vi.stubGlobal('document', { createElement: () => link });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  const hostThat = (allows: (type: string) => boolean): void => {
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      const { type } = blob as Blob;
      if (!allows(type)) throw new TypeError(`Unsupported MIME type: ${type}`);
      types.push(type);
      return 'blob:x';
    });
  };
  const ask = (format: 'csv' | 'json'): Promise<string | null> =>
    exportCard({ format, table: table([]), drawing: null, title: 't', spec, card: {} as HTMLElement, locale: 'en' });

  it('names the type of a file where the host takes it', async () => {
    hostThat(() => true);
    expect(await ask('csv')).toBe('Paths from Ad.csv');
    expect([clicked, types]).toEqual([['Paths from Ad.csv'], ['text/csv;charset=utf-8']]);
  });

  it('hands over plain text where the host refuses the type by throwing', async () => {
    hostThat((type) => !/csv|javascript|xml|json/.test(type));
    expect(await ask('csv')).toBe('Paths from Ad.csv');
    expect(await ask('json')).toBe('Paths from Ad.json');
    expect(types).toEqual(['text/plain', 'text/plain']);
  });

  it('fails where the host takes no file at all', async () => {
    hostThat(() => false);
    await expect(ask('csv')).rejects.toThrow('Unsupported');
  });
});

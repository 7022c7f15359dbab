import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { FormatOptions } from '../../connectors/formats/format.js';
import { XmlTokenizer } from '../../connectors/xml/tokenizer.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { readTable, type Table } from '../connectors/xlsx.js';
import { corpusFolder } from '../corpus-folder.mjs';
import { workbookParts, zipped } from '../fixtures/workbook.js';
import { corpusText, hasCorpus, skipMissing } from './corpus.js';
import { mutants } from './mutate.js';
import { processorMs } from './processor-time.js';

interface Expected {
  readonly outcome?: 'accept' | 'reject' | 'accept_or_reject' | 'reject_or_flag_incomplete';
  readonly reason?: string;
  readonly header?: readonly string[];
  readonly records?: number;
  readonly rows?: ReadonlyArray<readonly unknown[]>;
  readonly rows_nonblank?: ReadonlyArray<readonly unknown[]>;
  readonly rows_at?: Readonly<Record<string, readonly unknown[]>>;
  readonly alternatives?: ReadonlyArray<ReadonlyArray<readonly unknown[]>>;
  readonly dates?: ReadonlyArray<string | null>;
  readonly flagged?: readonly number[];
  readonly if_accept?: Expected;
  readonly requests?: number;
  readonly max_extra_heap_mb?: number;
}

interface WorkbookCase {
  readonly file: string;
  readonly note: string;
  readonly expect: Expected;
}

/** What each reason of the corpus is called here. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  size_limit: ['size-limit'],
  size_limit_or_header_mismatch: ['size-limit', 'size-mismatch'],
  doctype: ['doctype'],
  missing_part: ['missing-part'],
  duplicate_part: ['duplicate-part'],
  crc: ['crc'],
  not_a_zip: ['not-a-zip'],
  encrypted: ['encrypted'],
  encrypted_or_legacy: ['encrypted', 'legacy'],
  empty: ['empty'],
};

/** Warnings that say of a record that something in it was not read as it stands. */
const flags = ['cell-error', 'cell-unreadable', 'formula-unsaved', 'duplicate-key'];

/** What differs from an outcome; empty when it holds. */
function differences(expected: Expected, { header, rows, warnings }: Table): string[] {
  const wrong: string[] = [];
  const equal = (name: string, found: unknown, wanted: unknown): void => {
    if (wanted !== undefined && JSON.stringify(found) !== JSON.stringify(wanted)) {
      wrong.push(`${name}: ${JSON.stringify(found)?.slice(0, 300)}`);
    }
  };
  equal('header', header, expected.header);
  equal('records', rows.length, expected.records);
  if (!expected.alternatives?.some((one) => JSON.stringify(one) === JSON.stringify(rows))) {
    equal('rows', rows, expected.rows);
  }
  equal('rows', rows, expected.rows_nonblank);
  for (const [at, row] of Object.entries(expected.rows_at ?? {})) equal(`row ${at}`, rows[Number(at)], row);
  equal('dates', expected.dates && rows.map(([date]) => date), expected.dates);
  const flagged = flags.reduce((sum, code) => sum + (warnings.get(code)?.count ?? 0), 0);
  const dateless = expected.dates?.filter((date) => date === null).length ?? 0;
  if (flagged < Math.max(expected.flagged?.length ?? 0, dateless)) wrong.push(`flagged ${flagged}`);
  return wrong;
}

async function read(bytes: Uint8Array, options: FormatOptions = {}): Promise<{ table: Table } | { error: unknown }> {
  try {
    return { table: await readTable(bytes, options) };
  } catch (error) {
    return { error };
  }
}

describe('parsers/xlsx', () => {
  if (!hasCorpus('xlsx/index.json')) return skipMissing('xlsx');

  const { files } = JSON.parse(corpusText('xlsx/index.json')) as { files: readonly WorkbookCase[] };
  for (const { file, note, expect: expected } of files) {
    it(`${file}: ${note}`, async () => {
      const fetched = vi.spyOn(globalThis, 'fetch');
      const bytes = new Uint8Array(readFileSync(join(corpusFolder('hostile'), 'xlsx', file)));
      const before = process.memoryUsage();
      const found = await read(bytes);
      const after = process.memoryUsage();
      const { outcome = 'accept' } = expected;
      if ('error' in found) {
        const { error } = found;
        expect(outcome, String(error)).not.toBe('accept');
        expect(error).toBeInstanceOf(AnalyticsError);
        const { code, message, detail } = error as AnalyticsError;
        expect(['source-format', 'source-limit']).toContain(code);
        // What happened and how to mend it.
        expect(message).toMatch(/^"book\.xlsx" [^]+\. [A-Z][^]+\.$/);
        if (expected.reason) expect(reasons[expected.reason]).toContain(detail['reason']);
      } else {
        expect(outcome).toMatch(/^accept/);
        expect(differences({ ...expected, ...expected.if_accept }, found.table)).toEqual([]);
      }
      const grown = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1024 / 1024;
      expect(grown).toBeLessThan(expected.max_extra_heap_mb ?? 128);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(fetched).toHaveBeenCalledTimes(0);
      fetched.mockRestore();
    });
  }
});

/** What a workbook that is not damaged consists of; enough of everything that the reader knows. */
function baseParts(): Record<string, string> {
  const rows = Array.from({ length: 40 }, (_, k) => [
    `客户 ${k % 7}`,
    new Date(1_767_603_600_000 + k * 3_600_250),
    new Date(1_767_571_200_000 + k * 86_400_000),
    k * 1.25,
    k % 2 === 0,
    k % 3 === 0 ? null : `a_x000D_<${k}>`,
  ]);
  const parts = workbookParts([
    { name: 'Notes', rows: [['Made for a test']] },
    { name: '活动', rows: [['手机号', 'at', 'day', 'sum', 'ok', 'note'], ...rows] },
  ]);
  const sheet = parts['xl/worksheets/sheet2.xml']!;
  const extra =
    '<row r="50"><c r="A50" t="inlineStr"><is><r><t>x</t></r><rPh sb="0" eb="1"><t>y</t></rPh></is></c><c r="B50" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D50"><v>1.5E-7</v></c></row>';
  parts['xl/worksheets/sheet2.xml'] = sheet.replace(
    '</sheetData>',
    `${extra}</sheetData><mergeCells count="1"><mergeCell ref="A50:A51"/></mergeCells>`,
  );
  return parts;
}

describe('parsers/xlsx-mutants', () => {
  const most = Number(process.env['MUTANTS'] ?? 1000);
  const base = baseParts();
  const seed = Number(process.env['MUTANTS_SEED'] ?? 1);
  const whole = zipped(base);

  /** Reads to the end; a damaged workbook gives a table with its account, or the kit's own error (null). */
  async function check(bytes: Uint8Array, place: string, sheet?: string): Promise<Table | null> {
    const before = process.memoryUsage();
    const begun = processorMs();
    const found = await read(bytes, sheet === undefined ? {} : { sheet });
    const took = processorMs() - begun;
    const after = process.memoryUsage();
    expect(took, `${place} took ${took} ms`).toBeLessThan(2000);
    const grown = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1024 / 1024;
    expect(grown, place).toBeLessThan(128);
    if ('table' in found) return found.table;
    expect(found.error, place).toBeInstanceOf(AnalyticsError);
    expect(['source-format', 'source-limit', 'mapping-invalid'], place).toContain((found.error as AnalyticsError).code);
    return null;
  }

  it(`${most >> 2} damaged archives are refused, or read as they were`, async () => {
    const right = await readTable(whole, { sheet: '2' });
    let refused = 0;
    let k = 0;
    for (const bytes of mutants(whole, most >> 2, seed)) {
      const table = await check(bytes, `archive ${k++}`, '2');
      if (table === null) refused++;
      else expect({ header: table.header, rows: table.rows }).toEqual({ header: right.header, rows: right.rows });
    }
    expect(refused).toBeGreaterThan((most >> 2) * 0.5);
  });

  // In a sound archive, so that damage gets as far as the readers of the parts.
  const names = Object.keys(base).filter((name) => name !== '[Content_Types].xml');
  it.each(names)('damage in %s is told, or does no harm', async (name) => {
    let refused = 0;
    let k = 0;
    const bytes = new TextEncoder().encode(base[name]);
    for (const damaged of mutants(bytes, Math.ceil((most * 0.75) / names.length), seed)) {
      const table = await check(zipped({ ...base, [name]: damaged }, 0), `${name} ${k++}`);
      if (table === null) refused++;
    }
    expect(refused).toBeGreaterThan(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('every row of a damaged sheet is a record, blank, or above the header', async () => {
    const name = 'xl/worksheets/sheet2.xml';
    let told = 0;
    for (const damaged of mutants(new TextEncoder().encode(base[name]), most, seed + 1)) {
      const table = await check(zipped({ ...base, [name]: damaged }, 0), 'sheet', '2');
      if (table === null) continue;
      const { blankLines } = table.source;
      const above = table.warnings.get('rows-above-header')?.count ?? 0;
      const header = table.rows.length > 0 ? 1 : 0;
      expect(table.rows.length + blankLines! + above + header).toBe(rowsIn(new TextDecoder().decode(damaged)));
      told++;
    }
    expect(told).toBeGreaterThan(most / 50);
  });
});

/** Rows of a sheet's XML, counted by the tokenizer for text. */
function rowsIn(text: string): number {
  const xml = new XmlTokenizer();
  xml.push(text);
  xml.end();
  let rows = 0;
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (token === 'open' && xml.name === 'row' && xml.depth === 3) rows++;
  }
  return rows;
}

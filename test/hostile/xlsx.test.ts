import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { readTable, type Table } from '../connectors/xlsx.js';
import { corpusFolder } from '../corpus-folder.mjs';
import { corpusText, hasCorpus, skipMissing } from './corpus.js';

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

async function read(bytes: Uint8Array): Promise<{ table: Table } | { error: unknown }> {
  try {
    return { table: await readTable(bytes) };
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

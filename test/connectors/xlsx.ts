import type { FormatFile, FormatOptions } from '../../connectors/formats/format.js';
import { Refused, type RecordSource, type Row } from '../../connectors/records/record-source.js';
import { xlsxFormat } from '../../connectors/xlsx/xlsx.js';
import { steady } from './load.js';

/** Everything that a workbook gives. */
export interface Table {
  readonly header: readonly string[];
  /** Values by header; a column that a row has not is null. */
  readonly rows: ReadonlyArray<readonly unknown[]>;
  readonly lines: readonly number[];
  readonly warnings: ReadonlyMap<string, { readonly count: number; readonly sample: string | null }>;
  readonly source: RecordSource;
}

/** Reads a workbook to its end. */
export async function readTable(bytes: Uint8Array, options: FormatOptions = {}): Promise<Table> {
  const source = await xlsxFormat.open(fileOf(bytes), options, steady);
  const header = new Set(await source.keys!(steady));
  const records: Row[] = [];
  for (let piece = await source.next(); piece !== null; piece = await source.next()) {
    for (const item of piece) {
      if (item instanceof Refused) throw new Error('A workbook refuses no record.');
      records.push(item);
      for (const key of Object.keys(item)) header.add(key);
    }
  }
  const warnings = source.warnings().filter(({ count }) => count > 0);
  return {
    header: [...header],
    rows: records.map((row) => Array.from(header, (key) => (Object.hasOwn(row, key) ? row[key] : null))),
    lines: records.map((row) => source.lineOf!(row)),
    warnings: new Map(warnings.map(({ code, count, sample = null }) => [code, { count, sample }])),
    source,
  };
}

/** Bytes as a file that is read at any place. */
export function fileOf(bytes: Uint8Array): FormatFile {
  return {
    name: 'book.xlsx',
    gzip: false,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    chunks: () => {
      throw new Error('A workbook is not read in order.');
    },
  };
}

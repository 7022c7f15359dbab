import { decodeUtf8, encodeUtf8 } from '../platform.js';
import { CsvTokenizer, recordFlags, type Dialect } from './tokenizer.js';

/** One record as text. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Bits of `recordFlags`; 0 = nothing odd. */
  readonly flags: number;
  /** Line on which it begins, from 1. */
  readonly line: number;
}

/** Records of a text as strings. */
export interface CsvRecords {
  /** Null when the file has none; empty when there is no record at all. */
  readonly header: readonly string[] | null;
  readonly headerFlags: number;
  readonly records: readonly CsvRecord[];
  readonly blankLines: number;
}

/**
 * Reads whole UTF-8 bytes as text records: for previews and samples. A file's rows go through columns instead.
 * @param options.limit most records to read; the last one may be left out when `cut` says that bytes are missing behind it
 */
export function readCsvRecords(
  bytes: Uint8Array,
  options: Dialect & { readonly header?: boolean; readonly limit?: number; readonly cut?: boolean },
): CsvRecords {
  const tokenizer = new CsvTokenizer(options, encodeUtf8);
  const limit = options.limit ?? Infinity;
  let header: readonly string[] | null = options.header === false ? null : [];
  let headerFlags = 0;
  let width = -1;
  const records: CsvRecord[] = [];
  let blankLines = 0;
  let at = 0;
  while (at < bytes.length && records.length < limit) {
    const line = tokenizer.line;
    if (!tokenizer.scan(bytes, at, bytes.length, options.cut !== true)) break;
    if (tokenizer.blank) blankLines++;
    else {
      const fields = fieldTexts(tokenizer, bytes);
      if (width < 0) {
        width = fields.length;
        if (header) {
          header = fields;
          headerFlags = tokenizer.flags;
        } else records.push({ fields, flags: tokenizer.flags, line });
      } else {
        const flags = tokenizer.flags | (fields.length === width ? 0 : recordFlags.fieldCount);
        records.push({ fields, flags, line });
      }
    }
    at = tokenizer.next;
  }
  return { header, headerFlags, records, blankLines };
}

/** Texts of the tokenizer's last record. */
export function fieldTexts(tokenizer: CsvTokenizer, bytes: Uint8Array): string[] {
  const texts: string[] = [];
  for (let k = 0; k < tokenizer.fields; k++) texts.push(fieldText(tokenizer, bytes, k));
  return texts;
}

/** Text of one field of the tokenizer's last record. */
export function fieldText(tokenizer: CsvTokenizer, bytes: Uint8Array, field: number): string {
  const start = tokenizer.starts[field]!;
  const end = tokenizer.ends[field]!;
  if (tokenizer.escaped[field] === 0) return decodeUtf8(bytes.subarray(start, end));
  const out = new Uint8Array(end - start);
  return decodeUtf8(out.subarray(0, tokenizer.unescape(bytes, field, out)));
}

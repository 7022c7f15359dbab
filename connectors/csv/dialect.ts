import { readCsvRecords } from './records.js';
import type { Dialect } from './tokenizer.js';

const CANDIDATES = [',', ';', '\t', '|'];
const LOOKED_AT = 50;

/**
 * Delimiter by evidence: the one that cuts most of the first records into as many fields as the header, then into the
 * most fields. Runs of white space are tried when no other character sets any fields apart.
 */
export function findDelimiter(head: Uint8Array, cut: boolean, dialect: Omit<Dialect, 'delimiter'>): string {
  let best = '';
  let bestAlike = 0;
  let bestWidth = 1;
  for (const delimiter of CANDIDATES) {
    const { alike, width } = measure(head, cut, { ...dialect, delimiter });
    if (width > 1 && alike > 0 && (alike > bestAlike || (alike === bestAlike && width > bestWidth)))
      [best, bestAlike, bestWidth] = [delimiter, alike, width];
  }
  if (best !== '') return best;
  const { alike, width, records } = measure(head, cut, { ...dialect, delimiter: 'whitespace' });
  return width > 1 && alike === 1 && records > 1 ? 'whitespace' : ',';
}

function measure(head: Uint8Array, cut: boolean, dialect: Dialect): { alike: number; width: number; records: number } {
  const { records } = readCsvRecords(head, { ...dialect, header: false, limit: LOOKED_AT, cut });
  const width = records[0]?.fields.length ?? 0;
  const rest = records.slice(1);
  const alike = rest.filter((record) => record.fields.length === width).length;
  return { alike: rest.length === 0 ? 1 : alike / rest.length, width, records: records.length };
}

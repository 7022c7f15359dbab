import { AnalyticsError } from '../../worker/protocol/error.js';
import { latin1 } from '../platform.js';

/** First bytes of files that are no text, as Latin-1, and what they are called. */
const signatures: ReadonlyArray<readonly [start: string, format: string]> = [
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook'],
  ['%PDF-', 'a PDF'],
  ['\x89PNG\r\n', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive'],
  ['BZh', 'a bzip2 archive'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
];

/**
 * Refuses what no reader takes, before anyone is asked which of its columns is the time.
 * @param head the first bytes, inflated
 * @throws AnalyticsError `source-format` that says what the file is
 */
export function refuseOtherFormats(head: Uint8Array, name: string): void {
  const start = latin1(head.subarray(0, 16));
  const found = signatures.find(([signature]) => start.startsWith(signature))?.[1] ?? markup(start);
  if (!found) return;
  throw new AnalyticsError(
    'source-format',
    `"${name}" is ${found}, which holds no table that can be read. Save or export it as CSV (UTF-8) or as a workbook (.xlsx) and load that.`,
    { format: found },
  );
}

/** Markup begins with a mark that no header begins with. */
function markup(start: string): string | null {
  const text = start.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(!doctype|html|\?xml)/i.test(text)) return 'a web page or XML';
  return null;
}

import { AnalyticsError } from '../../worker/protocol/error.js';

/** Why a workbook is refused; `detail.reason` of the error. */
export type WorkbookFault =
  | 'empty'
  | 'not-a-zip'
  | 'legacy' // the binary .xls of old, or another compound file
  | 'encrypted'
  | 'binary' // .xlsb
  | 'missing-part'
  | 'duplicate-part'
  | 'crc'
  | 'size-mismatch'
  | 'size-limit'
  | 'damaged'
  | 'doctype'
  | 'no-table';

/** The error for a workbook that is not read: what is wrong with it, and how to mend that. */
export function refused(reason: WorkbookFault, name: string, what: string, mend: string): AnalyticsError {
  const code = reason === 'size-limit' ? 'source-limit' : 'source-format';
  return new AnalyticsError(code, `"${name}" ${what}. ${mend}`, { format: 'xlsx', reason });
}

/** What helps with a file that came to harm. */
export const fetchAgain = 'Get the file again, or open it in Excel and save it anew as .xlsx.';
/** What helps with a file that is too large for its form. */
export const saveAsText = 'Save the sheet as CSV and choose that file: it may be of any size.';

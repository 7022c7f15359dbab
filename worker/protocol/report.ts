import type { FormatName } from './source.js';

/** Why a row was not taken. `semantics`: rows in = accepted + rejected. */
export type RejectReason =
  | 'time-missing' // the time field is empty
  | 'time-unreadable' // the time field holds something no format fits
  | 'time-range' // beyond ±8.64e15 ms
  | 'field-count' // more fields than the header, or so few that a mapped field is missing
  | 'quote' // a quote where none may stand
  | 'unterminated-quote' // the file ends inside quotes
  | 'encoding' // bytes that are no valid text
  | 'nul' // a NUL character
  | 'record-too-long' // one record is over the size limit
  | 'record-unreadable' // not written as its format demands
  | 'not-a-record' // something else stands where a record should
  | 'key-missing' // a profile without what it is found by
  | 'excluded' // the mapping leaves such rows out
  | 'duplicate-id'; // same source and id as an earlier row

/** One rejected row; `raw` is cut at 4 KB. */
export interface Rejection {
  readonly reason: RejectReason;
  /** Record number in the source, from 1, header not counted. */
  readonly record: number;
  /** Line in the source where the record begins, from 1; 0 when not known. */
  readonly line: number;
  readonly raw: string;
}

/** Something worth knowing that rejected no row. */
export interface ImportWarning {
  readonly code:
    | 'header-duplicate'
    | 'header-missing'
    | 'header-quote'
    | 'not-a-number'
    | 'not-a-boolean'
    | 'identifier-dropped'
    | 'unidentified'
    | 'conflicting-duplicate'
    | 'cr-as-data'
    | 'time-zone-assumed'
    | 'time-order-unsure'
    | 'column-missing'
    | 'cut-short'
    | 'duplicate-key'
    | 'number-range'
    | 'sheets-left-out' // other sheets of a workbook
    | 'rows-above-header' // titles and the like above a sheet's table
    | 'cell-error' // #N/A and the like
    | 'cell-unreadable'
    | 'formula-unsaved' // a formula without its result
    | 'cells-merged';
  readonly count: number;
  /** Column at fault, if one is. */
  readonly column?: string;
  /** A sentence in English; widgets write their own from code, count and column. */
  readonly message: string;
  readonly sample?: string;
}

/** How the file was read: decided by evidence, shown to the user. */
export interface SourceFacts {
  readonly format: 'csv' | 'rows' | 'json' | 'ndjson' | FormatName;
  readonly encoding: string;
  readonly gzip: boolean;
  /** One character or `whitespace`. */
  readonly delimiter: string;
  /** Time format in use, e.g. `D/M/YYYY HH:mm`, and the evidence that chose it. */
  readonly timeFormat: string;
  readonly timeEvidence: string;
  readonly timeZone: string;
  readonly columns: readonly string[];
}

/** Account of one load. rowsIn = accepted + rejected, always. */
export interface ImportReport {
  readonly source: string;
  readonly rowsIn: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Every rejection is counted here ... */
  readonly rejectedByReason: Readonly<Partial<Record<RejectReason, number>>>;
  /** ... and the first 10,000 are kept here (at most 16 MB of raw text). */
  readonly rejections: readonly Rejection[];
  /** True when more were rejected than `rejections` keeps. */
  readonly truncated: boolean;
  readonly blankLines: number;
  readonly warnings: readonly ImportWarning[];
  /** False when the source ended early (cut, cancelled). */
  readonly complete: boolean;
  readonly facts: SourceFacts;
}

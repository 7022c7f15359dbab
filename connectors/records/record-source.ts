import type { Mapping } from '../../worker/protocol/mapping.js';
import type { Pace } from '../../worker/protocol/source.js';
import type { ImportWarning, RejectReason, SourceFacts } from '../../worker/protocol/report.js';

/** A record as its format has it: own keys are columns, values are scalars, lists of scalars, or objects kept as JSON text. */
export type Row = Readonly<Record<string, unknown>>;

/** A record that cannot be used, in its place among the others. */
export class Refused {
  /**
   * @param line Line where it begins, from 1; 0 when there are no lines
   * @param raw Its text, as far as there is one
   */
  constructor(
    readonly reason: RejectReason,
    readonly line: number,
    readonly raw: string,
  ) {}
}

export type RecordItem = Row | Refused;

/** What a format's reader gives: records in order, piece by piece. */
export interface RecordSource {
  readonly name: string;
  readonly facts: Pick<SourceFacts, 'format' | 'encoding' | 'gzip'>;
  /** Names of all sheets of a workbook, and the one that is read. */
  readonly sheets?: readonly string[];
  readonly sheet?: string;
  /** Lines or rows without anything, which are no records; complete after the last record. Absent: none are counted. */
  readonly blankLines?: number;
  /** Why the source ended early, once it has; null when it came to its end. */
  readonly broken: string | null;
  /** How a format whose fields have a fixed meaning is mapped when no mapping is given; null or absent: by the assistant. */
  readonly defaults?: Mapping | null;
  /** All keys, where they can be told beforehand; otherwise those of the first records are the columns at first. */
  keys?(pace: Pace): Promise<string[]>;
  /** The next records; null after the last. */
  next(): Promise<readonly RecordItem[] | null>;
  /** Bytes or records read, of how many. */
  progress(): { readonly done: number; readonly total: number | null };
  /** What is worth knowing and refused no record; asked once, after the last record. */
  warnings(): ReadonlyArray<Pick<ImportWarning, 'code' | 'count' | 'message' | 'sample'>>;
  /** Line where a record begins, from 1, where there are lines. */
  lineOf?(row: Row): number;
  close(): Promise<void>;
}

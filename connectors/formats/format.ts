import type { Mapping } from '../../worker/protocol/mapping.js';
import type { FormatName } from '../../worker/protocol/source.js';
import type { Pace } from '../../worker/protocol/source.js';
import type { RecordSource } from '../records/record-source.js';

/** A source's bytes, unzipped. */
export interface FormatFile {
  readonly name: string;
  /** True when the bytes came zipped by gzip. */
  readonly gzip: boolean;
  /** Bytes in all; null when that is known only at the end. */
  readonly size: number | null;
  /**
   * Bytes from `start` up to but without `end`; fewer where the file ends. A file that cannot be read at any place
   * is kept in memory first.
   * @throws AnalyticsError `source-format` when it is too large for that
   */
  read(start: number, end: number): Promise<Uint8Array>;
  /** All bytes in order, in pieces; may be asked once, and not beside `read`. Throws `ReadBroken` when they end early. */
  chunks(): AsyncGenerator<Uint8Array, void, void>;
}

/** What of a mapping a format's reader needs. */
export type FormatOptions = NonNullable<Mapping['format']>;

/**
 * Reads one format. Damaged files end with a typed error, or with what could be read and `broken` set; they never hang,
 * never take memory that the bytes at hand do not warrant, and lose nothing without a word.
 */
export interface FormatReader {
  readonly format: FormatName;
  /**
   * Opens a file as far as its structure goes.
   * @throws AnalyticsError `source-format` when it is no such file, is damaged, or holds what is not supported
   */
  open(file: FormatFile, options: FormatOptions, pace: Pace): Promise<RecordSource>;
}

import { AnalyticsError } from '../../worker/protocol/error.js';

/** Units of work that a file may ask for whatever its size, and for each of its bytes. */
const FREE = 64 * 1024 * 1024;
const PER_BYTE = 256;

/** What one record, one value and one byte of text cost. */
export const recordUnits = 64;
export const valueUnits = 16;

/**
 * Holds a file to what its bytes warrant. A few bytes can say "a million records of nothing", "this text a million
 * times" or "a gigabyte of zeros, compressed"; real files stay far below these bounds.
 */
export class Allowance {
  #work = FREE;
  #unpacked = FREE;

  constructor(readonly name: string) {}

  /** So many more bytes of the file have come. */
  earn(bytes: number): void {
    this.#work += bytes * PER_BYTE;
    this.#unpacked += bytes * PER_BYTE;
  }

  /** @throws AnalyticsError `source-limit` */
  work(units: number): void {
    if ((this.#work -= units) < 0) throw this.#limit('describes far more data than it holds');
  }

  /** Asked before memory is. @throws AnalyticsError `source-limit` */
  unpack(bytes: number): void {
    if ((this.#unpacked -= bytes) < 0) throw this.#limit('unpacks to far more data than its size warrants');
  }

  #limit(what: string): AnalyticsError {
    return new AnalyticsError(
      'source-limit',
      `"${this.name}" ${what}, and is not read. If it is a real file, write it as Parquet or CSV.`,
      {},
    );
  }
}

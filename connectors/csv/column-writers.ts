import type { BatchColumn, DictionaryColumn, IdentifierType, TextColumn } from '../../worker/protocol/batch.js';
import type { ImportLog } from '../import-log.js';
import type { IdentifierReader } from '../identifiers.js';
import { odd, type Cell } from '../mapping/cell.js';
import type { Cells, Make } from '../mapping/origin.js';
import { ValueCodes } from '../value-codes.js';
import { canonicalNumber, isCanonicalNumber, looseNumber } from '../number-text.js';
import { decodeUtf8, encodeUtf8 } from '../platform.js';
import { ByteDictionary } from './byte-dictionary.js';

/** Takes one field of each row, straight from the bytes, and gives a batch's column. */
export interface ColumnWriter {
  /** Place of the field in the record. */
  readonly index: number;
  /** Begins a batch of at most `capacity` rows. */
  begin(capacity: number): void;
  write(bytes: Uint8Array, start: number, end: number, row: number): void;
  /** The batch's column; its buffer belongs to the caller. */
  take(rows: number): BatchColumn;
}

/** Text by dictionary. `values` is one growing array for the whole reading. */
export class TextWriter implements ColumnWriter {
  readonly #values: string[] = [];
  readonly #dictionary = new ByteDictionary();
  readonly #nulls: number;
  #codes: Uint32Array = new Uint32Array(0);

  /** @param missing texts besides the empty one that mean null */
  constructor(
    readonly index: number,
    missing: readonly string[],
  ) {
    // Null texts come first, so that an entry's code is its number less theirs.
    this.#dictionary.entry(new Uint8Array(0), 0, 0);
    for (const text of missing) {
      const bytes = encodeUtf8(text);
      this.#dictionary.entry(bytes, 0, bytes.length);
    }
    this.#nulls = this.#dictionary.size;
    this.#dictionary.drain(() => undefined);
  }

  begin(capacity: number): void {
    this.#codes = new Uint32Array(capacity);
  }

  write(bytes: Uint8Array, start: number, end: number, row: number): void {
    if (start === end) return;
    const entry = this.#dictionary.entry(bytes, start, end);
    if (entry >= this.#nulls) this.#codes[row] = entry - this.#nulls + 1;
  }

  take(rows: number): TextColumn {
    this.#dictionary.drain((text) => this.#values.push(text));
    return { kind: 'dictionary', codes: firstCodes(this.#codes, rows), values: this.#values };
  }
}

const UNKNOWN = 0;
const DROPPED = -1;

/** Identifiers, each distinct text normalised once. */
export class IdentifierWriter implements ColumnWriter {
  readonly #values: string[] = [];
  readonly #dictionary = new ByteDictionary();
  // Code of each entry: UNKNOWN until its text was looked at (and for missing ones), DROPPED when it names nobody.
  #codeOf: Int32Array = new Int32Array(128);
  #codes: Uint32Array = new Uint32Array(0);

  constructor(
    readonly index: number,
    readonly type: IdentifierType,
    readonly name: string,
    readonly missing: ReadonlySet<string>,
    readonly read: IdentifierReader,
    readonly log: ImportLog,
  ) {}

  begin(capacity: number): void {
    this.#codes = new Uint32Array(capacity);
  }

  write(bytes: Uint8Array, start: number, end: number, row: number): void {
    if (start !== end) this.#codes[row] = this.#dictionary.entry(bytes, start, end) + 1;
  }

  take(rows: number): TextColumn {
    let sample: string | undefined;
    this.#dictionary.drain((text, entry) => {
      if (this.#get(entry) !== UNKNOWN || this.missing.has(text)) return;
      const value = this.read(this.type, text);
      if (value === null) {
        sample ??= text;
        this.#set(entry, DROPPED);
      } else if (value === text) this.#add(entry, value);
      else {
        const bytes = encodeUtf8(value);
        const normal = this.#dictionary.entry(bytes, 0, bytes.length);
        if (this.#get(normal) <= UNKNOWN) this.#add(normal, value);
        this.#set(entry, this.#get(normal));
      }
    });
    const codes = this.#codes;
    let dropped = 0;
    for (let row = 0; row < rows; row++) {
      const raw = codes[row]!;
      if (raw === 0) continue;
      const code = this.#get(raw - 1);
      if (code === DROPPED) dropped++;
      codes[row] = code === DROPPED ? 0 : code;
    }
    this.log.warn(
      'identifier-dropped',
      dropped,
      `Values of "${this.name}" that name nobody as ${this.type} were left out.`,
      this.name,
      sample,
    );
    return { kind: 'dictionary', codes: firstCodes(codes, rows), values: this.#values };
  }

  #add(entry: number, value: string): void {
    this.#values.push(value);
    this.#set(entry, this.#values.length);
  }

  #get(entry: number): number {
    return this.#codeOf[entry] ?? UNKNOWN;
  }

  #set(entry: number, code: number): void {
    if (entry >= this.#codeOf.length) {
      const grown = new Int32Array(Math.max(entry + 1, this.#codeOf.length * 2));
      grown.set(this.#codeOf);
      this.#codeOf = grown;
    }
    this.#codeOf[entry] = code;
  }
}

/** Numbers. With `keepTexts` no text is lost: one that does not print back is kept beside its number. */
export class NumberWriter implements ColumnWriter {
  readonly #missingNumbers: ReadonlySet<number>;
  #values: Float64Array = new Float64Array(0);
  #rows: number[] = [];
  #texts: string[] = [];

  constructor(
    readonly index: number,
    readonly name: string,
    readonly missing: ReadonlySet<string>,
    readonly keepTexts: boolean,
    readonly log: ImportLog,
  ) {
    this.#missingNumbers = new Set([...missing].filter(isCanonicalNumber).map(Number));
  }

  begin(capacity: number): void {
    this.#values = new Float64Array(capacity);
    this.#rows = [];
    this.#texts = [];
  }

  write(bytes: Uint8Array, start: number, end: number, row: number): void {
    if (start === end) {
      this.#values[row] = NaN;
      return;
    }
    const value = canonicalNumber(bytes, start, end);
    if (value !== value) this.#values[row] = this.#odd(decodeUtf8(bytes.subarray(start, end)), row);
    else this.#values[row] = this.#missingNumbers.size > 0 && this.#missingNumbers.has(value) ? NaN : value;
  }

  take(rows: number): BatchColumn {
    const values = rows === this.#values.length ? this.#values : this.#values.slice(0, rows);
    const texts = this.#rows.length === 0 ? {} : { texts: { rows: this.#rows, texts: this.#texts } };
    return { kind: 'number', values, ...texts };
  }

  #odd(text: string, row: number): number {
    if (this.missing.has(text)) return NaN;
    if (isCanonicalNumber(text)) return Number(text);
    const value = looseNumber(text);
    if (this.keepTexts) {
      this.#rows.push(row);
      this.#texts.push(text);
    }
    if (value !== value)
      this.log.warn(
        'not-a-number',
        1,
        `Values of "${this.name}" that are no numbers were read as empty.`,
        this.name,
        text,
      );
    return value;
  }
}

/** What is done with each text that is none of its type. */
export type NoteOdd = (rows: number, sample: string) => void;

/** Values that are read from a column's texts, each distinct text once. */
export class DistinctWriter implements ColumnWriter {
  readonly #dictionary = new ByteDictionary();
  readonly #values = new ValueCodes();
  // Code of each entry; DROPPED for a text that is none of its type.
  readonly #codeOf: number[] = [];
  #codes: Uint32Array = new Uint32Array(0);
  #sample = '';

  /** @param read told null for the empty text and missing ones */
  constructor(
    readonly index: number,
    readonly missing: ReadonlySet<string>,
    readonly read: (text: string | null) => Cell,
    readonly noteOdd: NoteOdd,
  ) {}

  begin(capacity: number): void {
    this.#codes = new Uint32Array(capacity);
  }

  write(bytes: Uint8Array, start: number, end: number, row: number): void {
    this.#codes[row] = this.#dictionary.entry(bytes, start, end);
  }

  take(rows: number): DictionaryColumn {
    this.#dictionary.drain((text) => {
      const cell = this.read(text === '' || this.missing.has(text) ? null : text);
      if (cell === odd) this.#sample ||= text;
      this.#codeOf.push(cell === odd ? DROPPED : this.#values.code(cell));
    });
    let dropped = 0;
    const codes = this.#codes;
    for (let row = 0; row < rows; row++) {
      const code = this.#codeOf[codes[row]!]!;
      if (code === DROPPED) dropped++;
      codes[row] = code === DROPPED ? 0 : code;
    }
    if (dropped > 0) this.noteOdd(dropped, this.#sample);
    return { kind: 'dictionary', codes: firstCodes(codes, rows), values: this.#values.values };
  }
}

/** Values that are made of several columns of a row. */
export class MadeWriter {
  readonly #values = new ValueCodes();
  #codes: Uint32Array = new Uint32Array(0);
  #dropped = 0;
  #sample = '';

  /**
   * @param make told the texts of the row at hand
   * @param sampleOf text of a row whose value is none of its type
   */
  constructor(
    readonly make: (cells: Cells) => Cell,
    readonly sampleOf: Make,
    readonly noteOdd: NoteOdd,
  ) {}

  begin(capacity: number): void {
    this.#codes = new Uint32Array(capacity);
  }

  write(cells: Cells, row: number): void {
    const cell = this.make(cells);
    if (cell === odd) {
      this.#dropped++;
      this.#sample ||= this.sampleOf(cells) ?? '';
    } else this.#codes[row] = this.#values.code(cell);
  }

  take(rows: number): DictionaryColumn {
    if (this.#dropped > 0) this.noteOdd(this.#dropped, this.#sample);
    this.#dropped = 0;
    return { kind: 'dictionary', codes: firstCodes(this.#codes, rows), values: this.#values.values };
  }
}

function firstCodes(codes: Uint32Array, rows: number): Uint32Array {
  return rows === codes.length ? codes : codes.slice(0, rows);
}

import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Pace } from '../../worker/protocol/source.js';
import { ReadBroken } from '../bytes.js';
import type { FormatFile, FormatReader } from '../formats/format.js';
import { latin1 } from '../platform.js';
import { Refused, type RecordItem, type RecordSource, type Row } from '../records/record-source.js';
import { BadText, type Cell, type CellNotes } from './cells.js';
import { Column, Entries } from './column.js';
import { Fault } from './fault.js';
import { readFooter, type Footer, type RowGroup } from './footer.js';
import { Assembly, tooLong } from './nested.js';
import type { Field } from './schema.js';
import { Held, Span } from './span.js';

const KB = 1024;
const TAIL = 64 * KB;
const mostFooterBytes = 32 * KB * KB;
/** A row group up to so large is read at once. */
const GROUP_BYTES = 32 * KB * KB;
const PIECE = 1024;
// A record's lists may be long.
const LIST_PIECE = 128;
const mostRaw = 4096;

/**
 * Reads Apache Parquet: flat columns as they are, structures as columns with dots, lists of scalars as lists, and other
 * nested values as JSON text. Row groups come one after the other, and of each no more than the pages at hand is kept.
 * Every place, size and count is held against the bytes that are there; a file in which one of them is wrong is refused.
 */
export const parquetFormat: FormatReader = {
  format: 'parquet',
  async open(file, _options, pace) {
    return wrapped(
      file.name,
      () => '',
      async () => {
        const size = await sizeOf(file);
        return new ParquetSource(file, size, await footerOf(file, size, pace), pace);
      },
    );
  },
};

async function sizeOf(file: FormatFile): Promise<number> {
  if (file.size !== null) return file.size;
  const all = await file.read(0, Number.MAX_SAFE_INTEGER);
  return all.length;
}

async function footerOf(file: FormatFile, size: number, pace: Pace): Promise<Footer> {
  if (size < 12) throw new Fault(`it has only ${size} bytes`);
  const tail = await file.read(Math.max(0, size - TAIL), size);
  const mark = latin1(tail.subarray(-4));
  if (mark === 'PARE')
    throw new Fault('its footer is encrypted', 'Write the file without encryption, or export it as CSV.');
  if (mark !== 'PAR1') throw new Fault('its end is missing: the last four bytes are not "PAR1"');
  if (latin1(await file.read(0, 4)) !== 'PAR1') throw new Fault('its first four bytes are not "PAR1"');
  const length = new DataView(tail.buffer, tail.byteOffset + tail.length - 8, 4).getUint32(0, true);
  const footerAt = size - 8 - length;
  if (footerAt < 4) throw new Fault(`its footer states ${length} bytes, the file has ${size}`);
  if (length > mostFooterBytes) {
    throw new Fault(`its footer has ${Math.ceil(length / KB / KB)} MB`, 'Write it with fewer and larger row groups.');
  }
  const footer = length + 8 <= tail.length ? tail.subarray(-8 - length, -8) : await file.read(footerAt, size - 8);
  if (footer.length < length) throw new Fault('the file ended while it was read');
  return readFooter(footer, footerAt, pace);
}

/** Cells of a piece, a list a field. */
type Pieces = ReadonlyArray<ReadonlyArray<unknown>>;

class ParquetSource implements RecordSource {
  readonly facts: RecordSource['facts'];
  readonly broken = null;
  readonly #keys: readonly string[];
  readonly #renamed: number;
  readonly #notes: CellNotes = { notFinite: 0 };
  readonly #held: Held;
  readonly #piece: number;
  /** An own property a key, in order: rows begin as copies of it. */
  readonly #empty: Row;
  #group = -1;
  #groupLeft = 0;
  #readers: readonly FieldReader[] = [];
  #done = 0;
  #at = '';

  constructor(
    readonly file: FormatFile,
    readonly size: number,
    readonly footer: Footer,
    readonly pace: Pace,
  ) {
    this.facts = { format: 'parquet', encoding: 'utf-8', gzip: file.gzip };
    const { fields } = footer.schema;
    const names = distinct(fields.map(({ name }) => name));
    this.#keys = names.keys;
    this.#renamed = names.renamed;
    this.#held = new Held(size);
    this.#piece = fields.some(({ leaves }) => leaves.some(({ maxRepetition }) => maxRepetition > 0))
      ? LIST_PIECE
      : PIECE;
    this.#empty = {};
    for (const key of this.#keys) define(this.#empty, key, null);
  }

  get name(): string {
    return this.file.name;
  }

  keys(): Promise<string[]> {
    return Promise.resolve([...this.#keys]);
  }

  next(): Promise<readonly RecordItem[] | null> {
    return wrapped(
      this.name,
      () => this.#at,
      () => this.#next(),
    );
  }

  progress(): { done: number; total: number } {
    return { done: this.#done, total: this.footer.rows };
  }

  warnings(): ReturnType<RecordSource['warnings']> {
    return [
      {
        code: 'header-duplicate',
        count: this.#renamed,
        message: 'Columns share a name; the later ones were numbered.',
      },
      {
        code: 'number-range',
        count: this.#notes.notFinite,
        message: 'Numbers that are not finite (NaN, infinite) count as missing.',
      },
    ];
  }

  close(): Promise<void> {
    for (const reader of this.#readers) reader.release();
    this.#readers = [];
    return Promise.resolve();
  }

  async #next(): Promise<readonly RecordItem[] | null> {
    while (this.#groupLeft === 0) {
      await this.#leaveGroup();
      if (this.#group + 1 >= this.footer.groups.length) return null;
      await this.#enterGroup(this.footer.groups[++this.#group]!);
    }
    const count = Math.min(this.#piece, this.#groupLeft);
    const pieces: Array<ReadonlyArray<unknown>> = [];
    for (const reader of this.#readers) {
      this.#say(reader.field.name);
      pieces.push(await reader.read(count));
      if (this.pace.due()) await this.pace.rest();
    }
    this.#groupLeft -= count;
    this.#done += count;
    return this.#itemsOf(pieces, count);
  }

  async #leaveGroup(): Promise<void> {
    for (const reader of this.#readers) {
      this.#say(reader.field.name);
      await reader.close();
    }
    this.#readers = [];
  }

  async #enterGroup(group: RowGroup): Promise<void> {
    this.#at = `row group ${this.#group + 1}`;
    this.#groupLeft = group.rows;
    if (group.rows === 0) return;
    const { file } = this;
    const start = group.chunks.reduce((least, chunk) => Math.min(least, chunk.start), Infinity);
    const end = group.chunks.reduce((most, chunk) => Math.max(most, chunk.end), 0);
    const atOnce = end - start <= GROUP_BYTES;
    const ready = atOnce ? await file.read(start, end) : undefined;
    const window = Math.max(64 * KB, Math.min(KB * KB, Math.floor(GROUP_BYTES / group.chunks.length)));
    this.#readers = this.footer.schema.fields.map((field) => {
      const columns = field.leaves.map((leaf) => {
        const chunk = group.chunks[leaf.index]!;
        const span = new Span(file, chunk.start, chunk.end, this.#held, window, ready, start);
        return new Column(leaf, chunk, span, this.#held, this.#notes);
      });
      const flat = field.node.leaf !== null && columns[0]!.leaf.maxRepetition === 0;
      return flat ? new FlatField(field, columns[0]!) : new NestedField(field, columns);
    });
  }

  #itemsOf(pieces: Pieces, count: number): RecordItem[] {
    const items: RecordItem[] = [];
    const keys = this.#keys;
    const fields = keys.length;
    for (let k = 0; k < count; k++) {
      const row = { ...this.#empty } as Record<string, unknown>;
      let refused: 'encoding' | 'record-too-long' | null = null;
      for (let f = 0; f < fields; f++) {
        const cell = pieces[f]![k];
        // Most cells are no objects.
        if (typeof cell === 'object' && cell !== null && hasBadText(cell)) refused ??= 'encoding';
        else if (cell === tooLong) refused = 'record-too-long';
        const key = keys[f]!;
        if (key === '__proto__') define(row, key, cell);
        else row[key] = cell;
      }
      items.push(refused === null ? row : new Refused(refused, 0, rawOf(row)));
    }
    return items;
  }

  #say(column: string): void {
    this.#at = `column "${column}", row group ${this.#group + 1}`;
  }
}

/** A field's cells, piece by piece; a piece is read before the next one. */
interface FieldReader {
  readonly field: Field;
  read(count: number): Promise<ReadonlyArray<unknown>>;
  close(): Promise<void>;
  release(): void;
}

class FlatField implements FieldReader {
  readonly #cells: Cell[] = [];

  constructor(
    readonly field: Field,
    readonly column: Column,
  ) {}

  async read(count: number): Promise<readonly Cell[]> {
    await this.column.read(this.#cells, count);
    return this.#cells;
  }

  close(): Promise<void> {
    return this.column.close();
  }

  release(): void {
    this.column.release();
  }
}

class NestedField implements FieldReader {
  readonly #entries: readonly Entries[];
  readonly #assembly: Assembly;

  constructor(
    readonly field: Field,
    readonly columns: readonly Column[],
  ) {
    this.#entries = columns.map(() => new Entries());
    this.#assembly = new Assembly(field, this.#entries);
  }

  async read(count: number): Promise<ReadonlyArray<unknown>> {
    for (const [k, column] of this.columns.entries()) {
      this.#entries[k]!.clear();
      await column.readRecords(this.#entries[k]!, count);
    }
    return Array.from({ length: count }, (_, record) => this.#assembly.read(record));
  }

  async close(): Promise<void> {
    for (const column of this.columns) await column.close();
  }

  release(): void {
    for (const column of this.columns) column.release();
  }
}

function hasBadText(cell: object): boolean {
  return cell instanceof BadText || (Array.isArray(cell) && cell.some((item) => item instanceof BadText));
}

function rawOf(row: Row): string {
  const plain = (value: unknown): unknown =>
    value instanceof BadText
      ? value.text
      : value === tooLong
        ? '…'
        : Array.isArray(value)
          ? value.slice(0, 100).map(plain)
          : value;
  let text = '';
  for (const key of Object.keys(row)) {
    if (text.length > mostRaw) break;
    const value = plain(row[key]);
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${(JSON.stringify(value) ?? 'null').slice(0, mostRaw)}`;
  }
  return `${text}}`;
}

/** Names that stand twice are numbered. */
function distinct(names: readonly string[]): { keys: string[]; renamed: number } {
  const taken = new Set(names);
  const seen = new Set<string>();
  let renamed = 0;
  const keys = names.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    renamed++;
    let count = 2;
    while (taken.has(`${name} (${count})`)) count++;
    const key = `${name} (${count})`;
    taken.add(key);
    return key;
  });
  return { keys, renamed };
}

function define(row: Row, key: string, value: unknown): void {
  Object.defineProperty(row, key, { value, enumerable: true, configurable: true, writable: true });
}

const mendDamage = 'Copy or download the file again, or write it again from its source; a CSV export works too.';

/** Says of which file and where in it something is wrong. */
async function wrapped<T>(name: string, place: () => string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const fault = error instanceof Fault;
    // What the engine's own checks of bounds find in damaged bytes.
    const damaged = fault || error instanceof RangeError || error instanceof ReadBroken;
    if (!damaged) throw error;
    const what = error instanceof RangeError ? 'its bytes do not fit together' : error.message;
    const where = place();
    throw new AnalyticsError(
      'source-format',
      `"${name}" cannot be read as Parquet${where === '' ? '' : ` (${where})`}: ${what}. ${(fault && error.mend) || mendDamage}`,
      { format: 'parquet', what, where },
      error,
    );
  }
}

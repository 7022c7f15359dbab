import { cellReader, type Cell, type CellNotes, type ReadCell } from './cells.js';
import { unpack } from './codecs.js';
import { crc32 } from '../crc32.js';
import { Fault } from './fault.js';
import type { Chunk } from './footer.js';
import { takePageHeader, type PageHeader } from './page.js';
import { bitsOf, Runs } from './runs.js';
import type { Leaf } from './schema.js';
import type { Held, Span } from './span.js';
import { plainValues, valuesOf, widthOf, type Values } from './values.js';

const MB = 2 ** 20;
const mostPageBytes = 256 * MB;
// Pages of one value repeated pack to almost nothing; a page this large is read whatever it was packed into.
const pageAlwaysRead = 16 * MB;
const mostPacking = 200;

const BLOCK = 1024;

/** Levels and values of a page, as far as they are not read. */
interface Page {
  left: number;
  readonly definitions: Runs | null;
  readonly repetitions: Runs | null;
  readonly values: Values;
  /** Gaps stated by the page; -1 when it states none. */
  readonly nulls: number;
  nullsRead: number;
}

/** Entries of a list column, record by record: `starts[k]` is the first of record k. */
export class Entries {
  readonly repetitions: number[] = [];
  readonly definitions: number[] = [];
  readonly cells: Cell[] = [];
  readonly starts: number[] = [];

  clear(): void {
    this.repetitions.length = this.definitions.length = this.cells.length = this.starts.length = 0;
  }
}

// 128 records (see parquet.ts) of more than 30,000 items each.
const mostEntries = 4_000_000;

/** Reads a column of a row group, page by page. */
export class Column {
  readonly #readCell: ReadCell;
  readonly #definitions = new Int32Array(BLOCK);
  readonly #repetitions = new Int32Array(BLOCK);
  readonly #some: Cell[] = Array.from<Cell>({ length: BLOCK }).fill(null);
  #page: Page | null = null;
  #pageBytes = 0;
  #dictionary: Cell[] | null = null;
  #dictionaryBytes = 0;
  /** Values and gaps of the pages met so far. */
  #met = 0;

  constructor(
    readonly leaf: Leaf,
    readonly chunk: Chunk,
    readonly span: Span,
    readonly held: Held,
    notes: CellNotes,
  ) {
    this.#readCell = leaf.physical === 'boolean' ? () => null : cellReader(leaf, notes);
  }

  /** Writes cells of the next `count` records; for a column that is no list. */
  async read(out: Cell[], count: number): Promise<void> {
    for (let at = 0; at < count;) {
      const page = await this.#pageWithMore();
      const now = Math.min(count - at, page.left, BLOCK);
      this.#readEntries(page, out, at, now);
      at += now;
    }
  }

  /** Adds the entries of the next `count` records. */
  async readRecords(entries: Entries, count: number): Promise<void> {
    const cells: Cell[] = [];
    for (let records = 0; ;) {
      // The record goes on until another begins.
      while (this.#blockAt < this.#blockEnd) {
        const at = this.#blockAt;
        const begins = this.#repetitions[at] === 0;
        if (begins && records === count) return;
        if (begins) {
          records++;
          entries.starts.push(entries.cells.length);
        } else if (records === 0) throw new Fault('its first record begins within a list');
        entries.repetitions.push(this.#repetitions[at]!);
        entries.definitions.push(this.#definitions[at]!);
        entries.cells.push(this.#block[at]!);
        this.#blockAt++;
      }
      if (this.#met === this.chunk.values && (this.#page?.left ?? 0) === 0) {
        if (records < count) throw new Fault('it holds fewer records than its row group states');
        return;
      }
      if (entries.cells.length > mostEntries) {
        throw new Fault('a few records of it hold millions of items', 'Leave the column out, or write one item a row.');
      }
      const page = await this.#pageWithMore();
      const now = Math.min(page.left, BLOCK);
      if (page.repetitions) page.repetitions.read(this.#repetitions, 0, now);
      else this.#repetitions.fill(0, 0, now);
      this.#mustBeWithin(this.#repetitions, now, this.leaf.maxRepetition);
      this.#readEntries(page, cells, 0, now);
      if (!page.definitions) this.#definitions.fill(this.leaf.maxDefinition, 0, now);
      this.#block = cells;
      this.#blockAt = 0;
      this.#blockEnd = now;
    }
  }

  #block: Cell[] = [];
  #blockAt = 0;
  #blockEnd = 0;

  /** Holds what was read against what was stated, after the last record. */
  async close(): Promise<void> {
    if (this.#met !== this.chunk.values || (this.#page?.left ?? 0) > 0 || this.#blockAt < this.#blockEnd) {
      throw new Fault(`it holds more records than its row group states`);
    }
    if (this.span.left > 0 && (await this.#hasMorePages())) throw new Fault('it holds more pages than its values need');
    this.release();
  }

  /** Gives its memory back. */
  release(): void {
    this.held.give(this.#pageBytes + this.#dictionaryBytes);
    this.#pageBytes = this.#dictionaryBytes = 0;
    this.#page = null;
    this.#dictionary = null;
    this.span.close();
  }

  async #hasMorePages(): Promise<boolean> {
    try {
      const { kind, values } = await takePageHeader(this.span);
      return kind !== 'other' && values > 0;
    } catch (error) {
      // Writers may leave room behind the last page.
      if (error instanceof Fault) return false;
      throw error;
    }
  }

  /** Levels and cells of the next entries, of which the page has as many. */
  #readEntries(page: Page, out: Cell[], from: number, count: number): void {
    page.left -= count;
    const { definitions, values } = page;
    if (definitions === null) values.read(out, from, count);
    else {
      const levels = this.#definitions;
      const most = this.leaf.maxDefinition;
      definitions.read(levels, 0, count);
      this.#mustBeWithin(levels, count, most);
      let there = 0;
      for (let k = 0; k < count; k++) if (levels[k] === most) there++;
      page.nullsRead += count - there;
      if (there === count) values.read(out, from, count);
      else {
        const some = this.#some;
        values.read(some, 0, there);
        for (let k = 0, next = 0; k < count; k++) out[from + k] = levels[k] === most ? some[next++]! : null;
      }
    }
    if (page.left > 0) return;
    if (page.nulls >= 0 && page.nulls !== page.nullsRead) {
      throw new Fault(`a page of it states ${page.nulls} empty values and has ${page.nullsRead}`);
    }
    if (!values.spent) throw new Fault('a page of it holds more values than it states');
  }

  #mustBeWithin(levels: Int32Array, count: number, most: number): void {
    for (let k = 0; k < count; k++) {
      if (levels[k]! > most || levels[k]! < 0) throw new Fault('a page of it nests deeper than its schema');
    }
  }

  async #pageWithMore(): Promise<Page> {
    while (this.#page === null || this.#page.left === 0) await this.#nextPage();
    return this.#page;
  }

  async #nextPage(): Promise<void> {
    const { chunk, span } = this;
    if (this.#met === chunk.values) throw new Fault('it holds fewer records than its row group states');
    if (span.left === 0) throw new Fault(`it states ${chunk.values} values, its pages hold ${this.#met}`);
    const header = await takePageHeader(span);
    this.held.give(this.#pageBytes);
    this.#pageBytes = 0;
    const packed = await span.take(header.packedSize);
    if (header.kind === 'other') return;
    if (header.crc !== null && crc32(0, packed) !== header.crc)
      throw new Fault('a page of it differs from its checksum');
    if (header.kind === 'dictionary') return this.#readDictionary(header, packed);
    if (header.values > chunk.values - this.#met) {
      throw new Fault(`it states ${chunk.values} values, its pages hold more`);
    }
    this.#met += header.values;
    this.#page = header.kind === 'data' ? this.#firstVersion(header, packed) : this.#secondVersion(header, packed);
  }

  #readDictionary(header: PageHeader, packed: Uint8Array): void {
    const { leaf } = this;
    if (this.#dictionary !== null || this.#met > 0) throw new Fault('a second dictionary stands among its pages');
    if (header.encoding !== 0 && header.encoding !== 2) throw new Fault('its dictionary is written in no known way');
    const bytes = this.#unpack(header, packed, header.size);
    const least = leaf.physical === 'boolean' ? 1 / 8 : widthOf(leaf) || 4;
    if (header.values * least > bytes.length) throw new Fault('its dictionary holds fewer values than it states');
    // Cells of it take about as much again, twice for texts of one byte a character.
    this.#dictionaryBytes = 2 * bytes.length + 16 * header.values;
    this.held.take(this.#dictionaryBytes);
    const cells: Cell[] = [];
    const values = plainValues(leaf, this.#readCell, bytes);
    values.read(cells, 0, header.values);
    if (!values.spent) throw new Fault('its dictionary holds more values than it states');
    this.#dictionary = cells;
  }

  #firstVersion(header: PageHeader, packed: Uint8Array): Page {
    const { maxDefinition, maxRepetition } = this.leaf;
    const bytes = this.#unpack(header, packed, header.size);
    let at = 0;
    const levels = (most: number, encoding: number): Runs | null => {
      if (most === 0) return null;
      if (encoding !== 3) throw new Fault('its levels are written in a way that went out of use');
      if (at + 4 > bytes.length) throw new Fault('a page of it ends within its levels');
      const length = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
      const from = at + 4;
      if (length > bytes.length - from) throw new Fault('a page of it ends within its levels');
      at = from + length;
      return new Runs(bytes, from, at, bitsOf(most));
    };
    const repetitions = levels(maxRepetition, header.repetitionEncoding);
    const definitions = levels(maxDefinition, header.definitionEncoding);
    return this.#pageOf(header, repetitions, definitions, bytes.subarray(at), -1);
  }

  /** Levels of the second version stand before the packed values, and their lengths in the header. */
  #secondVersion(header: PageHeader, packed: Uint8Array): Page {
    const { maxDefinition, maxRepetition } = this.leaf;
    const { repetitionBytes, definitionBytes } = header;
    const levelBytes = repetitionBytes + definitionBytes;
    const levels = (most: number, from: number, to: number): Runs | null =>
      most === 0 ? null : new Runs(packed, from, to, bitsOf(most));
    const repetitions = levels(maxRepetition, 0, repetitionBytes);
    const definitions = levels(maxDefinition, repetitionBytes, levelBytes);
    const rest = packed.subarray(levelBytes);
    const size = header.size - levelBytes;
    if (!header.packed && rest.length !== size) throw new Fault('the header of a page of it contradicts itself');
    const bytes = header.packed ? this.#unpack(header, rest, size) : rest;
    return this.#pageOf(header, repetitions, definitions, bytes, header.nulls);
  }

  #pageOf(
    { encoding, values: left }: PageHeader,
    repetitions: Runs | null,
    definitions: Runs | null,
    bytes: Uint8Array,
    nulls: number,
  ): Page {
    const values = valuesOf(encoding, this.leaf, this.#readCell, bytes, left, this.#dictionary);
    return { left, definitions, repetitions, values, nulls, nullsRead: 0 };
  }

  #unpack(header: PageHeader, packed: Uint8Array, size: number): Uint8Array {
    if (size > mostPageBytes || (size > pageAlwaysRead && size > mostPacking * header.packedSize)) {
      throw new Fault(
        `a page of it unpacks to ${Math.ceil(size / MB)} MB`,
        'Write it with smaller row groups: ROW_GROUP_SIZE 50000 in DuckDB, row_group_size=50_000 in pandas and pyarrow.',
      );
    }
    this.#pageBytes += size;
    this.held.take(size);
    return unpack(this.chunk.codec, packed, size);
  }
}

import type { Cell, ReadCell } from './cells.js';
import { Deltas } from './delta.js';
import { Fault } from './fault.js';
import { Runs } from './runs.js';
import type { Leaf, Physical } from './schema.js';

// Texts that share beginnings with the ones before them can swell without bound.
const mostSwollenBytes = 64 * 1024 * 1024;
const mostSwelling = 200;

/** Values of a page, gaps left out, as cells. */
export interface Values {
  /** Writes the next `count` cells from a place of `out` on. */
  read(out: Cell[], from: number, count: number): void;
  /** False while stored values are left that nobody counted. */
  readonly spent: boolean;
}

/** Bytes of a stored value; 0 where they differ in length. */
export function widthOf({ physical, length }: Pick<Leaf, 'physical' | 'length'>): number {
  return physical === 'fixed-byte-array' ? length : widths[physical];
}

const widths: Readonly<Record<Physical, number>> = {
  boolean: 0,
  int32: 4,
  int64: 8,
  int96: 12,
  float: 4,
  double: 8,
  'byte-array': 0,
  'fixed-byte-array': 0,
};

/**
 * Reader of a page's values.
 *
 * @param encoding the format's number
 * @param bytes the values without levels
 * @param most values that the page can hold
 * @param dictionary the column's dictionary as cells; null when there is none
 */
export function valuesOf(
  encoding: number,
  leaf: Leaf,
  readCell: ReadCell,
  bytes: Uint8Array,
  most: number,
  dictionary: readonly Cell[] | null,
): Values {
  switch (encoding) {
    case 0:
      return plainValues(leaf, readCell, bytes);
    case 2:
    case 8:
      if (dictionary === null) throw new Fault('a page of it points into a dictionary that is not there');
      return new DictionaryValues(bytes, dictionary);
    case 3:
      if (leaf.physical !== 'boolean') break;
      return new RunBooleans(bytes);
    case 5:
      if (leaf.physical !== 'int32' && leaf.physical !== 'int64') break;
      return new DeltaIntegers(bytes, readCell, most);
    case 6:
      if (leaf.physical !== 'byte-array') break;
      return new DeltaLengthTexts(bytes, readCell, most);
    case 7:
      if (leaf.physical !== 'byte-array' && leaf.physical !== 'fixed-byte-array') break;
      return new DeltaTexts(bytes, readCell, most, leaf.physical === 'fixed-byte-array' ? leaf.length : null);
    case 9:
      if (widthOf(leaf) === 0 || leaf.physical === 'int96') break;
      return new SplitValues(bytes, widthOf(leaf), readCell);
  }
  throw new Fault(
    `its values are written in a way that is not known for their type (encoding ${encoding})`,
    'Write the file again with the usual settings of DuckDB, pandas, Spark or Arrow.',
  );
}

export function plainValues(leaf: Leaf, readCell: ReadCell, bytes: Uint8Array): Values {
  if (leaf.physical === 'boolean') return new PlainBooleans(bytes);
  const width = widthOf(leaf);
  return width > 0 ? new PlainFixed(bytes, width, readCell) : new PlainTexts(bytes, readCell);
}

class PlainFixed implements Values {
  readonly #view: DataView;
  #at = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly width: number,
    readonly readCell: ReadCell,
  ) {
    this.#view = viewOf(bytes);
  }

  get spent(): boolean {
    return this.#at === this.bytes.length;
  }

  read(out: Cell[], from: number, count: number): void {
    const { bytes, width, readCell } = this;
    const view = this.#view;
    let at = this.#at;
    if (count * width > bytes.length - at) throw tooFew();
    for (let k = from; k < from + count; k++, at += width) out[k] = readCell(bytes, view, at, width);
    this.#at = at;
  }
}

class PlainTexts implements Values {
  readonly #view: DataView;
  #at = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly readCell: ReadCell,
  ) {
    this.#view = viewOf(bytes);
  }

  get spent(): boolean {
    return this.#at === this.bytes.length;
  }

  read(out: Cell[], from: number, count: number): void {
    const { bytes, readCell } = this;
    const view = this.#view;
    const end = bytes.length;
    let at = this.#at;
    for (let k = from; k < from + count; k++) {
      if (at + 4 > end) throw tooFew();
      const length = view.getUint32(at, true);
      at += 4;
      if (length > end - at) throw tooFew();
      out[k] = readCell(bytes, view, at, length);
      at += length;
    }
    this.#at = at;
  }
}

class PlainBooleans implements Values {
  // Some writers put a byte more than they need.
  readonly spent = true;
  #at = 0;

  constructor(readonly bytes: Uint8Array) {}

  read(out: Cell[], from: number, count: number): void {
    const { bytes } = this;
    if (this.#at + count > bytes.length * 8) throw tooFew();
    for (let k = from; k < from + count; k++, this.#at++)
      out[k] = ((bytes[this.#at >> 3]! >> (this.#at & 7)) & 1) === 1;
  }
}

class RunBooleans implements Values {
  readonly spent = true;
  readonly #runs: Runs | null;

  constructor(bytes: Uint8Array) {
    if (bytes.length < 4) {
      this.#runs = null;
      return;
    }
    const length = viewOf(bytes).getUint32(0, true);
    if (length > bytes.length - 4) throw tooFew();
    this.#runs = new Runs(bytes, 4, 4 + length, 1);
  }

  read(out: Cell[], from: number, count: number): void {
    if (count === 0) return;
    if (this.#runs === null) throw tooFew();
    const block = scratch(count);
    this.#runs.read(block, 0, count);
    for (let k = 0; k < count; k++) out[from + k] = block[k] === 1;
  }
}

class DictionaryValues implements Values {
  readonly spent = true;
  readonly #runs: Runs | null;

  constructor(
    bytes: Uint8Array,
    readonly dictionary: readonly Cell[],
  ) {
    this.#runs = bytes.length === 0 ? null : new Runs(bytes, 1, bytes.length, bytes[0]!);
  }

  read(out: Cell[], from: number, count: number): void {
    if (count === 0) return;
    if (this.#runs === null) throw tooFew();
    const { dictionary } = this;
    const block = scratch(count);
    this.#runs.read(block, 0, count);
    const { length } = dictionary;
    for (let k = 0; k < count; k++) {
      const place = block[k]!;
      if (place < 0 || place >= length) throw new Fault('a page of it points behind the end of its dictionary');
      out[from + k] = dictionary[place]!;
    }
  }
}

class DeltaIntegers implements Values {
  readonly #deltas: Deltas | null;

  constructor(
    bytes: Uint8Array,
    readonly readCell: ReadCell,
    most: number,
  ) {
    this.#deltas = bytes.length === 0 ? null : deltasOf(bytes, 0, most);
  }

  get spent(): boolean {
    return (this.#deltas?.left ?? 0) === 0;
  }

  read(out: Cell[], from: number, count: number): void {
    if (count === 0) return;
    if (this.#deltas === null) throw tooFew();
    const pairs = new Int32Array(2 * count);
    this.#deltas.read(pairs, count);
    const bytes = new Uint8Array(pairs.buffer);
    const view = viewOf(bytes);
    for (let k = 0; k < count; k++) out[from + k] = this.readCell(bytes, view, 8 * k, 8);
  }
}

class DeltaLengthTexts implements Values {
  readonly #view: DataView;
  readonly #lengths: Int32Array;
  #at: number;
  #next = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly readCell: ReadCell,
    most: number,
  ) {
    this.#view = viewOf(bytes);
    const deltas = bytes.length === 0 ? null : deltasOf(bytes, 0, most);
    this.#lengths = deltas?.lengths() ?? new Int32Array(0);
    this.#at = deltas?.at ?? 0;
  }

  get spent(): boolean {
    return this.#next === this.#lengths.length && this.#at === this.bytes.length;
  }

  read(out: Cell[], from: number, count: number): void {
    for (let k = from; k < from + count; k++) {
      const length = this.#lengths[this.#next++];
      if (length === undefined || length > this.bytes.length - this.#at) throw tooFew();
      out[k] = this.readCell(this.bytes, this.#view, this.#at, length);
      this.#at += length;
    }
  }
}

/** Each text repeats the beginning of the one before it. */
class DeltaTexts implements Values {
  readonly #shared: Int32Array;
  readonly #own: Int32Array;
  #at: number;
  #next = 0;
  #text: Uint8Array;
  #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly readCell: ReadCell,
    most: number,
    readonly width: number | null,
  ) {
    let longest = 0;
    if (bytes.length === 0) {
      this.#shared = this.#own = new Int32Array(0);
      this.#at = 0;
    } else {
      const shared = deltasOf(bytes, 0, most);
      this.#shared = shared.lengths();
      const own = deltasOf(bytes, shared.at, most);
      this.#own = own.lengths();
      this.#at = own.at;
      if (shared.count !== own.count) throw tooFew();
      let length = 0;
      let all = 0;
      for (let k = 0; k < shared.count; k++) {
        if (this.#shared[k]! > length) throw tooFew();
        length = this.#shared[k]! + this.#own[k]!;
        all += length;
        if (length > longest) longest = length;
      }
      if (all > mostSwollenBytes && all > mostSwelling * bytes.length)
        throw new Fault('texts of a page of it swell without end');
      if (longest > mostSwollenBytes + bytes.length) throw tooFew();
    }
    this.#text = new Uint8Array(longest);
    this.#view = viewOf(this.#text);
  }

  get spent(): boolean {
    return this.#next === this.#own.length && this.#at === this.bytes.length;
  }

  read(out: Cell[], from: number, count: number): void {
    for (let k = from; k < from + count; k++) {
      const shared = this.#shared[this.#next];
      const own = this.#own[this.#next++];
      if (shared === undefined || own === undefined || own > this.bytes.length - this.#at) throw tooFew();
      this.#text.set(this.bytes.subarray(this.#at, this.#at + own), shared);
      this.#at += own;
      if (this.width !== null && shared + own !== this.width) throw tooFew();
      out[k] = this.readCell(this.#text, this.#view, 0, shared + own);
    }
  }
}

/** First bytes of all values, then all second ones, and so on (BYTE_STREAM_SPLIT). */
class SplitValues implements Values {
  readonly #value: Uint8Array;
  readonly #view: DataView;
  readonly #count: number;
  #next = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly width: number,
    readonly readCell: ReadCell,
  ) {
    this.#value = new Uint8Array(width);
    this.#view = viewOf(this.#value);
    this.#count = Math.floor(bytes.length / width);
  }

  get spent(): boolean {
    return this.#next * this.width === this.bytes.length;
  }

  read(out: Cell[], from: number, count: number): void {
    if (this.#next + count > this.#count) throw tooFew();
    for (let k = from; k < from + count; k++, this.#next++) {
      for (let byte = 0; byte < this.width; byte++) this.#value[byte] = this.bytes[byte * this.#count + this.#next]!;
      out[k] = this.readCell(this.#value, this.#view, 0, this.width);
    }
  }
}

function deltasOf(bytes: Uint8Array, from: number, most: number): Deltas {
  const deltas = new Deltas(bytes, from);
  if (deltas.count > most) throw tooFew();
  return deltas;
}

let block = new Int32Array(1024);

function scratch(count: number): Int32Array {
  if (block.length < count) block = new Int32Array(count);
  return block;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function tooFew(): Fault {
  return new Fault('a page of it holds fewer values than it states');
}

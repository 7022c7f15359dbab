import { valueUnits, type Allowance } from './allowance.js';
import { ArrowFault } from './flatbuffer.js';
import type { BatchHead } from './message.js';
import type { ArrowField, ArrowType } from './schema.js';
import { integers } from './integers.js';
import { scalarReader, type Scalar, type ScalarType } from './scalars.js';
import type { TextCells, Trouble } from './text-cells.js';
import { unpack } from './unpack.js';

/** Longest text of one value, put together from parts. */
const mostTextLength = 8 * 1024 * 1024;

/** A value as a record has it; nested values are JSON text. */
export type Cell = Scalar | readonly Scalar[];

/** Values of one field in a batch, or of a dictionary. Rows are below `length`: nobody asks for others. */
export interface Vector {
  readonly length: number;
  /** Values are no lists, structs or the like. */
  readonly scalar: boolean;
  readonly field: ArrowField;
  /** Parts of a struct. */
  readonly children?: readonly Vector[];
  isNull(row: number): boolean;
  cell(row: number): Cell;
  /** The value as JSON text. */
  json(row: number): string;
}

/** What reading values needs beside their bytes. */
export interface Values {
  readonly littleEndian: boolean;
  readonly allowance: Allowance;
  readonly trouble: Trouble;
  readonly texts: TextCells;
  readonly dictionaries: ReadonlyMap<string, Dictionary>;
}

/** Values that others name by their place; deltas add to it. */
export class Dictionary {
  length = 0;
  readonly #parts: Vector[] = [];
  readonly #starts: number[] = [];
  readonly #cells: Array<Cell | undefined> = [];

  constructor(readonly trouble: Trouble) {}

  add(part: Vector): void {
    this.#parts.push(part);
    this.#starts.push(this.length);
    this.length += part.length;
  }

  cell(at: number): Cell {
    const known = this.#cells[at];
    if (known !== undefined) return known;
    const [part, row] = this.#find(at);
    const cell = part.cell(row);
    if (this.trouble.reason === null) this.#cells[at] = cell;
    return cell;
  }

  json(at: number): string {
    const [part, row] = this.#find(at);
    return part.json(row);
  }

  #find(at: number): [part: Vector, row: number] {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return [this.#parts[low]!, at - this.#starts[low]!];
  }
}

/**
 * Builds the vectors of one batch, in the order of its fields, and checks each of them: lengths, numbers of nulls,
 * places and lengths of buffers, offsets, places in dictionaries. What it gives can be read without further checks.
 */
export class BatchReader {
  #node = 0;
  #buffer = 0;
  #variadic = 0;

  /** @param version of the metadata: unions before version 5 have a validity buffer */
  constructor(
    readonly head: BatchHead,
    readonly body: Uint8Array,
    readonly version: number,
    readonly values: Values,
  ) {}

  /** The vector of the next field. @throws ArrowFault */
  next(field: ArrowField): Vector {
    const vector = this.#vector(field);
    if (vector.length !== this.head.rows) throw new ArrowFault('a column has not as many values as there are records');
    return vector;
  }

  /** To be called after the last field. @throws ArrowFault when the batch has more than the schema says */
  end(): void {
    if (this.#node * 2 < this.head.nodes.length || this.#buffer * 2 < this.head.buffers.length) {
      throw new ArrowFault('a batch has more columns than the file says');
    }
  }

  #vector(field: ArrowField): Vector {
    const length = this.head.nodes[this.#node * 2];
    const nulls = this.head.nodes[this.#node * 2 + 1];
    this.#node++;
    if (length === undefined || nulls === undefined)
      throw new ArrowFault('a batch has fewer columns than the file says');
    if (length < 0 || nulls < -1 || nulls > length)
      throw new ArrowFault('the number of values of a column is impossible');
    const { dictionary, type } = field;
    return dictionary === null
      ? this.#plain(field, type, length, nulls)
      : this.#indexed(field, dictionary.id, dictionary.index, length, nulls);
  }

  #plain(field: ArrowField, type: ArrowType, length: number, nulls: number): Vector {
    switch (type.kind) {
      case 'null':
        return new Plain(
          field,
          length,
          () => true,
          () => null,
        );
      case 'list':
      case 'list-view':
      case 'fixed-list':
        return this.#list(field, type, length, nulls);
      case 'map':
        return this.#map(field, length, nulls);
      case 'struct':
        return this.#struct(field, length, nulls);
      case 'union':
        return this.#union(field, type, length, nulls);
      case 'run-ends':
        return this.#runs(field, length);
      default:
        return this.#scalars(field, type, length, nulls);
    }
  }

  #scalars(field: ArrowField, type: ScalarType, length: number, nulls: number): Vector {
    const isNull = this.#validity(length, nulls);
    const cell = scalarReader(type, length, this.values, {
      fixed: (width) => this.#data(length, width),
      offsets: (bits) => this.#offsets(length, bits),
      bytes: () => this.#take(),
      variadic: () => this.#views(),
      isNull,
    });
    return new Plain(field, length, isNull, cell);
  }

  #indexed(
    field: ArrowField,
    id: string,
    index: ArrowType & { readonly kind: 'int' },
    length: number,
    nulls: number,
  ): Vector {
    const isNull = this.#validity(length, nulls);
    const at = integers(this.#data(length, index.bits / 8), index, this.values.littleEndian);
    const dictionary = this.values.dictionaries.get(id);
    const most = dictionary?.length ?? 0;
    for (let row = 0; row < length; row++) {
      if (!isNull(row) && !(at(row) >= 0 && at(row) < most)) {
        throw new ArrowFault(
          dictionary ? 'a value is not in its dictionary' : 'a dictionary comes after values that need it',
        );
      }
    }
    return new Indexed(field, length, isNull, at, dictionary);
  }

  #list(
    field: ArrowField,
    type: ArrowType & { readonly kind: 'list' | 'list-view' | 'fixed-list' },
    length: number,
    nulls: number,
  ): Vector {
    const isNull = this.#validity(length, nulls);
    if (type.kind === 'fixed-list') {
      const { size } = type;
      const items = this.#child(field, length * size);
      return new List(
        field,
        length,
        isNull,
        items,
        (row) => row * size,
        (row) => row * size + size,
        this.values,
      );
    }
    if (type.kind === 'list') {
      const offset = this.#offsets(length, type.offsets);
      const items = this.#child(field, offset(length));
      return new List(field, length, isNull, items, offset, (row) => offset(row + 1), this.values);
    }
    const width = { kind: 'int', bits: type.offsets, signed: true } as const;
    const start = integers(this.#data(length, type.offsets / 8), width, this.values.littleEndian);
    const size = integers(this.#data(length, type.offsets / 8), width, this.values.littleEndian);
    const items = this.#child(field, 0);
    for (let row = 0; row < length; row++) {
      if (isNull(row)) continue;
      if (!(start(row) >= 0 && size(row) >= 0 && start(row) + size(row) <= items.length)) throw outside();
    }
    return new List(field, length, isNull, items, start, (row) => start(row) + size(row), this.values);
  }

  #map(field: ArrowField, length: number, nulls: number): Vector {
    const isNull = this.#validity(length, nulls);
    const offset = this.#offsets(length, 32);
    const [keys, items] = this.#child(field, offset(length)).children!;
    return new MapVector(field, length, isNull, keys!, items!, offset, this.values);
  }

  #struct(field: ArrowField, length: number, nulls: number): Vector {
    const isNull = this.#validity(length, nulls);
    const children = field.children.map((child) => this.#atLeast(child, length));
    return new Struct(field, length, isNull, children, this.values);
  }

  #union(field: ArrowField, type: ArrowType & { readonly kind: 'union' }, length: number, nulls: number): Vector {
    const isNull = this.version < 5 ? this.#validity(length, nulls) : never;
    const typeOf = integers(this.#data(length, 1), { kind: 'int', bits: 8, signed: true }, true);
    const place = type.dense
      ? integers(this.#data(length, 4), { kind: 'int', bits: 32, signed: true }, this.values.littleEndian)
      : (row: number) => row;
    const children = field.children.map((child) => this.#atLeast(child, type.dense ? 0 : length));
    const byId = new Map(type.ids.map((id, k) => [id, children[k]!]));
    for (let row = 0; row < length; row++) {
      if (isNull(row)) continue;
      const child = byId.get(typeOf(row));
      if (child === undefined) throw new ArrowFault('a value of a union is of none of its types');
      if (!(place(row) >= 0 && place(row) < child.length)) throw outside();
    }
    return new Union(field, length, isNull, byId, typeOf, place);
  }

  #runs(field: ArrowField, length: number): Vector {
    const [ends, items] = field.children.map((child) => this.#atLeast(child, 0));
    const type = ends!.field.type as ArrowType & { readonly kind: 'int' };
    const runs = ends!.length;
    const end = Array.from({ length: runs }, (_, run) => Number(ends!.cell(run)));
    if (items!.length < runs || (length > 0 && !(end[runs - 1]! >= length))) throw outside();
    for (let run = 0; run < runs; run++) {
      if (!(end[run]! > (run === 0 ? 0 : end[run - 1]!)) || ends!.isNull(run) || type.bits === 8) {
        throw new ArrowFault('the ends of runs do not rise');
      }
    }
    return new Runs(field, length, end, items!);
  }

  #child(field: ArrowField, least: number): Vector {
    return this.#atLeast(field.children[0]!, least);
  }

  #atLeast(field: ArrowField, least: number): Vector {
    const vector = this.#vector(field);
    if (vector.length < least) throw outside();
    return vector;
  }

  /** Whether a row is null, by the validity buffer, whose zeros must be as many as the batch says. */
  #validity(length: number, nulls: number): (row: number) => boolean {
    const bits = this.#take();
    if (bits.length === 0 && (nulls <= 0 || length === 0)) return never;
    if (bits.length * 8 < length) throw new ArrowFault('the marks of missing values are not all there');
    const found = length - ones(bits, length);
    if (nulls >= 0 && found !== nulls) throw new ArrowFault('missing values are not as many as it says');
    return found === 0 ? never : (row) => (bits[row >> 3]! & (1 << (row & 7))) === 0;
  }

  #data(length: number, width: number): DataView {
    const bytes = this.#take();
    if (bytes.length < length * width) throw new ArrowFault('the values of a column are not all there');
    return viewOf(bytes);
  }

  /** Offsets that never fall: one more than there are values. */
  #offsets(length: number, bits: 32 | 64): (row: number) => number {
    const bytes = this.#take();
    // No values need no offsets; some writers leave out the one that is always there.
    if (length === 0 && bytes.length < bits / 8) return () => 0;
    if (bytes.length < (length + 1) * (bits / 8)) throw new ArrowFault('the values of a column are not all there');
    const offset = integers(viewOf(bytes), { kind: 'int', bits, signed: true }, this.values.littleEndian);
    let before = offset(0);
    if (!(before >= 0)) throw outside();
    for (let row = 1; row <= length; row++) {
      const next = offset(row);
      if (!(next >= before)) throw outside();
      before = next;
    }
    return offset;
  }

  #views(): Uint8Array[] {
    const count = this.head.variadic[this.#variadic++];
    if (count === undefined || count < 0 || count * 2 > this.head.buffers.length) {
      throw new ArrowFault('the texts of a column are not all there');
    }
    return Array.from({ length: count }, () => this.#take());
  }

  /** The next buffer, unpacked. */
  #take(): Uint8Array {
    const offset = this.head.buffers[this.#buffer * 2];
    const length = this.head.buffers[this.#buffer * 2 + 1];
    this.#buffer++;
    if (offset === undefined || length === undefined)
      throw new ArrowFault('a batch has fewer columns than the file says');
    if (offset < 0 || length < 0 || offset + length > this.body.length) throw outside();
    const bytes = this.body.subarray(offset, offset + length);
    return this.head.codec === null ? bytes : unpack(bytes, this.head.codec, this.values.allowance);
  }
}

function outside(): ArrowFault {
  return new ArrowFault('a value lies outside the bytes that hold it');
}

function never(): boolean {
  return false;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** How many of the first bits are set. */
function ones(bytes: Uint8Array, length: number): number {
  let count = 0;
  const whole = length >> 3;
  for (let k = 0; k < whole; k++) count += bitCounts[bytes[k]!]!;
  for (let row = whole * 8; row < length; row++) count += (bytes[row >> 3]! >> (row & 7)) & 1;
  return count;
}

const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

class Plain implements Vector {
  readonly scalar = true;

  constructor(
    readonly field: ArrowField,
    readonly length: number,
    readonly isNull: (row: number) => boolean,
    readonly read: (row: number) => Scalar,
  ) {}

  cell(row: number): Scalar {
    return this.isNull(row) ? null : this.read(row);
  }

  json(row: number): string {
    return JSON.stringify(this.cell(row));
  }
}

class Indexed implements Vector {
  readonly scalar: boolean;

  constructor(
    readonly field: ArrowField,
    readonly length: number,
    readonly isNull: (row: number) => boolean,
    readonly at: (row: number) => number,
    readonly dictionary: Dictionary | undefined,
  ) {
    this.scalar = isScalar(field.type, field.children);
  }

  cell(row: number): Cell {
    return this.isNull(row) ? null : this.dictionary!.cell(this.at(row));
  }

  json(row: number): string {
    return this.isNull(row) ? 'null' : this.dictionary!.json(this.at(row));
  }
}

class List implements Vector {
  readonly scalar = false;

  constructor(
    readonly field: ArrowField,
    readonly length: number,
    readonly isNull: (row: number) => boolean,
    readonly items: Vector,
    readonly from: (row: number) => number,
    readonly to: (row: number) => number,
    readonly values: Values,
  ) {}

  cell(row: number): Cell {
    if (this.isNull(row)) return null;
    if (!this.items.scalar) return this.json(row);
    const from = this.from(row);
    const to = this.to(row);
    this.values.allowance.work((to - from) * valueUnits);
    const cells: Scalar[] = [];
    let size = 0;
    for (let item = from; item < to; item++) {
      const cell = this.items.cell(item) as Scalar;
      cells.push(cell);
      if (typeof cell === 'string' && (size += cell.length) > mostTextLength) return tooLong(this.values);
    }
    return cells;
  }

  json(row: number): string {
    if (this.isNull(row)) return 'null';
    const from = this.from(row);
    const to = this.to(row);
    this.values.allowance.work((to - from + 1) * valueUnits);
    const parts = new JsonParts(this.values);
    for (let item = from; item < to && parts.fit; item++) parts.add(this.items.json(item));
    return parts.within('[', ']');
  }
}

class MapVector implements Vector {
  readonly scalar = false;

  constructor(
    readonly field: ArrowField,
    readonly length: number,
    readonly isNull: (row: number) => boolean,
    readonly keys: Vector,
    readonly items: Vector,
    readonly offset: (row: number) => number,
    readonly values: Values,
  ) {}

  cell(row: number): Cell {
    return this.isNull(row) ? null : this.json(row);
  }

  json(row: number): string {
    if (this.isNull(row)) return 'null';
    const from = this.offset(row);
    const to = this.offset(row + 1);
    this.values.allowance.work((to - from + 1) * valueUnits);
    const parts = new JsonParts(this.values);
    for (let item = from; item < to && parts.fit; item++) {
      const key = this.keys.json(item);
      parts.add(`${key.startsWith('"') ? key : JSON.stringify(key)}:${this.items.json(item)}`);
    }
    return parts.within('{', '}');
  }
}

class Struct implements Vector {
  readonly scalar = false;

  constructor(
    readonly field: ArrowField,
    readonly length: number,
    readonly isNull: (row: number) => boolean,
    readonly children: readonly Vector[],
    readonly values: Values,
  ) {}

  cell(row: number): Cell {
    return this.isNull(row) ? null : this.json(row);
  }

  json(row: number): string {
    if (this.isNull(row)) return 'null';
    this.values.allowance.work((this.children.length + 1) * valueUnits);
    const parts = new JsonParts(this.values);
    for (const child of this.children) {
      if (parts.fit) parts.add(`${JSON.stringify(child.field.name)}:${child.json(row)}`);
    }
    return parts.within('{', '}');
  }
}

class Union implements Vector {
  readonly scalar: boolean;

  constructor(
    readonly field: ArrowField,
    readonly length: number,
    readonly isNull: (row: number) => boolean,
    readonly parts: ReadonlyMap<number, Vector>,
    readonly typeOf: (row: number) => number,
    readonly place: (row: number) => number,
  ) {
    this.scalar = isScalar(field.type, field.children);
  }

  cell(row: number): Cell {
    return this.isNull(row) ? null : this.parts.get(this.typeOf(row))!.cell(this.place(row));
  }

  json(row: number): string {
    return this.isNull(row) ? 'null' : this.parts.get(this.typeOf(row))!.json(this.place(row));
  }
}

class Runs implements Vector {
  readonly scalar: boolean;
  // Rows are mostly asked for in order.
  #run = 0;

  constructor(
    readonly field: ArrowField,
    readonly length: number,
    readonly ends: readonly number[],
    readonly items: Vector,
  ) {
    this.scalar = items.scalar;
  }

  isNull(row: number): boolean {
    return this.items.isNull(this.#find(row));
  }

  cell(row: number): Cell {
    return this.items.cell(this.#find(row));
  }

  json(row: number): string {
    return this.items.json(this.#find(row));
  }

  #find(row: number): number {
    const { ends } = this;
    let run = this.#run;
    if (row >= ends[run]! && row < (ends[run + 1] ?? 0)) run++;
    else if (row >= ends[run]! || (run > 0 && row < ends[run - 1]!)) {
      let low = 0;
      let high = ends.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle]! > row) high = middle;
        else low = middle + 1;
      }
      run = low;
    }
    return (this.#run = run);
  }
}

function isScalar(type: ArrowType, children: readonly ArrowField[]): boolean {
  switch (type.kind) {
    case 'list':
    case 'list-view':
    case 'fixed-list':
    case 'map':
    case 'struct':
      return false;
    case 'union':
      return children.every((child) => isScalar(child.type, child.children));
    case 'run-ends':
      return isScalar(children[1]!.type, children[1]!.children);
    default:
      return true;
  }
}

/**
 * JSON text put together from parts. It is paid for as it grows, since dictionaries and views can name one long text
 * again and again, and ends where a value is too long for a record.
 */
class JsonParts {
  fit = true;
  #text = '';

  constructor(readonly values: Values) {}

  add(part: string): void {
    this.values.allowance.work(part.length);
    this.#text += this.#text === '' ? part : `,${part}`;
    if (this.#text.length > mostTextLength) this.fit = false;
  }

  within(open: string, close: string): string {
    return this.fit ? `${open}${this.#text}${close}` : String(tooLong(this.values));
  }
}

function tooLong({ trouble }: Values): null {
  trouble.reason = 'record-too-long';
  trouble.raw = '';
  return null;
}

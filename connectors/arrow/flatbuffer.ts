import { decodeUtf8 } from '../platform.js';

/** What an Arrow file's bytes contradict: told to the user with the file's name around it. */
export class ArrowFault extends Error {}

/**
 * A table of a flatbuffer. Each place is checked against the bytes before it is read, and tables are counted: nothing
 * forbids an offset to lead to a table that others lead to as well, so that a hundred bytes can spell out a billion fields.
 */
export class FlatTable {
  readonly #buffer: FlatBuffer;
  readonly #at: number;
  readonly #vtable: number;
  readonly #vtableSize: number;

  private constructor(buffer: FlatBuffer, at: number) {
    // A table takes at least its own four bytes and the four of the offset that leads to it.
    if (--buffer.tables < 0) throw new ArrowFault('its description refers to itself');
    this.#buffer = buffer;
    this.#at = at;
    this.#vtable = at - buffer.int32(at);
    this.#vtableSize = buffer.uint16(this.#vtable);
    if (this.#vtableSize < 4) throw new ArrowFault('its description is damaged');
    buffer.check(this.#vtable, this.#vtableSize);
  }

  /** The table that a buffer holds. */
  static root(bytes: Uint8Array): FlatTable {
    const buffer = new FlatBuffer(bytes);
    return new FlatTable(buffer, buffer.uint32(0));
  }

  uint8(slot: number, otherwise: number): number {
    const at = this.#field(slot);
    return at === 0 ? otherwise : this.#buffer.uint8(at);
  }

  int16(slot: number, otherwise: number): number {
    const at = this.#field(slot);
    return at === 0 ? otherwise : (this.#buffer.uint16(at) << 16) >> 16;
  }

  int32(slot: number, otherwise: number): number {
    const at = this.#field(slot);
    return at === 0 ? otherwise : this.#buffer.int32(at);
  }

  /** A 64-bit number, which must be exact as a double: no length or offset of a file is longer. */
  int64(slot: number, otherwise: number): number {
    const at = this.#field(slot);
    return at === 0 ? otherwise : this.#buffer.int64(at);
  }

  /** A number that only names something: as its digits. */
  id(slot: number): string {
    const at = this.#field(slot);
    return at === 0 ? '0' : this.#buffer.id(at);
  }

  text(slot: number): string | null {
    const at = this.#field(slot);
    return at === 0 ? null : this.#buffer.text(at + this.#buffer.uint32(at));
  }

  table(slot: number): FlatTable | null {
    const at = this.#field(slot);
    return at === 0 ? null : new FlatTable(this.#buffer, at + this.#buffer.uint32(at));
  }

  tables(slot: number): FlatTable[] {
    const { start, count } = this.#vector(slot, 4);
    const tables: FlatTable[] = [];
    for (let k = 0; k < count; k++) {
      const at = start + k * 4;
      tables.push(new FlatTable(this.#buffer, at + this.#buffer.uint32(at)));
    }
    return tables;
  }

  int32s(slot: number): number[] | null {
    if (this.#field(slot) === 0) return null;
    const { start, count } = this.#vector(slot, 4);
    return Array.from({ length: count }, (_, k) => this.#buffer.int32(start + k * 4));
  }

  /** A vector of structs of 64-bit words, flat: `words` numbers for each. */
  int64s(slot: number, words: number): number[] {
    const { start, count } = this.#vector(slot, 8 * words);
    return Array.from({ length: count * words }, (_, k) => this.#buffer.int64(start + k * 8));
  }

  /** The places that a footer's blocks name; each has two lengths beside, which the messages themselves tell. */
  blocks(slot: number): number[] {
    const { start, count } = this.#vector(slot, 24);
    return Array.from({ length: count }, (_, k) => this.#buffer.int64(start + k * 24));
  }

  #vector(slot: number, itemBytes: number): { start: number; count: number } {
    const at = this.#field(slot);
    if (at === 0) return { start: 0, count: 0 };
    const vector = at + this.#buffer.uint32(at);
    const count = this.#buffer.uint32(vector);
    this.#buffer.check(vector + 4, count * itemBytes);
    return { start: vector + 4, count };
  }

  /** Where a field lies; 0 when it is absent. */
  #field(slot: number): number {
    const entry = 4 + slot * 2;
    if (entry + 2 > this.#vtableSize) return 0;
    const offset = this.#buffer.uint16(this.#vtable + entry);
    return offset === 0 ? 0 : this.#at + offset;
  }
}

class FlatBuffer {
  tables: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.tables = bytes.length >> 3;
  }

  check(at: number, count: number): void {
    if (at < 0 || at + count > this.#bytes.length) throw new ArrowFault('its description points beyond its end');
  }

  uint8(at: number): number {
    this.check(at, 1);
    return this.#view.getUint8(at);
  }

  uint16(at: number): number {
    this.check(at, 2);
    return this.#view.getUint16(at, true);
  }

  int32(at: number): number {
    this.check(at, 4);
    return this.#view.getInt32(at, true);
  }

  uint32(at: number): number {
    this.check(at, 4);
    return this.#view.getUint32(at, true);
  }

  int64(at: number): number {
    this.check(at, 8);
    const value = this.#view.getInt32(at + 4, true) * 4_294_967_296 + this.#view.getUint32(at, true);
    if (!Number.isSafeInteger(value)) throw new ArrowFault('a length or place in it is impossible');
    return value;
  }

  id(at: number): string {
    this.check(at, 8);
    return String(this.#view.getBigInt64(at, true));
  }

  text(at: number): string {
    const count = this.uint32(at);
    this.check(at + 4, count);
    return decodeUtf8(this.#bytes.subarray(at + 4, at + 4 + count));
  }
}

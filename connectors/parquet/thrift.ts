import { CutShort, Fault } from './fault.js';

/** Types of Thrift's compact protocol, as they stand in field and list headers. */
export const thriftType = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
  uuid: 13,
} as const;

// Parquet's own structures are six levels deep.
const mostLevels = 24;

/**
 * Reads Thrift's compact protocol where it lies: nothing is built of what nobody asks for, and no length or count is
 * believed that the bytes at hand cannot hold.
 */
export class ThriftReader {
  constructor(
    readonly bytes: Uint8Array,
    public at: number = 0,
    readonly end: number = bytes.length,
  ) {}

  /** Hands each field of a structure to `take`, which reads it and returns true; all others are passed over. */
  struct(take: (field: number, type: number) => boolean, level = 0): void {
    let field = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === 0) return;
      field = head >> 4 === 0 ? this.integer() : field + (head >> 4);
      if (!take(field, type)) this.skip(type, level);
    }
  }

  /** Head of a list whose items have this type; gives their number, which the bytes left can hold. */
  list(type: number): number {
    const head = this.#byte();
    const count = head >> 4 === 15 ? this.#varint() : head >> 4;
    if ((head & 15) !== type && count > 0) throw new Fault('a list in its footer holds something else than it should');
    this.#mustHold(count);
    return count;
  }

  /** A whole number of any width. */
  integer(): number {
    const zigzag = this.#varint();
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  /** A whole number that counts or measures something. */
  count(): number {
    const value = this.integer();
    if (value < 0) throw new Fault('a count or size in it is negative');
    return value;
  }

  binary(): Uint8Array {
    const length = this.#varint();
    this.#mustHold(length);
    const from = this.at;
    this.at += length;
    return this.bytes.subarray(from, this.at);
  }

  skip(type: number, level = 0): void {
    if (level > mostLevels) throw new Fault('structures in it nest without end');
    switch (type) {
      case thriftType.true:
      case thriftType.false:
        return;
      case thriftType.byte:
        return this.#pass(1);
      case thriftType.i16:
      case thriftType.i32:
      case thriftType.i64:
        for (let k = 0; (this.#byte() & 128) !== 0; k++) if (k === 9) throw tooWide();
        return;
      case thriftType.double:
        return this.#pass(8);
      case thriftType.uuid:
        return this.#pass(16);
      case thriftType.binary:
        return this.#pass(this.#varint());
      case thriftType.list:
      case thriftType.set: {
        const head = this.#byte();
        const count = head >> 4 === 15 ? this.#varint() : head >> 4;
        this.#mustHold(count);
        for (let k = 0; k < count; k++) this.#skipItem(head & 15, level + 1);
        return;
      }
      case thriftType.map: {
        const count = this.#varint();
        this.#mustHold(count);
        const types = count === 0 ? 0 : this.#byte();
        for (let k = 0; k < count; k++) {
          this.#skipItem(types >> 4, level + 1);
          this.#skipItem(types & 15, level + 1);
        }
        return;
      }
      case thriftType.struct:
        return this.struct(() => false, level + 1);
      default:
        throw new Fault('a structure in it has a field of no known type');
    }
  }

  /** Within lists and maps a boolean is a byte. */
  #skipItem(type: number, level: number): void {
    if (type === thriftType.true || type === thriftType.false) this.#pass(1);
    else this.skip(type, level);
  }

  #varint(): number {
    let value = 0;
    let scale = 1;
    for (let k = 0; k < 10; k++) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) throw tooWide();
        return value;
      }
      scale *= 128;
    }
    throw tooWide();
  }

  #byte(): number {
    if (this.at >= this.end) throw cut();
    return this.bytes[this.at++]!;
  }

  #pass(count: number): void {
    this.#mustHold(count);
    this.at += count;
  }

  // No item is shorter than a byte.
  #mustHold(count: number): void {
    if (count > this.end - this.at) throw cut();
  }
}

function cut(): Fault {
  return new CutShort('a structure in it states more than its bytes hold');
}

function tooWide(): Fault {
  return new Fault('a number in it is beyond any size a file can have');
}

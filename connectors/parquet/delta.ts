import { Fault } from './fault.js';

// Writers use 128 values a block.
const mostBlockValues = 1 << 20;

/**
 * Whole numbers of 64 bits as differences, in blocks (DELTA_BINARY_PACKED,
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/). Numbers are kept as two halves: their sums wrap
 * around as the format wants, and none becomes a bigint on the way.
 */
export class Deltas {
  /** Numbers that it states to hold. */
  readonly count: number;
  /** Behind what was read. */
  at: number;
  readonly #blockValues: number;
  readonly #miniblocks: number;
  readonly #perMiniblock: number;
  #low: number;
  #high: number;
  #given = 0;
  #leastLow = 0;
  #leastHigh = 0;
  /** Widths of the block's miniblocks begin here. */
  #widthsAt = 0;
  #miniblock: number;
  #bodyAt = 0;
  #width = 0;
  #inMiniblock = 0;

  constructor(
    readonly bytes: Uint8Array,
    from: number,
  ) {
    this.at = from;
    this.#blockValues = this.#varint();
    this.#miniblocks = this.#varint();
    this.count = this.#varint();
    this.#perMiniblock = this.#blockValues / this.#miniblocks;
    const fits =
      this.#blockValues > 0 &&
      this.#blockValues <= mostBlockValues &&
      this.#miniblocks > 0 &&
      this.#perMiniblock % 8 === 0;
    if (!fits) throw damaged();
    this.#zigzag64();
    this.#low = this.#readLow;
    this.#high = this.#readHigh;
    this.#miniblock = this.#miniblocks;
    this.#inMiniblock = this.#perMiniblock;
  }

  get left(): number {
    return this.count - this.#given;
  }

  /** Writes the next `count` numbers as pairs: low half, high half. */
  read(out: Int32Array, count: number): void {
    if (count > this.left) throw damaged();
    for (let k = 0; k < count; k++) {
      if (this.#given > 0) this.#step();
      this.#given++;
      out[2 * k] = this.#low;
      out[2 * k + 1] = this.#high;
    }
    // What stands behind the last number begins where its miniblock ends; the first number needs none.
    if (this.left === 0 && this.count > 1) this.at = this.#miniblockEnd;
  }

  /** All numbers at once, each from 0 to 2^31. */
  lengths(): Int32Array {
    const pairs = new Int32Array(2 * this.count);
    this.read(pairs, this.count);
    const lengths = new Int32Array(this.count);
    for (let k = 0; k < lengths.length; k++) {
      lengths[k] = pairs[2 * k]!;
      if (pairs[2 * k]! < 0 || pairs[2 * k + 1] !== 0) throw damaged();
    }
    return lengths;
  }

  get #miniblockEnd(): number {
    return this.#bodyAt + (this.#perMiniblock / 8) * this.#width;
  }

  #step(): void {
    if (this.#inMiniblock === this.#perMiniblock) this.#nextMiniblock();
    const width = this.#width;
    let addLow = this.#leastLow;
    let addHigh = this.#leastHigh;
    if (width > 0) {
      const bit = this.#inMiniblock * width;
      const low = this.#bits(bit, Math.min(32, width));
      const high = width > 32 ? this.#bits(bit + 32, width - 32) : 0;
      const sum = (addLow >>> 0) + (low >>> 0);
      addLow = sum | 0;
      addHigh = (addHigh + high + (sum > 0xffff_ffff ? 1 : 0)) | 0;
    }
    const sum = (this.#low >>> 0) + (addLow >>> 0);
    this.#low = sum | 0;
    this.#high = (this.#high + addHigh + (sum > 0xffff_ffff ? 1 : 0)) | 0;
    this.#inMiniblock++;
  }

  #nextMiniblock(): void {
    if (this.#miniblock === this.#miniblocks) {
      if (this.#given > 1) this.at = this.#miniblockEnd;
      this.#zigzag64();
      this.#leastLow = this.#readLow;
      this.#leastHigh = this.#readHigh;
      this.#widthsAt = this.at;
      this.at += this.#miniblocks;
      this.#miniblock = 0;
    } else this.at = this.#miniblockEnd;
    const width = this.bytes[this.#widthsAt + this.#miniblock];
    if (width === undefined || width > 64) throw damaged();
    this.#miniblock++;
    this.#inMiniblock = 0;
    this.#width = width;
    this.#bodyAt = this.at;
    if (this.#miniblockEnd > this.bytes.length) throw damaged();
  }

  /** `width` bits, 1 to 32, from a bit of the miniblock on. */
  #bits(bit: number, width: number): number {
    const { bytes } = this;
    const at = this.#bodyAt + (bit >> 3);
    const shift = bit & 7;
    const word = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> shift;
    const mask = width === 32 ? -1 : (1 << width) - 1;
    if (shift + width <= 32) return word & mask;
    return (word | (bytes[at + 4]! << (32 - shift))) & mask;
  }

  #readLow = 0;
  #readHigh = 0;

  #zigzag64(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      if (byte === undefined || shift > 63) throw damaged();
      const part = byte & 127;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high |= part >> 4;
      } else high |= part << (shift - 32);
      if (byte < 128) break;
    }
    const sign = -(low & 1);
    this.#readLow = ((low >>> 1) | (high << 31)) ^ sign;
    this.#readHigh = (high >>> 1) ^ sign;
  }

  #varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined || scale > 2 ** 28) throw damaged();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
}

function damaged(): Fault {
  return new Fault('a page of it holds differences of numbers that do not fit its bytes');
}

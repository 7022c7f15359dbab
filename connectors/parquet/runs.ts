import { Fault } from './fault.js';

/**
 * Small whole numbers in runs: levels, places in a dictionary, booleans. A run repeats one number, or packs eight at a
 * time into `width` bits each. (RLE/bit-packing hybrid, https://parquet.apache.org/docs/file-format/data-pages/encodings/)
 */
export class Runs {
  #at: number;
  /** Numbers left of the run at hand. */
  #left = 0;
  #packed = false;
  #repeated = 0;
  /** Bits of the packed run that were read. */
  #bit = 0;

  /** @param width bits, 0 to 32 */
  constructor(
    readonly bytes: Uint8Array,
    from: number,
    readonly end: number,
    readonly width: number,
  ) {
    if (width > 32 || from > end || end > bytes.length) throw damaged();
    this.#at = from;
  }

  /** Writes the next `count` numbers. */
  read(out: Int32Array, from: number, count: number): void {
    const end = from + count;
    for (let to = from; to < end;) {
      if (this.#left === 0) this.#next();
      const now = Math.min(this.#left, end - to);
      if (!this.#packed) out.fill(this.#repeated, to, to + now);
      else this.#unpack(out, to, now);
      this.#left -= now;
      to += now;
    }
  }

  #next(): void {
    const { bytes, end, width } = this;
    if (this.#packed) this.#at += Math.ceil(this.#bit / 8);
    let head = 0;
    let scale = 1;
    for (;;) {
      if (this.#at >= end || scale > 2 ** 28) {
        // Numbers of no bits need no runs.
        if (width > 0 || this.#at < end) throw damaged();
        this.#packed = false;
        this.#repeated = 0;
        this.#left = 2 ** 31;
        return;
      }
      const byte = bytes[this.#at++]!;
      head += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
    }
    this.#packed = head % 2 === 1;
    this.#left = Math.floor(head / 2);
    this.#bit = 0;
    if (this.#packed) {
      this.#left *= 8;
      // The last run may lack the bytes of numbers that nobody counts.
      const there = Math.floor(((end - this.#at) * 8) / Math.max(1, width));
      if (width > 0) this.#left = Math.min(this.#left, there);
      if (this.#left === 0 && head > 1) throw damaged();
    } else {
      const wide = (width + 7) >> 3;
      if (this.#at + wide > end) throw damaged();
      let value = 0;
      for (let k = 0; k < wide; k++) value |= bytes[this.#at + k]! << (8 * k);
      this.#at += wide;
      this.#repeated = value;
    }
  }

  #unpack(out: Int32Array, from: number, count: number): void {
    const { bytes, width } = this;
    const start = this.#at;
    let bit = this.#bit;
    if (width <= 24) {
      const mask = (1 << width) - 1;
      for (let k = 0; k < count; k++) {
        const at = start + (bit >> 3);
        // Bytes behind the last read as nothing and are masked out.
        const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
        out[from + k] = (word >>> (bit & 7)) & mask;
        bit += width;
      }
    } else {
      for (let k = 0; k < count; k++) {
        let value = 0;
        for (let read = 0; read < width;) {
          const shift = bit & 7;
          const now = Math.min(8 - shift, width - read);
          value |= ((bytes[start + (bit >> 3)]! >> shift) & ((1 << now) - 1)) << read;
          read += now;
          bit += now;
        }
        out[from + k] = value;
      }
    }
    this.#bit = bit;
  }
}

/** Bits that hold numbers up to `most`. */
export function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}

function damaged(): Fault {
  return new Fault('a page of it holds runs of numbers that do not fit its bytes');
}

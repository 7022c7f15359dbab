/**
 * Zstandard (RFC 8878) in plain script, for pages that forbid WebAssembly. Writes into a buffer of the length that the
 * file states and never beyond, and each step of a match writes at least three bytes: so damaged or hostile data costs no
 * more time than so many bytes take.
 */

/** The packed bytes are damaged, or are not what was stated. */
export class ZstdFault extends Error {
  override readonly name = 'ZstdFault';
}

const mostBlockBytes = 128 * 1024;

/**
 * Unpacks all frames of `packed`. A checksum is passed over: what carries such data has its own.
 *
 * @param size bytes of the whole
 * @throws ZstdFault unless exactly `size` bytes come out
 */
export function unpackZstd(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  while (at < packed.length) {
    const magic = number(packed, at, 4);
    at += 4;
    if (magic >>> 4 === 0x184d2a5) {
      at += 4 + number(packed, at, 4);
      continue;
    }
    if (magic !== 0xfd2fb528) throw new ZstdFault('a frame begins with no known mark');
    const frame = new Frame(packed, at, out, to);
    frame.read();
    ({ at, to } = frame);
  }
  if (at !== packed.length || to !== size) throw new ZstdFault(`${to} bytes came out instead of ${size}`);
  return out;
}

/** Entries of a decoding table: symbol, then bits to read << 8, then next state << 16. */
interface Fse {
  readonly entries: Int32Array;
  readonly log: number;
}

/** Entries of a decoding table: symbol, then bits of its code << 8. */
interface Huffman {
  readonly entries: Uint16Array;
  readonly bits: number;
}

class Frame {
  #huffman: Huffman | null = null;
  #lengths: Fse | null = null;
  #offsets: Fse | null = null;
  #matches: Fse | null = null;
  // The last three offsets, newest first.
  #first = 1;
  #second = 4;
  #third = 8;
  readonly #literals = new Uint8Array(mostBlockBytes);
  #literalCount = 0;

  /** @param to where its bytes begin in `out`; no match reaches further back */
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly out: Uint8Array,
    public to: number,
  ) {
    this.start = to;
  }

  readonly start: number;

  read(): void {
    const { bytes } = this;
    const head = number(bytes, this.at++, 1);
    if ((head & 8) !== 0) throw damaged();
    const single = (head & 32) !== 0;
    if (!single) this.at++;
    const dictionaryBytes = [0, 1, 2, 4][head & 3]!;
    if (number(bytes, this.at, dictionaryBytes) !== 0)
      throw new ZstdFault('it needs a dictionary that is not in the file');
    this.at += dictionaryBytes;
    const sizeFlag = head >> 6;
    this.at += sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag;
    for (let last = false; !last;) {
      const block = number(bytes, this.at, 3);
      this.at += 3;
      last = (block & 1) === 1;
      this.#block((block >> 1) & 3, block >> 3);
    }
    if ((head & 4) !== 0) this.at += 4;
    if (this.at > bytes.length) throw damaged();
  }

  #block(kind: number, size: number): void {
    const { bytes, at, out } = this;
    if (size > mostBlockBytes) throw damaged();
    if (kind === 1) {
      if (this.to + size > out.length) throw damaged();
      out.fill(number(bytes, at, 1), this.to, (this.to += size));
      this.at++;
      return;
    }
    const end = at + size;
    if (end > bytes.length || kind === 3) throw damaged();
    if (kind === 0) {
      if (this.to + size > out.length) throw damaged();
      out.set(bytes.subarray(at, end), this.to);
      this.to += size;
    } else {
      this.#readLiterals(end);
      this.#readSequences(end);
    }
    this.at = end;
  }

  #readLiterals(end: number): void {
    const { bytes } = this;
    const at = this.at;
    const head = number(bytes, at, 1);
    const kind = head & 3;
    const format = (head >> 2) & 3;
    if (kind < 2) {
      const wide = (format & 1) === 0 ? 1 : format === 1 ? 2 : 3;
      const count = number(bytes, at, wide) >> (wide === 1 ? 3 : 4);
      this.at = at + wide;
      const stored = kind === 0 ? count : 1;
      if (count > mostBlockBytes || this.at + stored > end) throw damaged();
      if (kind === 0) this.#literals.set(bytes.subarray(this.at, this.at + count));
      else this.#literals.fill(bytes[this.at]!, 0, count);
      this.#literalCount = count;
      this.at += stored;
      return;
    }
    const wide = format < 2 ? 3 : format + 2;
    const each = format < 2 ? 10 : format === 2 ? 14 : 18;
    const both = Math.floor(number(bytes, at, wide) / 16);
    const count = both % 2 ** each;
    const packed = Math.floor(both / 2 ** each);
    this.at = at + wide;
    const literalsEnd = this.at + packed;
    if (count > mostBlockBytes || literalsEnd > end) throw damaged();
    if (kind === 2) this.#readHuffman(literalsEnd);
    const huffman = this.#huffman;
    if (huffman === null) throw damaged();
    this.#literalCount = count;
    if (format === 0) decodeStream(bytes, this.at, literalsEnd, huffman, this.#literals, 0, count);
    else this.#fourStreams(huffman, literalsEnd, count);
    this.at = literalsEnd;
  }

  #fourStreams(huffman: Huffman, end: number, count: number): void {
    const { bytes } = this;
    let from = this.at + 6;
    if (from > end) throw damaged();
    const each = (count + 3) >> 2;
    for (let k = 0; k < 4; k++) {
      const to = k < 3 ? from + number(bytes, this.at + 2 * k, 2) : end;
      if (to > end) throw damaged();
      const first = Math.min(count, each * k);
      decodeStream(bytes, from, to, huffman, this.#literals, first, k < 3 ? Math.min(count, first + each) : count);
      from = to;
    }
  }

  /** Weights of the symbols, in four bits each or as an FSE stream of two states, and from these the code. */
  #readHuffman(end: number): void {
    const { bytes } = this;
    const weights = new Uint8Array(256);
    const head = number(bytes, this.at++, 1);
    let count = 0;
    if (head >= 128) {
      count = head - 127;
      for (let k = 0; k < count; k++) {
        const pair = number(bytes, this.at + (k >> 1), 1);
        weights[k] = k % 2 === 0 ? pair >> 4 : pair & 15;
      }
      this.at += (count + 1) >> 1;
    } else {
      const stop = this.at + head;
      if (stop > end) throw damaged();
      const { table, at } = readFse(bytes, this.at, stop, 6, 255);
      count = readWeights(new BackwardBits(bytes, at, stop), table, weights);
      this.at = stop;
    }
    if (this.at > end) throw damaged();
    this.#huffman = huffmanOf(weights, count);
  }

  #readSequences(end: number): void {
    const { bytes } = this;
    let count = number(bytes, this.at++, 1);
    if (count === 255) {
      count = number(bytes, this.at, 2) + 0x7f00;
      this.at += 2;
    } else if (count > 127) count = ((count - 128) << 8) + number(bytes, this.at++, 1);
    let literal = 0;
    if (count > 0) {
      const modes = number(bytes, this.at++, 1);
      if ((modes & 3) !== 0) throw damaged();
      this.#lengths = this.#tableOf(modes >> 6, end, this.#lengths, defaultLengths, 9, 35);
      this.#offsets = this.#tableOf((modes >> 4) & 3, end, this.#offsets, defaultOffsets, 8, 31);
      this.#matches = this.#tableOf((modes >> 2) & 3, end, this.#matches, defaultMatches, 9, 52);
      literal = this.#runSequences(new BackwardBits(bytes, this.at, end), count);
    } else if (this.at !== end) throw damaged();
    const rest = this.#literalCount - literal;
    if (this.to + rest > this.out.length) throw damaged();
    this.out.set(this.#literals.subarray(literal, this.#literalCount), this.to);
    this.to += rest;
  }

  #tableOf(mode: number, end: number, before: Fse | null, usual: Fse, mostLog: number, mostSymbol: number): Fse {
    const { bytes } = this;
    switch (mode) {
      case 0:
        return usual;
      case 1: {
        const symbol = number(bytes, this.at++, 1);
        if (symbol > mostSymbol) throw damaged();
        return { entries: Int32Array.of(symbol), log: 0 };
      }
      case 2: {
        const { table, at } = readFse(bytes, this.at, end, mostLog, mostSymbol);
        this.at = at;
        return table;
      }
      default:
        if (before === null) throw damaged();
        return before;
    }
  }

  /** Copies literals and matches in turns; gives the number of literals that were used. */
  #runSequences(bits: BackwardBits, count: number): number {
    const { out } = this;
    const { length: size } = out;
    const literals = this.#literals;
    const lengths = this.#lengths!.entries;
    const offsets = this.#offsets!.entries;
    const matches = this.#matches!.entries;
    let lengthState = bits.read(this.#lengths!.log);
    let offsetState = bits.read(this.#offsets!.log);
    let matchState = bits.read(this.#matches!.log);
    let { to } = this;
    let literal = 0;
    for (let k = 1; ; k++) {
      const lengthEntry = lengths[lengthState]!;
      const offsetEntry = offsets[offsetState]!;
      const matchEntry = matches[matchState]!;
      const offsetCode = offsetEntry & 255;
      const value = (offsetCode > 24 ? bits.readLong(offsetCode) : bits.read(offsetCode)) + 2 ** offsetCode;
      const matchCode = matchEntry & 255;
      const match = matchBase[matchCode]! + bits.read(matchBits[matchCode]!);
      const lengthCode = lengthEntry & 255;
      const length = lengthBase[lengthCode]! + bits.read(lengthBits[lengthCode]!);
      const offset = this.#offsetOf(value, length === 0);

      if (literal + length > this.#literalCount || to + length + match > size) throw damaged();
      if (length > 16) out.set(literals.subarray(literal, literal + length), to);
      else for (let j = 0; j < length; j++) out[to + j] = literals[literal + j]!;
      literal += length;
      to += length;
      if (offset > to - this.start || offset < 1) throw damaged();
      if (match > 32 && offset >= match) out.copyWithin(to, to - offset, to - offset + match);
      else for (let j = to; j < to + match; j++) out[j] = out[j - offset]!;
      to += match;

      if (k === count) break;
      lengthState = (lengthEntry >>> 16) + bits.read((lengthEntry >> 8) & 255);
      matchState = (matchEntry >>> 16) + bits.read((matchEntry >> 8) & 255);
      offsetState = (offsetEntry >>> 16) + bits.read((offsetEntry >> 8) & 255);
    }
    if (bits.left !== 0) throw damaged();
    this.to = to;
    return literal;
  }

  /** Values up to three name one of the last offsets; without literals each means the one after it. */
  #offsetOf(value: number, noLiterals: boolean): number {
    if (value > 3) {
      this.#third = this.#second;
      this.#second = this.#first;
      return (this.#first = value - 3);
    }
    const place = value - 1 + (noLiterals ? 1 : 0);
    if (place === 0) return this.#first;
    const offset = place === 1 ? this.#second : place === 2 ? this.#third : this.#first - 1;
    if (place > 1) this.#third = this.#second;
    this.#second = this.#first;
    return (this.#first = offset);
  }
}

/** Bits from the last to the first; a 1 behind them marks where they end. */
class BackwardBits {
  /** Bits that were not read. Below zero is an error, told when they are looked at. */
  left: number;

  constructor(
    readonly bytes: Uint8Array,
    readonly from: number,
    end: number,
  ) {
    const last = end > from ? bytes[end - 1]! : 0;
    if (last === 0) throw damaged();
    this.left = (end - from) * 8 - 8 + (31 - Math.clz32(last));
  }

  /** The next bits, 0 to 24 of them. */
  read(count: number): number {
    this.left -= count;
    if (this.left < 0) throw damaged();
    const { bytes, left } = this;
    const at = this.from + (left >> 3);
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    return (word >>> (left & 7)) & ((1 << count) - 1);
  }

  readLong(count: number): number {
    const high = this.read(count - 16);
    return high * 65_536 + this.read(16);
  }

  /** The next bits without passing them; zeros where there are no more. */
  peek(count: number): number {
    const { left } = this;
    if (left >= count) {
      const value = this.read(count);
      this.left = left;
      return value;
    }
    if (left <= 0) return 0;
    const value = this.read(left) << (count - left);
    this.left = left;
    return value;
  }
}

/** Two states take turns until the bits are used up. */
function readWeights(bits: BackwardBits, { entries, log }: Fse, weights: Uint8Array): number {
  let count = 0;
  let state = bits.read(log);
  let other = bits.read(log);
  for (;;) {
    if (count > 253) throw damaged();
    const entry = entries[state]!;
    weights[count++] = entry & 255;
    const needed = (entry >> 8) & 255;
    if (needed > bits.left) {
      weights[count++] = entries[other]! & 255;
      return count;
    }
    state = other;
    other = (entry >>> 16) + bits.read(needed);
  }
}

function huffmanOf(weights: Uint8Array, count: number): Huffman {
  let sum = 0;
  for (let k = 0; k < count; k++) {
    if (weights[k]! > 12) throw damaged();
    if (weights[k]! > 0) sum += 1 << (weights[k]! - 1);
  }
  if (sum === 0) throw damaged();
  const bits = 32 - Math.clz32(sum);
  const rest = (1 << bits) - sum;
  // The last symbol has what is left, which is a power of two.
  if (bits > 11 || (rest & (rest - 1)) !== 0) throw damaged();
  weights[count] = 32 - Math.clz32(rest);
  const entries = new Uint16Array(1 << bits);
  let at = 0;
  for (let weight = 1; weight <= bits; weight++) {
    for (let symbol = 0; symbol <= count; symbol++) {
      if (weights[symbol] !== weight) continue;
      const to = at + (1 << (weight - 1));
      entries.fill(symbol | ((bits + 1 - weight) << 8), at, to);
      at = to;
    }
  }
  if (at !== entries.length) throw damaged();
  return { entries, bits };
}

function decodeStream(
  bytes: Uint8Array,
  from: number,
  end: number,
  { entries, bits: wide }: Huffman,
  out: Uint8Array,
  first: number,
  stop: number,
): void {
  const bits = new BackwardBits(bytes, from, end);
  let { left } = bits;
  let to = first;
  const mask = (1 << wide) - 1;
  // Two codes of at most 11 bits each lie in the 25 bits that four bytes surely hold.
  while (to + 2 <= stop && left >= 32) {
    const at = from + ((left - 25) >> 3);
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    let shift = ((left - 25) & 7) + 25 - wide;
    let entry = entries[(word >>> shift) & mask]!;
    out[to++] = entry;
    left -= entry >> 8;
    shift -= entry >> 8;
    entry = entries[(word >>> shift) & mask]!;
    out[to++] = entry;
    left -= entry >> 8;
  }
  bits.left = left;
  while (to < stop) {
    const entry = entries[bits.peek(wide)]!;
    out[to++] = entry;
    bits.left -= entry >> 8;
  }
  if (bits.left !== 0) throw damaged();
}

/** Reads how often each symbol comes, and makes the table of it. */
function readFse(
  bytes: Uint8Array,
  from: number,
  end: number,
  mostLog: number,
  mostSymbol: number,
): { table: Fse; at: number } {
  let bit = from * 8;
  const read = (count: number): number => {
    const at = bit >> 3;
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    const value = (word >>> (bit & 7)) & ((1 << count) - 1);
    bit += count;
    return value;
  };
  const log = read(4) + 5;
  if (log > mostLog) throw damaged();
  const shares: number[] = [];
  let left = 1 << log;
  while (left > 0) {
    if (shares.length > mostSymbol || bit > end * 8) throw damaged();
    const wide = 32 - Math.clz32(left + 1);
    let value = read(wide);
    const low = (1 << (wide - 1)) - 1;
    const threshold = (1 << wide) - 2 - left;
    if ((value & low) < threshold) {
      bit--;
      value &= low;
    } else if (value > low) value -= threshold;
    const share = value - 1;
    left -= Math.abs(share);
    shares.push(share);
    if (share !== 0) continue;
    for (let zeros = 3; zeros === 3;) {
      zeros = read(2);
      for (let k = 0; k < zeros; k++) shares.push(0);
      if (shares.length > mostSymbol + 1) throw damaged();
    }
  }
  const at = (bit + 7) >> 3;
  if (left !== 0 || at > end || shares.length > mostSymbol + 1) throw damaged();
  return { table: fseOf(shares, log), at };
}

/** Spreads the symbols over the states. A share of -1 is less than one state, of which it gets one. */
function fseOf(shares: readonly number[], log: number): Fse {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(shares.length);
  let high = size;
  shares.forEach((share, symbol) => {
    if (share === -1) symbols[--high] = symbol;
    next[symbol] = Math.abs(share);
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  shares.forEach((share, symbol) => {
    for (let k = 0; k < share; k++) {
      symbols[place] = symbol;
      do place = (place + step) & (size - 1);
      while (place >= high);
    }
  });
  if (place !== 0) throw damaged();
  const entries = new Int32Array(size);
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state]!;
    const rank = next[symbol]!++;
    const bits = log - (31 - Math.clz32(rank));
    entries[state] = symbol | (bits << 8) | (((rank << bits) - size) << 16);
  }
  return { entries, log };
}

/** So many bytes as a number, lowest first; up to five. */
function number(bytes: Uint8Array, at: number, count: number): number {
  if (at + count > bytes.length) throw damaged();
  let value = 0;
  for (let k = count - 1; k >= 0; k--) value = value * 256 + bytes[at + k]!;
  return value;
}

const range = (count: number): number[] => Array.from({ length: count }, () => 0);
const lengthBits = [...range(16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const matchBits = [...range(32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const lengthBase = basesOf(lengthBits, 0);
const matchBase = basesOf(matchBits, 3);

/** Each code begins where the one before it ends. */
function basesOf(bits: readonly number[], first: number): number[] {
  let base = first;
  return bits.map((wide) => {
    const now = base;
    base += 2 ** wide;
    return now;
  });
}

// RFC 8878, 3.1.1.3.2.2.
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const rare = (count: number): number[] => Array.from({ length: count }, () => -1);
const defaultLengths = fseOf(
  [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, ...rare(4)],
  6,
);
const defaultMatches = fseOf([1, 4, 3, 2, 2, 2, 2, 2, 2, ...ones(37), ...rare(7)], 6);
const defaultOffsets = fseOf([1, 1, 1, 1, 1, 1, 2, 2, 2, ...ones(15), ...rare(5)], 5);

function damaged(): ZstdFault {
  return new ZstdFault('the packed bytes are damaged');
}

const rounds = constants(64, (prime) => Math.cbrt(prime));
const start = constants(8, (prime) => Math.sqrt(prime));

// One hash at a time: nothing here waits.
const words = new Int32Array(64);
const rest = new Uint8Array(128);

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) with one key. The platform's own is there only in secure contexts and answers
 * later; a log has an address a line. What the key does to the state is worked out once: two blocks are left for a text
 * of up to 55 bytes.
 */
export class HmacSha256 {
  readonly #inner: Int32Array;
  readonly #outer: Int32Array;

  constructor(key: Uint8Array) {
    const block = new Uint8Array(64);
    block.set(key.length > 64 ? bytesOf(hash(start, key, 0)) : key);
    this.#inner = start.slice();
    absorb(
      this.#inner,
      block.map((byte) => byte ^ 0x36),
      0,
    );
    this.#outer = start.slice();
    absorb(
      this.#outer,
      block.map((byte) => byte ^ 0x5c),
      0,
    );
  }

  /** Eight words of 32 bits. */
  of(message: Uint8Array): Int32Array {
    return hash(this.#outer, bytesOf(hash(this.#inner, message, 64)), 64);
  }
}

/** The hash that goes on from a state, which `before` bytes led to. */
function hash(from: Int32Array, message: Uint8Array, before: number): Int32Array {
  const state = from.slice();
  const { length } = message;
  const whole = length - (length % 64);
  for (let at = 0; at < whole; at += 64) absorb(state, message, at);
  const last = length - whole < 56 ? 64 : 128;
  rest.fill(0);
  rest.set(whole === 0 ? message : message.subarray(whole));
  rest[length - whole] = 0x80;
  const all = before + length;
  for (let k = 0, bits = all * 8; k < 8; k++, bits = Math.floor(bits / 256)) rest[last - 1 - k] = bits % 256;
  for (let at = 0; at < last; at += 64) absorb(state, rest, at);
  return state;
}

/** Takes one block of 64 bytes into a state. */
function absorb(state: Int32Array, bytes: Uint8Array, from: number): void {
  for (let k = 0, at = from; k < 16; k++, at += 4) {
    words[k] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  for (let k = 16; k < 64; k++) {
    const x = words[k - 15]!;
    const y = words[k - 2]!;
    const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
    const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    words[k] = (words[k - 16]! + s0 + words[k - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let k = 0; k < 64; k++) {
    const one = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + one + ((e & f) ^ (~e & g)) + rounds[k]! + words[k]!) | 0;
    const zero = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    const both = (a & b) ^ (a & c) ^ (b & c);
    c = b;
    b = a;
    a = (first + zero + both) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function bytesOf(state: Int32Array): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let k = 0; k < 32; k++) bytes[k] = state[k >> 2]! >>> (24 - 8 * (k & 3));
  return bytes;
}

/** First 32 bits of the fractions of a root of the first primes. */
function constants(count: number, root: (prime: number) => number): Int32Array {
  const found = new Int32Array(count);
  let at = 0;
  for (let number = 2; at < count; number++) {
    let isPrime = true;
    for (let by = 2; by * by <= number; by++) if (number % by === 0) isPrime = false;
    if (isPrime) found[at++] = (root(number) % 1) * 0x1_0000_0000;
  }
  return found;
}

import { random } from '../random.js';

/** Draws a whole number from 0 up to but without `end`. */
type Draw = (end: number) => number;
type Change = (bytes: Uint8Array, draw: Draw) => Uint8Array;

/**
 * Damaged forms of a file, the same for the same seed: one to three changes each, of which every kind comes as often.
 * None equals `base`, which stays as it is; each is an array of its own.
 *
 * @param base at least two bytes
 */
export function* mutants(base: Uint8Array, count: number, seed: number): Generator<Uint8Array, void, void> {
  if (base.length < 2) throw new RangeError('A file to be damaged has at least two bytes.');
  const next = random(seed);
  const draw: Draw = (end) => Math.floor(next() * end);
  for (let made = 0; made < count;) {
    let bytes: Uint8Array = base.slice();
    for (let more = 1 + draw(3); more > 0; more--) bytes = changes[draw(changes.length)]!(bytes, draw);
    if (Buffer.compare(bytes, base) === 0) continue;
    made++;
    yield bytes;
  }
}

const flip: Change = (bytes, draw) => {
  for (let more = bytes.length > 0 ? 1 + draw(8) : 0; more > 0; more--) {
    const at = draw(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << draw(8));
  }
  return bytes;
};

const cut: Change = (bytes, draw) => bytes.slice(0, draw(bytes.length));

const overwrite: Change = (bytes, draw) => {
  const [from, to] = span(bytes, draw);
  return bytes.fill([0, 0xff, 0x20, 0x22][draw(4)]!, from, to);
};

/** A number at the edge of its range, as binary files have their lengths, counts and offsets; every other one aligned. */
const extreme: Change = (bytes, draw) => {
  const wide = [1, 2, 4, 8][draw(4)]!;
  if (bytes.length < wide) return bytes;
  const value = [0n, 1n, -1n, -2n, 0x7fn, 0x7fffn, 0x7fff_ffffn, 0x7fff_ffff_ffff_ffffn, BigInt(bytes.length)][
    draw(9)
  ]!;
  const at = draw(bytes.length - wide + 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset + (draw(2) === 0 ? at - (at % wide) : at));
  const little = draw(4) > 0;
  if (wide === 8) view.setBigInt64(0, value, little);
  else if (wide === 4) view.setInt32(0, Number(BigInt.asIntN(32, value)), little);
  else if (wide === 2) view.setInt16(0, Number(BigInt.asIntN(16, value)), little);
  else view.setInt8(0, Number(BigInt.asIntN(8, value)));
  return bytes;
};

const remove: Change = (bytes, draw) => {
  const [from, to] = span(bytes, draw);
  return joined(bytes.subarray(0, from), bytes.subarray(to));
};

const repeat: Change = (bytes, draw) => {
  const [from, to] = span(bytes, draw);
  const again = bytes.subarray(from, to);
  return joined(bytes.subarray(0, to), ...Array.from({ length: 1 + draw(8) }, () => again), bytes.subarray(to));
};

const insert: Change = (bytes, draw) => {
  const at = draw(bytes.length + 1);
  const noise =
    draw(2) === 0 ? Uint8Array.from({ length: 1 + draw(64) }, () => draw(256)) : telling[draw(telling.length)]!;
  return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
};

/** Two neighbouring pieces change places. */
const swap: Change = (bytes, draw) => {
  const [from, middle] = span(bytes, draw);
  const to = Math.min(bytes.length, middle + (middle - from));
  return joined(bytes.subarray(0, from), bytes.subarray(middle, to), bytes.subarray(from, middle), bytes.subarray(to));
};

/** What means something to readers of text: line ends, quotes, delimiters, brackets, marks of byte order and of gzip. */
const telling: readonly Uint8Array[] = [
  ...['\0', '\n', '\r', '\r\n', '"', "'", ',', ';', '\t', ' ', '\\', '{', '}', '[', ']', '<', '>', '&', ']]>', '<!--'],
  ...['9'.repeat(400), '__proto__', '\ufeff', '\u202e'],
]
  .map((text): Uint8Array => new TextEncoder().encode(text))
  .concat([[0xff, 0xfe], [0x1f, 0x8b], [0xc3], [0x80]].map((bytes) => Uint8Array.from(bytes)));

const changes: readonly Change[] = [flip, cut, overwrite, extreme, remove, repeat, insert, swap];

/** Part of a file: mostly short, at times up to a quarter of it. */
function span(bytes: Uint8Array, draw: Draw): [from: number, to: number] {
  const longest = draw(4) === 0 ? Math.max(1, bytes.length >> 2) : 32;
  const from = draw(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + draw(longest))];
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

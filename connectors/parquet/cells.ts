import { platform, type TextDecoderLike } from '../platform.js';
import { Fault } from './fault.js';
import type { Leaf, TimeUnit } from './schema.js';

/** A text column's bytes that are no text; the record that holds them is refused. */
export class BadText {
  /** @param text as far as it can be read */
  constructor(readonly text: string) {}
}

export type Cell = string | number | boolean | null | BadText;

/** Makes a cell of a stored value that lies from `at` on. */
export type ReadCell = (bytes: Uint8Array, view: DataView, at: number, length: number) => Cell;

/** What was left out on the way. */
export interface CellNotes {
  /** NaN and infinite numbers. */
  notFinite: number;
}

// Longest known are 76 digits, 32 bytes.
const mostDecimalBytes = 64;

/** The way from stored values of a column to cells. */
export function cellReader(leaf: Leaf, notes: CellNotes): ReadCell {
  const { meaning, physical } = leaf;
  const finite = (value: number): Cell => {
    if (Number.isFinite(value)) return value;
    notes.notFinite++;
    return null;
  };
  switch (meaning.kind) {
    case 'text':
      return (bytes, _, at, length) => textCell(bytes, at, length);
    case 'bytes':
      return (bytes, _, at, length) => hexText(bytes, at, length);
    case 'date':
      return (_, view, at) => dateText(view.getInt32(at, true));
    case 'unsigned':
      return physical === 'int32'
        ? (_, view, at) => view.getUint32(at, true)
        : (_, view, at) => unsignedCell(view.getUint32(at, true), view.getUint32(at + 4, true), view, at);
    case 'float16':
      return (_, view, at) => finite(float16(view.getUint16(at, true)));
    case 'uuid':
      return (bytes, _, at) => uuidText(bytes, at);
    case 'interval':
      return (_, view, at) => intervalText(view, at);
    case 'decimal': {
      const { scale } = meaning;
      if (physical === 'int32') return (_, view, at) => decimalCell(view.getInt32(at, true), scale);
      if (physical === 'int64') return (_, view, at) => decimalCell(integerOf(view, at), scale);
      return (bytes, _, at, length) => decimalCell(bigEndian(bytes, at, length), scale);
    }
    case 'time': {
      const { unit } = meaning;
      return physical === 'int32'
        ? (_, view, at) => timeText(view.getInt32(at, true), unit)
        : (_, view, at) => timeText(integerOf(view, at), unit);
    }
    case 'timestamp': {
      const { unit, utc } = meaning;
      const stamps = new Stamps(utc ? 'Z' : '');
      return (_, view, at) => timestampText(view, at, unit, stamps);
    }
    case 'as-stored':
  }
  switch (physical) {
    case 'boolean':
      throw new Fault('its booleans are written in a way that is not known');
    case 'int32':
      return (_, view, at) => view.getInt32(at, true);
    case 'int64':
      return (_, view, at) => {
        const value = integerOf(view, at);
        return typeof value === 'number' ? value : String(value);
      };
    case 'int96': {
      const stamps = new Stamps('');
      return (_, view, at) => int96Text(view, at, stamps);
    }
    case 'float':
      return (_, view, at) => finite(view.getFloat32(at, true));
    case 'double':
      return (_, view, at) => finite(view.getFloat64(at, true));
    case 'byte-array':
      return (bytes, _, at, length) => textOrHex(bytes, at, length);
    case 'fixed-byte-array':
      return (bytes, _, at, length) => hexText(bytes, at, length);
  }
}

/** 64 bits: a number where it is exact. */
function integerOf(view: DataView, at: number): number | bigint {
  const high = view.getInt32(at + 4, true);
  if (high >= -0x20_0000 && high < 0x20_0000) return high * 0x1_0000_0000 + view.getUint32(at, true);
  return view.getBigInt64(at, true);
}

function unsignedCell(low: number, high: number, view: DataView, at: number): Cell {
  return high < 0x20_0000 ? high * 0x1_0000_0000 + low : String(view.getBigUint64(at, true));
}

function bigEndian(bytes: Uint8Array, at: number, length: number): number | bigint {
  if (length > mostDecimalBytes) throw new Fault(`a decimal of it has ${length} bytes`);
  if (length === 0) return 0;
  if (length <= 6) {
    let value = bytes[at]! >= 128 ? bytes[at]! - 256 : bytes[at]!;
    for (let k = 1; k < length; k++) value = value * 256 + bytes[at + k]!;
    return value;
  }
  return BigInt.asIntN(8 * length, BigInt(`0x${hexText(bytes, at, length)}`));
}

/** Up to 15 digits a double keeps; text beyond. */
function decimalCell(unscaled: number | bigint, scale: number): Cell {
  if (typeof unscaled === 'number' && scale <= 22 && Math.abs(unscaled) < 1e15) return unscaled / 10 ** scale;
  const value = BigInt(unscaled);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (digits.length <= 15) return Number(`${sign}${digits}e-${scale}`);
  const point = digits.length - scale;
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const mostDays = 100_000_000;

function dateText(days: number): string {
  if (Math.abs(days) > mostDays) return String(days);
  const text = new Date(days * 86_400_000).toISOString();
  return text.slice(0, text.indexOf('T'));
}

/** Writes times as ISO text, with or without a zone; digits that stay are kept from the one before. */
class Stamps {
  readonly #codes: number[];
  #day = Number.NaN;

  constructor(readonly zone: 'Z' | '') {
    this.#codes = Array.from(`0000-00-00T00:00:00.000${zone}`, (letter) => letter.charCodeAt(0));
  }

  /** Null beyond what a date can be. `below`: what is left of `unit`s below a millisecond. */
  text(ms: number, below: number, unit: TimeUnit): string | null {
    const day = Math.floor(ms / 86_400_000);
    if (!(Math.abs(day) <= mostDays) || Math.abs(ms) > mostDays * 86_400_000) return null;
    const clock = ms - day * 86_400_000;
    if (below !== 0) return `${dateText(day)}T${clockText(clock, below, unit)}${this.zone}`;
    const codes = this.#codes;
    if (day !== this.#day) {
      const date = dateText(day);
      if (date.length !== 10) return `${date}T${clockText(clock, 0, unit)}${this.zone}`;
      for (let k = 0; k < 10; k++) codes[k] = date.charCodeAt(k);
      this.#day = day;
    }
    const seconds = (clock / 1000) | 0;
    const minutes = (seconds / 60) | 0;
    const hours = (minutes / 60) | 0;
    const milli = clock - seconds * 1000;
    put(codes, 11, hours);
    put(codes, 14, minutes - hours * 60);
    put(codes, 17, seconds - minutes * 60);
    codes[20] = 48 + ((milli / 100) | 0);
    put(codes, 21, milli % 100);
    // One text, where pieces put together would take twice the memory until somebody looks at them.
    return String.fromCharCode.apply(null, codes);
  }
}

function put(codes: number[], at: number, value: number): void {
  const tens = (value / 10) | 0;
  codes[at] = 48 + tens;
  codes[at + 1] = 48 + value - tens * 10;
}

const perMs = { ms: 1, us: 1000, ns: 1_000_000 } as const;
const places = { ms: 3, us: 6, ns: 9 } as const;

function timestampText(view: DataView, at: number, unit: TimeUnit, stamps: Stamps): string {
  const value = integerOf(view, at);
  const per = perMs[unit];
  if (typeof value === 'number') {
    const ms = Math.floor(value / per);
    return stamps.text(ms, value - ms * per, unit) ?? String(value);
  }
  const big = BigInt(per);
  const rest = ((value % big) + big) % big;
  return stamps.text(Number((value - rest) / big), Number(rest), unit) ?? String(value);
}

/** Nanoseconds of a day, then the Julian day; written without a zone. */
function int96Text(view: DataView, at: number, stamps: Stamps): string {
  const nanos = view.getBigInt64(at, true);
  const day = view.getInt32(at + 8, true) - 2_440_588;
  const rest = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const ms = day * 86_400_000 + Number((nanos - rest) / 1_000_000n);
  return stamps.text(ms, Number(rest), 'ns') ?? `${day}:${nanos}`;
}

const two = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));

/** `HH:mm:ss.SSS`, and more digits where there is something below a millisecond. */
function clockText(ms: number, below: number, unit: TimeUnit): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const more = below === 0 ? '' : String(below).padStart(places[unit] - 3, '0');
  return `${two[Math.floor(minutes / 60)]!}:${two[minutes % 60]!}:${two[seconds % 60]!}.${three[ms % 1000]!}${more}`;
}

function timeText(value: number | bigint, unit: TimeUnit): string {
  const time = Number(value);
  const per = perMs[unit];
  if (!(time >= 0 && time < 86_400_000 * per)) return String(value);
  const ms = Math.floor(time / per);
  return clockText(ms, time - ms * per, unit);
}

/** ISO 8601: months, days and milliseconds, which do not add up to one length. */
function intervalText(view: DataView, at: number): string {
  const seconds = String(view.getUint32(at + 8, true) / 1000);
  return `P${view.getUint32(at, true)}M${view.getUint32(at + 4, true)}DT${seconds}S`;
}

function float16(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const hexDigits = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

function hexText(bytes: Uint8Array, from: number, length: number): string {
  const end = from + length;
  let text = '';
  // In pieces, since a call takes only so many arguments.
  for (let at = from; at < end; at += 1024) {
    const codes: number[] = [];
    for (let k = at; k < Math.min(end, at + 1024); k++) putHex(codes, bytes[k]!);
    text += String.fromCharCode.apply(null, codes);
  }
  return text;
}

function uuidText(bytes: Uint8Array, at: number): string {
  const codes: number[] = [];
  for (let k = 0; k < 16; k++) {
    if (k === 4 || k === 6 || k === 8 || k === 10) codes.push(0x2d);
    putHex(codes, bytes[at + k]!);
  }
  return String.fromCharCode.apply(null, codes);
}

function putHex(codes: number[], byte: number): void {
  codes.push(hexDigits[byte >> 4]!, hexDigits[byte & 15]!);
}

function textCell(bytes: Uint8Array, at: number, length: number): Cell {
  return (
    utf8Text(bytes, at, length) ??
    new BadText(new platform.TextDecoder('utf-8').decode(bytes.subarray(at, at + length)))
  );
}

/** Bytes of which nobody said that they are text: text where they read as such, else hexadecimal. */
function textOrHex(bytes: Uint8Array, at: number, length: number): Cell {
  for (let k = at; k < at + length; k++) {
    const byte = bytes[k]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return hexText(bytes, at, length);
  }
  return utf8Text(bytes, at, length) ?? hexText(bytes, at, length);
}

/** Lists of codes to make short texts from, one a length. */
const short: readonly number[][] = Array.from({ length: 41 }, (_, length) => Array.from({ length }, () => 0));

function utf8Text(bytes: Uint8Array, at: number, length: number): string | null {
  const codes = short[length];
  if (codes) {
    // Short texts of ASCII, which most are, cost a third of a decoder's call this way.
    let k = 0;
    for (; k < length; k++) {
      const byte = bytes[at + k]!;
      if (byte >= 128) break;
      codes[k] = byte;
    }
    if (k === length) return String.fromCharCode.apply(null, codes);
  }
  try {
    return (strict ??= new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true })).decode(
      bytes.subarray(at, at + length),
    );
  } catch {
    return null;
  }
}

let strict: TextDecoderLike | undefined;

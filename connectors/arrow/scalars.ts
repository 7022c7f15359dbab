import { ArrowFault } from './flatbuffer.js';
import type { ArrowType, Digits } from './schema.js';
import { clockText, divide64, durationText, intervalText, TimeTexts, withoutZeros, type Divided } from './time-text.js';
import { integers } from './integers.js';
import type { Values } from './vectors.js';

export type Scalar = string | number | boolean | null;

export type ScalarType = Exclude<
  ArrowType,
  { readonly kind: 'null' | 'list' | 'list-view' | 'fixed-list' | 'map' | 'struct' | 'union' | 'run-ends' }
>;

/** The buffers that a type of values asks for, in their order, each checked against the number of values. */
export interface ScalarBuffers {
  fixed(width: number): DataView;
  offsets(bits: 32 | 64): (row: number) => number;
  bytes(): Uint8Array;
  variadic(): readonly Uint8Array[];
  isNull(row: number): boolean;
}

/** Reads values that are not null. @throws ArrowFault when buffers do not hold what they should */
export function scalarReader(
  type: ScalarType,
  length: number,
  values: Values,
  buffers: ScalarBuffers,
): (row: number) => Scalar {
  const little = values.littleEndian;
  switch (type.kind) {
    case 'bool': {
      const view = buffers.fixed(1 / 8);
      return (row) => ((view.getUint8(row >> 3) >> (row & 7)) & 1) === 1;
    }
    case 'int':
      return intReader(buffers.fixed(type.bits / 8), type, little);
    case 'float':
      return floatReader(buffers.fixed(type.bits / 8), type.bits, values);
    case 'decimal':
      return decimalReader(buffers.fixed(type.bits / 8), type, little);
    case 'text':
    case 'binary':
      return type.offsets === 'view'
        ? viewReader(type.kind, length, values, buffers)
        : textReader(type.kind, type.offsets, length, values, buffers);
    case 'fixed-binary': {
      const { width, uuid } = type;
      const { buffer, byteOffset, byteLength } = buffers.fixed(width);
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      return uuid
        ? (row) => uuidText(bytes.subarray(row * 16, row * 16 + 16))
        : (row) => values.texts.binary(bytes, row * width, row * width + width);
    }
    case 'date':
    case 'timestamp':
    case 'time':
    case 'duration':
      return timeReader(type, buffers, values);
    case 'interval':
      return intervalReader(type.unit, buffers, little);
  }
}

/** 64-bit numbers beyond 2^53 as text of all digits. */
function intReader(
  view: DataView,
  type: ArrowType & { readonly kind: 'int' },
  little: boolean,
): (row: number) => Scalar {
  const read = integers(view, type, little);
  if (type.bits !== 64) return read;
  return (row) => {
    const value = read(row);
    if (Number.isSafeInteger(value)) return value;
    return String(type.signed ? view.getBigInt64(row * 8, little) : view.getBigUint64(row * 8, little));
  };
}

/** What is no number, or infinite, counts as missing, and is counted. */
function floatReader(view: DataView, bits: 16 | 32 | 64, { littleEndian, trouble }: Values): (row: number) => Scalar {
  const read =
    bits === 64
      ? (row: number) => view.getFloat64(row * 8, littleEndian)
      : bits === 32
        ? (row: number) => view.getFloat32(row * 4, littleEndian)
        : (row: number) => halfFloat(view.getUint16(row * 2, littleEndian));
  return (row) => {
    const value = read(row);
    if (Number.isFinite(value)) return value;
    trouble.beyond++;
    return null;
  };
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function decimalReader(
  view: DataView,
  { bits, scale }: ArrowType & { readonly kind: 'decimal' },
  little: boolean,
): (row: number) => Scalar {
  const words = Math.max(1, bits / 64);
  return (row) => {
    let value: bigint;
    if (bits === 32) value = BigInt(view.getInt32(row * 4, little));
    else {
      const at = row * words * 8;
      value = view.getBigInt64(at + (little ? words - 1 : 0) * 8, little);
      for (let word = words - 2; word >= 0; word--) {
        value = (value << 64n) | view.getBigUint64(at + (little ? word : words - 1 - word) * 8, little);
      }
    }
    return decimalValue(value, scale);
  };
}

/** A number where its double prints back as the decimal, else the decimal's digits. */
export function decimalValue(unscaled: bigint, scale: number): number | string {
  const text = decimalText(unscaled, scale);
  const number = Number(text);
  return String(number) === text ? number : text;
}

/** Plain digits without zeros that say nothing. */
function decimalText(unscaled: bigint, scale: number): string {
  if (unscaled === 0n) return '0';
  const negative = unscaled < 0n;
  const digits = String(negative ? -unscaled : unscaled);
  const sign = negative ? '-' : '';
  if (scale <= 0) return `${sign}${digits}${'0'.repeat(-scale)}`;
  const padded = digits.padStart(scale + 1, '0');
  const fraction = withoutZeros(padded.slice(-scale));
  return `${sign}${padded.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

function textReader(
  kind: 'text' | 'binary',
  bits: 32 | 64,
  length: number,
  { texts }: Values,
  buffers: ScalarBuffers,
): (row: number) => Scalar {
  const offset = buffers.offsets(bits);
  const bytes = buffers.bytes();
  if (offset(length) > bytes.length) throw new ArrowFault('the texts of a column are not all there');
  return kind === 'text'
    ? (row) => texts.text(bytes, offset(row), offset(row + 1))
    : (row) => texts.binary(bytes, offset(row), offset(row + 1));
}

/** Views: 16 bytes each, with a short text inside, or with its length, first bytes, buffer and place. */
function viewReader(
  kind: 'text' | 'binary',
  length: number,
  { texts, littleEndian: little }: Values,
  buffers: ScalarBuffers,
): (row: number) => Scalar {
  const view = buffers.fixed(16);
  const inline = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const data = buffers.variadic();
  for (let row = 0; row < length; row++) {
    if (buffers.isNull(row)) continue;
    const size = view.getInt32(row * 16, little);
    if (size >= 0 && size <= 12) continue;
    const bytes = data[view.getInt32(row * 16 + 8, little)];
    const from = view.getInt32(row * 16 + 12, little);
    if (size < 0 || from < 0 || bytes === undefined || from + size > bytes.length) {
      throw new ArrowFault('the texts of a column are not all there');
    }
  }
  const read = (bytes: Uint8Array, from: number, to: number): Scalar =>
    kind === 'text' ? texts.text(bytes, from, to) : texts.binary(bytes, from, to);
  return (row) => {
    const size = view.getInt32(row * 16, little);
    if (size <= 12) return read(inline, row * 16 + 4, row * 16 + 4 + size);
    const from = view.getInt32(row * 16 + 12, little);
    return read(data[view.getInt32(row * 16 + 8, little)]!, from, from + size);
  };
}

function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

type TimeType = ArrowType & { readonly kind: 'date' | 'timestamp' | 'time' | 'duration' };

/** ISO text: in UTC where the source has a zone, without an offset where it has none. */
function timeReader(type: TimeType, buffers: ScalarBuffers, values: Values): (row: number) => Scalar {
  const { littleEndian: little, trouble } = values;
  const texts = new TimeTexts();
  const known = (text: string | null): string | null => {
    if (text === null) trouble.beyond++;
    return text;
  };
  if (type.kind === 'date' && type.bits === 32) {
    const view = buffers.fixed(4);
    return (row) => known(texts.date(view.getInt32(row * 4, little)));
  }
  const digits: Digits = type.kind === 'date' ? 3 : type.digits;
  const bits = type.kind === 'time' ? type.bits : 64;
  const view = buffers.fixed(bits / 8);
  const divisor = 10 ** digits;
  const divided: Divided = { quotient: 0, remainder: 0 };
  const [lowAt, highAt] = little ? [0, 4] : [4, 0];
  const split = (row: number): boolean => {
    if (bits === 32) {
      const value = view.getInt32(row * 4, little);
      divide64(value < 0 ? -1 : 0, value, divisor, divided);
    } else divide64(view.getInt32(row * 8 + highAt, little), view.getInt32(row * 8 + lowAt, little), divisor, divided);
    return Number.isSafeInteger(divided.quotient);
  };
  switch (type.kind) {
    case 'date':
      return (row) => {
        split(row);
        const { quotient, remainder } = divided;
        if (quotient % 86_400 === 0 && remainder === 0) return known(texts.date(quotient / 86_400));
        return known(texts.instant(quotient, remainder, digits, ''));
      };
    case 'timestamp': {
      const zone = type.zoned ? 'Z' : '';
      return (row) => {
        if (!split(row)) return known(null);
        return known(texts.instant(divided.quotient, divided.remainder, digits, zone));
      };
    }
    case 'time':
      return (row) => {
        split(row);
        const { quotient, remainder } = divided;
        return known(quotient >= 0 && quotient < 86_400 ? clockText(quotient, remainder, digits) : null);
      };
    case 'duration':
      return (row) => known(split(row) ? durationText(divided.quotient, divided.remainder, digits) : null);
  }
}

function intervalReader(
  unit: (ArrowType & { readonly kind: 'interval' })['unit'],
  buffers: ScalarBuffers,
  little: boolean,
): (row: number) => Scalar {
  switch (unit) {
    case 'months': {
      const view = buffers.fixed(4);
      return (row) => intervalText(view.getInt32(row * 4, little), 0, '0');
    }
    case 'days-ms': {
      const view = buffers.fixed(8);
      return (row) =>
        intervalText(0, view.getInt32(row * 8, little), decimalText(BigInt(view.getInt32(row * 8 + 4, little)), 3));
    }
    case 'months-days-ns': {
      const view = buffers.fixed(16);
      return (row) =>
        intervalText(
          view.getInt32(row * 16, little),
          view.getInt32(row * 16 + 4, little),
          decimalText(view.getBigInt64(row * 16 + 8, little), 9),
        );
    }
  }
}

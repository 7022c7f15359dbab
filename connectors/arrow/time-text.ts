import type { Digits } from './schema.js';

const DAY_SECONDS = 86_400;
/** Days from 1970 beyond which no date can be written. */
const mostDays = 100_000_000;

const ZERO = 48;
const Z = 90;

const two = Array.from({ length: 60 }, (_, k) => String(k).padStart(2, '0'));

/** A whole number of 64 bits, divided by a power of ten: what double arithmetic cannot do at once. */
export interface Divided {
  quotient: number;
  remainder: number;
}

/**
 * Divides a signed 64-bit number, given as two halves, towards minus infinity. Long division by digits of 16 bits, so
 * that no step passes 2^53.
 *
 * @param divisor at most 10^9
 * @param into gets the quotient, which is inexact only when it is beyond 2^53, and the remainder, never negative
 */
export function divide64(high: number, low: number, divisor: number, into: Divided): void {
  const top = Math.floor(high / divisor);
  let rest = high - top * divisor;
  const first = rest * 65_536 + (low >>> 16);
  const upper = Math.floor(first / divisor);
  rest = first - upper * divisor;
  const second = rest * 65_536 + (low & 0xffff);
  const lower = Math.floor(second / divisor);
  into.quotient = top * 4_294_967_296 + upper * 65_536 + lower;
  into.remainder = second - lower * divisor;
}

/** Writes dates and times as ISO text; remembers the last day, since neighbours mostly share it. */
export class TimeTexts {
  #day = NaN;
  #dayText = '';
  // Characters of a time of that day.
  #local: number[] = [];
  #zoned: number[] = [];

  /** `2026-01-05`; null beyond what dates can be. */
  date(days: number): string | null {
    if (days !== this.#day) {
      if (!(days >= -mostDays && days <= mostDays)) return null;
      const text = new Date(days * DAY_SECONDS * 1000).toISOString();
      this.#dayText = text.slice(0, text.indexOf('T'));
      this.#local = Array.from(`${this.#dayText}T00:00:00.000`, (character) => character.charCodeAt(0));
      this.#zoned = [...this.#local, Z];
      this.#day = days;
    }
    return this.#dayText;
  }

  /**
   * `2026-01-05T09:00:00.000`, with more digits where the source has some below a millisecond.
   * @param fraction in units of 10^-digits seconds
   */
  instant(seconds: number, fraction: number, digits: Digits, zone: 'Z' | ''): string | null {
    const days = Math.floor(seconds / DAY_SECONDS);
    const date = this.date(days);
    if (date === null || (days === mostDays && (seconds > days * DAY_SECONDS || fraction > 0))) return null;
    const ms = digits <= 3 ? fraction : fraction / 10 ** (digits - 3);
    return date.length === 10 && Number.isInteger(ms)
      ? this.#milliseconds(seconds - days * DAY_SECONDS, ms, zone)
      : `${date}T${clockText(seconds - days * DAY_SECONDS, fraction, digits)}${zone}`;
  }

  // Nearly all times are of this form. Put together from parts, such a text is a tree of strings, which takes ten times as
  // long to make and seven times the memory.
  #milliseconds(seconds: number, ms: number, zone: 'Z' | ''): string {
    const codes = zone === '' ? this.#local : this.#zoned;
    const hour = Math.floor(seconds / 3600);
    const minute = Math.floor(seconds / 60) - hour * 60;
    const second = seconds - hour * 3600 - minute * 60;
    const tenths = Math.floor(ms / 100);
    const hundredths = Math.floor(ms / 10);
    codes[11] = ZERO + Math.floor(hour / 10);
    codes[12] = ZERO + (hour % 10);
    codes[14] = ZERO + Math.floor(minute / 10);
    codes[15] = ZERO + (minute % 10);
    codes[17] = ZERO + Math.floor(second / 10);
    codes[18] = ZERO + (second % 10);
    codes[20] = ZERO + tenths;
    codes[21] = ZERO + (hundredths % 10);
    codes[22] = ZERO + (ms % 10);
    return String.fromCharCode(...codes);
  }
}

/** `09:00:00.000`, with more digits where there are some below a millisecond. */
export function clockText(seconds: number, fraction: number, digits: Digits): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) - hours * 60;
  return `${two[hours]!}:${two[minutes]!}:${two[seconds - hours * 3600 - minutes * 60]!}.${fractionText(fraction, digits)}`;
}

/** Three, six or nine digits. */
function fractionText(fraction: number, digits: Digits): string {
  if (fraction === 0 || digits === 0) return '000';
  const text = String(fraction).padStart(digits, '0');
  return text.slice(0, Math.ceil(withoutZeros(text).length / 3) * 3);
}

/** A span of seconds as ISO 8601 has it: `PT90.5S`, `-PT0.000001S`. */
export function durationText(seconds: number, fraction: number, digits: Digits): string {
  if (seconds < 0) {
    // Division went towards minus infinity: -0.5 s came as -1 s and half a second.
    const borrowed = fraction > 0;
    const amount = decimalText(-seconds - (borrowed ? 1 : 0), borrowed ? 10 ** digits - fraction : 0, digits);
    return `-PT${amount}S`;
  }
  return `PT${decimalText(seconds, fraction, digits)}S`;
}

function decimalText(whole: number, fraction: number, digits: Digits): string {
  if (fraction === 0) return String(whole);
  return `${whole}.${withoutZeros(String(fraction).padStart(digits, '0'))}`;
}

/** Digits without the zeros at their end. */
export function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

/** A span of calendar parts as ISO 8601 has it, each part with its own sign: `P1Y2M`, `P3DT-4.005S`. */
export function intervalText(months: number, days: number, seconds: string): string {
  const years = Math.trunc(months / 12);
  const rest = months - years * 12;
  const date = `${years === 0 ? '' : `${years}Y`}${rest === 0 ? '' : `${rest}M`}${days === 0 ? '' : `${days}D`}`;
  const time = seconds === '0' ? '' : `T${seconds}S`;
  return date === '' && time === '' ? 'PT0S' : `P${date}${time}`;
}

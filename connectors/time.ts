import { daysFromCivil } from '../worker/protocol/zone.js';
import { encodeUtf8 } from './platform.js';
import { ZoneClock } from './zone.js';

/** Greatest distance from 1970 that a time may have, in milliseconds. */
export const mostTime: number = 8.64e15;

/** Formats that are no patterns. */
const fixed = ['iso', 'epoch-s', 'epoch-ms', 'epoch-us'] as const;

/** What `TimeReader.read` gives for a text that the format does not fit. */
const UNREADABLE = NaN;

/**
 * Reads times from UTF-8 bytes by one format: civil-date arithmetic on whole numbers, never a `Date`.
 * Formats: `iso`, `epoch-s`, `epoch-ms`, `epoch-us`, or a pattern of `YYYY YY MM M DD D HH H hh h mm m ss s SSS A Z`
 * and literal text. Anything below a millisecond is cut towards the past. Spaces around a time are passed over.
 */
export class TimeReader {
  readonly format: string;
  /** Times read that carried no offset and were taken as the zone's wall clock. */
  unzoned = 0;
  readonly #clock: ZoneClock | null;
  readonly #tokens: readonly Token[];
  readonly #kind: (typeof fixed)[number] | 'pattern';
  // Nearly all times are short and of plain characters: an encoder costs more than reading them.
  // A plain array, since in Salesforce's sandbox a byte of a typed one costs a microsecond.
  readonly #ascii: number[] = Array.from({ length: 64 }, () => 0);
  // Place of the byte being read.
  #at = 0;
  #dayKey = -1;
  #days = 0;

  readonly #plausibleOnly: boolean;

  /**
   * @param zone IANA zone of times without an offset
   * @param plausibleOnly the format was found by evidence: a whole number that can only be a time in the other unit of
   * epoch times (below 1973 in ms, beyond 5138 in s) is then unreadable instead of a time in another age
   * @throws RangeError for an unknown zone or a pattern that cannot be used
   */
  constructor(format: string, zone: string, plausibleOnly = false) {
    this.format = format;
    this.#plausibleOnly = plausibleOnly;
    this.#kind = fixed.find((one) => one === format) ?? 'pattern';
    this.#tokens = this.#kind === 'pattern' ? compilePattern(format) : [];
    this.#clock = zone === 'UTC' ? null : new ZoneClock(zone);
  }

  /** @returns milliseconds UTC, which may lie outside ±`mostTime`; NaN when the text does not fit the format */
  read(bytes: ArrayLike<number>, start: number, end: number): number {
    while (start < end && bytes[start] === 32) start++;
    while (end > start && bytes[end - 1] === 32) end--;
    switch (this.#kind) {
      case 'iso':
        return this.#readIso(bytes, start, end);
      case 'epoch-s':
        return this.#inItsUnit(readEpoch(bytes, start, end, 3));
      case 'epoch-ms':
        return this.#inItsUnit(readEpoch(bytes, start, end, 0));
      case 'epoch-us':
        return this.#inItsUnit(Math.floor(readEpoch(bytes, start, end, 0) / 1000));
      case 'pattern':
        return this.#readPattern(bytes, start, end);
    }
  }

  #inItsUnit(ms: number): number {
    if (!this.#plausibleOnly) return ms;
    const low = ms > 0 && ms < 1e11;
    const high = ms >= 1e14;
    const other = this.#kind === 'epoch-s' ? high : this.#kind === 'epoch-ms' ? low : low || high;
    return other ? UNREADABLE : ms;
  }

  /** `read` for a string. */
  readText(text: string): number {
    const { length } = text;
    const bytes = this.#ascii;
    let at = 0;
    for (; at < length && at < bytes.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) break;
      bytes[at] = code;
    }
    if (at === length) return this.read(bytes, 0, length);
    const whole = encodeUtf8(text);
    return this.read(whole, 0, whole.length);
  }

  // YYYY-MM-DD, then optionally T or a space and HH:mm[:ss[.fraction]], then optionally Z, an offset or " UTC".
  #readIso(bytes: ArrayLike<number>, start: number, end: number): number {
    if (end - start < 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return UNREADABLE;
    const days = this.#daysOf(digits(bytes, start, 4), digits(bytes, start + 5, 2), digits(bytes, start + 8, 2));
    let at = start + 10;
    let ms = 0;
    if (at < end) {
      const mark = bytes[at]!;
      if (mark !== 84 && mark !== 116 && mark !== 32) return UNREADABLE;
      if (end - at < 6 || bytes[at + 3] !== 58) return UNREADABLE;
      const hour = digits(bytes, at + 1, 2);
      const minute = digits(bytes, at + 4, 2);
      let second = 0;
      at += 6;
      if (at < end && bytes[at] === 58) {
        if (end - at < 3) return UNREADABLE;
        second = digits(bytes, at + 1, 2);
        at += 3;
        if (at < end && (bytes[at] === 46 || bytes[at] === 44)) {
          this.#at = at + 1;
          ms = this.#fraction(bytes, end);
          at = this.#at;
        }
      }
      if (!(hour < 24 && minute < 60 && second < 60)) return UNREADABLE;
      ms += ((hour * 60 + minute) * 60 + second) * 1000;
    }
    const local = days * 86_400_000 + ms;
    if (at === end) return this.#zoned(local);
    if (isUtcMark(bytes, at, end)) return local;
    this.#at = at;
    const offset = this.#offset(bytes, end);
    return this.#at === end ? local - offset : UNREADABLE;
  }

  #readPattern(bytes: ArrayLike<number>, start: number, end: number): number {
    let year = 1970;
    let month = 1;
    let day = 1;
    let hour = 0;
    let minute = 0;
    let second = 0;
    let fraction = 0;
    let half = -1;
    let offset = NaN;
    this.#at = start;
    for (const token of this.#tokens) {
      const at = this.#at;
      switch (token.field) {
        case 'literal':
          for (let k = 0; k < token.bytes.length; k++) if (bytes[at + k] !== token.bytes[k]) return UNREADABLE;
          this.#at += token.bytes.length;
          break;
        case 'A': {
          const letter = bytes[at]! | 32;
          if (at + 2 > end || (letter !== 97 && letter !== 112) || (bytes[at + 1]! | 32) !== 109) return UNREADABLE;
          half = letter === 112 ? 12 : 0;
          this.#at += 2;
          break;
        }
        case 'Z':
          offset = this.#offset(bytes, end);
          if (offset !== offset) return UNREADABLE;
          break;
        case 'SSS':
          fraction = this.#fraction(bytes, end);
          break;
        default: {
          const value = this.#number(bytes, end, token.least, token.most);
          if (token.field === 'year') year = token.most === 2 ? value + (value < 69 ? 2000 : 1900) : value;
          else if (token.field === 'month') month = value;
          else if (token.field === 'day') day = value;
          else if (token.field === 'hour') hour = value;
          else if (token.field === 'minute') minute = value;
          else second = value;
        }
      }
    }
    if (half >= 0) hour = hour >= 1 && hour <= 12 ? (hour % 12) + half : NaN;
    if (this.#at !== end || !(hour < 24 && minute < 60 && second < 60)) return UNREADABLE;
    const local = this.#daysOf(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return offset === offset ? local - offset : this.#zoned(local);
  }

  #zoned(local: number): number {
    // NaN when the date does not exist.
    if (local !== local) return UNREADABLE;
    this.unzoned++;
    return this.#clock ? this.#clock.toUtc(local) : local;
  }

  /** Days since 1970; NaN for a date that does not exist. Rows of one day stand together, so the last one is kept. */
  #daysOf(year: number, month: number, day: number): number {
    // No two dates share a key, those that do not exist included: month and day have two digits at most.
    const key = (year * 100 + month) * 100 + day;
    if (key === this.#dayKey) return this.#days;
    if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
    this.#dayKey = key;
    return (this.#days = daysFromCivil(year, month, day));
  }

  #number(bytes: ArrayLike<number>, end: number, least: number, most: number): number {
    let value = 0;
    let at = this.#at;
    const stop = Math.min(end, at + most);
    while (at < stop) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    const length = at - this.#at;
    this.#at = at;
    return length < least ? NaN : value;
  }

  /** Milliseconds of the digits after the point; NaN without digits. */
  #fraction(bytes: ArrayLike<number>, end: number): number {
    let ms = 0;
    let weight = 100;
    const first = this.#at;
    for (; this.#at < end; this.#at++) {
      const digit = bytes[this.#at]! - 48;
      if (digit < 0 || digit > 9) break;
      if (weight >= 1) ms += digit * weight;
      weight = weight === 100 ? 10 : weight === 10 ? 1 : 0;
    }
    return this.#at === first ? NaN : ms;
  }

  /** `Z`, `±HH:mm`, `±HHmm` or `±HH`, a space before it allowed; NaN when there is none. */
  #offset(bytes: ArrayLike<number>, end: number): number {
    if (bytes[this.#at] === 32) this.#at++;
    const at = this.#at;
    const sign = bytes[at];
    if (at < end && (sign === 90 || sign === 122)) {
      this.#at++;
      return 0;
    }
    if (at + 3 > end || (sign !== 43 && sign !== 45)) return NaN;
    const hours = digits(bytes, at + 1, 2);
    let minutes = 0;
    let next = at + 3;
    if (next < end) {
      if (bytes[next] === 58) next++;
      minutes = next + 2 <= end ? digits(bytes, next, 2) : NaN;
      next += 2;
    }
    this.#at = next;
    if (!(hours < 24 && minutes < 60)) return NaN;
    return (sign === 45 ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  }
}

type Token =
  | { readonly field: 'literal'; readonly bytes: Uint8Array }
  | { readonly field: 'A' | 'Z' | 'SSS' }
  | {
      readonly field: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
      readonly least: number;
      readonly most: number;
    };

const NUMBERS: Readonly<Record<string, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>> = {
  Y: 'year',
  M: 'month',
  D: 'day',
  H: 'hour',
  h: 'hour',
  m: 'minute',
  s: 'second',
};

function compilePattern(pattern: string): Token[] {
  const parts = pattern.match(/YYYY|YY|MM?|DD?|HH?|hh?|mm?|SSS|ss?|A|Z|[^]/gu) ?? [];
  const tokens = parts.map((part, k): Token => {
    if (part === 'A' || part === 'Z' || part === 'SSS') return { field: part };
    const field = NUMBERS[part[0]!];
    if (!field || part === 'Y') return { field: 'literal', bytes: encodeUtf8(part) };
    const most = part === 'YYYY' ? 4 : 2;
    // Before other text a number may leave out its leading zero; runs such as YYYYMMDD need every digit.
    const loose =
      part.length === 1 ||
      (field !== 'year' && !/^[YMDHhmsS]/.test(parts[k + 1] ?? '') && !/^[YMDHhmsS]/.test(parts[k - 1] ?? ''));
    return { field, least: loose ? 1 : most, most };
  });
  const has = (part: RegExp): boolean => parts.some((text) => part.test(text));
  if (!has(/^YY/) || !has(/^M/) || !has(/^D/))
    throw new RangeError('it needs a year, a month and a day (YYYY, MM, DD)');
  if (has(/^h/) !== has(/^A$/)) throw new RangeError('hours of a half day need both h and A');
  return tokens;
}

/** Milliseconds of a decimal number whose unit is 10^`shift` ms, floored; exact for up to 15 digits. */
function readEpoch(bytes: ArrayLike<number>, start: number, end: number, shift: number): number {
  const negative = bytes[start] === 45;
  let at = negative ? start + 1 : start;
  let value = 0;
  let places = -1;
  let below = false;
  const first = at;
  for (; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit === -2 && places < 0 && at > first) places = 0;
    else if (digit < 0 || digit > 9) return UNREADABLE;
    else if (places < 0) value = value * 10 + digit;
    else if (places < shift) {
      value = value * 10 + digit;
      places++;
    } else below ||= digit > 0;
  }
  if (at === first || bytes[end - 1] === 46) return UNREADABLE;
  for (let k = Math.max(places, 0); k < shift; k++) value *= 10;
  return negative ? -value - (below ? 1 : 0) + 0 : value;
}

function digits(bytes: ArrayLike<number>, at: number, count: number): number {
  let value = 0;
  for (let k = at; k < at + count; k++) {
    const digit = bytes[k]! - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Exports of warehouses write the zone out behind the time. */
function isUtcMark(bytes: ArrayLike<number>, at: number, end: number): boolean {
  return end - at === 4 && bytes[at] === 32 && bytes[at + 1] === 85 && bytes[at + 2] === 84 && bytes[at + 3] === 67;
}

import type { ColumnFacts, ValueShape } from '../../../worker/protocol/proposal.js';
import { findTimeFormat } from '../../time-format.js';
import { TimeReader } from '../../time.js';

/** How a column's values read as times. */
export interface TimeFacts {
  readonly format: string;
  /** Share of the values that it fits. */
  readonly share: number;
  readonly other: string | null;
  /** Share of the values that carry an offset; epoch times do. */
  readonly zoned: number;
  /** Earliest and latest, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly ordered: 'up' | 'down' | null;
  /** Whole days only. */
  readonly daily: boolean;
  /** Only the header can tell: numbers that may be ids as well. */
  readonly needsName: boolean;
}

/** A column's values and what they look like. */
export interface ColumnSample {
  readonly header: string;
  readonly index: number;
  /** Row by row; empty for none. */
  readonly values: readonly string[];
  /** Distinct values in the order in which they come, at most `mostDistinct` of them. */
  readonly distinct: readonly string[];
  readonly facts: ColumnFacts;
  readonly time: TimeFacts | null;
  /** Share of the filled values that are times of day alone (`09:30`). */
  readonly clock: number;
}

const mostDistinct = 200;
const LONGEST = 200;

/** Looks at one column of a sample. */
export function lookAtColumn(header: string, index: number, values: readonly string[]): ColumnSample {
  const counts = new Map<string, number>();
  let filled = 0;
  for (const value of values) {
    if (value.trim() === '') continue;
    filled++;
    const text = value.slice(0, LONGEST);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const distinct = [...counts.keys()].slice(0, mostDistinct);
  const time = filled === 0 ? null : timeFacts(values, distinct);
  const { shape, share } = shapeOf(counts, distinct, filled, time);
  const facts = { rows: values.length, filled, distinct: counts.size, shape, share, type: typeOf(shape) };
  const clock = distinct.length === 0 ? 0 : distinct.filter((text) => CLOCK.test(text)).length / distinct.length;
  return { header, index, values, distinct, facts, time, clock };
}

const CLOCK = /^\s*([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(\s?[AaPp][Mm])?\s*$/;
const ZONED = /(?:[Zz]|[+-]\d{2}:?\d{2})$/;
const DIGITS = /^-?\d+(\.\d+)?$/;
// 2000 to 2100: what lies outside is hardly a time of a touchpoint, and mostly an id.
const PLAUSIBLE = { from: 946_684_800_000, to: 4_102_444_800_000 };

function timeFacts(values: readonly string[], distinct: readonly string[]): TimeFacts | null {
  if (!/\d/.test(distinct[0]!)) return null;
  const found = findTimeFormat(distinct);
  if (!found) return null;
  const { format, other } = found;
  const reader = new TimeReader(format, 'UTC', true);
  const read = (text: string): number => reader.readText(text);
  let fits = 0;
  let plausible = 0;
  let zoned = 0;
  let [from, to] = [Infinity, -Infinity];
  let daily = true;
  for (const text of distinct) {
    const time = read(text);
    if (Number.isNaN(time)) continue;
    fits++;
    if (time >= PLAUSIBLE.from && time <= PLAUSIBLE.to) plausible++;
    if (ZONED.test(text.trim()) && /:/.test(text)) zoned++;
    if (time < from) from = time;
    if (time > to) to = time;
    daily &&= time % 86_400_000 === 0;
  }
  const numeric = distinct.every((text) => DIGITS.test(text.trim()));
  if (numeric && plausible * 2 < fits) return null;
  return {
    format,
    share: fits / distinct.length,
    other,
    zoned: format.startsWith('epoch') ? 1 : fits === 0 ? 0 : zoned / fits,
    from,
    to,
    ordered: orderOf(values.map(read)),
    daily,
    // Milliseconds of our time have 13 digits, which ids seldom have by chance; seconds have ten.
    needsName: numeric && !(format === 'epoch-ms' && plausible === fits),
  };
}

function orderOf(times: readonly number[]): 'up' | 'down' | null {
  let rises = 0;
  let falls = 0;
  let last = NaN;
  for (const time of times) {
    if (Number.isNaN(time)) continue;
    if (time > last) rises++;
    if (time < last) falls++;
    last = time;
  }
  return rises > 2 && falls === 0 ? 'up' : falls > 2 && rises === 0 ? 'down' : null;
}

const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/;
const UUID = /^\{?[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}\}?$/i;
const URL = /^(https?|ftp|app|weixin):\/\/\S+$|^www\.\S+$/i;
const PATH = /^\/[^\s]*$/;
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$|^(?=.*:.*:)[\da-f:]{3,39}$/i;
const BOOLEAN = /^(true|false|yes|no)$/i;
// One letter alone is a boolean only where its opposite stands beside it.
const LETTERS = /^(yn|ny|tf|ft|是否|否是)$/i;
const MONEY =
  /^[¥￥$€£]\s?-?\d[\d,]*(\.\d+)?$|^-?\d[\d,]*(\.\d+)?\s?(元|USD|CNY|RMB|EUR|GBP|CHF|€)$|^-?\d{1,3}(,\d{3})+(\.\d+)?$|^-?\d+\.\d{2}$/i;
const NUMBER = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?%?$/i;
const CHINA_MOBILE = /^1[3-9]\d{9}$/;
const ZONE =
  /^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)\/\w+|^UTC([+-]\d{1,2}(:?\d{2})?)?$/;
const COUNTRY =
  /^(CN|US|GB|DE|FR|JP|KR|IN|CA|AU|CH|AT|NL|BE|ES|PT|SE|NO|DK|FI|PL|CZ|IE|BR|MX|AR|SG|HK|TW|MY|TH|VN|ID|PH|AE|SA|ZA|NZ|TR|RU|UA|IL|EG|NG|KE)$/;
const DATA = /^(\[.*\]|\{.*\})$/s;
// An opaque id: no spaces, a digit or the look of base64, and longer than a word that people would write.
const CODE = /^(?=.*\d)[\w+/=:.@|~-]{4,}$|^[A-Za-z\d+/]{16,}={0,2}$/;

function shapeOf(
  counts: ReadonlyMap<string, number>,
  distinct: readonly string[],
  filled: number,
  time: TimeFacts | null,
): { shape: ValueShape; share: number } {
  if (filled === 0) return { shape: 'empty', share: 1 };
  if (time && !time.needsName && time.share >= 0.8) {
    return { shape: time.format.startsWith('epoch') ? 'epoch' : 'time', share: time.share };
  }
  if (distinct.length === 2 && LETTERS.test(distinct.join(''))) return { shape: 'boolean', share: 1 };
  const tally = new Map<ValueShape, number>();
  let looked = 0;
  for (const text of distinct) {
    const count = counts.get(text)!;
    const shape = shapeOfValue(text.trim());
    looked += count;
    tally.set(shape, (tally.get(shape) ?? 0) + count);
  }
  // Digits alone are whatever the rest of the column is.
  const digits = tally.get('number') ?? 0;
  for (const wider of ['phone', 'money', 'code'] as const) {
    const count = tally.get(wider) ?? 0;
    if (digits > 0 && count * 5 > digits && (wider !== 'phone' || distinct.every(mayBePhone))) {
      tally.set(wider, count + digits);
      tally.delete('number');
      break;
    }
  }
  let [shape, most]: [ValueShape, number] = ['text', 0];
  for (const [one, count] of tally) if (count > most) [shape, most] = [one, count];
  if (shape === 'code' && counts.size <= 2 && filled > 10) shape = 'word';
  if (shape === 'text' && comesBack(counts, filled)) shape = 'word';
  return { shape, share: most / looked };
}

/** Few texts that come back: at most half as many as rows, none as long as a sentence. */
function comesBack(counts: ReadonlyMap<string, number>, filled: number): boolean {
  if (counts.size * 2 > filled && !(counts.size <= 12 && counts.size < filled)) return false;
  let letters = 0;
  for (const text of counts.keys()) {
    if (text.length > 60) return false;
    if (/\p{L}/u.test(text)) letters++;
  }
  return letters * 2 > counts.size;
}

function shapeOfValue(text: string): ValueShape {
  if (EMAIL.test(text)) return 'email';
  if (UUID.test(text)) return 'uuid';
  if (BOOLEAN.test(text)) return 'boolean';
  if (URL.test(text)) return 'url';
  if (PATH.test(text)) return 'path';
  if (ADDRESS.test(text)) return 'address';
  if (ZONE.test(text)) return 'zone';
  if (COUNTRY.test(text)) return 'country';
  if (DATA.test(text)) return 'data';
  if (MONEY.test(text)) return 'money';
  if (CHINA_MOBILE.test(text) || looksLikePhone(text)) return 'phone';
  if (NUMBER.test(text)) return 'number';
  return CODE.test(text) ? 'code' : 'text';
}

/** Written like a telephone number: with its country, or in groups; digits alone could be anything. */
function looksLikePhone(text: string): boolean {
  if (!/^[+(\d][\d\s().\-/]{6,24}(\s?(ext|x|转|分机)\.?\s?\d{1,6})?$/i.test(text)) return false;
  const digits = text.replace(/(ext|x|转|分机)[^]*$/i, '').replace(/\D/g, '').length;
  if (digits < 7 || digits > 15) return false;
  if (/^(\+|00)\s?\d/.test(text)) return true;
  // Dates and versions have groups too.
  return (
    /[\s()\-/]/.test(text) &&
    !/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/.test(text) &&
    !/^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/.test(text)
  );
}

/** Could be a telephone number if something else says so. */
export function mayBePhone(text: string): boolean {
  const digits = text.replace(/(ext|x|转|分机)[^]*$/i, '').replace(/\D/g, '').length;
  return digits >= 5 && digits <= 15 && /^[+(\d][\d\s().\-/]*(\s?(ext|x|转|分机)\.?\s?\d{1,6})?$/i.test(text.trim());
}

/**
 * The country that national numbers are surely of. China: eleven digits that begin with 13 to 19, some of which no North
 * American number could be, whose exchange never begins with 0 or 1.
 */
export function countryOfPhones(texts: readonly string[], chinese: boolean): { country: string; share: number } | null {
  const national = texts
    .map((text) => text.normalize('NFKC').trim())
    .filter((text) => !/^(\+|00)/.test(text))
    .map((text) => text.replace(/\D/g, ''))
    .filter((text) => text !== '');
  const mobile = national.filter((text) => CHINA_MOBILE.test(text));
  if (national.length === 0 || mobile.length < national.length * 0.6) return null;
  const sure = chinese || mobile.some((text) => text[4] === '0' || text[4] === '1');
  return sure ? { country: 'CN', share: mobile.length / national.length } : null;
}

function typeOf(shape: ValueShape): ColumnFacts['type'] {
  switch (shape) {
    case 'empty':
      return 'empty';
    case 'number':
    case 'money':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'time':
    case 'epoch':
      return 'time';
    default:
      return 'text';
  }
}

import { registeredLocale } from '../locales/registry.js';

/**
 * Languages the kit speaks by itself. One that is registered (`registerLocale`) goes by its tag and passes for one of these:
 * what asks for Chinese, and takes anything else as it takes English, is right for it too.
 */
export type Locale = 'en' | 'zh-CN';

/** The kit's language for a BCP 47 tag: a registered one, Chinese for any `zh`, else English. */
export function localeOf(tag: string): Locale {
  return registeredLocale(tag) ?? (/^zh\b/i.test(tag.replaceAll('_', '-')) ? 'zh-CN' : 'en');
}

/** Which of the kit's own words and forms a language without its own takes. */
export function ownLocale(locale: Locale): Locale {
  return locale === 'zh-CN' ? 'zh-CN' : 'en';
}

/** What stands for "no value"; never 0. */
export const noValue: string = '–';

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** The tag that numbers and dates of a language are written by. */
export function tagOf(locale: Locale): string {
  // Day first, as the looks ask ("13 Nov 2026"); only `en-GB` gives it.
  return locale === 'en' ? 'en-GB' : locale;
}

/** True for a language whose numbers and dates are all left to `Intl`. */
function isRegistered(locale: Locale): boolean {
  return locale !== 'en' && locale !== 'zh-CN';
}

function numberFormat(locale: Locale, decimals: number): Intl.NumberFormat {
  const key = locale + decimals;
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(tagOf(locale), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    numberFormats.set(key, format);
  }
  return format;
}

function dateFormat(locale: Locale, kind: keyof typeof dateOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = locale + kind + (timeZone ?? '');
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tagOf(locale), { ...dateOptions[kind], ...(timeZone ? { timeZone } : {}) });
    dateFormats.set(key, format);
  }
  return format;
}

const dateOptions = {
  parts: { year: 'numeric', month: 'short', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A count with separators: `12,480`. */
export function formatCount(locale: Locale, count: number): string {
  return numberFormat(locale, 0).format(count).replace('-', '−');
}

/** A number with separators and up to two decimals: `1,204.5`. */
export function formatNumber(locale: Locale, value: number): string {
  const format = numberFormat(locale, Number.isInteger(value) ? 0 : 2);
  return format
    .format(value)
    .replace('-', '−')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** A count for tight places: `9,310`, `12.5K`, `1.2M`, `1.2B`; in Chinese `1.2万`, `1.2亿`. */
export function formatCompact(locale: Locale, count: number): string {
  if (isRegistered(locale)) {
    if (Math.abs(count) < 1e4) return formatCount(locale, count);
    return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
  }
  const units =
    locale === 'zh-CN'
      ? ([
          [1e8, '亿'],
          [1e4, '万'],
        ] as const)
      : ([
          [1e9, 'B'],
          [1e6, 'M'],
          [1e3, 'K'],
        ] as const);
  if (Math.abs(count) < 1e4) return formatCount(locale, count);
  for (const [size, unit] of units) {
    // Rounding must not give "1,000K".
    if (Math.round(Math.abs(count) / (size / 10)) >= 10) {
      return (
        numberFormat(locale, 1)
          .format(count / size)
          .replace('-', '−')
          .replace(/\.0$/, '') + unit
      );
    }
  }
  return formatCount(locale, count);
}

/** A rate of 0..1 in percent with one decimal: `3.2%`; null is an en dash. */
export function formatRate(locale: Locale, rate: number | null): string {
  if (rate === null) return noValue;
  if (isRegistered(locale)) {
    return new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(rate);
  }
  return `${numberFormat(locale, 1).format(rate * 100)}%`;
}

/** An interval of rates, 0..1, in percent without the sign: `58.2–61.6`; null is empty. */
export function formatInterval(locale: Locale, interval: readonly [number, number] | null): string {
  if (!interval) return '';
  const format = numberFormat(locale, 1);
  return `${format.format(interval[0] * 100)}–${format.format(interval[1] * 100)}`;
}

/** A difference of rates in points: `+1.6 pp`, `−0.3 个百分点`. */
export function formatPoints(locale: Locale, difference: number): string {
  const size = Math.abs(difference * 100);
  const points = numberFormat(locale, 1).format(size);
  const sign = points === numberFormat(locale, 1).format(0) ? '' : difference < 0 ? '−' : '+';
  return sign + points + (locale === 'zh-CN' ? ' 个百分点' : ' pp');
}

const spanUnits = [
  [86_400_000, 'd', '天', 'day'],
  [3_600_000, 'h', '小时', 'hour'],
  [60_000, 'min', '分钟', 'minute'],
  [1000, 's', '秒', 'second'],
] as const;

/** A count of a unit of time as `Intl` writes it: `4 Std.`. */
function unitText(locale: Locale, count: number, unit: string, unitDisplay: 'short' | 'long', decimals = 0): string {
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay,
    maximumFractionDigits: decimals,
  }).format(count);
}

/**
 * A time span in at most two neighbouring units: `4 d 6 h`, `12 min`, `0.4 s`; null is an en dash.
 * Rounded to the smaller unit shown, so a span is never shown longer than it is by more than half of one.
 */
export function formatSpan(locale: Locale, ms: number | null): string {
  if (ms === null) return noValue;
  if (ms < 0) return `−${formatSpan(locale, -ms)}`;
  const zh = locale === 'zh-CN';
  const own = isRegistered(locale);
  if (ms < 950 && own) return unitText(locale, ms / 1000, 'second', 'short', 1);
  if (ms < 950) return `${numberFormat(locale, ms === 0 ? 0 : 1).format(ms / 1000)} ${zh ? '秒' : 's'}`;
  let first = spanUnits.findIndex(([size]) => ms >= size);
  if (first < 0) first = 3;
  // 59 min 59.6 s rounds to an hour: round first, then choose the units again.
  const smallest = spanUnits[Math.min(first + 1, 3)]![0];
  const rounded = Math.round(ms / smallest) * smallest;
  first = spanUnits.findIndex(([size]) => rounded >= size);
  const parts: string[] = [];
  let rest = rounded;
  for (const [size, en, cn, unit] of spanUnits.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count === 0) continue;
    parts.push(own ? unitText(locale, count, unit, 'short') : `${formatCount(locale, count)} ${zh ? cn : en}`);
  }
  return parts.join(' ');
}

/** A span that a person set, in its largest whole unit and in words: `14 days`, `1 hour`, `90 minutes`, `14 天`. */
export function formatWindow(locale: Locale, ms: number): string {
  const words = ['day', 'hour', 'minute', 'second'];
  const unit = spanUnits.findIndex(([size]) => ms % size === 0);
  if (unit < 0 || locale === 'zh-CN') return formatSpan(locale, ms);
  const count = ms / spanUnits[unit]![0];
  if (isRegistered(locale)) return unitText(locale, count, words[unit]!, 'long');
  return `${formatCount(locale, count)} ${words[unit]}${count === 1 ? '' : 's'}`;
}

interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

function datePartsOf(locale: Locale, ms: number, timeZone: string | undefined): DateParts {
  const parts: Record<string, string> = {};
  for (const part of dateFormat(locale, 'parts', timeZone).formatToParts(ms)) parts[part.type] = part.value;
  const month = parts['month'] ?? '';
  return {
    year: parts['year'] ?? '',
    // Intl writes "Sept" in British English.
    month: locale === 'en' ? month.slice(0, 3) : `${month.replace(/\D/g, '')}月`,
    day: (parts['day'] ?? '').replace(/\D/g, ''),
  };
}

const ownDates = {
  day: { year: 'numeric', month: 'short', day: 'numeric' },
  month: { year: 'numeric', month: 'short' },
  short: { month: 'short', day: 'numeric' },
  moment: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** How a registered language writes dates; null for the kit's own. */
function ownDate(locale: Locale, form: keyof typeof ownDates, timeZone?: string): Intl.DateTimeFormat | null {
  if (!isRegistered(locale)) return null;
  const key = `${locale} ${form} ${timeZone ?? ''}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...ownDates[form], ...(timeZone ? { timeZone } : {}) });
    dateFormats.set(key, format);
  }
  return format;
}

/** A day: `13 Nov 2026`, `2026年11月13日`. `timeZone` undefined is the reader's own. */
export function formatDate(locale: Locale, ms: number, timeZone?: string): string {
  const own = ownDate(locale, 'day', timeZone);
  if (own) return own.format(ms);
  const { year, month, day } = datePartsOf(locale, ms, timeZone);
  return locale === 'en' ? `${day} ${month} ${year}` : `${year}年${month}${day}日`;
}

/** A month: `Sep 2026`, `2026年9月`. */
export function formatMonth(locale: Locale, ms: number, timeZone = 'UTC'): string {
  const own = ownDate(locale, 'month', timeZone);
  if (own) return own.format(ms);
  const { year, month } = datePartsOf(locale, ms, timeZone);
  return locale === 'en' ? `${month} ${year}` : `${year}年${month}`;
}

/** A day without its year: `13 Nov`, `11月13日`. */
export function formatShortDate(locale: Locale, ms: number, timeZone?: string): string {
  const own = ownDate(locale, 'short', timeZone);
  if (own) return own.format(ms);
  const { month, day } = datePartsOf(locale, ms, timeZone);
  return locale === 'en' ? `${day} ${month}` : `${month}${day}日`;
}

/** A day and time: `22 Nov 2026, 10:42`, `2026年11月22日 10:42`. */
export function formatMoment(locale: Locale, ms: number, timeZone?: string): string {
  const own = ownDate(locale, 'moment', timeZone);
  if (own) return own.format(ms);
  const time = dateFormat(locale, 'time', timeZone).format(ms);
  return `${formatDate(locale, ms, timeZone)}${locale === 'en' ? ', ' : ' '}${time}`;
}

/**
 * A half-open time range as days, both ends said: `1–31 Oct 2026`, `28 Sep – 4 Oct 2026`, `2026年10月1日至31日`.
 * A bound that is not a UTC midnight is printed with its time.
 */
export function formatRange(locale: Locale, from: number, to: number, timeZone = 'UTC'): string {
  const open = [Number.isFinite(from) && Math.abs(from) < 8e15, Number.isFinite(to) && Math.abs(to) < 8e15] as const;
  const zh = locale === 'zh-CN';
  if (!open[0] && !open[1]) return '';
  if (!open[0]) return zh ? `${formatBound(locale, to, timeZone)}之前` : `before ${formatBound(locale, to, timeZone)}`;
  if (!open[1]) return zh ? `${formatBound(locale, from, timeZone)}起` : `from ${formatBound(locale, from, timeZone)}`;
  const moments = from % 86_400_000 !== 0 || to % 86_400_000 !== 0;
  const own = ownDate(locale, moments ? 'moment' : 'day', timeZone);
  if (own) return own.formatRange(from, moments ? to : to - 1);
  if (moments) {
    return `${formatMoment(locale, from, timeZone)}${zh ? ' 至 ' : ' – '}${formatMoment(locale, to, timeZone)}`;
  }
  const a = datePartsOf(locale, from, timeZone);
  const b = datePartsOf(locale, to - 1, timeZone);
  const sameMonth = a.year === b.year && a.month === b.month;
  if (sameMonth && a.day === b.day) return formatDate(locale, from, timeZone);
  if (zh) {
    const end = sameMonth
      ? `${b.day}日`
      : a.year === b.year
        ? `${b.month}${b.day}日`
        : formatDate(locale, to - 1, timeZone);
    return `${formatDate(locale, from, timeZone)}至${end}`;
  }
  if (sameMonth) return `${a.day}–${b.day} ${b.month} ${b.year}`;
  const start = a.year === b.year ? `${a.day} ${a.month}` : formatDate(locale, from, timeZone);
  return `${start} – ${formatDate(locale, to - 1, timeZone)}`;
}

function formatBound(locale: Locale, ms: number, timeZone: string): string {
  return ms % 86_400_000 === 0 ? formatDate(locale, ms, timeZone) : formatMoment(locale, ms, timeZone);
}

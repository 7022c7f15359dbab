import type { FeatureMatrixResult, FeatureMatrixSpec } from '../../worker/protocol/heatmap.js';
import {
  formatCompact,
  formatCount,
  formatDate,
  formatNumber,
  formatRange,
  formatRate,
  noValue,
  tagOf,
} from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import type { Measure } from './matrix-model.js';
import type { HeatmapWords } from './words.js';

const hourMs = 3_600_000;
// A Sunday.
const sunday = Date.UTC(2023, 0, 1);

/** Short names of the seven days, from the first day of the week. */
export function dayNames(locale: Locale, weekStart: number): string[] {
  let names = namesOfDays.get(locale);
  if (!names) {
    const format = new Intl.DateTimeFormat(tagOf(locale), { weekday: 'short', timeZone: 'UTC' });
    names = Array.from({ length: 7 }, (_, day) => format.format(sunday + day * 24 * hourMs));
    namesOfDays.set(locale, names);
  }
  return Array.from({ length: 7 }, (_, i) => names[(weekStart + i) % 7]!);
}

// A format takes longer to make than all the names together; each is asked for with every picture.
const namesOfDays = new Map<Locale, readonly string[]>();

/** An hour of the day: `9:00`. */
export function hourName(hour: number): string {
  return `${hour}:00`;
}

/** Hours from the first to the last, both whole: `9:00–11:59`. */
export function hourSpan(first: number, last: number): string {
  return `${first}:00–${last}:59`;
}

/** What a column is called on the axis, and in full. */
export interface ColumnName {
  readonly axis: string;
  readonly full: string;
}

/** Names of the columns of a matrix whose rows are features. */
export function columnNames(
  locale: Locale,
  t: HeatmapWords,
  { columns, end }: Pick<FeatureMatrixResult, 'columns' | 'end'>,
  spec: FeatureMatrixSpec,
): ColumnName[] {
  const { tz = 'UTC', weekStart = 1 } = spec;
  const zone = tz;
  switch (spec.columns) {
    case 'hour-of-week': {
      const days = dayNames(locale, weekStart);
      return columns.map((hour) => {
        const day = days[Math.floor(hour / 24)]!;
        return { axis: hour % 24 === 0 ? day : '', full: t.cellName(day, hourSpan(hour % 24, hour % 24)) };
      });
    }
    case 'day-of-week':
      return dayNames(locale, weekStart).map(both);
    case 'hour-of-day':
      return columns.map((hour) => ({ axis: hourName(hour), full: hourSpan(hour, hour) }));
    case 'day-of-age':
    case 'week-of-age': {
      const kind = spec.columns;
      return columns.map((age) => ({ axis: formatCount(locale, age), full: t.age[kind](formatCount(locale, age)) }));
    }
    default:
      return columns.map((start, i) =>
        bucketName(locale, t, spec.columns, start, columns[i + 1] ?? end ?? start, i, zone),
      );
  }
}

function both(text: string): ColumnName {
  return { axis: text, full: text };
}

function bucketName(
  locale: Locale,
  t: HeatmapWords,
  columns: FeatureMatrixSpec['columns'],
  start: number,
  end: number,
  place: number,
  zone: string,
): ColumnName {
  const parts = dateParts(locale, start, zone);
  // The year stands on the first label only, and where it changes.
  const yearly = place === 0 || parts.month === 1;
  const day = locale === 'zh-CN' ? `${parts.month}月${parts.day}日` : `${parts.day} ${parts.monthName}`;
  switch (columns) {
    case 'hour': {
      const clock = new Intl.DateTimeFormat(tagOf(locale), {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone: zone,
      }).format(start);
      const date = formatDate(locale, start, zone);
      return { axis: parts.hour === 0 || place === 0 ? day : clock, full: t.cellName(date, clock) };
    }
    case 'month': {
      const name = locale === 'zh-CN' ? `${parts.month}月` : parts.monthName;
      const full = t.month(name, String(parts.year));
      return { axis: yearly ? full : name, full };
    }
    case 'quarter':
      return both(t.quarter(String(Math.floor((parts.month - 1) / 3) + 1), String(parts.year)));
    case 'year':
      return both(locale === 'zh-CN' ? `${parts.year}年` : String(parts.year));
    case 'week':
      return {
        axis: place === 0 ? formatDate(locale, start, zone) : day,
        full: formatRange(locale, dateOf(locale, start, zone), dateOf(locale, end - 1, zone) + 24 * hourMs),
      };
    default:
      return { axis: place === 0 ? formatDate(locale, start, zone) : day, full: formatDate(locale, start, zone) };
  }
}

/** The local date of an instant, as the midnight of that date in UTC. */
function dateOf(locale: Locale, at: number, zone: string): number {
  const { year, month, day } = dateParts(locale, at, zone);
  return Date.UTC(year, month - 1, day);
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly monthName: string;
}

function dateParts(locale: Locale, at: number, timeZone: string): Parts {
  const found: Record<string, string> = {};
  const format = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    hourCycle: 'h23',
    timeZone,
  });
  for (const { type, value } of format.formatToParts(at)) found[type] = value;
  const monthName = new Intl.DateTimeFormat(tagOf(locale), { month: 'short', timeZone }).format(at);
  return {
    year: Number(found['year']),
    month: Number(found['month']),
    day: Number(found['day']),
    hour: Number(found['hour']) % 24,
    // Intl writes "Sept" in British English.
    monthName: locale === 'en' ? monthName.slice(0, 3) : monthName,
  };
}

/** An amount in full. */
export function amountText(locale: Locale, measure: Measure, amount: number | null): string {
  if (amount === null) return noValue;
  if (measure === 'share') return formatRate(locale, amount);
  return measure === 'value' ? formatNumber(locale, amount) : formatCount(locale, amount);
}

/** An amount for tight places. */
export function compactText(locale: Locale, measure: Measure, amount: number | null): string {
  if (amount === null) return noValue;
  if (measure === 'share') return `${formatCount(locale, Math.round(amount * 100))}%`;
  if (measure === 'value' && Math.abs(amount) < 100) return formatNumber(locale, amount);
  return formatCompact(locale, Math.round(amount));
}

/** A lower bound of a colour. */
export function boundText(locale: Locale, measure: Measure, bound: number): string {
  if (measure !== 'share')
    return measure === 'value' && bound < 100 ? formatNumber(locale, bound) : formatCompact(locale, bound);
  const percent = bound * 100;
  return Number.isInteger(Number(percent.toPrecision(6)))
    ? `${formatCount(locale, Math.round(percent))}%`
    : formatRate(locale, bound);
}

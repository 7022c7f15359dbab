import type { Locale } from '../internal/format.js';
import { textWidth } from './journey.layout.js';
import { minorStep, stepFor, ticksIn } from './ticks.js';
import type { TickStep, WallClock } from './ticks.js';
import { timeAt, xOf } from './time-scale.js';
import type { TimeScale } from './time-scale.js';

/** A label of an axis; `x` is its left edge. */
export interface AxisLabel {
  readonly x: number;
  readonly text: string;
}

/** A time axis: places of its ticks, and the labels that have room. */
export interface Axis {
  /** Instants of the long ticks, also some left and right of the view. */
  readonly cuts: readonly number[];
  readonly major: readonly number[];
  readonly minor: readonly number[];
  readonly labels: readonly AxisLabel[];
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const fontSize = 12;
/** Units whose own labels can say the year. */
const bigUnits: readonly TickStep['unit'][] = ['day', 'week', 'month', 'year'];
/** Distance of a label from its tick. */
const tickGap = 5;

/** A part of an axis that a named line takes, where no label stands. */
export interface TakenSpace {
  readonly left: number;
  readonly right: number;
}

/**
 * The axis of a scale. At its left edge stands what all later labels leave out (month and year, or the day); labels that
 * would reach into it, into `taken` or into one another are dropped.
 */
export function axisOf(
  scale: TimeScale,
  locale: Locale,
  clock: WallClock,
  least: number,
  taken: TakenSpace | null,
): Axis {
  const step = stepFor(scale, least);
  const cuts = ticksIn({ from: timeAt(scale, scale.left - 900), to: timeAt(scale, scale.right + 900) }, step, clock);
  const inView = cuts.filter((time) => time >= scale.from && time < scale.to);
  const minor = minorStep(scale, step);
  const pinned = contextText(locale, scale.from, step, clock);
  const first = inView[0];
  // A tick close to the edge says it itself.
  const said =
    first !== undefined && bigUnits.includes(step.unit) && xOf(scale, first) < scale.left + textWidth(pinned, fontSize);
  const labels: AxisLabel[] = said ? [] : [{ x: scale.left, text: pinned }];
  const free = (x: number, width: number): boolean =>
    x + width <= scale.right + 8 && (taken === null || x + width + 4 < taken.left || x > taken.right + 4);
  let end = said ? scale.left : scale.left + textWidth(pinned, fontSize) + 8;
  let year = said ? NaN : partsOf(scale.from, clock).year;
  for (const time of inView) {
    const x = xOf(scale, time) + tickGap;
    const parts = partsOf(time, clock);
    const text = tickText(locale, parts, step, parts.year !== year);
    const width = textWidth(text, fontSize);
    if (x < end || !free(x, width)) continue;
    labels.push({ x, text });
    end = x + width + 8;
    year = parts.year;
  }
  return {
    cuts,
    major: inView.map((time) => xOf(scale, time)),
    minor: minor ? ticksIn(scale, minor, clock).map((time) => xOf(scale, time)) : [],
    labels,
  };
}

interface WallParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function partsOf(time: number, clock: WallClock): WallParts {
  const wall = new Date(time + clock(time));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth(),
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
  };
}

function tickText(locale: Locale, parts: WallParts, { unit }: TickStep, withYear: boolean): string {
  const { year, hour, minute, second } = parts;
  switch (unit) {
    case 'year':
      return locale === 'zh-CN' ? `${year}年` : String(year);
    case 'month':
      return monthText(locale, parts, withYear);
    case 'day':
    case 'week':
      return dayText(locale, parts, withYear);
    case 'hour':
    case 'minute':
      return hour + minute === 0 ? dayText(locale, parts, withYear) : `${two(hour)}:${two(minute)}`;
    case 'second':
      return `${two(hour)}:${two(minute)}:${two(second)}`;
  }
}

function contextText(locale: Locale, time: number, { unit }: TickStep, clock: WallClock): string {
  const parts = partsOf(time, clock);
  if (unit === 'year') return locale === 'zh-CN' ? `${parts.year}年` : String(parts.year);
  if (unit === 'month' || unit === 'week' || unit === 'day') return monthText(locale, parts, true);
  return dayText(locale, parts, true);
}

function monthText(locale: Locale, { year, month }: WallParts, withYear: boolean): string {
  if (locale === 'en') return withYear ? `${monthNames[month]} ${year}` : monthNames[month]!;
  if (locale !== 'zh-CN')
    return dateText(locale, { month: 'short', ...(withYear && { year: 'numeric' }) }, Date.UTC(year, month));
  return withYear ? `${year}年${month + 1}月` : `${month + 1}月`;
}

function dayText(locale: Locale, { year, month, day }: WallParts, withYear: boolean): string {
  if (locale === 'en') return withYear ? `${day} ${monthNames[month]} ${year}` : `${day} ${monthNames[month]}`;
  if (locale !== 'zh-CN') {
    const options = { day: 'numeric', month: 'short', ...(withYear && { year: 'numeric' as const }) } as const;
    return dateText(locale, options, Date.UTC(year, month, day));
  }
  return withYear ? `${year}年${month + 1}月${day}日` : `${month + 1}月${day}日`;
}

/** A date of a registered language. */
function dateText(locale: Locale, options: Intl.DateTimeFormatOptions, time: number): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(time);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** A day without its year: `13 Nov`, `11月13日`. */
export function shortDay(locale: Locale, time: number, clock: WallClock): string {
  return dayText(locale, partsOf(time, clock), false);
}

/** A time of day: `16:08`. */
export function timeOfDay(time: number, clock: WallClock): string {
  const { hour, minute } = partsOf(time, clock);
  return `${two(hour)}:${two(minute)}`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const weekdaysZh = ['日', '一', '二', '三', '四', '五', '六'];

/** A moment with its day of the week: `Fri 13 Nov 2026, 16:08`, `2026年11月13日 周五 16:08`. */
export function fullMoment(locale: Locale, time: number, clock: WallClock): string {
  const parts = partsOf(time, clock);
  const weekday = new Date(time + clock(time)).getUTCDay();
  const day = dayText(locale, parts, true);
  const at = `${two(parts.hour)}:${two(parts.minute)}`;
  if (locale === 'zh-CN') return `${day} 周${weekdaysZh[weekday]} ${at}`;
  const name =
    locale === 'en' ? weekdays[weekday]! : dateText(locale, { weekday: 'short' }, Date.UTC(2023, 0, 1 + weekday));
  return `${name} ${day}, ${at}`;
}

/**
 * A stretch of time by its ends, as days, or as times where it lies within one day: `30–31 Oct 2026`,
 * `13 Nov 2026, 09:00–11:30`.
 */
export function stretch(locale: Locale, from: number, to: number, clock: WallClock): string {
  const a = partsOf(from, clock);
  const b = partsOf(to, clock);
  const sameYear = a.year === b.year;
  const sameMonth = sameYear && a.month === b.month;
  if (sameMonth && a.day === b.day) {
    const start = timeOfDay(from, clock);
    const end = timeOfDay(to, clock);
    const day = dayText(locale, a, true);
    const times = start === end ? start : `${start}–${end}`;
    return locale === 'zh-CN' ? `${day} ${times}` : `${day}, ${times}`;
  }
  if (locale === 'zh-CN') {
    const end = sameMonth ? `${b.day}日` : dayText(locale, b, !sameYear);
    return `${dayText(locale, a, true)}至${end}`;
  }
  if (sameMonth && locale === 'en') return `${a.day}–${dayText(locale, b, true)}`;
  return `${dayText(locale, a, !sameYear)} – ${dayText(locale, b, true)}`;
}

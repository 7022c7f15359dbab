import type { TimeRange } from '../../worker/protocol/filter.js';
import { formatDate, formatRange } from './format.js';
import type { Locale } from './format.js';
import { hanGap } from './han-gap.js';
import { dayOf, isWholeDays, wallClock } from './period.js';

/** A range as the days of a zone, or as moments of its clock: `1–31 Oct 2026`. */
export function rangeText(locale: Locale, { from, to }: TimeRange, tz: string): string {
  // As if the zone's clock were UTC, which is how ranges of days are written.
  return formatRange(locale, wallClock(from, tz), wallClock(to, tz), 'UTC');
}

/** What the other period is called beside the shown one: `Oct`, `the 28 days before`, `9–15 Nov 2025`. */
export function otherPeriodText(locale: Locale, other: TimeRange, shown: TimeRange, tz: string): string {
  const zh = locale === 'zh-CN';
  if (isWholeDays(other, tz)) {
    const [first, end] = [new Date(wallClock(other.from, tz)), new Date(wallClock(other.to, tz))];
    const months = (end.getUTCFullYear() - first.getUTCFullYear()) * 12 + end.getUTCMonth() - first.getUTCMonth();
    if (first.getUTCDate() === 1 && end.getUTCDate() === 1 && months === 1) {
      const sameYear = first.getUTCFullYear() === new Date(wallClock(shown.from, tz)).getUTCFullYear();
      const text = formatDate(locale, first.getTime(), 'UTC');
      if (zh) return sameYear ? text.replace(/^.*年|1日$/g, '') : text.replace(/1日$/, '');
      return sameYear ? text.split(' ')[1]! : text.split(' ').slice(1).join(' ');
    }
    if (other.to === shown.from) {
      const days = dayOf(other.to, tz) - dayOf(other.from, tz);
      if (zh) return days === 1 ? '前一天' : `之前${hanGap('前', String(days))}${days} 天`;
      return days === 1 ? 'the day before' : `the ${days} days before`;
    }
  }
  return rangeText(locale, other, tz);
}

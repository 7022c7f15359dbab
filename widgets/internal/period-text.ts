import type { TimeRange } from '../../worker/protocol/filter.js';
import { formatMonth, formatRange } from './format.js';
import type { Locale } from './format.js';
import { dayOf, isWholeDays, wallClock } from './period.js';

/** A range as the days of a zone, or as moments of its clock: `1–31 Oct 2026`. */
export function rangeText(locale: Locale, { from, to }: TimeRange, tz: string): string {
  // As if the zone's clock were UTC, which is how ranges of days are written.
  return formatRange(locale, wallClock(from, tz), wallClock(to, tz), 'UTC');
}

/** Words for days that come right before others. */
export interface DaysBefore {
  readonly daysBefore: (days: number) => string;
}

/** What the other period is called beside the shown one: `Oct`, `the 28 days before`, `9–15 Nov 2025`. */
export function otherPeriodText(
  locale: Locale,
  words: DaysBefore,
  other: TimeRange,
  shown: TimeRange,
  tz: string,
): string {
  if (isWholeDays(other, tz)) {
    const [first, end] = [new Date(wallClock(other.from, tz)), new Date(wallClock(other.to, tz))];
    const months = (end.getUTCFullYear() - first.getUTCFullYear()) * 12 + end.getUTCMonth() - first.getUTCMonth();
    if (first.getUTCDate() === 1 && end.getUTCDate() === 1 && months === 1) {
      const text = formatMonth(locale, first.getTime());
      const sameYear = first.getUTCFullYear() === new Date(wallClock(shown.from, tz)).getUTCFullYear();
      // The year goes without saying, where the form of the month lets it.
      return sameYear ? text.replace(/^\d{4}年|\s\d{4}$/, '') : text;
    }
    if (other.to === shown.from) return words.daysBefore(dayOf(other.to, tz) - dayOf(other.from, tz));
  }
  return rangeText(locale, other, tz);
}

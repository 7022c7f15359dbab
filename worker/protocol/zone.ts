const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Greatest distance from 1970 that an instant may have, in milliseconds. */
const mostTime = 8.64e15;

/**
 * How far the wall clock of an IANA zone is ahead of UTC, asked of the platform's zone data: `local = instant + offset`,
 * all in milliseconds. Each call formats a date; keep what it says.
 *
 * @throws RangeError when the zone is unknown
 */
export function zoneOffset(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const within = Math.min(Math.max(instant, -mostTime), mostTime);
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(within)) part[type] = value;
    const year = part['era']?.startsWith('B') ? 1 - Number(part['year']) : Number(part['year']);
    const days = daysFromCivil(year, Number(part['month']), Number(part['day']));
    const local = days * 24 * HOUR + Number(part['hour']) * HOUR + Number(part['minute']) * MINUTE;
    return local + Number(part['second']) * 1000 - Math.floor(within / 1000) * 1000;
  };
}

/**
 * Days from 1970-01-01 to a proleptic Gregorian date; `month` from 1.
 * Source: Howard Hinnant, chrono-compatible date algorithms.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Months from January of the year 0 to the month that holds a day, counted in days from 1970-01-01. Same source. */
export function monthOfDay(days: number): number {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Months from March: that year begins on 1 March, so that a leap day is its last.
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  return (era * 400 + yearOfEra) * 12 + fromMarch + 2;
}

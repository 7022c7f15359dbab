const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * Turns wall-clock times of an IANA zone into instants. A time that a forward jump leaves out is read with the offset
 * from before the jump; a time that occurs twice is the first of the two. The zone data is asked once per day, and per
 * minute only around a change.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  // Offset of a local day, NaN when it changes near it.
  readonly #days = new Map<number, number>();
  readonly #minutes = new Map<number, number>();
  readonly #offsets = new Map<number, number>();
  #lastDay = NaN;
  #lastOffset = 0;

  /** @throws RangeError when the zone is unknown */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
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
  }

  /** @param local wall-clock milliseconds, counted as if they were UTC */
  toUtc(local: number): number {
    const day = Math.floor(local / DAY);
    if (day !== this.#lastDay) {
      this.#lastDay = day;
      this.#lastOffset = this.#dayOffset(day);
    }
    const offset = this.#lastOffset;
    return offset === offset ? local - offset : local - this.#minuteOffset(Math.floor(local / MINUTE));
  }

  #dayOffset(day: number): number {
    let offset = this.#days.get(day);
    if (offset === undefined) {
      const before = this.#offset((day - 1) * DAY);
      offset = before === this.#offset((day + 2) * DAY) ? before : NaN;
      this.#days.set(day, offset);
    }
    return offset;
  }

  #minuteOffset(minute: number): number {
    let offset = this.#minutes.get(minute);
    if (offset === undefined) {
      const local = minute * MINUTE;
      const before = this.#offset(Math.floor((local - 30 * HOUR) / HOUR) * HOUR);
      const after = this.#offset(Math.floor((local + 30 * HOUR) / HOUR) * HOUR);
      const holdsBefore = this.#offset(local - before) === before;
      offset = holdsBefore || this.#offset(local - after) !== after ? before : after;
      this.#minutes.set(minute, offset);
    }
    return offset;
  }

  /** Offset in milliseconds at an instant. */
  #offset(instant: number): number {
    let offset = this.#offsets.get(instant);
    if (offset === undefined) {
      const part: Record<string, string> = {};
      for (const { type, value } of this.#format.formatToParts(instant)) part[type] = value;
      const year = part['era']?.startsWith('B') ? 1 - Number(part['year']) : Number(part['year']);
      const days = daysFromCivil(year, Number(part['month']), Number(part['day']));
      const local =
        ((days * 24 + Number(part['hour'])) * 60 + Number(part['minute'])) * MINUTE + Number(part['second']) * 1000;
      offset = local - Math.floor(instant / 1000) * 1000;
      this.#offsets.set(instant, offset);
    }
    return offset;
  }
}

/** Days from 1970-01-01 to a proleptic Gregorian date. Source: Howard Hinnant, chrono-compatible date algorithms. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

import { zoneOffset } from '../worker/protocol/zone.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * Turns wall-clock times of an IANA zone into instants. A time that a forward jump leaves out is read with the offset
 * from before the jump; a time that occurs twice is the first of the two. The zone data is asked once per day, and per
 * minute only around a change.
 */
export class ZoneClock {
  readonly #ask: (instant: number) => number;
  // Offset of a local day, NaN when it changes near it.
  readonly #days = new Map<number, number>();
  readonly #minutes = new Map<number, number>();
  readonly #offsets = new Map<number, number>();
  #lastDay = NaN;
  #lastOffset = 0;

  /** @throws RangeError when the zone is unknown */
  constructor(zone: string) {
    this.#ask = zoneOffset(zone);
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
    if (offset === undefined) this.#offsets.set(instant, (offset = this.#ask(instant)));
    return offset;
  }
}

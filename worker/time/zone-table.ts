import { zoneOffset } from '../protocol/zone.js';

/**
 * Zone data is asked in steps of three days: the shortest time any zone of the tz database kept an offset between two
 * equal ones was just under four (Freetown, 1939), so that equal offsets at both ends of a step mean no change in it.
 */
const STEP = 3 * 86_400_000;
/** No zone was ever further from UTC (Manila before 1845: 15 h 56 min). */
const widest = 16 * 3_600_000;

/**
 * Wall clock of one zone. The platform is asked once for each stretch of time that is looked at; after that an offset
 * costs a comparison, or a search among the known changes.
 */
export class ZoneTable {
  readonly #ask: (instant: number) => number;
  // Known stretches, ascending and apart: [starts[k], ends[k]) has offsets[k]. Neighbours that touch differ in offset.
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #offsets: number[] = [];
  // The stretch of the last answer.
  #start = 0;
  #end = 0;
  #offset = 0;

  /** @throws RangeError when the zone is unknown */
  constructor(zone: string) {
    this.#ask = zone === 'UTC' ? () => 0 : zoneOffset(zone);
  }

  /** Milliseconds that the wall clock is ahead of UTC at an instant. */
  offsetAt(instant: number): number {
    if (instant < this.#start || instant >= this.#end) this.#find(instant);
    return this.#offset;
  }

  /** First instant at which the wall clock shows `local` (ms, counted as if they were UTC) or later. */
  firstInstant(local: number): number {
    let instant = local - widest;
    for (;;) {
      const shown = Math.max(instant, local - this.offsetAt(instant));
      if (shown < this.#end) return shown;
      instant = this.#end;
    }
  }

  /** First instant after `instant` at which the wall clock stands at a whole hour. */
  nextHour(instant: number): number {
    let at = instant + 1;
    for (;;) {
      const past = (at + this.offsetAt(at)) % 3_600_000;
      const whole = past === 0 ? at : at + (past < 0 ? 0 : 3_600_000) - past;
      if (whole < this.#end) return whole;
      at = this.#end;
    }
  }

  /** Last instant up to `instant` at which the wall clock stood at a whole hour. */
  lastHour(instant: number): number {
    let at = instant;
    for (;;) {
      const past = (at + this.offsetAt(at)) % 3_600_000;
      const whole = at - (past < 0 ? past + 3_600_000 : past);
      if (whole >= this.#start) return whole;
      at = this.#start - 1;
    }
  }

  /** Makes the stretch of an instant the present one. */
  #find(instant: number): void {
    let place = placeOf(this.#starts, instant);
    if (place < 0 || instant >= this.#ends[place]!) {
      const from = Math.floor(instant / STEP) * STEP;
      this.#learn(from, this.#ask(from), from + STEP, this.#ask(from + STEP), place + 1);
      place = placeOf(this.#starts, instant);
    }
    this.#start = this.#starts[place]!;
    this.#end = this.#ends[place]!;
    this.#offset = this.#offsets[place]!;
  }

  /** Adds the stretches of `from .. to`, whose ends have these offsets, at a place; returns the place after them. */
  #learn(from: number, before: number, to: number, after: number, place: number): number {
    if (before === after || to - from === 1) return this.#add(from, to, before, place);
    const middle = from + Math.floor((to - from) / 2);
    const between = this.#ask(middle);
    return this.#learn(middle, between, to, after, this.#learn(from, before, middle, between, place));
  }

  #add(from: number, to: number, offset: number, place: number): number {
    const joins = (at: number): boolean => this.#offsets[at] === offset;
    const before = joins(place - 1) && this.#ends[place - 1] === from;
    const after = joins(place) && this.#starts[place] === to;
    if (before && after) {
      this.#ends[place - 1] = this.#ends[place]!;
      for (const list of [this.#starts, this.#ends, this.#offsets]) list.splice(place, 1);
    } else if (before) this.#ends[place - 1] = to;
    else if (after) this.#starts[place] = from;
    else {
      this.#starts.splice(place, 0, from);
      this.#ends.splice(place, 0, to);
      this.#offsets.splice(place, 0, offset);
    }
    return before ? place : place + 1;
  }
}

const tables = new Map<string, ZoneTable>();

/**
 * The wall clock of a zone; one for all askers, since zone data does not change.
 * @throws RangeError when the zone is unknown
 */
export function zoneTable(zone: string): ZoneTable {
  let table = tables.get(zone);
  if (!table) tables.set(zone, (table = new ZoneTable(zone)));
  return table;
}

/** Place of the last start at or before an instant; -1 before the first. Starts ascend. */
export function placeOf(starts: ArrayLike<number>, instant: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

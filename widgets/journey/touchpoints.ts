import type { JourneyRow } from '../../worker/protocol/journey.js';

/** Says of a row whether we acted, rather than the customer. */
export type OursRule = (row: JourneyRow) => boolean;

/**
 * The rows of a journey in columns, as far as a time line needs them: one number a field and row, no object. Row k is
 * the k-th of the whole journey, so its number is its `offset` in the engine's pages.
 */
export class Touchpoints {
  /** Rows there are; the columns may be longer. */
  length = 0;
  /** ms UTC, ascending. */
  times: Float64Array = new Float64Array(256);
  /** Codes into `channelNames`, `eventNames`, `actorKeys`, `stageNames`. */
  channels: Uint16Array = new Uint16Array(256);
  events: Uint32Array = new Uint32Array(256);
  actors: Uint32Array = new Uint32Array(256);
  stages: Uint16Array = new Uint16Array(256);
  /** 1 where we acted. */
  ours: Uint8Array = new Uint8Array(256);
  readonly channelNames: (string | null)[] = [];
  readonly eventNames: (string | null)[] = [];
  readonly actorKeys: string[] = [];
  readonly stageNames: (string | null)[] = [];

  readonly #channelCodes = new Map<string | null, number>();
  readonly #eventCodes = new Map<string | null, number>();
  readonly #actorCodes = new Map<string, number>();
  readonly #stageCodes = new Map<string | null, number>();

  /** Takes the next page in; `offset` must be `length`. */
  append(rows: readonly JourneyRow[], isOurs: OursRule): void {
    this.#grow(this.length + rows.length);
    let at = this.length;
    for (const row of rows) {
      this.times[at] = row.time;
      this.channels[at] = code(this.#channelCodes, this.channelNames, textOf(row.channel));
      this.events[at] = code(this.#eventCodes, this.eventNames, row.event);
      this.actors[at] = code(this.#actorCodes, this.actorKeys, row.actor);
      this.stages[at] = code(this.#stageCodes, this.stageNames, row.stage);
      this.ours[at] = isOurs(row) ? 1 : 0;
      at++;
    }
    this.length = at;
  }

  #grow(rows: number): void {
    if (rows <= this.times.length) return;
    const room = Math.max(rows, this.times.length * 2);
    this.times = grown(this.times, new Float64Array(room));
    this.channels = grown(this.channels, new Uint16Array(room));
    this.events = grown(this.events, new Uint32Array(room));
    this.actors = grown(this.actors, new Uint32Array(room));
    this.stages = grown(this.stages, new Uint16Array(room));
    this.ours = grown(this.ours, new Uint8Array(room));
  }
}

function grown<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

function code<T>(codes: Map<T, number>, names: T[], name: T): number {
  let found = codes.get(name);
  if (found === undefined) {
    found = names.length;
    codes.set(name, found);
    names.push(name);
  }
  return found;
}

/** A property's value as text; null for none, and for an empty list. */
export function textOf(value: JourneyRow['channel']): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((item) => String(item)).join(', ');
  return String(value);
}

/** Which rows a time line shows; a name that is null is the row without one. */
export interface RowFilter {
  /** Channels left out. */
  readonly hiddenChannels: ReadonlySet<string | null>;
  /** Persons left out, by key. */
  readonly hiddenActors: ReadonlySet<string>;
  /** Part of an event's name, in any case; empty lets all through. */
  readonly search: string;
}

/** Lets every row through. */
export const noFilter: RowFilter = { hiddenChannels: new Set(), hiddenActors: new Set(), search: '' };

/** True when a filter lets every row through. */
export function isOpen(filter: RowFilter): boolean {
  return filter.hiddenChannels.size + filter.hiddenActors.size === 0 && filter.search.trim() === '';
}

/** The rows of one lane, in order of time. */
export interface Lane {
  /** What its rows share: a channel, or an actor's key; null for rows without a channel. */
  readonly key: string | null;
  /** ms UTC, ascending. */
  readonly times: Float64Array;
  /** Number of each row in the journey; -1 where a point stands for several rows that are not there yet. */
  readonly rows: Int32Array;
  /** Rows that each point stands for; null where each is one row. */
  readonly weights: Uint32Array | null;
  /** Code of each row's colour: a channel's place in `channelNames`. */
  readonly colors: Uint16Array;
  /** 1 where we acted. */
  readonly ours: Uint8Array;
  /** Rows in all. */
  readonly total: number;
  /** Its rows may be of several channels. */
  readonly mixed: boolean;
}

/** What a lane is made of. */
export type LaneBy = 'channel' | 'person';

/** Key of the lane that holds what has no lane of its own. */
export const restKey = '\u0000rest';

/**
 * Sorts rows into lanes; those that the filter leaves out are in none. Lanes come in the order of `order`; a key of it
 * without rows gets a lane of none. Rows of other keys are together in a lane `restKey`, the last, where there are any.
 */
export function lanesOf(points: Touchpoints, by: LaneBy, filter: RowFilter, order: readonly (string | null)[]): Lane[] {
  const { length, channels, events, actors, times, ours } = points;
  const shows = shownRows(points, filter);
  const codes = by === 'channel' ? channels : actors;
  const names: readonly (string | null)[] = by === 'channel' ? points.channelNames : points.actorKeys;
  const places = names.map((key) => (order.includes(key) ? order.indexOf(key) : order.length));
  const keys = places.includes(order.length) ? [...order, restKey] : order;
  const counts = new Uint32Array(keys.length);
  for (let row = 0; row < length; row++) {
    if (shows(channels[row]!, actors[row]!, events[row]!)) counts[places[codes[row]!]!]!++;
  }
  const lanes = keys.map((key, k) => emptyLane(key, counts[k]!, by === 'person' || key === restKey));
  const filled = new Uint32Array(keys.length);
  for (let row = 0; row < length; row++) {
    if (!shows(channels[row]!, actors[row]!, events[row]!)) continue;
    const k = places[codes[row]!]!;
    const lane = lanes[k]!;
    const at = filled[k]!++;
    lane.times[at] = times[row]!;
    lane.rows[at] = row;
    lane.colors[at] = channels[row]!;
    lane.ours[at] = ours[row]!;
  }
  return lanes.filter(({ key, total }) => key !== restKey || total > 0);
}

function shownRows(points: Touchpoints, filter: RowFilter): (channel: number, actor: number, event: number) => boolean {
  if (isOpen(filter)) return () => true;
  const wanted = filter.search.trim().toLowerCase();
  const channels = points.channelNames.map((name) => !filter.hiddenChannels.has(name));
  const actors = points.actorKeys.map((key) => !filter.hiddenActors.has(key));
  const events = points.eventNames.map((name) => (name ?? '').toLowerCase().includes(wanted));
  return (channel, actor, event) => channels[channel]! && actors[actor]! && events[event]!;
}

/** Rows of a journey that a filter lets through, ascending; `times` of them come along. */
export function rowsShown(points: Touchpoints, filter: RowFilter): Uint32Array {
  const shows = shownRows(points, filter);
  const rows = new Uint32Array(points.length);
  let found = 0;
  for (let row = 0; row < points.length; row++) {
    if (shows(points.channels[row]!, points.actors[row]!, points.events[row]!)) rows[found++] = row;
  }
  return rows.subarray(0, found);
}

/** A lane with room for so many points. */
export function emptyLane(key: string | null, length: number, mixed: boolean): Lane {
  return {
    key,
    times: new Float64Array(length),
    rows: new Int32Array(length),
    weights: null,
    colors: new Uint16Array(length),
    ours: new Uint8Array(length),
    total: length,
    mixed,
  };
}

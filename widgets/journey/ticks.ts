import { daysFromCivil, monthOfDay, zoneOffset } from '../../worker/protocol/zone.js';
import type { TimeScale, TimeSpan } from './time-scale.js';

/** A step of a time axis: so many of a unit of the calendar. */
export interface TickStep {
  readonly unit: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
  readonly count: number;
  /** About how long it is; months and years differ. */
  readonly ms: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const step = (unit: TickStep['unit'], count: number, ms: number): TickStep => ({ unit, count, ms: ms * count });

/** All steps an axis takes, finest first. Hours go by three and their multiples, so that a day has the same ticks every day. */
const steps: readonly TickStep[] = [
  ...[1, 5, 15, 30].map((count) => step('second', count, second)),
  ...[1, 5, 15, 30].map((count) => step('minute', count, minute)),
  ...[1, 3, 6, 12].map((count) => step('hour', count, hour)),
  step('day', 1, day),
  step('week', 1, 7 * day),
  ...[1, 3].map((count) => step('month', count, 30.4 * day)),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((count) => step('year', count, 365.25 * day)),
];

/** The finest step whose ticks stand at least `px` apart. */
export function stepFor(scale: TimeScale, px: number): TickStep {
  const least = ((scale.to - scale.from) / (scale.right - scale.left)) * px;
  return steps.find(({ ms }) => ms >= least) ?? steps.at(-1)!;
}

/**
 * The step of the short ticks between those of `major`: the finest that is at least 20 px wide and whose ticks fall
 * together with the major ones or, as weeks in months, run freely between them.
 * @returns null when there is none
 */
export function minorStep(scale: TimeScale, major: TickStep): TickStep | null {
  const minor = stepFor(scale, 20);
  return minor.ms < major.ms * 0.75 ? minor : null;
}

/** A zone's wall clock: how far it is ahead of UTC at an instant, in ms. What it says is kept by quarter of an hour. */
export type WallClock = (instant: number) => number;

const clocks = new Map<string, WallClock>();
const keptOffsets = 20_000;

/**
 * The wall clock of an IANA zone; of UTC for a zone that nobody knows.
 */
export function wallClock(zone: string): WallClock {
  let clock = clocks.get(zone);
  if (!clock) clocks.set(zone, (clock = makeClock(zone)));
  return clock;
}

function makeClock(zone: string): WallClock {
  if (zone === 'UTC') return () => 0;
  let ask: (instant: number) => number;
  try {
    ask = zoneOffset(zone);
  } catch {
    return () => 0;
  }
  // Zones change their clocks at whole quarters of an hour.
  const kept = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / (15 * minute));
    let offset = kept.get(quarter);
    if (offset === undefined) {
      if (kept.size > keptOffsets) kept.clear();
      kept.set(quarter, (offset = ask(instant)));
    }
    return offset;
  };
}

/** The instants in a span at which a step begins by a wall clock, ascending; at most 2000. */
export function ticksIn(span: TimeSpan, of: TickStep, clock: WallClock): number[] {
  const ticks: number[] = [];
  const wallFrom = span.from + clock(span.from);
  let at = floorOf(wallFrom, of);
  while (ticks.length < 2000) {
    const instant = instantOf(at, clock);
    if (instant >= span.to) break;
    // Where clocks are set forward, two wall times can fall on one instant.
    if (instant >= span.from && instant !== ticks.at(-1)) ticks.push(instant);
    at = nextOf(at, of);
  }
  return ticks;
}

/** The instant of a wall time. In the hour that a change of clocks leaves out or repeats, one that is at most that hour off. */
export function instantOf(wall: number, clock: WallClock): number {
  const guess = wall - clock(wall);
  return wall - clock(guess);
}

/** Start of the day that an instant falls on, as days since 1970 by the wall clock. */
export function dayOf(instant: number, clock: WallClock): number {
  return Math.floor((instant + clock(instant)) / day);
}

function floorOf(wall: number, { unit, count }: TickStep): number {
  switch (unit) {
    case 'second':
      return floorTo(wall, count * second);
    case 'minute':
      return floorTo(wall, count * minute);
    case 'hour':
      return floorTo(wall, count * hour);
    case 'day':
      return floorTo(wall, day);
    case 'week':
      // 1970-01-05 was a Monday.
      return floorTo(wall - 4 * day, 7 * day) + 4 * day;
    case 'month':
    case 'year':
      return monthStart(floorTo(monthOfDay(Math.floor(wall / day)), unit === 'year' ? 12 * count : count));
  }
}

function nextOf(wall: number, of: TickStep): number {
  if (of.unit !== 'month' && of.unit !== 'year') return wall + of.ms;
  return monthStart(monthOfDay(wall / day) + (of.unit === 'year' ? 12 : 1) * of.count);
}

function monthStart(months: number): number {
  return daysFromCivil(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1) * day;
}

function floorTo(value: number, size: number): number {
  return Math.floor(value / size) * size;
}

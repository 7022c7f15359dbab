import type { JourneySpec } from '../protocol/journey.js';
import type { Steps } from '../steps.js';
import type { StoreView } from '../store/view.js';
import type { Unit } from './journey-units.js';
import { rowMatcher } from './selector.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** A gap is no silence below this. */
const leastSilenceMs = 7 * dayMs;
const burstRows = 5;
/** Rows between two rests. */
const pieceRows = 1 << 14;

/** A change of the current stage, of the journey in hand; stages from 1, 0 = none before. */
export interface Change {
  readonly from: number;
  readonly to: number;
  /** Place in the unit. */
  readonly at: number;
  /** Time since the stage left was entered; null for the first. */
  readonly dwellMs: number | null;
}

/** The changes of a journey's current stage, in order, with rests. Rows without a stage change nothing. */
export function* changesOf(view: StoreView, unit: Unit): Steps<Change[]> {
  const changes: Change[] = [];
  const state: StageState = { current: 0, entered: 0 };
  for (let first = 0; first < unit.length; first += pieceRows) {
    const last = Math.min(first + pieceRows, unit.length);
    changesWithin(view, unit, first, last, state, (from, to, at, dwellMs) => changes.push({ from, to, at, dwellMs }));
    yield 0;
  }
  return changes;
}

type TakeChange = (from: number, to: number, at: number, dwellMs: number | null) => void;

/** As `changesOf`, told one by one and without rests: for journeys by the million. */
export function eachChange(view: StoreView, unit: Unit, take: TakeChange): void {
  changesWithin(view, unit, 0, unit.length, { current: 0, entered: 0 }, take);
}

/** The stage a journey is in, and when it was entered. */
interface StageState {
  current: number;
  entered: number;
}

function changesWithin(
  { time }: StoreView,
  unit: Unit,
  first: number,
  last: number,
  state: StageState,
  take: TakeChange,
): void {
  let { current, entered } = state;
  for (let i = first; i < last; i++) {
    const stage = unit.stages[i]!;
    if (stage === 0 || stage === current) continue;
    const t = time[unit.rows[i]!]!;
    take(current, stage, i, current === 0 ? null : t - entered);
    current = stage;
    entered = t;
  }
  state.current = current;
  state.entered = entered;
}

/** `forward` or `back` by the order of the stages; null for the first. */
export function directionOf(from: number, to: number): 'forward' | 'back' | null {
  if (from === 0) return null;
  return to > from ? 'forward' : 'back';
}

/** Forward by more than one stage. */
export function isSkip(from: number, to: number): boolean {
  return from !== 0 && to - from > 1;
}

/** The gap from which on there is silence. */
export function silenceFrom(referenceMs: number | null): number {
  return Math.max(leastSilenceMs, 3 * (referenceMs ?? 0));
}

/**
 * Where a journey's open gap ends: the end of the data, or of the range, since what comes after the range is not looked
 * at. Since the base of the view; null without data.
 */
export function openEnd(view: StoreView, spec: JourneySpec): number | null {
  if (view.dataEnd === null) return null;
  return Math.min(view.dataEnd, spec.range?.to ?? Infinity) - view.timeBase;
}

/** Whether a journey has a burst. */
export function hasBurst(view: StoreView, unit: Unit): boolean {
  for (let i = burstRows - 1; i < unit.length; i++) if (endsBurst(view, unit, i)) return true;
  return false;
}

/** Runs of a journey's rows of which every five consecutive lie within an hour, as places `from ..= to`. */
export function burstsOf(view: StoreView, unit: Unit): (readonly [from: number, to: number])[] {
  const bursts: (readonly [number, number])[] = [];
  let begin = -1;
  for (let i = burstRows - 1; i < unit.length; i++) {
    const close = endsBurst(view, unit, i);
    if (close && begin < 0) begin = i - burstRows + 1;
    if (!close && begin >= 0) {
      bursts.push([begin, i - 1]);
      begin = -1;
    }
  }
  if (begin >= 0) bursts.push([begin, unit.length - 1]);
  return bursts;
}

/** Whether the row at a place and the four before it lie within an hour. */
function endsBurst({ time }: StoreView, { rows }: Unit, place: number): boolean {
  return time[rows[place]!]! - time[rows[place - burstRows + 1]!]! <= hourMs;
}

/** Finds the place of the row that ends a journey's cycle; -1 = none. Null where `cycleTo` was not asked. */
export function cycleFinder(view: StoreView, spec: JourneySpec): ((unit: Unit) => number) | null {
  const { cycleTo, stages = [] } = spec;
  if (!cycleTo) return null;
  if ('stage' in cycleTo) {
    const stage = stages.findIndex(({ name }) => name === cycleTo.stage) + 1;
    return (unit) => {
      for (let i = 0; i < unit.length; i++) if (unit.stages[i] === stage) return i;
      return -1;
    };
  }
  const matches = rowMatcher(view, cycleTo);
  return (unit) => {
    for (let i = 0; i < unit.length; i++) if (matches(unit.rows[i]!)) return i;
    return -1;
  };
}

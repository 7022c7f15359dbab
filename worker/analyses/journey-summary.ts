import type { JourneySpec, JourneySummary, Silence, StageSummary, StageTransition } from '../protocol/journey.js';
import type { Steps } from '../steps.js';
import { sessionOfRow, type Sessions } from '../store/sessions.js';
import type { StoreView } from '../store/view.js';
import { dayCounter } from '../time/buckets.js';
import { zoneTable } from '../time/zone-table.js';
import {
  burstsOf,
  changesOf,
  cycleFinder,
  directionOf,
  isSkip,
  openEnd,
  silenceFrom,
  type Change,
} from './journey-facts.js';
import { channelReader, type Lane } from './journey-bins.js';
import type { Unit } from './journey-units.js';
import { numbers } from './selector.js';
import { referenceGap } from './reference-gap.js';
import { byCodeUnits } from './top.js';

/** Most transitions and bursts that a result holds. */
const mostListed = 10_000;
/** Rows between two rests; a power of two. */
const stepRows = 4096;

/** What is true of one journey. Work: a few passes over its rows. */
export function* summarise(view: StoreView, spec: JourneySpec, sessions: Sessions, unit: Unit): Steps<JourneySummary> {
  const { stages = [] } = spec;
  const times = (place: number): number => view.timeBase + view.time[unit.rows[place]!]!;
  const name = (stage: number): string | null => (stage === 0 ? null : stages[stage - 1]!.name);
  const changes = yield* changesOf(view, unit);
  const bursts = burstsOf(view, unit);
  yield unit.length;
  const referenceMs = yield* referenceGap(view, spec.reference);
  const silences = yield* silencesOf(view, spec, unit, referenceMs, name);
  const days = yield* activeDays(view, unit, spec.tz ?? 'UTC');
  const end = cycleFinder(view, spec)?.(unit) ?? -1;
  const last = changes.at(-1);
  const transitions = changes.slice(0, mostListed).map((change): StageTransition => ({
    from: name(change.from),
    to: name(change.to)!,
    time: times(change.at),
    dwellMs: change.dwellMs,
    direction: directionOf(change.from, change.to),
  }));
  return {
    rows: unit.length,
    firstMs: unit.length === 0 ? null : times(0),
    lastMs: unit.length === 0 ? null : times(unit.length - 1),
    sessions: yield* sessionCount(view, sessions, unit),
    channels: yield* channelRows(view, unit),
    stages: yield* stageSummaries(spec, unit, changes, times),
    currentStage: last ? name(last.to) : null,
    currentSinceMs: last ? times(last.at) : null,
    transitions,
    transitionsTotal: changes.length,
    ...(yield* movesOf(changes)),
    silences,
    bursts: bursts
      .slice(0, mostListed)
      .map(([from, to]) => ({ fromMs: times(from), toMs: times(to), rows: to - from + 1 })),
    activeDays: days,
    touchFrequency: days === 0 ? null : unit.length / days,
    cycleTimeMs: end < 0 ? null : times(end) - times(0),
  };
}

function* silencesOf(
  view: StoreView,
  spec: JourneySpec,
  unit: Unit,
  referenceMs: number | null,
  name: (stage: number) => string | null,
): Steps<Silence[]> {
  const least = silenceFrom(referenceMs);
  const found: Silence[] = [];
  let stage = 0;
  const add = (from: number, to: number, open: boolean): void => {
    if (to - from < least) return;
    const fromMs = view.timeBase + from;
    const toMs = view.timeBase + to;
    found.push({ fromMs, toMs, ms: toMs - fromMs, referenceMs, stage: name(stage), open });
  };
  let previous: number | null = null;
  for (let i = 0; i < unit.length; i++) {
    if ((i & (stepRows - 1)) === stepRows - 1) yield stepRows;
    const t = view.time[unit.rows[i]!]!;
    if (previous !== null) add(previous, t, false);
    stage = unit.stages[i]! || stage;
    previous = t;
  }
  const end = openEnd(view, spec);
  if (previous !== null && end !== null) add(previous, end, true);
  return found;
}

function* activeDays(view: StoreView, unit: Unit, tz: string): Steps<number> {
  const dayOf = dayCounter(zoneTable(tz));
  let days = 0;
  let last = NaN;
  for (let i = 0; i < unit.length; i++) {
    if ((i & (stepRows - 1)) === stepRows - 1) yield stepRows;
    const day = dayOf(view.timeBase + view.time[unit.rows[i]!]!);
    if (day !== last) days++;
    last = day;
  }
  return days;
}

function* sessionCount(view: StoreView, sessions: Sessions, unit: Unit): Steps<number> {
  /** By session: 1 where it has been counted. */
  const seen = Array.isArray(view.time) ? numbers(view, sessions.count) : new Uint8Array(sessions.count);
  let count = 0;
  let from = 0;
  let to = 0;
  for (let i = 0; i < unit.length; i++) {
    if ((i & (stepRows - 1)) === stepRows - 1) yield 0;
    const row = unit.rows[i]!;
    // Most rows lie in the session of the row before.
    if (row >= from && row < to) continue;
    const session = sessionOfRow(sessions, row);
    if (seen[session] === 0) count++;
    seen[session] = 1;
    from = sessions.starts[session]!;
    to = sessions.starts[session + 1]!;
  }
  return count;
}

function* channelRows(view: StoreView, unit: Unit): Steps<Lane[]> {
  const { names, codeOf } = channelReader(view);
  const counts = new Map<number, number>();
  for (let i = 0; i < unit.length; i++) {
    const code = codeOf(unit.rows[i]!);
    counts.set(code, (counts.get(code) ?? 0) + 1);
    if ((i & (stepRows - 1)) === stepRows - 1) yield 0;
  }
  return [...counts]
    .map(([code, rows]) => ({ channel: names(code), rows }))
    .sort((a, b) => b.rows - a.rows || byCodeUnits(a.channel ?? '', b.channel ?? ''));
}

function* movesOf(changes: readonly Change[]): Steps<Pick<JourneySummary, 'skips' | 'backwardMoves'>> {
  let skips = 0;
  let backwardMoves = 0;
  for (const [i, { from, to }] of changes.entries()) {
    if (isSkip(from, to)) skips++;
    if (directionOf(from, to) === 'back') backwardMoves++;
    if ((i & (stepRows - 1)) === stepRows - 1) yield 0;
  }
  return { skips, backwardMoves };
}

function* stageSummaries(
  { stages = [] }: JourneySpec,
  unit: Unit,
  changes: readonly Change[],
  times: (place: number) => number,
): Steps<StageSummary[]> {
  const found = stages.map(() => ({ rows: 0, first: -1, timeMs: 0, stays: 0 }));
  for (let i = 0; i < unit.length; i++) {
    if (unit.stages[i]! > 0) found[unit.stages[i]! - 1]!.rows++;
    if ((i & (stepRows - 1)) === stepRows - 1) yield 0;
  }
  for (const [i, { from, to, at, dwellMs }] of changes.entries()) {
    const entered = found[to - 1]!;
    if (entered.first < 0) entered.first = at;
    if (from > 0) {
      const left = found[from - 1]!;
      left.timeMs += dwellMs!;
      left.stays++;
    }
    if ((i & (stepRows - 1)) === stepRows - 1) yield 0;
  }
  return stages.map(({ name }, k) => {
    const { rows, first, timeMs, stays } = found[k]!;
    return { name, rows, firstReachedMs: first < 0 ? null : times(first), timeMs, stays };
  });
}

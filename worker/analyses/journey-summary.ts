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
  const changes = changesOf(view, unit);
  yield unit.length;
  const bursts = burstsOf(view, unit);
  yield unit.length;
  const referenceMs = yield* referenceGap(view, spec.reference);
  const silences = silencesOf(view, spec, unit, referenceMs, name);
  yield unit.length;
  const days = activeDays(view, unit, spec.tz ?? 'UTC');
  yield unit.length;
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
    sessions: yield* sessionCount(sessions, unit),
    channels: yield* channelRows(view, unit),
    stages: stageSummaries(spec, unit, changes, times),
    currentStage: last ? name(last.to) : null,
    currentSinceMs: last ? times(last.at) : null,
    transitions,
    transitionsTotal: changes.length,
    skips: changes.filter(({ from, to }) => isSkip(from, to)).length,
    backwardMoves: changes.filter(({ from, to }) => directionOf(from, to) === 'back').length,
    silences,
    bursts: bursts
      .slice(0, mostListed)
      .map(([from, to]) => ({ fromMs: times(from), toMs: times(to), rows: to - from + 1 })),
    activeDays: days,
    touchFrequency: days === 0 ? null : unit.length / days,
    cycleTimeMs: end < 0 ? null : times(end) - times(0),
  };
}

function silencesOf(
  view: StoreView,
  spec: JourneySpec,
  unit: Unit,
  referenceMs: number | null,
  name: (stage: number) => string | null,
): Silence[] {
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
    const t = view.time[unit.rows[i]!]!;
    if (previous !== null) add(previous, t, false);
    stage = unit.stages[i]! || stage;
    previous = t;
  }
  const end = openEnd(view, spec);
  if (previous !== null && end !== null) add(previous, end, true);
  return found;
}

function activeDays(view: StoreView, unit: Unit, tz: string): number {
  const dayOf = dayCounter(zoneTable(tz));
  let days = 0;
  let last = NaN;
  for (let i = 0; i < unit.length; i++) {
    const day = dayOf(view.timeBase + view.time[unit.rows[i]!]!);
    if (day !== last) days++;
    last = day;
  }
  return days;
}

function* sessionCount(sessions: Sessions, unit: Unit): Steps<number> {
  const seen = new Set<number>();
  let from = 0;
  let to = 0;
  for (let i = 0; i < unit.length; i++) {
    if ((i & (stepRows - 1)) === stepRows - 1) yield 0;
    const row = unit.rows[i]!;
    // Most rows lie in the session of the row before.
    if (row >= from && row < to) continue;
    const session = sessionOfRow(sessions, row);
    seen.add(session);
    from = sessions.starts[session]!;
    to = sessions.starts[session + 1]!;
  }
  return seen.size;
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

function stageSummaries(
  { stages = [] }: JourneySpec,
  unit: Unit,
  changes: readonly Change[],
  times: (place: number) => number,
): StageSummary[] {
  const rows = stages.map(() => 0);
  for (let i = 0; i < unit.length; i++) if (unit.stages[i]! > 0) rows[unit.stages[i]! - 1]!++;
  return stages.map(({ name }, k) => {
    const first = changes.find((change) => change.to === k + 1);
    const ended = changes.filter((change) => change.from === k + 1);
    return {
      name,
      rows: rows[k]!,
      firstReachedMs: first ? times(first.at) : null,
      timeMs: ended.reduce((sum, change) => sum + change.dwellMs!, 0),
      stays: ended.length,
    };
  });
}

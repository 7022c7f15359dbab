import type { GroupStage, GroupTransition, JourneyGroup, JourneySpec } from '../protocol/journey.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { cycleFinder, directionOf, eachChange, hasBurst, isSkip, openEnd, silenceFrom } from './journey-facts.js';
import { walkUnits } from './journey-units.js';
import { median, NumberList, quantile } from './mean-median.js';
import { referenceGap } from './reference-gap.js';
import { variants } from './variants.js';

/** The journeys of a group, and how many actors and rows they have. */
export interface GroupCount {
  readonly group: JourneyGroup;
  readonly actors: number;
  readonly rows: number;
}

/** Counts over the journeys of all actors in scope. One pass over the rows, and one of `variants` for the modal path. */
export function* countGroup(view: StoreView, spec: JourneySpec, mask: RowMask | null): Steps<GroupCount> {
  const { stages = [] } = spec;
  const plain = Array.isArray(view.time);
  const count = stages.length;
  const rows = stages.map(() => 0);
  const reached = stages.map(() => 0);
  const current = stages.map(() => 0);
  const stays = stages.map(() => new NumberList(plain));
  /** By `from * (count + 1) + to`; from 0 = none before. */
  const moves = new Map<number, { count: number; actors: number; last: number }>();
  const seen = stages.map(() => -1);
  const referenceMs = yield* referenceGap(view, spec.reference);
  const least = silenceFrom(referenceMs);
  const end = openEnd(view, spec);
  const findCycle = cycleFinder(view, spec);
  const cycles = new NumberList(plain);
  const totals = { actors: 0, rows: 0, skips: 0, backwardMoves: 0, silent: 0, bursting: 0 };
  yield* walkUnits(view, spec, mask, (unit, actor) => {
    totals.actors++;
    totals.rows += unit.length;
    const last = view.time[unit.rows[unit.length - 1]!]!;
    if (end !== null && end - last >= least) totals.silent++;
    if (hasBurst(view, unit)) totals.bursting++;
    const cycle = findCycle?.(unit) ?? -1;
    if (cycle >= 0) cycles.push(view.time[unit.rows[cycle]!]! - view.time[unit.rows[0]!]!);
    if (count === 0) return;
    for (let i = 0; i < unit.length; i++) {
      const stage = unit.stages[i]! - 1;
      if (stage < 0) continue;
      rows[stage]!++;
      if (seen[stage] !== actor) reached[stage]!++;
      seen[stage] = actor;
    }
    let now = 0;
    eachChange(view, unit, (from, to, _at, dwellMs) => {
      const key = from * (count + 1) + to;
      let move = moves.get(key);
      if (!move) moves.set(key, (move = { count: 0, actors: 0, last: -1 }));
      move.count++;
      if (move.last !== actor) move.actors++;
      move.last = actor;
      if (isSkip(from, to)) totals.skips++;
      if (directionOf(from, to) === 'back') totals.backwardMoves++;
      if (dwellMs !== null) stays[from - 1]!.push(dwellMs);
      now = to;
    });
    if (now > 0) current[now - 1]!++;
  });
  const found: GroupStage[] = [];
  for (const [k, { name }] of stages.entries()) {
    found.push({
      name,
      rows: rows[k]!,
      reached: reached[k]!,
      current: current[k]!,
      stays: stays[k]!.length,
      medianMs: yield* median(stays[k]!),
      p90Ms: yield* quantile(stays[k]!, 0.9),
    });
  }
  const transitions = [...moves]
    .sort(([a, one], [b, other]) => other.count - one.count || a - b)
    .map(([key, move]): GroupTransition => {
      const [from, to] = [Math.floor(key / (count + 1)), key % (count + 1)];
      return {
        from: from === 0 ? null : stages[from - 1]!.name,
        to: stages[to - 1]!.name,
        direction: directionOf(from, to),
        count: move.count,
        actors: move.actors,
      };
    });
  const { skips, backwardMoves, silent, bursting } = totals;
  const group: JourneyGroup = {
    stages: found,
    transitions,
    skips,
    backwardMoves,
    silent,
    referenceMs,
    bursting,
    cycles: cycles.length,
    medianCycleMs: yield* median(cycles),
    modal: spec.modal ? yield* modalPath(view, spec, mask) : null,
  };
  return { group, actors: totals.actors, rows: totals.rows };
}

function* modalPath(view: StoreView, spec: JourneySpec, mask: RowMask | null): Steps<readonly string[] | null> {
  const { range, where, sessionGapMs, modal } = spec;
  const options = { ...modal, ...(range && { range }), ...(where && { where }), ...(sessionGapMs && { sessionGapMs }) };
  const asked = { kind: 'variants', per: 'actor', limit: 1, maxEdges: 1, ...options } as const;
  return (yield* variants(view, asked, mask)).result.modal;
}

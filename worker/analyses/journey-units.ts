import { matchRows, type MatchTable } from '../kernels/match-rows.js';
import type { NumericArray } from '../protocol/batch.js';
import type { JourneySpec } from '../protocol/journey.js';
import type { Selector } from '../protocol/filter.js';
import type { Steps } from '../steps.js';
import { findActor } from '../store/find-actor.js';
import { actorOfRow, actorRuns } from '../store/sessions.js';
import { compareText, sortInSteps } from '../store/sort-in-steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { groupKey } from './property-tuples.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers, sliceRows, type RowTest } from './selector.js';

/** The rows of one journey in scope, in order of time. */
export interface Unit {
  length: number;
  /** Places in the store. */
  readonly rows: number[];
  /** Stage of each row, from 1; 0 = none. */
  readonly stages: number[];
}

/** Whose journeys a spec asks for. */
export type Whose = 'actor' | 'account' | 'group';

export function whoseOf(spec: JourneySpec): Whose {
  if (spec.actor !== undefined) return 'actor';
  return spec.account === undefined ? 'group' : 'account';
}

interface KeptUnit {
  readonly key: string;
  readonly mask: RowMask | null;
  readonly unit: Unit;
}

const kept = new WeakMap<StoreView, KeptUnit[]>();
const keptUnits = 4;

/** The one journey of an actor or an account. Kept with the view, since it is read in pages. */
export function* readUnit(view: StoreView, spec: JourneySpec, mask: RowMask | null): Steps<Unit> {
  const { actor, account, range, where, stages } = spec;
  const key = JSON.stringify([actor, account, range, where, stages]);
  let known = kept.get(view);
  if (!known) kept.set(view, (known = []));
  const before = known.find((one) => one.key === key && one.mask === mask);
  if (before) return before.unit;
  const unit = actor === undefined ? yield* accountUnit(view, spec, mask) : yield* actorUnit(view, spec, mask);
  if (known.length >= keptUnits) known.shift();
  known.push({ key, mask, unit });
  return unit;
}

/**
 * Walks the journey of every actor with a row in scope.
 * @param visit told each; the same object is filled again for the next
 */
export function* walkUnits(
  view: StoreView,
  spec: JourneySpec,
  mask: RowMask | null,
  visit: (unit: Unit, actor: number) => void,
): Steps<void> {
  const reader = newReader(view, spec, mask);
  const unit: Unit = { length: 0, rows: [], stages: [] };
  for (const [first, last] of actorRuns(view)) {
    reader.prepare(view.offsets[first]!, view.offsets[last]!);
    for (let actor = first; actor < last; actor++) {
      unit.length = 0;
      reader.take(unit, view.offsets[actor]!, view.offsets[actor + 1]!, null);
      if (unit.length > 0) visit(unit, actor);
    }
    yield view.offsets[last]! - view.offsets[first]!;
  }
}

function* actorUnit(view: StoreView, spec: JourneySpec, mask: RowMask | null): Steps<Unit> {
  const unit: Unit = { length: 0, rows: [], stages: [] };
  const actor = yield* findActor(view, spec.actor!);
  if (actor < 0) return unit;
  yield* takeActor(newReader(view, spec, mask), unit, view, actor, null);
  return unit;
}

/** Adds an actor's rows, however many, in runs. */
function* takeActor(
  reader: Reader,
  unit: Unit,
  view: StoreView,
  actor: number,
  passes: ((row: number) => boolean) | null,
): Steps<void> {
  const end = view.offsets[actor + 1]!;
  for (let from = view.offsets[actor]!; from < end; from += sliceRows) {
    const to = Math.min(from + sliceRows, end);
    reader.prepare(from, to);
    reader.take(unit, from, to, passes);
    yield to - from;
  }
}

/** All rows of the actors that name the account, less those that name another; by time, then actor key, then input. */
function* accountUnit(view: StoreView, spec: JourneySpec, mask: RowMask | null): Steps<Unit> {
  const unit: Unit = { length: 0, rows: [], stages: [] };
  const accounts = yield* accountsOf(view, spec.account!);
  if (!accounts) return unit;
  const actors: number[] = [];
  for (const [first, last] of actorRuns(view)) {
    for (let actor = first; actor < last; actor++) {
      const end = view.offsets[actor + 1]!;
      let row = view.offsets[actor]!;
      while (row < end && accounts(row) !== 1) row++;
      if (row < end) actors.push(actor);
    }
    yield view.offsets[last]! - view.offsets[first]!;
  }
  const reader = newReader(view, spec, mask);
  actors.sort((a, b) => compareText(view.actorKey(a), view.actorKey(b)));
  for (const actor of actors) yield* takeActor(reader, unit, view, actor, (row) => accounts(row) >= 0);
  const places = Array.from(unit.rows.keys());
  const order = yield* sortInSteps(places, (a, b) => view.time[unit.rows[a]!]! - view.time[unit.rows[b]!]! || a - b);
  return {
    length: unit.length,
    rows: order.map((place) => unit.rows[place]!),
    stages: order.map((place) => unit.stages[place]!),
  };
}

/** Whether a row names the account (1), none (0) or another (-1); null when no row of the view names it. */
function* accountsOf(view: StoreView, account: string): Steps<((row: number) => number) | null> {
  const column = view.column('account');
  if (!column) return null;
  if (column.kind === 'number') {
    const { values } = column;
    return (row) => (Number.isNaN(values[row]!) ? 0 : groupKey(values[row]!) === account ? 1 : -1);
  }
  const says = Array.from<number>({ length: column.values.length + 1 }).fill(-1);
  says[0] = 0;
  for (const [index, value] of column.values.entries()) {
    if (groupKey(value) === account) says[index + 1] = 1;
    if ((index & 0xfff) === 0xfff) yield 0;
  }
  const { codes } = column;
  return says.includes(1) ? (row) => says[codes[row]!]! : null;
}

/** Reads rows in scope with their stages, a run of rows at a time. */
interface Reader {
  prepare(from: number, to: number): void;
  /** Adds the rows of `from .. to` in scope that pass; they lie in the prepared run. */
  take(unit: Unit, from: number, to: number, passes: ((row: number) => boolean) | null): void;
}

function newReader(view: StoreView, spec: JourneySpec, mask: RowMask | null): Reader {
  const scope = compileScope(view, spec, mask);
  const stageOf = compileStages(view, spec);
  let base = 0;
  let inScope: NumericArray | null = null;
  let stages: NumericArray | null = null;
  return {
    prepare(from, to) {
      base = from;
      inScope = scope?.(from, to) ?? null;
      stages = stageOf?.(from, to) ?? null;
    },
    take(unit, from, to, passes) {
      for (let row = from; row < to; row++) {
        if (inScope && inScope[row - base] === 0) continue;
        if (passes && !passes(row)) continue;
        unit.stages[unit.length] = stages ? stages[row - base]! : 0;
        unit.rows[unit.length++] = row;
      }
    },
  };
}

/** Stage of each row of a run, from 1; 0 = none. Selectors stand in one list, 32 a table; the first that a row meets tells. */
function compileStages(view: StoreView, spec: JourneySpec): RowTest | null {
  if (!spec.stages) return null;
  const selectors: Selector[] = [];
  const stageOf: number[] = [];
  for (const [k, { match }] of spec.stages.entries()) {
    for (const selector of match) {
      selectors.push(selector);
      stageOf.push(k + 1);
    }
  }
  const tables: MatchTable[] = [];
  for (let i = 0; i < selectors.length; i += 32) tables.push(compileSelectors(view, selectors.slice(i, i + 32)));
  let bits = numbers(view, 0);
  let stages = numbers(view, 0);
  return (from, to) => {
    const rows = to - from;
    if (stages.length < rows) {
      bits = numbers(view, rows);
      stages = numbers(view, rows);
    }
    for (let i = 0; i < rows; i++) stages[i] = 0;
    for (const [k, table] of tables.entries()) {
      matchRows(table, view.event, from, to, bits);
      for (let i = 0; i < rows; i++) {
        const own = bits[i]!;
        // The lowest bit: of several selectors the first in the list.
        if (own !== 0 && stages[i] === 0) stages[i] = stageOf[k * 32 + 31 - Math.clz32(own & -own)]!;
      }
    }
    return stages;
  };
}

/** Actors of a unit's rows, ascending, each once. */
export function* unitActors(view: StoreView, unit: Unit): Steps<number[]> {
  const actors = new Set<number>();
  let actor = -1;
  for (let i = 0; i < unit.length; i++) {
    if ((i & (sliceRows - 1)) === sliceRows - 1) yield 0;
    const row = unit.rows[i]!;
    if (actor >= 0 && row >= view.offsets[actor]! && row < view.offsets[actor + 1]!) continue;
    actor = actorOfRow(view, row);
    actors.add(actor);
  }
  return [...actors].sort((a, b) => a - b);
}

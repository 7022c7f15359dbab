import type { JourneyMark, JourneyResult, JourneyRow, JourneySpec } from '../protocol/journey.js';
import type { Steps } from '../steps.js';
import { cellOf } from '../store/cell.js';
import { actorOfRow, sessionOfRow, sessionsOf, type Sessions } from '../store/sessions.js';
import { compareText } from '../store/sort-in-steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { binsOf } from './journey-bins.js';
import { burstsOf, cycleFinder, eachChange, openEnd, silenceFrom } from './journey-facts.js';
import { countGroup } from './journey-group.js';
import { summarise } from './journey-summary.js';
import { readUnit, unitActors, walkUnits, whoseOf, type Unit } from './journey-units.js';
import { referenceGap } from './reference-gap.js';
import { resultMeta } from './result-meta.js';

/** Most actor keys that a result names. */
const mostKeys = 100;

/** What a journey says, and what lists are made from by reading again. */
export interface JourneyAnswer {
  readonly result: JourneyResult;
  readonly view: StoreView;
  readonly spec: JourneySpec;
  readonly mask: RowMask | null;
}

/**
 * Reads one journey in pages with what is true of the whole, or counts over the journeys of a group
 * (`docs/concepts/journey.md`). The rows of one journey are found once and kept, so that a further page costs what it
 * shows.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 */
export function* journey(view: StoreView, spec: JourneySpec, mask: RowMask | null): Steps<JourneyAnswer> {
  const whose = whoseOf(spec);
  if (whose === 'group') {
    const { group, actors, rows } = yield* countGroup(view, spec, mask);
    const empty = { actorKeys: [], page: null, bins: null, summary: null };
    const result: JourneyResult = { kind: 'journey', of: whose, actors, ...empty, group, meta: resultMeta(view, rows) };
    return { result, view, spec, mask };
  }
  const sessions = yield* sessionsOf(view, spec.sessionGapMs);
  const unit = yield* readUnit(view, spec, mask);
  const actors = yield* unitActors(view, unit);
  const { window, offset = 0, limit = 200 } = spec;
  const from = window ? placeAt(view, unit, window.from) : 0;
  const to = window ? Math.max(from, placeAt(view, unit, window.to)) : unit.length;
  const bins = yield* binsOf(view, spec, unit, from, to);
  const result: JourneyResult = {
    kind: 'journey',
    of: whose,
    actors: actors.length,
    actorKeys: actors
      .map((actor) => view.actorKey(actor))
      .sort(compareText)
      .slice(0, mostKeys),
    page: {
      offset,
      total: to - from,
      rows: rowsOf(view, spec, sessions, unit, from + offset, Math.min(to, from + offset + limit)),
    },
    bins,
    summary: spec.summary === false ? null : yield* summarise(view, spec, sessions, unit),
    group: null,
    meta: resultMeta(view, unit.length),
  };
  return { result, view, spec, mask };
}

/** The actors behind a mark, each once. */
export function* journeyActors(answer: JourneyAnswer, mark: JourneyMark): Steps<number[]> {
  const { view } = answer;
  const actors = new Set<number>();
  yield* rowsBehind(answer, mark, (row) => actors.add(actorOfRow(view, row)));
  return [...actors];
}

/** The rows behind a mark. */
export function* journeyRows(answer: JourneyAnswer, mark: JourneyMark): Steps<number[]> {
  const rows: number[] = [];
  yield* rowsBehind(answer, mark, (row) => rows.push(row));
  return rows;
}

function* rowsBehind({ view, spec, mask }: JourneyAnswer, mark: JourneyMark, tell: (row: number) => void): Steps<void> {
  const finder = yield* placesBehind(view, spec, mark);
  const visit = (unit: Unit): void => {
    for (const place of finder(unit)) tell(unit.rows[place]!);
  };
  if (whoseOf(spec) === 'group') yield* walkUnits(view, spec, mask, visit);
  else visit(yield* readUnit(view, spec, mask));
}

/** The places of a unit that a mark means. */
function* placesBehind(
  view: StoreView,
  spec: JourneySpec,
  mark: JourneyMark,
): Steps<(unit: Unit) => readonly number[]> {
  const stageOf = (name: string | null): number => (spec.stages ?? []).findIndex((stage) => stage.name === name) + 1;
  const places = (unit: Unit, passes: (place: number) => boolean): number[] => {
    const found: number[] = [];
    for (let i = 0; i < unit.length; i++) if (passes(i)) found.push(i);
    return found;
  };
  switch (mark.kind) {
    case 'journey':
      return (unit) => places(unit, () => true);
    case 'stage': {
      const stage = stageOf(mark.stage);
      const { of } = mark;
      return (unit) => {
        const rows = places(unit, (i) => unit.stages[i] === stage);
        if (of === 'rows') return rows;
        if (of === 'reached') return rows.slice(0, 1);
        return places(unit, (i) => unit.stages[i]! > 0).at(-1) === rows.at(-1) ? rows.slice(-1) : [];
      };
    }
    case 'transition': {
      const from = stageOf(mark.from);
      const to = stageOf(mark.to);
      return (unit) => {
        const found: number[] = [];
        eachChange(view, unit, (left, entered, at) => {
          if (left === from && entered === to) found.push(at);
        });
        return found;
      };
    }
    case 'burst':
      return (unit) => {
        const burst = burstsOf(view, unit)[mark.index];
        return burst ? places(unit, (i) => i >= burst[0] && i <= burst[1]) : [];
      };
    case 'journeys': {
      if (mark.of === 'bursting') return (unit) => burstsOf(view, unit).map(([from]) => from);
      if (mark.of === 'cycled') {
        const find = cycleFinder(view, spec);
        return (unit) => [find?.(unit) ?? -1].filter((place) => place >= 0);
      }
      const least = silenceFrom(yield* referenceGap(view, spec.reference));
      const end = openEnd(view, spec);
      return (unit) => {
        const last = unit.length - 1;
        return last >= 0 && end !== null && end - view.time[unit.rows[last]!]! >= least ? [last] : [];
      };
    }
  }
}

/** The first place of a unit whose time is not before an instant. */
function placeAt(view: StoreView, unit: Unit, instant: number): number {
  let low = 0;
  let high = unit.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.timeBase + view.time[unit.rows[middle]!]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows of the places `from .. to` of a unit. */
function rowsOf(
  view: StoreView,
  spec: JourneySpec,
  sessions: Sessions,
  unit: Unit,
  from: number,
  to: number,
): JourneyRow[] {
  const { time, offsets, timeBase } = view;
  const { stages = [] } = spec;
  const [channel, source, value, page] = ['channel', 'source', 'value', 'page'].map((name) => view.column(name));
  const more = (spec.properties ?? []).map((name) => view.column(name));
  const rows: JourneyRow[] = [];
  for (let place = from; place < to; place++) {
    const row = unit.rows[place]!;
    const actor = actorOfRow(view, row);
    const session = sessionOfRow(sessions, row);
    const event = view.event[row]!;
    const stage = unit.stages[place]!;
    const t = time[row]!;
    rows.push({
      time: timeBase + t,
      event: event === 0 ? null : view.eventNames[event - 1]!,
      actor: view.actorKey(actor),
      channel: cellOf(channel, row),
      source: cellOf(source, row),
      stage: stage === 0 ? null : stages[stage - 1]!.name,
      value: cellOf(value, row),
      page: cellOf(page, row),
      values: more.map((column) => cellOf(column, row)),
      session: session - sessions.offsets[actor]! + 1,
      gapMs: row === offsets[actor] ? null : t - time[row - 1]!,
      dwellMs: row + 1 === sessions.starts[session + 1] ? null : time[row + 1]! - t,
    });
  }
  return rows;
}

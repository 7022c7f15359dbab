import type { NumericArray } from '../protocol/batch.js';
import type { Session, SessionsMark, SessionsResult, SessionsSpec } from '../protocol/paths.js';
import type { Steps } from '../steps.js';
import { findActor } from '../store/find-actor.js';
import { actorRuns, sessionsOf, type Sessions } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import { mean, median, NumberList } from './mean-median.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import type { RowTest } from './selector.js';

/** What a walk through the sessions in scope tells of each. */
interface SessionInHand {
  actor: number;
  /** From 1 within the actor. */
  number: number;
  /** Rows `first .. end` of the view, in scope or not. */
  first: number;
  end: number;
  rowsInScope: number;
  /** Has rows both inside and outside `range`. */
  cut: boolean;
}

/** The sessions' numbers, and what lists are made from by a second walk. */
export interface SessionsAnswer {
  readonly result: SessionsResult;
  readonly walk: Walk;
}

/** What a walk needs. */
interface Walk {
  readonly view: StoreView;
  readonly sessions: Sessions;
  readonly scope: RowTest | null;
  readonly range: SessionsSpec['range'];
}

/**
 * Counts the sessions that have a row in scope (`docs/concepts/paths.md`). A session is judged as a whole, whatever
 * range, `where` and filter leave out of it. One pass over the rows.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 */
export function* countSessions(view: StoreView, spec: SessionsSpec, mask: RowMask | null): Steps<SessionsAnswer> {
  const sessions = yield* sessionsOf(view, spec.sessionGapMs);
  const walk: Walk = { view, sessions, scope: compileScope(view, spec, mask), range: spec.range };
  const plain = Array.isArray(view.time);
  const durations = new NumberList(plain);
  const byRows = new Map<number, number>();
  const all = { sessions: 0, actors: 0, last: -1 };
  const single = { sessions: 0, actors: 0, last: -1 };
  const cut = { sessions: 0, actors: 0, last: -1 };
  const add = (group: typeof all, actor: number): void => {
    group.sessions++;
    if (group.last !== actor) group.actors++;
    group.last = actor;
  };
  let cutRows = 0;
  const rowsInScope = yield* walkSessions(walk, (session) => {
    const rows = session.end - session.first;
    add(all, session.actor);
    if (rows === 1) add(single, session.actor);
    if (session.cut) {
      add(cut, session.actor);
      cutRows += session.rowsInScope;
    }
    durations.push(view.time[session.end - 1]! - view.time[session.first]!);
    byRows.set(rows, (byRows.get(rows) ?? 0) + 1);
  });
  const lengths = [...byRows].sort(([a], [b]) => a - b);
  const result: SessionsResult = {
    kind: 'sessions',
    sessions: all.sessions,
    actors: all.actors,
    single: single.sessions,
    singleActors: single.actors,
    meanDurationMs: mean(durations),
    medianDurationMs: yield* median(durations),
    ...rowNumbers(lengths),
    byRows: lengths,
    sessionsCut: cut.sessions,
    cutActors: cut.actors,
    cutRows,
    page: spec.actor === undefined ? null : yield* pageOf(walk, spec.actor, spec.offset ?? 0, spec.limit ?? 100),
    meta: resultMeta(view, rowsInScope),
  };
  return { result, walk };
}

/** Mean and median (of an even number the mean of the middle two) of sessions counted by their rows, ascending. */
function rowNumbers(byRows: SessionsResult['byRows']): Pick<SessionsResult, 'meanRows' | 'medianRows'> {
  let rows = 0;
  let sessions = 0;
  for (const [length, count] of byRows) {
    rows += length * count;
    sessions += count;
  }
  if (sessions === 0) return { meanRows: null, medianRows: null };
  const at = (place: number): number => {
    let below = 0;
    for (const [length, count] of byRows) {
      below += count;
      if (place < below) return length;
    }
    return 0;
  };
  return { meanRows: rows / sessions, medianRows: (at((sessions - 1) >> 1) + at(sessions >> 1)) / 2 };
}

/** The actors behind a mark, ascending. */
export function* sessionActors(answer: SessionsAnswer, mark: SessionsMark): Steps<number[]> {
  const actors: number[] = [];
  yield* chosen(answer, mark, ({ actor }) => {
    if (actors.at(-1) !== actor) actors.push(actor);
  });
  return actors;
}

/** The rows in scope of the sessions behind a mark. */
export function* sessionRows(answer: SessionsAnswer, mark: SessionsMark): Steps<number[]> {
  const rows: number[] = [];
  yield* chosen(answer, mark, (session, inScope, base) => {
    for (let row = session.first; row < session.end; row++) {
      if (!inScope || inScope[row - base] === 1) rows.push(row);
    }
  });
  return rows;
}

type Visit = (session: SessionInHand, inScope: NumericArray | null, base: number) => void;

function* chosen({ walk }: SessionsAnswer, mark: SessionsMark, visit: Visit): Steps<void> {
  if (mark.kind === 'session') {
    const actor = yield* findActor(walk.view, mark.actor);
    if (actor < 0) return;
    walkRun(walk, actor, actor + 1, (session, inScope, base) => {
      if (session.number === mark.number) visit(session, inScope, base);
    });
    return;
  }
  const { of } = mark;
  yield* walkSessions(walk, (session, inScope, base) => {
    const counts = of === 'all' || (of === 'cut' ? session.cut : session.end - session.first === 1);
    if (counts) visit(session, inScope, base);
  });
}

/** One actor's sessions in scope, in pages. */
function* pageOf(walk: Walk, name: string, offset: number, limit: number): Steps<SessionsResult['page']> {
  const { view } = walk;
  const actor = yield* findActor(view, name);
  if (actor < 0) return null;
  const sessions: Session[] = [];
  let total = 0;
  walkRun(walk, actor, actor + 1, ({ number, first, end, rowsInScope, cut }) => {
    if (total >= offset && sessions.length < limit) {
      const firstMs = view.timeBase + view.time[first]!;
      const lastMs = view.timeBase + view.time[end - 1]!;
      sessions.push({ number, firstMs, lastMs, rows: end - first, rowsInScope, cut });
    }
    total++;
  });
  return { actor: view.actorKey(actor), offset, total, sessions };
}

/** Walks every session with a row in scope. @returns rows in scope */
function* walkSessions(walk: Walk, visit: Visit): Steps<number> {
  const { view } = walk;
  let rowsInScope = 0;
  for (const [first, last] of actorRuns(view)) {
    rowsInScope += walkRun(walk, first, last, visit);
    yield view.offsets[last]! - view.offsets[first]!;
  }
  return rowsInScope;
}

/** Walks the sessions of actors `first .. last`. @returns their rows in scope */
function walkRun({ view, sessions, scope, range }: Walk, first: number, last: number, visit: Visit): number {
  const base = view.offsets[first]!;
  const inScope = scope?.(base, view.offsets[last]!) ?? null;
  const session: SessionInHand = { actor: 0, number: 0, first: 0, end: 0, rowsInScope: 0, cut: false };
  let all = 0;
  for (let actor = first; actor < last; actor++) {
    session.actor = actor;
    const begin = sessions.offsets[actor]!;
    for (let s = begin; s < sessions.offsets[actor + 1]!; s++) {
      session.first = sessions.starts[s]!;
      session.end = sessions.starts[s + 1]!;
      let own = inScope ? 0 : session.end - session.first;
      if (inScope) for (let row = session.first; row < session.end; row++) own += inScope[row - base]!;
      if (own === 0) continue;
      all += own;
      session.number = s - begin + 1;
      session.rowsInScope = own;
      session.cut = range !== undefined && isCut(view, session, range);
      visit(session, inScope, base);
    }
  }
  return all;
}

/** Times ascend, so that the first and the last row tell; a row in scope lies inside. */
function isCut(view: StoreView, { first, end }: SessionInHand, range: { from: number; to: number }): boolean {
  return view.timeBase + view.time[first]! < range.from || view.timeBase + view.time[end - 1]! >= range.to;
}

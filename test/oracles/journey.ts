import type { JourneySpec } from '../../worker/protocol/journey.js';
import type { Row } from '../worker/view.js';
import { selects } from './funnel.js';
import { average, isInScope, middle, sessionRows, type SessionRow } from './sessions.js';

/** A row of a journey in scope. */
export interface TrueRow extends SessionRow {
  readonly actor: string;
  readonly stage: string | null;
}

/** What the oracle says of one journey. */
export interface JourneyTruth {
  readonly rows: readonly TrueRow[];
  readonly transitions: readonly {
    from: string | null;
    to: string;
    time: number;
    dwellMs: number | null;
    direction: 'forward' | 'back' | null;
    row: TrueRow;
  }[];
  readonly stages: readonly {
    name: string;
    rows: number;
    firstReachedMs: number | null;
    timeMs: number;
    stays: number;
  }[];
  readonly currentStage: string | null;
  readonly skips: number;
  readonly backwardMoves: number;
  readonly silences: readonly {
    fromMs: number;
    toMs: number;
    ms: number;
    referenceMs: number | null;
    stage: string | null;
    open: boolean;
  }[];
  readonly bursts: readonly { fromMs: number; toMs: number; rows: number }[];
  readonly activeDays: number;
  readonly touchFrequency: number | null;
  readonly cycleTimeMs: number | null;
  readonly sessions: number;
}

const day = 86_400_000;

/** The journeys that a spec asks for, by actor (of an account: one, under its name). */
export function journeys(rows: readonly Row[], spec: JourneySpec): Map<string, JourneyTruth> {
  const all = [...sessionRows(rows, spec)];
  const referenceMs = middle(
    all
      .filter(([actor]) => !spec.reference || spec.reference.some((key) => key === `actor:${actor}` || key === actor))
      .flatMap(([, own]) => own.map((item) => item.gapMs).filter((gap) => gap !== null)),
  );
  const dataEnd = Math.max(...rows.map((row) => row[1]));
  const staged = all.map(
    ([actor, own]) => [actor, own.map((item) => ({ ...item, actor, stage: stageOf(item.row, spec) }))] as const,
  );
  const found = new Map<string, JourneyTruth>();
  const add = (name: string, own: readonly TrueRow[]): void => {
    found.set(
      name,
      judge(
        own.filter((item) => isInScope(item.row, spec)),
        spec,
        referenceMs,
        dataEnd,
      ),
    );
  };
  if (spec.account !== undefined) {
    const members = staged.filter(([, own]) => own.some((item) => item.row[3]?.['account'] === spec.account));
    const own = members.flatMap(([, items]) =>
      items.filter((item) => [spec.account, null, undefined].includes(item.row[3]?.['account'] as string)),
    );
    add(
      spec.account,
      own.toSorted((a, b) => a.t - b.t),
    ); // stable: actors in order of their keys
  } else if (spec.actor === undefined) {
    for (const [actor, own] of staged) if (own.some((item) => item.inScope)) add(actor, own);
  } else {
    const one = staged.find(([actor]) => `actor:${actor}` === spec.actor || actor === spec.actor);
    add(spec.actor, one?.[1] ?? []);
  }
  return found;
}

function stageOf(row: Row, spec: JourneySpec): string | null {
  return (spec.stages ?? []).find(({ match }) => match.some((selector) => selects(selector, row)))?.name ?? null;
}

function judge(rows: readonly TrueRow[], spec: JourneySpec, referenceMs: number | null, dataEnd: number): JourneyTruth {
  const names = (spec.stages ?? []).map((stage) => stage.name);
  const staged = rows.filter((row) => row.stage !== null);
  const entries = staged.filter((row, i) => staged[i - 1]?.stage !== row.stage);
  const transitions = entries.map((row, i) => {
    const before = entries[i - 1];
    return {
      from: before?.stage ?? null,
      to: row.stage!,
      time: row.t,
      dwellMs: before ? row.t - before.t : null,
      direction: before
        ? names.indexOf(row.stage!) > names.indexOf(before.stage!)
          ? ('forward' as const)
          : ('back' as const)
        : null,
      row,
    };
  });
  const stageAt = (i: number): string | null =>
    rows.slice(0, i + 1).findLast((row) => row.stage !== null)?.stage ?? null;
  const least = Math.max(7 * day, 3 * (referenceMs ?? 0));
  const end = Math.min(dataEnd, spec.range?.to ?? Infinity);
  const gaps = rows.map((row, i) => {
    const to = rows[i + 1]?.t ?? end;
    return { fromMs: row.t, toMs: to, ms: to - row.t, referenceMs, stage: stageAt(i), open: i === rows.length - 1 };
  });
  const windows = rows.map((_, i) => i).filter((i) => i + 4 < rows.length && rows[i + 4]!.t - rows[i]!.t <= 3_600_000);
  const begins = windows.filter((i) => !windows.includes(i - 1));
  const bursts = begins.map((begin) => {
    let last = begin;
    while (windows.includes(last + 1)) last++;
    return { fromMs: rows[begin]!.t, toMs: rows[last + 4]!.t, rows: last + 4 - begin + 1 };
  });
  const days = new Set(rows.map((row) => Math.floor(row.t / day))).size;
  const { cycleTo } = spec;
  const goal = rows.find(
    (row) => cycleTo && ('stage' in cycleTo ? row.stage === cycleTo.stage : selects(cycleTo, row.row)),
  );
  return {
    rows,
    transitions,
    stages: names.map((name) => {
      const stays = transitions.filter((one) => one.from === name);
      return {
        name,
        rows: rows.filter((row) => row.stage === name).length,
        firstReachedMs: rows.find((row) => row.stage === name)?.t ?? null,
        timeMs: stays.reduce((sum, one) => sum + one.dwellMs!, 0),
        stays: stays.length,
      };
    }),
    currentStage: staged.at(-1)?.stage ?? null,
    skips: transitions.filter((t) => t.from !== null && names.indexOf(t.to) - names.indexOf(t.from) > 1).length,
    backwardMoves: transitions.filter((t) => t.direction === 'back').length,
    silences: gaps.filter((gap) => gap.ms >= least),
    bursts,
    activeDays: days,
    touchFrequency: days === 0 ? null : rows.length / days,
    cycleTimeMs: goal ? goal.t - rows[0]!.t : null,
    sessions: new Set(rows.map((row) => `${row.actor} ${row.session}`)).size,
  };
}

/** Quantile type 7. */
export function quantile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * p;
  const low = sorted[Math.floor(rank)]!;
  return low + (sorted[Math.ceil(rank)]! - low) * (rank - Math.floor(rank));
}

/** What the oracle says of sessions. */
export interface SessionsTruth {
  readonly sessions: readonly {
    actor: string;
    number: number;
    firstMs: number;
    lastMs: number;
    rows: number;
    rowsInScope: number;
    cut: boolean;
  }[];
  readonly meanDurationMs: number | null;
  readonly medianDurationMs: number | null;
  readonly meanRows: number | null;
  readonly medianRows: number | null;
}

/** Every session with a row in scope, as a whole. */
export function sessionsOracle(rows: readonly Row[], scope: Parameters<typeof sessionRows>[1]): SessionsTruth {
  const { range } = scope;
  const sessions = [...sessionRows(rows, scope)].flatMap(([actor, own]) =>
    [...new Set(own.map((item) => item.session))].map((number) => {
      const items = own.filter((item) => item.session === number);
      const inside = items.filter((item) => !range || (item.t >= range.from && item.t < range.to));
      return {
        actor,
        number,
        firstMs: items[0]!.t,
        lastMs: items.at(-1)!.t,
        rows: items.length,
        rowsInScope: items.filter((item) => item.inScope).length,
        cut: inside.length > 0 && inside.length < items.length,
      };
    }),
  );
  const counted = sessions.filter((session) => session.rowsInScope > 0);
  const durations = counted.map((session) => session.lastMs - session.firstMs);
  const lengths = counted.map((session) => session.rows);
  return {
    sessions: counted,
    meanDurationMs: average(durations),
    medianDurationMs: middle(durations),
    meanRows: average(lengths),
    medianRows: middle(lengths),
  };
}

import type { PropertyTest, Selector } from '../../worker/protocol/filter.js';
import type { FunnelSpec } from '../../worker/protocol/spec.js';
import type { Row } from '../worker/view.js';

/** What the oracle says of a funnel. */
export interface FunnelTruth {
  readonly stepCounts: number[];
  readonly avgStepMs: (number | null)[];
  readonly medianStepMs: (number | null)[];
  readonly medianTotalMs: number | null;
  /** By actor; an actor without an attempt has depth 0. */
  readonly depth: Map<string, number>;
  readonly rowsInScope: number;
}

interface Candidate {
  readonly name: string | null;
  readonly t: number;
  readonly seq: number;
  /** Steps the row matches, ascending. */
  readonly steps: number[];
}

/** An attempt: the rows that filled steps one, two, ..., and its place among the actor's rows. */
interface Attempt {
  readonly begin: number;
  readonly filled: Candidate[];
}

/**
 * The funnel, slow and in the order of the text: rows of each actor in order, every attempt formed alone, all attempts
 * ranked, the first one reported. Cubic in the rows of an actor where it happens to be.
 */
export function funnelOracle(rows: readonly Row[], spec: FunnelSpec): FunnelTruth {
  const inScope = rows.filter((row) => isInScope(row, spec));
  const depth = new Map<string, number>();
  const reported: Attempt[] = [];
  for (const actor of new Set(rows.map((row) => row[0]))) {
    const own = inScope
      .map((row, seq) => ({ row, seq }))
      .filter(({ row }) => row[0] === actor)
      .map(({ row, seq }) => ({ name: row[2], t: row[1], seq, steps: matchingSteps(row, spec) }));
    const best = reportedAttempt(own.sort(rowOrder(spec)), spec);
    depth.set(actor, best ? best.filled.length : 0);
    if (best) reported.push(best);
  }
  const steps = spec.steps.map((_, k) => k);
  const times = (k: number): number[] =>
    reported.filter((a) => k > 0 && a.filled.length > k).map((a) => a.filled[k]!.t - a.filled[k - 1]!.t);
  const last = steps.length - 1;
  return {
    stepCounts: steps.map((k) => reported.filter((a) => a.filled.length >= k + 1).length),
    avgStepMs: steps.map((k) => average(times(k))),
    medianStepMs: steps.map((k) => middle(times(k))),
    medianTotalMs: middle(
      reported.filter((a) => a.filled.length > last).map((a) => a.filled[last]!.t - a.filled[0]!.t),
    ),
    depth,
    rowsInScope: inScope.length,
  };
}

function isInScope(row: Row, spec: FunnelSpec): boolean {
  const inRange = !spec.range || (spec.range.from <= row[1] && row[1] < spec.range.to);
  return inRange && (spec.where ?? []).every((selector) => selects(selector, row));
}

function matchingSteps(row: Row, spec: FunnelSpec): number[] {
  return spec.steps.flatMap((step, k) => (selects(step, row) ? [k] : []));
}

/** `(t, lo, hi, seq)`, rows without a step last; `(t, seq)` for input order. */
function rowOrder(spec: FunnelSpec): (a: Candidate, b: Candidate) => number {
  return (a, b) => {
    if (a.t !== b.t) return a.t - b.t;
    if (spec.tie === 'input-order') return a.seq - b.seq;
    if (a.steps.length === 0 || b.steps.length === 0) {
      if (a.steps.length > 0) return -1;
      if (b.steps.length > 0) return 1;
      return a.seq - b.seq;
    }
    return Math.min(...a.steps) - Math.min(...b.steps) || Math.max(...a.steps) - Math.max(...b.steps) || a.seq - b.seq;
  };
}

function reportedAttempt(rows: readonly Candidate[], spec: FunnelSpec): Attempt | undefined {
  const attempts: Attempt[] = [];
  for (const [begin, row] of rows.entries()) {
    const begins = spec.order === 'unordered' ? row.steps.length > 0 : row.steps.includes(0);
    if (begins) attempts.push({ begin, filled: play(rows, begin, spec) });
  }
  if (spec.entry === 'first') return attempts[0];
  const completion = (attempt: Attempt): number => attempt.filled.at(-1)!.t;
  return attempts.sort(
    (a, b) => b.filled.length - a.filled.length || completion(a) - completion(b) || b.begin - a.begin,
  )[0];
}

function play(rows: readonly Candidate[], begin: number, spec: FunnelSpec): Candidate[] {
  const first = rows[begin]!;
  const inside = rows.slice(begin + 1).filter((row) => spec.windowMs == null || row.t - first.t <= spec.windowMs);
  if (spec.order === 'unordered') return playUnordered(first, inside, spec);
  if (spec.order === 'strict') return playStrict(first, inside, spec);
  return playOrdered(first, inside, spec);
}

const isLater = (row: Candidate, filled: readonly Candidate[], spec: FunnelSpec): boolean =>
  spec.tie !== 'strictly-later' || row.t > filled.at(-1)!.t;

function playOrdered(first: Candidate, inside: readonly Candidate[], spec: FunnelSpec): Candidate[] {
  const filled = [first];
  for (const row of inside) {
    const next = filled.length;
    if (next < spec.steps.length && row.steps.includes(next) && isLater(row, filled, spec)) filled.push(row);
  }
  return filled;
}

function playStrict(first: Candidate, inside: readonly Candidate[], spec: FunnelSpec): Candidate[] {
  const filled = [first];
  for (const row of inside) {
    const next = filled.length;
    if (next === spec.steps.length) break;
    if (row.steps.includes(next)) {
      if (isLater(row, filled, spec)) filled.push(row);
    } else if (!row.steps.includes(next - 1)) break;
  }
  return filled;
}

function playUnordered(first: Candidate, inside: readonly Candidate[], spec: FunnelSpec): Candidate[] {
  const kept = [first];
  for (const row of inside) {
    if (isLater(row, kept, spec) && canBeGivenDistinctSteps([...kept, row], new Set())) kept.push(row);
  }
  return kept;
}

/** Tries every assignment. */
function canBeGivenDistinctSteps(rows: readonly Candidate[], taken: ReadonlySet<number>): boolean {
  const [row, ...rest] = rows;
  if (!row) return true;
  return row.steps.some((step) => !taken.has(step) && canBeGivenDistinctSteps(rest, new Set([...taken, step])));
}

/** Whether a row meets a selector, said again in the plainest words. */
export function selects(selector: Selector, row: Row): boolean {
  const { event, where = [] } = selector;
  const names = event === undefined ? null : [event].flat();
  return (names === null || (row[2] !== null && names.includes(row[2]))) && where.every((test) => meets(test, row));
}

function meets(test: PropertyTest, row: Row): boolean {
  const value = row[3]?.[test.prop] ?? null;
  const items = Array.isArray(value) ? (value as unknown[]) : [value];
  return items.some((item) => {
    const asked = test.value ?? null;
    if (test.op === 'isNull') return item === null;
    if (item === null) return false;
    if (test.op === 'notNull') return true;
    if (test.op === 'in') return (asked as unknown[]).some((one) => one !== null && one === item);
    if (asked === null) return false;
    if (test.op === 'eq') return item === asked;
    if (test.op === 'ne') return item !== asked;
    const comparable =
      (typeof item === 'number' && typeof asked === 'number') ||
      (typeof item === 'string' && typeof asked === 'string');
    if (!comparable) return false;
    if (test.op === 'lt') return item < asked;
    if (test.op === 'lte') return item <= asked;
    if (test.op === 'gt') return item > asked;
    return item >= asked;
  });
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middle(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

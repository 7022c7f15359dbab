import type { PropertyValue } from '../../worker/protocol/batch.js';
import type { PropertyTest, Selector } from '../../worker/protocol/filter.js';
import type { FunnelRules, FunnelSpec } from '../../worker/protocol/spec.js';
import type { Row } from '../worker/view.js';

/** What the oracle says of a funnel, or of a group of it. */
export interface FunnelTruth {
  readonly stepCounts: number[];
  readonly dropOffCounts: number[];
  readonly avgStepMs: (number | null)[];
  readonly medianStepMs: (number | null)[];
  readonly medianTotalMs: number | null;
  readonly stepValues: number[];
  /** By step, different actors that reached it, and that reached the required step before but not it; sorted. */
  readonly reached: string[][];
  readonly left: string[][];
}

export interface GroupTruth extends FunnelTruth {
  /** Null for the merged group. */
  readonly key: string[] | null;
}

export interface WholeTruth extends FunnelTruth {
  /** Required steps filled, by actor; an actor without an attempt has 0. */
  readonly depth: Map<string, number>;
  readonly groups: GroupTruth[];
  readonly groupsTotal: number;
  readonly rowsInScope: number;
}

export interface Candidate {
  readonly row: Row;
  readonly t: number;
  readonly seq: number;
  /** Steps the row matches, ascending. */
  readonly steps: number[];
  /** Place among all rows of the actor in the order of 4.1. */
  place: number;
}

/** An attempt: the row that filled each step, or null. */
export interface Attempt {
  readonly actor: string;
  readonly begin: Candidate;
  readonly filled: (Candidate | null)[];
  readonly tainted: boolean;
}

/**
 * The funnel, slow and in the order of the text: rows of each actor in order, every attempt formed alone and judged, all
 * attempts ranked, the first one reported. Cubic in the rows of an actor where it happens to be.
 */
export function funnelOracle(rows: readonly Row[], spec: FunnelSpec): WholeTruth {
  const reported = actorsOf(rows).flatMap((actor) => report(attemptSets(rows, spec, actor), spec));
  const depth = new Map(actorsOf(rows).map((actor) => [actor, 0]));
  for (const attempt of reported) depth.set(attempt.actor, depthOf(attempt, spec));
  const groups = spec.breakdown ? groupsOf(rows, spec, reported) : [];
  return {
    ...truthOf(reported, spec),
    depth,
    groups: merged(groups, spec),
    groupsTotal: groups.length,
    rowsInScope: rows.filter((row) => isInScope(row, spec)).length,
  };
}

/** The attempts that are reported: of the whole funnel, for those who go on from there. */
export function reportedAttempts(rows: readonly Row[], rules: FunnelRules): Attempt[] {
  return actorsOf(rows).flatMap((actor) => report(attemptSets(rows, rules, actor), rules));
}

/** As `reportedAttempts`, of attempts that begin in `from <= t < to` alone. */
export function attemptsBegunIn(rows: readonly Row[], rules: FunnelRules, from: number, to: number): Attempt[] {
  const begunIn = (attempt: Attempt): boolean => from <= attempt.begin.t && attempt.begin.t < to;
  return actorsOf(rows).flatMap((actor) => {
    const sets = attemptSets(rows, rules, actor);
    if (rules.entry === 'first') return report(sets, rules).filter(begunIn);
    return report(
      sets.map((attempts) => attempts.filter(begunIn)),
      rules,
    );
  });
}

function actorsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map((row) => row[0]))].sort();
}

/** All attempts of an actor, one list for each tuple of the properties held constant. */
function attemptSets(
  rows: readonly Row[],
  rules: FunnelRules,
  actor: string,
  only?: (row: Row) => boolean,
): Attempt[][] {
  const own = rows
    .map((row, seq): Candidate => ({ row, t: row[1], seq, steps: matchingSteps(row, rules), place: 0 }))
    .filter(({ row }) => row[0] === actor && isInScope(row, rules))
    .sort(rowOrder(rules));
  for (const [place, candidate] of own.entries()) candidate.place = place;
  const kept = own.filter(({ row }) => !only || only(row));
  const held = rules.holdConstant;
  if (!held || held.length === 0) return [attemptsAmong(actor, kept, rules)];
  const tuple = ({ row }: Candidate): PropertyValue[] => held.map((name) => row[3]?.[name] ?? null);
  const complete = kept.filter((candidate) => tuple(candidate).every((value) => value !== null));
  const tuples = new Set(complete.map((candidate) => JSON.stringify(tuple(candidate))));
  return [...tuples].map((text) =>
    attemptsAmong(
      actor,
      complete.filter((candidate) => JSON.stringify(tuple(candidate)) === text),
      rules,
    ),
  );
}

function attemptsAmong(actor: string, rows: readonly Candidate[], rules: FunnelRules): Attempt[] {
  const attempts: Attempt[] = [];
  for (const [at, row] of rows.entries()) {
    const begins = rules.order === 'unordered' ? row.steps.length > 0 : row.steps.includes(0);
    const entry = rules.entryRange;
    if (!begins || (entry && !(entry.from <= row.t && row.t < entry.to))) continue;
    attempts.push(attemptFrom(actor, rows, at, rules));
    if (rules.entry === 'first') break;
  }
  return attempts;
}

const barring = (exclusion: Selector, rows: readonly Candidate[]): number[] =>
  rows.filter(({ row }) => selects(exclusion, row)).map(({ t }) => t);

function attemptFrom(actor: string, rows: readonly Candidate[], at: number, rules: FunnelRules): Attempt {
  const begin = rows[at]!;
  const window = rules.windowMs ?? Infinity;
  const inside = rows.slice(at + 1).filter((row) => row.t - begin.t <= window);
  const exclusions = rules.exclusions ?? [];
  const ends = exclusions.some((exclusion) => exclusion.effect === 'end-attempt');
  if (rules.order === 'unordered') {
    const bars = exclusions.flatMap((exclusion) => barring(exclusion, rows)).filter((x) => x > begin.t);
    const open = inside.filter((row) => !bars.some((x) => row.t > x));
    const filled = playUnordered(begin, open, rules);
    const taints = filled.includes(null) && bars.some((x) => x - begin.t <= window);
    return { actor, begin, filled, tainted: taints && !ends };
  }
  const filled = play(begin, inside, rules);
  const taints = exclusions.flatMap((exclusion) => {
    const from = filled[exclusion.from];
    const to = filled[exclusion.to];
    if (!from) return [];
    return barring(exclusion, rows).filter((x) => x > from.t && (to ? x < to.t : x - begin.t <= window));
  });
  if (!ends) return { actor, begin, filled, tainted: taints.length > 0 };
  const end = Math.min(...taints);
  return { actor, begin, filled: filled.map((row) => (row && row.t <= end ? row : null)), tainted: false };
}

/** Steps that may come after step k: up to the next required one. */
function reachable(k: number, { steps }: FunnelRules): number[] {
  const reach: number[] = [];
  for (let step = k + 1; step < steps.length; step++) {
    reach.push(step);
    if (!steps[step]!.optional) break;
  }
  return reach;
}

function play(begin: Candidate, inside: readonly Candidate[], rules: FunnelRules): (Candidate | null)[] {
  const filled: (Candidate | null)[] = rules.steps.map(() => null);
  filled[0] = begin;
  let k = 0;
  for (const row of inside) {
    const hits = reachable(k, rules).filter((step) => row.steps.includes(step));
    if (hits.length > 0) {
      if (rules.tie === 'strictly-later' && row.t <= filled[k]!.t) continue;
      k = Math.min(...hits);
      filled[k] = row;
    } else if (rules.order === 'strict' && !row.steps.includes(k)) break;
  }
  return filled;
}

function playUnordered(begin: Candidate, inside: readonly Candidate[], rules: FunnelRules): (Candidate | null)[] {
  const kept = [begin];
  for (const row of inside) {
    const later = rules.tie !== 'strictly-later' || row.t > kept.at(-1)!.t;
    if (later && canBeGivenDistinctSteps([...kept, row], new Set())) kept.push(row);
  }
  return rules.steps.map((_, k) => kept[k] ?? null);
}

/** Tries every assignment. */
function canBeGivenDistinctSteps(rows: readonly Candidate[], taken: ReadonlySet<number>): boolean {
  const [row, ...rest] = rows;
  if (!row) return true;
  return row.steps.some((step) => !taken.has(step) && canBeGivenDistinctSteps(rest, new Set([...taken, step])));
}

const requiredSteps = ({ steps }: FunnelRules): number[] =>
  steps.flatMap((step, k) => (step.optional === true ? [] : [k]));

function depthOf(attempt: Attempt, rules: FunnelRules): number {
  return requiredSteps(rules).filter((k) => attempt.filled[k]).length;
}

function completion(attempt: Attempt, rules: FunnelRules): number {
  return attempt.filled[requiredSteps(rules).findLast((k) => attempt.filled[k])!]!.t;
}

/** Deepest, then earliest completed, then latest begun. */
function best(attempts: readonly Attempt[], rules: FunnelRules): Attempt | undefined {
  return attempts.toSorted(
    (a, b) =>
      depthOf(b, rules) - depthOf(a, rules) ||
      completion(a, rules) - completion(b, rules) ||
      b.begin.place - a.begin.place,
  )[0];
}

/** What is counted of an actor's attempts, tuple by tuple. */
function report(sets: readonly Attempt[][], rules: FunnelRules): Attempt[] {
  if (rules.mode === 'totals') return sets.flatMap((attempts) => totals(attempts, rules));
  const chosen = best(
    sets.flat().filter((attempt) => !attempt.tainted),
    rules,
  );
  return chosen ? [chosen] : [];
}

function totals(attempts: readonly Attempt[], rules: FunnelRules): Attempt[] {
  const counted: Attempt[] = [];
  let rest = [...attempts];
  for (let first = rest[0]; first; first = rest[0]) {
    const { begin } = first;
    const compared = rest.filter((attempt) => attempt.begin.t - begin.t <= (rules.windowMs ?? Infinity));
    const clean = compared.filter((attempt) => !attempt.tainted);
    const choice = best(clean.length > 0 ? clean : compared, rules)!;
    if (clean.length > 0) counted.push(choice);
    let gone = choice.filled.findLast((row) => row !== null)!.place;
    if (depthOf(choice, rules) < requiredSteps(rules).length) gone = Math.max(gone, compared.at(-1)!.begin.place);
    rest = rest.filter((attempt) => attempt.begin.place > gone);
  }
  return counted;
}

interface Group {
  readonly key: string[];
  readonly attempts: Attempt[];
}

/** All groups, by attempts descending, then key. */
function groupsOf(rows: readonly Row[], spec: FunnelSpec, reported: readonly Attempt[]): Group[] {
  const { by, attribution = 'first', step = 0 } = spec.breakdown!;
  const groups = new Map<string, Group>();
  const put = (key: string[], attempt: Attempt): void => {
    const text = JSON.stringify(key);
    if (!groups.has(text)) groups.set(text, { key, attempts: [] });
    groups.get(text)!.attempts.push(attempt);
  };
  const keyOf = (row: Row): string[] => by.map((name) => groupKey(row[3]?.[name] ?? null));
  if (attribution === 'all') {
    for (const actor of actorsOf(rows)) {
      for (const text of new Set(rows.filter((row) => row[0] === actor).map((row) => JSON.stringify(keyOf(row))))) {
        const own = attemptSets(rows, spec, actor, (row) => JSON.stringify(keyOf(row)) === text);
        for (const attempt of report(own, spec)) put(JSON.parse(text) as string[], attempt);
      }
    }
  } else {
    for (const attempt of reported) {
      if (attribution === 'step') {
        const row = attempt.filled[step];
        if (row) put(keyOf(row.row), attempt);
        continue;
      }
      const told = rows
        .map((row, seq) => ({ row, seq }))
        .filter(({ row }) => row[0] === attempt.actor && isInScope(row, spec) && matchingSteps(row, spec).length > 0)
        .sort((a, b) => a.row[1] - b.row[1] || a.seq - b.seq)
        .map(({ row }) => keyOf(row))
        .filter((key) => key.some((text) => text !== ''));
      put((attribution === 'first' ? told[0] : told.at(-1)) ?? by.map(() => ''), attempt);
    }
  }
  return [...groups.values()].sort((a, b) => b.attempts.length - a.attempts.length || compareKeys(a.key, b.key));
}

function merged(groups: readonly Group[], spec: FunnelSpec): GroupTruth[] {
  const limit = spec.breakdown?.limit ?? 1000;
  const kept = groups.slice(0, limit).map(({ key, attempts }) => ({ key, ...truthOf(attempts, spec) }));
  const rest = groups.slice(limit).flatMap(({ attempts }) => attempts);
  if (rest.length === 0) return kept;
  const once =
    spec.mode === 'totals'
      ? rest
      : [...new Set(rest.map(({ actor }) => actor))].map((actor) =>
          best(
            rest.filter((attempt) => attempt.actor === actor),
            spec,
          )!,
        );
  return [...kept, { key: null, ...truthOf(once, spec) }];
}

function truthOf(attempts: readonly Attempt[], spec: FunnelSpec): FunnelTruth {
  const required = requiredSteps(spec);
  const last = required.at(-1)!;
  const before = (k: number): number => required.findLast((step) => step < k) ?? 0;
  const steps = spec.steps.map((_, k) => k);
  const filling = (k: number): Attempt[] => attempts.filter((attempt) => attempt.filled[k]);
  const leaving = (k: number): Attempt[] =>
    k === 0 ? [] : attempts.filter((attempt) => attempt.filled[before(k)] && !attempt.filled[k]);
  const times = (k: number): number[] =>
    k === 0 ? [] : filling(k).map(({ filled }) => filled[k]!.t - filled[before(k)]!.t);
  const actors = (of: readonly Attempt[]): string[] => [...new Set(of.map(({ actor }) => actor))].sort();
  const value = (row: Row): number => {
    const found = spec.valueProp === undefined ? null : row[3]?.[spec.valueProp];
    return typeof found === 'number' ? found : 0;
  };
  return {
    stepCounts: steps.map((k) => filling(k).length),
    dropOffCounts: steps.map((k) => leaving(k).length),
    avgStepMs: steps.map((k) => average(times(k))),
    medianStepMs: steps.map((k) => middle(times(k))),
    medianTotalMs: middle(filling(last).map(({ filled }) => filled[last]!.t - filled[0]!.t)),
    stepValues: steps.map((k) => filling(k).reduce((sum, { filled }) => sum + value(filled[k]!.row), 0)),
    reached: steps.map((k) => actors(filling(k))),
    left: steps.map((k) => actors(leaving(k))),
  };
}

function isInScope(row: Row, spec: FunnelRules): boolean {
  const inRange = !spec.range || (spec.range.from <= row[1] && row[1] < spec.range.to);
  return inRange && (spec.where ?? []).every((selector) => selects(selector, row));
}

function matchingSteps(row: Row, spec: FunnelRules): number[] {
  return spec.steps.flatMap((step, k) => (selects(step, row) ? [k] : []));
}

/** `(t, lo, hi, seq)`, rows without a step last; `(t, seq)` for input order. */
function rowOrder(spec: FunnelRules): (a: Candidate, b: Candidate) => number {
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

/** The text of a group: null is empty, an array its JSON. */
function groupKey(value: PropertyValue): string {
  if (value === null) return '';
  return Array.isArray(value) ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((text, i) => text !== b[i]);
  return differs < 0 ? 0 : a[differs]! < b[differs]! ? -1 : 1;
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

import { AnalyticsError } from '../protocol/error.js';
import type { FunnelNumbers, FunnelRules, FunnelSpec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { StoreColumn, StoreView } from '../store/view.js';
import type { AttemptSet } from './attempt-list.js';
import { mean, median, NumberList, type NumberRun } from './mean-median.js';
import { wilson } from './wilson.js';

/** What a funnel's numbers are made from. */
export interface FunnelTallies {
  /** By step: attempts that filled it. */
  readonly counts: readonly number[];
  /** By step: times from the required step before, of attempts that filled it; item 0 is empty. Rearranged afterwards. */
  readonly stepMs: readonly NumberRun[];
  /** Times from the first step to the last required one. Rearranged too. */
  readonly totalMs: NumberRun;
}

/** By step: the required step before it; 0 for the first. */
export function stepsBefore({ steps }: FunnelRules): readonly number[] {
  let before = 0;
  return steps.map((step, k) => {
    const own = before;
    if (step.optional !== true) before = k;
    return own;
  });
}

/** The last required step. */
export function lastRequired({ steps }: FunnelRules): number {
  return steps.findLastIndex((step) => step.optional !== true);
}

/**
 * Rates, intervals and times from tallies.
 * @param z quantile of the level (`normalQuantile`)
 */
export function* funnelNumbers(rules: FunnelRules, tallies: FunnelTallies, z: number): Steps<FunnelNumbers> {
  const { counts, stepMs, totalMs } = tallies;
  const before = stepsBefore(rules);
  const start = counts[0]!;
  const previous = (k: number): number => (k === 0 ? 0 : counts[before[k]!]!);
  const avgStepMs: (number | null)[] = [];
  const medianStepMs: (number | null)[] = [];
  for (const list of stepMs) {
    avgStepMs.push(mean(list));
    yield list.length;
    medianStepMs.push(yield* median(list));
  }
  return {
    stepCounts: counts,
    dropOffCounts: counts.map((count, k) => (k === 0 ? 0 : previous(k) - count)),
    conversionFromStart: counts.map((count) => rate(count, start)),
    conversionFromPrevious: counts.map((count, k) => rate(count, previous(k))),
    intervalFromStart: counts.map((count) => wilson(count, start, z)),
    intervalFromPrevious: counts.map((count, k) => wilson(count, previous(k), z)),
    avgStepMs,
    medianStepMs,
    medianTotalMs: yield* median(totalMs),
  };
}

/** Numbers of some reported attempts; with sums of `valueProp` and counts of actors where the spec asks for them. */
export function* attemptNumbers(
  view: StoreView,
  spec: FunnelRules & Pick<FunnelSpec, 'valueProp'>,
  set: AttemptSet,
  z: number,
): Steps<FunnelNumbers> {
  const plain = Array.isArray(view.time);
  const { list, ids } = set;
  const { time } = view;
  const before = stepsBefore(spec);
  const last = lastRequired(spec);
  const steps = spec.steps.length;
  const counts = spec.steps.map(() => 0);
  const stepMs = spec.steps.map(() => new NumberList(plain));
  const totalMs = new NumberList(plain);
  const actors = spec.mode === 'totals' ? new ActorCounts(steps) : null;
  const sums = spec.valueProp === undefined ? null : new StepSums(view.column(spec.valueProp), steps);
  const rows = list.rows.values;
  const skips = spec.steps.some((step) => step.optional === true);
  for (let n = 0; n < set.length; n++) {
    const attempt = ids ? ids[n]! : n;
    const own = attempt * steps;
    for (let k = 0; k < steps; k++) {
      // Rows plus one; 0 = not filled.
      const row = rows[own + k]!;
      const previous = k === 0 ? 0 : rows[own + before[k]!]!;
      actors?.see(list.actor.values[attempt]!, k, row > 0, previous > 0);
      if (row === 0) {
        if (skips) continue;
        break;
      }
      counts[k] = counts[k]! + 1;
      if (k > 0) stepMs[k]!.push(time[row - 1]! - time[previous - 1]!);
      if (k === last) totalMs.push(time[row - 1]! - time[rows[own]! - 1]!);
      sums?.add(k, row - 1);
    }
    if ((n & 0x3fff) === 0x3fff) yield 0x4000;
  }
  return {
    ...(yield* funnelNumbers(spec, { counts, stepMs, totalMs }, z)),
    ...(sums && { stepValues: sums.totals(spec.valueProp!) }),
    ...(actors && { stepActorCounts: actors.reached, dropOffActorCounts: actors.left }),
  };
}

/** Different actors behind the counts of attempts. Attempts of one actor come one after the other. */
class ActorCounts {
  readonly reached: number[];
  readonly left: number[];
  readonly #reached: number[];
  readonly #left: number[];

  constructor(steps: number) {
    const fill = (value: number): number[] => Array.from<number>({ length: steps }).fill(value);
    this.reached = fill(0);
    this.left = fill(0);
    this.#reached = fill(-1);
    this.#left = fill(-1);
  }

  see(actor: number, step: number, reached: boolean, mightHave: boolean): void {
    const [counts, last] = reached ? [this.reached, this.#reached] : [this.left, this.#left];
    if ((!reached && !mightHave) || last[step] === actor) return;
    last[step] = actor;
    counts[step] = counts[step]! + 1;
  }
}

/** Sums of a property by step; rounding errors are carried along (Neumaier 1974), so that whole numbers stay exact. */
class StepSums {
  readonly #column: StoreColumn | undefined;
  readonly #sums: number[];
  readonly #lost: number[];

  constructor(column: StoreColumn | undefined, steps: number) {
    this.#column = column;
    this.#sums = Array.from<number>({ length: steps }).fill(0);
    this.#lost = [...this.#sums];
  }

  add(step: number, row: number): void {
    const value = numberAt(this.#column, row);
    const sum = this.#sums[step]!;
    const next = sum + value;
    const lost = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    this.#sums[step] = next;
    this.#lost[step] = this.#lost[step]! + lost;
  }

  /** @throws AnalyticsError `spec-invalid` when a sum cannot be told exactly any more */
  totals(valueProp: string): number[] {
    return this.#sums.map((sum, k) => {
      if (Math.abs(sum) < 2 ** 53) return sum + this.#lost[k]!;
      const message = `The values of "${valueProp}" add up to more than 2^53 at step ${k + 1}: no exact sum can be told. Use a coarser unit.`;
      throw new AnalyticsError('spec-invalid', message, { path: 'spec.valueProp', step: k, property: valueProp });
    });
  }
}

/** A row's number; 0 where there is none. */
function numberAt(column: StoreColumn | undefined, row: number): number {
  if (!column) return 0;
  if (column.kind === 'number') return Number.isNaN(column.values[row]!) ? 0 : column.values[row]!;
  const code = column.codes[row]!;
  const value = code === 0 ? null : column.values[code - 1];
  return typeof value === 'number' ? value : 0;
}

function rate(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}

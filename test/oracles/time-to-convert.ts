import type { TimeToConvertSpec } from '../../worker/protocol/spec.js';
import type { Row } from '../worker/view.js';
import { reportedAttempts } from './funnel.js';

/** What the oracle says of the time from one step to another. */
export interface TimeToConvertTruth {
  /** Ascending. */
  readonly times: number[];
  readonly bins: [fromMs: number, count: number][];
  readonly avgMs: number | null;
  /** Actors with an attempt in the bin, sorted. */
  readonly actors: string[][];
}

/** The formulas of section 6, word by word. */
export function timeToConvertOracle(rows: readonly Row[], spec: TimeToConvertSpec): TimeToConvertTruth {
  const { fromStep = 0, toStep = spec.steps.length - 1, binCount, binResolutionMs = 1000 } = spec;
  const taken = reportedAttempts(rows, spec).flatMap(({ actor, filled }) => {
    const from = filled[fromStep];
    const to = filled[toStep];
    return from && to ? [{ actor, ms: to.t - from.t }] : [];
  });
  const times = taken.map(({ ms }) => ms).sort((a, b) => a - b);
  const n = times.length;
  if (n === 0) return { times, bins: [], avgMs: null, actors: [] };
  const cubes = Array.from({ length: 60 }, (_, i) => i + 1).find((c) => c * c * c >= n);
  const k = binCount ?? cubes ?? 60;
  const lo = Math.floor(times[0]! / binResolutionMs) * binResolutionMs;
  const width = Math.ceil((times.at(-1)! - lo) / (k * binResolutionMs)) * binResolutionMs || 60_000;
  const lower = Array.from({ length: k + 1 }, (_, i) => lo + i * width);
  const within = (from: number): typeof taken => taken.filter(({ ms }) => from <= ms && ms < from + width);
  return {
    times,
    bins: lower.map((from) => [from, within(from).length]),
    avgMs: times.reduce((sum, ms) => sum + ms, 0) / n,
    actors: lower.map((from) => [...new Set(within(from).map(({ actor }) => actor))].sort()),
  };
}

/** Type 7: linear between the closest ranks. */
export function quantileOracle(sorted: readonly number[], p: number): number | null {
  if (sorted.length === 0) return null;
  const h = (sorted.length - 1) * p;
  const below = sorted[Math.floor(h)]!;
  return below + (h - Math.floor(h)) * (sorted[Math.ceil(h)]! - below);
}

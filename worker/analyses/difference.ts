import type { Interval } from '../protocol/result.js';
import { wilson } from './wilson.js';

/** Successes of trials: `[3, 4]` is three of four. */
export type Proportion = readonly [successes: number, trials: number];

/**
 * Hybrid score interval of the difference of two shares, `b - a`; null where either has no trials.
 *
 * @param z quantile of the level (`normalQuantile`)
 * @see Newcombe, "Interval estimation for the difference between independent proportions", method 10, Stat. Med. 17 (1998)
 */
export function differenceInterval(a: Proportion, b: Proportion, z: number): Interval | null {
  const boundsA = wilson(a[0], a[1], z);
  const boundsB = wilson(b[0], b[1], z);
  if (!boundsA || !boundsB) return null;
  const pa = a[0] / a[1];
  const pb = b[0] / b[1];
  const d = pb - pa;
  return [d - Math.hypot(pb - boundsB[0], boundsA[1] - pa), d + Math.hypot(boundsB[1] - pb, pa - boundsA[0])];
}

import type { Interval } from '../protocol/result.js';

/**
 * Wilson score interval of a share, without continuity correction, clamped to 0..1.
 *
 * @param successes 0..trials
 * @param z quantile of the level (`normalQuantile`)
 * @returns null when there are no trials
 * @see Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927)
 */
export function wilson(successes: number, trials: number, z: number): Interval | null {
  if (trials === 0) return null;
  const p = successes / trials;
  const zz = z * z;
  const scale = 1 + zz / trials;
  const centre = (p + zz / (2 * trials)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / trials + zz / (4 * trials * trials))) / scale;
  // At shares of 0 and 1 the bound is 0 or 1 exactly; the subtraction leaves a rounding error there.
  const lower = successes === 0 ? 0 : Math.max(0, centre - half);
  const upper = successes === trials ? 1 : Math.min(1, centre + half);
  return [lower, upper];
}

/** The z of the usual level as tables have it; the iteration below comes within 2e-15 of it. */
const z95 = 1.959963984540054;

/**
 * The z with `level` of a standard normal between -z and z, within 1e-13 of the true value.
 * @param level between 0 and 1, both excluded
 */
export function normalQuantile(level: number): number {
  if (level === 0.95) return z95;
  const tail = (1 - level) / 2;
  let z = 0;
  // Newton's method from the left: the tail is convex, so each step stays left of the answer and comes closer.
  for (let last = -1; z > last && z < 40;) {
    last = z;
    z += (tailAbove(z) - tail) / density(z);
  }
  return z;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Share of a standard normal above z >= 0: by its power series near the middle, by Laplace's continued fraction
 * beyond, where the series would lose its digits in the difference from 1/2.
 */
function tailAbove(z: number): number {
  if (z > 3) {
    let fraction = z;
    for (let k = 200; k > 0; k--) fraction = z + k / fraction;
    return density(z) / fraction;
  }
  let term = z;
  let sum = 0;
  for (let k = 3; sum + term !== sum; k += 2) {
    sum += term;
    term *= (z * z) / k;
  }
  return 0.5 - density(z) * sum;
}

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

/**
 * The z with `level` of a standard normal between -z and z; 0.95 gives 1.959963984540054.
 * Rounded to 15 decimals, which is as much as the level itself says.
 *
 * @param level between 0 and 1, both excluded
 * @see Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988)
 */
export function normalQuantile(level: number): number {
  return Number(rawQuantile(level).toFixed(15));
}

function rawQuantile(level: number): number {
  const q = level / 2;
  if (q <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(r, centreAbove)) / polynomial(r, centreBelow);
  }
  const r = Math.sqrt(-Math.log((1 - level) / 2));
  return r <= 5
    ? polynomial(r - 1.6, middleAbove) / polynomial(r - 1.6, middleBelow)
    : polynomial(r - 5, tailAbove) / polynomial(r - 5, tailBelow);
}

function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}

// Coefficients of PPND16, lowest power first.
const centreAbove = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const centreBelow = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
];
const middleAbove = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const middleBelow = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const tailAbove = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const tailBelow = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];

/**
 * A small seeded source of chance. Only 32-bit integer arithmetic and divisions, so that a seed gives the same
 * numbers in every engine (`Math.exp` and `Math.cos` may differ in the last bit from one engine to the next).
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** An integer in 0 .. n - 1. */
  below(n: number): number;
  /** An index into `weights`, by weight; `total` is their sum. */
  weighted(weights: readonly number[], total: number): number;
}

/** Independent streams for every pair of seed and stream number (mulberry32, its state mixed from both). */
export function random(seed: number, stream: number): Random {
  let state = mix(mix(seed | 0) ^ Math.imul(stream + 1, 0x9e3779b1));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    chance: (p) => next() < p,
    below: (n) => Math.floor(next() * n),
    weighted(weights, total) {
      let left = next() * total;
      let index = 0;
      while (index < weights.length - 1 && left >= weights[index]!) left -= weights[index++]!;
      return index;
    },
  };
}

/** Values at rising shares of the population, e.g. `[[0, 1], [0.5, 4], [1, 30]]`: from 1 to 30 with median 4. */
export type Quantiles = ReadonlyArray<readonly [share: number, value: number]>;

/** Draws a value; straight lines between the given quantiles. */
export function drawQuantile(quantiles: Quantiles, chance: Random): number {
  const share = chance.next();
  for (let i = 1; i < quantiles.length; i++) {
    const [p0, v0] = quantiles[i - 1]!;
    const [p1, v1] = quantiles[i]!;
    if (share < p1) return v0 + ((v1 - v0) * (share - p0)) / (p1 - p0);
  }
  return quantiles.at(-1)![1];
}

function mix(value: number): number {
  let z = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

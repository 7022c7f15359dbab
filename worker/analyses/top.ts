import type { Steps } from '../steps.js';

/**
 * The first `limit` of the numbers `0 .. length` in an order, without sorting the rest: candidates gather in a buffer
 * that is sorted and cut whenever it has doubled.
 *
 * @param compare below 0 when the first goes before the second; never 0 for two numbers
 * @param keep which numbers take part; absent: all
 */
export function* firstIn(
  length: number,
  limit: number,
  compare: (a: number, b: number) => number,
  keep?: (index: number) => boolean,
): Steps<number[]> {
  let best: number[] = [];
  let worst = -1;
  for (let i = 0; i < length; i++) {
    // Here and not at the end, since most numbers are soon passed over.
    if ((i & 0xfff) === 0xfff) yield 0;
    if (keep && !keep(i)) continue;
    if (worst >= 0 && compare(i, worst) > 0) continue;
    best.push(i);
    if (best.length >= 2 * limit + 256) {
      best = best.sort(compare).slice(0, limit);
      worst = best[limit - 1] ?? -1;
      yield 256;
    }
  }
  return best.sort(compare).slice(0, limit);
}

/** Order of strings by UTF-16 code units. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

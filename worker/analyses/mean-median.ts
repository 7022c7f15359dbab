import type { Steps } from '../steps.js';

/** The first `length` of some numbers. */
export interface NumberRun {
  readonly values: Float64Array | number[];
  readonly length: number;
}

/** Numbers that grow by doubling: one for each actor at most, without an object a number. */
export class NumberList {
  values: Float64Array | number[];
  length = 0;

  /** @param plain plain array instead of a typed one, for hosts where these are slow */
  constructor(plain: boolean) {
    this.values = plain ? [] : new Float64Array(64);
  }

  push(value: number): void {
    if (this.length === this.values.length && !Array.isArray(this.values)) {
      const longer = new Float64Array(this.length * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.length++] = value;
  }

  /** Adds many at once; for a list of typed storage. */
  append(values: Float64Array): void {
    const most = this.length + values.length;
    if (most > this.values.length) {
      const longer = new Float64Array(Math.max(most, this.length * 2));
      longer.set(this.values);
      this.values = longer;
    }
    (this.values as Float64Array).set(values, this.length);
    this.length = most;
  }
}

/**
 * Mean of integers: exact sum over count while the sum is below 2^53, else with the rounding errors of the sum carried
 * along (Neumaier 1974). Null for none.
 */
export function mean(list: NumberRun): number | null {
  const { values, length } = list;
  if (length === 0) return null;
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return (sum + lost) / length;
}

/** Median, of an even count the mean of the middle two; null for none. Rearranges the list. */
export function median(list: NumberRun): Steps<number | null> {
  return quantile(list, 0.5);
}

/**
 * Quantile by linear interpolation between the closest ranks, `(n - 1) p` (type 7); null for none. Rearranges the list.
 * Linear on average: narrows a range around the rank (Hoare's selection) and yields after each pass.
 *
 * @param p 0..1
 * @see Hyndman, Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996)
 */
export function* quantile(list: NumberRun, p: number): Steps<number | null> {
  const { values, length } = list;
  if (length === 0) return null;
  const rank = (length - 1) * p;
  const below = Math.floor(rank);
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const rows = high - low + 1;
    const [before, after] = split(values, low, high);
    if (below <= before) high = before;
    else if (below >= after) low = after;
    else break;
    yield rows;
  }
  const lower = values[below]!;
  if (rank === below) return lower;
  let upper = Infinity;
  for (let i = below + 1; i < length; i++) if (values[i]! < upper) upper = values[i]!;
  return lower + (upper - lower) * (rank - below);
}

/** Values at most the pivot go to `low ..= before`, at least the pivot to `after ..= high`; between lie pivots. */
function split(values: Float64Array | number[], low: number, high: number): [before: number, after: number] {
  const pivot = pivotOf(values, low, high);
  let i = low;
  let j = high;
  while (i <= j) {
    while (values[i]! < pivot) i++;
    while (values[j]! > pivot) j--;
    if (i > j) break;
    const swap = values[i]!;
    values[i++] = values[j]!;
    values[j--] = swap;
  }
  return [j, i];
}

/** A value near the middle: of three, in long ranges of three threes (Tukey's ninther), since logs are often sorted in parts. */
function pivotOf(values: Float64Array | number[], low: number, high: number): number {
  const eighth = (high - low) >>> 3;
  const three = (from: number, gap: number): number =>
    middleOf(values[from]!, values[from + gap]!, values[from + 2 * gap]!);
  if (eighth < 8) return three(low, (high - low) >>> 1);
  return middleOf(three(low, eighth), three(low + 3 * eighth, eighth), three(low + 6 * eighth, eighth));
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

import type { Steps } from '../steps.js';
import { sortInSteps } from '../store/sort-in-steps.js';

const most = 4096;
const part = 2 ** 24;
const carryAt = 2 ** 51;

/**
 * Median and mean of whole numbers of 0 and more that come and go one at a time. Only the values near the middle are
 * kept in order, the others are counted:
 *
 *   below   |  lowest .. highest  |   above
 *   count   |  values, counts     |   count
 *
 * While the middle stays within, a change costs a search and at times a short move, and the median one walk over the
 * values kept. When it has left, `gather` looks at all values again.
 */
export class RunningMedian {
  length = 0;
  /** Sum of all values, in two parts that stay whole numbers below 2^53. */
  #high = 0;
  #low = 0;
  #below = 0;
  /** Values kept in order are those from `#lowest` to `#highest`. */
  #lowest = 0;
  #highest = -1;
  /** Distinct, ascending; a count may be 0. */
  readonly #values: number[] = [];
  readonly #counts: number[] = [];
  #kept = 0;
  /** At least the greatest value that is in. */
  #greatest = 0;

  /** Exact sum over count, rounded once; null for none. */
  get mean(): number | null {
    return this.length === 0 ? null : (this.#high * part + this.#low) / this.length;
  }

  add(value: number): void {
    this.#change(value, 1);
  }

  remove(value: number): void {
    this.#change(value, -1);
  }

  clear(): void {
    this.length = 0;
    this.#high = 0;
    this.#low = 0;
    this.#below = 0;
    this.#lowest = 0;
    this.#highest = -1;
    this.#values.length = 0;
    this.#counts.length = 0;
    this.#kept = 0;
    this.#greatest = 0;
  }

  /**
   * Median, of an even count the mean of the middle two; null for none.
   * @param each gives all values that are in, in any order, in runs between yields; asked only when the middle is not at hand
   */
  *median(each: (take: (value: number) => void) => Steps<void>): Steps<number | null> {
    if (this.length === 0) return null;
    const upper = this.length >>> 1;
    const lower = this.length % 2 === 1 ? upper : upper - 1;
    if (lower < this.#below || upper >= this.#below + this.#kept) yield* this.#gather(each);
    const low = this.#at(lower);
    return lower === upper ? low : low + (this.#at(upper) - low) / 2;
  }

  #change(value: number, by: 1 | -1): void {
    this.length += by;
    this.#low += by * value;
    if (this.#low > carryAt || this.#low < -carryAt) {
      const carried = Math.floor(this.#low / part);
      this.#high += carried;
      this.#low -= carried * part;
    }
    if (value > this.#greatest) this.#greatest = value;
    if (value < this.#lowest) this.#below += by;
    else if (value <= this.#highest) {
      this.#kept += by;
      const at = this.#place(value);
      if (this.#values[at] === value) this.#counts[at]! += by;
      else {
        this.#values.splice(at, 0, value);
        this.#counts.splice(at, 0, by);
      }
    }
  }

  /** First place whose value is not less. */
  #place(value: number): number {
    const values = this.#values;
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #at(rank: number): number {
    let left = rank - this.#below;
    let i = 0;
    while (left >= this.#counts[i]!) left -= this.#counts[i++]!;
    return this.#values[i]!;
  }

  /** Keeps the values within some ranks of the middle; found by counting all of them in spans of equal length. */
  *#gather(each: (take: (value: number) => void) => Steps<void>): Steps<void> {
    const width = Math.ceil((this.#greatest + 1) / most);
    const spans: number[] = [];
    for (let i = 0; i < most; i++) spans.push(0);
    yield* each((value) => {
      const span = Math.floor(value / width);
      spans[span] = spans[span]! + 1;
    });
    const reach = Math.max(256, this.length >>> 7);
    const middle = this.length >>> 1;
    let first = 0;
    let below = 0;
    while (below + spans[first]! <= middle - reach) below += spans[first++]!;
    let last = first;
    for (let sum = below + spans[first]!; sum <= middle + reach && last < most - 1;) sum += spans[++last]!;
    this.#lowest = first * width;
    this.#highest = (last + 1) * width - 1;
    this.#below = below;
    const near: number[] = [];
    yield* each((value) => {
      if (value >= this.#lowest && value <= this.#highest) near.push(value);
    });
    this.#values.length = 0;
    this.#counts.length = 0;
    this.#kept = near.length;
    for (const value of yield* sortInSteps(near, (a, b) => a - b)) {
      const end = this.#values.length - 1;
      if (this.#values[end] === value) this.#counts[end]!++;
      else {
        this.#values.push(value);
        this.#counts.push(1);
      }
    }
  }
}

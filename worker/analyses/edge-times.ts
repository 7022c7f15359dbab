import type { Steps } from '../steps.js';
import { longer } from './longer.js';
import { median, NumberList } from './mean-median.js';

/**
 * What is counted of each edge: occurrences, distinct actors and the mean of a time. Edges are numbered from 0 in order
 * of appearance, and actors come one after the other, so that one number an edge tells whether an actor is new.
 */
export class EdgeTimes {
  /** Four numbers an edge, side by side since they are used together: occurrences, actors, the last of them, sum of times. */
  #numbers: Float64Array | number[];
  /** What sums lost to rounding, once they passed 2^53 (Neumaier 1974). */
  readonly #lost = new Map<number, number>();
  #edges = 0;

  /** @param plain plain arrays instead of typed ones, for hosts where these are slow */
  constructor(plain: boolean) {
    this.#numbers = plain ? [] : new Float64Array(256);
  }

  /** Makes room for so many more edges, with rests: without it a long list is copied at once when it is full. */
  *reserve(more: number): Steps<void> {
    const numbers = this.#numbers;
    const most = (this.#edges + more) * 4;
    if (!Array.isArray(numbers) && most > numbers.length) this.#numbers = yield* longer(numbers, most);
  }

  /** @returns whether the actor is new to the edge */
  add(edge: number, actor: number, ms: number): boolean {
    if (edge === this.#edges) this.#open();
    const numbers = this.#numbers;
    const at = edge * 4;
    numbers[at] = numbers[at]! + 1;
    const sum = numbers[at + 3]!;
    const next = sum + ms;
    if (next > Number.MAX_SAFE_INTEGER) this.#lose(edge, sum >= ms ? sum - next + ms : ms - next + sum);
    numbers[at + 3] = next;
    if (numbers[at + 2] === actor) return false;
    numbers[at + 2] = actor;
    numbers[at + 1] = numbers[at + 1]! + 1;
    return true;
  }

  count(edge: number): number {
    return this.#numbers[edge * 4]!;
  }

  actors(edge: number): number {
    return this.#numbers[edge * 4 + 1]!;
  }

  meanMs(edge: number): number {
    return (this.#numbers[edge * 4 + 3]! + (this.#lost.get(edge) ?? 0)) / this.count(edge);
  }

  #open(): void {
    const at = this.#edges++ * 4;
    if (Array.isArray(this.#numbers)) this.#numbers.push(0, 0, -1, 0);
    else {
      if (at === this.#numbers.length) {
        const more = new Float64Array(at * 2);
        more.set(this.#numbers);
        this.#numbers = more;
      }
      this.#numbers[at + 2] = -1;
    }
  }

  #lose(edge: number, ms: number): void {
    this.#lost.set(edge, (this.#lost.get(edge) ?? 0) + ms);
  }
}

/**
 * Medians of some edges, in their order.
 * @param collect walks the occurrences and gives every one's edge and time to its argument
 */
export function* edgeMedians(
  edges: readonly number[],
  edgeCount: number,
  plain: boolean,
  collect: (take: (edge: number, ms: number) => void) => Steps<unknown>,
): Steps<number[]> {
  /** Place of an edge among them, from 1; 0 for others. */
  const place = plain ? Array.from<number>({ length: edgeCount }).fill(0) : new Int32Array(edgeCount);
  const lists = edges.map((edge, k) => {
    place[edge] = k + 1;
    return new NumberList(plain);
  });
  yield* collect((edge, ms) => {
    const k = place[edge]!;
    if (k > 0) lists[k - 1]!.push(ms);
  });
  const medians: number[] = [];
  for (const list of lists) medians.push((yield* median(list)) ?? 0);
  return medians;
}

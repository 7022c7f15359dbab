import type { Steps } from '../steps.js';
import { median, NumberList } from './mean-median.js';

/**
 * What is counted of each edge: occurrences, distinct actors and the mean of a time. Edges are numbered from 0 in order
 * of appearance, and actors come one after the other, so that one number an edge tells whether an actor is new.
 */
export class EdgeTimes {
  readonly counts: number[] = [];
  readonly actors: number[] = [];
  readonly #lastActor: number[] = [];
  readonly #sums: number[] = [];
  /** What the sums lost to rounding, once they passed 2^53 (Neumaier 1974). */
  readonly #lost: number[] = [];

  /** @returns whether the actor is new to the edge */
  add(edge: number, actor: number, ms: number): boolean {
    if (edge === this.counts.length) {
      this.counts.push(0);
      this.actors.push(0);
      this.#lastActor.push(-1);
      this.#sums.push(0);
      this.#lost.push(0);
    }
    this.counts[edge]!++;
    const sum = this.#sums[edge]!;
    const next = sum + ms;
    if (next > Number.MAX_SAFE_INTEGER) this.#lost[edge]! += sum >= ms ? sum - next + ms : ms - next + sum;
    this.#sums[edge] = next;
    if (this.#lastActor[edge] === actor) return false;
    this.#lastActor[edge] = actor;
    this.actors[edge]!++;
    return true;
  }

  meanMs(edge: number): number {
    return (this.#sums[edge]! + this.#lost[edge]!) / this.counts[edge]!;
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
  const place = Array.from<number>({ length: edgeCount }).fill(-1);
  const lists = edges.map((edge, k) => {
    place[edge] = k;
    return new NumberList(plain);
  });
  yield* collect((edge, ms) => {
    const k = place[edge]!;
    if (k >= 0) lists[k]!.push(ms);
  });
  const medians: number[] = [];
  for (const list of lists) medians.push((yield* median(list)) ?? 0);
  return medians;
}

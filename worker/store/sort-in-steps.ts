import type { Steps } from '../steps.js';
import type { Texts } from './lists.js';

const BLOCK = 4096;

/**
 * Numbers in the order of a comparison; equal ones keep their order. A merge sort in steps, since one long `sort` of a
 * million would hold its thread for a second.
 */
export function* sortInSteps(items: ArrayLike<number>, compare: (a: number, b: number) => number): Steps<number[]> {
  const count = items.length;
  let from: number[] = [];
  /** Rows and actors mostly come in the order that is asked for. */
  let inOrder = true;
  for (let i = 0; i < count; i += BLOCK) {
    const block: number[] = [];
    for (let k = i; k < Math.min(count, i + BLOCK); k++) block.push(items[k]!);
    block.sort(compare);
    inOrder &&= i === 0 || compare(from[i - 1]!, block[0]!) <= 0;
    for (const item of block) from.push(item);
    yield block.length;
  }
  if (inOrder) return from;
  for (let width = BLOCK; width < count; width *= 2) {
    const to: number[] = [];
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(start + 2 * width, count);
      let left = start;
      let right = middle;
      while (left < middle || right < end) {
        const takeLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0);
        to.push(takeLeft ? from[left++]! : from[right++]!);
        if ((to.length & (BLOCK - 1)) === 0) yield BLOCK;
      }
    }
    from = to;
  }
  return from;
}

/** Actors ordered by key in UTF-16 code units. */
export function sortByKey(actors: ArrayLike<number>, keys: Texts): Steps<number[]> {
  return sortInSteps(actors, (a, b) => compareText(keys.at(a), keys.at(b)));
}

/** Order of two texts by UTF-16 code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Steps } from '../steps.js';

const BLOCK = 4096;

/**
 * Actors ordered by key in UTF-16 code units. A merge sort in steps, since one long `sort` of a million keys would
 * hold its thread for a second.
 */
export function* sortByKey(actors: ArrayLike<number>, keys: readonly string[]): Steps<Uint32Array | number[]> {
  const count = actors.length;
  const less = (a: number, b: number): number => (keys[a]! < keys[b]! ? -1 : 1); // keys are distinct
  let from: number[] = [];
  for (let i = 0; i < count; i += BLOCK) {
    const block: number[] = [];
    for (let k = i; k < Math.min(count, i + BLOCK); k++) block.push(actors[k]!);
    block.sort(less);
    for (const actor of block) from.push(actor);
    yield block.length;
  }
  for (let width = BLOCK; width < count; width *= 2) {
    const to: number[] = [];
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(start + 2 * width, count);
      let left = start;
      let right = middle;
      while (left < middle || right < end) {
        const takeLeft = right >= end || (left < middle && keys[from[left]!]! < keys[from[right]!]!);
        to.push(takeLeft ? from[left++]! : from[right++]!);
        if ((to.length & (BLOCK - 1)) === 0) yield BLOCK;
      }
    }
    from = to;
  }
  return from;
}

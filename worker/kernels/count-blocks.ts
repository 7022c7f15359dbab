import type { NumericArray } from '../protocol/batch.js';

/** Spans of time of equal length, numbered from 0, by times of a view. */
export interface Blocks {
  /** Added to a time, which makes it count from the beginning of block 0. */
  readonly shift: number;
  /** Length of a block, ms. */
  readonly width: number;
  readonly count: number;
}

/**
 * Counts rows `from .. to` by block of time and tuple: `cells[block * tuples + tuple]`.
 *
 * @param codes columns whose codes make the tuple of a row: none, one, or two, the second with `size` different codes
 */
export function countBlocks(
  cells: NumericArray,
  tuples: number,
  blocks: Blocks,
  time: NumericArray,
  codes: readonly NumericArray[],
  size: number,
  from: number,
  to: number,
): void {
  const { shift, width } = blocks;
  const [first, second] = codes;
  if (!first) {
    for (let row = from; row < to; row++) {
      const block = ((time[row]! + shift) / width) | 0;
      cells[block] = cells[block]! + 1;
    }
  } else if (!second) {
    for (let row = from; row < to; row++) {
      const cell = (((time[row]! + shift) / width) | 0) * tuples + first[row]!;
      cells[cell] = cells[cell]! + 1;
    }
  } else {
    for (let row = from; row < to; row++) {
      const cell = (((time[row]! + shift) / width) | 0) * tuples + first[row]! * size + second[row]!;
      cells[cell] = cells[cell]! + 1;
    }
  }
}

/**
 * Counts the rows of some actors by their code: `cells[codes[row]]`. Goes from actor to actor by the bits that are set, so
 * that nothing has to be guessed where few are.
 *
 * @param words actors as bits, 32 a word; words `from .. to` are counted
 * @param flip -1 counts the actors whose bit is not set, 0 those whose bit is
 * @param actors bits from here on mean nothing
 */
export function countActors(
  cells: NumericArray,
  codes: NumericArray,
  offsets: NumericArray,
  words: NumericArray,
  flip: number,
  actors: number,
  from: number,
  to: number,
): void {
  for (let k = from; k < to; k++) {
    let word = words[k]! ^ flip;
    while (word !== 0) {
      const lowest = word & -word;
      word ^= lowest;
      const actor = k * 32 + 31 - Math.clz32(lowest);
      if (actor >= actors) break;
      const end = offsets[actor + 1]!;
      for (let row = offsets[actor]!; row < end; row++) {
        const cell = codes[row]!;
        cells[cell] = cells[cell]! + 1;
      }
    }
  }
}

import type { NumericArray } from '../protocol/batch.js';

/**
 * Rows and distinct actors of a matrix of features and columns, on the way through the rows. Feature 0 and column 0 stand
 * for none: rows there are counted like all others, so that no branch is needed to tell them apart.
 */
export interface MatrixCounts {
  /** Columns, the one for none included. */
  readonly width: number;
  /** By cell, `feature * width + column`; `last` is the actor that was counted last, plus one. */
  readonly counts: NumericArray;
  readonly actors: NumericArray;
  readonly last: NumericArray;
  /** Distinct actors by feature over all columns but none. */
  readonly featureActors: NumericArray;
  readonly featureLast: NumericArray;
  /** Distinct actors by column: of rows without a feature, then of those with one, `width` items each. */
  readonly columnActors: NumericArray;
  readonly columnLast: NumericArray;
  /** Distinct actors by column, of whatever feature or none. */
  readonly anyActors: NumericArray;
  readonly anyLast: NumericArray;
  /** The actor that the rows have come to. */
  actor: number;
}

/**
 * Counts rows `from .. to` into their cells, and each actor once a cell, row and column. Rows come actor by actor, slice
 * after slice.
 *
 * Plain form, for each of `last`: `if (last[k] !== tag) { last[k] = tag; actors[k]++; }`. Whether a row is the actor's
 * first of its kind cannot be guessed, so that a branch on it costs more than writing always.
 *
 * @param features feature by row of the slice, plus one; 0 = none
 * @param columns column by row of the view, plus one; 0 = none
 * @param passes 1 by row of the slice where a row counts; null = all
 */
export function countMatrix(
  matrix: MatrixCounts,
  features: NumericArray,
  columns: NumericArray,
  passes: NumericArray | null,
  offsets: NumericArray,
  from: number,
  to: number,
): void {
  const { width, counts, actors, last, anyActors, anyLast } = matrix;
  const { featureActors, featureLast, columnActors, columnLast } = matrix;
  for (let row = from; row < to;) {
    while (offsets[matrix.actor + 1]! <= row) matrix.actor++;
    const end = Math.min(offsets[matrix.actor + 1]!, to);
    const tag = matrix.actor + 1;
    for (; row < end; row++) {
      if (passes !== null && passes[row - from] === 0) continue;
      const column = columns[row]!;
      const feature = features[row - from]!;
      const cell = feature * width + column;
      counts[cell] = counts[cell]! + 1;
      actors[cell] = actors[cell]! + differs(last[cell]!, tag);
      last[cell] = tag;
      anyActors[column] = anyActors[column]! + differs(anyLast[column]!, tag);
      anyLast[column] = tag;
      const own = column + width * differs(feature, 0);
      columnActors[own] = columnActors[own]! + differs(columnLast[own]!, tag);
      columnLast[own] = tag;
      // A row of no column must not use up the actor's turn.
      const seen = feature * differs(column, 0);
      featureActors[seen] = featureActors[seen]! + differs(featureLast[seen]!, tag);
      featureLast[seen] = tag;
    }
  }
}

/** 1 where two whole numbers differ, else 0. */
function differs(a: number, b: number): number {
  const bits = a ^ b;
  return (bits | -bits) >>> 31;
}

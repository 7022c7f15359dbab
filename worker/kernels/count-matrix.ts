import type { NumericArray } from '../protocol/batch.js';

/** Rows and distinct actors of a matrix of features and columns, on the way through the rows. */
export interface MatrixCounts {
  readonly width: number;
  /** By cell, `feature * width + column`; `last` is the actor that was counted last, plus one. */
  readonly counts: NumericArray;
  readonly actors: NumericArray;
  readonly last: NumericArray;
  /** Distinct actors by feature over all columns, and by column over all features. */
  readonly featureActors: NumericArray;
  readonly featureLast: NumericArray;
  readonly columnActors: NumericArray;
  readonly columnLast: NumericArray;
  /** Rows and distinct actors by column, of whatever feature or none. */
  readonly anyRows: NumericArray;
  readonly anyActors: NumericArray;
  readonly anyLast: NumericArray;
  /** Rows that lie in no column. */
  outside: number;
  /** The actor that the rows have come to. */
  actor: number;
}

/**
 * Counts rows `from .. to` into their cells, and each actor once a cell, row and column. Rows come actor by actor, slice
 * after slice.
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
  const { width, counts, actors, last, anyRows, anyActors, anyLast } = matrix;
  for (let row = from; row < to;) {
    while (offsets[matrix.actor + 1]! <= row) matrix.actor++;
    const end = Math.min(offsets[matrix.actor + 1]!, to);
    const tag = matrix.actor + 1;
    for (; row < end; row++) {
      if (passes !== null && passes[row - from] === 0) continue;
      const column = columns[row]! - 1;
      if (column < 0) {
        matrix.outside++;
        continue;
      }
      anyRows[column] = anyRows[column]! + 1;
      if (anyLast[column] !== tag) {
        anyLast[column] = tag;
        anyActors[column] = anyActors[column]! + 1;
      }
      const feature = features[row - from]! - 1;
      if (feature < 0) continue;
      const cell = feature * width + column;
      counts[cell] = counts[cell]! + 1;
      if (last[cell] === tag) continue;
      last[cell] = tag;
      actors[cell] = actors[cell]! + 1;
      // Only an actor that is new in the cell can be new in its row or column.
      if (matrix.featureLast[feature] !== tag) {
        matrix.featureLast[feature] = tag;
        matrix.featureActors[feature] = matrix.featureActors[feature]! + 1;
      }
      if (matrix.columnLast[column] !== tag) {
        matrix.columnLast[column] = tag;
        matrix.columnActors[column] = matrix.columnActors[column]! + 1;
      }
    }
  }
}

import type { NumericArray } from '../protocol/batch.js';

/** Rows and distinct actors by cell, on the way through the rows. */
export interface CellCounts {
  readonly counts: NumericArray;
  readonly actors: NumericArray;
  /** Actor that was counted last in a cell, plus one; 0 = none yet. */
  readonly last: NumericArray;
  /** Codes from here on are cells proper; those below tell why a row is in none. */
  readonly first: number;
  /** Distinct actors in cells proper, and the one counted last, plus one. */
  total: number;
  lastTotal: number;
  /** The actor that the rows have come to. */
  actor: number;
}

/**
 * Counts rows `from .. to` into their cells, and each actor once a cell. Rows come actor by actor, slice after slice.
 *
 * @param codes cell by row of the view
 * @param passes 1 by row of the slice where a row counts; null = all
 */
export function countCells(
  cells: CellCounts,
  codes: NumericArray,
  passes: NumericArray | null,
  offsets: NumericArray,
  from: number,
  to: number,
): void {
  const { counts, actors, last, first } = cells;
  for (let row = from; row < to;) {
    while (offsets[cells.actor + 1]! <= row) cells.actor++;
    const end = Math.min(offsets[cells.actor + 1]!, to);
    const tag = cells.actor + 1;
    for (; row < end; row++) {
      if (passes !== null && passes[row - from] === 0) continue;
      const code = codes[row]!;
      counts[code] = counts[code]! + 1;
      if (last[code] === tag) continue;
      last[code] = tag;
      actors[code] = actors[code]! + 1;
      if (code < first || cells.lastTotal === tag) continue;
      cells.lastTotal = tag;
      cells.total++;
    }
  }
}

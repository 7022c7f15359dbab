import type { NumericArray } from '../protocol/batch.js';
import { keeper, type Keeper } from '../store/keep.js';
import type { StoreView } from '../store/view.js';
import { numbers } from './selector.js';

/**
 * One small number a row that depends on the row alone (its cell, its hour of the week): a moved filter then only
 * counts. The key is everything that the numbers depend on.
 */
export const rowCodes: Keeper<NumericArray> = keeper();

/** Zeros for numbers up to `most`, one a row, as narrow as they can be. */
export function codeColumn(view: StoreView, most: number): NumericArray {
  if (Array.isArray(view.time) || most >= 2 ** 16) return numbers(view, view.rows);
  return new Uint16Array(view.rows);
}

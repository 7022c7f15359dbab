import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import type { StoreView } from '../store/view.js';

const mostKept = 3;
const kept = new WeakMap<StoreView, Map<string, NumericArray>>();

/**
 * One small number a row that depends on the row alone (its cell, its hour of the week), made once and kept with the
 * view: a moved filter then only counts. The newest few are kept.
 *
 * @param key everything the numbers depend on
 */
export function* rowCodes(view: StoreView, key: string, derive: () => Steps<NumericArray>): Steps<NumericArray> {
  let known = kept.get(view);
  if (!known) kept.set(view, (known = new Map<string, NumericArray>()));
  const codes = known.get(key) ?? (yield* derive());
  // Asked last, let go last.
  known.delete(key);
  known.set(key, codes);
  if (known.size > mostKept) known.delete(known.keys().next().value!);
  return codes;
}

/** Zeros for numbers up to `most`, one a row, as narrow as they can be. */
export function codeColumn(view: StoreView, most: number): NumericArray {
  const length = view.rows;
  if (Array.isArray(view.time)) return Array.from<number>({ length }).fill(0);
  return most < 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length);
}

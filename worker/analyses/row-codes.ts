import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import type { StoreView } from '../store/view.js';
import { numbers } from './selector.js';

const mostKept = 3;

/** Gives what belongs to a view under a key: made when it is first asked for, and kept with the view. */
export type Keeper<T> = (view: StoreView, key: string, make: () => Steps<T>) => Steps<T>;

/** Keeps the newest few of a kind with each view. */
export function keeper<T>(): Keeper<T> {
  const kept = new WeakMap<StoreView, Map<string, T>>();
  return function* (view, key, make) {
    let known = kept.get(view);
    if (!known) kept.set(view, (known = new Map<string, T>()));
    const wanted = known.get(key) ?? (yield* make());
    // Asked last, let go last.
    known.delete(key);
    known.set(key, wanted);
    if (known.size > mostKept) known.delete(known.keys().next().value!);
    return wanted;
  };
}

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

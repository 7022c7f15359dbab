import type { NumericArray, PropertyValue } from '../protocol/batch.js';

/** A column of the store; same two kinds as a batch's, rows in store order. */
export type StoreColumn =
  | { readonly kind: 'number'; readonly values: NumericArray } // NaN = null
  | { readonly kind: 'dictionary'; readonly codes: NumericArray; readonly values: readonly PropertyValue[] }; // code 0 = null

/**
 * Identified rows of the store, ordered by (actor, time, seq); equal times keep ingestion order.
 *
 *   actor      0        1     2            offsets = [0, 3, 5, 9], one more than actors
 *   row        0 1 2    3 4   5 6 7 8      time, event and every column have `rows` items
 *
 * Read-only; columns may be typed arrays or plain arrays.
 */
export interface StoreView {
  /** Identified rows. */
  readonly rows: number;
  readonly actors: number;
  /** `offsets[a] .. offsets[a + 1]` are the rows of actor a; length actors + 1. */
  readonly offsets: NumericArray;
  /** `timeBase + time[i]` is the row's time in ms UTC; ascending within an actor. */
  readonly time: NumericArray;
  readonly timeBase: number;
  /** Event name codes; 0 = null, code k is `eventNames[k - 1]`. */
  readonly event: NumericArray;
  readonly eventNames: readonly string[];
  /** A property or canonical field; undefined when no batch had it. */
  column(name: string): StoreColumn | undefined;
  /** `type:value` of an actor. */
  actorKey(actor: number): string;
  /**
   * All identifiers that name an actor, by number from 0; `actor` is -1 where no row belongs to one. Absent: the actors'
   * keys are all there are.
   */
  readonly identifiers?: { readonly count: number; key(k: number): string; actor(k: number): number };
  readonly dataEnd: number | null;
  /** Accepted rows in all, unidentified ones included. */
  readonly acceptedRows: number;
  readonly unidentifiedRows: number;
  readonly rejectedRows: number;
}

/**
 * Set of rows as bits, 32 a word: row i is in when `words[i >>> 5] & (1 << (i & 31))`. Length = ceil(acceptedRows / 32):
 * rows without identity, from `rows` on, have theirs too, for analyses that count rows and not actors.
 */
export interface RowMask {
  readonly words: NumericArray;
  /** Rows in the mask. */
  readonly count: number;
}

import type { Scalar } from './batch.js';
import type { Selector, TimeRange } from './filter.js';
import type { ResultMeta } from './result.js';

/** Which values a property has, the most frequent first: what a picker offers (`docs/concepts/values.md`). */
export interface ValuesSpec {
  readonly kind: 'values';
  /** A property, or `event` for the event name (`$name` where the data has a property `event`). */
  readonly prop: string;
  /** Most values in the result, 1..1000. Default 50. */
  readonly limit?: number;
  /** Only values whose text holds this, in whatever case. */
  readonly search?: string;
  /** Only rows in this range count; half-open. */
  readonly range?: TimeRange;
  /** Only rows that meet all of these count. */
  readonly where?: readonly Selector[];
}

/** Rows and the distinct actors behind them. */
interface RowsAndActors {
  readonly rows: number;
  readonly actors: number;
}

/** Rows for which the test `eq` with this value holds: of its type, and for an array those with it among their items. */
export interface ValueCount extends RowsAndActors {
  readonly value: Exclude<Scalar, null>;
}

export interface ValuesResult {
  readonly kind: 'values';
  /** By rows descending, then text by code units, then type. */
  readonly values: readonly ValueCount[];
  /** Values that are in scope and hold `search`, shown or not. */
  readonly total: number;
  /** Rows for which `isNull` holds; `search` has no part in it. */
  readonly missing: RowsAndActors;
  readonly meta: ResultMeta;
}

/** Rows of a value, whether the result shows it or not, or those without one. Rows and actors. */
export type ValuesMark =
  | { readonly kind: 'value'; readonly value: Exclude<Scalar, null> }
  | { readonly kind: 'missing' };

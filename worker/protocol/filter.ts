import type { PropertyValue } from './batch.js';
import type { Mark, Spec } from './spec.js';

/**
 * One test on a property (or canonical field). A missing key and null are the same; any comparison with null is
 * false, also `ne`; only `isNull` is true. `eq` compares type and value. `lt lte gt gte` compare two numbers, or two
 * strings by code units, and are false for mixed types. A test on an array holds when it holds for any element.
 */
export interface PropertyTest {
  readonly prop: string;
  readonly op: 'eq' | 'ne' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'isNull' | 'notNull';
  /** A scalar; for `in` an array of scalars; absent for `isNull`, `notNull`. */
  readonly value?: PropertyValue;
}

/** Which rows: an event name (or any of several), and property tests that must all hold. Empty selects every row. */
export interface Selector {
  readonly event?: string | readonly string[];
  readonly where?: readonly PropertyTest[];
}

/** Half-open time range `from <= t < to`, milliseconds UTC. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A filter on rows as plain data: survives JSON and a URL (`filter-text.ts`), and means the same after a reload, since
 * it names a mark by the question it belongs to and not by what was counted.
 */
export type Filter =
  | { readonly kind: 'rows'; readonly match: readonly Selector[] } // any of `match` holds
  | { readonly kind: 'time'; readonly range: TimeRange }
  | ActorsFilter
  | ActorFilter
  | { readonly kind: 'and'; readonly of: readonly Filter[] }
  | { readonly kind: 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter };

/** All rows of the actors behind a mark: those that `list` gives for the same spec, filter and mark. */
export interface ActorsFilter {
  readonly kind: 'actors';
  readonly spec: Spec;
  /** The filter under which the spec was asked; absent: none. */
  readonly filter?: Filter;
  readonly mark: Mark;
}

/** All rows of some actors. */
export interface ActorFilter {
  readonly kind: 'actor';
  /** Actor keys (`email:ann@example.org`), or bare values where only one actor has them. A key of nobody selects nothing. */
  readonly keys: readonly string[];
}

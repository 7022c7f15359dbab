import type { Filter, Selector, TimeRange } from './filter.js';

export type FunnelOrder = 'ordered' | 'strict' | 'unordered';
export type FunnelTie = 'any-order' | 'strictly-later' | 'input-order';
export type FunnelEntry = 'best' | 'first';

/** A funnel step: the rows that fill it, and how it is called on screen. */
export interface FunnelStep extends Selector {
  /** Shown name; default: the event name(s). Has no influence on numbers. */
  readonly label?: string;
}

/** What to count, as plain data. `docs/concepts/funnel.md` says what every number means. */
export interface FunnelSpec {
  readonly kind: 'funnel';
  /** 1 to 32 steps. */
  readonly steps: readonly FunnelStep[];
  /** Default `ordered`. */
  readonly order?: FunnelOrder;
  /** Longest time from an attempt's first row to its last, inclusive; null = unbounded. Default null. */
  readonly windowMs?: number | null;
  /** How rows at one instant are ordered. Default `any-order`. */
  readonly tie?: FunnelTie;
  /** Which attempt of an actor is reported. Default `best`: deepest, then earliest completion, then latest beginning. */
  readonly entry?: FunnelEntry;
  /** Only rows in this range count, later steps included. */
  readonly range?: TimeRange;
  /** Only rows that meet all of these count. */
  readonly where?: readonly Selector[];
  /** Level of the Wilson intervals, 0..1 exclusive. Default 0.95. */
  readonly level?: number;
}

/** Every question the engine answers; a discriminated union on `kind`. */
export type Spec = FunnelSpec;

/** A question with its place in a round trip. `filter` narrows the rows before the spec is asked. */
export interface Job {
  /** Chosen by the asker; comes back on the outcome. */
  readonly id: string;
  readonly spec: Spec;
  readonly filter?: Filter;
}

/** Which mark of a funnel: actors that reached a step, or that left before it (reached the one before, not this). */
export interface FunnelMark {
  readonly kind: 'reached' | 'left';
  /** Zero-based step; at least 1 for `left`. */
  readonly step: number;
}

/** A part of a result that can be pointed at: what a person chooses, and what a list is asked for. */
export type Mark = FunnelMark;

/** The actors behind a mark, sorted by actor key (code units), one page of them. */
export interface ListRequest {
  readonly spec: Spec;
  readonly filter?: Filter;
  readonly mark: Mark;
  /** First actor of the page, from 0. Default 0. */
  readonly offset?: number;
  /** Page size, 1..10000. Default 100. */
  readonly limit?: number;
}

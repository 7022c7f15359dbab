import type { PropertyValue } from './batch.js';
import type { Filter } from './filter.js';
import type { Mark, Spec } from './spec.js';

/** What a list of actors is sorted by: key in code units, number of rows in the store, first or last of their times. */
export type ActorSort = 'key' | 'rows' | 'firstMs' | 'lastMs';

/** What a list of rows is sorted by: time, or actor key and then time. */
export type RowSort = 'time' | 'key';

/** Which way a list runs; ties follow the actor key, or the order of the store, in either. */
export interface ListOrder<By extends string> {
  readonly by: By;
  /** Default false. */
  readonly descending?: boolean;
}

interface MarkRequest {
  readonly spec: Spec;
  readonly filter?: Filter;
  readonly mark: Mark;
  /** First item of the page, from 0. Default 0. */
  readonly offset?: number;
  /** Page size, 1..10000. Default 100. */
  readonly limit?: number;
}

/** The actors behind a mark, one page of them. */
export interface ListRequest extends MarkRequest {
  readonly of?: 'actors';
  /** Default by `key`, ascending. */
  readonly sort?: ListOrder<ActorSort>;
}

/** The rows that a mark counts, one page of them. A mark that counts only actors has no such list: `spec-invalid`. */
export interface RowListRequest extends MarkRequest {
  readonly of: 'rows';
  /** Default by `time`, ascending. */
  readonly sort?: ListOrder<RowSort>;
  /** Properties to bring along; at most 100. Default none. */
  readonly properties?: readonly string[];
}

/** A row as a list shows it. */
export interface EventRow {
  /** ms UTC. */
  readonly time: number;
  readonly event: string | null;
  /** Actor key; null for a row without usable identity. */
  readonly actor: string | null;
  /** The actor's value without its type, for display; empty without an actor. */
  readonly label: string;
  /** Asked properties in the order asked; a missing value is null. */
  readonly values: readonly PropertyValue[];
}

export interface RowPage {
  /** Length of the whole list: equal to the count on the mark. */
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly EventRow[];
}

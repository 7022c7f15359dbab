import type { IdentifierType } from './batch.js';

/** Rules by which identifiers become actors; what is absent keeps its earlier value on an append. `docs/concepts/identity.md`. */
export interface IdentityOptions {
  /** Country of telephone numbers written without one, ISO 3166 (`CN`); a mapping's own goes first. Without one such numbers are dropped. */
  readonly defaultCountry?: string;
  /** Values that name nobody besides the kit's own, compared without case. */
  readonly placeholders?: readonly string[];
  /** An e-mail, phone or device id that leads to more users than this joins nothing. At least 1. Default 1. */
  readonly maxDistinctUserIds?: number;
  /** Pairs of `type:value`, normalised, that are one customer: joined first, whatever the guard says. */
  readonly alias?: ReadonlyArray<readonly [from: string, to: string]>;
  /** Joins that are none. */
  readonly blocked?: readonly IdentityBlock[];
  /**
   * What is known of customers besides their touchpoints: plain objects whose keys are matched like headers (`email`,
   * `mobile`, `手机号`, ...). They join identifiers and make no rows and no actors of their own.
   */
  readonly profiles?: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/** An identifier that is treated as if it were absent from some records. */
export interface IdentityBlock {
  /** `type:value`. */
  readonly id: string;
  /** Only in these rows, numbered from 0 in their source, rejected ones counted. Only beside the source itself (`LoadOptions`). */
  readonly rows?: readonly number[];
  /** Only in rows with exactly these identifiers (`type:value`, any order). Without `rows` and `records`: everywhere. */
  readonly records?: ReadonlyArray<readonly string[]>;
}

/** What `undo` takes back: a block, or a pair of the alias map. */
export type IdentityUndo = IdentityBlock | { readonly alias: readonly [from: string, to: string] };

/** What a block or its undoing did. */
export interface IdentityChange {
  readonly actorsBefore: number;
  readonly actors: number;
  readonly unidentifiedRows: number;
}

/** Rows, or a profile, that say the same of their customer. */
export interface IdentityRecord {
  /** `type:value`, by rank, then value: what names the record in a block. */
  readonly identifiers: readonly string[];
  /** Those of them that a block takes away. */
  readonly blocked: readonly string[];
  /** Rows that carry exactly these; 0 for a profile. */
  readonly rows: number;
  /** First and last time of the rows, ms UTC; null for a profile. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/** One step of a chain: two identifiers of one customer, and what says so. */
export interface IdentityLink {
  readonly from: string;
  readonly to: string;
  /** The record that carries both; null where the alias map says it. */
  readonly record: IdentityRecord | null;
}

/** Why an identifier belongs to its actor. */
export interface IdentityExplanation {
  /** The identifier asked for, `type:value`. */
  readonly id: string;
  /** Key of its actor; null when no row is counted for it alone (guarded or blocked everywhere it stands). */
  readonly key: string | null;
  readonly guarded: boolean;
  /** Shortest chain from the identifier to the actor's key; empty when it is the key. */
  readonly chain: readonly IdentityLink[];
  /** All identifiers of the actor, by rank, then value; at most 1000. */
  readonly identifiers: readonly string[];
  readonly identifiersTotal: number;
  /** Records that carry the identifier, most rows first; at most 1000. */
  readonly records: readonly IdentityRecord[];
  readonly recordsTotal: number;
  /** Keys of the actors of these records: more than one where the identifier is guarded. At most 1000. */
  readonly actors: readonly string[];
}

/** An identifier that joins nothing because too many users carry it. */
export interface GuardedIdentifier {
  readonly id: string;
  /** Rows that carry it. */
  readonly rows: number;
  /** Keys of the actors of these rows, sorted; at most 20. */
  readonly actors: readonly string[];
  readonly actorsTotal: number;
}

/** An actor with more than one user id, or more than one id of the field that the mapping calls the actor. */
export interface IdentityConflict {
  readonly key: string;
  /** At most 20, by rank, then value. */
  readonly ids: readonly string[];
  readonly idsTotal: number;
}

/** What one type of identifier brings together. */
export interface IdentityJoin {
  readonly type: IdentifierType;
  /** Actors with an identifier of this type that records of different identifiers carry. */
  readonly actors: number;
  /** Such identifiers: the first 20 that were met, by value. */
  readonly examples: readonly string[];
}

/** State of identity over the whole set. */
export interface IdentityReport {
  /** Distinct identifiers by type; types without any are absent. */
  readonly identifiers: Readonly<Partial<Record<IdentifierType, number>>>;
  /** Distinct combinations of identifiers on rows. */
  readonly records: number;
  readonly actors: number;
  /** Actors that more than one identifier leads to. */
  readonly joinedActors: number;
  /** By rank; types that bring nothing together are absent. An actor held together by several types counts under each. */
  readonly joins: readonly IdentityJoin[];
  readonly unidentifiedRows: number;
  /** By rank, then value; at most 1000. */
  readonly guarded: readonly GuardedIdentifier[];
  readonly guardedTotal: number;
  /** By key; at most 1000. */
  readonly conflicts: readonly IdentityConflict[];
  readonly conflictsTotal: number;
  /** Rules in force. */
  readonly maxDistinctUserIds: number;
  readonly alias: ReadonlyArray<readonly [from: string, to: string]>;
  readonly blocked: readonly IdentityBlock[];
}

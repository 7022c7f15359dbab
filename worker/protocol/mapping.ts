import type { IdentifierType } from './batch.js';
import type { ColumnFacts, FieldProposal, FieldQuestion, PreviewFacts } from './proposal.js';

/** A column of a source by its header; `occurrence` (from 1) chooses among equal headers, `index` (from 0) goes by place. */
export type ColumnRef = { readonly column: string; readonly occurrence?: number } | { readonly index: number };

/** The event name: from a column, or one name for all rows. */
export type EventField = ColumnRef | { readonly constant: string };

/**
 * The time: a column and how to read it.
 * `format`: `auto` (decided by evidence and reported), `iso`, `epoch-s`, `epoch-ms`, or a pattern of
 * `YYYY YY MM M DD D HH H hh h mm m ss s SSS A Z` and literal text, e.g. `D/M/YYYY HH:mm`.
 * `zone`: an IANA zone for times that carry no offset. Default UTC.
 */
export type TimeField = ColumnRef & { readonly format?: string; readonly zone?: string };

export type PropertyType = 'auto' | 'text' | 'number' | 'boolean';
export type PropertyField = ColumnRef & { readonly type?: PropertyType };

/** Canonical fields other than actor, time and event; `value` is a number, the others are text. */
export const canonicalFields = ['channel', 'source', 'account', 'owner', 'stage', 'value', 'page'] as const;
export type CanonicalField = (typeof canonicalFields)[number];

/** How a source's columns become touchpoints: plain data, version 1, schema in `connectors/mapping.schema.json`. */
export interface Mapping {
  readonly version: 1;
  /** How the file is written; what is absent is found out and reported. */
  readonly format?: {
    /** One character, or `whitespace` for columns set apart by runs of spaces or tabs. */
    readonly delimiter?: string;
    /** Default `"`. */
    readonly quote?: string;
    readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
    /** false: the file has no header; columns are then named `column 1`, `column 2`, ... Default true. */
    readonly header?: boolean;
    /** JSON: the way to the list of records within the file, each line or each item: `events[]`, `data.items[]`. */
    readonly rows?: string;
  };
  readonly fields: {
    readonly time: TimeField;
    readonly event: EventField;
    /** The source's own row id. */
    readonly id?: ColumnRef;
    /** Several columns of one type (mobile and landline) all belong to the row's customer. */
  } & { readonly [K in IdentifierType]?: ColumnRef | readonly ColumnRef[] } & {
    readonly [K in CanonicalField]?: ColumnRef | { readonly constant: string };
  };
  /** Free properties by name; `all` (default) takes every column that no field uses, under its header; `none` takes none. */
  readonly properties?: 'all' | 'none' | { readonly [name: string]: PropertyField };
  /** Country of telephone numbers written without one, ISO 3166 (`CN`). Without one such numbers are dropped. */
  readonly defaultCountry?: string;
  /** Field texts that mean "no value" besides the empty one, e.g. `?`. Compared exactly. */
  readonly missing?: readonly string[];
}

/** A column as a preview shows it. */
export interface PreviewColumn {
  /** Header text; empty when the file has none for it. */
  readonly header: string;
  /** From 0. */
  readonly index: number;
  /** Up to 5 distinct non-empty values from the first rows. */
  readonly samples: readonly string[];
  readonly facts: ColumnFacts;
}

/** What the first bytes of a source show, before anything is loaded. */
export interface SourcePreview {
  readonly columns: readonly PreviewColumn[];
  /** Up to 20 first records as text. */
  readonly rows: ReadonlyArray<readonly string[]>;
  /** Mapping that the headers and values suggest; fields that could not be told are absent. */
  readonly proposal: {
    readonly actor?: ColumnRef;
    readonly time?: ColumnRef;
    readonly event?: ColumnRef;
    /** Candidates by column index where a field is not unique or not found, best first. */
    readonly candidates: {
      readonly actor: readonly number[];
      readonly time: readonly number[];
      readonly event: readonly number[];
    };
  };
  /** The complete mapping when actor, time and event are certain, else null: ask for exactly these three. */
  readonly mapping: Mapping | null;
  /** `profiles`: one row a customer and no time of anything they did; such a file joins others by its identifiers. */
  readonly kind: 'events' | 'profiles';
  /** What each field is proposed to be, with the evidence; in the order of `identifierTypes`, time, event, id, `canonicalFields`. */
  readonly fields: readonly FieldProposal[];
  /** What is unsure and worth an answer, what is needed first; empty when the mapping can be used as it is. */
  readonly questions: readonly FieldQuestion[];
  /** Columns that no proposed field uses, by index: they become properties under their headers. */
  readonly unmapped: readonly number[];
  readonly facts: PreviewFacts;
}

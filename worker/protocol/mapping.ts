import type { IdentifierType } from './batch.js';
import type { ColumnFacts, FieldProposal, FieldQuestion, PreviewFacts } from './proposal.js';

/** A column of a source by its header; `occurrence` (from 1) chooses among equal headers, `index` (from 0) goes by place. */
export type ColumnRef = { readonly column: string; readonly occurrence?: number } | { readonly index: number };

/** Texts of a field exchanged for others, such as the names of channels: `{ "EDM": "email" }`. */
export interface ValueMap {
  /**
   * By text: compared exactly, but for spaces at both ends. The key `""` stands for an empty field, and an empty result
   * is no value. Items of a list are exchanged one by one.
   */
  readonly values?: Readonly<Record<string, string>>;
  /** Texts that `values` does not name: `keep` (default) leaves them, null makes them empty, another text stands for all of them. */
  readonly otherwise?: string | null;
}

/**
 * A text put together from columns: their names in braces, `{method} {path}`; `{{` stands for a brace. Spaces at both
 * ends are cut. Without a value in any of its columns it is empty.
 */
export interface Template {
  readonly template: string;
}

/**
 * A test on one column's text, without spaces at its ends; an empty field meets `empty` alone. Numbers: `from` is the
 * least, `to` the first that is too great. `not` turns the test round, also for empty fields.
 */
export type Condition = ColumnRef & { readonly not?: true } & (
    | { readonly is: string | readonly string[] }
    | { readonly startsWith: string }
    | { readonly endsWith: string }
    | { readonly contains: string }
    | { readonly from: number; readonly to?: number }
    | { readonly from?: number; readonly to: number }
    | { readonly empty: true }
  );

/** What a row is called that meets all conditions of `when`; `name` may be a template. */
export interface Rule {
  readonly when: Condition | readonly Condition[];
  readonly name: string;
}

/** The first rule that a row meets names it; `otherwise`, which may be a template, names the rest. Default null: no value. */
export interface Rules {
  readonly rules: readonly Rule[];
  readonly otherwise?: string | null;
}

/** A text for each row: from a column, one for all rows, put together, or by rules. */
export type TextField = (ColumnRef & ValueMap) | { readonly constant: string } | (Template & ValueMap) | Rules;

/** The event name. */
export type EventField = TextField;

/**
 * An identifier. `prefix` stands before each value once it is in its normal form, and keeps ids of two systems apart.
 * A template names nobody when any of its columns is empty or a placeholder.
 */
export type IdentifierField = (ColumnRef & ValueMap & { readonly prefix?: string }) | Template;

/** How times are written. */
export interface TimeReading {
  /**
   * `auto` (decided by evidence and reported), `iso`, `epoch-s`, `epoch-ms`, `epoch-us`, or a pattern of
   * `YYYY YY MM M DD D HH H hh h mm m ss s SSS A Z` and literal text, e.g. `D/M/YYYY HH:mm`.
   */
  readonly format?: string;
  /** An IANA zone for times that carry no offset. Default UTC. */
  readonly zone?: string;
}

/** The time: a column, date and time of day in two (`and`; a space is put between them), or a template. */
export type TimeField = ((ColumnRef & { readonly and?: ColumnRef }) | Template) & TimeReading;

export type PropertyType = 'auto' | 'text' | 'number' | 'boolean' | 'list';

/**
 * A free property. `list` splits a text at `delimiter` (default `;`) into its items, spaces at their ends cut and empty
 * ones left out. `auto` of what is not plainly a column is text.
 */
export type PropertyField = TextField & { readonly type?: PropertyType; readonly delimiter?: string };

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
    /** Workbooks: a sheet by its name, else by its place, from `1`. Default: the first visible one that has a table. */
    readonly sheet?: string;
    /** Web server logs: a secret that goes into the hashes of addresses. Files read with one key tell one visitor alike. */
    readonly addressKey?: string;
  };
  readonly fields: {
    readonly time: TimeField;
    readonly event: EventField;
    /** The source's own row id; a template needs all its columns. */
    readonly id?: ColumnRef | Template;
    /** Several columns of one type (mobile and landline) all belong to the row's customer. */
  } & { readonly [K in IdentifierType]?: IdentifierField | readonly IdentifierField[] } & {
    readonly [K in CanonicalField]?: TextField;
  };
  /**
   * Free properties by name; `all` (default) takes every column that no field uses, under its header; `none` takes none.
   * Conditions and templates do not use up a column, but for templates of times and identifiers.
   */
  readonly properties?: 'all' | 'none' | { readonly [name: string]: PropertyField };
  /** Beside properties given by name: `all` takes every other column that no field uses as well. Default `none`. */
  readonly otherProperties?: 'all' | 'none';
  /** Rows that meet any of these are left out, and counted as rejected (`excluded`). */
  readonly exclude?: readonly Condition[];
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
  /** What each field is proposed to be, with the evidence; in the order of `identifierTypes`, time, event, id, `canonicalFields`, then the country. */
  readonly fields: readonly FieldProposal[];
  /** What is unsure and worth an answer, what is needed first; empty when the mapping can be used as it is. */
  readonly questions: readonly FieldQuestion[];
  /** Columns that no proposed field uses, by index: they become properties under their headers. */
  readonly unmapped: readonly number[];
  readonly facts: PreviewFacts;
}

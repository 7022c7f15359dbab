/** A column's numbers: typed arrays normally, a plain array where typed ones are slow (Salesforce). */
export type NumericArray = Uint8Array | Uint16Array | Uint32Array | Float64Array | number[];

/** A property value. Numbers are finite; a missing key and null are the same. */
export type Scalar = string | number | boolean | null;
export type PropertyValue = Scalar | readonly Scalar[];

/** Numbers; NaN stands for null. Length = rows of the batch. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: NumericArray;
  /**
   * Text of values that do not print back as they were read ("1.10"), by row of the batch, ascending;
   * such a row's number is what the text means, or NaN. Absent when there are none.
   */
  readonly texts?: { readonly rows: readonly number[]; readonly texts: readonly string[] };
}

/** Values by code. Code 0 is null; code k stands for `values[k - 1]`. Values are distinct by type and content. */
export interface DictionaryColumn {
  readonly kind: 'dictionary';
  readonly codes: NumericArray;
  readonly values: readonly PropertyValue[];
}

export type BatchColumn = NumberColumn | DictionaryColumn;

/** A dictionary column whose values are all text. */
export interface TextColumn extends DictionaryColumn {
  readonly values: readonly string[];
}

/** Identifier types in rank order, highest first (`docs/concepts/identity.md`). */
export const identifierTypes = ['actor', 'userId', 'email', 'phone', 'deviceId'] as const;
export type IdentifierType = (typeof identifierTypes)[number];

/** Normalised identifiers of one type; code 0 = the row carries none. */
export interface IdentifierColumn {
  readonly type: IdentifierType;
  readonly values: TextColumn;
}

/**
 * A run of rows in columns, as connectors hand them over and the store takes them in.
 * Row order is input order. Buffers belong to the receiver afterwards.
 */
export interface EventBatch {
  /** Rows in this batch; the length of every column. */
  readonly rows: number;
  /** Name of the source the rows come from; duplicates are judged within one source. */
  readonly source: string;
  /** Milliseconds since 1970 UTC: integers in ±8.64e15. A connector rejects rows without one. */
  readonly time: NumericArray;
  /** Event names; null matches no name. */
  readonly event: TextColumn;
  /** Identifier columns; never a final actor, since joining looks at the whole set. */
  readonly identifiers: readonly IdentifierColumn[];
  /** The source's own row id, if it has one: equal (source, id) are one row. */
  readonly id?: TextColumn;
  /** Record number of each row in its source, from 1, header not counted; for the account of rejected rows. */
  readonly records?: NumericArray;
  /** Canonical fields (`channel`, `account`, `owner`, `stage`, `value`, `page`, ...) and free properties, by name. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly column: BatchColumn }>;
}

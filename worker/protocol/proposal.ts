import type { IdentifierType } from './batch.js';
import type { CanonicalField, ColumnRef } from './mapping.js';
import type { SourceFacts } from './report.js';

/** A field that a column can become. */
export type MappedField = IdentifierType | 'time' | 'event' | 'id' | CanonicalField;

/**
 * What a proposal is about: a field, or how some of them are read. `defaultCountry` is the country of telephone numbers
 * written without one, `timeFormat` the form of times whose day and month could be either way round, `zone` the zone of
 * times that carry no offset.
 */
export type ProposedField = MappedField | 'defaultCountry' | 'timeFormat' | 'zone';

/**
 * A column, or one value for all rows. A time may be a day and a time of day in two columns (`and`); it names its `format`
 * where reading would take numbers for milliseconds that are something else.
 */
export type FieldSource =
  | (ColumnRef & { readonly and?: ColumnRef; readonly format?: string })
  | { readonly constant: string };

/**
 * What most values of a column look like. `word`: few texts that come back, such as names of events or of channels;
 * `code`: an opaque id; `number` is told apart from `money` (a currency or two decimals throughout) and from `epoch`.
 */
export type ValueShape =
  | 'empty'
  | 'email'
  | 'phone'
  | 'uuid'
  | 'code'
  | 'time'
  | 'epoch'
  | 'money'
  | 'number'
  | 'boolean'
  | 'country'
  | 'zone'
  | 'url'
  | 'path'
  | 'address' // of a computer: IPv4 or IPv6
  | 'word'
  | 'text'
  | 'data'; // JSON

/** What the rows looked at say of a column. */
export interface ColumnFacts {
  /** Rows looked at, and how many of them have a value. */
  readonly rows: number;
  readonly filled: number;
  readonly distinct: number;
  readonly shape: ValueShape;
  /** Share of the filled values that have the shape, 0 to 1. */
  readonly share: number;
  readonly type: 'text' | 'number' | 'boolean' | 'time' | 'empty';
}

/**
 * One reason for or against a proposal, as data: whoever shows it words it. Shares are 0 to 1; `column` is an index.
 * Those marked "against" lowered the confidence.
 */
export type Evidence =
  /** The header is a word for the field; `whole` false: that word stands among others (`contact_email`). */
  | { readonly kind: 'name'; readonly matched: string; readonly language: 'en' | 'zh'; readonly whole: boolean }
  /** Against: the header says that the column holds something else (`phone model`, `last login`). */
  | { readonly kind: 'other-name'; readonly word: string }
  | { readonly kind: 'shape'; readonly shape: ValueShape; readonly share: number }
  /** Against: the values do not look like what the header says. */
  | { readonly kind: 'other-shape'; readonly shape: ValueShape; readonly share: number }
  | { readonly kind: 'distinct'; readonly distinct: number; readonly of: number }
  /** Rows that have a value. */
  | { readonly kind: 'filled'; readonly filled: number; readonly of: number }
  /** One value in all rows. */
  | { readonly kind: 'constant'; readonly value: string }
  /** How times are read: pattern, share of values it fits, and the pattern with day and month changed over if that fits too. */
  | {
      readonly kind: 'time-format';
      readonly format: string;
      readonly share: number;
      readonly other: string | null;
      /** Share of the values that carry an offset. */
      readonly zoned: number;
    }
  /** Earliest and latest time looked at, ms UTC. */
  | { readonly kind: 'time-range'; readonly from: number; readonly to: number }
  /** From row to row the values only rise, or only fall. */
  | { readonly kind: 'ordered'; readonly direction: 'up' | 'down' }
  /** Values that data already loaded know as identifiers of this type. */
  | { readonly kind: 'overlap'; readonly type: IdentifierType; readonly known: number; readonly of: number }
  /** Numbers that are complete only with this country's prefix. */
  | { readonly kind: 'country'; readonly country: string; readonly share: number }
  /** Another column that fits as well or nearly so; where both have a value, so many are equal. */
  | { readonly kind: 'rival'; readonly column: number; readonly same: number }
  /** Repeats what another column says, which is proposed in its place. */
  | { readonly kind: 'same-as'; readonly column: number; readonly share: number }
  /** No other column could be it. */
  | { readonly kind: 'only-one' }
  /** The format of the file says what the field means. */
  | { readonly kind: 'format'; readonly format: SourceFacts['format'] }
  /** Made of the name of the file or of its sheet. */
  | { readonly kind: 'file-name'; readonly name: string };

/** One way to fill a field. */
export interface FieldCandidate {
  readonly from: FieldSource;
  /** 0 to 1. From 0.8 on it counts as certain; below 0.5 it is no more than a possibility. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** The field that it becomes, where that is not the one asked for: the answer to "who" may be an e-mail column. */
  readonly as?: MappedField;
}

/** What is proposed for a field. Several proposals of one identifier type are several columns of it. */
export interface FieldProposal {
  readonly field: MappedField | 'defaultCountry';
  readonly from: FieldSource;
  /** From 0.8 on certain. Fields from 0.5 on are proposed; those below 0.8 are to be looked at. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** Best first; without what is proposed. */
  readonly alternatives: readonly FieldCandidate[];
}

/** Something that cannot be told from the file. `actor` asks who, whatever the type of its identifier. */
export interface FieldQuestion {
  readonly field: ProposedField;
  /** False: it can be loaded without an answer, by the first candidate or without the field. */
  readonly needed: boolean;
  /** Best first. */
  readonly candidates: readonly FieldCandidate[];
}

/** How the file is written, as far as its first bytes tell. */
export type PreviewFacts = Pick<SourceFacts, 'format' | 'encoding' | 'gzip' | 'delimiter'> & {
  /** Names of all sheets of a workbook. */
  readonly sheets?: readonly string[];
  /** The sheet that is shown. */
  readonly sheet?: string;
};

import type { IdentifierType } from './batch.js';
import type { IdentityOptions } from './identity.js';
import type { CanonicalField, Mapping } from './mapping.js';
import type { ImportReport } from './report.js';

/** How the columns of a file of profiles are read: a mapping without time, event and row id. */
export type ProfileMapping = Omit<Mapping, 'fields'> & {
  readonly fields?: Omit<Mapping['fields'], 'time' | 'event' | 'id'>;
};

/** What a profile is found by. */
export interface ProfileKey {
  /** The profiles' column, by its header. */
  readonly column: string;
  /**
   * What it holds. An identifier: a profile is a customer's, as a row with the same identifiers would be; its other
   * identifiers join too, and its properties are those of the customer's rows. Anything else is a field of the rows
   * (`account`, `owner`, or any property): the profile is that of every row with the same text there.
   */
  readonly field: IdentifierType | CanonicalField | (string & {});
}

/** How a source of profiles (contacts, accounts, products) joins the rows there are and those that come later. */
export interface ProfileOptions {
  readonly key: ProfileKey;
  /** Absent: where the key is an identifier, columns whose headers name identifiers are such; other columns are properties. */
  readonly mapping?: ProfileMapping;
  /** Columns taken as properties. Default `all`. */
  readonly properties?: 'all' | readonly string[];
  /** Stands before each property's name, such as `account.`, so that it has a name of its own. Default none. */
  readonly prefix?: string;
  /** How identifiers are read. */
  readonly identity?: Pick<IdentityOptions, 'defaultCountry' | 'placeholders'>;
}

/** Two profiles of one customer, or of one key, that say different things. */
export interface ProfileConflict {
  /** Key of the actor, or the text that both were found by. */
  readonly key: string;
  readonly property: string;
  /** What the first one said, which counts. */
  readonly kept: string;
  readonly other: string;
}

/** What became of joined profiles, by the rows there are. profilesIn = matched + unmatched + rejected. */
export interface ProfileAccount {
  readonly source: string;
  readonly key: ProfileKey;
  readonly profilesIn: number;
  /** Profiles of at least one row. */
  readonly matched: number;
  /** Profiles of no row so far. */
  readonly unmatched: number;
  readonly rejected: number;
  /** Rows that a profile belongs to. */
  readonly rows: number;
  /** Profiles that say something else than an earlier one of the same customer or key. */
  readonly conflicts: number;
  /** The first 20. */
  readonly conflictSamples: readonly ProfileConflict[];
  /** Names of the properties that come with it. */
  readonly properties: readonly string[];
  /** How the source was read; `accepted` are the profiles that have a key. */
  readonly report: ImportReport;
}

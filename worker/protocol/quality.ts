import type { ResultMeta } from './result.js';

/** What is looked for in the data, in the order in which equal effects are listed (`docs/concepts/quality.md`). */
export const qualityCodes = [
  'rejected-rows',
  'duplicate-ids',
  'conflicting-duplicates',
  'source-cut-short',
  'repeated-rows',
  'unidentified-rows',
  'dropped-identifiers',
  'shared-identifiers',
  'several-user-ids',
  'conflicting-values',
  'clock-offset',
  'night-activity',
  'future-times',
  'times-in-1970',
  'midnight-times',
  'zone-assumed',
  'day-month-unsure',
  'days-without-rows',
  'sudden-drops',
  'ends-early',
  'out-of-date',
  'not-numbers',
  'read-otherwise',
  'missing-columns',
  'unread-columns',
  'empty-columns',
  'similar-names',
  'names-once',
] as const;
export type QualityCode = (typeof qualityCodes)[number];

/**
 * How much of the data a finding touches: `high` from 1 % of rows or customers on, `some` from 0.1 % on, `note` below,
 * and for what moves no figure.
 */
export type QualitySeverity = 'high' | 'some' | 'note';

/** Where the cure lies: in the mapping, in the rules of identity, at the source itself, in another load, or nowhere: know it. */
export type QualityMend = 'mapping' | 'identity' | 'source' | 'reload' | 'none';

/** What can be said of a report besides the data. */
export interface QualityOptions {
  /** IANA zone whose days and nights count. Default UTC. */
  readonly tz?: string;
  /** The asker's clock, ms UTC: later rows lie in the future. Default: the `asOf` of the load; without either nothing does. */
  readonly now?: number;
}

/** What is wrong with the data, and what it does to the figures. Under a filter: with the rows that it lets through. */
export interface QualitySpec extends QualityOptions {
  readonly kind: 'quality';
  /** Times themselves are in question: a report has no range of its own. */
  readonly range?: never;
}

/** One case of a finding. */
export interface QualitySample {
  /** A name, an identifier, a value, a day, or a rejected row; at most 200 characters. */
  readonly text: string;
  /** Rows of this case; 1 for a single row. */
  readonly count: number;
  /** ms UTC, where the case has a time. */
  readonly at: number | null;
}

/** One thing that was found. */
export interface QualityFinding {
  readonly code: QualityCode;
  /** The source it is about; null where it is about several. */
  readonly source: string | null;
  /** What tells it from others of its code and source: a reason, a column, an event name; null for none. */
  readonly subject: string | null;
  readonly severity: QualitySeverity;
  /** The greater of the shares of rows and of customers that it touches, 0..1. */
  readonly share: number;
  /** What `share` is a share of; `missing`: of the rows there would be, those that are not there. null where it is 0. */
  readonly shareOf: 'rows' | 'actors' | 'missing' | null;
  /** Rows it touches; of a finding about rows that are not in, those. */
  readonly rows: number;
  /** Customers it touches. */
  readonly actors: number;
  /** Names at issue, such as event names, columns, sources, identifiers; at most 20, `namesTotal` says how many there are. */
  readonly names: readonly string[];
  readonly namesTotal: number;
  /** Numbers that go with the code (`docs/concepts/quality.md`): spans in ms, shares 0..1, counts. */
  readonly facts: Readonly<Record<string, number>>;
  /** At most 5, the first or the greatest. */
  readonly samples: readonly QualitySample[];
  readonly mend: QualityMend;
  /** What its rows and customers are listed by: as many as `rows` and `actors` say. null where they are not in the store. */
  readonly mark: QualityMark | null;
}

/** The rows, or the customers, that a finding touches. */
export interface QualityMark {
  readonly kind: 'finding';
  readonly code: QualityCode;
  readonly source: string | null;
  readonly subject: string | null;
}

/** The account of one source. rowsIn = accepted + rejected. */
export interface QualitySource {
  readonly source: string;
  /** Times it was loaded. */
  readonly loads: number;
  readonly rowsIn: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Its rows in scope: all that were accepted, where no filter narrows them. */
  readonly rows: number;
  /** First and last time of these, ms UTC; null for none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/** How full a column is. */
export interface QualityColumn {
  readonly name: string;
  /** Rows in scope that have a value. */
  readonly filled: number;
}

/** The report on all that was loaded. */
export interface QualityReport {
  readonly kind: 'quality';
  readonly rowsIn: number;
  readonly accepted: number;
  readonly rejected: number;
  /** In the order in which they were first loaded. */
  readonly sources: readonly QualitySource[];
  /** By severity, share and rows descending, then in the order of `qualityCodes`, source and subject; at most 500. */
  readonly findings: readonly QualityFinding[];
  readonly findingsTotal: number;
  /** By name. */
  readonly columns: readonly QualityColumn[];
  readonly meta: ResultMeta;
}

import type { QualityCode, QualityFinding, QualityMend, QualitySample, QualitySeverity } from '../protocol/quality.js';
import { qualityCodes } from '../protocol/quality.js';
import type { Steps } from '../steps.js';
import type { Store } from '../store/store.js';
import type { RowMask } from '../store/view.js';
import { NumberList } from './mean-median.js';
import { listed } from './marked-rows.js';
import { byCodeUnits } from './top.js';

/** Rows between two yields. */
export const stepRows: number = 1 << 14;
/** Names and samples of a finding that are shown at most. */
export const namesShown: number = 20;
export const samplesShown: number = 5;
const longestText = 200;

/** The rows that are looked at. */
export interface QualityScope {
  readonly store: Store;
  /** Rows that the filter lets through; null = all. */
  readonly mask: RowMask | null;
  /** Sources there are, at least 1. */
  readonly sources: number;
}

/** Something found, before its effect is weighed against the whole. */
export interface Found {
  readonly code: QualityCode;
  readonly mend: QualityMend;
  readonly source?: string | null;
  readonly subject?: string | null;
  readonly rows?: number;
  readonly actors?: number;
  /** All there are, or the first of `namesTotal`. */
  readonly names?: readonly string[];
  readonly namesTotal?: number;
  readonly facts?: Readonly<Record<string, number>>;
  readonly samples?: readonly QualitySample[];
  /** Whether `rows` are of those that came in; else of those in scope. */
  readonly ofRowsIn?: boolean;
  /** Where the share is not one of rows or customers. */
  readonly share?: number;
  readonly severity?: QualitySeverity;
  /** The rows it touches, as places in the store, ascending; absent where they are not in it. */
  readonly list?: () => Steps<ArrayLike<number>>;
}

/** What shares are shares of. */
export interface Whole {
  readonly rowsIn: number;
  readonly rows: number;
  readonly actors: number;
}

/** A finding with its effect on the whole. */
export function weighed(found: Found, whole: Whole): QualityFinding {
  const { code, source = null, subject = null, rows = 0, actors = 0, names = [], facts = {}, samples = [] } = found;
  const ofRows = rows === 0 ? 0 : rows / (found.ofRowsIn ? whole.rowsIn : whole.rows);
  const ofActors = actors === 0 ? 0 : actors / whole.actors;
  const share = found.share ?? Math.max(ofRows, ofActors);
  const shareOf = found.share !== undefined ? 'missing' : ofActors > ofRows ? 'actors' : 'rows';
  return {
    code,
    source,
    subject,
    severity: found.severity ?? (share >= 0.01 ? 'high' : share >= 0.001 ? 'some' : 'note'),
    share,
    shareOf: share === 0 ? null : shareOf,
    rows,
    actors,
    names: names.slice(0, namesShown).map(clipped),
    namesTotal: found.namesTotal ?? names.length,
    facts,
    samples: samples.slice(0, samplesShown).map((sample) => ({ ...sample, text: clipped(sample.text) })),
    mend: found.mend,
    mark: found.list ? { kind: 'finding', code, source, subject } : null,
  };
}

const severities: readonly QualitySeverity[] = ['high', 'some', 'note'];

/** The order in which findings are listed. */
export function byEffect(a: QualityFinding, b: QualityFinding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.share - a.share ||
    b.rows - a.rows ||
    qualityCodes.indexOf(a.code) - qualityCodes.indexOf(b.code) ||
    byCodeUnits(a.source ?? '', b.source ?? '') ||
    byCodeUnits(a.subject ?? '', b.subject ?? '')
  );
}

/** Whether a row is looked at. */
export function inScope({ mask }: QualityScope, row: number): boolean {
  return mask === null || (mask.words[row >>> 5]! & (1 << (row & 31))) !== 0;
}

/** Numbers to count in: plain arrays are as fast as typed ones here, and fast in a Salesforce page too. */
export function counters(length: number, value = 0): number[] {
  return Array.from({ length }, () => value);
}

/** The rows in scope that pass a test, ascending. @param from first row looked at */
export function* rowsWhere(scope: QualityScope, test: (row: number) => boolean, from = 0): Steps<ArrayLike<number>> {
  const { acceptedRows, time } = scope.store;
  const rows = new NumberList(Array.isArray(time));
  for (let row = from; row < acceptedRows; row++) {
    if (inScope(scope, row) && test(row)) rows.push(row);
    if ((row & (stepRows - 1)) === stepRows - 1) yield stepRows;
  }
  return listed(rows);
}

/** Cut in front of half a pair of surrogates, so that it stays text. */
function clipped(text: string): string {
  if (text.length <= longestText) return text;
  const last = text.charCodeAt(longestText - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? longestText - 1 : longestText);
}

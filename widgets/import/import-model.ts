import type { Engine } from '../../worker/protocol/engine.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { IdentityReport } from '../../worker/protocol/identity.js';
import type { Mapping, SourcePreview } from '../../worker/protocol/mapping.js';
import type { ProfileAccount } from '../../worker/protocol/profiles.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { DatasetInfo } from '../../worker/protocol/result.js';
import type { Progress, Source } from '../../worker/protocol/source.js';
import type { Draft } from './draft.js';

/** The four steps, in order. */
export const steps = ['files', 'fields', 'identity', 'done'] as const;
export type Step = (typeof steps)[number];

/** A mapping that a host keeps: offered again to a file with the same headers. */
export interface SavedMapping {
  /** Name of the mapping's file. */
  readonly name: string;
  /** Headers of the file it was made for, in its order. */
  readonly headers: readonly string[];
  readonly mapping: Mapping;
}

/** What is known of a file before it is read. */
export type FileState =
  | { readonly status: 'looking' }
  | { readonly status: 'failed'; readonly error: AnalyticsError }
  | { readonly status: 'ready'; readonly preview: SourcePreview; readonly draft: Draft };

/** One file, pasted text or address. */
export interface FileEntry {
  readonly id: number;
  readonly name: string;
  readonly source: Source;
  /** Bytes; null where that is not known. */
  readonly size: number | null;
  /** Touchpoints, or one row a customer. */
  readonly kind: 'events' | 'profiles';
  /** How it is written, where a person said so; null for what its bytes say. */
  readonly format: NonNullable<Mapping['format']> | null;
  /** False: it stays in the list and is not read. */
  readonly included: boolean;
  readonly state: FileState;
  /** A kept mapping for the same headers that is not in use. */
  readonly offered: SavedMapping | null;
}

/** A file that can be read. */
export type ReadyFile = FileEntry & { readonly state: Extract<FileState, { status: 'ready' }> };

/** Whether a file has been looked at. */
export function isReady(file: FileEntry): file is ReadyFile {
  return file.state.status === 'ready';
}

/** The account of one file's rows. */
export interface FileReport {
  readonly name: string;
  readonly kind: 'events' | 'profiles';
  readonly report: ImportReport;
  /** What became of a file of customers; absent for touchpoints. */
  readonly profiles?: ProfileAccount;
}

/** An identity rule that a person made in the import. */
export type Decision =
  | { readonly kind: 'block'; readonly id: string }
  | { readonly kind: 'allow'; readonly id: string; readonly alias: ReadonlyArray<readonly [string, string]> };

/** All rows read beside what the dataset has, in an engine of their own. Nothing of the dataset has changed yet. */
export interface Staged {
  readonly engine: Engine;
  readonly reports: readonly FileReport[];
  readonly info: DatasetInfo;
  readonly identities: IdentityReport;
  /** Customers that the dataset had without the new files. */
  readonly actorsBefore: number;
  /** When the data that it stands on were read; another value in the dataset means that they have changed since. */
  readonly basis: number | null;
}

/** How far the reading of all files is. */
export interface ReadingState {
  readonly file: number;
  readonly files: number;
  readonly name: string;
  /** Of all bytes, 0 to 1; null while that cannot be told. */
  readonly share: number | null;
  readonly progress: Progress | null;
}

/** One account of several: counts are summed, samples and warnings follow each other. */
export function mergedReport(reports: readonly FileReport[]): ImportReport {
  const first = reports[0]!.report;
  if (reports.length === 1) return first;
  const sum = (of: (report: ImportReport) => number): number =>
    reports.reduce((total, { report }) => total + of(report), 0);
  const byReason: Partial<Record<keyof ImportReport['rejectedByReason'], number>> = {};
  for (const { report } of reports) {
    for (const [reason, count] of Object.entries(report.rejectedByReason) as Array<[keyof typeof byReason, number]>) {
      byReason[reason] = (byReason[reason] ?? 0) + count;
    }
  }
  return {
    source: reports.map(({ name }) => name).join(', '),
    rowsIn: sum(({ rowsIn }) => rowsIn),
    accepted: sum(({ accepted }) => accepted),
    rejected: sum(({ rejected }) => rejected),
    rejectedByReason: byReason,
    rejections: reports.flatMap(({ report }) => report.rejections),
    truncated: reports.some(({ report }) => report.truncated),
    blankLines: sum(({ blankLines }) => blankLines),
    warnings: reports.flatMap(({ report }) => report.warnings),
    complete: reports.every(({ report }) => report.complete),
    facts: first.facts,
  };
}

/** A file's name without folders, `.gz` and its last ending: what its mapping is named after. */
export function stemOf(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? name;
  return last.replace(/\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, '') || 'data';
}

/** Name of the file that holds a file's mapping. */
export function mappingName(name: string): string {
  return `${stemOf(name)}.mapping.json`;
}

/** Whether a kept mapping was made for these headers, in whatever order they stand. */
export function sameHeaders(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  const sorted = [...b].sort();
  return [...a].sort().every((header, i) => header === sorted[i]);
}

/** Headers of a file as a preview shows them. */
export function headersOf(preview: SourcePreview): string[] {
  return preview.columns.map(({ header }) => header);
}

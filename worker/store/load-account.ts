import type { Mapping } from '../protocol/mapping.js';
import type { ImportReport, Rejection, RejectReason } from '../protocol/report.js';
import type { LoadOptions } from '../protocol/source.js';

/** One load as the store remembers it. */
export interface LoadAccount {
  /** With the first few rejected rows of each reason only. */
  readonly report: ImportReport;
  /** The mapping that came with it; absent where columns were told by their names. */
  readonly mapping?: Mapping;
}

const samplesKept = 5;

/** What is kept of a load for as long as its rows are. */
export function loadAccount(report: ImportReport, { mapping }: Pick<LoadOptions, 'mapping'>): LoadAccount {
  const kept = new Map<RejectReason, number>();
  const rejections: Rejection[] = [];
  for (const rejection of report.rejections) {
    const { reason } = rejection;
    const known = kept.get(reason) ?? 0;
    if (known === samplesKept) continue;
    kept.set(reason, known + 1);
    rejections.push(rejection);
  }
  return { report: { ...report, rejections }, ...(mapping && { mapping }) };
}

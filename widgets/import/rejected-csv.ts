import type { RejectReason } from '../../worker/protocol/report.js';
import { csvOf } from '../internal/export-table.js';
import type { FileReport } from './import-model.js';
import type { StepWords } from './step-words.js';

/**
 * The rejected rows of an import as CSV, with file, place, reason and the row as it stands there. What a spreadsheet could
 * run as a formula is guarded (`formula-guard.ts`).
 */
export function rejectedCsv(
  reports: readonly FileReport[],
  w: StepWords['rejectedFile'],
  reasons: Readonly<Record<RejectReason, string>>,
): string {
  return csvOf({
    title: w.reason,
    columns: [
      { id: w.file, title: w.file, kind: 'text' },
      { id: w.row, title: w.row, kind: 'count' },
      { id: w.line, title: w.line, kind: 'count' },
      { id: w.reason, title: w.reason, kind: 'text' },
      { id: w.raw, title: w.raw, kind: 'text' },
    ],
    rows: reports.flatMap(({ name, report }) =>
      report.rejections.map(({ record, line, reason, raw }) => [
        name,
        record,
        line > 0 ? line : null,
        reasons[reason] ?? reason,
        raw,
      ]),
    ),
  });
}

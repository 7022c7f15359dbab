import type { ImportReport, ImportWarning, RejectReason } from '../protocol/report.js';
import type { QualityMend, QualitySample } from '../protocol/quality.js';
import type { LoadAccount } from '../store/load-account.js';
import type { Found } from './quality-findings.js';

/** Rows of a source over all its loads. */
export interface SourceAccount {
  readonly source: string;
  loads: number;
  rowsIn: number;
  accepted: number;
  rejected: number;
}

/** The account of each source, in the order of the first loads. */
export function accountOf(loads: readonly LoadAccount[]): SourceAccount[] {
  const accounts = new Map<string, SourceAccount>();
  for (const { report } of loads) {
    const { source, rowsIn, accepted, rejected } = report;
    const account = accounts.get(source) ?? { source, loads: 0, rowsIn: 0, accepted: 0, rejected: 0 };
    accounts.set(source, account);
    account.loads++;
    account.rowsIn += rowsIn;
    account.accepted += accepted;
    account.rejected += rejected;
  }
  return [...accounts.values()];
}

/** What the loads themselves say: rejected rows, and values that were left out or read otherwise. */
export function importFindings(loads: readonly LoadAccount[]): Found[] {
  const found = new Map<string, Sum>();
  const add = (sum: Sum): void => {
    const key = JSON.stringify([sum.code, sum.source, sum.subject]);
    const known = found.get(key);
    if (!known) found.set(key, sum);
    else {
      found.set(key, {
        ...known,
        rows: known.rows + sum.rows,
        ...(known.facts && { facts: { count: known.facts['count']! + (sum.facts?.['count'] ?? 0) } }),
        samples: [...known.samples, ...sum.samples],
        names: [...new Set([...known.names, ...sum.names])],
      });
    }
  };
  for (const { report, mapping } of loads) {
    const { source } = report;
    for (const [reason, rows] of Object.entries(report.rejectedByReason) as Array<[RejectReason, number]>) {
      if (rows > 0) add(rejected(report, reason, rows));
    }
    let cutShort = !report.complete;
    for (const warning of report.warnings) {
      if (warning.code === 'cut-short') cutShort = true;
      const sum = warned(source, warning);
      if (sum) add(sum);
    }
    if (cutShort) {
      const samples = report.warnings.flatMap((one) => (one.code === 'cut-short' ? [sampleOf(one.message, 1)] : []));
      // What is missing cannot be counted, so that the effect is not known to be small.
      add({ ...plain, code: 'source-cut-short', source, mend: 'reload', severity: 'high', samples });
    }
    const unread = mapping ? unreadColumns(report.facts.columns, mapping) : [];
    if (unread.length > 0) add({ ...plain, code: 'unread-columns', source, mend: 'mapping', names: unread });
  }
  return [...found.values()];
}

type Sum = Found & Required<Pick<Found, 'rows' | 'names' | 'samples'>>;

const plain = { rows: 0, names: [], samples: [], subject: null } as const;

function rejected(report: ImportReport, reason: RejectReason, rows: number): Sum {
  const { source } = report;
  const samples = report.rejections.flatMap((one) => (one.reason === reason ? [sampleOf(one.raw, 1)] : []));
  if (reason === 'duplicate-id') {
    return { ...plain, code: 'duplicate-ids', source, rows, samples, mend: 'source', ofRowsIn: true };
  }
  // Left out on purpose: no defect, but rows that no number holds.
  const wanted = { severity: 'note', mend: 'none' } as const;
  const mend: QualityMend = reason.startsWith('time-') || reason === 'encoding' ? 'mapping' : 'source';
  return {
    ...plain,
    code: 'rejected-rows',
    source,
    subject: reason,
    rows,
    samples,
    mend,
    ofRowsIn: true,
    ...(reason === 'excluded' && wanted),
  };
}

/** A warning as a finding; null for one that another finding counts, or that says nothing of the data. */
function warned(source: string, { code, count, column, sample }: ImportWarning): Sum | null {
  const names = column === undefined ? [] : [column];
  const samples = sample === undefined ? [] : [sampleOf(sample, 1)];
  const sum = { ...plain, source, names, samples, rows: count, ofRowsIn: true } as const;
  const subject = column ?? null;
  switch (code) {
    case 'unidentified': // counted in the store
    case 'cut-short':
      return null;
    case 'conflicting-duplicate':
      return { ...sum, code: 'conflicting-duplicates', mend: 'source' };
    case 'identifier-dropped':
      return { ...sum, code: 'dropped-identifiers', subject, mend: 'identity' };
    case 'not-a-number':
    case 'number-range':
      return { ...sum, code: 'not-numbers', subject, mend: 'source' };
    case 'time-zone-assumed':
      return { ...sum, code: 'zone-assumed', mend: 'mapping' };
    case 'time-order-unsure':
      return { ...sum, code: 'day-month-unsure', mend: 'mapping' };
    case 'column-missing':
      return { ...sum, code: 'missing-columns', rows: 0, mend: 'mapping' };
    case 'duplicate-key':
    case 'not-a-boolean':
    case 'cr-as-data':
      return { ...sum, code: 'read-otherwise', subject: code, facts: { count }, mend: 'source' };
    default: // of headers, sheets, cells: what they count are no rows
      return { ...sum, code: 'read-otherwise', subject: code, rows: 0, facts: { count }, mend: 'source' };
  }
}

function sampleOf(text: string, count: number): QualitySample {
  return { text, count, at: null };
}

/** Columns of a source that its mapping passes over. */
function unreadColumns(columns: readonly string[], mapping: NonNullable<LoadAccount['mapping']>): string[] {
  const { properties = 'all', otherProperties } = mapping;
  if (properties === 'all' || otherProperties === 'all') return [];
  const used = new Set<string>();
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 32) return;
    const { column, index, template, name: ruled, otherwise } = value as Readonly<Record<string, unknown>>;
    if (typeof column === 'string') used.add(column);
    if (typeof index === 'number' && columns[index] !== undefined) used.add(columns[index]);
    for (const text of [template, ruled, otherwise]) {
      if (typeof text === 'string') for (const [, name] of text.matchAll(/\{([^{}]*)\}/g)) used.add(name!);
    }
    for (const part of Object.values(value)) look(part, depth + 1);
  };
  look(mapping, 0);
  return [...new Set(columns)].filter((name) => name !== '' && !used.has(name));
}

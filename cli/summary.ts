import type { ProfileAccount } from '../worker/protocol/profiles.js';
import type { ImportReport, RejectReason } from '../worker/protocol/report.js';

const reasons: Readonly<Record<RejectReason, string>> = {
  'time-missing': 'no time',
  'time-unreadable': 'a time that no known format fits',
  'time-range': 'a time out of range',
  'field-count': 'too many or too few fields',
  quote: 'a quote where none may stand',
  'unterminated-quote': 'quotes that do not close',
  encoding: 'bytes that are no valid text',
  nul: 'a NUL character',
  'record-too-long': 'longer than a record may be',
  'record-unreadable': 'not written as its format demands',
  'not-a-record': 'something else stands where a record should',
  'key-missing': 'nothing to be found by',
  excluded: 'content that the mapping leaves out',
  'duplicate-id': 'the id of an earlier row',
};

/** An import report in lines for a person: counts, reasons, how the file was read, what is worth knowing. */
export function summarise(report: ImportReport): string {
  const { facts } = report;
  const lines = [
    `${report.source}: ${rows(report.rowsIn)} read, ${count(report.accepted)} taken, ${count(report.rejected)} not taken.`,
  ];
  lines.push(...rejections(report));
  if (!report.complete) lines.push('  The source ended early; what came before is counted.');
  if (facts.timeFormat) {
    const evidence = facts.timeEvidence ? ` (${facts.timeEvidence})` : '';
    lines.push(`  time read as ${facts.timeFormat}, zone ${facts.timeZone}${evidence}`);
  }
  for (const warning of report.warnings) lines.push(`  note: ${warning.message}`);
  return `${lines.join('\n')}\n`;
}

/** An account of joined profiles in lines for a person. */
export function summariseProfiles(account: ProfileAccount): string {
  const { source, key, profilesIn, matched, unmatched, rows: rowsMet, conflicts, conflictSamples, report } = account;
  const lines = [
    `${source}: ${count(profilesIn)} profiles read by ${key.column} as ${key.field}, ${count(matched)} of ${rows(rowsMet)}, ${count(unmatched)} of none, ${count(report.rejected)} not taken.`,
    ...rejections(report),
  ];
  const [first] = conflictSamples;
  if (first) {
    lines.push(
      `  note: ${count(conflicts)} say something else than an earlier one, which counts: ${first.property} of ${first.key} is "${first.kept}", not "${first.other}".`,
    );
  }
  for (const warning of report.warnings) lines.push(`  note: ${warning.message}`);
  return `${lines.join('\n')}\n`;
}

function rejections(report: ImportReport): string[] {
  return (Object.entries(report.rejectedByReason) as [RejectReason, number][]).map(([reason, rejected]) => {
    const first = report.rejections.find((rejection) => rejection.reason === reason);
    const where = first && first.line > 0 ? ` (first on line ${first.line})` : '';
    return `  not taken: ${rows(rejected)} with ${reasons[reason]}${where}`;
  });
}

function rows(value: number): string {
  return `${count(value)} ${value === 1 ? 'row' : 'rows'}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

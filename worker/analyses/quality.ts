import type { QualityColumn, QualityMark, QualityReport, QualitySource, QualitySpec } from '../protocol/quality.js';
import type { Steps } from '../steps.js';
import type { Store } from '../store/store.js';
import type { RowMask } from '../store/view.js';
import { byEffect, inScope, stepRows, weighed } from './quality-findings.js';
import type { Found, QualityScope } from './quality-findings.js';
import { conflictingValues, severalUserIds, sharedIdentifiers, unidentified } from './quality-identity.js';
import { accountOf, importFindings } from './quality-imports.js';
import { nameFindings } from './quality-names.js';
import { clockOffsets } from './quality-offset.js';
import { repeats } from './quality-repeats.js';
import { timesOf } from './quality-times.js';
import type { Times } from './quality-times.js';
import { resultMeta } from './result-meta.js';
import { byCodeUnits } from './top.js';

const findingsShown = 500;

/** The report, and what its lists are made from. */
export interface QualityAnswer {
  readonly result: QualityReport;
  /** The rows behind a mark, ascending; none for what was not found. */
  readonly rows: (mark: QualityMark) => Steps<ArrayLike<number>>;
}

/**
 * Looks for what is wrong with the data (`docs/concepts/quality.md`). Some ten passes over the rows and one over each
 * column; memory: a few numbers for each source, day, event name and identifier.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all. Rows that are not in the store are counted either way
 */
export function* quality(store: Store, spec: QualitySpec, mask: RowMask | null): Steps<QualityAnswer> {
  const scope: QualityScope = { store, mask, sources: Math.max(1, store.sources.length) };
  const accounts = accountOf(store.loads);
  const times = yield* timesOf(scope, spec);
  const columns = yield* columnsOf(scope);
  const found: Found[] = [
    ...importFindings(store.loads),
    ...times.findings,
    ...unidentified(scope, times),
    ...(yield* repeats(scope)),
    ...(yield* nameFindings(scope)),
    ...(yield* sharedIdentifiers(scope)),
    ...(yield* severalUserIds(scope)),
    ...(yield* conflictingValues(scope)),
    ...(yield* clockOffsets(scope, times)),
    ...emptyColumns(columns, times.rowsInScope),
  ];
  const sum = (key: 'rowsIn' | 'accepted' | 'rejected'): number => accounts.reduce((all, one) => all + one[key], 0);
  const whole = { rowsIn: sum('rowsIn'), rows: times.rowsInScope, actors: times.actorsInScope };
  const findings = found.map((one) => weighed(one, whole)).sort(byEffect);
  return {
    result: {
      kind: 'quality',
      rowsIn: whole.rowsIn,
      accepted: sum('accepted'),
      rejected: sum('rejected'),
      sources: sourcesOf(store, times),
      findings: findings.slice(0, findingsShown),
      findingsTotal: findings.length,
      columns,
      meta: resultMeta(store, times.rowsInScope),
    },
    *rows(mark) {
      const one = found.find(
        ({ code, source = null, subject = null }) =>
          code === mark.code && source === mark.source && subject === mark.subject,
      );
      return one?.list ? yield* one.list() : [];
    },
  };
}

function sourcesOf(store: Store, { rows, first, last }: Times): QualitySource[] {
  return accountOf(store.loads).map((account) => {
    const place = store.sources.indexOf(account.source);
    const there = place >= 0 && rows[place]! > 0;
    return {
      source: account.source,
      loads: account.loads,
      rowsIn: account.rowsIn,
      accepted: account.accepted,
      rejected: account.rejected,
      rows: there ? rows[place]! : 0,
      firstMs: there ? first[place]! : null,
      lastMs: there ? last[place]! : null,
    };
  });
}

function* columnsOf(scope: QualityScope): Steps<QualityColumn[]> {
  const { store } = scope;
  const columns: QualityColumn[] = [];
  for (const [name, column] of store.columns) {
    let filled = 0;
    for (let from = 0; from < store.acceptedRows; from += stepRows) {
      const to = Math.min(from + stepRows, store.acceptedRows);
      if (column.kind === 'dictionary') {
        const { codes } = column;
        for (let row = from; row < to; row++) if (codes[row] !== 0 && inScope(scope, row)) filled++;
      } else {
        const { values } = column;
        for (let row = from; row < to; row++) if (!Number.isNaN(values[row]!) && inScope(scope, row)) filled++;
      }
      yield to - from;
    }
    columns.push({ name, filled });
  }
  return columns.sort((a, b) => byCodeUnits(a.name, b.name));
}

function emptyColumns(columns: readonly QualityColumn[], rows: number): Found[] {
  const names = columns.flatMap(({ name, filled }) => (filled === 0 ? [name] : []));
  return rows > 0 && names.length > 0 ? [{ code: 'empty-columns', mend: 'mapping', names }] : [];
}

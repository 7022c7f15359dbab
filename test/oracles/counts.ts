import type { CountsSpec } from '../../worker/protocol/counts.js';
import type { Row } from '../worker/view.js';
import { selects } from './funnel.js';
import { matrixOracle } from './heatmap.js';

/** What the oracle says of rows counted by group and time: everything but `meta`. */
export interface CountsTruth {
  readonly groups: ReadonlyArray<{ readonly key: string; readonly count: number; readonly columns: readonly number[] }>;
  readonly groupsTotal: number;
  readonly columns: readonly number[];
  readonly columnTotals: readonly number[];
  readonly outside: number;
  readonly rowsInScope: number;
}

/**
 * Rows one by one; columns by the platform's own calendar.
 * @param passes whether a filter lets a row through
 */
export function countsOracle(rows: readonly Row[], spec: CountsSpec, passes: (row: Row) => boolean): CountsTruth {
  const { by, maxGroups = 100, range, where = [], columns, ...calendar } = spec;
  const inScope = rows
    .filter(passes)
    .filter(([, time]) => !range || (range.from <= time && time < range.to))
    .filter((row) => where.every((selector) => selects(selector, row)));
  const keyOf = (row: Row): string => {
    const value = by === '$name' || by === 'event' ? row[2] : (row[3]?.[by!] ?? null);
    return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const keys = by === undefined ? [] : [...new Set(inScope.map(keyOf))];
  const countOf = (key: string): number => inScope.filter((row) => keyOf(row) === key).length;
  keys.sort((a, b) => countOf(b) - countOf(a) || (a < b ? -1 : 1));
  const matrix =
    columns === undefined
      ? null
      : matrixOracle(rows, {
          ...calendar,
          ...(range && { range }),
          kind: 'featureMatrix',
          features: [{ name: 'all', match: [{}] }],
          columns,
        });
  const known = new Set(inScope);
  const inColumn = (column: number): Row[] => matrix!.cell(column).flatMap(({ row }) => (known.has(row) ? [row] : []));
  const byColumn = (matrix?.columns ?? []).map((_, column) => inColumn(column));
  const inColumns = byColumn.reduce((sum, own) => sum + own.length, 0);
  return {
    groups: keys.slice(0, maxGroups).map((key) => ({
      key,
      count: countOf(key),
      columns: byColumn.map((own) => own.filter((row) => keyOf(row) === key).length),
    })),
    groupsTotal: keys.length,
    columns: matrix?.columns ?? [],
    columnTotals: byColumn.map((own) => own.length),
    outside: matrix ? inScope.length - inColumns : 0,
    rowsInScope: inScope.length,
  };
}

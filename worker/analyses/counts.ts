import type { NumericArray } from '../protocol/batch.js';
import type { CountsMark, CountsResult, CountsSpec } from '../protocol/counts.js';
import type { FeatureMatrixSpec } from '../protocol/heatmap.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { matrixColumns } from './matrix-columns.js';
import { rowsThat } from './marked-rows.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { numbers, sliceRows } from './selector.js';
import { byCodeUnits, firstIn } from './top.js';
import { valueNames } from './value-names.js';

/** The groups of a question: group of a row is `byCode[codes[row]]`. */
export interface CountGroups {
  /** Null where rows are not told apart: all are in group 0. */
  readonly codes: NumericArray | null;
  readonly byCode: NumericArray;
  /** Key by group; group 0 is the one of rows without a value. */
  readonly keys: readonly string[];
}

/** Rows as they were counted, the plain way or from an index. */
export interface CountSource {
  /** Rows in scope by group. */
  totals(): Steps<ArrayLike<number>>;
  /**
   * Rows in scope by place and column: `cells[place * (columns + 1) + column]`, column 0 is none.
   * @param places place by group; groups that are not shown share place 0
   * @param count places, that one included
   */
  cells(places: NumericArray, count: number): Steps<ArrayLike<number>>;
  readonly columns: readonly number[];
  readonly end: number | null;
}

/** Most groups that a result has. */
export function mostGroups({ by, maxGroups }: CountsSpec): number {
  return by === undefined ? 1 : (maxGroups ?? 100);
}

/** The matrix that has a question's columns, and a row for each group; null without columns. */
export function asMatrix(spec: CountsSpec): FeatureMatrixSpec | null {
  const { columns, by = '', range, buckets, tz, weekStart } = spec;
  if (columns === undefined) return null;
  return {
    kind: 'featureMatrix',
    rows: { prop: by, limit: mostGroups(spec) - 1 },
    columns,
    ...(range && { range }),
    ...(buckets && { buckets }),
    ...(tz !== undefined && { tz }),
    ...(weekStart !== undefined && { weekStart }),
  };
}

/** How a question tells rows apart. */
export function* countGroups(view: StoreView, { by }: CountsSpec): Steps<CountGroups> {
  if (by === undefined) return { codes: null, byCode: numbers(view, 1), keys: [''] };
  const { codes, byCode: nodes, names } = yield* valueNames(view, by);
  // Null and the empty text are one group.
  const empty = names.indexOf('') + 1;
  const byCode = numbers(view, nodes.length);
  for (let code = 0; code < nodes.length; code++) byCode[code] = nodes[code] === empty ? 0 : nodes[code]!;
  return { codes, byCode, keys: ['', ...names] };
}

/** Counts rows in one pass for the totals, and one more for the columns: what an index must agree with. */
export function* countRows(
  view: StoreView,
  spec: CountsSpec,
  groups: CountGroups,
  mask: RowMask | null,
): Steps<CountSource> {
  const matrix = asMatrix(spec);
  const columns = matrix && (yield* matrixColumns(view, matrix));
  return {
    columns: columns?.keys ?? [],
    end: columns?.end ?? null,
    *totals() {
      const { codes, byCode, keys } = groups;
      const scope = compileScope(view, spec, mask);
      const totals = numbers(view, keys.length);
      for (const [from, to] of slices(view)) {
        const passes = scope?.(from, to);
        for (let row = from; row < to; row++) {
          if (passes && passes[row - from] === 0) continue;
          const group = codes ? byCode[codes[row]!]! : 0;
          totals[group] = totals[group]! + 1;
        }
        yield to - from;
      }
      return totals;
    },
    *cells(places, count) {
      const { codes, byCode } = groups;
      const width = (columns?.keys.length ?? 0) + 1;
      const cells = numbers(view, count * width);
      if (!columns) return cells;
      const scope = compileScope(view, spec, mask);
      for (const [from, to] of slices(view)) {
        const passes = scope?.(from, to);
        for (let row = from; row < to; row++) {
          if (passes && passes[row - from] === 0) continue;
          const cell = places[codes ? byCode[codes[row]!]! : 0]! * width + columns.codes[row]!;
          cells[cell] = cells[cell]! + 1;
        }
        yield to - from;
      }
      return cells;
    },
  };
}

/** The result of what was counted. */
export function* concludeCounts(
  view: StoreView,
  spec: CountsSpec,
  { keys }: CountGroups,
  source: CountSource,
): Steps<CountsResult> {
  const totals = yield* source.totals();
  let rowsInScope = 0;
  let groupsTotal = 0;
  for (let group = 0; group < keys.length; group++) {
    rowsInScope += totals[group]!;
    if (totals[group]! > 0) groupsTotal++;
  }
  const shown =
    spec.by === undefined
      ? []
      : yield* firstIn(
          keys.length,
          mostGroups(spec),
          (a, b) => totals[b]! - totals[a]! || byCodeUnits(keys[a]!, keys[b]!),
          (group) => totals[group]! > 0,
        );
  const { columns, end } = source;
  const width = columns.length + 1;
  const columnTotals = columns.map(() => 0);
  let ofPlace = (_place: number): number[] => [];
  if (columns.length > 0) {
    const places = numbers(view, keys.length);
    for (const [i, group] of shown.entries()) places[group] = i + 1;
    const cells = yield* source.cells(places, shown.length + 1);
    for (let place = 0; place <= shown.length; place++) {
      for (let column = 1; column < width; column++) columnTotals[column - 1]! += cells[place * width + column]!;
      if ((place & 63) === 63) yield 0;
    }
    ofPlace = (place) => Array.from(columns, (_, column) => cells[place * width + column + 1]!);
  }
  return {
    kind: 'counts',
    groups: shown.map((group, i) => ({ key: keys[group]!, count: totals[group]!, columns: ofPlace(i + 1) })),
    groupsTotal: spec.by === undefined ? 0 : groupsTotal,
    columns,
    end,
    columnTotals,
    outside: columns.length > 0 ? rowsInScope - columnTotals.reduce((sum, count) => sum + count, 0) : 0,
    meta: resultMeta(view, rowsInScope),
  };
}

/** The rows behind a mark, ascending; as many as it counts. */
export function* countedRows(
  view: StoreView,
  spec: CountsSpec,
  mask: RowMask | null,
  mark: CountsMark,
): Steps<ArrayLike<number>> {
  const { codes, byCode, keys } = yield* countGroups(view, spec);
  const wanted = mark.group === undefined ? -1 : keys.indexOf(mark.group);
  const matrix = mark.column === undefined ? null : asMatrix(spec);
  const columns = matrix && (yield* matrixColumns(view, matrix)).codes;
  const scope = compileScope(view, spec, mask);
  const passes = numbers(view, Math.min(sliceRows, view.rows));
  return yield* rowsThat(view, (from, to) => {
    const inScope = scope?.(from, to);
    for (let row = from; row < to; row++) {
      const inGroup = mark.group === undefined || (codes ? byCode[codes[row]!]! : 0) === wanted;
      const inColumn = !columns || columns[row] === mark.column! + 1;
      passes[row - from] = inGroup && inColumn && (!inScope || inScope[row - from] !== 0) ? 1 : 0;
    }
    return passes;
  });
}

function* slices(view: StoreView): Generator<readonly [from: number, to: number], void, void> {
  for (let from = 0; from < view.rows; from += sliceRows) yield [from, Math.min(from + sliceRows, view.rows)];
}

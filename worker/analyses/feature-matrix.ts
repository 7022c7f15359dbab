import { countMatrix, type MatrixCounts } from '../kernels/count-matrix.js';
import { AnalyticsError } from '../protocol/error.js';
import type {
  FeatureMatrixMark,
  FeatureMatrixResult,
  FeatureMatrixSpec,
  MatrixCellRef,
  MatrixTotals,
} from '../protocol/heatmap.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { rowsThat } from './marked-rows.js';
import { matrixColumns, type MatrixColumnCodes } from './matrix-columns.js';
import { matrixRows, type MatrixRows } from './matrix-rows.js';
import { compileNumbers } from './number-column.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { numbers, sliceRows, type RowTest } from './selector.js';

/** A matrix, and what its lists are made from. */
export interface FeatureMatrixAnswer {
  readonly result: FeatureMatrixResult;
  /** The rows behind a mark, ascending; as many as it counts. */
  readonly rows: (mark: FeatureMatrixMark) => Steps<ArrayLike<number>>;
}

/**
 * Counts rows, actors and values by feature and time (`docs/concepts/heatmap.md`). The column of every row is kept with
 * the view; a changed filter or feature costs one pass, values of a property two.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 * @throws AnalyticsError `spec-invalid` when there would be too many cells, or a sum that cannot be exact
 */
export function* featureMatrix(
  view: StoreView,
  spec: FeatureMatrixSpec,
  mask: RowMask | null,
): Steps<FeatureMatrixAnswer> {
  const columns = yield* matrixColumns(view, spec);
  const rows = yield* matrixRows(view, spec, columns.codes, mask);
  const features = rows.compile();
  const scope = compileScope(view, spec, mask);
  const matrix = emptyCounts(view, rows.names.length, columns.keys.length);
  const sums =
    spec.valueProp === undefined ? null : new Sums(view, spec.valueProp, rows.names.length, columns.keys.length);
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    const featureOf = features(from, to);
    const passes = scope?.(from, to) ?? null;
    countMatrix(matrix, featureOf, columns.codes, passes, view.offsets, from, to);
    sums?.add(featureOf, columns.codes, passes, from, to);
    yield to - from;
  }
  return {
    result: yield* conclude(view, rows, columns, matrix, sums),
    rows: (mark) => rowsThat(view, marked(view, spec, rows, columns, mask, mark)),
  };
}

/** @param columns without the one for none */
function emptyCounts(view: StoreView, features: number, columns: number): MatrixCounts {
  const width = columns + 1;
  const zeros = (length: number): Uint32Array | number[] => numbers(view, length);
  return {
    width,
    counts: zeros((features + 1) * width),
    actors: zeros((features + 1) * width),
    last: zeros((features + 1) * width),
    featureActors: zeros(features + 1),
    featureLast: zeros(features + 1),
    columnActors: zeros(2 * width),
    columnLast: zeros(2 * width),
    anyActors: zeros(width),
    anyLast: zeros(width),
    actor: 0,
  };
}

/** Sums of a property by cell, with the rounding errors carried along (Neumaier 1974). */
class Sums {
  readonly #read: ReturnType<typeof compileNumbers>;
  readonly #width: number;
  readonly #sums: number[];
  readonly #lost: number[];

  constructor(view: StoreView, prop: string, features: number, width: number) {
    this.#read = compileNumbers(view, prop, 0);
    this.#width = width;
    this.#sums = Array.from<number>({ length: features * width }).fill(0);
    this.#lost = Array.from<number>({ length: features * width }).fill(0);
  }

  add(
    features: ArrayLike<number>,
    columns: ArrayLike<number>,
    passes: ArrayLike<number> | null,
    from: number,
    to: number,
  ): void {
    const values = this.#read(from, to);
    for (let i = 0; i < to - from; i++) {
      if ((passes && passes[i] === 0) || features[i] === 0 || columns[from + i] === 0) continue;
      const cell = (features[i]! - 1) * this.#width + columns[from + i]! - 1;
      const value = values[i]!;
      const sum = this.#sums[cell]!;
      const next = sum + value;
      this.#lost[cell]! += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      this.#sums[cell] = next;
    }
  }

  /**
   * The sum of a cell.
   * @throws AnalyticsError `spec-invalid` when it is beyond the numbers that are exact
   */
  of(cell: number): number {
    return safe(this.#sums[cell]! + this.#lost[cell]!);
  }
}

function safe(sum: number): number {
  if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) return sum;
  throw new AnalyticsError(
    'spec-invalid',
    'A sum of `valueProp` passes 2^53 and would be rounded. Sum smaller units.',
    { path: 'spec.valueProp' },
  );
}

function* conclude(
  view: StoreView,
  rows: MatrixRows,
  columns: MatrixColumnCodes,
  matrix: MatrixCounts,
  sums: Sums | null,
): Steps<FeatureMatrixResult> {
  const width = columns.keys.length;
  const features = rows.names.length;
  const columnActors = Array.from(matrix.anyActors).slice(1);
  const columnRows = zeros(width + 1);
  const cells = { counts: [] as number[], actors: [] as number[], shares: [] as (number | null)[] };
  const cellSums: number[] = [];
  const ofFeatures = { counts: zeros(features + 1), sums: zeros(features + 1) };
  const ofColumns = { counts: zeros(width + 1), sums: zeros(width + 1) };
  for (let cell = 0; cell < (features + 1) * (width + 1); cell++) {
    if ((cell & 0x3fff) === 0x3fff) yield 0;
    const feature = Math.floor(cell / (width + 1));
    const column = cell % (width + 1);
    const count = matrix.counts[cell]!;
    columnRows[column]! += count;
    // Feature 0 and column 0 are none.
    if (feature === 0 || column === 0) continue;
    const all = columnActors[column - 1]!;
    cells.counts.push(count);
    cells.actors.push(matrix.actors[cell]!);
    cells.shares.push(all === 0 ? null : matrix.actors[cell]! / all);
    ofFeatures.counts[feature]! += count;
    ofColumns.counts[column]! += count;
    if (!sums) continue;
    const sum = sums.of(cellSums.length);
    cellSums.push(sum);
    ofFeatures.sums[feature] = safe(ofFeatures.sums[feature]! + sum);
    ofColumns.sums[column] = safe(ofColumns.sums[column]! + sum);
  }
  const totals = (of: { counts: number[]; sums: number[] }, actors: readonly number[]): MatrixTotals => ({
    counts: of.counts.slice(1),
    actors,
    sums: sums && of.sums.slice(1),
  });
  return {
    kind: 'featureMatrix',
    features: rows.names,
    other: rows.other,
    valuesTotal: rows.valuesTotal,
    columns: columns.keys,
    end: columns.end,
    cells: { ...cells, sums: sums && cellSums },
    featureTotals: totals(ofFeatures, Array.from(matrix.featureActors).slice(1)),
    columnTotals: totals(ofColumns, Array.from(matrix.columnActors).slice(width + 2)),
    columnRows: columnRows.slice(1),
    columnActors,
    outside: columnRows[0]!,
    meta: resultMeta(
      view,
      columnRows.reduce((sum, count) => sum + count, 0),
    ),
  };
}

function zeros(length: number): number[] {
  return Array.from<number>({ length }).fill(0);
}

/** The rows of a mark as a test. */
function marked(
  view: StoreView,
  spec: FeatureMatrixSpec,
  rows: MatrixRows,
  { codes }: MatrixColumnCodes,
  mask: RowMask | null,
  mark: FeatureMatrixMark,
): RowTest {
  const scope = compileScope(view, spec, mask);
  const parts =
    mark.kind === 'column' ? [columnPart(mark.column)] : byRow(rows, mark.kind === 'cell' ? [mark] : mark.cells);
  const passes = numbers(view, Math.min(sliceRows, view.rows));
  return (from, to) => {
    const inScope = scope?.(from, to);
    for (let i = 0; i < to - from; i++) passes[i] = 0;
    for (const { test, place, all, columns } of parts) {
      const featureOf = test?.(from, to);
      for (let i = 0; i < to - from; i++) {
        const own = codes[from + i]!;
        if (own === 0 || !(all || columns.has(own)) || (inScope && inScope[i] === 0)) continue;
        if (!featureOf || (place === 0 ? featureOf[i] !== 0 : featureOf[i] === place)) passes[i] = 1;
      }
    }
    return passes;
  };
}

/** Cells of one row of the matrix: `test` gives `place` there, or anything but 0 if that is 0; null for rows of none too. */
interface MarkedPart {
  readonly test: RowTest | null;
  readonly place: number;
  /** Whether all columns are meant; else those of `columns`, plus one. */
  all: boolean;
  readonly columns: Set<number>;
}

function columnPart(column: number): MarkedPart {
  return { test: null, place: 0, all: false, columns: new Set([column + 1]) };
}

/** Cells by their row: a row of the view is looked up once for each of them, however many columns it has. */
function byRow(rows: MatrixRows, cells: readonly MatrixCellRef[]): MarkedPart[] {
  const parts = new Map<string, MarkedPart>();
  for (const { column, ...row } of cells) {
    const key = JSON.stringify([row.feature, row.value, row.other]);
    let part = parts.get(key);
    if (!part) parts.set(key, (part = { ...rows.marked({ kind: 'cell', ...row }), all: false, columns: new Set() }));
    if (column === undefined) part.all = true;
    else part.columns.add(column + 1);
  }
  return [...parts.values()];
}

import type { FeatureMatrixMark, FeatureMatrixResult, MatrixCellRef } from '../../worker/protocol/heatmap.js';

/** What a cell tells: distinct customers, rows, customers among all of that time, or a summed property. */
export type Measure = 'actors' | 'counts' | 'share' | 'value';

/** In which order rows stand: by their total, by name, or as they were given. */
export type RowSort = 'total' | 'name' | 'given';

/** Amounts of a cell or a line; null where it is withheld, or the measure has none. */
export interface Amounts {
  readonly counts: number | null;
  readonly actors: number | null;
  readonly share: number | null;
  readonly value: number | null;
}

/**
 * - `none`: no rows at all.
 * - `withheld`: fewer customers than the threshold; nothing of it is told anywhere.
 * - `told`: its amounts.
 */
export interface MatrixCell extends Amounts {
  readonly state: 'none' | 'withheld' | 'told';
}

/** A row's or a column's total. */
export interface MatrixLine extends Amounts {
  /** What the line is: place in the engine's result. */
  readonly index: number;
  readonly state: MatrixCell['state'];
  /** True where cells of the line are withheld: counts and sums are of those shown, customers a lower bound. */
  readonly partial: boolean;
}

/** A drawing of rows and columns, whatever they stand for. Cells by `row * columns.length + column`. */
export interface MatrixModel {
  readonly rows: readonly MatrixLine[];
  readonly columns: readonly MatrixLine[];
  readonly cells: readonly MatrixCell[];
  /** Whole matrix. */
  readonly total: MatrixLine;
  /** What the engine calls a cell. */
  readonly cellsOf: (row: number, column: number) => CellRef;
}

/** A cell of the engine's matrix; `feature` null for all features together. */
export interface CellRef {
  readonly feature: number | null;
  readonly column: number;
}

/**
 * The mark of some cells, as the engine names them: rows made of values by their value, since places change with the data.
 *
 * @returns null for no cells
 */
export function cellsMark(result: FeatureMatrixResult, cells: readonly CellRef[]): FeatureMatrixMark | null {
  const named = cells.map((cell): MatrixCellRef => ({ ...rowRef(result, cell.feature), column: cell.column }));
  if (named.length === 0) return null;
  return named.length === 1 ? { kind: 'cell', ...named[0]! } : { kind: 'cells', cells: named };
}

/** How a mark names a row; nothing for all rows together. */
export function rowRef(result: FeatureMatrixResult, feature: number | null): MatrixCellRef {
  if (feature === null) return {};
  if (result.valuesTotal === null) return { feature };
  const last = result.other && feature === result.features.length - 1;
  return last ? { other: true } : { value: result.features[feature]! };
}

/** Which cells a mark names, as far as they are in the result; null for a mark of other things. */
export function markedCells(result: FeatureMatrixResult, mark: FeatureMatrixMark): CellRef[] | null {
  if (mark.kind === 'column') return null;
  const named = mark.kind === 'cell' ? [mark] : mark.cells;
  const cells: CellRef[] = [];
  for (const { feature, value, other, column } of named) {
    if (column === undefined) return null;
    const place = other
      ? result.features.length - 1
      : value === undefined
        ? (feature ?? null)
        : result.features.indexOf(value);
    if (place === -1) return null;
    cells.push({ feature: place, column });
  }
  return cells;
}

const nothing: Amounts = { counts: 0, actors: 0, share: null, value: null };
const hidden: Amounts = { counts: null, actors: null, share: null, value: null };

/** Rows by time: each row a feature, each column as the engine has it. */
export function featureModel(result: FeatureMatrixResult, order: readonly number[], minCell: number): MatrixModel {
  const width = result.columns.length;
  const at = (row: number, column: number): MatrixCell => cellAt(result, order[row]!, column, minCell);
  const cells: MatrixCell[] = [];
  for (let row = 0; row < order.length; row++)
    for (let column = 0; column < width; column++) cells.push(at(row, column));
  const { featureTotals, columnTotals, columnActors } = result;
  const rows = order.map((feature, row) => {
    const own = cells.slice(row * width, (row + 1) * width);
    const exact = amountsOf(featureTotals, feature, null);
    return line(feature, own, exact, minCell);
  });
  const columns = result.columns.map((_, column) => {
    const own = order.map((_feature, row) => cells[row * width + column]!);
    return line(column, own, amountsOf(columnTotals, column, columnActors[column] ?? null), minCell);
  });
  return {
    rows,
    columns,
    cells,
    total: line(0, cells, totalOf(rows, result), minCell),
    cellsOf: (row, column) => ({ feature: order[row]!, column }),
  };
}

/**
 * Seven days by 24 hours, of one feature or of all together.
 *
 * @param result of `hour-of-week`
 * @param together distinct customers of all features, where that is asked
 * @param days, hours the same question by day of the week and hour of the day: customers of a day are not the sum of its hours
 */
export function weekModel(
  result: FeatureMatrixResult,
  days: FeatureMatrixResult | null,
  hours: FeatureMatrixResult | null,
  feature: number | null,
  minCell: number,
  together: number | null = null,
): MatrixModel {
  const cells = result.columns.map((_, hour) => cellAt(result, feature, hour, minCell));
  const lines = (
    totals: FeatureMatrixResult | null,
    count: number,
    own: (line: number) => MatrixCell[],
  ): MatrixLine[] =>
    Array.from({ length: count }, (_, i) => line(i, own(i), lineOf(totals, feature, i, own(i)), minCell));
  const rows = lines(days, 7, (day) => cells.slice(day * 24, day * 24 + 24));
  const columns = lines(hours, 24, (hour) => rows.map((_, day) => cells[day * 24 + hour]!));
  const exact =
    feature === null ? { ...totalOf([], result), actors: together } : amountsOf(result.featureTotals, feature, null);
  return {
    rows,
    columns,
    cells,
    total: line(0, cells, exact, minCell),
    cellsOf: (row, column) => ({ feature, column: row * 24 + column }),
  };
}

/** The same matrix on its side. */
export function transposed({ rows, columns, cells, total, cellsOf }: MatrixModel): MatrixModel {
  return {
    rows: columns,
    columns: rows,
    cells: columns.flatMap((_, column) => rows.map((__, row) => cells[row * columns.length + column]!)),
    total,
    cellsOf: (row, column) => cellsOf(column, row),
  };
}

/** The first rows of a matrix; totals stay those of all. */
export function firstRows({ rows, columns, cells, total, cellsOf }: MatrixModel, count: number): MatrixModel {
  return { rows: rows.slice(0, count), columns, cells: cells.slice(0, count * columns.length), total, cellsOf };
}

/** Features in the order they are shown in. */
export function rowOrder(result: FeatureMatrixResult, measure: Measure, sort: RowSort): number[] {
  // All that have no row of their own stand last, however they are sorted.
  const order = result.features.map((_, i) => i).slice(0, result.other ? -1 : undefined);
  const sorted = sortRows(result, order, measure, sort);
  return result.other ? [...sorted, result.features.length - 1] : sorted;
}

function sortRows(result: FeatureMatrixResult, order: number[], measure: Measure, sort: RowSort): number[] {
  if (sort === 'name') {
    return order.sort((a, b) => compare(result.features[a]!, result.features[b]!) || a - b);
  }
  if (sort === 'total') {
    const { counts, actors, sums } = result.featureTotals;
    const by = measure === 'counts' ? counts : measure === 'value' ? (sums ?? counts) : actors;
    return order.sort((a, b) => by[b]! - by[a]! || a - b);
  }
  return order;
}

/** A line's amount of a measure; null where it has none or withholds it. */
export function amountOf(of: Amounts, measure: Measure): number | null {
  return of[measure];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function cellAt(result: FeatureMatrixResult, feature: number | null, column: number, minCell: number): MatrixCell {
  const { cells, columnTotals, columnActors } = result;
  const place = feature === null ? column : feature * result.columns.length + column;
  const amounts =
    feature === null
      ? amountsOf(columnTotals, column, columnActors[column] ?? null)
      : amountsOf(cells, place, columnActors[column] ?? null);
  if (amounts.counts === 0) return { state: 'none', ...nothing, share: amounts.share };
  if (amounts.actors! < minCell) return { state: 'withheld', ...hidden };
  return { state: 'told', ...amounts };
}

interface Totals {
  readonly counts: readonly number[];
  readonly actors: readonly number[];
  readonly sums: readonly number[] | null;
}

function amountsOf(of: Totals, place: number, all: number | null): Amounts {
  const actors = of.actors[place]!;
  return {
    counts: of.counts[place]!,
    actors,
    share: all ? actors / all : null,
    value: of.sums ? of.sums[place]! : null,
  };
}

/** The exact amounts of a day or an hour; while its own answer is missing, what can be added up. */
function lineOf(
  totals: FeatureMatrixResult | null,
  feature: number | null,
  place: number,
  cells: readonly MatrixCell[],
): Amounts {
  if (totals === null) return { ...added(cells), actors: null, share: null };
  const all = totals.columnActors[place] ?? null;
  return feature === null
    ? amountsOf(totals.columnTotals, place, all)
    : amountsOf(totals.cells, feature * totals.columns.length + place, all);
}

/** Rows and sums of the whole; its customers are in no total of the engine's. */
function totalOf(rows: readonly MatrixLine[], result: FeatureMatrixResult): Amounts {
  const sum = (of: readonly number[]): number => of.reduce((all, amount) => all + amount, 0);
  const { counts, actors, sums } = result.featureTotals;
  return {
    counts: sum(counts),
    actors: rows.length === 1 ? actors[0]! : null,
    share: null,
    value: sums && sum(sums),
  };
}

function added(cells: readonly MatrixCell[]): { counts: number; value: number | null } {
  let counts = 0;
  let value: number | null = null;
  for (const cell of cells) {
    counts += cell.counts ?? 0;
    if (cell.value !== null) value = (value ?? 0) + cell.value;
  }
  return { counts, value };
}

/**
 * A line's total. Where cells are withheld, nothing in it may lead back to them: counts and sums are of the cells shown,
 * and customers a multiple of the threshold that is no more than the cells shown add up to and no more than the truth.
 */
function line(index: number, cells: readonly MatrixCell[], exact: Amounts, minCell: number): MatrixLine {
  if (!cells.some(({ state }) => state === 'withheld')) {
    return { index, state: exact.counts === 0 ? 'none' : 'told', partial: false, ...exact };
  }
  const shown = cells.filter(({ state }) => state === 'told');
  if (shown.length === 0) return { index, state: 'withheld', partial: true, ...hidden };
  const sum = shown.reduce((all, { actors }) => all + actors!, 0);
  const actors = exact.actors === null ? null : Math.floor(Math.min(exact.actors, sum) / minCell) * minCell;
  return { index, state: 'told', partial: true, ...added(shown), actors, share: null };
}

import type { FeatureMatrixResult } from '../../worker/protocol/heatmap.js';
import type { TableColumn, TableData, TableValue } from '../internal/table-data.js';
import { toldPlaces } from './heatmap.layout.js';
import type { Area } from './heatmap.layout.js';
import type { MatrixView } from './matrix-chart.js';
import type { Amounts, MatrixCell, MatrixLine, Measure } from './matrix-model.js';

const kinds = { actors: 'count', counts: 'count', share: 'rate', value: 'number' } as const satisfies Record<
  Measure,
  TableColumn['kind']
>;

/**
 * A matrix as rows of row, column and all its amounts, one for each cell that has any; withheld cells are named and
 * left blank. A table of as many columns as a heatmap has could neither be read nor taken to a spreadsheet's pivot.
 *
 * @param choose chooses an area as a person does
 */
export function matrixTable(
  view: MatrixView,
  title: string,
  names: { readonly row: string; readonly column: string },
  choose: (area: Area) => void,
): TableData {
  const { model, t, rowNames, columnNames, area } = view;
  const measures = (['actors', 'counts', 'share', 'value'] as const).filter(
    (measure) => measure !== 'value' || model.cells.some((cell) => cell.value !== null),
  );
  const places = model.cells.flatMap((cell, i) =>
    cell.state === 'none'
      ? []
      : [{ cell, row: Math.floor(i / model.columns.length), column: i % model.columns.length }],
  );
  const amounts = (of: Amounts): TableValue[] => measures.map((measure) => of[measure]);
  const row = ({ cell, row: r, column }: { cell: MatrixCell; row: number; column: number }): TableValue[] => [
    rowNames[r]!.full,
    columnNames[column]!.full,
    ...(cell.state === 'withheld' ? withheld(measures.length, t.withheld) : amounts(cell)),
  ];
  const total = (line: MatrixLine, i: number): TableValue[] => [
    rowNames[i]!.full,
    t.total,
    ...(line.state === 'withheld' ? withheld(measures.length, t.withheld) : amounts(line)),
  ];
  return {
    title,
    columns: [
      { id: 'row', title: names.row, kind: 'text' },
      { id: 'column', title: names.column, kind: 'text' },
      ...measures.map((measure): TableColumn => ({
        id: ids[measure],
        title: t.measure[measure],
        kind: kinds[measure],
      })),
    ],
    rows: [...places.map(row), ...model.rows.map(total)],
    door: (at, column) => {
      const place = places[at];
      if (!place || column !== 2 || place.cell.state !== 'told') return null;
      const own: Area = { top: place.row, bottom: place.row, left: place.column, right: place.column };
      return { pressed: area !== null && sameArea(area, own), open: () => choose(own) };
    },
  };
}

const ids: Readonly<Record<Measure, string>> = {
  actors: 'customers',
  counts: 'events',
  share: 'share',
  value: 'value',
};

function withheld(count: number, word: string): TableValue[] {
  return [word, ...Array.from({ length: count - 1 }, () => null)];
}

function sameArea(a: Area, b: Area): boolean {
  return a.top === b.top && a.left === b.left && a.bottom === b.bottom && a.right === b.right;
}

/** Whether an area holds anything that can be chosen. */
export function canChoose(view: MatrixView, area: Area): boolean {
  return toldPlaces(view.model, area).length > 0;
}

/** Rows of the result that belong to no row of the matrix, e.g. without the property. */
export function unnamedRows(result: FeatureMatrixResult): number {
  const all = result.columnRows.reduce((sum, rows) => sum + rows, 0);
  return all - result.columnTotals.counts.reduce((sum, rows) => sum + rows, 0);
}

import type { FeatureMatrixMark, FeatureMatrixResult, FeatureMatrixSpec } from '../../worker/protocol/heatmap.js';
import { shortNames } from '../funnel/funnel.layout.js';
import type { Locale } from '../internal/format.js';
import { colourScale } from './colour-scale.js';
import type { ScaleKind } from './colour-scale.js';
import { layoutMatrix, weekStands } from './heatmap.layout.js';
import type { Area } from './heatmap.layout.js';
import { isWeek } from './heatmap.spec.js';
import { columnNames, compactText, dayNames, hourName, hourSpan } from './labels.js';
import type { ColumnName } from './labels.js';
import { totalText } from './matrix-chart.js';
import type { MatrixView } from './matrix-chart.js';
import { amountOf, featureModel, firstRows, markedCells, rowOrder, transposed, weekModel } from './matrix-model.js';
import type { MatrixModel, Measure, RowSort } from './matrix-model.js';
import { textWidth } from './text-width.js';
import type { HeatmapWords } from './words.js';

/** Rows shown before a person asks for all. */
export const firstRowCount = 16;

/** What a matrix is made from. */
export interface MatrixInput {
  readonly result: FeatureMatrixResult;
  readonly spec: FeatureMatrixSpec;
  /** The same by day of the week and by hour of the day; null where they are not asked, or not there yet. */
  readonly days: FeatureMatrixResult | null;
  readonly hours: FeatureMatrixResult | null;
  /** Which row a week is drawn of; null for all together. */
  readonly feature: number | null;
  readonly measure: Measure;
  readonly sort: RowSort;
  readonly scale: ScaleKind;
  readonly minCell: number;
  readonly mark: FeatureMatrixMark | null;
  /** Room to draw in, px. */
  readonly room: number;
  /** Whether to draw all rows, or the first of many. */
  readonly allRows: boolean;
  readonly locale: Locale;
  readonly t: HeatmapWords;
}

/** What a row of the result is called on screen. */
export function featureName(
  t: HeatmapWords,
  result: FeatureMatrixResult,
  feature: number,
  count: (n: number) => string,
): string {
  const name = result.features[feature]!;
  if (result.other && feature === result.features.length - 1) {
    return t.other(count((result.valuesTotal ?? 0) - result.features.length + 1));
  }
  return name === '' ? t.noName : name;
}

/** A matrix ready to be drawn. */
export function matrixView(input: MatrixInput, count: (n: number) => string): MatrixView {
  const { result, spec, room, locale, t, measure, minCell } = input;
  const week = isWeek(spec);
  const named = week ? weekNames(input) : featureNames(input, count);
  const stands = week && weekStands(room, named.label);
  const model = stands ? transposed(named.model) : named.model;
  const rowNames = stands ? named.columns : named.rows;
  const columns = stands ? named.rows : named.columns;
  const amounts = model.cells.map((cell) => amountOf(cell, measure) ?? 0);
  const whole = measure === 'actors' || measure === 'counts';
  const totals = model.rows.some((row) => amountOf(row, measure) !== null);
  const longest = (texts: readonly string[]): number =>
    texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);
  const label = longest(rowNames.map(({ axis }) => axis));
  const layout = layoutMatrix({
    width: room,
    rows: model.rows.length,
    columns: model.columns.length,
    rowLabel: label,
    columnLabel: longest(columns.slice(1).map(({ axis }) => axis)) || longest(columns.map(({ axis }) => axis)),
    value: longest(model.cells.map((cell) => compactText(locale, measure, amountOf(cell, measure)))),
    total: totals ? longest(model.rows.map((row) => totalText(locale, t, measure, row))) : 0,
  });
  return {
    model,
    layout,
    scale: colourScale(amounts, input.scale, whole, measure === 'actors' ? minCell : 0),
    measure,
    rowNames,
    columnNames: columns,
    area: input.mark ? chosenArea(model, result, input.mark) : null,
    locale,
    t,
    minCell,
  };
}

interface Named {
  readonly model: MatrixModel;
  readonly rows: readonly ColumnName[];
  readonly columns: readonly ColumnName[];
  readonly label: number;
}

function weekNames({ result, spec, days, hours, feature, minCell, locale }: MatrixInput): Named {
  const rows = dayNames(locale, spec.weekStart ?? 1).map((name) => ({ axis: name, full: name }));
  const columns = Array.from({ length: 24 }, (_, hour) => ({ axis: hourName(hour), full: hourSpan(hour, hour) }));
  return { model: weekModel(result, days, hours, feature, minCell), rows, columns, label: 36 };
}

function featureNames(input: MatrixInput, count: (n: number) => string): Named {
  const { result, spec, measure, sort, minCell, locale, t, room, allRows } = input;
  const order = rowOrder(result, measure, sort);
  const all = featureModel(result, order, minCell);
  const model = allRows || order.length <= firstRowCount + 2 ? all : firstRows(all, firstRowCount);
  const full = order.slice(0, model.rows.length).map((feature) => featureName(t, result, feature, count));
  const gutter = Math.max(72, Math.min(176, room * 0.32));
  const short = shortNames(full, Math.floor(gutter / 6.8));
  return {
    model,
    rows: full.map((name, i) => ({ axis: short[i]!, full: name })),
    columns: columnNames(locale, t, result, spec),
    label: gutter,
  };
}

/** The rectangle around the cells of a mark that are in the drawing; null where none is. */
function chosenArea(model: MatrixModel, result: FeatureMatrixResult, mark: FeatureMatrixMark): Area | null {
  const cells = markedCells(result, mark);
  if (!cells) return null;
  const wanted = new Set(cells.map(({ feature, column }) => `${feature} ${column}`));
  let area: Area | null = null;
  for (let row = 0; row < model.rows.length; row++) {
    for (let column = 0; column < model.columns.length; column++) {
      const { feature, column: own } = model.cellsOf(row, column);
      if (!wanted.has(`${feature} ${own}`)) continue;
      area = area
        ? {
            top: Math.min(area.top, row),
            bottom: Math.max(area.bottom, row),
            left: Math.min(area.left, column),
            right: Math.max(area.right, column),
          }
        : { top: row, bottom: row, left: column, right: column };
    }
  }
  return area;
}

/** What an area is called: its days or rows, and its hours or columns. */
export function areaNames(view: MatrixView, { top, left, bottom, right }: Area): [rows: string, columns: string] {
  const span = (names: readonly ColumnName[], from: number, to: number): string => {
    const first = names[from]!.full;
    const last = names[to]!.full;
    if (from === to) return first;
    const [start] = first.split('–');
    const end = last.split('–').at(-1)!;
    return view.t.range(start!, end);
  };
  return [span(view.rowNames, top, bottom), span(view.columnNames, left, right)];
}

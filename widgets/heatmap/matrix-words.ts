import { formatRate } from '../internal/format.js';
import { dayNames, hourSpan } from './labels.js';
import { totalText } from './matrix-chart.js';
import { amountOf } from './matrix-model.js';
import type { MatrixView } from './matrix-chart.js';

/** What a matrix says first: the answer, and what stands beside it. Either may be empty. */
export interface MatrixSentence {
  readonly first: string;
  readonly more: string;
}

/**
 * A week in words: the busiest hour, and how much falls on working hours. Only of cells that are told, so that nothing
 * withheld can be worked out.
 *
 * @param view upright: seven rows of days
 * @param weekStart first day of the week
 */
export function weekSentence(view: MatrixView, weekStart: number): MatrixSentence {
  const { model, measure, rowNames, columnNames, locale, t } = view;
  const best = greatestAt(model.cells.map((cell) => amountOf(cell, measure)));
  if (best === null) return { first: '', more: '' };
  const day = rowNames[Math.floor(best / 24)]!.full;
  const hour = columnNames[best % 24]!.axis;
  // Monday to Friday, wherever the week begins.
  const working = [1, 2, 3, 4, 5].map((weekday) => (weekday - weekStart + 7) % 7);
  let all = 0;
  let inside = 0;
  for (const [i, cell] of model.cells.entries()) {
    const count = cell.counts ?? 0;
    all += count;
    if (working.includes(Math.floor(i / 24)) && i % 24 >= 9 && i % 24 < 18) inside += count;
  }
  const names = dayNames(locale, weekStart);
  const days = t.range(names[working[0]!]!, names[working[4]!]!);
  return {
    first: t.busiest(day, hour),
    more: all === 0 ? '' : t.weekdays(formatRate(locale, inside / all), days, hourSpan(9, 17)),
  };
}

/** Rows by time in words: the greatest row, and the greatest column. */
export function featureSentence(view: MatrixView): MatrixSentence {
  const { model, measure, rowNames, columnNames, locale, t } = view;
  const shown = measure === 'share' ? 'actors' : measure;
  const row = greatestAt(model.rows.map((line) => amountOf(line, shown)));
  const column = greatestAt(model.columns.map((line) => amountOf(line, measure)));
  if (row === null) return { first: '', more: '' };
  const amount = amountOf(model.rows[row]!, shown)!;
  return {
    first: t.busiestRow(rowNames[row]!.full, t.amount[shown](amount, totalText(locale, t, shown, model.rows[row]!))),
    more: column === null || model.columns.length < 2 ? '' : t.busiestColumn(columnNames[column]!.full),
  };
}

function greatestAt(amounts: ReadonlyArray<number | null>): number | null {
  let best: number | null = null;
  for (const [i, amount] of amounts.entries()) {
    if (amount !== null && amount > 0 && (best === null || amount > amounts[best]!)) best = i;
  }
  return best;
}

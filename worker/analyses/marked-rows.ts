import type { Result } from '../protocol/result.js';
import type { Mark } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import { actorOfRow } from '../store/sessions.js';
import type { StoreView } from '../store/view.js';
import type { Answer } from './analysis.js';
import { NumberList } from './mean-median.js';
import { sliceRows, type RowTest } from './selector.js';

/** A result whose marks count rows. */
export interface RowAnswer<R extends Result, M extends Mark> {
  readonly result: R;
  /** The rows behind a mark, actor by actor. */
  readonly rows: (mark: M) => Steps<ArrayLike<number>>;
}

/** An answer that lists the actors of a mark's rows. */
export function answerByRows<R extends Result, M extends Mark>(
  view: StoreView,
  { result, rows }: RowAnswer<R, M>,
): Answer<R, M> {
  return {
    result,
    *actors(mark) {
      return yield* actorsOf(view, yield* rows(mark));
    },
    rows,
  };
}

/** The rows that pass a test, ascending. */
export function* rowsThat(view: StoreView, test: RowTest): Steps<ArrayLike<number>> {
  const rows = new NumberList(Array.isArray(view.time));
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    const passes = test(from, to);
    for (let i = from; i < to; i++) if (passes[i - from] !== 0) rows.push(i);
    yield to - from;
  }
  return listed(rows);
}

/** The actors of some rows, each once, ascending. Rows of one actor stand together, actors in the order of the view. */
export function* actorsOf(view: StoreView, rows: ArrayLike<number>): Steps<ArrayLike<number>> {
  const { offsets } = view;
  const actors = new NumberList(Array.isArray(view.time));
  let end = -1;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    if (row >= end) {
      const actor = actorOfRow(view, row);
      end = offsets[actor + 1]!;
      actors.push(actor);
    }
    if ((k & 0x3fff) === 0x3fff) yield 0x4000;
  }
  return listed(actors);
}

/** The numbers of a list, without the room behind them. */
export function listed(list: NumberList): ArrayLike<number> {
  const { values, length } = list;
  return Array.isArray(values) ? values : values.subarray(0, length);
}

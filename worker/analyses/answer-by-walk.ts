import type { Result } from '../protocol/result.js';
import type { Mark } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { Answer } from './analysis.js';

/** Told of each place that a mark means, actor by actor: the actor, and the row that is listed for it. */
export type TellPlace = (actor: number, row: number) => void;

/**
 * An answer whose lists are made by a second walk, so that nothing is kept of the first but numbers.
 * @param walk tells of every place behind a mark
 */
export function answerByWalk<R extends Result, M extends Mark>(
  result: R,
  walk: (mark: M, tell: TellPlace) => Steps<void>,
): Answer<R, M> {
  return {
    result,
    *actors(mark) {
      const actors: number[] = [];
      yield* walk(mark, (actor) => {
        if (actors.at(-1) !== actor) actors.push(actor);
      });
      return actors;
    },
    *rows(mark) {
      const rows: number[] = [];
      yield* walk(mark, (_, row) => {
        rows.push(row);
      });
      return rows;
    },
  };
}

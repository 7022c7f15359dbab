import fc from 'fast-check';
import { pathsAnalysis } from '../../../worker/analyses/paths-analysis.js';
import type { PathsMark, PathsResult, PathsSpec } from '../../../worker/protocol/paths.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { viewOf, type Row } from '../../worker/view.js';

/** Logs of up to twelve people who go through up to nine names, with pauses that split sessions. */
export const journeys: fc.Arbitrary<Row[]> = fc
  .array(
    fc.array(fc.tuple(fc.constantFrom(...'abcdefghi'), fc.constantFrom(1, 60_000, 1_900_000)), {
      minLength: 1,
      maxLength: 9,
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((people) =>
    people.flatMap((steps, i) => {
      let time = 0;
      return steps.map(([name, pause]): Row => {
        time += pause;
        return [`p${i}`, time, name];
      });
    }),
  );

const name = fc.constantFrom('a', 'b', 'c');

/** Questions as the widget asks them. */
export const questions: fc.Arbitrary<PathsSpec> = fc
  .record(
    {
      kind: fc.constant('paths' as const),
      maxSteps: fc.integer({ min: 2, max: 6 }),
      collapseRepeats: fc.boolean(),
      sessionGapMs: fc.constantFrom(1_800_000, 1e15),
      start: name,
      end: name,
    },
    { requiredKeys: ['kind', 'maxSteps'] },
  )
  .map((spec) => ({
    ...spec,
    maxEdges: 10_000,
    ...(spec.end !== undefined && spec.start === undefined && { align: 'end' as const }),
  }));

/** A question answered by the engine, with the lists behind its marks. */
export function asked(
  rows: readonly Row[],
  spec: PathsSpec,
): { result: PathsResult; actors: (mark: PathsMark) => number; paths: (mark: PathsMark) => number } {
  const answer = finish(pathsAnalysis.answer(viewOf([...rows]) as Store, spec, null));
  return {
    result: answer.result,
    actors: (mark) => finish(answer.actors(mark)).length,
    paths: (mark) => finish(answer.rows!(mark)).length,
  };
}

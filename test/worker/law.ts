import { expect } from 'vitest';
import type { EngineCore } from '../../worker/engine.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { marksOf } from './counted-marks.js';
import { random } from '../random.js';

const most = 10_000;

/**
 * The law of marks, on drawn marks of each question: what a mark counts is the length of its list, and no actor stands
 * in a list twice. Every second question is asked under the actors of a mark drawn from the one before.
 * @returns how many lists were read
 */
export async function holdMarks(
  core: EngineCore,
  specs: readonly Spec[],
  seed: number,
  draws: number,
): Promise<number> {
  const next = random(seed);
  let filter: Filter | null = null;
  let lists = 0;
  for (const spec of specs) {
    const asked = { spec, ...(filter && { filter }) };
    const [outcome] = await core.run([{ id: spec.kind, ...asked }]);
    if (!outcome!.ok) throw new Error(`${spec.kind}: ${outcome!.error.message}`);
    const marks = marksOf(outcome!.result, spec);
    const drawn =
      marks.length <= draws ? marks : Array.from({ length: draws }, () => marks[Math.floor(next() * marks.length)]!);
    for (const { mark, actors, rows } of drawn) {
      const what = `${JSON.stringify(asked)} ${JSON.stringify(mark)}`;
      if (actors !== undefined) {
        const page = await core.list({ ...asked, mark, limit: most });
        expect(page.total, what).toBe(actors);
        expect(new Set(page.actors.map(({ key }) => key)).size, what).toBe(Math.min(actors, most));
        lists++;
      }
      if (rows !== undefined) {
        const page = await core.list({ ...asked, mark, of: 'rows', limit: most });
        expect([page.total, page.rows.length], what).toEqual([rows, Math.min(rows, most)]);
        lists++;
      }
    }
    const counted = drawn.filter(({ actors }) => (actors ?? 0) > 0);
    const chosen = counted[Math.floor(next() * counted.length)];
    filter = filter === null && chosen ? { kind: 'actors', spec, mark: chosen.mark } : null;
  }
  return lists;
}

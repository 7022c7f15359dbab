import { expect, it } from 'vitest';
import { journeyAnalysis } from '../../../worker/analyses/journey-analysis.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { viewOf, type Row } from '../view.js';

const quarter = 900_000;

it('five rows are a burst within an hour, its end included', () => {
  const bursts = (last: number): unknown => {
    const times = [0, quarter, 2 * quarter, 3 * quarter, last];
    const view = viewOf(times.map((t): Row => ['ann', t, 'visit'])) as Store;
    return finish(journeyAnalysis.answer(view, { kind: 'journey', actor: 'ann' }, null)).result.summary?.bursts;
  };
  expect(bursts(4 * quarter)).toEqual([{ fromMs: 0, toMs: 4 * quarter, rows: 5 }]);
  expect(bursts(4 * quarter + 1)).toEqual([]);
});

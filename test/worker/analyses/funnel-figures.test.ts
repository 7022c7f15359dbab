import { describe, expect, it } from 'vitest';
import { funnel } from '../../../worker/analyses/funnel.js';
import type { FunnelResult } from '../../../worker/protocol/result.js';
import { finish } from '../../../worker/steps.js';
import { viewOf, type Row } from '../view.js';

const path = ['visit', 'signup', 'trial'];

/** Actors by the number of steps each went. */
function walk(...depths: number[]): FunnelResult {
  const rows = depths.flatMap((depth, actor) => path.slice(0, depth).map((name, t): Row => [`${actor}`, t, name]));
  return finish(funnel(viewOf(rows), { kind: 'funnel', steps: path.map((event) => ({ event })) }, null)).result;
}

describe('figures of a funnel of three steps', () => {
  const { stepCounts, dropOffCounts, conversionFromStart, conversionFromPrevious } = walk(1, 1, 2, 2, 2, 3, 3, 3);

  it('drop-off is who reached the step before and not this', () => {
    expect(stepCounts).toEqual([8, 6, 3]);
    expect(dropOffCounts).toEqual([0, 2, 3]);
  });

  it('rates divide by the first step and by the step before', () => {
    expect(conversionFromStart).toEqual([1, 0.75, 0.375]);
    expect(conversionFromPrevious).toEqual([null, 0.75, 0.5]);
  });
});

import { describe, expect, it } from 'vitest';
import { funnel, funnelActors, type FunnelAnswer } from '../../../worker/analyses/funnel.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import { viewOf, type Row } from '../view.js';

const ask = (rows: readonly Row[], spec: Omit<FunnelSpec, 'kind'>): FunnelAnswer =>
  finish(funnel(viewOf(rows), { kind: 'funnel', ...spec }, null));
const steps = (...names: string[]): { event: string }[] => names.map((event) => ({ event }));

describe('funnel', () => {
  it('counts an actor once however often a step repeats', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 1, 'visit'],
      ['ann', 2, 'signup'],
      ['ann', 3, 'signup'],
      ['bob', 0, 'visit'],
    ];
    const { result } = ask(rows, { steps: steps('visit', 'signup') });
    expect(result.stepCounts).toEqual([2, 1]);
    expect(result.dropOffCounts).toEqual([0, 1]);
    expect(result.conversionFromStart).toEqual([1, 0.5]);
    expect(result.conversionFromPrevious).toEqual([null, 0.5]);
  });

  it('uses the last of several entries before step two, and reports its time', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 50, 'visit'],
      ['ann', 80, 'signup'],
      ['ann', 500, 'signup'],
    ];
    const { result } = ask(rows, { steps: steps('visit', 'signup'), windowMs: 60 });
    expect(result.stepCounts).toEqual([1, 1]);
    expect(result.avgStepMs).toEqual([null, 30]);
    expect(result.medianTotalMs).toBe(30);
  });

  it('counts a step exactly at the end of the window and not one millisecond later', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 60, 'signup'],
      ['bob', 0, 'visit'],
      ['bob', 61, 'signup'],
    ];
    expect(ask(rows, { steps: steps('visit', 'signup'), windowMs: 60 }).result.stepCounts).toEqual([2, 1]);
  });

  it('lists as many actors behind a mark as it counts', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 1, 'signup'],
      ['bob', 0, 'visit'],
      ['cid', 0, 'signup'],
    ];
    const view = viewOf(rows);
    const { depth } = finish(funnel(view, { kind: 'funnel', steps: steps('visit', 'signup') }, null));
    expect(finish(funnelActors(view, depth, { kind: 'reached', step: 0 }))).toEqual([0, 1]);
    expect(finish(funnelActors(view, depth, { kind: 'left', step: 1 }))).toEqual([1]);
  });

  it('answers an empty store with zeros and nulls', () => {
    const { result } = ask([], { steps: steps('visit', 'signup') });
    expect(result.stepCounts).toEqual([0, 0]);
    expect(result.conversionFromStart).toEqual([null, null]);
    expect(result.intervalFromStart).toEqual([null, null]);
    expect(result.medianStepMs).toEqual([null, null]);
    expect(result.medianTotalMs).toBeNull();
    expect(result.meta.dataEnd).toBeNull();
  });
});

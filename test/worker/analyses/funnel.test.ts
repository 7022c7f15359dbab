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

  it('takes 32 steps, in every order of steps', () => {
    const names = Array.from({ length: 32 }, (_, k) => `step ${k}`);
    const rows = names.map((name, k): Row => ['ann', k, name]);
    for (const order of ['ordered', 'strict', 'unordered'] as const) {
      for (const storage of ['typed', 'plain'] as const) {
        const spec: FunnelSpec = { kind: 'funnel', steps: steps(...names), order };
        const { result } = finish(funnel(viewOf([...rows, ...rows], storage), spec, null));
        expect(result.stepCounts).toEqual(names.map(() => 1));
        expect(result.medianTotalMs).toBe(31);
      }
    }
  });

  it('lets a row of several steps move over for a later one in an unordered funnel', () => {
    // The call could be either step; the mail can only be the one the call seems to have taken.
    const anyContact = { event: ['mail', 'call'] };
    const rows: Row[] = [
      ['ann', 0, 'call'],
      ['ann', 5, 'mail'],
    ];
    const { result } = ask(rows, { steps: [anyContact, { event: 'call' }], order: 'unordered' });
    expect(result.stepCounts).toEqual([1, 1]);
    expect(result.avgStepMs).toEqual([null, 5]);
  });

  it('advances rows of one instant in step order, unless asked otherwise', () => {
    const rows: Row[] = [
      ['ann', 0, 'signup'],
      ['ann', 0, 'visit'],
      ['bob', 0, 'visit'],
      ['bob', 0, 'signup'],
    ];
    const counts = (tie: NonNullable<FunnelSpec['tie']>): readonly number[] =>
      ask(rows, { steps: steps('visit', 'signup'), tie }).result.stepCounts;
    expect(counts('any-order')).toEqual([2, 2]);
    expect(counts('input-order')).toEqual([2, 1]);
    expect(counts('strictly-later')).toEqual([2, 0]);
  });

  it('judges an actor alike whichever slice of work it falls into', () => {
    const one: Row[] = [];
    for (let actor = 0; actor < 3000; actor++) {
      const name = String(actor).padStart(4, '0');
      one.push([name, 0, 'visit'], [name, 10, 'noise'], [name, 20, actor % 2 === 0 ? 'signup' : 'noise']);
      for (let i = 0; i < 8; i++) one.push([name, 30 + i, 'noise']);
    }
    // One actor alone is longer than a slice.
    for (let i = 0; i < 40_000; i++) one.push(['long', i, i % 2 === 0 ? 'visit' : 'signup']);
    const view = viewOf(one);
    const run = funnel(view, { kind: 'funnel', steps: steps('visit', 'signup') }, null);
    let slices = 0;
    let step = run.next();
    for (; !step.done; step = run.next()) slices++;
    expect(slices).toBeGreaterThan(3);
    expect(step.value.result.stepCounts).toEqual([3001, 1501]);
    expect(step.value.result.medianStepMs).toEqual([null, 20]);
  });

  it('gives intervals at the level asked for', () => {
    const rows: Row[] = [
      ['ann', 0, 'visit'],
      ['ann', 1, 'signup'],
      ['bob', 0, 'visit'],
    ];
    const width = (level: number): number => {
      const [lower, upper] = ask(rows, { steps: steps('visit', 'signup'), level }).result.intervalFromStart[1]!;
      return upper - lower;
    };
    expect(width(0.9)).toBeLessThan(width(0.95));
    const { intervalFromPrevious } = ask(rows, { steps: steps('visit', 'signup') }).result;
    expect(intervalFromPrevious[0]).toBeNull();
    expect(intervalFromPrevious[1]![0]).toBeCloseTo(0.0945, 4);
  });
});

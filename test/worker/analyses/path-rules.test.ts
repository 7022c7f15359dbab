import { describe, expect, it } from 'vitest';
import { nextNodeAnalysis } from '../../../worker/analyses/next-node-analysis.js';
import { pathsAnalysis } from '../../../worker/analyses/paths-analysis.js';
import { sequenceAnalysis } from '../../../worker/analyses/sequence-analysis.js';
import { sessionsAnalysis } from '../../../worker/analyses/sessions-analysis.js';
import type { PathsResult, PathsSpec } from '../../../worker/protocol/paths.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { viewOf, type Row } from '../view.js';

/** Each actor's nodes, a second apart: `{ ann: 'a b c' }`. */
function rowsOf(journeys: Readonly<Record<string, string>>): Row[] {
  return Object.entries(journeys).flatMap(([actor, names]) =>
    names.split(' ').map((name, i): Row => [actor, i * 1000, name]),
  );
}

function ask(journeys: Readonly<Record<string, string>>, spec: Omit<PathsSpec, 'kind'> = {}): PathsResult {
  const view = viewOf(rowsOf(journeys)) as Store;
  return finish(pathsAnalysis.answer(view, { kind: 'paths', ...spec }, null)).result;
}

const edgesOf = ({ edges }: PathsResult): string[] => edges.map(({ source, target }) => `${source}>${target}`);

describe('paths', () => {
  it('end at the first end at or after the start', () => {
    expect(edgesOf(ask({ ann: 'z s b z' }, { start: 's', end: 'z' }))).toEqual(['1_s>2_b', '2_b>3_z']);
  });

  it('with only an end keep their last nodes', () => {
    expect(edgesOf(ask({ ann: 'a b c z' }, { end: 'z', maxSteps: 2 }))).toEqual(['1_c>2_z']);
  });

  it('that lead to an end line up at it when they are counted from there', () => {
    const { edges, positions } = ask({ ann: 'a b z', bob: 'b z' }, { end: 'z', maxSteps: 3, align: 'end' });
    expect(edges.map(({ source, target, count }) => [source, target, count])).toEqual([
      ['2_b', '3_z', 2],
      ['1_a', '2_b', 1],
    ]);
    expect(positions.map(({ visits, starts, ends }) => [visits, starts, ends])).toEqual([
      [1, 1, 0],
      [2, 1, 0],
      [2, 0, 2],
    ]);
  });

  it('between two anchors put one node for the middle: there with its first, gone with its last', () => {
    const { edges } = ask({ ann: 's b c d z' }, { start: 's', end: 'z', maxSteps: 2 });
    expect(edges.map(({ source, target, meanMs }) => [source, target, meanMs])).toEqual([
      ['1_s', '2_...', 1000],
      ['2_...', '3_z', 1000],
    ]);
  });

  it('lose edges that no kept edge leads to', () => {
    const journeys = { ann: 'a x y', bob: 'b x y', cid: 'c x y' };
    expect(edgesOf(ask(journeys))).toHaveLength(4);
    // x to y alone has a count of 3, but what led to it is gone.
    expect(edgesOf(ask(journeys, { minEdgeCount: 2 }))).toEqual([]);
    expect(edgesOf(ask({ ann: 'a b', bob: 'a b', cid: 'a c' }, { minEdgeCount: 2 }))).toEqual(['1_a>2_b']);
  });

  it('of equal counts come by source, then target', () => {
    expect(edgesOf(ask({ ann: 'b y', bob: 'a z', cid: 'a y' }))).toEqual(['1_a>2_y', '1_a>2_z', '1_b>2_y']);
  });

  it('are named by the first grouping that matches', () => {
    expect(edgesOf(ask({ ann: 'start shop/cart' }, { groupings: ['shop', 'cart'] }))).toEqual(['1_start>2_shop']);
  });

  it('compare the converted with the others: share less share, and the interval of that difference', () => {
    const { edges } = ask({ ann: 'a b buy', bob: 'a b buy', cid: 'a c' }, { converted: [{ event: 'buy' }] });
    const { comparison } = edges.find(({ target }) => target === '2_b')!;
    expect(comparison).toMatchObject({ converted: 2, notConverted: 0, difference: 1 });
    // Both shares stand at their outer bounds: nothing is left above.
    expect(comparison!.interval![1]).toBe(1);
  });
});

describe('sessions', () => {
  it('are cut by a range that ends with their last row', () => {
    const view = viewOf(rowsOf({ ann: 'a b c' })) as Store;
    const cut = (to: number): number =>
      finish(sessionsAnalysis.answer(view, { kind: 'sessions', range: { from: 0, to } }, null)).result.sessionsCut;
    expect([cut(2000), cut(2001)]).toEqual([1, 0]);
  });
});

describe('what comes next', () => {
  it('backward is what came before', () => {
    const view = viewOf(rowsOf({ ann: 'a b c' })) as Store;
    const next = (direction: 'forward' | 'backward'): unknown =>
      finish(nextNodeAnalysis.answer(view, { kind: 'nextNode', chain: ['b'], direction }, null)).result.next;
    expect(next('forward')).toEqual([{ name: 'c', actors: 1 }]);
    expect(next('backward')).toEqual([{ name: 'a', actors: 1 }]);
  });
});

describe('a sequence pattern', () => {
  it('tells later than from as late as', () => {
    const view = viewOf(rowsOf({ ann: 'a b' })) as Store;
    const matched = (dt: 'gt' | 'gte' | 'lt' | 'lte'): number => {
      const conditions = [{ event: 'a' }, { event: 'b' }];
      const pattern = [{ step: 0 }, { dt, ms: 1000 }, { step: 1 }] as const;
      return finish(sequenceAnalysis.answer(view, { kind: 'sequence', conditions, pattern }, null)).result.matched;
    };
    expect([matched('gt'), matched('gte'), matched('lt'), matched('lte')]).toEqual([0, 1, 0, 1]);
  });
});

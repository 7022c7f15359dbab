import { describe, expect, it } from 'vitest';
import type {
  DeadClickResult,
  FeatureMatrixResult,
  RageClickResult,
  ScrollDepthResult,
} from '../../../worker/protocol/heatmap.js';
import {
  accuracyOf,
  belowFold,
  depthReached,
  findingOf,
  rankElements,
  recordedBox,
  wholePercents,
} from '../../../widgets/heatmap/click-model.js';

const result = {
  features: ['buy', 'logo', '', 'docs', ''],
  other: true,
  featureTotals: { counts: [50, 30, 5, 4, 8], actors: [40, 3, 5, 2, 6], sums: null },
  columnRows: [60, 43],
} as unknown as FeatureMatrixResult;
const dead = {
  clicks: { dead: 26, live: 60, unknown: 2 },
  targets: [
    { page: '/a', element: 'logo', dead: 20, live: 8, unknown: 2, deadActors: 3 },
    { page: '/a', element: 'buy', dead: 6, live: 42, unknown: 0, deadActors: 5 },
  ],
} as unknown as DeadClickResult;
const rage = {
  runs: 6,
  runClicks: 22,
  targets: [{ page: '/a', element: 'buy', runs: 6, clicks: 20, actors: 4 }],
} as unknown as RageClickResult;

describe('the ranked list', () => {
  it('adds up to all clicks with what is elsewhere: unnamed, further and small ones', () => {
    const all = rankElements('all', result, dead, rage, 0, 2);
    expect(all.elements.map(({ name, rank, clicks }) => [name, rank, clicks])).toEqual([
      ['buy', 1, 50],
      ['logo', 2, 30],
    ]);
    expect([all.total, all.elsewhere]).toEqual([103, 23]);
    expect(rankElements('all', result, dead, rage, 5, 7)).toMatchObject({ elsewhere: 53, total: 103 });
  });

  it('ranks by the clicks of its layer', () => {
    const inVain = rankElements('dead', result, dead, rage, 0, 7);
    expect(inVain.elements.map(({ name, clicks, actors }) => [name, clicks, actors])).toEqual([
      ['logo', 20, 3],
      ['buy', 6, 5],
    ]);
    expect([inVain.total, inVain.elsewhere]).toEqual([26, 0]);
    expect(rankElements('rage', result, dead, rage, 0, 7)).toMatchObject({ total: 22, elsewhere: 2 });
  });

  it('finds what many click in vain, unless too few customers did', () => {
    const { elements } = rankElements('all', result, dead, rage, 0, 7);
    expect(findingOf(elements, 0)).toMatchObject({ kind: 'dead', element: { name: 'logo' } });
    expect(findingOf(elements, 4)).toMatchObject({ kind: 'rage', element: { name: 'buy' } });
    expect(findingOf(elements, 10)).toBeNull();
  });
});

describe('accuracy', () => {
  it('has three parts that are all clicks', () => {
    const grid = (points: number) => ({ points });
    const places = [[grid(98), grid(93)], [grid(1)]] as const;
    expect(accuracyOf([grid(60), grid(32)], places, 100)).toEqual({ tied: 92, placed: 6, leftOut: 2 });
  });

  it('is said in whole percent that add up to 100', () => {
    expect(wholePercents([1, 1, 1])).toEqual([34, 33, 33]);
    expect(wholePercents([0, 0, 0])).toEqual([0, 0, 0]);
    expect(wholePercents([995, 4, 1])).toEqual([100, 0, 0]);
  });
});

describe('where an element was', () => {
  it('is the middle of what its clicks recorded, as a share of the page', () => {
    const rows = [
      [100, 200, 50, 20, 1000, 2000],
      [100, 200, 50, 20, 1000, 2000],
      [900, 1900, 50, 20, 1000, 2000],
      [null, 200, 50, 20, 1000, 2000],
      [100, 200, 0, 20, 1000, 2000],
    ];
    expect(recordedBox(rows)).toEqual({
      box: { left: 0.1, top: 0.1, width: 0.05, height: 0.01 },
      docWidth: 1000,
      docHeight: 2000,
    });
    expect(recordedBox([])).toBeNull();
  });
});

describe('scroll depth', () => {
  const shares = Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : i < 80 ? 0.5 : 0.1));
  it('tells how deep a share of views went, and what the fold hides', () => {
    expect(depthReached({ shares }, 0.5)).toBe(0.8);
    expect(depthReached({ shares }, 0.05)).toBe(1);
    expect(depthReached({ shares: [null] }, 0.5)).toBeNull();
    expect(belowFold({ shares, foldLine: 0.4 } as unknown as ScrollDepthResult)).toBe(0.5);
    expect(belowFold({ shares, foldLine: 1.2 } as unknown as ScrollDepthResult)).toBeNull();
  });
});

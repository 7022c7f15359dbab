import { describe, expect, it, test } from 'vitest';
import type { Analysis, Answer } from '../../../worker/analyses/analysis.js';
import { deadClickAnalysis } from '../../../worker/analyses/dead-click-analysis.js';
import { featureMatrixAnalysis } from '../../../worker/analyses/feature-matrix-analysis.js';
import { heatmapGridAnalysis } from '../../../worker/analyses/heatmap-grid-analysis.js';
import { rageClickAnalysis } from '../../../worker/analyses/rage-click-analysis.js';
import { scrollDepthAnalysis } from '../../../worker/analyses/scroll-depth-analysis.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import type { FeatureMatrixSpec, HeatmapGridSpec, RageClickSpec } from '../../../worker/protocol/heatmap.js';
import type { Result } from '../../../worker/protocol/result.js';
import type { Mark, Spec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import type { StoreView } from '../../../worker/store/view.js';
import type { Store } from '../../../worker/store/store.js';
import { actorsOf, deadOracle, gridOracle, matrixOracle, rageOracle, scrollOracle } from '../../oracles/heatmap.js';
import { viewOf, type Row, type Storage } from '../view.js';

const answer = <S extends Spec, R extends Result, M extends Mark>(
  analysis: Analysis<S, R, M>,
  data: readonly Row[] | StoreView,
  spec: unknown,
): Answer<R, M> => {
  const view = Array.isArray(data) ? viewOf(data as readonly Row[]) : data;
  return finish(analysis.answer(view as Store, analysis.check(spec, 'spec'), null));
};

describe('pointer grids', () => {
  const at = (x: number, y: number, props: Row[3] = {}): Row => [
    'ann',
    0,
    'click',
    { x, y, docWidth: 100, docHeight: 200, ...props },
  ];
  const cells = (rows: Row[], more: Partial<HeatmapGridSpec> = {}): number[][] => {
    const { cells: found } = answer(heatmapGridAnalysis, rows, {
      kind: 'heatmapGrid',
      cols: 10,
      rows: 10,
      ...more,
    }).result;
    return found.counts.map((count, i) => [found.classes[i]!, found.cols[i]!, found.rows[i]!, count]);
  };

  it('put whole pixels on a border into the cell that begins there', () => {
    expect(cells([at(29, 0), at(30, 0)], { cols: 100 }).map(([, col]) => col)).toEqual([29, 30]);
    // 0.29 * 100 is 28.999999999999996: the division has to come last.
    expect(cells([at(290, 0, { docWidth: 1000 })], { cols: 100 })[0]![1]).toBe(29);
  });

  it('are exact for every whole pixel that a border lies on', () => {
    for (const [docWidth, cols] of [
      [768, 7],
      [1000, 100],
      [1166, 583],
      [1400, 49],
      [1999, 1000],
      [94, 12],
    ] as const) {
      const borders = Array.from({ length: docWidth }, (_, x) => x).filter((x) => (x * cols) % docWidth === 0);
      const found = cells(
        borders.map((x) => at(x, 0, { docWidth })),
        { cols },
      );
      expect(found.map(([, col]) => col)).toEqual(borders.map((x) => (x * cols) / docWidth));
    }
  });

  it('put both far edges into the last cell', () => {
    expect(cells([at(100, 200)])).toEqual([[0, 9, 9, 1]]);
  });

  it('measure from the box of the element', () => {
    const box = { elementLeft: 40, elementTop: 100, elementWidth: 20, elementHeight: 10 };
    expect(cells([at(50, 109, box), at(40, 100, box)], { anchor: 'element' })).toEqual([
      [0, 0, 0, 1],
      [0, 5, 9, 1],
    ]);
  });

  it('keep fixed elements in a layer of their own, by the viewport', () => {
    const screen = { scrollY: 150, viewportWidth: 100, viewportHeight: 50, fixed: true };
    expect(cells([at(5, 155, screen), at(95, 5)], { anchor: 'fixed' })).toEqual([[0, 0, 1, 1]]);
    expect(cells([at(5, 155, screen), at(95, 5)])).toEqual([[0, 9, 0, 1]]);
  });

  it('list a cell that holds nothing as empty', () => {
    const { rows, actors } = answer(heatmapGridAnalysis, [at(5, 5)], { kind: 'heatmapGrid', cols: 2, rows: 2 });
    expect(finish(rows!({ kind: 'cell', col: 1, row: 1 }))).toHaveLength(0);
    expect(finish(actors({ kind: 'cell', col: 1, row: 1 }))).toHaveLength(0);
  });
});

describe('rage clicks', () => {
  const clicks = (...times: number[]): Row[] =>
    times.map((t): Row => ['ann', t, 'click', { x: 0, y: 0, page: 'p', element: t < 5 ? 'first' : 'later' }]);
  const told = (rows: Row[], more: Partial<RageClickSpec> = {}): [number, number[]][] =>
    answer(rageClickAnalysis, rows, { kind: 'rageClick', ...more }).result.longest.map((run) => [
      run.clicks,
      [run.firstMs, run.firedMs, run.lastMs],
    ]);

  it('fire once in a run, at the third click, and count what follows', () => {
    expect(told(clicks(0, 10, 20, 30, 1030))).toEqual([[4, [0, 20, 30]]]);
    expect(told(clicks(0, 10))).toEqual([]);
    expect(told(clicks(0, 10), { minClicks: 2 })).toEqual([[2, [0, 10, 10]]]);
  });

  it('belong to the element of the click that fired', () => {
    const { result } = answer(rageClickAnalysis, clicks(0, 4, 8), { kind: 'rageClick' });
    expect(result.targets).toEqual([{ page: 'p', element: 'later', runs: 1, clicks: 3, actors: 1 }]);
  });

  it('do not join the clicks of two actors', () => {
    const rows: Row[] = [...clicks(0, 1), ['bob', 2, 'click', { x: 0, y: 0, page: 'p' }]];
    expect(answer(rageClickAnalysis, rows, { kind: 'rageClick' }).result.runs).toBe(0);
  });
});

describe('a grid of only some clicks', () => {
  const at = (actor: string, t: number, x: number, more: object = {}): Row => [
    actor,
    t,
    'click',
    { x, y: 5, docWidth: 100, docHeight: 100, page: '/a', ...more },
  ];
  const rows = [
    at('ann', 0, 10, { observedMs: 5000 }),
    at('ann', 5000, 90, { observedMs: 5000, mutationMs: 20 }),
    ...[0, 300, 600, 900].map((t) => at('bob', t, 50, { observedMs: 100 })),
    at('cid', 0, 30, { observedMs: 9000 }),
  ];
  const grid = { kind: 'heatmapGrid', cols: 10, rows: 10 } as const;

  it('holds those of hasty runs, or those that are dead, and lists them', () => {
    const rage = answer(heatmapGridAnalysis, rows, { ...grid, only: { kind: 'rageClick' } });
    expect(rage.result.cells).toMatchObject({ cols: [5], counts: [4], actors: [1] });
    expect(finish(rage.rows!({ kind: 'points' }))).toHaveLength(4);
    const dead = answer(heatmapGridAnalysis, rows, { ...grid, only: { kind: 'deadClick' } });
    expect(dead.result.cells).toMatchObject({ cols: [1, 3], counts: [1, 1] });
    expect(dead.result.meta.rowsInScope).toBe(2);
    expect(finish(dead.rows!({ kind: 'cell', col: 3, row: 0 }))).toHaveLength(1);
  });

  it('keeps to both scopes', () => {
    const where = [{ where: [{ prop: 'x', op: 'lt' as const, value: 20 }] }];
    const own = answer(heatmapGridAnalysis, rows, { ...grid, where, only: { kind: 'deadClick' } });
    const asked = answer(heatmapGridAnalysis, rows, { ...grid, only: { kind: 'deadClick', where } });
    expect([own.result.points, asked.result.points]).toEqual([1, 1]);
    expect(own.result.cells).toEqual(asked.result.cells);
  });
});

describe('features by time', () => {
  const day = 86_400_000;

  it('give a row to the first feature that matches, beyond thirty-two selectors too', () => {
    const features = Array.from({ length: 40 }, (_, i) => ({ name: `f${i}`, match: [{ event: `e${i}` }] }));
    const rows = [39, 31, 32, 0].map((i): Row => ['ann', i, `e${i}`]);
    const { cells } = answer(featureMatrixAnalysis, rows, {
      kind: 'featureMatrix',
      features: [...features, { name: 'last', match: [{}] }],
      columns: 'day',
      buckets: { from: 0, count: 1 },
    }).result;
    expect(cells.counts.flatMap((count, feature) => (count > 0 ? [feature] : []))).toEqual([0, 31, 32, 39]);
  });

  it('cover all rows where no buckets and no range are given, and nothing where there are no rows', () => {
    const told = answer(
      featureMatrixAnalysis,
      [
        ['a', day * 2 + 5, 'x'],
        ['b', day * 4, 'x'],
      ],
      {
        kind: 'featureMatrix',
        features: [{ name: 'x', match: [{ event: 'x' }] }],
        columns: 'day',
      },
    ).result;
    expect(told).toMatchObject({ columns: [2 * day, 3 * day, 4 * day], end: 5 * day, outside: 0 });
    expect(told.cells.counts).toEqual([1, 0, 1]);
    const none = answer(featureMatrixAnalysis, [], {
      kind: 'featureMatrix',
      features: [{ name: 'x', match: [] }],
      columns: 'day',
    }).result;
    expect(none).toMatchObject({ columns: [], outside: 0 });
  });

  it('have a row for each value of a property, and one told by a flag for all beyond the limit', () => {
    const rows = ['b', 'a', 'b', 'c', '', null, 'a', 'd'].map((page, i): Row => [
      `p${i % 3}`,
      i,
      'view',
      { page, weight: i },
    ]);
    const spec = { kind: 'featureMatrix', columns: 'day', valueProp: 'weight' } as const;
    const all = answer(featureMatrixAnalysis, rows, { ...spec, rows: { prop: 'page' } }).result;
    expect(all).toMatchObject({ features: ['a', 'b', '', 'c', 'd'], other: false, valuesTotal: 5 });
    expect(all.cells).toMatchObject({ counts: [2, 2, 1, 1, 1], sums: [7, 2, 4, 3, 7] });
    expect(all.columnRows).toEqual([8]);
    const few = answer(featureMatrixAnalysis, rows, { ...spec, rows: { prop: 'page', limit: 3 } }).result;
    // The value "" and the rest have one text; the flag and the place tell them apart.
    expect(few).toMatchObject({ features: ['a', 'b', '', ''], other: true, valuesTotal: 5 });
    expect(few.cells).toMatchObject({ counts: [2, 2, 1, 2], sums: [7, 2, 4, 10] });
  });

  it('take `event` for the event name unless there is a property of that name', () => {
    const named = (rows: Row[], prop: string): readonly string[] =>
      answer(featureMatrixAnalysis, rows, { kind: 'featureMatrix', columns: 'day', rows: { prop } }).result.features;
    expect(named([['ann', 0, 'open']], 'event')).toEqual(['open']);
    expect(named([['ann', 0, 'open', { event: 'own' }]], 'event')).toEqual(['own']);
    expect(named([['ann', 0, 'open', { event: 'own' }]], '$name')).toEqual(['open']);
  });

  it('count ages from the first row of all, also when a filter leaves it out', () => {
    const told = answer(
      featureMatrixAnalysis,
      [
        ['ann', 5, 'signup'],
        ['ann', day * 7 + 1, 'use'],
        ['bob', day * 7 + 1, 'use'],
      ],
      {
        kind: 'featureMatrix',
        features: [{ name: 'use', match: [{ event: 'use' }] }],
        columns: 'week-of-age',
        ages: 2,
        where: [{ event: 'use' }],
      },
    ).result;
    expect(told.cells.counts).toEqual([1, 1]);
  });

  it('refuse more cells than a screen could show, and a sum that would be rounded', () => {
    const rows: Row[] = [
      ['a', -8e15, 'x', { n: 2 ** 53 }],
      ['a', 8e15, 'x', { n: 2 }],
    ];
    const spec = { kind: 'featureMatrix', features: [{ name: 'x', match: [{}] }], columns: 'hour' };
    expect(() => answer(featureMatrixAnalysis, rows, spec)).toThrow(/more than 100000 columns/);
    const near: Row[] = rows.map(([actor, t, name, props]) => [actor, t > 0 ? 1 : 0, name, props ?? {}]);
    expect(() => answer(featureMatrixAnalysis, near, { ...spec, valueProp: 'n' })).toThrow(/passes 2\^53/);
  });
});

describe('logs longer than a slice of work', () => {
  // Few actors, one of them with more rows than a slice takes; properties come round in cycles of different length.
  const rows = Array.from({ length: 40_000 }, (_, i): Row => {
    const actor = i % 3 === 0 ? 'busy' : `a${i % 701}`;
    return [
      actor,
      Math.floor(i / 4) * 350,
      i % 5 === 0 ? 'view' : 'click',
      {
        x: i % 97,
        y: (i * 7) % 89,
        docWidth: i % 11 === 0 ? 0 : 90,
        docHeight: 1000,
        viewportHeight: 300 + (i % 13),
        scrollY: (i * 31) % 800,
        view: i % 4000,
        page: `p${i % 2}`,
        element: `e${i % 5}`,
        observedMs: i % 2 === 0 ? 3000 : 100,
        mutationMs: i % 7 === 0 ? 20 : 9000,
      },
    ];
  });

  test.each<Storage>(['typed', 'plain'])('are counted as the oracles count them (%s storage)', (storage) => {
    const view = viewOf(rows, storage);
    const grid = { kind: 'heatmapGrid', cols: 7, rows: 5 } as const;
    const points = answer(heatmapGridAnalysis, view, grid).result;
    const cells = new Map(
      points.cells.counts.map((count, i) => [
        `0,${points.cells.cols[i]},${points.cells.rows[i]}`,
        [count, points.cells.actors[i]],
      ]),
    );
    for (const [name, own] of gridOracle(rows, grid)) {
      if (name.includes(',')) expect([name, cells.get(name)]).toEqual([name, [own.length, actorsOf(own).size]]);
    }

    const rage = answer(rageClickAnalysis, view, { kind: 'rageClick', radiusPx: 60 }).result;
    const runs = rageOracle(rows, { kind: 'rageClick', radiusPx: 60 });
    expect(runs.length).toBeGreaterThan(10);
    expect([rage.runs, rage.runClicks]).toEqual([runs.length, runs.flatMap((run) => run.clicks).length]);

    const dead = answer(deadClickAnalysis, view, { kind: 'deadClick' }).result;
    const verdicts = deadOracle(rows, { kind: 'deadClick' }).all;
    expect(dead.clicks).toEqual({
      dead: verdicts.get('dead')!.length,
      live: verdicts.get('live')!.length,
      unknown: verdicts.get('unknown')!.length,
    });
    expect(dead.actors.dead).toBe(actorsOf(verdicts.get('dead')!).size);

    const depth = answer(scrollDepthAnalysis, view, { kind: 'scrollDepth' }).result;
    const { views } = scrollOracle(rows, { kind: 'scrollDepth' });
    expect(depth.views).toBe(views.length);
    expect(depth.counts[59]).toBe(views.filter((view) => view.reached(60)).length);

    const asked: FeatureMatrixSpec = {
      kind: 'featureMatrix',
      features: [{ name: 'click', match: [{ event: 'click' }] }],
      columns: 'hour',
    };
    const matrix = answer(featureMatrixAnalysis, view, asked).result;
    const truth = matrixOracle(rows, { ...asked, buckets: { from: 0, count: 1 } });
    expect([matrix.cells.counts[0], matrix.cells.actors[0]]).toEqual([
      truth.cell(0, 0).length,
      actorsOf(truth.cell(0, 0)).size,
    ]);
    expect(matrix.columnActors[0]).toBe(actorsOf(truth.cell(0)).size);
  });
});

describe('questions that cannot be understood', () => {
  const analyses = [
    heatmapGridAnalysis,
    scrollDepthAnalysis,
    rageClickAnalysis,
    deadClickAnalysis,
    featureMatrixAnalysis,
  ] as readonly unknown[] as readonly Analysis[];
  const analysisOf = (spec: object): Analysis =>
    analyses.find(({ kind }) => kind === (spec as { kind?: string }).kind)!;
  const feature = { name: 'a', match: [{}] };
  test.each<[string, object, RegExp]>([
    ['an unknown key', { kind: 'heatmapGrid', cols: 1, rows: 1, colour: 1 }, /spec\.colour is not known here/],
    ['no columns', { kind: 'heatmapGrid', rows: 1 }, /spec\.cols must be a whole number/],
    [
      'classes in disorder',
      { kind: 'heatmapGrid', cols: 1, rows: 1, viewportClasses: [768, 768] },
      /\[1\] must be a number above/,
    ],
    [
      'too many cells',
      { kind: 'heatmapGrid', cols: 1000, rows: 1000, viewportClasses: [9] },
      /has more than 1000000 cells/,
    ],
    ['one click for a run', { kind: 'rageClick', minClicks: 1 }, /spec\.minClicks must be a whole number from 2/],
    ['no radius', { kind: 'rageClick', radiusPx: 0 }, /spec\.radiusPx must be more than 0/],
    ['a wrong click', { kind: 'deadClick', click: { event: 1 } }, /spec\.click\.event must be an event name/],
    ['a time before the click', { kind: 'deadClick', deadMs: -1 }, /spec\.deadMs must be milliseconds/],
    ['no features', { kind: 'featureMatrix', features: [], columns: 'day' }, /must have 1 to 1000 features/],
    [
      'features and rows',
      { kind: 'featureMatrix', features: [feature], rows: { prop: 'page' }, columns: 'day' },
      /has both `features` and `rows`/,
    ],
    ['rows of nothing', { kind: 'featureMatrix', rows: {}, columns: 'day' }, /spec\.rows\.prop must be text/],
    [
      'no rows at all',
      { kind: 'featureMatrix', rows: { prop: 'page', limit: 0 }, columns: 'day' },
      /spec\.rows\.limit must be a whole number from 1 to 1000/,
    ],
    [
      'no such columns',
      { kind: 'featureMatrix', features: [feature], columns: 'minute' },
      /spec\.columns must be one of/,
    ],
    ['no such zone', { kind: 'featureMatrix', features: [feature], columns: 'day', tz: 'Mars/Base' }, /IANA time zone/],
    ['no such day', { kind: 'featureMatrix', features: [feature], columns: 'day', weekStart: 7 }, /spec\.weekStart/],
    [
      'buckets of ages',
      { kind: 'featureMatrix', features: [feature], columns: 'day-of-age', buckets: {} },
      /no meaning with day-of-age/,
    ],
    ['ages of days', { kind: 'featureMatrix', features: [feature], columns: 'day', ages: 3 }, /no meaning with day/],
    [
      'no name',
      { kind: 'featureMatrix', features: [{ match: [] }], columns: 'day' },
      /features\[0\]\.name must be text/,
    ],
    ['a number as view', { kind: 'scrollDepth', viewProp: 1 }, /spec\.viewProp must be text/],
  ])('are refused: %s', (_, spec, message) => {
    expect(() => analysisOf(spec).check(spec, 'spec')).toThrow(message);
    expect(() => analysisOf(spec).check(spec, 'spec')).toThrow(AnalyticsError);
  });

  test.each<[string, object, object, RegExp]>([
    ['a cell outside', { kind: 'heatmapGrid', cols: 2, rows: 2 }, { kind: 'cell', col: 2, row: 0 }, /mark\.col/],
    [
      'a class outside',
      { kind: 'heatmapGrid', cols: 2, rows: 2 },
      { kind: 'cell', class: 1, col: 0, row: 0 },
      /mark\.class/,
    ],
    ['half a target', { kind: 'rageClick' }, { kind: 'fired', page: 'a' }, /names one of `page` and `element`/],
    ['a run beyond those told', { kind: 'rageClick', maxRuns: 2 }, { kind: 'run', index: 2 }, /mark\.index/],
    ['no verdict', { kind: 'deadClick' }, { kind: 'half-dead' }, /mark\.kind must be one of/],
    ['level 0', { kind: 'scrollDepth' }, { kind: 'level', percent: 0 }, /mark\.percent/],
    [
      'no such feature',
      { kind: 'featureMatrix', features: [feature], columns: 'day' },
      { kind: 'cell', feature: 1 },
      /mark\.feature/,
    ],
    [
      'a value of features',
      { kind: 'featureMatrix', features: [feature], columns: 'day' },
      { kind: 'cell', value: 'a' },
      /is of features; use `feature`/,
    ],
    [
      'a row beyond the one for the rest',
      { kind: 'featureMatrix', rows: { prop: 'page', limit: 2 }, columns: 'day' },
      { kind: 'cell', feature: 3 },
      /mark\.feature/,
    ],
    [
      'a value and the rest',
      { kind: 'featureMatrix', rows: { prop: 'page' }, columns: 'day' },
      { kind: 'cell', value: 'a', other: true },
      /has several of/,
    ],
    [
      'hour 168',
      { kind: 'featureMatrix', features: [feature], columns: 'hour-of-week' },
      { kind: 'column', column: 168 },
      /mark\.column/,
    ],
  ])('have no such mark: %s', (_, spec, mark, message) => {
    const analysis = analysisOf(spec);
    expect(() => analysis.checkMark(mark, spec as Spec, 'mark')).toThrow(message);
  });
});

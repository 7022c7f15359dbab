import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureMatrixResult, FeatureMatrixSpec } from '../../../worker/protocol/heatmap.js';
import { featureMatrixAnalysis } from '../../../worker/analyses/feature-matrix-analysis.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import {
  cellsMark,
  featureModel,
  markedCells,
  rowOrder,
  transposed,
  weekModel,
} from '../../../widgets/heatmap/matrix-model.js';
import { viewOf, type Row } from '../../worker/view.js';

const day = 86_400_000;
const answer = (rows: readonly Row[], spec: FeatureMatrixSpec) =>
  finish(featureMatrixAnalysis.answer(viewOf(rows) as Store, featureMatrixAnalysis.check(spec, 'spec'), null));
const matrix = (rows: readonly Row[], spec: Partial<FeatureMatrixSpec> = {}): FeatureMatrixResult =>
  answer(rows, { kind: 'featureMatrix', columns: 'day', rows: { prop: 'event' }, ...spec } as FeatureMatrixSpec).result;
const use = (actor: string, on: number, event: string): Row => [actor, on * day, event];

describe('features by time', () => {
  const rows = [
    ...['a', 'b', 'c'].map((actor) => use(actor, 0, 'search')),
    use('a', 1, 'search'),
    ...['a', 'b'].map((actor) => use(actor, 1, 'export')),
  ];

  it('have the engine’s own totals where nothing is withheld', () => {
    const model = featureModel(matrix(rows), [0, 1], 0);
    expect(model.rows.map(({ actors, counts, partial }) => [actors, counts, partial])).toEqual([
      [3, 4, false],
      [2, 2, false],
    ]);
    expect(model.columns.map(({ actors }) => actors)).toEqual([3, 2]);
    expect(model.cells.map(({ state, actors }) => [state, actors])).toEqual([
      ['told', 3],
      ['told', 1],
      ['none', 0],
      ['told', 2],
    ]);
  });

  it('withhold cells of fewer customers, and tell no more in totals than the cells shown do', () => {
    const model = featureModel(matrix(rows), [0, 1], 2);
    expect(model.cells.map(({ state }) => state)).toEqual(['told', 'withheld', 'none', 'told']);
    expect(model.cells[1]).toEqual({ state: 'withheld', counts: null, actors: null, share: null, value: null });
    // 3 customers in all, 3 in the cell shown: said as a lower bound in steps of the threshold.
    expect(model.rows[0]).toMatchObject({ partial: true, counts: 3, actors: 2, share: null });
    expect(model.rows[1]).toMatchObject({ partial: false, counts: 2, actors: 2 });
    expect(model.columns[1]).toMatchObject({ partial: true, counts: 2, actors: 2 });
  });

  it('withhold a line of which all is withheld', () => {
    const model = featureModel(matrix([use('a', 0, 'x'), use('b', 1, 'x')]), [0], 5);
    expect(model.rows[0]).toMatchObject({ state: 'withheld', counts: null, actors: null });
  });

  it('say the same of all data that differ in withheld cells alone, but for customers who are elsewhere as well', () => {
    // The second log has one more row in the withheld cell: nobody may see a difference.
    const more = [...rows, use('a', 1, 'search')];
    const told = (log: readonly Row[]): unknown => {
      const { rows: lines, columns, cells } = featureModel(matrix(log), [0, 1], 2);
      return [lines, columns, cells];
    };
    expect(told(more)).toEqual(told(rows));
  });

  it('never tell a withheld cell by a difference of any total', () => {
    const log = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.nat(3), fc.constantFrom('x', 'y', 'z')),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(log, fc.integer({ min: 2, max: 4 }), (list, least) => {
        const result = matrix(list.map(([actor, on, event]) => use(actor, on, event)));
        const model = featureModel(result, rowOrder(result, 'actors', 'total'), least);
        const width = model.columns.length;
        const lines = [
          ...model.rows.map((line, row) => ({ line, own: model.cells.slice(row * width, (row + 1) * width) })),
          ...model.columns.map((line, column) => ({
            line,
            own: model.rows.map((_, row) => model.cells[row * width + column]!),
          })),
        ];
        for (const { line, own } of lines) {
          const shown = own.filter(({ state }) => state === 'told');
          const hidden = own.length - shown.length - own.filter(({ state }) => state === 'none').length;
          if (hidden === 0 || line.state === 'withheld') continue;
          // Rows add up to those shown; customers say nothing that they do not.
          expect(line.counts).toBe(shown.reduce((sum, { counts }) => sum + counts!, 0));
          expect(line.actors! % least).toBe(0);
          expect(line.actors!).toBeLessThanOrEqual(shown.reduce((sum, { actors }) => sum + actors!, 0));
        }
      }),
    );
  });

  it('are sorted by total, by name or not at all, with all further values last', () => {
    const result = matrix(
      ['b', 'a', 'a', 'c', 'c', 'c', 'd'].map((event, i) => use(`p${i}`, 0, event)),
      { rows: { prop: 'event', limit: 2 } },
    );
    const names = (sort: 'total' | 'name' | 'given'): string[] =>
      rowOrder(result, 'counts', sort).map((feature) => result.features[feature]!);
    expect(names('total')).toEqual(['c', 'a', '']);
    expect(names('name')).toEqual(['a', 'c', '']);
    expect(names('given')).toEqual(['c', 'a', '']);
  });
});

describe('a week', () => {
  const at = (actor: string, hour: number): Row => [actor, hour * 3_600_000, 'use'];
  // 1 January 1970 was a Thursday: place 3 from Monday.
  const rows = [at('a', 9), at('a', 10), at('b', 10), at('b', 9 + 24)];
  const by = (columns: FeatureMatrixSpec['columns']): FeatureMatrixResult => matrix(rows, { columns });

  it('counts customers of a day and of an hour once', () => {
    const model = weekModel(by('hour-of-week'), by('day-of-week'), by('hour-of-day'), null, 0, 2);
    expect(model.rows.map(({ actors }) => actors)).toEqual([0, 0, 0, 2, 1, 0, 0]);
    expect([model.columns[9]!.actors, model.columns[10]!.actors]).toEqual([2, 2]);
    expect(model.total).toMatchObject({ counts: 4, actors: 2 });
    expect(model.cells[3 * 24 + 10]).toMatchObject({ counts: 2, actors: 2 });
  });

  it('is the same on its side', () => {
    const model = weekModel(by('hour-of-week'), by('day-of-week'), by('hour-of-day'), 0, 0);
    const side = transposed(model);
    expect(side.cells[10 * 7 + 3]).toEqual(model.cells[3 * 24 + 10]);
    expect(side.cellsOf(10, 3)).toEqual({ feature: 0, column: 3 * 24 + 10 });
  });
});

describe('marks', () => {
  const rows = ['x', 'x', 'y', 'z'].map((event, i) => use(`p${i}`, i % 2, event));

  it('name values, since places change, and lead back to their cells', () => {
    const result = matrix(rows, { rows: { prop: 'event', limit: 2 } });
    const cells = [
      { feature: 0, column: 0 },
      { feature: 2, column: 1 },
    ];
    const mark = cellsMark(result, cells);
    expect(mark).toEqual({
      kind: 'cells',
      cells: [
        { value: 'x', column: 0 },
        { other: true, column: 1 },
      ],
    });
    expect(markedCells(result, mark!)).toEqual(cells);
    expect(cellsMark(result, [])).toBeNull();
    expect(cellsMark(result, [{ feature: null, column: 1 }])).toEqual({ kind: 'cell', column: 1 });
    expect(markedCells(result, { kind: 'cell', value: 'gone', column: 0 })).toBeNull();
  });

  it('count the customers that the engine lists for them', () => {
    const spec: FeatureMatrixSpec = { kind: 'featureMatrix', columns: 'day', rows: { prop: 'event' } };
    const told = answer(rows, spec);
    const model = featureModel(told.result, [0, 1, 2], 0);
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 2; column++) {
        const mark = cellsMark(told.result, [model.cellsOf(row, column)])!;
        expect(finish(told.actors(mark))).toHaveLength(model.cells[row * 2 + column]!.actors!);
      }
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureMatrix } from '../../../worker/analyses/feature-matrix.js';
import { funnelTrend } from '../../../worker/analyses/funnel-trend.js';
import { funnel, funnelPart, mergeFunnel } from '../../../worker/analyses/funnel.js';
import { heatmapGrid } from '../../../worker/analyses/heatmap-grid.js';
import { mergeGrids, mergeMatrices, mergeTrends } from '../../../worker/analyses/merge.js';
import { filterMask } from '../../../worker/analyses/selector.js';
import type { Filter } from '../../../worker/protocol/filter.js';
import type { FunnelSpec, FunnelTrendSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import { splitByActor } from '../../../worker/store/split.js';
import type { RowMask, StoreView } from '../../../worker/store/view.js';
import { viewOf, type Row } from '../view.js';

const numRuns = Number(process.env['FC_RUNS'] ?? 80);
const HOUR = 3_600_000;

const rows = fc.array(
  fc
    .record({
      actor: fc.constantFrom('ann', 'bob', 'cid', 'dot', 'eve', 'fay', 'gus', 'hal'),
      t: fc.integer({ min: 0, max: 200 }).map((hours) => hours * HOUR),
      event: fc.constantFrom('a', 'b', 'c'),
      plan: fc.constantFrom('pro', 'free', null),
      x: fc.integer({ min: -5, max: 110 }),
    })
    .map(({ actor, t, event, plan, x }): Row => [actor, t, event, { plan, x, y: 7, docWidth: 100, docHeight: 50 }]),
  { minLength: 1, maxLength: 80 },
);
const filters = fc.constantFrom<Filter | null>(
  null,
  { kind: 'rows', match: [{ where: [{ prop: 'plan', op: 'eq', value: 'pro' }] }] },
  { kind: 'time', range: { from: 20 * HOUR, to: 150 * HOUR } },
);
const given = fc.record({
  rows,
  filter: filters,
  typed: fc.boolean(),
  parts: fc.integer({ min: 1, max: 5 }),
  order: fc.constantFrom('ordered' as const, 'strict' as const, 'unordered' as const),
});
const steps = [{ event: 'a' }, { event: ['b', 'c'] }, { event: 'c' }];

interface Splitting {
  readonly view: StoreView;
  readonly mask: RowMask | null;
  readonly parts: ReadonlyArray<readonly [StoreView, RowMask | null]>;
}

function split(log: readonly Row[], typed: boolean, filter: Filter | null, parts: number): Splitting {
  const view = viewOf(log, typed ? 'typed' : 'plain');
  const maskOf = (of: StoreView): RowMask | null => filter && finish(filterMask(of, filter));
  return {
    view,
    mask: maskOf(view),
    parts: splitByActor(view, parts).map((part) => [part.view, maskOf(part.view)] as const),
  };
}

describe('parts of the actors', () => {
  it('hold every actor and row once, in order', () => {
    fc.assert(
      fc.property(given, ({ rows: log, typed, parts }) => {
        const view = viewOf(log, typed ? 'typed' : 'plain');
        const found = splitByActor(view, parts);
        const keys = found.flatMap(({ view: part }) => Array.from({ length: part.actors }, (_, a) => part.actorKey(a)));
        expect(keys).toEqual(Array.from({ length: view.actors }, (_, a) => view.actorKey(a)));
        expect(found.flatMap(({ view: part }) => Array.from(part.time))).toEqual(Array.from(view.time));
        expect(found.length).toBeLessThanOrEqual(parts);
        for (const { view: part, firstActor, firstRow } of found) {
          expect(part.offsets[part.actors]).toBe(part.rows);
          expect(view.offsets[firstActor]).toBe(firstRow);
        }
      }),
      { numRuns },
    );
  });

  it('make the funnel of the whole, times and medians too', () => {
    fc.assert(
      fc.property(given, ({ rows: log, typed, filter, parts, order }) => {
        const { view, mask, parts: found } = split(log, typed, filter, parts);
        const spec: FunnelSpec = { kind: 'funnel', steps, order, windowMs: 60 * HOUR };
        const merged = mergeFunnel(
          view,
          spec,
          found.map(([part, own]) => finish(funnelPart(part, spec, own))),
        );
        expect(finish(merged)).toEqual(finish(funnel(view, spec, mask)));
      }),
      { numRuns },
    );
  });

  it('make the trend of the whole', () => {
    fc.assert(
      fc.property(given, ({ rows: log, typed, filter, parts }) => {
        const { view, mask, parts: found } = split(log, typed, filter, parts);
        const spec: FunnelTrendSpec = {
          kind: 'funnelTrend',
          steps,
          interval: 'day',
          tz: 'Europe/Zurich',
          buckets: { from: 0, count: 9 },
          windowMs: 60 * HOUR,
        };
        const results = found.map(([part, own]) => finish(funnelTrend(part, spec, own)).result);
        expect(mergeTrends(view, spec, results)).toEqual(finish(funnelTrend(view, spec, mask)).result);
      }),
      { numRuns },
    );
  });

  it('make the matrix and the grid of the whole', () => {
    fc.assert(
      fc.property(given, ({ rows: log, typed, filter, parts }) => {
        const { view, mask, parts: found } = split(log, typed, filter, parts);
        const matrix = {
          kind: 'featureMatrix' as const,
          features: [
            { name: 'a', match: [{ event: 'a' }] },
            { name: 'rest', match: [{ event: ['b', 'c'] }] },
          ],
          columns: 'day' as const,
          buckets: { from: 0, count: 6 },
        };
        const matrices = found.map(([part, own]) => finish(featureMatrix(part, matrix, own)).result);
        expect(mergeMatrices(view, matrices)).toEqual(finish(featureMatrix(view, matrix, mask)).result);
        const grid = { kind: 'heatmapGrid' as const, cols: 7, rows: 3 };
        const grids = found.map(([part, own]) => finish(heatmapGrid(part, grid, own)));
        expect(mergeGrids(view, grids)).toEqual(finish(heatmapGrid(view, grid, mask)));
      }),
      { numRuns },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeatmapGridSpec } from '../../../worker/protocol/heatmap.js';
import { deadClickAnalysis } from '../../../worker/analyses/dead-click-analysis.js';
import { featureMatrixAnalysis } from '../../../worker/analyses/feature-matrix-analysis.js';
import { heatmapGrid } from '../../../worker/analyses/heatmap-grid.js';
import { heatmapGridAnalysis } from '../../../worker/analyses/heatmap-grid-analysis.js';
import { rageClickAnalysis } from '../../../worker/analyses/rage-click-analysis.js';
import { scrollDepthAnalysis } from '../../../worker/analyses/scroll-depth-analysis.js';
import { finish } from '../../../worker/steps.js';
import {
  byColumns,
  clickQuestions,
  gridQuestions,
  matrixSpec,
  readMeasure,
  readMinCell,
  readViewports,
  wholeSpec,
  widthTests,
} from '../../../widgets/heatmap/heatmap.spec.js';
import type { GridQuestions } from '../../../widgets/heatmap/heatmap.spec.js';
import { viewOf, type Row } from '../../worker/view.js';

describe('a matrix as a page writes it', () => {
  it('is of event names by hour of the week where nothing is said', () => {
    expect(matrixSpec({})).toEqual({ kind: 'featureMatrix', columns: 'hour-of-week', rows: { prop: 'event' } });
  });

  it('takes rows, columns, ages, zone, range and value', () => {
    expect(
      matrixSpec({
        rows: 'feature',
        limit: '8',
        columns: 'week-of-age',
        ages: '6',
        tz: 'Europe/Zurich',
        weekStart: '0',
        from: '2026-10-01',
        valueProp: 'seconds',
      }),
    ).toEqual({
      kind: 'featureMatrix',
      rows: { prop: 'feature', limit: 8 },
      columns: 'week-of-age',
      ages: 6,
      tz: 'Europe/Zurich',
      weekStart: 0,
      range: { from: Date.UTC(2026, 9, 1), to: 8.64e15 },
      valueProp: 'seconds',
    });
  });

  it.each([
    [{ columns: 'fortnight' }, /columns="fortnight" cannot be used: write one of hour-of-week/],
    [{ limit: '0' }, /limit="0" cannot be used: write a whole number from 1 to 1000/],
    [{ features: [] }, /features="\[\]"/],
    [{ from: 'soon' }, /from="soon"/],
    [{ from: '2026-10-02', to: '2026-10-01' }, /ends before it begins/],
    [{ weekStart: 7 }, /week-start="7"/],
  ])('refuses %j and says how to write it', (props, message) => {
    expect(() => matrixSpec(props)).toThrow(message);
  });

  it('reads measure, threshold and widths, and refuses others', () => {
    expect([readMeasure(null), readMeasure('share')]).toEqual(['actors', 'share']);
    expect(() => readMeasure('rows')).toThrow(/measure="rows"/);
    expect(readMinCell('5')).toBe(5);
    expect(() => readMinCell('few')).toThrow(/min-cell="few"/);
    expect(readViewports('600, 1200')).toEqual([600, 1200]);
    expect(readViewports('')).toEqual([]);
    expect(() => readViewports('1200 600')).toThrow(/ascending/);
  });

  it('asks for totals, and for all of it as one feature, in terms the engine takes', () => {
    for (const props of [{}, { rows: 'feature' }, { features: [{ name: 'a', match: [{ event: 'x' }] }] }]) {
      const spec = matrixSpec(props);
      for (const asked of [spec, byColumns(spec, 'day-of-week'), byColumns(spec, 'hour-of-day'), wholeSpec(spec)]) {
        expect(featureMatrixAnalysis.check(asked, 'spec')).toBe(asked);
      }
    }
  });
});

describe('a click map as a page writes it', () => {
  const scope = { viewports: [768, 1280], viewport: 1 };

  it('asks what the engine takes', () => {
    const asked = clickQuestions({ page: '/pricing', from: '2026-10-01' }, scope);
    featureMatrixAnalysis.check(asked.elements, 'spec');
    featureMatrixAnalysis.check(asked.clicks, 'spec');
    scrollDepthAnalysis.check(asked.scroll, 'spec');
    deadClickAnalysis.check(asked.dead, 'spec');
    rageClickAnalysis.check(asked.rage, 'spec');
    heatmapGridAnalysis.check(asked.classes, 'spec');
    for (const layer of ['all', 'dead', 'rage'] as const) {
      const { elements, page, fixed } = gridQuestions(asked, layer, ['a', 'b'], 160, 200);
      for (const grid of [...elements, ...page, ...fixed]) heatmapGridAnalysis.check(grid, 'spec');
    }
  });

  it('keeps to one class of width, half-open as the engine counts them', () => {
    expect(widthTests([768, 1280], 1)).toEqual([
      {
        where: [
          { prop: 'viewportWidth', op: 'gte', value: 768 },
          { prop: 'viewportWidth', op: 'lt', value: 1280 },
        ],
      },
    ]);
    expect(widthTests([768], 0)).toEqual([{ where: [{ prop: 'viewportWidth', op: 'lt', value: 768 }] }]);
    expect(widthTests([768], null)).toEqual([]);
  });

  it('draws every click once that can be drawn at all, wherever its element is known or not', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
    const click = fc.record({
      element: maybe(fc.constantFrom('a', 'b', 'c', '')),
      elementLeft: maybe(fc.constant(10)),
      elementTop: maybe(fc.constant(10)),
      elementWidth: maybe(fc.constant(40)),
      elementHeight: maybe(fc.constant(40)),
      fixed: fc.boolean(),
    });
    const asked = clickQuestions({ page: '/a' }, { viewports: [], viewport: null });
    fc.assert(
      fc.property(fc.array(click, { maxLength: 12 }), fc.subarray(['a', 'b', 'c']), (clicks, anchors) => {
        const rows = clicks.map((props, i): Row => [
          `p${i % 3}`,
          i,
          'click',
          {
            page: '/a',
            x: 20,
            y: 20,
            docWidth: 100,
            docHeight: 100,
            scrollY: 0,
            viewportWidth: 100,
            viewportHeight: 50,
            ...props,
          },
        ]);
        const view = viewOf(rows);
        const { elements, page, fixed } = gridQuestions(asked, 'all', anchors, 20, 20);
        const points = (specs: readonly HeatmapGridSpec[]): number =>
          specs.reduce((sum, spec) => sum + finish(heatmapGrid(view, spec, null)).points, 0);
        const boxed = ({ elementLeft, elementTop, elementWidth, elementHeight }: (typeof clicks)[number]): boolean =>
          elementLeft !== null && elementTop !== null && elementWidth !== null && elementHeight !== null;
        const named = clicks.filter(({ element }) => element !== null && anchors.includes(element));
        expect(points(elements)).toBe(named.filter(boxed).length);
        const rest = ([all, tied]: GridQuestions['page']): number => points([all]) - (tied ? points([tied]) : 0);
        expect(points(elements) + rest(page) + rest(fixed)).toBe(clicks.length);
      }),
    );
  });
});

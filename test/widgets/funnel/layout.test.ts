import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultOf } from '../../../stories/fake-handle.js';
import {
  contentWidth,
  funnelMode,
  layoutColumns,
  layoutRows,
  shortNames,
} from '../../../widgets/funnel/funnel.layout.js';

const of = (...counts: number[]) => resultOf({ names: counts.map(String), counts, medianMs: counts.map(() => null) });

describe('mode', () => {
  it('goes by the width of the card and the number of steps', () => {
    expect(funnelMode(279, 4)).toBe('tiny');
    expect(funnelMode(280, 4)).toBe('stack');
    expect(funnelMode(419, 2)).toBe('stack');
    expect(funnelMode(600, 4)).toBe('columns');
    expect(funnelMode(600, 6)).toBe('stack');
    expect(funnelMode(1120, 8)).toBe('columns');
    expect(funnelMode(1120, 9)).toBe('rows');
    expect(funnelMode(700, 9)).toBe('stack');
  });
});

describe('columns', () => {
  const layout = layoutColumns(of(100, 75, 25), contentWidth(1120), 208);

  it('stand on the columns of the table: 116 px of gutter, then equal shares', () => {
    const columnWidth = (1078 - 116) / 3;
    expect(layout.columnWidth).toBeCloseTo(columnWidth, 6);
    layout.steps.forEach((step, k) => expect(step.x).toBeCloseTo(116 + k * columnWidth, 0));
  });

  it('share one scale, and the box of those who left reaches up to the step before', () => {
    const [first, second, third] = layout.steps;
    expect(first?.bar).toMatchObject({ y: 0, height: 208 });
    expect(second?.bar).toMatchObject({ y: 52, height: 156 });
    expect(second?.left).toMatchObject({ y: 0.5, height: 50 });
    expect(third?.bar.height).toBe(52);
    expect(third?.left?.y).toBe(52.5);
    expect(first?.left).toBeNull();
    expect(second?.connector?.y).toBe(52.5);
    expect(third?.connector).toBeNull();
  });

  it('show a count above zero, and draw nothing for none', () => {
    const tiny = layoutColumns(of(1_000_000, 1, 0), 1078, 208);
    expect(tiny.steps[1]?.bar.height).toBe(2);
    expect(tiny.steps[2]?.bar.height).toBe(0);
    expect(tiny.steps[2]?.left?.height).toBe(2);
  });

  it('draw an interval only where it is wide enough to be seen', () => {
    expect(layout.steps[1]?.whisker).not.toBeNull();
    expect(layoutColumns(of(12480, 9310), 1078, 208).steps[1]?.whisker).toBeNull();
  });

  it('put the share above the level line beside low bars, and into the table without room', () => {
    const low = layoutColumns(of(1000, 51, 20), 1078, 208).steps[1]!;
    expect(low.label!.y).toBeLessThan(low.connector!.y);
    expect(layoutColumns(of(9, 8, 7, 6, 5, 4, 3, 2), 840, 208).steps[1]?.label).toBeNull();
  });

  it('lie inside the drawing whatever the numbers are', () => {
    const counts = fc
      .array(fc.nat(1_000_000), { minLength: 1, maxLength: 32 })
      .map((drops) =>
        drops.reduce<number[]>((list, drop) => [...list, Math.max(0, (list.at(-1) ?? 1_000_000) - drop)], []),
      );
    fc.assert(
      fc.property(counts, fc.integer({ min: 240, max: 2000 }), (list, width) => {
        const result = of(...list);
        for (const { bar, left } of layoutRows(result, width, 14).steps) {
          expect(bar.x + bar.width).toBeLessThanOrEqual(width + 0.1);
          if (left) {
            expect(left.width).toBeGreaterThanOrEqual(0);
            expect(left.x + left.width).toBeLessThanOrEqual(width + 0.1);
          }
        }
        for (const { bar, left } of layoutColumns(result, width + 116, 208).steps) {
          expect(bar.y).toBeGreaterThanOrEqual(0);
          expect(bar.y + bar.height).toBeCloseTo(208, 0);
          if (left) expect(left.height).toBeGreaterThanOrEqual(1.9);
        }
      }),
    );
  });
});

describe('names', () => {
  it('are cut at the end', () => {
    expect(shortNames(['Purchase order confirmed', 'Visit'], 12)).toEqual(['Purchase or…', 'Visit']);
  });

  it('are cut in the middle where their ends tell them apart', () => {
    const [a, b] = shortNames(['/pricing/enterprise/team', '/pricing/enterprise/solo'], 14);
    expect(a).toBe('/pric…ise/team');
    expect(b).toBe('/pric…ise/solo');
  });

  it('count a Han character twice and never split a pair', () => {
    expect(shortNames(['注册并完成邮箱验证'], 9)).toEqual(['注册并完…']);
    expect(shortNames(['😀😀😀😀😀😀'], 7)).toEqual(['😀😀😀…']);
  });
});

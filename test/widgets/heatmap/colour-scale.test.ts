import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourScale, stepOf } from '../../../widgets/heatmap/colour-scale.js';
import { tokens } from '../../../widgets/styles/tokens.js';

describe('colour steps', () => {
  it('begin at round lower bounds, equally wide', () => {
    expect(colourScale([0, 3, 412, 96], 'linear', true).bounds).toEqual([1, 60, 120, 180, 240, 300, 360]);
    expect(colourScale([7, 1], 'linear', true).bounds).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(colourScale([0.59, 0.04], 'linear', false).bounds).toEqual([0, 0.08, 0.16, 0.24, 0.32, 0.4, 0.48, 0.56]);
  });

  it('grow by ratios where they are logarithmic, and coarser where the amounts span more', () => {
    expect(colourScale([1, 60], 'log', true).bounds).toEqual([1, 2, 5, 10, 20, 50]);
    expect(colourScale([1, 3_000], 'log', true).bounds).toEqual([1, 3, 10, 30, 100, 300, 1000, 3000]);
    expect(colourScale([1, 5_000_000], 'log', true).bounds).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1_000_000]);
  });

  it('have about as many cells each where they are even', () => {
    const values = Array.from({ length: 80 }, (_, i) => (i + 1) ** 2);
    const scale = colourScale(values, 'even', true);
    const cells = new Map<number, number>();
    for (const value of values) cells.set(stepOf(scale, value), (cells.get(stepOf(scale, value)) ?? 0) + 1);
    expect(scale.bounds).toHaveLength(8);
    for (const count of cells.values()) expect(count).toBeGreaterThanOrEqual(8);
  });

  it('begin at the threshold where small cells are withheld', () => {
    expect(colourScale([2, 5, 160], 'linear', true, 5).bounds).toEqual([5, 20, 40, 60, 80, 100, 120, 140, 160]);
  });

  it('colour nothing where there is nothing', () => {
    expect(colourScale([0, 0], 'linear', true)).toEqual({ bounds: [], steps: [] });
    expect(stepOf({ bounds: [], steps: [] }, 3)).toBe(0);
    expect(stepOf(colourScale([4], 'linear', true), 0)).toBe(0);
  });

  it('are ascending, at most nine, different in colour, and hold every amount above 0', () => {
    const amounts = fc.array(fc.oneof(fc.integer({ min: 0, max: 5_000_000 }), fc.constantFrom(0, 1, 2, 3)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom('linear' as const, 'log' as const, 'even' as const),
        fc.integer({ min: 0, max: 20 }),
        (values, kind, least) => {
          const scale = colourScale(values, kind, true, least);
          const told = values.filter((value) => value > 0 && value >= least);
          expect(scale.bounds.length === 0).toBe(told.length === 0);
          expect(scale.bounds.length).toBeLessThanOrEqual(9);
          expect(scale.bounds).toEqual([...new Set(scale.bounds)].sort((a, b) => a - b));
          expect(new Set(scale.steps).size).toBe(scale.steps.length);
          for (const value of told) {
            const step = stepOf(scale, value);
            const place = scale.steps.indexOf(step);
            expect(step).toBeGreaterThanOrEqual(1);
            if (place > 0) expect(scale.bounds[place]!).toBeLessThanOrEqual(value);
            if (place + 1 < scale.bounds.length) expect(value).toBeLessThan(scale.bounds[place + 1]!);
          }
        },
      ),
    );
  });

  it.each(['light', 'dark', 'contrast'] as const)(
    'carry their printed values with a contrast of 4.5 (%s)',
    (scheme) => {
      const css = tokens(scheme, 'plain').cssText;
      const rule = css.slice(css.indexOf(`:host{color-scheme:${scheme === 'dark' ? 'dark' : 'light'};`));
      const colour = (name: string): string => new RegExp(`--_${name}:var\\(--tp-${name},(#\\w+)\\)`).exec(rule)![1]!;
      for (let step = 1; step <= 9; step++) {
        const ink = colour(step < 5 ? 'color-text' : step > 6 ? 'color-surface' : `seq-ink-${step}`);
        expect([step, contrast(ink, colour(`seq-${step}`)) >= 4.5]).toEqual([step, true]);
      }
    },
  );
});

/** Contrast of two colours (WCAG 2.2). */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCells, bandBounds, emptyField, outlines, peakOf, smooth } from '../../../widgets/heatmap/density.js';
import type { Field, Outline } from '../../../widgets/heatmap/density.js';

const cells = (list: ReadonlyArray<readonly [col: number, row: number, count: number]>) => ({
  classes: list.map(() => 0),
  cols: list.map(([col]) => col),
  rows: list.map(([, row]) => row),
  counts: list.map(([, , count]) => count),
  actors: list.map(() => 1),
});
const sum = ({ values }: Field): number => values.reduce((all, value) => all + value, 0);

describe('placing clicks', () => {
  it('puts cells of the page where they are', () => {
    const field = emptyField(4, 3);
    addCells(
      field,
      cells([
        [3, 0, 2],
        [1, 2, 5],
      ]),
      4,
      3,
    );
    expect([...field.values]).toEqual([0, 0, 0, 2, 0, 0, 0, 0, 0, 5, 0, 0]);
  });

  it('puts cells of an element into its box, shared out by area', () => {
    const field = emptyField(4, 4);
    // The element fills the right half; its left upper quarter covers two cells of the field.
    addCells(field, cells([[0, 0, 8]]), 2, 2, { left: 0.5, top: 0, width: 0.5, height: 1 });
    expect([...field.values]).toEqual([0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('loses no click, wherever a box lies and however it is smoothed', () => {
    const box = fc.record({
      left: fc.double({ min: -0.2, max: 1, noNaN: true }),
      top: fc.double({ min: -0.2, max: 1, noNaN: true }),
      width: fc.double({ min: 0, max: 0.6, noNaN: true }),
      height: fc.double({ min: 0, max: 0.6, noNaN: true }),
    });
    const clicks = fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.integer({ min: 1, max: 50 })), { maxLength: 20 });
    fc.assert(
      fc.property(box, clicks, fc.double({ min: 0.3, max: 6, noNaN: true }), (part, list, sigma) => {
        const field = emptyField(17, 9);
        addCells(field, cells(list), 12, 12, part);
        const all = list.reduce((count, [, , n]) => count + n, 0);
        expect(sum(field)).toBeCloseTo(all, 6);
        expect(sum(smooth(field, sigma))).toBeCloseTo(all, 6);
      }),
    );
  });

  it('spreads a click evenly to all sides, as far as asked', () => {
    const field = emptyField(41, 41);
    field.values[20 * 41 + 20] = 1;
    const { values } = smooth(field, 3);
    const at = (x: number, y: number): number => values[(20 + y) * 41 + 20 + x]!;
    expect(at(4, 1)).toBeCloseTo(at(-4, 1), 12);
    expect(at(4, 1)).toBeCloseTo(at(1, -4), 12);
    let variance = 0;
    for (let x = -20; x <= 20; x++) for (let y = -20; y <= 20; y++) variance += at(x, y) * x * x;
    expect(variance).toBeGreaterThan(7.9);
    expect(variance).toBeLessThan(10.1);
  });
});

describe('bands', () => {
  it('begin at round numbers below the peak', () => {
    expect(bandBounds(90)).toEqual([3, 10, 20, 40, 60]);
    expect(bandBounds(0)).toEqual([]);
    const bounds = bandBounds(0.8);
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(bounds.at(-1)!).toBeLessThan(0.8);
  });

  it('are outlined where the field crosses the bound, closed, also at the edge of the page', () => {
    const field = emptyField(3, 3);
    field.values[4] = 4;
    const [diamond, ...more] = outlines(field, 2);
    expect(more).toEqual([]);
    expect(points(diamond!).sort()).toEqual(['1,1.5', '1.5,1', '1.5,2', '2,1.5']);
    const corner = emptyField(2, 2);
    corner.values[0] = 4;
    expect(outlines(corner, 2)).toHaveLength(1);
    for (const value of outlines(corner, 2)[0]!) expect(value >= 0 && value <= 2).toBe(true);
    expect(outlines(field, peakOf(field) + 1)).toEqual([]);
  });

  it('hold, by the even-odd rule, exactly the cells whose value reaches the bound', () => {
    const field = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(field, fc.constantFrom(0.5, 2.5, 4.5, 7.5), (values, bound) => {
        const grid: Field = { cols: 8, rows: 6, values: Float64Array.from(values) };
        const lines = outlines(grid, bound);
        for (let row = 0; row < 6; row++) {
          for (let col = 0; col < 8; col++) {
            expect(holds(lines, col + 0.5, row + 0.5 + 1e-7)).toBe(values[row * 8 + col]! >= bound);
          }
        }
      }),
    );
  });
});

function points(line: Outline): string[] {
  const found: string[] = [];
  for (let k = 0; k < line.length; k += 2) found.push(`${line[k]},${line[k + 1]}`);
  return found;
}

/** Whether a point lies within some outlines, by the even-odd rule. */
function holds(lines: readonly Outline[], x: number, y: number): boolean {
  let inside = false;
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      const n = (k + 2) % line.length;
      const [ax, ay, bx, by] = [line[k]!, line[k + 1]!, line[n]!, line[n + 1]!];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

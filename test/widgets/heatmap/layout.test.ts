import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaBox,
  areaOf,
  boxesPath,
  cellBox,
  layoutMatrix,
  nearestCell,
  placeAt,
  placeBox,
  stepFrom,
  weekStands,
} from '../../../widgets/heatmap/heatmap.layout.js';

const week = { rows: 7, columns: 24, rowLabel: 36, columnLabel: 34, value: 24, total: 36 };

describe('places of a matrix', () => {
  it('keep cells at least 12 by 14 px, and scroll where that is too wide', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 240, max: 1400 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 120 }),
        (width, columns, rows) => {
          const layout = layoutMatrix({ ...week, width, columns, rows });
          const box = cellBox(layout, { row: rows - 1, column: columns - 1 });
          expect(box.width).toBeGreaterThanOrEqual(11.9);
          expect(box.height).toBeGreaterThanOrEqual(13.9);
          expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
          expect(layout.scrolls).toBe(layout.width > width + 0.5);
        },
      ),
    );
  });

  it('stand a week on its side where its hours have no room', () => {
    expect(weekStands(1000, 36)).toBe(false);
    expect(weekStands(328, 36)).toBe(true);
  });

  it('print values only where a cell has room for them', () => {
    expect(layoutMatrix({ ...week, width: 1100 }).printed).toBe(true);
    expect(layoutMatrix({ ...week, width: 700 }).printed).toBe(false);
    expect(layoutMatrix({ ...week, width: 1100, value: 60 }).printed).toBe(false);
    expect(layoutMatrix({ ...week, width: 1100, rows: 40 }).printed).toBe(false);
  });

  it('label hours every 1, 3, 6 or 12', () => {
    expect(layoutMatrix({ ...week, width: 900 }).labelEvery).toBe(3);
    expect(layoutMatrix({ ...week, width: 400 }).labelEvery).toBe(6);
  });

  it('find every cell and every total again under its own box', () => {
    const layout = layoutMatrix({ ...week, width: 900 });
    for (let row = -1; row < 7; row++) {
      for (let column = 0; column <= 24; column++) {
        if (row < 0 && column === 24) continue;
        const { x, y, width, height } = placeBox(layout, { row, column });
        expect(placeAt(layout, x + width / 2, y + height / 2)).toEqual({ row, column });
      }
    }
    expect(placeAt(layout, 4, 100)).toBeNull();
    expect(placeAt(layout, 890, 4)).toBeNull();
  });

  it('take the nearest cell when a drag leaves the matrix', () => {
    const layout = layoutMatrix({ ...week, width: 900 });
    expect(nearestCell(layout, -50, 5000)).toEqual({ row: 6, column: 0 });
    expect(nearestCell(layout, 5000, -50)).toEqual({ row: 0, column: 23 });
  });
});

describe('choosing', () => {
  it('spans a rectangle from wherever it began; a total is its whole line', () => {
    expect(areaOf({ row: 3, column: 11 }, { row: 1, column: 9 }, 7, 24)).toEqual({
      top: 1,
      bottom: 3,
      left: 9,
      right: 11,
    });
    expect(areaOf({ row: -1, column: 5 }, { row: -1, column: 6 }, 7, 24)).toEqual({
      top: 0,
      bottom: 6,
      left: 5,
      right: 6,
    });
    expect(areaOf({ row: 2, column: 24 }, { row: 2, column: 24 }, 7, 24)).toEqual({
      top: 2,
      bottom: 2,
      left: 0,
      right: 23,
    });
  });

  it('is framed around its cells', () => {
    const layout = layoutMatrix({ ...week, width: 900 });
    const frame = areaBox(layout, { top: 1, bottom: 2, left: 3, right: 4 });
    const first = cellBox(layout, { row: 1, column: 3 });
    const last = cellBox(layout, { row: 2, column: 4 });
    expect(frame.x).toBeLessThan(first.x);
    expect(frame.x + frame.width).toBeGreaterThan(last.x + last.width);
    expect(frame.y + frame.height).toBeGreaterThan(last.y + last.height);
  });

  it('reaches every cell and total by arrows, and ends at the edges', () => {
    const seen = new Set<string>();
    const queue = [{ row: 0, column: 0 }];
    while (queue.length > 0) {
      const place = queue.pop()!;
      const key = `${place.row},${place.column}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const arrow of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        queue.push(stepFrom(place, arrow, 7, 24, true));
      }
    }
    expect(seen.size).toBe(7 * 24 + 7 + 24);
    expect(stepFrom({ row: 0, column: 0 }, 'ArrowUp', 7, 24, false)).toEqual({ row: 0, column: 0 });
    expect(stepFrom({ row: 3, column: 5 }, 'End', 7, 24, true)).toEqual({ row: 3, column: 23 });
  });
});

it('draws boxes as one path', () => {
  expect(boxesPath([{ x: 1, y: 2, width: 10, height: 6 }], 2)).toBe(
    'M3 2h6a2 2 0 0 1 2 2v2a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-2a2 2 0 0 1 2 -2z',
  );
});

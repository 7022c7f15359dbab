import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, median, NumberList } from '../../../worker/analyses/mean-median.js';
import { finish } from '../../../worker/steps.js';

function listOf(values: readonly number[], plain = false): NumberList {
  const list = new NumberList(plain);
  for (const value of values) list.push(value);
  return list;
}

describe('median', () => {
  it('is the middle, or the mean of the middle two', () => {
    expect(finish(median(listOf([])))).toBeNull();
    expect(finish(median(listOf([7])))).toBe(7);
    expect(finish(median(listOf([3, 1])))).toBe(2);
    expect(finish(median(listOf([9, 1, 5])))).toBe(5);
    expect(finish(median(listOf([4, 4, 4, 9])))).toBe(4);
  });

  it('equals sorting, however values repeat, in both kinds of list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 80 }),
        fc.boolean(),
        (values, plain) => {
          const sorted = values.toSorted((a, b) => a - b);
          const half = values.length >> 1;
          const expected = values.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
          expect(finish(median(listOf(values, plain)))).toBe(expected);
        },
      ),
    );
  });

  it('stays linear on sorted, equal and organ-pipe values', () => {
    const n = 100_000;
    for (const value of [(i: number) => i, () => 1, (i: number) => Math.min(i, n - i), (i: number) => n - i]) {
      let work = 0;
      const steps = median(listOf(Array.from({ length: n }, (_, i) => value(i))));
      for (let step = steps.next(); !step.done; step = steps.next()) work += step.value;
      expect(work).toBeLessThan(10 * n);
    }
  });
});

describe('mean', () => {
  it('is the exact sum over the count', () => {
    expect(mean(listOf([]))).toBeNull();
    expect(mean(listOf([1, 2, 4]))).toBe(7 / 3);
    expect(mean(listOf([0]))).toBe(0);
  });

  it('keeps what a plain sum past 2^53 would lose', () => {
    const values = [2 ** 53, ...Array.from({ length: 7 }, () => 1)];
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(2 ** 53);
    expect(mean(listOf(values))).toBe((2 ** 53 + 8) / 8 - 1 / 8);
  });
});

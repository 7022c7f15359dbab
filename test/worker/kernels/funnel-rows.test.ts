import { describe, expect, it } from 'vitest';
import { hasTies, mostSteps, orderInstants } from '../../../worker/kernels/funnel-rows.js';

describe('orderInstants', () => {
  it('orders rows of one instant by least, then greatest step, those without a step last', () => {
    const times = [1, 2, 2, 2, 2, 2, 3];
    const bits = [0b100, 0, 0b110, 0b010, 0b101, 0b001, 0];
    orderInstants(times, bits, 0, 7);
    expect(bits).toEqual([0b100, 0b001, 0b101, 0b010, 0b110, 0, 0]);
  });

  it('keeps the order of rows with equal least and greatest step, in long runs too', () => {
    // 0b1011 and 0b1101 share the least step 0 and the greatest 3.
    const run = Array.from({ length: 500 }, (_, i) => (i % 3 === 0 ? 0b0010 : i % 2 === 0 ? 0b1011 : 0b1101));
    const times = run.map(() => 7);
    const bits = Uint32Array.from(run);
    orderInstants(times, bits, 0, run.length);
    const both = run.filter((row) => row !== 0b0010);
    expect([...bits]).toEqual([...both, ...run.filter((row) => row === 0b0010)]);
  });

  it('leaves rows outside its range alone', () => {
    const bits = [2, 1, 2, 1];
    orderInstants([5, 5, 5, 5], bits, 2, 4);
    expect(bits).toEqual([2, 1, 1, 2]);
  });
});

describe('mostSteps', () => {
  it('counts the steps that can be filled in order, each row once', () => {
    expect(mostSteps([0b01, 0b10, 0b10], 0, 3, 2)).toBe(2);
    expect(mostSteps([0b10, 0b01], 0, 2, 2)).toBe(1);
    expect(mostSteps([0b11], 0, 1, 2)).toBe(1);
    expect(mostSteps([0b10, 0b100], 0, 2, 3)).toBe(0);
  });

  it('stops at 32 steps', () => {
    const bits = Uint32Array.from({ length: 70 }, (_, i) => 2 ** (i % 32));
    expect(mostSteps(bits, 0, 70, 32)).toBe(32);
  });
});

describe('hasTies', () => {
  it('finds two rows of one instant in the range', () => {
    expect(hasTies([1, 1, 2, 3], 0, 4)).toBe(true);
    expect(hasTies([1, 1, 2, 3], 1, 4)).toBe(false);
    expect(hasTies([], 0, 0)).toBe(false);
  });
});

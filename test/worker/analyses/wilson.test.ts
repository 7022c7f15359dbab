import { describe, expect, it } from 'vitest';
import { normalQuantile, wilson } from '../../../worker/analyses/wilson.js';

describe('normalQuantile', () => {
  // Values of the normal table to 15 digits.
  it.each([
    [0.5, 0.674489750196082],
    [0.8, 1.2815515655446],
    [0.9, 1.64485362695147],
    [0.95, 1.959963984540054],
    [0.99, 2.5758293035489],
    [0.999, 3.29052673149189],
    [0.9999, 3.89059188641312],
  ])('of level %f is %f', (level, z) => {
    expect(Math.abs(normalQuantile(level) - z)).toBeLessThan(1e-12);
  });

  it('gives 1.959963984540054 for 0.95 to the last digit, and its neighbours lie beside it', () => {
    expect(normalQuantile(0.95)).toBe(1.959963984540054);
    const [below, above] = [normalQuantile(0.95 - 1e-12), normalQuantile(0.95 + 1e-12)];
    // dz/dlevel at 0.95 is 1 / (2 density(z)), some 8.55.
    expect(Math.abs((below + above) / 2 - 1.959963984540054)).toBeLessThan(1e-13);
    expect(above - below).toBeCloseTo(2 * 8.55e-12, 13);
  });

  it('has the level between -z and z, by summing the density', () => {
    for (const level of [0.01, 0.3, 0.6, 0.84, 0.86, 0.95, 0.9973, 0.999999]) {
      expect(Math.abs(shareWithin(normalQuantile(level)) - level)).toBeLessThan(1e-12);
    }
  });

  it('reaches far into the tail', () => {
    expect(normalQuantile(1 - 2e-13)).toBeCloseTo(7.349, 2);
  });
});

describe('wilson', () => {
  it('gives the score interval', () => {
    const [lower, upper] = wilson(15, 50, normalQuantile(0.95))!;
    // Newcombe, Statistics in Medicine 17 (1998): 81/263 gives 0.2553 to 0.3662.
    const [low, high] = wilson(81, 263, normalQuantile(0.95))!;
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
    expect(lower).toBeLessThan(0.3);
    expect(upper).toBeGreaterThan(0.3);
  });

  it('solves (p - x)² = z² x(1 - x)/n at both ends', () => {
    const z = normalQuantile(0.9);
    for (const [successes, trials] of [
      [1, 3],
      [7, 11],
      [999, 1000],
      [123_456, 1_000_000],
    ] as const) {
      for (const x of wilson(successes, trials, z)!) {
        expect((successes / trials - x) ** 2).toBeCloseTo((z * z * x * (1 - x)) / trials, 14);
      }
    }
  });

  it('is clamped, ends at 0 and 1 exactly, and is null without trials', () => {
    const z = normalQuantile(0.95);
    expect(wilson(0, 10, z)![0]).toBe(0);
    expect(wilson(10, 10, z)![1]).toBe(1);
    expect(wilson(0, 29, z)![1].toFixed(4)).toBe('0.1170'); // Newcombe 1998
    expect(wilson(0, 0, z)).toBeNull();
  });
});

/** Share of a standard normal within ±z: the series of erf with all positive terms. */
function shareWithin(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 1; k < 400; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) * sum;
}

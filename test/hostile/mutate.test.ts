import { describe, expect, it } from 'vitest';
import { mutants } from './mutate.js';

const base = Uint8Array.from({ length: 500 }, (_, k) => k % 251);

describe('parsers/mutants', () => {
  it('draws the same damage from the same seed, and other damage from another', () => {
    const [first, second, other] = [7, 7, 8].map((seed) => [...mutants(base, 200, seed)].map((bytes) => bytes.join()));
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(195);
  });

  it('leaves the base as it is and never gives it back', () => {
    const before = base.slice();
    const lengths = new Set<number>();
    for (const bytes of mutants(base, 2000, 1)) {
      lengths.add(Math.sign(bytes.length - base.length));
      expect(Buffer.compare(bytes, base)).not.toBe(0);
      expect(bytes.buffer).not.toBe(base.buffer);
    }
    expect(base).toEqual(before);
    expect(lengths).toEqual(new Set([-1, 0, 1]));
  });

  it('damages files of two bytes too', () => {
    expect([...mutants(new Uint8Array(2), 300, 3)]).toHaveLength(300);
    expect(() => [...mutants(new Uint8Array(1), 1, 3)]).toThrow(RangeError);
  });
});

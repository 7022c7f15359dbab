import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bucketAt,
  bucketOf,
  bucketsIn,
  layoutHistogram,
  placeOf,
  rangeOver,
} from '../../../widgets/filter/histogram.layout.js';
import { segmentsFilter, segmentsLabel, segmentsOf, toggled, valuesText } from '../../../widgets/filter/segments.js';
import type { Segments } from '../../../widgets/filter/segments.js';
import { createEngine } from '../../../worker/client.js';
import { filterFromText, filterToText } from '../../../worker/protocol/filter-text.js';

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const segments: fc.Arbitrary<Segments> = fc.record({
  scope: fc.constantFrom('customers' as const, 'touchpoints' as const),
  segments: fc.uniqueArray(
    fc.record({ prop: fc.string({ minLength: 1 }), values: fc.uniqueArray(value, { minLength: 1, maxLength: 5 }) }),
    {
      selector: ({ prop }) => prop,
      minLength: 1,
      maxLength: 4,
    },
  ),
});

describe('segments as a filter', () => {
  test('are read back as they were, also from an address', () => {
    fc.assert(
      fc.property(segments, (given) => {
        // The event name is text, and stands before the properties.
        const texts = given.segments.map((one) =>
          one.prop === 'event' ? { ...one, values: one.values.map(String) } : one,
        );
        const wanted = {
          ...given,
          segments:
            given.scope === 'touchpoints'
              ? texts.toSorted((a, b) => Number(b.prop === 'event') - Number(a.prop === 'event'))
              : given.segments,
        };
        const filter = segmentsFilter(given)!;
        expect(segmentsOf(filter)).toEqual(wanted);
        expect(segmentsOf(filterFromText(filterToText(filter)))).toEqual(wanted);
      }),
    );
  });

  test('none is no filter', () => {
    expect(segmentsFilter({ scope: 'customers', segments: [] })).toBeNull();
    expect(segmentsFilter({ scope: 'touchpoints', segments: [{ prop: 'plan', values: [] }] })).toBeNull();
  });

  test('other filters are none of its own', () => {
    expect(segmentsOf({ kind: 'time', range: { from: 0, to: 1 } })).toBeNull();
    expect(segmentsOf({ kind: 'actor', keys: ['a'] })).toBeNull();
    expect(segmentsOf({ kind: 'rows', match: [{ where: [{ prop: 'a', op: 'gt', value: 1 }] }] })).toBeNull();
    expect(segmentsOf({ kind: 'rows', match: [{ event: 'a' }, { event: 'b' }] })).toBeNull();
  });

  test('a value goes in and out again, and its segment keeps its place', () => {
    const start: Segments = {
      scope: 'customers',
      segments: [
        { prop: 'plan', values: ['pro'] },
        { prop: 'channel', values: ['web'] },
      ],
    };
    const more = toggled(start, 'plan', 'free');
    expect(more.segments).toEqual([
      { prop: 'plan', values: ['pro', 'free'] },
      { prop: 'channel', values: ['web'] },
    ]);
    expect(toggled(more, 'plan', 'free')).toEqual(start);
    expect(toggled(start, 'plan', 'pro').segments).toEqual([{ prop: 'channel', values: ['web'] }]);
    expect(toggled(start, 'owner', 'li').segments.at(-1)).toEqual({ prop: 'owner', values: ['li'] });
  });

  test('names say what is chosen, of many values the first three', () => {
    expect(valuesText({ prop: 'plan', values: ['a', 'b', 'c', 'd', 'e'] })).toBe('a, b, c +2');
    expect(segmentsLabel({ scope: 'customers', segments: [{ prop: 'plan', values: ['pro'] }] })).toEqual({
      key: 'equals',
      args: ['plan', 'pro'],
    });
    expect(
      segmentsLabel({
        scope: 'customers',
        segments: [
          { prop: 'plan', values: ['pro'] },
          { prop: 'seats', values: [5] },
        ],
      }),
    ).toEqual({
      key: 'customers',
      args: ['plan: pro · seats: 5'],
    });
  });

  test('customers keep all their rows, touchpoints stand alone', async () => {
    const engine = await createEngine({ seat: 'page' });
    try {
      const row = (actor: string, event: string, plan: string | null, seats: number | null = null): object => ({
        actor,
        time: 1e12,
        event,
        plan,
        seats,
      });
      const rows = [
        row('ann', 'visit', 'pro', 5),
        row('ann', 'call', null),
        row('bob', 'visit', 'free', 5),
        row('cid', 'visit', 'pro', 1),
      ];
      await engine.load({ kind: 'rows', rows: rows as never });
      const count = async (given: Segments): Promise<number> => {
        const [outcome] = await engine.run([{ id: 'a', spec: { kind: 'counts' }, filter: segmentsFilter(given)! }]);
        if (!outcome!.ok) throw new Error(outcome!.error.message);
        return outcome!.result.meta.rowsInScope;
      };
      const pro = { prop: 'plan', values: ['pro'] };
      const five = { prop: 'seats', values: [5] };
      expect(await count({ scope: 'customers', segments: [pro] })).toBe(3);
      expect(await count({ scope: 'touchpoints', segments: [pro] })).toBe(2);
      expect(await count({ scope: 'customers', segments: [pro, five] })).toBe(2);
      expect(await count({ scope: 'touchpoints', segments: [pro, five] })).toBe(1);
      expect(await count({ scope: 'customers', segments: [{ prop: 'plan', values: ['pro', 'free'] }] })).toBe(4);
      expect(await count({ scope: 'touchpoints', segments: [{ prop: 'event', values: ['call'] }] })).toBe(1);
      expect(await count({ scope: 'customers', segments: [{ prop: 'event', values: ['call'] }, pro] })).toBe(2);
    } finally {
      engine.close();
    }
  });
});

describe('touchpoints over time', () => {
  const edges = [0, 10, 20, 40, 50];
  const histogram = layoutHistogram([1, 0, 4, 1000], edges, 400, 36);

  test('bars are as tall as their share, and seen when they are not empty', () => {
    expect(histogram.bars.map(({ height }) => height)).toEqual([2, 0, 2, 36]);
    for (const bar of histogram.bars) expect(bar.y + bar.height).toBe(36);
  });

  test('an instant lies in its bucket, and a place leads back to it', () => {
    expect([-5, 0, 5, 30, 50, 99].map((instant) => placeOf(histogram, instant))).toEqual([0, 0, 50, 250, 400, 400]);
    const counts = fc.array(fc.nat(1e6), { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 60, max: 2000 }), fc.nat(), (given, width, seed) => {
        const starts = [...given.map((_, k) => k * 1000), given.length * 1000];
        const drawn = layoutHistogram(given, starts, width, 36);
        const k = seed % given.length;
        expect(bucketOf(starts, starts[k]!)).toBe(k);
        expect(bucketAt(drawn, ((k + 0.5) * width) / given.length)).toBe(k);
        const place = placeOf(drawn, starts[k]! + 500);
        expect(Math.abs(place - ((k + 0.5) * width) / given.length)).toBeLessThan(0.06);
      }),
    );
  });

  test('a brush covers whole buckets in either direction, and is found again', () => {
    expect(rangeOver(edges, 2, 1)).toEqual({ from: 10, to: 40 });
    expect(bucketsIn(edges, { from: 10, to: 40 })).toEqual([1, 2]);
    expect(bucketsIn(edges, null)).toEqual([0, 3]);
    expect(bucketsIn(edges, { from: -100, to: 500 })).toEqual([0, 3]);
  });

  test('nothing to draw is drawn', () => {
    expect(layoutHistogram([], [], 400, 36).bars).toEqual([]);
    expect(placeOf(layoutHistogram([], [], 400, 36), 5)).toBe(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceInterval } from '../../../worker/analyses/difference.js';
import { EdgeTimes } from '../../../worker/analyses/edge-times.js';
import { matchesPattern, nodeName } from '../../../worker/analyses/nodes.js';
import { groupKey } from '../../../worker/analyses/property-tuples.js';
import { PairIds } from '../../../worker/analyses/pair-ids.js';
import { referenceGap } from '../../../worker/analyses/reference-gap.js';
import { firstIn } from '../../../worker/analyses/top.js';
import { finish } from '../../../worker/steps.js';
import { middle } from '../../oracles/sessions.js';
import { viewOf, type Row } from '../view.js';
import { runs, storage } from './journeys-arbitrary.js';

describe('names of nodes', () => {
  it('lose all trailing slashes, but one slash stays', () => {
    const named = ['/a/', '/a//', '/', '//', '', 'a'].map((name) => nodeName(name, { trimTrailingSlash: true }));
    expect(named).toEqual(['/a', '/a', '/', '/', '', 'a']);
  });

  it('become the first pattern that is found in them, after the slashes are off', () => {
    const options = { trimTrailingSlash: true, groupings: ['/docs/*', '*api*', 'x*y*z'] };
    const named = ['/docs/api/', '/docs/', 'my-api', 'a x1y2z b', 'xzy'].map((name) => nodeName(name, options));
    expect(named).toEqual(['/docs/*', '/docs', '*api*', 'x*y*z', 'xzy']);
  });

  it('treats everything but * in a pattern as it is written', () => {
    expect(matchesPattern('a.c', 'a.c')).toBe(true);
    expect(matchesPattern('abc', 'a.c')).toBe(false);
    expect(matchesPattern('', '*')).toBe(true);
    expect(matchesPattern('aab', 'a*ab')).toBe(true);
    expect(matchesPattern('ab', 'a*ab')).toBe(false);
  });

  it('are the shortest decimal of a number, JSON of a list, and empty for null', () => {
    expect([0, -0, 95, 1.5, true, null, ['a', 1], ''].map(groupKey)).toEqual([
      '0',
      '0',
      '95',
      '1.5',
      'true',
      '',
      '["a",1]',
      '',
    ]);
  });
});

describe('numbers of pairs', () => {
  it('are the same from the table and from the hash table', () => {
    const pairs = fc.array(fc.tuple(fc.nat(400), fc.nat(50)), { maxLength: 3000 });
    fc.assert(
      fc.property(pairs, fc.boolean(), (list, plain) => {
        const table = new PairIds(401, 51, plain);
        const hashed = new PairIds(Infinity, 51, plain);
        expect(hashed.find(1, 1)).toBe(-1);
        const ids = list.map(([a, b]) => table.id(a, b));
        expect(list.map(([a, b]) => hashed.id(a, b))).toEqual(ids);
        expect(list.map(([a, b]) => hashed.find(a, b))).toEqual(ids);
        expect(list.map(([a, b]) => table.find(a, b))).toEqual(ids);
        expect(ids.map((id) => [hashed.firsts[id], hashed.seconds[id]])).toEqual(list);
        expect(table.find(400, 60)).toBe(-1);
      }),
      { ...runs, numRuns: 30 },
    );
  });
});

describe('the first of an order', () => {
  it('are those of a whole sort', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 2000 }), fc.integer({ min: 0, max: 20 }), (values, limit) => {
        const compare = (a: number, b: number): number => values[b]! - values[a]! || a - b;
        const all = [...values.keys()].sort(compare);
        expect(finish(firstIn(values.length, limit, compare))).toEqual(all.slice(0, limit));
        const odd = (i: number): boolean => values[i]! % 2 === 1;
        expect(finish(firstIn(values.length, limit, compare, odd))).toEqual(all.filter(odd).slice(0, limit));
      }),
      { ...runs, numRuns: 100 },
    );
  });
});

describe('means of edges', () => {
  it('stay exact when sums pass 2^53', () => {
    for (const plain of [true, false]) {
      const times = new EdgeTimes(plain);
      const long = 2 ** 53 - 1;
      for (const ms of [long, 1, 1, 1, long]) times.add(0, 0, ms);
      expect(times.meanMs(0)).toBe((2 ** 54 + 1) / 5);
      expect([times.count(0), times.actors(0)]).toEqual([5, 1]);
    }
  });
});

describe('the reference gap', () => {
  it('is the median of all gaps, from one millisecond to hundreds of thousands of years', () => {
    const far = fc.integer({ min: -4e15, max: 4e15 });
    const times = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 4e9 }), far);
    const rows = fc.array(fc.tuple(fc.constantFrom('ann', 'bob'), times, fc.constant('a')), { maxLength: 30 });
    fc.assert(
      fc.property(
        rows,
        storage,
        fc.option(fc.subarray(['ann', 'bob', 'nobody']), { nil: undefined }),
        (given, kind, keys) => {
          const list = given as unknown as Row[];
          const gaps = ['ann', 'bob']
            .filter((actor) => !keys || keys.includes(actor))
            .flatMap((actor) => {
              const own = list
                .filter((row) => row[0] === actor)
                .map((row) => row[1])
                .sort((a, b) => a - b);
              return own.slice(1).map((t, i) => t - own[i]!);
            });
          const found = finish(referenceGap(viewOf(list, kind), keys));
          const expected = middle(gaps);
          if (expected === null) expect(found).toBeNull();
          else expect(Math.abs(found! - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-12);
        },
      ),
      runs,
    );
  });
});

describe('the interval of a difference of shares', () => {
  it('is the hybrid score interval of Newcombe (1998), method 10', () => {
    // His first example: 56 of 70 against 48 of 80.
    const [low, high] = differenceInterval([48, 80], [56, 70], 1.959963984540054)!;
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0524', '0.3339']);
    expect(differenceInterval([0, 0], [1, 2], 1.96)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { filterMask, holds, rowMatcher } from '../../../worker/analyses/selector.js';
import type { PropertyValue } from '../../../worker/protocol/batch.js';
import type { Filter, PropertyTest } from '../../../worker/protocol/filter.js';
import { finish } from '../../../worker/steps.js';
import { viewOf, type Row, type Storage } from '../view.js';

const test = (op: PropertyTest['op'], value: PropertyTest['value'], of: PropertyValue): boolean =>
  holds(value === undefined ? { prop: 'p', op } : { prop: 'p', op, value }, of);

describe('property tests', () => {
  it('any comparison with null is false, `ne` too; only isNull holds', () => {
    for (const op of ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const) {
      expect(test(op, 1, null)).toBe(false);
      expect(test(op, null, 1)).toBe(false);
      expect(test(op, null, null)).toBe(false);
    }
    expect(test('in', [null, 1], null)).toBe(false);
    expect(test('isNull', undefined, null)).toBe(true);
    expect(test('notNull', undefined, null)).toBe(false);
    expect(test('notNull', undefined, 0)).toBe(true);
    expect(test('notNull', undefined, '')).toBe(true);
  });

  it('compares type and value', () => {
    expect(test('eq', 1, '1')).toBe(false);
    expect(test('ne', 1, '1')).toBe(true);
    expect(test('eq', true, 1)).toBe(false);
    expect(test('eq', 0, -0)).toBe(true);
    expect(test('in', ['1', 2], 1)).toBe(false);
    expect(test('in', ['1', 2], 2)).toBe(true);
  });

  it('orders two numbers or two texts by code units, and nothing else', () => {
    expect(test('lt', 10, 9)).toBe(true);
    expect(test('lt', '10', '9')).toBe(false);
    expect(test('lt', 'a', 'Z')).toBe(true);
    // A pair of surrogates stands before U+FF5E by code units, after it by code points.
    expect(test('gt', '\u{1F600}', '\uFF5E')).toBe(true);
    expect(test('lte', 5, 5)).toBe(true);
    expect(test('gte', '5', 5)).toBe(false);
    expect(test('lt', true, false)).toBe(false);
  });

  it('hold for an array when they hold for any item', () => {
    expect(test('eq', 'a', ['b', 'a'])).toBe(true);
    expect(test('ne', 'a', ['a', 'b'])).toBe(true);
    expect(test('ne', 'a', ['a'])).toBe(false);
    expect(test('isNull', undefined, [1, null])).toBe(true);
    expect(test('isNull', undefined, [])).toBe(false);
    expect(test('notNull', undefined, [])).toBe(false);
  });
});

describe.each<Storage>(['typed', 'plain'])('filters on %s columns', (storage) => {
  const rows: Row[] = [
    ['ann', 0, 'visit', { plan: 'pro', value: 1 }],
    ['ann', 1, null, { plan: 'free' }],
    ['ann', 2, 'call', { value: 3 }],
    ['bob', 1, 'visit', {}],
  ];
  const view = viewOf(rows, storage);
  const kept = (filter: Filter): number[] => {
    const { words, count } = finish(filterMask(view, filter));
    const picked = [0, 1, 2, 3].filter((row) => (words[row >>> 5]! & (1 << (row & 31))) !== 0);
    expect(count).toBe(picked.length);
    return picked;
  };

  it('select by name, list of names, property and time', () => {
    expect(kept({ kind: 'rows', match: [{ event: 'visit' }] })).toEqual([0, 3]);
    expect(
      kept({ kind: 'rows', match: [{ event: ['call', 'gone'] }, { where: [{ prop: 'plan', op: 'notNull' }] }] }),
    ).toEqual([0, 1, 2]);
    expect(kept({ kind: 'rows', match: [{ where: [{ prop: 'value', op: 'gte', value: 2 }] }] })).toEqual([2]);
    expect(kept({ kind: 'rows', match: [{ where: [{ prop: 'value', op: 'isNull' }] }] })).toEqual([1, 3]);
    expect(kept({ kind: 'rows', match: [{ where: [{ prop: 'absent', op: 'isNull' }] }] })).toEqual([0, 1, 2, 3]);
    expect(kept({ kind: 'rows', match: [{ where: [{ prop: 'absent', op: 'ne', value: 1 }] }] })).toEqual([]);
    expect(kept({ kind: 'time', range: { from: 1, to: 2 } })).toEqual([1, 3]);
  });

  it('select every row for an empty selector and none for no selector', () => {
    expect(kept({ kind: 'rows', match: [{}] })).toEqual([0, 1, 2, 3]);
    expect(kept({ kind: 'rows', match: [] })).toEqual([]);
  });

  it('combine with and, or, not', () => {
    const visit: Filter = { kind: 'rows', match: [{ event: 'visit' }] };
    const late: Filter = { kind: 'time', range: { from: 1, to: 9 } };
    expect(kept({ kind: 'and', of: [visit, late] })).toEqual([3]);
    expect(kept({ kind: 'or', of: [visit, late] })).toEqual([0, 1, 2, 3]);
    expect(kept({ kind: 'not', of: { kind: 'and', of: [visit, visit] } })).toEqual([1, 2]);
    expect(kept({ kind: 'and', of: [] })).toEqual([0, 1, 2, 3]);
    expect(kept({ kind: 'or', of: [] })).toEqual([]);
    expect(kept({ kind: 'not', of: { kind: 'not', of: visit } })).toEqual([0, 3]);
  });

  it('agree with the test of a single row', () => {
    const matches = rowMatcher(view, { event: 'visit', where: [{ prop: 'plan', op: 'eq', value: 'pro' }] });
    expect([0, 1, 2, 3].filter(matches)).toEqual([0]);
  });
});

describe('filterMask', () => {
  it('fills whole words over many slices', () => {
    const rows = Array.from({ length: 40_001 }, (_, i): Row => ['ann', i, i % 3 === 0 ? 'visit' : 'call']);
    const { words, count } = finish(filterMask(viewOf(rows), { kind: 'rows', match: [{ event: 'visit' }] }));
    expect(count).toBe(13_334);
    expect(words).toHaveLength(Math.ceil(40_001 / 32));
    for (const row of [0, 31, 32, 16_383, 16_384, 32_768, 39_999, 40_000]) {
      expect((words[row >>> 5]! >>> (row & 31)) & 1).toBe(row % 3 === 0 ? 1 : 0);
    }
  });

  it('knows the rows of a range to the millisecond, however times are kept', () => {
    const base = 1_000_000_000_000;
    const edges = [0, 1, 2, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 2, 2 ** 32 - 1];
    const rows = edges.map((t, i): Row => [`actor ${i}`, base + t, 'visit']);
    const wide = viewOf(rows);
    const near = { ...wide, timeBase: base, time: Uint32Array.from(edges) };
    const bounds = [-8.64e15, base - 1, base + 2 ** 32, base + 2 ** 33, 8.64e15];
    for (const edge of edges) bounds.push(base + edge, base + edge + 0.5);
    let passed = 0;
    for (const from of bounds) {
      for (const to of bounds.filter((bound) => bound >= from)) {
        const filter: Filter = { kind: 'time', range: { from, to } };
        const expected = edges.map((t) => (base + t >= from && base + t < to ? 1 : 0));
        for (const view of [wide, near, { ...near, time: [...edges] }]) {
          const { words, count } = finish(filterMask(view, filter));
          expect(edges.map((_, i) => (words[0]! >>> i) & 1)).toEqual(expected);
          expect(count).toBe(expected.filter((bit) => bit === 1).length);
          passed += count;
        }
      }
    }
    expect(passed).toBeGreaterThan(100);
  });
});

import { assert, constant, constantFrom, double, letrec, oneof, property, record, array, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import type { Filter, Selector } from '../../../worker/protocol/filter.js';
import { filterFromText, filterToText } from '../../../worker/protocol/filter-text.js';

const text = oneof(
  string({ unit: 'binary', maxLength: 8 }),
  constantFrom('e', 'o', '', '*', '_', '用户', '\ud800', '.'),
);
const number = double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const selectors = array(
  record({
    event: text,
    where: array(record({ prop: text, op: constant('eq' as const), value: oneof(text, number) })),
  }),
  { maxLength: 3 },
) as ReturnType<typeof array<Selector>>;

const { filter } = letrec<{ filter: Filter; leaf: Filter }>((tie) => ({
  leaf: oneof(
    record({ kind: constant('rows' as const), match: selectors }),
    record({ kind: constant('time' as const), range: record({ from: number, to: number }) }),
    record({ kind: constant('actor' as const), keys: array(text) }),
    record({
      kind: constant('actors' as const),
      spec: record({ kind: constant('funnel' as const), steps: selectors, windowMs: oneof(number, constant(null)) }),
      mark: record({ kind: constant('reached' as const), step: constantFrom(0, 1, 2) }),
    }),
  ),
  filter: oneof(
    { maxDepth: 3 },
    tie('leaf'),
    record({ kind: constantFrom('and' as const, 'or' as const), of: array(tie('filter'), { maxLength: 3 }) }),
    record({ kind: constant('not' as const), of: tie('filter') }),
  ),
}));

describe('a filter as text', () => {
  it('comes back as it was, and stands in an address as it is', () => {
    assert(
      property(filter, (given) => {
        const written = filterToText(given);
        // What JSON keeps is what a filter is.
        expect(filterFromText(written)).toEqual(JSON.parse(JSON.stringify(given)));
        expect(encodeURIComponent(written)).toBe(written);
        expect(new URLSearchParams({ f: written }).toString()).toBe(`f=${written}`);
      }),
    );
  });

  it('reads like the filter', () => {
    expect(filterToText({ kind: 'time', range: { from: 0, to: 1.5 } })).toBe(
      'o.kind._time.range.o.from.0.to.1*2e5.e.e',
    );
    expect(filterToText({ kind: 'actor', keys: ['用 a'] })).toBe('o.kind._actor.keys.a._**7528*20a.e.e');
  });

  it('keeps keys that mean something to an object', () => {
    const odd = JSON.parse('{"kind":"actor","keys":[],"__proto__":{"x":1},"e":true,"":null}') as Filter;
    const read = filterFromText(filterToText(odd));
    expect(JSON.stringify(read)).toBe(JSON.stringify(odd));
    expect(Object.hasOwn(read, '__proto__')).toBe(true);
  });

  it.each([
    '',
    'o',
    'o.kind',
    'o.kind._time',
    '_text',
    '1',
    'z',
    'a.e.e',
    'o.e.o.e',
    'o.k.NaN.e',
    'o.k.01.e',
    'o.k._%20.e',
  ])('refuses "%s"', (other) => {
    expect(() => filterFromText(other)).toThrow(AnalyticsError);
  });

  it('refuses text without an end in sight', () => {
    expect(() => filterFromText('a.'.repeat(200_000))).toThrow('no filter');
  });
});

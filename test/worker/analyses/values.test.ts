import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Answer } from '../../../worker/analyses/analysis.js';
import { filterMask } from '../../../worker/analyses/selector.js';
import { valuesAnalysis } from '../../../worker/analyses/values-analysis.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import type { Filter } from '../../../worker/protocol/filter.js';
import type { ValuesMark, ValuesResult, ValuesSpec } from '../../../worker/protocol/values.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { valuesOracle } from '../../oracles/values.js';
import { viewOf, type Row, type Storage } from '../view.js';

const seed = Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0);
const numRuns = Number(process.env['FC_RUNS'] ?? 300);
const timeout = 60_000 + numRuns * 20;
console.log(`values against their oracle: FC_SEED=${seed} FC_RUNS=${numRuns}`);

const ask = (view: Store, spec: ValuesSpec, filter?: Filter): Answer<ValuesResult, ValuesMark> =>
  finish(
    valuesAnalysis.answer(view, valuesAnalysis.check(spec, 'spec'), filter ? finish(filterMask(view, filter)) : null),
  );
const storeOf = (rows: readonly Row[], storage: Storage = 'typed'): Store => viewOf(rows, storage) as unknown as Store;
const counted = (rows: readonly Row[], spec: Omit<ValuesSpec, 'kind'>): ValuesResult =>
  ask(storeOf(rows), { kind: 'values', ...spec }).result;

describe('values of a property', { timeout }, () => {
  it('are told apart by type, and an array has each of its items once', () => {
    const rows = ['1', 1, true, 'true', ['a', 'b', 'a'], 'a', -0, 0, null, [null, 'b']].map((v, t): Row => [
      'ann',
      t,
      'x',
      { v },
    ]);
    const { values, total, missing } = counted(rows, { prop: 'v' });
    const one = (value: string | number | boolean, count = 1) => ({ value, rows: count, actors: 1 });
    expect(values).toEqual([one(0, 2), one('a', 2), one('b', 2), one(1), one('1'), one(true), one('true')]);
    expect(total).toBe(7);
    expect(missing).toEqual({ rows: 2, actors: 1 });
  });

  it('come in the order of their rows, as many as are asked for, and tell how many there are', () => {
    const rows = ['c', 'b', 'b', 'a', 'Ab'].map((v, i): Row => [`p${i % 2}`, i, 'x', { v }]);
    expect(counted(rows, { prop: 'v', limit: 2 })).toMatchObject({
      values: [
        { value: 'b', rows: 2, actors: 2 },
        { value: 'Ab', rows: 1, actors: 1 },
      ],
      total: 4,
    });
    expect(counted(rows, { prop: 'v', search: 'B' }).values.map(({ value }) => value)).toEqual(['b', 'Ab']);
  });

  it('take `event` for the event name unless there is a property of that name', () => {
    expect(counted([['ann', 0, 'open']], { prop: 'event' }).values).toMatchObject([{ value: 'open' }]);
    const own: Row[] = [['ann', 0, 'open', { event: 'own' }]];
    expect(counted(own, { prop: 'event' }).values).toMatchObject([{ value: 'own' }]);
    expect(counted(own, { prop: '$name' }).values).toMatchObject([{ value: 'open' }]);
  });

  it('are none where no row has the property, or there is no row', () => {
    expect(counted([['ann', 0, 'open']], { prop: 'v' })).toMatchObject({
      values: [],
      total: 0,
      missing: { rows: 1, actors: 1 },
    });
    expect(counted([], { prop: 'v' })).toMatchObject({ values: [], total: 0, missing: { rows: 0, actors: 0 } });
  });

  it('are those of the oracle, in counts, order and lists', () => {
    const value = fc.oneof(
      fc.constantFrom<string | number | boolean | null>('a', 'A', 'b', '1', 'true', 1, 0, 2.5, true, false, null, ''),
      fc.array(fc.constantFrom<string | number | null>('a', 'b', 1, null), { maxLength: 3 }),
    );
    const row = fc.tuple(
      fc.constantFrom('ann', 'bob', 'cid'),
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom('open', 'close', null),
      fc.record({ v: value, n: fc.constantFrom<number | null>(3, 0, -1.5, null) }),
    ) as fc.Arbitrary<Row>;
    const spec: fc.Arbitrary<ValuesSpec> = fc.record(
      {
        kind: fc.constant('values' as const),
        prop: fc.constantFrom('v', 'v', 'n', 'event', '$name', 'nowhere'),
        limit: fc.constantFrom(1, 3, 1000),
        search: fc.constantFrom('', 'A', 'e', '1'),
        range: fc.constant({ from: 3, to: 15 }),
        where: fc.constantFrom([], [{ event: 'open' }], [{ where: [{ prop: 'n', op: 'notNull' as const }] }]),
      },
      { requiredKeys: ['kind', 'prop'] },
    );
    let told = 0;
    const agrees = (rows: Row[], asked: ValuesSpec, storage: Storage): void => {
      const placed = rows.map(([actor, t, name, props], seq): Row => [actor, t, name, { ...props, seq }]);
      const view = storeOf(placed, storage);
      // Asked before under a filter, so that what is kept with the view is used.
      ask(view, asked, { kind: 'rows', match: [{ event: 'close' }] });
      const answer = ask(view, asked);
      const truth = valuesOracle(rows, asked);
      const actors = (seqs: readonly number[]): Set<string> => new Set(seqs.map((seq) => rows[seq]![0]));
      const { values, total, missing } = JSON.parse(JSON.stringify(answer.result)) as ValuesResult;
      expect(values).toEqual(
        truth.values
          .slice(0, asked.limit ?? 50)
          .map((one) => ({ value: one.value, rows: one.rows.length, actors: actors(one.rows).size })),
      );
      expect(total).toBe(truth.values.length);
      expect(missing).toEqual({ rows: truth.missing.length, actors: actors(truth.missing).size });
      const seq = view.column('seq');
      const listed = (mark: ValuesMark): [number[], string[]] => [
        Array.from(finish(answer.rows!(mark)), (i) => (seq?.kind === 'number' ? seq.values[i]! : -1)).sort(
          (a, b) => a - b,
        ),
        Array.from(finish(answer.actors(mark)), (i) => view.actorKey(i).slice('actor:'.length)).sort(),
      ];
      for (const one of truth.values) {
        expect(listed({ kind: 'value', value: one.value })).toEqual([one.rows, [...actors(one.rows)].sort()]);
        told++;
      }
      expect(listed({ kind: 'missing' })).toEqual([truth.missing, [...actors(truth.missing)].sort()]);
      expect(listed({ kind: 'value', value: 'nobody has it' })).toEqual([[], []]);
    };
    fc.assert(fc.property(fc.array(row, { maxLength: 30 }), spec, fc.constantFrom<Storage>('typed', 'plain'), agrees), {
      seed,
      numRuns,
    });
    expect(told).toBeGreaterThan(numRuns / 4);
  });

  it('count rows and actors beyond one slice of work', () => {
    const rows = Array.from({ length: 40_000 }, (_, i): Row => [
      `p${i % 7}`,
      i,
      'x',
      { v: i % 3 === 0 ? 'third' : i % 50 },
    ]);
    const { values, total } = counted(rows, { prop: 'v', limit: 1 });
    expect(values).toEqual([{ value: 'third', rows: 13_334, actors: 7 }]);
    expect(total).toBe(51);
  });
});

test('the worked example of docs/concepts/values.md is what the engine answers', () => {
  const page = readFileSync(new URL('../../../docs/concepts/values.md', import.meta.url), 'utf8');
  const [header, ...lines] = blocks(page, 'csv')[0]!
    .split('\n')
    .map((line) => line.split(','));
  const rows = lines.map(([actor, time, event, ...rest]): Row => [
    actor!,
    Date.parse(time!),
    event!,
    Object.fromEntries(header!.slice(3).map((name, i) => [name, rest[i] || null])),
  ]);
  const [spec] = blocks(page, 'json').map((text) => JSON.parse(text) as ValuesSpec);
  const { values, total, missing } = ask(storeOf(rows), spec!).result;
  const table = [...page.matchAll(/^\| (\w+) +\| (\d+) +\| (\d+) +\|$/gm)].map(([, ...cells]) => cells);
  expect(table).toEqual(values.map((one) => [one.value, String(one.rows), String(one.actors)]));
  expect(page.replaceAll(/\s+/g, ' ')).toContain(
    `\`total\` is ${total}, and \`missing\` ${missing.rows} row of ${missing.actors} actor`,
  );
});

describe('questions for values that cannot be understood', () => {
  test.each<[string, object, RegExp]>([
    ['no property', { kind: 'values' }, /spec\.prop must be text/],
    ['no values', { kind: 'values', prop: 'a', limit: 0 }, /spec\.limit must be a whole number from 1 to 1000/],
    ['a search for a number', { kind: 'values', prop: 'a', search: 1 }, /spec\.search must be text/],
    ['an unknown key', { kind: 'values', prop: 'a', top: 1 }, /spec\.top is not known here/],
  ])('are refused: %s', (_, spec, message) => {
    expect(() => valuesAnalysis.check(spec, 'spec')).toThrow(message);
    expect(() => valuesAnalysis.check(spec, 'spec')).toThrow(AnalyticsError);
  });

  test.each<[string, object, RegExp]>([
    ['null', { kind: 'value', value: null }, /mark\.value must be text, a number or a boolean/],
    ['an array', { kind: 'value', value: ['a'] }, /mark\.value must be text, a number or a boolean/],
    ['a value of what is missing', { kind: 'missing', value: 'a' }, /mark\.value is not known here/],
    ['no kind', { value: 'a' }, /mark\.kind is missing/],
  ])('have no such mark: %s', (_, mark, message) => {
    expect(() => valuesAnalysis.checkMark(mark, { kind: 'values', prop: 'a' }, 'mark')).toThrow(message);
  });
});

function blocks(page: string, language: string): string[] {
  return page
    .split(`\`\`\`${language}\n`)
    .slice(1)
    .map((part) => part.split('\n```')[0]!);
}

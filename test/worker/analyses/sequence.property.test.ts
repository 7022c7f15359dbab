import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextNodeAnalysis } from '../../../worker/analyses/next-node-analysis.js';
import { sequence } from '../../../worker/analyses/sequence.js';
import { sequenceAnalysis } from '../../../worker/analyses/sequence-analysis.js';
import type { NextNodeMark, NextNodeSpec, SequenceItem, SequenceSpec } from '../../../worker/protocol/paths.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import type { StoreView } from '../../../worker/store/view.js';
import { nextNodeOracle } from '../../oracles/next-node.js';
import { sequenceOracle } from '../../oracles/sequence.js';
import { viewOf, type Row } from '../view.js';
import { log, nodeName, nodeOptions, runs, scopeOptions, selector, storage, timeout } from './journeys-arbitrary.js';

// eslint-disable-next-line no-console
console.log(`sequences against their oracle: FC_SEED=${runs.seed} FC_RUNS=${runs.numRuns}`);

/** Oracle of patterns tries everything: short logs only. */
const shortLog: fc.Arbitrary<Row[]> = fc.array(
  fc
    .tuple(
      fc.constantFrom('ann', 'ann', 'bob'),
      fc.integer({ min: 0, max: 8 }).map((t) => t * 1000),
      fc.constantFrom('a', 'a', 'b', 'b', 'c', 'd'),
    )
    .map((row): Row => row),
  { maxLength: 12 },
);
const matching = fc.oneof(
  { weight: 5, arbitrary: fc.record({ step: fc.integer({ min: 0, max: 1 }) }) },
  { weight: 1, arbitrary: fc.constant({ any: true as const }) },
);
const bound = fc.record({
  dt: fc.constantFrom('lt', 'lte', 'gt', 'gte', 'eq'),
  ms: fc.constantFrom(0, 1000, 1500, 2000, 4000),
});
const between = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.constant([{ gap: true as const }]) },
  { weight: 3, arbitrary: bound.map((item) => [item]) },
  { weight: 1, arbitrary: fc.tuple(bound, bound) },
  { weight: 1, arbitrary: bound.map((item) => [{ gap: true as const }, item]) },
);
const pattern: fc.Arbitrary<SequenceItem[]> = fc
  .tuple(matching, fc.array(fc.tuple(between, matching), { maxLength: 3 }), fc.boolean())
  .map(([first, rest, open]) => [
    ...(open ? [{ gap: true as const }] : []),
    first,
    ...rest.flatMap(([items, item]) => [...items, item]),
    ...(open ? [{ gap: true as const }] : []),
  ]);
const sequenceSpec: fc.Arbitrary<SequenceSpec> = fc.record(
  {
    kind: fc.constant('sequence' as const),
    conditions: fc.tuple(fc.constantFrom({ event: 'a' }, { event: ['a', 'b'] }), fc.constant({ event: ['b', 'c'] })),
    pattern,
    range: scopeOptions.range,
    where: fc.array(selector, { maxLength: 1 }),
    examples: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['kind', 'conditions', 'pattern'] },
);
const nextSpec: fc.Arbitrary<NextNodeSpec> = fc.record(
  {
    kind: fc.constant('nextNode' as const),
    ...nodeOptions,
    range: scopeOptions.range,
    where: scopeOptions.where,
    chain: fc.array(nodeName, { minLength: 1, maxLength: 3 }),
    direction: fc.constantFrom('forward', 'backward'),
    anchor: fc.constantFrom('edge', 'first-match'),
  },
  { requiredKeys: ['kind', 'chain'] },
);

describe('sequence patterns against their oracle', { timeout }, () => {
  it('finds the same occurrences, and lists as long as the counts', () => {
    fc.assert(
      fc.property(shortLog, sequenceSpec, storage, (rows, asked, kind) => {
        const view = viewOf(rows, kind);
        const spec = sequenceAnalysis.check(asked, 'spec');
        const answer = finish(sequenceAnalysis.answer(view as Store, spec, null));
        const truth = [...sequenceOracle(rows, asked)].sort(([a], [b]) => (a < b ? -1 : 1));
        const matched = truth.filter(([, own]) => own.count > 0);
        const { result } = answer;
        expect(result.actors).toBe(truth.length);
        expect(result.matched).toBe(matched.length);
        expect(result.occurrences).toBe(matched.reduce((sum, [, own]) => sum + own.count, 0));
        expect(result.examples).toEqual(
          matched
            .slice(0, asked.examples ?? 20)
            .map(([actor, { count, timesMs }]) => ({ actor: `actor:${actor}`, count, timesMs })),
        );
        const of = (side: 'matched' | 'unmatched'): string[] =>
          keysOf(view, finish(answer.actors({ kind: 'pattern', of: side })));
        expect(of('matched')).toEqual(matched.map(([actor]) => `actor:${actor}`));
        expect(of('unmatched')).toHaveLength(truth.length - matched.length);
        const ends = [...(finish(answer.rows!({ kind: 'pattern', of: 'matched' })) as number[])];
        const timesOfEnds = ends.map((row) => view.timeBase + view.time[row]!);
        expect(timesOfEnds).toEqual(matched.flatMap(([, own]) => own.ends.map((row) => row[1])));
      }),
      runs,
    );
  });
});

describe('sequence patterns in one very long actor', { timeout }, () => {
  const alone = log.map((rows) => rows.map(([, ...rest]): Row => ['ann', ...rest]));

  it('are found alike at once and piece by piece', () => {
    fc.assert(
      fc.property(alone, sequenceSpec, storage, fc.integer({ min: 1, max: 4 }), (rows, asked, kind, piece) => {
        const view = viewOf(rows, kind);
        const whole = finish(sequence(view, asked, null));
        expect(finish(sequence(view, asked, null, piece))).toEqual(whole);
      }),
      runs,
    );
  });
});

describe('next node against its oracle', { timeout }, () => {
  it('gives the same answer for each actor, and lists as long as the counts', () => {
    fc.assert(
      fc.property(log, nextSpec, storage, (rows, asked, kind) => {
        const view = viewOf(rows, kind);
        const answer = finish(nextNodeAnalysis.answer(view as Store, asked, null));
        const truth = [...nextNodeOracle(rows, asked)].sort(([a], [b]) => (a < b ? -1 : 1));
        const { result } = answer;
        const keys = (mark: NextNodeMark): string[] => keysOf(view, finish(answer.actors(mark)));
        const of = (passes: (what: (typeof truth)[number][1]) => boolean): string[] =>
          truth.filter(([, what]) => passes(what)).map(([actor]) => `actor:${actor}`);
        for (const { name, actors } of result.next) {
          const expected = of((what) => typeof what === 'object' && what.name === name);
          expect(keys({ kind: 'next', name })).toEqual(expected);
          expect(actors).toBe(expected.length);
          expect(finish(answer.rows!({ kind: 'next', name }))).toHaveLength(actors);
        }
        expect(result.next.map((one) => one.actors)).toEqual(
          result.next.map((one) => one.actors).toSorted((a, b) => b - a),
        );
        expect(result.nextTotal).toBe(
          new Set(
            truth.map(([, what]) => (typeof what === 'object' ? what.name : null)).filter((name) => name !== null),
          ).size,
        );
        expect(keys({ kind: 'chain', of: 'matched' })).toEqual(of((what) => what !== 'unmatched'));
        expect(keys({ kind: 'chain', of: 'ended' })).toEqual(of((what) => what === 'ended'));
        expect(keys({ kind: 'chain', of: 'unmatched' })).toEqual(of((what) => what === 'unmatched'));
        expect([result.matched, result.ended, result.unmatched]).toEqual([
          of((what) => what !== 'unmatched').length,
          of((what) => what === 'ended').length,
          of((what) => what === 'unmatched').length,
        ]);
      }),
      runs,
    );
  });
});

function keysOf(view: StoreView, actors: ArrayLike<number>): string[] {
  return Array.from(actors, (actor) => view.actorKey(actor));
}

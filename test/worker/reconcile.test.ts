import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { Result } from '../../worker/protocol/result.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { batchOf } from './batches.js';

// Departments look at one set through different widgets: what they count of the same thing is the same number.

const names = ['visit', 'call', 'buy'] as const;
const rows = array(
  record({
    actor: constantFrom('ann', 'bob', 'cid', 'dot', 'eve', ''),
    t: integer({ min: 0, max: 20 }).map((t) => t * 600_000),
    event: constantFrom(...names, 'click'),
    props: record({
      plan: constantFrom('pro', 'free'),
      x: integer({ min: 0, max: 99 }),
      y: integer({ min: 0, max: 99 }),
      docWidth: constantFrom(100),
      docHeight: constantFrom(100),
    }),
  }),
  { minLength: 1, maxLength: 60 },
);
const filters = constantFrom<Filter>(
  { kind: 'and', of: [] },
  { kind: 'time', range: { from: 3_000_000, to: 9_000_000 } },
  { kind: 'rows', match: [{ where: [{ prop: 'plan', op: 'eq', value: 'pro' }] }] },
  {
    kind: 'actors',
    spec: { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }] },
    mark: { kind: 'left', step: 1 },
  },
  { kind: 'not', of: { kind: 'actor', keys: ['ann', 'bob'] } },
);
const features = [...names, 'click'].map((name) => ({ name, match: [{ event: name }] }));
const ofAge = { kind: 'featureMatrix', features, columns: 'hour-of-week' } as const;

type Answers<S extends Record<string, Spec>> = { [K in keyof S]: Extract<Result, { kind: S[K]['kind'] }> };

describe.each(['typed', 'plain'] as const)('under one filter, %s', (storage) => {
  it('funnel, paths, journeys, sessions and heatmaps agree', async () => {
    await assert(
      asyncProperty(rows, filters, async (log, filter) => {
        const core = new EngineCore({ connectors: [], storage });
        await core.appendBatches([batchOf(log)]);
        const ask = async <const S extends Record<string, Spec>>(specs: S): Promise<Answers<S>> => {
          const outcomes = await core.run(Object.entries(specs).map(([id, spec]) => ({ id, spec, filter })));
          return Object.fromEntries(
            outcomes.map((outcome) => {
              if (!outcome.ok) throw new Error(outcome.error.message);
              return [outcome.id, outcome.result];
            }),
          ) as Answers<S>;
        };
        const all = await ask({
          anybody: { kind: 'funnel', steps: [{}] },
          visits: { kind: 'funnel', steps: [{ event: 'visit' }] },
          visitThenBuy: { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }], tie: 'input-order' },
          attempts: { kind: 'funnel', steps: [{ event: 'buy' }], mode: 'totals' },
          times: { kind: 'timeToConvert', steps: [{ event: 'visit' }, { event: 'buy' }], tie: 'input-order' },
          paths: { kind: 'paths', collapseRepeats: false, maxSteps: 100, maxEdges: 10_000 },
          variants: { kind: 'variants', collapseRepeats: false, limit: 10_000 },
          sessions: { kind: 'sessions' },
          journeys: { kind: 'journey' },
          sequence: {
            kind: 'sequence',
            conditions: [{ event: 'visit' }, { event: 'buy' }],
            pattern: [{ step: 0 }, { gap: true }, { step: 1 }],
          },
          buys: { kind: 'sequence', conditions: [{ event: 'buy' }], pattern: [{ step: 0 }] },
          matrix: ofAge,
          grid: { kind: 'heatmapGrid', cols: 10, rows: 10 },
          dead: { kind: 'deadClick' },
        });

        // Who is there at all.
        const people = all.anybody.stepCounts[0];
        expect(all.journeys.actors).toBe(people);
        expect(all.sessions.actors).toBe(people);
        expect(all.paths.actors).toBe(people);
        expect(all.variants.actors).toBe(people);

        // Rows that were looked at; the grid takes those of nobody too.
        const looked = all.anybody.meta.rowsInScope;
        for (const each of [all.visits, all.paths, all.sessions, all.journeys, all.variants]) {
          expect(each.meta.rowsInScope).toBe(looked);
        }
        expect(all.grid.points).toBeGreaterThanOrEqual(looked);

        // Sessions, and every row of them as a node.
        expect(all.paths.sessions).toBe(all.sessions.sessions);
        expect(all.variants.sequences).toBe(all.sessions.sessions);
        expect(sum(all.paths.nodes.map(({ visits }) => visits))).toBe(looked);
        expect(sum(all.variants.variants.map(({ nodes, count }) => nodes.length * count))).toBe(looked);
        expect(sum(all.paths.nodes.map(({ ends }) => ends))).toBe(all.sessions.sessions);

        // One event, counted as step, as feature, as node and as click.
        const of = (name: string): number => features.findIndex((feature) => feature.name === name);
        expect(all.matrix.featureTotals.actors[of('visit')]).toBe(all.visits.stepCounts[0]);
        expect(all.matrix.featureTotals.counts[of('buy')]).toBe(all.buys.occurrences);
        // Rows at one instant are one entry: the latest of those that complete together is counted, the others go with it.
        expect(all.attempts.stepCounts[0]).toBeLessThanOrEqual(all.buys.occurrences);
        expect(all.attempts.stepCounts[0]).toBeGreaterThanOrEqual(all.matrix.featureTotals.actors[of('buy')]!);
        const nodesOf = (name: string): number =>
          sum(all.paths.nodes.filter((node) => node.name === name).map(({ visits }) => visits));
        for (const { name } of features) expect(all.matrix.featureTotals.counts[of(name)]).toBe(nodesOf(name));
        expect(sum(Object.values(all.dead.clicks))).toBe(nodesOf('click'));

        // The same two steps, in three ways.
        expect(all.times.count).toBe(all.visitThenBuy.stepCounts[1]);
        expect(all.sequence.matched).toBe(all.visitThenBuy.stepCounts[1]);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 40) },
    );
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

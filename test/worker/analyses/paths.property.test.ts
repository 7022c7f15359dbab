import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathsAnalysis } from '../../../worker/analyses/paths-analysis.js';
import { variantsAnalysis } from '../../../worker/analyses/variants-analysis.js';
import { filterMask } from '../../../worker/analyses/selector.js';
import type { PathsMark, PathsSpec, VariantsMark, VariantsSpec } from '../../../worker/protocol/paths.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { pathsOracle, variantsOracle } from '../../oracles/paths.js';
import { viewOf, type Row, type Storage } from '../view.js';
import { log, nodeName, nodeOptions, runs, scopeOptions, selector, storage, timeout } from './journeys-arbitrary.js';

// eslint-disable-next-line no-console
console.log(`paths against their oracle: FC_SEED=${runs.seed} FC_RUNS=${runs.numRuns}`);

const spec: fc.Arbitrary<PathsSpec> = fc
  .record(
    {
      kind: fc.constant('paths' as const),
      ...nodeOptions,
      ...scopeOptions,
      collapseRepeats: fc.boolean(),
      start: nodeName,
      end: nodeName,
      maxSteps: fc.integer({ min: 2, max: 6 }),
      align: fc.constantFrom('start' as const, 'end' as const),
      maxEdges: fc.integer({ min: 1, max: 8 }),
      minEdgeCount: fc.integer({ min: 1, max: 3 }),
      converted: fc.array(selector, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ['kind'] },
  )
  .map(({ align, ...rest }) =>
    rest.end !== undefined && rest.start === undefined && align ? { ...rest, align } : rest,
  );
const variantsSpec: fc.Arbitrary<VariantsSpec> = fc.record(
  {
    kind: fc.constant('variants' as const),
    ...nodeOptions,
    ...scopeOptions,
    per: fc.constantFrom('session', 'actor'),
    collapseRepeats: fc.boolean(),
  },
  { requiredKeys: ['kind'] },
);

describe('paths against their oracle', { timeout }, () => {
  it('gives the same edges, labels and groups, in both storages', () => {
    fc.assert(fc.property(log, spec, storage, agree), runs);
  });

  it('the lists behind marks are those of the oracle, as long as the counts', () => {
    fc.assert(
      fc.property(log, spec, storage, (rows, asked, kind) => {
        const view = viewOf(rows, kind);
        const answer = finish(pathsAnalysis.answer(view as Store, asked, null));
        const truth = pathsOracle(rows, asked);
        const keys = (mark: PathsMark): string[] =>
          [...(finish(answer.actors(mark)) as number[])].map((a) => view.actorKey(a));
        const count = (mark: PathsMark): number => finish(answer.rows!(mark)).length;
        for (const edge of answer.result.edges) {
          const mark = { kind: 'edge', source: edge.source, target: edge.target } as const;
          expect(keys(mark)).toHaveLength(edge.actors);
          expect(count(mark)).toBe(edge.count);
          if (!edge.comparison) continue;
          expect(keys({ ...mark, group: 'converted' })).toHaveLength(edge.comparison.converted);
          expect(keys({ ...mark, group: 'notConverted' })).toHaveLength(edge.comparison.notConverted);
        }
        for (const node of answer.result.nodes) {
          const mark = (of: 'visited' | 'reached' | 'continued' | 'dropped'): PathsMark => ({
            kind: 'node',
            label: node.label,
            of,
          });
          const named = (actors: string[] | undefined): string[] => (actors ?? []).map((actor) => `actor:${actor}`);
          expect(keys(mark('visited'))).toEqual(named(truth.visited.get(node.label)));
          expect(keys(mark('reached'))).toEqual(named(truth.reached.get(node.label)));
          expect(keys(mark('continued'))).toEqual(named(truth.continued.get(node.label)));
          expect(keys(mark('dropped'))).toEqual(named(truth.dropped.get(node.label)));
          expect(count(mark('visited'))).toBe(node.visits);
          expect(count(mark('dropped'))).toBe(node.ends);
          expect(count(mark('continued'))).toBe(node.visits - node.ends);
          expect(count(mark('reached'))).toBe(node.visits - node.starts);
        }
      }),
      runs,
    );
  });

  it('the lists behind parts are those of the paths that go that way', () => {
    const names = fc.option(
      fc.oneof(fc.record({ only: fc.array(nodeName) }), fc.record({ except: fc.array(nodeName) })),
      { nil: undefined },
    );
    const next = fc.oneof(names, fc.constantFrom('any' as const, 'end' as const));
    fc.assert(
      fc.property(log, spec, fc.integer({ min: 1, max: 6 }), names, next, (rows, asked, position, some, then) => {
        const view = viewOf(rows);
        const answer = finish(pathsAnalysis.answer(view as Store, asked, null));
        const among = (set: typeof some, label: string): boolean => {
          const name = label.slice(label.indexOf('_') + 1);
          return !set || ('only' in set ? set.only.includes(name) : !set.except.includes(name));
        };
        const true_ = pathsOracle(rows, asked).labels.filter(({ labels }) => {
          const i = labels.findIndex((label) => label.startsWith(`${position}_`));
          if (i < 0 || !among(some, labels[i]!)) return false;
          if (then === undefined) return true;
          if (then === 'end') return i === labels.length - 1;
          return i < labels.length - 1 && (then === 'any' || among(then, labels[i + 1]!));
        });
        const mark: PathsMark = {
          kind: 'part',
          position,
          ...(some && { names: some }),
          ...(then !== undefined && { next: then }),
        };
        const keys = [...(finish(answer.actors(mark)) as number[])].map((a) => view.actorKey(a));
        expect(keys).toEqual([...new Set(true_.map(({ actor }) => `actor:${actor}`))].sort());
        expect(finish(answer.rows!(mark))).toHaveLength(true_.length);
      }),
      runs,
    );
  });

  it('a filter equals the same condition in `where`', () => {
    fc.assert(
      fc.property(log, spec, selector, (rows, asked, only) => {
        const view = viewOf(rows) as Store;
        const mask = finish(filterMask(view, { kind: 'rows', match: [only] }));
        const where = [...(asked.where ?? []), only];
        expect(finish(pathsAnalysis.answer(view, asked, mask)).result).toEqual(
          finish(pathsAnalysis.answer(view, { ...asked, where }, null)).result,
        );
      }),
      runs,
    );
  });
});

describe('variants against their oracle', { timeout }, () => {
  it('gives the same sequences, waiting and rework, in both storages, and lists as long as the counts', () => {
    fc.assert(
      fc.property(log, variantsSpec, storage, (rows, asked, kind) => {
        const view = viewOf(rows, kind);
        const answer = finish(
          variantsAnalysis.answer(view as Store, { ...asked, limit: 10_000, maxEdges: 10_000 }, null),
        );
        const { result } = answer;
        const truth = variantsOracle(rows, asked);
        expect(result.variants).toEqual(truth.variants);
        expect(result.modal).toEqual(truth.variants[0]?.nodes ?? null);
        expect(result.waiting.map((edge) => ({ ...edge, converted: 0 }))).toEqual(truth.waiting);
        expect(new Map(result.rework.map(({ name, actors, visits }) => [name, { actors, visits }]))).toEqual(
          truth.rework,
        );
        const holds = (mark: VariantsMark, actors: number, count: number): void => {
          expect(finish(answer.actors(mark))).toHaveLength(actors);
          expect(finish(answer.rows!(mark))).toHaveLength(count);
        };
        for (const one of result.variants) holds({ kind: 'variant', nodes: one.nodes }, one.actors, one.count);
        for (const one of result.rework) holds({ kind: 'rework', name: one.name }, one.actors, one.visits);
        for (const { source, target, actors, count } of result.waiting) {
          holds({ kind: 'waiting', source, target }, actors, count);
        }
      }),
      runs,
    );
  });

  it('keeps the first ones of the same order when asked for fewer', () => {
    fc.assert(
      fc.property(log, variantsSpec, fc.integer({ min: 1, max: 4 }), (rows, asked, limit) => {
        const ask = (most: number) =>
          finish(variantsAnalysis.answer(viewOf(rows) as Store, { ...asked, limit: most, maxEdges: most }, null))
            .result;
        const all = ask(10_000);
        const few = ask(limit);
        expect(few.variants).toEqual(all.variants.slice(0, limit));
        expect(few.waiting).toEqual(all.waiting.slice(0, limit));
        expect([few.variantsTotal, few.waitingTotal]).toEqual([all.variants.length, all.waiting.length]);
      }),
      runs,
    );
  });
});

function agree(rows: Row[], asked: PathsSpec, kind: Storage): void {
  const { result } = finish(pathsAnalysis.answer(viewOf(rows, kind) as Store, asked, null));
  const truth = pathsOracle(rows, asked);
  expect(
    result.edges.map(({ source, target, count, actors, meanMs, medianMs, comparison }) => {
      const converted =
        comparison?.converted ?? truth.edges.find((e) => e.source === source && e.target === target)?.converted;
      return { source, target, count, actors, meanMs, medianMs, converted };
    }),
  ).toEqual(truth.edges);
  const { edgesTotal, sessions, actors, cutSessions, groups, rowsInScope } = truth;
  expect({ ...result, rowsInScope: result.meta.rowsInScope }).toMatchObject({
    edgesTotal,
    sessions,
    actors,
    cutSessions,
    groups,
    rowsInScope,
    nodesTotal: truth.visits.size,
  });
  for (const node of result.nodes) {
    expect(node.visits).toBe(truth.visits.get(node.label));
    expect(node.actors).toBe(truth.visited.get(node.label)!.length);
    expect(node.reached).toBe(truth.reached.get(node.label)?.length ?? 0);
    expect(node.continued).toBe(truth.continued.get(node.label)?.length ?? 0);
    expect(node.dropped).toBe(truth.dropped.get(node.label)?.length ?? 0);
  }
  expect(result.positions.reduce((sum, at) => sum + at.ends, 0)).toBe(sessions);
  expect(result.positions.reduce((sum, at) => sum + at.starts, 0)).toBe(sessions);
  for (const node of result.nodes) {
    expect(node.starts).toBe(truth.labels.filter(({ labels }) => labels[0] === node.label).length);
  }
  for (const { position, visits } of result.positions) {
    const own = [...truth.visits].filter(([label]) => label.startsWith(`${position}_`));
    expect(visits).toBe(own.reduce((sum, [, count]) => sum + count, 0));
  }
}

import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineCore } from '../../worker/engine.js';
import type { PathsResult, SessionsResult, VariantsResult } from '../../worker/protocol/paths.js';
import { ask, dataLogs, nearestRank, type ExpectedEdges, type ExpectedVariants } from './logs.js';

/** Longer than any log: all rows of an actor are one session. */
const endless = 8.64e15;

for (const log of dataLogs()) {
  const { directly_follows: edges, state_changes_only: changes, sessions_30min: sessions, variants } = log.figures;
  const firstPages = log.figures.first_page_per_actor_top10;
  const ties = log.figures.same_incident_same_minute_pairs ?? log.figures.same_customer_same_day_pairs;
  if (!edges && ties === undefined) continue;
  for (const storage of ['typed', 'plain'] as const) {
    describe(`${log.name} (${storage} storage): journeys`, () => {
      let core: EngineCore;
      beforeAll(async () => {
        core = await log.load(storage);
      }, 120_000);
      const ofActors = (collapseRepeats: boolean, limit = 10_000): Promise<VariantsResult> =>
        ask<VariantsResult>(core, {
          kind: 'variants',
          per: 'actor',
          sessionGapMs: endless,
          collapseRepeats,
          limit,
          maxEdges: 10_000,
        });

      if (ties !== undefined) {
        it('pairs of neighbours at one instant: what a gap of one millisecond does not split', async () => {
          const result = await ask<SessionsResult>(core, { kind: 'sessions', sessionGapMs: 1 });
          expect(result.meta.rowsInScope - result.sessions).toBe(ties);
        });
      }

      if (!edges) return;
      describe('sequences of actors', () => {
        it('pairs of neighbours', async () => checkEdges(await ofActors(false), edges));
        if (variants) it('variants', async () => checkVariants(await ofActors(false), variants));
        if (changes) {
          it('after merging runs of one state: rows, pairs of neighbours and variants', async () => {
            const result = await ofActors(true);
            checkEdges(result, changes.directly_follows);
            checkVariants(result, changes.variants);
            expect(sum(result.waiting) + result.actors).toBe(changes.events);
          });
        }
        if (firstPages) {
          it('first page of an actor', async () => {
            const first = new Map<string, number>();
            for (const { nodes, actors } of (await ofActors(false)).variants) {
              first.set(nodes[0]!, (first.get(nodes[0]!) ?? 0) + actors);
            }
            const order = [...first].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
            expect(order.slice(0, 10)).toEqual(Object.entries(firstPages));
          });
        }
      });

      it('edges of paths add up to the pairs of neighbours', async () => {
        const result = await ask<PathsResult>(core, {
          kind: 'paths',
          sessionGapMs: endless,
          collapseRepeats: false,
          maxSteps: 1000,
          maxEdges: 10_000,
          medians: false,
        });
        expect(result.edges).toHaveLength(result.edgesTotal);
        const pairs = new Map<string, { source: string; target: string; count: number }>();
        for (const { sourceName, targetName, count } of result.edges) {
          const key = JSON.stringify([sourceName, targetName]);
          const pair = pairs.get(key) ?? { source: sourceName, target: targetName, count: 0 };
          pairs.set(key, { ...pair, count: pair.count + count });
        }
        checkEdges({ waiting: [...pairs.values()].sort(byCount), waitingTotal: pairs.size }, edges);
      });

      if (sessions) {
        it('sessions', async () => {
          // The file splits at gaps of more than 30 minutes, the kit at gaps of 30 minutes.
          const split = (sessionGapMs: number): Promise<SessionsResult> =>
            ask<SessionsResult>(core, { kind: 'sessions', sessionGapMs });
          const result = await split(1_800_001);
          const lengths = result.byRows.flatMap(([rows, count]) => Array.from({ length: count }, () => rows));
          expect({
            sessions: result.sessions,
            single_event_sessions: result.single,
            events_per_session_p50: nearestRank(lengths, 0.5),
            events_per_session_max: lengths.at(-1),
            gaps_exactly_at_limit: (await split(1_800_000)).sessions - result.sessions,
          }).toEqual({
            sessions: sessions.sessions,
            single_event_sessions: sessions.single_event_sessions,
            events_per_session_p50: sessions.events_per_session_p50,
            events_per_session_max: sessions.events_per_session_max,
            gaps_exactly_at_limit: sessions.gaps_exactly_at_limit,
          });
        });
      }
    });
  }
}

type Edges = Pick<VariantsResult, 'waitingTotal'> & { readonly waiting: readonly Edge[] };
type Edge = Pick<VariantsResult['waiting'][number], 'source' | 'target' | 'count'>;

function checkEdges({ waiting, waitingTotal }: Edges, expected: ExpectedEdges): void {
  expect(waitingTotal).toBe(expected.distinct_edges);
  expect(sum(waiting)).toBe(expected.total_pairs);
  const top = waiting.slice(0, expected.top.length).map(({ source, target, count }) => ({
    from: source,
    to: target,
    count,
  }));
  expect(top).toEqual(expected.top);
}

function checkVariants(result: VariantsResult, expected: ExpectedVariants): void {
  expect(result.variantsTotal).toBe(expected.distinct);
  const top = result.variants.slice(0, expected.top.length);
  expect(top.map(({ nodes, actors }) => ({ sequence: nodes, actors }))).toEqual(expected.top);
  expect(result.modal).toEqual(expected.top[0]!.sequence);
}

function byCount(a: Edge, b: Edge): number {
  if (a.count !== b.count) return b.count - a.count;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.target < b.target ? -1 : 1;
}

function sum(edges: readonly Edge[]): number {
  return edges.reduce((total, edge) => total + edge.count, 0);
}

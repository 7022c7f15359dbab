import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { PropertyValue } from '../../worker/protocol/batch.js';
import type { Filter, Selector } from '../../worker/protocol/filter.js';
import type { FunnelFigures, FunnelMark } from '../../worker/protocol/funnel.js';
import type { Result } from '../../worker/protocol/result.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import { batchOf } from './batches.js';
import type { Row } from './batches.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A mark and what the result says it counts. */
interface Counted {
  readonly mark: Mark;
  readonly actors?: number;
  readonly rows?: number;
}

type OfKind<R extends { kind: string }, K extends R['kind']> = Extract<R, { kind: K }>;

/** Questions of one kind, and every mark of their results. */
interface Questions<K extends Spec['kind']> {
  readonly specs: ReadonlyArray<OfKind<Spec, K>>;
  marks(result: OfKind<Result, K>, spec: OfKind<Spec, K>): readonly Counted[];
}

const steps: readonly Selector[] = [{ event: 'visit' }, { event: 'call' }, { event: ['buy', 'renew'] }];
const rules = { steps, windowMs: 5 * DAY };
const pages = { node: 'page', sessionGapMs: HOUR };
const stages = ['lead', 'trial', 'won'].map((name) => ({
  name,
  match: [{ where: [{ prop: 'stage', op: 'eq' as const, value: name }] }],
}));
const click = { event: 'click' };
const buckets = { from: 0, count: 12 };

const questions: { readonly [K in Spec['kind']]: Questions<K> } = {
  funnel: {
    specs: [
      { kind: 'funnel', ...rules },
      { kind: 'funnel', ...rules, order: 'unordered' },
      { kind: 'funnel', ...rules, order: 'strict', entry: 'first' },
      { kind: 'funnel', ...rules, mode: 'totals' },
      { kind: 'funnel', ...rules, breakdown: { by: ['plan'], limit: 2 } },
      { kind: 'funnel', ...rules, breakdown: { by: ['plan', 'channel'], attribution: 'all', limit: 3 } },
      { kind: 'funnel', ...rules, breakdown: { by: ['channel'], attribution: 'step', step: 1 } },
      {
        kind: 'funnel',
        ...rules,
        range: { from: 5 * DAY, to: 10 * DAY },
        compare: { range: { from: 0, to: 5 * DAY } },
        breakdown: { by: ['plan'], attribution: 'last' },
      },
      {
        kind: 'funnel',
        ...rules,
        steps: [steps[0]!, { ...steps[1], optional: true }, steps[2]!],
        exclusions: [{ event: 'click', from: 0, to: 2 }],
      },
    ],
    marks(result, spec) {
      const totals = spec.mode === 'totals';
      const of = (figures: FunnelFigures, rest: Partial<FunnelMark>): Counted[] => [
        ...funnelMarks(figures, rest, totals),
        ...(figures.groups ?? []).flatMap((group) =>
          funnelMarks(group, { ...rest, group: group.key ?? 'other' }, totals),
        ),
      ];
      return [...of(result, {}), ...(result.compare ? of(result.compare, { period: 'compare' }) : [])];
    },
  },
  timeToConvert: {
    specs: [
      { kind: 'timeToConvert', ...rules, binCount: 5 },
      { kind: 'timeToConvert', ...rules, fromStep: 0, toStep: 1, mode: 'totals' },
    ],
    marks(result, spec) {
      const counted = spec.mode === 'totals' ? 'rows' : 'actors';
      return [
        { mark: { kind: 'converted' }, [counted]: result.count },
        ...result.bins.map(({ count }, bin): Counted => ({ mark: { kind: 'converted', bin }, [counted]: count })),
      ];
    },
  },
  funnelTrend: {
    specs: [{ kind: 'funnelTrend', ...rules, interval: 'day', tz: 'Europe/Berlin', buckets }],
    marks: (result) =>
      result.buckets.flatMap(({ entered, converted }, bucket): Counted[] => [
        { mark: { kind: 'entered', bucket }, actors: entered },
        { mark: { kind: 'converted', bucket }, actors: converted },
        { mark: { kind: 'dropped', bucket }, actors: entered - converted },
      ]),
  },
  paths: {
    specs: [
      { kind: 'paths', ...pages, converted: [{ event: 'buy' }] },
      { kind: 'paths', ...pages, start: '/a', maxSteps: 3, collapseRepeats: false },
      { kind: 'paths', ...pages, end: '/c', range: { from: 2 * DAY, to: 9 * DAY } },
    ],
    marks: (result) => [
      ...result.edges.flatMap(({ source, target, count, actors, comparison }): Counted[] => [
        { mark: { kind: 'edge', source, target }, actors, rows: count },
        ...(comparison
          ? (['converted', 'notConverted'] as const).map((group): Counted => ({
              mark: { kind: 'edge', source, target, group },
              actors: comparison[group],
            }))
          : []),
      ]),
      ...result.nodes.flatMap((node): Counted[] => [
        { mark: { kind: 'node', label: node.label, of: 'visited' }, actors: node.actors, rows: node.visits },
        { mark: { kind: 'node', label: node.label, of: 'reached' }, actors: node.reached },
        { mark: { kind: 'node', label: node.label, of: 'continued' }, actors: node.continued },
        { mark: { kind: 'node', label: node.label, of: 'dropped' }, actors: node.dropped, rows: node.ends },
      ]),
    ],
  },
  nextNode: {
    specs: [
      { kind: 'nextNode', node: 'page', chain: ['/a'] },
      { kind: 'nextNode', chain: ['buy'], direction: 'backward', anchor: 'first-match' },
    ],
    marks: (result) => [
      ...result.next.map(({ name, actors }): Counted => ({ mark: { kind: 'next', name }, actors })),
      ...(['matched', 'ended', 'unmatched'] as const).map((of): Counted => ({
        mark: { kind: 'chain', of },
        actors: result[of],
      })),
    ],
  },
  sequence: {
    specs: [{ kind: 'sequence', conditions: steps, pattern: [{ step: 0 }, { gap: true }, { step: 2 }] }],
    marks: ({ actors, matched, occurrences }) => [
      { mark: { kind: 'pattern', of: 'matched' }, actors: matched, rows: occurrences },
      { mark: { kind: 'pattern', of: 'unmatched' }, actors: actors - matched },
    ],
  },
  variants: {
    specs: [
      { kind: 'variants', ...pages },
      { kind: 'variants', ...pages, per: 'actor' },
    ],
    marks: (result) => [
      ...result.variants.map(({ nodes, actors, count }): Counted => ({
        mark: { kind: 'variant', nodes },
        actors,
        rows: count,
      })),
      ...result.rework.map(({ name, actors, visits }): Counted => ({
        mark: { kind: 'rework', name },
        actors,
        rows: visits,
      })),
      ...result.waiting.map(({ source, target, actors, count }): Counted => ({
        mark: { kind: 'waiting', source, target },
        actors,
        rows: count,
      })),
    ],
  },
  sessions: {
    specs: [
      { kind: 'sessions', sessionGapMs: HOUR, range: { from: 2 * DAY + 5, to: 9 * DAY } },
      { kind: 'sessions', sessionGapMs: HOUR, actor: 'p3' },
    ],
    marks: (result) => [
      { mark: { kind: 'sessions', of: 'all' }, actors: result.actors, rows: result.meta.rowsInScope },
      { mark: { kind: 'sessions', of: 'single' }, actors: result.singleActors },
      { mark: { kind: 'sessions', of: 'cut' }, actors: result.cutActors, rows: result.cutRows },
      ...(result.page?.sessions ?? []).map(({ number, rowsInScope }): Counted => ({
        mark: { kind: 'session', actor: result.page!.actor, number },
        actors: 1,
        rows: rowsInScope,
      })),
    ],
  },
  journey: {
    specs: [
      { kind: 'journey', stages, cycleTo: { event: 'buy' } },
      { kind: 'journey', stages, actor: 'p3', cycleTo: { stage: 'won' } },
      { kind: 'journey', stages, account: 'acme' },
    ],
    marks(result) {
      const journey: Counted = { mark: { kind: 'journey' }, actors: result.actors, rows: result.meta.rowsInScope };
      const { group } = result;
      if (!group) {
        const bursts = result.summary!.bursts.map(({ rows }, index): Counted => ({
          mark: { kind: 'burst', index },
          rows,
        }));
        return [journey, ...bursts];
      }
      return [
        journey,
        ...group.stages.flatMap(({ name, rows, reached, current }): Counted[] => [
          { mark: { kind: 'stage', stage: name, of: 'rows' }, rows },
          { mark: { kind: 'stage', stage: name, of: 'reached' }, actors: reached },
          { mark: { kind: 'stage', stage: name, of: 'current' }, actors: current },
        ]),
        ...group.transitions.map(({ from, to, count, actors }): Counted => ({
          mark: { kind: 'transition', from, to },
          actors,
          rows: count,
        })),
        { mark: { kind: 'journeys', of: 'silent' }, actors: group.silent },
        { mark: { kind: 'journeys', of: 'bursting' }, actors: group.bursting },
        { mark: { kind: 'journeys', of: 'cycled' }, actors: group.cycles },
      ];
    },
  },
  heatmapGrid: {
    specs: [
      { kind: 'heatmapGrid', cols: 4, rows: 3 },
      { kind: 'heatmapGrid', cols: 4, rows: 3, viewportClasses: [800], where: [click] },
      { kind: 'heatmapGrid', cols: 4, rows: 3, only: { kind: 'deadClick' } },
      { kind: 'heatmapGrid', cols: 4, rows: 3, only: { kind: 'rageClick', minClicks: 2 } },
    ],
    marks: ({ cells, points, actors, outside, noSize }) => [
      { mark: { kind: 'points' }, rows: points, actors },
      { mark: { kind: 'outside' }, rows: outside },
      { mark: { kind: 'noSize' }, rows: noSize },
      ...cells.counts.map((rows, i): Counted => ({
        mark: { kind: 'cell', class: cells.classes[i]!, col: cells.cols[i]!, row: cells.rows[i]! },
        rows,
        actors: cells.actors[i]!,
      })),
    ],
  },
  scrollDepth: {
    specs: [{ kind: 'scrollDepth' }],
    marks: ({ counts, actorCounts }) =>
      counts.map((rows, i): Counted => ({ mark: { kind: 'level', percent: i + 1 }, rows, actors: actorCounts[i]! })),
  },
  rageClick: {
    specs: [{ kind: 'rageClick', minClicks: 2, radiusPx: 2000, maxGapMs: 6 * HOUR }],
    marks: (result) => [
      { mark: { kind: 'fired' }, rows: result.runs, actors: result.actors },
      { mark: { kind: 'clicks' }, rows: result.runClicks, actors: result.actors },
      ...result.targets.flatMap(({ page, element, runs, clicks, actors }): Counted[] => [
        { mark: { kind: 'fired', page, element }, rows: runs, actors },
        { mark: { kind: 'clicks', page, element }, rows: clicks, actors },
      ]),
      ...result.longest.map(({ clicks }, index): Counted => ({
        mark: { kind: 'run', index },
        rows: clicks,
        actors: 1,
      })),
    ],
  },
  deadClick: {
    specs: [{ kind: 'deadClick' }],
    marks: (result) =>
      (['dead', 'live', 'unknown'] as const).flatMap((kind): Counted[] => [
        { mark: { kind }, rows: result.clicks[kind], actors: result.actors[kind] },
        ...result.targets.map((target): Counted => ({
          mark: { kind, page: target.page, element: target.element },
          rows: target[kind],
          ...(kind === 'dead' && { actors: target.deadActors }),
        })),
      ]),
  },
  featureMatrix: {
    specs: [
      ...(['day', 'hour-of-week', 'day-of-week', 'hour-of-day', 'day-of-age'] as const).map((columns) => ({
        kind: 'featureMatrix' as const,
        features: [
          { name: 'contact', match: [{ event: 'call' }, { event: 'click' }] },
          { name: 'money', match: [{ event: ['buy', 'renew'] }] },
        ],
        columns,
      })),
      { kind: 'featureMatrix', rows: { prop: 'page', limit: 2 }, columns: 'week' },
      { kind: 'featureMatrix', rows: { prop: 'event' }, columns: 'week' },
    ],
    marks: ({ columns, features, cells, featureTotals, columnTotals, columnRows, columnActors }) => [
      ...features.map((_, feature): Counted => ({
        mark: { kind: 'cell', feature },
        rows: featureTotals.counts[feature]!,
        actors: featureTotals.actors[feature]!,
      })),
      ...columns.flatMap((_, column): Counted[] => [
        {
          mark: { kind: 'cell', column },
          rows: columnTotals.counts[column]!,
          actors: columnTotals.actors[column]!,
        },
        { mark: { kind: 'column', column }, rows: columnRows[column]!, actors: columnActors[column]! },
        ...features.map((__, feature): Counted => ({
          mark: { kind: 'cell', feature, column },
          rows: cells.counts[feature * columns.length + column]!,
          actors: cells.actors[feature * columns.length + column]!,
        })),
      ]),
    ],
  },
  values: {
    specs: [
      { kind: 'values', prop: 'page' },
      { kind: 'values', prop: 'tags', where: [{ event: ['click', 'visit'] }] },
      { kind: 'values', prop: 'x', limit: 10 },
      { kind: 'values', prop: 'event', search: 'C' },
    ],
    marks: ({ values, missing }) => [
      ...values.map(({ value, rows, actors }): Counted => ({ mark: { kind: 'value', value }, rows, actors })),
      { mark: { kind: 'missing' }, ...missing },
    ],
  },
  counts: {
    specs: [
      { kind: 'counts' },
      { kind: 'counts', by: '$name', columns: 'day', buckets },
      { kind: 'counts', by: 'plan', maxGroups: 2, columns: 'hour-of-day', tz: 'Asia/Kolkata' },
    ],
    marks: ({ groups, columns, columnTotals, meta }) => [
      { mark: { kind: 'rows' }, rows: meta.rowsInScope },
      ...columns.map((_, column): Counted => ({ mark: { kind: 'rows', column }, rows: columnTotals[column]! })),
      ...groups.flatMap((group): Counted[] => [
        { mark: { kind: 'rows', group: group.key }, rows: group.count },
        ...group.columns.map((rows, column): Counted => ({ mark: { kind: 'rows', group: group.key, column }, rows })),
      ]),
    ],
  },
};

const filters: Readonly<Record<string, Filter | null>> = {
  nothing: null,
  'a time range': { kind: 'time', range: { from: 3 * DAY, to: 11 * DAY } },
  'the actors of a mark': {
    kind: 'actors',
    spec: { kind: 'funnel', ...rules },
    mark: { kind: 'reached', step: 1 },
  },
};

describe.each(['typed', 'plain'] as const)('what a mark counts, %s', (storage) => {
  const core = new EngineCore({ connectors: [], storage });
  const loaded = core.appendBatches([batchOf(logOf(storage === 'typed' ? 1 : 2))]);

  it.each(Object.keys(questions) as Spec['kind'][])('is the length of its list: %s', async (kind) => {
    await loaded;
    const { specs, marks } = questions[kind] as unknown as Questions<'funnel'>;
    let counted = 0;
    for (const spec of specs) {
      for (const [under, filter] of Object.entries(filters)) {
        const asked = { spec, ...(filter && { filter }) };
        const [outcome] = await core.run([{ id: kind, ...asked }]);
        if (!outcome!.ok) throw new Error(`${kind} under ${under}: ${outcome!.error.message}`);
        for (const { mark, actors, rows } of marks(outcome!.result as never, spec)) {
          const what = `${kind} ${JSON.stringify(mark)} under ${under}`;
          if (actors !== undefined) {
            const page = await core.list({ ...asked, mark, limit: 10_000 });
            expect([page.total, page.actors.length], what).toEqual([actors, actors]);
            expect(new Set(page.actors.map(({ key }) => key)).size, what).toBe(actors);
            counted += actors;
          }
          if (rows !== undefined) {
            const page = await core.list({ ...asked, mark, of: 'rows', limit: 10_000 });
            expect([page.total, page.rows.length], what).toEqual([rows, rows]);
            counted += rows;
            if (actors === undefined) continue;
            const known = page.rows.flatMap(({ actor }) => (actor === null ? [] : [actor]));
            expect(new Set(known).size, what).toBe(actors);
          }
        }
      }
    }
    expect(counted).toBeGreaterThan(20);
  });
});

it('holds for every kind of question there is', async () => {
  const core = new EngineCore({ connectors: [] });
  const [outcome] = await core.run([{ id: 'x', spec: { kind: 'none' } as unknown as Spec }]);
  const [, known] = /Known are ([\w, ]+)/.exec(outcome!.ok ? '' : outcome!.error.message)!;
  expect(Object.keys(questions).toSorted()).toEqual(known!.trim().split(', ').toSorted());
});

function funnelMarks(
  figures: Omit<FunnelFigures, 'groups'>,
  rest: Partial<FunnelMark>,
  totals: boolean,
): readonly Counted[] {
  const { stepCounts, dropOffCounts, stepActorCounts, dropOffActorCounts } = figures;
  return stepCounts.flatMap((count, step): Counted[] => {
    const reached: Mark = { ...rest, kind: 'reached', step };
    const left: Mark = { ...rest, kind: 'left', step };
    const dropped = dropOffCounts[step]!;
    if (totals) {
      return [
        { mark: reached, rows: count, actors: stepActorCounts![step]! },
        ...(step === 0 ? [] : [{ mark: left, rows: dropped, actors: dropOffActorCounts![step]! }]),
      ];
    }
    return [{ mark: reached, actors: count }, ...(step === 0 ? [] : [{ mark: left, actors: dropped }])];
  });
}

/** Two weeks of twelve people and some nobody can name, with many equal times. */
function logOf(seed: number): Row[] {
  const next = random(seed);
  const one = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
  return Array.from({ length: 600 }, (): Row => {
    const event = one(['visit', 'visit', 'call', 'buy', 'renew', 'click', 'click', 'scroll']);
    const props: Record<string, PropertyValue> = {
      page: one(['/a', '/b', '/c', '/d', null]),
      plan: one(['free', 'pro', 'team', null]),
      channel: one(['web', 'mail']),
      account: one(['acme', 'globex', null]),
      stage: one(['lead', 'trial', 'won', null, null, null]),
      tags: one([['new', 'vip'], 'vip', ['new', null], [], null]),
    };
    if (event === 'click') {
      Object.assign(props, {
        x: Math.floor(next() * 1100),
        y: Math.floor(next() * 900),
        docWidth: one([1000, 1000, 0]),
        docHeight: 800,
        viewportWidth: one([600, 1000]),
        element: one(['ok', 'menu', null]),
        mutationMs: one([10, 4000, null]),
        observedMs: one([1000, 9000]),
      });
    }
    if (event === 'scroll') {
      Object.assign(props, {
        view: one(['v1', 'v2', null]),
        scrollY: Math.floor(next() * 700),
        viewportHeight: 300,
        docHeight: 1000,
      });
    }
    return {
      actor: next() < 0.06 ? '' : `p${Math.floor(next() * 12)}`,
      t: Math.floor(next() * 14 * 24 * 6) * (HOUR / 6),
      event,
      props,
    };
  });
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

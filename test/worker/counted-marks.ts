import type { FunnelFigures, FunnelMark } from '../../worker/protocol/funnel.js';
import type { Result } from '../../worker/protocol/result.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';

/** A mark and what the result says it counts. */
export interface Counted {
  readonly mark: Mark;
  readonly actors?: number;
  readonly rows?: number;
}

type OfKind<R extends { kind: string }, K extends R['kind']> = Extract<R, { kind: K }>;

/** Every mark of a result, by the kind of its question. */
export const countedMarks: {
  readonly [K in Spec['kind']]: (result: OfKind<Result, K>, spec: OfKind<Spec, K>) => readonly Counted[];
} = {
  funnel(result, spec) {
    const totals = spec.mode === 'totals';
    const of = (figures: FunnelFigures, rest: Partial<FunnelMark>): Counted[] => [
      ...funnelMarks(figures, rest, totals),
      ...(figures.groups ?? []).flatMap((group) =>
        funnelMarks(group, { ...rest, group: group.key ?? 'other' }, totals),
      ),
    ];
    return [...of(result, {}), ...(result.compare ? of(result.compare, { period: 'compare' }) : [])];
  },
  timeToConvert(result, spec) {
    const counted = spec.mode === 'totals' ? 'rows' : 'actors';
    return [
      { mark: { kind: 'converted' }, [counted]: result.count },
      ...result.bins.map(({ count }, bin): Counted => ({ mark: { kind: 'converted', bin }, [counted]: count })),
    ];
  },
  funnelTrend: (result) =>
    result.buckets.flatMap(({ entered, converted }, bucket): Counted[] => [
      { mark: { kind: 'entered', bucket }, actors: entered },
      { mark: { kind: 'converted', bucket }, actors: converted },
      { mark: { kind: 'dropped', bucket }, actors: entered - converted },
    ]),
  paths: (result) => [
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
  nextNode: (result) => [
    ...result.next.map(({ name, actors }): Counted => ({ mark: { kind: 'next', name }, actors })),
    ...(['matched', 'ended', 'unmatched'] as const).map((of): Counted => ({
      mark: { kind: 'chain', of },
      actors: result[of],
    })),
  ],
  sequence: ({ actors, matched, occurrences }) => [
    { mark: { kind: 'pattern', of: 'matched' }, actors: matched, rows: occurrences },
    { mark: { kind: 'pattern', of: 'unmatched' }, actors: actors - matched },
  ],
  variants: (result) => [
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
  sessions: (result) => [
    { mark: { kind: 'sessions', of: 'all' }, actors: result.actors, rows: result.meta.rowsInScope },
    { mark: { kind: 'sessions', of: 'single' }, actors: result.singleActors },
    { mark: { kind: 'sessions', of: 'cut' }, actors: result.cutActors, rows: result.cutRows },
    ...(result.page?.sessions ?? []).map(({ number, rowsInScope }): Counted => ({
      mark: { kind: 'session', actor: result.page!.actor, number },
      actors: 1,
      rows: rowsInScope,
    })),
  ],
  journey(result) {
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
  heatmapGrid: ({ cells, points, actors, outside, noSize }) => [
    { mark: { kind: 'points' }, rows: points, actors },
    { mark: { kind: 'outside' }, rows: outside },
    { mark: { kind: 'noSize' }, rows: noSize },
    ...cells.counts.map((rows, i): Counted => ({
      mark: { kind: 'cell', class: cells.classes[i]!, col: cells.cols[i]!, row: cells.rows[i]! },
      rows,
      actors: cells.actors[i]!,
    })),
  ],
  scrollDepth: ({ counts, actorCounts }) =>
    counts.map((rows, i): Counted => ({ mark: { kind: 'level', percent: i + 1 }, rows, actors: actorCounts[i]! })),
  rageClick: (result) => [
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
  deadClick: (result) =>
    (['dead', 'live', 'unknown'] as const).flatMap((kind): Counted[] => [
      { mark: { kind }, rows: result.clicks[kind], actors: result.actors[kind] },
      ...result.targets.map((target): Counted => ({
        mark: { kind, page: target.page, element: target.element },
        rows: target[kind],
        ...(kind === 'dead' && { actors: target.deadActors }),
      })),
    ]),
  featureMatrix: ({ columns, features, cells, featureTotals, columnTotals, columnRows, columnActors }) => [
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
  values: ({ values, missing }) => [
    ...values.map(({ value, rows, actors }): Counted => ({ mark: { kind: 'value', value }, rows, actors })),
    { mark: { kind: 'missing' }, ...missing },
  ],
  counts: ({ groups, columns, columnTotals, meta }) => [
    { mark: { kind: 'rows' }, rows: meta.rowsInScope },
    ...columns.map((_, column): Counted => ({ mark: { kind: 'rows', column }, rows: columnTotals[column]! })),
    ...groups.flatMap((group): Counted[] => [
      { mark: { kind: 'rows', group: group.key }, rows: group.count },
      ...group.columns.map((rows, column): Counted => ({ mark: { kind: 'rows', group: group.key, column }, rows })),
    ]),
  ],
  quality: ({ findings }) => findings.flatMap(({ mark, rows, actors }) => (mark ? [{ mark, rows, actors }] : [])),
};

/** Every mark of a result of any kind. */
export function marksOf(result: Result, spec: Spec): readonly Counted[] {
  return (countedMarks[spec.kind] as (result: Result, spec: Spec) => readonly Counted[])(result, spec);
}

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

import type { NodeOptions, PathsSpec, VariantsSpec } from '../../worker/protocol/paths.js';
import type { Row } from '../worker/view.js';
import { selects } from './funnel.js';
import { average, isInScope, middle, sessionRows, type Scope, type SessionRow } from './sessions.js';

/** A node of a path, with when it is arrived at and left, and the row it stands for. */
export interface Stop {
  readonly name: string;
  readonly arrive: number;
  readonly leave: number;
  readonly row: Row;
}

export interface TruePath {
  readonly actor: string;
  readonly stops: readonly Stop[];
  readonly cut: boolean;
}

/** Section 9, rules 1 to 5, one after the other, for every session. */
export function truePaths(rows: readonly Row[], spec: Omit<PathsSpec, 'kind'>): TruePath[] {
  const paths: TruePath[] = [];
  for (const [actor, own] of sessionRows(rows, spec)) {
    for (const session of sessionsOf(own)) {
      const nodes = session
        .filter((item) => item.inScope)
        .map((item) => ({ name: nameOf(item.row, spec), arrive: item.t, leave: item.t, row: item.row }))
        .filter((item): item is Stop => item.name !== null);
      const runs = (spec.collapseRepeats ?? true) ? nodes.filter((n, i) => nodes[i + 1]?.name !== n.name) : nodes;
      const anchored = anchor(runs, spec);
      if (anchored.length === 0) continue;
      paths.push({ actor, stops: limit(anchored, spec), cut: anchored.length > (spec.maxSteps ?? 5) });
    }
  }
  return paths;
}

function sessionsOf(own: readonly SessionRow[]): SessionRow[][] {
  return [...new Set(own.map((item) => item.session))].map((number) => own.filter((item) => item.session === number));
}

/** Name of a row's node; null = left out. */
export function nameOf(row: Row, options: NodeOptions): string | null {
  const { node = '$name' } = options;
  const value = node === '$name' ? row[2] : (row[3]?.[node] ?? null);
  if (value === null) return null;
  let name = Array.isArray(value) ? JSON.stringify(value) : String(value);
  if (options.trimTrailingSlash) name = /^\/+$/.test(name) ? '/' : name.replace(/\/+$/, '');
  for (const pattern of options.groupings ?? []) {
    const parts = pattern
      .split('*')
      .map((part) => part.replace(/[^\w]/g, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`));
    if (new RegExp(parts.join('.*'), 'su').test(name)) return pattern;
  }
  return name;
}

function anchor(stops: readonly Stop[], { start, end }: Omit<PathsSpec, 'kind'>): readonly Stop[] {
  let left = stops;
  if (start !== undefined) {
    const at = left.findIndex((stop) => stop.name === start);
    left = at < 0 ? [] : left.slice(at);
  }
  if (end !== undefined) {
    const at = left.findIndex((stop) => stop.name === end);
    left = at < 0 ? [] : left.slice(0, at + 1);
  }
  return left;
}

function limit(stops: readonly Stop[], { start, end, maxSteps = 5 }: Omit<PathsSpec, 'kind'>): readonly Stop[] {
  if (stops.length <= maxSteps) return stops;
  if (end === undefined) return stops.slice(0, maxSteps);
  if (start === undefined) return stops.slice(-maxSteps);
  const kept = Math.floor(maxSteps / 2);
  const out = stops.slice(kept, stops.length - kept);
  const dots = { name: '...', arrive: out[0]!.arrive, leave: out.at(-1)!.leave, row: out[0]!.row };
  return [...stops.slice(0, kept), dots, ...stops.slice(stops.length - kept)];
}

/** An occurrence of an edge. */
interface Occurrence {
  readonly source: string;
  readonly target: string;
  readonly actor: string;
  readonly ms: number;
}

export interface TrueEdge {
  readonly source: string;
  readonly target: string;
  readonly count: number;
  readonly actors: number;
  readonly meanMs: number;
  readonly medianMs: number;
  readonly converted: number;
}

/** What the oracle says of paths. */
export interface PathsTruth {
  readonly edges: readonly TrueEdge[];
  readonly edgesTotal: number;
  /** Each path's labels. */
  readonly labels: ReadonlyArray<{ readonly actor: string; readonly labels: readonly string[] }>;
  /** By label: sorted actors. */
  readonly visited: Map<string, string[]>;
  readonly reached: Map<string, string[]>;
  readonly continued: Map<string, string[]>;
  readonly dropped: Map<string, string[]>;
  readonly visits: Map<string, number>;
  readonly sessions: number;
  readonly actors: number;
  readonly cutSessions: number;
  readonly groups: { converted: number; notConverted: number } | null;
  readonly rowsInScope: number;
}

/** Paths, slow and in the order of the text. */
export function pathsOracle(rows: readonly Row[], spec: PathsSpec): PathsTruth {
  const paths = truePaths(rows, spec);
  const shift = (path: TruePath): number => (spec.align === 'end' ? (spec.maxSteps ?? 5) - path.stops.length : 0);
  const label = (path: TruePath, i: number): string => `${i + 1 + shift(path)}_${path.stops[i]!.name}`;
  const occurrences: Occurrence[] = paths.flatMap((path) =>
    path.stops.slice(1).map((stop, i) => ({
      source: label(path, i),
      target: label(path, i + 1),
      actor: path.actor,
      ms: stop.arrive - path.stops[i]!.leave,
    })),
  );
  const scoped = rows.filter((row) => isInScope(row, spec));
  const converted = new Set(
    scoped.filter((row) => (spec.converted ?? []).some((selector) => selects(selector, row))).map((row) => row[0]),
  );
  const inScope = new Set(scoped.map((row) => row[0]));
  const lists = (pick: (path: TruePath) => string[]): Map<string, string[]> => {
    const found = new Map<string, Set<string>>();
    for (const path of paths) {
      for (const name of pick(path)) found.set(name, (found.get(name) ?? new Set()).add(path.actor));
    }
    return new Map([...found].map(([name, actors]) => [name, [...actors].sort()]));
  };
  const indexes = (path: TruePath): number[] => path.stops.map((_, i) => i);
  const all = edgesOf(occurrences, converted);
  const visits = new Map<string, number>();
  for (const path of paths)
    for (const i of indexes(path)) visits.set(label(path, i), (visits.get(label(path, i)) ?? 0) + 1);
  return {
    edges: prune(
      all.filter((edge) => edge.count >= (spec.minEdgeCount ?? 1)).slice(0, spec.maxEdges ?? 50),
      spec.align === 'end' ? (spec.maxSteps ?? 5) : null,
    ),
    labels: paths.map((path) => ({ actor: path.actor, labels: indexes(path).map((i) => label(path, i)) })),
    edgesTotal: all.length,
    visited: lists((path) => indexes(path).map((i) => label(path, i))),
    reached: lists((path) =>
      indexes(path)
        .slice(1)
        .map((i) => label(path, i)),
    ),
    continued: lists((path) =>
      indexes(path)
        .slice(0, -1)
        .map((i) => label(path, i)),
    ),
    dropped: lists((path) => [label(path, path.stops.length - 1)]),
    visits,
    sessions: paths.length,
    actors: new Set(paths.map((path) => path.actor)).size,
    cutSessions: paths.filter((path) => path.cut).length,
    groups: spec.converted ? { converted: converted.size, notConverted: inScope.size - converted.size } : null,
    rowsInScope: scoped.length,
  };
}

function edgesOf(occurrences: readonly Occurrence[], converted: ReadonlySet<string>): TrueEdge[] {
  const by = new Map<string, Occurrence[]>();
  for (const one of occurrences) {
    const key = JSON.stringify([one.source, one.target]);
    by.set(key, [...(by.get(key) ?? []), one]);
  }
  const edges = [...by.values()].map((same): TrueEdge => {
    const times = same.map((one) => one.ms);
    const actors = new Set(same.map((one) => one.actor));
    return {
      source: same[0]!.source,
      target: same[0]!.target,
      count: same.length,
      actors: actors.size,
      meanMs: average(times)!,
      medianMs: middle(times)!,
      converted: [...actors].filter((actor) => converted.has(actor)).length,
    };
  });
  return edges.sort((a, b) => b.count - a.count || order(a.source, b.source) || order(a.target, b.target));
}

function prune(edges: readonly TrueEdge[], last: number | null): readonly TrueEdge[] {
  const lost = edges.find((edge) =>
    last === null
      ? !edge.source.startsWith('1_') && !edges.some((other) => other.target === edge.source)
      : !edge.target.startsWith(`${last}_`) && !edges.some((other) => other.source === edge.target),
  );
  return lost
    ? prune(
        edges.filter((edge) => edge !== lost),
        last,
      )
    : edges;
}

/** What the oracle says of variants. */
export interface VariantsTruth {
  readonly variants: readonly { nodes: string[]; actors: number; count: number; share: number }[];
  readonly rework: Map<string, { actors: number; visits: number }>;
  /** Without groups: `converted` is 0. */
  readonly waiting: readonly TrueEdge[];
}

/** Whole sequences, of sessions or of actors. */
export function variantsOracle(rows: readonly Row[], spec: VariantsSpec): VariantsTruth {
  const sessions = truePaths(rows, {
    ...(spec as NodeOptions & Scope),
    collapseRepeats: spec.collapseRepeats ?? true,
    maxSteps: Infinity,
  });
  const sequences =
    spec.per === 'actor'
      ? [...new Set(sessions.map((path) => path.actor))].map((actor) => ({
          actor,
          stops: sessions.filter((path) => path.actor === actor).flatMap((path) => path.stops),
        }))
      : sessions;
  const everybody = new Set(sequences.map((one) => one.actor)).size;
  const by = new Map<string, string[]>();
  for (const { actor, stops } of sequences) {
    const key = JSON.stringify(stops.map((stop) => stop.name));
    by.set(key, [...(by.get(key) ?? []), actor]);
  }
  const rework = new Map<string, { actors: number; visits: number }>();
  const names = new Set(sequences.flatMap((one) => one.stops.map((stop) => stop.name)));
  for (const name of names) {
    const visits = sequences.flatMap(({ actor, stops }) =>
      stops
        .filter((stop, i) => stop.name === name && stops[i - 1]?.name !== name)
        .slice(1)
        .map(() => actor),
    );
    if (visits.length > 0) rework.set(name, { actors: new Set(visits).size, visits: visits.length });
  }
  const occurrences = sequences.flatMap(({ actor, stops }) =>
    stops
      .slice(1)
      .map((stop, i) => ({ source: stops[i]!.name, target: stop.name, actor, ms: stop.arrive - stops[i]!.leave })),
  );
  return {
    variants: [...by]
      .map(([key, actors]) => {
        const distinct = new Set(actors).size;
        return {
          nodes: JSON.parse(key) as string[],
          actors: distinct,
          count: actors.length,
          share: distinct / everybody,
        };
      })
      .sort((a, b) => b.actors - a.actors || listOrder(a.nodes, b.nodes)),
    rework,
    waiting: edgesOf(occurrences, new Set()),
  };
}

function listOrder(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((name, i) => name !== b[i]);
  if (at < 0) return a.length - b.length;
  return at >= b.length ? 1 : order(a[at]!, b[at]!);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

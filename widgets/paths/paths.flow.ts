import type { EdgeComparison, PathNode, PathsMark, PathsResult, PathsSpec } from '../../worker/protocol/paths.js';

/** What a node stands for: one name, all names that are not drawn by themselves, or the paths that ended one position before. */
export type FlowKind = 'name' | 'other' | 'left';

/** A node of the drawing. `visits` of a column are never more than those of the column before, but for paths that begin later. */
export interface FlowNode {
  /** `position_name`, `position+other`, `position+left`: the same in every result. */
  readonly id: string;
  /** From 0. */
  readonly column: number;
  readonly position: number;
  readonly kind: FlowKind;
  /** Null for what is no single name. */
  readonly name: string | null;
  /** Paths. */
  readonly visits: number;
  /** Distinct customers; null where the result does not tell (several names at once, several paths a customer). */
  readonly customers: number | null;
  /** Paths that begin here. */
  readonly starts: number;
  /** Paths that end here; at the last position also those that go on beyond it. */
  readonly ends: number;
  /** Names that `other` stands for; null where the result does not tell, 1 for a name. */
  readonly names: number | null;
  readonly mark: PathsMark;
}

/** Paths from one node to one of the next column. */
export interface FlowLink {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Of the source. */
  readonly column: number;
  readonly kind: FlowKind;
  readonly count: number;
  readonly customers: number | null;
  /** Time between the two; null where it was not asked or several names stand together. */
  readonly medianMs: number | null;
  readonly comparison: EdgeComparison | null;
  readonly mark: PathsMark;
}

/** A result as it is drawn: every path of every position is in exactly one node, and every step in one link. */
export interface Flow {
  /** Nodes of each column in order of drawing: names by visits, then `other`, then `left`. */
  readonly columns: ReadonlyArray<readonly FlowNode[]>;
  /** By column, then source, then target, in order of drawing. */
  readonly links: readonly FlowLink[];
  readonly byId: ReadonlyMap<string, FlowNode>;
  /** Every customer has one path, so that counts of paths are counts of customers. */
  readonly onePathEach: boolean;
  /** Columns are counted back from the end. */
  readonly atEnd: boolean;
  readonly sessions: number;
  readonly actors: number;
  /** Paths that are longer than what is drawn. */
  readonly cut: number;
}

/** What decides which names are drawn by themselves. */
export interface FlowOptions {
  /** Most names of a column. */
  readonly names: number;
  /** Draws the same nodes as another flow, so that one can be laid over the other. */
  readonly like?: Flow;
}

/** Name of the node that stands for a left-out middle. */
export const gapName = '...';

/** Draws a result together: the most visited names of each position, one node for the others, one for those who left. */
export function flowOf(result: PathsResult, spec: PathsSpec, options: FlowOptions): Flow {
  const shown = shownNames(result, spec, options);
  const atEnd = spec.align === 'end';
  const onePathEach = result.sessions === result.actors;
  const first = options.like ? (options.like.columns[0]?.[0]?.position ?? 1) : firstPosition(result);
  const columns: FlowNode[][] = shown.map((names, column) =>
    columnNodes(result, names, column, first + column, spec, onePathEach),
  );
  const links = columns
    .slice(0, -1)
    .flatMap((nodes, column) => columnLinks(result, nodes, columns[column + 1]!, shown, column, onePathEach));
  return {
    columns,
    links,
    byId: new Map(columns.flat().map((node) => [node.id, node])),
    onePathEach,
    atEnd,
    sessions: result.sessions,
    actors: result.actors,
    cut: result.cutSessions,
  };
}

/** The names drawn at each position, by visits; one list more where all paths have ended before the last position asked. */
function shownNames(result: PathsResult, spec: PathsSpec, { names, like }: FlowOptions): string[][] {
  if (like) return like.columns.map((nodes) => nodes.flatMap((node) => (node.kind === 'name' ? [node.name!] : [])));
  const at = nodesByPosition(result);
  const shown = result.positions.map(({ position, visits }) => {
    const all = [...(at.get(position)?.values() ?? [])];
    const wanted = all.filter((node) => node.name === spec.start || node.name === spec.end || node.name === gapName);
    const first = all.filter((node) => !wanted.includes(node)).slice(0, Math.max(0, names - wanted.length));
    const kept = all.filter((node) => wanted.includes(node) || first.includes(node));
    const rest = all.filter((node) => !kept.includes(node));
    // "Other" that stands for one name says that name.
    if (rest.length === 1 && sum(all, 'visits') === visits) kept.push(rest[0]!);
    return kept.map((node) => node.name);
  });
  const asked = spec.maxSteps ?? 5;
  if (spec.end === undefined && shown.length > 0 && shown.length < asked) shown.push([]);
  return shown.slice(firstPosition(result) - 1);
}

function nodesByPosition(result: PathsResult): Map<number, Map<string, PathNode>> {
  const at = new Map<number, Map<string, PathNode>>();
  for (const node of result.nodes) {
    const names = at.get(node.position) ?? new Map<string, PathNode>();
    at.set(node.position, names.set(node.name, node));
  }
  return at;
}

function columnNodes(
  result: PathsResult,
  names: readonly string[],
  column: number,
  position: number,
  spec: PathsSpec,
  onePathEach: boolean,
): FlowNode[] {
  const at = nodesByPosition(result).get(position) ?? new Map<string, PathNode>();
  const total = result.positions[position - 1] ?? { visits: 0, starts: 0, ends: 0 };
  const nodes = names.map((name): FlowNode => {
    const node = at.get(name);
    return {
      id: `${position}_${name}`,
      column,
      position,
      kind: 'name',
      name,
      visits: node?.visits ?? 0,
      customers: node?.actors ?? 0,
      starts: node?.starts ?? 0,
      ends: node?.ends ?? 0,
      names: 1,
      mark: { kind: 'node', label: `${position}_${name}`, of: 'visited' },
    };
  });
  const visits = total.visits - sum(nodes, 'visits');
  if (visits > 0) {
    nodes.push({
      id: `${position}+other`,
      column,
      position,
      kind: 'other',
      name: null,
      visits,
      customers: onePathEach ? visits : null,
      starts: total.starts - sum(nodes, 'starts'),
      ends: total.ends - sum(nodes, 'ends'),
      names: result.nodes.length === result.nodesTotal ? at.size - names.filter((name) => at.has(name)).length : null,
      mark: { kind: 'part', position, names: { except: names } },
    });
  }
  const left = spec.end === undefined ? (result.positions[position - 2]?.ends ?? 0) : 0;
  if (left > 0) {
    nodes.push({
      id: `${position}+left`,
      column,
      position,
      kind: 'left',
      name: null,
      visits: left,
      customers: onePathEach ? left : null,
      starts: 0,
      ends: left,
      names: null,
      mark: { kind: 'part', position: position - 1, next: 'end' },
    });
  }
  return nodes;
}

/** The first position that a path has: counted from the end, positions before the longest path are empty. */
function firstPosition(result: PathsResult): number {
  return (
    Math.max(
      0,
      result.positions.findIndex(({ visits }) => visits > 0),
    ) + 1
  );
}

interface Cell {
  count: number;
  customers: number | null;
  medianMs: number | null;
  comparison: EdgeComparison | null;
}

/**
 * Links between two columns. What the listed edges leave over of a node goes to, or comes from, the others:
 *
 *              B1   B2   other   left
 *         A1   e    e    rest    ends       e = a listed edge
 *         A2   e    e    rest    ends
 *      other   rest rest rest    ends
 *
 * Where not all edges are listed and more is left over than the others hold, it is joined up among the names.
 */
function columnLinks(
  result: PathsResult,
  sources: readonly FlowNode[],
  targets: readonly FlowNode[],
  shown: ReadonlyArray<readonly string[]>,
  column: number,
  onePathEach: boolean,
): FlowLink[] {
  const from = sources.filter((node) => node.kind !== 'left');
  const to = targets.filter((node) => node.kind !== 'left');
  const cells = new Map<string, Cell>();
  const add = (source: FlowNode, target: FlowNode, cell: Cell): void => {
    const key = linkId(source, target);
    const known = cells.get(key);
    cells.set(key, known ? { ...known, count: known.count + cell.count } : cell);
  };
  const rest = (count: number): Cell => ({
    count,
    customers: onePathEach ? count : null,
    medianMs: null,
    comparison: null,
  });
  const out = new Map(from.map((node) => [node.id, node.visits - node.ends]));
  const into = new Map(to.map((node) => [node.id, node.visits - node.starts]));
  const byId = new Map([...from, ...to].map((node) => [node.id, node]));
  for (const edge of result.edges) {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (!source || !target || source.column !== column || source.kind !== 'name' || target.kind !== 'name') continue;
    const { count, actors, medianMs, comparison } = edge;
    add(source, target, { count, customers: actors, medianMs, comparison: comparison ?? null });
    out.set(source.id, out.get(source.id)! - count);
    into.set(target.id, into.get(target.id)! - count);
  }
  join(from, to, out, into, (source, target, count) => add(source, target, rest(count)));
  const left = targets.find((node) => node.kind === 'left');
  if (left) {
    for (const node of from) {
      if (node.ends === 0) continue;
      const dropped = node.kind === 'name' ? nodeOf(result, node)?.dropped : undefined;
      add(node, left, { ...rest(node.ends), customers: onePathEach ? node.ends : (dropped ?? null) });
    }
  }
  return from.flatMap((source) =>
    targets.flatMap((target) => {
      const cell = cells.get(linkId(source, target));
      if (!cell || cell.count === 0) return [];
      const kind: FlowKind = target.kind === 'name' ? (source.kind === 'other' ? 'other' : 'name') : target.kind;
      const mark = linkMark(source, target, shown, column);
      return [{ id: linkId(source, target), source: source.id, target: target.id, column, kind, ...cell, mark }];
    }),
  );
}

/** Gives away what is left over: to and from the others first, so that only what they cannot hold is joined up among names. */
function join(
  from: readonly FlowNode[],
  to: readonly FlowNode[],
  out: Map<string, number>,
  into: Map<string, number>,
  tell: (source: FlowNode, target: FlowNode, count: number) => void,
): void {
  const isOther = (node: FlowNode): boolean => node.kind === 'other';
  const pass = (sources: readonly FlowNode[], targets: readonly FlowNode[]): void => {
    for (const source of sources) {
      for (const target of targets) {
        const count = Math.min(out.get(source.id)!, into.get(target.id)!);
        if (count <= 0) continue;
        tell(source, target, count);
        out.set(source.id, out.get(source.id)! - count);
        into.set(target.id, into.get(target.id)! - count);
      }
    }
  };
  const names = (nodes: readonly FlowNode[]): readonly FlowNode[] => nodes.filter((node) => !isOther(node));
  pass(names(from), to.filter(isOther));
  pass(from.filter(isOther), names(to));
  pass(from.filter(isOther), to.filter(isOther));
  pass(from, to);
}

function nodeOf(result: PathsResult, { position, name }: FlowNode): PathNode | undefined {
  return result.nodes.find((node) => node.position === position && node.name === name);
}

function linkId(source: FlowNode, target: FlowNode): string {
  return JSON.stringify([source.id, target.id]);
}

function linkMark(
  source: FlowNode,
  target: FlowNode,
  shown: ReadonlyArray<readonly string[]>,
  column: number,
): PathsMark {
  const { position } = source;
  if (source.kind === 'name' && target.kind === 'name') return { kind: 'edge', source: source.id, target: target.id };
  if (source.kind === 'name' && target.kind === 'left') return { kind: 'node', label: source.id, of: 'dropped' };
  const names = source.kind === 'name' ? { only: [source.name!] } : { except: shown[column]! };
  if (target.kind === 'left') return { kind: 'part', position, names, next: 'end' };
  const next = target.kind === 'name' ? { only: [target.name!] } : { except: shown[column + 1]! };
  return { kind: 'part', position, names, next };
}

/** True when names that are not listed could hide a link between two that are drawn: then more edges are needed. */
export function hidesEdges(result: PathsResult): boolean {
  return result.edgesTotal > result.edges.length;
}

function sum<K extends string>(items: ReadonlyArray<Readonly<Record<K, number>>>, key: K): number {
  return items.reduce((total, item) => total + item[key], 0);
}

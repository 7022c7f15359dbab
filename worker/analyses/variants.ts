import type { VariantsMark, VariantsResult, VariantsSpec } from '../protocol/paths.js';
import type { Steps } from '../steps.js';
import { sessionsOf } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import type { TellPlace } from './answer-by-walk.js';
import { edgeMedians, EdgeTimes } from './edge-times.js';
import { nodesOf } from './nodes.js';
import { PairIds } from './pair-ids.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { byCodeUnits, firstIn } from './top.js';
import { walkPaths, type Path, type PathSource, type PathVisitor } from './walk-paths.js';

/** Nodes of a sequence that are taken in at once. */
const longPath = 4096;

/** Variants' numbers, and what lists are made from by a second walk. */
export interface VariantsAnswer {
  readonly result: VariantsResult;
  readonly source: PathSource;
  readonly perActor: boolean;
}

/**
 * Counts the whole sequences of sessions or actors, the waiting between neighbours and the returns to a node
 * (`docs/concepts/paths.md`). Sequences share their beginnings in a tree; memory grows with what is distinct.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 */
export function* variants(view: StoreView, spec: VariantsSpec, mask: RowMask | null): Steps<VariantsAnswer> {
  const nodes = yield* nodesOf(view, spec);
  const source: PathSource = {
    view,
    nodes,
    sessions: yield* sessionsOf(view, spec.sessionGapMs),
    scope: compileScope(view, spec, mask),
    collapse: spec.collapseRepeats ?? true,
    start: 0,
    end: 0,
    maxSteps: Infinity,
    gapNode: 0,
  };
  const perActor = spec.per === 'actor';
  const plain = Array.isArray(view.time);
  const { names } = nodes;
  const width = names.length + 1;
  const tree = new PairIds(Infinity, width, plain);
  const edges = new PairIds(width, width, plain);
  const times = new EdgeTimes(plain);
  /** By place in the tree (0 = the root, k = pair k - 1): sequences that end there, their actors, the last of them. */
  const counts: number[] = [0];
  const actors: number[] = [0];
  const lastActor: number[] = [-1];
  const rework = { visits: names.map(() => 0), actors: names.map(() => 0), last: names.map(() => -1) };
  const totals = { sequences: 0, actors: 0 };
  const returns = returnsFinder(names.length);
  let everyLast = -1;
  let place = 0;
  const takeNodes = (actor: number, path: Path, from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const node = path.nodes[i]!;
      place = tree.id(place, node) + 1;
      if (i > 0) times.add(edges.id(path.nodes[i - 1]!, node), actor, elapsed(view, path, i));
    }
    while (counts.length <= tree.size) {
      counts.push(0);
      actors.push(0);
      lastActor.push(-1);
    }
  };
  const takeEnd = (actor: number, path: Path): void => {
    totals.sequences++;
    if (everyLast !== actor) totals.actors++;
    everyLast = actor;
    counts[place]!++;
    if (lastActor[place] !== actor) {
      lastActor[place] = actor;
      actors[place]!++;
    }
    for (const i of returns(path)) {
      const node = path.nodes[i]! - 1;
      rework.visits[node]!++;
      if (rework.last[node] === actor) continue;
      rework.last[node] = actor;
      rework.actors[node]!++;
    }
  };
  const take: PathVisitor = (actor, path) => {
    place = 0;
    if (path.length > longPath) return takeLong(actor, path);
    takeNodes(actor, path, 0, path.length);
    takeEnd(actor, path);
  };
  function* takeLong(actor: number, path: Path): Steps<void> {
    for (let from = 0; from < path.length; from += longPath) {
      takeNodes(actor, path, from, Math.min(from + longPath, path.length));
      yield 0;
    }
    takeEnd(actor, path);
  }
  const rowsInScope = yield* walkSequences(source, perActor, take, function* (more) {
    yield* tree.reserve(more);
    yield* edges.reserve(more);
  });

  const limit = spec.limit ?? 20;
  const sequenceAt = (place: number): string[] => {
    const found: string[] = [];
    for (let at = place; at > 0; at = tree.firsts[at - 1]!) found.push(names[tree.seconds[at - 1]! - 1]!);
    return found.reverse();
  };
  const best = yield* firstIn(
    counts.length,
    limit,
    (a, b) => actors[b]! - actors[a]! || inTurn(sequenceAt(a), sequenceAt(b)),
    (place) => counts[place]! > 0,
  );
  const source0 = (edge: number): string => names[edges.firsts[edge]! - 1]!;
  const target0 = (edge: number): string => names[edges.seconds[edge]! - 1]!;
  const waiting = yield* firstIn(
    edges.size,
    spec.maxEdges ?? 50,
    (a, b) =>
      times.count(b) - times.count(a) || byCodeUnits(source0(a), source0(b)) || byCodeUnits(target0(a), target0(b)),
  );
  const medians = yield* edgeMedians(waiting, edges.size, plain, (take) =>
    walkSequences(source, perActor, (_, path) => {
      for (let i = 1; i < path.length; i++) {
        take(edges.find(path.nodes[i - 1]!, path.nodes[i]!), elapsed(view, path, i));
      }
    }),
  );
  const reworked = yield* firstIn(
    names.length,
    limit,
    (a, b) => rework.visits[b]! - rework.visits[a]! || byCodeUnits(names[a]!, names[b]!),
    (node) => rework.visits[node]! > 0,
  );
  const found = best.map((place) => ({
    nodes: sequenceAt(place),
    actors: actors[place]!,
    count: counts[place]!,
    share: actors[place]! / totals.actors,
  }));
  const result: VariantsResult = {
    kind: 'variants',
    variants: found,
    variantsTotal: counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    modal: found[0]?.nodes ?? null,
    rework: reworked.map((node) => ({
      name: names[node]!,
      actors: rework.actors[node]!,
      visits: rework.visits[node]!,
    })),
    waiting: waiting.map((edge, k) => ({
      source: source0(edge),
      target: target0(edge),
      count: times.count(edge),
      actors: times.actors(edge),
      meanMs: times.meanMs(edge),
      medianMs: medians[k]!,
    })),
    waitingTotal: edges.size,
    ...totals,
    meta: resultMeta(view, rowsInScope),
  };
  return { result, source, perActor };
}

/** Walks again, telling of each place that a mark means: the first row of a sequence, the one that begins a visit, the one arrived at. */
export function* variantPlaces({ source, perActor }: VariantsAnswer, mark: VariantsMark, tell: TellPlace): Steps<void> {
  const codeOf = (name: string): number => source.nodes.names.indexOf(name) + 1 || -1;
  if (mark.kind === 'variant') {
    const codes = mark.nodes.map(codeOf);
    yield* walkSequences(source, perActor, (actor, path) => {
      if (path.length === codes.length && codes.every((code, i) => path.nodes[i] === code)) tell(actor, path.rows[0]!);
    });
  } else if (mark.kind === 'rework') {
    const code = codeOf(mark.name);
    const returns = returnsFinder(source.nodes.names.length);
    yield* walkSequences(source, perActor, (actor, path) => {
      for (const i of returns(path)) if (path.nodes[i] === code) tell(actor, path.rows[i]!);
    });
  } else {
    const from = codeOf(mark.source);
    const to = codeOf(mark.target);
    yield* walkSequences(source, perActor, (actor, path) => {
      for (let i = 1; i < path.length; i++) {
        if (path.nodes[i - 1] === from && path.nodes[i] === to) tell(actor, path.rows[i]!);
      }
    });
  }
}

/** Walks sequences: those of sessions, or those of actors, whose sessions are joined in order. */
function* walkSequences(
  source: PathSource,
  perActor: boolean,
  visit: PathVisitor,
  prepare?: (nodes: number) => Steps<void>,
): Steps<number> {
  if (!perActor) return yield* walkPaths(source, visit, prepare);
  const joined: Path = { length: 0, cut: false, nodes: [], rows: [], gapAt: -1, gapLeaves: -1 };
  let open = -1;
  const join = (path: Path): void => {
    for (let i = 0; i < path.length; i++) {
      joined.nodes[joined.length] = path.nodes[i]!;
      joined.rows[joined.length++] = path.rows[i]!;
    }
  };
  function* visitAndJoin(rest: Steps<void>, path: Path): Steps<void> {
    yield* rest;
    joined.length = 0;
    join(path);
  }
  const rowsInScope = yield* walkPaths(
    source,
    (actor, path) => {
      if (actor !== open) {
        const rest = open >= 0 ? visit(open, joined) : undefined;
        open = actor;
        if (rest) return visitAndJoin(rest, path);
        joined.length = 0;
      }
      join(path);
    },
    prepare,
  );
  const rest = open >= 0 ? visit(open, joined) : undefined;
  if (rest) yield* rest;
  return rowsInScope;
}

function elapsed(view: StoreView, path: Path, i: number): number {
  return view.time[path.rows[i]!]! - view.time[path.rows[i - 1]!]!;
}

/** Finds the indexes in a sequence that begin another visit to a node left before; the list is written anew each time. */
function returnsFinder(nodes: number): (path: Path) => readonly number[] {
  const found: number[] = [];
  /** By node: the sequence it was last seen in. */
  const seen = Array.from<number>({ length: nodes + 1 }).fill(0);
  let sequence = 0;
  return (path) => {
    found.length = 0;
    sequence++;
    for (let i = 0; i < path.length; i++) {
      const node = path.nodes[i]!;
      if (i > 0 && path.nodes[i - 1] === node) continue;
      if (seen[node] === sequence) found.push(i);
      seen[node] = sequence;
    }
    return found;
  };
}

/** Order of two lists, item by item; a list goes before one that it begins. */
function inTurn(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = byCodeUnits(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

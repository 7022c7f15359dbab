import type { NumericArray } from '../protocol/batch.js';
import type { Variant, VariantsMark, VariantsResult, VariantsSpec } from '../protocol/paths.js';
import { finish, type Steps } from '../steps.js';
import { sessionsOf } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import type { TellPlace } from './answer-by-walk.js';
import { edgeMedians, EdgeTimes } from './edge-times.js';
import { longer } from './longer.js';
import { nodesOf } from './nodes.js';
import { PairIds } from './pair-ids.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { numbers } from './selector.js';
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
  /** Three numbers by place in the tree (0 = the root, k = pair k - 1): sequences that end there, their actors, the last of them plus one. */
  let ends: Int32Array | number[] = plain ? [0, 0, 0] : new Int32Array(3 * 64);
  let places = 1;
  const countAt = (place: number): number => ends[3 * place]!;
  const actorsAt = (place: number): number => ends[3 * place + 1]!;
  const rework = { visits: numbers(view, width), actors: numbers(view, 0), last: numbers(view, 0) };
  // Zeros by the million take their time.
  yield 0;
  rework.actors = numbers(view, width);
  yield 0;
  rework.last = numbers(view, width);
  yield 0;
  const totals = { sequences: 0, actors: 0 };
  const returns = new Returns(view, names.length);
  let everyLast = -1;
  let place = 0;
  const hasRoom = (most: number): boolean => Array.isArray(ends) || 3 * most <= ends.length;
  function* makeRoom(most: number): Steps<void> {
    if (!Array.isArray(ends) && !hasRoom(most)) ends = yield* longer(ends, 3 * most);
  }
  const takeNodes = (actor: number, path: Path, from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const node = path.nodes[i]!;
      place = tree.id(place, node) + 1;
      if (i > 0) times.add(edges.id(path.nodes[i - 1]!, node), actor, elapsed(view, path, i));
    }
    if (!hasRoom(tree.size + 1)) finish(makeRoom(tree.size + 1));
    for (; places <= tree.size; places++) for (let k = 0; k < 3; k++) ends[3 * places + k] = 0;
    for (const i of returns.among(path, from, to)) {
      const node = path.nodes[i]!;
      rework.visits[node]!++;
      if (rework.last[node] === actor + 1) continue;
      rework.last[node] = actor + 1;
      rework.actors[node]!++;
    }
  };
  const takeEnd = (actor: number): void => {
    totals.sequences++;
    if (everyLast !== actor) totals.actors++;
    everyLast = actor;
    ends[3 * place]!++;
    if (ends[3 * place + 2] === actor + 1) return;
    ends[3 * place + 2] = actor + 1;
    ends[3 * place + 1]!++;
  };
  const take: PathVisitor = (actor, path) => {
    place = 0;
    if (path.length > longPath) return takeLong(actor, path);
    takeNodes(actor, path, 0, path.length);
    takeEnd(actor);
  };
  function* takeLong(actor: number, path: Path): Steps<void> {
    for (let from = 0; from < path.length; from += longPath) {
      takeNodes(actor, path, from, Math.min(from + longPath, path.length));
      yield 0;
    }
    takeEnd(actor);
  }
  const rowsInScope = yield* walkSequences(source, perActor, take, function* (more) {
    yield* tree.reserve(more);
    yield* edges.reserve(more);
    yield* times.reserve(more);
    yield* makeRoom(places + more);
  });

  const limit = spec.limit ?? 20;
  const sequenceAt = (place: number): string[] => {
    const found: string[] = [];
    for (let at = place; at > 0; at = tree.firsts[at - 1]!) found.push(names[tree.seconds[at - 1]! - 1]!);
    return found.reverse();
  };
  const best = yield* firstIn(
    places,
    limit,
    (a, b) => actorsAt(b) - actorsAt(a) || inTurn(sequenceAt(a), sequenceAt(b)),
    (place) => countAt(place) > 0,
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
    walkSequences(
      source,
      perActor,
      inPieces((_, path, from, to) => {
        for (let i = Math.max(1, from); i < to; i++) {
          take(edges.find(path.nodes[i - 1]!, path.nodes[i]!), elapsed(view, path, i));
        }
      }),
    ),
  );
  const reworked = yield* firstIn(
    names.length,
    limit,
    (a, b) => rework.visits[b + 1]! - rework.visits[a + 1]! || byCodeUnits(names[a]!, names[b]!),
    (name) => rework.visits[name + 1]! > 0,
  );
  const found: Variant[] = [];
  for (const place of best) {
    const actors = actorsAt(place);
    found.push({ nodes: sequenceAt(place), actors, count: countAt(place), share: actors / totals.actors });
    yield 0;
  }
  let variantsTotal = 0;
  for (let place = 0; place < places; place++) {
    if (countAt(place) > 0) variantsTotal++;
    if ((place & 0xffff) === 0xffff) yield 0;
  }
  const result: VariantsResult = {
    kind: 'variants',
    variants: found,
    variantsTotal,
    modal: found[0]?.nodes ?? null,
    rework: reworked.map((name) => ({
      name: names[name]!,
      actors: rework.actors[name + 1]!,
      visits: rework.visits[name + 1]!,
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
    const returns = new Returns(source.view, source.nodes.names.length);
    yield* walkSequences(
      source,
      perActor,
      inPieces((actor, path, from, to) => {
        for (const i of returns.among(path, from, to)) if (path.nodes[i] === code) tell(actor, path.rows[i]!);
      }),
    );
  } else {
    const from = codeOf(mark.source);
    const to = codeOf(mark.target);
    yield* walkSequences(
      source,
      perActor,
      inPieces((actor, path, first, last) => {
        for (let i = Math.max(1, first); i < last; i++) {
          if (path.nodes[i - 1] === from && path.nodes[i] === to) tell(actor, path.rows[i]!);
        }
      }),
    );
  }
}

/** Tells of each path in pieces, with rests between those of a long one. */
function inPieces(take: (actor: number, path: Path, from: number, to: number) => void): PathVisitor {
  function* long(actor: number, path: Path): Steps<void> {
    for (let from = 0; from < path.length; from += longPath) {
      take(actor, path, from, Math.min(from + longPath, path.length));
      yield 0;
    }
  }
  return (actor, path) => {
    if (path.length > longPath) return long(actor, path);
    take(actor, path, 0, path.length);
  };
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
    // The sequence in hand is told among the next ones.
    prepare && ((nodes) => prepare(nodes + joined.length)),
  );
  const rest = open >= 0 ? visit(open, joined) : undefined;
  if (rest) yield* rest;
  return rowsInScope;
}

function elapsed(view: StoreView, path: Path, i: number): number {
  return view.time[path.rows[i]!]! - view.time[path.rows[i - 1]!]!;
}

/** Finds the indexes in a sequence that begin another visit to a node left before. */
class Returns {
  readonly #found: number[] = [];
  /** By node: the sequence it was last seen in. */
  readonly #seen: NumericArray;
  #sequence = 0;

  constructor(view: StoreView, nodes: number) {
    this.#seen = numbers(view, nodes + 1);
  }

  /** Those from `from` to `to`; a sequence is asked from its first index to its last. The list is written anew each time. */
  among(path: Path, from: number, to: number): readonly number[] {
    const found = this.#found;
    const seen = this.#seen;
    if (from === 0) this.#sequence++;
    found.length = 0;
    for (let i = from; i < to; i++) {
      const node = path.nodes[i]!;
      if (i > 0 && path.nodes[i - 1] === node) continue;
      if (seen[node] === this.#sequence) found.push(i);
      seen[node] = this.#sequence;
    }
    return found;
  }
}

/** Order of two lists, item by item; a list goes before one that it begins. */
function inTurn(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = byCodeUnits(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

import type {
  EdgeComparison,
  PathEdge,
  PathNames,
  PathNode,
  PathPosition,
  PathsMark,
  PathsResult,
  PathsSpec,
} from '../protocol/paths.js';
import { matchRows } from '../kernels/match-rows.js';
import type { Steps } from '../steps.js';
import { actorRuns, sessionsOf } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import type { TellPlace } from './answer-by-walk.js';
import { differenceInterval } from './difference.js';
import { edgeMedians, EdgeTimes } from './edge-times.js';
import { nodesOf } from './nodes.js';
import { PairIds } from './pair-ids.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers } from './selector.js';
import { byCodeUnits, firstIn } from './top.js';
import { leavingRow, walkPaths, type Path, type PathSource } from './walk-paths.js';
import { normalQuantile } from './wilson.js';

/** Most labels that a result describes. */
const mostNodes = 200;

/** Paths' numbers, and what lists are made from by a second walk. */
export interface PathsAnswer {
  readonly result: PathsResult;
  readonly source: PathSource;
  /** Name of the node that stands for a left-out middle. */
  readonly names: readonly string[];
  /** 1 for each actor with a row in scope that `converted` matches, 2 for others in scope; null where it was not asked. */
  readonly groups: ArrayLike<number> | null;
}

/**
 * Counts the edges of all sessions' paths (`docs/concepts/paths.md`). One pass over the rows, a second one for medians;
 * memory grows with distinct edges, not with rows.
 *
 * @param spec checked at the door (`checkPathsSpec`)
 * @param mask rows that the job's filter lets through; null = all
 */
export function* paths(view: StoreView, spec: PathsSpec, mask: RowMask | null): Steps<PathsAnswer> {
  const { source, names } = yield* pathSource(view, spec, mask);
  const groups = spec.converted ? yield* actorGroups(view, spec, mask) : null;
  const run = beginRun(source, names, groups);
  const rowsInScope = yield* walkPaths(
    source,
    (actor, path) => count(run, actor, path),
    function* (more) {
      yield* run.labels.reserve(more);
      yield* run.edges.reserve(more);
    },
  );
  const kept = yield* keptEdges(run, spec);
  const plain = Array.isArray(view.time);
  const medians = spec.medians === false ? null : yield* edgeMedians(kept, run.edges.size, plain, edgeTimes(run));
  const nodes = yield* shownNodes(run, kept);
  const result: PathsResult = {
    kind: 'paths',
    edges: kept.map((edge, k) => pathEdge(run, edge, medians?.[k] ?? null, spec)),
    edgesTotal: run.edges.size,
    nodes,
    nodesTotal: run.labels.size,
    positions: yield* positions(run),
    sessions: run.sessions,
    actors: run.actors,
    cutSessions: run.cutSessions,
    groups: groups && { converted: run.groupSizes[1]!, notConverted: run.groupSizes[2]! },
    meta: resultMeta(view, rowsInScope),
  };
  return { result, source, names, groups };
}

/**
 * Walks again, telling of each place in a path that a mark means. Its row is the one arrived at of an edge, that of the node
 * of a label; of a part the one arrived at next where `next` names some, else the one at its position.
 */
export function* pathPlaces({ source, names, groups }: PathsAnswer, mark: PathsMark, tell: TellPlace): Steps<void> {
  if (mark.kind === 'part') {
    const from = namesTest(names, mark.names);
    const next = typeof mark.next === 'object' ? namesTest(names, mark.next) : null;
    yield* walkPaths(source, (actor, path) => {
      const at = mark.position - 1 - shiftOf(source, path);
      if (at < 0 || at >= path.length || (from && from[path.nodes[at]!] === 0)) return;
      const last = at === path.length - 1;
      if (mark.next === undefined || (mark.next === 'end' && last)) tell(actor, path.rows[at]!);
      else if (mark.next !== 'end' && !last && (!next || next[path.nodes[at + 1]!] === 1)) {
        tell(actor, path.rows[at + 1]!);
      }
    });
    return;
  }
  const [position, name] = splitLabel(mark.kind === 'edge' ? mark.target : mark.label);
  const node = names.indexOf(name) + 1;
  if (node === 0) return;
  if (mark.kind === 'node') {
    const { of } = mark;
    yield* walkPaths(source, (actor, path) => {
      const at = position - 1 - shiftOf(source, path);
      if (at < 0 || at >= path.length || path.nodes[at] !== node) return;
      const last = at === path.length - 1;
      if (of === 'visited' || (of === 'reached' ? at > 0 : (of === 'dropped') === last)) tell(actor, path.rows[at]!);
    });
    return;
  }
  const [before, sourceName] = splitLabel(mark.source);
  const from = names.indexOf(sourceName) + 1;
  const group = mark.group && groups ? (mark.group === 'converted' ? 1 : 2) : 0;
  if (from === 0 || before !== position - 1) return;
  yield* walkPaths(source, (actor, path) => {
    const at = position - 1 - shiftOf(source, path);
    if (at < 1 || at >= path.length || path.nodes[at] !== node || path.nodes[at - 1] !== from) return;
    if (group === 0 || groups![actor] === group) tell(actor, path.rows[at]!);
  });
}

/** Places that a path stands to the right of the first position. */
function shiftOf({ atEnd, maxSteps }: PathSource, path: Path): number {
  return atEnd ? maxSteps - path.length : 0;
}

/** 1 for each node among some names, by node; null for all. */
function namesTest(names: readonly string[], some: PathNames | undefined): ArrayLike<number> | null {
  if (!some) return null;
  const listed = new Set('only' in some ? some.only : some.except);
  const is = 'only' in some;
  return [0, ...names.map((name) => (listed.has(name) === is ? 1 : 0))];
}

/** Position and name of a label `position_name`. */
function splitLabel(label: string): [position: number, name: string] {
  const cut = label.indexOf('_');
  return [Number(label.slice(0, cut)), label.slice(cut + 1)];
}

function* pathSource(
  view: StoreView,
  spec: PathsSpec,
  mask: RowMask | null,
): Steps<{ source: PathSource; names: readonly string[] }> {
  const nodes = yield* nodesOf(view, spec);
  const gapIndex = nodes.names.indexOf('...');
  const names = gapIndex < 0 ? [...nodes.names, '...'] : nodes.names;
  const anchor = (name: string | undefined): number => (name === undefined ? 0 : nodes.names.indexOf(name) + 1 || -1);
  const source: PathSource = {
    view,
    nodes,
    sessions: yield* sessionsOf(view, spec.sessionGapMs),
    scope: compileScope(view, spec, mask),
    collapse: spec.collapseRepeats ?? true,
    start: anchor(spec.start),
    end: anchor(spec.end),
    maxSteps: spec.maxSteps ?? 5,
    gapNode: gapIndex < 0 ? names.length : gapIndex + 1,
    atEnd: spec.align === 'end',
  };
  return { source, names };
}

/** What is counted on the way through the sessions. */
interface Run {
  readonly source: PathSource;
  readonly names: readonly string[];
  readonly groups: ArrayLike<number> | null;
  /** Actors by group: 0 none, 1 converted, 2 not. */
  readonly groupSizes: readonly [number, number, number];
  /** Labels: (index in the path, node). Edges: (label of the source, node of the target). */
  readonly labels: PairIds;
  readonly edges: PairIds;
  readonly times: EdgeTimes;
  /** By edge: converted actors. */
  readonly converted: number[];
  /** By label: paths with it, that begin at it, that end at it; actors with it, with an edge into it, out of it, with a path that ends at it. */
  readonly visits: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly visited: number[];
  readonly reached: number[];
  readonly continued: number[];
  readonly dropped: number[];
  /** By label: the actor counted last, and in the lowest four bits what it was counted for (`went`). */
  readonly marks: number[];
  sessions: number;
  actors: number;
  lastActor: number;
  cutSessions: number;
}

function beginRun(source: PathSource, names: readonly string[], groups: ArrayLike<number> | null): Run {
  const plain = Array.isArray(source.view.time);
  const width = names.length + 1;
  const groupSizes: [number, number, number] = [0, 0, 0];
  if (groups) for (let actor = 0; actor < groups.length; actor++) groupSizes[groups[actor] as 0 | 1 | 2]++;
  // With both anchors and an odd middle a path is one node longer than asked.
  const longest = source.maxSteps + 1;
  return {
    source,
    names,
    groups,
    groupSizes,
    labels: new PairIds(longest, width, plain),
    edges: new PairIds(longest * width, width, plain),
    times: new EdgeTimes(plain),
    converted: [],
    visits: [],
    starts: [],
    ends: [],
    visited: [],
    reached: [],
    continued: [],
    dropped: [],
    marks: [],
    sessions: 0,
    actors: 0,
    lastActor: -1,
    cutSessions: 0,
  };
}

/** What a path does at a label: is there, goes on, ends, came from another. */
const went = { there: 1, on: 2, end: 4, from: 8 };

function count(run: Run, actor: number, path: Path): void {
  const { edges, labels, times, groups } = run;
  const { time } = run.source.view;
  run.sessions++;
  if (run.lastActor !== actor) run.actors++;
  run.lastActor = actor;
  if (path.cut) run.cutSessions++;
  const last = path.length - 1;
  const shift = shiftOf(run.source, path);
  let before = -1;
  for (let i = 0; i <= last; i++) {
    const node = path.nodes[i]!;
    if (i > 0) {
      const edge = edges.id(before, node);
      const ms = time[path.rows[i]!]! - time[leavingRow(path, i - 1)]!;
      if (times.add(edge, actor, ms) && groups) {
        run.converted[edge] = (run.converted[edge] ?? 0) + (groups[actor] === 1 ? 1 : 0);
      }
    }
    before = labels.id(i + shift, node);
    countLabel(run, before, actor, went.there | (i < last ? went.on : went.end) | (i > 0 ? went.from : 0));
    if (i === 0) run.starts[before]!++;
  }
  run.ends[before]!++;
}

/** Actors come one after the other, so that the last one's mark tells what is new. */
function countLabel(run: Run, label: number, actor: number, what: number): void {
  const { marks, visits } = run;
  if (label === visits.length) {
    const { starts, ends, visited, reached, continued, dropped } = run;
    for (const counts of [visits, starts, ends, visited, reached, continued, dropped]) counts.push(0);
    marks.push(-1);
  }
  visits[label]!++;
  const mark = marks[label]!;
  const known = mark >>> 4 === actor ? mark & 15 : 0;
  marks[label] = (actor << 4) | known | what;
  const fresh = what & ~known;
  if ((fresh & went.there) !== 0) run.visited[label]!++;
  if ((fresh & went.on) !== 0) run.continued[label]!++;
  if ((fresh & went.end) !== 0) run.dropped[label]!++;
  if ((fresh & went.from) !== 0) run.reached[label]!++;
}

/** Edges of the walk and their times, for medians. */
function edgeTimes(run: Run): (take: (edge: number, ms: number) => void) => Steps<number> {
  const { source, labels, edges } = run;
  const { time } = source.view;
  return (take) =>
    walkPaths(source, (_, path) => {
      const shift = shiftOf(source, path);
      for (let i = 1; i < path.length; i++) {
        const edge = edges.find(labels.find(i - 1 + shift, path.nodes[i - 1]!), path.nodes[i]!);
        take(edge, time[path.rows[i]!]! - time[leavingRow(path, i - 1)]!);
      }
    });
}

/** The edges of the result, in its order. */
function* keptEdges(run: Run, spec: PathsSpec): Steps<number[]> {
  const { times } = run;
  const least = spec.minEdgeCount ?? 1;
  const compare = (a: number, b: number): number =>
    times.count(b) - times.count(a) ||
    byCodeUnits(sourceLabel(run, a), sourceLabel(run, b)) ||
    byCodeUnits(targetLabel(run, a), targetLabel(run, b));
  let kept = yield* firstIn(run.edges.size, spec.maxEdges ?? 50, compare, (edge) => times.count(edge) >= least);
  // What the side that paths are counted from no longer leads to goes as well.
  const { atEnd, maxSteps } = run.source;
  for (;;) {
    const ties = new Set(kept.map((edge) => (atEnd ? sourceLabel(run, edge) : targetLabel(run, edge))));
    const joined = kept.filter((edge) =>
      atEnd
        ? sourceIndex(run, edge) === maxSteps - 2 || ties.has(targetLabel(run, edge))
        : sourceIndex(run, edge) === 0 || ties.has(sourceLabel(run, edge)),
    );
    if (joined.length === kept.length) return kept;
    kept = joined;
  }
}

function sourceIndex(run: Run, edge: number): number {
  return run.labels.firsts[run.edges.firsts[edge]!]!;
}

function sourceLabel(run: Run, edge: number): string {
  return labelText(run, run.edges.firsts[edge]!);
}

function targetLabel(run: Run, edge: number): string {
  return `${sourceIndex(run, edge) + 2}_${run.names[run.edges.seconds[edge]! - 1]!}`;
}

function labelText(run: Run, label: number): string {
  return `${run.labels.firsts[label]! + 1}_${run.names[run.labels.seconds[label]! - 1]!}`;
}

function pathEdge(run: Run, edge: number, medianMs: number | null, spec: PathsSpec): PathEdge {
  const { times, names } = run;
  const label = run.edges.firsts[edge]!;
  const common = {
    source: sourceLabel(run, edge),
    target: targetLabel(run, edge),
    sourceName: names[run.labels.seconds[label]! - 1]!,
    targetName: names[run.edges.seconds[edge]! - 1]!,
    position: sourceIndex(run, edge) + 1,
    count: times.count(edge),
    actors: times.actors(edge),
    meanMs: times.meanMs(edge),
    medianMs,
  };
  return run.groups ? { ...common, comparison: comparison(run, edge, spec.level ?? 0.95) } : common;
}

function comparison(run: Run, edge: number, level: number): EdgeComparison {
  const [, all, others] = run.groupSizes;
  const converted = run.converted[edge]!;
  const notConverted = run.times.actors(edge) - converted;
  const convertedShare = all === 0 ? null : converted / all;
  const notConvertedShare = others === 0 ? null : notConverted / others;
  return {
    converted,
    notConverted,
    convertedShare,
    notConvertedShare,
    difference: convertedShare === null || notConvertedShare === null ? null : convertedShare - notConvertedShare,
    interval: differenceInterval([notConverted, others], [converted, all], normalQuantile(level)),
  };
}

/** Labels of the kept edges, then the most visited others, in order of drawing. */
function* shownNodes(run: Run, kept: readonly number[]): Steps<PathNode[]> {
  const { labels, visits } = run;
  const shown = new Set<number>();
  for (const edge of kept) {
    const source = run.edges.firsts[edge]!;
    shown.add(source).add(labels.find(labels.firsts[source]! + 1, run.edges.seconds[edge]!));
  }
  const byVisits = (a: number, b: number): number =>
    visits[b]! - visits[a]! || byCodeUnits(labelText(run, a), labelText(run, b));
  const others = yield* firstIn(labels.size, Math.max(0, mostNodes - shown.size), byVisits, (l) => !shown.has(l));
  for (const label of others) shown.add(label);
  return [...shown]
    .sort((a, b) => labels.firsts[a]! - labels.firsts[b]! || byVisits(a, b))
    .map((label) => ({
      label: labelText(run, label),
      position: labels.firsts[label]! + 1,
      name: run.names[labels.seconds[label]! - 1]!,
      visits: visits[label]!,
      starts: run.starts[label]!,
      ends: run.ends[label]!,
      actors: run.visited[label]!,
      reached: run.reached[label]!,
      continued: run.continued[label]!,
      dropped: run.dropped[label]!,
    }));
}

function* positions(run: Run): Steps<PathPosition[]> {
  const found: { position: number; visits: number; starts: number; ends: number }[] = [];
  for (const [label, index] of run.labels.firsts.entries()) {
    while (found.length <= index) found.push({ position: found.length + 1, visits: 0, starts: 0, ends: 0 });
    found[index]!.visits += run.visits[label]!;
    found[index]!.starts += run.starts[label]!;
    found[index]!.ends += run.ends[label]!;
    if ((label & 0x3fff) === 0x3fff) yield 0;
  }
  return found;
}

/** Group of each actor: 1 with a row in scope that `converted` matches, 2 with other rows in scope, 0 with none. */
function* actorGroups(view: StoreView, spec: PathsSpec, mask: RowMask | null): Steps<ArrayLike<number>> {
  const groups = Array.isArray(view.time) ? numbers(view, view.actors) : new Uint8Array(view.actors);
  const table = compileSelectors(view, spec.converted ?? []);
  const scope = compileScope(view, spec, mask);
  let bits = numbers(view, 0);
  for (const [first, last] of actorRuns(view)) {
    const base = view.offsets[first]!;
    const stop = view.offsets[last]!;
    if (bits.length < stop - base) bits = numbers(view, stop - base);
    matchRows(table, view.event, base, stop, bits);
    const inScope = scope?.(base, stop) ?? null;
    for (let actor = first; actor < last; actor++) {
      for (let row = view.offsets[actor]!; row < view.offsets[actor + 1]!; row++) {
        if (inScope && inScope[row - base] === 0) continue;
        if (bits[row - base] !== 0) groups[actor] = 1;
        else if (groups[actor] === 0) groups[actor] = 2;
      }
    }
    yield stop - base;
  }
  return groups;
}

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
import { LabelCounts } from './label-counts.js';
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
/** Name of what stands for a left-out middle, whether or not some value is called so. */
const gapName = '...';
/** Names that are looked through between two rests. */
const mostLooked = 1 << 16;

/** Paths' numbers, and what lists are made from by a second walk. */
export interface PathsAnswer {
  readonly result: PathsResult;
  readonly source: PathSource;
  /** Names of nodes by `node - 1`; the one after the last is `gapName`. */
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
      yield* run.times.reserve(more);
      yield* run.counts.reserve(more);
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
  const node = yield* nodeOf(names, name);
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
  const from = yield* nodeOf(names, sourceName);
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
  return [0, ...[...names, gapName].map((name) => (listed.has(name) === is ? 1 : 0))];
}

function nameOf(names: readonly string[], node: number): string {
  return names[node - 1] ?? gapName;
}

/** Node of a name; 0 for none. */
function* nodeOf(names: readonly string[], name: string): Steps<number> {
  for (let from = 0; from < names.length; from += mostLooked) {
    const at = names.slice(from, from + mostLooked).indexOf(name);
    if (at >= 0) return from + at + 1;
    yield 0;
  }
  return name === gapName ? names.length + 1 : 0;
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
  const { names } = nodes;
  function* anchor(name: string | undefined): Steps<number> {
    if (name === undefined) return 0;
    const node = yield* nodeOf(names, name);
    return node === 0 || node > names.length ? -1 : node;
  }
  const start = yield* anchor(spec.start);
  const end = yield* anchor(spec.end);
  const source: PathSource = {
    view,
    nodes,
    sessions: yield* sessionsOf(view, spec.sessionGapMs),
    scope: compileScope(view, spec, mask),
    collapse: spec.collapseRepeats ?? true,
    start,
    end,
    maxSteps: spec.maxSteps ?? 5,
    gapNode: start === 0 || end === 0 ? 0 : yield* nodeOf(names, gapName),
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
  readonly counts: LabelCounts;
  sessions: number;
  actors: number;
  lastActor: number;
  cutSessions: number;
}

function beginRun(source: PathSource, names: readonly string[], groups: ArrayLike<number> | null): Run {
  const plain = Array.isArray(source.view.time);
  // One more for the node of a left-out middle.
  const width = names.length + 2;
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
    counts: new LabelCounts(plain),
    sessions: 0,
    actors: 0,
    lastActor: -1,
    cutSessions: 0,
  };
}

function count(run: Run, actor: number, path: Path): void {
  const { edges, labels, times, counts, groups } = run;
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
    counts.add(before, actor, i === 0, i === last);
  }
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
  return `${sourceIndex(run, edge) + 2}_${nameOf(run.names, run.edges.seconds[edge]!)}`;
}

function labelText(run: Run, label: number): string {
  return `${run.labels.firsts[label]! + 1}_${nameOf(run.names, run.labels.seconds[label]!)}`;
}

function pathEdge(run: Run, edge: number, medianMs: number | null, spec: PathsSpec): PathEdge {
  const { times, names } = run;
  const label = run.edges.firsts[edge]!;
  const common = {
    source: sourceLabel(run, edge),
    target: targetLabel(run, edge),
    sourceName: nameOf(names, run.labels.seconds[label]!),
    targetName: nameOf(names, run.edges.seconds[edge]!),
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
  const { labels, counts } = run;
  const shown = new Set<number>();
  for (const edge of kept) {
    const source = run.edges.firsts[edge]!;
    shown.add(source).add(labels.find(labels.firsts[source]! + 1, run.edges.seconds[edge]!));
  }
  const byVisits = (a: number, b: number): number =>
    counts.visits(b) - counts.visits(a) || byCodeUnits(labelText(run, a), labelText(run, b));
  const others = yield* firstIn(labels.size, Math.max(0, mostNodes - shown.size), byVisits, (l) => !shown.has(l));
  for (const label of others) shown.add(label);
  return [...shown]
    .sort((a, b) => labels.firsts[a]! - labels.firsts[b]! || byVisits(a, b))
    .map((label) => ({
      label: labelText(run, label),
      position: labels.firsts[label]! + 1,
      name: nameOf(run.names, labels.seconds[label]!),
      ...counts.of(label),
    }));
}

function* positions(run: Run): Steps<PathPosition[]> {
  const found: { position: number; visits: number; starts: number; ends: number }[] = [];
  const { labels, counts } = run;
  for (let label = 0; label < labels.size; label++) {
    const index = labels.firsts[label]!;
    while (found.length <= index) found.push({ position: found.length + 1, visits: 0, starts: 0, ends: 0 });
    found[index]!.visits += counts.visits(label);
    found[index]!.starts += counts.starts(label);
    found[index]!.ends += counts.ends(label);
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

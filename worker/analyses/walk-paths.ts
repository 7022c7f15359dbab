import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { actorRuns, type Sessions } from '../store/sessions.js';
import type { StoreView } from '../store/view.js';
import type { Nodes } from './nodes.js';
import type { RowTest } from './selector.js';

/** After so many rows the thread is given back before the next session. */
const restRows = 4096;

/** What paths are made from, and how they are cut. */
export interface PathSource {
  readonly view: StoreView;
  readonly sessions: Sessions;
  readonly nodes: Nodes;
  /** Rows of filter, range and `where`; null = all. */
  readonly scope: RowTest | null;
  readonly collapse: boolean;
  /** Nodes that paths begin and end with; 0 = none asked, -1 = asked and in no row. */
  readonly start: number;
  readonly end: number;
  /** Longest path; Infinity = whole. */
  readonly maxSteps: number;
  /** Node of what stands for a left-out middle. */
  readonly gapNode: number;
  /** Positions are counted from the paths' ends. */
  readonly atEnd?: boolean;
}

/**
 * One session's path; the same object is filled again for each session.
 *
 *   row        7  8  9  10
 *   name       a  a  b  c           nodes  1  2   3
 *                                   rows   8  9  10     a run carries its last row
 */
export interface Path {
  length: number;
  /** The session was longer than `maxSteps`. */
  cut: boolean;
  readonly nodes: number[];
  /** Row of each node, whose time is the node's; of one that stands for several, the first one's. */
  readonly rows: number[];
  /** Index of the node that stands for several, and the row of the last of them; -1 = none. */
  gapAt: number;
  gapLeaves: number;
}

/** Row whose time is when node i was left. */
export function leavingRow(path: Path, i: number): number {
  return i === path.gapAt ? path.gapLeaves : path.rows[i]!;
}

/** Told each path before the next is made; of a long one it may give back the work still to do, in steps. */
export type PathVisitor = (actor: number, path: Path) => void | Steps<void>;

/**
 * Walks the path of every session that has one, in store order.
 * @param prepare called before some paths are made with the most nodes that these have in all
 * @returns rows in scope
 */
export function* walkPaths(
  source: PathSource,
  visit: PathVisitor,
  prepare?: (nodes: number) => Steps<void>,
): Steps<number> {
  const { view, sessions, nodes, scope, collapse, start, end, maxSteps } = source;
  const { codes, byCode } = nodes;
  const { starts, offsets } = sessions;
  const path: Path = { length: 0, cut: false, nodes: [], rows: [], gapAt: -1, gapLeaves: -1 };
  const { nodes: pathNodes, rows: pathRows } = path;
  const whole = start === 0 && end === 0;
  // Without anchors, what comes after the longest path has no part in it.
  const most = whole ? maxSteps : Infinity;
  let rowsInScope = 0;
  for (const [first, last] of actorRuns(view)) {
    const base = view.offsets[first]!;
    const stop = view.offsets[last]!;
    if (prepare) yield* prepare(stop - base);
    const inScope = scope?.(base, stop) ?? null;
    rowsInScope += inScope ? ones(inScope, stop - base) : stop - base;
    let done = base;
    for (let actor = first; actor < last; actor++) {
      const lastSession = offsets[actor + 1]!;
      for (let session = offsets[actor]!; session < lastSession; session++) {
        const to = starts[session + 1]!;
        let length = 0;
        let previous = 0;
        path.cut = false;
        for (let row = starts[session]!; row < to; row++) {
          const node = byCode[codes[row]!]!;
          if (node === 0 || (inScope && inScope[row - base] === 0)) continue;
          if (collapse && node === previous) {
            pathRows[length - 1] = row;
            continue;
          }
          if (length === most) {
            path.cut = true;
            break;
          }
          pathNodes[length] = node;
          pathRows[length++] = row;
          previous = node;
        }
        path.length = length;
        path.gapAt = -1;
        if (!whole) fit(path, source);
        if (path.length === 0) continue;
        const rest = visit(actor, path);
        if (rest) yield* rest;
        if (to - done < restRows) continue;
        yield to - done;
        done = to;
      }
    }
    yield stop - done;
  }
  return rowsInScope;
}

/** Cuts a whole session to its anchors and to the longest path. */
function fit(path: Path, source: PathSource): void {
  anchor(path, source.start, source.end);
  path.cut = path.length > source.maxSteps;
  if (path.cut) shorten(path, source);
}

/** Drops what comes before the first `start` and after the first `end` at or after it; everything without either. */
function anchor(path: Path, start: number, end: number): void {
  const begin = start === 0 ? 0 : indexOf(path, start, 0);
  const stop = end === 0 || begin < 0 ? path.length - 1 : indexOf(path, end, begin);
  if (begin < 0 || stop < 0) path.length = 0;
  else move(path, begin, 0, stop - begin + 1);
}

/** Keeps the first nodes, with only `end` the last, with both the two ends and one node for what lies between. */
function shorten(path: Path, { start, end, maxSteps, gapNode }: PathSource): void {
  if (end === 0) path.length = maxSteps;
  else if (start === 0) move(path, path.length - maxSteps, 0, maxSteps);
  else {
    const kept = Math.floor(maxSteps / 2);
    const { length } = path;
    path.nodes[kept] = gapNode;
    path.gapAt = kept;
    path.gapLeaves = path.rows[length - kept - 1]!;
    move(path, length - kept, kept + 1, kept);
  }
}

/** Moves `count` nodes forward; the path ends with them. */
function move(path: Path, from: number, to: number, count: number): void {
  if (from !== to) {
    for (const values of [path.nodes, path.rows]) {
      for (let i = 0; i < count; i++) values[to + i] = values[from + i]!;
    }
  }
  path.length = to + count;
}

function indexOf(path: Path, node: number, from: number): number {
  for (let i = from; i < path.length; i++) if (path.nodes[i] === node) return i;
  return -1;
}

function ones(flags: NumericArray, length: number): number {
  let count = 0;
  for (let i = 0; i < length; i++) count += flags[i]!;
  return count;
}

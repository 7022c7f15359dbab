import { findOrdered } from '../kernels/funnel-ordered.js';
import {
  hasTies,
  mostSteps,
  orderInstants,
  type Attempt,
  type AttemptRule,
  type FindAttempt,
} from '../kernels/funnel-rows.js';
import { findStrict } from '../kernels/funnel-strict.js';
import { findUnordered, findUnorderedPart, type UnorderedRows } from '../kernels/funnel-unordered.js';
import { matchRows, type MatchTable } from '../kernels/match-rows.js';
import {
  funnelKernel,
  handedBack,
  kernelSteps,
  type FunnelKernel,
  type KernelFunnel,
} from '../kernels/wasm/funnel-kernel.js';
import type { NumericArray } from '../protocol/batch.js';
import type { FunnelResult } from '../protocol/result.js';
import type { FunnelMark, FunnelOrder, FunnelSpec, FunnelTie } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { ActorSet } from '../store/actor-set.js';
import type { RowMask, StoreView } from '../store/view.js';
import { funnelNumbers } from './funnel-numbers.js';
import { NumberList, type NumberRun } from './mean-median.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers, sliceRows, type RowTest } from './selector.js';
import { normalQuantile } from './wilson.js';

/** Most steps of a funnel. */
const deepest = 32;

/** A funnel's numbers, and what lists of actors are made from without computing again. */
export interface FunnelAnswer {
  readonly result: FunnelResult;
  /** Steps that each actor's reported attempt filled; 0 = not in the funnel. One item an actor of the view. */
  readonly depth: NumericArray;
}

/**
 * Counts the actors that reach each step, and how long they took (`docs/concepts/funnel.md`): a plain funnel, without
 * what `funnel-attempts.ts` is for.
 * One pass over the rows; memory: a byte an actor, and a number for each step of each reported attempt.
 *
 * @param spec checked at the door (`checkFunnelSpec`)
 * @param mask rows that the job's filter lets through; null = all
 */
export function* funnel(view: StoreView, spec: FunnelSpec, mask: RowMask | null): Steps<FunnelAnswer> {
  return yield* mergeFunnel(view, spec, [yield* funnelPart(view, spec, mask)]);
}

/** What some actors add to a funnel's numbers. Plain data: several threads may each count a part of the actors. */
export interface FunnelPart {
  /** By step: attempts that filled it and no more. */
  readonly counts: readonly number[];
  /** By step: times from the step before, of attempts that filled it; item 0 is empty. */
  readonly stepMs: readonly NumberRun[];
  readonly totalMs: NumberRun;
  readonly rowsInScope: number;
  readonly depth: NumericArray;
}

/**
 * Counts the actors of a view, which may be a part of one (`splitByActor`).
 * @param piece rows of one actor that are judged without a rest, about
 */
export function* funnelPart(
  view: StoreView,
  spec: FunnelSpec,
  mask: RowMask | null,
  piece: number = sliceRows,
): Steps<FunnelPart> {
  const run = beginRun(view, spec, mask);
  const kernel = funnelKernel();
  const forKernel = kernel && kernelFunnel(run);
  for (let first = 0; first < view.actors;) {
    const from = view.offsets[first]!;
    let last = first;
    while (last < view.actors && view.offsets[last]! - from < piece) last++;
    const rows = view.offsets[last]! - from;
    // A run that is much longer than a slice ends with an actor who is.
    if (rows > 2 * piece && run.order === 'unordered') {
      if (last - first > 1) runActors(run, first, last - 1);
      yield* runLong(run, last - 1, piece);
    } else if (!forKernel || !runKernel(run, kernel, forKernel, first, last)) runActors(run, first, last);
    yield rows;
    first = last;
  }
  return run;
}

/**
 * The funnel of a view from parts of its actors, which together are all of them, in their order: equal to counting the
 * view at once, since an actor is in one part.
 * @param parts used up: their lists may be rearranged
 */
export function* mergeFunnel(view: StoreView, spec: FunnelSpec, parts: readonly FunnelPart[]): Steps<FunnelAnswer> {
  const [only, ...others] = parts;
  const whole = only && others.length === 0 ? only : yield* together(view, spec, parts);
  const counts = [...whole.counts];
  for (let k = counts.length - 2; k >= 0; k--) counts[k] = counts[k]! + counts[k + 1]!;
  const { stepMs, totalMs, depth } = whole;
  const figures = yield* funnelNumbers(spec, { counts, stepMs, totalMs }, normalQuantile(spec.level ?? 0.95));
  return { result: { kind: 'funnel', ...figures, meta: resultMeta(view, whole.rowsInScope) }, depth };
}

function* together(view: StoreView, spec: FunnelSpec, parts: readonly FunnelPart[]): Steps<FunnelPart> {
  const plain = Array.isArray(view.time);
  const depth = plain ? numbers(view, view.actors) : new Uint8Array(view.actors);
  const counts = spec.steps.map(() => 0);
  let rowsInScope = 0;
  let actor = 0;
  for (const part of parts) {
    rowsInScope += part.rowsInScope;
    for (const [k, count] of part.counts.entries()) counts[k] = counts[k]! + count;
    for (let i = 0; i < part.depth.length; i++) depth[actor++] = part.depth[i]!;
    yield part.depth.length;
  }
  const stepMs: NumberRun[] = [];
  for (const k of spec.steps.keys())
    stepMs.push(
      yield* joined(
        plain,
        parts.map((part) => part.stepMs[k]!),
      ),
    );
  const totalMs = yield* joined(
    plain,
    parts.map((part) => part.totalMs),
  );
  return { counts, stepMs, totalMs, rowsInScope, depth };
}

function* joined(plain: boolean, lists: readonly NumberRun[]): Steps<NumberRun> {
  const all = new NumberList(plain);
  for (const { values, length } of lists) {
    if (Array.isArray(values)) for (let i = 0; i < length; i++) all.push(values[i]!);
    else all.append(values.subarray(0, length));
    yield length;
  }
  return all;
}

/**
 * The actors behind a mark, as indexes of the view, ascending; as many as the count on the mark.
 * @param depth `depth` of the funnel's answer
 */
export function* funnelActors(view: StoreView, depth: NumericArray, mark: FunnelMark): Steps<number[]> {
  const { kind, step } = mark;
  const actors: number[] = [];
  for (let from = 0; from < view.actors; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.actors);
    for (let actor = from; actor < to; actor++) {
      const reached = depth[actor]!;
      if (kind === 'reached' ? reached > step : reached === step && step > 0) actors.push(actor);
    }
    yield to - from;
  }
  return actors;
}

/** The same actors as a set, without a list of them. */
export function* funnelActorSet(view: StoreView, depth: NumericArray, mark: FunnelMark): Steps<ActorSet> {
  // By depth: a table, since who reached a step cannot be guessed.
  const behind = Array.from({ length: deepest + 1 }, (_, reached) =>
    (mark.kind === 'reached' ? reached > mark.step : reached === mark.step && reached > 0) ? 1 : 0,
  );
  const words = numbers(view, Math.ceil(view.actors / 32));
  for (let from = 0; from < view.actors; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.actors);
    for (let actor = from; actor < to; actor += 32) {
      const end = Math.min(32, to - actor);
      let word = 0;
      for (let k = 0; k < end; k++) word |= behind[depth[actor + k]!]! << k;
      words[actor >>> 5] = word;
    }
    yield to - from;
  }
  return { words };
}

/** State of a funnel on its way through the actors. */
interface Run {
  readonly view: StoreView;
  readonly order: FunnelOrder;
  /** Number of steps. */
  readonly steps: number;
  readonly rule: AttemptRule;
  readonly find: FindAttempt;
  readonly tie: FunnelTie;
  readonly matches: MatchTable;
  /** Rows of range, `where` and filter; null = all. */
  readonly scope: RowTest | null;
  rowsInScope: number;
  /** Rows of the slice in hand: times since the base, and the steps they match. */
  times: NumericArray;
  bits: NumericArray;
  /** Bits of a piece of a very long actor. */
  piece?: NumericArray;
  readonly attempt: Attempt;
  readonly depth: NumericArray;
  readonly counts: number[];
  /** By step: times from the step before, of attempts that filled it; item 0 stays empty. */
  readonly stepMs: readonly NumberList[];
  readonly totalMs: NumberList;
}

const finders: Record<FunnelOrder, FindAttempt> = {
  ordered: findOrdered,
  strict: findStrict,
  unordered: findUnordered,
};

function beginRun(view: StoreView, spec: FunnelSpec, mask: RowMask | null): Run {
  const plain = Array.isArray(view.time);
  const { steps, order = 'ordered', tie = 'any-order' } = spec;
  return {
    view,
    order,
    steps: steps.length,
    rule: {
      windowMs: spec.windowMs ?? Infinity,
      strictlyLater: tie === 'strictly-later',
      firstOnly: spec.entry === 'first',
    },
    find: finders[order],
    tie,
    matches: compileSelectors(view, steps),
    scope: compileScope(view, spec, mask),
    rowsInScope: 0,
    times: [],
    bits: [],
    attempt: { depth: 0, times: plain ? steps.map(() => 0) : new Float64Array(steps.length) },
    depth: plain ? Array.from<number>({ length: view.actors }).fill(0) : new Uint8Array(view.actors),
    counts: steps.map(() => 0),
    stepMs: steps.map(() => new NumberList(plain)),
    totalMs: new NumberList(plain),
  };
}

/** What the kernel needs to know of a funnel; null when it is none of those that the kernel counts. */
function kernelFunnel(run: Run): KernelFunnel | null {
  const { view, order, tie, rule, matches, steps } = run;
  const plain = Array.isArray(view.time) || matches.byEvent.length > 65_536;
  if (plain || steps < 2 || order !== 'ordered' || tie === 'strictly-later' || rule.firstOnly) return null;
  const stepOf = matches.tests.length > 0 ? null : kernelSteps(matches.byEvent, steps);
  return stepOf && { stepOf, steps, windowMs: rule.windowMs, anyOrder: tie === 'any-order' };
}

/**
 * Judges actors `first .. last` by the kernel, and by the loops here those that it hands back.
 * @returns false when nothing was done
 */
function runKernel(run: Run, kernel: FunnelKernel, funnel: KernelFunnel, first: number, last: number): boolean {
  const { view, counts, depth, stepMs, totalMs, steps } = run;
  const { event, time, offsets } = view as { event: NumericArray; time: Uint32Array; offsets: Uint32Array };
  const base = offsets[first]!;
  const end = offsets[last]!;
  const scope = (run.scope?.(base, end) ?? null) as Uint32Array | null;
  const found = kernel.run(funnel, { event, time, offsets, first, last, scope });
  if (!found) return false;
  const { depths, gaps } = found;
  (depth as Uint8Array).set(depths, first);
  for (let k = 1; k < steps; k++) stepMs[k]!.append(gaps[k - 1]!);
  if (steps > 1) totalMs.append(gaps[steps - 1]!);
  let inScope = end - base;
  if (scope) {
    inScope = 0;
    for (let i = 0; i < end - base; i++) inScope += scope[i]!;
  }
  const known = run.rowsInScope + inScope;
  for (let actor = first; actor < last; actor++) {
    const reached = depth[actor]!;
    if (reached === handedBack) {
      depth[actor] = 0;
      runActors(run, actor, actor + 1);
    } else if (reached > 0) counts[reached - 1] = counts[reached - 1]! + 1;
  }
  run.rowsInScope = known;
  return true;
}

/** Judges actors `first .. last`; their rows are looked at together, column by column, then actor by actor. */
function runActors(run: Run, first: number, last: number): void {
  const { view, order, depth, attempt } = run;
  const { offsets } = view;
  const base = offsets[first]!;
  const end = offsets[last]!;
  reserve(run, end - base);
  matchRows(run.matches, view.event, base, end, run.bits);
  const scope = run.scope?.(base, end) ?? null;
  if (scope) run.rowsInScope += leaveScope(run.bits, scope, end - base);
  else run.rowsInScope += end - base;
  for (let actor = first; actor < last; actor++) {
    const from = offsets[actor]! - base;
    const to = offsets[actor + 1]! - base;
    const inOrder = order !== 'unordered';
    const most = inOrder ? mostInOrder(run, base, from, to) : run.steps;
    if (most === 0) continue;
    // One step alone needs no look at the times.
    if (most === 1 && inOrder) attempt.depth = 1;
    else judge(run, base, from, to, most, scope);
    depth[actor] = attempt.depth;
    record(run);
  }
}

/** Judges one actor with very many rows, with rests between: each of their attempts is a search of its own. */
function* runLong(run: Run, actor: number, piece: number): Steps<void> {
  const { view, attempt, rule, steps } = run;
  const base = view.offsets[actor]!;
  const rows = view.offsets[actor + 1]! - base;
  reserve(run, rows);
  for (let from = 0; from < rows; from += piece) {
    run.rowsInScope += matchPiece(run, base, from, Math.min(rows, from + piece));
    yield 0;
  }
  const to = keepMatching(run.times, run.bits, view.time, base, 0, rows, steps);
  orderTies(run, 0, to);
  const known: UnorderedRows = { sets: [], heads: [], following: [], completed: 0 };
  // Written from the end: an array that begins there would be one of few items far apart.
  for (let row = 0; row < to; row++) known.following.push(0);
  attempt.depth = 0;
  for (let last = to; last > 0; last -= piece) {
    yield 0;
    const first = Math.max(0, last - piece);
    findUnorderedPart(known, run.times, run.bits, 0, to, steps, rule, attempt, first, last);
  }
  run.depth[actor] = attempt.depth;
  record(run);
}

/** Matches some rows of an actor who is read piece by piece; returns how many are in scope. */
function matchPiece(run: Run, base: number, from: number, to: number): number {
  const { view, bits } = run;
  const piece = (run.piece ??= numbers(view, Math.max(to - from, sliceRows)));
  matchRows(run.matches, view.event, base + from, base + to, piece);
  const scope = run.scope?.(base + from, base + to) ?? null;
  const count = scope ? leaveScope(piece, scope, to - from) : to - from;
  for (let i = from; i < to; i++) bits[i] = piece[i - from]!;
  return count;
}

/** Most steps that an actor can fill in order: settles most actors before any time is looked at. */
function mostInOrder(run: Run, base: number, from: number, to: number): number {
  const most = mostSteps(run.bits, from, to, run.steps);
  if (most === 0 || most === run.steps || run.tie !== 'any-order') return most;
  // Rows of one instant may change places, and then fill more.
  return hasTies(run.view.time, base + from, base + to) ? run.steps : most;
}

/** Finds the reported attempt of one actor. */
function judge(run: Run, base: number, from: number, to: number, most: number, scope: NumericArray | null): void {
  const { view, order, times, bits } = run;
  let end: number;
  if (order !== 'strict') end = keepMatching(times, bits, view.time, base, from, to, most);
  else if (scope) end = keepScope(times, bits, scope, view.time, base, from, to);
  else end = keepAll(times, view.time, base, from, to);
  orderTies(run, from, end);
  run.find(times, bits, from, end, most, run.rule, run.attempt);
}

function orderTies(run: Run, from: number, to: number): void {
  if (run.tie !== 'input-order') orderInstants(run.times, run.bits, from, to);
}

function reserve(run: Run, rows: number): void {
  if (run.times.length >= rows) return;
  const length = Math.max(rows, sliceRows);
  run.bits = numbers(run.view, length);
  run.times = Array.isArray(run.bits) ? Array.from<number>({ length }).fill(0) : new Float64Array(length);
}

function leaveScope(bits: NumericArray, scope: NumericArray, rows: number): number {
  let count = 0;
  for (let i = 0; i < rows; i++) {
    if (scope[i] === 0) bits[i] = 0;
    else count++;
  }
  return count;
}

/**
 * Moves the rows that match a step to the front of the actor's place, without a branch on the row: it would be a coin
 * toss. Steps from `most` on are taken off: they cannot be filled.
 */
function keepMatching(
  times: NumericArray,
  bits: NumericArray,
  time: NumericArray,
  base: number,
  from: number,
  rows: number,
  most: number,
): number {
  const fillable = -1 >>> (32 - most);
  let to = from;
  for (let i = from; i < rows; i++) {
    const row = bits[i]! & fillable;
    bits[to] = row;
    times[to] = time[base + i]!;
    to += row === 0 ? 0 : 1;
  }
  return to;
}

function keepScope(
  times: NumericArray,
  bits: NumericArray,
  scope: NumericArray,
  time: NumericArray,
  base: number,
  from: number,
  rows: number,
): number {
  let to = from;
  for (let i = from; i < rows; i++) {
    bits[to] = bits[i]!;
    times[to] = time[base + i]!;
    to += scope[i]!;
  }
  return to;
}

function keepAll(times: NumericArray, time: NumericArray, base: number, from: number, rows: number): number {
  for (let i = from; i < rows; i++) times[i] = time[base + i]!;
  return rows;
}

function record(run: Run): void {
  const { attempt, counts, stepMs, steps } = run;
  const { depth, times } = attempt;
  if (depth === 0) return;
  counts[depth - 1] = counts[depth - 1]! + 1;
  for (let k = 1; k < depth; k++) stepMs[k]!.push(times[k]! - times[k - 1]!);
  if (depth === steps) run.totalMs.push(times[depth - 1]! - times[0]!);
}

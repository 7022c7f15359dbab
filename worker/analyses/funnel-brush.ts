import { findOrdered } from '../kernels/funnel-ordered.js';
import { orderInstants, type Attempt, type AttemptRule, type FindAttempt } from '../kernels/funnel-rows.js';
import { findStrict } from '../kernels/funnel-strict.js';
import { findUnordered } from '../kernels/funnel-unordered.js';
import { matchRows, type MatchTable } from '../kernels/match-rows.js';
import type { NumericArray } from '../protocol/batch.js';
import type { TimeRange } from '../protocol/filter.js';
import type { FunnelMark, FunnelOrder, FunnelResult, FunnelSpec } from '../protocol/funnel.js';
import type { Steps } from '../steps.js';
import { timeIndexOf, type TimeIndex } from '../store/time-index.js';
import type { RowMask, StoreView } from '../store/view.js';
import { RunningMedian } from './running-median.js';
import { compileSelectors, numbers, sliceRows } from './selector.js';
import { normalQuantile, wilson } from './wilson.js';

/** Parts of a spec that a brush knows; one with any other part is counted afresh each time. */
const known: ReadonlySet<string> = new Set(['kind', 'steps', 'order', 'windowMs', 'tie', 'entry', 'where', 'level']);
const finders: Record<FunnelOrder, FindAttempt> = {
  ordered: findOrdered,
  strict: findStrict,
  unordered: findUnordered,
};
/** Above these, counting all actors afresh is quicker than those of rows that enter or leave. */
const none = 1e9;
const nearRows = 64;
const nearShare = 1 / 16;

/** Rows between two times, some of which lie in one of two ranges only. */
interface Edge {
  readonly from: TimeRange;
  readonly to: TimeRange;
  readonly begin: number;
  readonly end: number;
}

/** Whether a funnel can be brushed: a plain one, without a range of its own. */
export function canBrush(spec: FunnelSpec): boolean {
  const plain = Object.entries(spec).every(([key, value]) => known.has(key) || value === undefined);
  return plain && spec.steps.every((step) => step.optional !== true);
}

/** Bytes that a brush over a view takes besides the time index. */
export function brushBytes(view: StoreView, spec: FunnelSpec): number {
  return view.actors * (Array.isArray(view.time) ? 8 : 4) * (spec.steps.length + 1);
}

/**
 * The numbers of a funnel over a time range that moves. A move looks only at the rows that enter or leave and judges
 * only their actors again; a jump judges all. Either way the numbers are those of a fresh count.
 *
 * Memory: 4 bytes (8 in plain storage) per actor and step, and the time index of the store.
 */
export class FunnelBrush {
  /** Changes with every move: what was read before no longer holds. */
  version = 0;
  /** Steps that each actor's reported attempt filled. */
  readonly #depth: NumericArray;
  readonly #view: StoreView;
  readonly #spec: FunnelSpec;
  readonly #scope: NumericArray | null;
  readonly #index: TimeIndex;
  readonly #matches: MatchTable;
  readonly #rule: AttemptRule;
  readonly #find: FindAttempt;
  readonly #attempt: Attempt;
  /** By step: each actor's time from the step before; item 0 stays empty. */
  readonly #gaps: readonly NumericArray[];
  readonly #counts: number[];
  readonly #stepMs: readonly RunningMedian[];
  readonly #totalMs: RunningMedian = new RunningMedian();
  /** By actor: the move that touched it last. */
  readonly #touchedBy: NumericArray;
  readonly #touched: number[] = [];
  /** By event code: the lowest step that its rows can fill; -1 where every row may matter, `none` where none does. */
  readonly #lowestStep: readonly number[];
  #rowsInScope = 0;
  /** In times of the view; null when the state is not that of any range. */
  #range: TimeRange | null = null;
  #bits: NumericArray = [];
  #times: NumericArray = [];

  /**
   * @param spec one that `canBrush`
   * @param scope rows that may count whatever the range: `where` of the spec and the rest of the filter; null = all
   */
  static *over(view: StoreView, spec: FunnelSpec, scope: RowMask | null): Steps<FunnelBrush> {
    return new FunnelBrush(view, spec, scope, yield* timeIndexOf(view));
  }

  private constructor(view: StoreView, spec: FunnelSpec, scope: RowMask | null, index: TimeIndex) {
    const { steps, order = 'ordered', tie = 'any-order' } = spec;
    this.#view = view;
    this.#spec = spec;
    this.#scope = scope?.words ?? null;
    this.#index = index;
    this.#matches = compileSelectors(view, steps);
    this.#rule = {
      windowMs: spec.windowMs ?? Infinity,
      strictlyLater: tie === 'strictly-later',
      firstOnly: spec.entry === 'first',
    };
    this.#find = finders[order];
    this.#attempt = { depth: 0, times: steps.map(() => 0) };
    this.#depth = Array.isArray(view.time) ? numbers(view, view.actors) : new Uint8Array(view.actors);
    const wide = view.time instanceof Float64Array;
    this.#gaps = steps.map((_, k) =>
      k === 0 ? [] : wide ? new Float64Array(view.actors) : numbers(view, view.actors),
    );
    this.#counts = steps.map(() => 0);
    this.#stepMs = steps.map(() => new RunningMedian());
    this.#touchedBy = numbers(view, view.actors);
    this.#lowestStep = Array.from(this.#matches.byEvent, (bits) => {
      // Any row may end a strict attempt, and any row that matches may begin an unordered one.
      if (order === 'strict') return -1;
      if (bits === 0) return none;
      return order === 'unordered' ? -1 : 31 - Math.clz32(bits & -bits);
    });
  }

  /**
   * Moves to a time range, ms UTC.
   * @returns true when only the rows that enter or leave were looked at
   */
  *move(range: TimeRange): Steps<boolean> {
    const { timeBase } = this.#view;
    const to: TimeRange = { from: range.from - timeBase, to: Math.max(range.from, range.to) - timeBase };
    const from = this.#range;
    // Until it has arrived the state is that of no range: a move that is given up leaves nothing half done behind.
    this.#range = null;
    this.version++;
    const near = from !== null && this.#between(from, to) <= nearRows + this.#view.rows * nearShare;
    if (near) yield* this.#step(from, to);
    else yield* this.#jump(to);
    this.#range = to;
    return near;
  }

  /** The funnel over the range moved to last. */
  *result(): Steps<FunnelResult> {
    const view = this.#view;
    const z = normalQuantile(this.#spec.level ?? 0.95);
    const counts = [...this.#counts];
    for (let k = counts.length - 2; k >= 0; k--) counts[k] = counts[k]! + counts[k + 1]!;
    const start = counts[0]!;
    const before = (k: number): number => (k === 0 ? 0 : counts[k - 1]!);
    const medianStepMs: (number | null)[] = [];
    for (const [k, list] of this.#stepMs.entries()) {
      medianStepMs.push(yield* list.median((take) => this.#eachGap(k, take)));
    }
    return {
      kind: 'funnel',
      stepCounts: counts,
      dropOffCounts: counts.map((count, k) => (k === 0 ? 0 : before(k) - count)),
      conversionFromStart: counts.map((count) => (start === 0 ? null : count / start)),
      conversionFromPrevious: counts.map((count, k) => (before(k) === 0 ? null : count / before(k))),
      intervalFromStart: counts.map((count) => wilson(count, start, z)),
      intervalFromPrevious: counts.map((count, k) => wilson(count, before(k), z)),
      avgStepMs: this.#stepMs.map((list) => list.mean),
      medianStepMs,
      medianTotalMs: yield* this.#totalMs.median((take) => this.#eachTotal(take)),
      meta: {
        dataEnd: view.dataEnd,
        rows: view.acceptedRows,
        rowsInScope: this.#rowsInScope,
        actors: view.actors,
        unidentifiedRows: view.unidentifiedRows,
        rejectedRows: view.rejectedRows,
      },
    };
  }

  /** The actors behind a mark, over the range moved to last. */
  *actors(mark: FunnelMark): Steps<number[]> {
    const depth = this.#depth;
    const { kind, step } = mark;
    const actors: number[] = [];
    for (let from = 0; from < this.#view.actors; from += sliceRows) {
      const to = Math.min(from + sliceRows, this.#view.actors);
      for (let actor = from; actor < to; actor++) {
        const reached = depth[actor]!;
        if (kind === 'reached' ? reached > step : reached === step) actors.push(actor);
      }
      yield to - from;
    }
    return actors;
  }

  /** Rows in the spans of time that lie in one range and not in the other, or about that many. */
  #between(a: TimeRange, b: TimeRange): number {
    const { starts, spanOf } = this.#index;
    const rows = (from: number, to: number): number => Math.abs(starts[spanOf(to) + 1]! - starts[spanOf(from)]!);
    return rows(Math.min(a.from, b.from), Math.max(a.from, b.from)) + rows(Math.min(a.to, b.to), Math.max(a.to, b.to));
  }

  *#step(from: TimeRange, to: TimeRange): Steps<void> {
    this.#touched.length = 0;
    yield* this.#cross(from, to, Math.min(from.from, to.from), Math.max(from.from, to.from));
    yield* this.#cross(from, to, Math.min(from.to, to.to), Math.max(from.to, to.to));
    const touched = this.#touched;
    for (let i = 0; i < touched.length; i++) {
      const actor = touched[i]!;
      this.#forget(actor);
      this.#judge(actor, to);
      if ((i & 0x3ff) === 0x3ff) yield 0x2000;
    }
  }

  /** Notes the actors of the rows from `begin` to `end` that enter or leave, if such a row can matter to them. */
  *#cross(from: TimeRange, to: TimeRange, begin: number, end: number): Steps<void> {
    if (begin >= end) return;
    const { starts, spanOf } = this.#index;
    const first = spanOf(begin);
    const last = spanOf(end);
    const edge = { from, to, begin, end };
    // Rows of the spans at either end may lie outside; those between enter or leave together.
    this.#crossRows(starts[first]!, starts[first + 1]!, edge);
    for (let span = first + 1; span < last; span += 32) {
      const until = Math.min(span + 32, last);
      this.#crossRows(
        starts[span]!,
        starts[until]!,
        overlap(from, to) ? null : edge,
        begin >= to.from && begin < to.to,
      );
      yield starts[until]! - starts[span]!;
    }
    if (last > first) this.#crossRows(starts[last]!, starts[last + 1]!, edge);
  }

  /**
   * @param edge how rows are told apart that enter, leave, or do neither; null: all of them enter or leave, as `enters` says
   */
  #crossRows(start: number, stop: number, edge: Edge | null, enters = false): void {
    const { time, event, offsets } = this.#view;
    const { rows, actorNear } = this.#index;
    const scope = this.#scope;
    const touchedBy = this.#touchedBy;
    const depth = this.#depth;
    const lowest = this.#lowestStep;
    const { version } = this;
    for (let at = start; at < stop; at++) {
      const row = rows[at]!;
      if (edge !== null) {
        const t = time[row]!;
        if (t < edge.begin || t >= edge.end) continue;
        enters = t >= edge.to.from && t < edge.to.to;
        if (enters === (t >= edge.from.from && t < edge.from.to)) continue;
      }
      if (scope !== null && ((scope[row >>> 5]! >>> (row & 31)) & 1) === 0) continue;
      this.#rowsInScope += enters ? 1 : -1;
      const step = lowest[event[row]!]!;
      if (step === none) continue;
      let actor = actorNear[row >>> 5]!;
      while (offsets[actor + 1]! <= row) actor++;
      // No attempt has filled the step before, or none this one: to enter, or to leave, changes nothing.
      if (enters ? step > depth[actor]! : step >= depth[actor]!) continue;
      if (touchedBy[actor] === version) continue;
      touchedBy[actor] = version;
      this.#touched.push(actor);
    }
  }

  *#jump(to: TimeRange): Steps<void> {
    const { view, words, times } = { view: this.#view, words: this.#scope, times: this.#view.time };
    this.#counts.fill(0);
    for (const list of this.#stepMs) list.clear();
    this.#totalMs.clear();
    this.#rowsInScope = 0;
    for (let first = 0; first < view.actors;) {
      const base = view.offsets[first]!;
      let last = first;
      while (last < view.actors && view.offsets[last]! - base < sliceRows) {
        const end = view.offsets[last + 1]!;
        for (let row = view.offsets[last]!; row < end; row++) {
          const t = times[row]!;
          if (t < to.from || t >= to.to) continue;
          if (words === null || ((words[row >>> 5]! >>> (row & 31)) & 1) !== 0) this.#rowsInScope++;
        }
        this.#judge(last++, to);
      }
      yield view.offsets[last]! - base;
      first = last;
    }
  }

  /** Finds the reported attempt of an actor that is in no count, and counts it. */
  #judge(actor: number, range: TimeRange): void {
    const { offsets, time } = this.#view;
    let from = offsets[actor]!;
    let to = offsets[actor + 1]!;
    while (from < to && time[from]! < range.from) from++;
    while (to > from && time[to - 1]! >= range.to) to--;
    const attempt = this.#attempt;
    attempt.depth = 0;
    const rows = from < to ? this.#collect(from, to) : 0;
    if (rows > 0) this.#find(this.#times, this.#bits, 0, rows, this.#spec.steps.length, this.#rule, attempt);
    this.#count(actor);
  }

  /** Rows that may serve the attempt, in the order in which they may; how many there are. */
  #collect(from: number, to: number): number {
    const { event, time } = this.#view;
    const scope = this.#scope;
    const everyRow = this.#spec.order === 'strict';
    if (this.#bits.length < to - from) {
      this.#bits = numbers(this.#view, 2 * (to - from));
      this.#times = Array.isArray(this.#bits) ? this.#bits.slice() : new Float64Array(this.#bits.length);
    }
    const bits = this.#bits;
    const times = this.#times;
    matchRows(this.#matches, event, from, to, bits);
    let rows = 0;
    let begins = 0;
    for (let row = from; row < to; row++) {
      const own = bits[row - from]!;
      if (own === 0 && !everyRow) continue;
      if (scope !== null && ((scope[row >>> 5]! >>> (row & 31)) & 1) === 0) continue;
      bits[rows] = own;
      times[rows++] = time[row]!;
      begins |= own;
    }
    if ((begins & 1) === 0 && this.#spec.order !== 'unordered') return 0;
    if (this.#spec.tie !== 'input-order') orderInstants(times, bits, 0, rows);
    return rows;
  }

  #count(actor: number): void {
    const { depth, times } = this.#attempt;
    this.#depth[actor] = depth;
    if (depth === 0) return;
    this.#counts[depth - 1]!++;
    for (let k = 1; k < depth; k++) {
      const ms = times[k]! - times[k - 1]!;
      this.#gaps[k]![actor] = ms;
      this.#stepMs[k]!.add(ms);
    }
    if (depth === this.#counts.length) this.#totalMs.add(times[depth - 1]! - times[0]!);
  }

  #forget(actor: number): void {
    const depth = this.#depth[actor]!;
    if (depth === 0) return;
    this.#counts[depth - 1]!--;
    for (let k = 1; k < depth; k++) this.#stepMs[k]!.remove(this.#gaps[k]![actor]!);
    if (depth === this.#counts.length) this.#totalMs.remove(this.#totalOf(actor));
  }

  #totalOf(actor: number): number {
    let total = 0;
    for (let k = 1; k < this.#counts.length; k++) total += this.#gaps[k]![actor]!;
    return total;
  }

  *#eachGap(step: number, take: (ms: number) => void): Steps<void> {
    const depth = this.#depth;
    const gaps = this.#gaps[step]!;
    for (let actor = 0; actor < depth.length; actor++) {
      if (depth[actor]! > step) take(gaps[actor]!);
      if ((actor & 0x3fff) === 0x3fff) yield 0x4000;
    }
  }

  *#eachTotal(take: (ms: number) => void): Steps<void> {
    const depth = this.#depth;
    for (let actor = 0; actor < depth.length; actor++) {
      if (depth[actor] === this.#counts.length) take(this.#totalOf(actor));
      if ((actor & 0x3fff) === 0x3fff) yield 0x4000;
    }
  }
}

function overlap(a: TimeRange, b: TimeRange): boolean {
  return Math.max(a.from, b.from) < Math.min(a.to, b.to);
}

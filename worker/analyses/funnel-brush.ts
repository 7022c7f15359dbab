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
  readonly #finder: FindAttempt;
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
    this.#finder = finders[order];
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
      this.#judge(actor, to, -1);
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
    const view = this.#view;
    this.#counts.fill(0);
    for (const list of this.#stepMs) list.clear();
    this.#totalMs.clear();
    this.#rowsInScope = 0;
    for (let first = 0; first < view.actors;) {
      const base = view.offsets[first]!;
      let last = first;
      while (last < view.actors && view.offsets[last]! - base < sliceRows) last++;
      const end = view.offsets[last]!;
      this.#reserve(end - base);
      matchRows(this.#matches, view.event, base, end, this.#bits);
      for (let actor = first; actor < last; actor++) {
        const rows = this.#judge(actor, to, base);
        this.#rowsInScope += rows;
      }
      yield end - base;
      first = last;
    }
  }

  /**
   * Finds the reported attempt of an actor that is in no count, and counts it.
   * @param base where the row in the first place of `#bits` is; -1: the actor's rows have not been matched yet
   * @returns rows in scope, where they have been matched before
   */
  #judge(actor: number, range: TimeRange, base: number): number {
    const { offsets, time, event } = this.#view;
    let from = offsets[actor]!;
    let to = offsets[actor + 1]!;
    while (from < to && time[from]! < range.from) from++;
    while (to > from && time[to - 1]! >= range.to) to--;
    this.#attempt.depth = 0;
    let rows = to - from;
    if (rows > 0) {
      if (base < 0) {
        this.#reserve(rows);
        matchRows(this.#matches, event, from, to, this.#bits);
      }
      const at = base < 0 ? 0 : from - base;
      if (this.#scope !== null) rows = this.#leaveScope(from, to, at);
      this.#find(from, to, at);
    }
    this.#count(actor);
    return rows;
  }

  /** Takes the bits off rows out of scope; how many rows are left. */
  #leaveScope(from: number, to: number, at: number): number {
    const scope = this.#scope!;
    const bits = this.#bits;
    let rows = 0;
    for (let row = from; row < to; row++) {
      const inside = (scope[row >>> 5]! >>> (row & 31)) & 1;
      rows += inside;
      if (inside === 0) bits[at + row - from] = 0;
    }
    return rows;
  }

  /** The reported attempt among rows `from .. to`, whose bits begin at `at`. */
  #find(from: number, to: number, at: number): void {
    const { order, tie = 'any-order', steps } = this.#spec;
    const { time } = this.#view;
    const bits = this.#bits;
    let most = steps.length;
    if (order !== 'unordered') {
      most = mostSteps(bits, at, at + to - from, steps.length);
      if (most === 0) return;
      // Rows of one instant may change places, and then fill more.
      if (most < steps.length && tie === 'any-order' && hasTies(time, from, to)) most = steps.length;
      if (most === 1) {
        this.#attempt.depth = 1;
        return;
      }
    }
    const scope = order === 'strict' ? this.#scope : null;
    const fillable = order === 'strict' ? -1 : -1 >>> (32 - most);
    const times = this.#times;
    let end = at;
    for (let row = from; row < to; row++) {
      const own = bits[at + row - from]! & fillable;
      bits[end] = own;
      times[end] = time[row]!;
      if (order !== 'strict') end += own === 0 ? 0 : 1;
      else end += scope === null ? 1 : (scope[row >>> 5]! >>> (row & 31)) & 1;
    }
    if (tie !== 'input-order') orderInstants(times, bits, at, end);
    this.#finder(times, bits, at, end, most, this.#rule, this.#attempt);
  }

  #reserve(rows: number): void {
    if (this.#bits.length >= rows) return;
    this.#bits = numbers(this.#view, Math.max(2 * rows, 1024));
    this.#times = Array.isArray(this.#bits) ? this.#bits.slice() : new Float64Array(this.#bits.length);
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

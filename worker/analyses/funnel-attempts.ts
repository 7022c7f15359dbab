import { judgeExclusions, noteBlocks, type ExclusionTimes } from '../kernels/funnel-exclusions.js';
import {
  begin,
  playOrdered,
  playStrict,
  playUnordered,
  type PlayAttempts,
  type PlayRule,
  type Plays,
} from '../kernels/funnel-plays.js';
import { firstOfStepOne, mostSteps, stepRank } from '../kernels/funnel-rows.js';
import { matchRows, type MatchTable } from '../kernels/match-rows.js';
import type { NumericArray } from '../protocol/batch.js';
import type { FunnelOrder, FunnelRules } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { bucketOf } from '../time/buckets.js';
import { AttemptList } from './attempt-list.js';
import { valueTuples, type PropertyTuples } from './property-tuples.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers, sliceRows, type RowTest } from './selector.js';

/**
 * How reported attempts are told apart.
 * `first`, `last`: by the first or last row of the actor that matches a step and has a value; `step`: by the row that
 * filled a step, none where it was not reached; `all`: the rows of each tuple are a funnel of their own; `bucket`: one
 * attempt for each span of time in which attempts begin (`starts`, ms UTC, one more than buckets).
 */
export type AttemptGroups =
  | { readonly kind: 'none' }
  | { readonly kind: 'first' | 'last' | 'all'; readonly tuples: PropertyTuples }
  | { readonly kind: 'step'; readonly tuples: PropertyTuples; readonly step: number }
  | { readonly kind: 'bucket'; readonly starts: readonly number[] };

/** The reported attempts, and how many rows were looked at for them. */
export interface FoundAttempts {
  readonly list: AttemptList;
  readonly rowsInScope: number;
}

/**
 * Finds the reported attempts of a funnel with everything that one may ask (`docs/concepts/funnel.md`). Plain funnels
 * have a shorter way (`funnel.ts`).
 *
 * Work and memory per actor: rows x steps, and a search in its exclusion rows for each attempt.
 *
 * @param rules checked at the door
 * @param mask rows that the job's filter lets through; null = all
 * @param piece rows of one actor that are judged without a rest, about
 */
export function* findAttempts(
  view: StoreView,
  rules: FunnelRules,
  mask: RowMask | null,
  groups: AttemptGroups,
  piece: number = sliceRows,
): Steps<FoundAttempts> {
  const search = new Search(view, rules, mask, groups, piece);
  for (let first = 0; first < view.actors;) {
    const from = view.offsets[first]!;
    let last = first;
    while (last < view.actors && view.offsets[last]! - from < piece) last++;
    const rows = view.offsets[last]! - from;
    // A run that is much longer than a slice ends with an actor who is.
    if (rows > 2 * piece) {
      if (last - first > 1) yield* search.slice(first, last - 1);
      yield* search.long(last - 1);
    } else yield* search.slice(first, last);
    yield rows;
    first = last;
  }
  return { list: search.list, rowsInScope: search.rowsInScope };
}

const players: Record<FunnelOrder, PlayAttempts> = {
  ordered: playOrdered,
  strict: playStrict,
  unordered: playUnordered,
};

/** Tuples are fewer, so that two of them make one exact number. */
const mostTuples = 2 ** 26;

/** State of a search on its way through the actors. */
class Search {
  readonly list: AttemptList;
  rowsInScope = 0;
  readonly #view: StoreView;
  readonly #piece: number;
  readonly #rules: FunnelRules;
  readonly #groups: AttemptGroups;
  readonly #order: FunnelOrder;
  readonly #play: PlayAttempts;
  readonly #rule: PlayRule;
  /** Required steps. */
  readonly #full: number;
  readonly #steps: MatchTable;
  readonly #barred: MatchTable | null;
  readonly #exclusions: ExclusionTimes | null;
  readonly #ends: boolean;
  /** An actor that cannot go beyond step one needs no look at the rest of its rows. */
  readonly #simple: boolean;
  readonly #scope: RowTest | null;
  readonly #hold: PropertyTuples | null;
  /** Which attempts count by their beginning, in times of the view. */
  readonly #entryFrom: number;
  readonly #entryTo: number;
  /** Rows of the slice in hand: the steps, and the exclusions, that they match. */
  #bits: NumericArray = [];
  #barredBits: NumericArray = [];
  /** Rows of the actor in hand: their rows in the view, and their places in the order of all of them. */
  readonly #plays: Plays;
  #rows: NumericArray = [];
  #places: NumericArray = [];
  #gathered = 0;
  #room = 0;
  /** The same where they are judged tuple by tuple: by row its tuples as one number, and the rows in order of these. */
  readonly #parted: Readonly<Record<'keys' | 'rows' | 'places' | 'bits' | 'order', number[]>> = {
    keys: [],
    rows: [],
    places: [],
    bits: [],
    order: [],
  };
  /** Where the rows of each tuple of held properties end. */
  readonly #partEnds: number[] = [];
  /** Best attempt by bucket, and the buckets that have one. */
  readonly #best: number[] = [];
  readonly #touched: number[] = [];

  constructor(view: StoreView, rules: FunnelRules, mask: RowMask | null, groups: AttemptGroups, piece: number) {
    const { steps, order = 'ordered', exclusions = [], holdConstant = [], entryRange } = rules;
    this.#view = view;
    this.#piece = piece;
    this.#rules = rules;
    this.#groups = groups;
    this.#order = order;
    this.#play = players[order];
    this.#rule = playRule(rules);
    this.#full = steps.filter((step) => step.optional !== true).length;
    this.#steps = compileSelectors(view, steps);
    this.#barred = exclusions.length > 0 ? compileSelectors(view, exclusions) : null;
    this.#exclusions = this.#barred && {
      from: exclusions.map(({ from }) => from),
      to: exclusions.map(({ to }) => to),
      times: exclusions.map(() => []),
    };
    const uniques = rules.mode !== 'totals' && groups.kind !== 'bucket';
    this.#simple = uniques && order !== 'unordered' && !this.#barred && !entryRange && this.#full === steps.length;
    this.#ends = exclusions.some(({ effect }) => effect === 'end-attempt');
    this.#scope = compileScope(view, rules, mask);
    this.#hold = holdConstant.length > 0 ? valueTuples(view, holdConstant) : null;
    this.#entryFrom = (entryRange?.from ?? -Infinity) - view.timeBase;
    this.#entryTo = (entryRange?.to ?? Infinity) - view.timeBase;
    this.list = new AttemptList(steps.length, Array.isArray(view.time));
    const none: NumericArray = [];
    this.#plays = {
      times: none,
      bits: none,
      begins: none,
      filled: none,
      depth: none,
      completed: none,
      blockedAt: none,
      next: none,
      alive: none,
      later: none,
      sets: [],
      heads: [],
    };
  }

  /** Actors `first .. last`; their rows are matched together, then judged actor by actor. */
  *slice(first: number, last: number): Steps<void> {
    const { event, offsets } = this.#view;
    const base = offsets[first]!;
    const rows = offsets[last]! - base;
    if (this.#bits.length < rows) {
      this.#bits = numbers(this.#view, Math.max(rows, sliceRows));
      if (this.#barred) this.#barredBits = numbers(this.#view, this.#bits.length);
    }
    matchRows(this.#steps, event, base, base + rows, this.#bits);
    if (this.#barred) matchRows(this.#barred, event, base, base + rows, this.#barredBits);
    const scope = this.#scope?.(base, base + rows) ?? null;
    if (scope) this.#leave(scope, rows);
    else this.rowsInScope += rows;
    const beginning = this.#order === 'unordered' ? -1 : 1;
    for (let actor = first; actor < last; actor++) {
      const from = offsets[actor]! - base;
      const to = offsets[actor + 1]! - base;
      let begins = 0;
      for (let i = from; i < to; i++) begins |= this.#bits[i]!;
      if ((begins & beginning) === 0) continue;
      this.#reserve(to - from);
      this.#gathered = 0;
      this.#gather(base, from, to, scope);
      // By the rows as they came, before those of an instant change places.
      const group = this.#group();
      if (this.#rules.tie !== 'input-order') this.#orderInstants(0, this.#gathered);
      if (this.#groups.kind === 'all' || this.#hold) {
        yield* this.#parts(actor, group, base, from, to);
        continue;
      }
      const count = this.#gathered;
      if (this.#simple && mostSteps(this.#plays.bits, 0, count, this.#rule.steps) === 1) {
        this.#recordLone(actor, group);
        continue;
      }
      for (let i = 0; i < count; i++) this.#places[i] = i;
      if (this.#exclusions) {
        for (const times of this.#exclusions.times) times.length = 0;
        this.#collect(this.#exclusions, base, from, to);
      }
      if (count > this.#piece) yield* this.#playLong(0, count);
      else this.#playPart(0, count);
      this.#report(actor, group, 0, count);
    }
  }

  /** One actor with very many rows: the same passes over the rows, slice by slice, with rests between. */
  *long(actor: number): Steps<void> {
    const { event, offsets } = this.#view;
    const base = offsets[actor]!;
    const rows = offsets[actor + 1]! - base;
    const beginning = this.#order === 'unordered' ? -1 : 1;
    for (const make of this.#buffers(rows)) {
      make();
      yield 0;
    }
    const barred = this.#barred && numbers(this.#view, rows);
    if (this.#bits.length < this.#piece) this.#bits = numbers(this.#view, this.#piece);
    if (barred) this.#barredBits = numbers(this.#view, this.#bits.length);
    this.#gathered = 0;
    let begins = 0;
    for (let from = 0; from < rows; from += this.#piece) {
      const length = Math.min(this.#piece, rows - from);
      const first = base + from;
      matchRows(this.#steps, event, first, first + length, this.#bits);
      if (this.#barred) matchRows(this.#barred, event, first, first + length, this.#barredBits);
      const scope = this.#scope?.(first, first + length) ?? null;
      if (scope) this.#leave(scope, length);
      else this.rowsInScope += length;
      for (let i = 0; i < length; i++) begins |= this.#bits[i]!;
      this.#gather(first, 0, length, scope);
      if (barred) for (let i = 0; i < length; i++) barred[from + i] = this.#barredBits[i]!;
      yield 0;
    }
    if (barred) this.#barredBits = barred;
    if ((begins & beginning) === 0) return;
    const count = this.#gathered;
    const group = this.#group();
    if (this.#rules.tie !== 'input-order') yield* this.#orderLong(count);
    if (this.#groups.kind === 'all' || this.#hold) {
      yield* this.#partsLong(actor, group, base, rows);
      return;
    }
    if (this.#simple && mostSteps(this.#plays.bits, 0, count, this.#rule.steps) === 1) {
      this.#recordLone(actor, group);
      return;
    }
    yield 0;
    for (let i = 0; i < count; i++) this.#places[i] = i;
    for (const times of this.#exclusions?.times ?? []) times.length = 0;
    for (let from = 0; this.#exclusions && from < rows; from += this.#piece) {
      yield 0;
      this.#collect(this.#exclusions, base, from, Math.min(rows, from + this.#piece));
    }
    yield 0;
    yield* this.#playLong(0, count);
    yield* this.#reportLong(actor, group, 0, count);
  }

  /** Of an actor who cannot go beyond step one: the first beginning, and of those at its instant the last. */
  #recordLone(actor: number, group: number): void {
    const { times, bits, begins } = this.#plays;
    let at = firstOfStepOne(bits, 0, this.#gathered);
    if (this.#rules.entry !== 'first') {
      for (let i = at + 1; i < this.#gathered && times[i] === times[at]; i++) if ((bits[i]! & 1) !== 0) at = i;
    }
    begins[at] = 1;
    this.#places[at] = at;
    begin(this.#plays, at, this.#rule);
    this.#record(actor, group, at);
  }

  #leave(scope: NumericArray, rows: number): void {
    const bits = this.#bits;
    const barred = this.#barredBits;
    for (let i = 0; i < rows; i++) {
      if (scope[i] !== 0) this.rowsInScope++;
      else {
        bits[i] = 0;
        if (this.#barred) barred[i] = 0;
      }
    }
  }

  /** Takes rows of the actor that count, in their order: those of a step, in strict funnels all in scope. */
  #gather(base: number, from: number, to: number, scope: NumericArray | null): void {
    const { times, bits } = this.#plays;
    const { time } = this.#view;
    const strict = this.#order === 'strict';
    let count = this.#gathered;
    for (let i = from; i < to; i++) {
      const row = this.#bits[i]!;
      if (strict ? scope !== null && scope[i] === 0 : row === 0) continue;
      times[count] = time[base + i]!;
      bits[count] = row;
      this.#rows[count++] = base + i;
    }
    this.#gathered = count;
  }

  /** The group of all the actor's attempts, where it is one. */
  #group(): number {
    const groups = this.#groups;
    return groups.kind === 'first' || groups.kind === 'last' ? this.#groupOf(groups.kind, groups.tuples) : 0;
  }

  /** The first or last tuple with a value among the rows that match a step; tuple 0 when there is none. */
  #groupOf(kind: 'first' | 'last', tuples: PropertyTuples): number {
    const count = this.#gathered;
    for (let n = 0; n < count; n++) {
      const i = kind === 'first' ? n : count - 1 - n;
      if (this.#plays.bits[i] === 0) continue;
      const tuple = tuples.of(this.#rows[i]!);
      if (tuple !== 0) return tuple + 1;
    }
    return 1;
  }

  /** Rows of one instant in step order: by least, then greatest matching step, then as they came. */
  #orderInstants(begin: number, end: number): void {
    const { times, bits } = this.#plays;
    const rows = this.#rows;
    for (let from = begin; from < end;) {
      let to = from + 1;
      let sorted = true;
      for (; to < end && times[to] === times[from]; to++) {
        if (stepRank(bits[to]!) < stepRank(bits[to - 1]!)) sorted = false;
      }
      if (!sorted) {
        const ranks: number[] = [];
        const order: number[] = [];
        const run: number[] = [];
        for (let i = from; i < to; i++) {
          ranks.push(stepRank(bits[i]!));
          order.push(i - from);
          run.push(bits[i]!, rows[i]!);
        }
        order.sort((a, b) => ranks[a]! - ranks[b]! || a - b);
        for (const [i, place] of order.entries()) {
          bits[from + i] = run[2 * place]!;
          rows[from + i] = run[2 * place + 1]!;
        }
      }
      from = to;
    }
  }

  *#orderLong(count: number): Steps<void> {
    const { times } = this.#plays;
    for (let from = 0; from < count;) {
      let to = Math.min(count, from + this.#piece);
      while (to < count && times[to] === times[to - 1]) to++;
      this.#orderInstants(from, to);
      yield 0;
      from = to;
    }
  }

  /** Adds the times of exclusion rows of one actor. */
  #collect(exclusions: ExclusionTimes, base: number, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      if (this.#barredBits[i] !== 0) addBarred(exclusions, this.#barredBits[i]!, this.#view.time[base + i]!);
    }
  }

  /** Judges rows of each tuple on their own: tuples of held properties, and those of groups with rows of their own. */
  *#parts(actor: number, group: number, base: number, from: number, to: number): Steps<void> {
    const { keys, order } = this.#parted;
    this.#partedRows = 0;
    this.#addSteps(0, this.#gathered);
    /** From here on rows are there for the exclusions that they match, not for their steps. */
    const firstBarred = this.#partedRows;
    if (this.#exclusions) this.#addBarred(base, from, to);
    order.length = this.#partedRows;
    sortByKeys(order, keys);
    yield* this.#judgeParts(actor, group, firstBarred);
  }

  /** The same with rests. */
  *#partsLong(actor: number, group: number, base: number, rows: number): Steps<void> {
    const { keys, order } = this.#parted;
    const count = this.#gathered;
    this.#partedRows = 0;
    yield* this.#openParted(this.#exclusions ? count + rows : count);
    for (let from = 0; from < count; from += this.#piece) {
      yield 0;
      this.#addSteps(from, Math.min(count, from + this.#piece));
    }
    const firstBarred = this.#partedRows;
    for (let from = 0; this.#exclusions && from < rows; from += this.#piece) {
      yield 0;
      this.#addBarred(base, from, Math.min(rows, from + this.#piece));
    }
    order.length = this.#partedRows;
    yield* sortLong(order, keys, this.#piece);
    yield* this.#judgeParts(actor, group, firstBarred);
  }

  /** Makes room for so many rows, list by list: lists that grow together are copied in the same moment. */
  *#openParted(most: number): Steps<void> {
    for (const list of Object.values(this.#parted)) {
      while (list.length < most) {
        const end = Math.min(most, list.length + sliceRows);
        while (list.length < end) list.push(0);
        yield 0;
      }
    }
  }

  #addSteps(from: number, to: number): void {
    const { bits } = this.#plays;
    for (let i = from; i < to; i++) this.#addParted(this.#rows[i]!, i, bits[i]!);
  }

  #addBarred(base: number, from: number, to: number): void {
    const bits = this.#barredBits;
    for (let i = from; i < to; i++) if (bits[i] !== 0) this.#addParted(base + i, 0, bits[i]!);
  }

  #addParted(row: number, place: number, own: number): void {
    const held = this.#hold?.of(row) ?? 0;
    if (held < 0) return;
    const { keys, rows, places, bits, order } = this.#parted;
    const groups = this.#groups;
    const at = this.#partedRows++;
    keys[at] = (groups.kind === 'all' ? groups.tuples.of(row) : 0) * mostTuples + held;
    rows[at] = row;
    places[at] = place;
    bits[at] = own;
    order[at] = at;
  }

  #partedRows = 0;

  /** Rows from `firstBarred` on are there for the exclusions that they match, not for their steps. */
  *#judgeParts(actor: number, group: number, firstBarred: number): Steps<void> {
    const plays = this.#plays;
    const { time } = this.#view;
    const { keys, rows, places, bits, order } = this.#parted;
    const parted = this.#partedRows;
    const split = this.#groups.kind === 'all';
    let length = 0;
    let groupFrom = 0;
    let rested = 0;
    for (let at = 0; at < parted;) {
      const key = keys[order[at]!]!;
      const tuple = Math.floor(key / mostTuples);
      const partFrom = length;
      for (const times of this.#exclusions?.times ?? []) times.length = 0;
      for (; at < parted && keys[order[at]!] === key; at++) {
        const own = order[at]!;
        const t = time[rows[own]!]!;
        if (at - rested >= this.#piece) {
          rested = at;
          yield 0;
        }
        if (own >= firstBarred) {
          addBarred(this.#exclusions!, bits[own]!, t);
          continue;
        }
        plays.times[length] = t;
        plays.bits[length] = bits[own]!;
        this.#rows[length] = rows[own]!;
        this.#places[length++] = places[own]!;
      }
      if (length - partFrom > this.#piece) yield* this.#playLong(partFrom, length);
      else this.#playPart(partFrom, length);
      if (at < parted && Math.floor(keys[order[at]!]! / mostTuples) === tuple) continue;
      const own = split ? tuple + 1 : group;
      if (length - groupFrom > this.#piece) yield* this.#reportLong(actor, own, groupFrom, length);
      else this.#report(actor, own, groupFrom, length);
      groupFrom = length;
    }
  }

  /** Plays and judges the attempts of rows that belong together. */
  #playPart(from: number, to: number): void {
    this.#markBeginnings(from, to);
    this.#playSome(to, from, to);
  }

  /** The same with rests, for an actor with very many rows. */
  *#playLong(from: number, to: number): Steps<void> {
    this.#markBeginnings(from, to);
    for (let last = to; last > from; last -= this.#piece) {
      yield 0;
      this.#playSome(to, Math.max(from, last - this.#piece), last);
    }
  }

  #playSome(to: number, first: number, last: number): void {
    const unordered = this.#order === 'unordered';
    if (unordered) noteBlocks(this.#plays, first, last, this.#exclusions);
    this.#play(this.#plays, to, this.#rule, first, last);
    if (!this.#exclusions) return;
    judgeExclusions(this.#plays, first, last, this.#rule, this.#exclusions, unordered, this.#ends);
  }

  #markBeginnings(from: number, to: number): void {
    this.#partEnds.push(to);
    const { times, bits, begins } = this.#plays;
    const unordered = this.#order === 'unordered';
    const first = this.#rules.entry === 'first';
    let met = false;
    for (let i = from; i < to; i++) {
      const may = unordered ? bits[i] !== 0 : (bits[i]! & 1) !== 0;
      const counts = may && times[i]! >= this.#entryFrom && times[i]! < this.#entryTo && !(first && met);
      begins[i] = counts ? 1 : 0;
      if (counts) met = true;
    }
  }

  /** Chooses among the played attempts of rows `from .. to`. */
  #report(actor: number, group: number, from: number, to: number): void {
    if (this.#rules.mode === 'totals') this.#reportTotals(actor, group, from);
    else this.#reportBest(actor, group, from, to);
    this.#partEnds.length = 0;
  }

  /** The same with rests. */
  *#reportLong(actor: number, group: number, from: number, to: number): Steps<void> {
    if (this.#rules.mode === 'totals') yield* this.#reportTotalsLong(actor, group, from);
    else {
      this.#touched.length = 0;
      let only = -1;
      for (let first = from; first < to; first += this.#piece) {
        yield 0;
        const last = Math.min(to, first + this.#piece);
        if (this.#isOne) only = this.#bestOf(only, first, last);
        else this.#noteBest(first, last);
      }
      if (only >= 0) this.#record(actor, group, only);
      this.#recordBest(actor, group);
    }
    this.#partEnds.length = 0;
  }

  /** Whether an actor reports one attempt at most. */
  get #isOne(): boolean {
    return this.#groups.kind !== 'bucket' || this.#rules.entry === 'first';
  }

  #reportBest(actor: number, group: number, from: number, to: number): void {
    if (this.#isOne) {
      const only = this.#bestOf(-1, from, to);
      if (only >= 0) this.#record(actor, group, only);
      return;
    }
    this.#touched.length = 0;
    this.#noteBest(from, to);
    this.#recordBest(actor, group);
  }

  #bestOf(known: number, from: number, to: number): number {
    const { begins } = this.#plays;
    let only = known;
    for (let i = from; i < to; i++) if (begins[i] === 1 && (only < 0 || this.#isBetter(i, only))) only = i;
    return only;
  }

  #noteBest(from: number, to: number): void {
    const { begins, times } = this.#plays;
    const best = this.#best;
    for (let i = from; i < to; i++) {
      if (begins[i] !== 1) continue;
      const slot = this.#bucket(times[i]!);
      if (slot < 0) continue;
      const held = best[slot] ?? -1;
      if (held < 0) this.#touched.push(slot);
      if (held < 0 || this.#isBetter(i, held)) best[slot] = i;
    }
  }

  #recordBest(actor: number, group: number): void {
    const best = this.#best;
    for (const slot of this.#touched) {
      this.#record(actor, group, best[slot]!);
      best[slot] = -1;
    }
  }

  /** Tuples of held properties are counted each on its own, and so are buckets: what begins in one is all there is. */
  #reportTotals(actor: number, group: number, from: number): void {
    const { times } = this.#plays;
    let begin = from;
    for (const end of this.#partEnds) {
      while (begin < end) {
        let next = end;
        if (this.#groups.kind === 'bucket') {
          const bucket = this.#bucket(times[begin]!);
          for (next = begin + 1; next < end && this.#bucket(times[next]!) === bucket;) next++;
        }
        this.#count(actor, group, begin, next, next);
        begin = next;
      }
    }
  }

  *#reportTotalsLong(actor: number, group: number, from: number): Steps<void> {
    const { times } = this.#plays;
    let begin = from;
    for (const end of this.#partEnds) {
      while (begin < end) {
        let next = end;
        if (this.#groups.kind === 'bucket') {
          const bucket = this.#bucket(times[begin]!);
          for (next = begin + 1; next < end && this.#bucket(times[next]!) === bucket;) {
            if (++next % this.#piece === 0) yield 0;
          }
        }
        for (let s = begin; s < next;) {
          yield 0;
          s = this.#count(actor, group, s, next, s + this.#piece);
        }
        begin = next;
      }
    }
  }

  /**
   * Counts attempts one after the other: of the first beginning that remains and those at most a window after it the
   * best is taken; rows up to its last are gone, and when it is incomplete, up to the last beginning compared.
   * Stops before the first beginning at or after `until`, and tells where to go on.
   */
  #count(actor: number, group: number, from: number, to: number, until: number): number {
    const { begins, times, depth, completed, filled } = this.#plays;
    const { steps, windowMs } = this.#rule;
    /** First clean attempt at or after the beginning in hand. */
    let clean = from;
    let s = from;
    for (; s < to && s < until; s++) {
      if (begins[s] === 0) continue;
      while (clean < to && (clean < s || begins[clean] !== 1)) clean++;
      const hasClean = clean < to && times[clean]! - times[s]! <= windowMs;
      let best = -1;
      let last = s;
      for (let i = s; i < to && times[i]! - times[s]! <= windowMs; i++) {
        if (begins[i] === 0) continue;
        // A complete attempt is beaten by none that begins after its end.
        if (best >= 0 && depth[best] === this.#full && times[i]! > completed[best]!) break;
        last = i;
        if (begins[i] === (hasClean ? 1 : 2) && (best < 0 || this.#isBetter(i, best))) best = i;
      }
      if (hasClean) this.#record(actor, group, best);
      if (depth[best] === this.#full) last = best;
      for (let k = 0; k < steps; k++) last = Math.max(last, filled[best * steps + k]! - 1);
      s = last;
    }
    return s;
  }

  /** Deeper, or completed earlier, or begun later. */
  #isBetter(a: number, b: number): boolean {
    const { depth, completed } = this.#plays;
    if (depth[a] !== depth[b]) return depth[a]! > depth[b]!;
    if (completed[a] !== completed[b]) return completed[a]! < completed[b]!;
    return this.#places[a]! > this.#places[b]!;
  }

  #bucket(time: number): number {
    return this.#groups.kind === 'bucket' ? bucketOf(this.#groups.starts, time + this.#view.timeBase) : -1;
  }

  #record(actor: number, group: number, attempt: number): void {
    const { filled, times } = this.#plays;
    const { list } = this;
    const { steps } = this.#rule;
    const groups = this.#groups;
    let own = group;
    if (groups.kind === 'bucket') {
      own = this.#bucket(times[attempt]!) + 1;
      if (own === 0) return;
    } else if (groups.kind === 'step') {
      const at = filled[attempt * steps + groups.step]!;
      own = at === 0 ? 0 : groups.tuples.of(this.#rows[at - 1]!) + 1;
    }
    list.actor.push(actor);
    list.group.push(own);
    list.place.push(this.#places[attempt]!);
    for (let k = 0; k < steps; k++) {
      const at = filled[attempt * steps + k]!;
      list.rows.push(at === 0 ? 0 : this.#rows[at - 1]! + 1);
    }
  }

  #reserve(rows: number): void {
    if (rows <= this.#room) return;
    for (const make of this.#buffers(rows)) make();
  }

  /** What makes room for so many rows of an actor, buffer by buffer; nothing where there is room. */
  #buffers(rows: number): ReadonlyArray<() => void> {
    if (rows <= this.#room) return [];
    const room = (this.#room = Math.max(rows, 2 * this.#room, 256));
    const { steps } = this.#rule;
    const whole = (length: number): NumericArray => numbers(this.#view, length);
    const plain = Array.isArray(this.#view.time);
    const exact = (): NumericArray => (plain ? whole(room) : new Float64Array(room));
    const plays = this.#plays;
    return [
      () => (plays.times = exact()),
      () => (plays.completed = exact()),
      () => (plays.blockedAt = exact()),
      () => (plays.bits = whole(room)),
      () => (plays.begins = whole(room)),
      () => (plays.depth = whole(room)),
      () => (plays.later = whole(room)),
      () => (plays.filled = whole(room * steps)),
      () => (plays.next = whole((room + 1) * steps)),
      () => (plays.alive = whole(this.#order === 'strict' ? (room + 1) * steps : 0)),
      () => (this.#rows = whole(room)),
      () => (this.#places = whole(room)),
    ];
  }
}

/** Most actors have few rows: these are sorted by insertion. Equal keys keep their order. */
function sortByKeys(order: number[], keys: readonly number[]): void {
  if (order.length > 32) {
    order.sort((a, b) => keys[a]! - keys[b]! || a - b);
    return;
  }
  for (let i = 1; i < order.length; i++) {
    const own = order[i]!;
    const key = keys[own]!;
    let hole = i;
    while (hole > 0 && keys[order[hole - 1]!]! > key) {
      order[hole] = order[hole - 1]!;
      hole--;
    }
    order[hole] = own;
  }
}

/** The same for very many rows, with rests: short runs are sorted, then merged pair by pair. */
function* sortLong(order: number[], keys: readonly number[], piece: number): Steps<void> {
  const { length } = order;
  // Sorting a run costs several times what merging it does.
  const short = Math.max(1, piece >> 2);
  for (let from = 0; from < length; from += short) {
    const run = order.slice(from, from + short).sort((a, b) => keys[a]! - keys[b]! || a - b);
    for (let k = 0; k < run.length; k++) order[from + k] = run[k]!;
    yield 0;
  }
  let source = order;
  let target = order.slice();
  for (let width = short; width < length; width *= 2) {
    for (let from = 0; from < length; from += 2 * width) {
      const middle = Math.min(length, from + width);
      const end = Math.min(length, from + 2 * width);
      let left = from;
      let right = middle;
      for (let at = from; at < end; at++) {
        const isLeft = left < middle && (right >= end || keys[source[left]!]! <= keys[source[right]!]!);
        target[at] = source[isLeft ? left++ : right++]!;
        if (at % piece === 0) yield 0;
      }
    }
    [source, target] = [target, source];
  }
  if (source !== order) for (let k = 0; k < length; k++) order[k] = source[k]!;
}

function addBarred(exclusions: ExclusionTimes, bits: number, time: number): void {
  for (const [e, times] of exclusions.times.entries()) if ((bits & (1 << e)) !== 0) times.push(time);
}

function playRule({ steps, windowMs, tie }: FunnelRules): PlayRule {
  let required = 0;
  const furthest = steps.map(() => steps.length - 1);
  for (let k = steps.length - 1; k >= 0; k--) {
    const next = k + 1;
    if (next < steps.length) furthest[k] = steps[next]!.optional === true ? furthest[next]! : next;
    if (steps[k]!.optional !== true) required |= 1 << k;
  }
  return {
    steps: steps.length,
    windowMs: windowMs ?? Infinity,
    strictlyLater: tie === 'strictly-later',
    required,
    furthest,
  };
}

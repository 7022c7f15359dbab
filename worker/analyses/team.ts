import type { NumericArray } from '../protocol/batch.js';
import type { PartCall, Partner } from '../protocol/part.js';
import type { Spec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import { splitByActor, type ViewPart } from '../store/split.js';
import type { RowMask, StoreColumn, StoreView } from '../store/view.js';
import type { Answer } from './analysis.js';
import type { Work } from './answers.js';
import { buffersOf, partRules, type FunnelCounting, type PartRule, type PartRules } from './parts.js';
import { bitsOfWord } from './selector.js';

/** How a second worker is had, and the clock. */
export interface TeamOptions {
  /** Starts the second worker; rejects where there can be none. */
  start(): Promise<Partner>;
  /** ms, from any beginning. */
  now(): number;
  wait(ms: number): Promise<void>;
  /** Fewer rows are counted alone: in less time than anybody notices. */
  readonly leastRows: number;
  /** Whether every question that can goes to both workers, whatever is quicker. */
  readonly always: boolean;
}

/** A dictionary beyond this would take longer to hand over than it saves. */
const mostValues = 100_000;
/** Every so many questions the way that was slower is tried again: a core may have become free, or busy. */
const tryAgainAfter = 16;
/** Both must count so much quicker than one: a second core is not for nothing. */
const worthwhile = 0.9;
/** Longest wait for the other half, beyond a few times what one's own took. */
const patienceMs = 2000;

/**
 * Has half of the actors counted by a second worker where that is quicker, which is measured: two cores of a machine
 * may be free or not, and nothing tells. Answers are equal either way. Whatever becomes of the second worker, its half is
 * then counted here.
 */
export class Team {
  readonly #options: TeamOptions;
  readonly #ruleOf: PartRules;
  readonly #paces = new Map<string, Paces>();
  #partner: Partner | null = null;
  #starting: Promise<void> | null = null;
  #gone = false;
  /** How often it was let go. */
  #turn = 0;
  #held: { readonly store: StoreView; readonly here: ViewPart; readonly there: ViewPart; columns: Set<string> } | null =
    null;
  /** Answers that both workers gave. */
  answers = 0;

  constructor(options: TeamOptions, counting: FunnelCounting) {
    this.#options = options;
    this.#ruleOf = partRules(counting);
  }

  /**
   * @param spec checked
   * @param room bytes that may be held twice
   * @param alone counts in this worker
   */
  async answer(
    store: StoreView,
    spec: Spec,
    mask: RowMask | null,
    room: number,
    work: Work,
    alone: () => Promise<Answer>,
    onProgress?: (rows: number) => void,
  ): Promise<Answer> {
    const options = this.#options;
    const rule = this.#gone ? undefined : this.#ruleOf(spec.kind);
    const asked = rule && this.#suits(store, room) ? rule.asked(store, spec) : null;
    if (!rule || !asked) return alone();
    const paces = this.#pacesOf(store, asked);
    if (options.always ? !(await this.#ready()) : !(paces.wantsTwo() && this.#isReady())) {
      const start = options.now();
      const answer = await alone();
      paces.alone.push(options.now() - start);
      return answer;
    }
    if (!this.#handOver(store, rule, asked)) return alone();
    const start = options.now();
    const found = await this.#countBoth(rule, asked, mask, work, onProgress);
    const answer = await work(rule.merge(store, asked, mask, found));
    paces.together.push(options.now() - start);
    this.answers++;
    return answer;
  }

  /** Lets the second worker go until there is a question for it again: the rows it holds are no longer there. */
  release(): void {
    this.#partner?.close();
    this.#partner = null;
    this.#starting = null;
    this.#held = null;
    this.#turn++;
    this.#paces.clear();
  }

  /** Does without a second worker from now on. */
  #giveUp(): void {
    this.#gone = true;
    this.release();
  }

  #suits(store: StoreView, room: number): boolean {
    if (Array.isArray(store.time) || store.actors < 2) return false;
    // Half of the columns of a question: times, events, and some more.
    return store.rows * 8 < room;
  }

  /** Questions of a kind take alike; those of another order, or over some rows only, do not. */
  #pacesOf(store: StoreView, spec: Spec): Paces {
    const { order } = spec as { order?: string };
    const key = [spec.kind, order, store.rows].join(' ');
    let paces = this.#paces.get(key);
    if (!paces) this.#paces.set(key, (paces = new Paces()));
    return paces;
  }

  /** Whether the second worker is there; starts it, without a wait, when it is not. */
  #isReady(): boolean {
    if (!this.#partner) void this.#ready();
    return this.#partner !== null;
  }

  async #ready(): Promise<boolean> {
    this.#starting ??= this.#start();
    await this.#starting;
    return this.#partner !== null;
  }

  async #start(): Promise<void> {
    const turn = this.#turn;
    try {
      const partner = await this.#options.start();
      if (turn === this.#turn) this.#partner = partner;
      else partner.close();
    } catch {
      this.#giveUp();
    }
  }

  /** Gives the second worker what a question needs and it has not; false when that would be too much, or there is no half. */
  #handOver(store: StoreView, rule: PartRule, spec: Spec): boolean {
    // What is not taken is found out by the count that follows.
    const send = (call: PartCall, columns: readonly NumericArray[]): void => {
      this.#partner!.ask(call, buffersOf(columns)).answer.catch(() => undefined);
    };
    if (this.#held?.store !== store) {
      const [here, there] = splitByActor(store, 2);
      if (!here || !there) return false;
      const { rows, actors, timeBase, eventNames, dataEnd } = there.view;
      const own = { offsets: copy(there.view.offsets), time: copy(there.view.time), event: copy(there.view.event) };
      const part = { rows, actors, timeBase, eventNames, dataEnd, ...own };
      send({ method: 'holdPart', part }, Object.values(own));
      this.#held = { store, here, there, columns: new Set() };
    }
    const { there, columns } = this.#held!;
    for (const name of columnsOf(store, rule, spec)) {
      if (columns.has(name)) continue;
      const column = there.view.column(name);
      if (column?.kind === 'dictionary' && column.values.length > mostValues) return false;
      columns.add(name);
      const own = column ? copied(column) : null;
      const values = own && (own.kind === 'number' ? own.values : own.codes);
      send({ method: 'addPartColumn', name, column: own }, values ? [values] : []);
    }
    return true;
  }

  async #countBoth(
    rule: PartRule,
    spec: Spec,
    mask: RowMask | null,
    work: Work,
    onProgress?: (rows: number) => void,
  ): Promise<unknown[]> {
    const { here, there } = this.#held!;
    const maskThere = mask && partOfMask(mask, there.firstRow, there.view.rows);
    const start = this.#options.now();
    const asked = this.#partner!.ask({ method: 'countPart', spec, mask: maskThere });
    let settled: { readonly value: unknown } | 'failed' | null = null;
    const answered = asked.answer.then(
      (value) => (settled = { value }),
      () => (settled = 'failed'),
    );
    try {
      const maskHere = mask && partOfMask(mask, 0, here.view.rows);
      const own = await work(rule.count(here.view, spec, maskHere), (rows) => onProgress?.(rows * 2));
      const until = start + 5 * (this.#options.now() - start) + patienceMs;
      while (settled === null && this.#options.now() < until) {
        await Promise.race([answered, this.#options.wait(10)]);
        await work(hear());
      }
      const other = settled as { readonly value: unknown } | 'failed' | null;
      if (other !== null && other !== 'failed') return [own, other.value];
      // Lost, or as good as lost.
      this.#giveUp();
      return [own, await work(rule.count(there.view, spec, maskThere))];
    } catch (thrown) {
      asked.cancel();
      throw thrown;
    }
  }
}

/** How long the newest questions of a kind took each way, ms. */
class Paces {
  readonly alone: number[] = [];
  readonly together: number[] = [];
  #asked = 0;

  wantsTwo(): boolean {
    const turn = this.#asked++;
    // The first of each way runs loops that are not compiled yet.
    if (this.alone.length < 2) return false;
    if (this.together.length < 2) return true;
    const two = best(this.together) < worthwhile * best(this.alone);
    return turn % tryAgainAfter === 0 ? !two : two;
  }
}

/** The least of the newest: the rest is what else the machine did. */
function best(times: readonly number[]): number {
  return Math.min(...times.slice(-4));
}

/** A rest, in which an abort is heard. */
function* hear(): Steps<void> {
  yield 0;
}

/** The columns that a question looks at, found by asking it of nobody. */
function columnsOf(store: StoreView, rule: PartRule, spec: Spec): Set<string> {
  const names = new Set<string>();
  const none = store.time.slice(0, 0);
  const nobody: StoreView = {
    ...store,
    rows: 0,
    actors: 0,
    offsets: store.offsets.slice(0, 1),
    time: none,
    event: store.event.slice(0, 0),
    column(name) {
      names.add(name);
      const column = store.column(name);
      if (column?.kind === 'number') return { kind: 'number', values: none };
      return column && { ...column, codes: none };
    },
  };
  const count = rule.count(nobody, spec, null);
  while (!count.next().done);
  return names;
}

function copied(column: StoreColumn): StoreColumn {
  return column.kind === 'number'
    ? { kind: 'number', values: copy(column.values) }
    : { kind: 'dictionary', codes: copy(column.codes), values: column.values };
}

function copy(values: NumericArray): NumericArray {
  return values.slice();
}

/** The bits of some rows that follow one another, from bit 0 on. */
function partOfMask({ words }: RowMask, first: number, rows: number): RowMask {
  const own = new Uint32Array(Math.ceil(rows / 32));
  const shift = first & 31;
  const from = first >>> 5;
  let count = 0;
  for (let k = 0; k < own.length; k++) {
    let word = words[from + k]! >>> shift;
    if (shift > 0 && from + k + 1 < words.length) word |= words[from + k + 1]! << (32 - shift);
    const rest = rows - k * 32;
    if (rest < 32) word &= (1 << rest) - 1;
    own[k] = word;
    count += bitsOfWord(word);
  }
  return { words: own, count };
}

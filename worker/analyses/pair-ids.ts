import { finish, type Steps } from '../steps.js';
import { longer } from './longer.js';

const denseLimit = 1 << 20;

/**
 * Small numbers for pairs of numbers: 0, 1, 2, ... in order of first appearance. A table where the pairs are few enough,
 * else a hash table with open addressing; no object and no string a pair.
 */
export class PairIds {
  /** How many pairs there are. */
  size = 0;
  /** The pairs, by id; zeros may follow. */
  firsts: Int32Array | number[];
  seconds: Int32Array | number[];
  readonly #plain: boolean;
  readonly #width: number;
  /** Id + 1 by `first * width + second`; null: the hash table is used. */
  readonly #dense: Int32Array | number[] | null;
  /** Id + 1 by slot; 0 = free. Length a power of two. */
  #slots: Int32Array | number[];

  /**
   * @param mostFirst first numbers are below this, second ones below `width`; Infinity where that is not known
   * @param plain plain arrays instead of typed ones, for hosts where these are slow
   */
  constructor(mostFirst: number, width: number, plain: boolean) {
    this.#plain = plain;
    this.#width = width;
    this.#dense = mostFirst * width <= denseLimit ? zeros(mostFirst * width, plain) : null;
    this.#slots = zeros(this.#dense ? 0 : 1024, plain);
    this.firsts = zeros(plain ? 0 : 64, plain);
    this.seconds = zeros(plain ? 0 : 64, plain);
  }

  /** Makes room for so many more pairs, in steps: without it the table grows at once when it is half full. */
  *reserve(more: number): Steps<void> {
    // A table has no room for more pairs than it has places.
    yield* this.#lengthen(Math.min(this.size + more, this.#dense?.length ?? Infinity));
    if (this.#dense || (this.size + more) * 2 < this.#slots.length) return;
    let length = this.#slots.length;
    while (length <= (this.size + more) * 2) length *= 4;
    this.#slots = zeros(length, this.#plain);
    yield 0;
    for (let id = 0; id < this.size; id++) {
      this.#place(id);
      if ((id & 0xfff) === 0xfff) yield 0;
    }
  }

  /** The number of a pair, new or known. */
  id(first: number, second: number): number {
    const dense = this.#dense;
    if (dense) {
      const at = first * this.#width + second;
      const known = dense[at]!;
      if (known !== 0) return known - 1;
      dense[at] = this.#add(first, second);
      return dense[at] - 1;
    }
    if (this.size * 2 >= this.#slots.length) this.#grow();
    const at = this.#slot(first, second);
    const known = this.#slots[at]!;
    if (known !== 0) return known - 1;
    this.#slots[at] = this.#add(first, second);
    return this.#slots[at] - 1;
  }

  /** The number of a pair; -1 when it never appeared. */
  find(first: number, second: number): number {
    if (this.#dense) {
      const inTable = second < this.#width && first * this.#width + second < this.#dense.length;
      return inTable ? this.#dense[first * this.#width + second]! - 1 : -1;
    }
    return this.#slots[this.#slot(first, second)]! - 1;
  }

  #add(first: number, second: number): number {
    const id = this.size++;
    if (id === this.firsts.length) finish(this.#lengthen(this.size));
    this.firsts[id] = first;
    this.seconds[id] = second;
    return this.size;
  }

  *#lengthen(most: number): Steps<void> {
    const { firsts, seconds } = this;
    if (Array.isArray(firsts) || Array.isArray(seconds) || most <= firsts.length) return;
    this.firsts = yield* longer(firsts, most);
    this.seconds = yield* longer(seconds, most);
  }

  #slot(first: number, second: number): number {
    const { firsts, seconds } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second + 1, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let at = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const known = slots[at]!;
      if (known === 0 || (firsts[known - 1] === first && seconds[known - 1] === second)) return at;
      at = (at + 1) & mask;
    }
  }

  #grow(): void {
    this.#slots = zeros(this.#slots.length * 4, this.#plain);
    for (let id = 0; id < this.size; id++) this.#place(id);
  }

  #place(id: number): void {
    this.#slots[this.#slot(this.firsts[id]!, this.seconds[id]!)] = id + 1;
  }
}

function zeros(length: number, plain: boolean): Int32Array | number[] {
  return plain ? Array.from<number>({ length }).fill(0) : new Int32Array(length);
}

import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import type { Int32List, Texts } from '../store/lists.js';
import { longerColumn } from '../store/storage.js';
import type { ColumnStorage } from '../store/storage.js';

const STEP = 1 << 13;

/**
 * Open addressing over ids 1, 2, ...: `slots` holds ids (0 = free), at most half full; `hashes[id]` lets it grow without
 * looking at what the ids stand for. It grows in steps, which a `Map` of a million keys does not.
 */
abstract class IdTable {
  protected slots: NumericArray;
  protected hashes: NumericArray;
  /** One more than the ids there are: item 0 is none. */
  protected next = 1;
  readonly #storage: ColumnStorage;

  constructor(storage: ColumnStorage) {
    this.#storage = storage;
    this.slots = storage.uint32(256);
    this.hashes = storage.uint32(128);
  }

  /** Makes room for so many more ids. */
  *reserve(more: number): Steps<void> {
    const wanted = (this.next + more) * 2;
    if (wanted <= this.slots.length) return;
    let length = this.slots.length;
    while (length < wanted) length *= 2;
    this.slots = this.#storage.uint32(length);
    this.hashes = longerColumn(this.hashes, this.#storage, length / 2);
    yield 0;
    for (let id = 1; id < this.next; id++) {
      this.place(id, this.hashes[id]!);
      if ((id & (STEP - 1)) === 0) yield 0;
    }
  }

  /** The next id. */
  protected give(hash: number): number {
    if (this.next === this.hashes.length) this.hashes = longerColumn(this.hashes, this.#storage);
    this.hashes[this.next] = hash;
    return this.next++;
  }

  /** Puts an id into the slots. */
  protected abstract place(id: number, hash: number): void;
}

// No honest column probes this far in a table at most half full; one made to collide goes to a map with the
// platform's own seeded hash instead.
const MOST_PROBES = 64;

/** Ids of texts, which lie outside: id k is `texts.at(k - 1)`. */
export class TextTable extends IdTable {
  readonly #texts: Texts;
  readonly #far = new Map<string, number>();

  constructor(storage: ColumnStorage, texts: Texts) {
    super(storage);
    this.#texts = texts;
  }

  /** Takes in the texts that the list has got since the last call: all of them new. */
  *follow(): Steps<void> {
    yield* this.reserve(this.#texts.length - this.next + 1);
    for (let id = this.next; id <= this.#texts.length; id++) {
      this.add(this.#texts.at(id - 1));
      if ((id & (STEP - 1)) === 0) yield 0;
    }
  }

  /** Id of a text; 0 when it is not there. */
  find(text: string): number {
    const hash = hashText(text);
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let probes = 0; probes < MOST_PROBES; probes++) {
      const id = slots[slot]!;
      if (id === 0) return 0;
      if (hashes[id] === hash && this.#texts.at(id - 1) === text) return id;
      slot = (slot + 1) & mask;
    }
    return this.#far.get(text) ?? 0;
  }

  /** Gives the next id to a text that was not there and now ends the list; room has been reserved. */
  add(text: string): void {
    const hash = hashText(text);
    this.place(this.give(hash), hash);
  }

  protected place(id: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let probes = 0; probes < MOST_PROBES; probes++) {
      if (this.slots[slot] === 0) {
        this.slots[slot] = id;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#far.set(this.#texts.at(id - 1), id);
  }
}

/** Ids of pairs of whole numbers, which lie outside: id k is `(left.values[k], right.values[k])`; item 0 is not used. */
export class PairTable extends IdTable {
  readonly #left: Int32List;
  readonly #right: Int32List;

  constructor(storage: ColumnStorage, left: Int32List, right: Int32List) {
    super(storage);
    this.#left = left;
    this.#right = right;
  }

  /** Takes in the pairs that are there at the beginning. */
  *follow(): Steps<void> {
    yield* this.reserve(this.#left.length);
    for (let id = this.next; id < this.#left.length; id++) {
      const hash = hashPair(this.#left.values[id]!, this.#right.values[id]!);
      this.place(this.give(hash), hash);
      if ((id & (STEP - 1)) === 0) yield 0;
    }
  }

  /** Id of a pair, known or new; room for a new one has been reserved. */
  id(left: number, right: number): number {
    const hash = hashPair(left, right);
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = slots[slot]!;
      if (id === 0) {
        this.#left.push(left);
        this.#right.push(right);
        return (slots[slot] = this.give(hash));
      }
      if (hashes[id] === hash && this.#left.values[id] === left && this.#right.values[id] === right) return id;
    }
  }

  protected place(id: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = id;
  }
}

// Hashes are kept to 30 bits: engines hold such numbers without a box.
function hashText(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return mixed(hash);
}

function hashPair(left: number, right: number): number {
  return mixed(Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b));
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (half ^ (half >>> 13)) >>> 2;
}

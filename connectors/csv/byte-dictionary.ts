import { decodeUtf8 } from '../platform.js';

// No honest column probes this far in a table at most half full; one made to collide goes to a map with the
// platform's own seeded hash instead.
const MOST_PROBES = 64;

// Items of a slot.
const ENTRY = 0;
const HASH = 1;
const START = 2;
const LENGTH = 3;
const SLOT = 4;

/**
 * Distinct byte strings by number, in order of first appearance; text is made once per distinct value, by `drain`.
 *
 *   slots     hash -> entry + 1 (0 = free), hash, start and length in the arena: side by side, so that a value met
 *             again costs one cache line here and one in the arena
 *   starts    entry e lies in arena[starts[e] .. starts[e + 1]]
 */
export class ByteDictionary {
  size = 0;
  #slots: Int32Array = new Int32Array(256 * SLOT);
  #starts: Int32Array = new Int32Array(129);
  #arena: Uint8Array = new Uint8Array(2048);
  #spill: Map<string, number> | null = null;
  #drained = 0;

  /** Number of the value `bytes[start .. end]`; a new one gets the next number. */
  entry(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    let hash = length;
    let i = start;
    // Four bytes at a time: each step of the sum has to wait for the one before.
    for (const last = end - 3; i < last; i += 4) {
      const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      hash = Math.imul(hash ^ word, 0x2c1b3c6d);
      hash ^= hash >>> 15;
    }
    for (; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const arena = this.#arena;
    let slot = (hash * SLOT) & mask;
    for (let probes = 0; probes < MOST_PROBES; probes++) {
      const found = slots[slot]!;
      if (found === 0) {
        if (this.#spill === null) return this.#add(bytes, start, length, hash, slot);
        break;
      }
      if (slots[slot + HASH] === hash && slots[slot + LENGTH] === length) {
        const at = slots[slot + START]!;
        let k = 0;
        while (k < length && arena[at + k] === bytes[start + k]) k++;
        if (k === length) return found - 1;
      }
      slot = (slot + SLOT) & mask;
    }
    const text = decodeUtf8(bytes.subarray(start, end));
    const spill = (this.#spill ??= new Map());
    let found = spill.get(text);
    if (found === undefined) spill.set(text, (found = this.#add(bytes, start, length, hash, -1)));
    return found;
  }

  /** Tells every value that is new since the last call, in order. */
  drain(take: (text: string, entry: number) => void): void {
    const first = this.#drained;
    const end = this.size;
    if (first === end) return;
    this.#drained = end;
    const starts = this.#starts;
    const from = starts[first]!;
    const part = this.#arena.subarray(from, starts[end]!);
    const all = decodeUtf8(part);
    // In pure ASCII, bytes and characters have the same places, so one decoding serves all values.
    const ascii = all.length === part.length;
    for (let e = first; e < end; e++) {
      // `take` may add values, which replaces the arrays but not what they hold.
      const start = starts[e]! - from;
      const stop = starts[e + 1]! - from;
      take(ascii ? all.slice(start, stop) : decodeUtf8(part.subarray(start, stop)), e);
    }
  }

  #add(bytes: Uint8Array, start: number, length: number, hash: number, slot: number): number {
    const entry = this.size++;
    const at = this.#starts[entry]!;
    if (at + length > this.#arena.length) {
      const arena = new Uint8Array(Math.max(this.#arena.length * 2, at + length));
      arena.set(this.#arena);
      this.#arena = arena;
    }
    const arena = this.#arena;
    for (let k = 0; k < length; k++) arena[at + k] = bytes[start + k]!;
    if (entry + 1 === this.#starts.length) {
      const starts = new Int32Array(entry * 2 + 1);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    this.#starts[entry + 1] = at + length;
    if (slot >= 0) {
      this.#fill(this.#slots, slot, entry + 1, hash, at, length);
      if (this.size * 2 * SLOT > this.#slots.length) this.#widen();
    }
    return entry;
  }

  #fill(slots: Int32Array, slot: number, entry: number, hash: number, at: number, length: number): void {
    slots[slot + ENTRY] = entry;
    slots[slot + HASH] = hash;
    slots[slot + START] = at;
    slots[slot + LENGTH] = length;
  }

  #widen(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from] === 0) continue;
      let slot = (old[from + HASH]! * SLOT) & mask;
      while (slots[slot] !== 0) slot = (slot + SLOT) & mask;
      this.#fill(slots, slot, old[from]!, old[from + HASH]!, old[from + START]!, old[from + LENGTH]!);
    }
    this.#slots = slots;
  }
}

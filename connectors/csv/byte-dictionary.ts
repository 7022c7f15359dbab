import { decodeUtf8 } from '../platform.js';

// No honest column probes this far in a table at most half full; one made to collide goes to a map with the
// platform's own seeded hash instead.
const MOST_PROBES = 64;

/**
 * Distinct byte strings by number, in order of first appearance; text is made once per distinct value, by `drain`.
 *
 *   table     hash slot -> entry + 1 (0 = free)
 *   offsets   entry e lies in arena[offsets[e] .. offsets[e + 1]]
 */
export class ByteDictionary {
  size = 0;
  #table: Int32Array = new Int32Array(256);
  #hashes: Int32Array = new Int32Array(128);
  #offsets: Int32Array = new Int32Array(129);
  #arena: Uint8Array = new Uint8Array(2048);
  #spill: Map<string, number> | null = null;
  #drained = 0;

  /** Number of the value `bytes[start .. end]`; a new one gets the next number. */
  entry(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    let hash = length;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const table = this.#table;
    const mask = table.length - 1;
    const hashes = this.#hashes;
    const offsets = this.#offsets;
    const arena = this.#arena;
    let slot = hash & mask;
    for (let probes = 0; probes < MOST_PROBES; probes++) {
      const found = table[slot]! - 1;
      if (found < 0) {
        if (this.#spill === null) return this.#add(bytes, start, end, hash, slot);
        break;
      }
      if (hashes[found] === hash) {
        const offset = offsets[found]!;
        if (offsets[found + 1]! - offset === length) {
          let k = 0;
          while (k < length && arena[offset + k] === bytes[start + k]) k++;
          if (k === length) return found;
        }
      }
      slot = (slot + 1) & mask;
    }
    const text = decodeUtf8(bytes.subarray(start, end));
    const spill = (this.#spill ??= new Map());
    let found = spill.get(text);
    if (found === undefined) spill.set(text, (found = this.#add(bytes, start, end, hash, -1)));
    return found;
  }

  /** Tells every value that is new since the last call, in order. */
  drain(take: (text: string, entry: number) => void): void {
    const first = this.#drained;
    const end = this.size;
    if (first === end) return;
    this.#drained = end;
    const from = this.#offsets[first]!;
    const part = this.#arena.subarray(from, this.#offsets[end]!);
    const all = decodeUtf8(part);
    // In pure ASCII, bytes and characters have the same places, so one decoding serves all values.
    const ascii = all.length === part.length;
    for (let e = first; e < end; e++) {
      const start = this.#offsets[e]! - from;
      const stop = this.#offsets[e + 1]! - from;
      take(ascii ? all.slice(start, stop) : decodeUtf8(part.subarray(start, stop)), e);
    }
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const entry = this.size++;
    const length = end - start;
    const offset = this.#offsets[entry]!;
    if (offset + length > this.#arena.length) {
      const arena = new Uint8Array(Math.max(this.#arena.length * 2, offset + length));
      arena.set(this.#arena);
      this.#arena = arena;
    }
    const arena = this.#arena;
    for (let k = 0; k < length; k++) arena[offset + k] = bytes[start + k]!;
    if (entry === this.#hashes.length) {
      const hashes = new Int32Array(entry * 2);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
      const offsets = new Int32Array(entry * 2 + 1);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    this.#hashes[entry] = hash;
    this.#offsets[entry + 1] = offset + length;
    if (slot >= 0) {
      this.#table[slot] = entry + 1;
      if (this.size * 2 > this.#table.length) this.#rehash();
    }
    return entry;
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    // Values of the spill map stay there only.
    const spilled = this.#spill && new Set(this.#spill.values());
    for (let entry = 0; entry < this.size; entry++) {
      if (spilled?.has(entry)) continue;
      let slot = this.#hashes[entry]! & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = entry + 1;
    }
    this.#table = table;
  }
}

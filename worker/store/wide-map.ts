const mostInOne = 1 << 12;
const parts = 256;

/**
 * A map from values to whole numbers from 1 on. The platform's own map of a million keys is copied in one go whenever
 * it is full, for as long as 70 ms; of many small ones each is copied at a time of its own.
 */
export class WideMap<K> {
  #maps: Map<K, number>[] = [new Map()];
  #size = 0;

  get(key: K): number | undefined {
    return this.#mapOf(key).get(key);
  }

  /** Adds a key that is not there yet. */
  add(key: K, value: number): void {
    if (++this.#size === mostInOne) this.#spread();
    this.#mapOf(key).set(key, value);
  }

  #mapOf(key: K): Map<K, number> {
    const maps = this.#maps;
    return maps.length === 1 ? maps[0]! : maps[partOfHash[hashOf(key)]!]!;
  }

  #spread(): void {
    const [all] = this.#maps;
    this.#maps = Array.from({ length: parts }, () => new Map());
    for (const [key, value] of all!) this.#mapOf(key).set(key, value);
  }
}

/** Parts differ in size by up to two, so that no two of them are full at about the same time. */
const partOfHash = Array.from({ length: 4096 }, (_, k) => Math.floor(-parts * Math.log2(1 - k / 8192)));

/** Twelve bits. Equal keys have the same, 0 and -0 among them; many others with the same only make one map a large one. */
function hashOf(key: unknown): number {
  let hash = 0;
  if (typeof key === 'string') {
    // Long values of one property mostly begin alike.
    for (let i = Math.max(0, key.length - 8); i < key.length; i++) hash = Math.imul(hash, 31) + key.charCodeAt(i);
  } else if (typeof key === 'number') {
    hash = key ^ ((key % 1) * 2 ** 31);
  }
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 20;
}

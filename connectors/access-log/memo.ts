/** Remembers what was made of texts that come again and again; a file that has ever new ones loses no more than time. */
export class Memo<V> {
  readonly #known = new Map<string, V>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  of(text: string, make: (text: string) => V): V {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size === this.#most) this.#known.clear();
    const made = make(text);
    this.#known.set(text, made);
    return made;
  }
}

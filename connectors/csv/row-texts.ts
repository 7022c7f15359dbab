import { bare } from '../mapping/cell.js';
import type { Cells } from '../mapping/origin.js';
import { ByteDictionary } from './byte-dictionary.js';

/**
 * Texts of those columns of the row at hand that conditions and templates look at; each distinct text is decoded once.
 *
 *   places    place of a column in the record -> its place here; -1 for one that nothing looks at
 *   texts     texts[k][entry]: text of a dictionary's entry, null when it stands for no value
 *   entries   entry of the row at hand, by place here
 */
export class RowTexts {
  readonly #places: Int32Array;
  readonly #dictionaries: readonly ByteDictionary[];
  readonly #texts: ReadonlyArray<Array<string | null>>;
  readonly #entries: Int32Array;

  /** @param columns places in the record, ascending */
  constructor(
    readonly columns: readonly number[],
    readonly missing: ReadonlySet<string>,
  ) {
    this.#places = new Int32Array((columns.at(-1) ?? -1) + 1).fill(-1);
    columns.forEach((column, k) => (this.#places[column] = k));
    this.#dictionaries = columns.map(() => new ByteDictionary());
    this.#texts = columns.map(() => []);
    this.#entries = new Int32Array(columns.length);
  }

  readonly cells: Cells = (index) => {
    const k = this.#places[index]!;
    return this.#texts[k]![this.#entries[k]!]!;
  };

  /** Takes the text of the k-th column. */
  write(k: number, bytes: Uint8Array, start: number, end: number): void {
    const dictionary = this.#dictionaries[k]!;
    const texts = this.#texts[k]!;
    const entry = dictionary.entry(bytes, start, end);
    if (entry === texts.length) {
      dictionary.drain((text) => texts.push(this.missing.has(text) ? null : bare(text)));
    }
    this.#entries[k] = entry;
  }
}

import type { NumericArray, PropertyValue } from '../protocol/batch.js';
import type { Steps } from '../steps.js';

const STEP = 1 << 12; // values between two yields

/**
 * Distinct values of one column over all batches, by code. Code 0 is null; code k stands for `values[k - 1]`.
 *
 * Batches of one reading share one growing `values` array: it is recognised by identity and only its new tail is
 * looked up. The first such array is taken over as it is, so that a store of one source needs no lookup at all.
 */
export class Dictionary {
  /** Distinct by type and content, in order of first appearance. */
  readonly values: PropertyValue[] = [];
  readonly #translations = new Map<readonly PropertyValue[], number[]>();
  #scalars: Map<PropertyValue, number> | null = null;
  #arrays: Map<string, number> | null = null;

  /** A dictionary that begins with these values. */
  static from(values: readonly PropertyValue[]): Dictionary {
    const dictionary = new Dictionary();
    for (const value of values) dictionary.values.push(value);
    return dictionary;
  }

  /** Our code for each code of a batch's `values`; item 0 is 0. Grows with that array from call to call. */
  *translate(values: readonly PropertyValue[]): Steps<readonly number[]> {
    let codes = this.#translations.get(values);
    if (!codes) {
      codes = [0];
      this.#translations.set(values, codes);
    }
    const alone = this.#translations.size === 1 && this.#scalars === null && this.values.length === codes.length - 1;
    if (alone) {
      for (let k = codes.length; k <= values.length; k++) {
        this.values.push(values[k - 1]!);
        codes.push(k);
        if ((k & (STEP - 1)) === 0) yield 0;
      }
    } else {
      for (let k = codes.length; k <= values.length; k++) {
        codes.push(this.code(values[k - 1]!));
        if ((k & (STEP - 1)) === 0) yield 0;
      }
    }
    return codes;
  }

  /** The code of one value, new or known; 0 for null. */
  code(value: PropertyValue): number {
    if (value === null) return 0;
    const map = this.#mapFor(value);
    const key = Array.isArray(value) ? JSON.stringify(value) : value;
    const known = map.get(key as never);
    if (known !== undefined) return known;
    this.values.push(value);
    map.set(key as never, this.values.length);
    return this.values.length;
  }

  /** Built on the first value that does not come with the first array. */
  #mapFor(value: PropertyValue): Map<PropertyValue, number> | Map<string, number> {
    if (!this.#scalars || !this.#arrays) {
      const scalars = new Map<PropertyValue, number>();
      const arrays = new Map<string, number>();
      this.values.forEach((known, i) => {
        if (Array.isArray(known)) arrays.set(JSON.stringify(known), i + 1);
        else scalars.set(known, i + 1);
      });
      this.#scalars = scalars;
      this.#arrays = arrays;
    }
    return Array.isArray(value) ? this.#arrays : this.#scalars;
  }
}

/** `codes` of a batch in our codes, written to `into` from `at` on. */
export function translateCodes(
  codes: NumericArray,
  translation: readonly number[],
  into: NumericArray,
  at: number,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) into[at + i] = translation[codes[i]!]!;
}

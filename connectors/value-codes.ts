import type { PropertyValue } from '../worker/protocol/batch.js';

/** Codes of a dictionary column's values: 0 is null, code k stands for `values[k - 1]`. It grows over a whole reading. */
export class ValueCodes {
  readonly values: PropertyValue[] = [];
  readonly #codes = new Map<PropertyValue, number>();
  // Lists are equal by content.
  readonly #listCodes = new Map<string, number>();

  code(value: PropertyValue): number {
    if (value === null) return 0;
    const [codes, key] =
      typeof value === 'object'
        ? [this.#listCodes as Map<unknown, number>, JSON.stringify(value)]
        : [this.#codes as Map<unknown, number>, value];
    let code = codes.get(key);
    if (code === undefined) {
      code = this.values.push(value);
      codes.set(key, code);
    }
    return code;
  }
}

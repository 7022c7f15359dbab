import type { Steps } from '../steps.js';

/** Numbers between two rests while they are copied. */
const piece = 1 << 16;

/** A typed array with twice the room, or as much as is asked for, and the same numbers in front; a rest within a long copy. */
export function* longer<T extends Int32Array | Float64Array>(values: T, least: number): Steps<T> {
  const more = new (values.constructor as new (length: number) => T)(Math.max(least, values.length * 2));
  for (let from = 0; from < values.length; from += piece) {
    more.set(values.subarray(from, from + piece), from);
    yield 0;
  }
  return more;
}

import type { NumericArray } from '../protocol/batch.js';
import type { StoreView } from '../store/view.js';
import { sliceRows } from './selector.js';

/** Numbers of the rows `from .. to` of a slice. The array belongs to the reader and is written anew each time. */
export type ReadNumbers = (from: number, to: number) => NumericArray;

/**
 * A property as numbers: null, text, booleans and lists are none.
 * @param missing what stands for none. Default NaN
 */
export function compileNumbers(view: StoreView, name: string, missing: number = NaN): ReadNumbers {
  const column = view.column(name);
  if (!column) return constant(view, missing);
  const into = buffer(view, missing);
  if (column.kind === 'dictionary') {
    const { codes } = column;
    const byCode = [missing, ...column.values.map((value) => (typeof value === 'number' ? value : missing))];
    return (from, to) => {
      for (let i = from; i < to; i++) into[i - from] = byCode[codes[i]!]!;
      return into;
    };
  }
  const { values } = column;
  return (from, to) => {
    for (let i = from; i < to; i++) into[i - from] = Number.isNaN(values[i]!) ? missing : values[i]!;
    return into;
  };
}

/** The same number for every row. */
export function constant(view: StoreView, value: number): ReadNumbers {
  const out = buffer(view, value);
  return () => out;
}

function buffer(view: StoreView, fill: number): NumericArray {
  const length = Math.min(sliceRows, view.rows);
  const plain = Array.isArray(view.time);
  return plain ? Array.from<number>({ length }).fill(fill) : new Float64Array(length).fill(fill);
}

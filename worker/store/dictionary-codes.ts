import type { BatchColumn, NumberColumn, NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { translateCodes } from './dictionary.js';
import type { Dictionary } from './dictionary.js';
import type { ColumnStorage } from './storage.js';

const STEP = 1 << 12; // values between two yields

/** A column of a batch in a dictionary's codes; numbers become values like others. */
export function* dictionaryCodes(
  column: BatchColumn,
  dictionary: Dictionary,
  storage: ColumnStorage,
): Steps<NumericArray> {
  if (column.kind === 'number') {
    const codes = yield* numbersAsCodes(column.values, dictionary, storage);
    for (const [k, row] of wordRows(column)) codes[row] = dictionary.code(column.texts!.texts[k]!);
    return codes;
  }
  const codes = storage.uint32(column.codes.length);
  translateCodes(column.codes, yield* dictionary.translate(column.values), codes, 0, column.codes.length);
  yield 0;
  return codes;
}

/** Numbers in a dictionary's codes; NaN is 0. */
export function* numbersAsCodes(
  values: NumericArray,
  dictionary: Dictionary,
  storage: ColumnStorage,
): Steps<NumericArray> {
  const codes = storage.uint32(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    codes[i] = Number.isNaN(value) ? 0 : dictionary.code(value);
    if ((i & (STEP - 1)) === 0) yield 0;
  }
  return codes;
}

/** Rows whose text is no number, with their place in `texts`. */
export function* wordRows(column: NumberColumn): Generator<readonly [place: number, row: number], void, void> {
  const { rows } = column.texts ?? { rows: [] };
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    if (Number.isNaN(column.values[row]!)) yield [k, row];
  }
}

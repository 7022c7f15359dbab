import type { NumericArray } from '../protocol/batch.js';

/** A condition on one column, with the bit it may take away. */
export type ColumnTest =
  | {
      readonly kind: 'dictionary';
      readonly bit: number;
      readonly codes: NumericArray;
      /** 1 where the value behind a code passes; by code, code 0 is null. */
      readonly passes: NumericArray;
    }
  | {
      readonly kind: 'number';
      readonly bit: number;
      readonly values: NumericArray;
      /** NaN stands for null. */
      readonly passes: (value: number) => boolean;
    };

/** Up to 32 conditions on rows: which bits an event code allows, and which column tests take them away again. */
export interface MatchTable {
  /** Bits by event code; code 0 is null. */
  readonly byEvent: NumericArray;
  readonly tests: readonly ColumnTest[];
}

/**
 * Writes to `bits[0 .. to - from)` which conditions rows `from .. to` meet.
 *
 * Plain form: `bits[i] = byEvent[event[i]]`, less the bit of every test that row i fails.
 * One pass a column, so that each loop sees one kind of array.
 */
export function matchRows(table: MatchTable, event: NumericArray, from: number, to: number, bits: NumericArray): void {
  const { byEvent, tests } = table;
  for (let i = from; i < to; i++) bits[i - from] = byEvent[event[i]!]!;
  for (const test of tests) {
    if (test.kind === 'dictionary') clearByCode(test.bit, test.codes, test.passes, from, to, bits);
    else clearByNumber(test.bit, test.values, test.passes, from, to, bits);
  }
}

function clearByCode(
  bit: number,
  codes: NumericArray,
  passes: NumericArray,
  from: number,
  to: number,
  bits: NumericArray,
): void {
  for (let i = from; i < to; i++) {
    const own = bits[i - from]!;
    if ((own & bit) !== 0 && passes[codes[i]!] === 0) bits[i - from] = own & ~bit;
  }
}

function clearByNumber(
  bit: number,
  values: NumericArray,
  passes: (value: number) => boolean,
  from: number,
  to: number,
  bits: NumericArray,
): void {
  for (let i = from; i < to; i++) {
    const own = bits[i - from]!;
    if ((own & bit) !== 0 && !passes(values[i]!)) bits[i - from] = own & ~bit;
  }
}

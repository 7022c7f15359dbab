import type { NumericArray } from '../protocol/batch.js';

/**
 * How columns are kept: typed arrays, or plain arrays where typed ones are slow (a Salesforce page writes a
 * `Float64Array` some 90 times slower than an array; `docs/decisions/0003-two-storages.md`). Arrays come zero-filled.
 */
export interface ColumnStorage {
  readonly kind: 'typed' | 'plain';
  uint16(length: number): NumericArray;
  uint32(length: number): NumericArray;
  float64(length: number): NumericArray;
  /** The narrowest whole-number column that holds 0..max. */
  codes(length: number, max: number): NumericArray;
}

export const typedStorage: ColumnStorage = {
  kind: 'typed',
  uint16: (length) => new Uint16Array(length),
  uint32: (length) => new Uint32Array(length),
  float64: (length) => new Float64Array(length),
  codes: (length, max) =>
    max < 256 ? new Uint8Array(length) : max < 65536 ? new Uint16Array(length) : new Uint32Array(length),
};

export const plainStorage: ColumnStorage = {
  kind: 'plain',
  uint16: zeros,
  uint32: zeros,
  float64: zeros,
  codes: zeros,
};

export function columnStorage(kind: 'typed' | 'plain'): ColumnStorage {
  return kind === 'plain' ? plainStorage : typedStorage;
}

/** Bytes a column takes; a plain array is counted at 8 bytes a number. */
export function columnBytes(values: NumericArray): number {
  return Array.isArray(values) ? values.length * 8 : values.byteLength;
}

/** A column of whole numbers with twice the room, or as much as is asked for; the numbers there are in front. */
export function longerColumn(values: NumericArray, storage: ColumnStorage, length = 0): NumericArray {
  const more = storage.uint32(Math.max(length, values.length * 2));
  if (Array.isArray(more)) for (let i = 0; i < values.length; i++) more[i] = values[i]!;
  else more.set(values);
  return more;
}

function zeros(length: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < length; i++) values.push(0);
  return values;
}

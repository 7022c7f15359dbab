import type { PropertyValue } from '../protocol/batch.js';
import type { StoreColumn } from './view.js';

/** One value of a column; null where there is none. */
export function cellOf(column: StoreColumn | undefined, row: number): PropertyValue {
  if (!column) return null;
  if (column.kind === 'number') return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
  const code = column.codes[row]!;
  return code === 0 ? null : column.values[code - 1]!;
}

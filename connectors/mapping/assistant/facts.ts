import type { ColumnFacts, ValueShape } from '../../../worker/protocol/proposal.js';

/** What a column's values say, besides what they are called. `values` holds the texts of the filled rows. */
export function columnFacts(values: readonly string[], rows: number): ColumnFacts {
  const distinct = new Set(values).size;
  const { shape, share } = values.length === 0 ? { shape: 'empty' as const, share: 1 } : shapeOf(values, distinct);
  return { rows, filled: values.length, distinct, shape, share, type: typeOf(shape) };
}

function shapeOf(values: readonly string[], distinct: number): { shape: ValueShape; share: number } {
  const numbers = values.filter((value) => value.trim() !== '' && Number.isFinite(Number(value))).length;
  if (numbers * 2 > values.length) return { shape: 'number', share: numbers / values.length };
  return { shape: distinct * 2 <= values.length ? 'word' : 'text', share: 1 };
}

function typeOf(shape: ValueShape): ColumnFacts['type'] {
  switch (shape) {
    case 'empty':
      return 'empty';
    case 'number':
    case 'money':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'time':
    case 'epoch':
      return 'time';
    default:
      return 'text';
  }
}

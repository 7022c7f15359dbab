import type { BatchColumn, EventBatch, NumberColumn, NumericArray } from '../protocol/batch.js';

const partRows = 1 << 15;

/**
 * A batch in parts of some 32,000 rows, which share its buffers and lists of values: whatever goes through a part at once
 * gives its thread back soon enough, however many rows a host puts into one batch.
 */
export function* partsOf(
  batch: EventBatch,
): Generator<{ readonly from: number; readonly part: EventBatch }, void, void> {
  if (batch.rows <= partRows) {
    yield { from: 0, part: batch };
    return;
  }
  for (let from = 0; from < batch.rows; from += partRows) {
    yield { from, part: partOf(batch, from, Math.min(from + partRows, batch.rows)) };
  }
}

function partOf(batch: EventBatch, from: number, to: number): EventBatch {
  const cut = (values: NumericArray): NumericArray =>
    Array.isArray(values) ? values.slice(from, to) : values.subarray(from, to);
  const coded = <T extends { readonly codes: NumericArray }>(column: T): T => ({ ...column, codes: cut(column.codes) });
  return {
    rows: to - from,
    source: batch.source,
    time: cut(batch.time),
    event: coded(batch.event),
    identifiers: batch.identifiers.map(({ type, values }) => ({ type, values: coded(values) })),
    ...(batch.id && { id: coded(batch.id) }),
    ...(batch.records && { records: cut(batch.records) }),
    columns: batch.columns.map(({ name, column }): { name: string; column: BatchColumn } => ({
      name,
      column:
        column.kind === 'number'
          ? { kind: 'number', values: cut(column.values), ...textsBetween(column, from, to) }
          : coded(column),
    })),
  };
}

function textsBetween({ texts }: NumberColumn, from: number, to: number): Pick<NumberColumn, 'texts'> {
  if (!texts) return {};
  const first = firstNotBelow(texts.rows, from);
  const end = firstNotBelow(texts.rows, to);
  if (first === end) return {};
  return {
    texts: { rows: texts.rows.slice(first, end).map((row) => row - from), texts: texts.texts.slice(first, end) },
  };
}

/** Place of the first of some ascending numbers that is not below a bound; their length if there is none. */
function firstNotBelow(ascending: readonly number[], bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

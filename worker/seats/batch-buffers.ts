import type { EventBatch, NumericArray } from '../protocol/batch.js';

/** The buffers of batches, each once, to be moved instead of copied. */
export function buffersOf(batches: readonly EventBatch[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const add = (values: NumericArray): void => {
    if (!Array.isArray(values) && values.buffer instanceof ArrayBuffer) buffers.add(values.buffer);
  };
  for (const batch of batches) {
    add(batch.time);
    add(batch.event.codes);
    if (batch.id) add(batch.id.codes);
    if (batch.records) add(batch.records);
    for (const { values } of batch.identifiers) add(values.codes);
    for (const { column } of batch.columns) add(column.kind === 'number' ? column.values : column.codes);
  }
  return [...buffers];
}

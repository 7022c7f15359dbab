import type { BatchColumn, EventBatch, NumericArray } from '../protocol/batch.js';
import { identifierTypes } from '../protocol/batch.js';
import { AnalyticsError } from '../protocol/error.js';
import type { Steps } from '../steps.js';

const MAX_TIME = 8.64e15;
const STEP = 1 << 16; // rows between two yields

/**
 * Refuses a batch whose columns disagree, before any of it is taken in.
 * @throws AnalyticsError `batch-shape` with the column and the numbers at fault
 */
export function* checkBatch(batch: EventBatch): Steps<void> {
  const { rows } = batch;
  if (!Number.isInteger(rows) || rows < 0) fail('rows', `is ${String(rows)}, not a count`, batch);
  length('time', batch.time);
  for (let i = 0; i < rows; i++) {
    const t = batch.time[i]!;
    if (!Number.isInteger(t) || t > MAX_TIME || t < -MAX_TIME) {
      fail('time', `has ${t} in row ${i}; a time is whole milliseconds within ±8.64e15`, batch);
    }
    if ((i & (STEP - 1)) === STEP - 1) yield 0;
  }
  yield* dictionary('event', { ...batch.event, kind: 'dictionary' });
  if (batch.id) yield* dictionary('id', { ...batch.id, kind: 'dictionary' });
  for (const { type, values } of batch.identifiers) {
    if (!identifierTypes.includes(type)) fail(`identifiers.${String(type)}`, 'is not an identifier type', batch);
    yield* dictionary(`identifiers.${type}`, { ...values, kind: 'dictionary' });
  }
  for (const { name, column } of batch.columns) {
    if (column.kind === 'number') length(name, column.values);
    else yield* dictionary(name, column);
  }

  function length(column: string, values: NumericArray): void {
    if (values.length !== rows) fail(column, `has ${values.length} values for ${rows} rows`, batch);
  }

  function* dictionary(column: string, { codes, values }: Extract<BatchColumn, { kind: 'dictionary' }>): Steps<void> {
    length(column, codes);
    for (let i = 0; i < rows; i++) {
      if (!(codes[i]! >= 0 && codes[i]! <= values.length)) {
        fail(column, `has code ${codes[i]} in row ${i} for ${values.length} values`, batch);
      }
      if ((i & (STEP - 1)) === STEP - 1) yield 0;
    }
  }
}

function fail(column: string, what: string, batch: EventBatch): never {
  throw new AnalyticsError('batch-shape', `Batch of "${batch.source}": column "${column}" ${what}.`, {
    source: batch.source,
    column,
    rows: batch.rows,
  });
}

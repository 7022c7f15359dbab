import { connectorFor } from '../../connectors/registry.js';
import type { BatchColumn, EventBatch, PropertyValue } from '../../worker/protocol/batch.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { ReadContext, Source } from '../../worker/protocol/source.js';

/** A pace that never rests. */
export const steady: ReadContext['pace'] = { due: () => false, rest: async () => {} };

/** Everything of one load, rows back as text and values. */
export interface Loaded {
  readonly batches: readonly EventBatch[];
  readonly report: ImportReport;
  readonly times: readonly number[];
  readonly events: ReadonlyArray<PropertyValue>;
  /** A column over all batches; numbers that do not print back are given as their text. */
  column(name: string): PropertyValue[];
  identifiers(type: string): PropertyValue[];
}

/** Loads a source to its end. */
export async function load(source: Source, mapping?: Mapping, context: Partial<ReadContext> = {}): Promise<Loaded> {
  const full = { signal: { aborted: false }, pace: steady, ...(mapping ? { mapping } : {}), ...context };
  const reading = await connectorFor(source).read(source, full);
  const batches: EventBatch[] = [];
  for await (const batch of reading.batches) batches.push(batch);
  const all = (pick: (batch: EventBatch) => BatchColumn): PropertyValue[] =>
    batches.flatMap((batch) => columnValues(pick(batch), batch.rows));
  return {
    batches,
    report: reading.report(),
    times: batches.flatMap((batch) => [...batch.time]),
    events: all((batch) => batch.event),
    column: (name) => all((batch) => batch.columns.find((one) => one.name === name)!.column),
    identifiers: (type) => all((batch) => batch.identifiers.find((one) => one.type === type)!.values),
  };
}

/** Loads text with its first line as header. */
export function loadText(text: string, mapping?: Mapping): Promise<Loaded> {
  return load({ kind: 'text', text }, mapping);
}

/** A column's values row by row; a kept text stands for its number. */
export function columnValues(column: BatchColumn, rows: number): PropertyValue[] {
  const values: PropertyValue[] = [];
  for (let row = 0; row < rows; row++) {
    if (column.kind === 'dictionary') {
      const code = column.codes[row]!;
      values.push(code === 0 ? null : column.values[code - 1]!);
    } else values.push(Number.isNaN(column.values[row]!) ? null : column.values[row]!);
  }
  if (column.kind === 'number') column.texts?.rows.forEach((row, k) => (values[row] = column.texts!.texts[k]!));
  return values;
}

/** Bytes as a stream in pieces of the given sizes, then the rest. */
export function streamOf(bytes: Uint8Array, cuts: readonly number[]): Source {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const pieces = edges.slice(1).map((edge, k) => bytes.slice(edges[k]!, edge));
  return {
    kind: 'stream',
    stream: {
      getReader: () => ({
        read: async () => {
          const value = pieces.shift();
          return value ? { done: false, value } : { done: true };
        },
        cancel: async () => {},
      }),
    },
  };
}

/** A field as CSV: quoted when it has to be. */
export function csvField(text: string, delimiter = ','): string {
  return text === '' || text.includes(delimiter) || /["\r\n]/.test(text) || text.startsWith(' ')
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

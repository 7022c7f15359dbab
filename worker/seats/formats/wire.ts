import type { BatchColumn, EventBatch, PropertyValue, TextColumn } from '../../protocol/batch.js';
import type { ErrorData } from '../../protocol/error.js';
import type { ImportReport } from '../../protocol/report.js';
import type { SourcePreview } from '../../protocol/mapping.js';
import type { BlobLike, ReadContext, Reading } from '../../protocol/source.js';

/** A file as it crosses to its format's reader; without `blob` and `bytes` its bytes are pulled. */
export interface WireFile {
  readonly name: string;
  readonly gzip: boolean;
  readonly size: number | null;
  readonly blob?: BlobLike;
  readonly bytes?: Uint8Array;
}

/** What a reader asks of the side that has the data. */
export interface WirePull {
  /** Bytes that come in order, one chunk at a time; null at their end. */
  pull(): Promise<{ readonly chunk: Uint8Array | null } | { readonly broken: string } | { readonly error: ErrorData }>;
  /** Those of the identifiers that the data at hand have. */
  known(wanted: readonly string[]): Promise<readonly string[]>;
}

export type WireContext = Pick<ReadContext, 'mapping' | 'profiles' | 'identity' | 'format'>;

export type FormatAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorData };

/** How far a reader is, and proof of life. */
export interface FormatProgress {
  readonly done: number;
  readonly total: number | null;
  readonly rows: number;
}

/** What a format's reader offers over its port: one file, then it is ended. */
export interface FormatService {
  read(file: WireFile, context: WireContext, pull: WirePull): Promise<FormatAnswer<Reading['profiles']>>;
  preview(file: WireFile, context: WireContext, pull: WirePull): Promise<FormatAnswer<SourcePreview>>;
  /** The next batch; after the last one the account of all rows. */
  next(): Promise<FormatAnswer<{ readonly batch: WireBatch } | { readonly report: ImportReport }>>;
  ping(): FormatProgress;
}

/** A batch whose lists of values are those that the batches before it had not yet. */
export interface WireBatch {
  readonly batch: EventBatch;
  /** Of each list in the order of `valueLists`: which one it is, and how many values came before. */
  readonly lists: ReadonlyArray<{ readonly list: number; readonly from: number }>;
}

/**
 * Cuts what was sent before off the lists of values, which grow from batch to batch: a column of a million ids would
 * otherwise cross as often as there are batches.
 */
export class BatchSender {
  readonly #known = new Map<readonly PropertyValue[], { readonly list: number; sent: number }>();

  cut(batch: EventBatch): WireBatch {
    const lists: Array<{ list: number; from: number }> = [];
    const shorter = withLists(batch, (values) => {
      let known = this.#known.get(values);
      if (!known) this.#known.set(values, (known = { list: this.#known.size, sent: 0 }));
      lists.push({ list: known.list, from: known.sent });
      const added = values.slice(known.sent);
      known.sent = values.length;
      return added;
    });
    return { batch: shorter, lists };
  }
}

/** Puts the lists of values together again; a list is the same array in every batch, as its sender had it. */
export class BatchReceiver {
  readonly #lists = new Map<number, PropertyValue[]>();

  whole({ batch, lists }: WireBatch): EventBatch {
    let at = 0;
    return withLists(batch, (added) => {
      const { list } = lists[at++]!;
      let values = this.#lists.get(list);
      if (!values) this.#lists.set(list, (values = []));
      for (const value of added) values.push(value);
      return values;
    });
  }
}

/** The batch with every list of values replaced, always in the same order. */
function withLists(
  batch: EventBatch,
  replace: (values: readonly PropertyValue[]) => readonly PropertyValue[],
): EventBatch {
  const text = (column: TextColumn): TextColumn => ({ ...column, values: replace(column.values) as readonly string[] });
  return {
    ...batch,
    event: text(batch.event),
    identifiers: batch.identifiers.map(({ type, values }) => ({ type, values: text(values) })),
    ...(batch.id ? { id: text(batch.id) } : {}),
    columns: batch.columns.map(({ name, column }): { name: string; column: BatchColumn } => ({
      name,
      column: column.kind === 'number' ? column : { ...column, values: replace(column.values) },
    })),
  };
}

import type { BatchColumn, NumericArray } from './batch.js';
import type { Spec } from './spec.js';

/**
 * Some actors of an engine's store as another worker holds them: the columns of every question. Rows are ordered as in
 * the store. Buffers belong to the receiver afterwards.
 */
export interface HeldColumns {
  readonly rows: number;
  readonly actors: number;
  readonly offsets: NumericArray;
  readonly time: NumericArray;
  readonly timeBase: number;
  readonly event: NumericArray;
  readonly eventNames: readonly string[];
  readonly dataEnd: number | null;
}

/** What an engine asks of a worker beside it. Carried out in the order in which they are sent. */
export type PartCall =
  /** Replaces what was held. */
  | { readonly method: 'holdPart'; readonly part: HeldColumns }
  /** A column that some question needs; null: there is none of that name. */
  | { readonly method: 'addPartColumn'; readonly name: string; readonly column: BatchColumn | null }
  /** Answered by what the part adds to the answer. `mask`: bits of the part's rows, as of all; null = all. */
  | {
      readonly method: 'countPart';
      readonly spec: Spec;
      readonly mask: { readonly words: NumericArray; readonly count: number } | null;
    };

/** What a call is answered by, with the buffers in it that may be moved. */
export interface PartAnswer {
  readonly value: unknown;
  readonly buffers: readonly ArrayBuffer[];
}

/** A second worker, as an engine in a worker sees it. */
export interface Partner {
  /** @param buffers moved to it */
  ask(call: PartCall, buffers?: ArrayBuffer[]): { readonly answer: Promise<unknown>; cancel(): void };
  close(): void;
}

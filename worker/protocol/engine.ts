import type { EventBatch } from './batch.js';
import type { IdentityBlock, IdentityChange, IdentityExplanation, IdentityReport, IdentityUndo } from './identity.js';
import type { SourcePreview } from './mapping.js';
import type { RowListRequest, RowPage } from './list.js';
import type { ProfileAccount, ProfileOptions } from './profiles.js';
import type { QualityOptions, QualityReport } from './quality.js';
import type { ImportReport } from './report.js';
import type { ActorPage, DatasetInfo, JobOutcome } from './result.js';
import type { BatchOptions, LoadOptions, PreviewOptions, Progress, Source } from './source.js';
import type { Job, ListRequest } from './spec.js';

export type Seat = 'worker' | 'page' | 'remote';
export type Transport = 'blob' | 'url' | 'port' | 'http';

/** Why one way of reaching an engine was not taken. */
export interface SeatAttempt {
  readonly transport: Transport;
  readonly outcome: 'answered' | 'threw' | 'error-event' | 'no-answer' | 'not-offered';
  /** A sentence: the thrown message, the deadline, ... */
  readonly reason: string;
}

/** Which loops count funnels, where the WebAssembly kernel was asked for. Answers are equal either way. */
export type KernelState =
  | { readonly kind: 'wasm' }
  /** `reason`: why the kernel is not in use; null while it is on its way. */
  | { readonly kind: 'typescript'; readonly reason: string | null };

/** Options every call takes. After `signal` aborts, the call rejects with `aborted` and within 100 ms nothing of it runs any more. */
export interface CallOptions {
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (progress: Progress) => void;
}

/** What the kit needs of an `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * The engine's public face; the same in every seat, with equal results. All arguments and answers are plain data.
 * Errors are `AnalyticsError`s. A worker that dies or falls silent rejects its calls with `worker-lost`; the next
 * call starts a new one and loads the kept sources again.
 */
export interface Engine {
  readonly seat: Seat;
  readonly transport: Transport;
  /** One entry for each way that was tried, in order; the last one answered. */
  readonly attempts: readonly SeatAttempt[];
  /** Absent unless the kernel was asked for (`createEngine({ wasm: true })`). */
  readonly kernel?: KernelState;
  /** Header, first rows and a proposed mapping; reads the first bytes only and loads nothing. */
  preview(source: Source, options?: PreviewOptions & CallOptions): Promise<SourcePreview>;
  /** Replaces all data by a source's. When it fails or is aborted, the data from before stays. */
  load(source: Source, options?: LoadOptions & CallOptions): Promise<ImportReport>;
  /** Adds a source's rows to the data there is; equal to a fresh load of everything. */
  append(source: Source, options?: LoadOptions & CallOptions): Promise<ImportReport>;
  /**
   * Joins profiles to the rows there are and to those that come later: each column becomes a property of the rows that a
   * profile belongs to. What a row says itself stands.
   */
  joinProfiles(source: Source, options: ProfileOptions & CallOptions): Promise<ProfileAccount>;
  /** Adds ready batches. Buffers are moved, not copied. Rows are rejected only as `duplicate-id`. */
  appendBatches(batches: readonly EventBatch[], options?: BatchOptions & CallOptions): Promise<ImportReport>;
  /** One round trip: every job's outcome, in the order of the jobs. A failed job is its own outcome. */
  run(jobs: readonly Job[], options?: CallOptions): Promise<readonly JobOutcome[]>;
  /** The rows that a mark counts; `total` equals the count on the mark. */
  list(request: RowListRequest, options?: CallOptions): Promise<RowPage>;
  /** The actors behind a mark; `total` equals the count on the mark. */
  list(request: ListRequest, options?: CallOptions): Promise<ActorPage>;
  describe(options?: CallOptions): Promise<DatasetInfo>;
  /** Why an identifier (`type:value`, or a bare value of one actor) belongs to its actor; null when nothing carries it. */
  explain(identifier: string, options?: CallOptions): Promise<IdentityExplanation | null>;
  /** From now on an identifier counts as absent from some records, or from all: rows of before get their actors anew. */
  block(block: IdentityBlock, options?: CallOptions): Promise<IdentityChange>;
  /** Takes a block or an alias back. */
  undo(undo: IdentityUndo, options?: CallOptions): Promise<IdentityChange>;
  /** Identifiers by type, those the guard holds back, actors with several user ids, rules in force. */
  identities(options?: CallOptions): Promise<IdentityReport>;
  /** What is wrong with all that was loaded, and what it does to the figures; the same as a question of kind `quality`. */
  quality(options?: QualityOptions & CallOptions): Promise<QualityReport>;
  /**
   * Another engine, in a seat of its own, that is given the same data with its first call (whose `onProgress` tells how
   * far that is): what happens there changes nothing here. Both must be closed.
   */
  fork(): Promise<Engine>;
  /** Ends the seat; every later call rejects with `aborted`. */
  close(): void;
}

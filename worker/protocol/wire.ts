import type { EventBatch } from './batch.js';
import type { KernelState } from './engine.js';
import type { ErrorData } from './error.js';
import type { IdentityBlock, IdentityUndo } from './identity.js';
import type { RowListRequest } from './list.js';
import type { PartCall } from './part.js';
import type { ProfileOptions } from './profiles.js';
import type { QualityOptions } from './quality.js';
import type { BatchOptions, FormatName, LoadOptions, PreviewOptions, Progress, Source } from './source.js';
import type { Job, ListRequest } from './spec.js';

/** Changes whenever a page and a worker of different builds could misunderstand each other. */
export const protocolVersion = 2;

/** A source as it crosses: a stream stays on the page and is pulled chunk by chunk. */
export type WireSource =
  | Exclude<Source, { kind: 'stream' }>
  | { readonly kind: 'pulled'; readonly stream: number; readonly name?: string };

/** A call as it crosses. */
export type WireCall =
  | { readonly method: 'preview'; readonly source: WireSource; readonly options?: PreviewOptions }
  | { readonly method: 'load' | 'append'; readonly source: WireSource; readonly options: LoadOptions }
  | { readonly method: 'joinProfiles'; readonly source: WireSource; readonly options: ProfileOptions }
  | {
      readonly method: 'appendBatches';
      readonly batches: readonly EventBatch[];
      readonly options: BatchOptions;
    }
  | { readonly method: 'run'; readonly jobs: readonly Job[] }
  | { readonly method: 'list'; readonly request: ListRequest | RowListRequest }
  /** `clear` lets all data go. */
  | { readonly method: 'describe' | 'identities' | 'clear' }
  /** A part that is undefined is absent. */
  | {
      readonly method: 'quality';
      readonly options: { readonly [K in keyof QualityOptions]: QualityOptions[K] | undefined };
    }
  | { readonly method: 'explain'; readonly identifier: string }
  | { readonly method: 'block'; readonly block: IdentityBlock }
  | { readonly method: 'undo'; readonly undo: IdentityUndo }
  | PartCall;

/** Errors cross as plain data, so that code, detail and causes arrive whole. */
export type WireAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorData };

/** What the engine's side offers over the port. */
export interface EngineService {
  /** First message. Answers the protocol version; nothing else works before it. */
  hello(settings: EngineSettings, page: PageService): Promise<number> | number;
  call(id: number, call: WireCall): Promise<WireAnswer>;
  /**
   * Work of this call stops at its next rest. False when it had already ended: what it did is done, and only its answer
   * was still on the way.
   */
  cancel(id: number): Promise<boolean> | boolean;
  /** Answered between two slices of work: proof of life. */
  ping(): number;
}

export interface EngineSettings {
  readonly storage: 'typed' | 'plain';
  readonly maxBytes: number;
  /** Where a worker of two files finds the second, the connectors; null: beside itself. */
  readonly connectorsUrl: string | null;
  /** Where it finds the analyses beyond the funnel family; null: beside itself. */
  readonly analysesUrl: string | null;
  /** Address of the WebAssembly kernel to load; absent: none, and nothing of WebAssembly is touched. */
  readonly kernelUrl?: string;
  /** Workers that count. Absent: as many as measure quicker. */
  readonly workers?: 1 | 2;
}

/** The port of a format's reader, a `MessagePort`. */
export type FormatPort =
  | { readonly ok: true; readonly value: { readonly id: number; readonly port: unknown } }
  | { readonly ok: false; readonly error: ErrorData };

/** What the page's side offers to the engine. */
export interface PageService {
  progress(id: number, progress: Progress): void;
  /** What became of the kernel that was asked for. */
  kernel(state: KernelState): void;
  /** Next chunk of a stream; null at its end. */
  pull(stream: number): Promise<Uint8Array | null>;
  /** The engine wants no more of a stream. */
  cancelStream(stream: number): void;
  /** Starts the reader of a format for one file. */
  openFormat(format: FormatName): Promise<FormatPort>;
  /** Ends it, whatever it does. */
  closeFormat(id: number): void;
}

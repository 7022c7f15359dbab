import type { EventBatch, IdentifierColumn } from './batch.js';
import type { IdentityOptions } from './identity.js';
import type { Mapping, SourcePreview } from './mapping.js';
import type { ProfileOptions } from './profiles.js';
import type { ImportReport } from './report.js';

/** What the kit needs of a `Blob` or `File`. */
export interface BlobLike {
  readonly size: number;
  slice(start?: number, end?: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What the kit needs of a `ReadableStream` of bytes. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/**
 * Where rows come from.
 * `url` is fetched by the engine's thread; `blob` (a `File` too) and `bytes` are read in slices, so that a large file
 * never lies in the page's heap; `stream` can be read once: its bytes are kept up to a budget for a restart.
 * `name` is the source's name: duplicates are judged within one name. Default: the address, the file's name, or `data`.
 */
export type Source =
  | { readonly kind: 'url'; readonly url: string; readonly name?: string }
  | { readonly kind: 'blob'; readonly blob: BlobLike; readonly name?: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name?: string }
  | { readonly kind: 'text'; readonly text: string; readonly name?: string }
  | { readonly kind: 'stream'; readonly stream: ByteStream; readonly name?: string }
  /** Plain objects, one a touchpoint; keys are mapped like headers. */
  | { readonly kind: 'rows'; readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>; readonly name?: string };

/** Formats that have a reader of their own, loaded when the first such file comes. */
export const formatNames = ['xlsx', 'parquet', 'arrow', 'xes', 'access-log', 'rrweb'] as const;
export type FormatName = (typeof formatNames)[number];

export interface LoadOptions {
  /** Absent: actor, time and event are told from the headers; `mapping-incomplete` when they cannot be. */
  readonly mapping?: Mapping;
  /** The host's "now", ms UTC: it is `dataEnd` instead of the greatest time of the rows, until the next load that names another. */
  readonly asOf?: number;
  /** How identifiers become actors; an append adds to what earlier loads said. */
  readonly identity?: IdentityOptions;
}

/** What can be said of a source that is only looked at. */
export interface PreviewOptions {
  /** How the file is written: another sheet, another encoding, no line of names. */
  readonly format?: Mapping['format'];
}

/** What can be said of ready batches: all but how to read them. Profiles and normal forms are a source's affair. */
export interface BatchOptions {
  readonly asOf?: number;
  readonly identity?: Pick<IdentityOptions, 'maxDistinctUserIds' | 'alias' | 'blocked'>;
}

/** How far a long call is. `done` and `total` are bytes while reading, rows while indexing and computing; `total` is null when unknown. */
export interface Progress {
  readonly phase: 'reading' | 'indexing' | 'computing';
  readonly done: number;
  readonly total: number | null;
  /** Rows read so far. */
  readonly rows: number;
}

/** Keeps long work from holding its thread: the engine and the connectors read no clock of their own. */
export interface Pace {
  /** True when the running slice is used up (8 ms on a page, 50 ms in a worker). Cheap; may be asked often. */
  due(): boolean;
  /** Lets the thread do other things (answer a ping, hear an abort), then begins a new slice. Throws `aborted` when cancelled. */
  rest(): Promise<void>;
}

/** A file whose format has a reader of its own: one of `blob`, `bytes` and `chunks` holds what is in it. */
export interface FormatBytes {
  readonly name: string;
  /** It came zipped; `chunks` are unzipped. */
  readonly gzip: boolean;
  /** Bytes in all, null when not known. */
  readonly size: number | null;
  /** The file where it can be read at any place. */
  readonly blob?: BlobLike;
  readonly bytes?: Uint8Array;
  /** Its bytes in order. */
  readonly chunks?: AsyncGenerator<Uint8Array, void, void>;
}

/** Where readers of formats that the engine does not carry do their work. */
export interface FormatHost {
  /** @throws AnalyticsError `source-format` when there is no such reader, or the file is damaged or takes too long */
  read(format: FormatName, file: FormatBytes, context: ReadContext): Promise<Reading>;
  /** As `read`; the file is let go afterwards. */
  preview(format: FormatName, file: FormatBytes, context: ReadContext): Promise<SourcePreview>;
}

/** What a connector gets besides its source. */
export interface ReadContext {
  readonly mapping?: Mapping;
  /**
   * The source holds profiles, not touchpoints: its batches have no times and events worth the name, `id` is the text of a
   * key that is no identifier. Instead of `mapping`.
   */
  readonly profiles?: ProfileOptions;
  /** How identifiers are read; profiles are read with the source. */
  readonly identity?: Pick<IdentityOptions, 'defaultCountry' | 'placeholders' | 'profiles'>;
  readonly signal: { readonly aborted: boolean };
  readonly pace: Pace;
  /** How the numbers of batches are kept, as in the store that takes them; a reader of another thread gives typed arrays. Default `typed`. */
  readonly storage?: 'typed' | 'plain';
  /** Default: readers in the same thread, as far as the build carries them. */
  readonly formats?: FormatHost;
  /** For a preview: how the file is written, as far as somebody said so; a mapping says it by itself. */
  readonly format?: Mapping['format'];
  /** For a preview: those of the given identifiers (`type:value`, normalised) that the data at hand have. */
  readonly known?: (wanted: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
  /** Bytes read of the whole, and rows so far. */
  readonly onProgress?: (done: number, total: number | null, rows: number) => void;
}

/** A load in progress: batches as they come, and the account of all rows once the iteration has ended. */
export interface Reading {
  readonly batches: AsyncIterable<EventBatch>;
  /** The profiles of the context, normalised: so many, in columns. */
  readonly profiles?: { readonly rows: number; readonly identifiers: readonly IdentifierColumn[] } | null;
  /** Complete after the iteration has ended; `complete: false` if it was left early. Rows in = accepted + rejected. */
  report(): ImportReport;
}

/** Turns one kind of source into batches. `accepts` is asked of each registered connector in turn. */
export interface Connector {
  readonly kind: string;
  accepts(source: Source): boolean;
  read(source: Source, context: ReadContext): Promise<Reading>;
  /** Header, first rows and a proposed mapping, from the first bytes only. */
  preview(source: Source, context: ReadContext): Promise<SourcePreview>;
}

import type { EventBatch } from './protocol/batch.js';
import { AnalyticsError } from './protocol/error.js';
import type { BatchOptions, Source } from './protocol/source.js';
import type { WireCall, WireSource } from './protocol/wire.js';

/** A source on its way to the engine, kept so that a new worker can be given the same data. */
export interface KeptSource {
  /** The source as it crosses; a stream is registered to be pulled until `sent`. */
  send(): WireSource;
  /** The sending is over: a stream that was not read to its end is cancelled. */
  sent(): void;
  /**
   * The call that gives the data to a new worker.
   * @throws AnalyticsError `source-gone` when it could be read once and was larger than the budget
   */
  call(method: 'load' | 'append'): WireCall;
  /** Bytes of the page's heap this holds. */
  readonly keptBytes: number;
}

/**
 * @param make the call that gives the source to a worker
 * @param room bytes that may be kept of a source that can be read once
 */
export function keepSource(source: Source, make: MakeCall, room: number): KeptSource {
  if (source.kind === 'stream') return keepStream(source, make, room);
  const wire = repeatable(source);
  return {
    keptBytes: 0,
    send: () => wire,
    sent() {},
    call: (method) => make(wire, method),
  };
}

/** Makes a call of a source on its way; `method` as in `KeptSource.call`. */
export type MakeCall = (wire: WireSource, method: 'load' | 'append') => WireCall;

/** Ready batches: copied before they are moved away, as far as the budget goes. */
export function keepBatches(batches: readonly EventBatch[], options: BatchOptions, room: number): KeptSource {
  const bytes = batches.reduce(
    (sum, batch) => sum + batch.rows * 8 * (3 + batch.columns.length + batch.identifiers.length),
    0,
  );
  const copy = bytes <= room ? structuredClone(batches) : null;
  return {
    keptBytes: copy ? bytes : 0,
    send() {
      throw new TypeError('Batches are sent by their own call.');
    },
    sent() {},
    call() {
      if (!copy) throw gone('batches', room);
      return { method: 'appendBatches', batches: copy, options };
    },
  };
}

/** A change of identity: asked again in its place. */
export function keepChange(call: WireCall): KeptSource {
  return {
    keptBytes: 0,
    send() {
      throw new TypeError('A change is sent by its own call.');
    },
    sent() {},
    call: () => call,
  };
}

/** Next chunk of a registered stream; null at its end. The chunk may be transferred. */
export async function pullChunk(stream: number): Promise<Uint8Array | null> {
  return (await streams.get(stream)?.pull()) ?? null;
}

/** Gives up a registered stream. */
export function cancelStream(stream: number): void {
  streams.get(stream)?.cancel();
}

const streams = new Map<number, { pull(): Promise<Uint8Array | null>; cancel(): void }>();
let nextStream = 1;

/** Sources that can be read again, in the form that costs the page least: bytes and text become a blob. */
function repeatable(source: Exclude<Source, { kind: 'stream' }>): WireSource {
  const name = source.name === undefined ? {} : { name: source.name };
  switch (source.kind) {
    case 'url':
      return { kind: 'url', url: absolute(source.url), name: source.name ?? source.url };
    case 'blob': {
      const fileName = (source.blob as { name?: unknown }).name;
      return typeof fileName === 'string' ? { kind: 'blob', blob: source.blob, name: fileName, ...name } : source;
    }
    case 'bytes':
      return { kind: 'blob', blob: new Blob([source.bytes as Uint8Array<ArrayBuffer>]), ...name };
    case 'text':
      return { kind: 'blob', blob: new Blob([source.text]), ...name };
    case 'rows':
      // Rows of a framework may be proxies, which do not cross.
      return { kind: 'rows', rows: Array.isArray(source.rows) ? source.rows.map(plainRow) : source.rows, ...name };
  }
}

/** A row as plain data; dates become milliseconds. What is no row is left to the connector, which says so. */
function plainRow(row: Readonly<Record<string, unknown>>, item: number): Record<string, unknown> {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plainValue(value, item, key)]));
}

function plainValue(value: unknown, item: number, key: string): unknown {
  // First, since most are: in Salesforce's sandbox `Date` is a foreign object, and to ask whether a text is one takes 10 µs.
  if (value === null || ['string', 'number', 'boolean', 'bigint', 'undefined'].includes(typeof value)) return value;
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map((part) => plainValue(part, item, key));
  if (typeof value === 'object' && isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainValue(part, item, key)]));
  }
  throw new AnalyticsError(
    'source-format',
    `Item ${item} of the rows has a ${typeof value === 'object' ? value.constructor?.name || 'object' : typeof value} under "${key}". Give text, numbers, booleans, dates, lists or plain objects.`,
    { item, key },
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function keepStream(source: Extract<Source, { kind: 'stream' }>, make: MakeCall, room: number): KeptSource {
  const name = source.name === undefined ? {} : { name: source.name };
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let complete = false;
  let tooLarge = false;
  let registered = 0;
  return {
    get keptBytes() {
      return bytes;
    },
    send() {
      const reader = source.stream.getReader();
      registered = nextStream++;
      streams.set(registered, {
        async pull() {
          const { done, value } = await reader.read();
          if (done || !value) {
            complete = true;
            return null;
          }
          bytes += value.byteLength;
          if (bytes > room) {
            tooLarge = true;
            chunks.length = 0;
            bytes = 0;
          }
          // Copied twice on purpose: one copy is moved to the worker, the caller's own buffer stays as it is.
          if (!tooLarge) chunks.push(value.slice());
          return value.slice();
        },
        cancel: () => void reader.cancel().catch(() => {}),
      });
      return { kind: 'pulled', stream: registered, ...name };
    },
    sent() {
      if (!complete) cancelStream(registered);
      streams.delete(registered);
    },
    call(method) {
      if (tooLarge || !complete) throw gone(source.name ?? 'stream', room);
      return make({ kind: 'blob', blob: new Blob(chunks), ...name }, method);
    },
  };
}

function gone(source: string, room: number): AnalyticsError {
  return new AnalyticsError(
    'source-gone',
    `The source "${source}" can be read only once and was larger than the ${Math.round(room / 2 ** 20)} MB that are kept. Load it again.`,
    { source, keepBytes: room },
  );
}

function absolute(url: string): string {
  const base = (globalThis as { document?: { baseURI: string } }).document?.baseURI ?? globalThis.location?.href;
  try {
    return new URL(url, base).href;
  } catch {
    return url; // the connector says what is wrong with it
  }
}

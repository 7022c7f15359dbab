import { AnalyticsError } from '../worker/protocol/error.js';
import type { BlobLike, ByteStream, Source } from '../worker/protocol/source.js';
import { platform, encodeUtf8, type FetchAnswer } from './platform.js';

const SLICE = 1024 * 1024;
const ABORT_POLL_MS = 50;

type StreamReader = ReturnType<ByteStream['getReader']>;

/** A source's bytes in order, in pieces of at most 1 MiB where the source can be cut. */
export interface ByteSource {
  readonly chunks: AsyncGenerator<Uint8Array, void, void>;
  /** Bytes in all, null when unknown. */
  readonly total: number | null;
  /** The source's own name, else its address or `data`. */
  readonly name: string;
}

interface Signal {
  readonly aborted: boolean;
}

/** Address without what may be secret: user, password, query, fragment. */
export function shownUrl(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

/**
 * Opens a source for reading from its first byte.
 * @throws AnalyticsError `source-auth`, `source-missing`, `source-limit`, `source-file-url`
 */
export async function openBytes(source: Source, signal: Signal): Promise<ByteSource> {
  const name = sourceName(source);
  switch (source.kind) {
    case 'url':
      return openUrl(source.url, name, signal);
    case 'blob':
      return { chunks: blobChunks(source.blob), total: source.blob.size, name };
    case 'bytes':
      return { chunks: slices(source.bytes), total: source.bytes.length, name };
    case 'text': {
      const bytes = encodeUtf8(source.text);
      return { chunks: slices(bytes), total: bytes.length, name };
    }
    case 'stream':
      return { chunks: streamChunks(source.stream.getReader(), signal), total: null, name };
    case 'rows':
      throw new AnalyticsError('internal', 'A source of rows has no bytes.', {});
  }
}

/** Name under which a source's duplicates are judged. */
export function sourceName(source: Source): string {
  if (source.name !== undefined) return source.name;
  if (source.kind === 'url') return source.url;
  if (source.kind === 'blob' && 'name' in source.blob && typeof source.blob.name === 'string') return source.blob.name;
  return 'data';
}

async function openUrl(url: string, name: string, signal: Signal): Promise<ByteSource> {
  const shown = shownUrl(url);
  if (/^file:/i.test(url)) {
    throw new AnalyticsError(
      'source-file-url',
      `"${shown}" is a file address, which a page may not read. Serve the folder (npx touchpoint-kit serve .) and open the page from there.`,
      { url: shown },
    );
  }
  const abort = new platform.AbortController();
  const unwatch = watchAbort(signal, () => abort.abort());
  let answer: FetchAnswer;
  try {
    answer = await platform.fetch(url, { signal: abort.signal });
  } catch (error) {
    unwatch();
    if (signal.aborted) throw new AnalyticsError('aborted', 'The request was cancelled.', {}, error);
    throw new AnalyticsError(
      'source-missing',
      `"${shown}" cannot be reached. Check the address, the network, and that the server allows this page to read it (CORS).`,
      { url: shown },
      error,
    );
  }
  if (!answer.ok || answer.body === null) {
    unwatch();
    abort.abort();
    throw statusError(shown, answer);
  }
  const length = Number(answer.headers.get('content-length') ?? NaN);
  // A content encoding makes the header count other bytes than arrive here.
  const total = Number.isSafeInteger(length) && answer.headers.get('content-encoding') === null ? length : null;
  const promised = answer.type === 'cors' ? null : total;
  return { chunks: urlChunks(answer.body.getReader(), promised, shown, unwatch), total, name };
}

function statusError(url: string, answer: FetchAnswer): AnalyticsError {
  const { status } = answer;
  const detail = { url, status };
  if (status === 401 || status === 403) {
    return new AnalyticsError(
      'source-auth',
      `"${url}" refused access (${status}). Sign in, or give the caller the right to read it.`,
      detail,
    );
  }
  if (status === 429) {
    const retryAfter = answer.headers.get('retry-after');
    const when = retryAfter === null ? 'later' : `after ${retryAfter}${/^\d+$/.test(retryAfter) ? ' s' : ''}`;
    return new AnalyticsError('source-limit', `"${url}" limits how often it may be read (429). Try again ${when}.`, {
      ...detail,
      retryAfter,
    });
  }
  const reason = status >= 500 ? 'The server failed; try again later.' : 'Check the address.';
  return new AnalyticsError('source-missing', `"${url}" gave no data (status ${status}). ${reason}`, detail);
}

/** A connection that breaks off is told from a file that ends: `ReadBroken` says that bytes are missing. */
export class ReadBroken extends Error {}

async function* urlChunks(
  reader: StreamReader,
  promised: number | null,
  url: string,
  unwatch: () => void,
): AsyncGenerator<Uint8Array, void, void> {
  let read = 0;
  try {
    for await (const chunk of readAll(reader)) {
      read += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw new ReadBroken(`"${url}" broke off after ${read} bytes`, { cause: error });
  } finally {
    unwatch();
  }
  if (promised !== null && read < promised) throw new ReadBroken(`"${url}" ended after ${read} of ${promised} bytes`);
}

/** Hears an abort while the thread waits for bytes: signals that crossed a thread boundary offer no listening. */
function watchAbort(signal: Signal, act: () => void): () => void {
  const timer = platform.setInterval(() => {
    if (!signal.aborted) return;
    platform.clearInterval(timer);
    act();
  }, ABORT_POLL_MS);
  return () => platform.clearInterval(timer);
}

async function* streamChunks(reader: StreamReader, signal: Signal): AsyncGenerator<Uint8Array, void, void> {
  const unwatch = watchAbort(signal, () => void reader.cancel().catch(() => undefined));
  try {
    yield* readAll(reader);
  } finally {
    unwatch();
  }
}

async function* blobChunks(blob: BlobLike): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < blob.size; at += SLICE) {
    let buffer: ArrayBuffer;
    try {
      buffer = await blob.slice(at, Math.min(at + SLICE, blob.size)).arrayBuffer();
    } catch (error) {
      throw new ReadBroken(`the file could not be read on after ${at} of ${blob.size} bytes`, { cause: error });
    }
    yield new Uint8Array(buffer);
  }
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

async function* readAll(reader: StreamReader): AsyncGenerator<Uint8Array, void, void> {
  let ended = false;
  try {
    for (;;) {
      let next: Awaited<ReturnType<typeof reader.read>>;
      try {
        next = await reader.read();
      } catch (error) {
        ended = true;
        throw new ReadBroken('the stream broke off', { cause: error });
      }
      if (next.done) break;
      if (next.value) yield* slices(next.value);
    }
    ended = true;
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

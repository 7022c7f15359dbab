import { expose, transfer } from 'comlink';
import type { Endpoint, Remote } from 'comlink';
import { ReadBroken } from '../../../connectors/bytes.js';
import { formatFile } from '../../../connectors/formats/file.js';
import type { FormatReader } from '../../../connectors/formats/format.js';
import { previewFormat, readFormat } from '../../../connectors/formats/reading.js';
import { createPace } from '../pace.js';
import type { EventBatch } from '../../protocol/batch.js';
import { AnalyticsError, toAnalyticsError } from '../../protocol/error.js';
import type { FormatBytes, ReadContext, Reading } from '../../protocol/source.js';
import { buffersOf } from '../batch-buffers.js';
import { BatchSender } from './wire.js';
import type { FormatAnswer, FormatProgress, FormatService, WireContext, WireFile, WirePull } from './wire.js';

/** Work in a worker of its own until it looks for messages. */
const SLICE_MS = 50;

/** Serves a format's reader over a port; `sliceMs` is its longest piece of work. */
export type ServeFormat = (endpoint: Endpoint, sliceMs: number) => void;

/**
 * Makes a file of its own of a format's reader. As a worker's script it says `ready` and serves the port that it is
 * sent; a page that may start no worker imports it and calls what is returned.
 */
export function formatFileMain(reader: FormatReader): ServeFormat {
  const serve: ServeFormat = (endpoint, sliceMs) => expose(createFormatService(reader, sliceMs), endpoint);
  const scope = globalThis as { WorkerGlobalScope?: new () => object };
  if (scope.WorkerGlobalScope && globalThis instanceof scope.WorkerGlobalScope) {
    const worker = globalThis as unknown as {
      addEventListener(type: 'message', listener: (event: { data: { port: MessagePort } }) => void, once: object): void;
      postMessage(message: unknown): void;
    };
    worker.addEventListener('message', ({ data }) => serve(data.port, SLICE_MS), { once: true });
    worker.postMessage('ready');
  }
  return serve;
}

function createFormatService(reader: FormatReader, sliceMs: number): FormatService {
  const sender = new BatchSender();
  let progress: FormatProgress = { done: 0, total: null, rows: 0 };
  let reading: Reading | null = null;
  let batches: AsyncIterator<EventBatch> | null = null;

  const contextOf = (context: WireContext): ReadContext => {
    const signal = { aborted: false };
    return {
      ...context,
      signal,
      pace: createPace(sliceMs, signal),
      onProgress: (done, total, rows) => (progress = { done, total, rows }),
    };
  };
  return {
    read: (file, context, pull) =>
      answer(async () => {
        reading = await readFormat(reader, formatFile(arrived(file, pull as Remote<WirePull>)), contextOf(context));
        batches = reading.batches[Symbol.asyncIterator]();
        return reading.profiles ?? null;
      }),
    preview: (file, context, pull) =>
      answer(() => {
        const page = pull as Remote<WirePull>;
        const known = async (wanted: ReadonlySet<string>): Promise<ReadonlySet<string>> =>
          new Set(await page.known([...wanted]));
        return previewFormat(reader, formatFile(arrived(file, page)), { ...contextOf(context), known });
      }),
    async next() {
      const found = await answer(async () => {
        if (!reading || !batches) throw new AnalyticsError('internal', 'No file is being read.', {});
        const { done, value } = await batches.next();
        return done ? { report: reading.report() } : { batch: sender.cut(value) };
      });
      if (!found.ok || !('batch' in found.value)) return found;
      return transfer(found, buffersOf([found.value.batch.batch]));
    },
    ping: () => progress,
  };
}

async function answer<T>(work: () => Promise<T>): Promise<FormatAnswer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toAnalyticsError(thrown).toData() };
  }
}

/** The file as it crossed, its bytes pulled where they come in order. */
function arrived(file: WireFile, source: Remote<WirePull>): FormatBytes {
  if (file.blob || file.bytes) return file;
  const chunks = (async function* (): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const next = await source.pull();
      if ('broken' in next) throw new ReadBroken(next.broken);
      if ('error' in next) throw AnalyticsError.fromData(next.error);
      if (next.chunk === null) return;
      yield next.chunk;
    }
  })();
  return { ...file, chunks };
}

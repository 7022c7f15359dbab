import { expose } from 'comlink';
import type { Endpoint, Remote } from 'comlink';
import { loadConnectors } from './seats/connectors.js';
import { EngineCore } from './engine.js';
import type { CoreCall } from './engine.js';
import { AnalyticsError, toAnalyticsError } from './protocol/error.js';
import type { ByteStream, Pace, Progress, Source } from './protocol/source.js';
import { protocolVersion } from './protocol/wire.js';
import type { EngineService, PageService, WireAnswer, WireCall, WireSource } from './protocol/wire.js';

const PROGRESS_EVERY_MS = 100;

/**
 * Serves an engine over a port: the one place that joins engine, connectors and clock. The same on a worker and on a
 * page; only the slice differs.
 * @param sliceMs longest piece of work before the thread is given back
 */
export function serve(endpoint: Endpoint, sliceMs: number): void {
  expose(createService(sliceMs), endpoint);
}

function createService(sliceMs: number): EngineService {
  let core: EngineCore | null = null;
  let page: Remote<PageService> | null = null;
  const cancelled = new Set<number>();
  /** Calls run one after the other; each waits for the one before. */
  let last: Promise<unknown> = Promise.resolve();

  async function answer(id: number, call: WireCall): Promise<WireAnswer> {
    const signal = {
      get aborted(): boolean {
        return cancelled.has(id);
      },
    };
    try {
      if (!core || !page) throw new AnalyticsError('internal', 'The engine was asked before the handshake.', {});
      if (signal.aborted) throw aborted();
      const pace = createPace(sliceMs, signal);
      const context: CoreCall = {
        signal,
        pace,
        onProgress: throttled((progress) => void page?.progress(id, progress)),
      };
      return { ok: true, value: await carryOut(core, page, call, context) };
    } catch (thrown) {
      return { ok: false, error: (signal.aborted ? aborted() : toAnalyticsError(thrown)).toData() };
    } finally {
      cancelled.delete(id);
    }
  }

  return {
    hello(settings, pageSide) {
      core = new EngineCore({
        connectors: () => loadConnectors(settings.connectorsUrl),
        storage: settings.storage,
        maxBytes: settings.maxBytes,
      });
      page = pageSide as Remote<PageService>;
      return protocolVersion;
    },
    call(id, call) {
      const answered = last.then(() => answer(id, call));
      last = answered;
      return answered;
    },
    cancel(id) {
      cancelled.add(id);
    },
    ping: () => protocolVersion,
  };
}

function carryOut(core: EngineCore, page: Remote<PageService>, call: WireCall, context: CoreCall): Promise<unknown> {
  switch (call.method) {
    case 'preview':
      return core.preview(arrived(call.source, page), context);
    case 'load':
      return core.load(arrived(call.source, page), call.options, context);
    case 'append':
      return core.append(arrived(call.source, page), call.options, context);
    case 'appendBatches':
      return core.appendBatches(call.batches, context, call.options);
    case 'run':
      return core.run(call.jobs, context);
    case 'list':
      return core.list(call.request, context);
    case 'describe':
      return core.describe(context);
  }
}

/** A pulled stream as a stream again: one chunk is on its way at a time. */
function arrived(source: WireSource, page: Remote<PageService>): Source {
  if (source.kind !== 'pulled') return source;
  const stream: ByteStream = {
    getReader: () => ({
      async read() {
        const value = await page.pull(source.stream);
        return value === null ? { done: true } : { done: false, value };
      },
      async cancel() {
        await page.cancelStream(source.stream);
      },
    }),
  };
  return { kind: 'stream', stream, ...(source.name === undefined ? {} : { name: source.name }) };
}

function createPace(sliceMs: number, signal: { readonly aborted: boolean }): Pace {
  let began = performance.now();
  return {
    due: () => signal.aborted || performance.now() - began >= sliceMs,
    async rest() {
      await nextTask();
      if (signal.aborted) throw aborted();
      began = performance.now();
    },
  };
}

/** Progress at most every 100 ms; the page needs no more to draw. */
function throttled(send: (progress: Progress) => void): (progress: Progress) => void {
  let next = performance.now() + PROGRESS_EVERY_MS;
  return (progress) => {
    const now = performance.now();
    if (now < next) return;
    next = now + PROGRESS_EVERY_MS;
    send(progress);
  };
}

let turn: MessageChannel | null = null;
const waiting: Array<() => void> = [];

/** Resolves in a later task, after messages and input that wait; no timer, since timers are held back to 4 ms and more. */
function nextTask(): Promise<void> {
  if (!turn) {
    turn = new MessageChannel();
    turn.port1.addEventListener('message', () => waiting.shift()?.());
    turn.port1.start();
    // In Node an open port would keep the process alive.
    (turn.port1 as { unref?: () => void }).unref?.();
  }
  const { port2 } = turn;
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}

function aborted(): AnalyticsError {
  return new AnalyticsError('aborted', 'The request was cancelled.');
}

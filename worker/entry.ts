import { expose, transfer } from 'comlink';
import type { Endpoint, Remote } from 'comlink';
import { loadConnectors } from './seats/connectors.js';
import { loadKernel } from './seats/kernel.js';
import { EngineCore } from './engine.js';
import type { CoreCall, CoreOptions } from './engine.js';
import { AnalyticsError, toAnalyticsError } from './protocol/error.js';
import type { ListRequest } from './protocol/list.js';
import type { Partner } from './protocol/part.js';
import { aborted, createPace } from './seats/pace.js';
import type { QualityOptions } from './protocol/quality.js';
import type { ByteStream, FormatHost, Progress, Source } from './protocol/source.js';
import { remoteFormats } from './seats/formats/remote.js';
import { protocolVersion } from './protocol/wire.js';
import type { EngineService, EngineSettings, PageService, WireAnswer, WireCall, WireSource } from './protocol/wire.js';

const PROGRESS_EVERY_MS = 100;
/** Rows from which on a second worker may be worth it. */
const WORTH_TWO = 2_000_000;

/**
 * Serves an engine over a port: the one place that joins engine, connectors and clock. The same on a worker and on a
 * page; only the slice differs.
 * @param sliceMs longest piece of work before the thread is given back
 * @param startPartner starts a second worker, for an engine that is in one
 */
export function serve(endpoint: Endpoint, sliceMs: number, startPartner?: StartPartner): void {
  expose(createService(sliceMs, startPartner), endpoint);
}

type StartPartner = (settings: EngineSettings) => Promise<Partner>;

function createService(sliceMs: number, startPartner?: StartPartner): EngineService {
  let core: EngineCore | null = null;
  let page: Remote<PageService> | null = null;
  /** Calls that wait or are under way. */
  const calls = new Map<number, CallState>();
  /** Calls run one after the other; each waits for the one before to be answered or cancelled. */
  let last: Promise<unknown> = Promise.resolve();

  async function answer(id: number, call: WireCall, state: CallState): Promise<WireAnswer> {
    try {
      if (!core || !page) throw new AnalyticsError('internal', 'The engine was asked before the handshake.', {});
      if (state.aborted) throw aborted();
      const context: CoreCall = {
        signal: state,
        pace: createPace(sliceMs, state),
        onProgress: throttled((progress) => {
          if (!state.aborted) void page?.progress(id, progress);
        }),
      };
      return { ok: true, value: await carryOut(core, page, call, context) };
    } catch (thrown) {
      return { ok: false, error: (state.aborted ? aborted() : toAnalyticsError(thrown)).toData() };
    } finally {
      calls.delete(id);
    }
  }

  return {
    hello(settings, pageSide) {
      const { storage, maxBytes, connectorsUrl, analysesUrl, kernelUrl } = settings;
      page = pageSide as Remote<PageService>;
      core = new EngineCore({
        connectors: () => loadConnectors(connectorsUrl),
        formats: formatsOf(page),
        storage,
        maxBytes,
        analysesUrl,
        ...(startPartner && teamOf(settings, startPartner)),
      });
      // Until it is there, and if it never comes, the loops count.
      if (kernelUrl !== undefined) void loadKernel(kernelUrl).then((state) => page?.kernel(state));
      return protocolVersion;
    },
    call(id, call) {
      let giveWay = (): void => {};
      const gaveWay = new Promise<void>((resolve) => {
        giveWay = resolve;
      });
      const state: CallState = { aborted: false, giveWay };
      calls.set(id, state);
      const before = last;
      const answered = before.then(() => answer(id, call, state));
      // A cancelled call gives way to those behind it, not to itself before those ahead of it.
      last = before.then(() => Promise.race([answered, gaveWay]));
      return answered;
    },
    cancel(id) {
      const state = calls.get(id);
      if (!state) return false;
      state.aborted = true;
      // A source that stalls must not hold up the calls behind it.
      state.giveWay();
      return true;
    },
    ping: () => protocolVersion,
  };
}

/** With whom an engine in a worker counts: nobody where one is asked for, or the machine has one core. */
function teamOf({ workers, ...settings }: EngineSettings, start: StartPartner): Pick<CoreOptions, 'team'> | null {
  if (workers === 1 || (workers === undefined && globalThis.navigator.hardwareConcurrency < 2)) return null;
  return {
    team: {
      start: () => start({ ...settings, workers: 1 }),
      now: () => performance.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      leastRows: workers === 2 ? 0 : WORTH_TWO,
      always: workers === 2,
    },
  };
}

/** A call on this side; once aborted it stays so, and what it still does changes nothing. */
interface CallState {
  aborted: boolean;
  readonly giveWay: () => void;
}

function carryOut(core: EngineCore, page: Remote<PageService>, call: WireCall, context: CoreCall): Promise<unknown> {
  switch (call.method) {
    case 'preview':
      return core.preview(arrived(call.source, page), context, call.options);
    case 'load':
      return core.load(arrived(call.source, page), call.options, context);
    case 'append':
      return core.append(arrived(call.source, page), call.options, context);
    case 'joinProfiles':
      return core.joinProfiles(arrived(call.source, page), call.options, context);
    case 'appendBatches':
      return core.appendBatches(call.batches, context, call.options);
    case 'run':
      return core.run(call.jobs, context);
    case 'list':
      return core.list(call.request as ListRequest, context);
    case 'describe':
      return core.describe(context);
    case 'quality':
      return core.quality(call.options as QualityOptions, context);
    case 'clear':
      return Promise.resolve(core.clear());
    case 'explain':
      return core.explain(call.identifier, context);
    case 'block':
      return core.block(call.block, context);
    case 'undo':
      return core.undo(call.undo, context);
    case 'identities':
      return core.identities(context);
    default:
      return core.part(call, context).then(({ value, buffers }) => (value ? transfer(value, [...buffers]) : value));
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

/** Readers that the page starts, each for one file. */
function formatsOf(page: Remote<PageService>): FormatHost {
  return remoteFormats(async (format) => {
    const opened = await page.openFormat(format);
    if (!opened.ok) throw AnalyticsError.fromData(opened.error);
    const { id } = opened.value;
    const port = opened.value.port as MessagePort;
    return {
      endpoint: port,
      close() {
        port.close();
        void page.closeFormat(id);
      },
    };
  });
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

import { proxy, releaseProxy, transfer, wrap } from 'comlink';
import type { Remote } from 'comlink';
import type { EventBatch } from './protocol/batch.js';
import type { CallOptions, Engine, KernelState, Seat, SeatAttempt, Transport } from './protocol/engine.js';
import { AnalyticsError, toAnalyticsError } from './protocol/error.js';
import type {
  IdentityBlock,
  IdentityChange,
  IdentityExplanation,
  IdentityReport,
  IdentityUndo,
} from './protocol/identity.js';
import type { SourcePreview } from './protocol/mapping.js';
import type { RowListRequest, RowPage } from './protocol/list.js';
import type { ProfileAccount, ProfileOptions } from './protocol/profiles.js';
import type { QualityOptions, QualityReport } from './protocol/quality.js';
import type { ImportReport } from './protocol/report.js';
import type { ActorPage, DatasetInfo, JobOutcome } from './protocol/result.js';
import type { BatchOptions, FormatName, LoadOptions, PreviewOptions, Progress, Source } from './protocol/source.js';
import type { Job, ListRequest } from './protocol/spec.js';
import { protocolVersion } from './protocol/wire.js';
import type {
  EngineService,
  EngineSettings,
  FormatPort,
  PageService,
  WireAnswer,
  WireCall,
  WireSource,
} from './protocol/wire.js';
import { cancelStream, keepBatches, keepChange, keepSource, pullChunk } from './kept-source.js';
import type { KeptSource } from './kept-source.js';
import { buffersOf } from './seats/batch-buffers.js';
import { CallQueue } from './seats/call-queue.js';
import type { SeatLink } from './seats/seat.js';
import { defaultAnalysesUrl, defaultConnectorsUrl, defaultWorkerUrl } from './seats/worker-url.js';
import { workerSource } from './seats/worker-source.js';
import { blobWorker, urlWorker } from './seats/worker.js';

export { AnalyticsError } from './protocol/error.js';

/** How an engine is reached and how much it may hold. */
export interface EngineOptions {
  /** `auto` (default): a worker, else the page. `worker`: no page seat. `page`: no worker is tried. */
  readonly seat?: 'auto' | 'worker' | 'page';
  /** Ways to start a worker, in order. Default `['blob', 'url']`, and the other way round where `workerUrl` is given. */
  readonly transports?: ReadonlyArray<'blob' | 'url'>;
  /**
   * Address of `touchpoint-kit.worker.js` on the page's own origin, with `touchpoint-kit.connectors.js` beside it.
   * Default: beside the kit's own file.
   */
  readonly workerUrl?: string;
  /**
   * Lets a kernel of 1 kB in WebAssembly count funnels: `true` loads `touchpoint-kit.kernel.wasm` from beside the worker's
   * file, a text is its address. `engine.kernel` tells what became of it; where a page's policy or the network refuses
   * it, the TypeScript loops go on, with equal answers. Default: none, and no request for it.
   */
  readonly wasm?: boolean | string;
  /**
   * Workers that count: 2 has half of the customers counted by a second one wherever the question allows it, 1 never.
   * Default: whatever measures quicker, from two million rows on. Answers are equal.
   */
  readonly workers?: 1 | 2;
  /** Longest wait for a worker's first answer, ms. Default 1500. */
  readonly handshakeMs?: number;
  /** How columns are kept. Default `typed`; `plain` where typed arrays are slow (Salesforce). */
  readonly storage?: 'typed' | 'plain';
  /** Most bytes the store may take. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Most bytes of once-readable sources kept for a restart. Default 64 MiB. */
  readonly keepBytes?: number;
  /** A worker with calls under way that says nothing for so long is taken for dead, ms. Default 5000. */
  readonly silenceMs?: number;
  /**
   * Workers that may be lost within a minute: after as many no new one is started until data is loaded again, since
   * the same data would most likely end the next one too. Default 3.
   */
  readonly lossesPerMinute?: number;
  readonly signal?: AbortSignal;
}

/** Calls on the engine's side at a time: enough that it never waits for the next. */
const CALLS_AHEAD = 4;
const MINUTE = 60_000;

/** Ways that did not answer on this page before, by transport and address: tried last, so that a page waits for each once. */
const silentWays = new Set<string>();

/**
 * Starts an engine in the first seat that answers a ping: a worker from a blob, a worker from an address, the page
 * itself. A blocked worker throws, fires `error` later, or says nothing at all, so only the answer counts.
 *
 * @throws AnalyticsError `seat-unavailable` when no seat answered, with each attempt's reason; `aborted`
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const client = new EngineClient(options);
  await client.start();
  return client;
}

interface Connection {
  readonly link: SeatLink;
  readonly service: Remote<EngineService>;
  readonly queue: CallQueue;
  /** Resolves when the connection is given up; `giveUp` does so. */
  readonly lost: Promise<void>;
  readonly giveUp: () => void;
}

interface PendingCall {
  readonly reject: (error: AnalyticsError) => void;
  readonly onProgress?: (progress: Progress) => void;
}

class EngineClient implements Engine {
  seat: Seat = 'page';
  transport: Transport = 'port';
  attempts: readonly SeatAttempt[] = [];
  kernel?: KernelState;

  readonly #options: EngineOptions;
  /** Of the kernel; null when it is not asked for, or cannot be. */
  #kernelUrl: string | null = null;
  readonly #pending = new Map<number, PendingCall>();
  /** What the store was made of, to make it again in a new worker. */
  readonly #kept: KeptSource[] = [];
  #connection: Connection | null = null;
  #connecting: Promise<Connection> | null = null;
  /** False while the worker lacks the data in `#kept`. */
  #filled = true;
  #filling: Promise<void> | null = null;
  /** Settled once it is known whether the call cancelled last had changed the data. */
  #unsure: Promise<void> = Promise.resolve();
  #closed = false;
  #nextId = 1;
  #heardAt = 0;
  /** Connections that were given up, and why. */
  readonly #dropped: WeakMap<Connection, AnalyticsError> = new WeakMap();
  /** Page times at which workers were lost, newest last. */
  #losses: number[] = [];
  #watch: ReturnType<typeof setInterval> | null = null;
  /** Readers of files at work for the engine, by number; each is ended by what it maps to. */
  readonly #formats = new Map<number, () => void>();

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { wasm, storage, workerUrl } = this.#options;
    if (wasm) {
      const { kernelAddress } = await import('./seats/kernel-address.js');
      const { url, state } = kernelAddress(wasm, storage, workerUrl ?? defaultWorkerUrl);
      this.#kernelUrl = url;
      this.kernel = state;
    }
    this.#connection = await this.#connect();
  }

  async fork(): Promise<Engine> {
    const twin = new EngineClient(this.#options);
    twin.#kept.push(...this.#kept);
    await twin.start();
    twin.#filled = this.#kept.length === 0;
    return twin;
  }

  preview(source: Source, { format, ...options }: PreviewOptions & CallOptions = {}): Promise<SourcePreview> {
    return this.#withSource(
      source,
      options,
      (wire) => ({ method: 'preview', source: wire, ...(format && { options: { format: plain(format) } }) }),
      'none',
    ) as Promise<SourcePreview>;
  }

  load(source: Source, options: LoadOptions & CallOptions = {}): Promise<ImportReport> {
    const load = plainOptions(options);
    this.#losses = [];
    return this.#withSource(
      source,
      options,
      (wire, method = 'load') => ({ method, source: wire, options: load }),
      'replace',
    ) as Promise<ImportReport>;
  }

  append(source: Source, options: LoadOptions & CallOptions = {}): Promise<ImportReport> {
    const load = plainOptions(options);
    return this.#withSource(
      source,
      options,
      (wire, method = 'append') => ({ method, source: wire, options: load }),
      'add',
    ) as Promise<ImportReport>;
  }

  joinProfiles(source: Source, options: ProfileOptions & CallOptions): Promise<ProfileAccount> {
    const { signal: _signal, onProgress: _onProgress, ...asked } = options;
    const join = plain(asked);
    return this.#withSource(
      source,
      options,
      (wire) => ({ method: 'joinProfiles', source: wire, options: join }),
      'add',
    ) as Promise<ProfileAccount>;
  }

  async appendBatches(batches: readonly EventBatch[], options: BatchOptions & CallOptions = {}): Promise<ImportReport> {
    const load = plainOptions(options);
    const kept = keepBatches(batches, load, this.#keepRoom());
    const call: WireCall = { method: 'appendBatches', batches, options: load };
    const report = (await this.#call(call, options, buffersOf(batches))) as ImportReport;
    this.#kept.push(kept);
    return report;
  }

  run(jobs: readonly Job[], options: CallOptions = {}): Promise<readonly JobOutcome[]> {
    return this.#call({ method: 'run', jobs: plain(jobs) }, options) as Promise<readonly JobOutcome[]>;
  }

  list(request: RowListRequest, options?: CallOptions): Promise<RowPage>;
  list(request: ListRequest, options?: CallOptions): Promise<ActorPage>;
  list(request: ListRequest | RowListRequest, options: CallOptions = {}): Promise<ActorPage & RowPage> {
    return this.#call({ method: 'list', request: plain(request) }, options) as Promise<ActorPage & RowPage>;
  }

  describe(options: CallOptions = {}): Promise<DatasetInfo> {
    return this.#call({ method: 'describe' }, options) as Promise<DatasetInfo>;
  }

  explain(identifier: string, options: CallOptions = {}): Promise<IdentityExplanation | null> {
    return this.#call({ method: 'explain', identifier }, options) as Promise<IdentityExplanation | null>;
  }

  block(block: IdentityBlock, options: CallOptions = {}): Promise<IdentityChange> {
    return this.#change({ method: 'block', block: plain(block) }, options);
  }

  undo(undo: IdentityUndo, options: CallOptions = {}): Promise<IdentityChange> {
    return this.#change({ method: 'undo', undo: plain(undo) }, options);
  }

  identities(options: CallOptions = {}): Promise<IdentityReport> {
    return this.#call({ method: 'identities' }, options) as Promise<IdentityReport>;
  }

  quality({ tz, now, ...options }: QualityOptions & CallOptions = {}): Promise<QualityReport> {
    return this.#call({ method: 'quality', options: { tz, now } }, options) as Promise<QualityReport>;
  }

  /** A change is part of what the store was made of. */
  async #change(call: WireCall, options: CallOptions): Promise<IdentityChange> {
    const change = (await this.#call(call, options)) as IdentityChange;
    this.#kept.push(keepChange(call));
    return change;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#drop(new AnalyticsError('aborted', 'The engine was closed.'));
  }

  /** Sends a source along; what becomes part of the store is kept for a restart once it has been read. */
  async #withSource(
    source: Source,
    options: CallOptions,
    call: (wire: WireSource, method?: 'load' | 'append') => WireCall,
    keep: 'none' | 'replace' | 'add',
  ): Promise<unknown> {
    const kept = keepSource(source, call, this.#keepRoom(keep === 'replace'));
    const sent = kept.send();
    try {
      const value = await this.#call(call(sent), options);
      if (keep === 'replace') {
        this.#kept.length = 0;
        this.#filled = true;
      }
      if (keep !== 'none') this.#kept.push(kept);
      return value;
    } finally {
      kept.sent();
    }
  }

  async #call(call: WireCall, options: CallOptions, buffers: Transferable[] = []): Promise<unknown> {
    const { signal } = options;
    if (this.#closed) throw new AnalyticsError('aborted', 'The engine was closed.');
    if (signal?.aborted) throw cancelled();
    await this.#unsure;
    const connection = await this.#alive();
    const replaces = call.method === 'load' || call.method === 'preview';
    if (!this.#filled && !replaces) await this.#fill(connection, options);
    return this.#send(connection, call, options, buffers);
  }

  #send(connection: Connection, call: WireCall, options: CallOptions, buffers: Transferable[] = []): Promise<unknown> {
    const { signal, onProgress } = options;
    const { service, queue } = connection;
    const dropped = this.#dropped.get(connection);
    if (dropped) return Promise.reject(dropped);
    const id = this.#nextId++;
    let sent = false;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', abort);
        this.#watchOver();
        if (sent) queue.leave();
      };
      const abort = (): void => {
        if (sent) this.#cancel(connection, id, changesData(call));
        settle();
        reject(cancelled());
      };
      this.#pending.set(id, { reject: (error) => (settle(), reject(error)), ...(onProgress ? { onProgress } : {}) });
      if (signal?.aborted) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      this.#watchOver();
      const answered = (answer: WireAnswer): void => {
        if (!this.#pending.has(id)) return;
        this.#heard();
        settle();
        if (answer.ok) resolve(answer.value);
        else reject(AnalyticsError.fromData(answer.error));
      };
      const failed = (thrown: unknown): void => {
        if (!this.#pending.has(id)) return;
        settle();
        reject(toAnalyticsError(thrown));
      };
      queue.enter(() => {
        // Given up while it waited: its turn is the next one's.
        if (!this.#pending.has(id)) return queue.leave();
        sent = true;
        service.call(id, buffers.length > 0 ? transfer(call, buffers) : call).then(answered, failed);
      });
    });
  }

  /**
   * Takes a call back. One that changes data may have ended just before: then its change is known to nobody, and the
   * engine is given the data from before again.
   */
  #cancel({ service, lost }: Connection, id: number, changes: boolean): void {
    const stopped = service.cancel(id);
    if (!changes) return;
    const found = stopped.then(
      (inTime) => {
        if (!inTime) this.#filled = false;
      },
      () => {}, // lost: the next engine is filled anyway
    );
    this.#unsure = Promise.race([found, lost]);
  }

  /** The connection, made anew when the last one was lost. */
  #alive(): Promise<Connection> {
    if (this.#connection) return Promise.resolve(this.#connection);
    const { lossesPerMinute = 3 } = this.#options;
    const recent = this.#losses.filter((time) => Date.now() - time < MINUTE).length;
    if (recent >= lossesPerMinute) return Promise.reject(lostTooOften(recent));
    this.#connecting ??= this.#connect()
      .then((connection) => {
        this.#filled = this.#kept.length === 0;
        return (this.#connection = connection);
      })
      .finally(() => {
        this.#connecting = null;
      });
    return this.#connecting;
  }

  /** Gives a new worker the data the lost one had. One filling serves all calls that wait for it. */
  #fill(connection: Connection, options: CallOptions): Promise<void> {
    this.#filling ??= this.#refill(connection, options).finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #refill(connection: Connection, options: CallOptions): Promise<void> {
    const progress = options.onProgress ? { onProgress: options.onProgress } : {};
    const calls = this.#kept.map((kept, i) => kept.call(i === 0 ? 'load' : 'append'));
    if (calls[0]?.method !== 'load') await this.#send(connection, { method: 'clear' }, progress);
    for (const call of calls) await this.#send(connection, call, progress);
    this.#filled = true;
  }

  async #connect(): Promise<Connection> {
    const attempts: SeatAttempt[] = [];
    for (const way of this.#ways()) {
      if (this.#options.signal?.aborted || this.#closed) throw cancelled();
      const connection = await this.#tryWay(way, attempts);
      if (!connection) {
        silentWays.add(this.#wayKey(way));
        continue;
      }
      this.attempts = attempts;
      this.seat = connection.link.seat;
      this.transport = connection.link.transport;
      connection.link.onFailure((reason) => {
        // The last words of a worker that was given up may come when a new one is at work.
        if (!this.#dropped.has(connection)) this.#lose(reason);
      });
      return connection;
    }
    this.attempts = attempts;
    const reasons = attempts.map(({ transport, reason }) => `${transport}: ${reason}`).join(' ');
    throw new AnalyticsError(
      'seat-unavailable',
      `No seat for the engine answered. ${reasons} Allow a worker (\`worker-src\`), give \`workerUrl\`, or use seat "auto".`,
      { attempts },
    );
  }

  /** Transports in the order they are tried; those that did not answer before come last. */
  #ways(): Transport[] {
    // A page that names an address has a policy in mind, and would report every blob it refuses.
    const { seat = 'auto', workerUrl } = this.#options;
    const { transports = workerUrl === undefined ? ['blob', 'url'] : ['url', 'blob'] } = this.#options;
    const ways: Transport[] = seat === 'page' ? [] : [...transports];
    if (seat !== 'worker') ways.push('port');
    return ways.sort((a, b) => Number(silentWays.has(this.#wayKey(a))) - Number(silentWays.has(this.#wayKey(b))));
  }

  #wayKey(way: Transport): string {
    return way === 'url' ? `url ${this.#options.workerUrl ?? defaultWorkerUrl}` : way;
  }

  async #tryWay(way: Transport, attempts: SeatAttempt[]): Promise<Connection | null> {
    const url = this.#options.workerUrl ?? defaultWorkerUrl;
    if (way === 'blob' && workerSource === null) {
      attempts.push({ transport: way, outcome: 'not-offered', reason: 'This build has no worker text inside.' });
      return null;
    }
    if (way === 'url' && url === null) {
      attempts.push({ transport: way, outcome: 'not-offered', reason: 'No address of a worker file is known.' });
      return null;
    }
    let link: SeatLink;
    try {
      link = way === 'blob' ? blobWorker(workerSource!) : way === 'url' ? urlWorker(url!) : await loadPageSeat();
    } catch (thrown) {
      attempts.push({
        transport: way,
        outcome: 'threw',
        reason: thrown instanceof Error ? thrown.message : String(thrown),
      });
      return null;
    }
    return this.#shakeHands(link, attempts);
  }

  async #shakeHands(link: SeatLink, attempts: SeatAttempt[]): Promise<Connection | null> {
    const { handshakeMs = 1500 } = this.#options;
    const service = wrap<EngineService>(link.endpoint);
    const outcome = await new Promise<Omit<SeatAttempt, 'transport'>>((resolve) => {
      const late = setTimeout(
        () => resolve({ outcome: 'no-answer', reason: `It did not answer within ${handshakeMs} ms.` }),
        handshakeMs,
      );
      const done = (found: Omit<SeatAttempt, 'transport'>): void => {
        clearTimeout(late);
        resolve(found);
      };
      link.onFailure((reason) => done({ outcome: 'error-event', reason }));
      service.hello(this.#settings(), proxy(this.#pageService())).then(
        (version) =>
          done(
            version === protocolVersion
              ? { outcome: 'answered', reason: '' }
              : {
                  outcome: 'threw',
                  reason: `It speaks version ${version}, not ${protocolVersion}: page and worker file are of different builds.`,
                },
          ),
        (thrown: unknown) =>
          done({ outcome: 'threw', reason: thrown instanceof Error ? thrown.message : String(thrown) }),
      );
    });
    attempts.push({ transport: link.transport, ...outcome });
    if (outcome.outcome === 'answered') {
      this.#heard();
      let giveUp = (): void => {};
      const lost = new Promise<void>((resolve) => {
        giveUp = resolve;
      });
      return { link, service, queue: new CallQueue(CALLS_AHEAD), lost, giveUp };
    }
    link.close();
    return null;
  }

  #settings(): EngineSettings {
    const { storage = 'typed', maxBytes = 2 ** 30, workerUrl, workers } = this.#options;
    const kernelUrl = this.#kernelUrl;
    return {
      storage,
      maxBytes,
      connectorsUrl: workerUrl === undefined ? defaultConnectorsUrl : null,
      analysesUrl: workerUrl === undefined ? defaultAnalysesUrl : null,
      ...(workers && { workers }),
      ...(kernelUrl === null ? {} : { kernelUrl }),
    };
  }

  #pageService(): PageService {
    return {
      progress: (id, progress) => {
        this.#heard();
        this.#pending.get(id)?.onProgress?.(progress);
      },
      kernel: (state) => {
        this.kernel = state;
      },
      pull: async (stream) => {
        this.#heard();
        const chunk = await pullChunk(stream);
        return chunk === null ? null : transfer(chunk, [chunk.buffer as ArrayBuffer]);
      },
      cancelStream,
      openFormat: (format) => this.#openFormat(format),
      closeFormat: (id) => this.#closeFormat(id),
    };
  }

  /** Starts a reader; what does so is fetched with the first such file. */
  async #openFormat(format: FormatName): Promise<FormatPort> {
    try {
      const { openFormat } = await import('./seats/formats/seat.js');
      const { port, close } = await openFormat(format, this.#options.workerUrl, this.seat === 'worker');
      const id = this.#nextId++;
      this.#formats.set(id, close);
      return transfer({ ok: true, value: { id, port } }, [port]);
    } catch (thrown) {
      return { ok: false, error: toAnalyticsError(thrown).toData() };
    }
  }

  #closeFormat(id: number): void {
    this.#formats.get(id)?.();
    this.#formats.delete(id);
  }

  #heard(): void {
    this.#heardAt = Date.now();
  }

  /** While a worker has calls under way it is pinged each second; work there rests often enough to answer. */
  #watchOver(): void {
    const needed = this.#pending.size > 0 && this.seat === 'worker';
    if (!needed) {
      if (this.#watch !== null) clearInterval(this.#watch);
      this.#watch = null;
      return;
    }
    if (this.#watch !== null) return;
    const { silenceMs = 5000 } = this.#options;
    this.#heard();
    this.#watch = setInterval(
      () => {
        const connection = this.#connection;
        if (!connection) return;
        if (Date.now() - this.#heardAt >= silenceMs) this.#lose(`It said nothing for ${silenceMs} ms.`);
        else {
          connection.service.ping().then(
            () => this.#heard(),
            () => {}, // silence is what counts
          );
        }
      },
      Math.min(1000, silenceMs / 4),
    );
  }

  #lose(reason: string): void {
    this.#losses = [...this.#losses, Date.now()].slice(-100);
    this.#drop(
      new AnalyticsError(
        'worker-lost',
        `The analysis worker was lost: ${reason} Ask again: a new one is started and the data is loaded again.`,
        {
          reason,
        },
      ),
    );
  }

  #drop(error: AnalyticsError): void {
    const connection = this.#connection;
    this.#connection = null;
    if (connection) {
      connection.giveUp();
      this.#dropped.set(connection, error);
      connection.queue.close();
      connection.service[releaseProxy]();
      connection.link.close();
    }
    for (const id of [...this.#formats.keys()]) this.#closeFormat(id);
    for (const call of [...this.#pending.values()]) call.reject(error);
    this.#watchOver();
  }

  /** Bytes still free for sources that can be read once. */
  #keepRoom(fresh = false): number {
    const { keepBytes = 64 * 2 ** 20 } = this.#options;
    return fresh ? keepBytes : keepBytes - this.#kept.reduce((sum, kept) => sum + kept.keptBytes, 0);
  }
}

/** Loaded only when no worker answers: a page with a worker never pays for the engine on its own thread. */
async function loadPageSeat(): Promise<SeatLink> {
  const { pageSeat } = await import('./seats/page.js');
  return pageSeat();
}

/** A deep plain copy: proxies of frameworks and class instances do not cross a thread boundary. */
function plain<T>(value: T): T {
  if (Array.isArray(value)) return value.map(plain) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) as T;
}

function changesData({ method }: WireCall): boolean {
  return ['load', 'append', 'joinProfiles', 'appendBatches', 'block', 'undo'].includes(method);
}

function plainOptions({ mapping, asOf, identity }: LoadOptions): LoadOptions {
  return {
    ...(mapping ? { mapping: plain(mapping) } : {}),
    ...(asOf === undefined ? {} : { asOf }),
    ...(identity ? { identity: plain(identity) } : {}),
  };
}

function cancelled(): AnalyticsError {
  return new AnalyticsError('aborted', 'The request was cancelled.');
}

function lostTooOften(losses: number): AnalyticsError {
  return new AnalyticsError(
    'worker-lost',
    `The analysis worker was lost ${losses} times within a minute and is not started again. Load the data again, if need be less of it.`,
    { losses },
  );
}

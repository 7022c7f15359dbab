import { proxy, releaseProxy, transfer, wrap } from 'comlink';
import type { Endpoint, Remote } from 'comlink';
import { aborted } from '../pace.js';
import type { EventBatch } from '../../protocol/batch.js';
import { AnalyticsError, toAnalyticsError } from '../../protocol/error.js';
import type { ImportReport } from '../../protocol/report.js';
import type { FormatBytes, FormatHost, FormatName, ReadContext } from '../../protocol/source.js';
import { BatchReceiver } from './wire.js';
import type { FormatAnswer, FormatProgress, FormatService, WireContext, WireFile, WirePull } from './wire.js';

/** A format's reader in a place of its own: `close` ends it at once, whatever it does. */
export interface FormatSeat {
  readonly endpoint: Endpoint;
  close(): void;
}

const LOOK_MS = 50;
const PING_MS = 500;

/** How long a reader may be silent, and how long it may answer without getting on. */
export interface FormatPatience {
  /** Default 10 s. */
  readonly silentMs: number;
  /** Default 60 s. */
  readonly stuckMs: number;
}

/**
 * Readers behind ports. A reader that says nothing, or gets nowhere, is ended; so is one whose call is cancelled. One
 * batch is on its way while another is taken in.
 * @param open starts the reader of a format
 */
export function remoteFormats(
  open: (format: FormatName) => Promise<FormatSeat>,
  patience: FormatPatience = { silentMs: 10_000, stuckMs: 60_000 },
): FormatHost {
  return {
    async read(format, file, context) {
      const link = new FormatLink(format, await open(format), file, context, patience);
      const profiles = (await link.ask((service, ...call) => service.read(...call))) ?? null;
      let report: ImportReport | null = null;
      return {
        profiles,
        batches: link.batches((all) => (report = all)),
        report() {
          if (report) return report;
          throw new AnalyticsError('internal', 'The account of a file is known when all of it has been read.', {});
        },
      };
    },
    async preview(format, file, context) {
      const link = new FormatLink(format, await open(format), file, context, patience);
      try {
        return await link.ask((service, ...call) => service.preview(...call));
      } finally {
        link.end();
      }
    },
  };
}

class FormatLink {
  readonly #service: Remote<FormatService>;
  readonly #watch: ReturnType<typeof setInterval>;
  /** Rejected when the reader is given up. */
  readonly #lost: Promise<never>;
  #heardAt = performance.now();
  #gotOnAt = performance.now();
  #askedAt = 0;
  #progress: FormatProgress = { done: 0, total: null, rows: 0 };
  #pulling = false;
  #ended = false;

  constructor(
    readonly format: FormatName,
    readonly seat: FormatSeat,
    readonly file: FormatBytes,
    readonly context: ReadContext,
    readonly patience: FormatPatience,
  ) {
    this.#service = wrap<FormatService>(seat.endpoint);
    let lose = (_error: AnalyticsError): void => {};
    this.#lost = new Promise<never>((_, reject) => (lose = reject));
    this.#lost.catch(() => {}); // heard by those who wait
    this.#watch = setInterval(() => {
      const error = this.#look();
      if (!error) return;
      lose(error);
      this.end();
    }, LOOK_MS);
  }

  /** Asks for the file to be read; the reader is ended when that fails. */
  async ask<T>(
    call: (
      service: Remote<FormatService>,
      file: WireFile,
      context: WireContext,
      pull: WirePull,
    ) => Promise<FormatAnswer<T>>,
  ): Promise<T> {
    const { name, gzip, size, blob, bytes } = this.file;
    const { mapping, profiles, identity, format } = this.context;
    const file = { name, gzip, size, ...(blob ? { blob } : {}), ...(bytes ? { bytes } : {}) };
    const context = {
      ...(mapping ? { mapping } : {}),
      ...(profiles ? { profiles } : {}),
      ...(identity ? { identity } : {}),
      ...(format ? { format } : {}),
    };
    try {
      return await this.#answered(call(this.#service, file, context, proxy(this.#wanted())));
    } catch (error) {
      this.end();
      throw error;
    }
  }

  #wanted(): WirePull {
    const { known } = this.context;
    return {
      pull: () => this.#pull(),
      known: async (wanted) => (known ? [...(await known(new Set(wanted)))] : []),
    };
  }

  async *batches(done: (report: ImportReport) => void): AsyncGenerator<EventBatch, void, void> {
    const receiver = new BatchReceiver();
    try {
      for (let coming = this.#next(); ;) {
        const piece = await coming;
        if ('report' in piece) {
          done(piece.report);
          return;
        }
        coming = this.#next();
        coming.catch(() => {}); // told when it is waited for
        yield receiver.whole(piece.batch);
      }
    } finally {
      this.end();
    }
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#watch);
    this.#service[releaseProxy]();
    this.seat.close();
    void this.file.chunks?.return().catch(() => undefined);
  }

  #next(): Promise<Awaited<ReturnType<FormatService['next']>> extends FormatAnswer<infer T> ? T : never> {
    return this.#answered(this.#service.next());
  }

  async #answered<T>(asked: Promise<FormatAnswer<T>>): Promise<T> {
    const answer = await Promise.race([asked, this.#lost]);
    this.#heardAt = this.#gotOnAt = performance.now();
    if (!answer.ok) throw AnalyticsError.fromData(answer.error);
    return answer.value;
  }

  async #pull(): Promise<Awaited<ReturnType<WirePull['pull']>>> {
    this.#heardAt = performance.now();
    this.#pulling = true;
    try {
      const next = await this.file.chunks!.next();
      // A copy: the chunk may be a view of bytes that others still need.
      const chunk = next.done ? null : next.value.slice();
      return chunk === null ? { chunk } : transfer({ chunk }, [chunk.buffer as ArrayBuffer]);
    } catch (thrown) {
      if (thrown instanceof AnalyticsError) return { error: thrown.toData() };
      return thrown instanceof Error ? { broken: thrown.message } : { error: toAnalyticsError(thrown).toData() };
    } finally {
      this.#pulling = false;
      this.#heardAt = this.#gotOnAt = performance.now();
    }
  }

  /** Looks after the reader; what is wrong with it, if anything. */
  #look(): AnalyticsError | null {
    if (this.context.signal.aborted) return aborted();
    const now = performance.now();
    if (this.#pulling) return null;
    const { silentMs, stuckMs } = this.patience;
    if (now - this.#heardAt > silentMs) return this.#tooLong(silentMs);
    if (now - this.#gotOnAt > stuckMs) return this.#tooLong(stuckMs);
    if (now - this.#askedAt < PING_MS) return null;
    this.#askedAt = now;
    this.#service.ping().then(
      (progress) => this.#heard(progress),
      () => {}, // silence is what counts
    );
    return null;
  }

  #heard(progress: FormatProgress): void {
    this.#heardAt = performance.now();
    if (progress.done === this.#progress.done && progress.rows === this.#progress.rows) return;
    this.#progress = progress;
    this.#gotOnAt = this.#heardAt;
    this.context.onProgress?.(progress.done, progress.total, progress.rows);
  }

  #tooLong(ms: number): AnalyticsError {
    const { name } = this.file;
    return new AnalyticsError(
      'source-format',
      `Reading "${name}" was given up: nothing came of it for ${Math.round(ms / 1000)} s. The file is most likely damaged; save it again, or as CSV, and load that.`,
      { format: this.format, waitedMs: ms },
    );
  }
}

import { AnalyticsError } from '../../worker/protocol/error.js';
import type { ReadContext } from '../../worker/protocol/source.js';
import { openBytes, ReadBroken, type ByteSource } from '../bytes.js';
import type { Source } from '../../worker/protocol/source.js';
import type { FormatName } from '../../worker/protocol/source.js';
import { formatOf } from '../formats/sniff.js';
import { refuseOtherFormats } from './other-format.js';
import { findEncoding, toUtf8, type Encoding, type FoundEncoding } from '../encoding.js';
import { inflate, isGzip } from '../gzip.js';

const PIECE = 64 * 1024;

/**
 * A source's text as UTF-8 in one window that moves on: `bytes[from .. to]` is what has been read and not yet used.
 * Unzips and transcodes as it goes. A source that breaks off ends here with `broken` set.
 */
export class ByteFeed {
  bytes: Uint8Array = new Uint8Array(PIECE * 4);
  from = 0;
  to = 0;
  /** Nothing follows after `to`. */
  final = false;
  /** Why the source ended early, if it did. */
  broken: string | null = null;
  gzip = false;
  encoding: Encoding = 'utf-8';
  /** What the first bytes tell, where that is no text of the usual kinds: the window then holds them as they came. */
  format: FormatName | null = null;
  /** Bytes of the source read so far, as they came. */
  read = 0;
  #chunks: AsyncGenerator<Uint8Array, void, void> | null = null;
  readonly #source: ByteSource;

  private constructor(source: ByteSource) {
    this.#source = source;
  }

  /** @throws AnalyticsError what `openBytes` throws; `source-format` when not one byte of a gzip file can be read */
  static async open(source: Source, signal: ReadContext['signal'], declared?: Encoding): Promise<ByteFeed> {
    const feed = new ByteFeed(await openBytes(source, signal));
    try {
      await feed.#begin(declared);
      return feed;
    } catch (error) {
      await feed.close();
      throw error;
    }
  }

  get name(): string {
    return this.#source.name;
  }

  /** Bytes of the source in all; null when unknown, or when more came than were announced. */
  get total(): number | null {
    const { total } = this.#source;
    return total !== null && this.read <= total ? total : null;
  }

  /** Reads at least `least` more bytes unless the source ends. Keeps what is unused. */
  async fill(least: number): Promise<void> {
    let more = 0;
    while (!this.final && more < least) {
      const chunk = await this.#next();
      if (chunk) {
        this.#append(chunk);
        more += chunk.length;
      } else this.final = true;
    }
  }

  /** All that was not used yet, in order, for whoever reads on; breaks off with `ReadBroken` where the source does. */
  rest(): AsyncGenerator<Uint8Array, void, void> {
    const { broken } = this;
    const chunks = this.#restart();
    if (broken === null) return chunks;
    return (async function* (): AsyncGenerator<Uint8Array, void, void> {
      yield* chunks;
      throw new ReadBroken(broken);
    })();
  }

  async close(): Promise<void> {
    await this.#chunks?.return().catch(() => undefined);
  }

  async #begin(declared: Encoding | undefined): Promise<void> {
    this.#chunks = this.#counted();
    await this.fill(3);
    if (this.broken !== null && this.to === 0) {
      throw new AnalyticsError(
        'source-missing',
        `"${this.name}" could not be read: it failed before anything came (${this.broken}). Check where it comes from, and try again.`,
        { name: this.name },
      );
    }
    if (isGzip(this.bytes.subarray(this.from, this.to))) {
      this.gzip = true;
      this.#chunks = inflate(this.#restart());
      await this.fill(1);
      if (this.broken !== null && this.to === 0) {
        throw new AnalyticsError(
          'source-format',
          `"${this.name}" begins like a gzip file but cannot be unzipped: ${this.broken}.`,
          {},
        );
      }
    }
    await this.fill(PIECE - (this.to - this.from));
    const head = this.bytes.subarray(this.from, this.to);
    this.format = formatOf(head);
    if (this.format !== null) return;
    refuseOtherFormats(head, this.name);
    const found: FoundEncoding = findEncoding(head, declared);
    this.encoding = found.encoding;
    this.from += found.mark;
    if (found.encoding !== 'utf-8') this.#chunks = toUtf8(this.#restart(), found.encoding);
  }

  /** What lies in the window, then what follows: for another step to be put in between. */
  #restart(): AsyncGenerator<Uint8Array, void, void> {
    const head = this.bytes.slice(this.from, this.to);
    const rest = this.#chunks!;
    const { final } = this;
    this.from = this.to = 0;
    this.final = false;
    return (async function* (): AsyncGenerator<Uint8Array, void, void> {
      if (head.length > 0) yield head;
      if (!final) yield* rest;
      else await rest.return();
    })();
  }

  async *#counted(): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of this.#source.chunks) {
      this.read += chunk.length;
      yield chunk;
    }
  }

  async #next(): Promise<Uint8Array | null> {
    try {
      const next = await this.#chunks!.next();
      return next.done ? null : next.value;
    } catch (error) {
      if (!(error instanceof ReadBroken)) throw error;
      this.broken = error.message;
      return null;
    }
  }

  #append(chunk: Uint8Array): void {
    const unused = this.to - this.from;
    if (this.to + chunk.length > this.bytes.length) {
      if (unused + chunk.length > this.bytes.length) {
        const grown = new Uint8Array(Math.max(this.bytes.length * 2, unused + chunk.length));
        grown.set(this.bytes.subarray(this.from, this.to));
        this.bytes = grown;
      } else this.bytes.copyWithin(0, this.from, this.to);
      this.from = 0;
      this.to = unused;
    }
    this.bytes.set(chunk, this.to);
    this.to += chunk.length;
  }
}

import type { FormatFile } from '../formats/format.js';
import { CutShort, Fault } from './fault.js';

const MB = 2 ** 20;

/** Bytes that are kept at once, against a bound that the file's own size warrants. */
export class Held {
  #bytes = 0;
  readonly #most: number;

  constructor(fileSize: number) {
    this.#most = Math.min(512 * MB, Math.max(96 * MB, 20 * fileSize));
  }

  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.#most) return;
    throw new Fault(
      `its pages need more than ${Math.floor(this.#most / MB)} MB at once`,
      'Write it with smaller row groups: ROW_GROUP_SIZE 50000 in DuckDB, row_group_size=50_000 in pandas and pyarrow.',
    );
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/** A column's bytes within a row group, read on as its pages are asked for. */
export class Span {
  #window: Uint8Array;
  #windowAt: number;

  /**
   * @param window bytes that are read at once, at least
   * @param ready bytes of the file that were read before, from `readyAt` on
   */
  constructor(
    readonly file: FormatFile,
    public at: number,
    readonly end: number,
    readonly held: Held,
    readonly window: number,
    ready: Uint8Array = new Uint8Array(0),
    readyAt = 0,
  ) {
    this.#window = ready;
    this.#windowAt = readyAt;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** The next bytes, which stay the next ones until `pass`; fewer only where the span ends. */
  async peek(count: number): Promise<Uint8Array> {
    const to = Math.min(this.end, this.at + count);
    const windowEnd = this.#windowAt + this.#window.length;
    if (this.at < this.#windowAt || to > windowEnd) {
      this.held.give(this.#owned);
      const from = this.at;
      this.#owned = Math.min(this.end, from + Math.max(count, this.window)) - from;
      this.held.take(this.#owned);
      this.#window = await this.file.read(from, from + this.#owned);
      this.#windowAt = from;
    }
    const from = this.at - this.#windowAt;
    const bytes = this.#window.subarray(from, from + to - this.at);
    if (bytes.length < to - this.at) throw new Fault('the file ended while it was read');
    return bytes;
  }

  /** Exactly so many bytes, which are then passed. */
  async take(count: number): Promise<Uint8Array> {
    if (count > this.left) throw new CutShort('a page of it is longer than the bytes stated for the column');
    const bytes = await this.peek(count);
    this.at += count;
    return bytes;
  }

  close(): void {
    this.held.give(this.#owned);
    this.#owned = 0;
    this.#window = new Uint8Array(0);
    this.#windowAt = this.at;
  }

  #owned = 0;
}

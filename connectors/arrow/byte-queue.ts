import type { FormatFile } from '../formats/format.js';
import { ReadBroken } from '../bytes.js';

/** A file's bytes in order, taken in runs of any length. */
export class ByteQueue {
  /** Bytes taken so far. */
  position = 0;
  /** Why the bytes ended early, if they did. */
  broken: string | null = null;
  readonly #chunks: AsyncGenerator<Uint8Array, void, void>;
  readonly #size: number | null;
  #parts: Uint8Array[] = [];
  #held = 0;

  constructor(file: FormatFile) {
    this.#chunks = file.chunks();
    this.#size = file.size;
  }

  /** The next bytes, so many; null when there are not that many left, and then none is taken. */
  async take(count: number): Promise<Uint8Array | null> {
    // Not even tried: a length that is wrong would have the whole file read into memory.
    if (this.#size !== null && this.position + count > this.#size && this.#held < count) return null;
    if (!(await this.#hold(count))) return null;
    const bytes = this.#run(count);
    this.#held -= count;
    this.position += count;
    return bytes;
  }

  /** All that is left; null when it is more than `most`. */
  async rest(most: number): Promise<Uint8Array | null> {
    if (await this.#hold(most + 1)) return null;
    return this.take(this.#held);
  }

  /** All that is left, to be taken later; null when it is more than `most`. */
  async peek(most: number): Promise<Uint8Array | null> {
    if (await this.#hold(most + 1)) return null;
    const all = this.#run(this.#held);
    this.#parts = [all];
    return all;
  }

  async close(): Promise<void> {
    await this.#chunks.return().catch(() => undefined);
  }

  /** The next bytes in one piece, without a copy where they lie so; they leave the parts. */
  #run(count: number): Uint8Array {
    const first = this.#parts[0];
    if (first !== undefined && first.length > count) {
      this.#parts[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    if (first?.length === count) {
      this.#parts.shift();
      return first;
    }
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const part = this.#parts[0]!;
      const used = part.subarray(0, count - at);
      bytes.set(used, at);
      at += used.length;
      if (used.length === part.length) this.#parts.shift();
      else this.#parts[0] = part.subarray(used.length);
    }
    return bytes;
  }

  async #hold(count: number): Promise<boolean> {
    while (this.#held < count) {
      const chunk = await this.#next();
      if (chunk === null) return false;
      if (chunk.length === 0) continue;
      this.#parts.push(chunk);
      this.#held += chunk.length;
    }
    return true;
  }

  async #next(): Promise<Uint8Array | null> {
    try {
      const next = await this.#chunks.next();
      return next.done ? null : next.value;
    } catch (error) {
      if (!(error instanceof ReadBroken)) throw error;
      this.broken = error.message;
      return null;
    }
  }
}

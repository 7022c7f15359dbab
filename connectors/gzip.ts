import { ReadBroken } from './bytes.js';
import { platform } from './platform.js';

// Small pieces keep what one of them may swell to (about 1000 to 1) within bounds.
const PIECE = 16 * 1024;

/** Whether bytes begin like a gzip file (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head.length > 2 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/**
 * Inflates gzip bytes as they come, all members of a file that has several (`cat a.gz b.gz`); zeros after the last are
 * padding. Data that is cut or damaged gives everything up to there, then throws `ReadBroken`.
 */
export async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const pieces = new Pieces(chunks);
  try {
    do yield* inflateMember(pieces);
    while (await pieces.more());
  } finally {
    await pieces.close();
  }
}

/**
 * One member. The platform's stream refuses bytes after the end of a member, and some then lose its last output. So a
 * piece never reaches over the start of what may be another member, and zeros at its end are held back: the member has
 * ended where the length of what came out is written.
 */
async function* inflateMember(pieces: Pieces): AsyncGenerator<Uint8Array, void, void> {
  const stream = new platform.DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // Read without pause: a failing stream drops whatever was not yet read from it.
  const ready: Uint8Array[] = [];
  let inflated = 0;
  const reading = (async (): Promise<unknown> => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return null;
        if (!value) continue;
        ready.push(value);
        inflated += value.length;
      }
    } catch (error) {
      return error ?? new Error('unreadable');
    }
  })();
  let ended = false;
  const tail = new Tail();
  try {
    let failure: unknown = null;
    try {
      for (let piece = await pieces.next(); piece; piece = await pieces.next()) {
        tail.add(piece);
        await writer.write(piece);
        while (ready.length > 0) yield ready.shift()!;
        if (!pieces.atMember) continue;
        await settle();
        if (tail.says(inflated)) break;
      }
      await settle();
      const zeros = pieces.takeZeros(zerosOfTrailer(inflated));
      if (zeros.length > 0) await writer.write(zeros);
    } catch (error) {
      failure = error;
      await settle();
    }
    if (failure === null) await writer.close().catch((error: unknown) => (failure = error));
    else await writer.abort().catch(() => undefined);
    failure ??= await reading;
    ended = true;
    while (ready.length > 0) yield ready.shift()!;
    if (failure instanceof ReadBroken) throw failure;
    if (failure !== null) throw new ReadBroken('the gzip data is cut or damaged', { cause: failure });
  } finally {
    if (!ended) {
      await writer.abort().catch(() => undefined);
      await reader.cancel().catch(() => undefined);
    }
  }
}

/** Zeros that the end of a member of so many bytes has: of its length, and of an empty member's checksum and data too. */
function zerosOfTrailer(inflated: number): number {
  const length = inflated >>> 0;
  if (length === 0) return 9;
  return length < 1 << 8 ? 3 : length < 1 << 16 ? 2 : length < 1 << 24 ? 1 : 0;
}

/** The last four bytes written: a member ends with the length of what came out, lowest byte first. */
class Tail {
  #value = 0;

  add(piece: Uint8Array): void {
    for (const byte of piece.subarray(-4)) this.#value = ((this.#value >>> 8) | (byte << 24)) >>> 0;
  }

  says(inflated: number): boolean {
    return this.#value === inflated >>> 0;
  }
}

/** Input cut into pieces that end where another member may begin; zeros at the end of the input are kept apart. */
class Pieces {
  /** Whether the next piece begins like a member. */
  atMember = false;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #zeros = 0;
  #ended = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Null at the end of the input; zeros before it are left for `takeZeros`. */
  async next(): Promise<Uint8Array | null> {
    this.atMember = false;
    // Enough to see a member's first three bytes behind the piece.
    await this.#fill(PIECE + 3);
    if (this.#chunk.length === 0) return null;
    const most = Math.min(this.#chunk.length, PIECE);
    let end = this.#chunk.indexOf(0x1f, 1);
    while (end > 0 && end < most && !isGzip(this.#chunk.subarray(end, end + 3)))
      end = this.#chunk.indexOf(0x1f, end + 1);
    if (end < 0 || end > most) end = most;
    this.atMember = isGzip(this.#chunk.subarray(end, end + 3));
    const piece = this.#chunk.subarray(0, end);
    this.#chunk = this.#chunk.subarray(end);
    return piece;
  }

  /** Whether another member follows. */
  async more(): Promise<boolean> {
    await this.#fill(3);
    return this.#chunk.length > 0;
  }

  /** At most so many of the zeros that end the input; the others are padding. */
  takeZeros(most: number): Uint8Array {
    if (this.#chunk.length > 0) return new Uint8Array(0);
    const taken = Math.min(most, this.#zeros);
    this.#zeros -= taken;
    return new Uint8Array(taken);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** Reads on until so many bytes lie ready. Zeros come out of the count once something else follows them. */
  async #fill(least: number): Promise<void> {
    while (!this.#ended && this.#chunk.length < least) {
      const { done, value } = await this.#chunks.next();
      if (done) {
        this.#ended = true;
        return;
      }
      let end = value.length;
      while (end > 0 && value[end - 1] === 0) end--;
      if (end === 0) {
        this.#zeros += value.length;
        continue;
      }
      const joined = new Uint8Array(this.#chunk.length + this.#zeros + end);
      joined.set(this.#chunk);
      joined.set(value.subarray(0, end), this.#chunk.length + this.#zeros);
      this.#chunk = joined;
      this.#zeros = value.length - end;
    }
  }
}

/** Lets the stream hand over what it has before it is told to fail or asked how much it gave. */
function settle(): Promise<void> {
  return new Promise((resolve) => platform.setTimeout(() => resolve(), 0));
}

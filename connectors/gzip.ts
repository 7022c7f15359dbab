import { ReadBroken } from './bytes.js';
import { platform } from './platform.js';

// Small pieces keep what one of them may swell to (about 1000 to 1) within bounds.
const PIECE = 16 * 1024;

/** Whether bytes begin like a gzip file (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head.length > 2 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/**
 * Inflates gzip bytes as they come. Data that is cut or damaged gives everything up to there, then throws `ReadBroken`.
 */
export async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const stream = new platform.DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // Read without pause: a failing stream drops whatever was not yet read from it.
  const ready: Uint8Array[] = [];
  const reading = (async (): Promise<unknown> => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return null;
        if (value) ready.push(value);
      }
    } catch (error) {
      return error ?? new Error('unreadable');
    }
  })();
  let ended = false;
  try {
    let failure: unknown = null;
    try {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length; at += PIECE) {
          await writer.write(chunk.subarray(at, at + PIECE));
          while (ready.length > 0) yield ready.shift()!;
        }
      }
      await settle();
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

/** Lets the stream hand over what it has before it is told to fail. */
function settle(): Promise<void> {
  return new Promise((resolve) => platform.setTimeout(() => resolve(), 0));
}

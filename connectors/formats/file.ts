import { AnalyticsError } from '../../worker/protocol/error.js';
import type { BlobLike, FormatBytes } from '../../worker/protocol/source.js';
import { ReadBroken } from '../bytes.js';
import type { FormatFile } from './format.js';

const SLICE = 1024 * 1024;

/** Most bytes of a file that comes in order, but must be read at any place. */
const KEPT_BYTES = 256 * 1024 * 1024;

/** A file's bytes as its reader wants them, whichever way they come. */
export function formatFile(bytes: FormatBytes): FormatFile {
  if (bytes.blob) return blobFile(bytes.name, bytes.blob);
  if (bytes.bytes) return bytesFile(bytes.name, bytes.bytes);
  return comingFile(bytes);
}

function blobFile(name: string, blob: BlobLike): FormatFile {
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    try {
      return new Uint8Array(await blob.slice(start, Math.min(end, blob.size)).arrayBuffer());
    } catch (error) {
      throw new ReadBroken(`the file could not be read on after ${start} of ${blob.size} bytes`, { cause: error });
    }
  };
  return {
    name,
    gzip: false,
    size: blob.size,
    read,
    async *chunks() {
      for (let at = 0; at < blob.size; at += SLICE) yield await read(at, at + SLICE);
    },
  };
}

function bytesFile(name: string, bytes: Uint8Array): FormatFile {
  return {
    name,
    gzip: false,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    async *chunks() {
      for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
    },
  };
}

/** Bytes that come in order; asked for at a place, all of them are kept first. */
function comingFile({ name, gzip, size, chunks }: FormatBytes): FormatFile {
  let kept: Promise<Uint8Array> | null = null;
  const coming = chunks ?? none();
  return {
    name,
    gzip,
    get size() {
      return size;
    },
    async read(start, end) {
      kept ??= keepAll(coming, name);
      const bytes = await kept;
      size = bytes.length;
      return bytes.subarray(start, end);
    },
    chunks: () => coming,
  };
}

async function* none(): AsyncGenerator<Uint8Array, void, void> {}

async function keepAll(chunks: AsyncGenerator<Uint8Array, void, void>, name: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > KEPT_BYTES) {
      throw new AnalyticsError(
        'source-format',
        `"${name}" is larger than ${KEPT_BYTES / 2 ** 20} MB and cannot be read piece by piece the way it comes. Choose it as a file, not zipped, instead of an address or a stream.`,
        { most: KEPT_BYTES },
      );
    }
    pieces.push(chunk);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

import { open } from 'node:fs/promises';
import { stdin } from 'node:process';
import type { FileHandle } from 'node:fs/promises';
import type { BlobLike, ByteStream, Source } from '../worker/protocol/source.js';
import { CommandError, exitCodes } from './exit.js';

/** A source on this computer, and what to do when it has been read. */
export interface OpenSource {
  readonly source: Source;
  close(): Promise<void>;
}

/**
 * A data file, read in slices so that it never lies in memory as a whole; `-` is standard input.
 * @throws CommandError (3) when there is no such file or it may not be read
 */
export async function openSource(path: string): Promise<OpenSource> {
  if (path === '-') return { source: { kind: 'stream', stream: standardInput(), name: 'standard input' }, close: done };
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const facts = await file.stat();
    if (facts.isDirectory()) throw new CommandError(exitCodes.data, `"${path}" is a folder. Give a file.`);
    // A pipe or a device has no size to slice by.
    if (!facts.isFile())
      return { source: { kind: 'stream', stream: bytesOf(file.createReadStream()), name: path }, close: done };
    const opened = file;
    return { source: { kind: 'blob', blob: slice(opened, 0, facts.size), name: path }, close: () => opened.close() };
  } catch (thrown) {
    await file?.close();
    if (thrown instanceof CommandError) throw thrown;
    throw new CommandError(exitCodes.data, cannotRead(path, thrown));
  }
}

/** The sentence for a file that cannot be opened. */
export function cannotRead(path: string, thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `There is no file "${path}".`;
  if (code === 'EACCES' || code === 'EPERM') return `The file "${path}" may not be read by this account.`;
  if (code === 'EISDIR') return `"${path}" is a folder. Give a file.`;
  return `The file "${path}" cannot be read: ${message}`;
}

async function done(): Promise<void> {}

function slice(file: FileHandle, from: number, to: number): BlobLike {
  return {
    size: to - from,
    slice(start = 0, end = to - from) {
      const first = Math.min(from + Math.max(0, start), to);
      return slice(file, first, Math.max(first, Math.min(from + end, to)));
    },
    async arrayBuffer() {
      const buffer = new ArrayBuffer(to - from);
      let filled = 0;
      while (filled < buffer.byteLength) {
        const target = new Uint8Array(buffer, filled);
        const { bytesRead } = await file.read(target, 0, target.byteLength, from + filled);
        // Cut while it was read: what there is counts.
        if (bytesRead === 0) return buffer.slice(0, filled);
        filled += bytesRead;
      }
      return buffer;
    },
  };
}

function standardInput(): ByteStream {
  return bytesOf(stdin);
}

function bytesOf(stream: AsyncIterable<unknown> & { destroy(): unknown }): ByteStream {
  return {
    getReader() {
      const chunks = stream[Symbol.asyncIterator]();
      return {
        async read() {
          const step = await chunks.next();
          return step.done ? { done: true } : { done: false, value: step.value as Uint8Array };
        },
        async cancel() {
          stream.destroy();
        },
      };
    },
  };
}

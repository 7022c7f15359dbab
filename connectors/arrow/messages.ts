import type { ByteQueue } from './byte-queue.js';
import { ArrowFault } from './flatbuffer.js';
import { readFooter, readMessage, type ArrowFooter, type ArrowMessage } from './message.js';
import type { ArrowSchema } from './schema.js';

const mostHeadBytes = 64 * 1024 * 1024;
/** Longest file whose columns are named only at its end, in bytes. */
const mostKeptBytes = 256 * 1024 * 1024;
const MAGIC = 'ARROW1';

/**
 * The messages of a file or a stream, one after the other. A file is read like the stream that it holds, so that it need
 * not lie in memory; its footer comes last and must name the same batches.
 */
export class Messages {
  /** What is wrong with the end, once it has come; null when all is there. */
  ending: string | null = null;
  /** A stream that ended without a mark: what is missing, if anything, cannot be told. */
  unmarked = false;
  readonly #batches: number[] = [];
  #first: ArrowMessage | null = null;
  #footer: Uint8Array | null = null;

  private constructor(
    readonly queue: ByteQueue,
    readonly isFile: boolean,
    /** Bytes that have been taken before they could be told to be a message's. */
    private head: Uint8Array | null,
  ) {}

  /** @throws ArrowFault when it is neither file nor stream */
  static async open(queue: ByteQueue): Promise<Messages> {
    const start = await queue.take(8);
    if (start === null) throw new ArrowFault('it is too short');
    if (beginsWith(start, 'FEA1')) throw new ArrowFault('it is Feather of version 1; write version 2');
    return beginsWith(start, MAGIC) ? new Messages(queue, true, null) : new Messages(queue, false, start);
  }

  /**
   * The description of all columns; asked first, once. Some writers of files leave out the one at the beginning, so that
   * the only one is at the end, and the bytes between must be kept meanwhile.
   * @throws ArrowFault
   */
  async schema(): Promise<ArrowSchema> {
    const first = await this.next();
    if (first?.kind === 'schema') return first.schema;
    if (first !== null && !this.isFile) throw new ArrowFault('it does not begin with the names of its columns');
    this.#first = first;
    const bytes = first === null ? this.#footer : await this.queue.peek(mostKeptBytes);
    const footer = bytes === null ? null : footerOf(bytes);
    if (footer?.schema == null) throw new ArrowFault('the names of its columns are missing');
    return footer.schema;
  }

  /** The next message, null after the last. @throws ArrowFault when it cannot be read */
  async next(): Promise<ArrowMessage | null> {
    const first = this.#first;
    this.#first = null;
    return first ?? this.#next();
  }

  async #next(): Promise<ArrowMessage | null> {
    const at = this.queue.position - (this.head?.length ?? 0);
    const prefix = await this.#take(4);
    if (prefix === null) {
      const rest = await this.#rest(4);
      if (rest?.length !== 0) throw cut();
      return this.#end(false, rest);
    }
    // Before version 0.15 of the format the length came first, without the mark of four bytes of ones.
    const early = int32(prefix) !== -1;
    const length = early ? prefix : await this.#take(4);
    if (length === null) throw cut();
    const count = int32(length);
    if (count === 0) return this.#end(true, null);
    if (count < 0 || count > mostHeadBytes) throw new ArrowFault('the length of a message is impossible');
    const head = await this.#take(count);
    if (head === null) throw cut();
    try {
      const message = readMessage(head);
      if (message.kind === 'batch' || message.kind === 'dictionary') this.#batches.push(at);
      return message;
    } catch (error) {
      if (!this.isFile || !early || !(error instanceof ArrowFault)) throw error;
      // Nor did files mark the end of their batches then: this may be the footer.
      const rest = await this.#rest(mostHeadBytes);
      if (rest === null || this.#compare((this.#footer = joined(joined(prefix, head), rest))) !== null) throw error;
      return null;
    }
  }

  async #end(marked: boolean, rest: Uint8Array | null): Promise<null> {
    if (!this.isFile) {
      this.unmarked = !marked;
      if (marked && (await this.#rest(0)) === null) this.ending = 'what follows its end was not read';
      return null;
    }
    this.#footer = rest ?? (await this.#rest(mostHeadBytes));
    this.ending = this.queue.broken ?? this.#compare(this.#footer);
    return null;
  }

  /** What is wrong with all that follows the batches of a file. */
  #compare(bytes: Uint8Array | null): string | null {
    const footer = bytes === null ? null : footerOf(bytes);
    if (footer === null) return 'the list of its batches, at its end, is damaged or missing';
    // Some writers mark the end twice, with bytes of ones and of zeros.
    if (footer.start > 64 || bytes!.subarray(0, footer.start).some((byte) => byte !== 0 && byte !== 0xff)) {
      return 'something stands between its batches and their list';
    }
    const found = new Set(this.#batches);
    const same = footer.batches.length === found.size && footer.batches.every((at) => found.has(at));
    return same ? null : 'the list of its batches does not name those that were found';
  }

  async #take(count: number): Promise<Uint8Array | null> {
    const { head } = this;
    if (head === null) return this.queue.take(count);
    if (head.length > count) {
      this.head = head.subarray(count);
      return head.subarray(0, count);
    }
    const rest = await this.queue.take(count - head.length);
    if (rest === null) return null;
    this.head = null;
    return joined(head, rest);
  }

  async #rest(most: number): Promise<Uint8Array | null> {
    const rest = await this.queue.rest(most);
    return rest === null || this.head === null ? rest : joined(this.head, rest);
  }
}

/** The footer at the end of bytes: its length and the mark of the format come last. */
function footerOf(bytes: Uint8Array): (ArrowFooter & { readonly start: number }) | null {
  const end = bytes.length - 10;
  const start = end < 0 ? -1 : end - int32(bytes.subarray(end));
  if (start < 0 || start > end || !beginsWith(bytes.subarray(end + 4), MAGIC)) return null;
  try {
    return { ...readFooter(bytes.subarray(start, end)), start };
  } catch (error) {
    if (!(error instanceof ArrowFault)) throw error;
    return null;
  }
}

function cut(): ArrowFault {
  return new ArrowFault('it ends in the middle of its data');
}

function beginsWith(bytes: Uint8Array, text: string): boolean {
  return String.fromCharCode(...bytes.subarray(0, text.length)) === text;
}

function int32(bytes: Uint8Array): number {
  return bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

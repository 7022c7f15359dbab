import type { Mapping } from '../../worker/protocol/mapping.js';
import type { RejectReason } from '../../worker/protocol/report.js';
import type { Pace } from '../../worker/protocol/source.js';
import { ReadBroken } from '../bytes.js';
import type { FormatFile, FormatReader } from '../formats/format.js';
import { platform, type TextDecoderLike } from '../platform.js';
import { LineOf } from '../records/lines.js';
import { Refused, type RecordItem, type RecordSource, type Row } from '../records/record-source.js';
import { maskedLine } from './address.js';
import { LineReader, mostLineLength } from './line.js';

const PIECE = 512;

/**
 * Reads logs of web servers: the common and the combined format of Apache and nginx, with a virtual host before and more
 * fields behind. One record a line. Addresses leave it only as hashes, from lines that cannot be read too; of queries
 * only the names of campaigns are kept.
 */
export const accessLogFormat: FormatReader = {
  format: 'access-log',
  open: (file, options, pace) => Promise.resolve(new AccessLogSource(file, new LineReader(options.addressKey), pace)),
};

const defaults: Mapping = {
  version: 1,
  fields: {
    actor: { column: 'visitor' },
    time: { column: 'time', format: 'iso' },
    event: { column: 'path' },
    page: { column: 'path' },
  },
};

class AccessLogSource implements RecordSource {
  readonly name: string;
  readonly facts: RecordSource['facts'];
  readonly defaults: Mapping = defaults;
  broken: string | null = null;
  readonly #file: FormatFile;
  readonly #reader: LineReader;
  readonly #pace: Pace;
  readonly #chunks: AsyncGenerator<Uint8Array, void, void>;
  #decoder: TextDecoderLike | null = null;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** The start of a line whose end is in no chunk yet. */
  #head: Uint8Array[] = [];
  #headLength = 0;
  #line = 0;
  #read = 0;
  #isDone = false;
  #isBeforeFirst = true;

  constructor(file: FormatFile, reader: LineReader, pace: Pace) {
    this.name = file.name;
    this.#file = file;
    this.#reader = reader;
    this.#pace = pace;
    this.#chunks = file.chunks();
    this.facts = { format: 'access-log', encoding: 'utf-8', gzip: file.gzip };
  }

  async next(): Promise<readonly RecordItem[] | null> {
    const items: RecordItem[] = [];
    while (items.length < PIECE && !this.#isDone) {
      if (this.#takeLine(items)) continue;
      await this.#more(items);
      if (this.#pace.due()) await this.#pace.rest();
    }
    return items.length > 0 ? items : null;
  }

  progress(): { done: number; total: number | null } {
    return { done: this.#read, total: this.#file.size };
  }

  warnings(): ReturnType<RecordSource['warnings']> {
    return [];
  }

  lineOf(row: Row): number {
    return LineOf.get(row);
  }

  async close(): Promise<void> {
    this.#isDone = true;
    await this.#chunks.return().catch(() => undefined);
  }

  async #more(items: RecordItem[]): Promise<void> {
    const rest = this.#chunk.subarray(this.#at);
    // Of a line that is too long only the beginning is of use.
    if (this.#headLength <= mostLineLength) this.#head.push(rest.slice(0, mostLineLength + 1));
    this.#headLength += rest.length;
    let next: Uint8Array | null = null;
    try {
      next = (await this.#chunks.next()).value ?? null;
    } catch (error) {
      if (!(error instanceof ReadBroken)) throw error;
      this.broken = error.message;
    }
    this.#at = 0;
    this.#chunk = next ?? new Uint8Array(0);
    this.#read += this.#chunk.length;
    if (next !== null) return;
    this.#isDone = true;
    if (this.#headLength === 0) return;
    const last = this.#joined(this.#chunk);
    // Half a line may look like a whole one.
    if (this.broken === null) this.#take(last, items);
    else items.push(new Refused('record-unreadable', ++this.#line, maskedLine(loose(last.subarray(0, 4096)))));
  }

  /** Reads a line if its end is here. */
  #takeLine(items: RecordItem[]): boolean {
    const end = this.#chunk.indexOf(10, this.#at);
    if (end < 0) return false;
    const line = this.#chunk.subarray(this.#at, end);
    this.#at = end + 1;
    this.#take(this.#headLength === 0 ? line : this.#joined(line), items);
    return true;
  }

  /** The whole line whose end is given; of one that is too long no more than tells so. */
  #joined(end: Uint8Array): Uint8Array {
    const parts = [...this.#head, end];
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#head = [];
    this.#headLength = 0;
    return whole;
  }

  #take(line: Uint8Array, items: RecordItem[]): void {
    this.#line++;
    let bytes = line;
    if (this.#isBeforeFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    this.#isBeforeFirst = false;
    if (bytes.at(-1) === 13) bytes = bytes.subarray(0, -1);
    if (isBlank(bytes)) return;
    const refuse = (reason: RejectReason, text: string): void => {
      items.push(new Refused(reason, this.#line, maskedLine(text.slice(0, 4096))));
    };
    if (bytes.length > mostLineLength) return refuse('record-too-long', loose(bytes.subarray(0, 4096)));
    const text = this.#strict(bytes);
    if (text === null) return refuse('encoding', loose(bytes));
    if (text.includes('\0')) return refuse('nul', text);
    const row = this.#reader.read(text);
    if (row === null) return refuse('record-unreadable', text);
    LineOf.put(row, this.#line);
    items.push(row);
  }

  #strict(bytes: Uint8Array): string | null {
    try {
      return (this.#decoder ??= new platform.TextDecoder('utf-8', { fatal: true })).decode(bytes);
    } catch {
      return null;
    }
  }
}

function loose(bytes: Uint8Array): string {
  return new platform.TextDecoder('utf-8').decode(bytes);
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 9) return false;
  return true;
}

import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { RejectReason } from '../../worker/protocol/report.js';
import type { ByteStream, Pace } from '../../worker/protocol/source.js';
import { ReadBroken } from '../bytes.js';
import { ByteFeed } from '../csv/byte-feed.js';
import type { FormatFile, FormatReader } from '../formats/format.js';
import { platform, type TextDecoderLike } from '../platform.js';
import { Refused, type RecordItem, type RecordSource, type Row } from '../records/record-source.js';
import { isObject } from './nodes.js';
import { Recording, recordedColumns } from './recording.js';
import { recordingUnits, type RecordingUnit } from './units.js';

const PIECE = 512;
const SNIFFED = 64 * 1024;
/** Rows of views that go on; beyond, they are given with what is known of their pages. */
const mostWaiting = 20_000;
/** Sessions whose pages are remembered at a time. */
const mostSessions = 500;
/** Nodes of all their pages; the session at hand may have more. */
const mostNodesInAll = 200_000;

/**
 * Reads recordings of pages (rrweb): clicks, moves, touches, scrolling and typing with their places, as the capture
 * script names them; no text and no value of what was on the page. A list of records, one a line, or recordings wrapped
 * as `{ "events": [...] }`, one of them or one a line.
 */
export const rrwebFormat: FormatReader = {
  format: 'rrweb',
  async open(file, _, pace) {
    const stream = new FileStream(file);
    const feed = await ByteFeed.open({ kind: 'stream', stream, name: file.name }, { aborted: false });
    try {
      await feed.fill(SNIFFED);
      return new RrwebSource(file, feed, stream, pace);
    } catch (error) {
      await feed.close();
      throw error;
    }
  },
};

const defaults: Mapping = {
  version: 1,
  fields: {
    actor: { column: 'session' },
    time: { column: 'time', format: 'epoch-ms' },
    event: { column: 'event' },
    page: { column: 'page' },
  },
};

class RrwebSource implements RecordSource {
  readonly name: string;
  readonly facts: RecordSource['facts'];
  readonly defaults: Mapping = defaults;
  readonly #file: FormatFile;
  readonly #feed: ByteFeed;
  readonly #stream: FileStream;
  readonly #pace: Pace;
  readonly #units: AsyncGenerator<RecordingUnit, void, void>;
  readonly #recordings = new Map<string, Recording>();
  #items: RecordItem[] = [];
  #waiting = 0;
  #nodes = 0;
  #last: Recording | null = null;
  #broken: string | null = null;
  #isDone = false;
  /** Objects around lists so far, and the last one. */
  #wrapped = 0;
  #around: Readonly<Record<string, unknown>> | null = null;
  #decoder: TextDecoderLike | null = null;

  constructor(file: FormatFile, feed: ByteFeed, stream: FileStream, pace: Pace) {
    this.#stream = stream;
    this.name = file.name;
    this.#file = file;
    this.#feed = feed;
    this.#pace = pace;
    const units = recordingUnits(feed);
    if (units === null) {
      throw new AnalyticsError(
        'source-format',
        `"${this.name}" is not a recording that can be read: it begins with neither a list nor an object. Save the list of rrweb's events, or one event a line.`,
        { format: 'rrweb' },
      );
    }
    this.#units = units;
    this.facts = { format: 'rrweb', encoding: 'utf-8', gzip: file.gzip };
  }

  get broken(): string | null {
    return this.#feed.broken === null ? this.#broken : (this.#stream.broken ?? this.#feed.broken);
  }

  /** All columns: what a page view of clicks alone lacks may come later. */
  keys(): Promise<string[]> {
    return Promise.resolve([...recordedColumns]);
  }

  async next(): Promise<readonly RecordItem[] | null> {
    while (!this.#isDone && this.#items.length < PIECE) {
      const { value: unit, done } = await this.#units.next();
      if (done) this.#end();
      else this.#read(unit);
      if (this.#pace.due()) await this.#pace.rest();
    }
    const items = this.#items;
    this.#items = [];
    return items.length > 0 ? items : null;
  }

  progress(): { done: number; total: number | null } {
    return { done: this.#feed.read, total: this.#file.size };
  }

  warnings(): ReturnType<RecordSource['warnings']> {
    return [];
  }

  close(): Promise<void> {
    this.#isDone = true;
    return this.#feed.close();
  }

  #read({ unit: { bytes, line, tooLong, cut }, around }: RecordingUnit): void {
    if (cut) this.#broken = 'a record at its end is not complete';
    if (cut && bytes.length === 0) return;
    // Of what cannot be read nothing is shown: it may be a page with all its texts.
    const refuse = (reason: RejectReason): void => void this.#items.push(new Refused(reason, line, ''));
    if (tooLong) return refuse('record-too-long');
    if (around !== null && around !== this.#around) {
      this.#around = around;
      this.#wrapped++;
    }
    let value: unknown;
    try {
      // The platform's own: most of a recording is never looked at, and no number of it has more digits than a double.
      value = JSON.parse(this.#decode(bytes));
    } catch (error) {
      if (error instanceof TypeError) return refuse('encoding');
      if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
      return refuse('record-unreadable');
    }
    if (isObject(value) && Array.isArray(value['events']) && typeof value['type'] !== 'number') {
      this.#wrapped++;
      for (const one of value['events']) this.#take(one, value, line);
    } else this.#take(value, around, line);
  }

  #take(record: unknown, around: Readonly<Record<string, unknown>> | null, line: number): void {
    if (!isObject(record)) {
      this.#items.push(new Refused('not-a-record', line, ''));
      return;
    }
    // Recordings that name no session are a session each.
    const unnamed = this.#wrapped < 2 ? this.name : `${this.name} ${this.#wrapped}`;
    const session = sessionOf(record) ?? (around && sessionOf(around)) ?? unnamed;
    const recording = this.#recordingOf(session);
    const before = [recording.waiting, recording.nodes] as const;
    if (!recording.take(record)) this.#items.push(new Refused('record-unreadable', line, outlineOf(record)));
    this.#waiting += recording.waiting - before[0];
    this.#nodes += recording.nodes - before[1];
    if (this.#waiting > mostWaiting) this.#giveAll();
    while (this.#recordings.size > 1 && (this.#recordings.size > mostSessions || this.#nodes > mostNodesInAll))
      this.#forget();
  }

  /** A session's recording, which counts as the one used last from now on. */
  #recordingOf(session: string): Recording {
    let recording = this.#recordings.get(session);
    if (recording !== undefined && recording === this.#last) return recording;
    if (recording) this.#recordings.delete(session);
    recording ??= new Recording(session);
    this.#recordings.set(session, recording);
    return (this.#last = recording);
  }

  /** Gives the rows of the session that was last heard of longest ago, and forgets its pages. */
  #forget(): void {
    const [session, recording] = this.#recordings.entries().next().value!;
    this.#waiting -= recording.waiting;
    this.#nodes -= recording.nodes;
    this.#give(recording);
    this.#recordings.delete(session);
  }

  /** Rows of all sessions, as far as they got. */
  #giveAll(): void {
    for (const recording of this.#recordings.values()) this.#give(recording);
    this.#waiting = 0;
  }

  #give(recording: Recording): void {
    for (const row of recording.give()) this.#items.push(row as unknown as Row);
  }

  #end(): void {
    this.#isDone = true;
    this.#giveAll();
  }

  #decode(bytes: Uint8Array): string {
    return (this.#decoder ??= new platform.TextDecoder('utf-8', { fatal: true })).decode(bytes);
  }
}

/** What names a session, in a record or around a list of them. */
function sessionOf(object: Readonly<Record<string, unknown>>): string | null {
  for (const key of ['sessionId', 'session_id', 'session']) {
    const value = object[key];
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
  }
  return null;
}

/** What can be shown of a record: its kind and time. */
function outlineOf({ type, timestamp, data }: Readonly<Record<string, unknown>>): string {
  const plain = (value: unknown): unknown => (typeof value === 'number' ? value : undefined);
  const source = isObject(data) ? { source: plain(data['source']), type: plain(data['type']) } : undefined;
  return JSON.stringify({ type: plain(type), timestamp: plain(timestamp), data: source });
}

/** A file as a stream that can be read once. */
class FileStream implements ByteStream {
  /** Why its bytes ended early, in the words of whoever gave them. */
  broken: string | null = null;
  readonly #file: FormatFile;

  constructor(file: FormatFile) {
    this.#file = file;
  }

  getReader(): ReturnType<ByteStream['getReader']> {
    const chunks = this.#file.chunks();
    return {
      read: async () => {
        try {
          const { done, value } = await chunks.next();
          return done ? { done: true } : { done: false, value };
        } catch (error) {
          if (error instanceof ReadBroken) this.broken = error.message;
          throw error;
        }
      },
      cancel: async () => {
        await chunks.return();
      },
    };
  }
}

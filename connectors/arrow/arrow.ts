import { AnalyticsError } from '../../worker/protocol/error.js';
import type { RejectReason } from '../../worker/protocol/report.js';
import type { Pace } from '../../worker/protocol/source.js';
import type { FormatFile, FormatOptions, FormatReader } from '../formats/format.js';
import { Refused, type RecordItem, type RecordSource, type Row } from '../records/record-source.js';
import { Allowance, recordUnits, valueUnits } from './allowance.js';
import { ByteQueue } from './byte-queue.js';
import { cellsOf, columnsOf, type Column } from './columns.js';
import { ArrowFault } from './flatbuffer.js';
import type { BatchHead } from './message.js';
import { Messages } from './messages.js';
import type { ArrowSchema } from './schema.js';
import { TextCells, type Trouble } from './text-cells.js';
import { BatchReader, Dictionary, type Cell, type Values, type Vector } from './vectors.js';

const PIECE = 512;
/** Bytes of a batch that make one piece where its records are long. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** Longest batch, in bytes: it is read as a whole. */
export const mostBatchBytes: number = 1024 * 1024 * 1024;

/**
 * Reads Arrow IPC, as a file or as a stream, batch by batch in the order in which they lie. Nothing of it is believed:
 * each length, offset and count is compared with the bytes at hand before it is used.
 */
export const arrowFormat: FormatReader = {
  format: 'arrow',

  async open(file: FormatFile, _options: FormatOptions, pace: Pace): Promise<RecordSource> {
    const queue = new ByteQueue(file);
    try {
      const messages = await Messages.open(queue);
      return new ArrowSource(file, queue, messages, await messages.schema(), pace);
    } catch (error) {
      await queue.close();
      throw error instanceof ArrowFault ? unreadable(file.name, queue.broken ?? error.message) : error;
    }
  },
};

function unreadable(name: string, what: string): AnalyticsError {
  return new AnalyticsError(
    'source-format',
    `"${name}" is not Arrow data that can be read: ${what}. Write it again, or as Parquet or CSV.`,
    { format: 'arrow' },
  );
}

/** A batch of which some records have been given. */
interface OpenBatch {
  readonly rows: number;
  /** One for each column; null when the batch is damaged. */
  readonly cells: ReadonlyArray<(row: number) => Cell> | null;
  readonly piece: number;
  given: number;
}

class ArrowSource implements RecordSource {
  readonly facts: RecordSource['facts'];
  broken: string | null = null;
  readonly #columns: readonly Column[];
  readonly #duplicates: number;
  readonly #values: Values;
  readonly #dictionaries = new Map<string, Dictionary>();
  readonly #trouble: Trouble = { reason: null, raw: '', beyond: 0 };
  readonly #allowance: Allowance;
  /** A record with all keys and no values: its copies share one layout. */
  readonly #blank: Row;
  #batch: OpenBatch | null = null;
  #earned = 0;
  #given = 0;
  #ended = false;

  constructor(
    readonly file: FormatFile,
    readonly queue: ByteQueue,
    readonly messages: Messages,
    readonly schema: ArrowSchema,
    readonly pace: Pace,
  ) {
    const { columns, duplicates } = columnsOf(schema.fields);
    this.#columns = columns;
    this.#duplicates = duplicates;
    this.#blank = blankRow(columns);
    this.#allowance = new Allowance(file.name);
    this.facts = { format: 'arrow', encoding: 'utf-8', gzip: file.gzip };
    this.#values = {
      littleEndian: schema.littleEndian,
      allowance: this.#allowance,
      trouble: this.#trouble,
      texts: new TextCells(this.#trouble, this.#allowance),
      dictionaries: this.#dictionaries,
    };
  }

  get name(): string {
    return this.file.name;
  }

  keys(): Promise<string[]> {
    return Promise.resolve(this.#columns.map(({ key }) => key));
  }

  async next(): Promise<readonly RecordItem[] | null> {
    while (this.#batch === null && !this.#ended) await this.#advance();
    const batch = this.#batch;
    if (batch === null) return null;
    const from = batch.given;
    const to = Math.min(batch.rows, from + batch.piece);
    batch.given = to;
    if (to === batch.rows) this.#batch = null;
    this.#given += to - from;
    return batch.cells === null
      ? Array.from({ length: to - from }, () => new Refused('record-unreadable', 0, ''))
      : this.#records(batch.cells, from, to);
  }

  progress(): { done: number; total: number | null } {
    return { done: this.queue.position, total: this.file.size };
  }

  warnings(): ReturnType<RecordSource['warnings']> {
    return [
      {
        code: 'header-duplicate',
        count: this.#duplicates,
        message: 'Columns have the same name; the later ones got a number.',
      },
      {
        code: 'number-range',
        count: this.#trouble.beyond,
        message: 'Numbers and times are beyond what can be read and count as missing.',
      },
      {
        code: 'cut-short',
        count: this.messages.unmarked ? 1 : 0,
        message: 'The stream ended without a mark of its end: what was lost, if anything, cannot be told.',
      },
    ];
  }

  close(): Promise<void> {
    return this.queue.close();
  }

  /** Reads the next message; half a file is better than none, as long as it says so. */
  async #advance(): Promise<void> {
    try {
      const message = await this.messages.next();
      if (message === null) {
        this.#ended = true;
        this.broken = this.queue.broken ?? this.messages.ending;
        return;
      }
      if (message.kind === 'schema') throw new ArrowFault('its columns are named twice');
      if (message.kind === 'other') throw new ArrowFault('it holds something else than records');
      const body = await this.#body(message.bodyBytes);
      const reader = new BatchReader(message.batch, body, message.version, this.#values);
      if (message.kind === 'dictionary') this.#learn(message.id, message.delta, reader);
      else this.#batch = await this.#open(message.batch, reader, body.length);
    } catch (error) {
      if (!(error instanceof ArrowFault)) throw error;
      const what = this.queue.broken ?? error.message;
      if (this.#given === 0) throw unreadable(this.name, what);
      this.#ended = true;
      this.broken = what;
    }
  }

  async #body(count: number): Promise<Uint8Array> {
    const { size } = this.file;
    const isThere = size !== null && this.queue.position + count <= size;
    if (count > mostBatchBytes && isThere) {
      throw new AnalyticsError(
        'source-limit',
        `"${this.name}" has a batch of more than ${mostBatchBytes / 1024 / 1024} MiB. Write it in smaller batches.`,
        { bytes: count },
      );
    }
    if (count > mostBatchBytes && size === null)
      throw new ArrowFault('a batch of it is too long, or its length damaged');
    const body = await this.queue.take(count);
    if (body === null) throw new ArrowFault('it ends in the middle of its data');
    this.#allowance.earn(this.queue.position - this.#earned);
    this.#earned = this.queue.position;
    return body;
  }

  #learn(id: string, delta: boolean, reader: BatchReader): void {
    const field = this.schema.dictionaries.get(id);
    if (field === undefined) throw new ArrowFault('it has a dictionary for no column');
    const part = reader.next({ ...field, dictionary: null });
    reader.end();
    const known = this.#dictionaries.get(id);
    if (delta && known !== undefined) known.add(part);
    else {
      const dictionary = new Dictionary(this.#trouble);
      dictionary.add(part);
      this.#dictionaries.set(id, dictionary);
    }
  }

  async #open(head: BatchHead, reader: BatchReader, bytes: number): Promise<OpenBatch | null> {
    const { rows } = head;
    this.#allowance.work(rows * (recordUnits + this.#columns.length * valueUnits));
    if (rows === 0) return null;
    const piece = Math.max(1, Math.min(PIECE, Math.floor(PIECE_BYTES / ((bytes + 1) / rows))));
    const batch = { rows, piece, given: 0 };
    try {
      const vectors: Vector[] = [];
      for (const field of this.schema.fields) {
        vectors.push(reader.next(field));
        if (this.pace.due()) await this.pace.rest();
      }
      reader.end();
      return { ...batch, cells: this.#columns.map((column) => cellsOf(vectors, column)) };
    } catch (error) {
      if (!(error instanceof ArrowFault)) throw error;
      // The next message's place is known all the same; each record of this one is accounted for.
      return { ...batch, cells: null };
    }
  }

  #records(cells: ReadonlyArray<(row: number) => Cell>, from: number, to: number): RecordItem[] {
    const trouble = this.#trouble;
    const items: RecordItem[] = [];
    for (let row = from; row < to; row++) items.push({ ...this.#blank });
    this.#columns.forEach(({ key }, k) => {
      const cell = cells[k]!;
      for (let row = from; row < to; row++) {
        const value = cell(row);
        if (trouble.reason !== null) {
          items[row - from] = new Refused(takeReason(trouble), 0, trouble.raw);
          continue;
        }
        const item = items[row - from]!;
        if (value !== null && !(item instanceof Refused)) (item as Record<string, unknown>)[key] = value;
      }
    });
    return items;
  }
}

function takeReason(trouble: Trouble): RejectReason {
  const reason = trouble.reason!;
  trouble.reason = null;
  return reason;
}

/** Keys are data, `__proto__` too: as an own property it is copied and written like any other. */
function blankRow(columns: readonly Column[]): Row {
  const row = {};
  for (const { key } of columns) {
    Object.defineProperty(row, key, { value: null, enumerable: true, writable: true, configurable: true });
  }
  return row;
}

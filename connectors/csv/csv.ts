import type {
  BatchColumn,
  EventBatch,
  IdentifierType,
  PropertyValue,
  TextColumn,
} from '../../worker/protocol/batch.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping, SourcePreview } from '../../worker/protocol/mapping.js';
import type { ImportReport, RejectReason, SourceFacts } from '../../worker/protocol/report.js';
import type { ReadContext, Reading } from '../../worker/protocol/source.js';
import { ImportLog, mostRawBytes } from '../import-log.js';
import type { IdentifierReader } from '../identifiers.js';
import {
  allTexts,
  bare,
  columnReader,
  identifierCell,
  nobodyNote,
  odd,
  oddNote,
  readCell,
  readConstant,
  type CellKind,
} from '../mapping/cell.js';
import { mappingOfProfiles, type GivenMapping } from '../mapping/given.js';
import type { Origin } from '../mapping/origin.js';
import { columnName, planColumns, timeName, warnHeader, type Plan, type PlannedIdentifier } from '../mapping/plan.js';
import { assist, type Assistance } from '../mapping/assistant/assistant.js';
import { unclear } from '../mapping/assistant/unclear.js';
import { readIdentity, type IdentityReading } from '../profiles.js';
import { isCanonicalNumber } from '../number-text.js';
import { decodeUtf8, encodeUtf8 } from '../platform.js';
import { mostTime } from '../time.js';
import { chooseTime, noTime, type ChosenTime } from '../time-choice.js';
import type { ByteFeed } from './byte-feed.js';
import {
  DistinctWriter,
  IdentifierWriter,
  MadeWriter,
  NumberWriter,
  TextWriter,
  type ColumnWriter,
} from './column-writers.js';
import { findDelimiter } from './dialect.js';
import { fieldText, readCsvRecords, type CsvRecord, type CsvRecords } from './records.js';
import { RowTexts } from './row-texts.js';
import { CsvTokenizer, recordFlags, type Dialect } from './tokenizer.js';

/** Longest record that is read, in bytes of UTF-8; a longer one is rejected as `record-too-long`. */
export const mostRecordBytes: number = 8 * 1024 * 1024;

const HEAD_BYTES = 1024 * 1024;
const PREVIEW_BYTES = 256 * 1024;
const SAMPLED_RECORDS = 500;
const PACE_BYTES = 64 * 1024;
// Closing a batch is one piece of work: 16,384 rows keep it within a few milliseconds.
const BATCH_ROWS = 16_384;
// Parsing a telephone number takes some 10 µs.
const BATCH_ROWS_WITH_PHONES = 1024;
// Wide files get shorter batches: cells of one batch.
const BATCH_CELLS = 2_000_000;

/** Reads delimited text: CSV, TSV and columns set apart by white space. The feed holds its head. */
export async function readCsv(feed: ByteFeed, context: ReadContext, mapping: GivenMapping | null): Promise<Reading> {
  return CsvReading.begin(feed, context, mapping);
}

/** Header, first rows, and the mapping that they suggest. */
export async function previewCsv(
  feed: ByteFeed,
  context: ReadContext,
  mapping: GivenMapping | null,
): Promise<SourcePreview> {
  const head = await readHead(feed, mapping?.format ?? {}, PREVIEW_BYTES, context);
  return {
    ...(await assistance(feed, head, context, mapping?.format)),
    rows: head.records.slice(0, 20).map((record) => record.fields),
    facts: factsOf(feed, head),
  };
}

/** First records of a source, and how they are written. */
interface Head extends CsvRecords {
  readonly dialect: Dialect;
  readonly names: readonly string[];
}

async function readHead(
  feed: ByteFeed,
  format: NonNullable<Mapping['format']>,
  most: number,
  context: ReadContext,
): Promise<Head> {
  const to = Math.min(feed.to, feed.from + most);
  const bytes = feed.bytes.subarray(feed.from, to);
  const cut = !feed.final || feed.broken !== null || to < feed.to;
  const base = { quote: format.quote ?? '"', transcoded: feed.encoding !== 'utf-8' };
  const dialect = { ...base, delimiter: format.delimiter ?? findDelimiter(bytes, cut, base) };
  await paceOnce(context);
  const found = readCsvRecords(bytes, { ...dialect, header: format.header !== false, limit: SAMPLED_RECORDS, cut });
  const names = found.header ?? (found.records[0]?.fields ?? []).map((_, index) => `column ${index + 1}`);
  return { ...found, dialect, names };
}

/** What the first records suggest; those that are damaged say nothing. */
function assistance(
  feed: ByteFeed,
  head: Head,
  { pace, known }: ReadContext,
  format: Mapping['format'],
): Promise<Assistance> {
  const rows = head.records.filter(({ flags }) => flags === 0).map(({ fields }) => fields);
  return assist({ name: feed.name, header: head.names, rows, facts: factsOf(feed, head), format, known }, pace);
}

function factsOf(feed: ByteFeed, head: Head): SourcePreview['facts'] {
  return { format: 'csv', encoding: feed.encoding, gzip: feed.gzip, delimiter: head.dialect.delimiter };
}

class CsvReading implements Reading {
  readonly profiles: NonNullable<Reading['profiles']> | null;
  readonly #feed: ByteFeed;
  readonly #context: ReadContext;
  readonly #log: ImportLog;
  readonly #head: Head;
  readonly #plan: Plan;
  readonly #time: ChosenTime;
  readonly #tokenizer: CsvTokenizer;
  readonly #hasHeader: boolean;
  readonly #writers: ColumnWriter[] = [];
  /** Place of the time, when it is one column as it stands; else -1. */
  readonly #timeIndex: number;
  /** What conditions and templates look at; null when there are none. */
  readonly #texts: RowTexts | null;
  readonly #made: MadeWriter[] = [];
  readonly #event: TakenColumn;
  readonly #id: TakenColumn | null;
  readonly #identifiers: ReadonlyArray<{ readonly type: IdentifierType; readonly column: TakenColumn }>;
  readonly #columns: ReadonlyArray<{ readonly name: string; readonly column: TakenColumn }>;
  readonly #capacity: number;
  #width: number;
  #times: Float64Array = new Float64Array(0);
  #records: Float64Array = new Float64Array(0);
  #scratch: Uint8Array = new Uint8Array(1024);
  #rows = 0;
  #headerSeen = false;

  /** The feed stands at the first byte, with the head in its window. */
  static async begin(feed: ByteFeed, context: ReadContext, given: GivenMapping | null): Promise<CsvReading> {
    const head = await readHead(feed, given?.format ?? {}, HEAD_BYTES, context);
    if (head.names.length === 0) throw feed.final ? empty(feed.name) : tooLongHeader(feed.name);
    await paceOnce(context);
    const { profiles } = context;
    const proposed = given || profiles ? null : await assistance(feed, head, context, undefined);
    const mapping = profiles ? mappingOfProfiles(profiles, given, head.names) : (given ?? proposed?.mapping ?? null);
    if (mapping === null) throw unclear(proposed!, head.names);
    const log = new ImportLog();
    const plan = planColumns(mapping, [...head.names], log);
    const missing = new Set(mapping.missing);
    const texts = await firstTexts(feed, head, plan.time, missing, context);
    await paceOnce(context);
    const time = chooseTime(mapping.fields.time ?? noTime, texts, missing, timeName(plan.time, head.names));
    await paceOnce(context);
    const identity = await readIdentity(context, mapping, plan, log);
    return new CsvReading(feed, context, mapping, head, plan, time, identity, log);
  }

  private constructor(
    feed: ByteFeed,
    context: ReadContext,
    mapping: GivenMapping,
    head: Head,
    plan: Plan,
    time: ChosenTime,
    identity: IdentityReading,
    log: ImportLog,
  ) {
    this.#feed = feed;
    this.#context = context;
    this.#log = log;
    this.#head = head;
    this.#plan = plan;
    this.#time = time;
    this.#hasHeader = head.header !== null;
    this.#width = head.names.length;
    this.#tokenizer = new CsvTokenizer(head.dialect, encodeUtf8);
    const missing = mapping.missing ?? [];
    this.#missing = new Set(missing);
    this.#timeIndex = 'index' in plan.time ? plan.time.index : -1;
    const text: CellKind = { type: 'text', delimiter: '' };
    this.#event = this.#columnOf('event', plan.event, text);
    this.#id = plan.id === null ? null : this.#columnOf('id', plan.id, text);
    this.#identifiers = plan.identifiers.map((identifier) => ({
      type: identifier.type,
      column: this.#identifierOf(identifier, identity.read),
    }));
    this.#columns = plan.columns.map(({ name, origin, kind }) => ({
      name,
      column: this.#columnOf(name, origin, kind),
    }));
    // They are made even where every column that they look at is missing.
    const looks = plan.looksAt.length > 0 || plan.excludes !== null || this.#made.length > 0;
    this.#texts = looks ? new RowTexts(plan.looksAt, this.#missing) : null;
    this.profiles = identity.profiles;
    const mostRows = identity.phones ? BATCH_ROWS_WITH_PHONES : BATCH_ROWS;
    this.#capacity = Math.max(
      256,
      Math.min(mostRows, Math.floor(BATCH_CELLS / (this.#writers.length + this.#made.length + 1))),
    );
    if (this.#hasHeader) this.#warnHeader();
  }

  readonly #missing: ReadonlySet<string>;

  get batches(): AsyncIterable<EventBatch> {
    return this.#read();
  }

  report(): ImportReport {
    return this.#log.report(this.#feed.name, this.#facts());
  }

  async *#read(): AsyncGenerator<EventBatch, void, void> {
    const feed = this.#feed;
    const { pace, onProgress } = this.#context;
    this.#begin();
    try {
      for (;;) {
        const state = this.#scanWindow(feed.from + PACE_BYTES);
        if (pace.due()) await pace.rest();
        if (this.#rows === this.#capacity) {
          yield this.#takeBatch();
          this.#begin();
        }
        if (this.#context.signal.aborted) throw new AnalyticsError('aborted', 'The request was cancelled.');
        if (state === 'more') continue;
        if (feed.final) break;
        if (feed.to - feed.from > mostRecordBytes) await this.#passOver();
        // Twice what is there, so that a long record is not scanned again for every chunk.
        else await feed.fill(Math.max(PACE_BYTES, feed.to - feed.from));
        onProgress?.(feed.read, feed.total, this.#log.accepted + this.#log.rejected);
      }
      if (this.#rows > 0) yield this.#takeBatch();
      this.#finish();
    } finally {
      await feed.close();
    }
  }

  /**
   * Takes records from the window until it passes `pause`, the batch is full, or the window's last whole record.
   * @returns `more` when the window may hold another record
   */
  #scanWindow(pause: number): 'more' | 'used' {
    const feed = this.#feed;
    const { bytes, to } = feed;
    const tokenizer = this.#tokenizer;
    // What a broken source leaves behind its last line end is half a record.
    const final = feed.final && feed.broken === null;
    let at = feed.from;
    let state: 'more' | 'used' = 'used';
    while (at < to) {
      if (at >= pause || this.#rows === this.#capacity) {
        state = 'more';
        break;
      }
      const { line } = tokenizer;
      if (!tokenizer.scan(bytes, at, to, final)) break;
      if (tokenizer.next - at > mostRecordBytes) {
        this.#reject('record-too-long', bytes, at, tokenizer.next, line);
      } else if (tokenizer.blank) this.#log.blankLines++;
      else if (this.#hasHeader && !this.#headerSeen) this.#headerSeen = true;
      else this.#takeRecord(bytes, at, line);
      at = tokenizer.next;
    }
    feed.from = at;
    return state;
  }

  #takeRecord(bytes: Uint8Array, from: number, line: number): void {
    const tokenizer = this.#tokenizer;
    const flags = tokenizer.flags | (tokenizer.fields === this.#width ? 0 : recordFlags.fieldCount);
    if (flags !== 0) return this.#reject(reasonOf(flags), bytes, from, tokenizer.next, line);
    const row = this.#rows;
    const texts = this.#texts;
    if (texts !== null) {
      this.#writeTexts(texts, bytes);
      if (this.#plan.excludes?.(texts.cells)) return this.#reject('excluded', bytes, from, tokenizer.next, line);
    }
    const time =
      this.#timeIndex < 0
        ? this.#madeTime()
        : tokenizer.hasEscapes
          ? this.#slowTime(bytes)
          : this.#readTime(bytes, tokenizer.starts[this.#timeIndex]!, tokenizer.ends[this.#timeIndex]!);
    if (!(time >= -mostTime && time <= mostTime)) {
      const text = this.#timeIndex < 0 ? this.#madeTimeText() : fieldText(tokenizer, bytes, this.#timeIndex);
      return this.#reject(this.#timeReason(text, time), bytes, from, tokenizer.next, line);
    }
    this.#times[row] = time;
    this.#records[row] = this.#log.record;
    const writers = this.#writers;
    const { starts, ends } = tokenizer;
    if (tokenizer.hasEscapes) this.#writeSlowly(bytes, row);
    else {
      for (let k = 0; k < writers.length; k++) {
        const writer = writers[k]!;
        writer.write(bytes, starts[writer.index]!, ends[writer.index]!, row);
      }
    }
    if (texts !== null) for (const writer of this.#made) writer.write(texts.cells, row);
    this.#rows = row + 1;
    this.#log.accepted++;
  }

  #writeTexts(texts: RowTexts, bytes: Uint8Array): void {
    const { starts, ends, hasEscapes } = this.#tokenizer;
    for (let k = 0; k < texts.columns.length; k++) {
      const index = texts.columns[k]!;
      if (hasEscapes) this.#inPlain(bytes, index, (plain, start, end) => texts.write(k, plain, start, end));
      else texts.write(k, bytes, starts[index]!, ends[index]!);
    }
  }

  #madeTimeText(): string {
    const { time } = this.#plan;
    return ('make' in time ? time.make(this.#texts?.cells ?? (() => null)) : null) ?? '';
  }

  #madeTime(): number {
    const text = this.#madeTimeText();
    return text === '' ? NaN : this.#time.reader.readText(text);
  }

  #readTime(bytes: Uint8Array, start: number, end: number): number {
    return this.#time.reader.read(bytes, start, end);
  }

  #slowTime(bytes: Uint8Array): number {
    return this.#inPlain(bytes, this.#timeIndex, (plain, start, end) => this.#readTime(plain, start, end));
  }

  #writeSlowly(bytes: Uint8Array, row: number): void {
    for (const writer of this.#writers) {
      this.#inPlain(bytes, writer.index, (plain, start, end) => writer.write(plain, start, end, row));
    }
  }

  /** A field's bytes without its doubled quotes. */
  #inPlain<T>(bytes: Uint8Array, index: number, use: (bytes: Uint8Array, start: number, end: number) => T): T {
    const tokenizer = this.#tokenizer;
    const start = tokenizer.starts[index]!;
    const end = tokenizer.ends[index]!;
    if (tokenizer.escaped[index] === 0) return use(bytes, start, end);
    if (this.#scratch.length < end - start) this.#scratch = new Uint8Array((end - start) * 2);
    return use(this.#scratch, 0, tokenizer.unescape(bytes, index, this.#scratch));
  }

  #timeReason(text: string, time: number): RejectReason {
    if (text.trim() === '' || this.#missing.has(text)) return 'time-missing';
    if (time === time) return 'time-range';
    this.#time.noteUnreadable(text);
    return 'time-unreadable';
  }

  #reject(reason: RejectReason, bytes: Uint8Array, from: number, next: number, line: number): void {
    this.#log.reject(reason, line, () => {
      let to = next;
      while (to > from && (bytes[to - 1] === 10 || bytes[to - 1] === 13)) to--;
      to = Math.min(to, from + mostRawBytes);
      return { text: decodeUtf8(bytes.subarray(from, to)), bytes: to - from };
    });
  }

  /** Rejects the record at hand, which has grown past the limit, and moves on to the next without keeping it. */
  async #passOver(): Promise<void> {
    const feed = this.#feed;
    const tokenizer = this.#tokenizer;
    const { line } = tokenizer;
    if (this.#hasHeader && !this.#headerSeen) throw tooLongHeader(feed.name);
    this.#reject('record-too-long', feed.bytes, feed.from, feed.from + mostRawBytes, line);
    tokenizer.beginSkip();
    for (;;) {
      const next = tokenizer.skip(feed.bytes, feed.from, feed.to);
      feed.from = next < 0 ? feed.to : next;
      if (next >= 0 || feed.final) return;
      if (this.#context.pace.due()) await this.#context.pace.rest();
      await feed.fill(1);
    }
  }

  #begin(): void {
    this.#rows = 0;
    this.#times = new Float64Array(this.#capacity);
    this.#records = new Float64Array(this.#capacity);
    for (const writer of this.#writers) writer.begin(this.#capacity);
    for (const writer of this.#made) writer.begin(this.#capacity);
  }

  #takeBatch(): EventBatch {
    const rows = this.#rows;
    const identifiers = this.#identifiers.map(({ type, column }) => ({ type, values: column(rows) as TextColumn }));
    this.#warnUnidentified(identifiers, rows);
    const id = this.#id?.(rows) as TextColumn | undefined;
    return {
      rows,
      source: this.#feed.name,
      time: rows === this.#capacity ? this.#times : this.#times.slice(0, rows),
      records: rows === this.#capacity ? this.#records : this.#records.slice(0, rows),
      event: this.#event(rows) as TextColumn,
      identifiers,
      ...(id ? { id } : {}),
      columns: this.#columns.map(({ name, column }) => ({ name, column: column(rows) })),
    };
  }

  #warnUnidentified(identifiers: EventBatch['identifiers'], rows: number): void {
    let count = 0;
    for (let row = 0; row < rows; row++) {
      if (identifiers.every(({ values }) => values.codes[row] === 0)) count++;
    }
    this.#log.warn('unidentified', count, 'Rows name no actor; they count as rows, but in no analysis of actors.');
  }

  #finish(): void {
    const { broken } = this.#feed;
    const rest = this.#feed.bytes.subarray(this.#feed.from, Math.min(this.#feed.to, this.#feed.from + 200));
    if (broken === null) this.#log.complete = true;
    else {
      const half = rest.length > 0 ? ' The half record at its end was left out.' : '';
      this.#log.warn(
        'cut-short',
        1,
        `The source ended early: ${broken}.${half}`,
        undefined,
        rest.length > 0 ? decodeUtf8(rest) : undefined,
      );
    }
    this.#time.warn(this.#log);
  }

  #warnHeader(): void {
    warnHeader(this.#head.names, this.#log);
    const { headerFlags } = this.#head;
    if (headerFlags & (recordFlags.quote | recordFlags.unterminated)) {
      this.#log.warn(
        'header-quote',
        1,
        'The header has a quote that does not close or stands where none may; column names may be wrong.',
      );
    }
    if (headerFlags & (recordFlags.encoding | recordFlags.nul)) {
      this.#log.warn('header-missing', 1, 'The header holds bytes that are no text; column names may be wrong.');
    }
  }

  #columnOf(name: string, origin: Origin, kind: CellKind): TakenColumn {
    const note = oddNote(kind.type, name, this.#log);
    if ('constant' in origin) {
      const value = readConstant(origin.constant, kind);
      return constantColumn(value === odd ? null : value, (rows) => {
        if (value === odd) note(rows, origin.constant ?? '');
      });
    }
    if ('make' in origin) {
      const { make } = origin;
      return this.#addMade(new MadeWriter((cells) => readCell(make(cells), kind), make, note));
    }
    const { index, exchange } = origin;
    if (exchange === null) {
      if (kind.type === 'number') return this.#add(new NumberWriter(index, name, this.#missing, false, this.#log));
      if (kind.type === 'auto' && this.#looksNumeric(index)) {
        return this.#add(new NumberWriter(index, name, this.#missing, true, this.#log));
      }
      if (kind.type === 'text' || kind.type === 'auto') return this.#add(new TextWriter(index, [...this.#missing]));
    }
    return this.#add(new DistinctWriter(index, this.#missing, columnReader(kind, exchange), note));
  }

  #identifierOf(identifier: PlannedIdentifier, read: IdentifierReader): TakenColumn {
    const { type, origin, prefix, name } = identifier;
    if ('index' in origin && origin.exchange === null && prefix === '') {
      return this.#add(new IdentifierWriter(origin.index, type, name, this.#missing, read, this.#log));
    }
    const cell = identifierCell(identifier, read);
    const note = nobodyNote(type, name, this.#log);
    if ('make' in origin) return this.#addMade(new MadeWriter(cell, allTexts(origin.columns), note));
    const index = 'index' in origin ? origin.index : 0;
    return this.#add(new DistinctWriter(index, this.#missing, (text) => cell(() => bare(text)), note));
  }

  /** Every value of the first records prints back from its number as it was read. */
  #looksNumeric(index: number): boolean {
    let values = 0;
    for (const { fields, flags } of this.#head.records as readonly CsvRecord[]) {
      const text = fields[index];
      if (flags !== 0 || text === undefined || text === '' || this.#missing.has(text)) continue;
      if (!isCanonicalNumber(text)) return false;
      values++;
    }
    return values > 0;
  }

  #add(writer: ColumnWriter): TakenColumn {
    this.#writers.push(writer);
    return (rows) => writer.take(rows);
  }

  #addMade(writer: MadeWriter): TakenColumn {
    this.#made.push(writer);
    return (rows) => writer.take(rows);
  }

  #facts(): SourceFacts {
    return {
      format: 'csv',
      encoding: this.#feed.encoding,
      gzip: this.#feed.gzip,
      delimiter: this.#head.dialect.delimiter,
      timeFormat: this.#time.reader.format,
      timeEvidence: this.#time.evidence,
      timeZone: this.#time.zone,
      columns: this.#head.names.map((_, index) => columnName(this.#head.names, index)),
    };
  }
}

/** A column of the batch at hand. */
type TakenColumn = (rows: number) => BatchColumn;

/** The column's texts in the head; where not even one record ends there, in as much as one record may take. */
async function firstTexts(
  feed: ByteFeed,
  head: Head,
  time: Plan['time'],
  missing: ReadonlySet<string>,
  context: ReadContext,
): Promise<string[]> {
  for (let most = HEAD_BYTES; ; most *= 2) {
    const texts = await timeTexts(feed, head, time, missing, context, most);
    if (texts.length > 0 || feed.final || most > mostRecordBytes) return texts;
    await feed.fill(most);
  }
}

async function timeTexts(
  feed: ByteFeed,
  { dialect, header }: Head,
  time: Plan['time'],
  missing: ReadonlySet<string>,
  context: ReadContext,
  most: number,
): Promise<string[]> {
  const tokenizer = new CsvTokenizer(dialect, encodeUtf8);
  const texts: string[] = [];
  const columns = 'index' in time ? [time.index] : time.columns;
  const last = Math.max(0, ...columns);
  const field = (index: number): string => fieldText(tokenizer, feed.bytes, index);
  const cells = (index: number): string | null => (missing.has(field(index)) ? null : bare(field(index)));
  let first = header !== null;
  let at = feed.from;
  const to = Math.min(feed.to, feed.from + most);
  const final = feed.final && feed.broken === null && to === feed.to;
  for (let count = 1; at < to && tokenizer.scan(feed.bytes, at, to, final); count++) {
    if (count % 128 === 0) await paceOnce(context);
    at = tokenizer.next;
    if (tokenizer.blank) continue;
    if (!first && tokenizer.flags === 0 && last < tokenizer.fields) {
      texts.push('index' in time ? field(time.index) : (time.make(cells) ?? ''));
    }
    first = false;
  }
  return texts;
}

async function paceOnce(context: ReadContext): Promise<void> {
  if (context.pace.due()) await context.pace.rest();
}

/** The one reason that is told when several hold: the one nearest to the cause. */
function reasonOf(flags: number): RejectReason {
  if (flags & recordFlags.unterminated) return 'unterminated-quote';
  if (flags & recordFlags.quote) return 'quote';
  if (flags & recordFlags.encoding) return 'encoding';
  return flags & recordFlags.nul ? 'nul' : 'field-count';
}

function constantColumn(value: PropertyValue, note: (rows: number) => void): TakenColumn {
  return (rows) => {
    note(rows);
    const codes = new Uint8Array(rows);
    return { kind: 'dictionary', codes: value === null ? codes : codes.fill(1), values: value === null ? [] : [value] };
  };
}

function empty(name: string): AnalyticsError {
  return new AnalyticsError('source-format', `"${name}" is empty: it has no header and no rows. Choose another file.`, {
    format: 'empty',
  });
}

function tooLongHeader(name: string): AnalyticsError {
  return new AnalyticsError(
    'source-format',
    `"${name}" has no line end in its first ${HEAD_BYTES / 1024 / 1024} MiB, so it has no header that can be read. Check that it is delimited text.`,
    {},
  );
}

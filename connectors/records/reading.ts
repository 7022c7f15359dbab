import type { BatchColumn, EventBatch, PropertyValue, Scalar, TextColumn } from '../../worker/protocol/batch.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { SourcePreview } from '../../worker/protocol/mapping.js';
import type { RejectReason } from '../../worker/protocol/report.js';
import type { Pace, ReadContext, Reading } from '../../worker/protocol/source.js';
import { ImportLog, mostRawBytes } from '../import-log.js';
import type { IdentifierReader } from '../identifiers.js';
import {
  allTexts,
  bare,
  columnReader,
  identifierCell,
  listOf,
  nobodyNote,
  odd,
  oddNote,
  readCell,
  readConstant,
  type Cell,
  type CellKind,
} from '../mapping/cell.js';
import { givenMapping, mappingOfProfiles, type GivenMapping } from '../mapping/given.js';
import type { Cells, Origin } from '../mapping/origin.js';
import { planColumns, timeName, warnHeader, type Plan, type PlannedIdentifier } from '../mapping/plan.js';
import { assist, type Assistance } from '../mapping/assistant/assistant.js';
import { unclear } from '../mapping/assistant/unclear.js';
import { readIdentity, type IdentityReading } from '../profiles.js';
import { ValueCodes } from '../value-codes.js';
import { chooseTime, noTime, type ChosenTime } from '../time-choice.js';
import { mostTime } from '../time.js';
import { Refused, type RecordItem, type RecordSource, type Row } from './record-source.js';

const BATCH_ROWS = 16_384;
const PACE_ROWS = 256;
const SAMPLED_ROWS = 2000;
// What the assistant looks at; the head is longer for the sake of keys that come late.
const LOOKED_AT_ROWS = 500;
const SHOWN_ROWS = 20;

/**
 * Reads records of a source as touchpoints: by the mapping given, else by what keys and values suggest.
 * @throws AnalyticsError `mapping-incomplete`, `mapping-invalid`, `time-unreadable`; `source-format` where there is no record
 */
export async function readRecords(source: RecordSource, context: ReadContext): Promise<Reading> {
  const head = await headOf(source, SAMPLED_ROWS, context);
  const rows = head.filter(isRow);
  if (rows.length === 0 && head.length > 0) throw noRecords(source.name, head.length);
  const given = givenMapping(context);
  const header = (await source.keys?.(context.pace)) ?? (await keysOf(rows, context.pace));
  const { profiles } = context;
  const proposed = given || profiles || source.defaults ? null : await assistance(source, rows, header, context);
  const mapping = profiles
    ? mappingOfProfiles(profiles, given, header)
    : (given ?? source.defaults ?? proposed?.mapping ?? null);
  if (mapping === null) {
    if (rows.length === 0) throw noRecords(source.name, head.length);
    throw unclear(proposed!, header);
  }
  const log = new ImportLog();
  // Without a list of all keys, later records may bring what the mapping names.
  const plan = planColumns(mapping, header, log, source.keys === undefined);
  const identity = await readIdentity(context, mapping, plan, log);
  return new RecordsReading(source, head, header, mapping, context, plan, identity, log);
}

/** Keys, first records as text, and the mapping that they suggest. */
export async function previewRecords(source: RecordSource, context: ReadContext): Promise<SourcePreview> {
  const rows = (await headOf(source, SAMPLED_ROWS, context)).filter(isRow);
  const header = await keysOf(rows, context.pace);
  return {
    ...(await assistance(source, rows, header, context)),
    rows: rows.slice(0, SHOWN_ROWS).map((row) => textsOf(row, header)),
    facts: previewFacts(source),
  };
}

/** What the first records suggest. */
function assistance(
  source: RecordSource,
  rows: readonly Row[],
  header: readonly string[],
  { pace, known, mapping, format = mapping?.format }: ReadContext,
): Promise<Assistance> {
  const texts = rows.slice(0, LOOKED_AT_ROWS).map((row) => textsOf(row, header));
  const { name, defaults } = source;
  return assist({ name, header, rows: texts, facts: previewFacts(source), format, defaults, known }, pace);
}

function previewFacts({ facts, sheets, sheet }: RecordSource): SourcePreview['facts'] {
  return { ...facts, delimiter: '', ...(sheets && { sheets }), ...(sheet !== undefined && { sheet }) };
}

function textsOf(row: Row, header: readonly string[]): string[] {
  return header.map((key) => textOf(field(row, key)) ?? '');
}

/** At least `least` records from the source's beginning, unless it has fewer. */
async function headOf(source: RecordSource, least: number, context: ReadContext): Promise<RecordItem[]> {
  const items: RecordItem[] = [];
  while (items.length < least) {
    const more = await source.next();
    if (more === null) break;
    for (const item of more) items.push(item);
    if (context.pace.due()) await context.pace.rest();
  }
  return items;
}

function isRow(item: RecordItem): item is Row {
  return !(item instanceof Refused);
}

function noRecords(name: string, refused: number): AnalyticsError {
  return new AnalyticsError(
    'source-format',
    refused > 0
      ? `"${name}" has ${refused} records and none of them can be read. Check how the file was written.`
      : `"${name}" has no records: there is nothing to draw yet.`,
    { format: 'empty' },
  );
}

class RecordsReading implements Reading {
  readonly profiles: NonNullable<Reading['profiles']> | null;
  readonly #log: ImportLog;
  readonly #plan: Plan;
  readonly #time: ChosenTime;
  readonly #missing: ReadonlySet<string>;
  /** Key of the time, when it is one as it stands. */
  readonly #timeKey: string | null;
  readonly #event: ValueWriter;
  readonly #id: ValueWriter | null;
  readonly #identifiers: ReadonlyArray<{
    readonly type: EventBatch['identifiers'][number]['type'];
    readonly writer: ValueWriter;
  }>;
  readonly #columns: Array<{ readonly name: string; readonly writer: ValueWriter }>;
  /** Keys that come later become properties too. */
  readonly #takesAll: boolean;
  readonly #known: Set<string>;
  /** Keys that the mapping names and no record has had yet. */
  readonly #awaited: Set<string>;
  #row: Row = {};

  constructor(
    readonly source: RecordSource,
    readonly head: readonly RecordItem[],
    readonly header: string[],
    mapping: GivenMapping,
    readonly context: ReadContext,
    plan: Plan,
    identity: IdentityReading,
    log: ImportLog,
  ) {
    const { properties = 'all', otherProperties } = mapping;
    this.#takesAll = properties === 'all' || (properties !== 'none' && otherProperties === 'all');
    this.#awaited = new Set(plan.awaited.map(({ name }) => name));
    this.#known = new Set(header);
    for (const { name, free } of plan.awaited) if (free) this.#known.delete(name);
    this.profiles = identity.profiles;
    this.#log = log;
    this.#plan = plan;
    warnHeader(header.slice(0, header.length - plan.awaited.length), log);
    this.#missing = new Set(mapping.missing);
    const { time } = plan;
    this.#timeKey = 'index' in time ? header[time.index]! : null;
    const texts: string[] = [];
    for (const item of head.slice(0, SAMPLED_ROWS)) {
      if (!isRow(item)) continue;
      this.#row = item;
      const value = 'index' in time ? field(item, this.#timeKey!) : time.make(this.#cells);
      if (typeof value === 'string') texts.push(value);
    }
    this.#time = chooseTime(mapping.fields.time ?? noTime, texts, this.#missing, timeName(time, header));
    const text: CellKind = { type: 'text', delimiter: '' };
    this.#event = this.#writerOf('event', plan.event, text);
    this.#id = plan.id === null ? null : this.#writerOf('id', plan.id, text);
    this.#identifiers = plan.identifiers.map((identifier) => ({
      type: identifier.type,
      writer: this.#identifierWriter(identifier, identity.read),
    }));
    this.#columns = plan.columns.map(({ name, origin, kind }) => ({
      name,
      writer: this.#writerOf(name, origin, kind),
    }));
  }

  get batches(): AsyncIterable<EventBatch> {
    return this.#read();
  }

  report(): ReturnType<Reading['report']> {
    return this.#log.report(this.source.name, {
      ...this.source.facts,
      delimiter: '',
      timeFormat: this.#time.reader.format,
      timeEvidence: this.#time.evidence,
      timeZone: this.#time.zone,
      columns: this.#awaited.size === 0 ? this.header : this.header.filter((key) => !this.#awaited.has(key)),
    });
  }

  async *#read(): AsyncGenerator<EventBatch, void, void> {
    const { source, context } = this;
    try {
      let items: readonly RecordItem[] | null = this.head;
      let count = 0;
      while (items !== null) {
        for (const item of items) {
          this.#take(item);
          if (this.#times.length === BATCH_ROWS) yield this.#takeBatch();
          if (++count % PACE_ROWS === 0 && context.pace.due()) {
            this.#tell();
            await context.pace.rest();
          }
        }
        items = await source.next();
        this.#tell();
      }
      if (this.#times.length > 0) yield this.#takeBatch();
      const { broken } = source;
      if (broken === null) this.#log.complete = true;
      else this.#log.warn('cut-short', 1, `The source ended early: ${broken}.`);
      this.#log.blankLines = source.blankLines ?? 0;
      for (const { code, count: times, message, sample } of source.warnings()) {
        this.#log.warn(code, times, message, undefined, sample);
      }
      for (const key of this.#awaited) {
        this.#log.warn('column-missing', 1, `The mapping names "${key}", which no record has.`, key);
      }
      this.#time.warn(this.#log);
    } finally {
      await source.close();
    }
  }

  #tell(): void {
    const { done, total } = this.source.progress();
    this.context.onProgress?.(done, total, this.#log.accepted + this.#log.rejected);
  }

  #take(item: RecordItem): void {
    if (!isRow(item)) {
      const { reason, line, raw } = item;
      this.#log.reject(reason, line, () => clipped(raw));
      return;
    }
    this.#row = item;
    for (const key of this.#awaited) if (Object.hasOwn(item, key)) this.#awaited.delete(key);
    if (this.#plan.excludes?.(this.#cells)) {
      this.#log.reject('excluded', this.source.lineOf?.(item) ?? 0, () => rawOf(item));
      return;
    }
    const { time: origin } = this.#plan;
    const time = this.#readTime('make' in origin ? origin.make(this.#cells) : field(item, this.#timeKey!));
    if (typeof time !== 'number') {
      this.#log.reject(time, this.source.lineOf?.(item) ?? 0, () => rawOf(item));
      return;
    }
    if (this.#takesAll) this.#meet(item);
    this.#times.push(time);
    this.#records.push(this.#log.record);
    for (const writer of this.#writers) writer.write();
    this.#log.accepted++;
  }

  /** A key that no record had before is a property from now on. */
  #meet(row: Row): void {
    for (const key of Object.keys(row)) {
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      const place = this.#plan.awaited.some(({ name }) => name === key) ? this.header.indexOf(key) : -1;
      const origin = { index: place < 0 ? this.header.push(key) - 1 : place, exchange: null };
      const writer = this.#writerOf(key, origin, { type: 'auto', delimiter: '' }, this.#times.length);
      const taken = this.#columns.some(({ name }) => name === key);
      this.#columns.push({ name: taken ? `${key} (2)` : key, writer });
      this.#allWriters = undefined;
    }
  }

  get #writers(): ValueWriter[] {
    return (this.#allWriters ??= [
      this.#event,
      ...(this.#id ? [this.#id] : []),
      ...this.#identifiers.map(({ writer }) => writer),
      ...this.#columns.map(({ writer }) => writer),
    ]);
  }
  #allWriters: ValueWriter[] | undefined;

  #times: number[] = [];
  #records: number[] = [];

  #takeBatch(): EventBatch {
    const times = this.#times;
    const records = this.#records;
    this.#times = [];
    this.#records = [];
    const rows = times.length;
    const plain = this.context.storage === 'plain';
    const identifiers = this.#identifiers.map(({ type, writer }) => ({
      type,
      values: writer.take(plain) as TextColumn,
    }));
    let unidentified = 0;
    for (let row = 0; row < rows; row++) if (identifiers.every(({ values }) => values.codes[row] === 0)) unidentified++;
    this.#log.warn(
      'unidentified',
      unidentified,
      'Rows name no actor; they count as rows, but in no analysis of actors.',
    );
    const id = this.#id?.take(plain) as TextColumn | undefined;
    return {
      rows,
      source: this.source.name,
      time: plain ? times : Float64Array.from(times),
      records: plain ? records : Float64Array.from(records),
      event: this.#event.take(plain) as TextColumn,
      identifiers,
      ...(id ? { id } : {}),
      columns: this.#columns.map(({ name, writer }) => ({ name, column: writer.take(plain) })),
    };
  }

  #readTime(value: unknown): number | RejectReason {
    if (value === null || value === undefined || value === '') return 'time-missing';
    if (typeof value === 'string' && (value.trim() === '' || this.#missing.has(value))) return 'time-missing';
    if (typeof value !== 'number' && typeof value !== 'string') return 'time-unreadable';
    const { format } = this.#time.reader;
    const time = typeof value === 'number' ? Math.floor(inMs(value, format)) : this.#time.reader.readText(value);
    if (time >= -mostTime && time <= mostTime) return time;
    if (typeof value === 'number' || time === time) return 'time-range';
    this.#time.noteUnreadable(value);
    return 'time-unreadable';
  }

  #notMissing(text: string | null): string | null {
    return text === null || this.#missing.has(text) ? null : text;
  }

  /** Text of the row at hand, as templates and conditions see it. */
  readonly #cells: Cells = (index) => bare(this.#notMissing(textOf(field(this.#row, this.header[index]!))));

  /** @param before rows of the batch at hand that were written before the column was met */
  #writerOf(name: string, origin: Origin, kind: CellKind, before = 0): ValueWriter {
    const note = oddNote(kind.type, name, this.#log);
    const known = (cell: Cell, value: unknown): PropertyValue => {
      if (cell !== odd) return cell;
      note(1, textOf(value) ?? '');
      return null;
    };
    if ('constant' in origin) {
      const constant = readConstant(origin.constant, kind);
      return new ValueWriter(() => known(constant, origin.constant), before);
    }
    if ('make' in origin) {
      return new ValueWriter(() => {
        const text = origin.make(this.#cells);
        return known(readCell(text, kind), text);
      });
    }
    const { exchange } = origin;
    const key = this.header[origin.index]!;
    const read = columnReader(kind, exchange);
    const convert = (value: unknown): PropertyValue => {
      if (Array.isArray(value) && (kind.type === 'list' || (kind.type === 'auto' && exchange !== null))) {
        return listOf(
          value.map((item) => textOf(item) ?? ''),
          exchange,
        );
      }
      const text = this.#notMissing(textOf(value));
      // What is a number or a boolean already stays one.
      if (exchange === null && text !== null && typeof value !== 'string') {
        if (kind.type === 'auto' || typeof value === kind.type) return plainValue(value);
      }
      return known(read(text), value);
    };
    return new ValueWriter(() => convert(field(this.#row, key)), before);
  }

  #identifierWriter(identifier: PlannedIdentifier, read: IdentifierReader): ValueWriter {
    const { type, name, origin, prefix } = identifier;
    const cell = identifierCell(identifier, read);
    const note = nobodyNote(type, name, this.#log);
    // As it stands, a text of spaces is a value that names nobody.
    const plain = 'index' in origin && origin.exchange === null && prefix === '' ? this.header[origin.index]! : null;
    const sampleOf =
      'columns' in origin ? allTexts(origin.columns) : (cells: Cells) => cells('index' in origin ? origin.index : 0);
    const cells: Cells = plain === null ? this.#cells : () => this.#notMissing(textOf(field(this.#row, plain)));
    return new ValueWriter(() => {
      const value = cell(cells);
      if (value !== odd) return value;
      note(1, sampleOf(cells) ?? '');
      return null;
    });
  }
}

/** Takes the values that are made of the rows; the dictionary grows over the whole reading. */
class ValueWriter {
  readonly #values = new ValueCodes();
  #rows: PropertyValue[] = [];
  /** Whether the rows at hand hold anything but numbers and nothing, and whether they hold a number. */
  #others = false;
  #numbers = false;

  /** @param before rows of the batch at hand that have none */
  constructor(
    readonly read: () => PropertyValue,
    before = 0,
  ) {
    for (let row = 0; row < before; row++) this.#rows.push(null);
  }

  write(): void {
    const value = this.read();
    if (typeof value === 'number') this.#numbers = true;
    else if (value !== null) this.#others = true;
    this.#rows.push(value);
  }

  /** Rows of numbers stay numbers: a dictionary of them would hold nearly as many entries as there are rows. */
  take(plain: boolean): BatchColumn {
    const rows = this.#rows;
    const numeric = this.#numbers && !this.#others;
    this.#rows = [];
    this.#others = this.#numbers = false;
    if (numeric) {
      const values = rows.map((value) => (value as number | null) ?? NaN);
      return { kind: 'number', values: plain ? values : Float64Array.from(values) };
    }
    const codes = rows.map((value) => this.#values.code(value));
    return { kind: 'dictionary', codes: plain ? codes : Uint32Array.from(codes), values: this.#values.values };
  }
}

/** A number as milliseconds; microseconds are divided, since a thousandth is no double. */
function inMs(units: number, format: string): number {
  return format === 'epoch-s' ? units * 1000 : format === 'epoch-us' ? units / 1000 : units;
}

/** Keys of records in the order in which they first stand. */
export async function keysOf(rows: readonly Row[], pace: Pace): Promise<string[]> {
  const keys = new Set<string>();
  for (let k = 0; k < rows.length; k++) {
    for (const key of Object.keys(rows[k]!)) keys.add(key);
    if (k % PACE_ROWS === 0 && pace.due()) await pace.rest();
  }
  return [...keys];
}

/** An own property; keys such as `__proto__` are data like any other. */
function field(row: Row, key: string): unknown {
  return Object.hasOwn(row, key) ? row[key] : undefined;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value + 0) : null;
  return typeof value === 'object' ? jsonOf(value) : String(value as boolean);
}

/** JSON of an object; null when it has none (a cycle, a bigint inside). */
function jsonOf(value: object): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

function plainValue(value: unknown): PropertyValue {
  if (Array.isArray(value)) return value.map(plainScalar);
  return plainScalar(value);
}

function plainScalar(value: unknown): Scalar {
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  return textOf(value);
}

function rawOf(row: Row): { text: string; bytes: number } {
  return clipped(textOf(row) ?? '');
}

function clipped(raw: string): { text: string; bytes: number } {
  // Three bytes at most in UTF-8 for one UTF-16 unit.
  const text = raw.slice(0, Math.floor(mostRawBytes / 3));
  return { text, bytes: text.length * 3 };
}

import { AnalyticsError } from '../../worker/protocol/error.js';
import type { RejectReason } from '../../worker/protocol/report.js';
import type { ByteFeed } from '../csv/byte-feed.js';
import { decodeUtf8, platform, type TextDecoderLike } from '../platform.js';
import { Refused, type RecordItem, type RecordSource, type Row } from '../records/record-source.js';
import { JsonFault, parseJson } from './json-text.js';

/** Longest record, in bytes: a line, or an item of the list that the file is. */
export const mostRecordBytes: number = 8 * 1024 * 1024;
/** Longest file that is one object, in bytes: it is read as a whole. */
export const mostObjectBytes: number = 256 * 1024 * 1024;

const FILL = 256 * 1024;
const PIECE = 512;
const mostFlatLevels = 8;

/** How a JSON source is cut into records. */
export interface JsonOptions {
  /** Path of the list that holds the records, such as `events[]` or `data.items[]`; absent: found out. */
  readonly rows?: string | undefined;
}

/**
 * Records of a JSON or NDJSON source: items of the list that it is, its lines, or the items of a list within each of
 * these (`rows`). Nested objects become keys with dots; fields of what holds a list stand in each of its records, whose
 * own keys then carry the list's name.
 *
 * @param feed stands at the first byte, with the head in its window
 * @throws AnalyticsError `source-format` for what does not begin like JSON; `mapping-invalid` for a path that names no list
 */
export function jsonSource(feed: ByteFeed, options: JsonOptions = {}): RecordSource {
  return new JsonSource(feed, options.rows === undefined ? null : pathOf(options.rows));
}

/** What a text's first bytes say of its form: null when it is no JSON. */
export function jsonForm(head: string, final: boolean): 'list' | 'lines' | 'object' | null {
  const text = head.trimStart();
  if (text.startsWith('[')) return /^\[\s*(["{[\]\d\-tfn]|$)/.test(text) ? 'list' : null;
  if (!text.startsWith('{') || !/^\{\s*(["}]|$)/.test(text)) return null;
  const end = text.indexOf('\n');
  if (end < 0) return final ? 'object' : 'lines';
  const first = text.slice(0, end);
  const second = text
    .slice(end + 1)
    .trimStart()
    .split('\n', 1)[0]!;
  // A first line that is an object by itself is a record, whatever the second one holds; where the first is spoilt, the
  // second tells.
  if (isWhole(first)) return second === '' && final ? 'object' : 'lines';
  return second.startsWith('{') && isWhole(second) ? 'lines' : 'object';
}

function isWhole(line: string): boolean {
  try {
    parseJson(line.trim());
    return true;
  } catch {
    return false;
  }
}

/**
 * Texts of the records of a file of that form, in order: items of a list, lines, or the one object.
 * @param isInner the list stands within something else; what follows it is left
 * @throws AnalyticsError `source-format` where a list's commas and brackets do not fit, `source-limit` for an object that is too large
 */
export function jsonUnits(
  feed: ByteFeed,
  form: 'list' | 'lines' | 'object',
  isInner = false,
): AsyncGenerator<JsonUnit, void, void> {
  return form === 'list' ? listUnits(feed, isInner) : form === 'lines' ? lineUnits(feed) : objectUnit(feed);
}

interface Path {
  readonly keys: readonly string[];
  readonly name: string;
}

function pathOf(written: string): Path {
  const name = written.replace(/\[\]$/, '');
  const keys = name === '' ? [] : name.split('.');
  if (!written.endsWith('[]') || keys.some((key) => key === '')) {
    throw new AnalyticsError(
      'mapping-invalid',
      `format.rows is "${written}", which names no list. Write the way to it with "[]" at its end, such as "events[]" or "data.items[]".`,
      { path: 'format.rows' },
    );
  }
  return { keys, name };
}

/** A record's text, and how it lies in the file. */
export interface JsonUnit {
  readonly bytes: Uint8Array;
  readonly line: number;
  /** Longer than `mostRecordBytes`; the bytes are its beginning. */
  readonly tooLong: boolean;
  /** The file ended within it. */
  readonly cut: boolean;
}

class JsonSource implements RecordSource {
  readonly facts: RecordSource['facts'];
  readonly #feed: ByteFeed;
  readonly #path: Path | null;
  readonly #units: AsyncGenerator<JsonUnit, void, void>;
  readonly #form: 'list' | 'lines' | 'object';
  readonly #lines = new WeakMap<Row, number>();
  #duplicates = 0;
  #huge = 0;
  #hugeSample = '';
  #broken: string | null = null;

  constructor(feed: ByteFeed, path: Path | null) {
    this.#feed = feed;
    this.#path = path;
    const form = jsonForm(decodeUtf8(feed.bytes.subarray(feed.from, feed.to)), feed.final);
    if (form === null) throw notJson(feed.name, 'It begins with neither a list nor an object', 0);
    this.#form = form;
    this.#units = jsonUnits(feed, form);
    this.facts = { format: this.#form === 'lines' ? 'ndjson' : 'json', encoding: feed.encoding, gzip: feed.gzip };
  }

  get name(): string {
    return this.#feed.name;
  }

  get broken(): string | null {
    return this.#feed.broken ?? this.#broken;
  }

  async next(): Promise<readonly RecordItem[] | null> {
    const items: RecordItem[] = [];
    while (items.length < PIECE) {
      const { value: unit, done } = await this.#units.next();
      if (done) return items.length > 0 ? items : null;
      this.#read(unit, items);
    }
    return items;
  }

  progress(): { done: number; total: number | null } {
    return { done: this.#feed.read, total: this.#feed.total };
  }

  warnings(): ReturnType<RecordSource['warnings']> {
    return [
      {
        code: 'duplicate-key',
        count: this.#duplicates,
        message: 'Records name a field twice; the last value counts.',
      },
      {
        code: 'number-range',
        count: this.#huge,
        message: 'Numbers are beyond what can be read and count as missing.',
        ...(this.#huge > 0 && { sample: this.#hugeSample }),
      },
    ];
  }

  lineOf(row: Row): number {
    return this.#lines.get(row) ?? 0;
  }

  close(): Promise<void> {
    return this.#feed.close();
  }

  #read({ bytes, line, tooLong, cut }: JsonUnit, items: RecordItem[]): void {
    const refuse = (reason: RejectReason): void =>
      void items.push(new Refused(reason, line, decodeUtf8(bytes.subarray(0, 4096))));
    if (cut) this.#broken = 'a record at its end is not complete';
    if (tooLong) return refuse('record-too-long');
    const text = decode(bytes);
    if (text === null) return refuse('encoding');
    let value: unknown;
    try {
      const parsed = parseJson(text);
      ({ value } = parsed);
      if (parsed.duplicateKey) this.#duplicates++;
      if (parsed.hugeNumber) {
        this.#huge++;
        this.#hugeSample ||= text.slice(0, 200);
      }
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      if (this.#form === 'object' || (this.#form === 'list' && error.after)) {
        throw notJson(this.name, error.message, error.at);
      }
      return refuse('record-unreadable');
    }
    if (!isObject(value)) {
      if (this.#form === 'object') throw notJson(this.name, 'It holds no records', 0);
      return refuse('not-a-record');
    }
    const path = this.#path ?? (this.#form === 'object' ? onlyList(value) : null);
    if (path === null) this.#keep(items, flat(value, ''), line);
    else this.#expand(value, path, this.#path !== null, items, line, text);
  }

  /** One record for each item of the list that the path leads to. */
  #expand(holder: Row, path: Path, named: boolean, items: RecordItem[], line: number, text: string): void {
    let list: unknown = holder;
    for (const key of path.keys) list = isObject(list) ? list[key] : undefined;
    if (!Array.isArray(list)) {
      items.push(new Refused('not-a-record', line, text.slice(0, 4096)));
      return;
    }
    const around = named ? flat(without(holder, path.keys), '') : (Object.create(null) as Row);
    for (const item of list) {
      if (isObject(item)) {
        this.#keep(items, Object.assign(Object.create(null) as Row, around, flat(item, named ? path.name : '')), line);
      } else items.push(new Refused('not-a-record', line, (JSON.stringify(item) ?? '').slice(0, 4096)));
    }
  }

  #keep(items: RecordItem[], row: Row, line: number): void {
    if (line > 0) this.#lines.set(row, line);
    items.push(row);
  }
}

/** The one list of objects of an object that wraps its records, at its top: `{ "records": [...] }`. */
function onlyList(object: Row): Path | null {
  const lists = Object.keys(object).filter((key) => {
    const value = object[key];
    return Array.isArray(value) && value.length > 0 && value.every(isObject);
  });
  return lists.length === 1 ? { keys: [lists[0]!], name: lists[0]! } : null;
}

/** Nested objects as keys with dots; lists of objects, and what lies deeper, as JSON text. */
function flat(object: Row, prefix: string): Row {
  const row = Object.create(null) as Record<string, unknown>;
  const walk = (value: Row, before: string, level: number): void => {
    for (const key of Object.keys(value)) {
      const name = before === '' ? key : `${before}.${key}`;
      const item = value[key];
      if (isObject(item) && level < mostFlatLevels) walk(item, name, level + 1);
      else if (isObject(item) || (Array.isArray(item) && item.some((one) => typeof one === 'object' && one !== null))) {
        row[name] = JSON.stringify(item);
      } else row[name] = item;
    }
  };
  walk(object, prefix, 0);
  return row;
}

function without(object: Row, [key, ...rest]: readonly string[]): Row {
  const copy = Object.assign(Object.create(null) as Record<string, unknown>, object);
  const inner = copy[key!];
  if (rest.length > 0 && isObject(inner)) copy[key!] = without(inner, rest);
  else delete copy[key!];
  return copy;
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(bytes: Uint8Array): string | null {
  try {
    return (strict ??= new platform.TextDecoder('utf-8', { fatal: true })).decode(bytes);
  } catch {
    return null;
  }
}

let strict: TextDecoderLike | undefined;

/** Lines that are not blank. */
async function* lineUnits(feed: ByteFeed): AsyncGenerator<JsonUnit, void, void> {
  let line = 0;
  let scanned = 0;
  for (;;) {
    const { bytes, from, to } = feed;
    const end = bytes.indexOf(10, from + scanned);
    const found = end >= 0 && end < to;
    if (!found && !feed.final) {
      scanned = to - from;
      if (scanned > mostRecordBytes) {
        yield { bytes: bytes.slice(from, from + 4096), line: line + 1, tooLong: true, cut: false };
        await passLine(feed);
        line++;
        scanned = 0;
      } else await feed.fill(FILL);
      continue;
    }
    const stop = found ? end : to;
    line++;
    scanned = 0;
    feed.from = found ? end + 1 : to;
    if (!isBlank(bytes, from, stop)) {
      yield { bytes: bytes.subarray(from, stop), line, tooLong: stop - from > mostRecordBytes, cut: false };
    }
    if (!found) return;
  }
}

async function passLine(feed: ByteFeed): Promise<void> {
  for (;;) {
    const end = feed.bytes.indexOf(10, feed.from);
    if (end >= 0 && end < feed.to) {
      feed.from = end + 1;
      return;
    }
    feed.from = feed.to;
    if (feed.final) return;
    await feed.fill(FILL);
  }
}

/** The whole file. */
async function* objectUnit(feed: ByteFeed): AsyncGenerator<JsonUnit, void, void> {
  while (!feed.final) {
    if (feed.to - feed.from > mostObjectBytes) {
      throw new AnalyticsError(
        'source-limit',
        `"${feed.name}" is one JSON object of more than ${mostObjectBytes / 1024 / 1024} MiB. Write it as a list of records, or as NDJSON, one record a line.`,
        { bytes: feed.to - feed.from },
      );
    }
    await feed.fill(1024 * 1024);
  }
  const { bytes, from, to } = feed;
  feed.from = to;
  yield { bytes: bytes.subarray(from, to), line: 1, tooLong: false, cut: false };
}

/** Items of the list that the file is, each by its own brackets and quotes. */
async function* listUnits(feed: ByteFeed, isInner: boolean): AsyncGenerator<JsonUnit, void, void> {
  let line = 1;
  const skip = async (): Promise<number> => {
    for (;;) {
      while (feed.from < feed.to) {
        const code = feed.bytes[feed.from]!;
        if (code === 10) line++;
        else if (code !== 0x20 && code !== 0x0d && code !== 0x09) return code;
        feed.from++;
      }
      if (feed.final) return -1;
      await feed.fill(FILL);
    }
  };
  await skip();
  feed.from++;
  if ((await skip()) === 0x5d) feed.from++;
  else {
    for (;;) {
      const code = await skip();
      if (code === -1) {
        yield { bytes: new Uint8Array(0), line, tooLong: false, cut: true };
        return;
      }
      if (code === 0x2c || code === 0x5d) throw notJson(feed.name, 'An item of the list is missing', feed.read);
      const item = await scanItem(feed);
      const { bytes, from } = feed;
      feed.from += item.length;
      yield { bytes: bytes.subarray(from, from + item.length), line, tooLong: item.tooLong, cut: item.cut };
      line += item.lines;
      if (item.cut) return;
      const after = await skip();
      if (after === -1) {
        yield { bytes: new Uint8Array(0), line, tooLong: false, cut: true };
        return;
      }
      feed.from++;
      if (after === 0x5d) break;
      if (after !== 0x2c) throw notJson(feed.name, 'A comma or the closing bracket is missing', feed.read);
    }
  }
  if (!isInner && (await skip()) !== -1) throw notJson(feed.name, 'Something follows the list', feed.read);
}

/** Length of the item that begins at the window's start; one that is too long is passed over but for its beginning. */
async function scanItem(feed: ByteFeed): Promise<{ length: number; lines: number; tooLong: boolean; cut: boolean }> {
  let at = 0;
  let lines = 0;
  let depth = 0;
  let quoted = false;
  for (;;) {
    const { bytes, from, to } = feed;
    while (from + at < to) {
      const code = bytes[from + at]!;
      if (code === 10) lines++;
      if (quoted) {
        if (code === 0x5c) at++;
        else if (code === 0x22) quoted = false;
      } else if (code === 0x22) quoted = true;
      else if (code === 0x7b || code === 0x5b) depth++;
      else if (code === 0x7d || code === 0x5d) {
        if (depth === 0) return { length: at, lines, tooLong: false, cut: false };
        depth--;
      } else if (code === 0x2c && depth === 0) return { length: at, lines, tooLong: at > mostRecordBytes, cut: false };
      at++;
    }
    if (feed.final) return { length: Math.min(at, to - from), lines, tooLong: false, cut: true };
    if (at > mostObjectBytes) {
      throw new AnalyticsError(
        'source-limit',
        `"${feed.name}" has a record of more than ${mostObjectBytes / 1024 / 1024} MiB. Check that its brackets and quotes close.`,
        {},
      );
    }
    await feed.fill(Math.max(FILL, at));
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = bytes[at]!;
    if (code !== 0x20 && code !== 0x0d && code !== 0x09) return false;
  }
  return true;
}

function notJson(name: string, what: string, at: number): AnalyticsError {
  return new AnalyticsError(
    'source-format',
    `"${name}" is not JSON that can be read: ${what} (near byte ${at}). Write a list of objects, or one object a line.`,
    { at },
  );
}

import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { RejectReason } from '../../worker/protocol/report.js';
import type { Pace } from '../../worker/protocol/source.js';
import { ReadBroken } from '../bytes.js';
import type { FormatFile, FormatOptions, FormatReader } from '../formats/format.js';
import { LineOf } from '../records/lines.js';
import { Refused, type RecordItem, type RecordSource, type Row } from '../records/record-source.js';
import { xmlText, type XmlText } from '../xml/text.js';
import { XmlFault, XmlTokenizer } from '../xml/tokenizer.js';
import { readValue } from './value.js';

/** Longest event or trace, in UTF-16 units of its keys and values. */
export const mostEventLength: number = 8 * 1024 * 1024;
/** Attributes of a trace, nested ones included: each of its events has them all. */
export const mostTraceAttributes = 1000;

const PIECE = 512;

/**
 * Reads process logs (XES, IEEE 1849): one record an event, under its attributes' keys; those of its trace stand beside
 * them as `case:...`. Read as it comes, from XML without a document type. Damage costs the events that it touches, each
 * refused with a reason; reading goes on at the next event or trace.
 */
export const xesFormat: FormatReader = {
  format: 'xes',
  async open(file, options, pace) {
    const source = new XesSource(file, pace);
    try {
      await source.begin(options);
      return source;
    } catch (error) {
      await source.close();
      throw error;
    }
  },
};

type Place = 'log' | 'trace' | 'event' | 'global' | 'attribute' | 'list' | 'other';

/** An open element; one object a level, used again and again. */
interface Frame {
  place: Place;
  /** Where its attributes are put; null where nobody wants them. */
  row: Record<string, unknown> | null;
  /** Before the keys of its attributes. */
  prefix: string;
  /** Items of a `list`. */
  items: unknown[] | null;
  /** Where a list or container is put once it ends. */
  into: Record<string, unknown> | null;
  key: string;
  /** It lies in a `global`. */
  isGlobal: boolean;
  /** It lies in a list. */
  isInner: boolean;
}

/** Where reading was lost, until the next event or trace is found. */
interface Lost {
  readonly fault: XmlFault;
  readonly line: number;
  readonly wasEvent: boolean;
  isFirst: boolean;
}

class XesSource implements RecordSource {
  readonly name: string;
  readonly #file: FormatFile;
  readonly #pace: Pace;
  readonly #xml: XmlTokenizer = new XmlTokenizer();
  #text: XmlText | null = null;
  #broken: string | null = null;
  #isDone = false;
  #lost: Lost | null = null;
  #items: RecordItem[] = [];
  readonly #frames: Frame[] = [];

  // Of the file.
  readonly #globals: Record<'trace' | 'event', Record<string, unknown>> = { trace: bare(), event: bare() };
  #classifier: readonly string[] | null = null;
  readonly #seen = new Set<string>();
  #rows = 0;
  #duplicates = 0;
  #late = 0;

  // Of the trace: its attributes under their keys with `case:`, and why its events cannot be used.
  #case: Record<string, unknown> = bare();
  #caseLength = 0;
  #caseCount = 0;
  #caseFault: RejectReason | null = null;
  #hasEvents = false;

  // Of the event.
  #event: Record<string, unknown> | null = null;
  #eventLine = 0;
  #eventLength = 0;
  #eventFault: RejectReason | null = null;

  constructor(file: FormatFile, pace: Pace) {
    this.name = file.name;
    this.#file = file;
    this.#pace = pace;
  }

  get facts(): RecordSource['facts'] {
    return { format: 'xes', encoding: this.#text?.encoding ?? '', gzip: this.#file.gzip };
  }

  get broken(): string | null {
    return this.#broken;
  }

  /** The trace is the actor; a classifier of the log that names events by more than `concept:name` is heeded. */
  get defaults(): Mapping | null {
    const actor = ['case:concept:name', 'case:identity:id'].find((key) => this.#seen.has(key));
    if (actor === undefined || !this.#seen.has('time:timestamp') || !this.#seen.has('concept:name')) return null;
    const keys = (this.#classifier ?? []).filter((key) => this.#seen.has(key) && !/[{}]/.test(key));
    return {
      version: 1,
      fields: {
        actor: { column: actor },
        time: { column: 'time:timestamp', format: 'iso' },
        event:
          keys.length > 1
            ? { template: keys.map((key) => `{${key}}`).join(' / ') }
            : { column: keys[0] ?? 'concept:name' },
      },
    };
  }

  /** Reads up to the log's start. */
  async begin(options: FormatOptions): Promise<void> {
    try {
      this.#text = await xmlText(this.#file.chunks(), options.encoding);
    } catch (error) {
      if (error instanceof RangeError) throw this.#notXes('it names an encoding that is not known');
      if (error instanceof ReadBroken) throw this.#notXes(error.message);
      throw error;
    }
    for (;;) {
      let token;
      try {
        token = this.#xml.next();
      } catch (error) {
        if (error instanceof XmlFault) throw this.#notXes(`${decapital(error.message)} (line ${error.line})`);
        throw error;
      }
      if (token === 'more') await this.#more();
      else if (token === 'open' && this.#xml.name === 'log') break;
      else if (token === 'open') throw this.#notXes(`its outermost element is <${this.#xml.name.slice(0, 60)}>`);
    }
    this.#push('log', null, '');
  }

  async next(): Promise<readonly RecordItem[] | null> {
    while (!this.#isDone && this.#items.length < PIECE) {
      const goesOn = this.#read();
      if (!goesOn) continue;
      await this.#more();
      if (this.#pace.due()) await this.#pace.rest();
    }
    const items = this.#items;
    this.#items = [];
    return items.length > 0 ? items : null;
  }

  progress(): { done: number; total: number | null } {
    return { done: this.#text?.read ?? 0, total: this.#file.size };
  }

  warnings(): ReturnType<RecordSource['warnings']> {
    return [
      {
        code: 'duplicate-key',
        count: this.#duplicates + this.#late,
        message:
          'Events or traces name an attribute twice: the last value counts. Those of a trace that stand behind its events are left out.',
      },
    ];
  }

  lineOf(row: Row): number {
    return LineOf.get(row);
  }

  async close(): Promise<void> {
    this.#isDone = true;
    await this.#text?.close();
  }

  /** Gives the tokenizer the next piece of text, or tells it that there is none. */
  async #more(): Promise<void> {
    let piece: string | null = null;
    try {
      piece = await this.#text!.next();
    } catch (error) {
      if (!(error instanceof ReadBroken)) throw error;
      this.#broken = error.message;
    }
    if (piece === null) this.#xml.end();
    else this.#xml.push(piece);
  }

  /** Reads on; true when it needs more text, false when there are records enough or all is read. */
  #read(): boolean {
    try {
      while (this.#items.length < PIECE) {
        if (this.#lost !== null && !this.#find(this.#lost)) return !this.#isDone;
        const token = this.#xml.next();
        if (token === 'open') this.#opened();
        else if (token === 'close') this.#closed();
        else if (token === 'more') return true;
        else if (token === 'end') {
          this.#isDone = true;
          return false;
        } else if (!this.#xml.isBlank) this.#strayText();
      }
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      this.#damaged(error);
    }
    return false;
  }

  #damaged(fault: XmlFault): void {
    const wasEvent = this.#event !== null;
    if (!wasEvent && !(this.#hasEvents && this.#frames.some(({ place }) => place === 'trace'))) {
      this.#caseFault ??= 'record-unreadable';
    }
    this.#lost = { fault, line: wasEvent ? this.#eventLine : fault.line, wasEvent, isFirst: true };
    this.#event = null;
  }

  /** Whether a place was found from which events can be read again. */
  #find(lost: Lost): boolean {
    const trace = this.#frames.findIndex(({ place }) => place === 'trace');
    const depth = trace < 0 ? 1 : trace + 1;
    const found = this.#xml.seek(['event', 'trace'], depth, lost.isFirst);
    lost.isFirst = false;
    if (found === 'more') return false;
    const { passed } = this.#xml;
    const { fault, line, wasEvent } = lost;
    // A file that ends between two events lost none that is known of.
    if (wasEvent || passed.trim() !== '') this.#items.push(new Refused('record-unreadable', line, passed));
    this.#lost = null;
    this.#frames.length = Math.min(depth, this.#frames.length);
    if (found === 'found') return true;
    this.#isDone = true;
    this.#broken ??= `${decapital(fault.message)} (line ${fault.line})`;
    return false;
  }

  #opened(): void {
    const { name } = this.#xml;
    const above = this.#frames[this.#frames.length - 1]!;
    if (above.place === 'event' && name !== 'event' && name !== 'trace') this.#openAttribute(above);
    else if (name === 'event') this.#openEvent(above);
    else if (name === 'trace') this.#openTrace(above);
    else if (above.place === 'log') this.#openPart(name);
    else if (above.row === null && above.items === null) this.#push('other', null, '');
    else this.#openAttribute(above);
  }

  #openTrace(above: Frame): void {
    if (above.place !== 'log') {
      // The end of what is open is missing.
      if (this.#event !== null) this.#refuseEvent('record-unreadable');
      this.#xml.reopen(1);
      this.#frames.length = 1;
    }
    this.#endTrace();
    this.#push('trace', this.#case, 'case:');
  }

  #endTrace(): void {
    this.#case = bare();
    this.#caseLength = this.#caseCount = 0;
    this.#caseFault = null;
    this.#hasEvents = false;
  }

  #openEvent(above: Frame): void {
    let place = above.place;
    if (this.#event !== null) {
      // The end of the event before is missing.
      this.#refuseEvent('record-unreadable');
      const trace = this.#frames.findIndex((frame) => frame.place === 'trace');
      const depth = trace < 0 ? 1 : trace + 1;
      this.#xml.reopen(depth);
      this.#frames.length = depth;
      ({ place } = this.#frames.at(-1)!);
    }
    this.#hasEvents = true;
    const event = bare();
    // oxlint-disable-next-line guard-for-in -- it has no prototype
    for (const key in this.#case) event[key] = this.#case[key];
    this.#event = event;
    this.#eventLine = this.#xml.line;
    this.#eventLength = 0;
    this.#eventFault = place === 'log' || place === 'trace' ? this.#caseFault : 'record-unreadable';
    this.#push('event', event, '');
  }

  /** What may stand beside traces. */
  #openPart(name: string): void {
    const scope = this.#xml.attribute('scope') ?? 'event';
    if (name === 'global' && (scope === 'trace' || scope === 'event')) {
      this.#push('global', this.#globals[scope], scope === 'trace' ? 'case:' : '').isGlobal = true;
      return;
    }
    if (name === 'classifier' && scope === 'event') {
      const keys = classifierKeys(this.#xml.attribute('keys') ?? '');
      if (keys.includes('concept:name')) this.#classifier ??= keys;
    }
    this.#push('other', null, '');
  }

  #openAttribute(above: Frame): void {
    const { name } = this.#xml;
    const key = this.#xml.attribute('key');
    // XES 2 puts a list's items within `values`.
    if (name === 'values' && above.items !== null && key === undefined) {
      this.#push('list', null, '').items = above.items;
      return;
    }
    if (key === undefined) {
      this.#fault('record-unreadable');
      this.#push('other', null, '');
      return;
    }
    if (above.place === 'trace' && this.#hasEvents) {
      // It may be what is left of an event; the events before it were given without it.
      this.#late++;
      this.#push('other', null, '');
      return;
    }
    // A default for times or names would make up what happened when, and to whom.
    const isMadeUp = above.isGlobal && (name === 'date' || key === 'concept:name' || key === 'identity:id');
    const value = readValue(name, this.#xml.attribute('value'));
    if (isMadeUp || !this.#hasRoom(key.length + (typeof value === 'string' ? value.length : 8))) {
      this.#push('other', null, '');
      return;
    }
    let row = above.row;
    if (above.items !== null) above.items.push((row = bare()));
    const full = above.place === 'attribute' ? `${above.prefix}.${key}` : above.prefix + key;
    if (name === 'list' || name === 'container') {
      const frame = this.#push('list', name === 'container' ? bare() : null, '');
      if (name === 'list') frame.items = [];
      frame.isInner = true;
      frame.into = row;
      frame.key = full;
      return;
    }
    if (full in row!) {
      this.#duplicates++;
      // A trace with two names may be two.
      if (full === 'case:concept:name' || full === 'case:identity:id') this.#fault('record-unreadable');
    }
    row![full] = value;
    if (!this.#xml.skipEmpty()) this.#push('attribute', row, full);
  }

  /** Whether the event, or the trace, may grow by so much. */
  #hasRoom(length: number): boolean {
    const isEvent = this.#event !== null;
    const size = isEvent ? (this.#eventLength += length) : (this.#caseLength += length);
    if (size <= mostEventLength && (isEvent || ++this.#caseCount <= mostTraceAttributes)) return true;
    this.#fault('record-too-long');
    return false;
  }

  #fault(reason: RejectReason): void {
    if (this.#event !== null) this.#eventFault ??= reason;
    else if (!this.#frames.at(-1)!.isGlobal) this.#caseFault ??= reason;
  }

  #closed(): void {
    const frame = this.#frames.pop()!;
    if (frame.place === 'event') this.#endEvent();
    else if (frame.place === 'trace') this.#endTrace();
    else if (frame.into !== null) {
      const value = frame.items ?? frame.row;
      // Within another list it stays what it is; in a record it is text.
      frame.into[frame.key] = this.#frames.at(-1)!.isInner ? value : JSON.stringify(value);
    }
  }

  #endEvent(): void {
    const event = this.#event;
    if (event === null) return;
    this.#event = null;
    this.#fill(event);
    const reason = this.#eventFault ?? (this.#text!.isDamaged && hasLostBytes(event) ? 'encoding' : null);
    if (reason !== null) {
      this.#items.push(new Refused(reason, this.#eventLine, JSON.stringify(event).slice(0, 4096)));
      return;
    }
    if (this.#rows++ < 2000) for (const key of Object.keys(event)) this.#seen.add(key);
    LineOf.put(event, this.#eventLine);
    this.#items.push(event);
  }

  /** Attributes that the log says all have, where one has not. */
  #fill(event: Record<string, unknown>): void {
    for (const defaults of [this.#globals.trace, this.#globals.event]) {
      // oxlint-disable-next-line guard-for-in -- it has no prototype
      for (const key in defaults) if (!(key in event)) event[key] = defaults[key];
    }
  }

  #refuseEvent(reason: RejectReason): void {
    this.#items.push(new Refused(reason, this.#eventLine, JSON.stringify(this.#event).slice(0, 4096)));
    this.#event = null;
  }

  /** Text has no place in a log: part of a tag was lost. */
  #strayText(): void {
    if (this.#event !== null) {
      this.#eventFault ??= 'record-unreadable';
      return;
    }
    if (!this.#hasEvents) this.#caseFault ??= 'record-unreadable';
    this.#items.push(new Refused('not-a-record', this.#xml.line, ''));
  }

  #push(place: Place, row: Record<string, unknown> | null, prefix: string): Frame {
    const above = this.#frames.at(-1);
    const frame: Frame = {
      place,
      row,
      prefix,
      items: null,
      into: null,
      key: '',
      isGlobal: above?.isGlobal ?? false,
      isInner: above?.isInner ?? false,
    };
    this.#frames.push(frame);
    return frame;
  }

  #notXes(why: string): AnalyticsError {
    return new AnalyticsError(
      'source-format',
      `"${this.name}" is not a process log that can be read: ${why}. Export it again as XES.`,
      { format: 'xes' },
    );
  }
}

/** Keys of a classifier: set apart by blanks, those that hold blanks in quotes. */
function classifierKeys(written: string): string[] {
  return [...written.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

function hasLostBytes(event: Row): boolean {
  return Object.keys(event).some((key) => key.includes('\ufffd') || String(event[key]).includes('\ufffd'));
}

/** Makes objects that inherit no key, and that engines lay out as fast as any: those of `Object.create(null)` are tables. */
const Bare = function (): void {} as unknown as new () => Record<string, unknown>;
Bare.prototype = Object.create(null);

function bare(): Record<string, unknown> {
  return new Bare();
}

function decapital(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}

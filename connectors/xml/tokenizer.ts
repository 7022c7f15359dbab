import { ownText } from '../own-text.js';

/** Elements within elements that are read; deeper text is refused. */
export const mostXmlLevels = 256;
/** Longest tag, in UTF-16 units: all else is passed on piece by piece. */
export const mostTagLength: number = 1024 * 1024;
/** Attributes of one tag. */
export const mostAttributes = 256;

/** Why a text is no XML, or no XML that is read here. */
export class XmlFault extends Error {
  /** @param line from 1 */
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** What stands next; `more` asks for another piece of text, `end` comes after `end()` was called and all is read. */
export type XmlToken = 'open' | 'close' | 'text' | 'more' | 'end';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const comment = 1;
const instruction = 2;
const cdata = 3;

/**
 * Reads XML 1.0 from pieces of text, token by token, holding no more than the tag at hand. Strict where leniency would
 * guess: tags nest, attributes have quotes, entities are the five that XML has. A document type declaration is refused
 * wherever it stands, so nothing expands and nothing is fetched.
 *
 * An empty element gives `open` and `close`. Text of one element may come in several tokens. Strings given out hold no
 * piece of the input alive.
 */
export class XmlTokenizer {
  /** Of the element just opened or closed, without its prefix. */
  name = '';
  /** Names of the attributes of the element just opened, as written, prefix included. */
  readonly keys: string[] = [];
  /** One item a key. */
  readonly values: string[] = [];
  /** What `seek` passed over: its first characters. */
  passed = '';
  #buffer = '';
  #at = 0;
  #ended = false;
  #within = 0;
  #isEmpty = false;
  #hadRoot = false;
  /** Names of the open elements as written, outermost first. */
  readonly #open: string[] = [];
  readonly #names = new Map<string, string>();
  // The text token, decoded when it is asked for: most of it is white space that nobody reads.
  #textFrom = 0;
  #textTo = 0;
  #textIsCdata = false;
  // Lines before `#lineAt`.
  #lines = 0;
  #lineAt = 0;

  /** Elements that are open; the one just opened counts, the one just closed does not. */
  get depth(): number {
    return this.#open.length;
  }

  /** Line of the next token, from 1. */
  get line(): number {
    this.#countLines();
    return this.#lines + 1;
  }

  /**
   * Content of a `text` token; to be asked before the next one.
   * @throws XmlFault for an entity that XML does not have
   */
  get text(): string {
    const raw = this.#buffer.slice(this.#textFrom, this.#textTo);
    const lines = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
    return ownText(this.#textIsCdata || !lines.includes('&') ? lines : this.#unescape(lines));
  }

  /** Whether a `text` token is white space alone; asked instead of its content. */
  get isBlank(): boolean {
    let at = this.#textFrom;
    while (at < this.#textTo && isBlank(this.#buffer.charCodeAt(at))) at++;
    return at === this.#textTo;
  }

  /** Value of an attribute of the element just opened, by its name as written. */
  attribute(name: string): string | undefined {
    const place = this.keys.indexOf(name);
    return place < 0 ? undefined : this.values[place];
  }

  /** Passes over the end of the element just opened if it is empty; whether it was. */
  skipEmpty(): boolean {
    if (!this.#isEmpty) return false;
    this.#isEmpty = false;
    this.#open.pop();
    return true;
  }

  /** Adds a piece of the text, best of some kilobytes: a tag is read again with each piece until it is whole. */
  push(piece: string): void {
    this.#countLines();
    this.#buffer = this.#at === 0 ? this.#buffer + piece : this.#buffer.slice(this.#at) + piece;
    this.#lineAt -= this.#at;
    this.#at = 0;
  }

  /** Says that no piece follows. */
  end(): void {
    this.#ended = true;
  }

  /** @throws XmlFault where the text is no XML; `seek` can go on from there */
  next(): XmlToken {
    if (this.#isEmpty) {
      this.#isEmpty = false;
      this.#open.pop();
      return 'close';
    }
    for (;;) {
      if (this.#within !== 0) {
        const token = this.#inside();
        if (token !== null) return token;
        continue;
      }
      const buffer = this.#buffer;
      const at = this.#at;
      if (at >= buffer.length) return this.#need('');
      if (buffer.charCodeAt(at) !== 0x3c) {
        const token = this.#textToken();
        if (token !== null) return token;
        continue;
      }
      // No look beyond the end, here and below: a NaN once seen keeps engines from whole numbers for good.
      switch (at + 1 < buffer.length ? buffer.charCodeAt(at + 1) : 0) {
        case 0x2f:
          return this.#closeTag();
        case 0x3f:
          this.#at += 2;
          this.#within = instruction;
          continue;
        case 0x21:
          if (!this.#declaration()) return 'more';
          continue;
        default:
          return at + 1 < buffer.length ? this.#openTag() : this.#need('a tag');
      }
    }
  }

  /**
   * After a fault: passes over everything up to the next start tag of one of these names, whatever it is, and goes on
   * there within the first `depth` open elements. Gives `more` when it needs another piece and has to be called again,
   * `end` when there is none.
   * @param first true on the first call after a fault: the place of the fault itself is passed over
   */
  seek(names: readonly string[], depth: number, first: boolean): 'found' | 'more' | 'end' {
    if (first) {
      this.passed = '';
      this.#within = 0;
      this.#isEmpty = false;
    }
    let start = this.#at;
    let isFound = false;
    for (let from = start + (first ? 1 : 0); !isFound; from = start + 1) {
      start = this.#buffer.indexOf('<', from);
      if (start < 0) start = this.#buffer.length;
      const [tag, name] = /^<([^\s/>"'<=!?]{0,200})/.exec(this.#buffer.slice(start, start + 201)) ?? ['', ''];
      // A name that ends with what is here may go on.
      if (start + tag.length === this.#buffer.length) break;
      isFound = names.includes(localName(name));
    }
    if (this.passed.length < 2000)
      this.passed += ownText(this.#buffer.slice(this.#at, Math.min(start, this.#at + 2000)));
    this.#at = isFound || !this.#ended ? start : this.#buffer.length;
    if (isFound) this.close(depth);
    return isFound ? 'found' : this.#ended ? 'end' : 'more';
  }

  /** Forgets that elements within the first `depth` ones are open. */
  close(depth: number): void {
    this.#open.length = Math.min(this.#open.length, depth);
  }

  /** Takes the element just opened as one within the first `depth` open elements. */
  reopen(depth: number): void {
    const name = this.#open.pop();
    this.close(depth);
    if (name !== undefined) this.#open.push(name);
  }

  #countLines(): void {
    for (;;) {
      const end = this.#buffer.indexOf('\n', this.#lineAt);
      if (end < 0 || end >= this.#at) break;
      this.#lines++;
      this.#lineAt = end + 1;
    }
    this.#lineAt = Math.max(this.#lineAt, this.#at);
  }

  #need(what: string): 'more' | 'end' {
    if (!this.#ended) {
      if (this.#buffer.length - this.#at > mostTagLength) throw this.#fault('A tag is too long');
      return 'more';
    }
    if (what !== '') throw this.#fault(`The text ends within ${what}`);
    const open = this.#open.at(-1);
    if (open !== undefined) throw this.#fault(`The text ends within <${open.slice(0, 60)}>`);
    if (!this.#hadRoot) throw this.#fault('There is no element');
    return 'end';
  }

  /** Passes over a comment or an instruction, gives out CDATA; null where it ended. */
  #inside(): XmlToken | null {
    const mark = this.#within === comment ? '-->' : this.#within === instruction ? '?>' : ']]>';
    const found = this.#buffer.indexOf(mark, this.#at);
    const from = this.#at;
    if (found >= 0) {
      const isText = this.#within === cdata && found > from;
      this.#at = found + mark.length;
      this.#within = 0;
      return isText ? this.#giveText(from, found, true) : null;
    }
    // The mark may begin at the end of what is here.
    const stop = Math.max(from, this.#buffer.length - (mark.length - 1));
    this.#at = stop;
    if (this.#within === cdata && stop > from) return this.#giveText(from, stop, true);
    if (!this.#ended) return 'more';
    throw this.#fault(`The text ends within ${this.#within === comment ? 'a comment' : 'a section'}`);
  }

  #textToken(): XmlToken | null {
    const buffer = this.#buffer;
    const from = this.#at;
    let to = buffer.indexOf('<', from);
    if (to < 0) {
      to = buffer.length;
      if (!this.#ended) {
        // An entity or a line end may go on in the next piece.
        const mark = buffer.lastIndexOf('&');
        if (mark >= from && mark > to - 12 && !buffer.includes(';', mark)) to = mark;
        else if (buffer.charCodeAt(to - 1) === 0x0d) to--;
      }
      if (to === from) return this.#need('');
    }
    this.#at = to;
    if (this.#open.length > 0) return this.#giveText(from, to, false);
    if (/[^\s\ufeff]/.test(buffer.slice(from, to))) {
      this.#at = from;
      throw this.#fault('Text stands outside of any element');
    }
    return null;
  }

  #giveText(from: number, to: number, isCdata: boolean): 'text' {
    this.#textFrom = from;
    this.#textTo = to;
    this.#textIsCdata = isCdata;
    return 'text';
  }

  /** Comments and CDATA; false when more text is needed to tell. */
  #declaration(): boolean {
    const head = this.#buffer.slice(this.#at, this.#at + 9);
    if (head.startsWith('<!--')) {
      this.#at += 4;
      this.#within = comment;
      return true;
    }
    if (head === '<![CDATA[' && this.#open.length > 0) {
      this.#at += 9;
      this.#within = cdata;
      return true;
    }
    if (!this.#ended && ('<!--'.startsWith(head) || (head.length < 9 && '<![CDATA['.startsWith(head)))) return false;
    throw this.#fault(
      /^<!DOCTYPE/i.test(head)
        ? 'It has a document type declaration, which is never read'
        : 'A declaration stands where none may',
    );
  }

  #closeTag(): XmlToken {
    const end = this.#buffer.indexOf('>', this.#at);
    if (end < 0) return this.#need('a tag');
    const written = this.#open.at(-1);
    const from = this.#at + 2;
    const isIt =
      written !== undefined &&
      this.#buffer.startsWith(written, from) &&
      (from + written.length === end || /^\s*$/.test(this.#buffer.slice(from + written.length, end)));
    if (!isIt) {
      throw this.#fault(`</${this.#buffer.slice(from, Math.min(end, from + 60))}> closes what is not open`);
    }
    this.#open.pop();
    this.#at = end + 1;
    this.name = this.#local(written);
    return 'close';
  }

  #openTag(): XmlToken {
    const buffer = this.#buffer;
    if (this.#open.length === 0 && this.#hadRoot) throw this.#fault('Something follows the outermost element');
    let at = this.#nameEnd(this.#at + 1);
    if (at >= buffer.length) return this.#need('a tag');
    const written = this.#intern(buffer.slice(this.#at + 1, at));
    this.keys.length = 0;
    this.values.length = 0;
    for (;;) {
      const before = at;
      at = blanksEnd(buffer, at);
      if (at >= buffer.length) return this.#need('a tag');
      const code = buffer.charCodeAt(at);
      if (code === 0x3e) break;
      if (code === 0x2f) {
        if (at + 1 >= buffer.length) return this.#need('a tag');
        if (buffer.charCodeAt(at + 1) !== 0x3e) throw this.#fault('A slash stands within a tag');
        this.#isEmpty = true;
        break;
      }
      if (at === before) throw this.#fault('White space is missing within a tag');
      at = this.#attribute(at);
      if (at < 0) return this.#need('a tag');
    }
    if (this.#open.length === mostXmlLevels) {
      this.#isEmpty = false;
      throw this.#fault(`More than ${mostXmlLevels} levels`);
    }
    this.#at = at + (this.#isEmpty ? 2 : 1);
    this.#hadRoot = true;
    this.#open.push(written);
    this.name = this.#local(written);
    return 'open';
  }

  /** Reads one attribute; its end, or -1 where the text ends before. */
  #attribute(from: number): number {
    const buffer = this.#buffer;
    let at = this.#nameEnd(from);
    const key = buffer.slice(from, at);
    at = blanksEnd(buffer, at);
    if (at >= buffer.length) return -1;
    if (buffer.charCodeAt(at) !== 0x3d) throw this.#fault('An attribute has no value');
    at = blanksEnd(buffer, at + 1);
    if (at >= buffer.length) return -1;
    const quote = buffer.charCodeAt(at);
    if (quote !== 0x22 && quote !== 0x27) throw this.#fault('A value has no quotes');
    const start = ++at;
    const { length } = buffer;
    let isPlain = true;
    for (; at < length; at++) {
      const code = buffer.charCodeAt(at);
      if (code === quote) break;
      if (code === 0x26 || code < 0x20) isPlain = false;
      else if (code === 0x3c) throw this.#fault('A value does not end, or holds a "<"');
    }
    if (at === length) return -1;
    const raw = buffer.slice(start, at);
    if (this.keys.includes(key)) throw this.#fault('An attribute stands twice');
    if (this.keys.length === mostAttributes) throw this.#fault(`A tag has more than ${mostAttributes} attributes`);
    this.keys.push(this.#intern(key));
    this.values.push(ownText(isPlain ? raw : this.#valueOf(raw)));
    return at + 1;
  }

  #valueOf(raw: string): string {
    if (controls.test(raw)) throw this.#fault('A value holds a control character');
    // White space in values counts as blanks, unless it is written as an entity.
    const text = raw.replace(/\r\n|[\t\n\r]/g, ' ');
    return text.includes('&') ? this.#unescape(text) : text;
  }

  #nameEnd(from: number): number {
    const buffer = this.#buffer;
    const { length } = buffer;
    let at = from;
    for (; at < length; at++) {
      const code = buffer.charCodeAt(at);
      if (code === 0x3e || code === 0x2f || code === 0x3d || isBlank(code)) break;
      const isName = code > 0x7f || letter(code) || code === 0x5f || code === 0x3a;
      if (!isName && (at === from || !(code === 0x2d || code === 0x2e || (code >= 0x30 && code <= 0x39)))) {
        throw this.#fault('A name is not one that XML allows');
      }
    }
    if (at === from && at < length) throw this.#fault('A name is missing');
    return at;
  }

  #unescape(text: string): string {
    let out = '';
    let from = 0;
    for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
      const end = text.indexOf(';', at);
      const name = end < 0 || end - at > 12 ? '' : text.slice(at + 1, end);
      const stands = name.startsWith('#') ? character(name) : Object.hasOwn(entities, name) ? entities[name]! : null;
      if (stands === null) throw this.#fault('An entity is not one that XML has');
      out += text.slice(from, at) + stands;
      from = end + 1;
    }
    return out + text.slice(from);
  }

  #local(written: string): string {
    return written.includes(':') ? this.#intern(localName(written)) : written;
  }

  /** Names come again and again; one string stands for all of them. */
  #intern(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    // A text that makes up names has no use for a memory of them.
    if (this.#names.size === 1000) this.#names.clear();
    const kept = ownText(name);
    this.#names.set(kept, kept);
    return kept;
  }

  #fault(message: string): XmlFault {
    return new XmlFault(message, this.line);
  }
}

// oxlint-disable-next-line no-control-regex
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function letter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function blanksEnd(text: string, from: number): number {
  const { length } = text;
  let at = from;
  while (at < length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** `#233` or `#xE9`; null for what is no character of XML. */
function character(name: string): string | null {
  const isHex = name.startsWith('#x');
  const digits = name.slice(isHex ? 2 : 1);
  if (!(isHex ? /^[0-9a-fA-F]{1,6}$/ : /^\d{1,7}$/).test(digits)) return null;
  const code = Number.parseInt(digits, isHex ? 16 : 10);
  const isAllowed =
    code > 0x1f ? code < 0xd800 || (code > 0xdfff && code <= 0x10ffff) : code === 9 || code === 10 || code === 13;
  return isAllowed ? String.fromCodePoint(code) : null;
}

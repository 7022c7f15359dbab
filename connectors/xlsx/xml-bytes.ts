import { platform, type TextDecoderLike } from '../platform.js';

/** Longest tag, text, comment or section, in bytes. The longest cell of a workbook has 32,767 characters. */
const mostTokenBytes = 1024 * 1024;
const mostLevels = 1000;
const mostAttributes = 64;
/** Prefixes that are declared where the reader stands. */
const mostBindings = 64;
/** Numbers kept of an attribute: start and end of its name, start and end of its value, a hash of its name. */
const FIELDS = 5;

/** What stands next. `more` asks for another piece, `end` comes once `end()` was called and all is read. */
export const Token = { more: 0, open: 1, close: 2, text: 3, end: 4 } as const;
export type Token = (typeof Token)[keyof typeof Token];

const notName = 0;
const nameStart = 1;
const nameMore = 2;
const colon = 3;
const nameEnd = 4;

/** What a byte is to a name. Bytes above ASCII are parts of letters. */
const classes: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const sign = String.fromCharCode(byte);
  if (byte > 0x7f || /[A-Za-z_]/.test(sign)) return nameStart;
  if (/[-.0-9]/.test(sign)) return nameMore;
  if (sign === ':') return colon;
  return /[\s/>=]/.test(sign) ? nameEnd : notName;
});

interface Binding {
  readonly depth: number;
  readonly prefix: string;
  readonly isOwn: boolean;
}

/**
 * Reads XML 1.0 from pieces of UTF-8, token by token, without making text of what nobody asks for: of a sheet's bytes
 * nine in ten are tags and references, and for a million cells the strings for them would cost more than all the rest
 * (the tokenizer for text in `connectors/xml` takes four times as long there). As strict as that one: tags nest,
 * attributes have quotes, a document type declaration is refused wherever it stands.
 *
 * Names are told apart by name space: `isOwn` says that an element is one of the spaces that the reader was made for,
 * under whatever prefix. Offsets (`from`, `to`) hold until the next call of `next`.
 */
export class XmlBytes {
  /** The bytes at hand; changes with `push`. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Of the element just opened: whether its name is of the spaces asked for. */
  isOwn = false;
  /** Of the element just opened: its local name as a number (`nameCode`) where that has up to four letters, else 0. */
  code = 0;
  /** Of a text: its place in `bytes`. */
  from = 0;
  to = 0;
  /** Elements that are open; the one just opened counts, the one just closed does not. */
  depth = 0;
  /** Of the element just opened: how many attributes it has. */
  attributes = 0;
  /** Whether names without a prefix are of the spaces asked for, where the reader stands. */
  isOwnPlain = false;
  readonly #spaces: ReadonlySet<string>;
  readonly #fault: (what: string) => Error;
  readonly #places = new Int32Array(mostAttributes * FIELDS);
  readonly #open = new Int32Array(mostLevels);
  readonly #bindings: Binding[] = [];
  #at = 0;
  #nameFrom = 0;
  #nameTo = 0;
  #isCdata = false;
  #isEmpty = false;
  #hadRoot = false;
  #ended = false;
  // Most elements of a part have one prefix.
  #knownPrefix: string | null = null;
  #knownIsOwn = false;

  /** @param fault makes the error for what is no XML */
  constructor(spaces: ReadonlySet<string>, fault: (what: string) => Error) {
    this.#spaces = spaces;
    this.#fault = fault;
  }

  push(piece: Uint8Array): void {
    const rest = this.bytes.length - this.#at;
    if (rest === 0) this.bytes = piece;
    else {
      if (rest > mostTokenBytes) throw this.#fault('a tag or a text is too long');
      const joined = new Uint8Array(rest + piece.length);
      joined.set(this.bytes.subarray(this.#at));
      joined.set(piece, rest);
      this.bytes = joined;
    }
    this.#at = 0;
  }

  end(): void {
    this.#ended = true;
  }

  next(): Token {
    if (this.#isEmpty) {
      this.#isEmpty = false;
      this.#leave();
      return Token.close;
    }
    const { bytes } = this;
    for (;;) {
      const at = this.#at;
      if (at >= bytes.length) return this.#atEnd();
      if (bytes[at] !== 0x3c) {
        const to = bytes.indexOf(0x3c, at + 1);
        if (to < 0 && !this.#ended) return Token.more;
        const stop = to < 0 ? bytes.length : to;
        this.#at = stop;
        if (this.depth > 0) return this.#giveText(at, stop, false);
        if (!isBlank(bytes, at, stop)) throw this.#fault('text stands outside of its elements');
        continue;
      }
      const next = bytes[at + 1];
      if (next === 0x2f) return this.#closeTag(at + 2);
      if (next === 0x21 || next === 0x3f) {
        const done = this.#section(at, next === 0x3f);
        if (done !== null) return done;
        continue;
      }
      return next === undefined ? this.#need() : this.#openTag(at + 1);
    }
  }

  /** Where the next token begins in `bytes`, for who knows it better; -1 where that is the end of an empty element. */
  get place(): number {
    return this.#isEmpty ? -1 : this.#at;
  }

  /** Passes over whole elements, up to a place in `bytes`. */
  passTo(place: number): void {
    this.#at = place;
  }

  /** Whether the text just read is all that its element holds; false too where that cannot be seen yet. */
  get isWhole(): boolean {
    const at = this.#at;
    return !this.#isCdata && this.bytes[at] === 0x3c && this.bytes[at + 1] === 0x2f;
  }

  /** The text just read. */
  text(): string {
    return this.#isCdata ? decode(this.bytes, this.from, this.to, this.#fault) : this.#unescaped(this.from, this.to);
  }

  /** Local name of the element just opened. */
  name(): string {
    return decode(this.bytes, this.#nameFrom, this.#nameTo, this.#fault);
  }

  /** Place of the value of an attribute that has one letter and no prefix, as its start in `bytes`; -1 without it. */
  letter(byte: number): number {
    const places = this.#places;
    for (let k = 0; k < this.attributes * FIELDS; k += FIELDS) {
      if (places[k + 1]! - places[k]! === 1 && this.bytes[places[k]!] === byte) {
        this.valueTo = places[k + 3]!;
        return places[k + 2]!;
      }
    }
    return -1;
  }
  /** End of the value that `letter` found. */
  valueTo = 0;

  /** Value of an attribute of the element just opened by its name; a prefix counts only when `name` has one. */
  attribute(name: string): string | null {
    for (let k = 0; k < this.attributes; k++) if (this.#attributeName(k) === name) return this.#attributeValue(k);
    return null;
  }

  /** Value of an attribute with any prefix, such as `r:id`. */
  prefixed(local: string): string | null {
    for (let k = 0; k < this.attributes; k++) {
      const name = this.#attributeName(k);
      if (name.endsWith(`:${local}`) && !name.startsWith('xmlns:')) return this.#attributeValue(k);
    }
    return null;
  }

  #attributeName(k: number): string {
    return decode(this.bytes, this.#places[k * FIELDS]!, this.#places[k * FIELDS + 1]!, this.#fault);
  }

  #attributeValue(k: number): string {
    return this.#unescaped(this.#places[k * FIELDS + 2]!, this.#places[k * FIELDS + 3]!);
  }

  #giveText(from: number, to: number, isCdata: boolean): Token {
    this.from = from;
    this.to = to;
    this.#isCdata = isCdata;
    return Token.text;
  }

  #need(): Token {
    if (this.#ended) throw this.#fault('it ends within a tag');
    return Token.more;
  }

  #atEnd(): Token {
    if (!this.#ended) return Token.more;
    if (this.depth > 0 || !this.#hadRoot) throw this.#fault('it ends before its elements do');
    return Token.end;
  }

  /** A comment, an instruction or a section; null when it was passed over. */
  #section(at: number, isInstruction: boolean): Token | null {
    const { bytes } = this;
    if (isInstruction) {
      const end = find(bytes, at + 2, 0x3f, -1, 0x3e);
      if (end < 0) return this.#need();
      if (!this.#hadRoot) this.#declaration(at, end);
      this.#at = end + 2;
      return null;
    }
    if (bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d) {
      const end = find(bytes, at + 4, 0x2d, 0x2d, 0x3e);
      if (end < 0) return this.#need();
      this.#at = end + 3;
      return null;
    }
    if (bytes.length < at + 9 && !this.#ended) return Token.more;
    const start = ascii(bytes, at, Math.min(bytes.length, at + 9));
    if (start === '<![CDATA[' && this.depth > 0) {
      const end = find(bytes, at + 9, 0x5d, 0x5d, 0x3e);
      if (end < 0) return this.#need();
      this.#at = end + 3;
      return this.#giveText(at + 9, end, true);
    }
    throw this.#fault(
      start.toUpperCase() === '<!DOCTYPE'
        ? 'it has a document type declaration'
        : 'a declaration stands where none may',
    );
  }

  #declaration(at: number, end: number): void {
    const written = /\sencoding\s*=\s*["']([^"']*)["']/.exec(ascii(this.bytes, at, Math.min(end, at + 200)));
    if (written && !/^(utf-?8|utf-?16|us-ascii)$/i.test(written[1]!)) {
      throw this.#fault('it is in an encoding that workbooks do not have');
    }
  }

  #closeTag(from: number): Token {
    const { bytes } = this;
    let at = from;
    let hash = 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (classes[byte] === nameEnd) break;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    while (at < bytes.length && isSpace(bytes[at]!)) at++;
    if (at >= bytes.length) return this.#need();
    if (bytes[at] !== 0x3e || this.depth === 0 || this.#open[this.depth - 1] !== hash) {
      throw this.#fault('its tags do not nest');
    }
    this.#at = at + 1;
    this.#leave();
    return Token.close;
  }

  #leave(): void {
    this.depth--;
    while (this.#bindings.length > 0 && this.#bindings.at(-1)!.depth > this.depth) {
      const { prefix } = this.#bindings.pop()!;
      this.#knownPrefix = null;
      if (prefix === '') this.isOwnPlain = this.#isBound('');
    }
  }

  #openTag(from: number): Token {
    const { bytes } = this;
    const { length } = bytes;
    if (this.depth === 0 && this.#hadRoot) throw this.#fault('something follows its outermost element');
    let at = from;
    let hash = 0;
    let code = 0;
    let local = from;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      const kind = classes[byte];
      if (kind === nameEnd) break;
      if (kind === notName || (kind === nameMore && at === local)) throw this.#fault('a name is none');
      hash = (Math.imul(hash, 31) + byte) | 0;
      if (kind === colon) {
        if (local !== from) throw this.#fault('a name has two prefixes');
        local = at + 1;
        code = 0;
      } else code = (code << 8) | byte;
    }
    if (at === local && at < length) throw this.#fault('a name is missing');
    this.#nameFrom = local;
    this.#nameTo = at;
    this.code = at - local > 4 ? 0 : code;

    let count = 0;
    let declares = false;
    let isEmpty = false;
    const places = this.#places;
    for (;;) {
      const before = at;
      while (at < length && isSpace(bytes[at]!)) at++;
      if (at >= length) return this.#need();
      const byte = bytes[at]!;
      if (byte === 0x3e) break;
      if (byte === 0x2f) {
        if (at + 1 >= length) return this.#need();
        if (bytes[at + 1] !== 0x3e) throw this.#fault('a slash stands within a tag');
        isEmpty = true;
        at++;
        break;
      }
      if (at === before) throw this.#fault('white space is missing within a tag');
      // One attribute: name, "=", value in quotes.
      const name = at;
      let mark = 0;
      for (; at < length; at++) {
        const kind = classes[bytes[at]!];
        if (kind === nameEnd) break;
        if (kind === notName || (kind === nameMore && at === name)) throw this.#fault('a name is none');
        mark = (Math.imul(mark, 31) + bytes[at]!) | 0;
      }
      const nameStop = at;
      while (at < length && isSpace(bytes[at]!)) at++;
      if (at >= length) return this.#need();
      if (bytes[at] !== 0x3d || nameStop === name) throw this.#fault('an attribute has no value');
      at++;
      while (at < length && isSpace(bytes[at]!)) at++;
      if (at >= length) return this.#need();
      const quote = bytes[at]!;
      if (quote !== 0x22 && quote !== 0x27) throw this.#fault('a value has no quotes');
      const value = ++at;
      for (; at < length; at++) {
        const sign = bytes[at]!;
        if (sign === quote || sign === 0x3c) break;
        if (sign < 0x20 && !isSpace(sign)) throw this.#fault('a value holds a control character');
      }
      if (at >= length) return this.#need();
      if (bytes[at] !== quote) throw this.#fault('a value holds a "<"');
      if (count === mostAttributes) throw this.#fault(`a tag has more than ${mostAttributes} attributes`);
      for (let k = 4; k < count * FIELDS; k += FIELDS) {
        if (places[k] === mark) throw this.#fault('an attribute stands twice');
      }
      const k = count++ * FIELDS;
      places[k] = name;
      places[k + 1] = nameStop;
      places[k + 2] = value;
      places[k + 3] = at;
      places[k + 4] = mark;
      declares ||= nameStop - name >= 5 && bytes[name] === 0x78 && ascii(bytes, name, name + 5) === 'xmlns';
      at++;
    }
    if (this.depth === mostLevels) throw this.#fault(`it has more than ${mostLevels} levels`);
    this.#at = at + 1;
    this.#open[this.depth++] = hash;
    this.#hadRoot = true;
    this.#isEmpty = isEmpty;
    this.attributes = count;
    if (declares) this.#declare();
    this.isOwn = this.#isOwnPrefix(from, local);
    return Token.open;
  }

  #declare(): void {
    for (let k = 0; k < this.attributes; k++) {
      const name = this.#attributeName(k);
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      if (this.#bindings.length === mostBindings) throw this.#fault(`it has more than ${mostBindings} name spaces`);
      const isOwn = this.#spaces.has(this.#attributeValue(k));
      const prefix = name.slice(6);
      this.#bindings.push({ depth: this.depth, prefix, isOwn });
      if (prefix === '') this.isOwnPlain = isOwn;
    }
    this.#knownPrefix = null;
  }

  #isBound(prefix: string): boolean {
    return this.#bindings.findLast((binding) => binding.prefix === prefix)?.isOwn ?? false;
  }

  #isOwnPrefix(from: number, local: number): boolean {
    const length = local - from - 1;
    if (length < 0) return this.isOwnPlain;
    if (this.#knownPrefix !== null && length === this.#knownPrefix.length) {
      let k = 0;
      while (k < length && this.bytes[from + k] === this.#knownPrefix.charCodeAt(k)) k++;
      if (k === length) return this.#knownIsOwn;
    }
    const prefix = decode(this.bytes, from, from + length, this.#fault);
    this.#knownIsOwn = this.#isBound(prefix);
    this.#knownPrefix = prefix;
    return this.#knownIsOwn;
  }

  #unescaped(from: number, to: number): string {
    const raw = decode(this.bytes, from, to, this.#fault);
    const lines = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
    if (!lines.includes('&')) return lines;
    return lines.replace(/&([^;&]{0,12};?)/g, (_, written: string) => {
      const stands = character(written);
      if (stands === null) throw this.#fault('an entity is not one that XML has');
      return stands;
    });
  }
}

/** A name of one to four letters as a number, as `XmlBytes.code` has it. */
export function nameCode(name: string): number {
  let code = 0;
  for (let k = 0; k < name.length; k++) code = (code << 8) | name.charCodeAt(k);
  return code;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp;', '&'],
  ['lt;', '<'],
  ['gt;', '>'],
  ['quot;', '"'],
  ['apos;', "'"],
]);

/** What `amp;` or `#x4e2d;` stands for; null for what XML does not have. */
function character(written: string): string | null {
  const known = entities.get(written);
  if (known !== undefined) return known;
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));$/.exec(written);
  if (digits === null) return null;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const isAllowed =
    code > 0x1f ? code < 0xd800 || (code > 0xdfff && code <= 0x10ffff) : code === 9 || code === 10 || code === 13;
  return isAllowed ? String.fromCodePoint(code) : null;
}

/** Text of UTF-8 bytes; `fault` makes the error for those that are none. */
export function decode(bytes: Uint8Array, from: number, to: number, fault: (what: string) => Error): string {
  // Short ASCII, as nearly all names and numbers are, costs less by hand than through the decoder.
  if (to - from <= 24) {
    let short = '';
    let at = from;
    for (; at < to && bytes[at]! < 0x80; at++) short += String.fromCharCode(bytes[at]!);
    if (at === to) return short;
  }
  try {
    return (strict ??= new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true })).decode(
      bytes.subarray(from, to),
    );
  } catch {
    throw fault('it holds bytes that are no valid text');
  }
}

let strict: TextDecoderLike | undefined;

function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** Where three bytes (two, when `second` is -1) follow each other; -1 without them. */
function find(bytes: Uint8Array, from: number, first: number, second: number, last: number): number {
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (second < 0 ? bytes[at + 1] === last : bytes[at + 1] === second && bytes[at + 2] === last) return at;
  }
  return -1;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isSpace(bytes[at]!)) return false;
  return true;
}

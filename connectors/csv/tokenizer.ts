/** What is odd about a record; any of these rejects its row. */
export const recordFlags = { quote: 1, unterminated: 2, encoding: 4, nul: 8, fieldCount: 16, tooLong: 32 } as const;

/** How records and fields are set apart. */
export interface Dialect {
  /** One or more characters, or `whitespace` for runs of spaces and tabs. */
  readonly delimiter: string;
  /** One ASCII character. */
  readonly quote: string;
  /** True for transcoded text: U+FFFD then stands for bytes that were no text, so it flags its record. */
  readonly transcoded?: boolean;
}

const LF = 10;
const CR = 13;
// Classes of bytes that end the fast loop.
const DELIMITER = 1;
const LINE_FEED = 2;
const RETURN = 3;
const QUOTE = 4;
const NUL = 5;

/**
 * Finds the fields of one CSV record at a time in UTF-8 bytes, in one pass and without copying.
 *
 * A quote opens a field only at its start; a doubled quote stands for one; after the closing quote a delimiter, a line
 * end or the end must follow. LF, CRLF and a lone CR end a record outside quotes. Whatever breaks these rules is read on
 * as far as it goes and flagged.
 */
export class CsvTokenizer {
  /** Fields of the last record: `starts[k] .. ends[k]`, quotes left out. */
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);
  /** 1 where the field holds doubled or stray quotes: its text is what `unescape` gives. */
  escaped: Uint8Array = new Uint8Array(64);
  fields = 0;
  /** Bits of `recordFlags`. */
  flags = 0;
  /** True when any field of the record is `escaped`. */
  hasEscapes = false;
  /** A line without any field; it is no record. */
  blank = false;
  /** Where the next record begins. */
  next = 0;
  /** Line on which the next record begins, from 1. */
  line = 1;

  readonly #classes = new Uint8Array(256);
  readonly #delimiter: Uint8Array;
  readonly #quote: number;
  readonly #whitespace: boolean;
  readonly #transcoded: boolean;
  // State of `skip`.
  #skipState = 0;
  #skipMatched = 0;
  #skipReturn = false;

  constructor(dialect: Dialect, encode: (text: string) => Uint8Array) {
    this.#whitespace = dialect.delimiter === 'whitespace';
    this.#delimiter = encode(this.#whitespace ? ' ' : dialect.delimiter);
    this.#quote = dialect.quote.charCodeAt(0);
    this.#transcoded = dialect.transcoded ?? false;
    const classes = this.#classes;
    classes[0] = NUL;
    classes[LF] = LINE_FEED;
    classes[CR] = RETURN;
    classes[this.#quote] = QUOTE;
    classes[this.#delimiter[0]!] = DELIMITER;
    if (this.#whitespace) classes[9] = DELIMITER;
  }

  /**
   * Scans the record that begins at `from`; needs `from < to`.
   * @param final nothing follows after `to`
   * @returns false when the record does not end before `to` and more bytes may come; nothing has changed then
   */
  scan(bytes: Uint8Array, from: number, to: number, final: boolean): boolean {
    const classes = this.#classes;
    const quote = this.#quote;
    const delimiterLength = this.#delimiter.length;
    const whitespace = this.#whitespace;
    let fields = 0;
    let flags = 0;
    let high = 0;
    let lines = 0;
    let hasEscapes = false;
    let i = from;
    let next = 0;
    for (;;) {
      if (whitespace) {
        while (i < to && classes[bytes[i]!] === DELIMITER) i++;
        if (i < to ? bytes[i] === LF || bytes[i] === CR : final) {
          const end = i < to ? afterLineEnd(bytes, i, to, final) : to;
          if (end < 0) return false;
          next = end;
          if (i < to) lines++;
          break;
        }
      }
      let start = i;
      let end = -1;
      let escaped = 0;
      if (i < to && bytes[i] === quote) {
        start = ++i;
        for (;;) {
          while (i < to) {
            const byte = bytes[i]!;
            high |= byte;
            const kind = classes[byte]!;
            if (kind > DELIMITER) {
              if (kind === QUOTE) break;
              if (kind === NUL) flags |= recordFlags.nul;
              else if (kind === LINE_FEED || bytes[i + 1] !== LF || i + 1 >= to) lines++;
            }
            i++;
          }
          if (i >= to) {
            if (!final) return false;
            flags |= recordFlags.unterminated;
            end = to;
            break;
          }
          if (i + 1 >= to) {
            if (!final) return false;
            end = i++;
            break;
          }
          if (bytes[i + 1] !== quote) {
            end = i++;
            break;
          }
          escaped = 1;
          i += 2;
        }
      }
      // What is left of the field up to a delimiter or a line end: all of it when it is not quoted.
      let kind = 0;
      const rest = i;
      for (;;) {
        let byte = 0;
        while (i < to && (kind = classes[(byte = bytes[i]!)]!) === 0) {
          high |= byte;
          i++;
        }
        if (i >= to) {
          if (!final) return false;
          kind = 0;
          break;
        }
        if (kind === DELIMITER) {
          if (delimiterLength === 1) break;
          const match = this.#delimiterAt(bytes, i, to);
          if (match === 1) break;
          if (match < 0 && !final) return false;
          high |= byte;
        } else if (kind === QUOTE) flags |= recordFlags.quote;
        else if (kind === NUL) flags |= recordFlags.nul;
        else break;
        i++;
      }
      if (end < 0) end = i;
      else if (i > rest) {
        // Text after a closing quote.
        flags |= recordFlags.quote;
        escaped = 1;
        end = i;
      }
      if (fields === this.starts.length) this.#grow();
      this.starts[fields] = start;
      this.ends[fields] = end;
      this.escaped[fields] = escaped;
      if (escaped !== 0) hasEscapes = true;
      fields++;
      if (kind === DELIMITER) {
        i += delimiterLength;
        continue;
      }
      if (kind === 0) next = to;
      else {
        next = afterLineEnd(bytes, i, to, final);
        if (next < 0) return false;
        lines++;
      }
      break;
    }
    if (high > 127) {
      if (!isUtf8(bytes, from, i) || (this.#transcoded && hasReplacement(bytes, from, i)))
        flags |= recordFlags.encoding;
    }
    this.fields = fields;
    this.flags = flags;
    this.hasEscapes = hasEscapes;
    this.blank = fields === 0 || (fields === 1 && i === from && !whitespace);
    this.next = next;
    this.line += lines;
    return true;
  }

  /** Text of an escaped field into `out` (at least as long as the field); returns its length. */
  unescape(bytes: Uint8Array, field: number, out: Uint8Array): number {
    const quote = this.#quote;
    const end = this.ends[field]!;
    let open = true;
    let length = 0;
    for (let i = this.starts[field]!; i < end; i++) {
      const byte = bytes[i]!;
      if (open && byte === quote) {
        if (i + 1 < end && bytes[i + 1] === quote) i++;
        else {
          open = false;
          continue;
        }
      }
      out[length++] = byte;
    }
    return length;
  }

  /** Begins to pass over a record that is too long to be kept, from its first byte. */
  beginSkip(): void {
    this.#skipState = 0;
    this.#skipMatched = 0;
    this.#skipReturn = false;
  }

  /**
   * Passes over more bytes of that record, by the same rules as `scan`, keeping nothing.
   * @returns where the next record begins, or -1 when the record goes on beyond `to`
   */
  skip(bytes: Uint8Array, from: number, to: number): number {
    const quote = this.#quote;
    const delimiter = this.#delimiter;
    // 0 start of a field, 1 outside quotes, 2 inside, 3 after a quote inside.
    let state = this.#skipState;
    let matched = this.#skipMatched;
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!;
      if (this.#skipReturn) return byte === LF ? i + 1 : i;
      if (state === 2) {
        if (byte === quote) state = 3;
        else if (byte === LF) this.line++;
        continue;
      }
      if (byte === quote && (state === 0 || state === 3)) {
        state = 2;
        continue;
      }
      if (byte === LF) {
        this.line++;
        return i + 1;
      }
      if (byte === CR) {
        this.line++;
        this.#skipReturn = true;
        continue;
      }
      matched = byte === delimiter[matched] ? matched + 1 : byte === delimiter[0] ? 1 : 0;
      state = 1;
      if (matched === delimiter.length || (this.#whitespace && byte === 9)) {
        state = 0;
        matched = 0;
      }
    }
    this.#skipState = state;
    this.#skipMatched = matched;
    return -1;
  }

  /** 1 = a whole delimiter at `at`, 0 = none, -1 = it may go on beyond `to`. */
  #delimiterAt(bytes: Uint8Array, at: number, to: number): number {
    const delimiter = this.#delimiter;
    for (let k = 1; k < delimiter.length; k++) {
      if (at + k >= to) return -1;
      if (bytes[at + k] !== delimiter[k]) return 0;
    }
    return 1;
  }

  #grow(): void {
    const size = this.starts.length * 2;
    const starts = new Int32Array(size);
    starts.set(this.starts);
    this.starts = starts;
    const ends = new Int32Array(size);
    ends.set(this.ends);
    this.ends = ends;
    const escaped = new Uint8Array(size);
    escaped.set(this.escaped);
    this.escaped = escaped;
  }
}

/** Where the line end at `at` ends; -1 when a CR stands last and a LF may follow. */
function afterLineEnd(bytes: Uint8Array, at: number, to: number, final: boolean): number {
  if (bytes[at] === LF) return at + 1;
  if (at + 1 < to) return bytes[at + 1] === LF ? at + 2 : at + 1;
  return final ? at + 1 : -1;
}

/** Whether bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
export function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  let i = from;
  while (i < to) {
    const lead = bytes[i++]!;
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (i + more > to) return false;
    const second = bytes[i]!;
    if (second < (lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80)) return false;
    if (second > (lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf)) return false;
    for (let k = 1; k < more; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return false;
    i += more;
  }
  return true;
}

function hasReplacement(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i + 2 < to; i++)
    if (bytes[i] === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) return true;
  return false;
}

import type { Pace } from '../../worker/protocol/source.js';
import { encodeUtf8 } from '../platform.js';
import { mostTextLength, trimmedText, unescapedText } from './cell-text.js';
import { fetchAgain, refused, saveAsText } from './faults.js';
import { XmlPart } from './part.js';
import { decode, nameCode, Token } from './xml-bytes.js';
import type { ZipArchive, ZipEntry } from './zip.js';

const codeOf = { si: nameCode('si'), t: nameCode('t'), rPh: nameCode('rPh') } as const;
/** Texts that are kept as strings, in bytes as engines hold them; what comes after is made anew each time. */
const mostKeptBytes = 48 * 1024 * 1024;
const stringBytes = 32;
/** As many as a part that may be read can hold, if they are texts at all. */
const mostStrings = 4_000_000;

/**
 * The texts that cells of a workbook share, by number. Their bytes are kept, and a string is made when a cell asks for
 * it: a hostile table of millions of strings nobody uses costs its bytes and no more.
 */
export class SharedStrings {
  #bytes: Uint8Array;
  #length = 0;
  /** Text k lies from `#ends[k]` to `#ends[k + 1]`. */
  #ends = new Uint32Array(1024);
  #count = 0;
  #made: Array<string | undefined> | null = null;
  #kept = 0;
  readonly #file: string;
  readonly #fault = (what: string): Error =>
    refused('damaged', this.#file, `cannot be read: among its texts ${what}`, fetchAgain);

  private constructor(file: string, bytes: number) {
    this.#file = file;
    this.#bytes = new Uint8Array(bytes);
  }

  static none(): SharedStrings {
    return new SharedStrings('', 0);
  }

  static async read(zip: ZipArchive, entry: ZipEntry, file: string, pace: Pace): Promise<SharedStrings> {
    const part = await XmlPart.open(zip, entry, file, pace);
    // The size was checked when the part was opened; the counts that the table gives of itself are never believed.
    const strings = new SharedStrings(file, entry.size);
    await strings.#fill(part);
    return strings;
  }

  /** Undefined for a number that the table has not. */
  at(index: number): string | undefined {
    if (index >= this.#count) return undefined;
    // Made at once at its full length: an array that is filled here and there would be kept as a table.
    this.#made ??= Array.from<string | undefined>({ length: this.#count });
    const made = this.#made[index];
    if (made !== undefined) return made;
    const text = unescapedText(decode(this.#bytes, this.#ends[index]!, this.#ends[index + 1]!, this.#fault));
    const cost = stringBytes + 2 * text.length;
    if (this.#kept + cost <= mostKeptBytes) {
      this.#kept += cost;
      this.#made[index] = text;
    }
    return text;
  }

  async #fill(part: XmlPart): Promise<void> {
    const { xml } = part;
    // Levels below which everything is passed over, such as readings of Chinese characters; 0: none.
    let passed = 0;
    let inText = false;
    let isKept = false;
    let pieces: string | null = null;
    for (;;) {
      const token = xml.next();
      switch (token) {
        case Token.more:
          await part.fill();
          continue;
        case Token.open:
          if (passed > 0) continue;
          if (!xml.isOwn || xml.code === codeOf.rPh || inText || (xml.depth === 2 && xml.code !== codeOf.si)) {
            passed = xml.depth;
          } else if (xml.code === codeOf.t) {
            inText = true;
            isKept = xml.attributes > 0 && xml.attribute('xml:space') === 'preserve';
          }
          continue;
        case Token.text:
          if (!inText || passed > 0) continue;
          if (pieces === null && xml.isWhole && isPlain(xml.bytes, xml.from, xml.to, isKept)) {
            this.#append(xml.bytes, xml.from, xml.to);
          } else {
            pieces = (pieces ?? '') + xml.text();
            if (pieces.length > mostTextLength) throw this.#tooLarge('a text that is too long');
          }
          continue;
        case Token.close:
          if (passed > 0) {
            if (xml.depth < passed) passed = 0;
          } else if (inText) {
            inText = false;
            if (pieces !== null) {
              const bytes = encodeUtf8(isKept ? pieces : trimmedText(pieces));
              this.#append(bytes, 0, bytes.length);
              pieces = null;
            }
          } else if (xml.depth === 1) this.#close();
          continue;
        case Token.end:
          return;
      }
    }
  }

  #tooLarge(what: string): Error {
    return refused('size-limit', this.#file, `has ${what}`, saveAsText);
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const length = this.#length + (to - from);
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes.subarray(from, to), this.#length);
    this.#length = length;
  }

  #close(): void {
    if (this.#count === mostStrings) throw this.#tooLarge(`more than ${mostStrings} texts`);
    if (this.#count + 2 > this.#ends.length) {
      const larger = new Uint32Array(2 * this.#ends.length);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    if (this.#length - this.#ends[this.#count]! > mostTextLength) throw this.#tooLarge('a text that is too long');
    this.#ends[++this.#count] = this.#length;
  }
}

/** Whether bytes stand for themselves: no entity, no line end to be read as another, no white space to be cut off. */
function isPlain(bytes: Uint8Array, from: number, to: number, isKept: boolean): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 0x26 || bytes[at] === 0x0d) return false;
  return isKept || (bytes[from]! > 0x20 && bytes[to - 1]! > 0x20);
}

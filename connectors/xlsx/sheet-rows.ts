import { mostTextLength, trimmedText, unescapedText } from './cell-text.js';
import type { NumberKind } from './number-format.js';
import type { XmlPart } from './part.js';
import { serialText } from './serial-date.js';
import type { SharedStrings } from './shared-strings.js';
import { nameCode, Token, type XmlBytes } from './xml-bytes.js';

/** Columns and rows that a sheet can have. */
export const mostColumns = 16_384;
const mostRows = 1_048_576;

export type Cell = string | number | boolean | null;

/** What the cells of a sheet are read with. */
export interface CellContext {
  readonly strings: SharedStrings;
  readonly kinds: readonly NumberKind[];
  readonly is1904: boolean;
}

/** Something met in cells: how often, and the first of its kind. */
export interface Note {
  count: number;
  sample: string;
}

/** What cells held that is worth knowing; none of it refuses a row. */
export interface SheetNotes {
  /** Results such as #N/A. */
  readonly errors: Note;
  /** Cells whose reference, type or value nobody can read. */
  readonly unreadable: Note;
  /** Formulas that the program that wrote the file did not work out. */
  readonly formulas: Note;
  /** Cells that stand twice in their row. */
  readonly twice: Note;
}

const codeOf = {
  row: nameCode('row'),
  c: nameCode('c'),
  v: nameCode('v'),
  f: nameCode('f'),
  is: nameCode('is'),
  r: nameCode('r'),
  t: nameCode('t'),
} as const;

// Where the reader stands; each but the first two goes back to the one that it came from.
const top = 0;
const data = 1;
const row = 2;
const cell = 3;
const value = 4;
const formula = 5;
const inline = 6;
const run = 7;
const runText = 8;
const merges = 9;

type CellType = 'n' | 's' | 'str' | 'inlineStr' | 'b' | 'e' | 'd' | '?';

/**
 * Rows of a sheet, one after the other as they stand in the file. A row's cells lie in `columns` and `values`, `count`
 * of them: those that are there, whatever the sheet says of its size.
 */
export class SheetRows {
  /** Number of the row, from 1. */
  number = 0;
  count = 0;
  /** Whether the row has anything to read, be it unreadable. */
  isBlank = true;
  /** From 0. */
  readonly columns: Int32Array = new Int32Array(mostColumns);
  readonly values: Cell[] = [];
  readonly notes: SheetNotes = { errors: note(), unreadable: note(), formulas: note(), twice: note() };
  /** The first ranges merged to one cell and their last rows; complete after the last row. */
  readonly merged: Array<{ readonly last: number; readonly reference: string }> = [];
  mergedCount = 0;
  readonly #part: XmlPart;
  readonly #xml: XmlBytes;
  readonly #context: CellContext;
  readonly #fault: (what: string) => Error;
  #at = top;
  #passed = 0;
  #hadData = false;
  #rows = 0;
  // The row in which a column was last met, and where among the cells.
  readonly #metIn = new Int32Array(mostColumns);
  readonly #place = new Int32Array(mostColumns);
  #column = -1;
  // The cell at hand.
  #isAstray = false;
  #type: CellType = 'n';
  #kind: NumberKind = 'number';
  #number = Number.NaN;
  #isNumber = false;
  #text: string | null = null;
  #hasFormula = false;
  #hasValue = false;
  #isKept = false;
  #piece = '';
  #textIn = inline;

  /** @param fault makes the error for what is no sheet */
  constructor(part: XmlPart, context: CellContext, fault: (what: string) => Error) {
    this.#part = part;
    this.#xml = part.xml;
    this.#context = context;
    this.#fault = fault;
  }

  /** Goes to the next row; false after the last, when the whole part was checked. */
  async next(): Promise<boolean> {
    for (;;) {
      const found = this.step();
      if (found !== null) return found;
      await this.fill();
    }
  }

  /** Like `next` without a promise; null when bytes have to be got by `fill` first. */
  step(): boolean | null {
    const xml = this.#xml;
    for (;;) {
      if (this.#at === row && this.#passed === 0 && xml.isOwnPlain && xml.place >= 0) this.#usualCells(xml.place);
      switch (xml.next()) {
        case Token.more:
          return null;
        case Token.open:
          if (this.#passed > 0) continue;
          if (!xml.isOwn) {
            if (xml.depth === 1) throw this.#fault('is no sheet of cells');
            this.#passed = xml.depth;
          } else this.#open();
          continue;
        case Token.text:
          if (this.#passed > 0) continue;
          if (this.#at === value) this.#takeValue();
          else if (this.#at === runText) this.#piece = this.#joined(this.#piece, xml.text());
          continue;
        case Token.close:
          if (this.#passed > 0) {
            if (xml.depth < this.#passed) this.#passed = 0;
          } else if (this.#close()) return true;
          continue;
        case Token.end:
          if (!this.#hadData) throw this.#fault('has no cells');
          return false;
      }
    }
  }

  fill(): Promise<void> {
    return this.#part.fill();
  }

  #open(): void {
    const xml = this.#xml;
    const { code } = xml;
    switch (this.#at) {
      case cell:
        if (code === codeOf.v) {
          this.#at = value;
          this.#hasValue = true;
        } else if (code === codeOf.f) {
          this.#at = formula;
          this.#hasFormula = true;
        } else if (code === codeOf.is) {
          this.#at = inline;
          this.#hasValue = true;
          this.#text = '';
        } else this.#passed = xml.depth;
        return;
      case row:
        if (code === codeOf.c) this.#openCell();
        else this.#passed = xml.depth;
        return;
      case data:
        if (code === codeOf.row) this.#openRow();
        else this.#passed = xml.depth;
        return;
      case inline:
      case run:
        if (code === codeOf.t) {
          this.#textIn = this.#at;
          this.#at = runText;
          this.#isKept = xml.attribute('xml:space') === 'preserve';
          this.#piece = '';
        } else if (code === codeOf.r && this.#at === inline) this.#at = run;
        else this.#passed = xml.depth;
        return;
      case top:
        this.#openTop();
        return;
      case merges:
        this.#noteMerge(xml.attribute('ref') ?? '');
        this.#passed = xml.depth;
        return;
      default:
        this.#passed = xml.depth;
    }
  }

  #openTop(): void {
    const xml = this.#xml;
    const name = xml.name();
    if (xml.depth === 1) {
      if (name !== 'worksheet') throw this.#fault('is no sheet of cells');
    } else if (name === 'sheetData') {
      if (this.#hadData) throw this.#fault('has its cells twice');
      this.#hadData = true;
      this.#at = data;
    } else if (name === 'mergeCells') this.#at = merges;
    else this.#passed = xml.depth;
  }

  /** True when a row ended. */
  #close(): boolean {
    switch (this.#at) {
      case value:
      case formula:
      case inline:
        this.#at = cell;
        return false;
      case cell:
        this.#at = row;
        this.#closeCell();
        return false;
      case row:
        this.#at = data;
        return true;
      case runText:
        this.#at = this.#textIn;
        this.#text = this.#joined(this.#text, this.#isKept ? this.#piece : trimmedText(this.#piece));
        return false;
      case run:
        this.#at = inline;
        return false;
      default:
        this.#at = top;
        return false;
    }
  }

  #openRow(): void {
    const xml = this.#xml;
    this.#at = row;
    if (++this.#rows > mostRows) throw this.#fault(`has more than ${mostRows} rows`);
    const from = xml.letter(0x72);
    const written = from < 0 ? -1 : wholeNumber(xml.bytes, from, xml.valueTo);
    this.number = written >= 1 && written <= mostRows ? written : this.number + 1;
    this.count = 0;
    this.isBlank = true;
    this.#column = -1;
  }

  #openCell(): void {
    const xml = this.#xml;
    const { bytes } = xml;
    this.#at = cell;
    this.#text = null;
    this.#isNumber = false;
    this.#hasFormula = false;
    this.#hasValue = false;
    this.#isAstray = false;
    let from = xml.letter(0x72);
    if (from < 0) this.#column++;
    else {
      const column = columnOf(bytes, from, xml.valueTo);
      if (column < 0) this.#goAstray(xml.attribute('r') ?? '');
      else this.#column = column;
    }
    if (this.#column >= mostColumns && !this.#isAstray) this.#goAstray('');
    from = xml.letter(0x73);
    const style = from < 0 ? 0 : wholeNumber(bytes, from, xml.valueTo);
    this.#kind = this.#context.kinds[style] ?? 'number';
    from = xml.letter(0x74);
    this.#type = from < 0 ? 'n' : typeOf(bytes, from, xml.valueTo);
  }

  #goAstray(reference: string): void {
    this.#isAstray = true;
    this.isBlank = false;
    add(this.notes.unreadable, reference || `row ${this.number}`);
  }

  #takeValue(): void {
    const xml = this.#xml;
    if (this.#text === null && xml.isWhole) {
      // Nearly all values are numbers, or numbers of shared strings: they need no string.
      if (this.#type === 'n') {
        this.#number =
          this.#kind === 'number' ? plainNumber(xml.bytes, xml.from, xml.to) : plainSerial(xml.bytes, xml.from, xml.to);
        this.#isNumber = this.#number === this.#number;
      } else if (this.#type === 's') {
        this.#number = wholeNumber(xml.bytes, xml.from, xml.to);
        this.#isNumber = this.#number >= 0;
      }
      if (this.#isNumber) return;
    }
    this.#text = this.#joined(this.#text, xml.text());
  }

  #joined(text: string | null, more: string): string {
    if ((text?.length ?? 0) + more.length > mostTextLength) throw this.#fault('has a text that is too long');
    return (text ?? '') + more;
  }

  #closeCell(): void {
    if (this.#isAstray) return;
    const found = this.#valueOf();
    if (found !== undefined) this.#put(found);
  }

  #put(found: Cell): void {
    const column = this.#column;
    if (this.#metIn[column] === this.#rows) {
      add(this.notes.twice, `row ${this.number}`);
      this.values[this.#place[column]!] = found;
    } else {
      this.#metIn[column] = this.#rows;
      this.#place[column] = this.count;
      this.columns[this.count] = column;
      this.values[this.count++] = found;
    }
    if (found !== null && found !== '') this.isBlank = false;
  }

  /**
   * Reads cells as programs write nearly all of them, `<c r="A1" s="1" t="s"><v>5</v></c>` to the byte, without making
   * tokens of them: half of a sheet's time. What looks otherwise in anything, or is not here to its end, is left to the
   * tokens, which decide alike.
   */
  #usualCells(place: number): void {
    const { bytes } = this.#xml;
    const { kinds, strings, is1904 } = this.#context;
    let start = place;
    while (bytes[start] === 0x3c && bytes[start + 1] === 0x63 && bytes[start + 2] === 0x20) {
      let at = start + 2;
      let column = this.#column + 1;
      let style = 0;
      let type = 0x6e;
      // In this order and each at most once.
      if (bytes[at + 1] === 0x72 && bytes[at + 2] === 0x3d && bytes[at + 3] === 0x22) {
        const from = at + 4;
        for (at = from; bytes[at] !== 0x22 && at - from < 11; at++);
        column = columnOf(bytes, from, at);
        if (column < 0 || bytes[at++] !== 0x22) break;
      }
      if (bytes[at] === 0x20 && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x3d && bytes[at + 3] === 0x22) {
        const from = at + 4;
        for (at = from; bytes[at] !== 0x22 && at - from < 7; at++);
        style = wholeNumber(bytes, from, at);
        if (bytes[at++] !== 0x22) break;
      }
      if (bytes[at] === 0x20 && bytes[at + 1] === 0x74 && bytes[at + 2] === 0x3d && bytes[at + 3] === 0x22) {
        type = bytes[at + 4]!;
        if (bytes[at + 5] !== 0x22) break;
        at += 6;
      }
      const opens = bytes[at] === 0x3e && bytes[at + 1] === 0x3c && bytes[at + 2] === 0x76 && bytes[at + 3] === 0x3e;
      if (!opens || column >= mostColumns) break;
      const from = at + 4;
      for (at = from; bytes[at] !== 0x3c && at - from < 32; at++);
      const closes =
        bytes[at + 1] === 0x2f &&
        bytes[at + 2] === 0x76 &&
        bytes[at + 3] === 0x3e &&
        bytes[at + 4] === 0x3c &&
        bytes[at + 5] === 0x2f &&
        bytes[at + 6] === 0x63 &&
        bytes[at + 7] === 0x3e;
      if (bytes[at] !== 0x3c || !closes) break;

      let found: Cell | undefined;
      if (type === 0x73) {
        const index = wholeNumber(bytes, from, at);
        if (index >= 0) found = strings.at(index);
      } else if (type === 0x6e) {
        const kind = kinds[style] ?? 'number';
        const number = kind === 'number' ? plainNumber(bytes, from, at) : plainSerial(bytes, from, at);
        if (number === number) found = kind === 'number' ? number : (serialText(number, kind, is1904) ?? undefined);
      } else if (type === 0x62 && at - from === 1) {
        if (bytes[from] === 0x31) found = true;
        else if (bytes[from] === 0x30) found = false;
      }
      if (found === undefined) break;
      this.#column = column;
      this.#put(found);
      start = at + 8;
    }
    this.#xml.passTo(start);
  }

  /** Undefined for a cell that has nothing but its looks. */
  #valueOf(): Cell | undefined {
    const isEmpty = !this.#hasValue || (this.#text === null && !this.#isNumber);
    // A formula whose result is an empty text says that it is text.
    if (isEmpty && this.#hasFormula && this.#type !== 'str') return this.#flagged(this.notes.formulas, '');
    if (!this.#hasValue) return undefined;
    const text = this.#text;
    switch (this.#type) {
      case 'n':
        if (this.#isNumber) return this.#numberOf(this.#number, null);
        return text === null || text.trim() === '' ? (text === null ? undefined : null) : this.#slowNumber(text.trim());
      case 's': {
        const shared = this.#isNumber ? this.#context.strings.at(this.#number) : undefined;
        if (shared !== undefined) return shared;
        return text === null && !this.#isNumber
          ? undefined
          : this.#flagged(this.notes.unreadable, text ?? `string ${this.#number}`);
      }
      case 'inlineStr':
      case 'str':
        return unescapedText(text ?? '');
      case 'b': {
        const word = (text ?? '').trim().toLowerCase();
        if (word === '1' || word === 'true') return true;
        if (word === '0' || word === 'false') return false;
        return word === '' ? undefined : this.#flagged(this.notes.unreadable, text!);
      }
      case 'e':
        return this.#flagged(this.notes.errors, (text ?? '').trim());
      case 'd':
        return this.#isoDate((text ?? '').trim());
      case '?':
        return this.#flagged(this.notes.unreadable, text ?? '');
    }
  }

  #isoDate(text: string): Cell | undefined {
    if (text === '') return undefined;
    const written = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
    if (written === null && !/^T?\d\d:\d\d/.test(text)) return this.#flagged(this.notes.unreadable, text);
    const isDay = this.#kind === 'date' && written !== null && /^T00:00(:00(\.0+)?)?$/.test(written[2] ?? '');
    return isDay && written[3] === undefined ? written[1]! : text;
  }

  #slowNumber(text: string): Cell {
    const number = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(number)) return this.#flagged(this.notes.unreadable, text);
    return this.#numberOf(number, text);
  }

  /** @param text as written, when it has more digits than a double is sure of */
  #numberOf(number: number, text: string | null): Cell {
    if (this.#kind !== 'number') {
      const date = serialText(number, this.#kind, this.#context.is1904);
      return date ?? this.#flagged(this.notes.unreadable, String(number));
    }
    // Ids that other programs write as long numbers keep their digits.
    return text !== null && /^-?[1-9]\d{15,}$/.test(text) && String(number) !== text ? text : number;
  }

  #flagged(what: Note, sample: string): null {
    add(what, sample);
    this.isBlank = false;
    return null;
  }

  #noteMerge(reference: string): void {
    const [, last] = /^[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}(\d{1,7})$/.exec(reference) ?? [];
    if (last === undefined) return;
    this.mergedCount++;
    // The few first ones tell where they are.
    if (this.merged.length < 1000) this.merged.push({ last: Number(last), reference });
  }
}

function note(): Note {
  return { count: 0, sample: '' };
}

function add(what: Note, sample: string): void {
  if (what.count++ === 0) what.sample = sample.slice(0, 200);
}

/** Column of a reference such as `AB12`, from 0; -1 for what is none. */
function columnOf(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let column = 0;
  for (; at < to; at++) {
    const letter = bytes[at]! - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > mostColumns) return -1;
  }
  return column > 0 && wholeNumber(bytes, at, to) > 0 ? column - 1 : -1;
}

function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 9) return -1;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

const tens: readonly number[] = Array.from({ length: 16 }, (_, k) => 10 ** k);

/**
 * A number of up to 15 digits without an exponent; NaN for all others. Both its digits and the power of ten are exact
 * as doubles, so that their quotient is the double nearest to what is written.
 */
function plainNumber(bytes: Uint8Array, from: number, to: number): number {
  const isNegative = bytes[from] === 0x2d;
  let at = isNegative ? from + 1 : from;
  if (at === to || to - at > 16) return Number.NaN;
  let number = 0;
  let point = -1;
  let digits = 0;
  for (; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      digits++;
    } else if (digit === -2 && point < 0) point = digits;
    else return Number.NaN;
  }
  if (digits === 0 || digits > 15) return Number.NaN;
  const size = point < 0 ? number : number / tens[digits - point]!;
  // Minus zero is zero in a sheet.
  return isNegative && size !== 0 ? -size : size;
}

/**
 * A day number written as digits with a point: to some millionths of a second, which is more than dates have. Its 15
 * to 17 digits are too many for `plainNumber`. NaN for all others.
 */
function plainSerial(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let days = 0;
  for (; at < to && at - from < 9; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) break;
    days = days * 10 + digit;
  }
  if (at === from) return Number.NaN;
  if (at === to) return days;
  if (bytes[at] !== 0x2e) return Number.NaN;
  const point = ++at;
  const most = Math.min(to, point + 15);
  let part = 0;
  for (; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (at < most) part = part * 10 + digit;
  }
  return days + part / tens[most - point]!;
}

function typeOf(bytes: Uint8Array, from: number, to: number): CellType {
  if (to - from === 1) {
    switch (bytes[from]) {
      case 0x73:
        return 's';
      case 0x6e:
        return 'n';
      case 0x62:
        return 'b';
      case 0x65:
        return 'e';
      case 0x64:
        return 'd';
    }
    return '?';
  }
  const isStr = to - from === 3 && bytes[from] === 0x73 && bytes[from + 1] === 0x74 && bytes[from + 2] === 0x72;
  if (isStr) return 'str';
  return to - from === 9 && String.fromCharCode(...bytes.subarray(from, to)) === 'inlineStr' ? 'inlineStr' : '?';
}

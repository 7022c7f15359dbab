import { Inflate } from 'fflate';
import { ReadBroken } from '../bytes.js';
import type { FormatFile } from '../formats/format.js';
import { platform } from '../platform.js';
import { crc32 } from '../crc32.js';
import { fetchAgain, refused, saveAsText, type WorkbookFault } from './faults.js';

/** What an archive may hold, so that a small file cannot fill the memory. Bytes are those after inflating. */
export const zipLimits: Readonly<Record<'partBytes' | 'allBytes' | 'ratio' | 'ratioFrom' | 'parts', number>> = {
  /** Of one part that is read. */
  partBytes: 64 * 1024 * 1024,
  /** Of all parts that are read. */
  allBytes: 128 * 1024 * 1024,
  /** Times that a part may grow, once it is above `ratioFrom`. */
  ratio: 200,
  ratioFrom: 1024 * 1024,
  parts: 1000,
};

const endBytes = 22;
const mostComment = 0xffff;
const centralBytes = 46;
const localBytes = 30;
const mostDirectoryBytes = 4 * 1024 * 1024;
const READ = 256 * 1024;
/** Deflated bytes inflated at a time: they may become a thousand times as many before anybody can count them. */
const PIECE = 16 * 1024;

/** One part as the central directory has it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes after inflating, as the directory says. */
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** How far the reading of a file is, over all its parts. */
export interface ZipProgress {
  /** Bytes of the file that were inflated. */
  packed: number;
  /** Bytes that came out. */
  inflated: number;
}

/**
 * A ZIP archive read by its central directory. Names stand once (two parts of one name mean something else to every
 * reader), and what comes out of a part is counted and checked while it comes.
 */
export class ZipArchive {
  readonly progress: ZipProgress = { packed: 0, inflated: 0 };
  readonly #file: FormatFile;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  /** Bytes that stand before the archive. */
  readonly #shift: number;

  private constructor(file: FormatFile, entries: ReadonlyMap<string, ZipEntry>, shift: number) {
    this.#file = file;
    this.#entries = entries;
    this.#shift = shift;
  }

  /** @throws AnalyticsError for what is no archive, a damaged one, or one with more parts than allowed */
  static async open(file: FormatFile): Promise<ZipArchive> {
    const size = file.size ?? (await bytesOf(file, 0, Number.MAX_SAFE_INTEGER)).length;
    if (size === 0) throw refused('empty', file.name, 'has no bytes', fetchAgain);
    const tailFrom = Math.max(0, size - endBytes - mostComment);
    const tail = await bytesOf(file, tailFrom, size);
    const end = findEnd(tail);
    if (end < 0) throw await notArchive(file, size);
    const place = await directoryPlace(file, tail, end, tailFrom);
    const { count, bytes, offset, before } = place;
    if (count > zipLimits.parts) {
      throw refused('size-limit', file.name, `has ${count} parts; ${zipLimits.parts} are read`, saveAsText);
    }
    const start = before - bytes;
    if (!(start >= offset && offset >= 0) || bytes > mostDirectoryBytes) {
      throw damaged(file, 'its list of parts lies outside of it');
    }
    const directory = await bytesOf(file, start, before);
    if (directory.length !== bytes) throw damaged(file, 'its list of parts is cut');
    return new ZipArchive(file, readDirectory(file, directory, count), start - offset);
  }

  /** Names of parts are compared without regard to case, as in the packages of Office. */
  find(name: string): ZipEntry | undefined {
    return this.#entries.get(folded(name));
  }

  names(): string[] {
    return [...this.#entries.values()].map((entry) => entry.name);
  }

  /**
   * Opens one part.
   * @throws AnalyticsError when it is encrypted, packed in another way than deflate, or says that it is too large
   */
  async read(entry: ZipEntry): Promise<ZipPart> {
    const { name } = this.#file;
    if (entry.isEncrypted) throw encrypted(name);
    if (entry.method !== 0 && entry.method !== 8) {
      throw refused(
        'damaged',
        name,
        `is packed by method ${entry.method}, not deflate`,
        'Save it anew as .xlsx in Excel.',
      );
    }
    const tooLarge = entry.size > zipLimits.partBytes || this.progress.inflated + entry.size > zipLimits.allBytes;
    const isBomb = entry.size > zipLimits.ratioFrom && entry.size > entry.packed * zipLimits.ratio;
    if (tooLarge || isBomb) throw this.#tooLarge(entry);
    const at = entry.offset + this.#shift;
    const head = await bytesOf(this.#file, at, at + localBytes);
    const view = viewOf(head);
    if (head.length < localBytes || view.getUint32(0, true) !== 0x04034b50) throw this.#astray(entry);
    const nameEnd = at + localBytes + view.getUint16(26, true);
    const from = nameEnd + view.getUint16(28, true);
    // A part that is listed under another name than its own is shared by several entries, or astray.
    const written = text(await bytesOf(this.#file, at + localBytes, nameEnd), view.getUint16(6, true));
    if (written !== entry.name || view.getUint16(8, true) !== entry.method) throw this.#astray(entry);
    if ((view.getUint16(6, true) & 1) !== 0) throw encrypted(name);
    return new ZipPart(this.#file, entry, from, this.progress, () => this.#tooLarge(entry));
  }

  #astray(entry: ZipEntry): Error {
    return damaged(this.#file, `its list of parts leads astray at "${entry.name.slice(0, 100)}"`);
  }

  #tooLarge(entry: ZipEntry): Error {
    const mb = (bytes: number): number => bytes / 1024 / 1024;
    return refused(
      'size-limit',
      this.#file.name,
      `holds more than can be read as a workbook: "${entry.name.slice(0, 100)}" passes ${mb(zipLimits.partBytes)} MB, all parts together ${mb(zipLimits.allBytes)} MB, or ${zipLimits.ratio} times its packed size`,
      saveAsText,
    );
  }
}

/** The bytes of one part, inflated piece by piece; the checks of the whole are done when it ends. */
export class ZipPart {
  readonly #file: FormatFile;
  readonly #entry: ZipEntry;
  readonly #progress: ZipProgress;
  readonly #tooLarge: () => Error;
  readonly #inflate: Inflate | null;
  #out: Uint8Array = new Uint8Array(0);
  #window: Uint8Array = new Uint8Array(0);
  #at: number;
  #left: number;
  #size = 0;
  #crc = 0;
  #ended = false;

  constructor(file: FormatFile, entry: ZipEntry, from: number, progress: ZipProgress, tooLarge: () => Error) {
    this.#file = file;
    this.#entry = entry;
    this.#at = from;
    this.#left = entry.packed;
    this.#progress = progress;
    this.#tooLarge = tooLarge;
    this.#inflate = entry.method === 0 ? null : new Inflate((bytes) => (this.#out = bytes));
  }

  /** The next bytes; null once all came and were found to be what the directory says. */
  async next(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.#ended) return null;
      if (this.#window.length === 0 && this.#left > 0) await this.#fill();
      const bytes = this.#window.subarray(0, PIECE);
      this.#window = this.#window.subarray(PIECE);
      const isLast = this.#left === 0 && this.#window.length === 0;
      const out = this.#inflated(bytes, isLast);
      this.#count(bytes.length, out);
      if (isLast) this.#check();
      if (out.length > 0) return out;
    }
  }

  async #fill(): Promise<void> {
    const wanted = Math.min(READ, this.#left);
    const bytes = await bytesOf(this.#file, this.#at, this.#at + wanted);
    if (bytes.length !== wanted) throw this.#harmed('damaged', 'ends before its end');
    this.#window = bytes;
    this.#at += wanted;
    this.#left -= wanted;
  }

  #inflated(bytes: Uint8Array, isLast: boolean): Uint8Array {
    if (this.#inflate === null) return bytes;
    this.#out = new Uint8Array(0);
    try {
      this.#inflate.push(bytes, isLast);
    } catch {
      throw this.#harmed('damaged', 'cannot be inflated');
    }
    return this.#out;
  }

  #count(packed: number, out: Uint8Array): void {
    this.#size += out.length;
    this.#progress.packed += packed;
    this.#progress.inflated += out.length;
    if (this.#size > zipLimits.partBytes || this.#progress.inflated > zipLimits.allBytes) throw this.#tooLarge();
    if (this.#size > this.#entry.size) throw this.#harmed('size-mismatch', 'is longer than the archive says');
    this.#crc = crc32(this.#crc, out);
  }

  #check(): void {
    this.#ended = true;
    if (this.#size !== this.#entry.size) throw this.#harmed('size-mismatch', 'is shorter than the archive says');
    if (this.#crc !== this.#entry.crc) throw this.#harmed('crc', 'does not have the checksum that the archive says');
  }

  #harmed(reason: WorkbookFault, what: string): Error {
    return refused(
      reason,
      this.#file.name,
      `is damaged: its part "${this.#entry.name.slice(0, 100)}" ${what}`,
      fetchAgain,
    );
  }
}

/** Bytes of a file; one that breaks off cannot be read from its end, and so not at all. */
async function bytesOf(file: FormatFile, from: number, to: number): Promise<Uint8Array> {
  try {
    return await file.read(from, to);
  } catch (error) {
    if (!(error instanceof ReadBroken)) throw error;
    throw refused('damaged', file.name, `cannot be read to its end: ${error.message}`, fetchAgain);
  }
}

function damaged(file: FormatFile, what: string): Error {
  return refused('damaged', file.name, `is damaged: ${what}`, fetchAgain);
}

function encrypted(name: string): Error {
  return refused(
    'encrypted',
    name,
    'is protected by a password',
    'Open it in Excel, take the password away (File, Info, Protect Workbook) and save it.',
  );
}

/** Where the record at the archive's end begins, by its mark and a comment that reaches just to the end; -1 without one. */
function findEnd(tail: Uint8Array): number {
  for (let at = tail.length - endBytes; at >= 0; at--) {
    const isMark = tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6;
    if (isMark && at + endBytes + (tail[at + 20]! | (tail[at + 21]! << 8)) === tail.length) return at;
  }
  return -1;
}

interface DirectoryPlace {
  readonly count: number;
  readonly bytes: number;
  readonly offset: number;
  /** Where the directory ends. */
  readonly before: number;
}

async function directoryPlace(
  file: FormatFile,
  tail: Uint8Array,
  end: number,
  tailFrom: number,
): Promise<DirectoryPlace> {
  const view = viewOf(tail);
  const count = view.getUint16(end + 10, true);
  const bytes = view.getUint32(end + 12, true);
  const offset = view.getUint32(end + 16, true);
  const isWide = count === 0xffff || bytes === 0xffff_ffff || offset === 0xffff_ffff;
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw damaged(file, 'it is one of several volumes');
  }
  if (!isWide || end < 20 || view.getUint32(end - 20, true) !== 0x07064b50) {
    return { count, bytes, offset, before: tailFrom + end };
  }
  // ZIP64: a locator before this record leads to one with wide numbers.
  const at = wide(view, end - 12);
  const record = await bytesOf(file, at, at + 56);
  const found = viewOf(record);
  if (record.length < 56 || found.getUint32(0, true) !== 0x06064b50) throw damaged(file, 'its end record is missing');
  return { count: wide(found, 32), bytes: wide(found, 40), offset: wide(found, 48), before: at };
}

function readDirectory(file: FormatFile, bytes: Uint8Array, count: number): Map<string, ZipEntry> {
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let k = 0; k < count; k++) {
    if (at + centralBytes > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
      throw damaged(file, 'its list of parts is not complete');
    }
    const flags = view.getUint16(at + 8, true);
    const nameEnd = at + centralBytes + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > bytes.length) throw damaged(file, 'its list of parts is not complete');
    const name = text(bytes.subarray(at + centralBytes, nameEnd), flags);
    const [size, packed, offset] = wideFields(view, nameEnd, extraEnd, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    const key = folded(name);
    if (entries.has(key)) {
      throw refused('duplicate-part', file.name, `holds "${name.slice(0, 100)}" twice`, fetchAgain);
    }
    entries.set(key, {
      name,
      method: view.getUint16(at + 10, true),
      isEncrypted: (flags & 1) !== 0,
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      offset,
    });
    at = next;
  }
  if (at !== bytes.length) throw damaged(file, 'its list of parts is longer than it says');
  return entries;
}

/** Size, packed size and offset; those that do not fit 32 bits stand in the extra field of ZIP64, in this order. */
function wideFields(
  view: DataView,
  from: number,
  to: number,
  fields: [size: number, packed: number, offset: number],
): [size: number, packed: number, offset: number] {
  if (!fields.includes(0xffff_ffff)) return fields;
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let value = at + 4;
    const end = Math.min(to, value + view.getUint16(at + 2, true));
    for (const k of [0, 1, 2] as const) {
      if (fields[k] !== 0xffff_ffff || value + 8 > end) continue;
      fields[k] = wide(view, value);
      value += 8;
    }
    break;
  }
  return fields;
}

function wide(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A part's name: UTF-8 when the flags say so; otherwise only its ASCII matters here. */
function text(bytes: Uint8Array, flags: number): string {
  return new platform.TextDecoder((flags & 0x800) === 0 ? 'windows-1252' : 'utf-8').decode(bytes);
}

function folded(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** Says what a file is that has no archive's end. */
async function notArchive(file: FormatFile, size: number): Promise<Error> {
  const head = await bytesOf(file, 0, Math.min(size, 4096));
  if (compound.every((byte, k) => head[k] === byte)) return compoundFile(file, head);
  if (head[0] === 0x50 && head[1] === 0x4b) {
    return refused('not-a-zip', file.name, 'is not complete: the end of the workbook is missing', fetchAgain);
  }
  const start = text(head, 0x800).trimStart();
  if (/^<(!doctype html|html)/i.test(start)) {
    return refused(
      'not-a-zip',
      file.name,
      'is a web page with the name of a workbook',
      'Open it in Excel and save it as .xlsx; if it asks to log in, download it again.',
    );
  }
  if (start.startsWith('<?xml') && start.includes('Excel.Sheet')) {
    return refused(
      'legacy',
      file.name,
      'is a workbook in the XML form of 2003',
      'Open it in Excel and save it as .xlsx.',
    );
  }
  return refused('not-a-zip', file.name, 'is no XLSX workbook', fetchAgain);
}

/** A compound file holds an encrypted workbook, or one in the form of Excel 97; its directory names its streams. */
async function compoundFile(file: FormatFile, head: Uint8Array): Promise<Error> {
  const view = viewOf(head);
  const sector = 1 << Math.min(12, head.length >= 76 ? view.getUint16(30, true) : 9);
  const at = head.length >= 76 ? (view.getUint32(48, true) + 1) * sector : 0;
  const names = new platform.TextDecoder('utf-16le').decode(await bytesOf(file, at, at + sector));
  if (names.includes('EncryptedPackage')) return encrypted(file.name);
  return refused(
    'legacy',
    file.name,
    names.includes('Workbook') || names.includes('Book')
      ? 'is a workbook in the form of Excel 97 (.xls)'
      : 'is protected by a password, or in an old form (.xls)',
    'Open it in Excel and save it as .xlsx without a password.',
  );
}

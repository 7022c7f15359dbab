import { findEncoding } from '../encoding.js';
import { platform, type TextDecoderLike } from '../platform.js';

const PIECE = 64 * 1024;

/** Text of an XML file, piece by piece. */
export interface XmlText {
  /** As the platform names it: `utf-8`, `windows-1252`, ... */
  readonly encoding: string;
  /** Bytes that are no valid text were met: from then on U+FFFD may stand for them. */
  readonly isDamaged: boolean;
  /** Bytes read. */
  readonly read: number;
  /** The next piece; null after the last. */
  next(): Promise<string | null>;
  close(): Promise<void>;
}

/**
 * Decodes an XML file by its byte order mark, else as declared from outside, else by its XML declaration, else as UTF-8.
 * @throws RangeError when the XML declaration names an encoding that the platform does not know
 */
export async function xmlText(chunks: AsyncGenerator<Uint8Array, void, void>, declared?: string): Promise<XmlText> {
  const text = new DecodedText(chunks);
  await text.begin(declared);
  return text;
}

class DecodedText implements XmlText {
  encoding = 'utf-8';
  isDamaged = false;
  read = 0;
  readonly #chunks: AsyncGenerator<Uint8Array, void, void>;
  #head: Uint8Array | null = null;
  #decoder: TextDecoderLike | null = null;
  #failure: Error | null = null;
  #ended = false;
  /** What of a chunk was not used yet. */
  #rest: Uint8Array = new Uint8Array(0);
  // U+FFFD as the file has it, in UTF-8: EF BF BD. The place within it reached at a piece's end.
  #written = 0;
  #mark = 0;
  #shown = 0;

  constructor(chunks: AsyncGenerator<Uint8Array, void, void>) {
    this.#chunks = chunks;
  }

  async begin(declared: string | undefined): Promise<void> {
    const head = await this.#piece();
    const { encoding, mark } = findEncoding(head.subarray(0, 4096));
    const isMarked = mark > 0 || encoding.startsWith('utf-16');
    const named = isMarked ? encoding : (declared ?? declaredEncoding(head) ?? 'utf-8');
    this.#decoder = new platform.TextDecoder(named, { ignoreBOM: true });
    this.encoding = named;
    this.#head = head.subarray(mark);
  }

  async next(): Promise<string | null> {
    for (;;) {
      if (this.#decoder === null) return null;
      const bytes = this.#head ?? (await this.#piece());
      this.#head = null;
      const isLast = bytes.length === 0;
      const text = isLast ? this.#decoder.decode() : this.#decoder.decode(bytes, { stream: true });
      if (isLast) this.#decoder = null;
      this.#look(bytes, text);
      if (text !== '') return text;
    }
  }

  async close(): Promise<void> {
    this.#decoder = null;
    await this.#chunks.return().catch(() => undefined);
  }

  /** Chunks joined, or cut, until they are a step's worth: large texts stay in memory longer than they are of use. */
  async #piece(): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < PIECE && !(this.#ended && this.#rest.length === 0)) {
      if (this.#rest.length === 0) {
        if (!(await this.#fetch())) break;
        continue;
      }
      const part = this.#rest.subarray(0, PIECE - length);
      this.#rest = this.#rest.subarray(part.length);
      parts.push(part);
      length += part.length;
    }
    this.read += length;
    // What came before a failure is used first.
    if (length === 0 && this.#failure !== null) throw this.#failure;
    if (parts.length === 1) return parts[0]!;
    const joined = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }

  /** False where the chunks end, or fail. */
  async #fetch(): Promise<boolean> {
    if (this.#failure !== null) return false;
    try {
      const { done, value } = await this.#chunks.next();
      if (done) this.#ended = true;
      else this.#rest = value;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
    return this.#failure === null;
  }

  #look(bytes: Uint8Array, text: string): void {
    if (this.isDamaged) return;
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) this.#shown++;
    if (this.encoding === 'utf-8') this.#countWritten(bytes);
    this.isDamaged = this.#shown > this.#written;
  }

  #countWritten(bytes: Uint8Array): void {
    const sequence = [0xef, 0xbf, 0xbd];
    let at = 0;
    while (at < bytes.length) {
      if (this.#mark === 0) {
        at = bytes.indexOf(0xef, at);
        if (at < 0) return;
      }
      if (bytes[at] !== sequence[this.#mark]) {
        this.#mark = 0;
        if (bytes[at] !== 0xef) at++;
        continue;
      }
      at++;
      if (++this.#mark < 3) continue;
      this.#mark = 0;
      this.#written++;
    }
  }
}

/** `encoding` of `<?xml version="1.0" encoding="ISO-8859-1"?>`: ASCII in all encodings but those told before. */
function declaredEncoding(head: Uint8Array): string | null {
  const start = String.fromCharCode(...head.subarray(0, 200));
  return /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/.exec(start)?.[1]?.toLowerCase() ?? null;
}

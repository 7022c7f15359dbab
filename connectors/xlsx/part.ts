import type { Pace } from '../../worker/protocol/source.js';
import { encodeUtf8, platform, type TextDecoderLike } from '../platform.js';
import { fetchAgain, refused } from './faults.js';
import { Token, XmlBytes } from './xml-bytes.js';
import type { ZipArchive, ZipEntry, ZipPart } from './zip.js';

const main = [
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  // ISO 29500 Strict, as Excel writes it under "Strict Open XML".
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
];
const packages = ['http://schemas.openxmlformats.org/package/2006/relationships'];
const own: ReadonlySet<string> = new Set([...main, ...packages]);

/** A part of a workbook as XML, its bytes inflated as they are needed. */
export class XmlPart {
  readonly xml: XmlBytes;
  readonly #bytes: ZipPart;
  readonly #pace: Pace;
  #decoder: TextDecoderLike | null = null;
  #begun = false;

  private constructor(bytes: ZipPart, xml: XmlBytes, pace: Pace) {
    this.#bytes = bytes;
    this.xml = xml;
    this.#pace = pace;
  }

  static async open(zip: ZipArchive, entry: ZipEntry, file: string, pace: Pace): Promise<XmlPart> {
    const xml = new XmlBytes(own, (what) =>
      refused(
        what.includes('document type') ? 'doctype' : 'damaged',
        file,
        `cannot be read: in its part "${entry.name.slice(0, 100)}" ${what}`,
        fetchAgain,
      ),
    );
    return new XmlPart(await zip.read(entry), xml, pace);
  }

  /** Gets more bytes after the token `more`. */
  async fill(): Promise<void> {
    if (this.#pace.due()) await this.#pace.rest();
    let piece = await this.#bytes.next();
    if (piece === null) {
      if (this.#decoder !== null) this.xml.push(encodeUtf8(this.#decoder.decode()));
      this.#decoder = null;
      this.xml.end();
      return;
    }
    if (!this.#begun) {
      // A part's first piece has its byte order mark: it is some bytes long even in a hostile file, or the part is empty.
      const wide = piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : 'utf-16be';
      if (wide === 'utf-16le' || (piece[0] === 0xfe && piece[1] === 0xff)) {
        this.#decoder = new platform.TextDecoder(wide);
      } else if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) piece = piece.subarray(3);
      this.#begun = true;
    }
    this.xml.push(this.#decoder === null ? piece : encodeUtf8(decodeMore(this.#decoder, piece)));
  }

  /** The next token other than `more`. For small parts: a call costs a promise. */
  async next(): Promise<Exclude<Token, typeof Token.more>> {
    for (;;) {
      const token = this.xml.next();
      if (token !== Token.more) return token;
      await this.fill();
    }
  }
}

function decodeMore(decoder: TextDecoderLike, piece: Uint8Array): string {
  return decoder.decode(piece, { stream: true });
}

import { isUtf8 } from './csv/tokenizer.js';
import { encodeUtf8, platform } from './platform.js';

/** Encodings that can be read. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** How a source's text is written. */
export interface FoundEncoding {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark at the start. */
  readonly mark: number;
}

// Chinese texts have many characters; four common ones and few others rule out a stray accent or two.
const LEAST_HANZI = 4;

/** Encoding by the byte order mark, else as declared, else by evidence in the first bytes; UTF-8 without any. */
export function findEncoding(head: Uint8Array, declared?: Encoding): FoundEncoding {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  return { encoding: declared ?? utf16(head) ?? (isGb18030(head) ? 'gb18030' : 'utf-8'), mark: 0 };
}

/** Any encoding as UTF-8. Bytes that are no text become U+FFFD. */
export async function* toUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array, void, void> {
  const decoder = new platform.TextDecoder(encoding, { ignoreBOM: true });
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield encodeUtf8(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield encodeUtf8(rest);
}

/** UTF-16 without a mark: delimiters and digits leave every other byte zero. */
function utf16(head: Uint8Array): Encoding | null {
  const zeros = [0, 0];
  const length = Math.min(head.length & ~1, 4096);
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i & 1]!++;
  const pairs = length / 2;
  if (pairs < 4) return null;
  const [even, odd] = zeros as [number, number];
  if (odd > pairs * 0.3 && even < pairs * 0.02) return 'utf-16le';
  if (even > pairs * 0.3 && odd < pairs * 0.02) return 'utf-16be';
  return null;
}

/**
 * Not UTF-8, all pairs well-formed, and mostly characters of GB 2312 (lead B0..F7, trail A1..FE): text in Latin-1 does
 * not look like this.
 */
function isGb18030(head: Uint8Array): boolean {
  let end = head.length;
  // The last character may be cut.
  for (let k = 0; k < 3 && end > 0 && head[end - 1]! >= 0x80; k++) end--;
  if (isUtf8(head, 0, end)) return false;
  let common = 0;
  let others = 0;
  for (let i = 0; i + 1 < head.length; i++) {
    const lead = head[i]!;
    if (lead < 0x80) continue;
    const trail = head[++i]!;
    if (
      lead === 0x80 ||
      lead === 0xff ||
      trail < 0x30 ||
      trail === 0x7f ||
      trail === 0xff ||
      (trail > 0x39 && trail < 0x40)
    )
      return false;
    if (trail <= 0x39) i += 2;
    if (trail >= 0xa1 && lead >= 0xb0 && lead <= 0xf7) common++;
    else if (!(trail >= 0xa1 && lead >= 0xa1 && lead <= 0xa9)) others++;
  }
  return common >= LEAST_HANZI && common >= others * 4;
}

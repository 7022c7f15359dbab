import { TimeReader } from '../time.js';

/**
 * Value of an attribute by its element's name. What does not fit its type stays the text it is; integers that a double
 * would change stay text, digit by digit. Dates become UTC, or stay without an offset where they have none.
 */
export function readValue(type: string, text: string | undefined): string | number | boolean | null {
  if (text === undefined) return null;
  switch (type) {
    case 'int': {
      const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
      return Number.isSafeInteger(value) ? value : text;
    }
    case 'float': {
      const value = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
      return Number.isFinite(value) ? value : text;
    }
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
    case 'date':
      return dateText(text);
    default:
      return text;
  }
}

const reader = new TimeReader('iso', 'UTC');
const bytes = new Uint8Array(64);
// Years that surely have four digits; others stay as they are written.
const firstMs = Date.UTC(100, 0, 1);
const lastMs = Date.UTC(9999, 11, 31);

function dateText(text: string): string {
  if (text.length > bytes.length) return text;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return text;
    bytes[at] = code;
  }
  const { unzoned } = reader;
  const ms = reader.read(bytes, 0, text.length);
  if (ms !== ms || reader.unzoned !== unzoned || ms < firstMs || ms > lastMs) return text;
  return new Date(ms).toISOString();
}

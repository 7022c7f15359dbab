import { AnalyticsError } from './error.js';
import type { Filter } from './filter.js';

/** Deeper text is no filter, and would end the stack before it ends. */
const deepest = 256;

/**
 * A filter as text of `A-Z a-z 0-9 - _ . *` only, which stands in the query or fragment of an address as it is:
 * neither `encodeURIComponent` nor `URLSearchParams` changes it. Equal filters with keys in one order give equal texts.
 *
 *   {kind: 'time', range: {from: 0, to: 1.5}}   →   o.kind._time.range.o.from.0.to.1*2e5.e.e
 *
 * Tokens are divided by dots: `o` key value ... `e` an object, `a` value ... `e` a list, `_text` a string, `t` `f` `z`
 * true, false and null, else a number. Other characters are written `*hh`, or `**hhhh` from U+0100 on, by code unit.
 */
export function filterToText(filter: Filter): string {
  return dataToText(filter);
}

/** Any plain data as text of the same kind; keys that are undefined are left out. */
export function dataToText(value: unknown): string {
  const tokens: string[] = [];
  write(value, tokens);
  return tokens.join('.');
}

/**
 * The filter of a text that `filterToText` made. Plain data: the engine checks it like any filter when it is used.
 * @throws AnalyticsError `spec-invalid` for any other text
 */
export function filterFromText(text: string): Filter {
  return dataFromText(text) as Filter;
}

/**
 * The object of a text that `dataToText` made.
 * @throws AnalyticsError `spec-invalid` for any other text
 */
export function dataFromText(text: string): object {
  const tokens = text.split('.');
  const reader: Reader = { tokens, at: 0 };
  const value = read(reader, 0);
  if (reader.at !== tokens.length || typeof value !== 'object' || value === null) throw unreadable(text);
  return value;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function write(value: unknown, tokens: string[]): void {
  if (value === null || value === undefined) tokens.push('z');
  else if (value === true) tokens.push('t');
  else if (value === false) tokens.push('f');
  else if (typeof value === 'string') tokens.push(`_${escape(value)}`);
  else if (typeof value === 'number') tokens.push(escape(String(value)));
  else if (Array.isArray(value)) {
    tokens.push('a');
    for (const item of value) write(item, tokens);
    tokens.push('e');
  } else {
    tokens.push('o');
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      tokens.push(key === 'e' ? '*65' : escape(key)); // a bare `e` ends the object
      write(item, tokens);
    }
    tokens.push('e');
  }
}

function read(reader: Reader, depth: number): unknown {
  const token = next(reader);
  if (depth > deepest) throw unreadable(token);
  if (token.startsWith('_')) return unescape(token.slice(1));
  switch (token) {
    case 'z':
      return null;
    case 't':
      return true;
    case 'f':
      return false;
    case 'a':
      return readList(reader, depth);
    case 'o':
      return readObject(reader, depth);
    default:
      return readNumber(token);
  }
}

function readList(reader: Reader, depth: number): unknown[] {
  const items: unknown[] = [];
  while (reader.tokens[reader.at] !== 'e') items.push(read(reader, depth + 1));
  reader.at++;
  return items;
}

function readObject(reader: Reader, depth: number): unknown {
  const entries: Array<[string, unknown]> = [];
  while (reader.tokens[reader.at] !== 'e') {
    const key = unescape(next(reader));
    entries.push([key, read(reader, depth + 1)]);
  }
  reader.at++;
  // Defines own properties: a key such as `__proto__` is data.
  return Object.fromEntries(entries);
}

function readNumber(token: string): number {
  const text = unescape(token);
  const value = Number(text);
  if (!Number.isFinite(value) || String(value) !== text) throw unreadable(token);
  return value;
}

function next(reader: Reader): string {
  const token = reader.tokens[reader.at++];
  if (token === undefined) throw unreadable(reader.tokens.at(-1) ?? '');
  return token;
}

function escape(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return code < 256 ? `*${code.toString(16).padStart(2, '0')}` : `**${code.toString(16).padStart(4, '0')}`;
  });
}

function unescape(token: string): string {
  return token.replace(/\*\*([0-9a-f]{4})|\*([0-9a-f]{2})|[^A-Za-z0-9_-]/g, (part, long?: string, short?: string) => {
    const hex = long ?? short;
    if (hex === undefined) throw unreadable(part);
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
}

function unreadable(text: string): AnalyticsError {
  const got = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return new AnalyticsError('spec-invalid', `The text "${got}" is no filter, or only a part of one.`, { got });
}

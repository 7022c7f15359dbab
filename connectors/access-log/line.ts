import { shownUrl } from '../bytes.js';
import { decodeUtf8 } from '../platform.js';
import { AddressHash, isAddress } from './address.js';
import { Memo } from './memo.js';

/** A request as a web server told it; keys are the columns. */
export interface LogRow {
  /** `%v:%p` or `$host`, where the log has it. */
  readonly host: string | null;
  /** Hash of the client's address. */
  readonly address: string | null;
  /** Stands for who asked: the address before any proxy if that is told, with the user if there is one; hashed. */
  readonly visitor: string | null;
  readonly user: string | null;
  /** ISO in UTC; as written where it cannot be read. */
  readonly time: string;
  readonly method: string | null;
  /** Without query and fragment. */
  readonly path: string | null;
  /** Of the path's last part, in small letters: `html`. */
  readonly extension: string | null;
  readonly protocol: string | null;
  readonly status: number | null;
  readonly bytes: number | null;
  /** Without query and fragment. */
  readonly referrer?: string | null;
  readonly agent?: string | null;
  /** Stands for the client with its agent: people behind one address are told apart, as far as that goes; hashed. */
  readonly device?: string | null;
  /** The agent calls itself a robot or a tool. */
  readonly robot?: boolean;
  /** `utm_source` and its like; what else the line has after the agent, as `extra 1`. */
  readonly [more: string]: string | number | boolean | null | undefined;
}

/** Longest line, in UTF-16 units. */
export const mostLineLength: number = 256 * 1024;

/** Agents and referrers that come again and again. */
const REMEMBERED = 10_000;
// Shorter names of hosts are words like others.
const LEAST_MASKED = 7;

const campaign = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
const robots = /bot|crawl|spider|slurp|feed|fetcher|reader|monitor|curl|wget|python|java\/|perl|ruby/i;

/** What is known of a user agent. */
interface Agent {
  readonly text: string | null;
  readonly robot: boolean;
  readonly hash: string;
}

/** Reads the lines of one log. */
export class LineReader {
  readonly #hash: AddressHash;
  readonly #agents = new Memo<Agent>(REMEMBERED);
  readonly #referrers = new Memo<{ readonly text: string | null }>(REMEMBERED);

  /** @param key a secret that goes into the hashes of addresses */
  constructor(key?: string) {
    this.#hash = new AddressHash(key);
  }

  /** One line of the common or the combined format, a virtual host before it and more fields behind it allowed; null for another. */
  read(line: string): LogRow | null {
    const bracket = line.indexOf(' [');
    const end = line.indexOf('] ', bracket);
    if (bracket < 0 || end < 0) return null;
    const who = clientOf(line.slice(0, bracket));
    const fields = fieldsOf(line, end + 2);
    if (who === null || fields === null || fields.length < 3) return null;
    const [request, status, bytes, referrer, agent] = fields;
    if (!request!.isQuoted || !isNumber(status!.text, 3, 3) || !isNumber(bytes!.text, 1, 15)) return null;
    if (referrer && (!referrer.isQuoted || !agent?.isQuoted)) return null;

    const { host, client, user } = who;
    const hash = this.#hash;
    // Whoever they belong to; a name of the client's host is one too.
    const masked = (text: string | null): string | null => (text === null ? null : hash.within(withoutName(text)));
    const withoutName = (text: string): string =>
      client !== null && client.length >= LEAST_MASKED && text.includes(client)
        ? text.replaceAll(client, hash.of(client))
        : text;
    const { method, target, protocol } = requestOf(request!.text);
    const { path, query } = targetOf(target);
    const asking = (fields.length > 5 ? forwardedFor(fields) : null) ?? client;
    const written = line.slice(bracket + 2, end);
    const row: Record<string, string | number | boolean | null> = {
      host: masked(host),
      address: client === null ? null : hash.of(client),
      visitor: asking === null ? null : hash.with(asking, user),
      user: masked(user),
      time: isoTime(written) ?? masked(written),
      method,
      path: masked(path),
      extension: extensionOf(path),
      protocol,
      status: numberOf(status!.text),
      bytes: numberOf(bytes!.text),
    };
    if (referrer && agent) {
      const from = this.#referrers.of(referrer.text, (text) => ({ text: within(hash, given(shownUrl(text))) }));
      const by = this.#agents.of(agent.text, (text) => agentOf(text, hash));
      row['referrer'] = from.text === null ? null : withoutName(from.text);
      row['agent'] = by.text === null ? null : withoutName(by.text);
      row['device'] = asking === null ? null : hash.of(asking).slice(0, 16) + by.hash;
      row['robot'] = by.robot;
    }
    if (query !== '') addCampaign(row, query, masked);
    for (let k = 5; k < fields.length; k++) {
      const value = given(fields[k]!.text);
      if (value !== null) row[`extra ${k - 4}`] = masked(value);
    }
    return row as unknown as LogRow;
  }
}

function within(hash: AddressHash, text: string | null): string | null {
  return text === null ? null : hash.within(text);
}

function agentOf(text: string, hash: AddressHash): Agent {
  return { text: within(hash, given(text)), robot: robots.test(text), hash: hash.text(text).slice(0, 16) };
}

/** The first address of a list in quotes behind the agent, as proxies hand it on. */
function forwardedFor(fields: readonly Field[]): string | null {
  for (const { text, isQuoted } of fields.slice(5)) {
    const first = text.split(',', 1)[0]!.trim();
    if (isQuoted && isAddress(first)) return first;
  }
  return null;
}

/** What stands before the time: address, identity (never used), user; a virtual host may come first. */
function clientOf(text: string): { host: string | null; client: string | null; user: string | null } | null {
  const parts = text.split(' ');
  if (parts.length < 3 || parts.includes('')) return null;
  const isHostFirst = parts.length > 3 && !isAddress(parts[0]!) && (parts.length === 4 || isAddress(parts[1]!));
  if (parts.length > 3 && !isHostFirst && !isAddress(parts[0]!)) return null;
  const [client, , ...user] = isHostFirst ? parts.slice(1) : parts;
  return { host: isHostFirst ? parts[0]! : null, client: given(client!), user: given(unescape(user.join(' '))) };
}

interface Field {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Fields from a place on, set apart by one space, in quotes or not; null where quotes do not fit. */
function fieldsOf(line: string, from: number): Field[] | null {
  const fields: Field[] = [];
  const hasEscapes = line.includes('\\');
  let at = from;
  while (at < line.length) {
    const isQuoted = line.charCodeAt(at) === 0x22;
    if (isQuoted) at++;
    const end = isQuoted ? quoteAfter(line, at, hasEscapes) : line.indexOf(' ', at);
    if (isQuoted && (end < 0 || (end + 1 < line.length && line.charCodeAt(end + 1) !== 0x20))) return null;
    const text = line.slice(at, end < 0 ? line.length : end);
    fields.push({ text: hasEscapes ? unescape(text) : text, isQuoted });
    at = end < 0 ? line.length : end + (isQuoted ? 2 : 1);
  }
  return fields;
}

/** Place of the next quote that no backslash stands before; -1 without one. */
function quoteAfter(line: string, from: number, hasEscapes: boolean): number {
  if (!hasEscapes) return line.indexOf('"', from);
  for (let at = from; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at++;
  }
  return -1;
}

/** `GET /path HTTP/1.1`; a path may hold blanks, and the first version of HTTP had no third part. */
function requestOf(text: string): { method: string | null; target: string | null; protocol: string | null } {
  const last = text.lastIndexOf(' ');
  const protocol = last > 0 && /^HTTP\/[\d.]{1,5}$/.test(text.slice(last + 1)) ? text.slice(last + 1) : null;
  const rest = protocol === null ? text : text.slice(0, last);
  const found = /^([A-Za-z][\w-]{0,31}) (.+)$/s.exec(rest);
  return found ? { method: found[1]!, target: found[2]!, protocol } : { method: null, target: null, protocol };
}

function targetOf(target: string | null): { path: string | null; query: string } {
  if (target === null) return { path: null, query: '' };
  const [, before, query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(target)!;
  // A proxy is asked for whole addresses.
  const path = before!.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  return { path: path === '' ? '/' : path, query };
}

function extensionOf(path: string | null): string | null {
  if (path === null) return null;
  const file = path.slice(path.lastIndexOf('/') + 1);
  const dot = file.lastIndexOf('.');
  return dot < 0 ? null : given(file.slice(dot + 1).toLowerCase());
}

function addCampaign(
  row: Record<string, string | number | boolean | null>,
  query: string,
  masked: (text: string | null) => string | null,
): void {
  if (!query.includes('utm_')) return;
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals));
    if (!campaign.includes(name) || row[name] !== undefined) continue;
    const value = given(decoded(pair.slice(equals + 1)));
    if (value !== null) row[name] = masked(value);
  }
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ';

/** `17/May/2015:10:05:03 +0000` in UTC; null for anything else. */
function isoTime(written: string): string | null {
  const text = written.charCodeAt(1) === 0x2f ? `0${written}` : written;
  const month = months.indexOf(`${text.slice(3, 6)} `) / 4;
  const day = digits(text, 0, 2);
  const year = digits(text, 7, 4);
  const hour = digits(text, 12, 2);
  const minute = digits(text, 15, 2);
  const second = digits(text, 18, 2);
  const ahead = text.charCodeAt(21) === 0x2d ? -1 : 1;
  const hours = digits(text, 22, 2);
  const minutes = digits(text, 24, 2);
  const isWritten = text.length === 26 && hasMarks(text) && Number.isInteger(month);
  if (!isWritten || !(hour < 24 && minute < 60 && second < 60 && hours < 24 && minutes < 60 && year >= 100))
    return null;
  const local = Date.UTC(year, month, day, hour, minute, second);
  // A day beyond its month's last is one of the next month.
  if (!(day >= 1) || (day > 28 && new Date(local).getUTCDate() !== day)) return null;
  return new Date(local - ahead * (hours * 60 + minutes) * 60_000).toISOString();
}

function hasMarks(text: string): boolean {
  const sign = text.charCodeAt(21);
  return (
    text.charCodeAt(2) === 0x2f &&
    text.charCodeAt(6) === 0x2f &&
    text.charCodeAt(11) === 0x3a &&
    text.charCodeAt(14) === 0x3a &&
    text.charCodeAt(17) === 0x3a &&
    text.charCodeAt(20) === 0x20 &&
    (sign === 0x2b || sign === 0x2d)
  );
}

/** A number of so many digits; NaN where something else stands. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Whether a text is `-` or has so many digits. */
function isNumber(text: string, least: number, most: number): boolean {
  if (text === '-') return true;
  if (text.length < least || text.length > most) return false;
  return !Number.isNaN(digits(text, 0, text.length));
}

function numberOf(text: string): number | null {
  return text === '-' ? null : Number(text);
}

/** Null for what servers write when they have nothing. */
function given(text: string): string | null {
  return text === '-' || text === '' ? null : text;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', v: '\v', b: '\b', f: '\f' };

/** `\"`, `\\`, `\n` and bytes as `\xE9`, which make UTF-8 or stay as they are written. */
function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/(?:\\x[\da-fA-F]{2})+|\\[^x]/g, (found) => {
    if (found[1] !== 'x') return escapes[found[1]!] ?? found[1]!;
    const bytes = Uint8Array.from(found.split('\\x').slice(1), (hex) => Number.parseInt(hex, 16));
    const decodedBytes = decodeUtf8(bytes);
    return decodedBytes.includes('\ufffd') ? found : decodedBytes;
  });
}

import { encodeUtf8 } from '../platform.js';
import { hmacSha256 } from './sha256.js';

const REMEMBERED = 50_000;
const DIGITS = 32;

/**
 * Turns addresses into what stands for them: 128 bits of HMAC-SHA-256 in hexadecimal. Without a key of the host's the
 * hash hides an address from a glance only, since all of IPv4 can be tried; with one, from all who have not the key.
 */
export class AddressHash {
  readonly #key: Uint8Array;
  readonly #known = new Map<string, string>();

  constructor(key = 'touchpoint-kit') {
    this.#key = encodeUtf8(key);
  }

  /**
   * The same for each way of writing an IPv4 address within IPv6, and for small and capital letters.
   * @param more what else tells who it is; null for nothing
   */
  of(address: string, more: string | null = null): string {
    const asked = more === null ? address : `${address} ${more}`;
    const known = this.#known.get(asked);
    if (known !== undefined) return known;
    const normal = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
    const text = more === null ? normal : `${normal} ${more}`;
    let hash = '';
    for (const byte of hmacSha256(this.#key, encodeUtf8(text)).subarray(0, DIGITS / 2)) {
      hash += byte.toString(16).padStart(2, '0');
    }
    if (this.#known.size === REMEMBERED) this.#known.clear();
    this.#known.set(asked, hash);
    return hash;
  }

  /** A text with its addresses hashed. */
  within(text: string): string {
    return withoutAddresses(text, (address) => this.of(address));
  }
}

/** Whether a text is an address as servers write them. */
export function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$|^[\da-f:]{2,39}(\d{1,3}(\.\d{1,3}){3})?$/i.test(text) && isIp(text);
}

/** What can be shown of a line that could not be read: all before its time is left out, and whatever may be an address. */
export function maskedLine(line: string): string {
  const bracket = line.indexOf('[');
  const cut = bracket >= 0 ? bracket : line.indexOf('"');
  const rest = cut >= 0 ? line.slice(cut) : line.split(' ').slice(3).join(' ');
  return `(address) ${rest.replace(candidates, (found) => (isIp(found) ? '(address)' : found))}`;
}

const candidates = /\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,8}(?:(?:\.\d{1,3}){3})?/gi;

function withoutAddresses(text: string, replace: (address: string) => string): string {
  if (!text.includes('.') && !text.includes(':')) return text;
  return text.replace(candidates, (found) => (isIp(found) && !isName(found) ? replace(found) : found));
}

/** IPv4, also behind something else, or IPv6 with all its groups or some left out; a time of day is none. */
function isIp(found: string): boolean {
  return found.includes('.') || found.includes('::') || found.split(':').length >= 8;
}

/** Part of a name such as `File::Find`, which has too few digits for the address of anybody. */
function isName(found: string): boolean {
  return !found.includes('.') && (found.replaceAll(':', '').length < 5 || !/\d/.test(found));
}

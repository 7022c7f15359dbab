import { encodeUtf8 } from '../platform.js';
import { Memo } from './memo.js';
import { HmacSha256 } from './sha256.js';

const REMEMBERED = 100_000;
/** Words of the hash that are kept, of eight digits each. */
const WORDS = 4;

/**
 * Turns addresses into what stands for them: 128 bits of HMAC-SHA-256 in hexadecimal. Without a key of the host's the
 * hash hides an address from a glance only, since all of IPv4 can be tried; with one, from all who have not the key.
 */
export class AddressHash {
  readonly #hmac: HmacSha256;
  readonly #addresses = new Memo<string>(REMEMBERED);

  constructor(key = 'touchpoint-kit') {
    this.#hmac = new HmacSha256(encodeUtf8(key));
  }

  /** The same for each way of writing an IPv4 address within IPv6, and for small and capital letters. */
  of(address: string): string {
    return this.#addresses.of(address, (text) => this.text(normalAddress(text)));
  }

  /** An address together with what else tells who it is; null for nothing. */
  with(address: string, more: string | null): string {
    return more === null ? this.of(address) : this.text(`${normalAddress(address)} ${more}`);
  }

  /** Any text, as it is. */
  text(text: string): string {
    const words = this.#hmac.of(encodeUtf8(text));
    let hash = '';
    for (let k = 0; k < WORDS; k++) hash += (words[k]! >>> 0).toString(16).padStart(8, '0');
    return hash;
  }

  /** A text with its addresses hashed. */
  within(text: string): string {
    return withoutAddresses(text, (address) => this.of(address));
  }
}

function normalAddress(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
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

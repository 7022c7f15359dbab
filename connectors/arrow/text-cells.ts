import type { RejectReason } from '../../worker/protocol/report.js';
import { decodeUtf8, platform, type TextDecoderLike } from '../platform.js';
import type { Allowance } from './allowance.js';

const SLOTS = 1024;
const KEPT_BYTES = 32;
/** Longest text of one value, in bytes. */
const mostValueBytes = 8 * 1024 * 1024;

/** What makes a record unusable, found while a value of it was read. */
export interface Trouble {
  reason: RejectReason | null;
  raw: string;
  /** Numbers and times that cannot be told and count as missing. */
  beyond: number;
}

/**
 * Decodes text. Short texts are looked up by their bytes first: columns of events repeat a few names without end, and
 * one string for all of them costs less than a string each.
 */
export class TextCells {
  readonly #decoder: TextDecoderLike = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #texts: Array<string | undefined> = [];
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #kept = new Uint8Array(SLOTS * KEPT_BYTES);

  constructor(
    readonly trouble: Trouble,
    readonly allowance: Allowance,
  ) {}

  /** Text; null after it has noted why there is none. */
  text(bytes: Uint8Array, from: number, to: number): string | null {
    const length = to - from;
    if (length === 0) return '';
    this.allowance.work(length);
    if (length > KEPT_BYTES) return this.#decode(bytes, from, to);
    let hash = length;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x0100_0193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const kept = this.#texts[slot];
    if (kept !== undefined && this.#lengths[slot] === length && this.#same(slot, bytes, from, length)) return kept;
    const text = this.#decode(bytes, from, to);
    if (text === null) return null;
    this.#texts[slot] = text;
    this.#lengths[slot] = length;
    for (let k = 0; k < length; k++) this.#kept[slot * KEPT_BYTES + k] = bytes[from + k]!;
    return text;
  }

  /** Bytes as text where they are text, else as Base64. */
  binary(bytes: Uint8Array, from: number, to: number): string | null {
    const before = this.trouble.reason;
    const text = this.text(bytes, from, to);
    if (text !== null || this.trouble.reason !== 'encoding') return text;
    this.trouble.reason = before;
    return base64(bytes.subarray(from, to));
  }

  #same(slot: number, bytes: Uint8Array, from: number, length: number): boolean {
    const start = slot * KEPT_BYTES;
    for (let k = 0; k < length; k++) if (this.#kept[start + k] !== bytes[from + k]) return false;
    return true;
  }

  #decode(bytes: Uint8Array, from: number, to: number): string | null {
    if (to - from > mostValueBytes) {
      this.#note('record-too-long', bytes.subarray(from, from + 4096));
      return null;
    }
    const own = bytes.subarray(from, to);
    try {
      return this.#decoder.decode(own);
    } catch {
      this.#note('encoding', own.subarray(0, 4096));
      return null;
    }
  }

  #note(reason: RejectReason, raw: Uint8Array): void {
    this.trouble.reason = reason;
    this.trouble.raw = decodeUtf8(raw);
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as Base64 with padding. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet[word >> 18]! + alphabet[(word >> 12) & 63]!;
    text += (left > 1 ? alphabet[(word >> 6) & 63]! : '=') + (left > 2 ? alphabet[word & 63]! : '=');
  }
  return text;
}

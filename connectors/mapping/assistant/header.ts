import type { MappedField } from '../../../worker/protocol/proposal.js';
import { foldHeader } from '../synonyms.js';
import { meanings, otherTimeWords, plainWords, staffWords, wrapperWords } from './words.js';

/** What a header says of one field. */
export interface Naming {
  readonly field: MappedField;
  /** How surely the word means the field. */
  readonly weight: number;
  readonly matched: string;
  readonly language: 'en' | 'zh';
  /** `whole`: nothing beside the word changes its meaning; `part`: an unknown word stands before it. */
  readonly fit: 'whole' | 'part';
}

/** A header that holds a known word and is about something else: `phone model`, `owner e-mail`, `last login`. */
export interface OtherNaming {
  readonly field: MappedField;
  readonly word: string;
}

/** A header read word by word. */
export interface HeaderReading {
  readonly namings: readonly Naming[];
  readonly others: readonly OtherNaming[];
}

/** Signs of a header that are read: what is longer is a sentence. */
const mostHeader = 120;
const HAN = /\p{Script=Han}/u;
// Words that mean so little that they have to stand alone.
const WEAK = 0.7;
const NUMBERS: ReadonlySet<string> = new Set(['number', 'no', 'num']);
const TIMES: ReadonlySet<MappedField> = new Set(['time']);
const OF_PERSONS: ReadonlySet<MappedField> = new Set(['actor', 'userId', 'email', 'phone', 'deviceId']);

/**
 * Reads a header. In English and Chinese the last word says what a thing is: words before it are passed over when they
 * are known to change nothing, and words behind it make it something else (`email opened`).
 */
export function readHeader(header: string): HeaderReading {
  const namings = new Map<MappedField, Naming>();
  const others = new Map<MappedField, OtherNaming>();
  const tokens = tokensOf(header);
  const language = HAN.test(header) ? 'zh' : 'en';
  let covered = 0;
  for (let from = 0; from < tokens.length; from++) {
    // A word inside a longer known one says nothing by itself: an event id is no event.
    for (let to = tokens.length; to > from && to > covered; to--) {
      const matched = tokens.slice(from, to).join('');
      const known = meanings.get(matched);
      if (!known) continue;
      covered = to;
      const before = tokens.slice(0, from);
      const behind = tokens.slice(to);
      for (const { field, weight } of known) {
        const strange = strangeWord(field, before, behind);
        if (strange !== null) {
          if (!others.has(field)) others.set(field, { field, word: strange });
          continue;
        }
        if (weight < WEAK && !before.every((word) => wrapperWords.has(word))) continue;
        const fit = before.every((word) => plainWords.has(word)) ? 'whole' : 'part';
        const naming = { field, weight, matched, language, fit } as const;
        const better = namings.get(field);
        if (!better || strength(naming) > strength(better)) namings.set(field, naming);
      }
    }
  }
  const otherTime = tokens.find((word) => otherTimeWords.has(word));
  if (otherTime !== undefined && !others.has('time')) others.set('time', { field: 'time', word: otherTime });
  for (const field of namings.keys()) others.delete(field);
  return { namings: [...namings.values()], others: [...others.values()] };
}

/** How surely a naming means its field, 0 to 1. */
export function strength({ weight, fit }: Naming): number {
  return fit === 'whole' ? weight : weight * 0.75;
}

/** The word that gives the known one another meaning; null when none does. */
function strangeWord(field: MappedField, before: readonly string[], behind: readonly string[]): string | null {
  if (TIMES.has(field)) {
    const other = [...before, ...behind].find((word) => otherTimeWords.has(word));
    if (other !== undefined) return other;
  }
  if (OF_PERSONS.has(field)) {
    const other = [...before, ...behind].find((word) => staffWords.has(word));
    if (other !== undefined) return other;
  }
  // The number of an account is not the account, the number of a telephone is the telephone.
  return behind.find((word) => !plainWords.has(word) || (!OF_PERSONS.has(field) && NUMBERS.has(word))) ?? null;
}

/** A header's words, folded: split at signs and at changes of case, Chinese ones at known words. */
export function tokensOf(header: string): string[] {
  const plain = header
    .slice(0, mostHeader)
    .normalize('NFKC')
    .replace(/__c$/i, '')
    .replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/g, ' ');
  const words = plain
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d+)$/u, '$1 $2')
    .replace(/(\p{Script=Han})([a-z\d])/giu, '$1 $2')
    .replace(/([a-z\d])(\p{Script=Han})/giu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .map(foldHeader)
    // `events.name` is what lists within a record are called by: the name of an event.
    .map((word) => (word === 'events' ? 'event' : word))
    .filter((word) => word !== '');
  // `Amount__c` of Salesforce is `amount_c` in warehouses.
  if (words.length > 1 && words.at(-1) === 'c') words.pop();
  // `traffic_source.source` says one thing.
  const once = words.filter((word, at) => word !== words[at - 1]);
  return once.flatMap((word) => (HAN.test(word) ? hanWords(word) : [word]));
}

const LONGEST = 6;

/** Words of a Chinese text: the longest known one at each place, else one sign. */
function hanWords(text: string): string[] {
  const words: string[] = [];
  let unknown = '';
  const flush = (): void => {
    if (unknown !== '') words.push(unknown);
    unknown = '';
  };
  for (let at = 0; at < text.length;) {
    let length = Math.min(LONGEST, text.length - at);
    while (length > 1 && !isWord(text.slice(at, at + length))) length--;
    const word = text.slice(at, at + length);
    if (isWord(word)) {
      flush();
      words.push(word);
    } else unknown += word;
    at += length;
  }
  flush();
  return words;
}

function isWord(text: string): boolean {
  return meanings.has(text) || plainWords.has(text) || staffWords.has(text) || otherTimeWords.has(text);
}

import { identifierTypes } from '../protocol/batch.js';

/** The value of an identifier or actor key `type:value` without its type. */
export function actorLabel(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

// The five types begin with five different letters.
const rankByLetter = new Map(identifierTypes.map((type, rank) => [type.charCodeAt(0), rank]));

/** Rank of an identifier `type:value`: 0 actor, 1 userId, 2 email, 3 phone, 4 deviceId. */
export function rankOf(key: string): number {
  return rankByLetter.get(key.charCodeAt(0))!;
}

/** Lowest rank that the guard leaves alone: below it come e-mails, phones and device ids. */
export const userRank = 1;

/** Order of identifiers: by rank, then value in code units. */
export function compareIdentifiers(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** True for `type:value` with a known type and a value. */
export function isIdentifier(key: unknown): key is string {
  if (typeof key !== 'string') return false;
  const colon = key.indexOf(':');
  return colon < key.length - 1 && (identifierTypes as readonly string[]).includes(key.slice(0, colon));
}

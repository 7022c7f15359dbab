import type { IdentifierType } from '../worker/protocol/batch.js';
import { AnalyticsError } from '../worker/protocol/error.js';
import type { ReadContext } from '../worker/protocol/source.js';
import { loadPhonePart } from './phone/part.js';

const PLACEHOLDERS = ['', 'null', 'undefined', 'none', 'n/a', '0', '00000000-0000-0000-0000-000000000000'];
// Printable ASCII without spaces: nothing to normalise.
const PLAIN = /^[!-~]*$/;

/**
 * Brings identifiers into the one form they are compared in (`docs/concepts/identity.md`); null for what names nobody:
 * placeholders, e-mail addresses that are none, telephone numbers that are impossible or lack their country.
 */
export type IdentifierReader = (type: IdentifierType, text: string) => string | null;

/**
 * A reader for one source.
 * @param options the host's placeholders, compared without case, and the country of numbers written without one
 * @param phones whether telephone numbers will be read: only then are the numbering plans loaded
 * @throws AnalyticsError `mapping-invalid` for a country whose numbers are not known; `part-missing`
 */
export async function identifierReader(
  { placeholders = [], defaultCountry }: NonNullable<ReadContext['identity']>,
  phones: boolean,
): Promise<IdentifierReader> {
  const nobody = new Set([...PLACEHOLDERS, ...placeholders.map((text) => text.normalize('NFKC').trim().toLowerCase())]);
  const lengths = new Set([...nobody].map((text) => text.length));
  const phone = phones ? await phoneReader(defaultCountry ?? null) : null;
  return (type, text) => {
    const value = PLAIN.test(text) ? text : text.normalize('NFKC').trim();
    if (lengths.has(value.length) && nobody.has(value.toLowerCase())) return null;
    if (type === 'email') return normalizeEmail(value.toLowerCase());
    if (type === 'phone') return phone?.(value) ?? null;
    return value;
  };
}

function normalizeEmail(value: string): string | null {
  const at = value.indexOf('@');
  if (at < 1 || at !== value.lastIndexOf('@')) return null;
  const dot = value.indexOf('.', at + 2);
  return dot < 0 || value.endsWith('.') ? null : value;
}

async function phoneReader(country: string | null): Promise<(text: string) => string | null> {
  const { isPhoneCountry, readPhone } = await loadPhonePart().catch((cause: unknown) => {
    throw new AnalyticsError(
      'part-missing',
      'Telephone numbers cannot be read: the file touchpoint-kit.phone.js was not found beside the kit. Put it there, or take the phone columns out of the mapping.',
      { file: 'touchpoint-kit.phone.js' },
      cause,
    );
  });
  if (country !== null && !isPhoneCountry(country)) {
    throw new AnalyticsError(
      'mapping-invalid',
      `The telephone numbers of "${country.slice(0, 20)}" are not known. Give defaultCountry as ISO 3166 in capitals, e.g. "CH".`,
      { faults: [{ path: 'defaultCountry', problem: 'it must be an ISO 3166 country in capitals' }] },
    );
  }
  return (text) => readPhone(text, country);
}

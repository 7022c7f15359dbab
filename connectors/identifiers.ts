import type { IdentifierType } from '../worker/protocol/batch.js';

const PLACEHOLDERS = new Set(['', 'null', 'undefined', 'none', 'n/a', '0', '00000000-0000-0000-0000-000000000000']);
const PLACEHOLDER_LENGTHS = new Set([...PLACEHOLDERS].map((text) => text.length));
// Printable ASCII without spaces: nothing to normalise.
const PLAIN = /^[!-~]*$/;

/**
 * An identifier in the one form it is compared in (`docs/concepts/identity.md`), or null when it names nobody:
 * placeholders, e-mail addresses that are none, telephone numbers without a country.
 */
export function normalizeIdentifier(type: IdentifierType, text: string): string | null {
  const value = PLAIN.test(text) ? text : text.normalize('NFKC').trim();
  if (PLACEHOLDER_LENGTHS.has(value.length) && PLACEHOLDERS.has(value.toLowerCase())) return null;
  if (type === 'email') return normalizeEmail(value.toLowerCase());
  if (type === 'phone') return normalizePhone(value);
  return value;
}

function normalizeEmail(value: string): string | null {
  const at = value.indexOf('@');
  if (at < 1 || at !== value.lastIndexOf('@')) return null;
  const dot = value.indexOf('.', at + 2);
  return dot < 0 || value.endsWith('.') ? null : value;
}

/** Only forms that carry their country: `+` or `00`, then 8 to 15 digits. */
function normalizePhone(value: string): string | null {
  const digits = value.replace(/^(\+\s*[\d\s]*)\(0\)/, '$1').replace(/[\s().\-/]/g, '');
  const match = /^(?:\+|00)([1-9]\d{7,14})$/.exec(digits);
  return match ? `+${match[1]!}` : null;
}

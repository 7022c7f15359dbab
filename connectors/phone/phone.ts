import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

// The library knows `ext.`, `x` and `#`; these are the words of other scripts.
const EXTENSION = /(?<!\s)\s*(?:转|轉|分机|分機|内线|內線|доб\.?)\s*(?:[:.]\s*)?\d+\s*$/;

/** True for a country whose numbers are known, ISO 3166 in capitals. */
export function isPhoneCountry(country: string): boolean {
  return isSupportedCountry(country);
}

/**
 * A telephone number as E.164, extension left out; null for what is none, or is impossible in its country.
 * @param text after NFKC
 * @param country of numbers written without one; null: such numbers are dropped
 */
export function readPhone(text: string, country: string | null): string | null {
  const bare = text.replace(EXTENSION, '');
  const number = parsePhoneNumberFromString(bare, country === null ? undefined : (country as CountryCode));
  return number?.isPossible() ? number.number : null;
}

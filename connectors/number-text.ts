/**
 * Number of a text in its canonical form, the one that prints back the same (`String(Number(text)) === text`);
 * NaN when it has another form or is none. `01`, `1.10`, `1e5`, `+1` and `NaN` are texts, not numbers.
 */
export function canonicalNumber(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const negative = bytes[i] === 45;
  if (negative) i++;
  const first = i;
  // Up to 15 digits every integer is exact, and dividing it by a power of ten up to 1e22 rounds correctly.
  if (end - first > 16 || first >= end) return NaN;
  let value = 0;
  let point = -1;
  for (; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point < 0) point = i;
    else return NaN;
  }
  const digits = end - first - (point < 0 ? 0 : 1);
  if (digits > 15) return NaN;
  const whole = (point < 0 ? end : point) - first;
  if (whole === 0 || (whole > 1 && bytes[first] === 48)) return NaN;
  if (point < 0) return negative ? (value === 0 ? NaN : -value) : value;
  if (point === end - 1 || bytes[end - 1] === 48) return NaN;
  value /= POWERS[end - 1 - point]!;
  // Below, numbers print with an exponent.
  if (value < 1e-6) return NaN;
  return negative ? -value : value;
}

/** The same for a string, of any length; slower. */
export function isCanonicalNumber(text: string): boolean {
  const value = Number(text);
  return Number.isFinite(value) && String(value) === text;
}

/** What a text means as a number: surrounding spaces and forms such as `1.10`, `+1`, `1e5` allowed; NaN for anything else. */
export function looseNumber(text: string): number {
  if (!/^\s*[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)) return NaN;
  // Zero has no sign.
  const value = Number(text) + 0;
  return Number.isFinite(value) ? value : NaN;
}

const POWERS = Array.from({ length: 16 }, (_, k) => 10 ** k);

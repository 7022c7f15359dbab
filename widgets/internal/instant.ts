const iso = /^(\d{4}-\d\d)(?:(-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-]\d\d):?(\d\d))?)?)?$/;

/**
 * An instant as a page writes it: an ISO month, day or date-time, UTC unless it names an offset, or milliseconds since
 * 1970. It never depends on the reader's own zone, and a day that no calendar has (30 February) is none.
 * @returns ms UTC; NaN for everything else
 */
export function parseInstant(text: string): number {
  if (/^-?\d{5,}(\.\d+)?$/.test(text)) return within(Number(text));
  const [all, month, date = '-01', time = '00:00', second = '00', fraction = '', hours, minutes] = iso.exec(text) ?? [];
  if (!all) return Number.NaN;
  const day = `${month}${date}`;
  const midnight = Date.parse(`${day}T00:00Z`);
  // Some engines roll 31 February over into March.
  if (!(new Date(midnight).getUTCDate() === Number(date.slice(1)))) return Number.NaN;
  const ms = fraction.slice(0, 3).padEnd(3, '0');
  return Date.parse(`${day}T${time}:${second}.${ms}${hours ? `${hours}:${minutes}` : 'Z'}`);
}

function within(ms: number): number {
  return Math.abs(ms) <= 8.64e15 ? ms : Number.NaN;
}

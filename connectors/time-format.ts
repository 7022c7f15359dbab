import { TimeReader } from './time.js';

/** A time format found by looking at values. */
export interface FoundFormat {
  readonly format: string;
  /** A sentence: why this format. */
  readonly evidence: string;
  /** Day and month could be the other way round: the pattern that also fits every value looked at. */
  readonly other: string | null;
}

const DATE = /^(\d{1,4})([-/.]|年)(\d{1,2})([-/.]|月)(\d{1,4})(日?)/;
const CLOCK = /^([ T,]+)(\d{1,2}):\d{2}(:\d{2}([.,]\d+)?)?(?:(\s?)([AaPp][Mm]))?(?:(\s?)(?:[Zz]|[+-]\d{2}:?\d{2}))?$/;

/**
 * Format that fits most of the values, or null when none fits half of them.
 * Day and month are told apart by the first value in which one of them is over 12.
 */
export function findTimeFormat(values: readonly string[]): FoundFormat | null {
  const texts = values.map((value) => value.trim()).filter((value) => value !== '');
  const formats = new Set<string>(['iso']);
  for (const text of texts.slice(0, 50)) for (const format of formatsOf(text)) formats.add(format);
  let best: string | null = null;
  let most = 0;
  for (const format of formats) {
    const fits = countFits(format, texts);
    if (fits > most) [best, most] = [format, fits];
  }
  if (best === null || most * 2 < texts.length) return null;
  const other = swapped(best);
  if (other === null)
    return { format: best, evidence: `${most} of ${texts.length} values looked at have this form`, other };
  const chosen = chooseOrder(best, other, texts);
  return chosen;
}

/** The same pattern with day and month changed over; null when it does not begin with one of them. */
export function swapped(format: string): string | null {
  const match = /^(D|M)([^DM]+)(D|M)(.*)$/s.exec(format);
  return match && match[1] !== match[3] ? `${match[3]!}${match[2]!}${match[1]!}${match[4]!}` : null;
}

function chooseOrder(best: string, other: string, texts: readonly string[]): FoundFormat {
  const dayFirst = best.startsWith('D') ? best : other;
  const monthFirst = best.startsWith('D') ? other : best;
  for (const text of texts) {
    const [first, second] = (text.match(/\d+/g) ?? []).map(Number);
    if (first === undefined || second === undefined) continue;
    if (first > 12 && first <= 31 && second <= 12)
      return { format: dayFirst, evidence: `"${text}" can only have the day first`, other: null };
    if (second > 12 && second <= 31 && first <= 12)
      return { format: monthFirst, evidence: `"${text}" can only have the month first`, other: null };
  }
  // With AM and PM the month-first order of the United States is likelier; elsewhere the day leads.
  const format = best.includes('A') ? monthFirst : dayFirst;
  const reason = best.includes('A')
    ? 'times with AM and PM mostly have the month first'
    : 'most countries write the day first';
  return {
    format,
    evidence: `no value looked at tells day from month; assumed because ${reason}`,
    other: format === dayFirst ? monthFirst : dayFirst,
  };
}

/** Patterns that a value has the shape of. */
function formatsOf(text: string): string[] {
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    const whole = text.replace(/\..*$/, '').replace('-', '').length;
    if (whole === 8) return ['YYYYMMDD'];
    if (whole === 14) return ['YYYYMMDDHHmmss'];
    if (whole === 16) return ['epoch-us'];
    return whole >= 9 && whole <= 10 ? ['epoch-s'] : whole >= 11 && whole <= 13 ? ['epoch-ms'] : [];
  }
  const date = DATE.exec(text);
  if (!date) return [];
  const [all, first, mark, , mark2, last, tail] = date as unknown as string[];
  const clock = clockPattern(text.slice(all!.length));
  if (clock === null) return [];
  if (first!.length === 4) return [`YYYY${mark!}M${mark2!}D${tail!}${clock}`];
  if (last!.length !== 4 && last!.length !== 2) return [];
  const year = last!.length === 4 ? 'YYYY' : 'YY';
  return [`D${mark!}M${mark2!}${year}${clock}`, `M${mark!}D${mark2!}${year}${clock}`];
}

function clockPattern(text: string): string | null {
  if (text === '') return '';
  const clock = CLOCK.exec(text);
  if (!clock) return null;
  const [, gap, , seconds, fraction, halfGap, half, zoneGap] = clock;
  const zoned = /(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(text);
  return `${gap!}${half ? 'h' : 'HH'}:mm${seconds ? ':ss' : ''}${fraction ? `${fraction[0]!}SSS` : ''}${half ? `${halfGap!}A` : ''}${zoned ? `${zoneGap!}Z` : ''}`;
}

function countFits(format: string, texts: readonly string[]): number {
  const reader = new TimeReader(format, 'UTC');
  let fits = 0;
  for (const text of texts) if (!Number.isNaN(reader.readText(text))) fits++;
  return fits;
}

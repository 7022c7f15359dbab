import { sampleRows, type SampleOptions, type SampleRow } from './sample.js';

const columns = [
  'time',
  'actor',
  'event',
  'source',
  'channel',
  'campaign',
  'account',
  'name',
  'owner',
  'page',
  'plan',
  'value',
  'currency',
] as const satisfies ReadonlyArray<keyof SampleRow>;

/**
 * A sample as CSV text in pieces of some 64 KB: the header, then one line a row in time order, ending in `\n`.
 * Times are ISO in UTC (`2026-05-01T01:20:33Z`); a missing value is an empty field; header names are English in both languages.
 */
export function* sampleCsv(options: SampleOptions = {}): Generator<string, void, void> {
  let piece = `${columns.join(',')}\n`;
  for (const row of sampleRows(options)) {
    piece += line(row);
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}

/** Written out field by field: samples of ten million rows are made for measurements. */
function line(row: SampleRow): string {
  const { account, name } = row;
  return (
    `${iso(row.time)},${row.actor},${row.event},${row.source},${row.channel},` +
    `${field(row.campaign)},${field(account)},${name ?? ''},${row.owner ?? ''},${row.page ?? ''},${row.plan ?? ''},` +
    `${row.value ?? ''},${row.currency ?? ''}\n`
  );
}

function field(text: string | null): string {
  if (text === null) return '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

let isoDay = Number.NaN;
let isoPrefix = '';

/** `toISOString` without its milliseconds; the day's part is kept from row to row. */
function iso(time: number): string {
  const day = Math.floor(time / 86_400_000);
  if (day !== isoDay) {
    isoDay = day;
    isoPrefix = new Date(time).toISOString().slice(0, 11);
  }
  const second = (time - day * 86_400_000) / 1000;
  const h = Math.floor(second / 3600);
  const m = Math.floor(second / 60) % 60;
  return `${isoPrefix}${two(h)}:${two(m)}:${two(second % 60)}Z`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

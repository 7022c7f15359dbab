import { sampleRows, type SampleOptions, type SamplePointer, type SampleRow } from './sample.js';

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
  'medium',
  'title',
  'stage',
  'direction',
  'feature',
] as const satisfies ReadonlyArray<keyof SampleRow>;
const pointerColumns = [
  'view',
  'element',
  'x',
  'y',
  'docWidth',
  'docHeight',
  'viewportWidth',
  'viewportHeight',
  'scrollX',
  'scrollY',
  'elementLeft',
  'elementTop',
  'elementWidth',
  'elementHeight',
  'mutationMs',
  'observedMs',
] as const satisfies ReadonlyArray<keyof SamplePointer>;
/** Headers of the text, in their order. */
export const sampleColumns: readonly string[] = [...columns, ...pointerColumns];
const noPointer = ','.repeat(pointerColumns.length);

/**
 * A sample as CSV text in pieces of some 64 KB: the header, then one line a row in time order, ending in `\n`.
 * Times are ISO in UTC (`2026-05-01T01:20:33Z`); a missing value is an empty field; header names are English in both languages.
 */
export function sampleCsv(options: SampleOptions = {}): Generator<string, void, void> {
  return csvOf(sampleRows(options));
}

/** The same text from rows that are there. */
export function* csvOf(rows: Iterable<SampleRow>): Generator<string, void, void> {
  let piece = `${sampleColumns.join(',')}\n`;
  for (const row of rows) {
    piece += line(row);
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}

/** Written out field by field: samples of ten million rows are made for measurements. */
function line(row: SampleRow): string {
  const { account, name, pointer } = row;
  return (
    `${iso(row.time)},${row.actor},${row.event},${row.source},${row.channel},` +
    `${field(row.campaign)},${field(account)},${name ?? ''},${row.owner ?? ''},${row.page ?? ''},${row.plan ?? ''},` +
    `${row.value ?? ''},${row.currency ?? ''},${row.medium ?? ''},${row.title ?? ''},${row.stage ?? ''},` +
    `${row.direction ?? ''},${row.feature ?? ''}${pointer ? pointerFields(pointer) : noPointer}\n`
  );
}

function pointerFields(p: SamplePointer): string {
  return (
    `,${p.view},${p.element ?? ''},${p.x ?? ''},${p.y ?? ''},${p.docWidth ?? ''},${p.docHeight ?? ''},` +
    `${p.viewportWidth},${p.viewportHeight},${p.scrollX},${p.scrollY},${p.elementLeft ?? ''},${p.elementTop ?? ''},` +
    `${p.elementWidth ?? ''},${p.elementHeight ?? ''},${p.mutationMs ?? ''},${p.observedMs ?? ''}`
  );
}

function field(text: string | null): string {
  if (text === null) return '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

let isoDay = Number.NaN;
let isoPrefix = '';

/** `toISOString` without milliseconds where they are zero; the day's part is kept from row to row. */
function iso(time: number): string {
  const day = Math.floor(time / 86_400_000);
  if (day !== isoDay) {
    isoDay = day;
    isoPrefix = new Date(time).toISOString().slice(0, 11);
  }
  const ms = time - day * 86_400_000;
  const second = Math.floor(ms / 1000);
  const h = Math.floor(second / 3600);
  const m = Math.floor(second / 60) % 60;
  const part = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`;
  return `${isoPrefix}${two(h)}:${two(m)}:${two(second % 60)}${part}Z`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

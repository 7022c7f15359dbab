import type { Spec } from '../../worker/protocol/spec.js';
import { valueText } from './card-panels.js';
import type { Locale } from './format.js';
import { guarded } from './formula-guard.js';
import type { ColumnKind, TableData, TableValue } from './table-data.js';

/**
 * A table as CSV (RFC 4180): a byte order mark, so that spreadsheets read it as UTF-8; ids of the columns; raw values,
 * instants as ISO text. What could be run as a formula is guarded (formula-guard.ts).
 */
export function csvOf({ columns, rows }: TableData): string {
  const lines = [
    columns.map(({ id }) => quoted(guarded(id))),
    ...rows.map((row) => columns.map(({ kind }, c) => quoted(rawText(kind, row[c] ?? null)))),
  ];
  return `\uFEFF${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}

/** A table as JSON: one object a row by the ids of the columns, and the question that it answers. */
export function jsonOf({ title, columns, rows }: TableData, spec: Spec): string {
  const items = rows.map((row) => Object.fromEntries(columns.map(({ id }, c) => [id, row[c] ?? null])));
  return `${JSON.stringify({ title, spec, rows: items }, null, 2)}\n`;
}

/** A table for a spreadsheet's clipboard: titles in the language, raw values between tabs. */
export function tsvOf({ columns, rows }: TableData): string {
  const clean = (text: string): string => guarded(text.replace(/[\t\r\n]+/g, ' '));
  const lines = [
    columns.map(({ title }) => clean(title)),
    ...rows.map((row) =>
      columns.map(({ kind }, c) => {
        const value = row[c] ?? null;
        return typeof value === 'string' ? clean(value) : rawText(kind, value);
      }),
    ),
  ];
  return lines.map((cells) => cells.join('\t')).join('\r\n');
}

/** A table for a document's clipboard: as it is read on screen. */
export function htmlOf({ title, columns, rows }: TableData, locale: Locale): string {
  const cells = (tag: 'th' | 'td', texts: readonly string[]): string =>
    `<tr>${texts.map((text) => `<${tag}>${escaped(guarded(text))}</${tag}>`).join('')}</tr>`;
  const head = cells(
    'th',
    columns.map((column) => column.title),
  );
  const body = rows.map((row) =>
    cells(
      'td',
      columns.map(({ kind }, c) => valueText(locale, kind, row[c] ?? null)),
    ),
  );
  return `<table><caption>${escaped(title)}</caption><thead>${head}</thead><tbody>${body.join('')}</tbody></table>`;
}

function rawText(kind: ColumnKind, value: TableValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return guarded(value);
  if (typeof value !== 'number') return value.join('–');
  return kind === 'instant' ? new Date(value).toISOString() : String(value);
}

function quoted(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

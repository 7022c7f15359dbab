import type { Spec } from '../../worker/protocol/spec.js';
import type { Locale } from './format.js';
import type { TableData, TableValue } from './table-data.js';

/** What a person asked to take along. */
export type ExportFormat = 'copy' | 'csv' | 'json' | 'png' | 'svg' | 'print';

/** All that an export may need of a card. */
export interface ExportRequest {
  readonly format: ExportFormat;
  readonly table: TableData | null;
  readonly drawing: SVGSVGElement | HTMLCanvasElement | null;
  readonly title: string;
  /** The question that the numbers answer. */
  readonly spec: Spec;
  readonly card: HTMLElement;
  readonly locale: Locale;
}

/**
 * Saves, copies or prints what a card shows.
 * @returns the file's name; null where there is no file (copy, print)
 * @throws where the page does not allow it
 */
export async function exportCard(request: ExportRequest): Promise<string | null> {
  const { format, table, title, spec } = request;
  const name = fileName(table?.title ?? title);
  switch (format) {
    case 'csv':
      return save(`${name}.csv`, 'text/csv', `\uFEFF${csvOf(table!)}`);
    case 'json':
      return save(`${name}.json`, 'application/json', jsonOf(table!, spec));
    case 'copy':
      await navigator.clipboard.writeText(tsvOf(table!));
      return null;
    case 'print':
      globalThis.print();
      return null;
    case 'svg':
      return save(`${name}.svg`, 'image/svg+xml', new XMLSerializer().serializeToString(request.drawing!));
    case 'png':
      return save(`${name}.png`, 'image/png', await pngOf(request.drawing!));
  }
}

/** A table as CSV (RFC 4180): ids of the columns, raw values; what a spreadsheet would run as a formula stands behind an apostrophe. */
export function csvOf({ columns, rows }: TableData): string {
  const lines = [columns.map(({ id }) => id), ...rows.map((row) => columns.map((_, c) => cellText(row[c] ?? null)))];
  return lines.map((cells) => cells.map(quoted).join(',')).join('\r\n') + '\r\n';
}

/** A table as JSON: one object a row by the ids of the columns, and the question that it answers. */
export function jsonOf({ title, columns, rows }: TableData, spec: Spec): string {
  const items = rows.map((row) => Object.fromEntries(columns.map(({ id }, c) => [id, row[c] ?? null])));
  return `${JSON.stringify({ title, spec, rows: items }, null, 2)}\n`;
}

function tsvOf({ columns, rows }: TableData): string {
  const clean = (text: string): string => safe(text).replace(/[\t\r\n]+/g, ' ');
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map((_, c) => cellText(row[c] ?? null))),
  ];
  return lines.map((cells) => cells.map(clean).join('\t')).join('\n');
}

function cellText(value: TableValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join('–') : String(value);
}

function safe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  const out = safe(text);
  return /[",\r\n]/.test(out) ? `"${out.replaceAll('"', '""')}"` : out;
}

function fileName(title: string): string {
  const name = title
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 80);
  return name || 'touchpoint-kit';
}

async function pngOf(drawing: SVGSVGElement | HTMLCanvasElement): Promise<Blob> {
  if (!(drawing instanceof HTMLCanvasElement)) throw new Error('Only a canvas can be saved as PNG.');
  const blob = await new Promise<Blob | null>((resolve) => drawing.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The page does not give its drawing away.');
  return blob;
}

function save(name: string, type: string, content: string | Blob): string {
  let url: string;
  try {
    url = URL.createObjectURL(new Blob([content], { type }));
  } catch {
    // Some hosts refuse CSV and scripts by their type; plain text they let pass.
    url = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  }
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return name;
}

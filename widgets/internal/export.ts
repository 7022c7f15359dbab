import type { Spec } from '../../worker/protocol/spec.js';
import { printCard } from './export-print.js';
import { pngOf } from './export-png.js';
import { svgText } from './export-svg.js';
import { csvOf, htmlOf, jsonOf, tsvOf } from './export-table.js';
import type { Locale } from './format.js';
import { saveFile as save } from './save-file.js';
import type { TableData } from './table-data.js';

export { csvOf, jsonOf } from './export-table.js';

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
 * Saves, copies or prints what a card shows. Nothing is fetched, and no image is made of a `blob:` or `data:` address.
 * @returns the file's name; null where there is no file (copy, print)
 * @throws where the page does not allow it
 */
export async function exportCard(request: ExportRequest): Promise<string | null> {
  const { format, table, drawing, title, spec, locale } = request;
  const name = fileName(table?.title || title);
  switch (format) {
    case 'csv':
      return save(`${name}.csv`, 'text/csv;charset=utf-8', csvOf(needed(table)));
    case 'json':
      return save(`${name}.json`, 'application/json', jsonOf(needed(table), spec));
    case 'copy':
      await copy(tsvOf(needed(table)), htmlOf(needed(table), locale));
      return null;
    case 'print':
      printCard(request.card);
      return null;
    case 'svg':
      if (!(drawing instanceof SVGSVGElement)) throw new Error('Only a drawing of shapes can be saved as SVG.');
      return save(`${name}.svg`, 'image/svg+xml', svgText(drawing, title));
    case 'png':
      return save(`${name}.png`, 'image/png', await pngOf(needed(drawing), title));
  }
}

function needed<T>(value: T | null): T {
  if (value === null) throw new Error('There is nothing to take along.');
  return value;
}

/** Both forms where the browser takes them: spreadsheets read the tabs, documents the table. */
async function copy(text: string, html: string): Promise<void> {
  if (typeof ClipboardItem !== 'undefined' && navigator.clipboard.write) {
    const forms = {
      'text/plain': new Blob([text], { type: 'text/plain' }),
      'text/html': new Blob([html], { type: 'text/html' }),
    };
    try {
      await navigator.clipboard.write([new ClipboardItem(forms)]);
      return;
    } catch {
      // Plain text may still be allowed.
    }
  }
  await navigator.clipboard.writeText(text);
}

/** A name that file systems take: no separators, no control or direction marks, no leading dot, none of the reserved names. */
export function fileName(title: string): string {
  const name = [
    ...title
      .normalize('NFC')
      .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu, ' ')
      .replace(/\s+/g, ' '),
  ]
    .slice(0, 80)
    .join('')
    .replace(/^[\s.]+|(?<![\s.])[\s.]+$/g, '');
  if (name === '') return 'touchpoint-kit';
  return /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(name) ? `${name}_` : name;
}

import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Source } from '../../worker/protocol/source.js';

/** Plain objects, one a touchpoint. */
export type Rows = ReadonlyArray<Readonly<Record<string, unknown>>>;

/**
 * A source from an address as written in a page. The address is made absolute, since a worker from a blob has no base;
 * the source keeps the written one as its name.
 *
 * @throws AnalyticsError `source-file-url` when the address leads to a file: a browser does not let a page read those
 */
export function urlSource(address: string, base: string): Source {
  return { kind: 'url', url: absolute(address, base, 'src'), name: address };
}

/**
 * Rows handed over as objects.
 * @throws AnalyticsError `source-format` when it is not an array of objects
 */
export function rowsSource(rows: unknown, name: string): Source {
  if (!Array.isArray(rows)) {
    throw new AnalyticsError(
      'source-format',
      `\`${name}\` is ${kindOf(rows)}. Give an array of objects, one a touchpoint.`,
      {
        property: name,
      },
    );
  }
  const odd = rows.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
  if (odd >= 0) {
    throw new AnalyticsError(
      'source-format',
      `\`${name}\` item ${odd} is ${kindOf(rows[odd])}. Give an array of objects, one a touchpoint.`,
      { property: name, item: odd },
    );
  }
  return { kind: 'rows', rows: rows as Rows, name };
}

/**
 * Rows handed over as JSON text: one string crosses a sandbox at once, where objects are read one by one.
 * @throws AnalyticsError `source-format` when it is no JSON, or not an array of objects
 */
export function jsonSource(text: string, name: string): Source {
  return rowsSource(parseJson(text, 'source-format', name), name);
}

/**
 * Data that stand in the page: the first `<script type="text/csv">` or `<script type="application/json">` among the
 * dataset's children. Line breaks around the text and the indentation that all its lines share are not part of it.
 *
 * @returns null when there is none
 * @throws AnalyticsError as `jsonSource`
 */
export function inlineSource(dataset: Element): Source | null {
  for (const child of dataset.children) {
    if (child.localName !== 'script' || child.hasAttribute('data-profiles')) continue;
    const type = (child.getAttribute('type') ?? '').trim().toLowerCase();
    const text = child.textContent ?? '';
    if (type === 'text/csv') return { kind: 'text', text: dedent(text), name: 'inline' };
    if (type === 'application/json') return jsonSource(text, 'inline');
  }
  return null;
}

/** @throws AnalyticsError `source-missing`, `source-file-url` */
export function absolute(address: string, base: string, attribute: string): string {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch (thrown) {
    throw new AnalyticsError(
      'source-missing',
      `\`${attribute}\` "${address}" is no address.`,
      { url: address },
      thrown,
    );
  }
  if (url.protocol === 'file:') {
    throw new AnalyticsError(
      'source-file-url',
      `A page opened from a file may not read "${address}". Serve the folder: run \`npx touchpoint-kit serve .\` in it ` +
        `and open the address it prints, or put the data into a <script type="text/csv"> inside <tp-dataset>.`,
      { url: address, command: 'npx touchpoint-kit serve .' },
    );
  }
  return url.href;
}

/** @throws AnalyticsError with that code */
export function parseJson(text: string, code: 'source-format' | 'mapping-invalid', name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AnalyticsError(code, `"${name}" is not JSON: ${why}`, { name }, thrown);
  }
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Text in a page without the line breaks around it and without the indentation that all its lines share. */
export function dedent(text: string): string {
  const lines = text
    .slice(0, endOfRows(text))
    .replace(/^[ \t]*\r?\n/, '')
    .split('\n');
  let shared: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent: string = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (shared === null) shared = indent;
    while (!indent.startsWith(shared)) shared = shared.slice(0, -1);
  }
  const indent = shared ?? '';
  return `${lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n')}\n`;
}

/** Where blank lines at the end begin. Only whole lines go: tabs at the end of the last row are its empty fields. */
function endOfRows(text: string): number {
  let end = text.length;
  while (end > 0) {
    const line = text.lastIndexOf('\n', end - 1);
    if (line < 0 || /[^ \t]/.test(text.slice(line + 1, end))) break;
    end = text[line - 1] === '\r' ? line - 1 : line;
  }
  return end;
}

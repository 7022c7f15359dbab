import type { Cell } from './sheet-rows.js';

/** A row with something in it, from a sheet's beginning. */
export interface HeadRow {
  /** From 1. */
  readonly number: number;
  /** From 0. */
  readonly columns: readonly number[];
  readonly values: readonly Cell[];
  /** Whether a row without anything lies right before it. */
  readonly afterGap: boolean;
}

/** How much of the widest row a header has to name. */
const SHARE = 0.6;

/**
 * Which of a sheet's first rows is the header of its table: the first that fills most of the table's columns, mostly by
 * text. Titles, dates of export and the like stand above it and fill few. Where such a block fills many, a fuller row of
 * text after a gap is the header. A table of numbers alone has its first full row as header. -1 without rows.
 */
export function headerRow(rows: readonly HeadRow[]): number {
  const widths = rows.map(width);
  const widest = Math.max(0, ...widths);
  const isFull = (k: number): boolean => widths[k]! > 0 && widths[k]! >= widest * SHARE;
  const first = rows.findIndex((row, k) => isFull(k) && isText(row));
  if (first < 0) return rows.findIndex((_, k) => isFull(k));
  const later = rows.findIndex(
    (row, k) => k > first && row.afterGap && widths[k]! > widths[first]! && isFull(k) && isText(row),
  );
  return later > 0 && widths[first]! < widest ? later : first;
}

/** Cells with something in them. */
function width({ values }: HeadRow): number {
  return values.reduce<number>((sum, value) => sum + (value === null || value === '' ? 0 : 1), 0);
}

/** Names outweigh numbers. Days and years count for neither: they head the columns of a table over time. */
function isText({ values }: HeadRow): boolean {
  let text = 0;
  let other = 0;
  for (const value of values) {
    if (value === null || value === '') continue;
    if (typeof value === 'string') text += /^\d{4}-\d\d-\d\d/.test(value) ? 0 : 1;
    else if (!(typeof value === 'number' && Number.isInteger(value) && value >= 1900 && value <= 2100)) other++;
  }
  return text > 0 && text >= other;
}

/** Names of a table's columns, each but once. */
export class ColumnNames {
  readonly names: Map<number, string> = new Map();
  /** Columns that have values and no name. */
  unnamed = 0;
  /** Names that stood more than once; later ones are numbered. */
  readonly twice: string[] = [];
  readonly #taken = new Set<string>();

  /** @param header null where the table has none */
  constructor(header: HeadRow | null) {
    if (header === null) return;
    const written = header.columns
      .map((column, k) => ({ column, text: textOf(header.values[k]!) }))
      .filter(({ text }) => text.trim() !== '')
      .sort((a, b) => a.column - b.column);
    // Names as they are written come first: a numbered one must not take the name of a later column.
    const plain = new Set(written.map(({ text }) => text));
    for (const { column, text } of written) {
      if (this.#taken.has(text)) {
        this.twice.push(text);
        this.#name(column, text, plain);
      } else {
        this.#taken.add(text);
        this.names.set(column, text);
      }
    }
  }

  /** Name of a column; one that has none gets `column 3`, by its place in the sheet. */
  of(column: number): string {
    const known = this.names.get(column);
    if (known !== undefined) return known;
    this.unnamed++;
    const name = `column ${column + 1}`;
    if (this.#taken.has(name)) return this.#name(column, name, new Set());
    this.#taken.add(name);
    this.names.set(column, name);
    return name;
  }

  #name(column: number, text: string, plain: ReadonlySet<string>): string {
    let k = 2;
    while (this.#taken.has(`${text} (${k})`) || plain.has(`${text} (${k})`)) k++;
    const name = `${text} (${k})`;
    this.#taken.add(name);
    this.names.set(column, name);
    return name;
  }
}

function textOf(value: Cell): string {
  return value === null ? '' : String(value);
}

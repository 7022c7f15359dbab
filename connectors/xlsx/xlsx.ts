import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Pace } from '../../worker/protocol/source.js';
import type { FormatFile, FormatOptions, FormatReader } from '../formats/format.js';
import type { RecordItem, RecordSource, Row } from '../records/record-source.js';
import { fetchAgain, refused } from './faults.js';
import { XmlPart } from './part.js';
import { SharedStrings } from './shared-strings.js';
import { SheetRows, type Cell, type CellContext } from './sheet-rows.js';
import { readStyles } from './styles.js';
import { ColumnNames, headerRow, type HeadRow } from './table-head.js';
import { readWorkbook, type Sheet } from './workbook.js';
import { ZipArchive } from './zip.js';

/** Rows with something in them among which the header is looked for, unless they have too many cells. */
const HEAD_ROWS = 50;
const HEAD_CELLS = 200_000;
const PIECE_ROWS = 512;
const PIECE_CELLS = 50_000;
/** Up to so many columns every record has all of them: records of one shape take a fifth of the memory. */
const mostDenseColumns = 128;

/** Where a record keeps its row's number: as a part of its shape, which costs less than a private field put on it. */
const lineKey: unique symbol = Symbol('row of the sheet');

/**
 * Reads the table of one sheet of an XLSX workbook: `format.sheet`, else the first visible sheet that has one. Parts
 * are inflated piece by piece and rows are given as they come; what the cells show is what counts: stored results of
 * formulas, dates by their number formats, text as text.
 */
export const xlsxFormat: FormatReader = { format: 'xlsx', open };

async function open(file: FormatFile, options: FormatOptions, pace: Pace): Promise<RecordSource> {
  const zip = await ZipArchive.open(file);
  const { sheets, is1904, strings, styles } = await readWorkbook(zip, file.name, pace);
  const chosen = options.sheet === undefined ? null : sheetNamed(options.sheet, sheets, file.name);
  const context: CellContext = {
    strings: strings === null ? SharedStrings.none() : await SharedStrings.read(zip, strings, file.name, pace),
    kinds: styles === null ? [] : await readStyles(zip, styles, file.name, pace),
    is1904,
  };
  const begin = async (sheet: Sheet): Promise<SheetHead> => {
    const before = zip.progress.packed;
    const part = await XmlPart.open(zip, sheet.part, file.name, pace);
    const rows = new SheetRows(part, context, (what) =>
      refused('damaged', file.name, `cannot be read: its sheet "${sheet.name.slice(0, 100)}" ${what}`, fetchAgain),
    );
    const head = await readHead(sheet, rows);
    return { ...head, left: sheet.part.packed - (zip.progress.packed - before) };
  };
  const heads = new Map<Sheet, SheetHead>();
  let head = chosen === null ? null : await begin(chosen);
  for (const sheet of chosen === null ? sheets.filter(({ isVisible }) => isVisible) : []) {
    const found = await begin(sheet);
    heads.set(sheet, found);
    if (!isTable(found)) continue;
    head = found;
    break;
  }
  // Without a table anywhere, a sheet that has at least something is better than an empty one.
  head ??=
    [...heads.values()].find(({ rows }) => rows.length > 0) ?? [...heads.values()][0] ?? (await begin(sheets[0]!));
  const { sheet } = head;
  const others = sheets.filter((one) => one !== sheet && heads.get(one)?.rows.length !== 0).map(({ name }) => name);
  const names = sheets.map(({ name }) => name);
  return new SheetSource(file, zip, head, options.header !== false, others, names);
}

function sheetNamed(wanted: string, sheets: readonly Sheet[], file: string): Sheet {
  const found =
    sheets.find(({ name }) => name === wanted) ??
    sheets.find(({ name }) => name.trim().toLowerCase() === wanted.trim().toLowerCase()) ??
    (/^[1-9]\d{0,4}$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined);
  if (found) return found;
  const names = sheets.map(({ name }) => `"${name}"`);
  throw new AnalyticsError(
    'mapping-invalid',
    `format.sheet is "${wanted}", and "${file}" has no such sheet. Its sheets are ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`,
    { path: 'format.sheet', sheets: sheets.slice(0, 200).map(({ name }) => name) },
  );
}

/** A sheet, and its first rows that hold something. */
interface SheetHead {
  readonly sheet: Sheet;
  readonly reader: SheetRows;
  readonly rows: readonly HeadRow[];
  readonly blank: number;
  readonly isEnd: boolean;
  /** Bytes of its part that are still to be read. */
  readonly left: number;
}

async function readHead(sheet: Sheet, reader: SheetRows): Promise<Omit<SheetHead, 'left'>> {
  const rows: HeadRow[] = [];
  let blank = 0;
  let cells = 0;
  let last = 0;
  let wasBlank = false;
  let isEnd = false;
  while (rows.length < HEAD_ROWS && cells < HEAD_CELLS) {
    if (!(await reader.next())) {
      isEnd = true;
      break;
    }
    if (reader.isBlank) {
      blank++;
      wasBlank = true;
      continue;
    }
    const { number, count } = reader;
    rows.push({
      number,
      columns: [...reader.columns.subarray(0, count)],
      values: reader.values.slice(0, count),
      afterGap: wasBlank || number > last + 1,
    });
    wasBlank = false;
    last = number;
    cells += count;
  }
  return { sheet, reader, rows, blank, isEnd };
}

/** More than one row, and more than one column: a sheet of notes is no table. */
function isTable({ rows }: SheetHead): boolean {
  return rows.length > 1 && rows.some(({ values }) => values.filter((value) => value !== null).length > 1);
}

class SheetSource implements RecordSource {
  readonly facts: RecordSource['facts'];
  readonly broken = null;
  readonly name: string;
  readonly sheet: string;
  readonly #zip: ZipArchive;
  readonly #total: number;
  readonly #reader: SheetRows;
  readonly #names: ColumnNames;
  readonly #above: readonly HeadRow[];
  readonly #headerNumber: number;
  readonly #others: readonly string[];
  #head: readonly HeadRow[];
  #isEnd: boolean;
  /** Rows without anything, which are no records. */
  blankLines: number;
  /** A record with every column and nothing in it; null where there are too many columns. */
  readonly #template: Row | null;

  /**
   * @param others sheets that are not read and hold something
   * @param sheets all of them
   */
  constructor(
    file: FormatFile,
    zip: ZipArchive,
    head: SheetHead,
    hasHeader: boolean,
    others: readonly string[],
    readonly sheets: readonly string[],
  ) {
    const { sheet, reader, rows, blank, isEnd, left } = head;
    this.name = file.name;
    this.facts = { format: 'xlsx', encoding: 'utf-8', gzip: file.gzip };
    this.#zip = zip;
    this.#total = zip.progress.packed + left;
    this.sheet = sheet.name;
    this.#reader = reader;
    this.#others = others;
    this.blankLines = blank;
    this.#isEnd = isEnd;
    const at = hasHeader ? headerRow(rows) : -1;
    this.#above = rows.slice(0, Math.max(0, at));
    this.#head = rows.slice(at + 1);
    const header = at < 0 ? null : rows[at]!;
    this.#headerNumber = header?.number ?? 0;
    this.#names = new ColumnNames(header);
    const unnamed = new Set(this.#head.flatMap(({ columns }) => columns.filter((one) => !this.#names.names.has(one))));
    for (const column of [...unnamed].sort((a, b) => a - b)) this.#names.of(column);
    this.#template = this.#names.names.size > mostDenseColumns ? null : template(this.#keys());
  }

  keys(): Promise<string[]> {
    return Promise.resolve(this.#keys());
  }

  async next(): Promise<readonly RecordItem[] | null> {
    const items: RecordItem[] = [];
    for (const { number, columns, values } of this.#head)
      items.push(this.#record(number, columns, values, values.length));
    this.#head = [];
    const reader = this.#reader;
    let cells = 0;
    while (!this.#isEnd && items.length < PIECE_ROWS && cells < PIECE_CELLS) {
      const found = reader.step();
      if (found === null) await reader.fill();
      else if (!found) this.#isEnd = true;
      else if (reader.isBlank) this.blankLines++;
      else {
        items.push(this.#record(reader.number, reader.columns, reader.values, reader.count));
        cells += reader.count;
      }
    }
    return items.length > 0 ? items : null;
  }

  progress(): { done: number; total: number } {
    return { done: this.#zip.progress.packed, total: this.#total };
  }

  warnings(): ReturnType<RecordSource['warnings']> {
    const { errors, unreadable, formulas, twice } = this.#reader.notes;
    const merged = this.#reader.merged.filter(({ last }) => last > this.#headerNumber);
    const tooMany = this.#reader.mergedCount - this.#reader.merged.length;
    const { unnamed, twice: doubles } = this.#names;
    const above = this.#above.map(({ values }) => values.filter((value) => value !== null && value !== '').join(' '));
    return [
      {
        code: 'sheets-left-out',
        count: this.#others.length,
        message: `The sheet "${this.sheet}" was read; others were not: ${listed(this.#others)}. Choose one by format.sheet in the mapping.`,
        ...sampleOf(this.#others[0]),
      },
      {
        code: 'rows-above-header',
        count: above.length,
        message: `Rows above the header (row ${this.#headerNumber}) are no records and were passed over.`,
        ...sampleOf(above[0]),
      },
      {
        code: 'header-duplicate',
        count: doubles.length,
        message: `Names stand more than once in the header: ${listed(doubles)}. Later ones are numbered.`,
        ...sampleOf(doubles[0]),
      },
      {
        code: 'header-missing',
        count: this.#headerNumber === 0 ? 0 : unnamed,
        message: 'Columns have values and no name in the header; they are called by their place, such as "column 3".',
      },
      {
        code: 'cell-error',
        count: errors.count,
        message: 'Cells hold an error instead of a result and count as missing.',
        ...sampleOf(errors.sample),
      },
      {
        code: 'cell-unreadable',
        count: unreadable.count,
        message: 'Cells whose place, type or value cannot be read count as missing.',
        ...sampleOf(unreadable.sample),
      },
      {
        code: 'formula-unsaved',
        count: formulas.count,
        message: 'Formulas were saved without their results and count as missing. Open the file in Excel and save it.',
      },
      {
        code: 'duplicate-key',
        count: twice.count,
        message: 'Rows name a field twice; the last value counts.',
        ...sampleOf(twice.sample),
      },
      {
        code: 'cells-merged',
        count: merged.length + tooMany,
        message: 'Ranges of cells are merged: their value counts for the first row and column alone.',
        ...sampleOf(merged[0]?.reference),
      },
    ];
  }

  lineOf(row: Row): number {
    return (row as { readonly [lineKey]?: number })[lineKey] ?? 0;
  }

  async close(): Promise<void> {}

  #keys(): string[] {
    return [...this.#names.names].sort(([a], [b]) => a - b).map(([, name]) => name);
  }

  #record(number: number, columns: ArrayLike<number>, values: readonly Cell[], count: number): Row {
    const row: Record<string | symbol, unknown> =
      this.#template === null ? (Object.create(null) as Record<string, unknown>) : { ...this.#template };
    row[lineKey] = number;
    for (let k = 0; k < count; k++) row[this.#names.of(columns[k]!)] = values[k];
    return row;
  }
}

/**
 * Made by the parser of JSON, which defines keys such as `__proto__` and keeps the shape that a record filled key by key
 * would lose after a dozen keys.
 */
function template(keys: readonly string[]): Row {
  const row = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join(',')}}`) as Record<symbol, unknown>;
  row[lineKey] = 0;
  return row as Row;
}

function sampleOf(sample: string | undefined): { sample?: string } {
  return sample === undefined || sample === '' ? {} : { sample: sample.slice(0, 200) };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `"${name.slice(0, 60)}"`);
  return shown.join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
}

import type { IdentifierType, PropertyValue } from '../../worker/protocol/batch.js';
import type { IdentifierReader } from '../identifiers.js';
import type { ImportLog } from '../import-log.js';
import { looseNumber } from '../number-text.js';
import type { Cells, Exchange, Make, Origin } from './origin.js';

/** Stands for a text that is none of its type: it is read as empty, and counted. */
export const odd: unique symbol = Symbol('odd');
export type Cell = PropertyValue | typeof odd;

/** How a column's texts are read; the type `auto` is the connector's affair. */
export interface CellKind {
  readonly type: 'auto' | 'text' | 'number' | 'boolean' | 'list';
  /** Between the items of a list. */
  readonly delimiter: string;
}

const TRUE = new Set(['true', 't', 'yes', 'y', '1']);
const FALSE = new Set(['false', 'f', 'no', 'n', '0']);

/** Reads a text by its type; null and the empty text are none. */
export function readCell(text: string | null, { type, delimiter }: CellKind): Cell {
  if (text === null || text === '') return null;
  switch (type) {
    case 'auto':
    case 'text':
      return text;
    case 'number': {
      const number = looseNumber(text);
      // Without the sign of zero.
      return number === number ? number + 0 : odd;
    }
    case 'boolean': {
      const folded = text.trim().toLowerCase();
      return TRUE.has(folded) ? true : FALSE.has(folded) ? false : odd;
    }
    case 'list':
      return listOf(text.split(delimiter), null);
  }
}

/** What one text for all rows stands for; a constant of text is taken as it was written, the empty one too. */
export function readConstant(text: string | null, kind: CellKind): Cell {
  return kind.type === 'text' || kind.type === 'auto' ? text : readCell(text, kind);
}

/** Items of a list, without spaces at their ends and without empty ones; a list of none is no value. */
export function listOf(items: readonly string[], exchange: Exchange | null): PropertyValue {
  const list: string[] = [];
  for (const item of items) {
    const text = item.trim() || null;
    const kept = exchange ? exchange(text) : text;
    if (kept !== null) list.push(kept);
  }
  return list.length > 0 ? list : null;
}

/** Reads what one column's text becomes; the text is as the source has it, or null. */
export function columnReader(kind: CellKind, exchange: Exchange | null): (text: string | null) => Cell {
  if (exchange === null) return (text) => readCell(text, kind);
  if (kind.type === 'list') {
    return (text) => (text === null ? null : listOf(text.split(kind.delimiter), exchange));
  }
  return (text) => readCell(exchange(bare(text)), kind);
}

/** A text without spaces at its ends; null for one of nothing else. */
export function bare(text: string | null): string | null {
  return text === null ? null : text.trim() || null;
}

/** Texts of several columns side by side, as a sample. */
export function allTexts(columns: readonly number[]): Make {
  return (cells) => columns.map((index) => cells(index) ?? '').join(' ');
}

/** How a row's identifier is read. A value that `values` makes empty is none; one that names nobody is odd. */
export function identifierCell(
  { type, origin, prefix }: { readonly type: IdentifierType; readonly origin: Origin; readonly prefix: string },
  read: IdentifierReader,
): (cells: Cells) => Cell {
  const whole = (text: string | null): Cell => {
    if (text === null) return null;
    const normal = read(type, text);
    return normal === null ? odd : prefix + normal;
  };
  if ('constant' in origin) {
    const constant = whole(origin.constant);
    return () => constant;
  }
  if ('index' in origin) {
    const { index, exchange } = origin;
    return (cells) => whole(exchange ? exchange(cells(index)) : cells(index));
  }
  return (cells) => {
    let nobody = false;
    const text = origin.make((index) => {
      const cell = cells(index);
      const normal = cell === null ? null : read('userId', cell);
      if (cell !== null && normal === null) nobody = true;
      return normal;
    });
    return nobody ? odd : whole(text);
  };
}

/** Tells the account of values that are none of their column's type. */
export function oddNote(type: CellKind['type'], name: string, log: ImportLog): (rows: number, sample: string) => void {
  const boolean = type === 'boolean';
  const what = boolean ? 'are neither true nor false' : 'are no numbers';
  return (rows, sample) =>
    log.warn(
      boolean ? 'not-a-boolean' : 'not-a-number',
      rows,
      `Values of "${name}" that ${what} were read as empty.`,
      name,
      sample,
    );
}

/** Tells the account of identifiers that name nobody. */
export function nobodyNote(type: IdentifierType, name: string, log: ImportLog): (rows: number, sample: string) => void {
  return (rows, sample) =>
    log.warn(
      'identifier-dropped',
      rows,
      `Values of "${name}" that name nobody as ${type} were left out.`,
      name,
      sample,
    );
}

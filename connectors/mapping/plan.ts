import { AnalyticsError } from '../../worker/protocol/error.js';
import { identifierTypes, type IdentifierType } from '../../worker/protocol/batch.js';
import { canonicalFields, type ColumnRef, type PropertyField, type TextField } from '../../worker/protocol/mapping.js';
import type { ImportLog } from '../import-log.js';
import { joinDateTime } from '../date-and-time.js';
import type { CellKind } from './cell.js';
import {
  conditionTest,
  exchangeOf,
  FieldFault,
  rulesOrigin,
  templateOrigin,
  type Cells,
  type Find,
  type Make,
  type Origin,
} from './origin.js';
import type { GivenMapping } from './given.js';
import { mappingFault } from './schema.js';

/** A mapping applied to the columns that a source has. */
export interface Plan {
  /** A column as it stands, or what is made of several. */
  readonly time: { readonly index: number } | { readonly columns: readonly number[]; readonly make: Make };
  readonly event: Origin;
  readonly id: Origin | null;
  readonly identifiers: readonly PlannedIdentifier[];
  readonly columns: ReadonlyArray<{ readonly name: string; readonly origin: Origin; readonly kind: CellKind }>;
  /** Whether a row is left out; null when none is. */
  readonly excludes: ((cells: Cells) => boolean) | null;
  /** Columns that conditions and templates look at, ascending. */
  readonly looksAt: readonly number[];
  /** Columns at the header's end that no record has had yet and that later ones may bring; free ones become properties then. */
  readonly awaited: ReadonlyArray<{ readonly name: string; readonly free: boolean }>;
}

export interface PlannedIdentifier {
  readonly type: IdentifierType;
  readonly origin: Origin;
  readonly prefix: string;
  /** The column, or the template. */
  readonly name: string;
}

/** A column's shown name: its header, or `column 3` without one. */
export function columnName(header: readonly string[], index: number): string {
  return header[index] || `column ${index + 1}`;
}

/** What the time's columns are called, for the account. */
export function timeName(time: Plan['time'], header: readonly string[]): string {
  const columns = 'index' in time ? [time.index] : time.columns;
  return columns.map((index) => columnName(header, index)).join(' + ');
}

/**
 * Finds a mapping's columns in a header.
 * @param open more columns may come with later records: the header grows by those that the mapping names
 * @throws AnalyticsError `mapping-invalid` when the columns of time, event or of every identifier are not there, or a
 * template cannot be read
 */
export function planColumns(mapping: GivenMapping, header: string[], log: ImportLog, open = false): Plan {
  return new Planner(mapping, header, log, open).plan();
}

class Planner {
  readonly #used = new Set<number>();
  readonly #looksAt = new Set<number>();
  /** Columns that the source is known to have. */
  readonly #there: number;
  readonly #missing: string[] = [];

  constructor(
    readonly mapping: GivenMapping,
    readonly header: string[],
    readonly log: ImportLog,
    readonly open: boolean,
  ) {
    this.#there = header.length;
  }

  plan(): Plan {
    const { mapping, header } = this;
    const { fields } = mapping;
    const time = this.#time();
    const event = this.#event();
    const { identifiers, wanted } = this.#identifiers();
    if (wanted !== null && identifiers.length === 0) this.#missing.push(wanted);
    if (this.#missing.length > 0) throw columnsMissing(this.#missing, header);

    const columns: Array<Plan['columns'][number]> = [];
    for (const name of canonicalFields) {
      const field = fields[name];
      const origin = field && this.#text(field, name, `fields.${name}`);
      if (origin) columns.push({ name, origin, kind: { type: name === 'value' ? 'number' : 'text', delimiter: ';' } });
    }
    const id = this.#id();
    const { properties = 'all', otherProperties = 'none', exclude = [] } = mapping;
    const declared: Array<readonly [string, PropertyField]> =
      typeof properties === 'string' ? [] : Object.entries(properties);
    for (const [name, field] of declared) {
      const origin = this.#text(field, name, `properties.${name}`);
      if (origin) columns.push({ name, origin, kind: kindOf(field) });
    }
    const tests = exclude.map((condition) => conditionTest(condition, this.#lookFor('exclude')));
    if (properties === 'all' || (properties !== 'none' && otherProperties === 'all')) {
      const names = new Set(columns.map((column) => column.name));
      for (let index = 0; index < this.#there; index++) {
        if (this.#used.has(index)) continue;
        const name = uniqueName(columnName(header, index), names);
        columns.push({ name, origin: { index, exchange: null }, kind: { type: 'auto', delimiter: ';' } });
      }
    }
    return {
      time,
      event,
      id,
      identifiers,
      columns,
      excludes: tests.length === 0 ? null : (cells) => tests.some((test) => test(cells)),
      looksAt: [...this.#looksAt].sort((a, b) => a - b),
      awaited: header.slice(this.#there).map((name, k) => ({ name, free: !this.#used.has(this.#there + k) })),
    };
  }

  #time(): Plan['time'] {
    const field = this.mapping.fields.time;
    // Profiles: one instant for all.
    if (field === undefined) return { columns: [], make: () => '0' };
    if ('template' in field) {
      const origin = this.#template(field.template, 'fields.time.template', this.#demand('fields.time'), false);
      if ('make' in origin) return origin;
      throw mappingFault([
        { path: 'fields.time.template', problem: 'it names no column; write one in braces, such as "{date} {time}"' },
      ]);
    }
    const find = this.#demand('fields.time');
    const index = find(field);
    if (field.and === undefined) return { index };
    const and = find(field.and);
    this.#looksAt.add(index).add(and);
    return { columns: [index, and], make: (cells) => joinDateTime(cells(index), cells(and)) };
  }

  #event(): Origin {
    const field = this.mapping.fields.event;
    if (field === undefined) return { constant: null };
    if ('column' in field || 'index' in field) {
      return { index: this.#demand('fields.event')(field), exchange: exchangeOf(field) };
    }
    const wanted: string[] = [];
    let found = false;
    const origin = this.#made(field, 'fields.event', (ref) => {
      const index = this.#find(ref as ColumnRef);
      if (index >= 0) found = true;
      else wanted.push(refText(ref as ColumnRef));
      return this.#lookFor('event')(ref);
    });
    if (!found && wanted.length > 0) this.#missing.push(`fields.event names ${wanted[0]!}`);
    return origin;
  }

  #identifiers(): { identifiers: PlannedIdentifier[]; wanted: string | null } {
    const identifiers: PlannedIdentifier[] = [];
    let wanted: string | null = null;
    let there = 0;
    for (const type of identifierTypes) {
      for (const field of [this.mapping.fields[type] ?? []].flat()) {
        if ('template' in field) {
          let all = true;
          const origin = this.#template(field.template, `fields.${type}.template`, (ref) => {
            if (this.#find(ref as ColumnRef) < 0) all = false;
            const index = this.#later(ref as ColumnRef, type);
            if (index >= 0) this.#used.add(index);
            return index;
          });
          if (!('make' in origin)) {
            throw mappingFault([
              {
                path: `fields.${type}.template`,
                problem: 'it names no column, so that all rows would be one customer',
              },
            ]);
          }
          if (all) there++;
          else wanted ??= `fields.${type} names "${field.template}"`;
          identifiers.push({ type, origin, prefix: '', name: field.template });
          continue;
        }
        if (this.#find(field) >= 0) there++;
        else wanted ??= `fields.${type} names ${refText(field)}`;
        const index = this.#take(field, type);
        if (index < 0) continue;
        const origin = { index, exchange: exchangeOf(field) };
        identifiers.push({ type, origin, prefix: field.prefix ?? '', name: columnName(this.header, index) });
      }
    }
    // Where none is there now, the mapping is another source's, whatever later records may bring.
    return there === 0 ? { identifiers: [], wanted } : { identifiers, wanted: null };
  }

  #id(): Origin | null {
    const { id } = this.mapping.fields;
    if (id === undefined) return null;
    if ('template' in id) {
      const origin = this.#template(id.template, 'fields.id.template', (ref) => {
        const index = this.#later(ref as ColumnRef, 'id');
        if (index >= 0) this.#used.add(index);
        return index;
      });
      if ('make' in origin) return origin;
      throw mappingFault([
        { path: 'fields.id.template', problem: 'it names no column, so that all rows would be one row' },
      ]);
    }
    const index = this.#take(id, 'id');
    return index < 0 ? null : { index, exchange: null };
  }

  /** Null for a column that is not there, which is told. */
  #text(field: TextField, role: string, path: string): Origin | null {
    if ('column' in field || 'index' in field) {
      const index = this.#take(field, role);
      return index < 0 ? null : { index, exchange: exchangeOf(field) };
    }
    return this.#made(field, path, this.#lookFor(role));
  }

  #made(field: Exclude<TextField, ColumnRef>, path: string, find: Find): Origin {
    if ('constant' in field) return { constant: field.constant };
    if ('rules' in field) return this.#checked(`${path}.rules`, () => rulesOrigin(field, find));
    const origin = this.#template(field.template, `${path}.template`, find, false);
    const exchange = exchangeOf(field);
    if (exchange === null) return origin;
    if ('make' in origin) return { columns: origin.columns, make: (cells) => exchange(origin.make(cells)) };
    return { constant: exchange('constant' in origin ? origin.constant : null) };
  }

  #template(template: string, path: string, find: Find, needsAll = true): Origin {
    return this.#checked(path, () =>
      templateOrigin(
        template,
        (ref) => {
          const index = find(ref);
          if (index >= 0) this.#looksAt.add(index);
          return index;
        },
        needsAll,
      ),
    );
  }

  #checked(path: string, make: () => Origin): Origin {
    try {
      return make();
    } catch (error) {
      if (error instanceof FieldFault) throw mappingFault([{ path, problem: error.message }]);
      throw error;
    }
  }

  #find(ref: ColumnRef): number {
    return findColumn(ref, this.header, this.#there);
  }

  /** Finds a column that has to be there. */
  #demand(path: string): Find {
    return (ref) => {
      const index = this.#find(ref as ColumnRef);
      if (index < 0) this.#missing.push(`${path} names ${refText(ref as ColumnRef)}`);
      else this.#used.add(index);
      return index;
    };
  }

  /** Finds a column that may be missing, or come later. */
  #later(ref: ColumnRef, role: string): number {
    const index = findColumn(ref, this.header, this.header.length);
    if (index >= 0) return index;
    if (this.open && 'column' in ref && (ref.occurrence ?? 1) === 1) {
      return this.header.push(ref.column) - 1;
    }
    this.log.warn('column-missing', 1, `${role} is mapped to ${refText(ref)}, which the source does not have.`, role);
    return -1;
  }

  #take(ref: ColumnRef, role: string): number {
    const index = this.#later(ref, role);
    if (index >= 0) this.#used.add(index);
    return index;
  }

  #lookFor(role: string): Find {
    return (ref) => {
      const index = this.#later(ref as ColumnRef, role);
      if (index >= 0) this.#looksAt.add(index);
      return index;
    };
  }
}

function kindOf({ type, delimiter = ';' }: PropertyField): CellKind {
  return { type: type ?? 'auto', delimiter };
}

function columnsMissing(missing: readonly string[], header: readonly string[]): AnalyticsError {
  const columns = header.map((_, index) => columnName(header, index));
  return new AnalyticsError(
    'mapping-invalid',
    `The mapping does not fit the source: ${missing.join(', ')}, which it does not have. Its columns are ${listText(columns)}.`,
    { missing, columns: columns.slice(0, 200) },
  );
}

/** The error that asks for a mapping: it names the roles that could not be told and the columns there are. */
export function incomplete(missing: readonly string[], header: readonly string[]): AnalyticsError {
  const columns = header.map((_, index) => columnName(header, index));
  const there =
    columns.length === 0 ? 'The source has no header and no rows.' : `Its columns are ${listText(columns)}.`;
  return new AnalyticsError(
    'mapping-incomplete',
    `It cannot be told which column is the ${missing.join(', which the ')}. ${there} Name it in the mapping (fields.${missing[0] ?? 'actor'}).`,
    { missing, columns: columns.slice(0, 200) },
  );
}

/** Warns of headers that are missing, double or damaged. */
export function warnHeader(header: readonly string[], log: ImportLog): void {
  const seen = new Set<string>();
  for (let index = 0; index < header.length; index++) {
    const name = header[index]!;
    if (name === '') {
      log.warn(
        'header-missing',
        1,
        `Column ${index + 1} has no name; it is called "column ${index + 1}".`,
        columnName(header, index),
      );
    } else if (seen.has(name)) {
      log.warn(
        'header-duplicate',
        1,
        `The name "${name}" stands more than once; later ones are numbered. Choose by "occurrence" in the mapping.`,
        name,
      );
    }
    seen.add(name);
  }
}

function findColumn(ref: ColumnRef, header: readonly string[], columns: number): number {
  if ('index' in ref) return ref.index < columns ? ref.index : -1;
  let left = ref.occurrence ?? 1;
  return header.findIndex((_, index) => index < columns && columnName(header, index) === ref.column && --left === 0);
}

function uniqueName(name: string, names: Set<string>): string {
  let unique = name;
  for (let k = 2; names.has(unique); k++) unique = `${name} (${k})`;
  names.add(unique);
  return unique;
}

function refText(ref: ColumnRef): string {
  if ('index' in ref) return `column number ${ref.index + 1}`;
  return `"${ref.column}"${(ref.occurrence ?? 1) > 1 ? ` (occurrence ${ref.occurrence!})` : ''}`;
}

function listText(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${name.slice(0, 60)}"`);
  return shown.join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
}

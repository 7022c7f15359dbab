import { AnalyticsError } from '../../worker/protocol/error.js';
import { identifierTypes, type IdentifierType } from '../../worker/protocol/batch.js';
import { canonicalFields, type ColumnRef, type Mapping, type PropertyType } from '../../worker/protocol/mapping.js';
import type { ImportLog } from '../import-log.js';

/** Where a column of the result comes from. */
export type Origin = { readonly index: number } | { readonly constant: string };

/** A mapping applied to the columns that a source has. */
export interface Plan {
  readonly time: number;
  readonly event: Origin;
  readonly id: number | null;
  readonly identifiers: ReadonlyArray<{ readonly type: IdentifierType; readonly index: number }>;
  readonly columns: ReadonlyArray<{ readonly name: string; readonly origin: Origin; readonly type: PropertyType }>;
}

/** A column's shown name: its header, or `column 3` without one. */
export function columnName(header: readonly string[], index: number): string {
  return header[index] || `column ${index + 1}`;
}

/**
 * Finds a mapping's columns in a header.
 * @throws AnalyticsError `mapping-invalid` when the columns of time, event or of every identifier are not there
 */
export function planColumns(mapping: Mapping, header: readonly string[], log: ImportLog): Plan {
  const { fields } = mapping;
  const used = new Set<number>();
  const find = (ref: ColumnRef): number => {
    const index = findColumn(ref, header);
    if (index >= 0) used.add(index);
    return index;
  };
  const optional = (ref: ColumnRef, role: string): number => {
    const index = find(ref);
    if (index < 0)
      log.warn('column-missing', 1, `${role} is mapped to ${refText(ref)}, which the source does not have.`, role);
    return index;
  };
  const origin = (field: ColumnRef | { readonly constant: string }, role: string): Origin | null => {
    if ('constant' in field) return { constant: field.constant };
    const index = optional(field, role);
    return index < 0 ? null : { index };
  };

  const time = find(fields.time);
  const event = 'constant' in fields.event ? { constant: fields.event.constant } : { index: find(fields.event) };
  const missing: string[] = [];
  if (time < 0) missing.push(`fields.time names ${refText(fields.time)}`);
  if ('index' in event && event.index < 0) missing.push(`fields.event names ${refText(fields.event as ColumnRef)}`);
  const identifiers: Array<{ type: IdentifierType; index: number }> = [];
  let wanted = 0;
  for (const type of identifierTypes) {
    for (const ref of [fields[type] ?? []].flat()) {
      wanted++;
      const index = optional(ref, type);
      if (index >= 0) identifiers.push({ type, index });
    }
  }
  if (wanted > 0 && identifiers.length === 0) {
    const type = identifierTypes.find((one) => fields[one])!;
    missing.push(`fields.${type} names ${refText([fields[type]!].flat()[0]!)}`);
  }
  if (missing.length > 0) throw columnsMissing(missing, header);

  const columns: Array<{ name: string; origin: Origin; type: PropertyType }> = [];
  for (const name of canonicalFields) {
    const field = fields[name];
    const found = field && origin(field, name);
    if (found) columns.push({ name, origin: found, type: name === 'value' ? 'number' : 'text' });
  }
  const id = fields.id ? optional(fields.id, 'id') : -1;
  const { properties = 'all' } = mapping;
  if (properties === 'all') {
    const names = new Set(columns.map((column) => column.name));
    for (let index = 0; index < header.length; index++) {
      if (used.has(index)) continue;
      columns.push({ name: uniqueName(columnName(header, index), names), origin: { index }, type: 'auto' });
    }
  } else if (properties !== 'none') {
    for (const name of Object.keys(properties)) {
      const field = properties[name]!;
      const index = optional(field, name);
      if (index >= 0) columns.push({ name, origin: { index }, type: field.type ?? 'auto' });
    }
  }
  return { time, event, id: id < 0 ? null : id, identifiers, columns };
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

function findColumn(ref: ColumnRef, header: readonly string[]): number {
  if ('index' in ref) return ref.index < header.length ? ref.index : -1;
  let left = ref.occurrence ?? 1;
  return header.findIndex((_, index) => columnName(header, index) === ref.column && --left === 0);
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

import { AnalyticsError } from '../../worker/protocol/error.js';
import { identifierTypes, type IdentifierType } from '../../worker/protocol/batch.js';
import { canonicalFields, type Mapping, type PropertyField } from '../../worker/protocol/mapping.js';
import type { ProfileOptions } from '../../worker/protocol/profiles.js';
import type { ReadContext } from '../../worker/protocol/source.js';
import { parseMapping, parseProfileMapping } from './schema.js';
import { foldHeader, identifierNames } from './synonyms.js';

/** A mapping of touchpoints, or one of profiles, which have no time and no event. */
export type GivenMapping = Omit<Mapping, 'fields'> & { readonly fields: Partial<Mapping['fields']> };

/** Fields for a mapping that only says how a file is written, so that it can be checked like any other. */
const anyMapping: Mapping = { version: 1, fields: { time: { index: 0 }, event: { constant: 'any' } } };

/**
 * The mapping that comes with a call; null when there is none.
 * @throws AnalyticsError `mapping-invalid`
 */
export function givenMapping({ mapping, profiles, format }: ReadContext): GivenMapping | null {
  if (profiles) return profiles.mapping === undefined ? null : parseProfileMapping(profiles.mapping);
  if (mapping === undefined && format) return { ...parseMapping({ ...anyMapping, format }), fields: {} };
  return mapping === undefined ? null : parseMapping(mapping);
}

/**
 * How profiles are read. Without a mapping headers decide, as they do for touchpoints.
 * @throws AnalyticsError `mapping-invalid` when the key is not among the columns
 */
export function mappingOfProfiles(
  { key, properties = 'all' }: ProfileOptions,
  given: GivenMapping | null,
  header: readonly string[],
): GivenMapping {
  if (!header.includes(key.column)) throw noKey(key.column, header);
  const type = identifierTypes.find((one) => one === key.field);
  const fields: { -readonly [K in keyof Mapping['fields']]?: Mapping['fields'][K] } = { ...given?.fields };
  if (type === undefined) {
    // What identifies a firm's mailbox or switchboard says nothing of the people in its rows.
    for (const one of identifierTypes) delete fields[one];
    fields.id = { column: key.column };
  } else {
    if (!identifierTypes.some((one) => fields[one])) addIdentifiers(fields, header);
    const known = [fields[type] ?? []].flat();
    const named = known.some((field) => 'column' in field && field.column === key.column);
    if (!named) fields[type] = [{ column: key.column }, ...known];
  }
  if (given === null && properties === 'all') {
    for (const name of header) {
      const folded = foldHeader(name);
      const field = canonicalFields.find((one) => one === folded);
      if (field !== undefined && name !== key.column) fields[field] ??= { column: name };
    }
  }
  return { version: 1, ...given, fields, ...propertiesOf(properties, given) };
}

function addIdentifiers(fields: { [K in IdentifierType]?: Mapping['fields'][K] }, header: readonly string[]): void {
  header.forEach((name, index) => {
    const folded = foldHeader(name);
    const type = identifierTypes.find((one) => identifierNames[one].has(folded));
    if (type === undefined || header.indexOf(name) < index) return;
    fields[type] = [...[fields[type] ?? []].flat(), { column: name }];
  });
}

function propertiesOf(
  wanted: 'all' | readonly string[],
  given: GivenMapping | null,
): Pick<GivenMapping, 'properties' | 'otherProperties'> {
  if (wanted === 'all') return {};
  const known = typeof given?.properties === 'object' ? given.properties : {};
  const chosen = wanted
    .filter((name) => !canonicalFields.some((field) => field === name && given?.fields[field]))
    .map((name): [string, PropertyField] => [name, Object.hasOwn(known, name) ? known[name]! : { column: name }]);
  return { properties: Object.fromEntries(chosen), otherProperties: 'none' };
}

function noKey(column: string, header: readonly string[]): AnalyticsError {
  const columns = header.slice(0, 20).map((name) => `"${name.slice(0, 60)}"`);
  return new AnalyticsError(
    'mapping-invalid',
    `The profiles have no column "${column.slice(0, 60)}" to be found by. Their columns are ${columns.join(', ')}${header.length > 20 ? ` and ${header.length - 20} more` : ''}. Name one of them as key.column.`,
    { faults: [{ path: 'key.column', problem: 'the source has no such column' }], columns: header.slice(0, 200) },
  );
}

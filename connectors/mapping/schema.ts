import * as v from 'valibot';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ProfileMapping } from '../../worker/protocol/profiles.js';

type Schema = v.GenericSchema;

const header = v.string();
const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1));
const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const filled = v.pipe(v.string(), v.minLength(1));
const byName = { column: header, occurrence: v.optional(ordinal) };
const byPlace = { index: place };

/**
 * A schema for each kind of object, chosen by the first of its keys that the input has: so a fault is told of the kind
 * that was meant, and not of all of them.
 */
function kinds(byKey: Readonly<Record<string, Schema>>): Schema {
  const any = v.union(Object.values(byKey));
  return v.lazy((input) => {
    if (typeof input !== 'object' || input === null) return any;
    const key = Object.keys(byKey).find((one) => Object.hasOwn(input, one));
    return key === undefined ? any : byKey[key]!;
  });
}

/** One, or a list of at least one. */
function oneOrMore(one: Schema): Schema {
  const list = v.pipe(v.array(one), v.minLength(1));
  const either = v.union([one, list]);
  return v.lazy((input) => (input === undefined ? either : Array.isArray(input) ? list : one));
}

type Entries = Readonly<Record<string, Schema>>;
const ofColumn = (more: Entries): Record<'column' | 'index', Schema> => ({
  column: v.strictObject({ ...byName, ...more }),
  index: v.strictObject({ ...byPlace, ...more }),
});

const exchange = {
  values: v.optional(v.record(v.string(), v.string())),
  otherwise: v.optional(v.nullable(v.string())),
};
const test = (more: Entries): Schema => kinds(ofColumn({ not: v.optional(v.literal(true)), ...more }));
const condition = kinds({
  is: test({ is: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]) }),
  startsWith: test({ startsWith: filled }),
  endsWith: test({ endsWith: filled }),
  contains: test({ contains: filled }),
  from: test({ from: v.number(), to: v.optional(v.number()) }),
  to: test({ to: v.number() }),
  empty: test({ empty: v.literal(true) }),
});
const rule = v.strictObject({ when: oneOrMore(condition), name: v.string() });
const texts = (more: Entries): Schema =>
  kinds({
    template: v.strictObject({ template: filled, ...exchange, ...more }),
    rules: v.strictObject({
      rules: v.pipe(v.array(rule), v.minLength(1)),
      otherwise: v.optional(v.nullable(v.string())),
      ...more,
    }),
    constant: v.strictObject({ constant: v.string(), ...more }),
    ...ofColumn({ ...exchange, ...more }),
  });

const column = kinds(ofColumn({}));
const template = v.strictObject({ template: filled });
const text = texts({});
const identifiers = oneOrMore(kinds({ template, ...ofColumn({ ...exchange, prefix: v.optional(filled) }) }));
const reading = { format: v.optional(v.string()), zone: v.optional(v.string()) };
const time = kinds({
  template: v.strictObject({ template: filled, ...reading }),
  ...ofColumn({ and: v.optional(column), ...reading }),
});
const property = texts({
  type: v.optional(v.picklist(['auto', 'text', 'number', 'boolean', 'list'])),
  delimiter: v.optional(filled),
});

const whoAndWhat = {
  actor: v.optional(identifiers),
  userId: v.optional(identifiers),
  email: v.optional(identifiers),
  phone: v.optional(identifiers),
  deviceId: v.optional(identifiers),
  channel: v.optional(text),
  source: v.optional(text),
  account: v.optional(text),
  owner: v.optional(text),
  stage: v.optional(text),
  value: v.optional(text),
  page: v.optional(text),
};

const version = v.literal(1);
const format = v.optional(
  v.strictObject({
    delimiter: v.optional(v.pipe(v.string(), v.minLength(1))),
    quote: v.optional(v.pipe(v.string(), v.regex(/^[!-~]$/))),
    encoding: v.optional(v.picklist(['utf-8', 'utf-16le', 'utf-16be', 'gb18030'])),
    header: v.optional(v.boolean()),
    rows: v.optional(v.pipe(v.string(), v.minLength(1))),
    sheet: v.optional(v.pipe(v.string(), v.minLength(1))),
    addressKey: v.optional(v.pipe(v.string(), v.minLength(1))),
  }),
);
const rest = {
  properties: v.optional(v.union([v.picklist(['all', 'none']), v.record(v.string(), property)])),
  otherProperties: v.optional(v.picklist(['all', 'none'])),
  exclude: v.optional(v.array(condition)),
  defaultCountry: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  missing: v.optional(v.array(v.string())),
};

/** A mapping file; `connectors/mapping.schema.json` is made from it. */
export const mappingSchema: v.GenericSchema = v.strictObject({
  version,
  format,
  fields: v.strictObject({
    time,
    event: text,
    id: v.optional(kinds({ template, ...ofColumn({}) })),
    ...whoAndWhat,
  }),
  ...rest,
});

/** A mapping of profiles: nothing in it has a time. */
const profileMappingSchema: Schema = v.strictObject({
  version,
  format,
  fields: v.optional(v.strictObject(whoAndWhat)),
  ...rest,
});

/** Most faults told at once. */
const MOST_FAULTS = 5;
/** Names that schemas pass over without a look. */
const RESERVED = ['__proto__', 'prototype', 'constructor'];

/**
 * A mapping file's content as a mapping.
 * @throws AnalyticsError `mapping-invalid` with every fault's path and how to mend it
 */
export function parseMapping(input: unknown): Mapping {
  return parse(mappingSchema, input) as Mapping;
}

/** The same for a mapping of profiles, which has no time and no event. */
export function parseProfileMapping(input: unknown): Omit<Mapping, 'fields'> & { readonly fields: ProfileFields } {
  return { fields: {}, ...(parse(profileMappingSchema, input) as ProfileMapping) };
}

type ProfileFields = NonNullable<ProfileMapping['fields']>;

function parse(schema: Schema, input: unknown): unknown {
  const result = v.safeParse(schema, input);
  const reserved = reservedNames(input, []);
  if (result.success && reserved.length === 0) return result.output;
  const faults = [...(result.issues ?? []).map((issue) => faultOf(issue)), ...reserved].slice(0, MOST_FAULTS);
  throw mappingFault(faults);
}

/** The error of a mapping that cannot be used, by the paths at fault within it. */
export function mappingFault(
  faults: ReadonlyArray<{ readonly path: string; readonly problem: string }>,
): AnalyticsError {
  const text = faults.map(({ path, problem }) => `${path}: ${problem}`).join('; ');
  return new AnalyticsError(
    'mapping-invalid',
    `The mapping cannot be used. ${text}. See docs/connectors.md, "Mapping".`,
    { faults },
  );
}

function reservedNames(input: unknown, path: readonly string[]): Array<{ path: string; problem: string }> {
  if (typeof input !== 'object' || input === null || path.length > 8) return [];
  return Object.keys(input).flatMap((key) =>
    RESERVED.includes(key)
      ? [{ path: [...path, key].join('.'), problem: 'this name is reserved; choose another' }]
      : reservedNames((input as Record<string, unknown>)[key], [...path, key]),
  );
}

function faultOf(issue: v.BaseIssue<unknown>): { path: string; problem: string } {
  const nearest = deepest(issue);
  const path = [...pathOf(issue), ...(nearest === issue ? [] : pathOf(nearest))].join('.') || '(the file itself)';
  return { path, problem: problemOf(nearest) };
}

/** What is wrong inside a union: a value of the wrong kind, else the union itself. */
function deepest(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner = (issue.issues ?? []).filter((one) => one.path);
  return inner.find((one) => one.expected !== 'never' && one.received !== 'undefined') ?? issue;
}

function pathOf(issue: v.BaseIssue<unknown>): string[] {
  return (issue.path ?? []).map((part) => String(part.key));
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'this key is not known here; remove it or correct its spelling';
  if (issue.received === 'undefined') return 'it is missing; add it';
  if (issue.kind === 'schema' && issue.type === 'union') {
    const path = pathOf(issue);
    const wants =
      path.includes('when') || path.includes('exclude')
        ? 'a condition such as { "column": "header", "is": "text" } (or startsWith, endsWith, contains, from, to, empty)'
        : '{ "column": "header" }, { "index": 0 } or what the field allows besides';
    return `${issue.received} does not fit; give ${wants}`;
  }
  return `${issue.received} does not fit; it must be ${issue.expected ?? 'another value'}`;
}

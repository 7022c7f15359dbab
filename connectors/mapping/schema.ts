import * as v from 'valibot';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';

const header = v.string();
const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1));
const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const byName = { column: header, occurrence: v.optional(ordinal) };
const byPlace = { index: place };
const constant = v.strictObject({ constant: v.string() });
const column = v.union([v.strictObject(byName), v.strictObject(byPlace)]);
const columns = v.union([v.strictObject(byName), v.strictObject(byPlace), v.pipe(v.array(column), v.minLength(1))]);
const columnOrConstant = v.union([v.strictObject(byName), v.strictObject(byPlace), constant]);
const reading = { format: v.optional(v.string()), zone: v.optional(v.string()) };
const typing = { type: v.optional(v.picklist(['auto', 'text', 'number', 'boolean'])) };

/** A mapping file; `connectors/mapping.schema.json` is made from it. */
export const mappingSchema: v.GenericSchema = v.strictObject({
  version: v.literal(1),
  format: v.optional(
    v.strictObject({
      delimiter: v.optional(v.pipe(v.string(), v.minLength(1))),
      quote: v.optional(v.pipe(v.string(), v.regex(/^[!-~]$/))),
      encoding: v.optional(v.picklist(['utf-8', 'utf-16le', 'utf-16be', 'gb18030'])),
      header: v.optional(v.boolean()),
      rows: v.optional(v.pipe(v.string(), v.minLength(1))),
    }),
  ),
  fields: v.strictObject({
    time: v.union([v.strictObject({ ...byName, ...reading }), v.strictObject({ ...byPlace, ...reading })]),
    event: columnOrConstant,
    id: v.optional(column),
    actor: v.optional(columns),
    userId: v.optional(columns),
    email: v.optional(columns),
    phone: v.optional(columns),
    deviceId: v.optional(columns),
    channel: v.optional(columnOrConstant),
    source: v.optional(columnOrConstant),
    account: v.optional(columnOrConstant),
    owner: v.optional(columnOrConstant),
    stage: v.optional(columnOrConstant),
    value: v.optional(columnOrConstant),
    page: v.optional(columnOrConstant),
  }),
  properties: v.optional(
    v.union([
      v.picklist(['all', 'none']),
      v.record(
        v.string(),
        v.union([v.strictObject({ ...byName, ...typing }), v.strictObject({ ...byPlace, ...typing })]),
      ),
    ]),
  ),
  defaultCountry: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  missing: v.optional(v.array(v.string())),
});

/** Most faults told at once. */
const MOST_FAULTS = 5;

/**
 * A mapping file's content as a mapping.
 * @throws AnalyticsError `mapping-invalid` with every fault's path and how to mend it
 */
export function parseMapping(input: unknown): Mapping {
  const result = v.safeParse(mappingSchema, input);
  if (result.success) return result.output as Mapping;
  const faults = result.issues.slice(0, MOST_FAULTS).map((issue) => {
    const nearest = deepest(issue);
    const path = [...pathOf(issue), ...(nearest === issue ? [] : pathOf(nearest))].join('.') || '(the file itself)';
    return { path, problem: problemOf(nearest) };
  });
  const text = faults.map(({ path, problem }) => `${path}: ${problem}`).join('; ');
  throw new AnalyticsError(
    'mapping-invalid',
    `The mapping cannot be used. ${text}. See docs/connectors.md, "Mapping".`,
    { faults },
  );
}

/** What is wrong inside a union: a value of the wrong kind, else a key that no alternative has. */
function deepest(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner = (issue.issues ?? []).filter((one) => one.path);
  const wrong = inner.find((one) => one.expected !== 'never' && one.received !== 'undefined');
  const strange = inner.find(
    (one) => one.expected === 'never' && !['column', 'index', 'constant'].includes(pathOf(one)[0]!),
  );
  return wrong ?? strange ?? issue;
}

function pathOf(issue: v.BaseIssue<unknown>): string[] {
  return (issue.path ?? []).map((part) => String(part.key));
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'this key is not known here; remove it or correct its spelling';
  if (issue.received === 'undefined') return 'it is missing; add it';
  if (issue.kind === 'schema' && issue.type === 'union') {
    return `${issue.received} does not fit; give { "column": "header" }, { "index": 0 } or what the field allows besides`;
  }
  return `${issue.received} does not fit; it must be ${issue.expected ?? 'another value'}`;
}

import { identifierTypes } from '../../worker/protocol/batch.js';
import type { IdentifierType } from '../../worker/protocol/batch.js';
import { canonicalFields } from '../../worker/protocol/mapping.js';
import type { ColumnRef, Condition, Mapping, SourcePreview } from '../../worker/protocol/mapping.js';
import type { ProfileOptions } from '../../worker/protocol/profiles.js';
import type {
  Evidence,
  FieldCandidate,
  FieldProposal,
  FieldQuestion,
  MappedField,
  ProposedField,
} from '../../worker/protocol/proposal.js';

/** What a column becomes: a field, a property under its own name, or nothing. */
export type Role = MappedField | 'property' | 'out';

/** Fields in the order in which they are offered. */
export const mappedFields: readonly MappedField[] = [
  ...identifierTypes,
  'time',
  'event',
  'id',
  ...canonicalFields,
] as const;

/** From here on a proposal counts as certain. */
const certain = 0.8;
/** From here on it is proposed at all. */
const proposed = 0.5;

/** One column of a file on its way into a mapping. */
export interface ColumnDraft {
  readonly index: number;
  readonly role: Role;
  /** What was proposed for the column; null where nothing was. */
  readonly proposal: { readonly field: MappedField; readonly confidence: number } | null;
  /** Reasons for the role it has, as far as there are any. */
  readonly evidence: readonly Evidence[];
  /** Other fields that the column could become, best first. */
  readonly also: readonly MappedField[];
  /** A person chose the role, or a mapping file says it. */
  readonly by: 'proposal' | 'person' | 'file';
  /** Names of values: as they are in the file, and what they become. */
  readonly values: Readonly<Record<string, string>>;
  /** What a mapping says of the column besides its place, role and names of values. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** A field that no single column fills: a constant, a template, rules; as the mapping writes it. */
export interface MadeField {
  readonly field: MappedField;
  readonly spec: Readonly<Record<string, unknown>>;
}

/**
 * A mapping while a person looks at it, by column. `draftOf` makes one of a preview, `mappingOf` gives the mapping. What
 * the steps offer no control for (rules, exclusions, typed properties) is carried along untouched.
 */
export interface Draft {
  readonly columns: readonly ColumnDraft[];
  readonly made: readonly MadeField[];
  /** `auto`, or a form of times. */
  readonly timeFormat: string;
  /** Zone of times without an offset; null for UTC. */
  readonly zone: string | null;
  /** Country of telephone numbers written without one. */
  readonly country: string | null;
  /** Column by which customers of a file of customers are found; null takes the surest identifier. */
  readonly key: number | null;
  /** Questions of the preview that a person, or a mapping file, has answered. */
  readonly answered: ReadonlySet<ProposedField>;
  /** Name of the mapping file it came from; null for a proposal. */
  readonly from: string | null;
  readonly rest: Pick<Mapping, 'format' | 'exclude' | 'missing' | 'otherProperties'>;
  /** Properties that are more than a column under its own name. */
  readonly properties: Readonly<Record<string, unknown>>;
}

type Spec = Readonly<Record<string, unknown>>;

/**
 * A draft of what the preview proposes: its mapping where it has one, and the reasons beside it. Where a question can be
 * answered by its first candidate (zone, form of times, country), the draft begins with that. `format` is how a person
 * said that the file is written.
 */
export function draftOf(preview: SourcePreview, format: Mapping['format'] | null = null): Draft {
  const draft = proposalOf(preview);
  return format ? { ...draft, rest: { ...draft.rest, format: { ...draft.rest.format, ...format } } } : draft;
}

function proposalOf(preview: SourcePreview): Draft {
  if (preview.mapping) {
    const draft = draftFrom(preview, preview.mapping, null);
    return withLikely(preview, { ...draft, columns: draft.columns.map((column) => withProposal(preview, column)) });
  }
  const made: MadeField[] = [];
  let country: string | null = null;
  const byColumn = new Map<number, FieldProposal & { field: MappedField }>();
  for (const proposal of preview.fields) {
    const { field, from } = proposal;
    if (field === 'defaultCountry') {
      if ('constant' in from) country = from.constant;
    } else if ('constant' in from) made.push({ field, spec: { constant: from.constant } });
    else {
      const index = columnAt(preview, from);
      if (index >= 0 && !byColumn.has(index)) byColumn.set(index, { ...proposal, field });
    }
  }
  const columns = preview.columns.map(({ index }): ColumnDraft => {
    const proposal = byColumn.get(index);
    const and = proposal && 'and' in proposal.from ? { and: proposal.from.and } : {};
    const blank = { index, values: {}, more: and, by: 'proposal' as const };
    return withProposal(preview, {
      ...blank,
      role: proposal ? proposal.field : 'property',
      proposal: null,
      evidence: [],
      also: [],
    });
  });
  const time = preview.fields.find(({ field }) => field === 'time')?.from;
  return withLikely(preview, {
    columns,
    made,
    timeFormat: (time && 'format' in time && time.format) || 'auto',
    zone: null,
    country,
    key: null,
    answered: new Set(),
    from: null,
    rest: {},
    properties: {},
  });
}

function withLikely(preview: SourcePreview, draft: Draft): Draft {
  const likely = (field: ProposedField): string | null => {
    const best = candidatesOf(preview, field)[0];
    return best && best.confidence >= proposed && 'constant' in best.from ? best.from.constant : null;
  };
  const zone = likely('zone');
  return {
    ...draft,
    zone: draft.zone ?? (zone === 'UTC' ? null : zone),
    timeFormat: draft.timeFormat === 'auto' ? (likely('timeFormat') ?? 'auto') : draft.timeFormat,
    country: draft.country ?? likely('defaultCountry'),
  };
}

/** A draft of a mapping that exists, over a file's columns. Columns it names that are not there are left out. */
export function draftFrom(preview: SourcePreview, mapping: Mapping, from: string | null): Draft {
  const roles = new Map<number, { role: Role; spec: Spec }>();
  const made: MadeField[] = [];
  let timeFormat = 'auto';
  let zone: string | null = null;
  for (const field of mappedFields) {
    const given = mapping.fields[field] as Spec | readonly Spec[] | undefined;
    for (const spec of given === undefined ? [] : Array.isArray(given) ? (given as readonly Spec[]) : [given as Spec]) {
      const index = columnAt(preview, spec);
      if (field === 'time') {
        timeFormat = typeof spec['format'] === 'string' ? spec['format'] : 'auto';
        zone = typeof spec['zone'] === 'string' ? spec['zone'] : null;
      }
      if (index >= 0 && !roles.has(index)) roles.set(index, { role: field, spec });
      else if (index >= 0 || !isColumn(spec)) made.push({ field, spec });
    }
  }
  const { properties = 'all', otherProperties = 'none' } = mapping;
  const others: Role =
    properties === 'all' || (properties !== 'none' && otherProperties === 'all') ? 'property' : 'out';
  const ownProperties: Record<string, unknown> = {};
  if (typeof properties === 'object') {
    for (const [name, spec] of Object.entries(properties)) {
      const index = columnAt(preview, spec as unknown as Spec);
      if (index >= 0 && !roles.has(index) && preview.columns[index]!.header === name) {
        roles.set(index, { role: 'property', spec: spec as unknown as Spec });
      } else if (index >= 0 || !isColumn(spec as unknown as Spec)) setOwn(ownProperties, name, spec);
    }
  }
  const columns = preview.columns.map(({ index }): ColumnDraft => {
    const { role = others, spec = {} } = roles.get(index) ?? {};
    const { column: _, occurrence: __, index: ___, values = {}, ...more } = spec;
    const { format: ____, zone: _____, ...untimed } = more;
    return {
      index,
      role,
      proposal: null,
      evidence: [],
      also: [],
      by: from === null ? 'proposal' : 'file',
      values: values as Readonly<Record<string, string>>,
      more: role === 'time' ? untimed : more,
    };
  });
  return {
    columns,
    made: made.map((one) => (one.field === 'time' ? { ...one, spec: without(one.spec, 'format', 'zone') } : one)),
    timeFormat,
    zone,
    country: mapping.defaultCountry ?? null,
    key: null,
    answered: new Set(from === null ? [] : preview.questions.map(({ field }) => field)),
    from,
    rest: {
      ...(mapping.format && { format: mapping.format }),
      ...(mapping.exclude && { exclude: mapping.exclude }),
      ...(mapping.missing && { missing: mapping.missing }),
      ...(mapping.otherProperties && { otherProperties: mapping.otherProperties }),
    },
    properties: ownProperties,
  };
}

/** The mapping that a draft makes. A column is named by its header where it has one, so that the next file fits too. */
export function mappingOf(preview: SourcePreview, draft: Draft): Mapping {
  const headless = draft.rest.format?.header === false;
  const fields: Record<string, unknown> = {};
  for (const field of mappedFields) {
    const specs = [
      ...draft.columns
        .filter(({ role }) => role === field)
        .map(({ index, values, more }) => ({
          ...refOf(preview, index, headless),
          ...(Object.keys(values).length > 0 && { values }),
          ...more,
        })),
      ...draft.made.filter((one) => one.field === field && isFilled(one)).map(({ spec }) => spec),
    ].map((spec) =>
      field === 'time'
        ? {
            ...spec,
            ...(draft.timeFormat !== 'auto' && { format: draft.timeFormat }),
            ...(draft.zone !== null && { zone: draft.zone }),
          }
        : spec,
    );
    if (specs.length > 0) fields[field] = specs.length > 1 && isIdentifier(field) ? specs : specs[0];
  }
  const properties = propertiesOf(preview, draft, headless);
  const { otherProperties: _, ...rest } = draft.rest;
  return {
    version: 1,
    ...rest,
    fields: fields as Mapping['fields'],
    ...properties,
    ...(draft.country !== null && { defaultCountry: draft.country }),
  };
}

/** Columns that customers can be found by, surest first: identifiers by rank. */
export function keyColumns(preview: SourcePreview, draft: Draft): number[] {
  return identifierTypes.flatMap((type) =>
    draft.columns
      .filter(({ index, role }) => role === type && preview.columns[index]!.header !== '')
      .map(({ index }) => index),
  );
}

/** How a file of customers joins the rows: by the key of the draft, all its other columns as properties of the customer. */
export function profilesOf(preview: SourcePreview, draft: Draft): ProfileOptions {
  const keys = keyColumns(preview, draft);
  const index = draft.key !== null && keys.includes(draft.key) ? draft.key : keys[0]!;
  const { fields, ...mapping } = mappingOf(preview, draft);
  const { time: _, event: __, id: ___, ...others } = fields;
  return {
    key: { column: preview.columns[index]!.header, field: draft.columns[index]!.role },
    mapping: { ...mapping, fields: others },
  };
}

function propertiesOf(
  preview: SourcePreview,
  draft: Draft,
  headless: boolean,
): Pick<Mapping, 'properties' | 'otherProperties'> {
  const own = Object.keys(draft.properties).length > 0;
  const kept = draft.columns.filter(({ role }) => role === 'property');
  const anyOut = draft.columns.some(({ role }) => role === 'out');
  const plain = kept.every(({ values, more }) => Object.keys(values).length + Object.keys(more).length === 0);
  if (!anyOut && !own && plain) return {};
  if (kept.length === 0 && !own) return { properties: 'none' };
  const properties: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(draft.properties)) setOwn(properties, name, spec);
  for (const { index, values, more } of kept) {
    const ref = refOf(preview, index, headless);
    if (!anyOut && Object.keys(values).length + Object.keys(more).length === 0) continue;
    const spec = { ...ref, ...(Object.keys(values).length > 0 && { values }), ...more };
    setOwn(properties, preview.columns[index]!.header || `column ${index + 1}`, spec);
  }
  return {
    properties: properties as Exclude<Mapping['properties'], string | undefined>,
    ...(!anyOut && { otherProperties: 'all' as const }),
  };
}

/** Fields that only one column can be. */
export function isSingle(role: Role): boolean {
  return role !== 'property' && role !== 'out' && !isIdentifier(role);
}

/** A column gets another role; a column that had a role which only one can have becomes a property. */
export function withRole(draft: Draft, index: number, role: Role): Draft {
  const single = isSingle(role);
  return {
    ...draft,
    columns: draft.columns.map((column) => {
      if (column.index === index) {
        return { ...column, role, by: 'person', more: role === column.role ? column.more : {} };
      }
      return single && column.role === role ? { ...column, role: 'property', by: 'person', more: {} } : column;
    }),
    made: single ? draft.made.filter(({ field }) => field !== role) : draft.made,
    answered: new Set([...draft.answered, ...questionsAbout(role)]),
  };
}

/** A field gets one value for all rows, or a template; an empty text takes it away. Columns that had it become properties. */
export function withMade(draft: Draft, field: MappedField, spec: Spec | null): Draft {
  // It stays in its place, since somebody may be writing it.
  const there = draft.made.some((one) => one.field === field);
  const made = draft.made.flatMap((one) => (one.field !== field ? [one] : spec ? [{ field, spec }] : []));
  return {
    ...draft,
    columns: draft.columns.map((column) =>
      spec !== null && column.role === field ? { ...column, role: 'property', by: 'person', more: {} } : column,
    ),
    made: spec === null || there ? made : [...made, { field, spec }],
    answered: new Set([...draft.answered, ...questionsAbout(field)]),
  };
}

/** Names of a column's values. A value that keeps its name is not named. */
export function withValue(draft: Draft, index: number, value: string, name: string): Draft {
  return {
    ...draft,
    columns: draft.columns.map((column) => {
      if (column.index !== index) return column;
      const values: Record<string, string> = {};
      for (const [key, text] of Object.entries(column.values)) if (key !== value) setOwn(values, key, text);
      if (name.trim() !== '' && name !== value) setOwn(values, value, name);
      return { ...column, values, by: column.by };
    }),
  };
}

/** What still needs an answer before the file can be read, and what is only unsure. */
export interface OpenQuestions {
  readonly needed: readonly ProposedField[];
  readonly unsure: readonly ProposedField[];
  /** Columns whose role is a guess. */
  readonly columns: readonly number[];
}

/** Questions that a draft leaves open. `kind` `profiles` asks only who. */
export function openQuestions(preview: SourcePreview, draft: Draft, kind: 'events' | 'profiles'): OpenQuestions {
  const has = (field: MappedField): boolean =>
    draft.columns.some(({ role }) => role === field) || draft.made.some((one) => one.field === field && isFilled(one));
  const needed: ProposedField[] = [];
  if (!identifierTypes.some(has)) needed.push('actor');
  if (kind === 'events') {
    if (!has('time')) needed.push('time');
    if (!has('event')) needed.push('event');
  }
  const columns = draft.columns.filter((column) => stateOf(column) === 'look').map(({ index }) => index);
  const unsure = preview.questions
    .map(({ field }) => field)
    .filter((field) => !draft.answered.has(field) && !needed.includes(field))
    .filter((field) => kind === 'events' || field === 'defaultCountry' || field === 'actor')
    // A question about a column that is marked already is the same question.
    .filter((field) => !columns.some((index) => answers(draft.columns[index]!.role, field)))
    .filter(
      (field) => field === 'defaultCountry' || field === 'timeFormat' || field === 'zone' || needsLook(preview, field),
    );
  return { needed, unsure, columns };
}

function needsLook(preview: SourcePreview, field: ProposedField): boolean {
  return preview.questions.some((question) => question.field === field && question.candidates.length > 0);
}

/** How sure a column's role is. */
export type ColumnState = 'sure' | 'look' | 'chosen' | 'property' | 'out';

/** How sure a column's role is, in one word. */
export function stateOf({ role, by, proposal }: ColumnDraft): ColumnState {
  if (role === 'out' || role === 'property') return role;
  if (by !== 'proposal' && !(proposal && proposal.field === role && proposal.confidence >= certain)) return 'chosen';
  return proposal === null || proposal.confidence >= certain ? 'sure' : 'look';
}

/** Whether a proposal is to be trusted without a look. */
export function isCertain(confidence: number): boolean {
  return confidence >= certain;
}

/** Columns that could answer a question, best first. */
export function candidatesOf(preview: SourcePreview, field: ProposedField): readonly FieldCandidate[] {
  const question: FieldQuestion | undefined = preview.questions.find((one) => one.field === field);
  return question?.candidates ?? [];
}

/** The place a reference points at in a preview; -1 when it points at nothing. */
export function columnAt(preview: SourcePreview, ref: ColumnRef | Spec): number {
  if ('index' in ref && typeof ref.index === 'number') return ref.index < preview.columns.length ? ref.index : -1;
  if (!('column' in ref)) return -1;
  const same = preview.columns.filter((column) => column.header === ref['column']);
  return same[(((ref as Spec)['occurrence'] as number | undefined) ?? 1) - 1]?.index ?? -1;
}

/** Headers that a mapping names, for telling whether a file has them all. */
export function headersIn(mapping: Mapping): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const { column } = value as { column?: unknown };
    if (typeof column === 'string') found.add(column);
    for (const [key, item] of Object.entries(value)) if (key !== 'values') visit(item);
  };
  visit(mapping.fields);
  return [...found];
}

/** A mapping as the text of a file. */
export function mappingText(mapping: Mapping): string {
  return `${JSON.stringify(mapping, null, 2)}\n`;
}

/** Whether plain data are a mapping as far as its form goes; the engine checks the rest at its door. */
export function isMapping(value: unknown): value is Mapping {
  if (typeof value !== 'object' || value === null) return false;
  const { version, fields } = value as { version?: unknown; fields?: unknown };
  return version === 1 && typeof fields === 'object' && fields !== null && !Array.isArray(fields);
}

/** A condition of `exclude` that a simple control makes. */
export function excludeWhere(ref: ColumnRef, value: string): Condition {
  return { ...ref, is: value };
}

/** A column as a mapping names it. */
export function refOf(preview: SourcePreview, index: number, headless = false): ColumnRef {
  const header = preview.columns[index]?.header ?? '';
  if (headless || header === '') return { index };
  const same = preview.columns.filter((column) => column.header === header);
  const before = same.findIndex((column) => column.index === index);
  return before === 0 ? { column: header } : { column: header, occurrence: before + 1 };
}

function withProposal(preview: SourcePreview, column: ColumnDraft): ColumnDraft {
  const about = preview.fields.filter(
    (one): one is FieldProposal & { field: MappedField } =>
      one.field !== 'defaultCountry' &&
      columnAt(preview, one.from as Spec) === column.index &&
      !('constant' in one.from),
  );
  const own = about.find(({ field }) => field === column.role) ?? about[0];
  const also = new Set<MappedField>();
  for (const { field, alternatives } of preview.fields) {
    if (field === 'defaultCountry') continue;
    for (const { from, as } of alternatives) {
      if (!('constant' in from) && columnAt(preview, from) === column.index) also.add(as ?? field);
    }
  }
  for (const { field, candidates } of preview.questions) {
    if (field === 'defaultCountry' || field === 'timeFormat' || field === 'zone') continue;
    for (const { from, as } of candidates) {
      if (!('constant' in from) && columnAt(preview, from) === column.index) also.add(as ?? field);
    }
  }
  if (own) also.delete(own.field);
  return {
    ...column,
    proposal: own ? { field: own.field, confidence: own.confidence } : null,
    evidence: own?.evidence ?? [],
    also: [...also],
  };
}

function questionsAbout(role: Role): ProposedField[] {
  if (role === 'property' || role === 'out') return [];
  return isIdentifier(role) ? ['actor', role] : [role];
}

function answers(role: Role, field: ProposedField): boolean {
  return role === field || (field === 'actor' && role !== 'property' && role !== 'out' && isIdentifier(role));
}

function isIdentifier(field: Role): field is IdentifierType {
  return (identifierTypes as readonly string[]).includes(field);
}

/** A text for all rows that nobody has written yet fills nothing. */
function isFilled({ spec }: MadeField): boolean {
  const text = spec['constant'] ?? spec['template'];
  return typeof text !== 'string' || text.trim() !== '';
}

function isColumn(spec: Spec): boolean {
  return 'column' in spec || 'index' in spec;
}

function without(spec: Spec, ...keys: string[]): Spec {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !keys.includes(key)));
}

/** Names come from files, and one may be `__proto__`. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

import fc from 'fast-check';

/** The part of JSON Schema that the kit's own schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema | true>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
}

type Plain = Record<string, unknown>;

/** Few words, so that names meet. */
const someText = fc.constantFrom('a', 'b', 'plan', '', '1_a', 'UTC', 'Europe/Zurich', '*a*');
/** Texts for the patterns in use. */
const patterns: Readonly<Record<string, readonly string[]>> = { '^[1-9]\\d*_': ['1_a', '12_b', '3_'] };
/** Beyond this depth lists are empty and of several forms the first is taken. */
const deepest = 7;

/** Values that a definition of a schema allows, small ones, and now and then those at its bounds. */
export function schemaValues(root: Schema, definition: string): fc.Arbitrary<unknown> {
  return valuesOf({ $ref: `#/$defs/${definition}` }, root, 0);
}

function valuesOf(schema: Schema | true, root: Schema, depth: number): fc.Arbitrary<unknown> {
  if (schema === true) return fc.constant(undefined);
  const { $ref, ...own } = schema;
  if ($ref !== undefined) {
    const named = valuesOf(root.$defs![$ref.replace('#/$defs/', '')]!, root, depth);
    return own.properties ? merged(own, named, root, depth) : named;
  }
  if (own.examples) {
    // Rules over several values are hardly ever met by chance; examples meet them.
    const { examples, ...rest } = schema;
    const any = valuesOf(rest, root, depth);
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...examples!) }, { weight: 1, arbitrary: any });
  }
  if (schema.oneOf) {
    const forms = depth > deepest ? schema.oneOf.slice(0, 1) : schema.oneOf;
    return fc.oneof(...forms.map((form) => valuesOf(form, root, depth + 1)));
  }
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  return valuesOfType(schema, root, depth);
}

/** An object with its own properties and those of another. */
function merged(own: Schema, other: fc.Arbitrary<unknown>, root: Schema, depth: number): fc.Arbitrary<unknown> {
  const given = own.required ?? [];
  return fc.tuple(record(own, given, root, depth), other).map(([mine, theirs]) => {
    const kept = Object.entries(mine as Plain).filter(([, value]) => value !== undefined);
    return { ...(theirs as Plain), ...Object.fromEntries(kept) };
  });
}

function valuesOfType(schema: Schema, root: Schema, depth: number): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return schema.pattern ? fc.constantFrom(...patterns[schema.pattern]!) : someText;
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return wholeNumbers(schema);
    case 'number':
      return numbers(schema);
    case 'array': {
      const { minItems = 0, maxItems = Infinity, items } = schema;
      const maxLength = depth > deepest ? minItems : Math.min(maxItems, minItems + 3);
      return fc.array(valuesOf(items!, root, depth + 1), { minLength: minItems, maxLength });
    }
    case 'object':
      return record(schema, schema.required ?? [], root, depth);
    default:
      throw new Error(`There are no values for the type ${schema.type}.`);
  }
}

function record(schema: Schema, required: readonly string[], root: Schema, depth: number): fc.Arbitrary<unknown> {
  const wanted = Object.entries(schema.properties ?? {}).filter(
    ([key, of]) => of !== true && (depth <= deepest || required.includes(key)),
  );
  const values = Object.fromEntries(wanted.map(([key, of]) => [key, valuesOf(of, root, depth + 1)]));
  return fc.record(values, { requiredKeys: required.filter((key) => key in values) });
}

function wholeNumbers({ minimum = -3, maximum = minimum + 100 }: Schema): fc.Arbitrary<number> {
  const small = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 4) });
  return fc.oneof({ weight: 8, arbitrary: small }, { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) });
}

function numbers(schema: Schema): fc.Arbitrary<number> {
  const { minimum, maximum, exclusiveMinimum: above = -Infinity, exclusiveMaximum: below = Infinity } = schema;
  const candidates = [minimum, maximum, 0, 0.5, 0.95, 1, 2, 1000, 86_400_000, -5, 8.64e15].filter(
    (value) =>
      value !== undefined &&
      value >= (minimum ?? -Infinity) &&
      value <= (maximum ?? Infinity) &&
      value > above &&
      value < below,
  );
  return fc.constantFrom(...(candidates as number[]));
}

/** A value with one thing about it changed: a part replaced, a key taken away or added. */
export function changed(value: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(value, []);
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom('replace', 'replace', 'drop', 'add'), fc.constantFrom(...odd))
    .map(([place, how, instead]) => change(value, place, how, instead));
}

const odd: readonly unknown[] = [
  null,
  -1,
  0,
  1,
  1.5,
  40,
  1e6,
  '',
  'a',
  'funnel',
  true,
  false,
  [],
  {},
  [1],
  ['a'],
  [null],
];

type Place = ReadonlyArray<string | number>;

function placesOf(value: unknown, at: Place): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const parts = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...parts.flatMap(([key, part]) => placesOf(part, [...at, key]))];
}

function change(value: unknown, [key, ...rest]: Place, how: string, instead: unknown): unknown {
  if (key === undefined) {
    if (how !== 'add' || typeof value !== 'object' || value === null) return instead;
    return Array.isArray(value) ? [...(value as unknown[]), instead] : { ...value, extra: instead };
  }
  if (Array.isArray(value)) {
    const items = [...(value as unknown[])];
    if (how === 'drop' && rest.length === 0) items.splice(key as number, 1);
    else items[key as number] = change(items[key as number], rest, how, instead);
    return items;
  }
  const fields = { ...(value as Plain) };
  if (how === 'drop' && rest.length === 0) delete fields[key];
  else fields[key] = change(fields[key], rest, how, instead);
  return fields;
}

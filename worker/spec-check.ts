import { AnalyticsError } from './protocol/error.js';

/** Plain data that came from outside. */
export type Fields = Readonly<Record<string, unknown>>;

const selectorKeys = ['event', 'where'];
const operators = ['eq', 'ne', 'in', 'lt', 'lte', 'gt', 'gte', 'isNull', 'notNull'];

/** A list of selectors. */
export function checkSelectors(selectors: unknown, path: string): void {
  for (const [i, selector] of list(selectors, path).entries()) {
    const fields = object(selector, `${path}[${i}]`);
    knownKeys(fields, selectorKeys, `${path}[${i}]`);
    checkSelectorFields(fields, `${path}[${i}]`);
  }
}

/** The `event` and `where` of a selector. */
export function checkSelectorFields(fields: Fields, path: string): void {
  const { event, where } = fields;
  if (event !== undefined && typeof event !== 'string') {
    const names = Array.isArray(event) ? (event as unknown[]) : [];
    if (names.length === 0 || names.some((name) => typeof name !== 'string')) {
      refuse(`${path}.event`, event, 'must be an event name or a list of names; leave it out to select every event');
    }
  }
  if (where === undefined) return;
  for (const [i, test] of list(where, `${path}.where`).entries()) checkTest(test, `${path}.where[${i}]`);
}

function checkTest(test: unknown, path: string): void {
  const fields = object(test, path);
  knownKeys(fields, ['prop', 'op', 'value'], path);
  const { prop, op, value } = fields;
  if (typeof prop !== 'string') refuse(`${path}.prop`, prop, 'must be the name of a property');
  if (op === undefined) refuse(`${path}.op`, op, `is missing. Use one of ${operators.join(', ')}`);
  choice(fields, 'op', operators, path);
  if (op === 'isNull' || op === 'notNull') {
    if (value !== undefined) refuse(`${path}.value`, value, `has no meaning with ${op}; leave it out`);
  } else if (op === 'in') {
    if (!list(value, `${path}.value`).every(isScalar))
      refuse(`${path}.value`, value, 'must hold text, numbers, booleans');
  } else if (!isScalar(value)) {
    refuse(`${path}.value`, value, "must be text, a number or a boolean; for several values use op 'in'");
  }
}

/** A half-open time range. */
export function checkRange(range: unknown, path: string): void {
  const fields = object(range, path);
  knownKeys(fields, ['from', 'to'], path);
  const { from, to } = fields;
  if (!isNumber(from)) refuse(`${path}.from`, from, 'must be a time in milliseconds since 1970 UTC');
  if (!isNumber(to)) refuse(`${path}.to`, to, 'must be a time in milliseconds since 1970 UTC');
  if (from > to) refuse(path, `${from}..${to}`, 'begins after it ends; exchange `from` and `to`');
}

/** An object that is no list. */
export function object(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(path, value, 'must be an object');
  return value as Fields;
}

/** A list. */
export function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) refuse(path, value, 'must be a list');
  return value as readonly unknown[];
}

/** Refuses keys that are not known, so that no part of a question is passed over. */
export function knownKeys(fields: Fields, known: readonly string[], path: string): void {
  for (const key of Object.keys(fields)) {
    if (known.includes(key) || fields[key] === undefined) continue;
    refuse(`${path}.${key}`, undefined, `is not known here. Known are ${known.join(', ')}`);
  }
}

/** One of some words, or absent. */
export function choice(fields: Fields, key: string, words: readonly string[], path: string): void {
  const value = fields[key];
  if (value === undefined || (typeof value === 'string' && words.includes(value))) return;
  refuse(`${path}.${key}`, value, `must be one of ${words.join(', ')}`);
}

/** A whole number within bounds. */
export function whole(value: unknown, lowest: number, highest: number, path: string): void {
  if (Number.isInteger(value) && (value as number) >= lowest && (value as number) <= highest) return;
  refuse(path, value, `must be a whole number from ${lowest} to ${highest}`);
}

/** A finite number. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** Text, a finite number, a boolean or null. */
export function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || isNumber(value);
}

/** Throws `spec-invalid`: where, what is wrong and how to mend it, and the value at fault. */
export function refuse(path: string, got: unknown, what: string): never {
  const shown = got === undefined ? '' : ` (got ${shorten(got)})`;
  const detail = got === undefined ? { path } : { path, got: shorten(got) };
  throw new AnalyticsError('spec-invalid', `${path} ${what}${shown}.`, detail);
}

/** A value at fault as text, short enough for a message. */
function shorten(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}..."` : `"${value}"`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

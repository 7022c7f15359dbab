import {
  checkRange,
  checkSelectors,
  choice,
  isNumber,
  knownKeys,
  list,
  object,
  refuse,
  whole,
  type Fields,
} from '../spec-check.js';

/** Keys that name nodes; `checkNodeOptions` checks them. */
export const nodeKeys = ['node', 'trimTrailingSlash', 'groupings'] as const;
/** Keys that narrow the rows; `checkScope` checks them. */
export const scopeKeys = ['range', 'where'] as const;
/** The longest session gap, ms: a span of all times there are. */
const longestGapMs = 2 * 8.64e15;

/**
 * The fields of a spec of one kind, with no others than these.
 * @throws AnalyticsError `spec-invalid`
 */
export function fieldsOf(spec: unknown, kind: string, keys: readonly string[], path: string): Fields {
  const fields = object(spec, path);
  if (fields['kind'] !== kind) refuse(`${path}.kind`, fields['kind'], `must be '${kind}'`);
  knownKeys(fields, ['kind', ...keys], path);
  return fields;
}

/** How nodes are named. */
export function checkNodeOptions(fields: Fields, path: string): void {
  text(fields, 'node', path);
  flag(fields, 'trimTrailingSlash', path);
  if (fields['groupings'] !== undefined) texts(fields['groupings'], `${path}.groupings`);
}

/** `range`, `where`, and the session gap where the kind has one. */
export function checkScope(fields: Fields, path: string): void {
  if (fields['range'] !== undefined) checkRange(fields['range'], `${path}.range`);
  if (fields['where'] !== undefined) checkSelectors(fields['where'], `${path}.where`);
  const gap = fields['sessionGapMs'];
  if (gap !== undefined && !(isNumber(gap) && gap > 0 && gap <= longestGapMs)) {
    refuse(`${path}.sessionGapMs`, gap, 'must be milliseconds, more than 0');
  }
}

/** Text, or absent. */
export function text(fields: Fields, key: string, path: string): void {
  const value = fields[key];
  if (value !== undefined && typeof value !== 'string') refuse(`${path}.${key}`, value, 'must be text');
}

/** Text that must be there. */
export function neededText(fields: Fields, key: string, path: string): void {
  if (typeof fields[key] !== 'string') refuse(`${path}.${key}`, fields[key], 'must be text');
}

/** True or false, or absent. */
export function flag(fields: Fields, key: string, path: string): void {
  const value = fields[key];
  if (value !== undefined && typeof value !== 'boolean') refuse(`${path}.${key}`, value, 'must be true or false');
}

/** A whole number within bounds, or absent. */
export function bounded(fields: Fields, key: string, lowest: number, highest: number, path: string): void {
  if (fields[key] !== undefined) whole(fields[key], lowest, highest, `${path}.${key}`);
}

/** A list of texts. */
export function texts(value: unknown, path: string): void {
  for (const [i, item] of list(value, path).entries()) {
    if (typeof item !== 'string') refuse(`${path}[${i}]`, item, 'must be text');
  }
}

/** Level of intervals, or absent. */
export function checkLevel(fields: Fields, path: string): void {
  const { level } = fields;
  if (level === undefined || (isNumber(level) && level > 0 && level < 1)) return;
  refuse(`${path}.level`, level, 'must lie between 0 and 1, e.g. 0.95');
}

/** One of some words that must be there. */
export function neededChoice(fields: Fields, key: string, words: readonly string[], path: string): void {
  if (fields[key] === undefined) refuse(`${path}.${key}`, undefined, `is missing. Use one of ${words.join(', ')}`);
  choice(fields, key, words, path);
}

/** 1 to 32 selectors. */
export function checkConditions(value: unknown, path: string): void {
  const { length } = list(value, path);
  if (length < 1 || length > 32) refuse(path, length, 'must have 1 to 32 selectors');
  checkSelectors(value, path);
}

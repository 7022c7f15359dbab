import { checkSelectorFields, isNumber, knownKeys, list, object, refuse, whole, type Fields } from '../spec-check.js';
import { bounded, text } from './path-checks.js';

/** Keys of a question about clicks, besides those that narrow the rows. */
export const clickKeys = ['click', 'elementProp', 'maxTargets'] as const;

/** Which rows are clicks, and how their elements are called. */
export function checkClickKeys(fields: Fields, path: string): void {
  if (fields['click'] !== undefined) {
    const click = object(fields['click'], `${path}.click`);
    knownKeys(click, ['event', 'where'], `${path}.click`);
    checkSelectorFields(click, `${path}.click`);
  }
  text(fields, 'elementProp', path);
  bounded(fields, 'maxTargets', 1, 10_000, path);
}

/** The `page` and `element` of a mark: both or none. */
export function checkTarget(fields: Fields, path: string): void {
  text(fields, 'page', path);
  text(fields, 'element', path);
  const { page, element } = fields;
  if ((page === undefined) !== (element === undefined)) {
    refuse(path, undefined, 'names one of `page` and `element`; name both, or none for all clicks');
  }
}

/** A number above 0, or absent. */
export function positive(fields: Fields, key: string, path: string): void {
  const value = fields[key];
  if (value !== undefined && !(isNumber(value) && value > 0)) refuse(`${path}.${key}`, value, 'must be more than 0');
}

/** Ascending numbers above 0, no two equal. */
export function checkBoundaries(value: unknown, path: string): void {
  const items = list(value, path);
  if (items.length > 20) refuse(path, items.length, 'must have at most 20 boundaries');
  for (const [i, item] of items.entries()) {
    const before = i === 0 ? 0 : (items[i - 1] as number);
    if (!isNumber(item) || item <= before) refuse(`${path}[${i}]`, item, 'must be a number above the one before it');
  }
}

/** Index of an item of a list, or absent. */
export function place(fields: Fields, key: string, length: number, path: string): void {
  if (fields[key] !== undefined) whole(fields[key], 0, length - 1, `${path}.${key}`);
}

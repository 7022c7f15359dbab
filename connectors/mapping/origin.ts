import type { Condition, Rules, ValueMap } from '../../worker/protocol/mapping.js';
import { looseNumber } from '../number-text.js';

/** Text of a row's column by its place, without spaces at its ends; null when it is empty or stands for no value. */
export type Cells = (index: number) => string | null;
/** A text that is made of a row, or null for none. */
export type Make = (cells: Cells) => string | null;
/** A text in place of another. */
export type Exchange = (text: string | null) => string | null;

/**
 * Where a value comes from: one text for all rows, a column as it stands, a column whose texts are exchanged, or what
 * is made of several columns.
 */
export type Origin =
  | { readonly constant: string | null }
  | { readonly index: number; readonly exchange: Exchange | null }
  | { readonly columns: readonly number[]; readonly make: Make };

/** Finds the place of a column; -1 when the source does not have it: it is empty in every row. */
export type Find = (ref: { readonly column: string } | { readonly index: number }) => number;

/** A template or condition that cannot be used, and how to mend it. */
export class FieldFault extends Error {}

/** Exchanges texts by a value map; null when the map says nothing. */
export function exchangeOf({ values, otherwise }: ValueMap): Exchange | null {
  if (values === undefined && (otherwise === undefined || otherwise === 'keep')) return null;
  const to = new Map<string, string | null>();
  for (const [from, text] of Object.entries(values ?? {})) to.set(from.trim(), text.trim() || null);
  const rest = otherwise === undefined || otherwise === 'keep' ? undefined : otherwise?.trim() || null;
  return (text) => {
    const found = to.get(text ?? '');
    if (found !== undefined) return found;
    return text === null || rest === undefined ? text : rest;
  };
}

/**
 * A template as an origin.
 * @param needsAll without a value in any one column there is none at all, since half an id is somebody else's
 * @throws FieldFault for a brace that does not close or names nothing
 */
export function templateOrigin(template: string, find: Find, needsAll: boolean): Origin {
  const parts = templateParts(template).map((part) => (typeof part === 'string' ? part : find(part)));
  const columns = parts.filter((part) => typeof part === 'number');
  if (columns.length === 0) return { constant: parts.join('').trim() || null };
  const make: Make = (cells) => {
    let text = '';
    let found = false;
    for (const part of parts) {
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const cell = part < 0 ? null : cells(part);
      if (cell === null) {
        if (needsAll) return null;
        continue;
      }
      found = true;
      text += cell;
    }
    return found ? text.trim() || null : null;
  };
  return { columns: columns.filter((index) => index >= 0), make };
}

/**
 * Names by rules as an origin.
 * @throws FieldFault for a template among the names that cannot be used
 */
export function rulesOrigin({ rules, otherwise = null }: Rules, find: Find): Origin {
  const columns = new Set<number>();
  const note: Find = (ref) => {
    const index = find(ref);
    if (index >= 0) columns.add(index);
    return index;
  };
  const name = (template: string | null): Make => {
    if (template === null) return () => null;
    const origin = templateOrigin(template, note, false);
    return 'make' in origin ? origin.make : () => ('constant' in origin ? origin.constant : null);
  };
  const tests = rules.map((rule) => [all([rule.when].flat(), note), name(rule.name)] as const);
  const rest = name(otherwise);
  return {
    make: (cells) => (tests.find(([holds]) => holds(cells))?.[1] ?? rest)(cells),
    columns: [...columns],
  };
}

/** Whether a row meets a condition. */
export function conditionTest(condition: Condition, find: Find): (cells: Cells) => boolean {
  const index = find(condition);
  const holds = textTest(condition);
  const wanted = condition.not !== true;
  return (cells) => holds(index < 0 ? null : cells(index)) === wanted;
}

function all(conditions: readonly Condition[], find: Find): (cells: Cells) => boolean {
  const tests = conditions.map((condition) => conditionTest(condition, find));
  return tests.length === 1 ? tests[0]! : (cells) => tests.every((test) => test(cells));
}

function textTest(condition: Condition): (text: string | null) => boolean {
  if ('empty' in condition) return (text) => text === null;
  if ('is' in condition) {
    const texts = new Set([condition.is].flat().map((text) => text.trim()));
    return (text) => text !== null && texts.has(text);
  }
  if ('startsWith' in condition) return (text) => text !== null && text.startsWith(condition.startsWith);
  if ('endsWith' in condition) return (text) => text !== null && text.endsWith(condition.endsWith);
  if ('contains' in condition) return (text) => text !== null && text.includes(condition.contains);
  const { from = -Infinity, to = Infinity } = condition;
  return (text) => {
    const number = text === null ? NaN : looseNumber(text);
    return number >= from && number < to;
  };
}

/** `{method} {path}` as columns and the text between them. */
function templateParts(template: string): Array<string | { readonly column: string }> {
  const parts: Array<string | { readonly column: string }> = [];
  let text = '';
  for (let at = 0; at < template.length; at++) {
    const character = template[at]!;
    if (character !== '{') text += character;
    else if (template[at + 1] === '{') {
      text += character;
      at++;
    } else {
      const end = template.indexOf('}', at);
      if (end < 0)
        throw new FieldFault(
          `"${template.slice(0, 60)}" opens a brace and does not close it; close it, or write "{{" for a brace`,
        );
      if (end === at + 1)
        throw new FieldFault(`"${template.slice(0, 60)}" has braces that name no column; write its name between them`);
      if (text !== '') parts.push(text);
      text = '';
      parts.push({ column: template.slice(at + 1, end) });
      at = end;
    }
  }
  if (text !== '') parts.push(text);
  return parts;
}

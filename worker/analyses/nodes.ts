import type { NumericArray, PropertyValue } from '../protocol/batch.js';
import type { NodeOptions } from '../protocol/paths.js';
import type { Steps } from '../steps.js';
import type { StoreView } from '../store/view.js';
import { WideMap } from '../store/wide-map.js';
import { groupKey } from './property-tuples.js';
import { numbers } from './selector.js';

/** The node of every row of a view, as codes: `byCode[codes[row]]`; 0 = the row has none. */
export interface Nodes {
  /** A column of the store (or one made for numbers), one code a row. */
  readonly codes: NumericArray;
  /** Node by code of that column. */
  readonly byCode: NumericArray;
  /** Distinct names; node k is `names[k - 1]`. */
  readonly names: readonly string[];
}

/** Names every value once; a name that several values share is one node. */
export function* nodesOf(view: StoreView, options: NodeOptions): Steps<Nodes> {
  const { node = '$name' } = options;
  if (node === '$name') return yield* named(view, view.event, view.eventNames, options);
  const column = view.column(node);
  if (!column) return { codes: view.event, byCode: numbers(view, view.eventNames.length + 1), names: [] };
  if (column.kind === 'dictionary') return yield* named(view, column.codes, column.values, options);
  const { codes, values } = yield* numberCodes(view, column.values);
  return yield* named(view, codes, values, options);
}

/** The name a row is called by in paths. */
export function nodeName(name: string, options: NodeOptions): string {
  const trimmed = options.trimTrailingSlash ? trimSlashes(name) : name;
  return options.groupings?.find((pattern) => matchesPattern(trimmed, pattern)) ?? trimmed;
}

/** Whether a pattern is found anywhere in a text; `*` is any run of characters, an empty one too. */
export function matchesPattern(text: string, pattern: string): boolean {
  let at = 0;
  // The leftmost place for each part leaves most room for the next, so that no other place need be tried.
  for (const part of pattern.split('*')) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** A name of slashes alone stays one slash. */
function trimSlashes(name: string): string {
  let end = name.length;
  while (end > 1 && name[end - 1] === '/') end--;
  return name.slice(0, end);
}

function* named(
  view: StoreView,
  codes: NumericArray,
  values: readonly PropertyValue[],
  options: NodeOptions,
): Steps<Nodes> {
  const byCode = numbers(view, values.length + 1);
  if (yield* areNames(values, options)) {
    for (let code = 1; code <= values.length; code++) {
      byCode[code] = code;
      if ((code & 0xffff) === 0) yield 0;
    }
    return { codes, byCode, names: values as readonly string[] };
  }
  const names: string[] = [];
  const known = new WideMap<string>();
  for (const [index, value] of values.entries()) {
    const name = nodeName(groupKey(value), options);
    let node = known.get(name);
    if (node === undefined) {
      node = names.push(name);
      known.add(name, node);
    }
    byCode[index + 1] = node;
    if ((index & 0xfff) === 0xfff) yield 0;
  }
  return { codes, byCode, names };
}

/** Whether each value is its own name and nobody else's: a dictionary has each text once. */
function* areNames(values: readonly PropertyValue[], { trimTrailingSlash, groupings }: NodeOptions): Steps<boolean> {
  if (trimTrailingSlash || groupings) return false;
  for (let k = 0; k < values.length; k++) {
    if (typeof values[k] !== 'string') return false;
    if ((k & 0xffff) === 0xffff) yield 0;
  }
  return true;
}

/** Numbers as codes of their distinct values; null (NaN) is code 0. */
export function* numberCodes(view: StoreView, values: NumericArray): Steps<{ codes: NumericArray; values: number[] }> {
  const codes = numbers(view, view.rows);
  const seen: number[] = [];
  const known = new WideMap<number>();
  for (let i = 0; i < view.rows; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) {
      let code = known.get(value);
      if (code === undefined) {
        code = seen.push(value);
        known.add(value, code);
      }
      codes[i] = code;
    }
    if ((i & 0xfff) === 0xfff) yield 0x1000;
  }
  return { codes, values: seen };
}

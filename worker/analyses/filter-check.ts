import type { Filter } from '../protocol/filter.js';
import { checkRange, checkSelectors, knownKeys, list, object, refuse } from '../spec-check.js';
import type { Fields } from '../spec-check.js';
import { analysisOf } from './registry.js';

/** Deeper filters are a mistake, and would end the stack before they end. */
const deepestFilter = 64;
const mostKeys = 100_000;

/**
 * Checks a filter that came from outside and returns it as it is.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkFilter(filter: unknown, path = 'filter'): Filter {
  checkAt(filter, path, 1);
  return filter as Filter;
}

function checkAt(filter: unknown, path: string, depth: number): void {
  if (depth > deepestFilter) refuse(path, undefined, `is nested deeper than ${deepestFilter}; flatten it`);
  const fields = object(filter, path);
  switch (fields['kind']) {
    case 'rows':
      knownKeys(fields, ['kind', 'match'], path);
      checkSelectors(fields['match'], `${path}.match`);
      return;
    case 'time':
      knownKeys(fields, ['kind', 'range'], path);
      checkRange(fields['range'], `${path}.range`);
      return;
    case 'actors':
      knownKeys(fields, ['kind', 'spec', 'filter', 'mark'], path);
      checkQuestion(fields, path, depth);
      return;
    case 'actor':
      knownKeys(fields, ['kind', 'keys'], path);
      checkKeys(fields['keys'], `${path}.keys`);
      return;
    case 'and':
    case 'or':
      knownKeys(fields, ['kind', 'of'], path);
      for (const [i, part] of list(fields['of'], `${path}.of`).entries()) {
        checkAt(part, `${path}.of[${i}]`, depth + 1);
      }
      return;
    case 'not':
      knownKeys(fields, ['kind', 'of'], path);
      checkAt(fields['of'], `${path}.of`, depth + 1);
      return;
    default:
      refuse(`${path}.kind`, fields['kind'], 'is not a known filter. Use rows, time, actors, actor, and, or, not');
  }
}

/** The mark that a set of actors stands behind, and the question it belongs to. */
function checkQuestion(fields: Fields, path: string, depth: number): void {
  const analysis = analysisOf(fields['spec'], `${path}.spec`);
  const spec = analysis.check(fields['spec'], `${path}.spec`);
  if (fields['filter'] !== undefined) checkAt(fields['filter'], `${path}.filter`, depth + 1);
  analysis.checkMark(fields['mark'], spec, `${path}.mark`);
}

function checkKeys(keys: unknown, path: string): void {
  const items = list(keys, path);
  if (items.length > mostKeys) refuse(path, items.length, `must have at most ${mostKeys} keys`);
  for (const [i, key] of items.entries()) if (typeof key !== 'string') refuse(`${path}[${i}]`, key, 'must be text');
}

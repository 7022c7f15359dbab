import type { Selector, TimeRange } from '../protocol/filter.js';
import type { RowMask, StoreView } from '../store/view.js';
import { allOf, compileFilter, compileMask, type RowTest } from './selector.js';

/** What narrows the rows of a spec, besides the job's filter. */
export interface ScopeOptions {
  readonly range?: TimeRange;
  readonly where?: readonly Selector[];
}

/** The rows of filter, `range` and `where` together; null = all. */
export function compileScope(view: StoreView, spec: ScopeOptions, mask: RowMask | null): RowTest | null {
  const tests: RowTest[] = [];
  if (mask) tests.push(compileMask(view, mask));
  if (spec.range) tests.push(compileFilter(view, { kind: 'time', range: spec.range }));
  for (const selector of spec.where ?? []) tests.push(compileFilter(view, { kind: 'rows', match: [selector] }));
  return tests.length > 0 ? allOf(view, tests) : null;
}

import type { Filter, TimeRange } from '../protocol/filter.js';

/** A filter with its times apart from the rest: what stays and what moves when a time range is dragged. */
export interface MovingRange {
  /** The rest of the filter; absent: there is none. */
  readonly rest?: Filter;
  /** All its time ranges together, ms UTC; `from` is at most `to`. */
  readonly range: TimeRange;
}

/**
 * Takes the time ranges out of a filter that is a conjunction of them and other parts, and joins a spec's own range.
 * Null when there is no such range.
 */
export function movingRange(filter: Filter | undefined, own: TimeRange | undefined): MovingRange | null {
  const parts = filter ? conjuncts(filter) : [];
  const ranges = parts.flatMap((part) => (part.kind === 'time' ? [part.range] : []));
  if (own) ranges.push(own);
  if (ranges.length === 0) return null;
  const from = Math.max(...ranges.map((range) => range.from));
  const range = { from, to: Math.max(from, Math.min(...ranges.map((part) => part.to))) };
  const rest = parts.filter((part) => part.kind !== 'time');
  if (rest.length === 0) return { range };
  return { range, rest: rest.length === 1 ? rest[0]! : { kind: 'and', of: rest } };
}

/** The parts of a filter that must all hold. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.of.flatMap(conjuncts) : [filter];
}

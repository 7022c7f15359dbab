import type { PropertyTest, Selector } from '../../worker/protocol/filter.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { ClauseLabel } from '../dataset/selection.js';

/** A value that a segment can name. */
export type SegmentValue = string | number | boolean;

/** Values of one property; any of them is enough. */
export interface Segment {
  /** A property, or `event` for the event name. */
  readonly prop: string;
  readonly values: readonly SegmentValue[];
}

/** Whose rows stay: all rows of customers who have such a touchpoint, or such touchpoints alone. */
export type SegmentScope = 'customers' | 'touchpoints';

/** What a filter chooses by property values; all segments must hold. */
export interface Segments {
  readonly scope: SegmentScope;
  /** One a property. */
  readonly segments: readonly Segment[];
}

/** The filter of segments; null without any. `segmentsOf` reads it back. */
export function segmentsFilter({ scope, segments }: Segments): Filter | null {
  const given = segments.filter(({ values }) => values.length > 0);
  if (given.length === 0) return null;
  if (scope === 'touchpoints') return { kind: 'rows', match: [rowsSelector(given)] };
  const parts = given.map(customersFilter);
  return parts.length === 1 ? parts[0]! : { kind: 'and', of: parts };
}

function rowsSelector(segments: readonly Segment[]): Selector {
  const events = segments.find(({ prop }) => prop === 'event');
  const where: PropertyTest[] = segments
    .filter((segment) => segment !== events)
    .map(({ prop, values }) => ({ prop, op: 'in', value: values }));
  return {
    ...(events ? { event: events.values.map(String) } : {}),
    ...(where.length > 0 ? { where } : {}),
  };
}

function customersFilter({ prop, values }: Segment): Filter {
  const of = values.map((value): Filter => ({
    kind: 'actors',
    spec: { kind: 'values', prop },
    mark: { kind: 'value', value },
  }));
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

/** The segments that a filter was made from; null for one that was made otherwise. */
export function segmentsOf(filter: Filter): Segments | null {
  if (filter.kind === 'rows') {
    const selector = filter.match.length === 1 ? filter.match[0]! : null;
    if (!selector) return null;
    const segments: Segment[] = [];
    if (selector.event !== undefined) {
      segments.push({
        prop: 'event',
        values: Array.isArray(selector.event) ? selector.event : [selector.event as string],
      });
    }
    for (const { prop, op, value } of selector.where ?? []) {
      if (op !== 'in' || !Array.isArray(value)) return null;
      segments.push({ prop, values: value as SegmentValue[] });
    }
    return { scope: 'touchpoints', segments };
  }
  const segments = (filter.kind === 'and' ? filter.of : [filter]).map(customersOf);
  return segments.every((segment) => segment !== null) ? { scope: 'customers', segments } : null;
}

function customersOf(filter: Filter): Segment | null {
  const parts = (filter.kind === 'or' ? filter.of : [filter]).map((part) =>
    part.kind === 'actors' && part.spec.kind === 'values' && part.mark.kind === 'value' && 'value' in part.mark
      ? { prop: part.spec.prop, value: part.mark.value }
      : null,
  );
  const prop = parts[0]?.prop;
  if (prop === undefined || !parts.every((part) => part?.prop === prop)) return null;
  return { prop, values: parts.map((part) => part!.value) };
}

/** The segments with a value put in, or taken out where it is in. */
export function toggled(segments: Segments, prop: string, value: SegmentValue): Segments {
  const own = segments.segments.find((segment) => segment.prop === prop);
  const values = own?.values.includes(value)
    ? own.values.filter((each) => each !== value)
    : [...(own?.values ?? []), value];
  const others = segments.segments.filter((segment) => segment !== own);
  // Where it was, so that chips do not change places.
  const at = own ? segments.segments.indexOf(own) : others.length;
  return {
    ...segments,
    segments: values.length === 0 ? others : [...others.slice(0, at), { prop, values }, ...others.slice(at)],
  };
}

/** What the clause of segments is called in other elements' chips. */
export function segmentsLabel({ segments }: Segments): ClauseLabel {
  const [only] = segments;
  if (segments.length === 1) return { key: 'equals', args: [only!.prop, valuesText(only!)] };
  return { key: 'customers', args: [segments.map((segment) => `${segment.prop}: ${valuesText(segment)}`).join(' · ')] };
}

/** The values of a segment; of many the first ones and how many more. */
export function valuesText({ values }: Segment): string {
  const shown = values.slice(0, 3).join(', ');
  return values.length > 3 ? `${shown} +${values.length - 3}` : shown;
}

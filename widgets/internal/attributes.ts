import { AnalyticsError } from '../../worker/protocol/error.js';
import type { TimeRange } from '../../worker/protocol/filter.js';
import { parseInstant } from './instant.js';

/** Latest instant that a date can hold, ms from 1970; the earliest is its negative. */
export const maxTime = 8.64e15;

/** Makes the error for a property that cannot be used: which, what was given, how to mend it. */
export type Fault = (property: string, value: unknown, sentence: string) => AnalyticsError;

/** Faults of an element, `spec-invalid` with `property` and `value` in the detail. */
export function faultsOf(tag: string): Fault {
  return (property, value, sentence) => {
    const given =
      typeof value === 'object' && value !== null
        ? JSON.stringify(value).slice(0, 80)
        : String(value as string | number);
    return new AnalyticsError('spec-invalid', `<${tag}>: ${property}="${given}" cannot be used: ${sentence}.`, {
      property,
      value: given,
    });
  };
}

/**
 * The half-open range of the properties `from` and `to`; an end that is not given stays open.
 * @returns null when neither is given
 * @throws AnalyticsError of `fault` for what is no instant, and for an end before the beginning
 */
export function readRange(
  from: string | number | null | undefined,
  to: string | number | null | undefined,
  fault: Fault,
): TimeRange | null {
  const start = readInstant('from', from, fault);
  const end = readInstant('to', to, fault);
  if (start === null && end === null) return null;
  const range = { from: start ?? -maxTime, to: end ?? maxTime };
  if (range.from < range.to) return range;
  throw fault(
    'to',
    to,
    `the range ends before it begins: from ${String(from)}. The end is the first instant that does not count`,
  );
}

function readInstant(property: 'from' | 'to', value: string | number | null | undefined, fault: Fault): number | null {
  if (value === null || value === undefined || value === '') return null;
  const ms = typeof value === 'number' ? value : parseInstant(String(value).trim());
  if (Math.abs(ms) <= maxTime) return ms;
  throw fault(
    property,
    value,
    'write a date such as "2026-10-01", a time such as "2026-10-01T08:00Z", or milliseconds since 1970',
  );
}

import { AnalyticsError } from '../../worker/protocol/error.js';

/** `as-of` holds what is no time. */
export function badAsOf(value: string): AnalyticsError {
  return new AnalyticsError(
    'spec-invalid',
    `<tp-dataset>: as-of="${value}" is no time. Write a date such as "2026-10-01", a time such as "2026-10-01T08:00Z", or milliseconds since 1970.`,
    { property: 'as-of', value },
  );
}

import type { QualitySpec } from '../../worker/protocol/quality.js';
import type { DatasetElement } from '../dataset/find-dataset.js';

/**
 * What is asked of a dataset's data. "Now" is the dataset's own, else the moment the data were read: a report does not
 * change while a page is open, and all that ask for it share one answer.
 */
export function qualitySpec(dataset: DatasetElement | null, zone: string | null): QualitySpec {
  const { asOf = null } = (dataset ?? {}) as { readonly asOf?: number | null };
  const now = asOf ?? dataset?.facts.loadedAt ?? null;
  return { kind: 'quality', ...(zone ? { tz: zone } : {}), ...(now === null ? {} : { now }) };
}

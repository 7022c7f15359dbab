import { identifierTypes } from '../../worker/protocol/batch.js';
import type { Mapping, SourcePreview } from '../../worker/protocol/mapping.js';

/** The mapping of somebody who agrees to everything: what is proposed, and the first answer to every question. */
export function accept({ fields, questions }: SourcePreview): Mapping {
  const chosen: Record<string, unknown> = {};
  let country: string | undefined;
  for (const { field, from } of fields) {
    if (field === 'defaultCountry') country = 'constant' in from ? from.constant : undefined;
    else if (identifierTypes.some((type) => type === field) && chosen[field])
      chosen[field] = [chosen[field], from].flat();
    else chosen[field] ??= from;
  }
  for (const { field, candidates } of questions) {
    const [first] = candidates;
    if (!first) continue;
    if (field === 'zone' || field === 'timeFormat') {
      const reading = 'constant' in first.from ? first.from.constant : '';
      chosen['time'] = { ...(chosen['time'] as object), [field === 'zone' ? 'zone' : 'format']: reading };
    } else if (field === 'defaultCountry') country ??= 'constant' in first.from ? first.from.constant : undefined;
    else chosen[first.as ?? field] ??= first.from;
  }
  return {
    version: 1,
    fields: chosen as unknown as Mapping['fields'],
    ...(country === undefined ? {} : { defaultCountry: country }),
  };
}

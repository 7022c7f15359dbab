import type { ListRequest, RowListRequest } from '../protocol/list.js';
import { choice, knownKeys, list, object, refuse, whole } from '../spec-check.js';
import { checkFilter } from './filter-check.js';
import { analysisOf } from './registry.js';

/**
 * Checks a request for the actors or rows behind a mark and returns it as it is.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkListRequest(request: unknown): ListRequest | RowListRequest {
  const fields = object(request, 'request');
  choice(fields, 'of', ['actors', 'rows'], 'request');
  const ofRows = fields['of'] === 'rows';
  const known = ['spec', 'filter', 'mark', 'of', 'sort', 'offset', 'limit'];
  knownKeys(fields, ofRows ? [...known, 'properties'] : known, 'request');
  const analysis = analysisOf(fields['spec'], 'request.spec');
  const spec = analysis.check(fields['spec'], 'request.spec');
  if (fields['filter'] !== undefined) checkFilter(fields['filter'], 'request.filter');
  analysis.checkMark(fields['mark'], spec, 'request.mark');
  if (fields['sort'] !== undefined) checkSort(fields['sort'], ofRows);
  if (fields['offset'] !== undefined) whole(fields['offset'], 0, Number.MAX_SAFE_INTEGER, 'request.offset');
  if (fields['limit'] !== undefined) whole(fields['limit'], 1, 10_000, 'request.limit');
  if (fields['properties'] !== undefined) checkProperties(fields['properties']);
  return request as ListRequest | RowListRequest;
}

function checkSort(sort: unknown, ofRows: boolean): void {
  const fields = object(sort, 'request.sort');
  knownKeys(fields, ['by', 'descending'], 'request.sort');
  const words = ofRows ? ['time', 'key'] : ['key', 'rows', 'firstMs', 'lastMs'];
  if (fields['by'] === undefined) refuse('request.sort.by', undefined, `is missing. Use one of ${words.join(', ')}`);
  choice(fields, 'by', words, 'request.sort');
  const { descending } = fields;
  if (descending !== undefined && typeof descending !== 'boolean') {
    refuse('request.sort.descending', descending, 'must be true or false');
  }
}

function checkProperties(properties: unknown): void {
  const names = list(properties, 'request.properties');
  if (names.length > 100) refuse('request.properties', names.length, 'must name at most 100 properties');
  for (const [i, name] of names.entries()) {
    if (typeof name !== 'string') refuse(`request.properties[${i}]`, name, 'must be the name of a property');
  }
}

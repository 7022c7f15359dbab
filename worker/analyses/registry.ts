import type { ListRequest, Spec } from '../protocol/spec.js';
import { checkFilter, knownKeys, object, refuse, whole } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { funnelAnalysis } from './funnel-analysis.js';

/** Every kind of question the engine answers. */
const analyses: ReadonlyMap<string, Analysis> = new Map(
  [funnelAnalysis].map((analysis) => [analysis.kind, analysis as unknown as Analysis]),
);

/**
 * The analysis that answers a spec.
 * @throws AnalyticsError `spec-invalid` for a kind that is not known
 */
export function analysisOf(spec: unknown, path: string): Analysis {
  const { kind } = object(spec, path) as Partial<Spec>;
  const analysis = analyses.get(String(kind));
  if (!analysis) refuse(`${path}.kind`, kind, `is not a known analysis. Known are ${[...analyses.keys()].join(', ')}`);
  return analysis;
}

/**
 * Checks a request for the actors behind a mark and returns it as it is.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkListRequest(request: unknown): ListRequest {
  const fields = object(request, 'request');
  knownKeys(fields, ['spec', 'filter', 'mark', 'offset', 'limit'], 'request');
  const analysis = analysisOf(fields['spec'], 'request.spec');
  const spec = analysis.check(fields['spec'], 'request.spec');
  if (fields['filter'] !== undefined) checkFilter(fields['filter'], 'request.filter');
  analysis.checkMark(fields['mark'], spec, 'request.mark');
  if (fields['offset'] !== undefined) whole(fields['offset'], 0, Number.MAX_SAFE_INTEGER, 'request.offset');
  if (fields['limit'] !== undefined) whole(fields['limit'], 1, 10_000, 'request.limit');
  return request as ListRequest;
}

import type { Spec } from '../protocol/spec.js';
import { object, refuse } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { funnelAnalysis } from './funnel-analysis.js';
import { funnelTrendAnalysis } from './funnel-trend-analysis.js';
import { loadMore } from './load-more.js';
import { timeToConvertAnalysis } from './time-to-convert-analysis.js';

/** Every kind of question the engine answers; kinds beyond the funnel family stand here once they are loaded. */
const analyses = new Map<string, Analysis | null>(
  [funnelAnalysis, timeToConvertAnalysis, funnelTrendAnalysis].map((analysis) => [
    analysis.kind,
    analysis as unknown as Analysis,
  ]),
);
const moreKinds = [
  'paths',
  'nextNode',
  'sequence',
  'variants',
  'sessions',
  'journey',
  'heatmapGrid',
  'scrollDepth',
  'rageClick',
  'deadClick',
  'featureMatrix',
  'values',
  'counts',
  'quality',
] as const satisfies ReadonlyArray<Spec['kind']>;
for (const kind of moreKinds) analyses.set(kind, null);

/** The kinds of question the engine answers. */
export const analysisKinds: readonly string[] = [...analyses.keys()];

/** Nothing deeper is a question: checks refuse filters long before. */
const deepest = 128;

/**
 * Loads the analyses that some questions need, before any of them is checked.
 * @param questions specs and filters from outside, unchecked
 * @param url address of the file with the analyses beyond the funnel family; null: beside the worker's own
 */
export async function prepareAnalyses(questions: unknown, url: string | null): Promise<void> {
  if (!asksMore(questions, 0)) return;
  for (const analysis of await loadMore(url)) analyses.set(analysis.kind, analysis);
}

function asksMore(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  const { kind } = value as { kind?: unknown };
  if (analyses.get(String(kind)) === null) return true;
  return Object.values(value).some((part) => asksMore(part, depth + 1));
}

/**
 * The analysis that answers a spec.
 * @throws AnalyticsError `spec-invalid` for a kind that is not known
 */
export function analysisOf(spec: unknown, path: string): Analysis {
  const { kind } = object(spec, path) as Partial<Spec>;
  const analysis = analyses.get(String(kind));
  if (!analysis) refuse(`${path}.kind`, kind, `is not a known analysis. Known are ${analysisKinds.join(', ')}`);
  return analysis;
}

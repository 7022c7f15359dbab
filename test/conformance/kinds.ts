import type { ConformanceCase, ConformanceKind } from './case.js';
import { funnelCases } from './funnel-case.js';
import { identityCases } from './identity-case.js';
import { journeyCases } from './journey-case.js';
import { nextNodeCases, pathsCases, sequenceCases, sessionsCases, variantsCases } from './paths-case.js';
import {
  deadClickCases,
  featureMatrixCases,
  heatmapGridCases,
  rageClickCases,
  scrollDepthCases,
} from './heatmap-case.js';
import { funnelTrendCases } from './funnel-trend-case.js';
import { timeToConvertCases } from './time-to-convert-case.js';

/** How the cases of each kind run, in every seat and storage. A kind that is not here is skipped by name. */
export const kinds: Readonly<Record<string, ConformanceKind>> = {
  funnel: funnelCases,
  heatmapGrid: heatmapGridCases,
  scrollDepth: scrollDepthCases,
  rageClick: rageClickCases,
  deadClick: deadClickCases,
  featureMatrix: featureMatrixCases,
  timeToConvert: timeToConvertCases,
  funnelTrend: funnelTrendCases,
  paths: pathsCases,
  nextNode: nextNodeCases,
  sequence: sequenceCases,
  variants: variantsCases,
  sessions: sessionsCases,
  journey: journeyCases,
  identity: identityCases,
};

/** What a case needs that is not offered; null when it can run. */
export function missingOf(one: ConformanceCase): string | null {
  return kinds[one.kind]?.missing(one) ?? (kinds[one.kind] ? null : `the kind ${one.kind}`);
}

import type { Spec } from '../protocol/spec.js';
import { object, refuse } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { deadClickAnalysis } from './dead-click-analysis.js';
import { featureMatrixAnalysis } from './feature-matrix-analysis.js';
import { funnelAnalysis } from './funnel-analysis.js';
import { funnelTrendAnalysis } from './funnel-trend-analysis.js';
import { heatmapGridAnalysis } from './heatmap-grid-analysis.js';
import { journeyAnalysis } from './journey-analysis.js';
import { nextNodeAnalysis } from './next-node-analysis.js';
import { pathsAnalysis } from './paths-analysis.js';
import { rageClickAnalysis } from './rage-click-analysis.js';
import { scrollDepthAnalysis } from './scroll-depth-analysis.js';
import { sequenceAnalysis } from './sequence-analysis.js';
import { sessionsAnalysis } from './sessions-analysis.js';
import { timeToConvertAnalysis } from './time-to-convert-analysis.js';
import { variantsAnalysis } from './variants-analysis.js';

/** Every kind of question the engine answers. */
const analyses: ReadonlyMap<string, Analysis> = new Map(
  [
    funnelAnalysis,
    timeToConvertAnalysis,
    funnelTrendAnalysis,
    pathsAnalysis,
    nextNodeAnalysis,
    sequenceAnalysis,
    variantsAnalysis,
    sessionsAnalysis,
    journeyAnalysis,
    heatmapGridAnalysis,
    scrollDepthAnalysis,
    rageClickAnalysis,
    deadClickAnalysis,
    featureMatrixAnalysis,
  ].map((analysis) => [analysis.kind, analysis as unknown as Analysis]),
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

/** The kinds of questions that are answered. */
export const analysisKinds: readonly string[] = [...analyses.keys()];

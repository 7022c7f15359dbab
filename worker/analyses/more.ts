import type { Analysis } from './analysis.js';
import { countsAnalysis } from './counts-analysis.js';
import { deadClickAnalysis } from './dead-click-analysis.js';
import { featureMatrixAnalysis } from './feature-matrix-analysis.js';
import { heatmapGridAnalysis } from './heatmap-grid-analysis.js';
import { journeyAnalysis } from './journey-analysis.js';
import { nextNodeAnalysis } from './next-node-analysis.js';
import { pathsAnalysis } from './paths-analysis.js';
import { qualityAnalysis } from './quality-analysis.js';
import { rageClickAnalysis } from './rage-click-analysis.js';
import { scrollDepthAnalysis } from './scroll-depth-analysis.js';
import { sequenceAnalysis } from './sequence-analysis.js';
import { sessionsAnalysis } from './sessions-analysis.js';
import { valuesAnalysis } from './values-analysis.js';
import { variantsAnalysis } from './variants-analysis.js';

// Profiles share the file: they are as rare in a page of funnels.
export { profileParts } from '../store/profile-parts.js';
// And what counts with a second worker: as rare too.
export { teamParts } from './team-parts.js';

/** The kinds of question beyond the funnel family. */
export const moreAnalyses: readonly Analysis[] = [
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
  countsAnalysis,
  valuesAnalysis,
  qualityAnalysis,
] as readonly unknown[] as readonly Analysis[];

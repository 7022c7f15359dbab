import type { Ask, ConformanceCase, ConformanceKind } from './case.js';
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

/** How the cases of each kind run, in every seat and storage. */
const kinds: Readonly<Record<string, ConformanceKind>> = {
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

/** Kinds of questions that the engine is not made for yet. */
const laterKinds = [
  'attribution',
  'backTest',
  'effect',
  'intent',
  'metrics',
  'retention',
  'retentionFlags',
  'signals',
] as const;

/** Whether a case is skipped. A case of any other kind runs, and fails when nobody knows its kind. */
export function isLater({ kind }: ConformanceCase): boolean {
  return (laterKinds as readonly string[]).includes(kind);
}

/**
 * Runs a case.
 * @throws Error that names each difference, or the kind when it is not known
 */
export async function runCase(one: ConformanceCase, ask: Ask): Promise<void> {
  const kind = kinds[one.kind];
  if (!kind) throw new Error(`${one.id}: nobody knows how to run the kind "${one.kind}".`);
  await kind.run(one, ask);
}

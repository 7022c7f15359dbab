import type { FunnelTrendMark, FunnelTrendResult, FunnelTrendSpec } from '../protocol/spec.js';
import type { Analysis } from './analysis.js';
import { checkFunnelTrend, checkFunnelTrendMark } from './funnel-check.js';
import { funnelTrend } from './funnel-trend.js';

/** Conversion by the calendar bucket in which attempts begin (`docs/concepts/funnel-trend.md`). */
export const funnelTrendAnalysis: Analysis<FunnelTrendSpec, FunnelTrendResult, FunnelTrendMark> = {
  kind: 'funnelTrend',
  check: checkFunnelTrend,
  checkMark: checkFunnelTrendMark,
  answer: funnelTrend,
};

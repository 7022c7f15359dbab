import type { FunnelResult } from '../protocol/result.js';
import type { FunnelMark, FunnelSpec } from '../protocol/spec.js';
import type { Analysis } from './analysis.js';
import { answerFunnel } from './funnel-answer.js';
import { checkFunnelMark, checkFunnelSpec } from './funnel-check.js';

/** The funnel as one kind of question (`docs/concepts/funnel.md`). */
export const funnelAnalysis: Analysis<FunnelSpec, FunnelResult, FunnelMark> = {
  kind: 'funnel',
  check: checkFunnelSpec,
  checkMark: checkFunnelMark,
  answer: answerFunnel,
};

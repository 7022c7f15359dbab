import type { FunnelResult } from '../protocol/result.js';
import type { FunnelMark, FunnelSpec } from '../protocol/spec.js';
import { checkFunnelMark, checkFunnelSpec } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { funnel, funnelActors } from './funnel.js';

/** The funnel as one kind of question (`docs/concepts/funnel.md`). */
export const funnelAnalysis: Analysis<FunnelSpec, FunnelResult, FunnelMark> = {
  kind: 'funnel',
  check: checkFunnelSpec,
  checkMark: checkFunnelMark,
  *answer(store, spec, mask) {
    const { result, depth } = yield* funnel(store, spec, mask);
    return { result, actors: (mark) => funnelActors(store, depth, mark) };
  },
};

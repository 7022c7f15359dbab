import type { ScrollDepthMark, ScrollDepthResult, ScrollDepthSpec } from '../protocol/heatmap.js';
import { knownKeys, object, whole } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { answerByRows } from './marked-rows.js';
import { checkScope, fieldsOf, neededChoice, scopeKeys, text } from './path-checks.js';
import { scrollDepth } from './scroll-depth.js';

/** Scroll depth as one kind of question (`docs/concepts/heatmap.md`). */
export const scrollDepthAnalysis: Analysis<ScrollDepthSpec, ScrollDepthResult, ScrollDepthMark> = {
  kind: 'scrollDepth',
  check(spec, path) {
    const fields = fieldsOf(spec, 'scrollDepth', [...scopeKeys, 'viewProp'], path);
    checkScope(fields, path);
    text(fields, 'viewProp', path);
    return spec as ScrollDepthSpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    knownKeys(fields, ['kind', 'percent'], path);
    neededChoice(fields, 'kind', ['level'], path);
    whole(fields['percent'], 1, 100, `${path}.percent`);
    return mark as ScrollDepthMark;
  },
  *answer(store, spec, mask) {
    return answerByRows(store, yield* scrollDepth(store, spec, mask));
  },
};

import type { DeadClickMark, DeadClickResult, DeadClickSpec } from '../protocol/heatmap.js';
import { isNumber, knownKeys, object, refuse } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { deadClicks } from './dead-click.js';
import { checkClickKeys, checkTarget, clickKeys } from './heatmap-checks.js';
import { answerByRows } from './marked-rows.js';
import { checkScope, fieldsOf, neededChoice, scopeKeys } from './path-checks.js';

/** Dead clicks as one kind of question (`docs/concepts/heatmap.md`). */
export const deadClickAnalysis: Analysis<DeadClickSpec, DeadClickResult, DeadClickMark> = {
  kind: 'deadClick',
  check(spec, path) {
    const fields = fieldsOf(spec, 'deadClick', [...scopeKeys, ...clickKeys, 'deadMs'], path);
    checkScope(fields, path);
    checkClickKeys(fields, path);
    const { deadMs } = fields;
    if (deadMs !== undefined && !(isNumber(deadMs) && deadMs >= 0)) {
      refuse(`${path}.deadMs`, deadMs, 'must be milliseconds, 0 or more');
    }
    return spec as DeadClickSpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    knownKeys(fields, ['kind', 'page', 'element'], path);
    neededChoice(fields, 'kind', ['dead', 'live', 'unknown'], path);
    checkTarget(fields, path);
    return mark as DeadClickMark;
  },
  *answer(store, spec, mask) {
    return answerByRows(store, yield* deadClicks(store, spec, mask));
  },
};

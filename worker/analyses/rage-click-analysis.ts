import type { RageClickMark, RageClickResult, RageClickSpec } from '../protocol/heatmap.js';
import { knownKeys, object, whole } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { checkClickKeys, checkTarget, clickKeys, positive } from './heatmap-checks.js';
import { answerByRows } from './marked-rows.js';
import { bounded, checkScope, fieldsOf, neededChoice, scopeKeys } from './path-checks.js';
import { rageClicks } from './rage-click.js';

const keys = [...scopeKeys, ...clickKeys, 'minClicks', 'radiusPx', 'maxGapMs', 'maxRuns'];

/** Rage clicks as one kind of question (`docs/concepts/heatmap.md`). */
export const rageClickAnalysis: Analysis<RageClickSpec, RageClickResult, RageClickMark> = {
  kind: 'rageClick',
  check(spec, path) {
    const fields = fieldsOf(spec, 'rageClick', keys, path);
    checkScope(fields, path);
    checkClickKeys(fields, path);
    bounded(fields, 'minClicks', 2, 100, path);
    positive(fields, 'radiusPx', path);
    positive(fields, 'maxGapMs', path);
    bounded(fields, 'maxRuns', 0, 10_000, path);
    return spec as RageClickSpec;
  },
  checkMark(mark, spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['fired', 'clicks', 'run'], path);
    if (fields['kind'] === 'run') {
      knownKeys(fields, ['kind', 'index'], path);
      whole(fields['index'], 0, Math.max(0, (spec.maxRuns ?? 100) - 1), `${path}.index`);
    } else {
      knownKeys(fields, ['kind', 'page', 'element'], path);
      checkTarget(fields, path);
    }
    return mark as RageClickMark;
  },
  *answer(store, spec, mask) {
    return answerByRows(store, yield* rageClicks(store, spec, mask));
  },
};

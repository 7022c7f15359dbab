import type { VariantsMark, VariantsResult, VariantsSpec } from '../protocol/paths.js';
import { choice, knownKeys, list, object, refuse } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { answerByWalk } from './answer-by-walk.js';
import {
  bounded,
  checkNodeOptions,
  checkScope,
  fieldsOf,
  flag,
  neededChoice,
  neededText,
  nodeKeys,
  scopeKeys,
  texts,
} from './path-checks.js';
import { variantPlaces, variants } from './variants.js';

/** Variants as one kind of question (`docs/concepts/paths.md`). */
export const variantsAnalysis: Analysis<VariantsSpec, VariantsResult, VariantsMark> = {
  kind: 'variants',
  check(spec, path) {
    const keys = [...nodeKeys, ...scopeKeys, 'sessionGapMs', 'per', 'collapseRepeats', 'limit', 'maxEdges'];
    const fields = fieldsOf(spec, 'variants', keys, path);
    checkNodeOptions(fields, path);
    checkScope(fields, path);
    choice(fields, 'per', ['session', 'actor'], path);
    flag(fields, 'collapseRepeats', path);
    bounded(fields, 'limit', 1, 10_000, path);
    bounded(fields, 'maxEdges', 1, 10_000, path);
    return spec as VariantsSpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['variant', 'rework', 'waiting'], path);
    if (fields['kind'] === 'variant') {
      knownKeys(fields, ['kind', 'nodes'], path);
      if (list(fields['nodes'], `${path}.nodes`).length === 0) refuse(`${path}.nodes`, undefined, 'must have a node');
      texts(fields['nodes'], `${path}.nodes`);
    } else if (fields['kind'] === 'rework') {
      knownKeys(fields, ['kind', 'name'], path);
      neededText(fields, 'name', path);
    } else {
      knownKeys(fields, ['kind', 'source', 'target'], path);
      neededText(fields, 'source', path);
      neededText(fields, 'target', path);
    }
    return mark as VariantsMark;
  },
  *answer(store, spec, mask) {
    const answer = yield* variants(store, spec, mask);
    return answerByWalk(answer.result, (mark, tell) => variantPlaces(answer, mark, tell));
  },
};

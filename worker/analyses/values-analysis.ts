import type { ValuesMark, ValuesResult, ValuesSpec } from '../protocol/values.js';
import { isScalar, knownKeys, object, refuse } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { answerByRows } from './marked-rows.js';
import { bounded, checkScope, fieldsOf, neededChoice, neededText, scopeKeys, text } from './path-checks.js';
import { countValues } from './values.js';

/** Values of a property as one kind of question (`docs/concepts/values.md`). */
export const valuesAnalysis: Analysis<ValuesSpec, ValuesResult, ValuesMark> = {
  kind: 'values',
  check(unchecked, path) {
    const fields = fieldsOf(unchecked, 'values', [...scopeKeys, 'prop', 'limit', 'search'], path);
    neededText(fields, 'prop', path);
    bounded(fields, 'limit', 1, 1000, path);
    text(fields, 'search', path);
    checkScope(fields, path);
    return unchecked as ValuesSpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['value', 'missing'], path);
    if (fields['kind'] === 'missing') {
      knownKeys(fields, ['kind'], path);
      return mark as ValuesMark;
    }
    knownKeys(fields, ['kind', 'value'], path);
    const { value } = fields;
    if (value === null || !isScalar(value)) refuse(`${path}.value`, value, 'must be text, a number or a boolean');
    return mark as ValuesMark;
  },
  *answer(store, spec, mask) {
    return answerByRows(store, yield* countValues(store, spec, mask));
  },
};

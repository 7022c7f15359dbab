import type { SequenceMark, SequenceResult, SequenceSpec } from '../protocol/paths.js';
import { isNumber, knownKeys, list, object, refuse, whole } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { bounded, checkConditions, checkScope, fieldsOf, neededChoice, scopeKeys } from './path-checks.js';
import { sequence, sequenceActors } from './sequence.js';

/** Sequence patterns as one kind of question (`docs/concepts/sequence.md`). */
export const sequenceAnalysis: Analysis<SequenceSpec, SequenceResult, SequenceMark> = {
  kind: 'sequence',
  check(spec, path) {
    const fields = fieldsOf(spec, 'sequence', [...scopeKeys, 'conditions', 'pattern', 'examples'], path);
    checkScope(fields, path);
    checkConditions(fields['conditions'], `${path}.conditions`);
    checkPattern(fields['pattern'], (fields['conditions'] as unknown[]).length, `${path}.pattern`);
    bounded(fields, 'examples', 0, 1000, path);
    return spec as SequenceSpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    knownKeys(fields, ['kind', 'of'], path);
    neededChoice(fields, 'kind', ['pattern'], path);
    neededChoice(fields, 'of', ['matched', 'unmatched'], path);
    return mark as SequenceMark;
  },
  *answer(store, spec, mask) {
    const answer = yield* sequence(store, spec, mask);
    return {
      result: answer.result,
      *actors(mark) {
        yield 0;
        return sequenceActors(answer, mark);
      },
      *rows(mark) {
        yield 0;
        return mark.of === 'matched' ? answer.ends : [];
      },
    };
  },
};

function checkPattern(pattern: unknown, conditions: number, path: string): void {
  const items = list(pattern, path);
  if (items.length < 1 || items.length > 64) refuse(path, items.length, 'must have 1 to 64 items');
  let matching = 0;
  let open = '';
  for (const [i, item] of items.entries()) {
    const at = `${path}[${i}]`;
    const fields = object(item, at);
    if (fields['step'] !== undefined) {
      knownKeys(fields, ['step'], at);
      whole(fields['step'], 0, conditions - 1, `${at}.step`);
    } else if (fields['dt'] !== undefined) {
      knownKeys(fields, ['dt', 'ms'], at);
      neededChoice(fields, 'dt', ['lt', 'lte', 'gt', 'gte', 'eq'], at);
      if (!isNumber(fields['ms'])) refuse(`${at}.ms`, fields['ms'], 'must be milliseconds');
      if (matching === 0) refuse(at, undefined, 'has no item before it that matches a row');
      open = at;
      continue;
    } else {
      const word = fields['any'] === undefined ? 'gap' : 'any';
      knownKeys(fields, [word], at);
      if (fields[word] !== true)
        refuse(at, undefined, 'must be one of { step }, { any: true }, { gap: true }, { dt, ms }');
      if (word === 'gap') continue;
    }
    matching++;
    open = '';
  }
  if (open !== '') refuse(open, undefined, 'has no item after it that matches a row');
  if (matching === 0) refuse(path, undefined, 'needs an item that matches a row');
}

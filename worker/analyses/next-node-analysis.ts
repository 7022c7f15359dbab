import type { NextNodeMark, NextNodeResult, NextNodeSpec } from '../protocol/paths.js';
import { choice, knownKeys, list, object, refuse } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { nextNode, nextNodeActors, nextNodeRows } from './next-node.js';
import {
  bounded,
  checkNodeOptions,
  checkScope,
  fieldsOf,
  neededChoice,
  neededText,
  nodeKeys,
  scopeKeys,
  texts,
} from './path-checks.js';

/** What comes next as one kind of question (`docs/concepts/paths.md`). */
export const nextNodeAnalysis: Analysis<NextNodeSpec, NextNodeResult, NextNodeMark> = {
  kind: 'nextNode',
  check(spec, path) {
    const keys = [...nodeKeys, ...scopeKeys, 'chain', 'direction', 'anchor', 'limit'];
    const fields = fieldsOf(spec, 'nextNode', keys, path);
    checkNodeOptions(fields, path);
    checkScope(fields, path);
    const { length } = list(fields['chain'], `${path}.chain`);
    if (length < 1 || length > 100) refuse(`${path}.chain`, length, 'must have 1 to 100 names');
    texts(fields['chain'], `${path}.chain`);
    choice(fields, 'direction', ['forward', 'backward'], path);
    choice(fields, 'anchor', ['edge', 'first-match'], path);
    bounded(fields, 'limit', 1, 10_000, path);
    return spec as NextNodeSpec;
  },
  checkMark(mark, _spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['next', 'chain'], path);
    if (fields['kind'] === 'next') {
      knownKeys(fields, ['kind', 'name'], path);
      neededText(fields, 'name', path);
    } else {
      knownKeys(fields, ['kind', 'of'], path);
      neededChoice(fields, 'of', ['matched', 'ended', 'unmatched'], path);
    }
    return mark as NextNodeMark;
  },
  *answer(store, spec, mask) {
    const answer = yield* nextNode(store, spec, mask);
    return {
      result: answer.result,
      actors: (mark) => nextNodeActors(answer, mark),
      rows: (mark) => nextNodeRows(answer, mark),
    };
  },
};

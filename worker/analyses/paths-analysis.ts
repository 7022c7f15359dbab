import type { PathsMark, PathsResult, PathsSpec } from '../protocol/paths.js';
import { choice, knownKeys, object, refuse, whole } from '../spec-check.js';
import type { Analysis } from './analysis.js';
import { answerByWalk } from './answer-by-walk.js';
import {
  bounded,
  checkConditions,
  checkLevel,
  checkNodeOptions,
  checkScope,
  fieldsOf,
  flag,
  neededChoice,
  nodeKeys,
  scopeKeys,
  text,
  texts,
} from './path-checks.js';
import { pathPlaces, paths } from './paths.js';

const keys = [
  ...nodeKeys,
  ...scopeKeys,
  'sessionGapMs',
  'collapseRepeats',
  'start',
  'end',
  'maxSteps',
  'align',
  'maxEdges',
  'minEdgeCount',
  'medians',
  'converted',
  'level',
];

/** Paths as one kind of question (`docs/concepts/paths.md`). */
export const pathsAnalysis: Analysis<PathsSpec, PathsResult, PathsMark> = {
  kind: 'paths',
  check(spec, path) {
    const fields = fieldsOf(spec, 'paths', keys, path);
    checkNodeOptions(fields, path);
    checkScope(fields, path);
    flag(fields, 'collapseRepeats', path);
    flag(fields, 'medians', path);
    text(fields, 'start', path);
    text(fields, 'end', path);
    bounded(fields, 'maxSteps', 2, 1000, path);
    choice(fields, 'align', ['start', 'end'], path);
    if (fields['align'] === 'end' && (fields['end'] === undefined || fields['start'] !== undefined)) {
      refuse(`${path}.align`, 'end', 'needs `end` and no `start`');
    }
    bounded(fields, 'maxEdges', 1, 10_000, path);
    bounded(fields, 'minEdgeCount', 1, Number.MAX_SAFE_INTEGER, path);
    if (fields['converted'] !== undefined) checkConditions(fields['converted'], `${path}.converted`);
    checkLevel(fields, path);
    return spec as PathsSpec;
  },
  checkMark(mark, spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['edge', 'node', 'part'], path);
    if (fields['kind'] === 'edge') {
      knownKeys(fields, ['kind', 'source', 'target', 'group'], path);
      label(fields['source'], `${path}.source`);
      label(fields['target'], `${path}.target`);
      choice(fields, 'group', ['converted', 'notConverted'], path);
      if (fields['group'] !== undefined && !spec.converted) {
        refuse(`${path}.group`, fields['group'], 'needs `converted` in the spec');
      }
    } else if (fields['kind'] === 'part') {
      knownKeys(fields, ['kind', 'position', 'names', 'next'], path);
      whole(fields['position'], 1, 1001, `${path}.position`);
      if (fields['names'] !== undefined) checkNames(fields['names'], `${path}.names`);
      if (typeof fields['next'] === 'object') checkNames(fields['next'], `${path}.next`);
      else choice(fields, 'next', ['any', 'end'], path);
    } else {
      knownKeys(fields, ['kind', 'label', 'of'], path);
      label(fields['label'], `${path}.label`);
      neededChoice(fields, 'of', ['visited', 'reached', 'continued', 'dropped'], path);
    }
    return mark as PathsMark;
  },
  *answer(store, spec, mask) {
    const answer = yield* paths(store, spec, mask);
    return answerByWalk(answer.result, (mark, tell) => pathPlaces(answer, mark, tell));
  },
};

/** Names at a position. */
function checkNames(value: unknown, path: string): void {
  const fields = object(value, path);
  knownKeys(fields, ['only', 'except'], path);
  const { only, except } = fields;
  if ((only === undefined) === (except === undefined)) refuse(path, undefined, 'must have either `only` or `except`');
  texts(only ?? except, `${path}.${only === undefined ? 'except' : 'only'}`);
}

function label(value: unknown, path: string): void {
  if (typeof value === 'string' && /^[1-9]\d*_/.test(value)) return;
  refuse(path, value, 'must be a label `position_name`, positions from 1');
}

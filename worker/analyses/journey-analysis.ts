import type { JourneyMark, JourneyResult, JourneySpec } from '../protocol/journey.js';
import {
  checkRange,
  checkSelectorFields,
  checkSelectors,
  knownKeys,
  list,
  object,
  refuse,
  whole,
  type Fields,
} from '../spec-check.js';
import { checkCalendar } from '../time/calendar-check.js';
import type { Analysis } from './analysis.js';
import { journey, journeyActors, journeyRows } from './journey.js';
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
  text,
  texts,
} from './path-checks.js';

const keys = [
  ...scopeKeys,
  'sessionGapMs',
  'actor',
  'account',
  'stages',
  'reference',
  'cycleTo',
  'tz',
  'summary',
  'offset',
  'limit',
  'window',
  'properties',
  'bins',
  'modal',
];

/** Journeys as one kind of question (`docs/concepts/journey.md`). */
export const journeyAnalysis: Analysis<JourneySpec, JourneyResult, JourneyMark> = {
  kind: 'journey',
  check(spec, path) {
    const fields = fieldsOf(spec, 'journey', keys, path);
    checkScope(fields, path);
    checkCalendar(fields, path);
    text(fields, 'actor', path);
    text(fields, 'account', path);
    if (fields['actor'] !== undefined && fields['account'] !== undefined) {
      refuse(`${path}.account`, undefined, 'and `actor` exclude one another; leave one out');
    }
    const names = fields['stages'] === undefined ? [] : checkStages(fields['stages'], `${path}.stages`);
    if (fields['reference'] !== undefined) texts(fields['reference'], `${path}.reference`);
    if (fields['cycleTo'] !== undefined) checkCycle(fields['cycleTo'], names, `${path}.cycleTo`);
    flag(fields, 'summary', path);
    bounded(fields, 'offset', 0, Number.MAX_SAFE_INTEGER, path);
    bounded(fields, 'limit', 1, 10_000, path);
    bounded(fields, 'bins', 1, 2000, path);
    if (fields['window'] !== undefined) checkRange(fields['window'], `${path}.window`);
    checkProperties(fields, path);
    if (fields['modal'] !== undefined) {
      if (fields['actor'] !== undefined || fields['account'] !== undefined) {
        refuse(`${path}.modal`, undefined, 'is of a group; leave `actor` and `account` out');
      }
      const modal = object(fields['modal'], `${path}.modal`);
      knownKeys(modal, nodeKeys, `${path}.modal`);
      checkNodeOptions(modal, `${path}.modal`);
    }
    return spec as JourneySpec;
  },
  checkMark(mark, spec, path) {
    const fields = object(mark, path);
    neededChoice(fields, 'kind', ['journey', 'stage', 'transition', 'burst', 'journeys'], path);
    const names = (spec.stages ?? []).map(({ name }) => name);
    switch (fields['kind']) {
      case 'stage':
        knownKeys(fields, ['kind', 'stage', 'of'], path);
        stageName(fields['stage'], names, `${path}.stage`);
        neededChoice(fields, 'of', ['rows', 'reached', 'current'], path);
        break;
      case 'transition':
        knownKeys(fields, ['kind', 'from', 'to'], path);
        if (fields['from'] !== null) stageName(fields['from'], names, `${path}.from`);
        stageName(fields['to'], names, `${path}.to`);
        break;
      case 'burst':
        knownKeys(fields, ['kind', 'index'], path);
        whole(fields['index'], 0, Number.MAX_SAFE_INTEGER, `${path}.index`);
        if (spec.actor === undefined && spec.account === undefined) {
          refuse(`${path}.kind`, 'burst', "is not for a group. Use { kind: 'journeys', of: 'bursting' }");
        }
        break;
      case 'journeys':
        knownKeys(fields, ['kind', 'of'], path);
        neededChoice(fields, 'of', ['silent', 'bursting', 'cycled'], path);
        break;
      default:
        knownKeys(fields, ['kind'], path);
    }
    return mark as JourneyMark;
  },
  *answer(store, spec, mask) {
    const answer = yield* journey(store, spec, mask);
    return {
      result: answer.result,
      actors: (mark) => journeyActors(answer, mark),
      rows: (mark) => journeyRows(answer, mark),
    };
  },
};

/** Checks a list of stages; returns their names. */
function checkStages(value: unknown, path: string): string[] {
  const stages = list(value, path);
  if (stages.length < 1 || stages.length > 256) refuse(path, stages.length, 'must have 1 to 256 stages');
  const names: string[] = [];
  let selectors = 0;
  for (const [i, stage] of stages.entries()) {
    const at = `${path}[${i}]`;
    const fields = object(stage, at);
    knownKeys(fields, ['name', 'match'], at);
    neededText(fields, 'name', at);
    const name = fields['name'] as string;
    if (names.includes(name)) refuse(`${at}.name`, name, 'is the name of two stages');
    names.push(name);
    checkSelectors(fields['match'], `${at}.match`);
    selectors += (fields['match'] as unknown[]).length;
  }
  if (selectors > 1024) refuse(path, selectors, 'must have at most 1024 selectors in all');
  return names;
}

function checkCycle(value: unknown, names: readonly string[], path: string): void {
  const fields = object(value, path);
  if ('stage' in fields) {
    knownKeys(fields, ['stage'], path);
    stageName(fields['stage'], names, `${path}.stage`);
  } else {
    knownKeys(fields, ['event', 'where'], path);
    checkSelectorFields(fields, path);
  }
}

function stageName(value: unknown, names: readonly string[], path: string): void {
  if (names.includes(value as string)) return;
  refuse(path, value, names.length === 0 ? 'needs `stages`' : `must be one of ${names.join(', ')}`);
}

function checkProperties(fields: Fields, path: string): void {
  const { properties } = fields;
  if (properties === undefined) return;
  texts(properties, `${path}.properties`);
  const { length } = properties as unknown[];
  if (length > 100) refuse(`${path}.properties`, length, 'must name at most 100 properties');
}

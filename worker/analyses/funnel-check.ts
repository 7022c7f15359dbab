import type {
  FunnelMark,
  FunnelRules,
  FunnelSpec,
  FunnelTrendMark,
  FunnelTrendSpec,
  TimeToConvertMark,
  TimeToConvertSpec,
} from '../protocol/spec.js';
import {
  checkRange,
  checkSelectorFields,
  checkSelectors,
  choice,
  isNumber,
  knownKeys,
  list,
  object,
  refuse,
  whole,
  type Fields,
} from '../spec-check.js';
import { checkBucketSpan, checkCalendar, checkInterval } from '../time/calendar-check.js';
import { bounded, checkLevel, flag, neededChoice, text } from './path-checks.js';

const selectorKeys = ['event', 'where'];
const ruleKeys = [
  'kind',
  'steps',
  'order',
  'windowMs',
  'tie',
  'entry',
  'mode',
  'exclusions',
  'holdConstant',
  'range',
  'entryRange',
  'where',
];

/**
 * Checks a funnel spec that came from outside and returns it as it is. Unknown keys are refused, so that a question
 * is never answered with a part of it left out.
 *
 * @throws AnalyticsError `spec-invalid`; `detail` has `path`, and `got` where a single value is at fault
 */
export function checkFunnelSpec(spec: unknown, path = 'spec'): FunnelSpec {
  const fields = checkRules(spec, 'funnel', ['valueProp', 'breakdown', 'compare', 'level'], path);
  const { breakdown, compare } = fields;
  text(fields, 'valueProp', path);
  const steps = fields['steps'] as readonly unknown[];
  if (breakdown !== undefined) checkBreakdown(breakdown, steps.length, `${path}.breakdown`);
  if (compare !== undefined) checkCompare(compare, fields, `${path}.compare`);
  checkLevel(fields, path);
  return spec as FunnelSpec;
}

/**
 * Checks the mark of a funnel and returns it as it is.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkFunnelMark(mark: unknown, spec: FunnelSpec, path: string): FunnelMark {
  const fields = object(mark, path);
  knownKeys(fields, ['kind', 'step', 'group', 'period'], path);
  neededChoice(fields, 'kind', ['reached', 'left'], path);
  whole(fields['step'], fields['kind'] === 'left' ? 1 : 0, spec.steps.length - 1, `${path}.step`);
  const { group } = fields;
  if (group !== undefined) {
    if (!spec.breakdown) refuse(`${path}.group`, group, 'has no meaning without a breakdown; leave it out');
    if (group !== 'other') {
      const key = Array.isArray(group) ? (group as unknown[]) : [];
      const { length } = spec.breakdown.by;
      if (key.length !== length || key.some((text) => typeof text !== 'string')) {
        refuse(
          `${path}.group`,
          group,
          `must be 'other' or a key: a list of as many texts as the breakdown has properties (${length})`,
        );
      }
    }
  }
  choice(fields, 'period', ['current', 'compare'], path);
  if (fields['period'] === 'compare' && !spec.compare) {
    refuse(`${path}.period`, 'compare', 'has no meaning without a period to compare with; leave it out');
  }
  return mark as FunnelMark;
}

/** @throws AnalyticsError `spec-invalid` */
export function checkTimeToConvert(spec: unknown, path = 'spec'): TimeToConvertSpec {
  const keys = ['fromStep', 'toStep', 'binCount', 'binResolutionMs', 'quantiles'];
  const fields = checkRules(spec, 'timeToConvert', keys, path);
  checkSpan(fields, path);
  const { quantiles } = fields;
  bounded(fields, 'binCount', 1, 1000, path);
  bounded(fields, 'binResolutionMs', 1, 2 ** 40, path);
  if (quantiles !== undefined) {
    const asked = list(quantiles, `${path}.quantiles`);
    if (asked.length > 100) refuse(`${path}.quantiles`, asked, 'must be at most 100');
    for (const [i, p] of asked.entries()) {
      if (!isNumber(p) || p < 0 || p > 1) refuse(`${path}.quantiles[${i}]`, p, 'must lie between 0 and 1, e.g. 0.9');
    }
  }
  return spec as TimeToConvertSpec;
}

/** @throws AnalyticsError `spec-invalid` */
export function checkTimeToConvertMark(mark: unknown, _spec: TimeToConvertSpec, path: string): TimeToConvertMark {
  const fields = object(mark, path);
  knownKeys(fields, ['kind', 'bin'], path);
  neededChoice(fields, 'kind', ['converted'], path);
  // How many bins there are shows only when the times are known; one that is not there has an empty list.
  bounded(fields, 'bin', 0, 1000, path);
  return mark as TimeToConvertMark;
}

/** @throws AnalyticsError `spec-invalid` */
export function checkFunnelTrend(spec: unknown, path = 'spec'): FunnelTrendSpec {
  const keys = ['interval', 'tz', 'weekStart', 'buckets', 'fromStep', 'toStep', 'level'];
  const fields = checkRules(spec, 'funnelTrend', keys, path);
  checkSpan(fields, path);
  checkInterval(fields['interval'], `${path}.interval`);
  checkCalendar(fields, path);
  checkBucketSpan(fields['buckets'], `${path}.buckets`);
  checkLevel(fields, path);
  return spec as FunnelTrendSpec;
}

/** @throws AnalyticsError `spec-invalid` */
export function checkFunnelTrendMark(mark: unknown, spec: FunnelTrendSpec, path: string): FunnelTrendMark {
  const fields = object(mark, path);
  knownKeys(fields, ['kind', 'bucket'], path);
  neededChoice(fields, 'kind', ['entered', 'converted', 'dropped'], path);
  whole(fields['bucket'], 0, spec.buckets.count - 1, `${path}.bucket`);
  return mark as FunnelTrendMark;
}

/** What all funnels share; `more` are the keys of the kind's own. */
function checkRules(spec: unknown, kind: string, more: readonly string[], path: string): Fields {
  const fields = object(spec, path);
  if (fields['kind'] !== kind) refuse(`${path}.kind`, fields['kind'], `is not a known analysis. Use '${kind}'`);
  knownKeys(fields, [...ruleKeys, ...more], path);
  const steps = list(fields['steps'], `${path}.steps`);
  if (steps.length < 1 || steps.length > 32) refuse(`${path}.steps`, steps.length, 'must have 1 to 32 steps');
  for (const [k, step] of steps.entries()) checkStep(step, k, fields, `${path}.steps[${k}]`);
  choice(fields, 'order', ['ordered', 'strict', 'unordered'], path);
  choice(fields, 'tie', ['any-order', 'strictly-later', 'input-order'], path);
  choice(fields, 'entry', ['best', 'first'], path);
  choice(fields, 'mode', ['uniques', 'totals'], path);
  const { windowMs, exclusions, holdConstant, range, entryRange, where } = fields;
  if (windowMs !== undefined && windowMs !== null && !(isNumber(windowMs) && windowMs >= 0)) {
    refuse(`${path}.windowMs`, windowMs, 'must be milliseconds, 0 or more, or null for no limit');
  }
  if (exclusions !== undefined) checkExclusions(exclusions, fields, steps.length, `${path}.exclusions`);
  if (holdConstant !== undefined) checkNames(holdConstant, `${path}.holdConstant`);
  if (range !== undefined) checkRange(range, `${path}.range`);
  if (entryRange !== undefined) checkRange(entryRange, `${path}.entryRange`);
  if (where !== undefined) checkSelectors(where, `${path}.where`);
  return fields;
}

function checkStep(step: unknown, k: number, spec: Fields, path: string): void {
  const fields = object(step, path);
  knownKeys(fields, [...selectorKeys, 'label', 'optional'], path);
  checkSelectorFields(fields, path);
  text(fields, 'label', path);
  flag(fields, 'optional', path);
  const { optional } = fields;
  if (optional === true && k === 0) {
    refuse(`${path}.optional`, optional, 'is not for the first step, which begins an attempt');
  }
  if (optional === true && spec['order'] === 'unordered') {
    refuse(`${path}.optional`, optional, 'has no meaning in an unordered funnel');
  }
}

function checkExclusions(exclusions: unknown, spec: Fields, steps: number, path: string): void {
  const all = list(exclusions, path);
  if (all.length > 32) refuse(path, all, 'must be at most 32');
  let effect: unknown;
  for (const [i, exclusion] of all.entries()) {
    const at = `${path}[${i}]`;
    const fields = object(exclusion, at);
    knownKeys(fields, [...selectorKeys, 'from', 'to', 'effect'], at);
    checkSelectorFields(fields, at);
    whole(fields['from'], 0, steps - 2, `${at}.from`);
    whole(fields['to'], (fields['from'] as number) + 1, steps - 1, `${at}.to`);
    if (spec['order'] === 'unordered' && (fields['from'] !== 0 || fields['to'] !== steps - 1)) {
      refuse(
        at,
        `${String(fields['from'])} to ${String(fields['to'])}`,
        'must go from the first step to the last in an unordered funnel',
      );
    }
    choice(fields, 'effect', ['drop-actor', 'end-attempt'], at);
    const own = fields['effect'] ?? 'drop-actor';
    if (i > 0 && own !== effect) refuse(`${at}.effect`, own, 'must be the same in all exclusions of a funnel');
    effect = own;
  }
}

function checkBreakdown(breakdown: unknown, steps: number, path: string): void {
  const fields = object(breakdown, path);
  knownKeys(fields, ['by', 'attribution', 'step', 'limit'], path);
  checkNames(fields['by'], `${path}.by`);
  choice(fields, 'attribution', ['first', 'last', 'step', 'all'], path);
  const { attribution, step } = fields;
  if (step !== undefined) {
    if (attribution !== 'step') refuse(`${path}.step`, step, "has a meaning with attribution 'step' only");
    whole(step, 0, steps - 1, `${path}.step`);
  }
  bounded(fields, 'limit', 1, 1000, path);
}

function checkCompare(compare: unknown, spec: Fields, path: string): void {
  const fields = object(compare, path);
  knownKeys(fields, ['range', 'entryRange'], path);
  checkRange(fields['range'], `${path}.range`);
  if (fields['entryRange'] !== undefined) checkRange(fields['entryRange'], `${path}.entryRange`);
  if ((fields['entryRange'] === undefined) !== (spec['entryRange'] === undefined)) {
    refuse(`${path}.entryRange`, undefined, 'must be given for both periods or for none');
  }
}

/** Names of properties. */
function checkNames(names: unknown, path: string): void {
  const all = list(names, path);
  if (all.length < 1 || all.length > 8) refuse(path, all, 'must name 1 to 8 properties');
  for (const [i, name] of all.entries()) {
    if (typeof name !== 'string') refuse(`${path}[${i}]`, name, 'must be the name of a property');
  }
}

/** From which step to which: by default the first and the last. */
function checkSpan(fields: Fields, path: string): void {
  const last = (fields['steps'] as readonly unknown[]).length - 1;
  const { fromStep = 0, toStep = last } = fields;
  if (last === 0) refuse(`${path}.steps`, 1, 'must be two at least: one to begin with and one to reach');
  whole(fromStep, 0, last - 1, `${path}.fromStep`);
  whole(toStep, (fromStep as number) + 1, last, `${path}.toStep`);
}

/** Steps from which to which a kind of question looks. */
export function spanOf(spec: FunnelRules & { readonly fromStep?: number; readonly toStep?: number }): [number, number] {
  return [spec.fromStep ?? 0, spec.toStep ?? spec.steps.length - 1];
}

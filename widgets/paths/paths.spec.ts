import type { Selector } from '../../worker/protocol/filter.js';
import type { PathsSpec, VariantsSpec } from '../../worker/protocol/paths.js';
import { faultsOf, readRange } from '../internal/attributes.js';
import { parseSpan } from '../internal/span.js';

/** What `<tp-paths>` is told of its question, as a page writes it. Null, undefined and the empty text mean "not said". */
export interface PathsProps {
  readonly start?: string | null;
  readonly end?: string | null;
  readonly steps?: string | number | null;
  readonly node?: string | null;
  readonly per?: string | null;
  readonly gap?: string | number | null;
  readonly repeats?: boolean | null;
  readonly groupings?: string | readonly string[] | null;
  readonly trimSlash?: boolean | null;
  readonly from?: string | number | null;
  readonly to?: string | number | null;
  readonly where?: readonly Selector[] | null;
  readonly converted?: string | readonly Selector[] | null;
  readonly level?: string | number | null;
}

/** Bounds of the number of columns; the engine knows more than a drawing can show. */
export const stepBounds = { least: 2, most: 12, usual: 4 } as const;
/** A session gap that no two times reach: a customer's whole journey is one path. */
export const wholeJourneyMs = 1.7e16;
/** Gap of sessions where paths are split into them and none is named. */
export const usualGapMs = 1_800_000;

const fault = faultsOf('tp-paths');

/**
 * The question that the properties ask.
 * @param maxEdges how many edges the answer may list
 * @throws AnalyticsError `spec-invalid`; `detail` names the `property` and its `value`
 */
export function pathsSpec(props: PathsProps, maxEdges: number): PathsSpec {
  const start = said(props.start);
  const end = said(props.end);
  const converted = readConverted(props.converted);
  const level = readLevel(props.level);
  return {
    kind: 'paths',
    ...common(props),
    ...(start !== null && { start }),
    ...(end !== null && { end }),
    maxSteps: readSteps(props.steps),
    // What leads to a goal lines up at the goal.
    ...(end !== null && start === null && { align: 'end' as const }),
    maxEdges,
    ...(converted && { converted }),
    ...(level !== null && converted && { level }),
  };
}

/** The same paths as whole sequences: without start and end, of any length. */
export function variantsSpec(props: PathsProps, limit: number): VariantsSpec {
  return { kind: 'variants', ...common(props), limit, maxEdges: limit };
}

type Common = Pick<
  PathsSpec,
  'node' | 'trimTrailingSlash' | 'groupings' | 'range' | 'where' | 'sessionGapMs' | 'collapseRepeats'
>;

function common(props: PathsProps): Common {
  const node = said(props.node);
  const groupings = readGroupings(props.groupings);
  const range = readRange(props.from, props.to, fault);
  if (props.where && !Array.isArray(props.where)) throw fault('where', props.where, 'give an array of conditions');
  return {
    ...(node !== null && { node }),
    ...(props.trimSlash && { trimTrailingSlash: true }),
    ...(groupings.length > 0 && { groupings }),
    ...(range && { range }),
    ...(props.where && props.where.length > 0 && { where: props.where }),
    sessionGapMs: readGap(props.per, props.gap),
    ...(props.repeats && { collapseRepeats: false }),
  };
}

/**
 * A whole question as data, when it has the shape of one; the engine judges the rest.
 * @throws AnalyticsError `spec-invalid`
 */
export function checkedPathsSpec(spec: PathsSpec): PathsSpec {
  const given: unknown = spec;
  if (typeof given === 'object' && given !== null && (given as PathsSpec).kind === 'paths') return spec;
  throw fault('spec', given, 'give an object with kind "paths"');
}

/** True where each customer's whole journey is one path. */
export function isWholeJourney(spec: Pick<PathsSpec, 'sessionGapMs'>): boolean {
  return (spec.sessionGapMs ?? usualGapMs) >= wholeJourneyMs;
}

function said(value: string | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

function readSteps(value: PathsProps['steps']): number {
  if (value === null || value === undefined || value === '') return stepBounds.usual;
  const steps = Number(value);
  if (Number.isInteger(steps) && steps >= stepBounds.least && steps <= stepBounds.most) return steps;
  throw fault('steps', value, `write a whole number from ${stepBounds.least} to ${stepBounds.most}`);
}

function readGap(per: PathsProps['per'], gap: PathsProps['gap']): number {
  const unit = said(per) ?? (gap === null || gap === undefined || gap === '' ? 'customer' : 'session');
  if (unit !== 'customer' && unit !== 'session') throw fault('per', per, 'write customer or session');
  if (unit === 'customer') return wholeJourneyMs;
  if (gap === null || gap === undefined || gap === '') return usualGapMs;
  const ms = parseSpan(gap);
  if (ms > 0 && ms < wholeJourneyMs) return Math.round(ms);
  throw fault('gap', gap, 'write a number and s, min, h, d or w, such as "30 min"');
}

/** Names between commas; a name that holds a comma is given in an array. */
function readGroupings(value: PathsProps['groupings']): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') {
    return value
      .split(/[,，]/)
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== '');
  }
  if (Array.isArray(value) && value.every((pattern) => typeof pattern === 'string')) return value;
  throw fault('groupings', value, 'write patterns between commas, or give an array of them');
}

function readConverted(value: PathsProps['converted']): readonly Selector[] | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') {
    if (!Array.isArray(value)) throw fault('converted', value, 'write event names, or give an array of conditions');
    return value.length > 0 ? (value as readonly Selector[]) : null;
  }
  const names = readGroupings(value);
  return names.length > 0 ? [{ event: names.length === 1 ? names[0]! : names }] : null;
}

function readLevel(value: PathsProps['level']): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(String(value).replace(/%$/, ''));
  const level = number >= 50 && number < 100 ? number / 100 : number;
  if (level > 0 && level < 1) return level;
  throw fault('level', value, 'write a share between 0 and 1, such as 0.95');
}

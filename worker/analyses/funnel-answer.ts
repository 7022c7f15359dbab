import type { FunnelComparison, FunnelFigures, FunnelNumbers, RateDifference } from '../protocol/funnel.js';
import type { FunnelMark, FunnelResult, FunnelSpec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import { actorSet, type ActorSet } from '../store/actor-set.js';
import type { RowMask, StoreView } from '../store/view.js';
import type { Answer } from './analysis.js';
import type { AttemptList, AttemptSet } from './attempt-list.js';
import { differenceInterval } from './difference.js';
import { findAttempts, type AttemptGroups } from './funnel-attempts.js';
import { funnelGroups } from './funnel-groups.js';
import { attemptNumbers, stepsBefore } from './funnel-numbers.js';
import { funnel, funnelActors, funnelActorSet, type FunnelAnswer } from './funnel.js';
import { textTuples, type TextTuples } from './property-tuples.js';
import { resultMeta } from './result-meta.js';
import { normalQuantile } from './wilson.js';

type Keys = ReadonlyArray<readonly string[]>;

/**
 * Answers a funnel with everything that a spec may ask (`docs/concepts/funnel.md`). A plain one takes the short way.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 */
export function* answerFunnel(
  view: StoreView,
  spec: FunnelSpec,
  mask: RowMask | null,
): Steps<Answer<FunnelResult, FunnelMark>> {
  const z = normalQuantile(spec.level ?? 0.95);
  const current = yield* answerPeriod(view, spec, mask, [], z);
  let compared: Period | null = null;
  if (spec.compare) {
    const keys = (current.figures.groups ?? []).flatMap(({ key }) => (key ? [key] : []));
    compared = yield* answerPeriod(view, { ...spec, ...spec.compare }, mask, keys, z);
  }
  const periodOf = (mark: FunnelMark): Period => (mark.period === 'compare' && compared ? compared : current);
  return {
    result: {
      kind: 'funnel',
      ...current.figures,
      ...(compared && { compare: comparison(spec, current, compared, z) }),
      meta: resultMeta(view, current.rowsInScope),
    },
    actors: (mark) => periodOf(mark).actors(mark),
    rows: (mark) => periodOf(mark).rows(mark),
    set: (mark) => periodOf(mark).set(mark),
  };
}

/** The funnel over one range of time. */
interface Period {
  readonly figures: FunnelFigures;
  readonly rowsInScope: number;
  actors(mark: FunnelMark): Steps<ArrayLike<number>>;
  set(mark: FunnelMark): Steps<ActorSet>;
  rows(mark: FunnelMark): Steps<ArrayLike<number>>;
}

function answerPeriod(view: StoreView, spec: FunnelSpec, mask: RowMask | null, keys: Keys, z: number): Steps<Period> {
  return isPlain(spec) ? answerPlain(view, spec, mask) : answerFull(view, spec, mask, keys, z);
}

/** Whether a spec asks for nothing but order, window, ties, entry and scope, in one period or two. */
export function isPlain(spec: FunnelSpec): boolean {
  const { steps, mode, exclusions = [], holdConstant = [], entryRange, valueProp, breakdown } = spec;
  const more = entryRange ?? valueProp ?? breakdown;
  if (mode === 'totals' || more !== undefined || exclusions.length > 0 || holdConstant.length > 0) return false;
  return steps.every((step) => step.optional !== true);
}

function* answerPlain(view: StoreView, spec: FunnelSpec, mask: RowMask | null): Steps<Period> {
  const answer = yield* funnel(view, spec, mask);
  const { kind: _kind, meta, ...figures } = answer.result;
  return { figures, rowsInScope: meta.rowsInScope, ...plainLists(view, spec, mask, answer) };
}

/** A plain funnel of one period, counted elsewhere, with its lists. */
export function plainAnswer(
  view: StoreView,
  spec: FunnelSpec,
  mask: RowMask | null,
  answer: FunnelAnswer,
): Answer<FunnelResult, FunnelMark> {
  return { result: answer.result, ...plainLists(view, spec, mask, answer) };
}

function plainLists(
  view: StoreView,
  spec: FunnelSpec,
  mask: RowMask | null,
  { depth }: FunnelAnswer,
): Pick<Period, 'actors' | 'set' | 'rows'> {
  return {
    actors: (mark) => funnelActors(view, depth, mark),
    set: (mark) => funnelActorSet(view, depth, mark),
    // Rows are asked for rarely: only then is it worth knowing which they were.
    *rows(mark) {
      const { list } = yield* findAttempts(view, spec, mask, { kind: 'none' });
      return yield* rowsOf(spec, { list, ids: null, length: list.length }, mark);
    },
  };
}

function* answerFull(view: StoreView, spec: FunnelSpec, mask: RowMask | null, keys: Keys, z: number): Steps<Period> {
  const { breakdown } = spec;
  const tuples = breakdown ? textTuples(view, breakdown.by) : null;
  const groups = breakdown && tuples ? attemptGroups(breakdown, tuples) : none;
  const { list, rowsInScope } = yield* findAttempts(view, spec, mask, groups.kind === 'all' ? none : groups);
  const grouped = groups.kind === 'all' ? (yield* findAttempts(view, spec, mask, groups)).list : list;
  const whole: AttemptSet = { list, ids: null, length: list.length };
  const figures = yield* attemptNumbers(view, spec, whole, z);
  const broken = tuples ? yield* funnelGroups(view, spec, grouped, tuples, keys, z) : null;
  const setOf = (mark: FunnelMark): { readonly set: AttemptSet; readonly group: number } => {
    if (mark.group === undefined || !tuples) return { set: whole, group: -1 };
    if (mark.group === 'other') return { set: broken?.other ?? empty(grouped), group: -1 };
    const tuple = tuples.find(mark.group);
    if (tuple < 0) return { set: empty(grouped), group: -1 };
    return { set: { list: grouped, ids: null, length: grouped.length }, group: tuple + 1 };
  };
  const actors = function* (mark: FunnelMark): Steps<number[]> {
    const { set, group } = setOf(mark);
    return yield* actorsOf(spec, set, mark, group);
  };
  return {
    figures: { ...figures, ...(broken && { groups: broken.groups, groupsTotal: broken.groupsTotal }) },
    rowsInScope,
    actors,
    *set(mark) {
      return yield* actorSet(view, yield* actors(mark));
    },
    *rows(mark) {
      const { set, group } = setOf(mark);
      return yield* rowsOf(spec, set, mark, group);
    },
  };
}

const none: AttemptGroups = { kind: 'none' };

function attemptGroups(breakdown: NonNullable<FunnelSpec['breakdown']>, tuples: TextTuples): AttemptGroups {
  const { attribution = 'first', step = 0 } = breakdown;
  return attribution === 'step' ? { kind: 'step', tuples, step } : { kind: attribution, tuples };
}

function empty(list: AttemptList): AttemptSet {
  return { list, ids: [], length: 0 };
}

/** Different actors behind a mark, ascending. */
function* actorsOf(spec: FunnelSpec, set: AttemptSet, mark: FunnelMark, group: number): Steps<number[]> {
  const actors: number[] = [];
  for (const attempt of yield* behind(spec, set, mark, group)) {
    const actor = set.list.actor.values[attempt]!;
    if (actors.at(-1) !== actor) actors.push(actor);
  }
  return actors;
}

/** Rows of the view behind a mark: that filled its step, or of those who left, the required step before it. */
function* rowsOf(spec: FunnelSpec, set: AttemptSet, mark: FunnelMark, group = -1): Steps<number[]> {
  const step = mark.kind === 'reached' ? mark.step : stepsBefore(spec)[mark.step]!;
  return (yield* behind(spec, set, mark, group)).map((attempt) => set.list.row(attempt, step));
}

/** Attempts behind a mark; `group` -1 = of any group. */
function* behind(spec: FunnelSpec, set: AttemptSet, mark: FunnelMark, group: number): Steps<number[]> {
  const { list, ids, length } = set;
  const { kind, step } = mark;
  const before = stepsBefore(spec)[step]!;
  const attempts: number[] = [];
  for (let n = 0; n < length; n++) {
    if ((n & 0x3fff) === 0x3fff) yield 0x4000;
    const attempt = ids ? ids[n]! : n;
    if (group >= 0 && list.group.values[attempt] !== group) continue;
    const reached = list.row(attempt, step) >= 0;
    if (kind === 'reached' ? reached : !reached && step > 0 && list.row(attempt, before) >= 0) attempts.push(attempt);
  }
  return attempts;
}

function comparison(spec: FunnelSpec, current: Period, compared: Period, z: number): FunnelComparison {
  const before = stepsBefore(spec);
  const start = spec.steps.map(() => 0);
  return {
    range: spec.compare!.range,
    rowsInScope: compared.rowsInScope,
    ...compared.figures,
    differenceFromStart: differences(compared.figures, current.figures, start, z),
    differenceFromPrevious: differences(compared.figures, current.figures, before, z).map((one, k) =>
      k === 0 ? null : one,
    ),
  };
}

/** By step: the share of those at another step, in `b` less in `a`. */
function differences(
  a: FunnelNumbers,
  b: FunnelNumbers,
  of: readonly number[],
  z: number,
): ReadonlyArray<RateDifference | null> {
  return of.map((other, k) => {
    const shareA = [a.stepCounts[k]!, a.stepCounts[other]!] as const;
    const shareB = [b.stepCounts[k]!, b.stepCounts[other]!] as const;
    const interval = differenceInterval(shareA, shareB, z);
    return interval && { difference: shareB[0] / shareB[1] - shareA[0] / shareA[1], interval };
  });
}

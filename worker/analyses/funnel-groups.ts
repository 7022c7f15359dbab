import type { NumericArray } from '../protocol/batch.js';
import type { FunnelGroup, FunnelSpec } from '../protocol/spec.js';
import type { Steps } from '../steps.js';
import type { StoreView } from '../store/view.js';
import type { AttemptList, AttemptSet } from './attempt-list.js';
import { attemptNumbers } from './funnel-numbers.js';
import type { TextTuples } from './property-tuples.js';
import { numbers } from './selector.js';
import { firstIn } from './top.js';

/** A breakdown, and the attempts of its merged group. */
export interface FunnelGroups {
  readonly groups: readonly FunnelGroup[];
  readonly groupsTotal: number;
  readonly other: AttemptSet | null;
}

const mostGroups = 1000;

/**
 * Groups by the number of their attempts, ties by key; what `limit` leaves out is merged.
 * @param first keys that come first, in this order, so that two periods have the same ones
 */
export function* funnelGroups(
  view: StoreView,
  spec: FunnelSpec,
  list: AttemptList,
  tuples: TextTuples,
  first: ReadonlyArray<readonly string[]>,
  z: number,
): Steps<FunnelGroups> {
  const groups = tuples.count();
  const sizes = numbers(view, groups);
  for (let n = 0; n < list.length; n++) {
    const group = list.group.values[n]!;
    if (group > 0) sizes[group - 1] = sizes[group - 1]! + 1;
  }
  yield list.length;
  const limit = spec.breakdown!.limit ?? mostGroups;
  const kept = first.map((key) => tuples.find(key));
  const compare = (a: number, b: number): number => sizes[b]! - sizes[a]! || compareKeys(tuples.key(a), tuples.key(b));
  const room = Math.max(0, limit - kept.length);
  kept.push(...(yield* firstIn(groups, room, compare, (tuple) => sizes[tuple]! > 0 && !kept.includes(tuple))));
  const sets = yield* setsOf(view, list, groups, kept);
  const other = sets[kept.length]!;
  const merged = spec.breakdown!.attribution === 'all' && spec.mode !== 'totals';
  const merging = merged ? { ...other, ...(yield* bestOfActors(view, spec, other)) } : other;
  const answer: FunnelGroup[] = [];
  for (const [place, tuple] of kept.entries()) {
    const figures = yield* attemptNumbers(view, spec, sets[place]!, z);
    answer.push({ key: first[place] ?? tuples.key(tuple), other: false, ...figures });
  }
  if (other.length > 0) {
    answer.push({ key: null, other: true, ...(yield* attemptNumbers(view, spec, merging, z)) });
  }
  let groupsTotal = 0;
  for (let tuple = 0; tuple < groups; tuple++) groupsTotal += sizes[tuple]! > 0 ? 1 : 0;
  return { groups: answer, groupsTotal, other: other.length > 0 ? merging : null };
}

/** The attempts of each kept group, then those of all others; each in the order of the list. */
function* setsOf(
  view: StoreView,
  list: AttemptList,
  groups: number,
  kept: readonly number[],
): Steps<readonly AttemptSet[]> {
  const placeOf = numbers(view, groups + 1);
  for (let group = 1; group <= groups; group++) placeOf[group] = kept.length;
  for (const [place, tuple] of kept.entries()) if (tuple >= 0) placeOf[tuple + 1] = place;
  const sizes = Array.from<number>({ length: kept.length + 1 }).fill(0);
  const values = list.group.values;
  for (let n = 0; n < list.length; n++) {
    const group = values[n]!;
    if (group > 0) sizes[placeOf[group]!] = sizes[placeOf[group]!]! + 1;
  }
  yield list.length;
  const ids = sizes.map((size) => numbers(view, size));
  const filled = sizes.map(() => 0);
  for (let n = 0; n < list.length; n++) {
    const group = values[n]!;
    if (group === 0) continue;
    const place = placeOf[group]!;
    ids[place]![filled[place]!] = n;
    filled[place] = filled[place]! + 1;
  }
  yield list.length;
  return ids.map((own, place) => ({ list, ids: own, length: sizes[place]! }));
}

/** One attempt of each actor: the deepest, then the earliest completed, then the latest begun. */
function* bestOfActors(
  view: StoreView,
  spec: FunnelSpec,
  { list, ids, length }: AttemptSet,
): Steps<{ readonly ids: NumericArray; readonly length: number }> {
  const best = numbers(view, length);
  let count = 0;
  for (let n = 0; n < length; n++) {
    const attempt = ids![n]!;
    const held = count === 0 ? -1 : best[count - 1]!;
    if (held < 0 || list.actor.values[held] !== list.actor.values[attempt]) best[count++] = attempt;
    else if (isBetter(view, spec, list, attempt, held)) best[count - 1] = attempt;
  }
  yield length;
  return { ids: best, length: count };
}

function isBetter(view: StoreView, spec: FunnelSpec, list: AttemptList, a: number, b: number): boolean {
  const [depthA, endA] = depthAndEnd(view, spec, list, a);
  const [depthB, endB] = depthAndEnd(view, spec, list, b);
  if (depthA !== depthB) return depthA > depthB;
  if (endA !== endB) return endA < endB;
  return list.place.values[a]! > list.place.values[b]!;
}

function depthAndEnd(view: StoreView, spec: FunnelSpec, list: AttemptList, attempt: number): [number, number] {
  let depth = 0;
  let end = 0;
  for (const [k, step] of spec.steps.entries()) {
    const row = list.row(attempt, k);
    if (row < 0 || step.optional === true) continue;
    depth++;
    end = view.time[row]!;
  }
  return [depth, end];
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [i, text] of a.entries()) if (text !== b[i]) return text < b[i]! ? -1 : 1;
  return 0;
}

import type { Steps } from '../steps.js';
import { actorsOf } from '../store/actor-set.js';
import { actorRuns } from '../store/sessions.js';
import type { StoreView } from '../store/view.js';
import { numbers } from './selector.js';

const kept = new WeakMap<StoreView, Map<string, number | null>>();
const keptGroups = 16;
/** Spans that a pass tells apart; times differ by at most 2^54, so that four passes find any gap. */
const spans = 1 << 14;

/**
 * Median gap between rows of some actors, all identified rows counted; null when nobody has two rows. Of an even number
 * the mean of the middle two. Kept with the view. A few passes over the times narrow the span in which the middle lies,
 * so that no gap is stored.
 *
 * @param keys actor keys; absent: all actors
 * @throws AnalyticsError `spec-invalid` for a bare value that several actors have
 */
export function* referenceGap(view: StoreView, keys: readonly string[] | undefined): Steps<number | null> {
  let known = kept.get(view);
  if (!known) kept.set(view, (known = new Map<string, number | null>()));
  const name = JSON.stringify(keys ?? null);
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = yield* medianGap(view, keys ? new Set(yield* actorsOf(view, keys)) : null);
  if (known.size >= keptGroups) known.delete(known.keys().next().value!);
  known.set(name, found);
  return found;
}

function* medianGap(view: StoreView, actors: ReadonlySet<number> | null): Steps<number | null> {
  let count = 0;
  let most = 0;
  yield* eachGap(view, actors, (gap) => {
    count++;
    if (gap > most) most = gap;
  });
  if (count === 0) return null;
  const lower = yield* gapAt(view, actors, (count - 1) >>> 1, most);
  if (count % 2 === 1) return lower.gap;
  // The upper of the middle two: the same gap again, or the next longer one.
  if (lower.upTo > count / 2) return lower.gap;
  let upper = Infinity;
  yield* eachGap(view, actors, (gap) => {
    if (gap > lower.gap && gap < upper) upper = gap;
  });
  return lower.gap + (upper - lower.gap) / 2;
}

/** The gap at a place of the sorted gaps, from 0, and how many gaps are no longer than it. */
function* gapAt(
  view: StoreView,
  actors: ReadonlySet<number> | null,
  place: number,
  most: number,
): Steps<{ gap: number; upTo: number }> {
  let low = 0;
  let high = most;
  /** Gaps shorter than `low`. */
  let below = 0;
  for (;;) {
    const width = Math.ceil((high - low + 1) / spans);
    const counts = numbers(view, spans);
    yield* eachGap(view, actors, (gap) => {
      if (gap >= low && gap <= high) counts[Math.floor((gap - low) / width)]!++;
    });
    let span = 0;
    while (below + counts[span]! <= place) below += counts[span++]!;
    low += span * width;
    high = Math.min(high, low + width - 1);
    if (width === 1) return { gap: low, upTo: below + counts[span]! };
  }
}

function* eachGap(view: StoreView, actors: ReadonlySet<number> | null, take: (gap: number) => void): Steps<void> {
  const { offsets, time } = view;
  for (const [first, last] of actorRuns(view)) {
    for (let actor = first; actor < last; actor++) {
      if (actors && !actors.has(actor)) continue;
      const end = offsets[actor + 1]!;
      for (let row = offsets[actor]! + 1; row < end; row++) take(time[row]! - time[row - 1]!);
    }
    yield offsets[last]! - offsets[first]!;
  }
}

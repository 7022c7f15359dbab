import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { actorsOf } from '../store/actor-set.js';
import { actorRuns } from '../store/sessions.js';
import type { StoreView } from '../store/view.js';
import { numbers } from './selector.js';

const kept = new WeakMap<StoreView, Map<string, number | null>>();
const keptGroups = 16;
/** Most spans that a pass tells apart: two passes find any gap of nine years to the millisecond. */
const mostSpans = 1 << 19;

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
  const { offsets, time } = view;
  let count = 0;
  // No gap is longer than all rows of its actor.
  let most = 0;
  for (let actor = 0; actor < view.actors; actor++) {
    if (actors && !actors.has(actor)) continue;
    const rows = offsets[actor + 1]! - offsets[actor]!;
    if (rows < 2) continue;
    count += rows - 1;
    most = Math.max(most, time[offsets[actor + 1]! - 1]! - time[offsets[actor]!]!);
    if ((actor & 0x3fff) === 0x3fff) yield 0;
  }
  if (count === 0) return null;
  const [lower, next] = yield* gapAt(view, actors, (count - 1) >>> 1, most, count);
  if (count % 2 === 1) return lower;
  const upper = next ?? (yield* gapAt(view, actors, count >>> 1, most, count))[0];
  return lower + (upper - lower) / 2;
}

/** The gap at a place of the sorted gaps, from 0, and the one at the place after it where the same pass tells; else null. */
function* gapAt(
  view: StoreView,
  actors: ReadonlySet<number> | null,
  place: number,
  most: number,
  count: number,
): Steps<readonly [gap: number, next: number | null]> {
  const spans = Math.min(mostSpans, Math.max(1024, 2 * count));
  let low = 0;
  let high = most;
  /** Gaps shorter than `low`. */
  let below = 0;
  for (;;) {
    const width = Math.ceil((high - low + 1) / spans);
    const counts = yield* countGaps(view, actors, low, high, width, spans);
    let span = 0;
    while (below + counts[span]! <= place) below += counts[span++]!;
    low += span * width;
    if (width > 1) {
      high = Math.min(high, low + width - 1);
      continue;
    }
    if (below + counts[span]! > place + 1) return [low, low];
    for (let after = span + 1; after < spans; after++) if (counts[after] !== 0) return [low, low + after - span];
    return [low, null];
  }
}

/** Gaps of `low ..= high` by spans of a width. */
function* countGaps(
  view: StoreView,
  actors: ReadonlySet<number> | null,
  low: number,
  high: number,
  width: number,
  spans: number,
): Steps<NumericArray> {
  const { offsets, time } = view;
  const counts = numbers(view, spans);
  for (const [first, last] of actorRuns(view)) {
    for (let actor = first; actor < last; actor++) {
      if (actors && !actors.has(actor)) continue;
      const end = offsets[actor + 1]!;
      for (let row = offsets[actor]! + 1; row < end; row++) {
        const gap = time[row]! - time[row - 1]!;
        if (gap < low || gap > high) continue;
        const span = Math.floor((gap - low) / width);
        counts[span] = counts[span]! + 1;
      }
    }
    yield offsets[last]! - offsets[first]!;
  }
  return counts;
}

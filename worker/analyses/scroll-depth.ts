import type { NumericArray } from '../protocol/batch.js';
import type { ScrollDepthMark, ScrollDepthResult, ScrollDepthSpec } from '../protocol/heatmap.js';
import type { Steps } from '../steps.js';
import { actorOfRow } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import { groupsOf, type Groups } from './click-targets.js';
import { listed } from './marked-rows.js';
import { mean, median, NumberList } from './mean-median.js';
import { compileNumbers } from './number-column.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { numbers, sliceRows } from './selector.js';

const levels = 100;

/** The depths, and what their lists are made from. */
export interface ScrollDepthAnswer {
  readonly result: ScrollDepthResult;
  /** Of each page view of a mark the row that first reached it, actor by actor. */
  readonly rows: (mark: ScrollDepthMark) => Steps<ArrayLike<number>>;
}

/**
 * How far down page views were seen (`docs/concepts/heatmap.md`). A page view is all rows of one actor with one value
 * of the view property. Memory: some numbers for each value.
 *
 * @param spec checked at the door
 */
export function* scrollDepth(view: StoreView, spec: ScrollDepthSpec, mask: RowMask | null): Steps<ScrollDepthAnswer> {
  const views = yield* groupsOf(view, spec.viewProp ?? 'view');
  const rows = new MeasuredRows(view, spec, mask, views);
  const depths = new Depths(view, views.keys.length);
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    rows.read(from, to);
    for (let i = 0; i < to - from; i++) {
      if (rows.pages[i] === 0) continue;
      if (from + i >= depths.end) yield* depths.nextActor(from + i);
      depths.take(rows.pages[i]!, rows.scrolled[i]!, rows.seen[i]!, rows.of[i]!);
    }
    yield to - from;
  }
  yield* depths.endActor();
  const count = depths.depths.length;
  const counts = atLeast(depths.viewLevels);
  const result: ScrollDepthResult = {
    kind: 'scrollDepth',
    views: count,
    actors: depths.actorLevels.reduce((sum, actors) => sum + actors, 0),
    counts,
    actorCounts: atLeast(depths.actorLevels),
    shares: counts.map((reached) => (count === 0 ? null : reached / count)),
    meanDepth: mean(depths.depths),
    medianDepth: yield* median(depths.depths),
    foldLine: yield* median(depths.folds),
    noSize: rows.noSize,
    noView: rows.noView,
    meta: resultMeta(view, rows.inScope),
  };
  return { result, rows: (mark) => firstReached(view, new MeasuredRows(view, spec, mask, views), mark.percent) };
}

/** The sizes of the rows of a slice, and an account of those that have none. */
class MeasuredRows {
  /** Page view by row of the slice; 0 = the row tells no depth. */
  readonly pages: NumericArray;
  /** How far down the page had moved, how much of it the screen showed, and its height. */
  scrolled: NumericArray = [];
  seen: NumericArray = [];
  of: NumericArray = [];
  noSize = 0;
  noView = 0;
  inScope = 0;
  readonly #views: Groups;
  readonly #readers: ReadonlyArray<(from: number, to: number) => NumericArray>;
  readonly #scope: ReturnType<typeof compileScope>;

  constructor(view: StoreView, spec: ScrollDepthSpec, mask: RowMask | null, views: Groups) {
    this.pages = numbers(view, Math.min(sliceRows, view.rows));
    this.#views = views;
    this.#scope = compileScope(view, spec, mask);
    this.#readers = [
      compileNumbers(view, 'scrollY', 0),
      compileNumbers(view, 'viewportHeight'),
      compileNumbers(view, 'docHeight'),
    ];
  }

  read(from: number, to: number): void {
    const { pages } = this;
    const { codes, byCode } = this.#views;
    const inScope = this.#scope?.(from, to);
    [this.scrolled, this.seen, this.of] = this.#readers.map((read) => read(from, to)) as [
      NumericArray,
      NumericArray,
      NumericArray,
    ];
    for (let i = 0; i < to - from; i++) {
      pages[i] = 0;
      if (inScope && inScope[i] === 0) continue;
      this.inScope++;
      const page = byCode[codes[from + i]!]!;
      if (page === 0) this.noView++;
      else if (!(this.seen[i]! > 0 && this.of[i]! > 0)) this.noSize++;
      else pages[i] = page;
    }
  }
}

/** Depths of page views, actor by actor. */
class Depths {
  /** By page view: 0..1, and the part of the page that the first row showed without scrolling. */
  readonly depths: NumberList;
  readonly folds: NumberList;
  /** Page views by level, 0..100, and actors by their deepest. */
  readonly viewLevels: number[] = zeros();
  readonly actorLevels: number[] = zeros();
  /** First row of the next actor. */
  end = 0;
  readonly #view: StoreView;
  // By page view of the actor in hand: level plus one (0 = not met) and depth.
  readonly #levels: NumericArray;
  readonly #deepest: NumericArray;
  #pages: number[] = [];

  constructor(view: StoreView, pages: number) {
    const plain = Array.isArray(view.time);
    this.depths = new NumberList(plain);
    this.folds = new NumberList(plain);
    this.#view = view;
    this.#levels = numbers(view, pages);
    this.#deepest = plain ? Array.from<number>({ length: pages }).fill(0) : new Float64Array(pages);
  }

  take(page: number, scrolled: number, seen: number, of: number): void {
    if (this.#levels[page] === 0) {
      this.#pages.push(page);
      this.folds.push(seen / of);
      this.#deepest[page] = 0;
    }
    this.#levels[page] = Math.max(this.#levels[page]!, levelOf(scrolled + seen, of) + 1);
    this.#deepest[page] = Math.max(this.#deepest[page]!, Math.min(1, (scrolled + seen) / of));
  }

  /** Ends the actor in hand and goes on to the actor of a row. */
  *nextActor(row: number): Steps<void> {
    yield* this.endActor();
    this.end = this.#view.offsets[actorOfRow(this.#view, row) + 1]!;
  }

  *endActor(): Steps<void> {
    let most = 0;
    for (const [k, page] of this.#pages.entries()) {
      // One actor may have all the page views there are.
      if ((k & 0x3fff) === 0x3fff) yield 0;
      const level = this.#levels[page]! - 1;
      this.viewLevels[level]!++;
      this.depths.push(this.#deepest[page]!);
      this.#levels[page] = 0;
      most = Math.max(most, level);
    }
    if (this.#pages.length > 0) this.actorLevels[most]!++;
    this.#pages = [];
  }
}

/** The row of each page view that is the first with a level of `percent` or more. */
function* firstReached(view: StoreView, rows: MeasuredRows, percent: number): Steps<ArrayLike<number>> {
  const found = new NumberList(Array.isArray(view.time));
  let met = new Set<number>();
  let end = 0;
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    rows.read(from, to);
    for (let i = 0; i < to - from; i++) {
      const page = rows.pages[i]!;
      if (page === 0 || levelOf(rows.scrolled[i]! + rows.seen[i]!, rows.of[i]!) < percent) continue;
      if (from + i >= end) {
        met = new Set();
        end = view.offsets[actorOfRow(view, from + i) + 1]!;
      }
      if (met.has(page)) continue;
      met.add(page);
      found.push(from + i);
    }
    yield to - from;
  }
  return listed(found);
}

/** Greatest p of 0..100 with `seen / of >= p / 100`; multiplied before divided, which is exact for whole pixels. */
function levelOf(seen: number, of: number): number {
  return Math.min(levels, Math.max(0, Math.floor((seen * levels) / of)));
}

/** From numbers by level 0..100 how many have level 1, 2, ..., 100 or more. */
function atLeast(byLevel: readonly number[]): number[] {
  const counts = byLevel.slice(1);
  for (let p = levels - 2; p >= 0; p--) counts[p] = counts[p]! + counts[p + 1]!;
  return counts;
}

function zeros(): number[] {
  return Array.from<number>({ length: levels + 1 }).fill(0);
}

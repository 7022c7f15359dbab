import { matchRows } from '../kernels/match-rows.js';
import type { NumericArray } from '../protocol/batch.js';
import type { RageClickMark, RageClickResult, RageClickSpec, RageRun, RageTarget } from '../protocol/heatmap.js';
import type { Steps } from '../steps.js';
import { actorOfRow } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import { clickTargets, targetNamed, targetNames, targetOf, type ClickTargets } from './click-targets.js';
import { listed } from './marked-rows.js';
import { NumberList } from './mean-median.js';
import { compileNumbers } from './number-column.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers, sliceRows } from './selector.js';
import { byCodeUnits, firstIn } from './top.js';

/** The rage clicks, and what their lists are made from. */
export interface RageClickAnswer {
  readonly result: RageClickResult;
  /** The rows behind a mark, actor by actor; as many as it counts. */
  readonly rows: (mark: RageClickMark) => Steps<ArrayLike<number>>;
}

/**
 * Finds runs of hasty clicks (`docs/concepts/heatmap.md`). Memory: some numbers for each page, for each click of one
 * actor, and for each click of a run that is reported.
 *
 * @param spec checked at the door
 */
export function* rageClicks(view: StoreView, spec: RageClickSpec, mask: RowMask | null): Steps<RageClickAnswer> {
  const targets = yield* clickTargets(view, spec.elementProp);
  const search = new Search(view, spec, targets.pages.keys.length);
  const scope = compileScope(view, spec, mask);
  const selector = compileSelectors(view, [spec.click ?? { event: 'click' }]);
  const readX = compileNumbers(view, 'x');
  const readY = compileNumbers(view, 'y');
  const isClick = numbers(view, Math.min(sliceRows, view.rows));
  let rowsInScope = 0;
  let clicks = 0;
  let noPosition = 0;
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    const inScope = scope?.(from, to);
    matchRows(selector, view.event, from, to, isClick);
    const x = readX(from, to);
    const y = readY(from, to);
    for (let i = 0; i < to - from; i++) {
      if (inScope && inScope[i] === 0) continue;
      rowsInScope++;
      if (isClick[i] === 0) continue;
      clicks++;
      if (Number.isNaN(x[i]! + y[i]!)) {
        noPosition++;
        continue;
      }
      if (from + i >= search.end) yield* search.nextActor(from + i);
      search.click(from + i, targets.pages.byCode[targets.pages.codes[from + i]!]!, x[i]!, y[i]!);
    }
    yield to - from;
  }
  yield* search.report();
  const { runs } = search;
  const longest = yield* firstIn(runs.fired.length, spec.maxRuns ?? 100, byLength(view, runs));
  const found = yield* byTarget(view, targets, runs);
  const first = yield* firstIn(found.length, spec.maxTargets ?? 1000, byRuns(found));
  const result: RageClickResult = {
    kind: 'rageClick',
    runs: runs.fired.length,
    runClicks: runs.clicks.length,
    clicks,
    actors: runs.actors,
    targets: first.map((id) => found[id]!),
    targetsTotal: found.length,
    longest: longest.map((run) => runToTell(view, targets, runs, run)),
    noPosition,
    meta: resultMeta(view, rowsInScope),
  };
  return { result, rows: (mark) => rowsOf(targets, runs, longest, mark) };
}

/** Runs that are reported, in order of their actors. */
interface Runs {
  /** By run: the row that made it a rage click, its first and its last row, and its clicks. */
  readonly fired: NumberList;
  readonly first: NumberList;
  readonly last: NumberList;
  readonly sizes: NumberList;
  /** Rows of all runs, actor by actor, and the run of each. */
  readonly clicks: NumberList;
  readonly clickRuns: NumberList;
  /** Distinct actors. */
  actors: number;
}

/** Follows one actor's clicks, page by page. */
class Search {
  readonly runs: Runs;
  /** First row of the next actor. */
  end = 0;
  readonly #view: StoreView;
  readonly #minClicks: number;
  readonly #radiusPx: number;
  readonly #maxGapMs: number;
  // By page: the run that its last click belongs to (of the actor in hand), and that click. Runs of earlier actors have
  // numbers below #firstRun.
  readonly #pageRun: NumericArray;
  readonly #pageX: NumericArray;
  readonly #pageY: NumericArray;
  readonly #pageTime: NumericArray;
  // By click of the actor: its row and run. By run of the actor: its clicks and the row that made it a rage click.
  #rows: number[] = [];
  #rowRuns: number[] = [];
  #sizes: number[] = [];
  #fired: number[] = [];
  #firstRun = 1;
  #found = false;

  constructor(view: StoreView, spec: RageClickSpec, pages: number) {
    const plain = Array.isArray(view.time);
    const list = (): NumberList => new NumberList(plain);
    const zeros = (): NumericArray => (plain ? Array.from<number>({ length: pages }).fill(0) : new Float64Array(pages));
    this.#view = view;
    this.#minClicks = spec.minClicks ?? 3;
    this.#radiusPx = spec.radiusPx ?? 30;
    this.#maxGapMs = spec.maxGapMs ?? 1000;
    [this.#pageRun, this.#pageX, this.#pageY, this.#pageTime] = [zeros(), zeros(), zeros(), zeros()];
    this.runs = {
      fired: list(),
      first: list(),
      last: list(),
      sizes: list(),
      clicks: list(),
      clickRuns: list(),
      actors: 0,
    };
  }

  /** Takes the next click, in the order of the view. */
  click(row: number, page: number, x: number, y: number): void {
    const time = this.#view.time[row]!;
    let run = this.#pageRun[page]! - this.#firstRun;
    const goesOn =
      run >= 0 &&
      Math.abs(x - this.#pageX[page]!) + Math.abs(y - this.#pageY[page]!) < this.#radiusPx &&
      time - this.#pageTime[page]! < this.#maxGapMs;
    if (!goesOn) {
      run = this.#sizes.push(0) - 1;
      this.#fired.push(-1);
    }
    this.#pageRun[page] = this.#firstRun + run;
    this.#pageX[page] = x;
    this.#pageY[page] = y;
    this.#pageTime[page] = time;
    this.#rows.push(row);
    this.#rowRuns.push(run);
    if (++this.#sizes[run]! === this.#minClicks) {
      this.#fired[run] = row;
      this.#found = true;
    }
  }

  /** Reports the runs of the actor in hand and goes on to the actor of a row. */
  *nextActor(row: number): Steps<void> {
    yield* this.report();
    this.end = this.#view.offsets[actorOfRow(this.#view, row) + 1]!;
    this.#firstRun += this.#sizes.length;
    this.#rows = [];
    this.#rowRuns = [];
    this.#sizes = [];
    this.#fired = [];
    this.#found = false;
  }

  /** Reports the runs of the actor in hand. */
  *report(): Steps<void> {
    if (!this.#found) return;
    const { runs } = this;
    const reported: number[] = [];
    for (const [k, row] of this.#rows.entries()) {
      // One actor may have all the rows there are.
      if ((k & 0x3fff) === 0x3fff) yield 0;
      const run = this.#rowRuns[k]!;
      if (this.#fired[run]! < 0) continue;
      if (reported[run] === undefined) {
        reported[run] = runs.fired.length;
        runs.fired.push(this.#fired[run]!);
        runs.first.push(row);
        runs.last.push(row);
        runs.sizes.push(this.#sizes[run]!);
      }
      runs.last.values[reported[run]] = row;
      runs.clicks.push(row);
      runs.clickRuns.push(reported[run]);
    }
    runs.actors++;
  }
}

function byLength(view: StoreView, runs: Runs): (a: number, b: number) => number {
  const { sizes, fired } = runs;
  return (a, b) =>
    sizes.values[b]! - sizes.values[a]! || view.time[fired.values[a]!]! - view.time[fired.values[b]!]! || a - b;
}

function byRuns(targets: readonly RageTarget[]): (a: number, b: number) => number {
  return (a, b) => {
    const [one, other] = [targets[a]!, targets[b]!];
    return other.runs - one.runs || byCodeUnits(one.page, other.page) || byCodeUnits(one.element, other.element);
  };
}

function* byTarget(view: StoreView, targets: ClickTargets, runs: Runs): Steps<RageTarget[]> {
  const found: { page: string; element: string; runs: number; clicks: number; actors: number }[] = [];
  const lastEnd: number[] = [];
  for (let run = 0; run < runs.fired.length; run++) {
    const row = runs.fired.values[run]!;
    const id = targetOf(targets, row);
    found[id] ??= { ...targetNames(targets, id), runs: 0, clicks: 0, actors: 0 };
    const target = found[id];
    target.runs++;
    target.clicks += runs.sizes.values[run]!;
    // Runs come actor by actor: beyond the end of the actor counted last stands another one.
    if (row >= (lastEnd[id] ?? 0)) {
      target.actors++;
      lastEnd[id] = view.offsets[actorOfRow(view, row) + 1]!;
    }
    if ((run & 0xfff) === 0xfff) yield 0x1000;
  }
  return found;
}

function runToTell(view: StoreView, targets: ClickTargets, runs: Runs, run: number): RageRun {
  const time = (list: NumberList): number => view.timeBase + view.time[list.values[run]!]!;
  const row = runs.fired.values[run]!;
  return {
    ...targetNames(targets, targetOf(targets, row)),
    actor: view.actorKey(actorOfRow(view, row)),
    clicks: runs.sizes.values[run]!,
    firstMs: time(runs.first),
    firedMs: time(runs.fired),
    lastMs: time(runs.last),
  };
}

/** Runs of a target, or one run, or all; then their firing clicks or all their clicks. */
function* rowsOf(
  targets: ClickTargets,
  runs: Runs,
  longest: readonly number[],
  mark: RageClickMark,
): Steps<ArrayLike<number>> {
  const target = mark.kind === 'run' ? null : targetNamed(targets, mark);
  const one = mark.kind === 'run' ? (longest[mark.index] ?? -1) : null;
  const isMarked = (run: number): boolean =>
    (one === null || run === one) && (target === null || targetOf(targets, runs.fired.values[run]!) === target);
  const rows = new NumberList(Array.isArray(runs.clicks.values));
  const from = mark.kind === 'fired' ? runs.fired : runs.clicks;
  for (let k = 0; k < from.length; k++) {
    if (isMarked(mark.kind === 'fired' ? k : runs.clickRuns.values[k]!)) rows.push(from.values[k]!);
    if ((k & 0xfff) === 0xfff) yield 0x1000;
  }
  return listed(rows);
}

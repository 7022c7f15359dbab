import { matchRows } from '../kernels/match-rows.js';
import type { NumericArray } from '../protocol/batch.js';
import type { DeadClickMark, DeadClickResult, DeadClickSpec, DeadTarget, VerdictCounts } from '../protocol/heatmap.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import {
  clickTargets,
  compareTargets,
  targetNamed,
  targetNames,
  targetOf,
  type ClickTargets,
} from './click-targets.js';
import { rowsThat } from './marked-rows.js';
import { compileNumbers } from './number-column.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { compileSelectors, numbers, sliceRows, type RowTest } from './selector.js';
import { firstIn } from './top.js';

const verdicts = ['dead', 'live', 'unknown'] as const;
const signs = ['mutationMs', 'navigationMs', 'requestMs', 'scrollMs', 'selectionMs'];

/** The clicks by verdict, and what their lists are made from. */
export interface DeadClickAnswer {
  readonly result: DeadClickResult;
  /** The rows behind a mark, ascending; as many as it counts. */
  readonly rows: (mark: DeadClickMark) => Steps<ArrayLike<number>>;
}

/**
 * Judges every click by what was seen after it (`docs/concepts/heatmap.md`).
 * @param spec checked at the door
 */
export function* deadClicks(view: StoreView, spec: DeadClickSpec, mask: RowMask | null): Steps<DeadClickAnswer> {
  const targets = yield* clickTargets(view, spec.elementProp);
  const judge = compileVerdicts(view, spec, mask);
  const count = emptyCount();
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    countSlice(view, targets, judge.verdicts(from, to), from, to, count);
    yield to - from;
  }
  const result = yield* conclude(view, spec, targets, count, judge.rowsInScope());
  return {
    result,
    rows: (mark) => rowsThat(view, marked(compileVerdicts(view, spec, mask).verdicts, targets, mark)),
  };
}

interface Judge {
  /** 1 dead, 2 live, 3 unknown; 0 for rows that are no click in scope. */
  readonly verdicts: RowTest;
  rowsInScope(): number;
}

function compileVerdicts(view: StoreView, spec: DeadClickSpec, mask: RowMask | null): Judge {
  const { deadMs = 2500, click = { event: 'click' } } = spec;
  const scope = compileScope(view, spec, mask);
  const clicks = compileSelectors(view, [click]);
  const readSigns = signs.map((name) => compileNumbers(view, name));
  const readObserved = compileNumbers(view, 'observedMs');
  const out = numbers(view, Math.min(sliceRows, view.rows));
  let rowsInScope = 0;
  const verdictsOf: RowTest = (from, to) => {
    const inScope = scope?.(from, to);
    matchRows(clicks, view.event, from, to, out);
    const observed = readObserved(from, to);
    for (let i = 0; i < to - from; i++) {
      if (inScope && inScope[i] === 0) out[i] = 0;
      else {
        rowsInScope++;
        if (out[i] !== 0) out[i] = observed[i]! >= deadMs ? 1 : 3;
      }
    }
    for (const read of readSigns) {
      const delays = read(from, to);
      for (let i = 0; i < to - from; i++) {
        if (out[i] !== 0 && delays[i]! >= 0 && delays[i]! <= deadMs) out[i] = 2;
      }
    }
    return out;
  };
  return { verdicts: verdictsOf, rowsInScope: () => rowsInScope };
}

/** Counts by verdict (0 dead, 1 live, 2 unknown), in all and by target. */
interface Count {
  readonly clicks: number[];
  readonly actors: number[];
  /** Actor counted last by verdict, plus one. */
  readonly last: number[];
  /** Item `target * 3 + verdict`. */
  readonly byTarget: number[];
  readonly deadActors: number[];
  readonly lastDead: number[];
  actor: number;
}

function emptyCount(): Count {
  return {
    clicks: [0, 0, 0],
    actors: [0, 0, 0],
    last: [0, 0, 0],
    byTarget: [],
    deadActors: [],
    lastDead: [],
    actor: 0,
  };
}

function countSlice(
  view: StoreView,
  targets: ClickTargets,
  judged: NumericArray,
  from: number,
  to: number,
  count: Count,
): void {
  const { clicks, actors, last, byTarget, deadActors, lastDead } = count;
  for (let row = from; row < to; row++) {
    if (judged[row - from] === 0) continue;
    const verdict = judged[row - from]! - 1;
    while (view.offsets[count.actor + 1]! <= row) count.actor++;
    const tag = count.actor + 1;
    const target = targetOf(targets, row);
    if (target === deadActors.length) {
      byTarget.push(0, 0, 0);
      deadActors.push(0);
      lastDead.push(0);
    }
    clicks[verdict]!++;
    byTarget[target * 3 + verdict]!++;
    if (last[verdict] !== tag) {
      last[verdict] = tag;
      actors[verdict]!++;
    }
    if (verdict === 0 && lastDead[target] !== tag) {
      lastDead[target] = tag;
      deadActors[target]!++;
    }
  }
}

function* conclude(
  view: StoreView,
  spec: DeadClickSpec,
  targets: ClickTargets,
  count: Count,
  rowsInScope: number,
): Steps<DeadClickResult> {
  const told = (id: number): DeadTarget => ({
    ...targetNames(targets, id),
    ...byVerdict(count.byTarget, id * 3),
    deadActors: count.deadActors[id]!,
  });
  const clicks = (id: number): number => {
    return count.byTarget[id * 3]! + count.byTarget[id * 3 + 1]! + count.byTarget[id * 3 + 2]!;
  };
  const order = (a: number, b: number): number =>
    count.byTarget[b * 3]! - count.byTarget[a * 3]! || clicks(b) - clicks(a) || compareTargets(targets, a, b);
  const first = yield* firstIn(targets.ids.size, spec.maxTargets ?? 1000, order);
  return {
    kind: 'deadClick',
    clicks: byVerdict(count.clicks, 0),
    actors: byVerdict(count.actors, 0),
    targets: first.map(told),
    targetsTotal: targets.ids.size,
    meta: resultMeta(view, rowsInScope),
  };
}

function byVerdict(counts: readonly number[], at: number): VerdictCounts {
  return { dead: counts[at]!, live: counts[at + 1]!, unknown: counts[at + 2]! };
}

/** The clicks of a mark as a test. */
function marked(judge: RowTest, targets: ClickTargets, mark: DeadClickMark): RowTest {
  const wanted = verdicts.indexOf(mark.kind) + 1;
  const target = targetNamed(targets, mark);
  return (from, to) => {
    const out = judge(from, to);
    for (let i = 0; i < to - from; i++) {
      out[i] = out[i] === wanted && (target === null || targetOf(targets, from + i) === target) ? 1 : 0;
    }
    return out;
  };
}

import type { NextNodeMark, NextNodeResult, NextNodeSpec } from '../protocol/paths.js';
import type { Steps } from '../steps.js';
import { actorRuns } from '../store/sessions.js';
import type { RowMask, StoreView } from '../store/view.js';
import { nodesOf } from './nodes.js';
import { resultMeta } from './result-meta.js';
import { compileScope } from './scope.js';
import { byCodeUnits, firstIn } from './top.js';

/** What came after the chain, and what lists are made from. */
export interface NextNodeAnswer {
  readonly result: NextNodeResult;
  /** By actor: row of the answer, or one of the outcomes below 0. */
  readonly outcomes: readonly number[];
  /** Node of a row; 0 = none. */
  readonly nodeOf: (row: number) => number;
  readonly names: readonly string[];
}

/** The chain matched and nothing comes after it; it did not match; the actor has no row in scope. */
const ended = -1;
const unmatched = -2;
const outside = -3;

/**
 * What each actor does after (or before) a chain of nodes (`docs/concepts/paths.md`). One pass over the rows.
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 */
export function* nextNode(view: StoreView, spec: NextNodeSpec, mask: RowMask | null): Steps<NextNodeAnswer> {
  const { codes, byCode, names } = yield* nodesOf(view, spec);
  const scope = compileScope(view, spec, mask);
  const chain = spec.chain.map((name) => names.indexOf(name) + 1 || -1);
  const outcomes: number[] = [];
  const actors = names.map(() => 0);
  const totals = { matched: 0, ended: 0, unmatched: 0 };
  const rows: number[] = [];
  let rowsInScope = 0;
  for (const [first, last] of actorRuns(view)) {
    const base = view.offsets[first]!;
    const stop = view.offsets[last]!;
    const inScope = scope?.(base, stop) ?? null;
    for (let actor = first; actor < last; actor++) {
      rows.length = 0;
      let own = 0;
      for (let row = view.offsets[actor]!; row < view.offsets[actor + 1]!; row++) {
        if (inScope && inScope[row - base] === 0) continue;
        own++;
        if (byCode[codes[row]!] !== 0) rows.push(row);
      }
      rowsInScope += own;
      if (spec.direction === 'backward') rows.reverse();
      const outcome =
        own === 0 ? outside : follow(rows, chain, spec.anchor ?? 'first-match', (r) => byCode[codes[r]!]!);
      outcomes.push(outcome);
      if (outcome === unmatched) totals.unmatched++;
      else if (outcome !== outside) totals.matched++;
      if (outcome === ended) totals.ended++;
      else if (outcome >= 0) actors[byCode[codes[outcome]!]! - 1]!++;
    }
    yield stop - base;
  }
  const compare = (a: number, b: number): number => actors[b]! - actors[a]! || byCodeUnits(names[a]!, names[b]!);
  const best = yield* firstIn(names.length, spec.limit ?? 50, compare, (node) => actors[node]! > 0);
  const result: NextNodeResult = {
    kind: 'nextNode',
    next: best.map((node) => ({ name: names[node]!, actors: actors[node]! })),
    nextTotal: actors.filter((count) => count > 0).length,
    ...totals,
    meta: resultMeta(view, rowsInScope),
  };
  return { result, outcomes, nodeOf: (row) => byCode[codes[row]!]!, names };
}

/** The actors behind a mark, ascending. */
export function* nextNodeActors(answer: NextNodeAnswer, mark: NextNodeMark): Steps<number[]> {
  const { outcomes } = answer;
  const node = mark.kind === 'next' ? answer.names.indexOf(mark.name) + 1 : 0;
  const actors: number[] = [];
  for (let actor = 0; actor < outcomes.length; actor++) {
    const outcome = outcomes[actor]!;
    if (mark.kind === 'next' ? outcome >= 0 && answer.nodeOf(outcome) === node : isOf(outcome, mark.of)) {
      actors.push(actor);
    }
    if ((actor & 0x3fff) === 0x3fff) yield 0x4000;
  }
  return actors;
}

/** The row that answers for each actor behind a mark; none for actors without one. */
export function* nextNodeRows(answer: NextNodeAnswer, mark: NextNodeMark): Steps<number[]> {
  const actors = yield* nextNodeActors(answer, mark);
  return actors.map((actor) => answer.outcomes[actor]!).filter((row) => row >= 0);
}

function isOf(outcome: number, of: 'matched' | 'ended' | 'unmatched'): boolean {
  if (of === 'matched') return outcome >= ended;
  return outcome === (of === 'ended' ? ended : unmatched);
}

/** The row after the chain. A first match whose rest fails has no second try. */
function follow(
  rows: readonly number[],
  chain: readonly number[],
  anchor: 'edge' | 'first-match',
  nodeOf: (row: number) => number,
): number {
  const begin = anchor === 'edge' ? 0 : rows.findIndex((row) => nodeOf(row) === chain[0]);
  if (begin < 0) return unmatched;
  for (const [k, node] of chain.entries()) {
    const row = rows[begin + k];
    if (row === undefined || nodeOf(row) !== node) return unmatched;
  }
  return rows[begin + chain.length] ?? ended;
}

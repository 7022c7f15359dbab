import type { SequenceItem, SequenceSpec } from '../../worker/protocol/paths.js';
import type { Row } from '../worker/view.js';
import { selects } from './funnel.js';
import { isInScope } from './sessions.js';

/** An occurrence: indexes of the rows that the items took, and which of them are of steps. */
interface Occurrence {
  readonly rows: readonly number[];
  readonly steps: readonly number[];
}

/** What the oracle says of one actor. */
export interface SequenceTruth {
  readonly count: number;
  readonly timesMs: readonly number[];
  /** Row that ends each occurrence. */
  readonly ends: readonly Row[];
}

/** Every actor in scope; every occurrence of the pattern formed by trying each row for each item. */
export function sequenceOracle(rows: readonly Row[], spec: SequenceSpec): Map<string, SequenceTruth> {
  const found = new Map<string, SequenceTruth>();
  const inScope = rows.filter((row) => isInScope(row, spec));
  for (const actor of new Set(inScope.map((row) => row[0]))) {
    const own = inScope
      .filter((row) => row[0] === actor && spec.conditions.some((condition) => selects(condition, row)))
      .toSorted((a, b) => a[1] - b[1]);
    const taken: Occurrence[] = [];
    for (let from = 0; from <= own.length;) {
      const all: Occurrence[] = [];
      for (let begin = from; begin < own.length; begin++) all.push(...occurrences(own, spec, spec.pattern, begin));
      if (all.length === 0) break;
      // The earliest-ending one; of several the one whose rows come first, one after the other.
      const [first] = all.toSorted((a, b) => a.rows.at(-1)! - b.rows.at(-1)! || inTurn(a.rows, b.rows));
      taken.push(first!);
      from = first!.rows.at(-1)! + 1;
    }
    found.set(actor, {
      count: taken.length,
      timesMs: taken[0]?.steps.map((index) => own[index]![1]) ?? [],
      ends: taken.map((one) => own[one.rows.at(-1)!]!),
    });
  }
  return found;
}

/** All ways in which a pattern takes rows, its first one that of `begin`. */
function occurrences(
  own: readonly Row[],
  spec: SequenceSpec,
  pattern: readonly SequenceItem[],
  begin: number,
): Occurrence[] {
  const at = pattern.findIndex((item) => 'step' in item || 'any' in item);
  return grow(own, spec, pattern.slice(at), begin);
}

/** The first item takes `index`; what follows is tried on every row after it. */
function grow(own: readonly Row[], spec: SequenceSpec, items: readonly SequenceItem[], index: number): Occurrence[] {
  const [item, ...rest] = items;
  const row = own[index]!;
  if ('step' in item! && !selects(spec.conditions[item.step]!, row)) return [];
  const step = 'step' in item! ? [index] : [];
  const next = rest.findIndex((other) => 'step' in other || 'any' in other);
  if (next < 0) return [{ rows: [index], steps: step }];
  const between = rest.slice(0, next);
  const found: Occurrence[] = [];
  for (let other = index + 1; other < own.length; other++) {
    if (between.length === 0 && other !== index + 1) break;
    const elapsed = own[other]![1] - row[1];
    if (!between.every((bound) => !('dt' in bound) || allows(bound, elapsed))) continue;
    for (const tail of grow(own, spec, rest.slice(next), other)) {
      found.push({ rows: [index, ...tail.rows], steps: [...step, ...tail.steps] });
    }
  }
  return found;
}

function allows({ dt, ms }: { readonly dt: string; readonly ms: number }, elapsed: number): boolean {
  if (dt === 'lt') return elapsed < ms;
  if (dt === 'lte') return elapsed <= ms;
  if (dt === 'gt') return elapsed > ms;
  if (dt === 'gte') return elapsed >= ms;
  return elapsed === ms;
}

function inTurn(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

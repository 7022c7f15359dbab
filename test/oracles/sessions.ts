import type { Selector, TimeRange } from '../../worker/protocol/filter.js';
import type { Row } from '../worker/view.js';
import { selects } from './funnel.js';

/** A row of one actor with what the text of the sessions says of it. */
export interface SessionRow {
  readonly row: Row;
  readonly t: number;
  /** From 1 within the actor. */
  readonly session: number;
  /** Time since the actor's previous row; null on the first. */
  readonly gapMs: number | null;
  /** Time to the next row of the same session; null on its last. */
  readonly dwellMs: number | null;
  readonly inScope: boolean;
}

/** What narrows rows, as specs write it. */
export interface Scope {
  readonly range?: TimeRange;
  readonly where?: readonly Selector[];
  readonly sessionGapMs?: number;
}

/** Every actor's rows in (t, seq) order with their session numbers, which no filter changes. */
export function sessionRows(rows: readonly Row[], scope: Scope): Map<string, SessionRow[]> {
  const gap = scope.sessionGapMs ?? 1_800_000;
  const found = new Map<string, SessionRow[]>();
  for (const actor of [...new Set(rows.map((row) => row[0]))].sort()) {
    const own = rows.filter((row) => row[0] === actor).toSorted((a, b) => a[1] - b[1]); // stable: ties keep seq
    const gaps = own.map((row, i) => (i === 0 ? null : row[1] - own[i - 1]![1]));
    const starts = gaps.map((ms) => ms === null || ms >= gap);
    const numbers = own.map((_, i) => starts.slice(0, i + 1).filter((start) => start).length);
    found.set(
      actor,
      own.map((row, i) => ({
        row,
        t: row[1],
        session: numbers[i]!,
        gapMs: gaps[i]!,
        dwellMs: numbers[i + 1] === numbers[i] ? own[i + 1]![1] - row[1] : null,
        inScope: isInScope(row, scope),
      })),
    );
  }
  return found;
}

/** Whether range and `where` let a row through. */
export function isInScope(row: Row, { range, where }: Scope): boolean {
  if (range && !(range.from <= row[1] && row[1] < range.to)) return false;
  return (where ?? []).every((selector) => selects(selector, row));
}

/** Quantile type 7 at one half. */
export function middle(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
}

/** Arithmetic mean; null for none. */
export function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

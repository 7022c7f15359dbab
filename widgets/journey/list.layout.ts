import type { Silence } from '../../worker/protocol/journey.js';
import type { Stay } from './journey.layout.js';
import { lowerBound } from './marks.js';
import type { TimeSpan } from './time-scale.js';
import type { Touchpoints } from './touchpoints.js';

/** An item of a list of touchpoints, newest first. */
export type ListItem =
  /** Rows that follow are in this stay. */
  | { readonly kind: 'stage'; readonly stay: Stay }
  | { readonly kind: 'silence'; readonly silence: Silence }
  /** Rows one after the other with the same name, channel and person; `rows` newest first. One: a single touchpoint. */
  | { readonly kind: 'rows'; readonly rows: readonly number[] };

/**
 * The newest rows of a part of the time, with stages and silences between them.
 *
 * @param rows numbers of the rows shown, ascending
 * @param most rows that go into the list at most; `listed` says how many did
 */
export function listItems(
  points: Touchpoints,
  rows: Uint32Array,
  span: TimeSpan,
  stays: readonly Stay[],
  silences: readonly Silence[],
  most: number,
): { items: ListItem[]; listed: number; total: number } {
  const times = Float64Array.from(rows, (row) => points.times[row]!);
  const first = lowerBound(times, span.from, times.length);
  const end = lowerBound(times, span.to, times.length);
  const items: ListItem[] = [];
  const gaps = silences.filter(({ toMs, fromMs }) => toMs > span.from && fromMs < span.to);
  let stay: Stay | null | undefined;
  let run: number[] | null = null;
  let gap = gaps.length - 1;
  let listed = 0;
  const beginRun = (row: number): void => {
    run = [row];
    items.push({ kind: 'rows', rows: run });
  };
  for (let at = end - 1; at >= first && listed < most; at--, listed++) {
    const row = rows[at]!;
    const time = points.times[row]!;
    let broken = false;
    for (; gap >= 0 && gaps[gap]!.fromMs >= time; gap--) {
      items.push({ kind: 'silence', silence: gaps[gap]! });
      broken = true;
    }
    const now = stayAt(stays, time);
    if (now !== stay) {
      stay = now;
      if (now) items.push({ kind: 'stage', stay: now });
      broken = true;
    }
    const last: number | undefined = (run as number[] | null)?.at(-1);
    if (!broken && last !== undefined && alike(points, last, row)) run!.push(row);
    else beginRun(row);
  }
  return { items, listed, total: Math.max(0, end - first) };
}

function stayAt(stays: readonly Stay[], time: number): Stay | null {
  for (let k = stays.length - 1; k >= 0; k--) if (stays[k]!.from <= time) return stays[k]!;
  return null;
}

function alike({ events, channels, actors }: Touchpoints, a: number, b: number): boolean {
  return events[a] === events[b] && channels[a] === channels[b] && actors[a] === actors[b];
}

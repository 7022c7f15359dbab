/** A part of time, half-open, ms UTC; `to` is after `from`. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** A part of time over a stretch of pixels: `from` stands at `left`, `to` at `right`. */
export interface TimeScale extends TimeSpan {
  readonly left: number;
  readonly right: number;
}

/** The shortest time a time line shows at once: a minute. */
export const shortestSpanMs = 60_000;

const dayMs = 86_400_000;

/** Where an instant stands, in px; outside of the stretch for an instant outside of the span. */
export function xOf(scale: TimeScale, time: number): number {
  return scale.left + ((time - scale.from) / (scale.to - scale.from)) * (scale.right - scale.left);
}

/** The instant at a place in px; not rounded. */
export function timeAt(scale: TimeScale, x: number): number {
  return scale.from + ((x - scale.left) / (scale.right - scale.left)) * (scale.to - scale.from);
}

/**
 * All that a time line of a journey can show: first row to the later of last row and end of the data, with a little air
 * at both ends, so that no mark is cut by the edge.
 */
export function boundsOf(firstMs: number, lastMs: number, dataEnd: number | null): TimeSpan {
  const end = Math.max(lastMs, dataEnd ?? lastMs);
  const span = end - firstMs;
  const air = span === 0 ? dayMs / 2 : Math.max(span * 0.02, shortestSpanMs / 2);
  return { from: firstMs - air, to: end + air };
}

/** A span of the wanted length and place that lies within bounds: it is moved before it is cut. */
export function within(span: TimeSpan, bounds: TimeSpan): TimeSpan {
  const most = bounds.to - bounds.from;
  const length = Math.min(Math.max(span.to - span.from, Math.min(shortestSpanMs, most)), most);
  const middle = (span.from + span.to) / 2;
  const from = Math.min(Math.max(middle - length / 2, bounds.from), bounds.to - length);
  return { from, to: from + length };
}

/** Moves a span by a share of its length; it stops at the bounds. */
export function panned(span: TimeSpan, share: number, bounds: TimeSpan): TimeSpan {
  const by = (span.to - span.from) * share;
  return within({ from: span.from + by, to: span.to + by }, bounds);
}

/** Makes a span `factor` times as long; the instant `at` stays where it is, unless the bounds push it. */
export function zoomed(span: TimeSpan, factor: number, at: number, bounds: TimeSpan): TimeSpan {
  const least = Math.min(shortestSpanMs, bounds.to - bounds.from);
  const length = Math.min(Math.max((span.to - span.from) * factor, least), bounds.to - bounds.from);
  const share = (at - span.from) / (span.to - span.from);
  const from = Math.min(Math.max(at - share * length, bounds.from), bounds.to - length);
  return { from, to: from + length };
}

/** A span that shows another one whole, with air of a tenth on both sides. */
export function around(span: TimeSpan, bounds: TimeSpan): TimeSpan {
  const air = Math.max((span.to - span.from) * 0.1, shortestSpanMs / 20);
  return within({ from: span.from - air, to: span.to + air }, bounds);
}

/** True when both are the same to half a millisecond. */
export function sameSpan(a: TimeSpan | null, b: TimeSpan | null): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a.from - b.from) < 0.5 && Math.abs(a.to - b.to) < 0.5);
}

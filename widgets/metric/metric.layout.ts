/** What a sparkline draws at one place. */
export interface SparkPoint {
  /** Null leaves a gap. */
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  /** It can still change. */
  readonly open: boolean;
}

/** A sparkline as paths. Bounds of the drawing are `width` and `height`; nothing lies outside them. */
export interface Sparkline {
  /** Settled stretches, and those that lead to a point that can still change; empty for none. */
  readonly line: string;
  readonly openLine: string;
  /** Closed areas between the bounds of the intervals; empty for none. */
  readonly band: string;
  /** Of each point, in order; null for a gap. */
  readonly points: ReadonlyArray<{ readonly x: number; readonly y: number } | null>;
  /** The newest settled point, and the newest that can still change, where it comes after that. */
  readonly last: { readonly x: number; readonly y: number } | null;
  readonly openLast: { readonly x: number; readonly y: number } | null;
}

const inset = 4;
/** A settled line gets this share of the height beyond its values, so that a band cannot press it flat. */
const mostBand = 2;

/**
 * Places a course of numbers. The scale covers the values and their intervals, but never more than three times the
 * values' own spread: a band that goes beyond is cut at the edge. Equal values lie in the middle.
 */
export function layoutSparkline(points: readonly SparkPoint[], width: number, height: number): Sparkline {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0)
    return { line: '', openLine: '', band: '', points: points.map(() => null), last: null, openLast: null };
  const [low, high] = scaleOf(points, values);
  const step = points.length > 1 ? (width - 2 * inset) / (points.length - 1) : 0;
  const xOf = (k: number): number => round(points.length > 1 ? inset + k * step : width / 2);
  const yOf = (value: number): number => {
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return round(inset + (1 - Math.min(1, Math.max(0, share))) * (height - 2 * inset));
  };
  const placed = points.map(({ value }, k) => (value === null ? null : { x: xOf(k), y: yOf(value) }));
  return {
    line: linePath(placed, (k) => !points[k]!.open),
    openLine: linePath(placed, (k) => points[k]!.open),
    band: bandPath(points, xOf, yOf),
    points: placed,
    ...lastOf(points, placed),
  };
}

function scaleOf(points: readonly SparkPoint[], values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const spread = most - least || Math.abs(most) || 1;
  let [low, high] = [least, most];
  for (const { interval } of points) {
    if (!interval) continue;
    low = Math.min(low, interval[0]);
    high = Math.max(high, interval[1]);
  }
  return [Math.max(low, least - spread * (mostBand / 2)), Math.min(high, most + spread * (mostBand / 2))];
}

/** Stretches whose end is of the kind; a gap ends a stretch, and a point alone between gaps is a short dash. */
function linePath(placed: Sparkline['points'], isOf: (k: number) => boolean): string {
  let path = '';
  let pen = -1;
  for (const [k, at] of placed.entries()) {
    if (!at || !isOf(k)) continue;
    const before = placed[k - 1] ?? null;
    if (before) path += pen === k - 1 ? `L${at.x} ${at.y}` : `M${before.x} ${before.y}L${at.x} ${at.y}`;
    else if (!placed[k + 1]) path += `M${round(at.x - 1.5)} ${at.y}h3`;
    else path += `M${at.x} ${at.y}`;
    pen = k;
  }
  return path;
}

function bandPath(points: readonly SparkPoint[], xOf: (k: number) => number, yOf: (value: number) => number): string {
  let path = '';
  for (let from = 0; from < points.length; from++) {
    if (!points[from]!.interval) continue;
    let to = from;
    while (points[to + 1]?.interval) to++;
    if (to > from) {
      const top: string[] = [];
      const bottom: string[] = [];
      for (let k = from; k <= to; k++) {
        const [low, high] = points[k]!.interval!;
        top.push(`${xOf(k)} ${yOf(high)}`);
        bottom.unshift(`${xOf(k)} ${yOf(low)}`);
      }
      path += `M${[...top, ...bottom].join('L')}Z`;
    }
    from = to;
  }
  return path;
}

function lastOf(points: readonly SparkPoint[], placed: Sparkline['points']): Pick<Sparkline, 'last' | 'openLast'> {
  const settled = placed.findLastIndex((at, k) => at !== null && !points[k]!.open);
  const open = placed.findLastIndex((at, k) => at !== null && points[k]!.open);
  return {
    last: placed[settled] ?? null,
    openLast: open > settled ? placed[open]! : null,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

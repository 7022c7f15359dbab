import type { FunnelNumbers, FunnelStep } from '../../worker/protocol/spec.js';

/**
 * How a funnel is drawn in the room there is.
 * - `columns`: one column a step, table rows under them
 * - `rows`: a table with one row a step and a bar in it (many steps)
 * - `stack`: steps below each other with a line between (narrow)
 * - `tiny`: figure and sentence only
 */
export type FunnelMode = 'columns' | 'rows' | 'stack' | 'tiny';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A step's drawing; `left` is null where nobody left, `whisker` where the interval is too small to draw. */
export interface StepMark {
  readonly bar: Box;
  readonly left: Box | null;
  /** Ends of the interval of the share from start, along the value axis. */
  readonly whisker: readonly [number, number] | null;
  /** The same step in the other period; null without one. */
  readonly past: Box | null;
}

/** What a drawing needs besides the numbers of the funnel. */
export interface StepsBeside {
  /** The other period's numbers. */
  readonly past?: FunnelNumbers | null;
  /** For each step the one it is measured from; default: the one before. */
  readonly before?: readonly number[];
}

/** For each step the nearest required one before it, from which rate, drop-off and time are measured; 0 for the first. */
export function stepsBefore(steps: readonly FunnelStep[]): number[] {
  let required = 0;
  return steps.map((step, k) => {
    const before = required;
    if (!step.optional) required = k;
    return before;
  });
}

/** The step that a funnel is about: its last required one; the last of all where only the first is required. */
export function goalStep(steps: readonly FunnelStep[]): number {
  const last = steps.findLastIndex((step) => !step.optional);
  return last > 0 ? last : steps.length - 1;
}

export interface ColumnsLayout {
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly columnWidth: number;
  readonly ticks: ReadonlyArray<{ readonly y: number; readonly rate: number }>;
  readonly steps: ReadonlyArray<
    StepMark & {
      readonly x: number;
      /** Where the share from start stands; null when there is no room beside the bar. */
      readonly label: { readonly x: number; readonly y: number } | null;
      /** Level line to the next step. */
      readonly connector: { readonly x1: number; readonly x2: number; readonly y: number } | null;
      /** Tint behind a chosen column. */
      readonly tint: { readonly x: number; readonly width: number };
    }
  >;
}

export interface RowsLayout {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly StepMark[];
}

/** Width of the row labels left of the columns. */
export const gutter: number = 116;
/** Least count of customers under which a rate is marked as uncertain. */
export const lowCount: number = 30;

/** Least width of a card, in px, that has room for a drawing. */
export const leastWidth: number = 280;

const minColumn = 88;
const minMark = 2;
const gap = 1.5;
// The interval is printed beside; on a bar, a shorter line would read as a speck.
const minWhisker = 8;
/** Width of a bar of the other period and the gap beside it. */
const pastWidth = 10;
const pastGap = 3;
const pastHeight = 4;

/** Which drawing fits a card of this outer width. */
export function funnelMode(width: number, steps: number): FunnelMode {
  if (width < leastWidth) return 'tiny';
  if (width < 420) return 'stack';
  if (steps <= 8 && (contentWidth(width) - gutter) / steps >= minColumn) return 'columns';
  return width >= 720 ? 'rows' : 'stack';
}

/** Room inside a card of this outer width: border and padding (20, 16 when narrow) off. */
export function contentWidth(width: number): number {
  return width - 2 - (width < 420 ? 32 : 40);
}

/** Geometry of the columns in a content box of `width` x `height`. Bars share one scale: share of step one, 0 to 1. */
export function layoutColumns(
  result: FunnelNumbers,
  width: number,
  height: number,
  { past, before }: StepsBeside = {},
): ColumnsLayout {
  const shares = sharesOf(result);
  const pastShares = past ? sharesOf(past) : null;
  const aside = past ? pastWidth + pastGap : 0;
  // A share of 0..1 on a fixed axis needs no scale library: d3's would be a quarter of the whole first paint.
  const y = (share: number): number => height - share * height;
  const columnWidth = (width - gutter) / shares.length;
  const barWidth = round(Math.min(72, columnWidth * 0.45 - aside / 2));
  const pad = Math.min(12, columnWidth * 0.08);
  const roomForLabel = columnWidth - barWidth - aside >= 52;
  const tops = shares.map((share) => Math.min(y(share), share > 0 ? height - minMark : height));
  const steps = shares.map((_share, k) => {
    const x = round(gutter + k * columnWidth);
    const barX = x + aside;
    const top = tops[k]!;
    const beforeTop = Math.min(top, tops[before?.[k] ?? k - 1] ?? top);
    const bottom = top - gap;
    const leftTop = Math.min(beforeTop + 0.5, bottom - minMark);
    const interval = result.intervalFromStart[k];
    const low = y(interval?.[0] ?? 0);
    const high = y(interval?.[1] ?? 0);
    const last = k === shares.length - 1;
    return {
      x,
      bar: box(barX, top, barWidth, height - top),
      past: pastShares ? uprightPast(x, pastShares[k] ?? 0, height) : null,
      left: (result.dropOffCounts[k] ?? 0) > 0 ? box(barX + 0.5, leftTop, barWidth - 1, bottom - leftTop) : null,
      whisker: k > 0 && interval && low - high >= minWhisker ? ([round(low), round(high)] as const) : null,
      // Beside a low bar the label would stand on the level line: it goes above it.
      label:
        k > 0 && roomForLabel
          ? {
              x: round(barX + barWidth + 8),
              y: round(last ? Math.min(top + 11, height - 4) : top > height - 16 ? top - 4 : top + 13),
            }
          : null,
      connector: last ? null : { x1: round(barX + barWidth + 4), x2: round(x + columnWidth - 4), y: round(top + 0.5) },
      tint: { x: round(x - pad), width: round(columnWidth - Math.min(8, pad)) },
    };
  });
  return {
    width,
    height,
    gutter,
    columnWidth,
    ticks: [0, 0.25, 0.5, 0.75, 1].map((rate) => ({ y: round(y(rate)), rate })),
    steps,
  };
}

/** Geometry of lying bars of `width` x `height`, each in a box of its own that begins at 0, 0. */
export function layoutRows(
  result: FunnelNumbers,
  width: number,
  height: number,
  { past, before }: StepsBeside = {},
): RowsLayout {
  const pastShares = past ? sharesOf(past) : null;
  const shares = sharesOf(result);
  const x = (share: number): number => share * width;
  const ends = shares.map((share) => Math.max(x(share), share > 0 ? minMark : 0));
  const steps = shares.map((_share, k) => {
    const end = ends[k]!;
    const start = end + gap;
    const leftEnd = Math.max((ends[before?.[k] ?? k - 1] ?? end) - 0.5, start + minMark);
    const interval = result.intervalFromStart[k];
    const low = x(interval?.[0] ?? 0);
    const high = x(interval?.[1] ?? 0);
    return {
      bar: box(0, 0, end, height),
      past: pastShares
        ? box(0, height + 2, Math.max(x(pastShares[k] ?? 0), (pastShares[k] ?? 0) > 0 ? minMark : 0), pastHeight)
        : null,
      left:
        (result.dropOffCounts[k] ?? 0) > 0
          ? box(
              Math.min(start, width - minMark - 0.5),
              0.5,
              Math.min(leftEnd, width - 0.5) - Math.min(start, width - minMark - 0.5),
              height - 1,
            )
          : null,
      whisker: k > 0 && interval && high - low >= minWhisker ? ([round(low), round(high)] as const) : null,
    };
  });
  return { width, height: height + (past ? 2 + pastHeight : 0), steps };
}

function uprightPast(x: number, share: number, height: number): Box {
  const tall = share > 0 ? Math.max(share * height, minMark) : 0;
  return box(x, height - tall, pastWidth, tall);
}

/** Boxes that stand for a drawing that is not there yet, in its own places. */
export function skeleton(columns: boolean, width: number, steps: number): Box[] {
  const boxes: Box[] = [];
  for (let k = 0; k < steps; k++) {
    const share = 0.62 ** k;
    if (columns) {
      const pitch = (width - gutter) / steps;
      const x = gutter + k * pitch;
      const barHeight = 208 * share;
      boxes.push(box(x, 2, Math.min(56, pitch * 0.6), 10), box(x, 20, Math.min(72, pitch * 0.7), 18));
      boxes.push(box(x, 50 + 208 - barHeight, Math.min(72, pitch * 0.45), barHeight));
    } else {
      boxes.push(box(0, k * 46, 64, 10), box(0, k * 46 + 18, width * share, 14));
    }
  }
  return boxes;
}

function sharesOf(result: FunnelNumbers): number[] {
  const first = result.stepCounts[0] ?? 0;
  return result.stepCounts.map((count) => (first > 0 ? count / first : 0));
}

function box(x: number, y: number, width: number, height: number): Box {
  return { x: round(x), y: round(y), width: round(Math.max(0, width)), height: round(Math.max(0, height)) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * Names cut to `units` (a Latin letter is one, a Han character two): at the end, or in the middle where two names
 * would look the same when cut at the end. Whole characters only, no half of a pair.
 */
export function shortNames(names: readonly string[], units: number): string[] {
  const ends = names.map((name) => cutEnd(name, units));
  return names.map((name, i) => {
    const twin = ends[i] !== name && ends.some((other, j) => j !== i && other === ends[i] && names[j] !== name);
    return twin ? cutMiddle(name, units) : ends[i]!;
  });
}

function cutEnd(name: string, units: number): string {
  if (textUnits(name) <= units) return name;
  return `${take([...name], units - 1)
    .join('')
    .trimEnd()}…`;
}

function cutMiddle(name: string, units: number): string {
  const letters = [...name];
  const tail = take([...letters].reverse(), Math.ceil((units - 1) * 0.6)).reverse();
  const head = take(letters, units - 1 - textUnits(tail.join('')));
  return `${head.join('')}…${tail.join('')}`;
}

function take(letters: readonly string[], units: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const letter of letters) {
    used += textUnits(letter);
    if (used > units) break;
    taken.push(letter);
  }
  return taken;
}

function textUnits(text: string): number {
  let units = 0;
  for (const letter of text)
    units +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u.test(
        letter,
      )
        ? 2
        : 1;
  return units;
}

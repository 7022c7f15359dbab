import type { HeatmapCells } from '../../worker/protocol/heatmap.js';

/** Amounts on a grid over a page; item `row * cols + col`. */
export interface Field {
  readonly cols: number;
  readonly rows: number;
  readonly values: Float64Array;
}

/** A part of the page, all four as shares of its width and height. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const wholePage: Part = { left: 0, top: 0, width: 1, height: 1 };

/** A field of zeros. */
export function emptyField(cols: number, rows: number): Field {
  return { cols, rows, values: new Float64Array(cols * rows) };
}

/**
 * Adds the counts of a grid that lies over a part of the page. A count is shared out over the field's cells by the area
 * its own cell covers of each, so that none is lost and none invented inside the page.
 *
 * @param cols, rows of the grid that `cells` belong to
 * @param sign -1 takes the counts away
 */
export function addCells(
  field: Field,
  cells: HeatmapCells,
  cols: number,
  rows: number,
  part: Part = wholePage,
  sign: 1 | -1 = 1,
): void {
  if (
    part.left === 0 &&
    part.top === 0 &&
    part.width === 1 &&
    part.height === 1 &&
    cols === field.cols &&
    rows === field.rows
  ) {
    for (let i = 0; i < cells.counts.length; i++) {
      field.values[cells.rows[i]! * cols + cells.cols[i]!]! += sign * cells.counts[i]!;
    }
    return;
  }
  const across = shares(part.left, part.width, cols, field.cols);
  const down = shares(part.top, part.height, rows, field.rows);
  for (let i = 0; i < cells.counts.length; i++) {
    for (const [row, high] of down[cells.rows[i]!]!) {
      for (const [col, wide] of across[cells.cols[i]!]!) {
        field.values[row * field.cols + col]! += sign * cells.counts[i]! * high * wide;
      }
    }
  }
}

/** For each of `from` cells over a part of a line: the cells of the line that it falls on, with its share in each. */
function shares(start: number, length: number, from: number, to: number): Array<Array<readonly [number, number]>> {
  return Array.from({ length: from }, (_, i) => {
    const low = (start + (length * i) / from) * to;
    const high = (start + (length * (i + 1)) / from) * to;
    if (!(high - low > 1e-9)) return [[clamp(Math.floor(low), to), 1] as const];
    const found: Array<readonly [number, number]> = [];
    for (let cell = Math.floor(low); cell < high; cell++) {
      const share = (Math.min(high, cell + 1) - Math.max(low, cell)) / (high - low);
      if (share > 0) found.push([clamp(cell, to), share]);
    }
    return found;
  });
}

function clamp(cell: number, length: number): number {
  return Math.max(0, Math.min(length - 1, cell));
}

/**
 * Spreads every amount over its neighbours: three box means one after the other, which come close to a normal
 * distribution. What would fall beyond an edge stays on the page, so the sum does not change.
 *
 * @param sigma Standard deviation in cells
 */
export function smooth({ cols, rows, values }: Field, sigma: number): Field {
  const out = values.slice();
  const between = new Float64Array(out.length);
  for (const radius of boxRadii(sigma)) {
    if (radius === 0) continue;
    for (let row = 0; row < rows; row++) boxLine(out, between, row * cols, 1, cols, radius);
    for (let col = 0; col < cols; col++) boxLine(between, out, col, cols, rows, radius);
  }
  return { cols, rows, values: out };
}

// Kovesi, "Fast Almost-Gaussian Filtering" (2010): widths of n boxes whose variances add up to that of the normal distribution.
function boxRadii(sigma: number): number[] {
  const boxes = 3;
  const ideal = Math.sqrt((12 * sigma * sigma) / boxes + 1);
  let low = Math.floor(ideal);
  if (low % 2 === 0) low--;
  const narrow = Math.round((12 * sigma * sigma - boxes * low * low - 4 * boxes * low - 3 * boxes) / (-4 * low - 4));
  return Array.from({ length: boxes }, (_, i) => ((i < narrow ? low : low + 2) - 1) / 2);
}

/** One line of a box mean. Beyond an end the line is mirrored, its last cell included. */
function boxLine(
  from: Float64Array,
  to: Float64Array,
  start: number,
  stride: number,
  length: number,
  radius: number,
): void {
  const width = 2 * radius + 1;
  const at = (i: number): number => from[start + mirrored(i, length) * stride]!;
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += at(i);
  for (let i = 0; i < length; i++) {
    to[start + i * stride] = sum / width;
    const next = i + radius + 1;
    const last = i - radius;
    sum +=
      (next < length ? from[start + next * stride]! : at(next)) - (last >= 0 ? from[start + last * stride]! : at(last));
  }
}

function mirrored(i: number, length: number): number {
  const period = 2 * length;
  const place = ((i % period) + period) % period;
  return place < length ? place : period - 1 - place;
}

const ladder = [1, 2, 3, 4, 6, 8, 10] as const;
// Shares of the peak at which the five bands begin: wide steps below, where most of the page is.
const bandShares = [0.04, 0.12, 0.26, 0.45, 0.68] as const;

/** Round lower bounds of the five bands, ascending; fewer where rounding makes two equal, none for an empty field. */
export function bandBounds(peak: number): number[] {
  if (!(peak > 0)) return [];
  return [...new Set(bandShares.map((share) => roundDown(peak * share)))];
}

function roundDown(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const digit = value / unit;
  let best = 1;
  for (const rung of ladder) if (rung <= digit + 1e-9) best = rung;
  return Number((best * unit).toPrecision(6));
}

/** Greatest value of a field; 0 for an empty one. */
export function peakOf({ values }: Field): number {
  let peak = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > peak) peak = values[i]!;
  return peak;
}

/** Closed outlines as `x0, y0, x1, y1, ...`, in cells of the field from its upper left corner. */
export type Outline = readonly number[];

/**
 * Outlines of where a field is at least `bound`: fill them by the even-odd rule. Values count at the middle of their
 * cells and run straight in between (marching squares); beyond the page they are 0, so that every outline closes.
 */
export function outlines({ cols, rows, values }: Field, bound: number): Outline[] {
  const width = cols + 1;
  // Each outline crosses an edge between two neighbours once. Edges are numbered by their upper or left cell, twice.
  const next = new Map<number, number>();
  const value = (col: number, row: number): number => {
    return col < 0 || row < 0 || col >= cols || row >= rows ? 0 : values[row * cols + col]!;
  };
  const edge = (col: number, row: number, down: 0 | 1): number => ((row + 1) * (width + 1) + col + 1) * 2 + down;
  const none = new Float64Array(cols + 1);
  const line = (row: number): Float64Array =>
    row < 0 || row >= rows ? none : values.subarray(row * cols, (row + 1) * cols);
  for (let row = -1; row < rows; row++) {
    const above = line(row);
    const below = line(row + 1);
    let upper = 0;
    let lower = 0;
    for (let col = -1; col < cols; col++) {
      const a = upper;
      const d = lower;
      const last = col + 1 === cols;
      const b = (upper = last ? 0 : above[col + 1]!);
      const c = (lower = last ? 0 : below[col + 1]!);
      const kind = (a >= bound ? 1 : 0) | (b >= bound ? 2 : 0) | (c >= bound ? 4 : 0) | (d >= bound ? 8 : 0);
      if (kind === 0 || kind === 15) continue;
      const sides = [edge(col, row, 0), edge(col + 1, row, 1), edge(col, row + 1, 0), edge(col, row, 1)] as const;
      // Two corners across from each other: the mean in the middle says whether they are joined.
      const turn = kind === 5 || kind === 10 ? ((a + b + c + d) / 4 >= bound ? 1 : 0) : 0;
      const pairs = segments[kind === 5 ? 15 + turn : kind === 10 ? 17 + turn : kind]!;
      for (let i = 0; i < pairs.length; i += 2) next.set(sides[pairs[i]!]!, sides[pairs[i + 1]!]!);
    }
  }
  const point = (id: number, into: number[]): void => {
    const cell = id >> 1;
    const col = (cell % (width + 1)) - 1;
    const row = Math.floor(cell / (width + 1)) - 1;
    const down = (id & 1) === 1;
    const from = value(col, row);
    const to = down ? value(col, row + 1) : value(col + 1, row);
    const part = (bound - from) / (to - from);
    // Beyond the page the outline runs along its edge.
    const x = col + 0.5 + (down ? 0 : part);
    const y = row + 0.5 + (down ? part : 0);
    into.push(Math.max(0, Math.min(cols, x)), Math.max(0, Math.min(rows, y)));
  };
  const found: number[][] = [];
  while (next.size > 0) {
    const first: number = next.keys().next().value!;
    const outline: number[] = [];
    let at: number | undefined = first;
    while (at !== undefined && next.has(at)) {
      point(at, outline);
      const after: number = next.get(at)!;
      next.delete(at);
      at = after;
    }
    found.push(outline);
  }
  return found;
}

// By which of the corners (upper left 1, upper right 2, lower right 4, lower left 8) lie inside: from which side to
// which an outline runs, with the inside on its right. Sides: 0 upper, 1 right, 2 lower, 3 left.
const segments: readonly (readonly number[])[] = [
  [], // none
  [3, 0],
  [0, 1],
  [3, 1],
  [1, 2],
  [],
  [0, 2],
  [3, 2],
  [2, 3],
  [2, 0],
  [],
  [2, 1],
  [1, 3],
  [1, 0],
  [0, 3],
  [3, 0, 1, 2], // 5, apart
  [3, 2, 1, 0], // 5, joined
  [0, 1, 2, 3], // 10, apart
  [0, 3, 2, 1], // 10, joined
];

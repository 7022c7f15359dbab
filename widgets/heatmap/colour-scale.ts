/** How values are cut into colours: equal widths, equal ratios, or about as many cells in each. */
export type ScaleKind = 'linear' | 'log' | 'even';

/** Colour steps of an amount. Both arrays are of equal length, ascending; empty where there is nothing to colour. */
export interface ColourScale {
  /** Lower bound of each step. A value above 0 and below the first bound is coloured as the first step. */
  readonly bounds: readonly number[];
  /** Which of the nine colours `--tp-seq-1..9` each step has. */
  readonly steps: readonly number[];
}

const most = 8;
const wholeWidths = [1, 2, 3, 4, 5, 6, 8] as const;
const widths = [1, 2, 2.5, 3, 4, 5, 6, 8] as const;
// Coarser from line to line; the first that needs no more than eight steps is taken.
const ladders = [[1, 2, 5], [1, 3], [1]] as const;

/**
 * Round lower bounds for some amounts; values of 0 and below take no part.
 *
 * @param whole Amounts are counts: no bound lies between two whole numbers
 * @param least Smallest amount that is shown, e.g. a threshold for small cells; no bound is below it
 */
export function colourScale(values: ArrayLike<number>, kind: ScaleKind, whole: boolean, least = 0): ColourScale {
  const positive = Float64Array.from(values as ArrayLike<number>).filter((value) => value > 0 && value >= least);
  if (positive.length === 0) return { bounds: [], steps: [] };
  positive.sort();
  const min = positive[0]!;
  const max = positive[positive.length - 1]!;
  const floor = Math.max(least, whole ? 1 : 0);
  const cut = kind === 'log' ? logBounds(min, max) : kind === 'even' ? evenBounds(positive) : linearBounds(max, whole);
  const rounded = whole ? cut.map((bound) => Math.round(bound)) : cut;
  const bounds = [...new Set([Math.min(floor, min), ...rounded])].filter((bound) => bound >= floor && bound <= max);
  // Where all bounds but the floor lie above the greatest value there is one step left.
  const kept = (bounds.length > 0 ? bounds : [Math.min(floor, max)]).sort((a, b) => a - b);
  // A ladder starts below the smallest value; a bound under it that nothing falls into says nothing.
  while (kept.length > 1 && kept[1]! <= min) kept.shift();
  return { bounds: kept, steps: spread(kept.length) };
}

/** Colour of an amount, 1..9; 0 for none. */
export function stepOf({ bounds, steps }: ColourScale, value: number): number {
  if (!(value > 0) || bounds.length === 0) return 0;
  let place = 0;
  while (place + 1 < bounds.length && bounds[place + 1]! <= value) place++;
  return steps[place]!;
}

function linearBounds(max: number, whole: boolean): number[] {
  const width = niceWidth(max / most, whole);
  const bounds: number[] = [];
  // Multiplied, not added up: 0.1 added thrice is not 0.3.
  for (let k = 1; k * width <= max * (1 + 1e-12); k++) bounds.push(tidy(k * width));
  return bounds;
}

function niceWidth(least: number, whole: boolean): number {
  if (whole && least <= 1) return 1;
  const unit = 10 ** Math.floor(Math.log10(least));
  const choices = unit < 10 && whole ? wholeWidths : widths;
  for (const factor of choices) if (factor * unit >= least * (1 - 1e-12)) return tidy(factor * unit);
  return tidy(10 * unit);
}

function logBounds(min: number, max: number): number[] {
  const low = Math.floor(Math.log10(min) + 1e-12);
  const high = Math.floor(Math.log10(max) + 1e-12);
  for (const ladder of ladders) {
    const bounds = rungs(ladder, low, high, 1).filter((bound, i, all) => bound <= max && (all[i + 1] ?? max + 1) > min);
    if (bounds.length <= most) return bounds;
  }
  const every = Math.ceil((high - low + 1) / most);
  return rungs([1], low, high, every);
}

function rungs(ladder: readonly number[], low: number, high: number, every: number): number[] {
  const bounds: number[] = [];
  for (let power = low; power <= high; power += every) for (const rung of ladder) bounds.push(tidy(rung * 10 ** power));
  return bounds;
}

/** @param sorted ascending, not empty */
function evenBounds(sorted: Float64Array): number[] {
  const bounds: number[] = [];
  for (let k = 0; k < most; k++) bounds.push(twoDigits(sorted[Math.floor((k * sorted.length) / most)]!));
  return bounds;
}

/** Rounded down to two digits that matter. */
function twoDigits(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value) + 1e-12) - 1);
  return tidy(Math.floor(value / unit + 1e-9) * unit);
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Colours of `count` steps: as far apart as they can be; the palest is used only where there are many. */
function spread(count: number): number[] {
  if (count === 1) return [5];
  const low = count <= 5 ? 2 : 1;
  const high = count >= 9 ? 9 : 8;
  return Array.from({ length: count }, (_, i) => Math.round(low + (i * (high - low)) / (count - 1)));
}

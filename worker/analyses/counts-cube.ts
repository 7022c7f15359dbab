import { countActors, countBlocks, type Blocks } from '../kernels/count-blocks.js';
import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { timeIndexOf } from '../store/time-index.js';
import type { StoreView } from '../store/view.js';
import { codeColumn } from './row-codes.js';
import { bitsOfWord, numbers, sliceRows } from './selector.js';

/** What tells the rows of a cube apart: the codes of up to two columns, as one number, the tuple. */
export interface CubeDims {
  /** Equal for equal columns. */
  readonly key: string;
  readonly codes: readonly NumericArray[];
  /** Different codes of the second column; 1 without one. */
  readonly size: number;
  /** Different tuples, those that no row has included. */
  readonly tuples: number;
}

/** Which identified rows a cube counts. */
export type CubeRows =
  | { readonly kind: 'all' }
  /** Those of some actors, a bit each. */
  | { readonly kind: 'actors'; readonly words: NumericArray }
  /** Those of a mask. */
  | { readonly kind: 'rows'; readonly words: NumericArray };

/**
 * Rows by block of time and tuple, added up along time: what lies between two beginnings of blocks is one subtraction.
 *
 *   block     0     1     2              before = [0 0  2 1  2 4  3 4], of two tuples; one block more than there are
 *   tuple     0 1   0 1   0 1
 *   rows      2 1   0 3   1 0
 */
export interface Cube {
  readonly dims: CubeDims;
  readonly rows: CubeRows;
  readonly blocks: Blocks;
  /** Rows of a tuple before a block: item `block * tuples + tuple`. */
  readonly before: NumericArray;
}

/** Lengths of blocks, each a multiple of those before: calendars mostly begin their buckets at one of them. */
const widths = [1, 10, 100, 1000, 10_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000];
const HOUR = 3_600_000;
/** So many cells lie near the processor while rows are counted into them. */
const nearCells = 1 << 18;
const mostCubeCells = 1 << 21;

/**
 * The blocks of a cube, whole ones of UTC: as short as some 250,000 cells allow; if that is longer than an hour, as short
 * as 2 million do.
 *
 * @param from first time, ms UTC
 * @param to just after the last
 * @returns null where even the longest blocks are too many
 */
export function cubeBlocks(view: StoreView, tuples: number, from: number, to: number): Blocks | null {
  const most = Math.min(mostCubeCells, Math.max(1 << 16, view.rows / 2));
  const width = Math.min(finest(tuples, from, to, nearCells), Math.max(HOUR, finest(tuples, from, to, most)));
  return width === Infinity ? null : blocksOf(view, width, from, to);
}

/** Longer blocks, so that a cell is a number of two bytes; the same ones where there are no such. */
export function longerBlocks(view: StoreView, blocks: Blocks, tuples: number, from: number, to: number): Blocks {
  const width = Math.max(blocks.width, finest(tuples, from, to, 1 << 16));
  return width === Infinity ? blocks : blocksOf(view, width, from, to);
}

/** The shortest length that makes no more cells than these. */
function finest(tuples: number, from: number, to: number, cells: number): number {
  return widths.find((width) => countOf(width, from, to) * tuples <= cells) ?? Infinity;
}

function blocksOf(view: StoreView, width: number, from: number, to: number): Blocks {
  return { width, count: countOf(width, from, to), shift: view.timeBase - Math.floor(from / width) * width };
}

function countOf(width: number, from: number, to: number): number {
  return Math.floor((to - 1) / width) - Math.floor(from / width) + 1;
}

/** Bytes of a cube. */
export function cubeBytes(view: StoreView, dims: CubeDims, blocks: Blocks): number {
  return (blocks.count + 1) * dims.tuples * (Array.isArray(view.time) ? 8 : 4);
}

/** Counts all rows: one pass. */
export function* wholeCube(view: StoreView, dims: CubeDims, blocks: Blocks): Steps<Cube> {
  const cells = cellsOf(view, dims, blocks);
  yield* countRun(view, cells, dims, blocks, 0, view.rows);
  return { dims, blocks, rows: { kind: 'all' }, before: yield* addUp(cells, dims) };
}

/**
 * Counts the rows of some actors, or those of all others, whichever are fewer, and takes them from the whole.
 *
 * @param blocks those of the whole, or longer ones
 * @param codes `cubeCodes` of the view by these blocks
 */
export function* actorsCube(
  view: StoreView,
  whole: Cube,
  blocks: Blocks,
  codes: NumericArray,
  words: NumericArray,
): Steps<Cube> {
  const { dims } = whole;
  const flip = bitsOf(words) * 2 > view.actors ? -1 : 0;
  const cells = cellsOf(view, dims, blocks);
  // Some 16,000 rows, where actors have about as many as they have on average.
  const slice = Math.max(1, Math.floor((sliceRows * words.length) / (view.rows + 1)));
  for (let from = 0; from < words.length; from += slice) {
    const to = Math.min(from + slice, words.length);
    countActors(cells, codes, view.offsets, words, flip, view.actors, from, to);
    yield sliceRows;
  }
  const before = yield* addUp(cells, dims);
  if (flip !== 0) takeFrom(whole, blocks, before);
  return { dims, blocks, rows: { kind: 'actors', words }, before };
}

/** The cell of every row: its block and tuple as one number. */
export function* cubeCodes(view: StoreView, { tuples, codes, size }: CubeDims, blocks: Blocks): Steps<NumericArray> {
  const cells = codeColumn(view, blocks.count * tuples);
  const [first, second] = codes;
  const { time } = view;
  const { shift, width } = blocks;
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    for (let row = from; row < to; row++) cells[row] = (((time[row]! + shift) / width) | 0) * tuples;
    if (first) for (let row = from; row < to; row++) cells[row] = cells[row]! + first[row]! * size;
    if (second) for (let row = from; row < to; row++) cells[row] = cells[row]! + second[row]!;
    yield to - from;
  }
  return cells;
}

/** Counts the rows of a mask. */
export function* maskedCube(view: StoreView, dims: CubeDims, blocks: Blocks, words: NumericArray): Steps<Cube> {
  const cells = cellsOf(view, dims, blocks);
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    for (let row = from; row < to;) {
      const word = words[row >>> 5]!;
      if (((word >>> (row & 31)) & 1) === 0) {
        row = word === 0 ? (row | 31) + 1 : row + 1;
        continue;
      }
      const first = row++;
      while (row < to && ((words[row >>> 5]! >>> (row & 31)) & 1) === 1) row++;
      countBlocks(cells, dims.tuples, blocks, view.time, dims.codes, dims.size, first, row);
    }
    yield to - from;
  }
  return { dims, blocks, rows: { kind: 'rows', words }, before: yield* addUp(cells, dims) };
}

/** Whether an instant, ms UTC, is where a block begins: then reading there costs nothing. */
export function beginsBlock(instant: number, { width }: Blocks): boolean {
  return instant % width === 0;
}

/**
 * Rows by tuple before an instant, ms UTC. Within a block the rows are looked at one by one, through the time index.
 * @param into written anew; one item a tuple
 */
export function* readCube(view: StoreView, cube: Cube, instant: number, into: NumericArray): Steps<void> {
  const { blocks, before, dims } = cube;
  const { tuples, codes, size } = dims;
  const time = instant - view.timeBase;
  const at = Math.floor((time + blocks.shift) / blocks.width);
  const block = Math.max(0, Math.min(blocks.count, at));
  for (let tuple = 0, cell = block * tuples; tuple < tuples; tuple++, cell++) into[tuple] = before[cell]!;
  const begin = block * blocks.width - blocks.shift;
  if (block !== at || time <= begin) return;
  const { starts, spanOf, rows, actorNear } = yield* timeIndexOf(view);
  const [first, second] = codes;
  const passes = rowTest(view, cube.rows, actorNear);
  const end = starts[spanOf(time) + 1]!;
  for (let k = starts[spanOf(begin)]!; k < end; k++) {
    if ((k & 0x3fff) === 0) yield 0x4000;
    const row = rows[k]!;
    const t = view.time[row]!;
    if (t < begin || t >= time || !passes(row)) continue;
    const tuple = first ? first[row]! * size + (second ? second[row]! : 0) : 0;
    into[tuple] = into[tuple]! + 1;
  }
}

function rowTest(view: StoreView, rows: CubeRows, actorNear: NumericArray): (row: number) => boolean {
  if (rows.kind === 'all') return () => true;
  const { words } = rows;
  if (rows.kind === 'rows') return (row) => ((words[row >>> 5]! >>> (row & 31)) & 1) === 1;
  const { offsets } = view;
  return (row) => {
    let actor = actorNear[row >>> 5]!;
    while (offsets[actor + 1]! <= row) actor++;
    return ((words[actor >>> 5]! >>> (actor & 31)) & 1) === 1;
  };
}

/** Room for one block more than there are: the sums begin at 0. */
function cellsOf(view: StoreView, { tuples }: CubeDims, { count }: Blocks): NumericArray {
  return numbers(view, (count + 1) * tuples);
}

function* countRun(
  view: StoreView,
  cells: NumericArray,
  { tuples, codes, size }: CubeDims,
  blocks: Blocks,
  from: number,
  to: number,
): Steps<void> {
  for (let start = from; start < to; start += sliceRows) {
    const end = Math.min(start + sliceRows, to);
    countBlocks(cells, tuples, blocks, view.time, codes, size, start, end);
    yield end - start;
  }
}

/** What is left of the whole without the rows before each block. */
function takeFrom(whole: Cube, blocks: Blocks, before: NumericArray): void {
  const { tuples } = whole.dims;
  for (let block = 0; block <= blocks.count; block++) {
    const begin = block * blocks.width - blocks.shift + whole.blocks.shift;
    const at = Math.max(0, Math.min(whole.blocks.count, begin / whole.blocks.width)) * tuples;
    for (let tuple = 0, cell = block * tuples; tuple < tuples; tuple++, cell++) {
      before[cell] = whole.before[at + tuple]! - before[cell]!;
    }
  }
}

/** Counts by block become counts before each block. */
function* addUp(cells: NumericArray, { tuples }: CubeDims): Steps<NumericArray> {
  const sums = numbersLike(cells, tuples);
  for (let cell = 0, tuple = 0; cell < cells.length; cell++, tuple++) {
    if (tuple === tuples) tuple = 0;
    const own = cells[cell]!;
    cells[cell] = sums[tuple]!;
    sums[tuple] = sums[tuple]! + own;
    if ((cell & 0x3fff) === 0x3fff) yield 0;
  }
  return cells;
}

function numbersLike(cells: NumericArray, length: number): NumericArray {
  return Array.isArray(cells) ? Array.from<number>({ length }).fill(0) : new Uint32Array(length);
}

function bitsOf(words: NumericArray): number {
  let bits = 0;
  for (let i = 0; i < words.length; i++) bits += bitsOfWord(words[i]!);
  return bits;
}

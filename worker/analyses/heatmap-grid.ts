import { countCells, type CellCounts } from '../kernels/count-cells.js';
import type { NumericArray } from '../protocol/batch.js';
import type { Filter } from '../protocol/filter.js';
import type { HeatmapGridMark, HeatmapGridResult, HeatmapGridSpec } from '../protocol/heatmap.js';
import type { Steps } from '../steps.js';
import type { RowMask, StoreView } from '../store/view.js';
import { deadClicks } from './dead-click.js';
import { rowsThat } from './marked-rows.js';
import { compileNumbers, constant, type ReadNumbers } from './number-column.js';
import { rageClicks } from './rage-click.js';
import { resultMeta } from './result-meta.js';
import { codeColumn, rowCodes } from './row-codes.js';
import { compileScope } from './scope.js';
import { allOf, compileFilter, numbers, sliceRows, type RowTest } from './selector.js';

// Codes of rows that are in no cell; the cells follow, by (class, col, row).
const noPosition = 0;
const noSize = 1;
const outside = 2;
const otherLayer = 3;
const firstCell = 4;

/**
 * Counts pointer positions by cell (`docs/concepts/heatmap.md`). The cell of every row is kept with the view, so that
 * another filter costs one look at a small number a row.
 *
 * @param spec checked at the door
 * @param mask rows that the job's filter lets through; null = all
 */
export function* heatmapGrid(view: StoreView, spec: HeatmapGridSpec, mask: RowMask | null): Steps<HeatmapGridResult> {
  const codes = yield* cellOfRows(view, spec);
  const scope = yield* scopeOf(view, spec, mask);
  const length = firstCell + classesOf(spec) * spec.cols * spec.rows;
  const cells: CellCounts = {
    counts: numbers(view, length),
    actors: numbers(view, length),
    last: numbers(view, length),
    first: firstCell,
    total: 0,
    lastTotal: 0,
    actor: 0,
  };
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    countCells(cells, codes, scope?.(from, to) ?? null, view.offsets, from, to);
    yield to - from;
  }
  return yield* conclude(view, spec, cells);
}

/** The rows behind a mark, ascending; as many as it counts. */
export function* heatmapGridRows(
  view: StoreView,
  spec: HeatmapGridSpec,
  mask: RowMask | null,
  mark: HeatmapGridMark,
): Steps<ArrayLike<number>> {
  const codes = yield* cellOfRows(view, spec);
  const [low, high] = codesOf(spec, mark);
  const scope = yield* scopeOf(view, spec, mask);
  const passes = numbers(view, Math.min(sliceRows, view.rows));
  const test: RowTest = (from, to) => {
    const inScope = scope?.(from, to);
    for (let i = from; i < to; i++) {
      const within = codes[i]! >= low && codes[i]! <= high;
      passes[i - from] = within && (!inScope || inScope[i - from] !== 0) ? 1 : 0;
    }
    return passes;
  };
  return yield* rowsThat(view, test);
}

/** The rows of filter, `range`, `where` and `only` together; null = all. */
function* scopeOf(view: StoreView, spec: HeatmapGridSpec, mask: RowMask | null): Steps<RowTest | null> {
  const scope = compileScope(view, spec, mask);
  const { only } = spec;
  if (!only) return scope;
  const rows =
    only.kind === 'rageClick'
      ? yield* (yield* rageClicks(view, only, mask)).rows({ kind: 'clicks' })
      : yield* (yield* deadClicks(view, only, mask)).rows({ kind: 'dead' });
  const chosen = numbers(view, Math.min(sliceRows, view.rows));
  // Rows come actor by actor, as the view has them: one walk along both.
  const sorted = Array.from(rows).sort((a, b) => a - b);
  let next = 0;
  const test: RowTest = (from, to) => {
    if (next > 0 && sorted[next - 1]! >= from) next = 0;
    for (let i = from; i < to; i++) {
      while (next < sorted.length && sorted[next]! < i) next++;
      chosen[i - from] = sorted[next] === i ? 1 : 0;
    }
    return chosen;
  };
  return scope ? allOf(view, [scope, test]) : test;
}

/** Classes of viewport widths; one where none are asked. */
export function classesOf(spec: HeatmapGridSpec): number {
  return (spec.viewportClasses?.length ?? 0) + 1;
}

/** First and last code of the rows of a mark. */
function codesOf(spec: HeatmapGridSpec, mark: HeatmapGridMark): [number, number] {
  switch (mark.kind) {
    case 'cell': {
      const code = firstCell + ((mark.class ?? 0) * spec.cols + mark.col) * spec.rows + mark.row;
      return [code, code];
    }
    case 'points':
      return [firstCell, Infinity];
    case 'outside':
      return [outside, outside];
    case 'noSize':
      return [noSize, noSize];
  }
}

function cellOfRows(view: StoreView, spec: HeatmapGridSpec): Steps<NumericArray> {
  const { cols, rows, anchor = 'page', viewportClasses = [] } = spec;
  return rowCodes(view, JSON.stringify(['grid', cols, rows, anchor, viewportClasses]), () => binRows(view, spec));
}

function* binRows(view: StoreView, spec: HeatmapGridSpec): Steps<NumericArray> {
  const { cols, rows, anchor = 'page', viewportClasses = [] } = spec;
  const readX = compileNumbers(view, 'x');
  const readY = compileNumbers(view, 'y');
  const [readLeft, readTop, readWidth, readHeight] = boxOf(view, anchor);
  const readViewport = viewportClasses.length > 0 ? compileNumbers(view, 'viewportWidth') : constant(view, 1);
  const wanted = anchor === 'fixed' ? 1 : 0;
  const readLayer = anchor === 'element' ? constant(view, wanted) : compileFilter(view, fixedRows);
  const codes = codeColumn(view, firstCell + classesOf(spec) * cols * rows);
  for (let from = 0; from < view.rows; from += sliceRows) {
    const to = Math.min(from + sliceRows, view.rows);
    const x = readX(from, to);
    const y = readY(from, to);
    const left = readLeft(from, to);
    const top = readTop(from, to);
    const width = readWidth(from, to);
    const height = readHeight(from, to);
    const viewport = readViewport(from, to);
    const layer = readLayer(from, to);
    for (let i = 0; i < to - from; i++) {
      const across = x[i]! - left[i]!;
      const down = y[i]! - top[i]!;
      let code = firstCell;
      if (Number.isNaN(x[i]! + y[i]!)) code = noPosition;
      else if (layer[i] !== wanted) code = otherLayer;
      else if (!(width[i]! > 0 && height[i]! > 0 && viewport[i]! > 0) || Number.isNaN(across + down)) code = noSize;
      else if (across < 0 || across > width[i]! || down < 0 || down > height[i]!) code = outside;
      else {
        // Multiplied before divided: exact for whole pixels.
        const col = Math.min(cols - 1, Math.floor((across * cols) / width[i]!));
        const row = Math.min(rows - 1, Math.floor((down * rows) / height[i]!));
        code += (classOf(viewportClasses, viewport[i]!) * cols + col) * rows + row;
      }
      codes[from + i] = code;
    }
    yield to - from;
  }
  return codes;
}

const fixedRows: Filter = { kind: 'rows', match: [{ where: [{ prop: 'fixed', op: 'eq', value: true }] }] };

type Box = readonly [left: ReadNumbers, top: ReadNumbers, width: ReadNumbers, height: ReadNumbers];

/** What positions relate to. */
function boxOf(view: StoreView, anchor: NonNullable<HeatmapGridSpec['anchor']>): Box {
  const read = (name: string): ReadNumbers => compileNumbers(view, name);
  switch (anchor) {
    case 'page':
      return [constant(view, 0), constant(view, 0), read('docWidth'), read('docHeight')];
    case 'element':
      return [read('elementLeft'), read('elementTop'), read('elementWidth'), read('elementHeight')];
    case 'fixed':
      // Few pages scroll sideways, and few sources tell.
      return [compileNumbers(view, 'scrollX', 0), read('scrollY'), read('viewportWidth'), read('viewportHeight')];
  }
}

function classOf(boundaries: readonly number[], width: number): number {
  let place = 0;
  while (place < boundaries.length && boundaries[place]! <= width) place++;
  return place;
}

function* conclude(view: StoreView, spec: HeatmapGridSpec, counted: CellCounts): Steps<HeatmapGridResult> {
  const { counts } = counted;
  const cells = { classes: [] as number[], cols: [] as number[], rows: [] as number[], counts: [] as number[] };
  const actors: number[] = [];
  let points = 0;
  for (let code = firstCell; code < counts.length; code++) {
    if ((code & 0x3fff) === 0) yield 0;
    if (counts[code] === 0) continue;
    const cell = code - firstCell;
    const column = Math.floor(cell / spec.rows);
    cells.classes.push(Math.floor(column / spec.cols));
    cells.cols.push(column % spec.cols);
    cells.rows.push(cell % spec.rows);
    cells.counts.push(counts[code]!);
    actors.push(counted.actors[code]!);
    points += counts[code]!;
  }
  const apart = { outside: counts[outside]!, noSize: counts[noSize]!, noPosition: counts[noPosition]! };
  const rows = points + apart.outside + apart.noSize + apart.noPosition + counts[otherLayer]!;
  return {
    kind: 'heatmapGrid',
    cells: { ...cells, actors },
    points,
    actors: counted.total,
    ...apart,
    otherLayer: counts[otherLayer]!,
    meta: resultMeta(view, rows),
  };
}

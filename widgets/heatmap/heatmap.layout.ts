import type { MatrixModel } from './matrix-model.js';

/** A rectangle in px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cell's place, or a total's: row -1 is the total of its column, a column past the last the total of its row. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Rows and columns of a rectangle, first and last. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Geometry of a matrix, in px from its upper left corner. */
export interface MatrixLayout {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
  /** Where the first cell begins, and from one to the next. */
  readonly left: number;
  readonly top: number;
  readonly pitchX: number;
  readonly pitchY: number;
  /** Between two cells. */
  readonly gap: number;
  /** Room for the bars of the totals above, and right; 0 without. */
  readonly barsAbove: number;
  readonly barsRight: number;
  /** Base of the bars above. */
  readonly baseY: number;
  /** Whether values have room in the cells. */
  readonly printed: boolean;
  /** Every how many columns a label has room. */
  readonly labelEvery: number;
  /** Every how many rows. */
  readonly rowLabelEvery: number;
  /** True where the drawing is wider than its place and scrolls. */
  readonly scrolls: boolean;
}

/** What a matrix is laid out for. */
export interface MatrixRoom {
  /** Width of the place, px. */
  readonly width: number;
  readonly rows: number;
  readonly columns: number;
  /** Width of the longest row label, and of the longest column label, px. */
  readonly rowLabel: number;
  readonly columnLabel: number;
  /** Width of the longest printed value, px; 0 prints none. */
  readonly value: number;
  /** Width of the longest total at the right, px; 0 draws no totals there. */
  readonly total: number;
}

const leastCell = { width: 12, height: 14 } as const;
const printCell = { width: 28, height: 24 } as const;
const widestPitch = 96;
const barAbove = 30;
const narrowWidth = 420;

/** Whether a week stands on its side: hours down, days across, so that cells keep their least width. */
export function weekStands(width: number, rowLabel: number): boolean {
  return (width - rowLabel - 8) / 24 < leastCell.width + 1;
}

/** Places of cells, totals and labels. */
export function layoutMatrix(room: MatrixRoom): MatrixLayout {
  const { width, rows, columns } = room;
  const narrow = width < narrowWidth;
  const left = Math.ceil(Math.min(room.rowLabel, width * 0.4)) + 10;
  const bars = room.total > 0 && !narrow ? 36 : 0;
  const right = room.total > 0 ? bars + room.total + 10 : 0;
  const fitting = (width - left - right) / Math.max(1, columns);
  const pitchX = round(Math.max(leastCell.width + 1, Math.min(widestPitch, fitting)));
  const dense = rows > 14 || (narrow && rows > 7);
  const pitchY = dense ? (rows > 60 ? leastCell.height + 1 : narrow ? leastCell.height + 3 : 24) : 30;
  const gap = pitchX >= 22 && pitchY >= 20 ? 3 : pitchX >= 16 && pitchY >= 17 ? 2 : 1;
  const top = barAbove + 8;
  const drawn = left + pitchX * columns + right;
  return {
    width: round(Math.max(drawn, Math.min(width, drawn))),
    height: top + pitchY * rows + 24,
    rows,
    columns,
    left,
    top,
    pitchX,
    pitchY,
    gap,
    barsAbove: barAbove,
    barsRight: bars,
    baseY: barAbove + 4,
    printed:
      room.value > 0 && pitchX - gap >= Math.max(printCell.width, room.value + 6) && pitchY - gap >= printCell.height,
    labelEvery: nice(Math.ceil((room.columnLabel + 10) / pitchX), columns),
    rowLabelEvery: pitchY >= 15 ? 1 : 2,
    scrolls: drawn > width + 0.5,
  };
}

/** Hours are labelled every 3, 6 or 12; anything else every 1, 2, 4, ... */
function nice(least: number, columns: number): number {
  const steps = columns === 24 ? [1, 3, 6, 12, 24] : [1, 2, 4, 7, 8, 14, 16, 28, 52];
  return steps.find((step) => step >= least) ?? least;
}

/** The box of a cell, without the gap around it. */
export function cellBox(layout: MatrixLayout, { row, column }: Place): Box {
  const { left, top, pitchX, pitchY, gap } = layout;
  return {
    x: round(left + column * pitchX + gap / 2),
    y: round(top + row * pitchY + gap / 2),
    width: round(pitchX - gap),
    height: round(pitchY - gap),
  };
}

/** The box of a place to stand on: a cell, a column's total above it, a row's total right of it. */
export function placeBox(layout: MatrixLayout, place: Place): Box {
  const { left, top, pitchX, pitchY, gap, columns, width, baseY } = layout;
  if (place.row < 0 && place.column < columns) {
    return { x: round(left + place.column * pitchX + gap / 2), y: 0, width: round(pitchX - gap), height: baseY };
  }
  if (place.column >= columns) {
    const x = left + columns * pitchX + gap / 2 + 2;
    return { x: round(x), y: round(top + place.row * pitchY + gap / 2), width: round(width - x), height: pitchY - gap };
  }
  return cellBox(layout, place);
}

/** What lies at a point; null for the corners and for labels. Gaps belong to the cell before them. */
export function placeAt(layout: MatrixLayout, x: number, y: number): Place | null {
  const { left, top, pitchX, pitchY, rows, columns, width } = layout;
  const column = Math.floor((x - left) / pitchX);
  const row = Math.floor((y - top) / pitchY);
  const inColumns = column >= 0 && column < columns;
  const inRows = row >= 0 && row < rows;
  if (inColumns && inRows) return { row, column };
  if (inColumns && y >= 0 && y < top) return { row: -1, column };
  if (inRows && x >= left + columns * pitchX && x <= width) return { row, column: columns };
  return null;
}

/** The nearest cell to a point, e.g. of a drag that has left the matrix. */
export function nearestCell(layout: MatrixLayout, x: number, y: number): Place {
  const { left, top, pitchX, pitchY, rows, columns } = layout;
  const within = (at: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(at)));
  return { row: within((y - top) / pitchY, rows), column: within((x - left) / pitchX, columns) };
}

/** Rows and columns that two places span; a total stands for its whole line. */
export function areaOf(from: Place, to: Place, rows: number, columns: number): Area {
  const wholeColumn = from.row < 0 || to.row < 0;
  const wholeRow = from.column >= columns || to.column >= columns;
  return {
    top: wholeColumn ? 0 : Math.min(from.row, to.row),
    bottom: wholeColumn ? rows - 1 : Math.max(from.row, to.row),
    left: wholeRow ? 0 : Math.min(from.column, to.column),
    right: wholeRow ? columns - 1 : Math.max(from.column, to.column),
  };
}

/** The box around an area's cells. */
export function areaBox(layout: MatrixLayout, { top, left, bottom, right }: Area): Box {
  const first = cellBox(layout, { row: top, column: left });
  const last = cellBox(layout, { row: bottom, column: right });
  return {
    x: round(first.x - 1.5),
    y: round(first.y - 1.5),
    width: round(last.x + last.width - first.x + 3),
    height: round(last.y + last.height - first.y + 3),
  };
}

/** Where an arrow key leads; the same place at the end. Totals can be stood on where they are drawn. */
export function stepFrom(place: Place, key: string, rows: number, columns: number, totals: boolean): Place {
  const { row, column } = place;
  const firstRow = totals && column < columns ? -1 : 0;
  const lastColumn = totals && row >= 0 ? columns : columns - 1;
  switch (key) {
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(lastColumn, column + 1) };
    case 'ArrowUp':
      return { row: Math.max(firstRow, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    case 'PageUp':
      return { row: 0, column };
    case 'PageDown':
      return { row: rows - 1, column };
    default:
      return place;
  }
}

/** Rounded boxes as one path, so that a matrix of any size is a handful of marks. */
export function boxesPath(boxes: readonly Box[], radius: number): string {
  return boxes
    .map(({ x, y, width, height }) => {
      const r = Math.min(radius, width / 2, height / 2);
      const w = round(width - 2 * r);
      const h = round(height - 2 * r);
      const arc = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
      return `M${round(x + r)} ${y}h${w}${arc(r, r)}v${h}${arc(-r, r)}h${-w}${arc(-r, -r)}v${-h}${arc(r, -r)}z`;
    })
    .join('');
}

/** Places of an area's cells that are told: only these can be chosen. */
export function toldPlaces({ cells, columns }: MatrixModel, { top, left, bottom, right }: Area): Place[] {
  const places: Place[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      if (cells[row * columns.length + column]?.state === 'told') places.push({ row, column });
    }
  }
  return places;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

import type { Selector, TimeRange } from '../../worker/protocol/filter.js';
import type {
  DeadClickSpec,
  FeatureMatrixSpec,
  HeatmapGridSpec,
  RageClickSpec,
  ScrollDepthSpec,
} from '../../worker/protocol/heatmap.js';
import type { Row } from '../worker/view.js';
import { selects } from './funnel.js';

/** A row with its place in the input, which decides among equal times. */
export interface Placed {
  readonly row: Row;
  readonly seq: number;
}

/** Rows by some key; their number and their distinct actors are what is counted. */
export type Groups = Map<string, Placed[]>;

/** Distinct actors of some rows. */
export function actorsOf(rows: readonly Placed[]): Set<string> {
  return new Set(rows.map(({ row }) => row[0]));
}

function inScope(rows: readonly Row[], spec: { range?: TimeRange; where?: readonly Selector[] }): Placed[] {
  return rows
    .map((row, seq) => ({ row, seq }))
    .filter(({ row }) => !spec.range || (spec.range.from <= row[1] && row[1] < spec.range.to))
    .filter(({ row }) => (spec.where ?? []).every((selector) => selects(selector, row)));
}

function group(rows: readonly Placed[], keyOf: (placed: Placed) => string): Groups {
  const groups: Groups = new Map();
  for (const placed of rows) {
    const known = groups.get(keyOf(placed));
    if (known) known.push(placed);
    else groups.set(keyOf(placed), [placed]);
  }
  return groups;
}

const byTime = (a: Placed, b: Placed): number => a.row[1] - b.row[1] || a.seq - b.seq;

function number(row: Row, name: string): number | null {
  const value = row[3]?.[name];
  return typeof value === 'number' ? value : null;
}

/** A group key: missing values and "" are one. */
function key(row: Row, name: string): string {
  const value = row[3]?.[name] ?? null;
  if (value === null) return '';
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** Rows in scope by `class,col,row` of their cell, or by `outside`, `noSize`, `noPosition`, `otherLayer`. */
export function gridOracle(rows: readonly Row[], spec: HeatmapGridSpec): Groups {
  return group(inScope(rows, spec), ({ row }) => cellOf(row, spec));
}

function cellOf(row: Row, spec: HeatmapGridSpec): string {
  const of = (name: string): number | null => number(row, name);
  const [x, y] = [of('x'), of('y')];
  if (x === null || y === null) return 'noPosition';
  const fixed = row[3]?.['fixed'] === true;
  if (spec.anchor === 'fixed' ? !fixed : spec.anchor !== 'element' && fixed) return 'otherLayer';
  let box: (number | null)[] = [0, 0, of('docWidth'), of('docHeight')];
  if (spec.anchor === 'element') box = ['Left', 'Top', 'Width', 'Height'].map((side) => of(`element${side}`));
  if (spec.anchor === 'fixed') box = [of('scrollX') ?? 0, of('scrollY'), of('viewportWidth'), of('viewportHeight')];
  const viewport = of('viewportWidth');
  const bounds = spec.viewportClasses ?? [];
  if (bounds.length > 0 && (viewport === null || viewport <= 0)) return 'noSize';
  const [left, top, width, height] = box;
  if (left == null || top == null || width == null || height == null) return 'noSize';
  if (width <= 0 || height <= 0) return 'noSize';
  if (x - left < 0 || x - left > width || y - top < 0 || y - top > height) return 'outside';
  const place = (at: number, size: number, cells: number): number =>
    Math.min(cells - 1, Math.floor((at * cells) / size));
  const viewportClass = bounds.filter((bound) => bound <= viewport!).length;
  return [viewportClass, place(x - left, width, spec.cols), place(y - top, height, spec.rows)].join(',');
}

/** What the oracle says of page views. */
export interface ScrollTruth {
  /** Of each page view: its rows by level (percent), first the row that reached it; its depth and its fold. */
  readonly views: readonly {
    readonly actor: string;
    readonly depth: number;
    readonly fold: number;
    reached(p: number): Placed | undefined;
  }[];
  readonly noSize: number;
  readonly noView: number;
}

/** Page views with every row looked at, for every percentage anew. */
export function scrollOracle(rows: readonly Row[], spec: ScrollDepthSpec): ScrollTruth {
  const prop = spec.viewProp ?? 'view';
  const scoped = inScope(rows, spec);
  const viewed = scoped.filter(({ row }) => key(row, prop) !== '');
  const sized = viewed.filter(
    ({ row }) => (number(row, 'docHeight') ?? 0) > 0 && (number(row, 'viewportHeight') ?? 0) > 0,
  );
  const views = [...group(sized, ({ row }) => JSON.stringify([row[0], key(row, prop)])).values()].map((own) => {
    const ordered = own.toSorted(byTime);
    const seen = ({ row }: Placed): number => (number(row, 'scrollY') ?? 0) + number(row, 'viewportHeight')!;
    const of = ({ row }: Placed): number => number(row, 'docHeight')!;
    return {
      actor: own[0]!.row[0],
      depth: Math.min(1, Math.max(0, ...own.map((placed) => seen(placed) / of(placed)))),
      fold: number(ordered[0]!.row, 'viewportHeight')! / of(ordered[0]!),
      reached: (p: number) => ordered.find((placed) => seen(placed) * 100 >= p * of(placed)),
    };
  });
  return { views, noSize: viewed.length - sized.length, noView: scoped.length - viewed.length };
}

/** A run of hasty clicks, in order; the click that made it one is at `fired`. */
export interface RunTruth {
  readonly clicks: readonly Placed[];
  readonly fired: Placed;
  readonly page: string;
  readonly element: string;
}

/** Runs of every actor and page. */
export function rageOracle(rows: readonly Row[], spec: RageClickSpec): RunTruth[] {
  const { minClicks = 3, radiusPx = 30, maxGapMs = 1000, click = { event: 'click' }, elementProp = 'element' } = spec;
  const clicks = inScope(rows, spec)
    .filter(({ row }) => selects(click, row))
    .filter(({ row }) => number(row, 'x') !== null && number(row, 'y') !== null);
  const found: RunTruth[] = [];
  for (const own of group(clicks, ({ row }) => JSON.stringify([row[0], key(row, 'page')])).values()) {
    const runs: Placed[][] = [];
    for (const next of own.toSorted(byTime)) {
      const last = runs.at(-1)?.at(-1);
      const far = last && Math.abs(number(next.row, 'x')! - number(last.row, 'x')!);
      const high = last && Math.abs(number(next.row, 'y')! - number(last.row, 'y')!);
      const goesOn = last && far! + high! < radiusPx && next.row[1] - last.row[1] < maxGapMs;
      if (goesOn) runs.at(-1)!.push(next);
      else runs.push([next]);
    }
    for (const run of runs) {
      const fired = run[minClicks - 1];
      if (fired) found.push({ clicks: run, fired, page: key(fired.row, 'page'), element: key(fired.row, elementProp) });
    }
  }
  return found;
}

/** Clicks by `verdict`, and by the JSON of `[verdict, page, element]`. */
export function deadOracle(rows: readonly Row[], spec: DeadClickSpec): { all: Groups; byTarget: Groups } {
  const { deadMs = 2500, click = { event: 'click' }, elementProp = 'element' } = spec;
  const clicks = inScope(rows, spec).filter(({ row }) => selects(click, row));
  const verdict = ({ row }: Placed): string => {
    const delays = ['mutation', 'navigation', 'request', 'scroll', 'selection'].map((sign) => number(row, `${sign}Ms`));
    if (delays.some((delay) => delay !== null && delay >= 0 && delay <= deadMs)) return 'live';
    return (number(row, 'observedMs') ?? -1) >= deadMs ? 'dead' : 'unknown';
  };
  return {
    all: group(clicks, verdict),
    byTarget: group(clicks, (placed) =>
      JSON.stringify([verdict(placed), key(placed.row, 'page'), key(placed.row, elementProp)]),
    ),
  };
}

/** What the oracle says of a matrix. */
export interface MatrixTruth {
  readonly columns: readonly number[];
  /** Names of its rows; the one for all further values is null. */
  readonly names: readonly (string | null)[];
  /** Distinct values that are in the matrix; none where features make its rows. */
  readonly values: readonly string[];
  /** Rows in scope of a column; of a feature in it where one is given. */
  cell(column: number, feature?: number): Placed[];
  readonly outside: number;
}

/** Every row asked for its feature and its column by the platform's own calendar. */
export function matrixOracle(rows: readonly Row[], spec: FeatureMatrixSpec): MatrixTruth {
  const { tz = 'UTC' } = spec;
  const scoped = inScope(rows, spec);
  const { columns, columnOf } = columnsOf(rows, spec, tz);
  const { names, values, featureOf } = spec.features
    ? {
        names: spec.features.map(({ name }) => name),
        values: [],
        featureOf: (row: Row) =>
          spec.features.findIndex(({ match }) => match.some((selector) => selects(selector, row))),
      }
    : valuesOf(
        scoped.map(({ row }) => row).filter((row) => columnOf(row) >= 0),
        spec.rows,
      );
  return {
    columns,
    names,
    values,
    cell: (column, feature) =>
      scoped.filter(({ row }) => columnOf(row) === column && (feature === undefined || featureOf(row) === feature)),
    outside: scoped.filter(({ row }) => columnOf(row) < 0).length,
  };
}

/** The values of a property in the matrix, one row each, and one for those beyond the limit. */
function valuesOf(
  rows: readonly Row[],
  { prop, limit = 50 }: { prop: string; limit?: number },
): { names: (string | null)[]; values: string[]; featureOf: (row: Row) => number } {
  const valueOf = (row: Row): string | null => {
    if (prop === 'event' || prop === '$name') return row[2];
    return (row[3]?.[prop] ?? null) === null ? null : key(row, prop);
  };
  const values = [...new Set(rows.map(valueOf).filter((value) => value !== null))];
  const count = (value: string): number => rows.filter((row) => valueOf(row) === value).length;
  values.sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
  const shown = values.slice(0, limit);
  return {
    names: values.length > limit ? [...shown, null] : shown,
    values,
    featureOf: (row) => {
      const value = valueOf(row);
      const place = value === null ? -1 : values.indexOf(value);
      return place < limit ? place : limit;
    },
  };
}

function columnsOf(
  rows: readonly Row[],
  spec: FeatureMatrixSpec,
  tz: string,
): { columns: number[]; columnOf: (row: Row) => number } {
  const { columns, weekStart = 1 } = spec;
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  if (columns === 'hour-of-week') {
    const columnOf = (row: Row): number => {
      const local = wall(tz, row[1]);
      return ((local.getUTCDay() - weekStart + 7) % 7) * 24 + local.getUTCHours();
    };
    return { columns: upTo(168), columnOf };
  }
  if (columns === 'day-of-week') {
    return { columns: upTo(7), columnOf: (row) => (wall(tz, row[1]).getUTCDay() - weekStart + 7) % 7 };
  }
  if (columns === 'hour-of-day') {
    return { columns: upTo(24), columnOf: (row) => wall(tz, row[1]).getUTCHours() };
  }
  if (columns === 'day-of-age' || columns === 'week-of-age') {
    const count = spec.ages ?? (columns === 'day-of-age' ? 30 : 12);
    const date = (t: number): number => Math.floor(wall(tz, t).getTime() / 86_400_000);
    const columnOf = (row: Row): number => {
      const born = Math.min(...rows.filter(([actor]) => actor === row[0]).map(([, t]) => t));
      const days = date(row[1]) - date(born);
      const age = columns === 'day-of-age' ? days : Math.floor(days / 7);
      return age < count ? age : -1;
    };
    return { columns: upTo(count), columnOf };
  }
  const times = rows.map((row) => row[1]);
  const from = spec.buckets?.from ?? spec.range?.from ?? Math.min(...times);
  const starts = [startOf(from, columns, tz, weekStart)];
  const end = spec.range?.to ?? Math.max(...times) + 1;
  const enough = (): boolean =>
    spec.buckets ? starts.length > spec.buckets.count : starts.length > 1 && starts.at(-1)! >= end;
  while (!enough()) starts.push(endOf(starts.at(-1)!, columns, tz, weekStart));
  const columnOf = (row: Row): number => starts.findIndex((start, i) => row[1] >= start && row[1] < starts[i + 1]!);
  return { columns: starts.slice(0, -1), columnOf };
}

/** Clocks change at quarter hours: between two of them nothing begins. */
const quarter = 900_000;

function startOf(t: number, interval: string, tz: string, weekStart: number): number {
  let at = Math.floor(t / quarter) * quarter;
  while (label(at - quarter, interval, tz, weekStart) === label(at, interval, tz, weekStart)) at -= quarter;
  return at;
}

function endOf(start: number, interval: string, tz: string, weekStart: number): number {
  let at = start;
  while (label(at, interval, tz, weekStart) === label(start, interval, tz, weekStart)) at += quarter;
  return at;
}

/** What a calendar on the wall shows of an instant, as far as the bucket goes; an hour that comes twice is two. */
function label(t: number, interval: string, tz: string, weekStart: number): string {
  const local = wall(tz, t);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth()];
  if (interval === 'year') return `${year}`;
  if (interval === 'quarter') return `${year} ${Math.floor(month / 3)}`;
  if (interval === 'month') return `${year} ${month}`;
  const day = Math.floor(local.getTime() / 86_400_000);
  if (interval === 'day') return `${day}`;
  if (interval === 'week') return `${day - ((local.getUTCDay() - weekStart + 7) % 7)}`;
  return `${day} ${local.getUTCHours()} ${local.getTime() - Math.floor(t / 1000) * 1000}`;
}

const printers = new Map<string, Intl.DateTimeFormat>();
const shown = new Map<string, Date>();

/** The wall clock, as a date whose UTC parts are the local ones. */
function wall(tz: string, t: number): Date {
  const known = shown.get(`${tz} ${t}`);
  if (known) return known;
  const printer =
    printers.get(tz) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'medium' });
  printers.set(tz, printer);
  const local = new Date(`${printer.format(t).replace(' ', 'T')}Z`);
  shown.set(`${tz} ${t}`, local);
  return local;
}

import type { BucketSpan, Calendar, CalendarInterval } from './calendar.js';
import type { Selector, TimeRange } from './filter.js';
import type { ResultMeta } from './result.js';

/** What narrows the rows; shared by all kinds of this file. */
export interface HeatScope {
  /** Only rows in this range count; half-open. */
  readonly range?: TimeRange;
  /** Only rows that meet all of these count. */
  readonly where?: readonly Selector[];
}

/**
 * Pointer positions in a grid. A row carries `x`, `y` in CSS pixels of the page, and what they relate to
 * (`docs/concepts/heatmap.md`).
 */
export interface HeatmapGridSpec extends HeatScope {
  readonly kind: 'heatmapGrid';
  /** 1..1000 columns and rows. */
  readonly cols: number;
  readonly rows: number;
  /**
   * What positions relate to. `page` (default): the document, `docWidth` and `docHeight`; rows with `fixed: true` belong
   * to another layer. `element`: the element's box, `elementLeft`, `elementTop`, `elementWidth`, `elementHeight`.
   * `fixed`: the rows with `fixed: true`, by the viewport: `x - scrollX`, `y - scrollY`, `viewportWidth`, `viewportHeight`.
   */
  readonly anchor?: 'page' | 'element' | 'fixed';
  /**
   * Boundaries of classes of `viewportWidth`, ascending, at most 20: n of them make n + 1 classes, each half-open. A row
   * without a width is then counted in `noSize`. Absent: one class, number 0.
   */
  readonly viewportClasses?: readonly number[];
  /** Only clicks that this question counts: those of hasty runs, or those it finds dead. Its own scope holds as well. */
  readonly only?: RageClickSpec | DeadClickSpec;
}

/** The cells that hold a point, ascending by (class, col, row); arrays of equal length. */
export interface HeatmapCells {
  readonly classes: readonly number[];
  readonly cols: readonly number[];
  readonly rows: readonly number[];
  /** Points in the cell, at least 1. */
  readonly counts: readonly number[];
  /** Distinct actors in the cell. */
  readonly actors: readonly number[];
}

/** `meta.rowsInScope` = `points` + `outside` + `noSize` + `noPosition` + `otherLayer`. */
export interface HeatmapGridResult {
  readonly kind: 'heatmapGrid';
  readonly cells: HeatmapCells;
  /** Points in all cells, and the distinct actors behind them. */
  readonly points: number;
  readonly actors: number;
  /** Rows whose position lies outside what it relates to; both edges belong to it. */
  readonly outside: number;
  /** Rows with a position, but a size it relates to is missing or not positive. */
  readonly noSize: number;
  /** Rows without `x` or `y`: not of a pointer. */
  readonly noPosition: number;
  /** Rows that belong to another layer: fixed ones for `page`, all others for `fixed`. */
  readonly otherLayer: number;
  readonly meta: ResultMeta;
}

/** A cell, all cells, or one of the sorts of rows that are in none. Rows and actors. */
export type HeatmapGridMark =
  | { readonly kind: 'cell'; readonly class?: number; readonly col: number; readonly row: number }
  | { readonly kind: 'points' | 'outside' | 'noSize' };

/** How far down page views were seen. Rows carry `view`, `scrollY`, `viewportHeight`, `docHeight`. */
export interface ScrollDepthSpec extends HeatScope {
  readonly kind: 'scrollDepth';
  /** Property that tells the page views of an actor apart. Default `view`. */
  readonly viewProp?: string;
}

export interface ScrollDepthResult {
  readonly kind: 'scrollDepth';
  /** Page views with at least one row that could be measured, and the distinct actors behind them. */
  readonly views: number;
  readonly actors: number;
  /** Item p - 1: page views with a depth of p percent or more, p = 1..100; never increasing. */
  readonly counts: readonly number[];
  /** Distinct actors of these. */
  readonly actorCounts: readonly number[];
  /** counts / views; null without page views. */
  readonly shares: ReadonlyArray<number | null>;
  /** Of the depths, 0..1; null without page views. */
  readonly meanDepth: number | null;
  readonly medianDepth: number | null;
  /** Median over page views of `viewportHeight / docHeight` of their first row; over 1 where most pages fit the screen. */
  readonly foldLine: number | null;
  /** Rows of a page view without a size above 0, and rows of no page view. */
  readonly noSize: number;
  readonly noView: number;
  readonly meta: ResultMeta;
}

/** Page views that reached a depth; of each the row that first did. */
export interface ScrollDepthMark {
  readonly kind: 'level';
  /** 1..100. */
  readonly percent: number;
}

/** Where clicks of one page and element went. */
interface ClickTarget {
  /** Group keys; "" for rows without one. */
  readonly page: string;
  readonly element: string;
}

/** What clicks are, and how their elements are called. */
interface ClickScope extends HeatScope {
  /** Default the event `click`. */
  readonly click?: Selector;
  /** Property that names the clicked element. Default `element`. */
  readonly elementProp?: string;
  /** Most targets in the result, 1..10000. Default 1000. */
  readonly maxTargets?: number;
}

/** Runs of hasty clicks. Rows carry `x`, `y`, and where pages differ `page`. */
export interface RageClickSpec extends ClickScope {
  readonly kind: 'rageClick';
  /** The click of a run that makes it a rage click, 2..100. Default 3. */
  readonly minClicks?: number;
  /** A run goes on while `|dx| + |dy|` from the click before is below this, CSS pixels. Default 30. */
  readonly radiusPx?: number;
  /** And the time since the click before is below this. Default 1000. */
  readonly maxGapMs?: number;
  /** Most runs that the result tells singly, 0..10000. Default 100. */
  readonly maxRuns?: number;
}

/** A run's page and element are those of the click that made it a rage click. */
export interface RageTarget extends ClickTarget {
  readonly runs: number;
  /** Clicks of these runs. */
  readonly clicks: number;
  readonly actors: number;
}

export interface RageRun extends ClickTarget {
  /** Actor key. */
  readonly actor: string;
  readonly clicks: number;
  /** Time of the first click, of the one that made it a rage click, and of the last. */
  readonly firstMs: number;
  readonly firedMs: number;
  readonly lastMs: number;
}

export interface RageClickResult {
  readonly kind: 'rageClick';
  readonly runs: number;
  /** Clicks of the runs, and all clicks that were looked at. */
  readonly runClicks: number;
  readonly clicks: number;
  /** Distinct actors with a run. */
  readonly actors: number;
  /** By runs descending, then page and element by code units. */
  readonly targets: readonly RageTarget[];
  readonly targetsTotal: number;
  /** The longest runs first, then by `firedMs`, then by the order of the store. */
  readonly longest: readonly RageRun[];
  /** Clicks without a position; they are in no run. */
  readonly noPosition: number;
  readonly meta: ResultMeta;
}

/**
 * `fired`: the clicks that made a run a rage click, one a run. `clicks`: all clicks of the runs. Both of one target
 * where `page` and `element` are given. `run`: the clicks of one of `longest`.
 */
export type RageClickMark =
  | { readonly kind: 'fired' | 'clicks'; readonly page?: string; readonly element?: string }
  | { readonly kind: 'run'; readonly index: number };

/**
 * Clicks that nothing answered. Rows carry the observed delays `mutationMs`, `navigationMs`, `requestMs`, `scrollMs`,
 * `selectionMs` (missing: not seen), and `observedMs`, how long was looked.
 */
export interface DeadClickSpec extends ClickScope {
  readonly kind: 'deadClick';
  /** A sign within this time, inclusive, makes a click live. Default 2500. */
  readonly deadMs?: number;
}

export type ClickVerdict = 'dead' | 'live' | 'unknown';

/** Clicks by verdict. */
export interface VerdictCounts {
  readonly dead: number;
  readonly live: number;
  readonly unknown: number;
}

export interface DeadTarget extends ClickTarget, VerdictCounts {
  /** Distinct actors with a dead click here. */
  readonly deadActors: number;
}

export interface DeadClickResult {
  readonly kind: 'deadClick';
  readonly clicks: VerdictCounts;
  /** Distinct actors with a click of that verdict. */
  readonly actors: VerdictCounts;
  /** By dead clicks descending, then all clicks descending, then page and element by code units. */
  readonly targets: readonly DeadTarget[];
  readonly targetsTotal: number;
  readonly meta: ResultMeta;
}

/** The clicks of a verdict; of one target where `page` and `element` are given. */
export interface DeadClickMark {
  readonly kind: ClickVerdict;
  readonly page?: string;
  readonly element?: string;
}

/** A named selector: rows that any of `match` selects. */
export interface Feature {
  readonly name: string;
  readonly match: readonly Selector[];
}

/**
 * Hour of the local week, its day, or its hour of the day; or whole local days or weeks since the actor's first row of all.
 */
export type MatrixColumns =
  | CalendarInterval
  | 'hour-of-week'
  | 'day-of-week'
  | 'hour-of-day'
  | 'day-of-age'
  | 'week-of-age';

/** Rows of a matrix made of a property: one for each of its values, by its text. */
export interface ValueRows {
  /** A property, or `event` for the event name (`$name` where the data has a property `event`). */
  readonly prop: string;
  /** Most values with a row of their own, 1..1000: those of most rows, then by name. Default 50. */
  readonly limit?: number;
}

/** Features by time. */
export type FeatureMatrixSpec = MatrixOptions &
  (
    | {
        /** 1..1000 features; a row belongs to the first that matches. */
        readonly features: readonly Feature[];
        readonly rows?: never;
      }
    | {
        readonly features?: never;
        /** The values of a property as they come. Rows without one belong to none; values beyond the limit share the last. */
        readonly rows: ValueRows;
      }
  );

interface MatrixOptions extends HeatScope, Calendar {
  readonly kind: 'featureMatrix';
  readonly columns: MatrixColumns;
  /**
   * Which buckets, where `columns` is an interval. Absent: those of `range`, or of all identified rows. Features times
   * columns are at most 1,000,000.
   */
  readonly buckets?: BucketSpan;
  /** How many days or weeks of age, 1..10000. Default 30 days, 12 weeks. */
  readonly ages?: number;
  /** A number property to be summed. Other values count as 0. */
  readonly valueProp?: string;
}

/** Sums are null throughout unless `valueProp` is given. */
export interface MatrixTotals {
  readonly counts: readonly number[];
  /** Distinct actors. */
  readonly actors: readonly number[];
  readonly sums: readonly number[] | null;
}

export interface MatrixCells extends MatrixTotals {
  /** Actors of the cell / `columnActors`; null where that is 0. */
  readonly shares: ReadonlyArray<number | null>;
}

export interface FeatureMatrixResult {
  readonly kind: 'featureMatrix';
  /** Names of the features; or values, by rows in the matrix descending, then by code units. */
  readonly features: readonly string[];
  /** Whether the last of `features` stands for all further values: its name is then empty and means nothing. */
  readonly other: boolean;
  /** Distinct values with a row in the matrix, shown or not; null unless the spec has `rows`. */
  readonly valuesTotal: number | null;
  /** Bucket starts in ms UTC; hours 0..167 or days 0..6 from the start of the week; hours 0..23; days or weeks of age from 0. */
  readonly columns: readonly number[];
  /** Where the last bucket ends; null unless `columns` is an interval. */
  readonly end: number | null;
  /** Item `feature * columns.length + column`; empty cells are there, with zeros. */
  readonly cells: MatrixCells;
  /** By feature, over all columns. */
  readonly featureTotals: MatrixTotals;
  /** By column, over all features. */
  readonly columnTotals: MatrixTotals;
  /** By column: rows, of whatever feature or none, and the distinct actors behind them. */
  readonly columnRows: readonly number[];
  readonly columnActors: readonly number[];
  /** Rows in scope that lie in no column. */
  readonly outside: number;
  readonly meta: ResultMeta;
}

/**
 * `cell`: one feature in one column; a whole row or column of the matrix where the other is absent; the whole matrix
 * where both are. `cells`: several of these together, a row that is in more than one counted once. `column`: all rows of a
 * column, of whatever feature or none. Rows and actors.
 *
 * `feature` is a place in `features`. Of `rows`, places change with the data: a mark that is kept names the `value`, which
 * need not have a row of its own, or `other: true`, all values that have none.
 */
export type FeatureMatrixMark =
  | ({ readonly kind: 'cell' } & MatrixCellRef)
  /** 1..10000 cells. */
  | { readonly kind: 'cells'; readonly cells: readonly MatrixCellRef[] }
  | { readonly kind: 'column'; readonly column: number };

/** Which cells of a matrix: of one row or all, in one column or all. */
export interface MatrixCellRef {
  readonly feature?: number;
  readonly value?: string;
  readonly other?: true;
  readonly column?: number;
}

export type HeatSpec = HeatmapGridSpec | ScrollDepthSpec | RageClickSpec | DeadClickSpec | FeatureMatrixSpec;
export type HeatResult =
  | HeatmapGridResult
  | ScrollDepthResult
  | RageClickResult
  | DeadClickResult
  | FeatureMatrixResult;
export type HeatMark = HeatmapGridMark | ScrollDepthMark | RageClickMark | DeadClickMark | FeatureMatrixMark;

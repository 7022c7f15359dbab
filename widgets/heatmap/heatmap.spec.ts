import type { PropertyTest, Selector, TimeRange } from '../../worker/protocol/filter.js';
import type {
  DeadClickSpec,
  Feature,
  FeatureMatrixSpec,
  HeatmapGridSpec,
  MatrixColumns,
  RageClickSpec,
  ScrollDepthSpec,
} from '../../worker/protocol/heatmap.js';
import { faultsOf, readRange } from '../internal/attributes.js';
import type { ScaleKind } from './colour-scale.js';
import type { Measure, RowSort } from './matrix-model.js';

/** What `<tp-heatmap>` is told of its question, as a page writes it. Null, undefined and the empty text mean "not said". */
export interface HeatmapProps {
  readonly rows?: string | null;
  readonly features?: readonly Feature[] | null;
  readonly columns?: string | null;
  readonly limit?: string | number | null;
  readonly ages?: string | number | null;
  readonly valueProp?: string | null;
  readonly tz?: string | null;
  readonly weekStart?: string | number | null;
  readonly from?: string | number | null;
  readonly to?: string | number | null;
  readonly where?: readonly Selector[] | null;
  readonly page?: string | null;
  readonly pageProp?: string | null;
  readonly click?: string | null;
  readonly elementProp?: string | null;
}

/** Widths that part phones, tablets, and smaller from larger screens. */
export const usualViewports: readonly number[] = [768, 1280, 1536];

const columnNames: readonly MatrixColumns[] = [
  'hour-of-week',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'day-of-week',
  'hour-of-day',
  'day-of-age',
  'week-of-age',
];
const measures: readonly Measure[] = ['actors', 'counts', 'share', 'value'];
const sorts: readonly RowSort[] = ['total', 'name', 'given'];
const scales: readonly ScaleKind[] = ['linear', 'log', 'even'];
const layers = ['all', 'dead', 'rage'] as const;
const fault = faultsOf('tp-heatmap');

/** Which clicks are drawn: all, those that nothing answered, those of hasty runs. */
export type ClickLayer = (typeof layers)[number];

/**
 * The matrix that the properties ask for.
 * @throws AnalyticsError `spec-invalid`; `detail` names the `property` and its `value`
 */
export function matrixSpec(props: HeatmapProps): FeatureMatrixSpec {
  const columns = readColumns(props.columns);
  const ages = whole('ages', props.ages, 1, 10_000);
  const common = {
    kind: 'featureMatrix' as const,
    columns,
    ...calendar(props),
    ...scope(props),
    ...(ages !== null && (columns === 'day-of-age' || columns === 'week-of-age') && { ages }),
    ...(said(props.valueProp) !== null && { valueProp: props.valueProp!.trim() }),
  };
  if (props.features) {
    if (!Array.isArray(props.features) || props.features.length === 0) {
      throw fault(
        'features',
        props.features,
        'give an array such as [{ name: "Search", match: [{ event: "search" }] }]',
      );
    }
    return { ...common, features: props.features };
  }
  const limit = whole('limit', props.limit, 1, 1000);
  return { ...common, rows: { prop: said(props.rows) ?? 'event', ...(limit !== null && { limit }) } };
}

/** Whether a matrix is a week of one row, and not rows by time. */
export function isWeek(spec: FeatureMatrixSpec): boolean {
  return spec.columns === 'hour-of-week';
}

/** The same matrix by another column: its totals. */
export function byColumns(spec: FeatureMatrixSpec, columns: MatrixColumns): FeatureMatrixSpec {
  return { ...spec, columns };
}

/** All that is in a matrix as one feature: its customers, each once. */
export function wholeSpec(spec: FeatureMatrixSpec): FeatureMatrixSpec {
  const { features, rows, ...rest } = spec;
  const match: readonly Selector[] = features
    ? features.flatMap((feature) => feature.match)
    : rows.prop === 'event' || rows.prop === '$name'
      ? [{}]
      : [{ where: [{ prop: rows.prop, op: 'notNull' }] }];
  const { valueProp: _, ...plain } = rest;
  return { ...plain, features: [{ name: 'all', match }] };
}

/** What a click map asks, besides its grids. */
export interface ClickQuestions {
  /** Clicks by element. */
  readonly elements: FeatureMatrixSpec;
  /** All clicks, as one feature. */
  readonly clicks: FeatureMatrixSpec;
  readonly scroll: ScrollDepthSpec;
  readonly dead: DeadClickSpec;
  readonly rage: RageClickSpec;
  /** Clicks by class of width, whatever class is chosen. */
  readonly classes: HeatmapGridSpec;
}

/** What narrows a click map besides its page. */
export interface ClickScope {
  readonly viewports: readonly number[];
  /** Which class of width; null for all. */
  readonly viewport: number | null;
}

const mostElements = 50;

/** The questions behind a click map. */
export function clickQuestions(props: HeatmapProps, { viewports, viewport }: ClickScope): ClickQuestions {
  const { where: narrowed = [], ...range } = scope(props);
  const click = said(props.click) ?? 'click';
  const element = said(props.elementProp) ?? 'element';
  const page: PropertyTest = { prop: said(props.pageProp) ?? 'page', op: 'eq', value: said(props.page) ?? '' };
  const onPage: Selector = { where: [page] };
  const inClass: readonly Selector[] = widthTests(viewports, viewport);
  const rows = [onPage, ...narrowed, ...inClass];
  const clicks = [{ event: click }, ...rows];
  const matrix = { kind: 'featureMatrix', columns: 'day-of-week', ...range, where: clicks } as const;
  const judged = { ...range, where: rows, click: { event: click }, elementProp: element, maxTargets: 1000 };
  return {
    elements: { ...matrix, rows: { prop: element, limit: mostElements } },
    clicks: { ...matrix, features: [{ name: 'all', match: [{}] }] },
    scroll: { kind: 'scrollDepth', ...range, where: rows },
    dead: { kind: 'deadClick', ...judged },
    rage: { kind: 'rageClick', ...judged, maxRuns: 0 },
    classes: {
      kind: 'heatmapGrid',
      cols: 1,
      rows: 1,
      ...range,
      where: [{ event: click }, onPage, ...narrowed],
      ...(viewports.length > 0 && { viewportClasses: viewports }),
    },
  };
}

/** Tests that keep to a class of width; none for all. */
export function widthTests(viewports: readonly number[], viewport: number | null): readonly Selector[] {
  if (viewport === null || viewports.length === 0) return [];
  const low = viewports[viewport - 1];
  const high = viewports[viewport];
  const where: PropertyTest[] = [];
  if (low !== undefined) where.push({ prop: 'viewportWidth', op: 'gte', value: low });
  if (high !== undefined) where.push({ prop: 'viewportWidth', op: 'lt', value: high });
  return where.length > 0 ? [{ where }] : [];
}

/**
 * Grids that together hold every click once: those tied to an element in it, the rest by their place on the page. The
 * rest is all clicks without the tied ones, which is a difference of two grids of one size.
 */
export interface GridQuestions {
  /** One for each anchor, in order. */
  readonly elements: readonly HeatmapGridSpec[];
  /** All clicks over the page, and those of them that are tied; without anchors nothing is tied. */
  readonly page: readonly [all: HeatmapGridSpec, tied?: HeatmapGridSpec];
  /** The same of what stays while the page scrolls. */
  readonly fixed: readonly [all: HeatmapGridSpec, tied?: HeatmapGridSpec];
}

/** Cells along each side of an element's own grid. */
export const elementCells = 12;

/**
 * The grids of a click map.
 *
 * @param anchors Names of the elements whose place in the picture is known
 * @param of Answers that name the clicks: `elements`, and `dead` or `rage` for a layer of only these
 */
export function gridQuestions(
  { elements, dead, rage }: ClickQuestions,
  layer: ClickLayer,
  anchors: readonly string[],
  cols: number,
  rows: number,
): GridQuestions {
  const { where = [], range } = elements;
  const prop = elements.rows!.prop;
  const only = layer === 'dead' ? { only: dead } : layer === 'rage' ? { only: rage } : {};
  const grid = { kind: 'heatmapGrid', ...(range && { range }), ...only } as const;
  const page = { ...grid, cols, rows };
  const all: HeatmapGridSpec = { ...page, where };
  const fixed: HeatmapGridSpec = { ...page, anchor: 'fixed', where };
  if (anchors.length === 0) return { elements: [], page: [all], fixed: [fixed] };
  const boxed: PropertyTest[] = [
    { prop: 'elementWidth', op: 'gt', value: 0 },
    { prop: 'elementHeight', op: 'gt', value: 0 },
    { prop: 'elementLeft', op: 'notNull' },
    { prop: 'elementTop', op: 'notNull' },
  ];
  const tied = [...where, { where: [{ prop, op: 'in' as const, value: [...anchors] }, ...boxed] }];
  return {
    elements: anchors.map((name) => ({
      ...grid,
      cols: elementCells,
      rows: elementCells,
      anchor: 'element',
      where: [...where, { where: [{ prop, op: 'eq', value: name }, ...boxed] }],
    })),
    page: [all, { ...all, where: tied }],
    fixed: [fixed, { ...fixed, where: tied }],
  };
}

/** Classes of width as a page writes them: ascending numbers between commas or spaces. */
export function readViewports(value: string | readonly number[] | null | undefined): readonly number[] {
  if (value === null || value === undefined) return usualViewports;
  const numbers =
    typeof value === 'string'
      ? value
          .split(/[\s,，]+/)
          .filter((text) => text !== '')
          .map(Number)
      : value;
  if (!numbers.every((number, i) => number > 0 && number < 100_000 && (i === 0 || number > numbers[i - 1]!))) {
    throw fault('viewports', value, 'write widths in ascending order, such as "768, 1280"');
  }
  return numbers.slice(0, 20);
}

/** What cells tell; customers where nothing is said. */
export function readMeasure(value: string | null | undefined): Measure {
  return oneOf('measure', value, measures) ?? 'actors';
}

/** In which order rows stand; by their total where nothing is said. */
export function readSort(value: string | null | undefined): RowSort {
  return oneOf('sort', value, sorts) ?? 'total';
}

/** How colours are cut; equal widths where nothing is said. */
export function readScale(value: string | null | undefined): ScaleKind {
  return oneOf('scale', value, scales) ?? 'linear';
}

/** Which clicks are drawn; all where nothing is said. */
export function readLayer(value: string | null | undefined): ClickLayer {
  return oneOf('layer', value, layers) ?? 'all';
}

/** Fewest customers of a cell that is told; 0 tells all. */
export function readMinCell(value: string | number | null | undefined): number {
  return whole('min-cell', value, 0, 1_000_000) ?? 0;
}

function readColumns(value: string | null | undefined): MatrixColumns {
  return oneOf('columns', value, columnNames) ?? 'hour-of-week';
}

function calendar(props: HeatmapProps): { tz?: string; weekStart?: number } {
  const zone = said(props.tz);
  const weekStart = whole('week-start', props.weekStart, 0, 6);
  const tz = zone === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
  return { ...(tz !== null && { tz }), ...(weekStart !== null && { weekStart }) };
}

function scope(props: HeatmapProps): { range?: TimeRange; where?: readonly Selector[] } {
  const range = readRange(props.from, props.to, fault);
  if (props.where && !Array.isArray(props.where)) throw fault('where', props.where, 'give an array of conditions');
  return {
    ...(range && { range }),
    ...(props.where && props.where.length > 0 && { where: props.where }),
  };
}

function whole(
  property: string,
  value: string | number | null | undefined,
  least: number,
  most: number,
): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw fault(property, value, `write a whole number from ${least} to ${most}`);
  }
  return number;
}

function oneOf<T extends string>(property: string, value: string | null | undefined, allowed: readonly T[]): T | null {
  if (value === null || value === undefined || value === '') return null;
  const found = allowed.find((name) => name === value);
  if (!found) throw fault(property, value, `write one of ${allowed.join(', ')}`);
  return found;
}

function said(value: string | null | undefined): string | null {
  const text = value?.trim() ?? '';
  return text === '' ? null : text;
}

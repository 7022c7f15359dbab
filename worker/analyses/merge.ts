import type { FunnelTrendResult, FunnelTrendSpec } from '../protocol/funnel.js';
import type { FeatureMatrixResult, HeatmapGridResult, MatrixTotals } from '../protocol/heatmap.js';
import type { ResultMeta } from '../protocol/result.js';
import type { StoreView } from '../store/view.js';
import { resultMeta } from './result-meta.js';
import { normalQuantile, wilson } from './wilson.js';

// Results of parts of a view's actors (`splitByActor`) as the result of the view. An actor is in one part, so that
// distinct actors add up like rows. What needs more than sums (medians, the first of many) is merged from tallies:
// `mergeFunnel`.

/** Conversion by bucket. @param spec the one that every part was asked */
export function mergeTrends(
  view: StoreView,
  spec: FunnelTrendSpec,
  parts: readonly FunnelTrendResult[],
): FunnelTrendResult {
  const z = normalQuantile(spec.level ?? 0.95);
  return {
    ...parts[0]!,
    buckets: parts[0]!.buckets.map((bucket, i) => {
      const entered = total(parts.map((part) => part.buckets[i]!.entered));
      const converted = total(parts.map((part) => part.buckets[i]!.converted));
      return {
        ...bucket,
        entered,
        converted,
        rate: entered === 0 ? null : converted / entered,
        interval: wilson(converted, entered, z),
      };
    }),
    meta: merged(view, parts),
  };
}

/**
 * Features by time. Every part must have been asked for the same columns (`buckets`, or a `range`), for `features`, and for no
 * `valueProp`: which values are frequent, and sums of fractions, are known of the whole only.
 */
export function mergeMatrices(view: StoreView, parts: readonly FeatureMatrixResult[]): FeatureMatrixResult {
  const [first] = parts as readonly [FeatureMatrixResult];
  const columnActors = sums(parts.map((part) => part.columnActors));
  const cells = totals(parts.map((part) => part.cells));
  return {
    ...first,
    cells: {
      ...cells,
      shares: cells.actors.map((actors, cell) => {
        const all = columnActors[cell % columnActors.length]!;
        return all === 0 ? null : actors / all;
      }),
    },
    featureTotals: totals(parts.map((part) => part.featureTotals)),
    columnTotals: totals(parts.map((part) => part.columnTotals)),
    columnRows: sums(parts.map((part) => part.columnRows)),
    columnActors,
    outside: total(parts.map((part) => part.outside)),
    meta: merged(view, parts),
  };
}

/** Pointer grids. */
export function mergeGrids(view: StoreView, parts: readonly HeatmapGridResult[]): HeatmapGridResult {
  const found = new Map<string, { at: readonly [number, number, number]; count: number; actors: number }>();
  for (const { cells } of parts) {
    for (const [i, count] of cells.counts.entries()) {
      const at = [cells.classes[i]!, cells.cols[i]!, cells.rows[i]!] as const;
      const key = at.join();
      const cell = found.get(key) ?? { at, count: 0, actors: 0 };
      cell.count += count;
      cell.actors += cells.actors[i]!;
      found.set(key, cell);
    }
  }
  const ordered = [...found.values()].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1] || a.at[2] - b.at[2]);
  const sum = (of: (part: HeatmapGridResult) => number): number => total(parts.map(of));
  return {
    kind: 'heatmapGrid',
    cells: {
      classes: ordered.map(({ at }) => at[0]),
      cols: ordered.map(({ at }) => at[1]),
      rows: ordered.map(({ at }) => at[2]),
      counts: ordered.map(({ count }) => count),
      actors: ordered.map(({ actors }) => actors),
    },
    points: sum((part) => part.points),
    actors: sum((part) => part.actors),
    outside: sum((part) => part.outside),
    noSize: sum((part) => part.noSize),
    noPosition: sum((part) => part.noPosition),
    otherLayer: sum((part) => part.otherLayer),
    meta: merged(view, parts),
  };
}

function totals(parts: readonly MatrixTotals[]): MatrixTotals {
  return {
    counts: sums(parts.map((part) => part.counts)),
    actors: sums(parts.map((part) => part.actors)),
    sums: null,
  };
}

function merged(
  view: StoreView,
  parts: ReadonlyArray<{ readonly meta: { readonly rowsInScope: number } }>,
): ResultMeta {
  return resultMeta(view, total(parts.map((part) => part.meta.rowsInScope)));
}

function sums(lists: ReadonlyArray<readonly number[]>): number[] {
  return lists[0]!.map((_, i) => total(lists.map((list) => list[i]!)));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

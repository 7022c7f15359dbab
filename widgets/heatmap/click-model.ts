import type {
  DeadClickResult,
  FeatureMatrixMark,
  FeatureMatrixResult,
  RageClickResult,
  ScrollDepthResult,
} from '../../worker/protocol/heatmap.js';
import type { PropertyValue } from '../../worker/protocol/batch.js';
import type { ClickLayer } from './heatmap.spec.js';

/** A place and size on the page, in CSS px of the page. */
export interface PageBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An element of the ranked list. */
export interface ClickedElement {
  readonly name: string;
  readonly rank: number;
  /** Clicks of the layer shown. */
  readonly clicks: number;
  /** Customers with such a click; null where the answer does not tell them. */
  readonly actors: number | null;
  /** Of all clicks on the element: how many nothing answered, and their share; null where no click was judged. */
  readonly dead: number | null;
  readonly deadShare: number | null;
  readonly deadActors: number;
  /** Hasty runs that belong to it. */
  readonly rageRuns: number;
  readonly rageActors: number;
  readonly mark: FeatureMatrixMark;
}

/** The list beside a click map: named elements, and all other clicks of the layer, which together are all there are. */
export interface ClickRanking {
  readonly elements: readonly ClickedElement[];
  readonly elsewhere: number;
  readonly total: number;
}

/**
 * Elements by their clicks in a layer.
 *
 * @param result clicks by element
 * @param minCell elements with fewer customers are not named: their clicks are elsewhere
 * @param most how many are named
 */
export function rankElements(
  layer: ClickLayer,
  result: FeatureMatrixResult,
  dead: DeadClickResult | null,
  rage: RageClickResult | null,
  minCell: number,
  most: number,
): ClickRanking {
  const judged = new Map(dead?.targets.map((target) => [target.element, target]));
  const hasty = new Map(rage?.targets.map((target) => [target.element, target]));
  const { counts, actors } = result.featureTotals;
  const named = result.features.flatMap((name, feature) => {
    const last = result.other && feature === result.features.length - 1;
    if (last || name === '' || actors[feature]! < minCell) return [];
    return [{ name, counts: counts[feature]!, actors: actors[feature]! }];
  });
  const clicksOf = ({ name, counts: all }: { name: string; counts: number }): number =>
    layer === 'all' ? all : layer === 'dead' ? (judged.get(name)?.dead ?? 0) : (hasty.get(name)?.clicks ?? 0);
  const actorsOf = (one: { name: string; actors: number }): number =>
    layer === 'all'
      ? one.actors
      : ((layer === 'dead' ? judged.get(one.name)?.deadActors : hasty.get(one.name)?.actors) ?? 0);
  const elements = named
    .filter((one) => clicksOf(one) > 0 && actorsOf(one) >= minCell)
    .sort((a, b) => clicksOf(b) - clicksOf(a) || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map((one, i): ClickedElement => {
      const verdict = judged.get(one.name);
      const known = verdict ? verdict.dead + verdict.live + verdict.unknown : 0;
      return {
        name: one.name,
        rank: i + 1,
        clicks: clicksOf(one),
        actors: actorsOf(one),
        dead: verdict ? verdict.dead : null,
        deadShare: verdict && known > 0 ? verdict.dead / known : null,
        deadActors: verdict?.deadActors ?? 0,
        rageRuns: hasty.get(one.name)?.runs ?? 0,
        rageActors: hasty.get(one.name)?.actors ?? 0,
        mark: { kind: 'cell', value: one.name },
      };
    });
  const total =
    layer === 'all'
      ? result.columnRows.reduce((sum, rows) => sum + rows, 0)
      : layer === 'dead'
        ? (dead?.clicks.dead ?? 0)
        : (rage?.runClicks ?? 0);
  return { elements, elsewhere: total - elements.reduce((sum, { clicks }) => sum + clicks, 0), total };
}

/** Where the clicks of a map are drawn; the three parts are all clicks of the layer. */
export interface Accuracy {
  readonly tied: number;
  readonly placed: number;
  readonly leftOut: number;
}

/** Points of all clicks over the page, and of those that are tied to an element. */
export type AllAndTied = readonly [all: { readonly points: number }, tied?: { readonly points: number }];

/**
 * How clicks came to their places.
 *
 * @param elements grids of single elements
 * @param places pairs of grids over the page: the clicks that are not tied are drawn by their place
 */
export function accuracyOf(
  elements: ReadonlyArray<{ readonly points: number }>,
  places: readonly AllAndTied[],
  total: number,
): Accuracy {
  const tied = elements.reduce((sum, { points }) => sum + points, 0);
  const placed = places.reduce((sum, [all, own]) => sum + all.points - (own?.points ?? 0), 0);
  return { tied, placed, leftOut: Math.max(0, total - tied - placed) };
}

/** Shares of 0..1 in whole percent that add up to 100: what rounding leaves goes to the largest remainders. */
export function wholePercents(parts: readonly number[]): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) return parts.map(() => 0);
  const exact = parts.map((part) => (part / total) * 100);
  const floors = exact.map(Math.floor);
  const missing = 100 - floors.reduce((sum, floor) => sum + floor, 0);
  const order = exact.map((_, i) => i).sort((a, b) => exact[b]! - floors[b]! - (exact[a]! - floors[a]!) || a - b);
  for (const i of order.slice(0, missing)) floors[i]!++;
  return floors;
}

/** Properties of a click that tell where its element was. */
export const boxProperties = [
  'elementLeft',
  'elementTop',
  'elementWidth',
  'elementHeight',
  'docWidth',
  'docHeight',
] as const;

/** What recorded clicks say of an element's place: as shares of the page, and how large the page was. */
export interface RecordedBox {
  readonly box: PageBox;
  readonly docWidth: number;
  readonly docHeight: number;
}

/**
 * The middle of what clicks on one element recorded, each number by itself: a page that changed once or twice does not
 * pull the box away.
 *
 * @param rows values of `boxProperties`
 * @returns null where none tells all of it
 */
export function recordedBox(rows: ReadonlyArray<readonly PropertyValue[]>): RecordedBox | null {
  const whole = rows.filter(
    (row): row is number[] =>
      row.every((value) => typeof value === 'number') &&
      (row[2] as number) > 0 &&
      (row[3] as number) > 0 &&
      (row[4] as number) > 0 &&
      (row[5] as number) > 0,
  );
  if (whole.length === 0) return null;
  const middle = (value: (row: number[]) => number): number => {
    const sorted = whole.map(value).sort((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  return {
    box: {
      left: middle((row) => row[0]! / row[4]!),
      top: middle((row) => row[1]! / row[5]!),
      width: middle((row) => row[2]! / row[4]!),
      height: middle((row) => row[3]! / row[5]!),
    },
    docWidth: middle((row) => row[4]!),
    docHeight: middle((row) => row[5]!),
  };
}

/** The greatest depth that a share of page views reached, 0..1; null where not even the top was. */
export function depthReached({ shares }: Pick<ScrollDepthResult, 'shares'>, share: number): number | null {
  let depth: number | null = null;
  for (const [i, reached] of shares.entries()) if (reached !== null && reached >= share) depth = (i + 1) / 100;
  return depth;
}

/** The share that reached just below the fold; null where the page fits the screen, or nothing is known. */
export function belowFold({ shares, foldLine }: ScrollDepthResult): number | null {
  if (foldLine === null || foldLine >= 1) return null;
  return shares[Math.floor(foldLine * 100)] ?? null;
}

/** What is worth a closer look: an element that many click in vain, or again and again. */
export type Finding =
  | { readonly kind: 'dead'; readonly element: ClickedElement }
  | { readonly kind: 'rage'; readonly element: ClickedElement };

const leastDead = 10;
const leastDeadShare = 0.3;
const leastRuns = 5;

/** The one finding that is shown; null where nothing stands out. */
export function findingOf(elements: readonly ClickedElement[], minCell: number): Finding | null {
  const dead = elements
    .filter(
      ({ dead: count, deadShare, deadActors }) =>
        (count ?? 0) >= leastDead && deadShare! >= leastDeadShare && deadActors >= minCell,
    )
    .sort((a, b) => b.dead! - a.dead!)[0];
  if (dead) return { kind: 'dead', element: dead };
  const rage = elements
    .filter(({ rageRuns, rageActors }) => rageRuns >= leastRuns && rageActors >= minCell)
    .sort((a, b) => b.rageRuns - a.rageRuns)[0];
  return rage ? { kind: 'rage', element: rage } : null;
}

/** Whether an element's dead clicks are many enough to be marked in the list. */
export function isDeadly({ dead, deadShare }: ClickedElement): boolean {
  return (dead ?? 0) >= leastDead && deadShare! >= leastDeadShare;
}

/** Whether its hasty runs are. */
export function isHasty({ rageRuns }: ClickedElement): boolean {
  return rageRuns >= leastRuns;
}

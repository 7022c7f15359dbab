import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../worker/analyses/analysis.js';
import { deadClickAnalysis } from '../../../worker/analyses/dead-click-analysis.js';
import { featureMatrixAnalysis } from '../../../worker/analyses/feature-matrix-analysis.js';
import { heatmapGridAnalysis } from '../../../worker/analyses/heatmap-grid-analysis.js';
import { rageClickAnalysis } from '../../../worker/analyses/rage-click-analysis.js';
import { scrollDepthAnalysis } from '../../../worker/analyses/scroll-depth-analysis.js';
import { filterMask } from '../../../worker/analyses/selector.js';
import type {
  DeadClickSpec,
  FeatureMatrixSpec,
  HeatmapGridSpec,
  RageClickSpec,
  ScrollDepthSpec,
} from '../../../worker/protocol/heatmap.js';
import type { Filter } from '../../../worker/protocol/filter.js';
import type { Result } from '../../../worker/protocol/result.js';
import type { Mark, Spec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import type { Store } from '../../../worker/store/store.js';
import { actorsOf, deadOracle, gridOracle, matrixOracle, rageOracle, scrollOracle } from '../../oracles/heatmap.js';
import type { Groups, Placed } from '../../oracles/heatmap.js';
import { viewOf, type Row, type Storage } from '../view.js';

const seed = Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0);
const numRuns = Number(process.env['FC_RUNS'] ?? 300);
const timeout = 60_000 + numRuns * 20;
console.log(`heatmaps against their oracles: FC_SEED=${seed} FC_RUNS=${numRuns}`);

const storage = fc.constantFrom<Storage>('typed', 'plain');
const actor = fc.constantFrom('ann', 'bob', 'cid');

/** A log whose rows draw their properties from few values: ties, edges and missing values in nearly every one. */
function log(
  names: readonly (string | null)[],
  time: fc.Arbitrary<number>,
  props: Record<string, fc.Arbitrary<string | number | boolean | null>>,
): fc.Arbitrary<Row[]> {
  const row = fc.tuple(actor, time, fc.constantFrom(...names), fc.record(props));
  return fc.array(row as fc.Arbitrary<Row>, { maxLength: 40, size: 'max' });
}

const scope = {
  range: fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 2000, max: 9000 })).map(([from, to]) => ({
    from,
    to,
  })),
  where: fc.constantFrom([], [{ event: ['click', 'view'] }], [{ where: [{ prop: 'page', op: 'notNull' as const }] }]),
};
const onlyAnn: Filter = {
  kind: 'not',
  of: { kind: 'rows', match: [{ where: [{ prop: 'page', op: 'eq', value: 'b' }] }] },
};

interface Told<R extends Result, M extends Mark> {
  readonly result: R;
  /** Input places of the rows behind a mark, and their actors; both lists without repeats. */
  rows(mark: M): number[];
  actors(mark: M): string[];
}

/** Asks twice over one view, so that what is kept with it is used, with a filter in between. */
function ask<S extends Spec, R extends Result, M extends Mark>(
  analysis: Analysis<S, R, M>,
  rows: readonly Row[],
  spec: S,
  kind: Storage,
): Told<R, M> {
  const placed = rows.map(([a, t, name, props], seq): Row => [a, t, name, { ...props, seq }]);
  const view = viewOf(placed, kind) as unknown as Store;
  finish(analysis.answer(view, analysis.check(spec, 'spec'), finish(filterMask(view, onlyAnn))));
  const answer = finish(analysis.answer(view, spec, null));
  const seqs = view.column('seq');
  return {
    result: JSON.parse(JSON.stringify(answer.result)) as R,
    rows: (mark) =>
      Array.from(finish(answer.rows!(analysis.checkMark(mark, spec, 'mark'))), (row) =>
        seqs?.kind === 'number' ? seqs.values[row]! : -1,
      ),
    actors: (mark) => Array.from(finish(answer.actors(mark)), (index) => view.actorKey(index).slice('actor:'.length)),
  };
}

/** A mark counts as many rows and actors as it lists, and they are the oracle's. */
function behind<R extends Result, M extends Mark>(told: Told<R, M>, mark: M, expected: readonly Placed[]): void {
  expect(told.rows(mark).toSorted((a, b) => a - b)).toEqual(expected.map(({ seq }) => seq).toSorted((a, b) => a - b));
  expect(told.actors(mark).toSorted()).toEqual([...actorsOf(expected)].toSorted());
}

const holdsFor = <S>(
  rows: fc.Arbitrary<Row[]>,
  spec: fc.Arbitrary<S>,
  check: (rows: Row[], spec: S, kind: Storage) => void,
): void => fc.assert(fc.property(rows, spec, storage, check), { seed, numRuns });

describe('pointer grids', { timeout }, () => {
  const often = <T>(arbitrary: fc.Arbitrary<T>) => ({ weight: 15, arbitrary });
  const pixels = fc.oneof(
    often(fc.constantFrom(0, 1, 5, 10, 29, 30, 99.5, 100)),
    fc.constantFrom<number | string | null>(-1, 101, null, 'x'),
  );
  const size = fc.oneof(often(fc.constant(100)), fc.constantFrom(0, -5, 1, 10, null));
  const width = fc.oneof(often(fc.constantFrom(320, 767, 768, 1200)), fc.constantFrom(0, null));
  const rows = log(['click', 'move', null], fc.integer({ min: 0, max: 9000 }), {
    x: pixels,
    y: pixels,
    docWidth: size,
    docHeight: size,
    elementLeft: fc.constantFrom(0, 0, 0, 1, null),
    elementTop: fc.constantFrom(0, 0, 0, -10, null),
    elementWidth: size,
    elementHeight: size,
    viewportWidth: width,
    viewportHeight: width,
    scrollX: fc.constantFrom(0, 0, 5, null),
    scrollY: fc.constantFrom(0, 0, 1, 29, null),
    fixed: fc.constantFrom(true, false, null, 'true'),
    page: fc.constantFrom('a', 'b', null),
  });
  const spec: fc.Arbitrary<HeatmapGridSpec> = fc.record(
    {
      kind: fc.constant('heatmapGrid' as const),
      cols: fc.integer({ min: 1, max: 12 }),
      rows: fc.integer({ min: 1, max: 4 }),
      anchor: fc.constantFrom('page', 'page', 'element', 'fixed'),
      viewportClasses: fc.constantFrom([], [768], [768, 1200]),
      ...scope,
    },
    { requiredKeys: ['kind', 'cols', 'rows'] },
  );

  it('hold the same rows and actors in every cell as the oracle, and leave out the same', () => {
    holdsFor(rows, spec, (given, asked, kind) => {
      const truth = gridOracle(given, asked);
      const told = ask(heatmapGridAnalysis, given, asked, kind);
      const { cells, ...result } = told.result;
      const of = (name: string): Placed[] => truth.get(name) ?? [];
      const found = cells.counts.map((count, i) => [
        cells.classes[i],
        cells.cols[i],
        cells.rows[i],
        count,
        cells.actors[i],
      ]);
      const expected = [...truth]
        .filter(([name]) => name.includes(','))
        .map(([name, own]) => [...name.split(',').map(Number), own.length, actorsOf(own).size])
        .toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!);
      expect(found).toEqual(expected);
      const points = [...truth].filter(([name]) => name.includes(',')).flatMap(([, own]) => own);
      expect(result).toMatchObject({ points: points.length, actors: actorsOf(points).size });
      for (const name of ['outside', 'noSize', 'noPosition', 'otherLayer'] as const) {
        expect(result[name]).toBe(of(name).length);
      }
      expect(result.meta.rowsInScope).toBe([...truth.values()].flat().length);
      behind(told, { kind: 'points' }, points);
      behind(told, { kind: 'outside' }, of('outside'));
      behind(told, { kind: 'noSize' }, of('noSize'));
      for (const [c, col, row] of found.slice(0, 5) as number[][]) {
        behind(told, { kind: 'cell', class: c!, col: col!, row: row! }, of([c, col, row].join(',')));
      }
    });
  });
});

describe('scroll depth', { timeout }, () => {
  const rows = log(['view', 'scroll', 'click'], fc.integer({ min: 0, max: 9000 }), {
    view: fc.constantFrom('p1', 'p2', 'p3', '', null),
    scrollY: fc.constantFrom(0, 100, 300, 329, 330, 499.5, 900, -50, null),
    viewportHeight: fc.constantFrom(500, 500, 700, 1500, 0, null),
    docHeight: fc.constantFrom(1000, 1000, 900, 0, null, 'x'),
    page: fc.constantFrom('a', 'b', null),
  });
  const spec: fc.Arbitrary<ScrollDepthSpec> = fc.record(
    { kind: fc.constant('scrollDepth' as const), ...scope },
    { requiredKeys: ['kind'] },
  );

  it('counts the same page views at every level as the oracle', () => {
    holdsFor(rows, spec, (given, asked, kind) => {
      const truth = scrollOracle(given, asked);
      const told = ask(scrollDepthAnalysis, given, asked, kind);
      const { result } = told;
      expect(result).toMatchObject({
        views: truth.views.length,
        noSize: truth.noSize,
        noView: truth.noView,
        actors: new Set(truth.views.map((view) => view.actor)).size,
      });
      for (let p = 1; p <= 100; p++) {
        const reached = truth.views.filter((view) => view.reached(p));
        expect(result.counts[p - 1]).toBe(reached.length);
        expect(result.actorCounts[p - 1]).toBe(new Set(reached.map((view) => view.actor)).size);
        expect(result.shares[p - 1]).toBe(truth.views.length === 0 ? null : reached.length / truth.views.length);
        if (p % 33 === 1)
          behind(
            told,
            { kind: 'level', percent: p },
            reached.map((view) => view.reached(p)!),
          );
      }
      close(result.foldLine, middle(truth.views.map((view) => view.fold)));
      close(result.medianDepth, middle(truth.views.map((view) => view.depth)));
      const sum = truth.views.reduce((all, view) => all + view.depth, 0);
      close(result.meanDepth, truth.views.length === 0 ? null : sum / truth.views.length);
    });
  });
});

describe('rage clicks', { timeout }, () => {
  const instant = fc.constantFrom(0, 1, 5, 999, 1000, 1001, 1999, 2000, 3001);
  const wide = log(['click', 'click', 'click', 'tap', null], instant, {
    x: fc.constantFrom(0, 1, 15, 29, 30, null),
    y: fc.constantFrom(0, 0, 14, 15, 'x'),
    page: fc.constantFrom('a', 'b', '', null),
    element: fc.constantFrom('buy', 'menu', 1, '1', null),
  });
  // One place, one page: runs are long, and end by time alone.
  const tight = log(['click'], fc.constantFrom(0, 500, 1000, 1001, 1500, 2000, 2001, 3000, 3500, 4000, 5000), {
    x: fc.constantFrom(0, 0, 0, 29, 30),
    y: fc.constant(0),
    page: fc.constantFrom('a', 'a', 'a', 'a', 'b'),
    element: fc.constantFrom('buy', 'menu'),
  });
  const rows = fc.oneof(wide, tight);
  const spec: fc.Arbitrary<RageClickSpec> = fc.record(
    {
      kind: fc.constant('rageClick' as const),
      minClicks: fc.integer({ min: 2, max: 4 }),
      radiusPx: fc.constantFrom(30, 15, 1),
      maxGapMs: fc.constantFrom(1000, 1, 2),
      click: fc.constantFrom({ event: 'tap' }, { event: ['click', 'tap'] }, {}),
      elementProp: fc.constantFrom('element', 'page'),
      maxTargets: fc.integer({ min: 1, max: 3 }),
      maxRuns: fc.integer({ min: 0, max: 3 }),
      ...scope,
    },
    { requiredKeys: ['kind'] },
  );

  it('finds the same runs as the oracle, and lists their clicks', () => {
    holdsFor(rows, spec, (given, asked, kind) => {
      const truth = rageOracle(given, asked);
      const told = ask(rageClickAnalysis, given, asked, kind);
      const { result } = told;
      expect(result).toMatchObject({
        runs: truth.length,
        runClicks: truth.flatMap((run) => run.clicks).length,
        actors: actorsOf(truth.map((run) => run.fired)).size,
      });
      behind(
        told,
        { kind: 'fired' },
        truth.map((run) => run.fired),
      );
      behind(
        told,
        { kind: 'clicks' },
        truth.flatMap((run) => run.clicks),
      );
      const targets = new Map<string, typeof truth>();
      for (const run of truth) {
        const name = JSON.stringify([run.page, run.element]);
        targets.set(name, [...(targets.get(name) ?? []), run]);
      }
      const expected = [...targets]
        .map(([name, runs]) => {
          const [page, element] = JSON.parse(name) as [string, string];
          const clicks = runs.flatMap((run) => run.clicks).length;
          return { page, element, runs: runs.length, clicks, actors: actorsOf(runs.map((run) => run.fired)).size };
        })
        .toSorted((a, b) => b.runs - a.runs || units(a.page, b.page) || units(a.element, b.element));
      expect(result.targets).toEqual(expected.slice(0, asked.maxTargets ?? 1000));
      expect(result.targetsTotal).toBe(expected.length);
      for (const { page, element } of result.targets) {
        const runs = targets.get(JSON.stringify([page, element]))!;
        behind(
          told,
          { kind: 'fired', page, element },
          runs.map((run) => run.fired),
        );
        behind(
          told,
          { kind: 'clicks', page, element },
          runs.flatMap((run) => run.clicks),
        );
      }
      const longest = truth.toSorted((a, b) => b.clicks.length - a.clicks.length || a.fired.row[1] - b.fired.row[1]);
      expect(result.longest.map((run) => [run.clicks, run.firedMs])).toEqual(
        longest.slice(0, asked.maxRuns ?? 100).map((run) => [run.clicks.length, run.fired.row[1]]),
      );
      for (const [index, run] of result.longest.entries()) {
        const own = told.rows({ kind: 'run', index });
        const same = truth.find((one) => own.includes(one.fired.seq) && one.clicks.length === own.length)!;
        behind(told, { kind: 'run', index }, same.clicks);
        expect(run).toMatchObject({
          actor: `actor:${same.fired.row[0]}`,
          page: same.page,
          element: same.element,
          firstMs: same.clicks[0]!.row[1],
          firedMs: same.fired.row[1],
          lastMs: same.clicks.at(-1)!.row[1],
        });
      }
    });
  });
});

describe('dead clicks', { timeout }, () => {
  const delay = fc.constantFrom(0, 2499, 2500, 2501, -1, null);
  const rows = log(['click', 'click', 'tap'], fc.integer({ min: 0, max: 9000 }), {
    mutationMs: delay,
    navigationMs: delay,
    requestMs: fc.constantFrom(null, null, 10, 'x'),
    scrollMs: delay,
    selectionMs: fc.constantFrom(null, null, 99),
    observedMs: fc.constantFrom(2499, 2500, 5000, 5000, 50, null),
    page: fc.constantFrom('a', 'b', null),
    element: fc.constantFrom('buy', 'menu', null),
  });
  const spec: fc.Arbitrary<DeadClickSpec> = fc.record(
    {
      kind: fc.constant('deadClick' as const),
      deadMs: fc.constantFrom(2500, 0, 60),
      click: fc.constantFrom({ event: 'tap' }, {}),
      maxTargets: fc.integer({ min: 1, max: 5 }),
      ...scope,
    },
    { requiredKeys: ['kind'] },
  );

  it('gives every click the verdict of the oracle, by page and element too', () => {
    holdsFor(rows, spec, (given, asked, kind) => {
      const { all, byTarget } = deadOracle(given, asked);
      const told = ask(deadClickAnalysis, given, asked, kind);
      const of = (groups: Groups, name: string): Placed[] => groups.get(name) ?? [];
      for (const verdict of ['dead', 'live', 'unknown'] as const) {
        expect(told.result.clicks[verdict]).toBe(of(all, verdict).length);
        expect(told.result.actors[verdict]).toBe(actorsOf(of(all, verdict)).size);
        behind(told, { kind: verdict }, of(all, verdict));
        for (const target of told.result.targets) {
          const { page, element } = target;
          const own = of(byTarget, JSON.stringify([verdict, page, element]));
          expect(target[verdict]).toBe(own.length);
          if (verdict === 'dead') expect(target.deadActors).toBe(actorsOf(own).size);
          behind(told, { kind: verdict, page, element }, own);
        }
      }
      const names = new Set(
        [...byTarget.keys()].map((name) => JSON.stringify((JSON.parse(name) as string[]).slice(1))),
      );
      expect(told.result.targetsTotal).toBe(names.size);
      expect(told.result.targets.length).toBe(Math.min(names.size, asked.maxTargets ?? 1000));
      const order = told.result.targets.map((t) => [t.dead, t.dead + t.live + t.unknown, t.page, t.element] as const);
      const sorted = order.toSorted((a, b) => b[0] - a[0] || b[1] - a[1] || units(a[2], b[2]) || units(a[3], b[3]));
      expect(order).toEqual(sorted);
    });
  });
});

describe('features by time', { timeout }, () => {
  const day = 86_400_000;
  // Around the change of the clock in Europe, 30 March 2025 01:00 UTC, and days later.
  const change = Date.parse('2025-03-30T01:00:00Z');
  const time = fc.oneof(
    fc.integer({ min: -8, max: 8 }).map((q) => change + q * 900_000),
    fc.integer({ min: -9 * day, max: 9 * day }).map((t) => change + t),
  );
  const rows = log(['search', 'open', 'noise', null], time, {
    n: fc.constantFrom<number | string | null>(1, 2, 0.1, 0.2, -3, 'x', null),
    page: fc.constantFrom('a', 'b', null),
    // Texts that meet: "1" and 1 are one row of a matrix, "" is a value and null is none.
    kind: fc.constantFrom<string | number | boolean | null>('1', 1, '', 'true', true, 'z', null),
  });
  const match = fc.array(
    fc.constantFrom(
      { event: 'search' },
      { event: 'open' },
      { where: [{ prop: 'n', op: 'gt' as const, value: 0 }] },
      {},
    ),
    { maxLength: 2 },
  );
  const buckets = fc.record({ from: time, count: fc.integer({ min: 1, max: 5 }) });
  const features = fc.array(
    match.map((selectors) => ({ name: 'f', match: selectors })),
    { minLength: 1, maxLength: 4 },
  );
  const base = {
    kind: fc.constant('featureMatrix' as const),
    tz: fc.constantFrom('UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kolkata'),
    weekStart: fc.integer({ min: 0, max: 6 }),
    valueProp: fc.constant('n'),
    range: fc.constantFrom({ from: change - day, to: change + day }, { from: change, to: change + 3 * day }),
    where: fc.constantFrom([], [{ event: ['search', 'open'] }]),
  };
  const requiredKeys = ['kind', 'columns'] as const;
  const columns = fc.oneof(
    fc.record(
      { ...base, columns: fc.constantFrom('hour', 'day', 'week', 'month'), buckets },
      { requiredKeys: [...requiredKeys, 'buckets'] },
    ),
    fc.record({ ...base, columns: fc.constantFrom('day', 'week') }, { requiredKeys: [...requiredKeys] }),
    fc.record(
      { ...base, columns: fc.constantFrom('hour-of-week', 'day-of-week', 'hour-of-day') },
      { requiredKeys: [...requiredKeys] },
    ),
    fc.record(
      { ...base, columns: fc.constantFrom('day-of-age', 'week-of-age'), ages: fc.integer({ min: 1, max: 9 }) },
      { requiredKeys: [...requiredKeys] },
    ),
  );
  const values = fc.record(
    {
      prop: fc.constantFrom('kind', 'page', 'n', 'event', '$name', 'nowhere'),
      limit: fc.constantFrom(1, 2, 3, 1000),
    },
    { requiredKeys: ['prop'] },
  );
  const spec: fc.Arbitrary<FeatureMatrixSpec> = fc.oneof(
    fc.tuple(columns, features).map(([rest, own]) => ({ ...rest, features: own })),
    fc.tuple(columns, values).map(([rest, own]) => ({ ...rest, rows: own })),
  );

  it('has the same columns, and the same rows, actors, shares and sums in every cell as the oracle', () => {
    holdsFor(rows, spec, (given, asked, kind) => {
      if (given.length === 0 && !asked.buckets && !asked.range) return;
      const truth = matrixOracle(given, asked);
      const told = ask(featureMatrixAnalysis, given, asked, kind);
      const { result } = told;
      expect(result.columns).toEqual(truth.columns);
      expect(result.outside).toBe(truth.outside);
      expect(result.features).toEqual(truth.names.map((name) => name ?? ''));
      expect(result.other).toBe(truth.names.includes(null));
      expect(result.valuesTotal).toBe(asked.rows ? truth.values.length : null);
      const width = truth.columns.length;
      const sum = (own: readonly Placed[]): number =>
        own.reduce((all, { row }) => all + (typeof row[3]?.['n'] === 'number' ? row[3]['n'] : 0), 0);
      const holds = (
        totals: { counts: readonly number[]; actors: readonly number[]; sums: readonly number[] | null },
        at: number,
        own: Placed[],
      ): void => {
        expect([totals.counts[at], totals.actors[at]]).toEqual([own.length, actorsOf(own).size]);
        if (asked.valueProp === undefined) expect(totals.sums).toBeNull();
        else expect(totals.sums![at]).toBeCloseTo(sum(own), 9);
      };
      const busy =
        given.length === 0 ? [] : truth.columns.map((_, column) => column).filter((c) => truth.cell(c).length > 0);
      for (const column of [...busy, 0]) {
        const any = truth.cell(column);
        expect([result.columnRows[column], result.columnActors[column]]).toEqual([any.length, actorsOf(any).size]);
        behind(told, { kind: 'column', column }, any);
        const every = truth.names.map((_, feature) => truth.cell(column, feature));
        holds(result.columnTotals, column, every.flat());
        behind(told, { kind: 'cell', column }, every.flat());
        for (const [feature, own] of every.entries()) {
          const cell = feature * width + column;
          holds(result.cells, cell, own);
          expect(result.cells.shares[cell]).toBe(any.length === 0 ? null : actorsOf(own).size / actorsOf(any).size);
          behind(told, { kind: 'cell', feature, column }, own);
          if (asked.rows) behind(told, { ...valueMark(truth.names[feature]!), column }, own);
        }
      }
      for (const [feature, name] of truth.names.entries()) {
        const own = busy.flatMap((column) => truth.cell(column, feature));
        holds(result.featureTotals, feature, own);
        behind(told, { kind: 'cell', feature }, own);
        if (asked.rows) behind(told, valueMark(name), own);
      }
      // Several cells of several rows: what lies in two of them is there once.
      const [first = 0, second = first] = busy;
      const chosen = [{ feature: 0, column: first }, { feature: 0, column: second }, { column: second }];
      const inFirst = given.length === 0 ? [] : truth.cell(first, 0);
      const inSecond = given.length === 0 ? [] : truth.names.flatMap((_, feature) => truth.cell(second, feature));
      behind(told, { kind: 'cells', cells: chosen }, [...new Set([...inFirst, ...inSecond])]);
      if (!asked.rows) return;
      // What has no row of its own: a value beyond the limit has its list all the same.
      const all = matrixOracle(given, { ...asked, rows: { ...asked.rows, limit: 1000 } });
      for (const [feature, value] of all.names.entries()) {
        behind(
          told,
          valueMark(value),
          busy.flatMap((column) => all.cell(column, feature)),
        );
      }
      behind(told, { kind: 'cell', value: 'nobody has it' }, []);
      if (!result.other) behind(told, { kind: 'cell', other: true }, []);
      expect(result.columnRows.reduce((all, count) => all + count, 0) + result.outside).toBe(result.meta.rowsInScope);
    });
  });
});

/** The mark of a row of the matrix by its value; null: all further ones. */
function valueMark(value: string | null): { kind: 'cell'; value: string } | { kind: 'cell'; other: true } {
  return value === null ? { kind: 'cell', other: true } : { kind: 'cell', value };
}

function units(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function middle(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function close(got: number | null, expected: number | null): void {
  if (expected === null) expect(got).toBeNull();
  else expect(got).toBeCloseTo(expected, 12);
}

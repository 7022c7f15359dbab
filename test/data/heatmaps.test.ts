import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type {
  DeadClickResult,
  DeadClickSpec,
  HeatmapCells,
  HeatmapGridMark,
  HeatmapGridResult,
  HeatmapGridSpec,
  RageClickResult,
} from '../../worker/protocol/heatmap.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { FunnelResult, FunnelSpec } from '../../worker/protocol/funnel.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';
import { rageOracle } from '../oracles/heatmap.js';
import { lightConnectors } from '../../connectors/registry.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import { load } from '../connectors/load.js';
import { mappingOf, sourceOf } from './logs.js';

interface ExpectedTask {
  readonly actors: number;
  readonly count_per_event: Readonly<Record<string, number>>;
  readonly ms_to_first_click: { readonly n: number; readonly p50: number; readonly p90: number };
  /** Episodes that meet each condition: started, a mouse pressed, a click, a click and success. */
  readonly episode_funnel: { readonly episodes: readonly number[] };
  readonly clicks: number;
  readonly clicks_outside_160x210: number;
  readonly clicks_without_target: number;
  readonly clicks_inside_target_box: number;
  readonly click_grid_10px: { readonly matrix: ReadonlyArray<readonly number[]>; readonly sum: number };
  readonly hottest_cells: ReadonlyArray<{ readonly x0: number; readonly y0: number; readonly clicks: number }>;
  readonly clicks_by_target_tag_and_class: ReadonlyArray<{
    readonly tag: string;
    readonly classes: string;
    readonly clicks: number;
  }>;
}

interface ExpectedRecording {
  readonly count_per_mouse_interaction: Readonly<Record<string, number>>;
  readonly mouse_move_positions: number;
  readonly mouse_move_bounds: {
    readonly minX: number;
    readonly maxX: number;
    readonly minY: number;
    readonly maxY: number;
  };
  readonly clicks: ReadonlyArray<{
    readonly time: number;
    readonly id: number;
    readonly x: number;
    readonly y: number;
  }>;
}

const clicks = { where: [{ event: 'click' }] } as const;

forEachSet('miniwob-pointer', (name, expectedTasks: Readonly<Record<string, ExpectedTask>>) => {
  for (const [task, expected] of Object.entries(expectedTasks)) {
    for (const storage of ['typed', 'plain'] as const) {
      describe(`${task} (${storage} storage)`, () => {
        const file = `${task}.jsonl`;
        const starts = mappingOf('miniwob-pointer-episodes');
        const { core, ask, lengths, filled } = engineOf(name, file, storage, [
          mappingOf(name),
          // Some came and did nothing.
          { ...starts, fields: { ...starts.fields, actor: { column: 'actor' } } },
        ]);
        beforeAll(() => filled);
        // Cells of ten pixels: 16 by 21.
        const grid: HeatmapGridSpec = { kind: 'heatmapGrid', cols: 16, rows: 21, ...clicks };

        it('has every event and actor', async () => {
          const { actors, events } = await core.describe();
          expect(actors).toBe(expected.actors);
          const counts = Object.fromEntries(events.map(({ name, rows: count }) => [name, count]));
          expect(counts).toMatchObject(expected.count_per_event);
        });

        it('has the episodes that came to a click, and to success', async () => {
          const events = mappingOf(name);
          const episodes = engineOf(name, file, storage, [
            { ...events, fields: { ...events.fields, actor: { column: 'episode' } } },
            starts,
            mappingOf('miniwob-pointer-successes'),
          ]);
          await episodes.filled;
          const doing = (event: string): FunnelSpec => ({ kind: 'funnel', steps: [{ event }] });
          const clicked: Filter = { kind: 'actors', spec: doing('click'), mark: { kind: 'reached', step: 0 } };
          const [started, pressed, clicking] = await Promise.all(
            ['start', 'mousedown', 'click'].map((event) => episodes.ask<FunnelResult>(doing(event))),
          );
          const done = await episodes.ask<FunnelResult>(doing('success'), clicked);
          expect([started, pressed, clicking, done].map((result) => result!.stepCounts[0])).toEqual(
            expected.episode_funnel.episodes,
          );
        });

        it('has the time to the first click of each episode', async () => {
          // The file's first: one episode of enter-time is not in the order of its times.
          const { events, times: at, column } = await load(await sourceOf(name, file), mappingOf(name));
          const views = column('view');
          const first = new Map<unknown, number>();
          for (const [row, event] of events.entries()) {
            if (event === 'click' && !first.has(views[row])) first.set(views[row], at[row]!);
          }
          const times = [...first.values()].toSorted((a, b) => a - b);
          const nearestRank = (p: number): number => times[Math.ceil(p * times.length) - 1]!;
          const { n, p50, p90 } = expected.ms_to_first_click;
          expect([times.length, nearestRank(0.5), nearestRank(0.9)]).toEqual([n, p50, p90]);
        });

        it('has the clicks of every cell, and the hottest cells', async () => {
          const { cells, points } = await ask<HeatmapGridResult>(grid);
          expect(matrixOf(cells, 16, 21)).toEqual(expected.click_grid_10px.matrix);
          expect(points).toBe(expected.click_grid_10px.sum);
          const hottest = cells.counts
            .map((count, i) => ({ x0: cells.cols[i]! * 10, y0: cells.rows[i]! * 10, clicks: count }))
            .toSorted((a, b) => b.clicks - a.clicks)
            .slice(0, 10);
          expect(hottest.map((cell) => cell.clicks)).toEqual(expected.hottest_cells.map((cell) => cell.clicks));
          expect(hottest).toContainEqual(expected.hottest_cells[0]);
        });

        it('counts the clicks outside the page apart', async () => {
          const result = await ask<HeatmapGridResult>(grid);
          expect(result.outside).toBe(expected.clicks_outside_160x210);
          expect(result.points + result.outside).toBe(expected.clicks);
          expect(result.meta.rowsInScope).toBe(expected.count_per_event['click']);
        });

        it('counts the clicks inside the box of their element', async () => {
          const { points, outside, noSize } = await ask<HeatmapGridResult>({ ...grid, anchor: 'element' });
          expect(points).toBe(expected.clicks_inside_target_box);
          const loaded = await load(await sourceOf(name, file), mappingOf(name));
          const widths = loaded.column('elementWidth');
          const flat = loaded.events.filter((event, row) => event === 'click' && widths[row] === 0).length;
          expect(noSize).toBe(expected.clicks_without_target + flat);
          expect(points + outside + noSize).toBe(expected.clicks);
        });

        it('counts the clicks of every element', async () => {
          const { targets } = await ask<DeadClickResult>({ kind: 'deadClick' });
          const found = targets
            .filter((target) => target.element !== '')
            .map((target) => ({ ...elementOf(target.element), clicks: target.dead + target.live + target.unknown }));
          for (const element of expected.clicks_by_target_tag_and_class) expect(found).toContainEqual(element);
          const missing = targets.find((target) => target.element === '');
          expect(missing?.unknown ?? 0).toBe(expected.clicks_without_target);
        });

        it('finds the runs of hasty clicks that the oracle finds', async () => {
          const { runs, runClicks } = await ask<RageClickResult>({ kind: 'rageClick' });
          const truth = rageOracle(await oracleRows(name, file), { kind: 'rageClick' });
          expect([runs, runClicks]).toEqual([truth.length, truth.flatMap((run) => run.clicks).length]);
        });

        it('lists as many clicks and actors behind each cell and verdict as it counts', async () => {
          const { cells, points, actors, outside } = await ask<HeatmapGridResult>(grid);
          for (let i = 0; i < cells.counts.length; i += 9) {
            const mark: HeatmapGridMark = { kind: 'cell', col: cells.cols[i]!, row: cells.rows[i]! };
            expect(await lengths(grid, mark)).toEqual([cells.counts[i], cells.actors[i]]);
          }
          expect(await lengths(grid, { kind: 'points' })).toEqual([points, actors]);
          expect((await lengths(grid, { kind: 'outside' }))[0]).toBe(outside);
          const dead: DeadClickSpec = { kind: 'deadClick' };
          const verdicts = await ask<DeadClickResult>(dead);
          expect(await lengths(dead, { kind: 'unknown' })).toEqual([verdicts.clicks.unknown, verdicts.actors.unknown]);
        });
      });
    }
  }
});

forEachSet('rrweb-recording', (name, expected: ExpectedRecording) => {
  describe('a recorded session', () => {
    // It says by itself what its fields are.
    const { ask, core, filled } = engineOf(name, 'events.json', 'typed', []);
    beforeAll(() => filled);
    // A cell a pixel would be 822,030 cells; one row or column of pixels at a time says as much.
    const across: HeatmapGridSpec = { kind: 'heatmapGrid', cols: 583, rows: 1, where: [{ event: 'move' }] };
    const down: HeatmapGridSpec = { kind: 'heatmapGrid', cols: 1, rows: 705, where: [{ event: 'move' }] };

    it('has every pointer position, within the bounds there are', async () => {
      const { minX, maxX, minY, maxY } = expected.mouse_move_bounds;
      const wide = await ask<HeatmapGridResult>(across);
      const high = await ask<HeatmapGridResult>(down);
      expect([wide.points, high.points]).toEqual([expected.mouse_move_positions, expected.mouse_move_positions]);
      // 583 columns are two pixels wide each.
      expect(ends(wide.cells.cols)).toEqual([Math.floor(minX / 2), Math.floor(maxX / 2)]);
      expect(ends(high.cells.rows)).toEqual([minY, maxY]);
    });

    it('has every click where and when it was', async () => {
      const spec: HeatmapGridSpec = { kind: 'heatmapGrid', cols: 583, rows: 705, ...clicks };
      const { cells } = await ask<HeatmapGridResult>(spec);
      const found = cells.cols.map((col, i) => [col, cells.rows[i]]);
      expect(found).toEqual(
        expected.clicks.map(({ x, y }) => [Math.floor(x / 2), y]).toSorted((a, b) => a[0]! - b[0]!),
      );
      for (const { time, id, x, y } of expected.clicks) {
        const page = await core.list({
          spec,
          mark: { kind: 'cell', col: Math.floor(x / 2), row: y },
          of: 'rows',
          properties: ['node'],
        });
        expect(page.rows.map((row) => [row.time, row.values[0]])).toEqual([[time, id]]);
      }
    });

    it('has every mouse interaction', async () => {
      const { events } = await core.describe();
      const counts = Object.fromEntries(events.map(({ name, rows: count }) => [name, count]));
      const named = Object.entries(expected.count_per_mouse_interaction).map(([kind, count]) => [
        kind.toLowerCase(),
        count,
      ]);
      expect(counts).toMatchObject(Object.fromEntries(named) as object);
    });
  });
});

function forEachSet<E>(name: string, tests: (name: string, expected: E) => void): void {
  const folder = join(corpusFolder('data'), name);
  if (existsSync(folder)) {
    tests(name, JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as E);
    return;
  }
  console.log(`No data at ${folder}; ${corpusVariable('data')} names its folder.`);
  describe(name, () => it.skip('data is not here', () => {}));
}

/** An engine over a file, read by each of the mappings, or by what it says of its fields. */
function engineOf(
  name: string,
  file: string,
  storage: 'typed' | 'plain',
  mappings: readonly Mapping[],
): {
  core: EngineCore;
  filled: Promise<unknown>;
  ask: <R>(spec: Spec, filter?: Filter) => Promise<R>;
  lengths: (spec: Spec, mark: Mark) => Promise<[rows: number, actors: number]>;
} {
  const core = new EngineCore({ connectors: lightConnectors, storage });
  const fill = async (): Promise<void> => {
    const source = await sourceOf(name, file);
    if (mappings.length === 0) await core.load(source);
    for (const mapping of mappings) await core.append(source, { mapping });
  };
  return {
    core,
    filled: fill(),
    ask: async <R>(spec: Spec, filter?: Filter) => {
      const [outcome] = await core.run([{ id: 'asked', spec, ...(filter ? { filter } : {}) }]);
      if (!outcome!.ok) throw new Error(outcome!.error.message);
      return outcome!.result as R;
    },
    lengths: async (spec, mark) => [
      (await core.list({ spec, mark, of: 'rows', limit: 1 })).total,
      (await core.list({ spec, mark, limit: 1 })).total,
    ],
  };
}

/** A file's rows as the oracles take them. */
async function oracleRows(name: string, file: string): Promise<Parameters<typeof rageOracle>[0]> {
  const { batches, times, events, identifiers, column } = await load(await sourceOf(name, file), mappingOf(name));
  const actors = identifiers('actor');
  const columns = batches[0]!.columns.map((one) => [one.name, column(one.name)] as const);
  return times.map((time, row) => [
    actors[row] as string,
    time,
    events[row] as string,
    Object.fromEntries(columns.map(([key, values]) => [key, values[row]!])),
  ]);
}

function matrixOf(cells: HeatmapCells, cols: number, rows: number): number[][] {
  const matrix = Array.from({ length: rows }, () => Array.from<number>({ length: cols }).fill(0));
  for (const [i, count] of cells.counts.entries()) matrix[cells.rows[i]!]![cells.cols[i]!] = count;
  return matrix;
}

function elementOf(name: string): { tag: string; classes: string } {
  const [tag = '', ...classes] = name.split(' ');
  return { tag, classes: classes.join(' ') };
}

function ends(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

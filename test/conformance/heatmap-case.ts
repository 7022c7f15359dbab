import type {
  DeadClickResult,
  FeatureMatrixMark,
  FeatureMatrixResult,
  HeatmapGridMark,
  HeatmapGridResult,
  RageClickMark,
  RageClickResult,
  ScrollDepthMark,
  ScrollDepthResult,
} from '../../worker/protocol/heatmap.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { caseBatch, compareCase, nameOf, unknownKey } from './case.js';
import type { Ask, ConformanceCase, ConformanceKind, Reply } from './case.js';

const specOf = (one: ConformanceCase, more: object = {}): Spec =>
  ({ kind: one.kind, ...one.spec, ...more }) as unknown as Spec;

/** Cells with a number for every part; the lists behind them are as long as they count. */
export const heatmapGridCases: ConformanceKind = {
  async run(one, ask) {
    const reply = (await ask(caseBatch(one), specOf(one))) as Reply<HeatmapGridResult, HeatmapGridMark>;
    const { cells, outside, noSize } = reply.result;
    const found = cells.counts.map((count, i) => {
      const place = [cells.cols[i]!, cells.rows[i]!, count, cells.actors[i]!];
      return one.spec['viewportClasses'] === undefined ? place : [cells.classes[i]!, ...place];
    });
    await compareCase(one, (key) => {
      if (key === 'cells') return found;
      if (key === 'outside') return outside;
      return key === 'noSize' ? noSize : unknownKey(one, key);
    });
    for (const [i, count] of cells.counts.entries()) {
      const mark = { kind: 'cell', class: cells.classes[i]!, col: cells.cols[i]!, row: cells.rows[i]! } as const;
      await holdLengths(one, reply, mark, count, cells.actors[i]!);
    }
  },
};

/** The depth of one page view is the median depth of that page view alone. */
export const scrollDepthCases: ConformanceKind = {
  async run(one, ask) {
    const reply = (await ask(caseBatch(one), specOf(one))) as Reply<ScrollDepthResult, ScrollDepthMark>;
    await compareCase(one, async (key, expected) => {
      if (key === 'foldLine') return reply.result.foldLine;
      if (key === 'levels') {
        const levels = Object.keys(expected as object);
        return Object.fromEntries(levels.map((level) => [level, reply.result.shares[Number(level) - 1]]));
      }
      if (key !== 'depth') return unknownKey(one, key);
      const depths: Record<string, number | null> = {};
      for (const view of Object.keys(expected as object)) {
        const where = [{ where: [{ prop: 'view', op: 'eq', value: view }] }];
        const { result } = await ask(caseBatch(one), specOf(one, { where }));
        depths[view] = (result as ScrollDepthResult).medianDepth;
      }
      return depths;
    });
    for (const percent of [1, 70, 71, 100]) {
      const { counts, actorCounts } = reply.result;
      await holdLengths(one, reply, { kind: 'level', percent }, counts[percent - 1]!, actorCounts[percent - 1]!);
    }
  },
};

/** A row is flagged where a run tells that time of its actor. */
export const rageClickCases: ConformanceKind = {
  async run(one, ask) {
    const reply = (await ask(caseBatch(one), specOf(one))) as Reply<RageClickResult, RageClickMark>;
    const fired = new Set(reply.result.longest.map((run) => `${nameOf(run.actor)} ${run.firedMs}`));
    await compareCase(one, (key) => {
      if (key !== 'flags') return unknownKey(one, key);
      return one.events.map(([actor, time]) => fired.has(`${actor} ${time}`));
    });
    await holdLengths(one, reply, { kind: 'fired' }, reply.result.runs, reply.result.actors);
    await holdLengths(one, reply, { kind: 'clicks' }, reply.result.runClicks, reply.result.actors);
  },
};

/** Every row gets an element of its own, so that its verdict can be read from that target. */
export const deadClickCases: ConformanceKind = {
  async run(one, ask) {
    const events = one.events.map(([actor, time, name, props], i) => {
      return [actor, time, name, { ...props, element: `row ${i}` }] as const;
    });
    const { result } = (await ask(caseBatch({ ...one, events }), specOf(one))) as Reply<DeadClickResult>;
    const verdicts = new Map(
      result.targets.map(({ element, dead, live }) => [element, dead > 0 ? 'dead' : live > 0 ? 'live' : 'unknown']),
    );
    await compareCase(one, (key) => {
      return key === 'verdicts' ? events.map((_, i) => verdicts.get(`row ${i}`)) : unknownKey(one, key);
    });
  },
};

/** Only the cells that a case names; the lists behind them are as long as they count. */
export const featureMatrixCases: ConformanceKind = {
  async run(one, ask: Ask) {
    const reply = (await ask(caseBatch(one), specOf(one))) as Reply<FeatureMatrixResult, FeatureMatrixMark>;
    const { features, columns, cells } = reply.result;
    await compareCase(one, async (key, expected) => {
      if (key === 'columns') return columns;
      if (key !== 'cells') return unknownKey(one, key);
      const rows: Record<string, Record<string, unknown>> = {};
      for (const [name, named] of Object.entries(expected as Record<string, object>)) {
        rows[name] = {};
        for (const place of Object.keys(named)) {
          const feature = features.indexOf(name);
          const column = columns.indexOf(Number(place));
          const cell = feature * columns.length + column;
          const [count, actors] = [cells.counts[cell]!, cells.actors[cell]!];
          await holdLengths(one, reply, { kind: 'cell', feature, column }, count, actors);
          rows[name][place] = [count, actors, cells.shares[cell], ...(cells.sums ? [cells.sums[cell]] : [])];
        }
      }
      return rows;
    });
  },
};

/** The law of marks: as many rows and actors behind one as it counts. */
async function holdLengths<M extends HeatmapGridMark | ScrollDepthMark | RageClickMark | FeatureMatrixMark>(
  one: ConformanceCase,
  reply: { list(mark: M, of?: 'actors' | 'rows'): Promise<readonly string[]> },
  mark: M,
  rows: number,
  actors: number,
): Promise<void> {
  const listed = [(await reply.list(mark, 'rows')).length, (await reply.list(mark)).length];
  if (listed[0] === rows && listed[1] === actors) return;
  throw new Error(`${one.id}: ${JSON.stringify(mark)} counts ${rows}, ${actors} and lists ${listed.join(', ')}.`);
}

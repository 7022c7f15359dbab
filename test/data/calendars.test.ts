import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineCore } from '../../worker/engine.js';
import type { FeatureMatrixResult, FeatureMatrixSpec } from '../../worker/protocol/heatmap.js';
import { ask, dataLogs } from './logs.js';

const zones = { hour_of_weekday_utc: 'UTC', hour_of_weekday_europe_stockholm: 'Europe/Stockholm' } as const;

for (const log of dataLogs()) {
  const { purchases_per_month: perMonth, purchases_per_weekday_monday_first: perWeekday } = log.figures;
  const tables = Object.entries(zones).filter(([key]) => log.figures[key as keyof typeof zones]);
  if (!perMonth && tables.length === 0) continue;
  for (const storage of ['typed', 'plain'] as const) {
    describe(`${log.name} (${storage} storage): calendar`, () => {
      let core: EngineCore;
      beforeAll(async () => {
        core = await log.load(storage);
      }, 120_000);
      const table = (spec: Omit<FeatureMatrixSpec, 'kind' | 'features' | 'rows'>): Promise<FeatureMatrixResult> =>
        ask<FeatureMatrixResult>(core, {
          kind: 'featureMatrix',
          features: [{ name: 'all', match: [{}] }],
          ...spec,
        });

      for (const [key, tz] of tables) {
        it(`rows by weekday and hour in ${tz}`, async () => {
          const { cells, columns } = await table({ columns: 'hour-of-week', tz });
          expect(columns).toHaveLength(168);
          expect(inDays(cells.counts)).toEqual(log.figures[key as keyof typeof zones]!.matrix);
        });
      }

      if (perMonth) {
        it('rows of each month', async () => {
          const { cells, columns, outside } = await table({ columns: 'month' });
          const months = columns.map((start, i) => [new Date(start).toISOString().slice(0, 7), cells.counts[i]!]);
          expect(Object.fromEntries(months)).toEqual(perMonth);
          expect(outside).toBe(0);
        });
      }

      if (perWeekday) {
        it('rows of each weekday', async () => {
          const { cells } = await table({ columns: 'hour-of-week' });
          expect(inDays(cells.counts).map((hours) => hours.reduce((sum, count) => sum + count, 0))).toEqual(perWeekday);
        });
      }
    });
  }
}

function inDays(hours: readonly number[]): number[][] {
  return Array.from({ length: 7 }, (_, day) => hours.slice(day * 24, day * 24 + 24));
}

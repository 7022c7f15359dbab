import { describe, expect, it } from 'vitest';
import type { Spec } from '../../worker/protocol/spec.js';
import { holdMarks } from '../worker/law.js';
import { dataLogs } from './logs.js';

const day = 86_400_000;

for (const log of dataLogs().filter(({ name }) => name.startsWith('servicenow-incidents'))) {
  describe(`${log.name}: marks`, () => {
    it.each([1, 2])(
      'every count is the length of its list (draw %i)',
      async (seed) => {
        const core = await log.load('typed');
        const { events, properties, firstMs } = await core.describe();
        const steps = events.slice(0, 4).map(({ name }) => ({ event: name }));
        const [property = 'event'] = properties;
        const specs: readonly Spec[] = [
          { kind: 'funnel', steps, windowMs: 30 * day },
          { kind: 'funnel', steps, breakdown: { by: [property], limit: 4 } },
          { kind: 'timeToConvert', steps: steps.slice(0, 2), binCount: 10 },
          {
            kind: 'funnelTrend',
            steps: steps.slice(0, 2),
            interval: 'week',
            buckets: { from: firstMs ?? 0, count: 20 },
          },
          { kind: 'paths', maxSteps: 5 },
          { kind: 'variants', per: 'actor' },
          { kind: 'journey' },
          { kind: 'featureMatrix', rows: { prop: 'event' }, columns: 'hour-of-week' },
          { kind: 'values', prop: property },
          { kind: 'counts', by: property, columns: 'week' },
          { kind: 'sessions' },
        ];
        expect(await holdMarks(core, specs, seed, 20)).toBeGreaterThan(100);
      },
      120_000,
    );
  });
}

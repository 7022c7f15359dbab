import { beforeAll, describe, expect, it } from 'vitest';
import { generateSample } from '../../demo/sample/sample.js';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { holdMarks } from '../worker/law.js';

const day = 86_400_000;
const steps = ['ad click', 'visit', 'signup', 'trial', 'consult', 'purchase'].map((event) => ({ event }));
const october = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) };
const september = { from: Date.UTC(2026, 8, 1), to: Date.UTC(2026, 9, 1) };
const buckets = { from: Date.UTC(2026, 5, 1), count: 20 };
const stages = ['Lead', 'Qualified', 'Proposal', 'Won', 'Lost'].map((name) => ({
  name,
  match: [{ where: [{ prop: 'stage', op: 'eq' as const, value: name }] }],
}));

/** What the elements ask of the sample. */
const specs: readonly Spec[] = [
  { kind: 'funnel', steps, windowMs: 14 * day },
  { kind: 'funnel', steps, windowMs: 14 * day, range: october, compare: { range: september } },
  { kind: 'funnel', steps, windowMs: 14 * day, breakdown: { by: ['channel'], limit: 5 } },
  { kind: 'timeToConvert', steps, windowMs: 14 * day, binCount: 12 },
  { kind: 'funnelTrend', steps, windowMs: 14 * day, interval: 'week', tz: 'Europe/Berlin', buckets },
  { kind: 'paths', start: 'signup', maxSteps: 5, converted: [{ event: 'purchase' }] },
  { kind: 'variants', per: 'actor' },
  { kind: 'journey', stages, cycleTo: { event: 'purchase' } },
  { kind: 'featureMatrix', rows: { prop: 'feature' }, columns: 'hour-of-week', tz: 'Europe/Berlin' },
  { kind: 'featureMatrix', rows: { prop: 'event', limit: 8 }, columns: 'week', range: october },
  { kind: 'values', prop: 'channel' },
  { kind: 'counts', by: 'channel', columns: 'week' },
  { kind: 'sessions' },
];

describe('what the elements count in the sample', () => {
  let core: EngineCore;
  beforeAll(async () => {
    core = new EngineCore({ connectors: lightConnectors });
    const rows = generateSample({ actors: 4000 }).map((row) => ({ ...row }));
    await core.load({ kind: 'rows', rows, name: 'sample' });
  }, 60_000);

  it.each([1, 2, 3])(
    'is the length of the list behind it (draw %i)',
    async (seed) => {
      expect(await holdMarks(core, specs, seed, 24)).toBeGreaterThan(150);
    },
    60_000,
  );
});

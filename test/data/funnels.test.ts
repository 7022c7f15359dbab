import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineCore } from '../../worker/engine.js';
import type { Selector } from '../../worker/protocol/filter.js';
import type { FunnelResult, TimeToConvertResult } from '../../worker/protocol/result.js';
import type { FunnelSpec } from '../../worker/protocol/spec.js';
import { ask, dataLogs, rankOf, type ExpectedFunnel, type ExpectedTimes } from './logs.js';

const units: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000 };

const logs = dataLogs();
for (const log of logs) {
  for (const storage of ['typed', 'plain'] as const) {
    describe(`${log.name} (${storage} storage): funnels`, () => {
      let core: EngineCore;
      beforeAll(async () => {
        core = await log.load(storage);
      }, 120_000);

      for (const expected of log.figures.funnels ?? []) {
        describe(expected.steps.join(' → '), () => checkFunnel(() => core, expected));
      }
      if (log.name === 'otto-sessions') {
        it('one item held constant: sessions in which one item goes all the way', async () => {
          const pairs = await logs.find(({ name }) => name.includes('item as actor'))!.load(storage);
          const spec: FunnelSpec = {
            kind: 'funnel',
            tie: 'input-order',
            steps: log.figures.funnels![0]!.steps.map((event) => ({ event })),
          };
          for (let step = 0; step < 3; step++) {
            const mark = { kind: 'reached', step } as const;
            const sessions = await core.list({ spec: { ...spec, holdConstant: ['aid'] }, mark });
            const items = await pairs.list({ spec, mark, limit: 1000 });
            const reached = new Set(items.actors.map(({ key }) => key.split('/')[0]!));
            expect(sessions.actors.map(({ key }) => key).sort()).toEqual([...reached].sort());
          }
        });
      }
      const days = log.figures.customers_with_k_distinct_purchase_days;
      if (days) {
        it('a step a day: rows of one day fill one step where each must be later', async () => {
          const steps = days.map(() => ({ event: 'purchase' }));
          const { stepCounts } = await ask<FunnelResult>(core, { kind: 'funnel', tie: 'strictly-later', steps });
          expect(stepCounts).toEqual(days);
        });
      }
    });
  }
}

function checkFunnel(core: () => EngineCore, expected: ExpectedFunnel): void {
  const stepsNow = async (): Promise<Selector[]> => {
    const names = (await core().describe()).events.map(({ name }) => name);
    return expected.steps.map((step) => selectorOf(step, names));
  };
  const counts = async (spec: Omit<FunnelSpec, 'kind' | 'tie' | 'steps'>): Promise<readonly number[]> =>
    (await ask<FunnelResult>(core(), { kind: 'funnel', tie: 'input-order', steps: await stepsNow(), ...spec }))
      .stepCounts;

  for (const [rule, figures] of Object.entries(expected.actors_reaching)) {
    if (rule === 'any_order_no_window') {
      it('any order, no window: actors with a row for each step', async () => {
        expect(await actorsWithAll(core(), await stepsNow())).toEqual(figures);
      });
    } else if (rule === 'no_window') {
      it.each(['first', 'best'] as const)('no window, entry %s', async (entry) => {
        expect(await counts({ entry })).toEqual(figures);
      });
    } else {
      const { any_start: best, first_start: first } = figures as { any_start: number[]; first_start: number[] };
      it(`${rule}, any start`, async () => {
        expect(await counts({ entry: 'best', windowMs: windowOf(rule) })).toEqual(best);
      });
      it(`${rule}, first start`, async () => {
        expect(await counts({ entry: 'first', windowMs: windowOf(rule) })).toEqual(first);
      });
    }
  }

  for (const [k, figures] of expected.seconds_between_steps_no_window.entries()) {
    it(`seconds from step ${k + 1} to ${k + 2}`, async () => checkTimes(core(), await stepsNow(), k, k + 1, figures));
  }
  it('seconds from the first step to the last', async () =>
    checkTimes(core(), await stepsNow(), 0, expected.steps.length - 1, expected.seconds_first_to_last_no_window));

  it('lists as many actors behind each mark as it counts', async () => {
    const steps = await stepsNow();
    const spec: FunnelSpec = { kind: 'funnel', tie: 'input-order', steps, entry: 'first' };
    const { stepCounts, dropOffCounts } = await ask<FunnelResult>(core(), spec);
    for (let step = 0; step < steps.length; step++) {
      const reached = await core().list({ spec, mark: { kind: 'reached', step }, limit: 1 });
      expect(reached.total).toBe(stepCounts[step]);
      if (step === 0) continue;
      const left = await core().list({ spec, mark: { kind: 'left', step }, limit: 1 });
      expect(left.total).toBe(dropOffCounts[step]);
    }
  });
}

/** The file has nearest ranks, the engine's quantiles lie between ranks: asked at a rank's own place they are its value. */
async function checkTimes(
  core: EngineCore,
  steps: readonly Selector[],
  fromStep: number,
  toStep: number,
  { n, p50, p90 }: ExpectedTimes,
): Promise<void> {
  const quantiles = [0.5, 0.9].map((p) => (n === 1 ? 0 : rankOf(p, n) / (n - 1)));
  const result = await ask<TimeToConvertResult>(core, {
    kind: 'timeToConvert',
    tie: 'input-order',
    entry: 'first',
    steps,
    fromStep,
    toStep,
    quantiles,
  });
  expect(result.count).toBe(n);
  // The place is a fraction, so the two ranks beside it may leave a trace.
  for (const [i, seconds] of [p50, p90].entries()) expect(result.quantilesMs[i]! / 1000).toBeCloseTo(seconds, 4);
}

/** A step of the file: a name, a beginning of names, or any page. */
function selectorOf(step: string, names: readonly string[]): Selector {
  if (step === 'any page') return {};
  if (!step.endsWith('*')) return { event: step };
  return { event: names.filter((name) => name.startsWith(step.slice(0, -1))) };
}

/** `window_30d` as milliseconds. */
function windowOf(name: string): number {
  const [, count, unit] = /^window_(\d+)(min|h|d)$/.exec(name)!;
  return Number(count) * units[unit!]!;
}

/** Sizes of "has a row for each of steps 1..k", by the lists behind one-step funnels. */
async function actorsWithAll(core: EngineCore, steps: readonly Selector[]): Promise<number[]> {
  const sizes: number[] = [];
  let all: Set<string> | null = null;
  for (const step of steps) {
    const found = new Set<string>();
    for (let offset = 0; ; offset += 10_000) {
      const mark = { kind: 'reached', step: 0 } as const;
      const page = await core.list({ spec: { kind: 'funnel', steps: [step] }, mark, offset, limit: 10_000 });
      for (const actor of page.actors) found.add(actor.key);
      if (offset + page.actors.length >= page.total) break;
    }
    all = all === null ? found : new Set([...(all as Set<string>)].filter((key) => found.has(key)));
    sizes.push(all.size);
  }
  return sizes;
}

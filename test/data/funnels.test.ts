import { existsSync, readFileSync } from 'node:fs';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lightConnectors } from '../../connectors/registry.js';
import { EngineCore } from '../../worker/engine.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { FunnelSpec } from '../../worker/protocol/spec.js';
import { corpusFolder, corpusVariable } from '../corpus-folder.mjs';

const folder = corpusFolder('data');

interface ExpectedFunnel {
  readonly steps: readonly string[];
  readonly actors_reaching: Readonly<
    Record<
      string,
      readonly number[] | { readonly any_start: readonly number[]; readonly first_start: readonly number[] }
    >
  >;
  readonly seconds_between_steps_no_window: ReadonlyArray<{ readonly n: number; readonly p50: number }>;
}

interface Expected {
  readonly events: number;
  readonly actors: number;
  readonly first: string;
  readonly last: string;
  readonly count_per_event: Readonly<Record<string, number>>;
  readonly funnels: readonly ExpectedFunnel[];
}

const sets = [
  { name: 'servicenow-incidents', file: 'incident_event_log.csv.gz' },
  { name: 'cdnow-purchases', file: 'CDNOW_master.txt' },
];

const hours: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

/** `window_30d` as milliseconds. */
function windowOf(name: string): number {
  const [, count, unit] = /^window_(\d+)([hd])$/.exec(name)!;
  return Number(count) * hours[unit!]!;
}

for (const { name, file } of sets) {
  const path = join(folder, name, file);
  if (!existsSync(path)) {
    console.log(`No data at ${path}; ${corpusVariable('data')} names its folder.`);
    describe(name, () => it.skip('the data is not here', () => {}));
    continue;
  }
  const expected = JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as Expected;
  const mapping = JSON.parse(readFileSync(new URL(`./mappings/${name}.json`, import.meta.url), 'utf8')) as Mapping;

  for (const storage of ['typed', 'plain'] as const) {
    describe(`${name} (${storage} storage)`, () => {
      const core = new EngineCore({ connectors: lightConnectors, storage });
      let report: ImportReport;
      beforeAll(async () => {
        report = await core.load({ kind: 'blob', blob: await openAsBlob(path), name }, { mapping });
      }, 120_000);

      const run = async (spec: Omit<FunnelSpec, 'kind' | 'tie'>): Promise<FunnelResult> => {
        const [outcome] = await core.run([{ id: 'f', spec: { kind: 'funnel', tie: 'input-order', ...spec } }]);
        if (!outcome!.ok) throw new Error(outcome!.error.message);
        return outcome!.result as FunnelResult;
      };

      it('accounts for every row', () => {
        expect(report).toMatchObject({
          rowsIn: expected.events,
          accepted: expected.events,
          rejected: 0,
          complete: true,
        });
      });

      it('counts events, actors and the time they span', async () => {
        const info = await core.describe();
        expect(info).toMatchObject({
          rows: expected.events,
          actors: expected.actors,
          firstMs: Date.parse(expected.first),
          lastMs: Date.parse(expected.last),
        });
        expect(Object.fromEntries(info.events.map((event) => [event.name, event.rows]))).toEqual(
          expected.count_per_event,
        );
      });

      for (const funnel of expected.funnels) {
        const steps = funnel.steps.map((event) => ({ event }));
        describe(funnel.steps.join(' → '), () => {
          for (const [rule, counts] of Object.entries(funnel.actors_reaching)) {
            if (rule === 'any_order_no_window') {
              it('any order, no window: actors with a row for each step', async () => {
                expect(await actorsWithAll(core, funnel.steps)).toEqual(counts);
              });
            } else if (rule === 'no_window') {
              for (const entry of ['first', 'best'] as const) {
                it(`no window, entry ${entry}`, async () => {
                  expect((await run({ steps, entry })).stepCounts).toEqual(counts);
                });
              }
            } else if (!Array.isArray(counts)) {
              const { any_start: best, first_start: first } = counts as { any_start: number[]; first_start: number[] };
              it(`${rule}, any start`, async () => {
                expect((await run({ steps, entry: 'best', windowMs: windowOf(rule) })).stepCounts).toEqual(best);
              });
              it(`${rule}, first start`, async () => {
                expect((await run({ steps, entry: 'first', windowMs: windowOf(rule) })).stepCounts).toEqual(first);
              });
            }
          }

          it('times between steps: count, and the median where the count is odd (the file has nearest ranks)', async () => {
            const result = await run({ steps, entry: 'first' });
            for (const [k, { n, p50 }] of funnel.seconds_between_steps_no_window.entries()) {
              expect(result.stepCounts[k + 1]).toBe(n);
              if (n % 2 === 1) expect(result.medianStepMs[k + 1]).toBe(p50 * 1000);
              else expect(result.medianStepMs[k + 1]!).toBeGreaterThanOrEqual(p50 * 1000);
            }
          });

          it('lists as many actors behind each mark as it counts', async () => {
            const spec: FunnelSpec = { kind: 'funnel', tie: 'input-order', steps, entry: 'first' };
            const { stepCounts, dropOffCounts } = await run(spec);
            for (let step = 0; step < steps.length; step++) {
              const reached = await core.list({ spec, mark: { kind: 'reached', step }, limit: 1 });
              expect(reached.total).toBe(stepCounts[step]);
              if (step === 0) continue;
              const left = await core.list({ spec, mark: { kind: 'left', step }, limit: 1 });
              expect(left.total).toBe(dropOffCounts[step]);
            }
          });
        });
      }
    });
  }
}

/** Sizes of "has a row for each of steps 1..k", by the lists behind one-step funnels. */
async function actorsWithAll(core: EngineCore, steps: readonly string[]): Promise<number[]> {
  const sizes: number[] = [];
  let all: Set<string> | null = null;
  for (const event of steps) {
    const found = new Set<string>();
    for (let offset = 0; ; offset += 10_000) {
      const page = await core.list({
        spec: { kind: 'funnel', steps: [{ event }] },
        mark: { kind: 'reached', step: 0 },
        offset,
        limit: 10_000,
      });
      for (const actor of page.actors) found.add(actor.key);
      if (offset + page.actors.length >= page.total) break;
    }
    all = all === null ? found : new Set([...(all as Set<string>)].filter((key) => found.has(key)));
    sizes.push(all.size);
  }
  return sizes;
}

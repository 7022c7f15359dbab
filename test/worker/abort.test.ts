import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { CoreCall } from '../../worker/engine.js';
import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { batchOf } from './batches.js';
import type { Row } from './batches.js';

const points = 200;
const rows: Row[] = Array.from({ length: 40_000 }, (_, i) => ({
  actor: `a${(i * 7919) % 20_011}`,
  t: (i * 48_271) % 9_999_991,
  event: ['visit', 'call', 'buy'][(i * 31) % 3]!,
}));
const more: Row[] = rows.slice(0, 10_000).map((row) => ({ ...row, actor: `b${row.t % 5003}` }));
const spec: Spec = { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'call' }, { event: 'buy' }] };
const mark = { kind: 'reached', step: 1 } as const;
const filter: Filter = { kind: 'actors', spec: { ...spec, windowMs: 5_000_000 }, mark };
const jobs = [
  { id: 'funnel', spec, filter },
  { id: 'paths', spec: { kind: 'paths' } as Spec, filter },
  { id: 'matrix', spec: { kind: 'featureMatrix', features: [{ name: 'x', match: [{}] }], columns: 'hour' } as Spec },
];

const calls: Readonly<Record<string, (core: EngineCore, call: CoreCall) => Promise<unknown>>> = {
  run: (core, call) => core.run(jobs, call),
  list: (core, call) => core.list({ spec, filter, mark, sort: { by: 'firstMs' } }, call),
  'list of rows': (core, call) =>
    core.list({ spec: { kind: 'journey' }, mark: { kind: 'journey' }, of: 'rows', sort: { by: 'key' } }, call),
  append: (core, call) => core.appendBatches([batchOf(more)], call),
};

/** A call that is cancelled when it asks for the time for the n-th time, and what it asked afterwards. */
function cancelledAt(n: number): { readonly call: CoreCall; asked(): number } {
  const signal = { aborted: false };
  let asked = 0;
  return {
    asked: () => asked,
    call: {
      signal,
      pace: {
        due: () => ++asked >= n,
        rest() {
          signal.aborted = true;
          return Promise.reject(new AnalyticsError('aborted', 'The request was cancelled.'));
        },
      },
    },
  };
}

describe.each(Object.keys(calls))('a call of %s that is cancelled', (name) => {
  const ask = calls[name]!;

  it('does nothing any more from there on, and has changed nothing', async () => {
    const fresh = async (): Promise<EngineCore> => {
      const core = new EngineCore({ connectors: [] });
      await core.appendBatches([batchOf(rows)]);
      return core;
    };
    const whole = cancelledAt(Infinity);
    const undisturbed = await ask(await fresh(), whole.call);
    expect(whole.asked()).toBeGreaterThan(10);

    const core = await fresh();
    const before = core.store;
    const step = Math.max(1, Math.floor(whole.asked() / (points / Object.keys(calls).length)));
    for (let n = 1; n <= whole.asked(); n += step) {
      const { call, asked } = cancelledAt(n);
      // What was found before is kept, so that a later point may lie behind the end.
      const outcome = await ask(core, call).then(
        () => 'done',
        (error: AnalyticsError) => error.code,
      );
      if (outcome === 'done') break;
      expect(outcome).toBe('aborted');
      await new Promise((resolve) => setTimeout(resolve));
      expect(asked()).toBe(n);
      expect(core.store).toBe(before);
    }
    expect(await ask(core, whole.call)).toEqual(undisturbed);
  }, 60_000);
});

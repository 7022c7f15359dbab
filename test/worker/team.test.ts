import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../worker/analyses/analysis.js';
import type { Work } from '../../worker/analyses/answers.js';
import { isPlain, plainAnswer } from '../../worker/analyses/funnel-answer.js';
import { funnelTrend } from '../../worker/analyses/funnel-trend.js';
import { funnelPart, mergeFunnel } from '../../worker/analyses/funnel.js';
import { Team, type TeamOptions } from '../../worker/analyses/team.js';
import { EngineCore } from '../../worker/engine.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { RowListRequest } from '../../worker/protocol/list.js';
import type { Partner, PartCall } from '../../worker/protocol/part.js';
import type { ListRequest, Mark, Spec } from '../../worker/protocol/spec.js';
import { createPace } from '../../worker/seats/pace.js';
import { paced } from '../../worker/steps.js';
import { batchOf, type Row } from './batches.js';

// A second worker counts half of the actors: whatever becomes of it, answers are those of one.

const numRuns = Number(process.env['FC_RUNS'] ?? 60);
const HOUR = 3_600_000;

/** What crosses to another thread and back, in this one. */
function partnerOf(core: EngineCore, asked: PartCall[] = []): Partner {
  return {
    ask(call, buffers = []) {
      asked.push(call);
      const sent = structuredClone(call, { transfer: buffers });
      const answer = core.part(sent).then(({ value, buffers: own }) => structuredClone(value, { transfer: [...own] }));
      return { answer, cancel() {} };
    },
    close() {},
  };
}

const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function options(start: () => Promise<Partner>, more: Partial<TeamOptions> = {}): TeamOptions {
  return { start, now: () => performance.now(), wait, leastRows: 0, always: true, ...more };
}

async function coreOf(rows: readonly Row[], team?: TeamOptions): Promise<EngineCore> {
  const core = new EngineCore({ connectors: [], ...(team && { team }) });
  await core.appendBatches([batchOf(rows)]);
  return core;
}

const steps = [{ event: 'a' }, { event: ['b', 'c'], where: [{ prop: 'plan', op: 'ne' as const, value: 'free' }] }];
const specs: ReadonlyArray<readonly [Spec, readonly Mark[]]> = [
  ...(['ordered', 'strict', 'unordered'] as const).map(
    (order) =>
      [
        { kind: 'funnel', steps: [...steps, { event: 'c' }], order, windowMs: 60 * HOUR } as Spec,
        [
          { kind: 'reached', step: 1 },
          { kind: 'left', step: 2 },
        ] as Mark[],
      ] as const,
  ),
  [
    { kind: 'funnel', steps: [{ event: 'a' }, { event: 'c' }], range: { from: 0, to: 90 * HOUR } },
    [{ kind: 'left', step: 1 }],
  ],
  [
    {
      kind: 'funnelTrend',
      steps,
      interval: 'day',
      tz: 'Europe/Zurich',
      buckets: { from: 0, count: 9 },
      windowMs: 60 * HOUR,
    },
    [{ kind: 'entered', bucket: 1 } as Mark],
  ],
  ...(['day', 'hour-of-week', 'day-of-age'] as const).map(
    (columns) =>
      [
        {
          kind: 'featureMatrix',
          features: [
            { name: 'a', match: [{ event: 'a' }] },
            { name: 'rest', match: [{ where: [{ prop: 'plan', op: 'eq', value: 'pro' }] }] },
          ],
          columns,
        } as Spec,
        [{ kind: 'column', column: 0 } as Mark],
      ] as const,
  ),
  [{ kind: 'heatmapGrid', cols: 7, rows: 3, viewportClasses: [50] }, [{ kind: 'points' } as Mark]],
];
/** Questions that only the whole can answer. */
const whole: ReadonlyArray<readonly [Spec, readonly Mark[]]> = [
  [
    {
      kind: 'funnel',
      steps,
      range: { from: 90 * HOUR, to: 200 * HOUR },
      compare: { range: { from: 0, to: 90 * HOUR } },
    },
    [{ kind: 'left', step: 1, period: 'compare' }],
  ],
  [{ kind: 'funnel', steps, breakdown: { by: ['plan'] } }, [{ kind: 'reached', step: 0, group: ['pro'] }]],
  [{ kind: 'featureMatrix', rows: { prop: 'plan' }, columns: 'day' }, [{ kind: 'column', column: 0 }]],
];
const filters: readonly (Filter | undefined)[] = [
  undefined,
  { kind: 'rows', match: [{ where: [{ prop: 'plan', op: 'eq', value: 'pro' }] }] },
  { kind: 'time', range: { from: 20 * HOUR, to: 150 * HOUR } },
  {
    kind: 'actors',
    spec: { kind: 'funnel', steps: [{ event: 'b' }, { event: 'c' }] },
    mark: { kind: 'reached', step: 0 },
  },
];
const rows = fc.array(
  fc
    .record({
      actor: fc.constantFrom('', 'ann', 'bob', 'cid', 'dot', 'eve', 'fay', 'gus', 'hal'),
      t: fc.integer({ min: 0, max: 200 }).map((hours) => hours * HOUR),
      event: fc.constantFrom('a', 'b', 'c'),
      plan: fc.constantFrom('pro', 'free', null),
      x: fc.integer({ min: -5, max: 110 }),
    })
    .map(({ plan, x, ...row }): Row => ({ ...row, props: propsOf(plan, x) })),
  { minLength: 1, maxLength: 120 },
);

function propsOf(plan: string | null, x: number): NonNullable<Row['props']> {
  return { plan, x, y: 7, docWidth: 100, docHeight: 50, viewportWidth: x };
}

/** The result, and the actors and rows behind each mark. */
async function everything(core: EngineCore, spec: Spec, marks: readonly Mark[], filter?: Filter): Promise<unknown> {
  const [outcome] = await core.run([{ id: 'x', spec, ...(filter && { filter }) }]);
  const lists: unknown[] = [];
  for (const mark of marks) {
    const request = { spec, mark, ...(filter && { filter }) };
    lists.push(await core.list(request as ListRequest));
    lists.push(await core.list({ ...request, of: 'rows' } as RowListRequest));
  }
  return { outcome, lists };
}

describe('an engine with a second worker', () => {
  it('answers as one without, lists included', async () => {
    let shared = 0;
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(...specs, ...whole),
        fc.constantFrom(...filters),
        async (log, question, filter) => {
          const [spec, marks] = question;
          const other = new EngineCore({ connectors: [] });
          const two = await coreOf(
            log,
            options(() => Promise.resolve(partnerOf(other))),
          );
          const one = await coreOf(log);
          expect(await everything(two, spec, marks, filter)).toEqual(await everything(one, spec, marks, filter));
          shared += two.counts.shared;
        },
      ),
      { numRuns },
    );
    expect(shared).toBeGreaterThan(0);
  });

  it('asks the second of every kind that parts can answer', async () => {
    for (const [spec] of specs) {
      const core = await coreOf(
        sample,
        options(() => Promise.resolve(partnerOf(new EngineCore({ connectors: [] })))),
      );
      await core.run([{ id: 'x', spec }]);
      expect([spec.kind, core.counts.shared]).toEqual([spec.kind, 1]);
    }
  });

  it('gives it its rows of a filter, and no others', async () => {
    const log = [0, 1, 2, 3, 4].flatMap((k) => sample.map((row) => ({ ...row, actor: `${row.actor} ${k}` })));
    const other = new EngineCore({ connectors: [] });
    const two = await coreOf(
      log,
      options(() => Promise.resolve(partnerOf(other))),
    );
    const one = await coreOf(log);
    for (const filter of filters) {
      for (const [spec, marks] of specs) {
        expect(await everything(two, spec, marks, filter)).toEqual(await everything(one, spec, marks, filter));
      }
    }
    expect(two.counts.shared).toBeGreaterThanOrEqual(specs.length * filters.length);
  });

  it('gives it each column once, and all anew with other rows', async () => {
    const asked: PartCall[] = [];
    const core = await coreOf(
      sample,
      options(() => Promise.resolve(partnerOf(new EngineCore({ connectors: [] }), asked))),
    );
    const spec = specs[0]![0];
    const [whole] = await core.run([{ id: 'x', spec }]);
    await core.run([{ id: 'x', spec, filter: filters[1]! }]);
    expect(asked.map(({ method }) => method)).toEqual(['holdPart', 'addPartColumn', 'countPart', 'countPart']);
    await core.appendBatches([batchOf(sample)]);
    const [more] = await core.run([{ id: 'x', spec }]);
    expect(asked.slice(4).map(({ method }) => method)).toEqual(['holdPart', 'addPartColumn', 'countPart']);
    expect(more).not.toEqual(whole);
  });

  it.each<[string, () => Promise<Partner>]>([
    ['cannot be started', () => Promise.reject(new Error('refused'))],
    ['takes nothing', () => Promise.resolve(broken('holdPart'))],
    ['fails', () => Promise.resolve(broken('countPart'))],
    [
      'never answers',
      () => Promise.resolve({ ask: () => ({ answer: new Promise(() => {}), cancel() {} }), close() {} }),
    ],
  ])('counts all itself when the second one %s, from then on', async (_, start) => {
    let starts = 0;
    let clock = 0;
    const core = await coreOf(
      sample,
      // A clock that soon runs out of patience.
      options(() => (starts++, start()), { now: () => (clock += 1000) }),
    );
    const one = await coreOf(sample);
    for (const [spec, marks] of specs) {
      expect(await everything(core, spec, marks)).toEqual(await everything(one, spec, marks));
    }
    expect(starts).toBe(1);
    expect(core.counts.shared).toBeLessThanOrEqual(1);
  });

  it('tells the second one to stop when a call is cancelled', async () => {
    let cancelled = 0;
    const signal = { aborted: false };
    const partner: Partner = {
      ask: (call) => ({
        answer: call.method === 'countPart' ? new Promise(() => {}) : Promise.resolve(null),
        cancel: () => void cancelled++,
      }),
      close() {},
    };
    const core = await coreOf(
      sample,
      options(() => Promise.resolve(partner)),
    );
    const pace = createPace(25, signal);
    const call = core.run([{ id: 'x', spec: specs[0]![0] }], { signal, pace });
    setTimeout(() => {
      signal.aborted = true;
    });
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(cancelled).toBe(1);
  });
});

describe('which way is taken', () => {
  const spec: Spec = { kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }] };
  const work: Work = (steps) => paced(steps, { due: () => false, rest: () => Promise.resolve() });

  /** The ways of so many questions, of which each takes so long. */
  async function ways(count: number, aloneMs: number, togetherMs: number): Promise<string> {
    let clock = 0;
    let way = '';
    const { store } = await coreOf(sample);
    const held = partnerOf(new EngineCore({ connectors: [] }));
    const partner: Partner = {
      ...held,
      ask(call, buffers) {
        if (call.method === 'countPart') {
          clock += togetherMs;
          way += '2';
        }
        return held.ask(call, buffers);
      },
    };
    const team = new Team(
      options(() => Promise.resolve(partner), { now: () => clock, always: false }),
      { isPlain, plainAnswer, funnelPart, mergeFunnel, funnelTrend },
    );
    for (let i = 0; i < count; i++) {
      await team.answer(store, spec, null, 2 ** 30, work, () => {
        clock += aloneMs;
        way += '1';
        return Promise.resolve({} as Answer);
      });
      // The second worker is there a while after it was wanted.
      await wait();
    }
    return way;
  }

  it('is tried both ways, then the quicker one, and now and then the other again', async () => {
    expect(await ways(24, 100, 60)).toBe('111222222222222212222222'.slice(0, 24));
    expect(await ways(24, 100, 95)).toBe('111221111111111121111111'.slice(0, 24));
  });

  it('is one worker for few rows', async () => {
    let starts = 0;
    const start = (): Promise<Partner> => (starts++, Promise.resolve(partnerOf(new EngineCore({ connectors: [] }))));
    for (const [leastRows, shared] of [
      [61, 0],
      [60, 1],
    ] as const) {
      const core = await coreOf(sample, options(start, { leastRows }));
      await core.run([{ id: 'x', spec }]);
      expect([starts, core.counts.shared]).toEqual([shared, shared]);
    }
  });
});

/** A second worker that refuses one kind of call. */
function broken(method: PartCall['method']): Partner {
  const whole = partnerOf(new EngineCore({ connectors: [] }));
  return {
    ...whole,
    ask: (call, buffers) =>
      call.method === method ? { answer: Promise.reject(new Error('broken')), cancel() {} } : whole.ask(call, buffers),
  };
}

const sample: readonly Row[] = Array.from({ length: 60 }, (_, i) => ({
  actor: ['ann', 'bob', 'cid', 'dot', 'eve'][i % 5]!,
  t: ((i * 37) % 200) * HOUR,
  event: ['a', 'b', 'c'][(i * 7) % 3]!,
  props: propsOf(['pro', 'free', null][i % 3]!, (i * 13) % 120),
}));

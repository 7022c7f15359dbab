import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { funnel, type FunnelAnswer } from '../../../worker/analyses/funnel.js';
import { filterMask } from '../../../worker/analyses/selector.js';
import { useFunnelKernel, type FunnelKernel, type KernelFindings } from '../../../worker/kernels/wasm/funnel-kernel.js';
import type { FunnelSpec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import type { StoreView } from '../../../worker/store/view.js';
import { viewOf, type Row } from '../view.js';
import { wasmKernel } from './wasm-kernel.js';

const seed = Number(process.env['FC_SEED'] ?? (Math.random() * 2 ** 31) | 0);
const numRuns = Number(process.env['FC_RUNS'] ?? 3000);
console.log(`funnel kernel against the loops: FC_SEED=${seed} FC_RUNS=${numRuns}`);

const steps = (...names: string[]): { event: string }[] => names.map((event) => ({ event }));
const ask = (view: StoreView, spec: FunnelSpec): FunnelAnswer => finish(funnel(view, spec, null));

let kernel: FunnelKernel;
let used = 0;
let back = 0;

beforeAll(async () => {
  kernel = await wasmKernel();
});
afterEach(() => useFunnelKernel(null));

/** Both answers; the kernel's uses are counted, so that no test passes because the kernel was never asked. */
function both(view: StoreView, spec: FunnelSpec, mask = null as Parameters<typeof funnel>[2]): FunnelAnswer {
  useFunnelKernel(null);
  const loops = finish(funnel(view, spec, mask));
  useFunnelKernel(counting());
  const answer = finish(funnel(view, spec, mask));
  useFunnelKernel(null);
  expect(answer.result).toEqual(loops.result);
  expect([...answer.depth]).toEqual([...loops.depth]);
  return answer;
}

function counting(): FunnelKernel {
  const run: FunnelKernel['run'] = (asked, rows) => {
    const found: KernelFindings | null = kernel.run(asked, rows);
    used++;
    back += found?.depths.reduce((sum, depth) => sum + (depth === 255 ? 1 : 0), 0) ?? 0;
    return found;
  };
  return { run } as unknown as FunnelKernel;
}

/** The view as the store keeps it while all times lie within 49.7 days. */
function narrow(view: StoreView): StoreView {
  const least = Math.min(...(view.time as Float64Array), Infinity);
  return {
    ...view,
    time: Uint32Array.from(view.time, (t) => t - least),
    timeBase: view.timeBase + (view.rows ? least : 0),
    event: Uint16Array.from(view.event),
  };
}

const row = fc
  .tuple(
    fc.constantFrom('ann', 'bob', 'cid'),
    fc.integer({ min: 0, max: 40 }),
    fc.constantFrom('a', 'a', 'b', 'b', 'c', 'd', 'e', null),
  )
  .map(([actor, t, name]): Row => [actor, t * 1000, name]);
const log = fc.oneof(fc.array(row, { maxLength: 20, size: 'max' }), fc.array(row, { maxLength: 120, size: 'max' }));
const spec: fc.Arbitrary<FunnelSpec> = fc.record(
  {
    kind: fc.constant('funnel' as const),
    steps: fc
      .shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 2 })
      .chain((names) =>
        fc.constantFrom(
          steps(...names),
          [{ event: names.slice(0, 2) }, ...steps(...names.slice(2))],
          [...steps(...names), {}],
        ),
      ),
    tie: fc.constantFrom('any-order', 'input-order'),
    windowMs: fc.oneof(
      fc.integer({ min: 0, max: 12 }).map((w) => w * 1000),
      fc.constantFrom(2500.5, 2 ** 45),
    ),
    range: fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 41 })).map(([from, to]) => ({
      from: from * 1000,
      to: to * 1000,
    })),
  },
  { requiredKeys: ['kind', 'steps'] },
);

describe('funnel kernel', () => {
  it(
    'answers as the loops do, in both widths of time',
    () => {
      used = back = 0;
      fc.assert(
        fc.property(log, spec, (rows, asked) => {
          const view = viewOf(rows);
          both(view, asked);
          both(narrow(view), asked);
        }),
        { seed, numRuns },
      );
      // Ties in many of them.
      expect(used).toBeGreaterThan(numRuns);
      expect(back).toBeGreaterThan(numRuns / 10);
    },
    60_000 + numRuns * 5,
  );

  it('keeps to a mask', () => {
    const rows: Row[] = [];
    for (let actor = 0; actor < 500; actor++) {
      for (let i = 0; i < 9; i++)
        rows.push([String(actor).padStart(3, '0'), (i * 7919 + actor * 31) % 97, 'abcde'[(i * actor) % 5]!]);
    }
    const view = viewOf(rows);
    const mask = finish(filterMask(view, { kind: 'time', range: { from: 20, to: 80 } }, new Map()));
    const { result } = both(view, { kind: 'funnel', steps: steps('a', 'b', 'c'), windowMs: 40 }, mask);
    expect(result.stepCounts[2]).toBeGreaterThan(0);
    expect(result.meta.rowsInScope).toBe(mask.count);
  });

  it('answers for 32 steps', () => {
    const names = Array.from({ length: 32 }, (_, k) => `step ${k}`);
    const rows = names.map((name, k): Row => ['ann', k, name]);
    const { result } = both(viewOf([...rows, ...rows.map(([, t, name]): Row => ['bob', 40 - t, name])]), {
      kind: 'funnel',
      steps: steps(...names),
    });
    expect(result.stepCounts).toEqual(names.map((_, k) => (k === 0 ? 2 : 1)));
  });

  it('hands back an actor with more time than it can hold', () => {
    const year = 365 * 86_400_000;
    used = back = 0;
    const rows: Row[] = [
      ['ann', -20 * year, 'a'],
      ['ann', 20 * year, 'b'],
      ['bob', 0, 'a'],
      ['bob', 1, 'b'],
    ];
    expect(both(viewOf(rows), { kind: 'funnel', steps: steps('a', 'b') }).result.stepCounts).toEqual([2, 2]);
    expect(back).toBe(1);
  });

  it('leaves an actor of a million rows to the loops', () => {
    const rows = 2 ** 20 + 10;
    const event = new Uint16Array(rows).fill(3);
    event[5] = 1;
    event[rows - 1] = 2;
    const view: StoreView = {
      ...viewOf([
        ['ann', 0, 'a'],
        ['ann', 1, 'b'],
      ]),
      rows,
      acceptedRows: rows,
      offsets: Uint32Array.of(0, rows),
      time: Uint32Array.from(event, (_, i) => i),
      event,
      eventNames: ['a', 'b', 'c'],
    };
    expect(both(view, { kind: 'funnel', steps: steps('a', 'b') }).result.medianTotalMs).toBe(rows - 6);
  });

  it('is not asked for what it does not count', () => {
    used = 0;
    const view = viewOf([['ann', 0, 'a', { n: 2 }]]);
    useFunnelKernel(counting());
    const plain: FunnelSpec = { kind: 'funnel', steps: steps('a', 'b') };
    ask(view, { ...plain, order: 'strict' });
    ask(view, { ...plain, order: 'unordered' });
    ask(view, { ...plain, tie: 'strictly-later' });
    ask(view, { ...plain, entry: 'first' });
    ask(view, { kind: 'funnel', steps: steps('a', 'a') });
    ask(view, {
      kind: 'funnel',
      steps: [{ event: 'a' }, { event: 'b', where: [{ prop: 'n', op: 'gt', value: 1 }] }],
    });
    ask(viewOf([['ann', 0, 'a']], 'plain'), plain);
    expect(used).toBe(0);
    ask(view, plain);
    expect(used).toBe(1);
  });
});

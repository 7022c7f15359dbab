import { describe, expect, it, vi } from 'vitest';

import { Coordinator, lossLimit } from '../../../widgets/dataset/coordinator.js';
import type { AnalysisState } from '../../../widgets/internal/analysis.js';
import { AnalyticsError } from '../../../worker/protocol/error.js';
import type { Filter } from '../../../worker/protocol/filter.js';
import type { FunnelResult } from '../../../worker/protocol/result.js';
import { FakeEngine, funnelOf, settled } from './fake-engine.js';

/** A page whose frames and clock a test moves. */
class FakePage {
  time = 0;
  #waiting: (() => void)[] = [];
  frame = (run: () => void): void => void this.#waiting.push(run);
  now = (): number => this.time;
  #timers = new Set<() => void>();
  later = (run: () => void): (() => void) => {
    this.#timers.add(run);
    return () => this.#timers.delete(run);
  };
  /** Nothing happens for a while. */
  rest(): void {
    const due = [...this.#timers];
    this.#timers.clear();
    for (const run of due) run();
  }
  /** Frames that were asked for and have not come. */
  get framesAsked(): number {
    return this.#waiting.length;
  }
  nextFrame(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const run of due) run();
  }
}

function ready(): { page: FakePage; engine: FakeEngine; coordinator: Coordinator } {
  const page = new FakePage();
  const engine = new FakeEngine();
  const coordinator = new Coordinator(page);
  coordinator.connect(engine);
  coordinator.setPhase({ status: 'ready' });
  return { page, engine, coordinator };
}

const idle = (): void => {};
const a = funnelOf('a');
const ab = funnelOf('a', 'b');
const abc = funnelOf('a', 'b', 'c');

function countOf(state: AnalysisState): number | undefined {
  return state.status === 'ready' ? (state.result as FunnelResult).stepCounts[0] : undefined;
}

describe('one round trip a frame', () => {
  it('sends the specs of all widgets in one call on the next frame', () => {
    const { page, engine, coordinator } = ready();
    for (const spec of [a, ab, abc]) coordinator.add(idle).want(spec);
    expect(engine.runs).toHaveLength(0);
    expect(page.framesAsked).toBe(1);
    page.nextFrame();
    expect(engine.runs).toHaveLength(1);
    expect(engine.runs[0]?.jobs.map((job) => job.spec)).toEqual([a, ab, abc]);
  });

  it('sends only the last of many changes before the frame', () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    for (let i = 0; i < 100; i++) ask.want({ ...ab, windowMs: i });
    page.nextFrame();
    expect(engine.runs).toHaveLength(1);
    expect(engine.runs[0]?.jobs.map((job) => job.spec)).toEqual([{ ...ab, windowMs: 99 }]);
  });

  it('sends specs that are equal once and answers all who asked', async () => {
    const { page, engine, coordinator } = ready();
    const asks = [coordinator.add(idle), coordinator.add(idle)];
    asks[0]?.want({ kind: 'funnel', steps: [{ event: 'a' }], order: 'strict' });
    asks[1]?.want({ order: 'strict', steps: [{ event: 'a' }], kind: 'funnel' });
    page.nextFrame();
    expect(engine.runs[0]?.jobs).toHaveLength(1);
    await engine.runs[0]?.answer();
    expect(asks.map((ask) => countOf(ask.state))).toEqual([1, 1]);
  });

  it('drops a spec equal to what is on screen', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(ab);
    page.nextFrame();
    await engine.runs[0]?.answer();
    ask.want(structuredClone(ab));
    expect(page.framesAsked).toBe(0);
    // There and back within a frame is no change either.
    ask.want(a);
    ask.want(ab);
    page.nextFrame();
    expect(engine.runs).toHaveLength(1);
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: false });
  });

  it('has one set in flight; of those that wait the newest goes out', async () => {
    const { page, engine, coordinator } = ready();
    const first = coordinator.add(idle);
    const second = coordinator.add(idle);
    first.want(a);
    second.want(ab);
    page.nextFrame();
    second.want(abc);
    second.want(funnelOf('x'));
    page.nextFrame();
    expect(engine.runs).toHaveLength(1);
    await engine.runs[0]?.answer();
    page.nextFrame();
    expect(engine.runs).toHaveLength(2);
    expect(engine.runs[1]?.jobs.map((job) => job.spec)).toEqual([funnelOf('x')]);
    await engine.runs[1]?.answer();
    expect(page.framesAsked).toBe(0);
    expect([countOf(first.state), countOf(second.state)]).toEqual([1, 1]);
  });

  it('keeps the outcomes with their jobs, in whatever order they come', async () => {
    const { page, engine, coordinator } = ready();
    const asks = [abc, a, ab].map((spec) => {
      const ask = coordinator.add(idle);
      ask.want(spec);
      return ask;
    });
    const run = engine.run.bind(engine);
    engine.run = async (jobs, options) => [...(await run(jobs, options))].reverse();
    page.nextFrame();
    await engine.runs[0]?.answer();
    await settled();
    expect(asks.map((ask) => countOf(ask.state))).toEqual([3, 1, 2]);
  });

  it('puts the filter on every job and asks again when it changes', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    page.nextFrame();
    expect(engine.runs[0]?.jobs[0]).not.toHaveProperty('filter');
    await engine.runs[0]?.answer();
    const filter: Filter = { kind: 'time', range: { from: 0, to: 10 } };
    coordinator.setFilter(filter);
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: true });
    page.nextFrame();
    expect(engine.runs[1]?.jobs[0]?.filter).toEqual(filter);
  });

  it('asks nothing while the data are read, and everything when they have changed', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    page.nextFrame();
    await engine.runs[0]?.answer();
    coordinator.setPhase({ status: 'loading', progress: null });
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: true });
    ask.want(ab);
    page.nextFrame();
    expect(engine.runs).toHaveLength(1);
    coordinator.dataChanged();
    coordinator.setPhase({ status: 'ready' });
    page.nextFrame();
    expect(engine.runs).toHaveLength(2);
  });

  it('sends nothing for a widget that left before the frame', () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    ask.remove();
    page.nextFrame();
    expect(engine.runs).toHaveLength(0);
  });
});

describe('abort', () => {
  it('aborts the set in flight when nobody wants any of it, and sends the newest on the next frame', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    page.nextFrame();
    ask.want(ab);
    expect(engine.runs[0]?.options.signal?.aborted).toBe(true);
    page.nextFrame();
    await settled();
    expect(engine.runs).toHaveLength(2);
    await engine.runs[1]?.answer();
    expect(countOf(ask.state)).toBe(2);
  });

  it('lets the set in flight go on while one of its jobs is wanted', () => {
    const { page, engine, coordinator } = ready();
    const asks = [coordinator.add(idle), coordinator.add(idle)];
    asks[0]?.want(a);
    asks[1]?.want(ab);
    page.nextFrame();
    asks[0]?.want(abc);
    expect(engine.runs[0]?.options.signal?.aborted).toBe(false);
    asks[1]?.remove();
    expect(engine.runs[0]?.options.signal?.aborted).toBe(true);
  });

  it('shows no answer of an engine that was left', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    page.nextFrame();
    coordinator.connect(null);
    await engine.runs[0]?.answer();
    expect(ask.state).toEqual({ status: 'loading', progress: null });
  });
});

describe('failure', () => {
  it('keeps a failed job apart: the others draw', async () => {
    const { page, engine, coordinator } = ready();
    const asks = [coordinator.add(idle), coordinator.add(idle)];
    asks[0]?.want(a);
    asks[1]?.want(ab);
    page.nextFrame();
    await engine.runs[0]?.answer((job) => 'steps' in job.spec && job.spec.steps.length === 1);
    expect(asks[0]?.state).toMatchObject({ status: 'failed', error: { code: 'spec-invalid' }, previous: null });
    expect(asks[1]?.state).toMatchObject({ status: 'ready', recomputing: false });
    // A spec that failed is not asked again by itself.
    expect(page.framesAsked).toBe(0);
    asks[0]?.want(abc);
    page.nextFrame();
    expect(engine.runs[1]?.jobs.map((job) => job.spec)).toEqual([abc]);
  });

  it('keeps the last good result beside an error', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    page.nextFrame();
    await engine.runs[0]?.answer();
    ask.want(ab);
    page.nextFrame();
    await engine.runs[1]?.answer(() => true);
    expect(ask.state).toMatchObject({ status: 'failed', previous: { stepCounts: [1] } });
  });

  it('asks again by itself after a lost worker, with the last good view marked', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    page.nextFrame();
    await engine.runs[0]?.answer();
    ask.want(ab);
    page.nextFrame();
    await engine.runs[1]?.fail('worker-lost');
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: true, result: { stepCounts: [1] } });
    page.nextFrame();
    await engine.runs[2]?.answer();
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: false, result: { stepCounts: [2] } });
  });

  it('stops after three lost workers in a minute, and begins again when asked to', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    for (let loss = 0; loss < lossLimit.failures; loss++) {
      page.time = loss * 10_000;
      page.nextFrame();
      await engine.runs[loss]?.fail('worker-lost');
    }
    expect(ask.state).toMatchObject({ status: 'failed', error: { code: 'worker-lost' } });
    expect(page.framesAsked).toBe(0);
    coordinator.askAgain();
    page.nextFrame();
    await engine.runs[3]?.answer();
    expect(countOf(ask.state)).toBe(1);
  });

  it('does not count losses that lie more than a minute back', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    for (let loss = 0; loss < 6; loss++) {
      page.time = loss * 31_000;
      page.nextFrame();
      await engine.runs[loss]?.fail('worker-lost');
    }
    expect(ask.state).toEqual({ status: 'loading', progress: null });
  });

  it('shows a load that failed to every widget, with the last good result', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(a);
    page.nextFrame();
    await engine.runs[0]?.answer();
    const error = new AnalyticsError('source-missing', 'gone');
    coordinator.setPhase({ status: 'failed', error });
    expect(ask.state).toMatchObject({
      status: 'failed',
      error: { code: 'source-missing' },
      previous: { stepCounts: [1] },
    });
  });
});

describe('what a widget is told', () => {
  it('says why there is nothing yet', () => {
    const coordinator = new Coordinator(new FakePage());
    const ask = coordinator.add(idle);
    expect(ask.state).toEqual({ status: 'initial', reason: 'no-source' });
    coordinator.setPhase({ status: 'idle', reason: 'needs-mapping' });
    expect(ask.state).toEqual({ status: 'initial', reason: 'needs-mapping' });
    coordinator.setPhase({ status: 'ready' });
    expect(ask.state).toEqual({ status: 'initial', reason: 'no-spec' });
  });

  it('is told of progress while its first result is computed', () => {
    const { page, engine, coordinator } = ready();
    const onChange = vi.fn();
    const ask = coordinator.add(onChange);
    ask.want(a);
    page.nextFrame();
    const progress = { phase: 'computing', done: 5, total: 10, rows: 10 } as const;
    engine.runs[0]?.options.onProgress?.(progress);
    expect(ask.state).toEqual({ status: 'loading', progress });
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('lists customers under the spec and filter of the result on screen', async () => {
    const { page, engine, coordinator } = ready();
    const filter: Filter = { kind: 'time', range: { from: 0, to: 10 } };
    coordinator.setFilter(filter);
    const ask = coordinator.add(idle);
    ask.want(ab);
    page.nextFrame();
    await engine.runs[0]?.answer();
    ask.want(abc);
    const mark = { kind: 'left', step: 1 } as const;
    await ask.list(mark, 100, 50, new AbortController().signal);
    expect(engine.lists).toEqual([{ spec: ab, filter, mark, offset: 100, limit: 50 }]);
  });

  it('has no list before a result', async () => {
    const { coordinator } = ready();
    const ask = coordinator.add(idle);
    await expect(ask.list({ kind: 'reached', step: 0 }, 0, 10, new AbortController().signal)).rejects.toMatchObject({
      code: 'not-loaded',
    });
  });
});

describe('a filter that is dragged', () => {
  const at = (from: number): Filter => ({ kind: 'time', range: { from, to: from + 10 } });

  it('lets the answers on their way come, each standing until the next', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(ab);
    page.nextFrame();
    await engine.runs[0]!.answer();
    for (let k = 1; k <= 5; k++) {
      coordinator.setFilter(at(k));
      page.nextFrame();
    }
    // The first of the five is on its way; none was given up for a later one.
    expect(engine.runs).toHaveLength(2);
    expect(engine.runs[1]!.options.signal?.aborted).toBe(false);
    expect(engine.runs[1]!.jobs[0]!.filter).toEqual(at(1));
    await engine.runs[1]!.answer();
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: true });
    expect(ask.filter).toEqual(at(1));
    page.nextFrame();
    expect(engine.runs[2]!.jobs[0]!.filter).toEqual(at(5));
    await engine.runs[2]!.answer();
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: false });
    expect(ask.filter).toEqual(at(5));
    expect(coordinator.idle).toBe(true);
  });

  it('gives them up once it stands still', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    ask.want(ab);
    page.nextFrame();
    coordinator.setFilter(at(1));
    coordinator.setFilter(at(2));
    expect(engine.runs[0]!.options.signal?.aborted).toBe(false);
    page.rest();
    expect(engine.runs[0]!.options.signal?.aborted).toBe(true);
    page.nextFrame();
    expect(engine.runs[1]!.jobs[0]!.filter).toEqual(at(2));
    await engine.runs[1]!.answer();
    expect(ask.state).toMatchObject({ status: 'ready', recomputing: false });
  });

  it('shows no answer to another question', async () => {
    const { page, engine, coordinator } = ready();
    const ask = coordinator.add(idle);
    const other = coordinator.add(idle);
    ask.want(ab);
    other.want(a);
    page.nextFrame();
    coordinator.setFilter(at(1));
    ask.want(abc);
    await engine.runs[0]!.answer();
    expect(ask.state.status).toBe('loading');
    expect(other.state).toMatchObject({ status: 'ready', recomputing: true });
  });
});

import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../../worker/engine.js';
import type { Spec } from '../../../worker/protocol/spec.js';
import { finish } from '../../../worker/steps.js';
import type { Steps } from '../../../worker/steps.js';
import { keeper, keepWithin, keptBytes, type Keeper } from '../../../worker/store/keep.js';
import { timeIndexBytes } from '../../../worker/store/time-index.js';
import { batchOf } from '../batches.js';
import { viewOf } from '../view.js';

describe('what is kept with a view', () => {
  /** Asks a keeper for so many bytes under a name; tells whether they had to be made. */
  const ask = (kept: Keeper<Uint8Array>, view: ReturnType<typeof viewOf>, name: string, bytes: number): boolean => {
    let made = false;
    // oxlint-disable-next-line require-yield
    const make = function* (): Steps<Uint8Array> {
      made = true;
      return new Uint8Array(bytes);
    };
    expect(finish(kept(view, name, make))).toHaveLength(bytes);
    return made;
  };

  it('is the newest few of each kind', () => {
    const view = viewOf([]);
    const kept = keeper<Uint8Array>(2);
    expect(['a', 'b', 'a', 'c', 'b', 'c'].map((name) => ask(kept, view, name, 10))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(keptBytes(view)).toBe(20);
  });

  it('is no more than there is room for, of all kinds together; what was unused longest goes first', () => {
    const view = viewOf([]);
    keepWithin(view, () => 100);
    const one = keeper<Uint8Array>();
    const other = keeper<Uint8Array>();
    ask(one, view, 'a', 40);
    ask(other, view, 'a', 40);
    ask(one, view, 'a', 40);
    ask(other, view, 'b', 50);
    expect(keptBytes(view)).toBe(90);
    expect(ask(one, view, 'a', 40)).toBe(false);
    expect(ask(other, view, 'a', 40)).toBe(true);
  });

  it('is not what alone is more than there is room for', () => {
    const view = viewOf([]);
    keepWithin(view, () => 100);
    const kept = keeper<Uint8Array>();
    expect(ask(kept, view, 'a', 101)).toBe(true);
    expect(keptBytes(view)).toBe(0);
    expect(ask(kept, view, 'a', 101)).toBe(true);
  });

  it('counts columns wherever they lie in it', () => {
    const view = viewOf([]);
    const kept = keeper<unknown>();
    const thing = { codes: new Uint32Array(5), names: ['a', 'b'], groups: new Map([[1, [new Float64Array(2)]]]) };
    // oxlint-disable-next-line require-yield
    const make = function* (): Steps<unknown> {
      return thing;
    };
    finish(kept(view, 'a', make));
    expect(keptBytes(view)).toBe(20 + 16 + (16 + 8 + 16));
  });
});

describe('what an engine keeps beside its data', () => {
  const log = Array.from({ length: 2000 }, (_, i) => ({
    actor: `p${i % 500}`,
    t: i * 60_000,
    event: ['visit', 'buy'][i % 2]!,
    props: { page: `/p${i % 40}` },
  }));
  const questions: readonly Spec[] = [
    { kind: 'featureMatrix', rows: { prop: 'page' }, columns: 'hour-of-week' },
    { kind: 'featureMatrix', rows: { prop: 'event' }, columns: 'day' },
    { kind: 'paths', node: 'page' },
    { kind: 'values', prop: 'page' },
    { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }] },
  ];
  const asked = async (maxBytes: number): Promise<{ core: EngineCore; results: string }> => {
    const core = new EngineCore({ connectors: [], maxBytes });
    await core.appendBatches([batchOf(log)]);
    let results = '';
    for (let round = 0; round < 2; round++) {
      for (const spec of questions) results += JSON.stringify(await core.run([{ id: 'x', spec }]));
    }
    return { core, results };
  };

  it('lies within `maxBytes`, and the answers are the same without', async () => {
    const plenty = await asked(2 ** 30);
    const { store } = plenty.core;
    expect(keptBytes(store)).toBeGreaterThan(4 * log.length);
    expect(plenty.core.counts.answers).toBe(questions.length);
    const room = keptBytes(store) / 2;
    const beside = (64 * store.actors + 8 * store.rows) / 8 + timeIndexBytes(store);
    const little = await asked(store.bytes + beside + room);
    expect(keptBytes(little.core.store)).toBeLessThanOrEqual(room);
    expect(keptBytes(little.core.store)).toBeGreaterThan(0);
    const none = await asked(store.bytes + beside);
    expect(keptBytes(none.core.store)).toBe(0);
    // The newest answer is kept in any case, for the lists behind it; here each question comes after another one.
    expect(none.core.counts.answers).toBe(2 * questions.length);
    expect([little.results, none.results]).toEqual([plenty.results, plenty.results]);
  });
});

import { describe, expect, it } from 'vitest';
import { findAttempts } from '../../worker/analyses/funnel-attempts.js';
import { funnelPart } from '../../worker/analyses/funnel.js';
import { journey } from '../../worker/analyses/journey.js';
import { paths } from '../../worker/analyses/paths.js';
import { PairIds } from '../../worker/analyses/pair-ids.js';
import { sequence } from '../../worker/analyses/sequence.js';
import { firstIn } from '../../worker/analyses/top.js';
import { variants } from '../../worker/analyses/variants.js';
import { finish } from '../../worker/steps.js';
import type { Steps } from '../../worker/steps.js';
import { viewOf, type Row } from './view.js';

/** What steps come to, and how often they gave the thread back on the way. */
function counted<T>(steps: Steps<T>): { value: T; rests: number } {
  let rests = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return { value: step.value, rests };
    rests++;
  }
}

describe('work on one long journey', () => {
  const names = Array.from({ length: 50_000 }, (_, i) => ['a', 'b', 'c', 'd', 'e'][(i * i + (i >> 5)) % 5]!);
  const view = viewOf(names.map((name, i): Row => ['one', i * 1000, name]));

  it('rests within a sequence, and takes it in as a whole', () => {
    const { value, rests } = counted(variants(view, { kind: 'variants', collapseRepeats: false }, null));
    expect(rests).toBeGreaterThan(names.length / 8192);
    const { result } = value;
    expect(result).toMatchObject({ sequences: 1, actors: 1, variantsTotal: 1 });
    expect(result.variants[0]!.nodes).toEqual(names);
    for (const { source, target, count } of result.waiting) {
      expect(count).toBe(names.filter((name, i) => i > 0 && names[i - 1] === source && name === target).length);
    }
    const again = (name: string): number => names.filter((one, i) => one === name && names[i - 1] !== name).length - 1;
    for (const { name, visits } of result.rework) expect(visits).toBe(again(name));
    expect(result.rework).toHaveLength(5);
  });

  it('joins its sessions into one sequence, rests included', () => {
    const each = variants(view, { kind: 'variants', per: 'actor', sessionGapMs: 1000, collapseRepeats: false }, null);
    const other = viewOf([
      ...names.slice(0, 20_000).map((name, i): Row => ['a', i * 1000, name]),
      ...names.slice(0, 20_000).map((name, i): Row => ['b', i * 1000, name]),
      ['c', 0, 'a'],
    ]);
    expect(finish(each).result.variants[0]!.nodes).toEqual(names);
    const { result } = finish(
      variants(other, { kind: 'variants', per: 'actor', sessionGapMs: 1000, collapseRepeats: false }, null),
    );
    expect(result.variants.map(({ actors, nodes }) => [actors, nodes.length])).toEqual([
      [2, 20_000],
      [1, 1],
    ]);
  });

  it('rests while it reads and sums up, and leaves out no row', () => {
    const stages = [{ name: 'first', match: [{ event: 'a' }] }];
    const spec = { kind: 'journey', actor: 'one', stages, sessionGapMs: 1000, where: [{ event: ['a', 'b'] }] } as const;
    const { value, rests } = counted(journey(view, spec, null));
    const wanted = names.filter((name) => name === 'a' || name === 'b');
    expect(value.result.summary).toMatchObject({
      rows: wanted.length,
      sessions: wanted.length,
      firstMs: names.indexOf(wanted[0]!) * 1000,
      channels: [{ channel: null, rows: wanted.length }],
      stages: [{ name: 'first', rows: wanted.filter((name) => name === 'a').length }],
    });
    expect(rests).toBeGreaterThan(names.length / 8192);
  });

  it('rests between the attempts of a funnel, and within the search for a pattern', () => {
    const steps = [{ event: 'a' }, { event: 'b' }, { event: 'c' }];
    const none = { kind: 'none' } as const;
    const asked = {
      unordered: funnelPart(view, { kind: 'funnel', steps, windowMs: null, order: 'unordered' }, null),
      totals: findAttempts(view, { steps, windowMs: null, mode: 'totals' }, null, none),
      held: findAttempts(view, { steps, windowMs: null, holdConstant: ['event'] }, null, none),
      pattern: sequence(view, { kind: 'sequence', conditions: steps, pattern: [{ step: 0 }, { step: 1 }] }, null),
    };
    for (const work of Object.values(asked)) expect(counted<unknown>(work).rests).toBeGreaterThan(names.length / 8192);
  });

  it('rests between the sessions of one actor', () => {
    const { value, rests } = counted(paths(view, { kind: 'paths', sessionGapMs: 500, medians: false }, null));
    expect(value.result).toMatchObject({ sessions: 50_000, edges: [] });
    expect(rests).toBeGreaterThan(3);
  });
});

it('numbers pairs alike, whether room was made for them or not', () => {
  const pair = (i: number): [number, number] => [(i * 7919) % 5003, i % 11];
  const alone = new PairIds(Infinity, 11, false);
  const ready = new PairIds(Infinity, 11, false);
  let rests = 0;
  for (let i = 0; i < 60_000; i++) {
    if (i % 10_000 === 0) rests += counted(ready.reserve(10_000)).rests;
    expect(ready.id(...pair(i))).toBe(alone.id(...pair(i)));
  }
  expect(ready.size).toBe(alone.size);
  expect(rests).toBeGreaterThan(5);
});

it('rests while it passes over what is not among the first', () => {
  const { value, rests } = counted(firstIn(100_000, 2, (a, b) => a - b));
  expect(value).toEqual([0, 1]);
  expect(rests).toBeGreaterThan(100_000 / 8192);
});

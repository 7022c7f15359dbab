import { describe, expect, it } from 'vitest';
import { EdgeTimes } from '../../worker/analyses/edge-times.js';
import { findAttempts } from '../../worker/analyses/funnel-attempts.js';
import { funnelPart } from '../../worker/analyses/funnel.js';
import { journey } from '../../worker/analyses/journey.js';
import { LabelCounts } from '../../worker/analyses/label-counts.js';
import { paths } from '../../worker/analyses/paths.js';
import { PairIds } from '../../worker/analyses/pair-ids.js';
import { sequence } from '../../worker/analyses/sequence.js';
import { firstIn } from '../../worker/analyses/top.js';
import { countValues } from '../../worker/analyses/values.js';
import { variants } from '../../worker/analyses/variants.js';
import { finish } from '../../worker/steps.js';
import type { Steps } from '../../worker/steps.js';
import { Int32List, TextList } from '../../worker/store/lists.js';
import { columnStorage } from '../../worker/store/storage.js';
import { emptyStore, StoreBuilder } from '../../worker/store/store.js';
import type { StoreColumn } from '../../worker/store/view.js';
import { WideMap } from '../../worker/store/wide-map.js';
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

describe('work on very many values', () => {
  const many = 70_000;
  const view = viewOf(Array.from({ length: 200 }, (_, i): Row => [`actor ${i % 7}`, i, 'a']));
  /** As many values as a property may have, most of them on no row. */
  const wide = {
    ...view,
    column: (name: string): StoreColumn | undefined =>
      name === 'value'
        ? {
            kind: 'dictionary',
            codes: Uint32Array.from({ length: 200 }, (_, row) => (row % 50) * 1000 + 1),
            values: Array.from({ length: many }, (_, k) => (k % 1000 === 1 ? [`value ${k}`, 'more'] : `value ${k}`)),
          }
        : undefined,
  };

  it('rests while a property is made ready, counted and put in order', () => {
    const asked = {
      values: countValues(wide, { kind: 'values', prop: 'value' }, null),
      paths: paths(wide, { kind: 'paths', node: 'value' }, null),
      variants: variants(wide, { kind: 'variants', node: 'value' }, null),
    };
    for (const work of Object.values(asked)) expect(counted<unknown>(work).rests).toBeGreaterThan(many / 8192);
  });

  it('finds a text again among those of lists, and tells it from their own', () => {
    const { result } = finish(countValues(wide, { kind: 'values', prop: 'value', limit: 100 }, null));
    expect(result.total).toBe(50);
    expect(result.values).toContainEqual({ value: 'value 0', rows: 4, actors: 4 });
  });

  it('knows the node of a name however far back it stands', () => {
    const { result } = finish(
      paths(wide, { kind: 'paths', node: 'value', start: 'value 49000', sessionGapMs: 1e9 }, null),
    );
    expect(result.sessions).toBe(4);
    expect(result.nodes.every(({ name, position }) => position > 1 || name === 'value 49000')).toBe(true);
  });
});

describe('lists that grow', () => {
  it('give back what was put in, and a copy goes its own way', () => {
    for (const kind of ['typed', 'plain'] as const) {
      const numbers = new Int32List(columnStorage(kind));
      const texts = new TextList();
      for (let i = 0; i < 150_000; i++) {
        expect(numbers.push(-1 - i)).toBe(i + 1);
        texts.push(`text ${i}`);
      }
      const more = new Int32List(columnStorage(kind), numbers);
      const moreTexts = new TextList(texts);
      more.push(7);
      more.values[0] = 5;
      moreTexts.push('one more');
      texts.push('another');
      expect([numbers.length, numbers.values[0], numbers.values[149_999]]).toEqual([150_000, -1, -150_000]);
      expect([more.length, more.values[0], more.values[150_000]]).toEqual([150_001, 5, 7]);
      expect([texts.at(0), texts.at(65_535), texts.at(65_536), texts.at(149_999), texts.at(150_000)]).toEqual([
        'text 0',
        'text 65535',
        'text 65536',
        'text 149999',
        'another',
      ]);
      expect(moreTexts.at(150_000)).toBe('one more');
    }
  });

  it('number values as one map would', () => {
    const values = [...Array(20_000).keys()].flatMap((i): (string | number | boolean)[] => [
      `value ${i}`,
      `${i}`,
      i,
      i / 7,
      -i / 3,
      i * 1e12,
    ]);
    values.push(true, false, 0, -0, Infinity, -Infinity, Number.MIN_VALUE, '');
    const plain = new Map<unknown, number>();
    const wide = new WideMap<unknown>();
    for (const value of [...values, ...values]) {
      expect(wide.get(value)).toBe(plain.get(value));
      if (plain.has(value)) continue;
      plain.set(value, plain.size + 1);
      wide.add(value, plain.size);
    }
    expect(wide.get('none of them')).toBeUndefined();
  });

  it('keep the numbers of edges and labels while they are copied', () => {
    for (const plain of [false, true]) {
      const times = new EdgeTimes(plain);
      const labels = new LabelCounts(plain);
      let rests = 0;
      for (let i = 0; i < 40_000; i++) {
        if (i % 8000 === 0) rests += counted(times.reserve(8000)).rests + counted(labels.reserve(8000)).rests;
        times.add(i, i % 5, i);
        labels.add(i, i % 5, i % 2 === 0, i % 3 === 0);
      }
      // Without room made ahead they grow at once.
      for (let i = 40_000; i < 120_000; i++) {
        times.add(i, i % 5, i);
        labels.add(i, i % 5, false, false);
      }
      for (const i of [0, 1, 63, 64, 7999, 8000, 39_999, 40_000, 119_999]) {
        expect([times.count(i), times.actors(i), times.meanMs(i)]).toEqual([1, 1, i]);
        const first = i < 40_000 && i % 2 === 0;
        const last = i < 40_000 && i % 3 === 0;
        expect(labels.of(i)).toEqual({
          visits: 1,
          starts: first ? 1 : 0,
          ends: last ? 1 : 0,
          actors: 1,
          reached: first ? 0 : 1,
          continued: last ? 0 : 1,
          dropped: last ? 1 : 0,
        });
      }
      expect(rests > 5).toBe(!plain);
    }
  });
});

describe('work on very many identifiers', () => {
  it('rests while keys, records and pairs are taken in, and again when one of them is blocked', () => {
    const rows = 60_000;
    const codes = (of: (row: number) => number): Uint32Array =>
      Uint32Array.from({ length: rows }, (_, row) => of(row) + 1);
    const names = (of: string, length: number): string[] => Array.from({ length }, (_, k) => `${of}-${k}`);
    for (const kind of ['typed', 'plain'] as const) {
      const storage = columnStorage(kind);
      const builder = new StoreBuilder(emptyStore(storage), storage, 2 ** 30);
      const taken = counted(
        builder.add({
          rows,
          source: 'test',
          time: new Float64Array(rows),
          event: { kind: 'dictionary', codes: new Uint8Array(rows).fill(1), values: ['a'] },
          identifiers: [
            { type: 'email', values: { kind: 'dictionary', codes: codes((row) => row), values: names('email', rows) } },
            {
              type: 'deviceId',
              values: { kind: 'dictionary', codes: codes((row) => row >> 1), values: names('device', rows >> 1) },
            },
          ],
          columns: [],
        }),
      );
      const built = counted(builder.build(0));
      expect(taken.rests).toBeGreaterThan(rows / 4096);
      expect(built.rests).toBeGreaterThan(rows / 4096);
      expect(built.value.actors).toBe(rows / 2);
      const again = new StoreBuilder(built.value, storage, 2 ** 30);
      again.changeIdentity({ block: { id: 'deviceId:device-1' } });
      const blocked = counted(again.build(0));
      expect(blocked.rests).toBeGreaterThan(rows / 4096);
      expect(blocked.value.actors).toBe(rows / 2 + 1);
      expect(built.value.actors).toBe(rows / 2);
    }
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

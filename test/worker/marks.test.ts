import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../worker/engine.js';
import type { PropertyValue } from '../../worker/protocol/batch.js';
import type { Filter, Selector } from '../../worker/protocol/filter.js';
import type { Spec } from '../../worker/protocol/spec.js';
import { batchOf } from './batches.js';
import type { Row } from './batches.js';
import { marksOf } from './counted-marks.js';
import { random } from '../random.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type OfKind<R extends { kind: string }, K extends R['kind']> = Extract<R, { kind: K }>;

const steps: readonly Selector[] = [{ event: 'visit' }, { event: 'call' }, { event: ['buy', 'renew'] }];
const rules = { steps, windowMs: 5 * DAY };
const pages = { node: 'page', sessionGapMs: HOUR };
const stages = ['lead', 'trial', 'won'].map((name) => ({
  name,
  match: [{ where: [{ prop: 'stage', op: 'eq' as const, value: name }] }],
}));
const click = { event: 'click' };
const buckets = { from: 0, count: 12 };

const questions: { readonly [K in Spec['kind']]: ReadonlyArray<OfKind<Spec, K>> } = {
  funnel: [
    { kind: 'funnel', ...rules },
    { kind: 'funnel', ...rules, order: 'unordered' },
    { kind: 'funnel', ...rules, order: 'strict', entry: 'first' },
    { kind: 'funnel', ...rules, mode: 'totals' },
    { kind: 'funnel', ...rules, breakdown: { by: ['plan'], limit: 2 } },
    { kind: 'funnel', ...rules, breakdown: { by: ['plan', 'channel'], attribution: 'all', limit: 3 } },
    { kind: 'funnel', ...rules, breakdown: { by: ['channel'], attribution: 'step', step: 1 } },
    {
      kind: 'funnel',
      ...rules,
      range: { from: 5 * DAY, to: 10 * DAY },
      compare: { range: { from: 0, to: 5 * DAY } },
      breakdown: { by: ['plan'], attribution: 'last' },
    },
    {
      kind: 'funnel',
      ...rules,
      steps: [steps[0]!, { ...steps[1], optional: true }, steps[2]!],
      exclusions: [{ event: 'click', from: 0, to: 2 }],
    },
  ],
  timeToConvert: [
    { kind: 'timeToConvert', ...rules, binCount: 5 },
    { kind: 'timeToConvert', ...rules, fromStep: 0, toStep: 1, mode: 'totals' },
  ],
  funnelTrend: [{ kind: 'funnelTrend', ...rules, interval: 'day', tz: 'Europe/Berlin', buckets }],
  paths: [
    { kind: 'paths', ...pages, converted: [{ event: 'buy' }] },
    { kind: 'paths', ...pages, start: '/a', maxSteps: 3, collapseRepeats: false },
    { kind: 'paths', ...pages, end: '/c', range: { from: 2 * DAY, to: 9 * DAY } },
  ],
  nextNode: [
    { kind: 'nextNode', node: 'page', chain: ['/a'] },
    { kind: 'nextNode', chain: ['buy'], direction: 'backward', anchor: 'first-match' },
  ],
  sequence: [{ kind: 'sequence', conditions: steps, pattern: [{ step: 0 }, { gap: true }, { step: 2 }] }],
  variants: [
    { kind: 'variants', ...pages },
    { kind: 'variants', ...pages, per: 'actor' },
  ],
  sessions: [
    { kind: 'sessions', sessionGapMs: HOUR, range: { from: 2 * DAY + 5, to: 9 * DAY } },
    { kind: 'sessions', sessionGapMs: HOUR, actor: 'p3' },
  ],
  journey: [
    { kind: 'journey', stages, cycleTo: { event: 'buy' } },
    { kind: 'journey', stages, actor: 'p3', cycleTo: { stage: 'won' } },
    { kind: 'journey', stages, account: 'acme' },
  ],
  heatmapGrid: [
    { kind: 'heatmapGrid', cols: 4, rows: 3 },
    { kind: 'heatmapGrid', cols: 4, rows: 3, viewportClasses: [800], where: [click] },
    { kind: 'heatmapGrid', cols: 4, rows: 3, only: { kind: 'deadClick' } },
    { kind: 'heatmapGrid', cols: 4, rows: 3, only: { kind: 'rageClick', minClicks: 2 } },
  ],
  scrollDepth: [{ kind: 'scrollDepth' }],
  rageClick: [{ kind: 'rageClick', minClicks: 2, radiusPx: 2000, maxGapMs: 6 * HOUR }],
  deadClick: [{ kind: 'deadClick' }],
  featureMatrix: [
    ...(['day', 'hour-of-week', 'day-of-week', 'hour-of-day', 'day-of-age'] as const).map((columns) => ({
      kind: 'featureMatrix' as const,
      features: [
        { name: 'contact', match: [{ event: 'call' }, { event: 'click' }] },
        { name: 'money', match: [{ event: ['buy', 'renew'] }] },
      ],
      columns,
    })),
    { kind: 'featureMatrix', rows: { prop: 'page', limit: 2 }, columns: 'week' },
    { kind: 'featureMatrix', rows: { prop: 'event' }, columns: 'week' },
  ],
  values: [
    { kind: 'values', prop: 'page' },
    { kind: 'values', prop: 'tags', where: [{ event: ['click', 'visit'] }] },
    { kind: 'values', prop: 'x', limit: 10 },
    { kind: 'values', prop: 'event', search: 'C' },
  ],
  counts: [
    { kind: 'counts' },
    { kind: 'counts', by: '$name', columns: 'day', buckets },
    { kind: 'counts', by: 'plan', maxGroups: 2, columns: 'hour-of-day', tz: 'Asia/Kolkata' },
  ],
  quality: [{ kind: 'quality' }, { kind: 'quality', tz: 'Asia/Kolkata', now: 8 * DAY }],
};

const filters: Readonly<Record<string, Filter | null>> = {
  nothing: null,
  'a time range': { kind: 'time', range: { from: 3 * DAY, to: 11 * DAY } },
  'the actors of a mark': {
    kind: 'actors',
    spec: { kind: 'funnel', ...rules },
    mark: { kind: 'reached', step: 1 },
  },
};

describe.each(['typed', 'plain'] as const)('what a mark counts, %s', (storage) => {
  const core = new EngineCore({ connectors: [], storage });
  const loaded = core.appendBatches([batchOf(logOf(storage === 'typed' ? 1 : 2))]);

  it.each(Object.keys(questions) as Spec['kind'][])('is the length of its list: %s', async (kind) => {
    await loaded;
    let counted = 0;
    for (const spec of questions[kind]) {
      for (const [under, filter] of Object.entries(filters)) {
        const asked = { spec, ...(filter && { filter }) };
        const [outcome] = await core.run([{ id: kind, ...asked }]);
        if (!outcome!.ok) throw new Error(`${kind} under ${under}: ${outcome!.error.message}`);
        for (const { mark, actors, rows } of marksOf(outcome!.result, spec)) {
          const what = `${kind} ${JSON.stringify(mark)} under ${under}`;
          if (actors !== undefined) {
            const page = await core.list({ ...asked, mark, limit: 10_000 });
            expect([page.total, page.actors.length], what).toEqual([actors, actors]);
            expect(new Set(page.actors.map(({ key }) => key)).size, what).toBe(actors);
            counted += actors;
          }
          if (rows !== undefined) {
            const page = await core.list({ ...asked, mark, of: 'rows', limit: 10_000 });
            expect([page.total, page.rows.length], what).toEqual([rows, rows]);
            counted += rows;
            if (actors === undefined) continue;
            const known = page.rows.flatMap(({ actor }) => (actor === null ? [] : [actor]));
            expect(new Set(known).size, what).toBe(actors);
          }
        }
      }
    }
    expect(counted).toBeGreaterThan(20);
  });
});

it('holds for every kind of question there is', async () => {
  const core = new EngineCore({ connectors: [] });
  const [outcome] = await core.run([{ id: 'x', spec: { kind: 'none' } as unknown as Spec }]);
  const [, known] = /Known are ([\w, ]+)/.exec(outcome!.ok ? '' : outcome!.error.message)!;
  expect(Object.keys(questions).toSorted()).toEqual(known!.trim().split(', ').toSorted());
});

/** Two weeks of twelve people and some nobody can name, with many equal times. */
function logOf(seed: number): Row[] {
  const next = random(seed);
  const one = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
  return Array.from({ length: 600 }, (): Row => {
    const event = one(['visit', 'visit', 'call', 'buy', 'renew', 'click', 'click', 'scroll']);
    const props: Record<string, PropertyValue> = {
      page: one(['/a', '/b', '/c', '/d', null]),
      plan: one(['free', 'pro', 'team', null]),
      channel: one(['web', 'mail']),
      account: one(['acme', 'globex', null]),
      stage: one(['lead', 'trial', 'won', null, null, null]),
      tags: one([['new', 'vip'], 'vip', ['new', null], [], null]),
    };
    if (event === 'click') {
      Object.assign(props, {
        x: Math.floor(next() * 1100),
        y: Math.floor(next() * 900),
        docWidth: one([1000, 1000, 0]),
        docHeight: 800,
        viewportWidth: one([600, 1000]),
        element: one(['ok', 'menu', null]),
        mutationMs: one([10, 4000, null]),
        observedMs: one([1000, 9000]),
      });
    }
    if (event === 'scroll') {
      Object.assign(props, {
        view: one(['v1', 'v2', null]),
        scrollY: Math.floor(next() * 700),
        viewportHeight: 300,
        docHeight: 1000,
      });
    }
    return {
      actor: next() < 0.06 ? '' : `p${Math.floor(next() * 12)}`,
      t: Math.floor(next() * 14 * 24 * 6) * (HOUR / 6),
      event,
      props,
    };
  });
}

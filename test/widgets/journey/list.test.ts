import { describe, expect, it } from 'vitest';
import type { JourneyGroup, JourneyResult, JourneyRow, JourneySpec } from '../../../worker/protocol/journey.js';
import { axisOf, fullMoment, stretch } from '../../../widgets/journey/axis.js';
import { journeySpec } from '../../../widgets/journey/journey.spec.js';
import { listItems } from '../../../widgets/journey/list.layout.js';
import type { ListItem } from '../../../widgets/journey/list.layout.js';
import { JourneyRows } from '../../../widgets/journey/rows.js';
import { wallClock } from '../../../widgets/journey/ticks.js';
import { noFilter, rowsShown, Touchpoints } from '../../../widgets/journey/touchpoints.js';
import { typicalStays } from '../../../widgets/journey/typical.js';

const day = 86_400_000;
const utc = wallClock('UTC');

const row = (time: number, event: string, values: JourneyRow['values'] = [], actor = 'actor:ann'): JourneyRow => ({
  time,
  event,
  actor,
  channel: 'web',
  source: null,
  stage: null,
  value: null,
  page: null,
  values,
  session: 1,
  gapMs: null,
  dwellMs: null,
});

describe('the list', () => {
  const points = new Touchpoints();
  points.append(
    [row(1 * day, 'a'), row(2 * day, 'a'), row(3 * day, 'b'), row(20 * day, 'b'), row(21 * day, 'b')],
    () => false,
  );
  const rows = rowsShown(points, noFilter);
  const stays = [
    { name: 'one', from: 1 * day, to: 20 * day, open: false },
    { name: 'two', from: 20 * day, to: 30 * day, open: true },
  ];
  const silence = (from: number, to: number, open = false) => ({
    fromMs: from * day,
    toMs: to * day,
    ms: (to - from) * day,
    referenceMs: null,
    stage: null,
    open,
  });
  const short = (items: readonly ListItem[]): unknown[] =>
    items.map((item) =>
      item.kind === 'rows' ? item.rows : item.kind === 'stage' ? item.stay.name : item.silence.ms / day,
    );

  it('goes from the newest row back, with stages and silences where they lie', () => {
    const { items, listed, total } = listItems(
      points,
      rows,
      { from: 0, to: 40 * day },
      stays,
      [silence(3, 20), silence(21, 30, true)],
      50,
    );
    expect(short(items)).toEqual([9, 'two', [4, 3], 17, 'one', [2], [1, 0]]);
    expect([listed, total]).toEqual([5, 5]);
  });

  it('holds the part of the time asked for, and says how many rows it leaves out', () => {
    const part = listItems(points, rows, { from: 2 * day, to: 21 * day }, [], [], 2);
    expect(short(part.items)).toEqual([[3, 2]]);
    expect([part.listed, part.total]).toEqual([2, 3]);
  });
});

describe('the rows of a journey', () => {
  const spec = journeySpec({ actor: 'ann' }, { properties: ['name', 'account', 'direction'] } as never)!;
  const page = (offset: number, count: number, total: number): JourneyResult =>
    ({
      page: {
        offset,
        total,
        rows: Array.from({ length: count }, (_, k) =>
          row(offset + k, 'a', ['out', 'Ann', offset + k === 11 ? 'acme' : null]),
        ),
      },
    }) as unknown as JourneyResult;

  it('come page by page, each once and in order', () => {
    const rows = new JourneyRows();
    rows.begin(page(0, 5, 12), spec, { properties: ['name', 'account', 'direction'] } as never, null);
    expect(rows.wanted).toMatchObject({ offset: 5, summary: false });
    expect(rows.take(page(7, 5, 12))).toBe(false);
    expect(rows.take(page(5, 5, 12))).toBe(true);
    expect(rows.take(page(5, 5, 12))).toBe(false);
    expect(rows.complete).toBe(false);
    expect(rows.take(page(10, 2, 12))).toBe(true);
    expect(rows.complete).toBe(true);
    expect(rows.wanted).toBeNull();
    expect([...rows.points.times.subarray(0, 12)]).toEqual(Array.from({ length: 12 }, (_, k) => k));
    expect([...rows.points.ours.subarray(0, 12)]).toEqual(Array.from({ length: 12 }, () => 1));
    expect(rows.names.get('actor:ann')).toBe('Ann');
    expect(rows.account).toBe('acme');
  });

  it('are not fetched whole when they are more than are kept', () => {
    const rows = new JourneyRows();
    rows.begin(page(0, 5, 250_001), spec as JourneySpec, null, null);
    expect(rows.windowed).toBe(true);
    expect(rows.wanted).toBeNull();
  });
});

describe('what is typical', () => {
  const stage = (name: string, medianMs: number | null) => ({ name, medianMs });
  const group = { stages: [stage('a', 10), stage('b', 20), stage('won', null)] } as unknown as JourneyGroup;

  it('lies beside the stage that the customer is in', () => {
    expect(typicalStays({ group, actors: 1 }, 'b', 100)).toEqual({
      stays: [
        { name: 'a', from: 90, to: 100, open: false },
        { name: 'b', from: 100, to: 120, open: false },
      ],
      endMs: 120,
    });
    expect(typicalStays({ group, actors: 1 }, 'won', 100).stays[0]?.from).toBe(100);
  });
});

describe('the axis', () => {
  const scale = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to), left: 84, right: 784 });
  const labels = (...args: Parameters<typeof axisOf>): string[] => axisOf(...args).labels.map(({ text }) => text);

  it('says the year once, at its left edge or on the first tick', () => {
    expect(labels(scale('2026-08-15', '2026-11-25'), 'en', utc, 64, null)).toEqual(['Aug 2026', 'Sep', 'Oct', 'Nov']);
    expect(labels(scale('2026-07-29', '2026-11-25'), 'en', utc, 64, null)).toEqual(['Aug 2026', 'Sep', 'Oct', 'Nov']);
    expect(labels(scale('2026-11-10', '2027-02-20'), 'zh-CN', utc, 64, null)).toEqual([
      '2026年11月',
      '12月',
      '2027年1月',
      '2月',
    ]);
    expect(labels(scale('2026-11-13', '2026-11-14'), 'en', utc, 64, null).slice(0, 3)).toEqual([
      '13 Nov 2026',
      '03:00',
      '06:00',
    ]);
  });

  it('leaves room for a named line', () => {
    const named = labels(scale('2026-08-15', '2026-11-25'), 'en', utc, 64, { left: 600, right: 660 });
    expect(named).not.toContain('Nov');
  });

  it('writes moments and stretches of time', () => {
    const at = Date.parse('2026-11-13T16:08Z');
    expect(fullMoment('en', at, utc)).toBe('Fri 13 Nov 2026, 16:08');
    expect(fullMoment('zh-CN', at, utc)).toBe('2026年11月13日 周五 16:08');
    expect(stretch('en', at, at + 60_000, utc)).toBe('13 Nov 2026, 16:08–16:09');
    expect(stretch('en', at, at + 3 * day, utc)).toBe('13–16 Nov 2026');
    expect(stretch('zh-CN', at, at + 30 * day, utc)).toBe('2026年11月13日至12月13日');
  });
});

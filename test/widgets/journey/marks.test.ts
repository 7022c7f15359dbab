import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JourneyRow } from '../../../worker/protocol/journey.js';
import { densityIn, markAt, markOfPlace, Marks, placeMarks } from '../../../widgets/journey/marks.js';
import { wallClock, stepFor, ticksIn } from '../../../widgets/journey/ticks.js';
import type { TimeScale } from '../../../widgets/journey/time-scale.js';
import { lanesOf, noFilter, restKey, rowsShown, Touchpoints } from '../../../widgets/journey/touchpoints.js';
import { lanesOfBins } from '../../../widgets/journey/bin-lanes.js';
import type { Lane } from '../../../widgets/journey/touchpoints.js';

const hour = 3_600_000;

const row = (time: number, channel: string | null, more: Partial<JourneyRow> = {}): JourneyRow => ({
  time,
  event: 'visit',
  actor: 'actor:ann',
  channel,
  source: null,
  stage: null,
  value: null,
  page: null,
  values: [],
  session: 1,
  gapMs: null,
  dwellMs: null,
  ...more,
});

function lanes(rows: readonly JourneyRow[]): Lane[] {
  const points = new Touchpoints();
  points.append(rows, () => false);
  return lanesOf(points, 'channel', noFilter, points.channelNames);
}

/** One px an hour. */
const scale = (from: number, to: number): TimeScale => ({
  from: from * hour,
  to: to * hour,
  left: 0,
  right: to - from,
});
const place = (all: readonly Lane[], on: TimeScale, cuts: readonly number[] = []): Marks =>
  placeMarks(all, on, cuts, new Marks());
const counts = (marks: Marks): number[] => [...marks.counts.subarray(0, marks.length)];

describe('marks', () => {
  it('under 14 px apart become a group with the count of its rows; others stay single', () => {
    const marks = place(lanes([10, 30, 43, 56, 100].map((h) => row(h * hour, 'web'))), scale(0, 200));
    expect(counts(marks)).toEqual([1, 3, 1]);
    expect([marks.left[0], marks.right[0]]).toEqual([4, 16]);
    // As wide as its time, a mark's size included.
    expect([marks.left[1], marks.right[1]]).toEqual([24, 62]);
  });

  it('14 px apart are two', () => {
    expect(counts(place(lanes([10, 24].map((h) => row(h * hour, 'web'))), scale(0, 100)))).toEqual([1, 1]);
  });

  it('whose drawings would cover each other become one, however far their rows', () => {
    // Two rows at 20 are 22 px wide: their group reaches into the mark at 34.
    expect(counts(place(lanes([20, 20, 34].map((h) => row(h * hour, 'web'))), scale(0, 100)))).toEqual([3]);
  });

  it('of different lanes never join', () => {
    const marks = place(lanes([row(10 * hour, 'web'), row(10 * hour, 'email')]), scale(0, 100));
    expect(counts(marks)).toEqual([1, 1]);
    expect([...marks.starts]).toEqual([0, 1, 2]);
  });

  it('in a long dense run are cut at the ticks', () => {
    const dense = lanes(Array.from({ length: 600 }, (_, k) => row(k * hour, 'web')));
    expect(counts(place(dense, scale(0, 600), [200 * hour, 400 * hour]))).toEqual([200, 200, 200]);
    // A rest too short for a count of its own stays with its neighbour.
    expect(counts(place(dense, scale(0, 600), [10 * hour, 300 * hour, 590 * hour]))).toEqual([300, 300]);
  });

  it('keep their rows while the view moves; at the edge they count what is in view', () => {
    const dense = lanes(Array.from({ length: 600 }, (_, k) => row(k * hour, 'web')));
    const cuts = [100, 200, 300, 400, 500].map((h) => h * hour);
    expect(counts(place(dense, scale(50, 450), cuts))).toEqual([50, 100, 100, 100, 50]);
    expect(counts(place(dense, scale(60, 460), cuts))).toEqual([40, 100, 100, 100, 60]);
  });

  it('tell how dense each part of a long group is', () => {
    const all = lanes([0, 0, 0, 10, 20, 30, 40].map((h) => row(h * hour, 'web')));
    const marks = place(all, scale(0, 100));
    const bars = densityIn(marks, 0, all[0]!, scale(0, 100), 4);
    expect(bars[0]).toBe(1);
    expect([...bars].reduce((sum, bar) => sum + bar * 3, 0)).toBeCloseTo(7, 5);
  });

  it('are hit within 24 px, the nearest first', () => {
    const marks = place(lanes([10, 30].map((h) => row(h * hour, 'web'))), scale(0, 100));
    expect(markAt(marks, 0, 0)).toBe(0);
    expect(markAt(marks, 0, 19)).toBe(0);
    expect(markAt(marks, 0, 21)).toBe(1);
    expect(markAt(marks, 0, 43)).toBe(-1);
    expect(markOfPlace(marks, 0, 1)).toBe(1);
  });

  it('of any journey, at any zoom, add up to the rows in view', () => {
    const journey = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 5000 }), channel: fc.constantFrom('web', 'email', null) }),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(
        journey,
        fc.integer({ min: -100, max: 4900 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 60, max: 1200 }),
        (rows, from, length, width) => {
          const sorted = rows.toSorted((a, b) => a.at - b.at).map(({ at, channel }) => row(at * hour, channel));
          const on: TimeScale = { from: from * hour, to: (from + length) * hour, left: 84, right: 84 + width };
          const cuts = ticksIn(
            { from: on.from - hour * 999, to: on.to + hour * 999 },
            stepFor(on, 72),
            wallClock('UTC'),
          );
          const all = lanes(sorted);
          const marks = place(all, on, cuts);
          const inView = sorted.filter(({ time }) => time >= on.from && time < on.to).length;
          expect(marks.total).toBe(inView);
          expect(counts(marks).reduce((sum, count) => sum + count, 0)).toBe(inView);
          for (let mark = 0; mark < marks.length; mark++) {
            expect(marks.last[mark]! - marks.first[mark]! + 1).toBe(marks.counts[mark]);
            const next = mark + 1;
            // No two marks of a lane cover each other, but at the edges, where they count only what is in view.
            if (
              next < marks.length &&
              marks.lane[next] === marks.lane[mark] &&
              mark !== marks.starts[marks.lane[mark]!]
            ) {
              expect(marks.first[next]).toBe(marks.last[mark]! + 1);
            }
          }
        },
      ),
    );
  });
});

describe('lanes', () => {
  const rows = [
    row(1, 'web', { event: 'Visit' }),
    row(2, 'email', { actor: 'actor:bob', event: 'open' }),
    row(3, null, { event: null }),
    row(4, 'web', { actor: 'actor:bob', event: 'revisit' }),
  ];
  const points = new Touchpoints();
  points.append(rows.slice(0, 3), () => false);
  points.append(rows.slice(3), () => true);
  const keys = (all: readonly Lane[]): [string | null, number][] => all.map(({ key, total }) => [key, total]);

  it('hold every row once, by channel or by person', () => {
    expect(keys(lanesOf(points, 'channel', noFilter, ['web', 'email', null]))).toEqual([
      ['web', 2],
      ['email', 1],
      [null, 1],
    ]);
    expect(keys(lanesOf(points, 'person', noFilter, ['actor:bob', 'actor:ann']))).toEqual([
      ['actor:bob', 2],
      ['actor:ann', 2],
    ]);
    const web = lanesOf(points, 'channel', noFilter, ['web'])[0]!;
    expect([...web.rows]).toEqual([0, 3]);
    expect([...web.ours]).toEqual([0, 1]);
  });

  it('leave out what the filter hides, and keep their place', () => {
    const filter = { ...noFilter, search: ' VISIT ', hiddenActors: new Set(['actor:bob']) };
    expect(keys(lanesOf(points, 'channel', filter, ['email', 'web', null]))).toEqual([
      ['email', 0],
      ['web', 1],
      [null, 0],
    ]);
    expect([...rowsShown(points, filter)]).toEqual([0]);
    expect([...rowsShown(points, { ...noFilter, hiddenChannels: new Set([null]) })]).toEqual([0, 1, 3]);
  });

  it('without a place of their own share the last one', () => {
    expect(keys(lanesOf(points, 'channel', noFilter, ['email']))).toEqual([
      ['email', 1],
      [restKey, 3],
    ]);
    const counted = {
      fromMs: 0,
      widthMs: 10,
      channels: ['a', 'b', 'c'].map((channel) => ({ channel, counts: [1, 2] })),
    };
    expect(keys(lanesOfBins(counted, ['a', 'b', 'c'], noFilter, ['b']))).toEqual([
      ['b', 3],
      [restKey, 6],
    ]);
  });

  it('of counted spans stand for as many rows as are counted', () => {
    const bins = { fromMs: 0, widthMs: 10, channels: [{ channel: 'web', counts: [3, 0, 1] }] };
    const [web] = lanesOfBins(bins, ['web'], noFilter, ['web']);
    expect([...web!.times]).toEqual([5, 25]);
    expect(web!.total).toBe(4);
    const on = { from: 0, to: 30, left: 0, right: 300 };
    expect(counts(place([web!], on))).toEqual([3, 1]);
  });
});

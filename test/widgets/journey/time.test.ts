import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, minorStep, stepFor, ticksIn, wallClock } from '../../../widgets/journey/ticks.js';
import { around, boundsOf, panned, timeAt, within, xOf, zoomed } from '../../../widgets/journey/time-scale.js';
import type { TimeScale } from '../../../widgets/journey/time-scale.js';

const hour = 3_600_000;
const day = 24 * hour;
const utc = wallClock('UTC');
const at = (text: string): number => Date.parse(text);
const iso = (times: readonly number[]): string[] => times.map((time) => new Date(time).toISOString().slice(0, 16));

const scaleOf = (from: string, to: string, width = 700): TimeScale => ({
  from: at(from),
  to: at(to),
  left: 84,
  right: 84 + width,
});

describe('a time scale', () => {
  const bounds = { from: 0, to: 1000 * day };

  it('leads from instants to pixels and back', () => {
    const scale = { from: 100, to: 300, left: 84, right: 184 };
    expect(xOf(scale, 200)).toBe(134);
    expect(timeAt(scale, 134)).toBe(200);
  });

  it('keeps the instant under the pointer while it zooms', () => {
    const span = { from: 100 * day, to: 200 * day };
    expect(zoomed(span, 0.5, 150 * day, bounds)).toEqual({ from: 125 * day, to: 175 * day });
    expect(zoomed(span, 0.5, 100 * day, bounds)).toEqual({ from: 100 * day, to: 150 * day });
  });

  it('goes from years to a minute, and not beyond', () => {
    const span = { from: 100 * day, to: 200 * day };
    expect(zoomed(span, 1000, 150 * day, bounds)).toEqual(bounds);
    const closest = zoomed(span, 1e-9, 150 * day, bounds);
    expect(Math.round(closest.to - closest.from)).toBe(60_000);
  });

  it('stops at the ends of the journey', () => {
    expect(panned({ from: 900 * day, to: 950 * day }, 2, bounds)).toEqual({ from: 950 * day, to: 1000 * day });
    expect(within({ from: -50 * day, to: 5000 * day }, bounds)).toEqual(bounds);
    expect(around({ from: 100 * day, to: 200 * day }, bounds)).toEqual({ from: 90 * day, to: 210 * day });
  });

  it('has air at both ends, also for a journey of one instant', () => {
    expect(boundsOf(0, 100 * day, 100 * day)).toEqual({ from: -2 * day, to: 102 * day });
    expect(boundsOf(day, day, null)).toEqual({ from: day / 2, to: 1.5 * day });
  });

  it('stays within its bounds whatever is done to it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 900, noNaN: true }),
        fc.double({ min: 0.001, max: 50, noNaN: true }),
        (from, factor) => {
          const span = zoomed({ from: from * day, to: from * day + 100 * day }, factor, from * day + 30 * day, bounds);
          expect(span.from).toBeGreaterThanOrEqual(bounds.from);
          expect(span.to).toBeLessThanOrEqual(bounds.to + 1);
          expect(span.to - span.from).toBeGreaterThanOrEqual(59_999);
        },
      ),
    );
  });
});

describe('ticks', () => {
  it('stand where months, weeks and days begin', () => {
    const scale = scaleOf('2026-08-01', '2026-11-25');
    const major = stepFor(scale, 64);
    expect(major).toMatchObject({ unit: 'month', count: 1 });
    expect(iso(ticksIn(scale, major, utc))).toEqual([
      '2026-08-01T00:00',
      '2026-09-01T00:00',
      '2026-10-01T00:00',
      '2026-11-01T00:00',
    ]);
    const minor = minorStep(scale, major)!;
    expect(minor).toMatchObject({ unit: 'week' });
    expect(iso(ticksIn(scale, minor, utc))[0]).toBe('2026-08-03T00:00');
  });

  it('go by three hours on an hour axis', () => {
    const scale = scaleOf('2026-08-01', '2026-08-02');
    expect(stepFor(scale, 64)).toMatchObject({ unit: 'hour', count: 3 });
    expect(ticksIn(scale, stepFor(scale, 64), utc)).toHaveLength(8);
  });

  it('follow the wall clock of the zone', () => {
    const scale = scaleOf('2026-08-01', '2026-11-25');
    const shanghai = wallClock('Asia/Shanghai');
    expect(iso(ticksIn(scale, stepFor(scale, 64), shanghai))).toEqual([
      '2026-08-31T16:00',
      '2026-09-30T16:00',
      '2026-10-31T16:00',
    ]);
  });

  it('keep to local midnight over a change of clocks', () => {
    const berlin = wallClock('Europe/Berlin');
    const scale = scaleOf('2026-10-24T00:00Z', '2026-10-28T00:00Z', 400);
    expect(iso(ticksIn(scale, stepFor(scale, 64), berlin))).toEqual([
      '2026-10-24T22:00',
      '2026-10-25T23:00',
      '2026-10-26T23:00',
      '2026-10-27T23:00',
    ]);
    expect(instantOf(at('2026-10-26T00:00Z'), berlin)).toBe(at('2026-10-25T23:00Z'));
  });

  it('of years begin in January', () => {
    const scale = scaleOf('2019-03-01', '2026-08-01');
    expect(iso(ticksIn(scale, stepFor(scale, 64), utc))[0]).toBe('2020-01-01T00:00');
  });

  it('are in UTC for a zone that nobody knows', () => {
    expect(wallClock('Mars/Olympus')(0)).toBe(0);
  });

  it('of any scale are ascending, within it, and never crowded', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('1990-01-01'), max: at('2040-01-01') }),
        fc.double({ min: Math.log(60_000), max: Math.log(60 * 365 * day), noNaN: true }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Shanghai', 'America/St_Johns'),
        (from, log, zone) => {
          const scale: TimeScale = { from, to: from + Math.exp(log), left: 84, right: 784 };
          const ticks = ticksIn(scale, stepFor(scale, 64), wallClock(zone));
          expect(ticks.length).toBeLessThanOrEqual(14);
          for (const [k, tick] of ticks.entries()) {
            expect(tick).toBeGreaterThanOrEqual(scale.from);
            expect(tick).toBeLessThan(scale.to);
            // Months and hours at a change of clocks are a little shorter than their step.
            if (k > 0) expect(xOf(scale, tick) - xOf(scale, ticks[k - 1]!)).toBeGreaterThan(40);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bucketCount,
  compareRange,
  dayOf,
  dayStart,
  isWholeDays,
  periodRange,
  readPeriod,
  trendInterval,
} from '../../../widgets/internal/period.js';
import type { PeriodName } from '../../../widgets/internal/period.js';
import { bucketStartsOver } from '../../../worker/time/buckets.js';

const zones = ['UTC', 'Europe/Zurich', 'Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'America/Santiago'];
const at = (text: string): number => Date.parse(`${text}Z`);
const day = (text: string): number => at(`${text}T00:00`);
const days = (from: string, to: string): { from: number; to: number } => ({ from: day(from), to: day(to) });

describe('named periods', () => {
  const dataEnd = at('2026-11-22T10:42');

  test.each<[PeriodName, string, string]>([
    ['today', '2026-11-22', '2026-11-23'],
    ['7d', '2026-11-16', '2026-11-23'],
    ['28d', '2026-10-26', '2026-11-23'],
    ['this-month', '2026-11-01', '2026-11-23'],
    ['last-month', '2026-10-01', '2026-11-01'],
  ])('%s ends with the day of the data: %s to %s', (name, from, to) => {
    expect(periodRange(name, dataEnd, 'UTC')).toEqual(days(from, to));
  });

  test('all is no range', () => {
    expect(periodRange('all', dataEnd, 'UTC')).toBeNull();
  });

  test('the day is that of the zone', () => {
    // 23:30 in UTC is the next morning in Shanghai.
    expect(periodRange('today', at('2026-11-22T23:30'), 'Asia/Shanghai')).toEqual({
      from: at('2026-11-22T16:00'),
      to: at('2026-11-23T16:00'),
    });
  });

  test('a day on which clocks change is 23 or 25 hours long', () => {
    const length = (end: string): number => {
      const { from, to } = periodRange('today', at(end), 'Europe/Zurich')!;
      return (to - from) / 3_600_000;
    };
    expect([length('2026-03-29T12:00'), length('2026-10-25T12:00'), length('2026-06-01T12:00')]).toEqual([23, 25, 24]);
  });

  test('a number of days can be written', () => {
    expect(readPeriod('14d', dataEnd, 'UTC')).toEqual(days('2026-11-09', '2026-11-23'));
    expect(readPeriod(' 7D ', dataEnd, 'UTC')).toEqual(periodRange('7d', dataEnd, 'UTC'));
  });

  test.each(['', '0d', 'd', '7w', 'yesterday', '-3d'])('"%s" is refused with what can be written', (text) => {
    expect(() => readPeriod(text, dataEnd, 'UTC')).toThrow(/this-month/);
  });

  test('an unknown zone is refused by name', () => {
    expect(() => periodRange('7d', dataEnd, 'Mars/Base')).toThrow('There is no time zone "Mars/Base"');
  });
});

describe('what a period is held against', () => {
  test.each([
    ['seven days', days('2026-11-16', '2026-11-23'), days('2026-11-09', '2026-11-16')],
    ['a month', days('2026-03-01', '2026-04-01'), days('2026-02-01', '2026-03-01')],
    ['a quarter', days('2026-01-01', '2026-04-01'), days('2025-10-01', '2026-01-01')],
    ['days within a month', days('2026-10-01', '2026-10-08'), days('2026-09-24', '2026-10-01')],
    [
      'half a day',
      { from: at('2026-10-01T00:00'), to: at('2026-10-01T12:00') },
      { from: at('2026-09-30T12:00'), to: at('2026-10-01T00:00') },
    ],
  ])('previous of %s', (_, range, before) => {
    expect(compareRange('previous', range, 'UTC')).toEqual(before);
  });

  test('a month to date goes with the same days of the month before, which may be shorter', () => {
    const of = (range: { from: number; to: number }): unknown =>
      compareRange('previous', range, 'UTC', { monthToDate: true });
    expect(of(days('2026-11-01', '2026-11-23'))).toEqual(days('2026-10-01', '2026-10-23'));
    expect(of(days('2026-03-01', '2026-03-31'))).toEqual(days('2026-02-01', '2026-03-01'));
  });

  test.each([
    [days('2026-11-16', '2026-11-23'), days('2025-11-16', '2025-11-23')],
    [days('2024-02-01', '2024-03-01'), days('2023-02-01', '2023-03-01')],
    [days('2024-02-29', '2024-03-01'), days('2023-02-28', '2023-03-01')],
  ])('last year has the same dates', (range, before) => {
    expect(compareRange('last-year', range, 'UTC')).toEqual(before);
  });

  test('none is null', () => {
    expect(compareRange('none', days('2026-11-16', '2026-11-23'), 'UTC')).toBeNull();
  });

  test('whole days stay whole days in every zone, and the previous ones are as many and end where the period begins', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 3000, max: 25_000 }),
        fc.integer({ min: 1, max: 400 }),
        (tz, first, length) => {
          const range = { from: dayStart(first, tz), to: dayStart(first + length, tz) };
          expect(isWholeDays(range, tz)).toBe(true);
          const before = compareRange('previous', range, tz)!;
          expect(isWholeDays(before, tz)).toBe(true);
          expect(before.to).toBe(range.from);
          const months =
            new Date(first * 86_400_000).getUTCDate() === 1 &&
            new Date((first + length) * 86_400_000).getUTCDate() === 1;
          if (!months) expect(dayOf(before.to, tz) - dayOf(before.from, tz)).toBe(length);
          const year = compareRange('last-year', range, tz)!;
          expect(isWholeDays(year, tz)).toBe(true);
          expect(Math.abs(dayOf(year.to, tz) - dayOf(year.from, tz) - length)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('days and buckets by the clock of a zone', () => {
  test('a day begins where the engine says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 25_000 }), (tz, number) => {
        const start = dayStart(number, tz);
        expect(bucketStartsOver('day', tz, 1, start, start + 1, 10)![0]).toBe(start);
        expect(dayOf(start, tz)).toBe(number);
        expect(dayOf(start - 1, tz)).toBe(number - 1);
      }),
    );
  });

  test('a clock that leaves midnight out begins its day an hour later', () => {
    // Santiago, 6 September 2026: 00:00 became 01:00 at 04:00 UTC.
    expect(dayStart(dayOf(at('2026-09-06T12:00'), 'America/Santiago'), 'America/Santiago')).toBe(
      at('2026-09-06T04:00'),
    );
  });

  test('buckets are as many as the engine makes; hours at most one more', () => {
    const interval = fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year' as const);
    const from = fc.integer({ min: at('2001-01-01T00:00'), max: at('2030-01-01T00:00') });
    fc.assert(
      fc.property(
        interval,
        fc.constantFrom(...zones),
        fc.nat(6),
        from,
        fc.integer({ min: 1, max: 500 }),
        (kind, tz, weekStart, start, length) => {
          const range = { from: start, to: start + length * (kind === 'hour' ? 3_600_000 : 86_400_000) };
          const engine = bucketStartsOver(kind, tz, weekStart, range.from, range.to, 10_000)!.length - 1;
          const own = bucketCount(range, kind, tz, weekStart);
          if (kind === 'hour') expect(own - engine).toBeOneOf([0, 1, 2]);
          else expect(own).toBe(engine);
        },
      ),
    );
  });

  test.each([
    [1, 'hour'],
    [2, 'hour'],
    [28, 'day'],
    [90, 'week'],
    [365, 'month'],
    [2000, 'quarter'],
    [9000, 'year'],
  ])('%d days are drawn by the %s, in 2 to 60 points', (length, interval) => {
    const range = { from: day('2020-01-01'), to: day('2020-01-01') + length * 86_400_000 };
    expect(trendInterval(range)).toBe(interval);
    expect(bucketCount(range, trendInterval(range), 'UTC')).toBeGreaterThan(1);
    expect(bucketCount(range, trendInterval(range), 'UTC')).toBeLessThan(60);
  });
});

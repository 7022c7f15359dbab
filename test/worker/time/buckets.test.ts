import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, bucketStarts, bucketStartsOver, hourOfWeek } from '../../../worker/time/buckets.js';
import { ZoneTable, zoneTable } from '../../../worker/time/zone-table.js';

const utc = (text: string): number => Date.parse(`${text}Z`);
const iso = (starts: readonly number[]): string[] => starts.map((start) => new Date(start).toISOString().slice(0, 16));
const hours = (starts: readonly number[]): number[] => starts.slice(1).map((end, i) => (end - starts[i]!) / 3_600_000);

describe('days', () => {
  test('begin at local midnight and last 23, 24 or 25 hours', () => {
    const spring = bucketStarts('day', 'Europe/Zurich', 1, utc('2025-03-29T12:00'), 3);
    expect(iso(spring)).toEqual(['2025-03-28T23:00', '2025-03-29T23:00', '2025-03-30T22:00', '2025-03-31T22:00']);
    expect(hours(spring)).toEqual([24, 23, 24]);
    expect(hours(bucketStarts('day', 'America/New_York', 1, utc('2025-11-01T12:00'), 3))).toEqual([24, 25, 24]);
  });

  test('begin after the jump where midnight does not exist', () => {
    const days = bucketStarts('day', 'America/Sao_Paulo', 1, utc('2018-11-03T12:00'), 3);
    expect(iso(days)).toEqual(['2018-11-03T03:00', '2018-11-04T03:00', '2018-11-05T02:00', '2018-11-06T02:00']);
    expect(hours(bucketStarts('day', 'Asia/Beirut', 1, utc('2022-03-26T12:00'), 3))).toEqual([24, 23, 24]);
  });

  test('begin at the first of two midnights, and hold the hour that comes back', () => {
    // 2006-10-29 00:01 goes back to 23:01 of the day before.
    const days = bucketStarts('day', 'America/St_Johns', 1, utc('2006-10-28T12:00'), 3);
    expect(iso(days)).toEqual(['2006-10-28T02:30', '2006-10-29T02:30', '2006-10-30T03:30', '2006-10-31T03:30']);
    expect(bucketStarts('day', 'America/St_Johns', 1, utc('2006-10-29T03:00'), 1)[0]).toBe(days[1]);
  });

  test('leave out a date that a zone left out', () => {
    const days = bucketStarts('day', 'Pacific/Apia', 1, utc('2011-12-29T12:00'), 2);
    expect(iso(days)).toEqual(['2011-12-29T10:00', '2011-12-30T10:00', '2011-12-31T10:00']);
  });
});

describe('hours', () => {
  test('begin at the local minute zero in zones off by a half or quarter hour', () => {
    expect(iso(bucketStarts('hour', 'Asia/Kolkata', 1, utc('2025-01-01T00:29'), 1))).toEqual([
      '2024-12-31T23:30',
      '2025-01-01T00:30',
    ]);
    expect(iso(bucketStarts('hour', 'Asia/Kathmandu', 1, utc('2025-01-01T00:15'), 1))[0]).toBe('2025-01-01T00:15');
  });

  test('are two where an hour comes twice, none where it is left out', () => {
    const autumn = bucketStarts('hour', 'Europe/Zurich', 1, utc('2025-10-25T23:30'), 3);
    expect(iso(autumn)).toEqual(['2025-10-25T23:00', '2025-10-26T00:00', '2025-10-26T01:00', '2025-10-26T02:00']);
    expect(hours(bucketStarts('hour', 'Europe/Zurich', 1, utc('2025-03-30T00:30'), 3))).toEqual([1, 1, 1]);
  });

  test('last 90 minutes where the clock changes by half an hour', () => {
    expect(hours(bucketStarts('hour', 'Australia/Lord_Howe', 1, utc('2025-04-05T13:30'), 3))).toEqual([1, 1.5, 1]);
    expect(hours(bucketStarts('hour', 'Australia/Lord_Howe', 1, utc('2025-10-04T14:10'), 3))).toEqual([1, 1.5, 1]);
  });
});

describe('longer buckets', () => {
  const first = (interval: 'week' | 'month' | 'quarter' | 'year', from: string, weekStart = 1): string =>
    iso(bucketStarts(interval, 'UTC', weekStart, utc(from), 1))[0]!.slice(0, 10);

  test.each([
    [0, '2025-01-05'],
    [1, '2025-01-06'],
    [2, '2024-12-31'],
    [3, '2025-01-01'],
    [4, '2025-01-02'],
    [5, '2025-01-03'],
    [6, '2025-01-04'],
  ])('weeks from day %i hold 2025-01-06 from %s', (weekStart, expected) => {
    expect(first('week', '2025-01-06T23:59', weekStart)).toBe(expected);
  });

  test('months, quarters and years begin on their first day, before 1970 too', () => {
    expect(first('month', '2024-02-29T12:00')).toBe('2024-02-01');
    expect(first('quarter', '2024-12-31T23:59')).toBe('2024-10-01');
    expect(first('year', '2024-12-31T23:59')).toBe('2024-01-01');
    expect(first('quarter', '1969-06-30T12:00')).toBe('1969-04-01');
    expect(first('month', '1600-02-29T12:00')).toBe('1600-02-01');
    expect(iso(bucketStarts('month', 'Europe/Zurich', 1, utc('2025-03-15T00:00'), 2))).toEqual([
      '2025-02-28T23:00',
      '2025-03-31T22:00',
      '2025-04-30T22:00',
    ]);
  });

  test('cover a range with the fewest buckets, or none when they are too many', () => {
    const over = (from: string, to: string, most = 10): string[] | null => {
      const starts = bucketStartsOver('day', 'UTC', 1, utc(from), utc(to), most);
      return starts && iso(starts).map((start) => start.slice(8, 10));
    };
    expect(over('2025-01-01T00:00', '2025-01-02T00:00')).toEqual(['01', '02']);
    expect(over('2025-01-01T05:00', '2025-01-02T00:01')).toEqual(['01', '02', '03']);
    expect(over('2025-01-01T05:00', '2025-01-01T05:00')).toEqual(['01', '02']);
    expect(over('2025-01-01T00:00', '2025-01-11T00:00')).toHaveLength(11);
    expect(over('2025-01-01T00:00', '2025-01-11T00:01')).toBeNull();
  });

  test('hold an instant from their start up to the next', () => {
    expect([-1, 0, 9, 10, 19, 20].map((t) => bucketOf([0, 10, 20], t))).toEqual([-1, 0, 0, 1, 1, -1]);
  });
});

// The platform's own print of the wall clock, asked anew for every instant.
const zones = [
  'UTC',
  'Europe/Zurich',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Boa_Vista',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Gaza',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Antarctica/Troll',
];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: utc('1985-01-01T00:00') / 1000, max: utc('2040-01-01T00:00') / 1000 });
// Near changes of the clock, where mistakes would be.
const anInstant = fc.oneof(
  instant.map((seconds) => seconds * 1000),
  fc
    .tuple(fc.constantFrom('2018-11-04T03:00', '2006-10-29T02:31', '2025-03-30T01:00', '2000-10-08T03:00'), instant)
    .map(([change, jitter]) => utc(change) + (jitter % 200_000) * 1000 - 100_000_000),
);
const printers = new Map(
  zones.map((name) => [
    name,
    new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);
const wall = (name: string, t: number): number => Date.parse(`${printers.get(name)!.format(t).replace(' ', 'T')}Z`);

describe('against the platform, zone by zone', () => {
  test('offsets are what it prints, asked in any order', () => {
    fc.assert(
      fc.property(zone, fc.array(anInstant, { minLength: 1, maxLength: 30 }), (name, instants) => {
        const table = new ZoneTable(name);
        for (const t of instants) expect(t + table.offsetAt(t)).toBe(wall(name, t));
      }),
    );
  });

  test('a day begins with its date, and no minute before shows that date or a later one', () => {
    fc.assert(
      fc.property(zone, anInstant, (name, t) => {
        const [start, end] = bucketStarts('day', name, 1, t, 1) as [number, number];
        expect(start).toBeLessThanOrEqual(t);
        expect(end).toBeGreaterThan(t);
        for (const edge of [start, end]) {
          const date = Math.floor(wall(name, edge) / 86_400_000);
          expect(Math.floor(wall(name, edge - 1000) / 86_400_000)).toBeLessThan(date);
          for (let minute = 1; minute < 180; minute++) {
            expect(Math.floor(wall(name, edge - minute * 60_000) / 86_400_000)).toBeLessThan(date);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('an hour begins at minute zero, and no minute in between shows zero', () => {
    fc.assert(
      fc.property(zone, anInstant, (name, t) => {
        const [start, end] = bucketStarts('hour', name, 1, t, 1) as [number, number];
        expect(start).toBeLessThanOrEqual(t);
        expect(end).toBeGreaterThan(t);
        expect(wall(name, start) % 3_600_000).toBe(0);
        expect(wall(name, end) % 3_600_000).toBe(0);
        for (let at = start + 60_000; at < end; at += 60_000) expect(wall(name, at) % 3_600_000).not.toBe(0);
      }),
    );
  });

  test('the hour of the week is the one on the wall', () => {
    fc.assert(
      fc.property(zone, anInstant, fc.integer({ min: 0, max: 6 }), (name, t, weekStart) => {
        const shown = new Date(wall(name, t));
        const expected = ((shown.getUTCDay() - weekStart + 7) % 7) * 24 + shown.getUTCHours();
        expect(hourOfWeek(zoneTable(name), weekStart, t)).toBe(expected);
      }),
    );
  });

  test('buckets follow each other without a gap, whichever of them is asked first', () => {
    const interval = fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year');
    fc.assert(
      fc.property(zone, anInstant, interval, fc.integer({ min: 0, max: 6 }), (name, t, each, weekStart) => {
        const starts = bucketStarts(each, name, weekStart, t, 6);
        for (const [i, start] of starts.slice(0, 6).entries()) {
          expect(starts[i + 1]!).toBeGreaterThan(start);
          expect(bucketStarts(each, name, weekStart, start, 1)).toEqual(starts.slice(i, i + 2));
          expect(bucketStarts(each, name, weekStart, starts[i + 1]! - 1, 1)).toEqual(starts.slice(i, i + 2));
        }
      }),
    );
  });

  test('a zone that does not exist is refused', () => {
    expect(() => zoneTable('Mars/Base')).toThrow(RangeError);
  });
});

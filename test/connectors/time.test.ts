import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTimeFormat, swapped } from '../../connectors/time-format.js';
import { TimeReader } from '../../connectors/time.js';
import { ZoneClock } from '../../connectors/zone.js';

const iso = (text: string): number => new TimeReader('iso', 'UTC').readText(text);
const read = (format: string, text: string, zone = 'UTC'): number => new TimeReader(format, zone).readText(text);
const utc = (text: string): number => Date.parse(text);

describe('iso times', () => {
  test('agree with the platform on every instant it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: utc('0001-01-01T00:00:00Z'), max: utc('9999-12-31T23:59:59Z') }), (ms) => {
        expect(iso(new Date(ms).toISOString())).toBe(ms);
      }),
      { seed: 7 },
    );
  });

  test.each([
    ['2024-03-05', '2024-03-05T00:00:00Z'],
    ['2024-03-05 12:30', '2024-03-05T12:30:00Z'],
    ['2024-03-05T12:30:15+08:00', '2024-03-05T04:30:15Z'],
    ['2024-03-05T12:30:15 +0530', '2024-03-05T07:00:15Z'],
    ['2024-03-05T12:30:15-08', '2024-03-05T20:30:15Z'],
    [' 2024-03-05T12:30:15z ', '2024-03-05T12:30:15Z'],
    ['2024-03-05T12:30:15,5', '2024-03-05T12:30:15.5Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s', (text, expected) => {
    expect(iso(text)).toBe(utc(expected));
  });

  test.each([
    '2023-02-29',
    '2024-02-30',
    '2024-13-01',
    '2024-00-10',
    '2024-1-5',
    '2024-03-05T24:00',
    '2024-03-05T12:60',
    '2024-03-05T12',
    '2024-03-05T12:30:15.',
    '2024-03-05T12:30:15x',
    '2024-03-05T12:30+',
    '',
    'now',
  ])('refuse %j', (text) => {
    expect(iso(text)).toBeNaN();
  });

  test('are cut below the millisecond towards the past, also before 1970', () => {
    expect(iso('2024-03-05T00:00:00.1239999Z')).toBe(utc('2024-03-05T00:00:00.123Z'));
    expect(iso('1969-12-31T23:59:59.9999Z')).toBe(-1);
  });
});

describe('epochs', () => {
  test.each([
    ['epoch-s', '1700000000', 1_700_000_000_000],
    ['epoch-s', '1700000000.1239', 1_700_000_000_123],
    ['epoch-s', '-0.0005', -1],
    ['epoch-s', '-1.5', -1500],
    ['epoch-us', '1767614400123999', 1_767_614_400_123],
    ['epoch-us', '-1', -1],
    ['epoch-ms', '1700000000123', 1_700_000_000_123],
    ['epoch-ms', '1700000000123.9', 1_700_000_000_123],
    ['epoch-ms', '-1.5', -2],
    ['epoch-ms', '0', 0],
  ])('%s %s', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  test.each(['', '-', '1.', '.5', '1e5', '0x10', '1 2'])('refuse %j', (text) => {
    expect(read('epoch-ms', text)).toBeNaN();
  });
});

describe('patterns', () => {
  test.each([
    ['D/M/YYYY HH:mm', '29/2/2016 01:16', '2016-02-29T01:16:00Z'],
    ['D/M/YYYY HH:mm', '5/3/2016 1:06', '2016-03-05T01:06:00Z'],
    ['M/D/YYYY h:mm A', '3/5/2016 12:06 am', '2016-03-05T00:06:00Z'],
    ['M/D/YYYY h:mm A', '3/5/2016 12:06 PM', '2016-03-05T12:06:00Z'],
    ['YYYYMMDD', '19970101', '1997-01-01T00:00:00Z'],
    ['YYYYMMDDHHmmss', '19970101235959', '1997-01-01T23:59:59Z'],
    ['YYYY年M月D日 HH:mm', '2024年3月5日 12:30', '2024-03-05T12:30:00Z'],
    ['DD.MM.YY', '05.03.68', '2068-03-05T00:00:00Z'],
    ['DD.MM.YY', '05.03.69', '1969-03-05T00:00:00Z'],
    ['YYYY/MM/DD HH:mm:ss.SSS Z', '2024/03/05 12:30:15.1299 +08:00', '2024-03-05T04:30:15.129Z'],
  ])('%s reads %s', (format, text, expected) => {
    expect(read(format, text)).toBe(utc(expected));
  });

  test.each([
    ['YYYYMMDD', '1997011'],
    ['YYYYMMDD', '199701011'],
    ['D/M/YYYY', '30/2/2016'],
    ['D/M/YYYY', '1/2/201'],
    ['D/M/YYYY', '1/2/2016x'],
    ['M/D/YYYY h:mm A', '3/5/2016 13:06 PM'],
    ['M/D/YYYY h:mm A', '3/5/2016 0:06 AM'],
  ])('%s refuses %s', (format, text) => {
    expect(read(format, text)).toBeNaN();
  });

  test('need a whole date, and A beside h', () => {
    expect(() => new TimeReader('HH:mm', 'UTC')).toThrow(RangeError);
    expect(() => new TimeReader('YYYY-MM-DD h:mm', 'UTC')).toThrow(/half day/);
  });
});

describe('dates that do not exist', () => {
  test.each(['2024-04-37', '2023-17-05', '2024-02-30', '2024-00-10', '2024-01-00'])(
    '%s is unreadable, whatever was read before',
    (text) => {
      for (const before of ['2024-05-05', '2024-01-05', '2024-05-06', '2023-12-31']) {
        const reader = new TimeReader('iso', 'UTC');
        reader.readText(before);
        expect(reader.readText(text)).toBeNaN();
      }
    },
  );

  test('no impossible pair of month and day is read after any real date', () => {
    const reader = new TimeReader('D/M/YYYY', 'UTC');
    for (let month = 0; month <= 99; month++) {
      for (let day = 0; day <= 99; day++) {
        reader.readText('5/5/2024');
        const real = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2024, month, 0)).getUTCDate();
        expect(Number.isNaN(reader.readText(`${day}/${month}/2024`))).toBe(!real);
      }
    }
  });
});

describe('a whole number in the other unit of epoch times', () => {
  test('is unreadable where the unit was found by evidence, and a time where it was declared', () => {
    expect(new TimeReader('epoch-s', 'UTC', true).readText('1714557600000')).toBeNaN();
    expect(new TimeReader('epoch-s', 'UTC').readText('1714557600000')).toBe(1_714_557_600_000_000);
    expect(new TimeReader('epoch-ms', 'UTC', true).readText('1714557600')).toBeNaN();
    expect(new TimeReader('epoch-ms', 'UTC').readText('1714557600')).toBe(1_714_557_600);
  });
});

describe('zones', () => {
  const local = (text: string): number => utc(`${text}Z`);

  test('read a time that a jump leaves out with the offset from before it', () => {
    // Berlin jumps from 02:00 to 03:00.
    expect(new ZoneClock('Europe/Berlin').toUtc(local('2024-03-31T02:30:00'))).toBe(utc('2024-03-31T01:30:00Z'));
  });

  test('take the first of two equal wall-clock times', () => {
    expect(new ZoneClock('Europe/Berlin').toUtc(local('2024-10-27T02:30:00'))).toBe(utc('2024-10-27T00:30:00Z'));
    expect(new ZoneClock('America/New_York').toUtc(local('2024-11-03T01:59:59'))).toBe(utc('2024-11-03T05:59:59Z'));
    expect(new ZoneClock('America/New_York').toUtc(local('2024-11-03T02:00:00'))).toBe(utc('2024-11-03T07:00:00Z'));
  });

  test('know half-hour changes and zones without any', () => {
    expect(new ZoneClock('Australia/Lord_Howe').toUtc(local('2024-04-07T01:45:00'))).toBe(utc('2024-04-06T14:45:00Z'));
    expect(new ZoneClock('Asia/Shanghai').toUtc(local('2024-06-01T08:00:00'))).toBe(utc('2024-06-01T00:00:00Z'));
  });

  test.each(['Europe/Berlin', 'America/St_Johns', 'Africa/Casablanca', 'Asia/Kolkata', 'Pacific/Apia'])(
    'print back the wall clock they were read from: %s',
    (zone) => {
      const clock = new ZoneClock(zone);
      const print = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      fc.assert(
        fc.property(
          fc.integer({ min: local('1990-01-01T00:00:00') / 1000, max: local('2030-01-01T00:00:00') / 1000 }),
          (seconds) => {
            const wall = seconds * 1000;
            const printed = local(print.format(clock.toUtc(wall)).replace(' ', 'T'));
            // Only a wall clock that a jump leaves out prints as another one, later by the jump.
            if (printed !== wall) {
              expect(printed).toBeGreaterThan(wall);
              expect(print.format(clock.toUtc(wall) - 86_400_000).slice(11)).toBe(
                new Date(wall).toISOString().slice(11, 19),
              );
            }
          },
        ),
        { seed: 11, numRuns: 300 },
      );
    },
  );

  test('read times without an offset in the zone, and others by their offset', () => {
    expect(read('iso', '2024-07-01 08:00', 'Asia/Shanghai')).toBe(utc('2024-07-01T00:00:00Z'));
    expect(read('iso', '2024-07-01T08:00Z', 'Asia/Shanghai')).toBe(utc('2024-07-01T08:00:00Z'));
    expect(read('iso', '2024-07-01 08:00:00 UTC', 'Asia/Shanghai')).toBe(utc('2024-07-01T08:00:00Z'));
    expect(read('iso', '2024-07-01 08:00:00 UTC+8', 'Asia/Shanghai')).toBeNaN();
    expect(() => new TimeReader('iso', 'Mars/Base')).toThrow(RangeError);
  });
});

describe('finding a format', () => {
  test.each([
    [['2024-03-05T12:30:15Z'], 'iso'],
    [['2024-03-05 12:30:15 UTC', '2024-03-05 12:30:15.250 UTC'], 'iso'],
    [['1700000000'], 'epoch-s'],
    [['1700000000123'], 'epoch-ms'],
    [['1700000000123456'], 'epoch-us'],
    [['19970101', '19970112'], 'YYYYMMDD'],
    [['13/1/2016 01:16'], 'D/M/YYYY HH:mm'],
    [['1/13/2016 1:16 PM'], 'M/D/YYYY h:mm A'],
    [['5/3/2016', '6/25/2016'], 'M/D/YYYY'],
    [['5.3.2016 10:00:00'], 'D.M.YYYY HH:mm:ss'],
    [['2024/3/5 9:05'], 'YYYY/M/D HH:mm'],
    [['2024年3月5日 12:30'], 'YYYY年M月D日 HH:mm'],
    [['', '2024-03-05', 'soon'], 'iso'],
  ])('%j is %s', (values, format) => {
    const found = findTimeFormat(values)!;
    expect(found.format).toBe(format);
    for (const value of values) if (/^\d/.test(value)) expect(read(format, value)).not.toBeNaN();
  });

  test('gives up when no form fits half of the values', () => {
    expect(findTimeFormat(['yesterday', '3rd of May'])).toBeNull();
    expect(findTimeFormat([])).toBeNull();
  });

  test('says that day and month are an assumption when no value tells', () => {
    expect(findTimeFormat(['5/3/2016', '6/4/2016'])).toMatchObject({ format: 'D/M/YYYY', other: 'M/D/YYYY' });
    expect(findTimeFormat(['5/3/2016 1:00 PM'])).toMatchObject({ format: 'M/D/YYYY h:mm A', other: 'D/M/YYYY h:mm A' });
  });

  test('swaps day and month in a pattern', () => {
    expect(swapped('D/M/YYYY HH:mm')).toBe('M/D/YYYY HH:mm');
    expect(swapped('YYYY-MM-DD')).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { sampleCsv } from '../../demo/sample/csv.js';
import { brokenSignupWeek, generateSample, sampleRows, type SampleRow } from '../../demo/sample/sample.js';

const dayMs = 86_400_000;
const story = ['ad click', 'visit', 'signup', 'trial', 'consult', 'purchase'];

describe('the sample with seed 1 (docs/concepts/sample.md gives these figures)', () => {
  const rows = generateSample({ seed: 1 });

  test('has this many rows, actors and rows an event', () => {
    expect(rows).toHaveLength(40_402);
    expect(byActor(rows).size).toBe(16_000);
    expect(countBy(rows, (row) => row.event)).toEqual({
      'ad click': 14_523,
      visit: 16_571,
      signup: 4208,
      trial: 2574,
      consult: 1136,
      purchase: 554,
      renew: 836,
    });
  });

  test('goes 12,987 → 9,789 → 3,218 → 1,978 → 677 → 431 from ad click to purchase', () => {
    expect(reached(rows, story, Number.POSITIVE_INFINITY)).toEqual([12_987, 9789, 3218, 1978, 677, 431]);
  });

  test('has 290 purchases within 14 days of the ad click', () => {
    expect(reached(rows, story, 14 * dayMs)).toEqual([12_987, 9789, 3218, 1978, 575, 290]);
  });

  test('loses 1,301 actors between trial and consult', () => {
    const counts = reached(rows, story, Number.POSITIVE_INFINITY);
    expect(counts[3]! - counts[4]!).toBe(1301);
  });

  test('takes a median of a little over 4 days from trial to consult', () => {
    const waits = [...byActor(rows).values()].flatMap((own) => {
      const trial = own.find((row) => row.event === 'trial');
      const consult = own.find((row) => row.event === 'consult');
      return trial && consult ? [consult.time - trial.time] : [];
    });
    waits.sort((a, b) => a - b);
    const middle = (waits[(waits.length - 1) >> 1]! + waits[waits.length >> 1]!) / 2;
    expect(middle / dayMs).toBeGreaterThan(3.8);
    expect(middle / dayMs).toBeLessThan(4.5);
  });

  test('takes 924,790.00 CNY and 86,331.70 USD, renewals included', () => {
    const cents = { CNY: 0, USD: 0 };
    for (const row of rows) if (row.currency) cents[row.currency] += Math.round(row.value! * 100);
    expect(cents).toEqual({ CNY: 92_479_000, USD: 8_633_170 });
  });

  test('sells only on purchase and renew', () => {
    for (const row of rows) {
      const sale = row.event === 'purchase' || row.event === 'renew';
      expect([row.value !== null, row.currency !== null, row.plan !== null]).toEqual([sale, sale, sale]);
    }
  });
});

describe.each([1, 2, 3])('planted facts hold with seed %i', (seed) => {
  const rows = generateSample({ seed });

  test('the WeChat campaign turns consultations into purchases clearly better', () => {
    const share = (own: (row: SampleRow) => boolean): { low: number; high: number } => {
      const [consult, purchase] = reached(rows.filter(own), ['consult', 'purchase'], Number.POSITIVE_INFINITY);
      return wilson(purchase!, consult!);
    };
    const wechat = share((row) => row.campaign === 'WeChat: service account');
    const others = share((row) => row.campaign !== 'WeChat: service account');
    expect(wechat.low).toBeGreaterThan(others.high);
  });

  test('signing up was broken in one week, and in no other', () => {
    const broken = brokenSignupWeek({ seed });
    expect(broken).toEqual({ from: Date.UTC(2026, 7, 17), to: Date.UTC(2026, 7, 24) });
    const weeks = new Map<number, { visitors: number; signups: number }>();
    for (const own of byActor(rows).values()) {
      const visit = own.find((row) => row.event === 'visit');
      if (!visit) continue;
      const number = Math.floor((visit.time - broken.from) / (7 * dayMs));
      const week = weeks.get(number) ?? { visitors: 0, signups: 0 };
      week.visitors++;
      if (own.some((row) => row.event === 'signup')) week.signups++;
      weeks.set(number, week);
    }
    for (const [number, week] of weeks) {
      const rate = week.signups / week.visitors;
      if (number === 0) expect(rate).toBeLessThan(0.06);
      else expect(rate).toBeGreaterThan(0.25);
    }
    expect(weeks.size).toBeGreaterThan(20);
  });
});

describe('the generator', () => {
  test('gives equal rows for equal options, and others for another seed', () => {
    const options = { seed: 7, actors: 500 };
    expect(generateSample(options)).toEqual(generateSample(options));
    expect(generateSample({ ...options, seed: 8 })).not.toEqual(generateSample(options));
  });

  test('gives rows in time order, inside the period', () => {
    const from = Date.UTC(2026, 0, 5);
    const to = Date.UTC(2026, 1, 5);
    const rows = generateSample({ actors: 2000, from, to });
    expect(rows.length).toBeGreaterThan(2000);
    for (let i = 0; i < rows.length; i++) {
      expect(rows[i]!.time).toBeGreaterThanOrEqual(i === 0 ? from : rows[i - 1]!.time);
      expect(rows[i]!.time).toBeLessThan(to);
    }
  });

  test('changes words only with the language', () => {
    const plain = ({ time, actor, value, currency, page }: SampleRow) => ({ time, actor, value, currency, page });
    const en = generateSample({ actors: 2000 });
    const zh = generateSample({ actors: 2000, locale: 'zh' });
    expect(zh.map(plain)).toEqual(en.map(plain));
    expect(new Set(zh.map((row) => row.event))).toEqual(
      new Set(['点击广告', '访问', '注册', '试用', '咨询', '购买', '续费']),
    );
  });

  test('keeps CRM rows at whole minutes of working hours, and most contacts in the day', () => {
    const rows = generateSample({ actors: 8000 });
    for (const row of rows.filter((each) => each.source === 'CRM')) {
      const moment = new Date(row.time);
      expect(row.time % 60_000).toBe(0);
      expect(moment.getUTCHours()).toBeGreaterThanOrEqual(9);
      expect(moment.getUTCHours()).toBeLessThan(18);
      expect([1, 2, 3, 4, 5]).toContain(moment.getUTCDay());
    }
    const night = rows.filter((row) => new Date(row.time).getUTCHours() < 6);
    expect(night.length / rows.length).toBeLessThan(0.1);
  });

  test('can be read bit by bit', () => {
    const taken: SampleRow[] = [];
    for (const row of sampleRows({ actors: 1_000_000 })) if (taken.push(row) === 1000) break;
    expect(taken).toHaveLength(1000);
  });

  test.each([
    ['an empty period', { from: 0, to: 0 }, /period is empty/],
    ['half an actor', { actors: 0.5 }, /whole number/],
  ])('refuses %s', (_, options, message) => {
    expect(() => generateSample(options)).toThrow(message);
  });
});

describe('the CSV text', () => {
  test('says what the rows say', () => {
    const rows = generateSample({ actors: 3000 });
    const [head, ...lines] = [...sampleCsv({ actors: 3000 })].join('').split('\n');
    expect(head).toBe('time,actor,event,source,channel,campaign,account,name,owner,page,plan,value,currency');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(rows.length);
    const keys = head!.split(',') as (keyof SampleRow)[];
    for (const [i, line] of lines.entries()) {
      const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        (m) => m[1]?.replaceAll('""', '"') ?? m[2],
      );
      const row = rows[i]!;
      expect(fields).toEqual(
        keys.map((key) =>
          key === 'time' ? new Date(row.time).toISOString().replace('.000Z', 'Z') : String(row[key] ?? ''),
        ),
      );
    }
  });

  test('quotes names that hold a comma', () => {
    expect([...sampleCsv({ actors: 3000 })].join('')).toContain(',"Northwind Trading, Ltd.",');
  });

  test('comes in pieces', () => {
    const pieces = [...sampleCsv({ actors: 5000 })];
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(66_000);
  });
});

/** Actors that reached each step: from every row of step one go on to the first later row of the next step within the window. */
function reached(rows: readonly SampleRow[], steps: readonly string[], windowMs: number): number[] {
  const counts = steps.map(() => 0);
  for (const own of byActor(rows).values()) {
    let deepest = 0;
    for (let start = 0; start < own.length; start++) {
      if (own[start]!.event !== steps[0]) continue;
      let depth = 1;
      for (let i = start + 1; i < own.length; i++) {
        if (own[i]!.event === steps[depth] && own[i]!.time - own[start]!.time <= windowMs) depth++;
      }
      deepest = Math.max(deepest, depth);
    }
    for (let step = 0; step < deepest; step++) counts[step]!++;
  }
  return counts;
}

function byActor(rows: readonly SampleRow[]): Map<string, SampleRow[]> {
  return groupBy(rows, (row) => row.actor);
}

function countBy(rows: readonly SampleRow[], key: (row: SampleRow) => string): Record<string, number> {
  return Object.fromEntries([...groupBy(rows, key)].map(([name, own]) => [name, own.length]));
}

function groupBy(rows: readonly SampleRow[], key: (row: SampleRow) => string): Map<string, SampleRow[]> {
  const groups = new Map<string, SampleRow[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** 95 % Wilson interval. */
function wilson(part: number, whole: number): { low: number; high: number } {
  const z = 1.959963984540054;
  const p = part / whole;
  const middle = p + (z * z) / (2 * whole);
  const half = z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  return { low: (middle - half) / (1 + (z * z) / whole), high: (middle + half) / (1 + (z * z) / whole) };
}

import { describe, expect, test } from 'vitest';
import { sampleCsv } from '../../demo/sample/csv.js';
import { sampleZone } from '../../demo/sample/clock.js';
import {
  brokenSignupWeek,
  generateSample,
  sampleRows,
  type SamplePointer,
  type SampleRow,
} from '../../demo/sample/sample.js';

const dayMs = 86_400_000;
const story = ['ad click', 'visit', 'signup', 'trial', 'consult', 'purchase'];

describe('the sample with seed 1 (docs/concepts/sample.md gives these figures)', () => {
  const rows = generateSample({ seed: 1 });

  test('has this many rows, actors and rows an event', () => {
    expect(rows).toHaveLength(88_145);
    expect(byActor(rows).size).toBe(16_000);
    expect(countBy(rows, (row) => row.event)).toEqual({
      'ad click': 14_523,
      visit: 16_571,
      signup: 4208,
      trial: 2574,
      consult: 1136,
      purchase: 554,
      renew: 836,
      follow: 339,
      'email sent': 10_258,
      'email open': 4633,
      'email click': 1364,
      webinar: 256,
      call: 892,
      meeting: 222,
      proposal: 237,
      'deal lost': 96,
      ticket: 365,
      'ticket answer': 362,
      'feature use': 19_439,
      view: 2375,
      click: 5053,
      scroll: 1852,
    });
  });

  test('is about 1,299 accounts, two thirds of them with two to four people', () => {
    const people = new Map<string, Set<string>>();
    for (const { account, actor } of rows) {
      if (account) people.set(account, (people.get(account) ?? new Set()).add(actor));
    }
    expect(people.size).toBe(1299);
    expect([...people.values()].filter(({ size }) => size >= 2 && size <= 4)).toHaveLength(913);
  });

  test('tells each stage of an account once and in order, and wins 409 of them', () => {
    expect(countBy(rows, (row) => row.stage ?? '-')).toMatchObject({
      lead: 1299,
      qualified: 643,
      proposal: 182,
      won: 409,
      lost: 82,
    });
    const order = ['lead', 'qualified', 'proposal', 'lost', 'won'];
    const told = new Map<string, number>();
    for (const { account, stage } of rows) {
      if (stage === null) continue;
      const place = order.indexOf(stage);
      expect(place).toBeGreaterThan(told.get(account!) ?? -1);
      told.set(account!, place);
    }
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

describe.each([1, 2, 3])('what people do in the product, with seed %i', (seed) => {
  const rows = generateSample({ seed });
  const clicks = rows.filter((row) => row.event === 'click');

  test('follows the working week of the zone it names, through the change to winter time', () => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: sampleZone,
      weekday: 'short',
      hour: 'numeric',
      hour12: false,
    });
    const isWork = ({ time }: SampleRow): boolean => {
      const part = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, value]));
      return !/Sat|Sun/.test(part['weekday']!) && Number(part['hour']) >= 7 && Number(part['hour']) < 19;
    };
    for (const [from, to] of [
      [Date.UTC(2026, 4, 1), Date.UTC(2026, 9, 25)],
      [Date.UTC(2026, 9, 26), Date.UTC(2026, 10, 1)],
    ] as const) {
      const used = rows.filter((row) => row.feature && row.time >= from && row.time < to);
      expect(used.filter(isWork).length / used.length).toBeGreaterThan(0.88);
    }
  });

  test('makes people click Export in anger since 14 September, and not before', () => {
    const since = Date.UTC(2026, 8, 14);
    const runs = { before: 0, after: 0 };
    const run = new Map<string, { time: number; length: number }>();
    for (const { time, pointer } of clicks) {
      if (pointer!.element !== 'Export') continue;
      const last = run.get(pointer!.view);
      const length = last && time - last.time < 1000 ? last.length + 1 : 1;
      run.set(pointer!.view, { time, length });
      if (length === 3) runs[time < since ? 'before' : 'after']++;
    }
    expect(runs.before).toBe(0);
    expect(runs.after).toBeGreaterThan(60);
  });

  test('has cards that look as if they could be clicked', () => {
    const share = (name: RegExp): number => {
      const own = clicks.filter(({ pointer }) => name.test(pointer!.element ?? ''));
      return own.filter(({ pointer }) => pointer!.mutationMs === null).length / own.length;
    };
    expect(share(/card$/)).toBeGreaterThan(0.75);
    expect(share(/^(?!.*card$)./)).toBeLessThan(0.05);
  });

  test('puts every named click inside its element, inside the page and inside the window', () => {
    for (const { pointer } of clicks) {
      const { x, y, docWidth, docHeight, viewportHeight, scrollY } = pointer!;
      if (docWidth !== null) {
        expect(x! >= 0 && x! < docWidth && y! >= 0 && y! < docHeight!).toBe(true);
      }
      expect(y! >= scrollY && y! < scrollY + viewportHeight).toBe(true);
      if (pointer!.element === null) continue;
      const { elementLeft, elementTop, elementWidth, elementHeight } = pointer!;
      expect(x! - elementLeft! >= 0 && x! - elementLeft! < elementWidth!).toBe(true);
      expect(y! - elementTop! >= 0 && y! - elementTop! < elementHeight!).toBe(true);
    }
  });

  test('turns to Automation from July on', () => {
    const share = (from: number, to: number): number => {
      const used = rows.filter((row) => row.feature && row.time >= from && row.time < to);
      return used.filter((row) => row.feature === 'Automation').length / used.length;
    };
    expect(share(Date.UTC(2026, 4, 1), Date.UTC(2026, 6, 1))).toBeLessThan(0.06);
    expect(share(Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1))).toBeGreaterThan(0.13);
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
      new Set([
        ...['点击广告', '访问', '注册', '试用', '咨询', '购买', '续费'],
        ...['关注', '发送邮件', '打开邮件', '点击邮件', '参加研讨会'],
        ...['电话', '会面', '报价', '丢单', '提交工单', '答复工单', '使用功能'],
        // What a capture script writes is the same everywhere.
        ...['view', 'click', 'scroll'],
      ]),
    );
    expect(new Set(zh.map((row) => row.channel))).toEqual(
      new Set(['广告', '网站', '邮件', '社交', '产品', '销售', '客服', '活动']),
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
    expect(head).toBe(
      'time,actor,event,source,channel,campaign,account,name,owner,page,plan,value,currency,medium,title,stage,' +
        'direction,feature,view,element,x,y,docWidth,docHeight,viewportWidth,viewportHeight,scrollX,scrollY,' +
        'elementLeft,elementTop,elementWidth,elementHeight,mutationMs,observedMs',
    );
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(rows.length);
    const keys = head!.split(',') as (keyof Omit<SampleRow, 'pointer'> | keyof SamplePointer)[];
    for (const [i, line] of lines.entries()) {
      const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        (m) => m[1]?.replaceAll('""', '"') ?? m[2],
      );
      const { pointer, ...own } = rows[i]!;
      const row = { ...pointer, ...own };
      expect(fields).toEqual(
        keys.map((key) =>
          key === 'time' ? new Date(own.time).toISOString().replace('.000Z', 'Z') : String(row[key] ?? ''),
        ),
      );
    }
  });

  test('quotes names that hold a comma', () => {
    expect([...sampleCsv({ actors: 3000 })].join('')).toMatch(/,"\w+ Trading, Ltd\.",/);
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

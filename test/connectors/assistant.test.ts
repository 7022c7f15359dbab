import { describe, expect, test } from 'vitest';
import { assist, type Assistance } from '../../connectors/mapping/assistant/assistant.js';
import { EngineCore, unhurried } from '../../worker/engine.js';
import { lightConnectors } from '../../connectors/registry.js';
import type { Evidence, FieldProposal, FieldSource } from '../../worker/protocol/proposal.js';
import { readHeader } from '../../connectors/mapping/assistant/header.js';
import { eventFromName } from '../../connectors/mapping/assistant/file-name.js';
import { lookAtColumn } from '../../connectors/mapping/assistant/facts.js';
import { cases, type Case } from './assistant-cases.js';
import { steady } from './load.js';

const facts = { format: 'csv', encoding: 'utf-8', gzip: false, delimiter: ',' } as const;

function look({ columns, file = 'export.csv' }: Pick<Case, 'columns' | 'file'>): Promise<Assistance> {
  const header = Object.keys(columns);
  const length = Math.max(...header.map((name) => columns[name]!.length));
  const rows = Array.from({ length }, (_, row) => header.map((name) => columns[name]![row] ?? ''));
  return assist({ name: file, header, rows, facts }, steady);
}

function textOf(from: FieldSource): string {
  if ('constant' in from) return `=${from.constant}`;
  const name = 'column' in from ? from.column : `#${from.index}`;
  return from.and ? `${name}+${textOf(from.and)}` : name;
}

/** Proposals by field, those that `wanted` holds. */
function proposed({ fields }: Assistance, wanted: (confidence: number) => boolean): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const { field, from, confidence } of fields) {
    if (!wanted(confidence)) continue;
    const before = found[field];
    found[field] = before === undefined ? textOf(from) : [before, textOf(from)].flat();
  }
  return found;
}

describe('the assistant', () => {
  test.each(cases)('$name', async (one) => {
    const answer = await look(one);
    expect(answer.kind).toBe(one.kind ?? 'events');
    expect(proposed(answer, (confidence) => confidence >= 0.8)).toEqual(one.sure);
    expect(proposed(answer, (confidence) => confidence < 0.8)).toEqual(one.look ?? {});
    const asked = answer.questions.filter(({ needed }) => needed);
    expect(
      Object.fromEntries(
        asked.map(({ field, candidates }) => [field, candidates[0] ? textOf(candidates[0].from) : null]),
      ),
    ).toEqual(one.asks ?? {});
  });
});

/** A file by its headers, each with the values below it. */
function propose(
  columns: Readonly<Record<string, readonly string[]>>,
  more: Partial<Parameters<typeof assist>[0]> = {},
): Promise<Assistance> {
  const header = Object.keys(columns);
  const height = Math.max(...header.map((name) => columns[name]!.length));
  const rows = Array.from({ length: height }, (_, row) => header.map((name) => columns[name]![row] ?? ''));
  return assist({ name: 'export.csv', header, rows, facts, ...more }, steady);
}

const many = (make: (k: number) => string, rows = 24): string[] => Array.from({ length: rows }, (_, k) => make(k));
const times = many((k) => `2026-01-${String(k + 1).padStart(2, '0')} 09:00:00`);
const events = many((k) => ['visit', 'signup'][k % 2]!);
const phones = many((k) => `138${k % 2}013${(8000 + k).toString()}`);

describe('the table', () => {
  test('has every field for certain, and both languages', () => {
    const sure = new Set(cases.flatMap((one) => Object.keys(one.sure)));
    for (const field of [
      'actor',
      'userId',
      'email',
      'phone',
      'deviceId',
      'time',
      'event',
      'id',
      'channel',
      'source',
      'account',
      'owner',
      'stage',
      'value',
      'page',
      'defaultCountry',
    ]) {
      expect(sure).toContain(field);
    }
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(cases.filter(({ name }) => /\p{Script=Han}/u.test(name)).length).toBeGreaterThanOrEqual(12);
  });
});

describe('evidence', () => {
  const evidenceOf = ({ fields }: Assistance, field: FieldProposal['field']): readonly Evidence[] =>
    fields.find((one) => one.field === field)!.evidence;

  test('names the word of the header, its language, and whether it stands alone', async () => {
    const answer = await propose({ 联系人手机号码: phones, 'Signup date': times, event: ['a', 'b', 'a'] });
    expect(evidenceOf(answer, 'phone')).toContainEqual({
      kind: 'name',
      matched: '手机号码',
      language: 'zh',
      whole: true,
    });
    expect(evidenceOf(answer, 'time')).toContainEqual({ kind: 'name', matched: 'date', language: 'en', whole: false });
  });

  test('says how times read, from when to when, and that they rise', async () => {
    const answer = await propose({ email: ['a@b.ch'], time: times, event: events });
    expect(evidenceOf(answer, 'time')).toEqual([
      { kind: 'name', matched: 'time', language: 'en', whole: true },
      { kind: 'time-format', format: 'iso', share: 1, other: null, zoned: 0 },
      { kind: 'time-range', from: Date.UTC(2026, 0, 1, 9), to: Date.UTC(2026, 0, 24, 9) },
      { kind: 'ordered', direction: 'up' },
      { kind: 'only-one' },
    ]);
  });

  test('says that two columns of one customer are the same', async () => {
    const answer = await propose({ mobile: phones, tel: phones, time: times, event: events });
    const [first, second] = answer.fields.filter(({ field }) => field === 'phone');
    expect([first!.from, second!.from]).toEqual([{ column: 'mobile' }, { column: 'tel' }]);
    expect(second!.evidence).toContainEqual({ kind: 'same-as', column: 0, share: 1 });
  });

  test('of the other kind lowers the confidence and says why', async () => {
    const answer = await propose({
      'user email': many(() => 'yes'),
      'phone model': phones,
      time: times,
      event: events,
    });
    expect(answer.fields.map(({ field }) => field)).toEqual(['time', 'event']);
    const { candidates } = answer.questions.find(({ field }) => field === 'actor')!;
    expect(candidates.map(({ from, as }) => [from, as])).toEqual([
      [{ column: 'phone model' }, 'phone'],
      [{ column: 'user email' }, 'email'],
    ]);
    expect(candidates[0]!.evidence).toContainEqual({ kind: 'other-name', word: 'model' });
    expect(candidates[1]!.evidence).toContainEqual({ kind: 'other-shape', shape: 'boolean', share: 1 });
  });

  test('of the data at hand finds ids that no header names', async () => {
    const ids = many((k) => `C-${1000 + k}`);
    const known = (wanted: ReadonlySet<string>): Promise<ReadonlySet<string>> =>
      Promise.resolve(
        new Set(
          ids
            .slice(0, 20)
            .map((id) => `userId:${id}`)
            .filter((id) => wanted.has(id)),
        ),
      );
    const columns = { ref: ids, note: many((k) => `n${k}`), time: times, event: events };
    expect((await propose(columns)).proposal.actor).toBeUndefined();
    const { proposal, fields } = await propose(columns, { known });
    expect(proposal.actor).toEqual({ column: 'ref' });
    expect(fields[0]).toMatchObject({
      field: 'userId',
      evidence: [{ kind: 'overlap', type: 'userId', known: 20, of: 24 }],
    });
  });

  test('of a few equal values is no reason', async () => {
    const known = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set(['userId:C-1', 'userId:C-2']));
    const { proposal } = await propose({ ref: many((k) => `C-${k}`), time: times, event: events }, { known });
    expect(proposal.actor).toBeUndefined();
  });
});

describe('what is asked', () => {
  test('day and month where no value tells them apart, with both forms', async () => {
    const { questions, mapping } = await propose({
      email: ['a@b.ch', 'b@b.ch'],
      time: ['03/04/2026', '05/06/2026'],
      event: ['x', 'y'],
    });
    expect(questions).toMatchObject([
      {
        field: 'timeFormat',
        needed: false,
        candidates: [{ from: { constant: 'D/M/YYYY' } }, { from: { constant: 'M/D/YYYY' } }],
      },
    ]);
    expect(mapping).not.toBeNull();
  });

  test('the country of national telephone numbers, with the one that the file names', async () => {
    const numbers = many((k) => `(415) 555-01${10 + k}`);
    const { questions } = await propose({ phone: numbers, country: many(() => 'US'), time: times, event: events });
    expect(questions).toMatchObject([
      { field: 'defaultCountry', needed: false, candidates: [{ from: { constant: 'US' } }] },
    ]);
  });

  test('no country for Chinese mobiles, and none for what could be North American', async () => {
    const chinese = await propose({ mobile: phones, time: times, event: events });
    expect(chinese.mapping?.defaultCountry).toBe('CN');
    const either = await propose({ mobile: many((k) => `1312555${1000 + k}`), time: times, event: events });
    expect(either.mapping?.defaultCountry).toBeUndefined();
    expect(either.questions.map(({ field }) => field)).toEqual(['defaultCountry']);
  });

  test('the zone of a Chinese file whose times carry none', async () => {
    const { questions } = await propose({ 手机号: phones, 时间: times, 事件: many((k) => ['点击', '报名'][k % 2]!) });
    expect(questions).toMatchObject([
      {
        field: 'zone',
        needed: false,
        candidates: [{ from: { constant: 'Asia/Shanghai' } }, { from: { constant: 'UTC' } }],
      },
    ]);
  });

  test('nothing of a format whose fields have a fixed meaning', async () => {
    const defaults = {
      version: 1,
      fields: { time: { column: 'a' }, event: { constant: 'page view' }, deviceId: { column: 'b' } },
    } as const;
    const answer = await propose({ a: ['x'], b: ['y'], c: ['z'] }, { defaults });
    expect(answer.mapping).toBe(defaults);
    expect(answer.questions).toEqual([]);
    expect(answer.fields).toMatchObject([
      { field: 'deviceId', confidence: 1, evidence: [{ kind: 'format', format: 'csv' }] },
      { field: 'time', from: { column: 'a' } },
      { field: 'event', from: { constant: 'page view' } },
    ]);
    expect(answer.unmapped).toEqual([2]);
  });

  test('who, when only a column without a value would say it', async () => {
    const { questions, mapping } = await propose({
      user_id: many(() => ''),
      time: times,
      event: events,
    });
    expect(questions.map(({ field }) => field)).toEqual(['actor']);
    expect(mapping).toBeNull();
  });
});

describe('a header', () => {
  const meant = (header: string): string[] => readHeader(header).namings.map(({ field, fit }) => `${field} ${fit}`);

  test.each([
    ['Email', ['email whole']],
    ['E-Mail Address', ['email whole']],
    ['contact_email', ['email whole']],
    ['Lead.Email', ['email whole']],
    ['Email__c', ['email whole']],
    ['property_email_1', ['email whole']],
    ['backupEmail', ['email part']],
    ['billingEmail', ['email whole']],
    ['email opened', []],
    ['Owner Email', []],
    ['phone model', []],
    ['mobile app version', []],
    ['last login', ['userId part']],
    ['timezone', []],
    ['time zone', []],
    ['event id', ['id whole']],
    ['created by', []],
    ['CreatedDate', ['time whole']],
    ['更新时间', ['time whole']],
    ['最后跟进时间', []],
    ['联系人手机号', ['phone whole']],
    ['负责人手机', []],
    ['手机型号', []],
    ['用户 ID', ['userId whole']],
    ['您的邮箱（必填）', ['email whole']],
    ['', []],
    ['___', []],
  ])('%j', (header, fields) => {
    expect(meant(header)).toEqual(fields);
  });

  test('as long as a page is read to its beginning only', () => {
    expect(meant(`email ${'x_'.repeat(100_000)}`)).toEqual([]);
  });
});

describe('values', () => {
  const shapeOf = (...values: string[]): string => lookAtColumn('c', 0, values).facts.shape;

  test.each([
    ['email', ['a@b.ch', 'c@d.example']],
    ['phone', ['+41 44 668 18 00', '044 668 18 00', '13800138000']],
    ['uuid', ['0e442bf1-26be-3f07-8b50-5c02724ad803']],
    ['code', ['o2wjpPyUfzBfq9OSt9I2NQ==', 'Q5+hDGVJvTBdAVfNDmoNzw==', 'u_83f2a']],
    ['time', ['2026-01-05T09:00:00Z', '2026-01-06T09:00:00Z']],
    ['time', ['2026年1月5日 14:30', '2026年1月6日 14:30']],
    ['epoch', ['1767600000123', '1767600000456']],
    ['number', ['1767600000', '1767600001']],
    ['number', ['12', '13.5', '-4']],
    ['money', ['128.00', '388.00']],
    ['money', ['¥1,280', '¥88']],
    ['boolean', ['true', 'false']],
    ['boolean', ['Y', 'N', 'Y']],
    ['text', ['y']],
    ['country', ['CN', 'DE']],
    ['zone', ['Europe/Zurich']],
    ['url', ['https://a.example/b']],
    ['path', ['/pricing', '/']],
    ['address', ['10.0.0.1']],
    ['data', ['{"a":1}']],
    ['word', ['visit', 'signup', 'visit', 'visit']],
    ['text', ['Wants to hear back', 'Asked for a quote']],
    ['empty', ['', ' ']],
  ])('%s', (shape, values) => {
    expect(shapeOf(...values)).toBe(shape);
  });
});

describe('the name of a file', () => {
  test.each([
    ['leads.csv', 'lead'],
    ['C:\\exports\\Contacts_2026-03-01.xlsx', 'contact'],
    ['opportunities (3).csv', 'opportunity'],
    ['sf_task_data.csv.gz', 'task'],
    ['EmailClicks.json', 'email click'],
    ['线索导出.xlsx', '线索'],
    ['活动触达', '活动触达'],
    ['https://shop.example/files/orders.csv?token=1', 'order'],
    ['data.csv', null],
    ['export-2026.csv', null],
    ['工作表1', null],
    ['Sheet1', null],
    ['', null],
  ])('%s', (name, event) => {
    expect(eventFromName(name)).toBe(event);
  });
});

describe('a proposed mapping', () => {
  test('keeps how the file is said to be written, and loads it', async () => {
    const line = (k: number): string =>
      JSON.stringify({ user_id: `u${k}`, events: [{ ts: `2026-01-0${k}T09:00:00Z`, name: 'visit' }] });
    const source = { kind: 'text', text: [1, 2, 3].map(line).join('\n'), name: 'visits.ndjson' } as const;
    const core = new EngineCore({ connectors: lightConnectors });
    const format = { rows: 'events[]' };
    const { mapping } = await core.preview(source, unhurried, { format });
    expect(mapping).toEqual({
      version: 1,
      format,
      fields: { userId: { column: 'user_id' }, time: { column: 'events.ts' }, event: { column: 'events.name' } },
    });
    expect((await core.load(source, { mapping: mapping! })).accepted).toBe(3);
  });
});

describe('a file with more columns than anybody has', () => {
  test('is looked at whole, and judged in its first columns', async () => {
    const width = 12_000;
    const header = ['email', 'time', 'event', ...Array.from({ length: width - 3 }, () => 'email')];
    const row = ['a@b.ch', '2026-01-05', 'visit', ...Array.from({ length: width - 3 }, (_, k) => `p${k}@b.ch`)];
    const answer = await assist({ name: 'x', header, rows: [row], facts }, steady);
    expect(answer.columns.length).toBe(width);
    expect(answer.proposal.time).toEqual({ column: 'time' });
    expect(answer.unmapped.length).toBe(width - 2000);
  });
});

describe('a header that leaves no doubt', () => {
  const time = ['2026-01-05T08:00:00Z', '2026-01-05T09:00:00Z', '2026-01-05T10:00:00Z', '2026-01-05T11:00:00Z'];
  const event = ['visit', 'visit', 'pay', 'visit'];

  test.each([
    ['email', 'Email', ['ann@firm.example', 'a@b', 'a@@b.example', '@b.example']],
    ['email', '邮箱', ['a@b', '@', 'bob@firm.example', 'none']],
    ['phone', 'Mobile', ['13800138000', 'ask her', 'see notes', '-']],
  ] as const)('names %s by %s though most values are faulty', async (field, header, values) => {
    const answer = await propose({ time, event, [header]: values });
    expect(proposed(answer, (confidence) => confidence >= 0.8)[field]).toBe(header);
  });

  test.each([
    ['email', 'Email', ['yes', 'no', 'yes', 'no']],
    ['phone', 'Mobile', ['iPhone', 'Pixel', 'iPhone', 'Galaxy']],
  ] as const)('but not %s by %s where no value is one', async (field, header, values) => {
    const answer = await propose({ time, event, [header]: values });
    expect(proposed(answer, (confidence) => confidence >= 0.8)[field]).toBeUndefined();
  });
});

describe('a column that says who where the others are silent', () => {
  const event = [...Array.from({ length: 10 }, () => 'visit'), 'signup', 'signup', 'signup', 'signup'];
  const time = event.map((_, k) => `2026-01-${String(k + 1).padStart(2, '0')}T08:00:00Z`);
  const who = event.map((_, k) => `u${k % 10}`);
  const mail = event.map((name, k) => (name === 'signup' ? `u${k % 10}@firm.example` : ''));

  test.each([
    ['user', 'email'],
    ['customer', 'Email'],
    ['client', 'e-mail'],
    ['客户', '邮箱'],
  ])('is the customer beside a column of addresses: %s, %s', async (name, address) => {
    const answer = await propose({ [name]: who, [address]: mail, time, event });
    expect(proposed(answer, (confidence) => confidence >= 0.8)).toMatchObject({ actor: name, email: address });
    expect(answer.questions.filter(({ needed }) => needed)).toEqual([]);
  });

  test('is not where every row has an address', async () => {
    const answer = await propose({
      customer: who.map((_, k) => `Ann ${k}`),
      email: who.map((id) => `${id}@firm.example`),
      time,
      event,
    });
    expect(proposed(answer, (confidence) => confidence >= 0.8)['actor']).toBeUndefined();
  });

  test('leads to a funnel over all rows', async () => {
    const lines = event.map((name, k) => [who[k], mail[k], time[k], name].join(','));
    const core = new EngineCore({ connectors: lightConnectors });
    await core.load({ kind: 'text', text: ['user,email,time,event', ...lines].join('\n') });
    const spec = { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'signup' }] } as const;
    const [outcome] = await core.run([{ id: 'f', spec }]);
    expect(outcome).toMatchObject({ ok: true, result: { stepCounts: [10, 4] } });
  });
});

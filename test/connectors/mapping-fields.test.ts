import { describe, expect, test } from 'vitest';
import type { EventBatch, PropertyValue } from '../../worker/protocol/batch.js';
import type {
  Condition,
  IdentifierField,
  Mapping,
  PropertyField,
  TextField,
  TimeField,
} from '../../worker/protocol/mapping.js';
import type { Source } from '../../worker/protocol/source.js';
import { mapRows, type Mapped } from '../oracles/mapping.js';
import { random } from '../random.js';
import { columnValues, csvField, load, type Loaded } from './load.js';

type Row = Readonly<Record<string, string>>;

const csv = (header: readonly string[], rows: readonly Row[]): Source => ({
  kind: 'text',
  name: 'rows',
  text: `${[header, ...rows.map((row) => header.map((key) => row[key] ?? ''))]
    .map((fields) => fields.map((field) => csvField(field)).join(','))
    .join('\n')}\n`,
});
const objects = (rows: readonly Row[]): Source => ({ kind: 'rows', rows, name: 'rows' });
const lines = (rows: readonly Row[]): Source => ({
  kind: 'text',
  name: 'rows.ndjson',
  text: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
});

/** The load in the form of the oracle; plain columns of type `auto` as text, since only delimited text looks for numbers. */
function seen(loaded: Loaded, identifiers: readonly string[], mapping: Mapping): Mapped {
  const all = (pick: (batch: EventBatch) => Parameters<typeof columnValues>[0]): PropertyValue[] =>
    loaded.batches.flatMap((batch) => columnValues(pick(batch), batch.rows));
  const names = loaded.batches[0]?.columns.map(({ name }) => name) ?? [];
  const { properties } = mapping;
  const auto = (name: string): boolean =>
    name !== 'value' &&
    (typeof properties !== 'object' || (properties[name]?.type ?? 'auto') === 'auto') &&
    !(mapping.fields as object as Record<string, unknown>)[name];
  const odd: Record<string, number> = {};
  for (const { code, column = '', count } of loaded.report.warnings) {
    if (['not-a-number', 'not-a-boolean', 'identifier-dropped'].includes(code)) odd[`${code} ${column}`] = count;
  }
  return {
    times: [...loaded.times],
    events: [...loaded.events],
    ids: mapping.fields.id ? all((batch) => batch.id!) : [],
    identifiers: Object.fromEntries(
      loaded.batches.length === 0
        ? []
        : identifiers.map((key, k) => [key, all((batch) => batch.identifiers[k]!.values)]),
    ),
    columns: Object.fromEntries(
      names.map((name, k) => {
        const values = all((batch) => batch.columns[k]!.column);
        return [name, auto(name) ? values.map((value) => (typeof value === 'number' ? String(value) : value)) : values];
      }),
    ),
    rejected: { ...loaded.report.rejectedByReason },
    odd,
  };
}

describe('what a mapping makes of rows', () => {
  const header = ['what', 'where', 'how much', 'day', 'hour', 'who', 'mail', 'tags'];
  const texts: Readonly<Record<string, readonly string[]>> = {
    what: ['open', 'EDM', ' EDM ', 'click', '', ' ', '?', 'say "hi"', '访问'],
    where: ['web', '/a,b', 'web shop', 'App', '', 'línea\n2', '{x}'],
    'how much': ['1', '2.50', '-3', '0', '', 'much', ' 7 ', '1e3', 'yes', '?'],
    day: ['2026-01-05', '2026-01-06', '2026-02-28', '', 'soon', ' 2026-03-01'],
    hour: ['08:30', '23:59', '', '?'],
    who: ['u1', 'u2', ' u2', '0', 'null', '', 'Ⅳ'],
    mail: ['ann@x.org', 'ANN@x.org ', 'nobody', '', '?'],
    tags: ['A;B', ' A ; ;C', 'B', '', ';', 'x|y'],
  };

  test.each(Array.from({ length: 300 }, (_, seed) => seed))('is the same by every way in (seed %i)', async (seed) => {
    const draw = random(seed);
    const below = (n: number): number => Math.floor(draw() * n);
    const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
    const ref = (): { column: string } | { index: number } =>
      draw() < 0.8 ? { column: one(header) } : { index: below(header.length) };
    const exchange = (): { values?: Record<string, string>; otherwise?: string | null } => {
      if (draw() < 0.4) return {};
      const pairs = Array.from({ length: below(4) }, () => [
        one(['EDM', 'web', '', '1', 'A', 'much', 'u1']),
        one(['email', '', '5', 'true', 'b@c.de']),
      ]);
      return {
        ...(pairs.length > 0 && { values: Object.fromEntries(pairs) as Record<string, string> }),
        ...(draw() < 0.5 && { otherwise: one(['keep', null, 'other', '9']) }),
      };
    };
    const template = (): string =>
      one([
        '{what} {where}',
        '{what}',
        'x{{y}',
        'is {what}: {how much}',
        '{tags};{tags}',
        '{what}{gone}',
        '{who}',
        '{hour}{hour}',
        ' {where} ',
      ]);
    const condition = (): Condition => {
      const kind = one<object>([
        { is: one(['EDM', 'web', '1', 'nowhere']) },
        { is: ['open', 'App', 'A;B'] },
        { startsWith: one(['E', '/a', '2026', '{']) },
        { endsWith: one(['M', 'b', '2', 'x.org']) },
        { contains: one(['e', '"', ';', '\n']) },
        { from: 1 },
        { to: 2 },
        { from: -3, to: 2.5 },
        { empty: true },
      ]);
      const on = draw() < 0.1 ? { column: 'gone' } : ref();
      return { ...on, ...kind, ...(draw() < 0.2 && { not: true }) } as Condition;
    };
    const text = (): TextField => {
      const kind = below(5);
      if (kind === 0) return { constant: one(['one for all', '4', '']) };
      if (kind === 1) return { template: template(), ...exchange() };
      if (kind === 2) {
        return {
          rules: Array.from({ length: 1 + below(3) }, () => ({
            when: draw() < 0.5 ? condition() : [condition(), condition()],
            name: one(['named', '{what}!', '{where}']),
          })),
          ...(draw() < 0.5 && { otherwise: one(['rest', '{who}', null]) }),
        };
      }
      return { ...ref(), ...exchange() };
    };
    const identifier = (): IdentifierField =>
      draw() < 0.3
        ? { template: one(['s:{who}', '{who}-{what}', '{mail}']) }
        : { column: one(['who', 'mail']), ...exchange(), ...(draw() < 0.3 && { prefix: 'crm:' }) };
    const time = one<TimeField>([
      { column: 'day' },
      { column: 'day', and: { column: 'hour' } },
      { template: '{day} {hour}' },
    ]);
    const property = (): PropertyField => {
      const type = one(['auto', 'text', 'number', 'boolean', 'list'] as const);
      return { ...text(), ...(draw() < 0.8 && { type }), ...(draw() < 0.1 && { delimiter: '|' }) };
    };
    const rows: Row[] = Array.from({ length: below(40) + 1 }, () =>
      Object.fromEntries(header.map((key) => [key, one(texts[key]!)])),
    );
    // Where all of the first rows say otherwise, no form of time can be told.
    rows[0] = { ...rows[0], day: '2026-01-05' };
    // Without any column that is there, the event is another source's.
    let event = text();
    while (JSON.stringify(event).includes('gone')) event = text();
    const mapping: Mapping = {
      version: 1,
      fields: {
        time: { ...time, format: 'iso' },
        event,
        userId: draw() < 0.5 ? identifier() : [identifier(), identifier()],
        ...(draw() < 0.5 && { email: identifier() }),
        ...(draw() < 0.3 && { id: one([{ column: 'who' }, { template: '{who}/{day}' }]) }),
        ...(draw() < 0.5 && { channel: text() }),
        ...(draw() < 0.5 && { value: text() }),
      },
      ...(draw() < 0.6 && {
        properties: draw() < 0.3 ? one(['all', 'none'] as const) : { p: property(), q: property(), 'ä b': property() },
      }),
      ...(draw() < 0.3 && { otherProperties: 'all' }),
      ...(draw() < 0.5 && { exclude: Array.from({ length: 1 + below(2) }, condition) }),
      ...(draw() < 0.4 && { missing: ['?', '0'] }),
    };
    const { fields } = mapping;
    const identifiers = (['userId', 'email'] as const).flatMap((type) =>
      [fields[type] ?? []].flat().map((_, k) => `${type} ${k}`),
    );
    const expected = mapRows(mapping, header, rows);
    for (const source of [csv(header, rows), objects(rows), lines(rows)]) {
      const loaded = await load(source, mapping);
      const { report } = loaded;
      expect(report.rowsIn, 'rows in').toBe(rows.length);
      expect(report.rowsIn).toBe(report.accepted + report.rejected);
      const found = seen(loaded, identifiers, mapping);
      if (report.accepted === 0) {
        expect(found.rejected).toEqual(expected.rejected);
        continue;
      }
      expect(found).toEqual(expected);
    }
  });
});

describe('a mapping', () => {
  const ways = (rows: readonly Row[]): Source[] => [csv(Object.keys(rows[0]!), rows), objects(rows), lines(rows)];
  const base = { time: { column: 'at' }, userId: { column: 'user' } } as const;

  test('names touchpoints by rules, channels by a value map, and leaves rows out', async () => {
    const mapping: Mapping = {
      version: 1,
      fields: {
        ...base,
        event: {
          rules: [
            { when: { column: 'kind', is: 'pv' }, name: 'view {page}' },
            {
              when: [
                { column: 'kind', is: 'buy' },
                { column: 'total', from: 100 },
              ],
              name: 'large order',
            },
          ],
          otherwise: '{kind}',
        },
        channel: { column: 'source', values: { EDM: 'email', SMS: 'sms' }, otherwise: 'other' },
      },
      exclude: [{ column: 'user', startsWith: 'test-' }],
    };
    const row = (user: string, kind: string, page: string, total: string, source: string): Row => ({
      user,
      at: '2026-01-05',
      kind,
      page,
      total,
      source,
    });
    const rows = [
      row('u1', 'pv', '/home', '', ' EDM'),
      row('u1', 'buy', '', '99.5', 'Poster'),
      row('u1', 'buy', '', '100', 'SMS'),
      row('test-7', 'pv', '/', '', 'EDM'),
      row('u2', '', '', '', ''),
    ];
    for (const source of ways(rows)) {
      const { events, column, report } = await load(source, mapping);
      expect(events).toEqual(['view /home', 'buy', 'large order', null]);
      expect(column('channel')).toEqual(['email', 'other', 'sms', null]);
      expect(column('page')).toEqual(['/home', null, null, null]);
      expect(report).toMatchObject({ rowsIn: 5, accepted: 4, rejectedByReason: { excluded: 1 } });
      expect(report.rejections[0]).toMatchObject({ reason: 'excluded', record: 4 });
      expect(report.rejections[0]!.raw).toContain('test-7');
    }
  });

  test('reads date and time of day from two columns', async () => {
    const mapping: Mapping = {
      version: 1,
      fields: {
        time: { column: 'Date', and: { column: 'Time' }, zone: 'Asia/Shanghai' },
        event: { constant: 'call' },
        userId: { column: 'user' },
      },
    };
    const rows = [
      { user: 'u', Date: '2026-01-05', Time: '9:30' },
      { user: 'u', Date: '2026-01-06T00:00:00', Time: '1899-12-30T17:45:10' },
      { user: 'u', Date: '', Time: '10:00' },
      { user: 'u', Date: '2026-01-07', Time: '' },
    ];
    for (const source of ways(rows)) {
      const { times, report } = await load(source, {
        ...mapping,
        fields: { ...mapping.fields, time: { ...mapping.fields.time, format: 'iso' } as Mapping['fields']['time'] },
      });
      expect(times).toEqual([Date.parse('2026-01-06T09:45:10Z'), Date.parse('2026-01-06T16:00:00Z')]);
      expect(report.rejectedByReason).toEqual({ 'time-unreadable': 1, 'time-missing': 1 });
    }
    for (const source of ways([rows[0]!, { user: 'u', Date: '2026-01-05', Time: '17:45' }])) {
      const { times, report } = await load(source, mapping);
      expect(times).toEqual([Date.parse('2026-01-05T01:30:00Z'), Date.parse('2026-01-05T09:45:00Z')]);
      expect(report.facts).toMatchObject({ timeFormat: 'YYYY-M-D HH:mm', columns: ['user', 'Date', 'Time'] });
    }
  });

  test('keeps ids of two systems apart, and makes no id of a placeholder', async () => {
    const mapping: Mapping = {
      version: 1,
      fields: {
        ...base,
        event: { constant: 'e' },
        userId: [{ column: 'user', prefix: 'shop:' }, { template: 'session:{sid}' }],
      },
    };
    const rows = [
      { user: '7', at: '2026-01-05', sid: 's1' },
      { user: 'null', at: '2026-01-05', sid: 'null' },
      { user: '', at: '2026-01-05', sid: '' },
      { user: 'shop:7', at: '2026-01-05', sid: 's1' },
    ];
    for (const source of ways(rows)) {
      const { batches, report } = await load(source, mapping);
      const [user, session] = batches[0]!.identifiers;
      expect(columnValues(user!.values, 4)).toEqual(['shop:7', null, null, 'shop:shop:7']);
      expect(columnValues(session!.values, 4)).toEqual(['session:s1', null, null, 'session:s1']);
      const dropped = report.warnings.filter(({ code }) => code === 'identifier-dropped');
      expect(dropped.map(({ column, count, sample }) => [column, count, sample])).toEqual([
        ['user', 1, 'null'],
        ['session:{sid}', 1, 'null'],
      ]);
    }
  });

  test('splits lists, renames columns and takes the others as they are', async () => {
    const mapping: Mapping = {
      version: 1,
      fields: { ...base, event: { constant: 'e' } },
      properties: {
        interests: { column: 'Interests__c', type: 'list', values: { B: 'Books' } },
        codes: { column: 'codes', type: 'list', delimiter: '|' },
      },
      otherProperties: 'all',
    };
    const rows = [
      { user: 'u', at: '2026-01-05', Interests__c: 'A; B', codes: '1|2', note: 'x' },
      { user: 'u', at: '2026-01-05', Interests__c: ' ;', codes: '', note: '' },
    ];
    for (const source of ways(rows)) {
      const { column, batches } = await load(source, mapping);
      expect(batches[0]!.columns.map(({ name }) => name)).toEqual(['interests', 'codes', 'note']);
      expect(column('interests')).toEqual([['A', 'Books'], null]);
      expect(column('codes')).toEqual([['1', '2'], null]);
      expect(column('note')).toEqual(['x', null]);
    }
    const { column } = await load(
      { kind: 'rows', rows: [{ user: 'u', at: '2026-01-05', Interests__c: ['A', 'B', null, ' '], codes: [1, 2] }] },
      mapping,
    );
    expect(column('interests')).toEqual([['A', 'Books']]);
    expect(column('codes')).toEqual([['1', '2']]);
  });

  test('reads the same words as true and false by every way in', async () => {
    const mapping: Mapping = {
      version: 1,
      fields: { ...base, event: { constant: 'e' } },
      properties: {
        ok: { column: 'ok', type: 'boolean', values: { 是: 'yes', 否: 'no' } },
        plain: { column: 'ok', type: 'boolean' },
      },
    };
    const rows = ['Yes', 'n', 'T', '0', '是', 'perhaps', ''].map((ok) => ({ user: 'u', at: '2026-01-05', ok }));
    for (const source of ways(rows)) {
      const { column, report } = await load(source, mapping);
      expect(column('ok')).toEqual([true, false, true, false, true, null, null]);
      expect(column('plain')).toEqual([true, false, true, false, null, null, null]);
      const odd = report.warnings.filter(({ code }) => code === 'not-a-boolean');
      expect(Object.fromEntries(odd.map((one) => [one.column, one.count]))).toEqual({ ok: 1, plain: 2 });
    }
  });

  test('finds keys that only later records have', async () => {
    const many = Array.from({ length: 2100 }, (_, k) => ({ user: `u${k}`, at: '2026-01-05', kind: 'view' }));
    const late = { user: 'u', at: '2026-01-05', kind: 'sign up', mail: 'Ann@x.org', test: 'true', plan: 'pro' };
    const mapping: Mapping = {
      version: 1,
      fields: {
        ...base,
        event: { column: 'kind' },
        email: { column: 'mail' },
        stage: { column: 'plan' },
        page: { column: 'url' },
      },
      exclude: [{ column: 'test', is: 'yes' }],
    };
    const { identifiers, column, report } = await load({ kind: 'rows', rows: [...many, late] }, mapping);
    expect(identifiers('email').slice(-2)).toEqual([null, 'ann@x.org']);
    expect(column('stage').at(-1)).toBe('pro');
    const ndjson = await load(lines([...many, late]), mapping);
    expect(ndjson.identifiers('email').slice(-2)).toEqual([null, 'ann@x.org']);
    expect(ndjson.column('stage').at(-1)).toBe('pro');
    expect(ndjson.batches.at(-1)!.columns.map(({ name }) => name)).toEqual(['stage', 'page', 'test']);
    for (const account of [report, ndjson.report]) {
      expect(account.warnings.filter(({ code }) => code === 'column-missing').map((one) => one.column)).toEqual([
        account === report ? 'page' : 'url',
      ]);
      expect(account.facts.columns).not.toContain('url');
    }
    const excluding = await load(lines([...many, late]), { ...mapping, exclude: [{ column: 'test', is: 'true' }] });
    expect(excluding.report.rejectedByReason).toEqual({ excluded: 1 });
  });

  test('reaches into nested records, and around lists of them', async () => {
    const text = JSON.stringify({
      session: 's1',
      lead: { email: 'Ann@x.org' },
      events: [
        { ts: '2026-01-05', name: 'open' },
        { ts: '2026-01-06', name: 'click' },
      ],
    });
    const { events, identifiers, column } = await load(
      { kind: 'text', text: `${text}\n${text}\n`, name: 'x.ndjson' },
      {
        version: 1,
        format: { rows: 'events[]' },
        fields: {
          time: { column: 'events.ts' },
          event: { template: 'mail {events.name}' },
          email: { column: 'lead.email' },
        },
      },
    );
    expect(events).toEqual(['mail open', 'mail click', 'mail open', 'mail click']);
    expect(identifiers('email')).toEqual(['ann@x.org', 'ann@x.org', 'ann@x.org', 'ann@x.org']);
    expect(column('session')).toEqual(['s1', 's1', 's1', 's1']);
  });

  test('reads the tree form of the Salesforce command line, references as text', async () => {
    const tree = {
      records: [
        {
          attributes: { type: 'Task', referenceId: 'TaskRef1' },
          Subject: 'Call',
          ActivityDate: '2026-01-05',
          WhoId: '@ContactRef1',
        },
        {
          attributes: { type: 'Task', referenceId: 'TaskRef2' },
          Subject: 'Email',
          ActivityDate: '2026-01-06',
          WhoId: '@ContactRef1',
        },
      ],
    };
    const { events, identifiers, column, report } = await load(
      { kind: 'text', text: JSON.stringify(tree, null, 2), name: 'Task-tree.json' },
      {
        version: 1,
        fields: {
          time: { column: 'ActivityDate' },
          event: { column: 'Subject' },
          actor: { column: 'WhoId' },
          id: { column: 'attributes.referenceId' },
        },
      },
    );
    expect(report).toMatchObject({ rowsIn: 2, accepted: 2 });
    expect(events).toEqual(['Call', 'Email']);
    expect(identifiers('actor')).toEqual(['@ContactRef1', '@ContactRef1']);
    expect(column('attributes.type')).toEqual(['Task', 'Task']);
  });
});

describe('a mapping that does not fit its source', () => {
  const rows = [{ user: 'u', at: '2026-01-05', what: 'open' }];
  const base = { time: { column: 'at' }, event: { column: 'what' }, userId: { column: 'user' } } as const;
  const faultOf = async (source: Source, fields: object, more: object = {}): Promise<string> => {
    try {
      await load(source, { version: 1, fields: { ...base, ...fields }, ...more } as Mapping);
    } catch (error) {
      expect(error).toMatchObject({ code: 'mapping-invalid' });
      return (error as Error).message;
    }
    return 'no fault';
  };

  test.each([
    [{ event: { template: '{what' } }, 'fields.event.template: "{what" opens a brace and does not close it'],
    [{ channel: { template: 'a {}' } }, 'fields.channel.template: "a {}" has braces that name no column'],
    [{ event: { rules: [{ when: { column: 'what', is: 'x' }, name: '{' }] } }, 'fields.event.rules: "{" opens a brace'],
    [{ time: { template: 'today' } }, 'fields.time.template: it names no column'],
    [{ userId: { template: 'all' } }, 'fields.userId.template: it names no column'],
    [{ id: { template: 'x' } }, 'fields.id.template: it names no column'],
    [{ event: { template: '{kind} {sort}' } }, 'fields.event names "kind"'],
    [{ event: { rules: [{ when: { column: 'kind', is: 'x' }, name: 'x' }] } }, 'fields.event names "kind"'],
    [{ time: { column: 'at', and: { column: 'hour' } } }, 'fields.time names "hour"'],
    [{ time: { template: '{at} {hour}' } }, 'fields.time names "hour"'],
    [{ userId: { template: '{user}-{shop}' } }, 'fields.userId names "{user}-{shop}"'],
  ])('%j is told where', async (fields, message) => {
    for (const source of [csv(['user', 'at', 'what'], rows), objects(rows), lines(rows)]) {
      expect(await faultOf(source, fields)).toContain(message);
    }
  });

  test('tells of a column that only a condition names', async () => {
    for (const source of [csv(['user', 'at', 'what'], rows), objects(rows), lines(rows)]) {
      const { report } = await load(source, { version: 1, fields: base, exclude: [{ column: 'test', is: 'x' }] });
      expect(report.accepted).toBe(1);
      expect(report.warnings.filter(({ code }) => code === 'column-missing').length).toBe(1);
    }
  });
});

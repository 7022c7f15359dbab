import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { rrwebFormat } from '../../connectors/rrweb/rrweb.js';
import { brokenRows, formatRows, type FormatRows } from './format-rows.js';

const start = 1_767_600_000_000;
const meta = (at: number, href = 'https://shop.example/items/42?q=ann#top', width = 1000, height = 500): object => ({
  type: 4,
  data: { href, width, height },
  timestamp: start + at,
});
const element = (id: number, tagName: string, attributes: object = {}, ...childNodes: object[]): object => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
});
const snapshot = (at: number, ...nodes: object[]): object => ({
  type: 2,
  data: { node: { type: 0, id: 1, childNodes: nodes }, initialOffset: { left: 0, top: 0 } },
  timestamp: start + at,
});
const change = (at: number, source: number, data: object): object => ({
  type: 3,
  data: { source, ...data },
  timestamp: start + at,
});
const click = (at: number, id: number, x = 10, y = 20): object => change(at, 2, { type: 2, id, x, y });
const mutation = (at: number, more: object = { texts: [{ id: 9, value: 'secret' }] }): object => change(at, 0, more);

const read = (content: unknown, piece?: number): Promise<FormatRows> =>
  formatRows(
    rrwebFormat,
    typeof content === 'string' ? content : JSON.stringify(content),
    piece === undefined ? {} : { piece },
  );
const page = [
  meta(0),
  snapshot(
    1,
    element(
      2,
      'body',
      {},
      element(
        3,
        'FORM',
        { id: 'login' },
        element(4, 'button', { class: 'a' }, { type: 3, id: 5, textContent: 'secret' }),
      ),
      element(6, 'div', { 'data-tp-name': 'cart' }, element(7, 'img', { id: 'logo' })),
      element(8, 'a', { id: 'out' }),
    ),
  ),
];

describe('a recording of a page', () => {
  it('gives what was done, where, under the names of the capture script', async () => {
    const { rows, refused, source } = await read([
      ...page,
      change(100, 1, {
        positions: [
          { x: 1, y: 2, id: 3, timeOffset: -50 },
          { x: 3, y: 4, id: 3, timeOffset: 0 },
        ],
      }),
      click(200, 4),
    ]);
    const screen = {
      session: 'data',
      page: '/items/:id',
      view: `data ${start}`,
      docWidth: 1000,
      docHeight: 500,
      viewportWidth: 1000,
      scrollX: 0,
      scrollY: 0,
    };
    expect(rows).toEqual([
      { ...screen, time: start, event: 'view' },
      { ...screen, time: start + 50, event: 'move', x: 1, y: 2, node: 3, element: 'form#login' },
      { ...screen, time: start + 100, event: 'move', x: 3, y: 4, node: 3, element: 'form#login' },
      {
        ...screen,
        time: start + 200,
        event: 'click',
        x: 10,
        y: 20,
        node: 4,
        element: 'form#login button',
        observedMs: 0,
      },
    ]);
    expect([refused, source.broken, source.facts]).toEqual([
      [],
      null,
      { format: 'rrweb', encoding: 'utf-8', gzip: false },
    ]);
    expect(source.defaults).toMatchObject({ fields: { actor: { column: 'session' }, page: { column: 'page' } } });
    const known = await source.keys!({ due: () => false, rest: async () => {} });
    expect(rows.flatMap((row) => Object.keys(row)).filter((key) => !known.includes(key))).toEqual([]);
  });

  it('names elements by their author first, then by ids, then by tags', async () => {
    const added = mutation(10, {
      adds: [{ parentId: 6, node: element(20, 'span') }],
      attributes: [{ id: 8, attributes: { id: null } }],
    });
    const { rows } = await read([
      ...page,
      click(5, 8),
      added,
      ...[7, 20, 8, 4, 99].map((id, k) => click(20 + k, id)),
      mutation(40, { removes: [{ id: 20 }] }),
      click(50, 20),
    ]);
    expect(rows.filter(({ event }) => event === 'click').map((row) => row['element'])).toEqual([
      'a#out',
      'cart',
      'cart',
      'a',
      'form#login button',
      null,
      null,
    ]);
  });

  it('never gives a text, a value or a query of the page', async () => {
    const { items } = await read([
      ...page,
      mutation(3),
      change(4, 5, { id: 4, text: 'secret', isChecked: true }),
      click(5, 4),
      { type: 3, data: 'secret', timestamp: 1 },
      'secret',
    ]);
    expect(items).toHaveLength(5);
    expect(JSON.stringify(items)).not.toMatch(/secret|ann/);
    expect(items).toContainEqual(expect.objectContaining({ event: 'input', node: 4, element: 'form#login button' }));
  });

  it('places clicks on the page, as far as it was seen, until its size changes', async () => {
    const { rows } = await read([
      ...page,
      click(10, 4),
      change(20, 3, { id: 1, x: 0, y: 700 }),
      click(30, 4),
      change(40, 3, { id: 6, x: 0, y: 90 }),
      change(50, 4, { width: 400, height: 300 }),
      click(60, 4),
    ]);
    expect(
      rows.map((row) => [row['event'], row['y'], row['docWidth'], row['docHeight'], row['scrollY'], row['innerY']]),
    ).toEqual([
      ['view', undefined, 1000, 1200, 0, undefined],
      ['click', 20, 1000, 1200, 0, undefined],
      ['scroll', undefined, 1000, 1200, 700, undefined],
      ['click', 720, 1000, 1200, 700, undefined],
      ['scroll', undefined, 1000, 1200, 700, 90],
      ['click', 720, 400, 1000, 700, undefined],
    ]);
    // How deep a page was read cannot be told of a page whose height nobody told.
    expect(rows.every((row) => !('viewportHeight' in row))).toBe(true);
  });

  it('takes the size that the recorder tells', async () => {
    const told = { type: 5, data: { tag: 'page-size', payload: { width: 1000, height: 4000 } }, timestamp: start + 2 };
    const { rows } = await read([...page, told, change(20, 3, { id: 1, x: 0, y: 700 })]);
    expect(rows[1]).toMatchObject({ docHeight: 4000, viewportHeight: 500, scrollY: 700 });
  });

  it.each([
    ['mutationMs', mutation(240)],
    ['scrollMs', change(240, 3, { id: 1, x: 0, y: 5 })],
    ['selectionMs', change(240, 14, { ranges: [{ start: 5, startOffset: 0, end: 5, endOffset: 3 }] })],
    ['selectionMs', change(240, 5, { id: 4, text: 'x' })],
    ['navigationMs', meta(240, 'https://shop.example/next')],
  ])('tells the first answer to a click: %s', async (sign, answer) => {
    const { rows } = await read([...page, click(200, 4), answer, mutation(300)]);
    expect(rows.find(({ event }) => event === 'click')).toMatchObject({ [sign]: 40, observedMs: 40 });
  });

  it('tells how long it looked for an answer in vain', async () => {
    const caret = change(210, 14, { ranges: [{ start: 5, startOffset: 1, end: 5, endOffset: 1 }] });
    const clicks = async (end: number): Promise<unknown> =>
      (
        await read([...page, click(200, 4), caret, mutation(205, { texts: [] }), change(end, 1, { positions: [] })])
      ).rows.find(({ event }) => event === 'click');
    expect(await clicks(3200)).toMatchObject({ observedMs: 3000 });
    expect(await clicks(90_000)).toMatchObject({ observedMs: 5000 });
    expect(await clicks(3200)).not.toHaveProperty('mutationMs');
  });

  it('tells one page view from the next', async () => {
    const again = { type: 1, data: {}, timestamp: start + 40 };
    const { rows } = await read([
      ...page,
      meta(20), // a snapshot taken again
      click(30, 4),
      again,
      meta(50), // the page loaded again
      meta(60, 'https://shop.example/b'),
    ]);
    expect(rows.map((row) => [row['event'], row['view'], row['page']])).toEqual([
      ['view', `data ${start}`, '/items/:id'],
      ['click', `data ${start}`, '/items/:id'],
      ['view', `data ${start + 50}`, '/items/:id'],
      ['view', `data ${start + 60}`, '/b'],
    ]);
  });

  it('tells sessions apart, mixed or wrapped', async () => {
    const of = (session: string, ...records: object[]): object[] =>
      records.map((one) => ({ ...one, sessionId: session }));
    const sessions = (rows: FormatRows): unknown[] => rows.rows.map((row) => row['session']);
    const mixed = [...of('a', meta(0)), ...of('b', meta(1)), ...of('a', click(2, 1))];
    expect(
      sessions(await read(mixed))
        .map(String)
        .toSorted(),
    ).toEqual(['a', 'a', 'b']);
    const wrapped = [
      { sessionId: 'a', user: { events: [1] }, events: page },
      { events: page, sessionId: 'after' },
      { session: 7, events: [] },
      { session: 8, events: page },
    ].map((one) => JSON.stringify(one));
    const found = await read(wrapped.join('\n'));
    expect([sessions(found), found.refused]).toEqual([['a', 'data 2', '8'], []]);
    for (const piece of [1, 50]) expect(sessions(await read(wrapped.join('\n'), piece))).toEqual(sessions(found));
  });

  it('forgets pages of sessions long past, and gives their rows', async () => {
    const sessions = Array.from({ length: 1200 }, (_, k) => k);
    const records = [...sessions, ...sessions].map((k, at) => ({
      ...(at < sessions.length ? meta(at) : click(at, 1)),
      sessionId: `s${k}`,
    }));
    const { rows, refused } = await read(records.map((one) => JSON.stringify(one)).join('\n'));
    expect([rows.length, refused.length, new Set(rows.map((row) => row['session'])).size]).toEqual([2400, 0, 1200]);
    const views = rows.filter(({ event }) => event === 'view').map((row) => row['view']);
    expect(new Set(views).size).toBe(1200);
  });

  it('reads a list, lines, and an object around a list alike, however long', async () => {
    const many = [...page, ...Array.from({ length: 4000 }, (_, k) => click(10 + k, 4, k, 1))];
    const whole = (await read(many)).rows;
    expect(whole).toHaveLength(4001);
    expect((await read(many.map((one) => JSON.stringify(one)).join('\n'))).rows).toEqual(whole);
    expect((await read({ version: 1, events: many, more: [{}] })).rows).toEqual(whole);
    expect((await read(JSON.stringify({ events: many }, null, 1))).rows).toEqual(whole);
  });

  it('refuses records that are none, and goes on', async () => {
    const lines = [...page, click(5, 4)].map((one) => JSON.stringify(one));
    lines.splice(
      1,
      0,
      '{"type":3,',
      '7',
      '{"type":"3"}',
      '{"type":3,"timestamp":5,"data":{"source":2,"type":77,"secret":1}}',
    );
    const { rows, refused } = await read(lines.join('\n'));
    expect([rows.length, refused.map(({ reason, line, raw }) => [reason, line, raw])]).toEqual([
      2,
      [
        ['record-unreadable', 2, ''],
        ['not-a-record', 3, ''],
        ['record-unreadable', 4, '{}'],
        ['record-unreadable', 5, '{"type":3,"timestamp":5,"data":{"source":2,"type":77}}'],
      ],
    ]);
  });

  it('keeps records without a time for the mapping to refuse', async () => {
    const { rows } = await read([...page, { type: 3, data: { source: 2, type: 2, id: 4, x: 1, y: 2 } }]);
    expect(rows[1]).toMatchObject({ event: 'click', time: null });
  });

  it('tells that the file is cut', async () => {
    const text = JSON.stringify([...page, click(5, 4)]);
    const { rows, refused, source } = await read(text.slice(0, -20));
    expect([rows.length, refused.length, source.broken]).toEqual([1, 1, 'a record at its end is not complete']);
  });

  it('refuses what begins like no recording', async () => {
    await expect(read('a,b\n1,2\n')).rejects.toThrow(AnalyticsError);
  });

  it('gives rows of a page view before its end where there are many', async () => {
    const move = (at: number): object =>
      change(at, 1, { positions: Array.from({ length: 1000 }, (_, k) => ({ x: k, y: 1, id: 4, timeOffset: 0 })) });
    const { rows } = await read([...page, ...Array.from({ length: 120 }, (_, k) => move(10 + k))]);
    expect(rows).toHaveLength(120_001);
    expect(rows.every((row) => row['docHeight'] === 500)).toBe(true);
  });

  it('keeps what came before the bytes broke off, and says why they did', async () => {
    const { rows, source } = await brokenRows(
      rrwebFormat,
      [...page, click(5, 4), click(6, 4)]
        .map((one) => JSON.stringify(one))
        .join('\n')
        .slice(0, -10),
    );
    expect(source.broken).toBe('the gzip data is cut or damaged');
    expect(source.facts.gzip).toBe(true);
    expect(rows.length).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../worker/protocol/error.js';
import { mostEventLength, mostTraceAttributes, xesFormat } from '../../connectors/xes/xes.js';
import { brokenRows, formatRows, type FormatRows } from './format-rows.js';

const log = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="2.0" xmlns="http://www.xes-standard.org/">\n${inner}\n</log>\n`;
const trace = (name: string, ...events: readonly string[]): string =>
  `<trace><string key="concept:name" value="${name}"/>\n${events.join('\n')}</trace>\n`;
const event = (name: string, more = ''): string =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="2026-01-05T10:00:00.000+01:00"/>${more}</event>`;
const read = (xml: string, piece?: number): Promise<FormatRows> =>
  formatRows(xesFormat, xml, piece === undefined ? {} : { piece });
const plain = (rows: FormatRows['rows']): object[] => rows.map((row) => ({ ...row }));

describe('a process log', () => {
  it('gives each event with the attributes of its trace, typed', async () => {
    const { rows, refused, source } = await read(
      log(
        `<trace><string key="concept:name" value="case &amp; 1"/><int key="cost" value="7"/>
         <event><string key="concept:name" value="pay"/><date key="time:timestamp" value="2026-01-05T10:00:00.000+01:00"/>
           <date key="due" value="2026-01-06T00:00:00"/><int key="n" value="42"/><int key="long" value="9007199254740993"/>
           <float key="rate" value="-1.5E-3"/><float key="odd" value="INF"/><boolean key="done" value="true"/>
           <id key="identity:id" value="a-1"/></event></trace>`,
      ),
    );
    expect(plain(rows)).toEqual([
      {
        'case:concept:name': 'case & 1',
        'case:cost': 7,
        'concept:name': 'pay',
        'time:timestamp': '2026-01-05T09:00:00.000Z',
        due: '2026-01-06T00:00:00',
        n: 42,
        long: '9007199254740993',
        rate: -0.0015,
        odd: 'INF',
        done: true,
        'identity:id': 'a-1',
      },
    ]);
    expect([refused, source.broken, source.warnings()[0]!.count]).toEqual([[], null, 0]);
    expect(source.facts).toEqual({ format: 'xes', encoding: 'utf-8', gzip: false });
  });

  it('keeps lists and containers as JSON, and attributes of attributes under both keys', async () => {
    const { rows } = await read(
      log(
        trace(
          'a',
          event(
            'b',
            `<list key="who"><values><string key="name" value="ann"/><string key="name" value="bob"><int key="age" value="7"/></string></values></list>
             <container key="where"><string key="town" value="Bern"/><list key="ways"><string key="w" value="in"/></list></container>
             <string key="org" value="x"><float key="share" value="0.5"><int key="n" value="2"/></float></string>`,
          ),
        ),
      ),
    );
    expect(rows[0]).toMatchObject({
      who: '[{"name":"ann"},{"name":"bob","name.age":7}]',
      where: '{"town":"Bern","ways":[{"w":"in"}]}',
      org: 'x',
      'org.share': 0.5,
      'org.share.n': 2,
    });
  });

  it('gives the same in pieces of any length', async () => {
    const xml = log(trace('a', event('é'), event('b')) + trace('c', event('d<'.replace('<', '&lt;'))) + event('alone'));
    const whole = plain((await read(xml)).rows);
    expect(whole).toHaveLength(4);
    for (const piece of [1, 7, 100]) expect(plain((await read(xml, piece)).rows)).toEqual(whole);
  });

  it('reads prefixes of a name space, and events without a trace', async () => {
    const xml =
      '<x:log xmlns:x="http://www.xes-standard.org/"><x:event><x:string key="concept:name" value="a"/></x:event></x:log>';
    expect(plain((await read(xml)).rows)).toEqual([{ 'concept:name': 'a' }]);
  });

  it('fills in what the log says all events have, but makes up no time, no name and no id', async () => {
    const globals = `<global scope="trace"><string key="concept:name" value="UNKNOWN"/><string key="tier" value="std"/></global>
      <global scope="event"><date key="time:timestamp" value="1970-01-01T00:00:00Z"/><string key="concept:name" value="UNKNOWN"/>
      <string key="org:group" value="none"/></global>`;
    const { rows } = await read(log(`${globals}<trace><event/></trace>${trace('a', event('b'))}`));
    expect(plain(rows)).toEqual([
      { 'case:tier': 'std', 'org:group': 'none' },
      {
        'case:concept:name': 'a',
        'concept:name': 'b',
        'time:timestamp': '2026-01-05T09:00:00.000Z',
        'case:tier': 'std',
        'org:group': 'none',
      },
    ]);
  });

  it('maps itself: the case acts, and a classifier that names events by more is heeded', async () => {
    const one = event('pay', '<string key="lifecycle:transition" value="complete"/>');
    const defaultsOf = async (head: string): Promise<unknown> =>
      (await read(log(head + trace('a', one)))).source.defaults;
    const fields = {
      actor: { column: 'case:concept:name' },
      time: { column: 'time:timestamp', format: 'iso' },
      event: { column: 'concept:name' },
    };
    const finer = { ...fields, event: { template: '{concept:name} / {lifecycle:transition}' } };
    expect(await defaultsOf('')).toEqual({ version: 1, fields });
    expect(
      await defaultsOf(
        `<classifier name="who" keys="org:resource"/><classifier name="what" keys="concept:name 'lifecycle:transition'"/>`,
      ),
    ).toEqual({ version: 1, fields: finer });
    expect(
      await defaultsOf('<classifier name="case" scope="trace" keys="concept:name lifecycle:transition"/>'),
    ).toEqual({
      version: 1,
      fields,
    });
    expect((await read(log('<trace><event/></trace>'))).source.defaults).toBeNull();
  });

  it('keeps keys such as __proto__ as data', async () => {
    const { rows } = await read(
      log(trace('a', event('b', '<string key="__proto__" value="x"/><string key="constructor" value="y"/>'))),
    );
    expect(Object.hasOwn(rows[0]!, '__proto__') && rows[0]!['__proto__']).toBe('x');
    expect(Object.keys({})).toEqual([]);
  });

  it('counts attributes that stand twice', async () => {
    const { rows, source } = await read(log(trace('a', event('b', '<string key="concept:name" value="c"/>'))));
    expect([rows[0]!['concept:name'], source.warnings()[0]!.count]).toEqual(['c', 1]);
  });

  it('takes no attribute of a trace behind its events, and no trace with two names', async () => {
    const name = '<string key="concept:name" value="c"/>';
    const late = await read(log(trace('a', event('b'), name, event('d'))));
    expect([late.rows.map((row) => row['case:concept:name']), late.source.warnings()[0]!.count]).toEqual([
      ['a', 'a'],
      1,
    ]);
    const twice = await read(log(trace('a', name, event('b'))));
    expect([twice.rows, twice.refused.length]).toEqual([[], 1]);
  });

  it('tells the line of an event', async () => {
    const { rows, source } = await read(log(trace('a', event('b'), event('c'))));
    expect(rows.map((row) => source.lineOf!(row))).toEqual([4, 5]);
  });

  it('reads other encodings', async () => {
    const latin = Uint8Array.from(log(trace('Göran', event('é'))).replace('UTF-8', 'ISO-8859-1'), (letter) =>
      letter.charCodeAt(0),
    );
    const { rows, source } = await formatRows(xesFormat, latin);
    expect([rows[0]!['case:concept:name'], source.facts.encoding]).toEqual(['Göran', 'iso-8859-1']);
  });
});

describe('a damaged process log', () => {
  const names = ({ rows }: FormatRows): unknown[] =>
    rows.map((row) => `${String(row['case:concept:name'])}/${String(row['concept:name'])}`);
  const reasons = ({ refused }: FormatRows): string[] => refused.map(({ reason }) => reason);
  const good = trace('z', event('last'));

  it.each([
    ['a value that does not end', trace('a', event('b').replace('"b"', '"b'), event('c')), ['a/c', 'z/last']],
    ['an entity of its own', trace('a', event('&b;'), event('c')), ['a/c', 'z/last']],
    ['an event whose end is missing', trace('a', event('b').replace('</event>', ''), event('c')), ['a/c', 'z/last']],
    [
      'an event whose end is misspelt',
      trace('a', event('b').replace('</event>', '</evemt>'), event('c')),
      ['a/c', 'z/last'],
    ],
    ['a tag that is none', trace('a', event('b', '=string key="c" value="d"/>'), event('c')), ['a/c', 'z/last']],
    ['an attribute without a key', trace('a', event('b', '<string value="d"/>'), event('c')), ['a/c', 'z/last']],
    ['a document type between events', trace('a', '<!DOCTYPE x>', event('c')), ['z/last']],
    ['an event within something else', trace('a', `<x>${event('b')}</x>`, event('c')), ['z/last']],
  ])('loses no more than what is touched by %s', async (_, damaged, kept) => {
    const found = await read(log(damaged + good));
    expect(names(found)).toEqual(kept);
    expect(found.items.length).toBeGreaterThanOrEqual(3);
    expect(reasons(found).every((reason) => reason === 'record-unreadable')).toBe(true);
    expect(found.source.broken).toBeNull();
    expect(names(await read(log(damaged + good), 3))).toEqual(kept);
  });

  it('takes no event of a trace whose name may be lost', async () => {
    const found = await read(
      log(trace('a', event('b'), event('c')).replace('"concept:name" value="a"', '"concept:name" value="a')),
    );
    expect([names(found), reasons(found)]).toEqual([
      [],
      ['record-unreadable', 'record-unreadable', 'record-unreadable'],
    ]);
    const start = await read(log(trace('a', event('b')).replace('<trace>', '<tr ace>') + good));
    expect(names(start)).toEqual(['z/last']);
  });

  it('ends the trace before where its end is missing', async () => {
    expect(names(await read(log(trace('a', event('b')).replace('</trace>', '') + good)))).toEqual(['a/b', 'z/last']);
  });

  it('tells that the file is cut, and refuses the event that it ends in', async () => {
    const xml = log(trace('a', event('b'), event('c')));
    const within = await read(xml.slice(0, xml.indexOf('"c"')));
    expect([names(within), reasons(within)]).toEqual([['a/b'], ['record-unreadable']]);
    expect(within.source.broken).toMatch(/ends within/);
    const between = await read(xml.slice(0, xml.indexOf('</trace>')));
    expect([names(between), reasons(between)]).toEqual([['a/b', 'a/c'], []]);
    expect(between.source.broken).toBe('the text ends within <trace> (line 5)');
  });

  it('refuses what follows the log', async () => {
    const found = await read(log(good) + trace('a', event('b')));
    expect([names(found), reasons(found).length > 0]).toEqual([['z/last'], true]);
  });

  it('refuses events with bytes that are no text, and those alone', async () => {
    const bytes = new TextEncoder().encode(log(trace('a', event('b#'), event('\ufffd'), event('c'))));
    bytes[bytes.indexOf('#'.charCodeAt(0), 100)] = 0xff;
    const found = await formatRows(xesFormat, bytes);
    expect([reasons(found), names(found).at(-1)]).toEqual([['encoding', 'encoding'], 'a/c']);
  });

  it('refuses events and traces beyond what is held', async () => {
    const long = await read(
      log(trace('a', event('b', `<string key="x" value="${'y'.repeat(500_000)}"/>`.repeat(17)), event('c'))),
    );
    expect(17 * 500_000).toBeGreaterThan(mostEventLength);
    expect([names(long), reasons(long)]).toEqual([['a/c'], ['record-too-long']]);
    const wide = Array.from({ length: mostTraceAttributes }, (_, k) => `<string key="k${k}" value="v"/>`).join('');
    const many = await read(log(trace('a', wide, event('b')) + good));
    expect([names(many), reasons(many)]).toEqual([['z/last'], ['record-too-long']]);
  });

  it.each([
    ['a document type', `<!DOCTYPE log [<!ENTITY a "aaaa">]>${log(good)}`, /document type/],
    ['other XML', '<html/>', /outermost element is <html>/],
    ['no XML', 'a,b\n1,2\n', /outside of any element/],
    ['nothing', '', /no element/],
    ['an encoding that nobody knows', '<?xml version="1.0" encoding="klingon"?><log/>', /encoding/],
  ])('is refused as a whole: %s', async (_, xml, message) => {
    const error: unknown = await read(xml).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AnalyticsError);
    expect(error).toMatchObject({ code: 'source-format', message: expect.stringMatching(message) as string });
  });

  it('has an outermost element that is empty', async () => {
    expect((await read('<log/>')).items).toEqual([]);
  });

  it('keeps what came before the bytes broke off, and says why they did', async () => {
    const { rows, source } = await brokenRows(xesFormat, log(trace('a', event('b'), event('c'))).slice(0, -40));
    expect(source.broken).toBe('the gzip data is cut or damaged');
    expect(source.facts.gzip).toBe(true);
    expect(rows.length).toBeGreaterThan(0);
  });
});

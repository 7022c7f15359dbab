import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { embedWords } from '../../widgets/embed/embed-words.js';
import {
  embedVersion,
  mostText,
  mostValues,
  readAnswer,
  readInit,
  readToFrame,
  readToPage,
  type EmbedConfig,
} from '../../widgets/embed/messages.js';
import { readView, viewName, type ViewFault } from '../../widgets/embed/view.js';
import { corpusText, hasCorpus, skipMissing } from './corpus.js';

interface MessageCase {
  readonly id: string;
  readonly origin: string;
  readonly source: string;
  readonly data: unknown;
  readonly data_json?: string;
  readonly data_note?: string;
  readonly direction?: string;
  readonly expect: string;
}

interface Corpus {
  readonly trusted_parent_origin: string;
  readonly handshake_nonce: string;
  readonly cases: readonly MessageCase[];
}

const parent = { name: 'the parent window' };
const others: Readonly<Record<string, unknown>> = { 'the parent window': parent };

/** The corpus' message in the product's words: version, type and payload become those of the page's answer. */
function translated({ id, data, data_json }: MessageCase): unknown {
  const given: unknown = data_json === undefined ? data : JSON.parse(data_json);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const { v, type, payload = {}, ...rest } = given as Readonly<Record<string, unknown>>;
  const title = id === 'payload-big' ? 'x'.repeat(5 * 2 ** 20) : (payload as { title?: string }).title;
  const config = { widgets: [{ type: 'funnel' }], ...(typeof payload === 'object' ? payload : {}), title };
  return {
    ...rest,
    tp: v,
    type: type === 'tp:setFilter' || type === 'tp:setTitle' ? 'init' : type,
    config,
    theme: {},
  };
}

describe('embed/postmessage', () => {
  if (!hasCorpus('postmessage/cases.json')) return skipMissing('postmessage');
  const corpus = JSON.parse(corpusText('postmessage/cases.json')) as Corpus;
  const allowed = [corpus.trusted_parent_origin];

  for (const one of corpus.cases) {
    it(`${one.id}: ${one.expect}`, () => {
      const arrived = {
        origin: one.origin,
        source: others[one.source] ?? { name: one.source },
        data: translated(one),
        ports: [{}],
      };
      const read = (): ReturnType<typeof readInit> => readInit(arrived, parent, corpus.handshake_nonce, allowed);
      if (one.direction === 'widget to host') {
        // What goes out is looked at in a browser: test/e2e/embed.test.ts.
        return expect(read()).not.toBeNull();
      }
      if (one.expect === 'no_freeze') {
        for (let k = 0; k < 10_000; k++) expect(read()).not.toBeNull();
        return;
      }
      const init = read();
      expect(init !== null).toBe(one.expect.startsWith('accept'));
      if (one.expect === 'accept_as_text') expect(init!.config.title).toContain('<img');
      expect(({} as Record<string, unknown>)['pm1']).toBeUndefined();
    });
  }
});

const config: EmbedConfig = { widgets: [{ type: 'funnel', attributes: { steps: 'visit, buy' } }] };
const stamped = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && !Array.isArray(message)
    ? { tp: embedVersion, id: 1, ...message }
    : message;

const holes = (): unknown[] => Object.assign([], { length: 2 ** 32 - 1 });

/** Values that cross a port at once, and cost whoever walks through them for ever. */
const costly: ReadonlyArray<readonly [string, () => unknown]> = [
  ['a list of four thousand million holes', holes],
  [
    'a cycle',
    () => {
      const ring: Record<string, unknown> = {};
      ring['ring'] = ring;
      return ring;
    },
  ],
  [
    'a list that holds itself doubled, thirty times over',
    () => {
      let list: unknown[] = [];
      for (let k = 0; k < 30; k++) list = [list, list];
      return list;
    },
  ],
  ['more names than values may be', () => Object.fromEntries(Array.from({ length: mostValues + 1 }, (_, k) => [k, 0]))],
  ['a number that JSON cannot write', () => 1n],
  ['a map', () => new Map([['a', 1]])],
  ['bytes', () => new Uint8Array(8)],
];

describe('embed/messages by the port', () => {
  it.each<[string, unknown]>([
    ['a type that is none', { type: 'eval', code: '1' }],
    ['a name of every object', { type: 'constructor' }],
    ['an element that is not shown', { type: 'config', config: { widgets: [{ type: 'dataset' }] } }],
    [
      'an attribute that is no text',
      { type: 'config', config: { widgets: [{ type: 'funnel', attributes: { steps: 1 } }] } },
    ],
    ['a property that is no token', { type: 'theme', theme: { tokens: { color: 'red' } } }],
    [
      'a token named like a prototype',
      { type: 'theme', theme: { tokens: JSON.parse('{"__proto__":"red"}') as object } },
    ],
    ['a scheme that is none', { type: 'theme', theme: { scheme: 'red' } }],
    ['text beyond the limit', { type: 'config', config: { ...config, title: 'x'.repeat(mostText) } }],
    ['data that are no file', { type: 'data', data: { kind: 'blob', blob: {}, name: 'a' } }],
    ['a file with a name without end', { type: 'data', data: { kind: 'rows', rows: [], name: 'x'.repeat(1001) } }],
    ['rows without number', { type: 'data', data: { kind: 'rows', rows: holes(), name: 'a' } }],
    ['a selection that is a list', { type: 'select', selection: [] }],
    ['a selection with a strange clause', { type: 'select', selection: { clauses: [{ source: 'a' }] } }],
    ['a token that a header cannot carry', { type: 'token', re: 1, token: 'a\r\nb', expiresAt: 1 }],
    ['a token that answers nothing', { type: 'token', token: 'a', expiresAt: 1 }],
    ['a token without an end', { type: 'token', re: 1, token: 'a' }],
    ['another version', { tp: 2, type: 'destroy' }],
    ['no number', { id: undefined, type: 'destroy' }],
    ['a list', [{ tp: embedVersion, id: 1, type: 'destroy' }]],
    ['text', '{"tp":1,"id":1,"type":"destroy"}'],
    ['nothing', null],
  ])('%s is dropped', (_, message) => {
    expect(readToFrame(stamped(message))).toBeNull();
  });

  it.each(costly)('%s is dropped on both sides', (_, make) => {
    const mapping = { odd: make() };
    expect(readToFrame(stamped({ type: 'config', config: { ...config, mapping } }))).toBeNull();
    const clause = {
      source: 'a',
      widget: 'funnel',
      filter: { kind: 'and', of: make() },
      label: { key: 'a', args: [] },
    };
    expect(readToPage(stamped({ type: 'select', selection: { clauses: [clause] } }))).toBeNull();
    const init = { tp: embedVersion, type: 'init', nonce: 'n', config: { ...config, mapping }, theme: {} };
    expect(readAnswer(init, 'n')).toBeNull();
  });

  it.each<[string, unknown]>([
    ['elements', { type: 'config', config }],
    ['a theme', { type: 'theme', theme: { scheme: 'dark', locale: 'zh-CN', tokens: { '--tp-color-data': '#345' } } }],
    ['the scheme of strong contrast', { type: 'theme', theme: { scheme: 'contrast' } }],
    ['a file', { type: 'data', data: { kind: 'blob', blob: new Blob(['x']), name: 'a.csv' } }],
    ['rows', { type: 'data', data: { kind: 'rows', rows: [], name: 'a' } }],
    ['no selection', { type: 'select', selection: null }],
    ['a token', { type: 'token', re: 3, token: 'a.b-c_d', expiresAt: 1e12 }],
    ['the end', { type: 'destroy' }],
  ])('%s come through', (_, message) => {
    const whole = stamped(message);
    expect(readToFrame(whole)).toBe(whole);
  });

  it.each<[string, unknown]>([
    ['a height', { type: 'resize', height: 400 }],
    ['what was read', { type: 'ready', re: 2, rows: 1, actors: 1, rejected: 0 }],
    ['a selection', { type: 'select', selection: { clauses: [], actor: 'a', period: null, compare: null } }],
    ['a wish for a token', { type: 'token-expiring', reason: 'needed' }],
    ['a fault', { type: 'error', re: null, code: 'source-missing', message: 'gone' }],
  ])('%s of the frame come through, and not without version or number', (_, message) => {
    const whole = stamped(message);
    expect(readToPage(whole)).toBe(whole);
    expect(readToPage(message)).toBeNull();
    expect(readToPage({ ...(whole as object), tp: 2 })).toBeNull();
  });

  it.each<[string, unknown]>([
    ['a height below nothing', { type: 'resize', height: -1 }],
    ['a height that is none', { type: 'resize', height: NaN }],
    ['rows', { type: 'data', data: { kind: 'rows', rows: [], name: 'a' } }],
    ['a selection of another make', { type: 'select', selection: { clauses: 'all' } }],
    ['a reason that is none', { type: 'token-expiring', reason: 'please' }],
    ['a fault without a code', { type: 'error', re: null, message: 'gone' }],
  ])('%s of the frame are dropped', (_, message) => {
    expect(readToPage(stamped(message))).toBeNull();
  });

  it('a version of the future is not understood', () => {
    const data = { tp: embedVersion + 1, type: 'init', nonce: 'n', config, theme: {} };
    const event = { origin: 'https://a.example', source: parent, data, ports: [{}] };
    expect(readInit(event, parent, 'n', ['https://a.example'])).toBeNull();
    expect(
      readInit({ ...event, data: { ...data, tp: embedVersion } }, parent, 'n', ['https://a.example']),
    ).not.toBeNull();
    expect(
      readInit({ ...event, data: { ...data, tp: embedVersion }, ports: [] }, parent, 'n', ['https://a.example']),
    ).toBeNull();
  });
});

test('no source of the frames addresses a message to everybody', () => {
  const folder = fileURLToPath(new URL('../../widgets/embed/', import.meta.url));
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const texts = sources.map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts.filter((text) => text.includes('.postMessage(')).length).toBeGreaterThan(1);
  expect(sources.filter((_, at) => /(['"])\*\1|targetOrigin/.test(texts[at]!))).toEqual([]);
});

describe('embed/names of views', () => {
  it.each([
    '../embed',
    '..%2Fembed',
    'a/b',
    'a%2Fb',
    'a\\b',
    'a.json',
    '.hidden',
    '__proto__',
    '_a',
    'embed',
    'https://evil.example/a',
    '//evil.example/a',
    'data:application/json,{}',
    'javascript:alert(1)',
    'trials?data=https://evil.example/rows.csv',
    'trials&origins=https://evil.example',
    'origins=*',
    'trials#other',
    'trials%00',
    ' trials',
    'trials ',
    '试用',
    '＃trials',
    'x'.repeat(65),
  ])('“%s” is refused, and said', (name) => {
    expect(() => viewName(`#${name}`)).toThrow(expect.objectContaining({ key: 'nameRefused' }));
    try {
      viewName(`#${name}`);
    } catch (thrown) {
      const { key, about } = thrown as ViewFault;
      expect(about).toBe(name);
      expect(embedWords('en')[key](about)).toContain(name);
      expect(embedWords('zh-CN')[key](about)).toContain(name);
    }
  });

  it.each(['trials', 'Trials-2026_q4', '1', 'constructor', 'toString', 'x'.repeat(64)])('“%s” is a name', (name) => {
    expect(viewName(`#${name}`)).toBe(name);
  });

  it('an address without one leaves it to the page around', () => {
    expect(viewName('')).toBeNull();
    expect(viewName('#')).toBeNull();
  });
});

describe('embed/files of views', () => {
  const base = 'https://kit.example/embed/trials.json';
  const view = { ...config, data: 'events.csv' };

  it.each<[string, unknown, string]>([
    ['a list', [], 'viewUnreadable'],
    ['nothing', null, 'viewUnreadable'],
    ['a key that is none', { ...view, origins: ['https://evil.example'] }, 'viewUnreadable'],
    ['a prototype', JSON.parse('{"widgets":[],"data":"a.csv","__proto__":{"data":"b.csv"}}'), 'viewUnreadable'],
    ['no elements', { data: 'a.csv' }, 'viewUnreadable'],
    ['no data', config, 'viewUnreadable'],
    ['data that are no address', { ...view, data: 'https://' }, 'viewUnreadable'],
    ['tokens that are none', { ...view, tokens: { color: 'red' } }, 'viewUnreadable'],
    ['a span that is none', { ...view, token: true, refresh: 'soon' }, 'viewUnreadable'],
    ['another server', { ...view, data: 'https://evil.example/rows.csv' }, 'dataElsewhere'],
    ['another server, without a scheme', { ...view, data: '//evil.example/rows.csv' }, 'dataElsewhere'],
    ['another server behind backslashes', { ...view, data: '\\\\evil.example\\rows.csv' }, 'dataElsewhere'],
    ['another port', { ...view, data: 'https://kit.example:8443/rows.csv' }, 'dataElsewhere'],
    ['another scheme', { ...view, data: 'http://kit.example/rows.csv' }, 'dataElsewhere'],
    ['a name and a password', { ...view, data: 'https://a:b@kit.example/rows.csv' }, 'dataElsewhere'],
    ['data in the address', { ...view, data: 'data:text/csv,a' }, 'dataElsewhere'],
    ['a script', { ...view, data: 'javascript:alert(1)' }, 'dataElsewhere'],
    ['a blob', { ...view, data: 'blob:https://evil.example/1' }, 'dataElsewhere'],
    ['a blob of its own', { ...view, data: 'blob:https://kit.example/1' }, 'dataElsewhere'],
  ])('%s is refused', (_, settings, key) => {
    expect(() => readView(settings, base)).toThrow(expect.objectContaining({ key }));
  });

  it.each([
    ['events.csv', 'https://kit.example/embed/events.csv'],
    ['../data/events.csv?of=2026', 'https://kit.example/data/events.csv?of=2026'],
    ['/api/events', 'https://kit.example/api/events'],
    [base, base],
  ])('data at %s are read', (data, address) => {
    expect(readView({ ...view, data, refresh: '5m', token: true, scheme: 'dark' }, base)).toEqual({
      ...view,
      data: address,
      refresh: '5m',
      token: true,
      scheme: 'dark',
    });
  });
});

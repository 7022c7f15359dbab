import { describe, expect, it } from 'vitest';
import { embedVersion, mostText, readInit, readToFrame, type EmbedConfig } from '../../widgets/embed/messages.js';
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

describe('embed/messages by the port', () => {
  const config: EmbedConfig = { widgets: [{ type: 'funnel', attributes: { steps: 'visit, buy' } }] };

  it.each<[string, unknown]>([
    ['a type that is none', { type: 'eval', code: '1' }],
    ['a name of every object', { type: 'constructor' }],
    ['an element that is not shown', { type: 'config', config: { widgets: [{ type: 'dataset' }] } }],
    [
      'an attribute that is no text',
      { type: 'config', config: { widgets: [{ type: 'funnel', attributes: { steps: 1 } }] } },
    ],
    ['a property that is no token', { type: 'theme', theme: { tokens: { color: 'red' } } }],
    ['a scheme that is none', { type: 'theme', theme: { scheme: 'red' } }],
    ['text beyond the limit', { type: 'config', config: { ...config, title: 'x'.repeat(mostText) } }],
    ['data that are no file', { type: 'data', data: { kind: 'blob', blob: {}, name: 'a' } }],
    ['a selection that is none', { type: 'select', selection: [] }],
    ['a list', [{ type: 'destroy' }]],
    ['text', '{"type":"destroy"}'],
    ['nothing', null],
  ])('%s is dropped', (_, message) => {
    expect(readToFrame(message)).toBeNull();
  });

  it.each<[string, unknown]>([
    ['elements', { type: 'config', config }],
    ['a theme', { type: 'theme', theme: { scheme: 'dark', locale: 'zh-CN', tokens: { '--tp-color-data': '#345' } } }],
    ['a file', { type: 'data', data: { kind: 'blob', blob: new Blob(['x']), name: 'a.csv' } }],
    ['rows', { type: 'data', data: { kind: 'rows', rows: [], name: 'a' } }],
    ['no selection', { type: 'select', selection: null }],
    ['the end', { type: 'destroy' }],
  ])('%s come through', (_, message) => {
    expect(readToFrame(message)).toBe(message);
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

import { afterEach, describe, expect, it, vi } from 'vitest';

import { fetchMapping } from '../../../widgets/dataset/fetch-mapping.js';
import { inlineSource, jsonSource, rowsSource, urlSource } from '../../../widgets/dataset/page-source.js';

/** What `inlineSource` needs of an element: its children, as [type, text] of scripts or the name of another element. */
function datasetWith(...children: ([type: string, text: string] | string)[]): Element {
  return {
    children: children.map((child) =>
      typeof child === 'string'
        ? { localName: child, getAttribute: () => null, hasAttribute: () => false, textContent: '' }
        : {
            localName: 'script',
            getAttribute: () => child[0],
            hasAttribute: (name: string) => child[0].includes(name),
            textContent: child[1],
          },
    ),
  } as unknown as Element;
}

const page = 'https://portal.example/reports/index.html';
const signal = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

describe('an address', () => {
  it('is made absolute and keeps its written form as the name of the source', () => {
    expect(urlSource('../events.csv?x=1', page)).toEqual({
      kind: 'url',
      url: 'https://portal.example/events.csv?x=1',
      name: '../events.csv?x=1',
    });
  });

  it('of a file is refused with the way to mend it', () => {
    expect(() => urlSource('events.csv', 'file:///home/ann/page.html')).toThrowError(/npx touchpoint-kit serve \./);
  });

  it('of a server is taken on a page opened from a file', () => {
    expect(urlSource('https://data.example/e.csv', 'file:///home/ann/page.html')).toMatchObject({ kind: 'url' });
  });

  it('that is none is said to be none', () => {
    expect(() => urlSource('http://[', page)).toThrowError(/"http:\/\/\[" is no address/);
  });
});

describe('rows', () => {
  it('are an array of objects', () => {
    expect(rowsSource([{ a: 1 }], 'data')).toEqual({ kind: 'rows', rows: [{ a: 1 }], name: 'data' });
    expect(rowsSource([], 'data')).toMatchObject({ kind: 'rows', rows: [] });
  });

  it.each([
    [null, '`data` is null.'],
    ['text', '`data` is a string.'],
    [{ a: 1 }, '`data` is an object.'],
    [[{}, 5], '`data` item 1 is a number.'],
    [[[]], '`data` item 0 is an array.'],
  ])('are refused with words for %j', (rows, words) => {
    expect(() => rowsSource(rows, 'data')).toThrowError(words);
  });

  it('as JSON text are parsed, with the parser’s own words when they cannot be', () => {
    expect(jsonSource('[{"__proto__": {"x": 1}, "actor": "ann"}]', 'dataJson')).toMatchObject({ kind: 'rows' });
    expect(({} as { x?: number }).x).toBeUndefined();
    expect(() => jsonSource('[', 'dataJson')).toThrowError(/^"dataJson" is not JSON: /);
  });
});

describe('data inside the element', () => {
  it('are the first data script among the children', () => {
    const dataset = datasetWith(
      'tp-funnel',
      ['text/javascript', 'no()'],
      [' Text/CSV ', '\n  a,b\n  1,2\n'],
      ['text/csv', 'c'],
    );
    expect(inlineSource(dataset)).toEqual({ kind: 'text', text: 'a,b\n1,2\n', name: 'inline' });
    expect(inlineSource(datasetWith('tp-funnel'))).toBeNull();
  });

  it('lose only the indentation that all lines share', () => {
    const text = '\r\n\ta;b\r\n\t\t;2\r\n\r\n\t3;4\r\n  ';
    expect(inlineSource(datasetWith(['text/csv', text]))).toMatchObject({ text: 'a;b\r\n\t;2\r\n\r\n3;4\n' });
    expect(inlineSource(datasetWith(['text/csv', 'a\n  b\n']))).toMatchObject({ text: 'a\n  b\n' });
  });

  it('are no profiles', () => {
    const dataset = datasetWith(['text/csv data-profiles', 'Email'], ['text/csv', 'a,b']);
    expect(inlineSource(dataset)).toMatchObject({ text: 'a,b\n' });
  });

  it('may be JSON', () => {
    expect(inlineSource(datasetWith(['application/json', ' [{"actor": 1}] ']))).toMatchObject({
      kind: 'rows',
      rows: [{ actor: 1 }],
    });
  });
});

describe('a mapping file', () => {
  const answer = (status: number, text: string): void => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(text, { status })));
  };

  it('is fetched relative to the page', async () => {
    const fetched = vi.fn(() => Promise.resolve(new Response('{"version": 1}')));
    vi.stubGlobal('fetch', fetched);
    expect(await fetchMapping('m.json', page, signal)).toEqual({ version: 1 });
    expect(fetched).toHaveBeenCalledWith('https://portal.example/reports/m.json', { signal });
  });

  it.each([
    [404, '', 'source-missing'],
    [403, '', 'source-auth'],
    [200, '<html>', 'mapping-invalid'],
  ])('answered with %i %j fails as such', async (status, text, code) => {
    answer(status, text);
    await expect(fetchMapping('m.json', page, signal)).rejects.toMatchObject({ code });
  });

  it('that cannot be reached is missing', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    await expect(fetchMapping('m.json', page, signal)).rejects.toMatchObject({ code: 'source-missing' });
  });
});

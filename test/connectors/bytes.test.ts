import { afterEach, describe, expect, test, vi } from 'vitest';
import { openBytes, shownUrl } from '../../connectors/bytes.js';
import { identifierReader } from '../../connectors/identifiers.js';
import { load } from './load.js';

const signal = { aborted: false };
const answerWith = (status: number, body: BodyInit | null, headers: Record<string, string> = {}): void => {
  vi.stubGlobal('fetch', async () => new Response(body, { status, headers }));
};

afterEach(() => vi.unstubAllGlobals());

describe('an address', () => {
  test.each([
    [401, 'source-auth'],
    [403, 'source-auth'],
    [404, 'source-missing'],
    [429, 'source-limit'],
    [500, 'source-missing'],
  ])('that answers %i is %s, and its secrets are not told', async (status, code) => {
    answerWith(status, 'x', { 'retry-after': '30' });
    const error = (await openBytes({ kind: 'url', url: 'https://me:pw@x.org/a.csv?token=s3cret#f' }, signal).catch(
      (thrown: unknown) => thrown,
    )) as Error;
    expect(error).toMatchObject({ code, detail: { url: 'https://x.org/a.csv', status } });
    expect(error.message).not.toMatch(/s3cret|pw@/);
    if (status === 429) expect(error).toMatchObject({ detail: { retryAfter: '30' } });
  });

  test('that cannot be reached, or is a file, says what to do', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(openBytes({ kind: 'url', url: 'https://x.org/a.csv' }, signal)).rejects.toMatchObject({
      code: 'source-missing',
    });
    await expect(openBytes({ kind: 'url', url: 'file:///a.csv' }, signal)).rejects.toMatchObject({
      code: 'source-file-url',
    });
    expect(shownUrl('a.csv?x=1')).toBe('a.csv');
  });

  test('is read, and a file shorter than announced is cut short', async () => {
    const text = 'user,time,event\nann,2024-03-05,visit\nbob,2024-03-0';
    answerWith(200, text);
    expect((await load({ kind: 'url', url: 'https://x.org/a.csv' })).report).toMatchObject({
      source: 'https://x.org/a.csv',
      accepted: 1,
      rejected: 1,
    });
    answerWith(200, text, { 'content-length': '500' });
    const { report } = await load({ kind: 'url', url: 'https://x.org/a.csv', name: 'mine' });
    expect(report).toMatchObject({ source: 'mine', accepted: 1, rejected: 0, complete: false });
    expect(report.warnings.find(({ code }) => code === 'cut-short')).toMatchObject({ sample: 'bob,2024-03-0' });
  });

  test('that never answers is left when the caller cancels', async () => {
    vi.stubGlobal(
      'fetch',
      (_: string, options: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => {
          options.signal.addEventListener('abort', () => reject(options.signal.reason as Error));
        }),
    );
    const stop = { aborted: false };
    const opening = openBytes({ kind: 'url', url: 'https://x.org/a.csv' }, stop);
    setTimeout(() => (stop.aborted = true), 10);
    await expect(opening).rejects.toMatchObject({ code: 'aborted' });
  });
});

test('a file is read in slices of at most 1 MiB, under its own name', async () => {
  const blob = new File([`user,time,event\n${'ann,2024-03-05,visit\n'.repeat(120_000)}`], 'events.csv');
  const sizes: number[] = [];
  const sliced = {
    size: blob.size,
    name: blob.name,
    slice: (from?: number, to?: number) => (sizes.push(to! - from!), blob.slice(from, to)),
    arrayBuffer: () => blob.arrayBuffer(),
  };
  const { report } = await load({ kind: 'blob', blob: sliced });
  expect(report).toMatchObject({ source: 'events.csv', accepted: 120_000 });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
  expect(sizes.length).toBe(Math.ceil(blob.size / 1024 / 1024));
});

test('a stream that breaks off keeps what it gave', async () => {
  const parts = ['user,time,event\nann,2024-03-05,visit\nbo'];
  const stream = {
    getReader: () => ({
      read: async () => {
        const part = parts.shift();
        if (part === undefined) throw new Error('reset');
        return { done: false, value: new TextEncoder().encode(part) };
      },
      cancel: async () => {},
    }),
  };
  const { report } = await load({ kind: 'stream', stream });
  expect(report).toMatchObject({ accepted: 1, complete: false });
});

describe('identifiers', () => {
  test.each([
    ['email', ' Ann.B+x@Sub.X.org ', 'ann.b+x@sub.x.org'],
    ['email', 'ａｎｎ@x.org', 'ann@x.org'],
    ['email', 'ann@x', null],
    ['email', 'a@b@c.d', null],
    ['email', '@x.org', null],
    ['email', 'ann@x.', null],
    ['phone', '+86 138-0013-8000', '+8613800138000'],
    ['phone', '008613800138000', null],
    ['phone', '+41 (0)44 668 18 00', '+41446681800'],
    ['phone', '＋86 13800138000', '+8613800138000'],
    ['phone', '138 0013 8000', null],
    ['phone', '+1234567', null],
    ['userId', ' U-7 ', 'U-7'],
    ['userId', 'NULL', null],
    ['userId', 'n/a', null],
    ['userId', '0', null],
    ['deviceId', '00000000-0000-0000-0000-000000000000', null],
    ['actor', '', null],
    ['actor', '007', '007'],
  ] as const)('%s %j is %j', async (type, text, expected) => {
    const read = await identifierReader({}, true);
    expect(read(type, text)).toBe(expected);
  });

  test.each([
    ['CN', '138 0013 8000', '+8613800138000'],
    ['CN', '+86-13800138000', '+8613800138000'],
    ['CN', '008613800138000', '+8613800138000'],
    ['CN', '8613800138000', '+8613800138000'],
    ['CN', '１３８００１３８０００', '+8613800138000'],
    ['CN', '13800138000 转8001', '+8613800138000'],
    ['CN', '13800138000转 8001', '+8613800138000'],
    ['CN', '010-65529988', '+861065529988'],
    ['CN', '12', null],
    ['CH', '044 668 18 00', '+41446681800'],
    ['CH', '+41 (0)44 668 18 00', '+41446681800'],
    ['CH', '+41446681800 ext. 12', '+41446681800'],
    ['CH', '079 123 45 67 x9', '+41791234567'],
    ['CH', '+86 138 0013 8000', '+8613800138000'],
    ['GB', '020 7946 0958', '+442079460958'],
    ['GB', 'no number', null],
    ['GB', 'N/A', null],
  ])('a telephone number in %s: %j is %j', async (defaultCountry, text, expected) => {
    const read = await identifierReader({ defaultCountry }, true);
    expect(read('phone', text)).toBe(expected);
  });

  test("the host's placeholders name nobody, in any case", async () => {
    const read = await identifierReader({ placeholders: ['Unknown', 'test@x.org'] }, false);
    expect(read('userId', 'UNKNOWN ')).toBe(null);
    expect(read('email', 'Test@X.org')).toBe(null);
    expect(read('userId', 'known')).toBe('known');
  });

  test('a country without a numbering plan is refused', async () => {
    await expect(identifierReader({ defaultCountry: 'cn' }, true)).rejects.toMatchObject({ code: 'mapping-invalid' });
    await expect(identifierReader({ defaultCountry: 'cn' }, false)).resolves.toBeTypeOf('function');
  });
});

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { accessLogFormat } from '../../connectors/access-log/access-log.js';
import { mostLineLength } from '../../connectors/access-log/line.js';
import { HmacSha256 } from '../../connectors/access-log/sha256.js';
import { random } from '../random.js';
import { brokenRows, formatRows } from './format-rows.js';

const hashOf = (address: string, key = 'touchpoint-kit'): string =>
  createHmac('sha256', key).update(address).digest('hex').slice(0, 32);

const agent = 'Mozilla/5.0 (X11; Linux x86_64)';
const combined = (
  request: string,
  more: { client?: string; user?: string; time?: string; end?: string } = {},
): string =>
  `${more.client ?? '203.0.113.9'} - ${more.user ?? '-'} [${more.time ?? '17/May/2026:10:05:03 +0200'}] "${request}" 200 512 "https://shop.example/a?q=ann#x" "${agent}"${more.end ?? ''}`;
const rowsOf = async (text: string): Promise<object[]> =>
  (await formatRows(accessLogFormat, text)).rows.map((row) => ({ ...row }));

describe('HMAC-SHA-256', () => {
  it('is that of Node, for texts and keys of any length', () => {
    const next = random(7);
    for (let length = 0; length < 300; length++) {
      const bytes = Uint8Array.from({ length }, () => Math.floor(next() * 256));
      const key = Uint8Array.from({ length: (length * 7) % 150 }, () => Math.floor(next() * 256));
      const words = Array.from(new HmacSha256(key).of(bytes), (word) => (word >>> 0).toString(16).padStart(8, '0'));
      expect(words.join('')).toBe(createHmac('sha256', key).update(bytes).digest('hex'));
    }
  });
});

describe('a web server log', () => {
  it('gives a record a line, its address hashed', async () => {
    expect(await rowsOf(`${combined('GET /docs/Guide.HTML?page=2&utm_source=news+letter#top HTTP/1.1')}\r\n`)).toEqual([
      {
        host: null,
        address: hashOf('203.0.113.9'),
        visitor: hashOf('203.0.113.9'),
        user: null,
        time: '2026-05-17T08:05:03.000Z',
        method: 'GET',
        path: '/docs/Guide.HTML',
        extension: 'html',
        protocol: 'HTTP/1.1',
        status: 200,
        bytes: 512,
        referrer: 'https://shop.example/a',
        agent,
        device: hashOf('203.0.113.9').slice(0, 16) + hashOf(agent).slice(0, 16),
        robot: false,
        utm_source: 'news letter',
      },
    ]);
  });

  it('reads the common format, virtual hosts, users, IPv6 and missing values', async () => {
    const text = [
      '2001:DB8::7 - - [7/May/2026:23:59:59 -0130] "GET / HTTP/2.0" 304 -',
      'shop.example:443 203.0.113.9 - ann [17/May/2026:10:05:03 +0000] "POST /buy HTTP/1.1" 200 5 "-" "-"',
      '203.0.113.9 - ann b [17/May/2026:10:05:03 +0000] "-" 408 0 "-" ""',
      '::ffff:203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET http://shop.example/x y" 200 5',
      'dial-7.example - - [17/May/2026:10:05:03 +0000] "GET /a b HTTP/1.0" - -',
    ].join('\n');
    const rows = await rowsOf(text);
    expect(rows).toMatchObject([
      { address: hashOf('2001:db8::7'), time: '2026-05-08T01:29:59.000Z', path: '/', bytes: null, status: 304 },
      { host: 'shop.example:443', user: 'ann', visitor: hashOf('203.0.113.9 ann'), path: '/buy', referrer: null },
      { host: null, user: 'ann b', method: null, path: null, status: 408, bytes: 0, agent: null },
      { address: hashOf('203.0.113.9'), method: 'GET', path: '/x y', protocol: null, extension: null },
      { address: hashOf('dial-7.example'), path: '/a b', protocol: 'HTTP/1.0', status: null },
    ]);
    expect(Object.keys(rows[0]!)).not.toContain('referrer');
  });

  it('reads escapes, and more fields behind', async () => {
    const quoted = combined('GET /\\xc3\\xa9\\"\\\\/\\xff HTTP/1.1', { end: ' "198.51.100.4, 10.0.0.1" 0.012 "-"' });
    expect(await rowsOf(quoted)).toMatchObject([
      {
        path: '/é"\\/\\xff',
        visitor: hashOf('198.51.100.4'),
        address: hashOf('203.0.113.9'),
        'extra 1': `${hashOf('198.51.100.4')}, ${hashOf('10.0.0.1')}`,
        'extra 2': '0.012',
      },
    ]);
  });

  it('tells robots by their own word', async () => {
    const robot = combined('GET / HTTP/1.1').replace(agent, 'Mozilla/5.0 (compatible; ExampleBot/2.1)');
    expect(await rowsOf(robot)).toMatchObject([{ robot: true }]);
  });

  it('refuses lines that do not fit, and shows none of their addresses', async () => {
    const bad = [
      '203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1',
      '203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET /" x"y 200 5',
      '203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 2000 5',
      '203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5 "-"',
      '203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET /from/203.0.113.9 for 2001:db8::7',
      '203.0.113.9 some words of 203.0.113.9',
      'x203.0.113.9',
    ];
    const { rows, refused } = await formatRows(accessLogFormat, `${combined('GET / HTTP/1.1')}\n\n${bad.join('\n')}\n`);
    expect([rows.length, refused.map(({ reason }) => reason)]).toEqual([1, bad.map(() => 'record-unreadable')]);
    expect(refused.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    for (const { raw } of refused) {
      expect(raw).toMatch(/^\(address\)/);
      expect(raw).not.toMatch(/203\.0|db8/);
    }
    expect(refused[0]!.raw).toBe('(address) [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1');
  });

  it('shows the address nowhere in a row, wherever it stands in the line', async () => {
    const [row] = await rowsOf(
      combined('GET /from/203.0.113.9?utm_source=203.0.113.9 HTTP/1.1').replace('shop.example/a', '203.0.113.9/a'),
    );
    expect(JSON.stringify(row)).not.toContain('203.0');
    expect(row).toMatchObject({ path: `/from/${hashOf('203.0.113.9')}`, utm_source: hashOf('203.0.113.9') });
  });

  it('leaves names with colons alone', async () => {
    expect(await rowsOf(combined('GET /perl/File::Find HTTP/1.1'))).toMatchObject([{ path: '/perl/File::Find' }]);
  });

  it('hashes with the key that the mapping gives', async () => {
    const { rows } = await formatRows(accessLogFormat, combined('GET / HTTP/1.1'), { options: { addressKey: 'k' } });
    expect(rows[0]).toMatchObject({ address: hashOf('203.0.113.9', 'k') });
  });

  it('leaves times that cannot be as they are, to be refused by the mapping', async () => {
    const times = ['31/Apr/2026:10:05:03 +0000', '1/Foo/2026:10:05:03 +0000', '1/May/2026:24:00:00 +0000', 'yesterday'];
    const rows = await rowsOf(times.map((time) => combined('GET / HTTP/1.1', { time })).join('\n'));
    expect(rows.map((row) => (row as { time: string }).time)).toEqual(times);
  });

  it('refuses bytes that are no text, NULs, and lines beyond what is held', async () => {
    const long = combined(`GET /${'a'.repeat(mostLineLength)} HTTP/1.1`);
    const text = `${combined('GET /\u00ff HTTP/1.1')}\n${combined('GET /\0 HTTP/1.1')}\n${long}\n${combined('GET /b HTTP/1.1')}`;
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    for (const piece of [1000, 100_000, bytes.length]) {
      const { rows, refused, source } = await formatRows(accessLogFormat, bytes, { piece });
      expect(refused.map(({ reason }) => reason)).toEqual(['encoding', 'nul', 'record-too-long']);
      expect(rows.map((row) => [row['path'], source.lineOf!(row)])).toEqual([['/b', 4]]);
      expect(refused.some(({ raw }) => raw.includes('203.0') || raw.length > 5000)).toBe(false);
    }
  });

  it('gives the same in pieces of any length', async () => {
    const text = `\ufeff${combined('GET /é HTTP/1.1')}\r\n\n \n${combined('GET /b HTTP/1.1')}`;
    const whole = await rowsOf(text);
    expect(whole).toHaveLength(2);
    for (const piece of [1, 2, 5, 50]) {
      expect((await formatRows(accessLogFormat, text, { piece })).rows.map((row) => ({ ...row }))).toEqual(whole);
    }
  });

  it('maps itself: the visitor acts, the path is what happened', async () => {
    const { source } = await formatRows(accessLogFormat, combined('GET / HTTP/1.1'));
    expect(source.defaults).toMatchObject({
      fields: { actor: { column: 'visitor' }, event: { column: 'path' }, page: { column: 'path' } },
    });
  });

  it('keeps what came before the bytes broke off, and says why they did', async () => {
    const { rows, refused, source } = await brokenRows(
      accessLogFormat,
      `${combined('GET /a HTTP/1.1')}\n${'203.0.113.9 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 51'}`,
    );
    expect(source.broken).toBe('the gzip data is cut or damaged');
    expect(source.facts.gzip).toBe(true);
    expect([rows.map((row) => row['path']), refused.map(({ reason }) => reason)]).toEqual([
      ['/a'],
      ['record-unreadable'],
    ]);
  });
});

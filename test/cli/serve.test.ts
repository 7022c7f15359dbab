import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildCommand, printedAddress, runToEnd, start, stop, takePort, type Running } from './command.js';

// Each test starts processes, which takes long on a machine that does other things too.
vi.setConfig({ testTimeout: 120_000 });

let command: Awaited<ReturnType<typeof buildCommand>>;
let folder: string;
let running: Running;
let address: URL;

beforeAll(async () => {
  command = await buildCommand();
  const outside = mkdtempSync(join(tmpdir(), 'tp-serve-'));
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  folder = join(outside, 'site');
  mkdirSync(join(folder, 'empty'), { recursive: true });
  mkdirSync(join(folder, 'own'));
  mkdirSync(join(folder, '报告'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>start</title>');
  writeFileSync(join(folder, 'events.csv'), 'time,actor,event\n');
  writeFileSync(join(folder, 'events.csv.gz'), gzipSync('time,actor,event\n'));
  writeFileSync(join(folder, 'nothing.csv'), '');
  writeFileSync(join(folder, 'strange.xyz'), 'x');
  writeFileSync(join(folder, '.env'), 'secret');
  writeFileSync(join(folder, 'own', 'touchpoint-kit.js'), '// my own');
  writeFileSync(join(folder, '报告', '五月 <1>.html'), 'may');
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'));
  symlinkSync(join(folder, 'events.csv'), join(folder, 'inner.csv'));
  running = start(command.file, ['serve', folder, '--port', '0']);
  address = new URL((await printedAddress(running)).address);
}, 60_000);

afterAll(async () => {
  if (running) expect(await stop(running)).toBe(0);
  command?.remove();
  if (folder) rmSync(join(folder, '..'), { recursive: true, force: true });
});

describe('touchpoint-kit serve', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/events.csv', 'text/csv'],
    ['/events.csv?x=1', 'text/csv'],
    ['/events.csv.gz', 'application/gzip'],
    ['/strange.xyz', 'application/octet-stream'],
    ['/inner.csv', 'text/csv'],
    ['/nothing.csv', 'text/csv'],
    ['/%E6%8A%A5%E5%91%8A/%E4%BA%94%E6%9C%88%20%3C1%3E.html', 'text/html; charset=utf-8'],
  ])('serves %s as %s, never cached', async (path, type) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test('leaves a packed file packed: the kit unpacks it', async () => {
    expect((await get('/events.csv.gz')).headers['content-encoding']).toBeUndefined();
  });

  test("prefers the folder's own touchpoint-kit.js to the package's", async () => {
    expect((await get('/own/touchpoint-kit.js')).body).toBe('// my own');
  });

  test("gives the package's touchpoint-kit.js beside every page, or says that it is not built", async () => {
    for (const path of ['/touchpoint-kit.js', '/empty/touchpoint-kit.iife.js', '/touchpoint-kit.worker.js']) {
      const answer = await get(path);
      if (answer.status === 200) expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
      else expect(answer.body).toBe('The kit is not built: run "npm run build" in its folder.\n');
    }
    expect((await get('/nowhere/touchpoint-kit.js')).status).toBe(404);
    expect((await get('/touchpoint-kit.evil.js')).status).toBe(404);
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/own/../../secret.txt',
    '/own/%2e%2e/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/%2e%2e%5csecret.txt',
    '//../secret.txt',
    '/link.txt',
    '/.env',
    '/%00',
    '/%',
    '/events.csv%00.html',
    '/events.csv/',
    'http://elsewhere/secret.txt',
    '/../site2/x',
    '/touchpoint-kit.js/../../secret.txt',
  ])('does not serve %s', async (path) => {
    const answer = await get(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toBe('secret');
  });

  test('answers to names of this computer only', async () => {
    expect((await get('/events.csv', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/events.csv', { host: `localhost:${address.port}` })).status).toBe(200);
  });

  test('takes GET and HEAD, nothing else', async () => {
    expect((await get('/events.csv', {}, 'POST')).status).toBe(405);
    const head = await get('/events.csv', {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '17', '']);
  });

  test('sends a folder to its address with a slash, and lists one without a start page', async () => {
    const moved = await get('/%E6%8A%A5%E5%91%8A');
    expect([moved.status, moved.headers.location]).toEqual([301, '/%E6%8A%A5%E5%91%8A/']);
    const list = await get('/%E6%8A%A5%E5%91%8A/');
    expect(list.body).toContain('<a href="./%E4%BA%94%E6%9C%88%20%3C1%3E.html">五月 &lt;1&gt;.html</a>');
    expect((await get('/empty/')).body).toContain('This folder is empty.');
  });

  test('says which port is taken and how to mend it', async () => {
    const { port, server } = await takePort();
    try {
      const ended = await runToEnd(command.file, ['serve', folder, '--port', String(port)]);
      expect(ended.code).toBe(1);
      expect(ended.err).toBe(
        `touchpoint-kit: Port ${port} on 127.0.0.1 is taken by another program. Choose another: --port ${port + 1}\n`,
      );
    } finally {
      server.close();
    }
  });

  test.each([
    [['serve', '/no/such/folder'], 3, 'There is no folder "/no/such/folder".'],
    [['serve', '.', '--port', 'http'], 2, '--port is "http"; give a whole number from 0 to 65535.'],
    [['serve', '.', '--prot', '1'], 2, "Unknown option '--prot'"],
    [['serve', 'a', 'b'], 2, 'One folder can be served, not 2.'],
  ])('%j ends with %i', async (args, code, words) => {
    const ended = await runToEnd(command.file, args);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
    expect(ended.out).toBe('');
  });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends the path as it is: `fetch` would tidy it up before. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: address.hostname, port: address.port, path, method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode!, headers: response.headers, body }), reject);
    });
    asking.on('error', reject);
    asking.end();
  });
}

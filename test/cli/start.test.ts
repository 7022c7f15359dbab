import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fixture, printedAddress, root, runToEnd, start, stop, takePort, type Running } from './command.js';

// Each test starts processes, which takes long on a machine that does other things too.
vi.setConfig({ testTimeout: 120_000 });

const program = join(root, 'cli/start.mjs');

describe('npm start', () => {
  let running: Running;
  let printed: Awaited<ReturnType<typeof printedAddress>>;

  beforeAll(async () => {
    running = start(program, ['--port', '0']);
    printed = await printedAddress(running);
  }, 60_000);
  afterAll(() => stop(running));

  test('prints one address, on this computer', () => {
    expect(printed.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(printed.out.match(/http:/g)).toHaveLength(1);
    expect(printed.out).toContain('a generated sample');
  });

  test('serves the demo with its policy, from the sources', async () => {
    const first = await (await fetch(printed.address)).text();
    const links = [...first.matchAll(/href="\.\/(\w+\.html)"/g)].map(([, link]) => link!);
    expect(links).toEqual(['overview.html', 'crm.html', 'portal.html', 'admin.html', 'import.html', 'funnel.html']);
    for (const link of links) {
      const page = await (await fetch(new URL(link, printed.address))).text();
      expect(page).toContain('<tp-dataset id="dataset"');
      expect(page).toContain("default-src 'none'; script-src 'self'");
      // Scripts that a development server writes into a page would be refused by that policy.
      expect(page.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
    }
    const script = await fetch(new URL('/funnel.ts', printed.address));
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toContain('javascript');
  });

  test('knows no data file that was not named', async () => {
    const answer = await fetch(new URL('/__data__/trial.csv', printed.address));
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });
});

describe('npm start -- --data', () => {
  let folder: string;
  let running: Running;
  let printed: Awaited<ReturnType<typeof printedAddress>>;
  const packed = gzipSync('time,actor,event\n2026-05-04T09:00:00Z,ann,visit\n');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tp-start-'));
    writeFileSync(join(folder, '五月 events.csv.gz'), packed);
    running = start(
      program,
      ['--data', join(folder, '五月 events.csv.gz'), '--mapping', 'test/fixtures/crm-export.mapping.json'],
      {
        PORT: '0',
      },
    );
    printed = await printedAddress(running);
  }, 60_000);
  afterAll(async () => {
    await stop(running);
    rmSync(folder, { recursive: true, force: true });
  });

  test('opens on that file and mapping, as they are', async () => {
    const { searchParams } = new URL(printed.address);
    const data = await fetch(new URL(searchParams.get('data')!, printed.address));
    expect(data.headers.get('content-type')).toBe('application/gzip');
    expect(data.headers.get('content-encoding')).toBeNull();
    expect(Buffer.from(await data.arrayBuffer()).equals(packed)).toBe(true);
    const mapping = await fetch(new URL(searchParams.get('mapping')!, printed.address));
    expect(await mapping.json()).toMatchObject({ version: 1 });
    expect(printed.out).toContain('五月 events.csv.gz');
  });
});

describe('npm start in words', () => {
  test('says which port is taken and how to mend it', async () => {
    const { port, server } = await takePort();
    try {
      const ended = await runToEnd(program, ['--port', String(port)]);
      expect(ended).toEqual({
        code: 1,
        out: '',
        err: `Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}\n`,
      });
    } finally {
      server.close();
    }
  });

  test.each([
    ['a file that is not there', ['--data', 'no.csv'], 3, 'there is no file'],
    ['a folder', ['--data', 'test/fixtures'], 3, 'is not a file'],
    [
      'a mapping that is no JSON',
      ['--data', fixture('trial.csv'), '--mapping', fixture('trial.csv')],
      3,
      'is not JSON',
    ],
    ['a mapping without data', ['--mapping', fixture('crm-export.mapping.json')], 2, '--mapping belongs to --data'],
    ['a port that is none', ['--port', '70000'], 2, 'give a whole number from 0 to 65535'],
    ['an unknown option', ['--prot', '1'], 2, "Unknown option '--prot'"],
  ])('for %s', async (_, args, code, words) => {
    const ended = await runToEnd(program, args);
    expect(ended.err).toContain(words);
    expect(ended.code).toBe(code);
    expect(ended.err).not.toContain('    at ');
  });

  test('helps', async () => {
    const ended = await runToEnd(program, ['--help']);
    expect(ended.code).toBe(0);
    expect(ended.out).toMatch(/^Usage: npm start/);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { sampleCsv } from '../../demo/sample/csv.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import { buildCommand, fixture, runToEnd, type Ended } from './command.js';

// Each test starts processes, which takes long on a machine that does other things too.
vi.setConfig({ testTimeout: 120_000 });

const spec = fixture('funnel.spec.json');
let command: Awaited<ReturnType<typeof buildCommand>>;
let folder: string;

beforeAll(async () => {
  command = await buildCommand();
  folder = mkdtempSync(join(tmpdir(), 'tp-run-'));
}, 60_000);

afterAll(() => {
  command?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const kit = (args: readonly string[], input?: string | Uint8Array): Promise<Ended> =>
  runToEnd(command.file, args, input);

/** Writes a file for one test. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('touchpoint-kit run', () => {
  test('prints the result as JSON, and the account of the import on standard error', async () => {
    const ended = await kit(['run', '--data', fixture('trial.csv'), '--spec', spec]);
    expect(ended.code).toBe(0);
    const result = JSON.parse(ended.out) as FunnelResult;
    expect(result.stepCounts).toEqual([5, 4, 3, 1]);
    expect(result.dropOffCounts).toEqual([0, 1, 1, 2]);
    expect(result.conversionFromStart).toEqual([1, 0.8, 0.6, 0.2]);
    expect(result.medianStepMs).toEqual([null, 900_000, 89_700_000, 340_200_000]);
    expect(result.meta).toMatchObject({ rows: 15, actors: 6, rejectedRows: 0 });
    expect(ended.err).toContain('trial.csv: 15 rows read, 15 taken, 0 not taken.\n');
  });

  test('gives the same in plain arrays, from standard input, and packed', async () => {
    const plain = await kit(['run', '--data', fixture('trial.csv'), '--spec', spec]);
    const bytes = readFileSync(fixture('trial.csv'));
    const packed = file('trial.bin', gzipSync(bytes));
    expect((await kit(['run', '--data', fixture('trial.csv'), '--spec', spec, '--plain'])).out).toBe(plain.out);
    expect((await kit(['run', '--data', '-', '--spec', spec], bytes)).out).toBe(plain.out);
    expect((await kit(['run', '--data', '-', '--spec', spec], gzipSync(bytes))).out).toBe(plain.out);
    expect((await kit(['run', '--data', packed, '--spec', spec])).out).toBe(plain.out);
  });

  test('reads headers and events in Chinese', async () => {
    const question = file('zh.json', JSON.stringify({ kind: 'funnel', steps: [{ event: '访问' }, { event: '试用' }] }));
    const ended = await kit(['run', '--data', fixture('trial-zh.csv'), '--spec', question]);
    expect((JSON.parse(ended.out) as FunnelResult).stepCounts).toEqual([2, 1]);
  });

  test('counts every row of a mapped file, and says where the first of each reason stands', async () => {
    const question = file(
      'crm.json',
      JSON.stringify({ kind: 'funnel', steps: [{ event: 'call' }, { event: 'offer' }] }),
    );
    const args = ['run', '--data', fixture('crm-export.csv'), '--mapping', fixture('crm-export.mapping.json')];
    const ended = await kit([...args, '--spec', question]);
    expect((JSON.parse(ended.out) as FunnelResult).stepCounts).toEqual([2, 1]);
    expect(ended.err).toContain('5 rows read, 3 taken, 2 not taken.\n');
    expect(ended.err).toContain('  not taken: 1 row with no time (first on line 4)\n');
    expect(ended.err).toContain('  not taken: 1 row with too many or too few fields (first on line 6)\n');
  });

  test('makes one dataset of several files, and joins profiles to it', async () => {
    const sales = file('sales.csv', 'Mail,when,what,Firm\nann@x.org,2026-01-05,call,A1\n');
    const web = file('web.csv', 'email,userId,time,event\nAnn@x.org,u1,2026-01-06,visit\n,u2,2026-01-06,visit\n');
    const mapping = (name: string, fields: object): string => file(name, JSON.stringify({ version: 1, fields }));
    const forSales = mapping('sales.json', {
      time: { column: 'when' },
      event: { column: 'what' },
      email: { column: 'Mail' },
      account: { column: 'Firm' },
    });
    const forWeb = mapping('web.json', {
      time: { column: 'time' },
      event: { column: 'event' },
      email: { column: 'email' },
      userId: { column: 'userId' },
    });
    const contacts = file('contacts.csv', 'E-Mail,Plan\nANN@x.org,pro\nbob@x.org,free\n');
    const accounts = file('accounts.csv', 'Id,Industry\nA1,Machines\n,Food\n');
    const question = file('plans.json', JSON.stringify({ kind: 'values', prop: 'Plan' }));
    const args = ['run', '--spec', question, '--data', sales, '--data', web];
    const joined = ['--profiles', contacts, '--key', 'E-Mail=email', '--profiles', accounts, '--key', 'Id=account'];
    const ended = await kit([...args, '--mapping', forSales, '--mapping', forWeb, ...joined]);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.out)).toMatchObject({ values: [{ value: 'pro', rows: 2, actors: 1 }] });
    expect(ended.err).toContain('sales.csv: 1 row read, 1 taken, 0 not taken.\n');
    expect(ended.err).toContain('web.csv: 2 rows read, 2 taken, 0 not taken.\n');
    expect(ended.err).toContain(
      'contacts.csv: 2 profiles read by E-Mail as email, 1 of 2 rows, 1 of none, 0 not taken.\n',
    );
    expect(ended.err).toContain(
      'accounts.csv: 2 profiles read by Id as account, 1 of 1 row, 0 of none, 1 not taken.\n',
    );
    expect(ended.err).toContain('  not taken: 1 row with nothing to be found by\n');
    const whole = await kit([...args, '--mapping', forSales, '--mapping', forWeb, ...joined, '--report']);
    expect(JSON.parse(whole.err)).toMatchObject([{ rowsIn: 1 }, { rowsIn: 2 }, { profilesIn: 2 }, { profilesIn: 2 }]);
    for (const wrong of [joined.slice(0, 2), ['--key', 'a=b'], ['--profiles', contacts, '--key', 'email']]) {
      const refused = await kit([...args, ...wrong]);
      expect(refused.code).toBe(2);
      expect(refused.err).toContain('--key');
    }
    const missing = await kit([
      ...args.slice(0, 5),
      '--mapping',
      forSales,
      '--profiles',
      contacts,
      '--key',
      'Mail=email',
    ]);
    expect(missing.code).toBe(3);
    expect(missing.err).toContain('The profiles have no column "Mail"');
  });

  test('prints the whole report with --report', async () => {
    const ended = await kit(['run', '--data', fixture('trial.csv'), '--spec', spec, '--report']);
    expect(JSON.parse(ended.err)).toMatchObject({ rowsIn: 15, accepted: 15, rejected: 0, complete: true });
  });

  test('counts the planted purchases of the sample within 14 days', async () => {
    const steps = ['ad click', 'visit', 'signup', 'trial', 'consult', 'purchase'].map((event) => ({ event }));
    const question = file('story.json', JSON.stringify({ kind: 'funnel', steps, windowMs: 14 * 86_400_000 }));
    const ended = await kit(['run', '--data', '-', '--spec', question], [...sampleCsv()].join(''));
    expect((JSON.parse(ended.out) as FunnelResult).stepCounts).toEqual([12_987, 9789, 3218, 1978, 575, 290]);
    expect(ended.err).toContain('88,145 rows read, 88,145 taken, 0 not taken.');
  });

  test.each<readonly [string, () => string[], number, string]>([
    ['no --data', () => ['run', '--spec', spec], 2, '--data is missing'],
    ['no --spec', () => ['run', '--data', fixture('trial.csv')], 2, '--spec is missing'],
    ['an unknown option', () => ['run', '--dta', 'x'], 2, "Unknown option '--dta'"],
    ['an unknown command', () => ['rnu'], 2, 'There is no command "rnu"; there are serve and run.'],
    ['a file that is not there', () => ['run', '--data', 'no.csv', '--spec', spec], 3, 'There is no file "no.csv".'],
    [
      'a header that would steer the terminal',
      () => ['run', '--data', file('esc.csv', 'a\u001b]0;x\u0007,b\n1,2\n'), '--spec', spec],
      3,
      'a\ufffd]0;x\ufffd',
    ],
    ['a folder as data', () => ['run', '--data', folder, '--spec', spec], 3, 'is a folder. Give a file.'],
    [
      'columns that cannot be told',
      () => ['run', '--data', fixture('crm-export.csv'), '--spec', spec],
      3,
      '[mapping-incomplete]',
    ],
    [
      'a mapping that is no JSON',
      () => ['run', '--data', fixture('trial.csv'), '--spec', spec, '--mapping', fixture('trial.csv')],
      3,
      'is not JSON',
    ],
    [
      'a mapping that cannot be used',
      () => ['run', '--data', fixture('trial.csv'), '--spec', spec, '--mapping', file('m.json', '{"version":9}')],
      3,
      '[mapping-invalid]',
    ],
    ['an empty file', () => ['run', '--data', file('empty.csv', ''), '--spec', spec], 3, 'touchpoint-kit: '],
    [
      'a spec that is not there',
      () => ['run', '--data', fixture('trial.csv'), '--spec', 'no.json'],
      4,
      'There is no file "no.json".',
    ],
    [
      'a spec that is no JSON',
      () => ['run', '--data', fixture('trial.csv'), '--spec', fixture('trial.csv')],
      4,
      'is not JSON',
    ],
    [
      'a spec that cannot be understood, before the data is read',
      () => ['run', '--data', 'no.csv', '--spec', file('s.json', '{"kind":"funnel","steps":[]}')],
      4,
      '[spec-invalid]',
    ],
  ])('ends in words for %s', async (_, args, code, words) => {
    const ended = await kit(args());
    expect(ended.err).toContain(words);
    expect(ended.code).toBe(code);
    expect(ended.out).toBe('');
  });
});

describe('touchpoint-kit', () => {
  test('tells its version', async () => {
    expect(await kit(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });

  test.each([[['--help']], [['help']], [['serve', '--help']], [['run', '-h']], [['help', 'run']]])(
    'helps with %j',
    async (args) => {
      const ended = await kit(args);
      expect(ended.code).toBe(0);
      expect(ended.out).toMatch(/^Usage: touchpoint-kit /);
      expect(ended.out).toContain('Exit codes:');
      for (const line of ended.out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    },
  );

  test('without a command shows the help and ends with 2', async () => {
    const ended = await kit([]);
    expect([ended.code, ended.out]).toEqual([2, '']);
    expect(ended.err).toMatch(/^Usage: /);
  });
});

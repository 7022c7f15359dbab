import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import type { Job } from '../../worker/protocol/spec.js';
import { workbook } from '../fixtures/workbook.js';

const csv = [
  'time,event,userId,email,account',
  '2026-05-01,visit,,ann@x.org,',
  '2026-05-02,signup,u1,ann@x.org,',
  '2026-05-03,call,u2,,A2',
  '2026-05-04,visit,,,A1',
  '',
].join('\n');
const contacts = 'Email,Account,Plan\nAnn@X.org,A1,pro\nbob@x.org,A2,free\n';
const accounts = 'Id,Industry\nA1,Machines\nA2,Food\nA3,Cars\n';
const byEmail = { key: { column: 'Email', field: 'email' } };
const byAccount = { key: { column: 'Id', field: 'account' } };
const jobs: Job[] = ['Plan', 'Industry', 'account'].map((prop) => ({ id: prop, spec: { kind: 'values', prop } }));

const mortal: EngineOptions = {
  seat: 'worker',
  transports: ['url'],
  workerUrl: new URL('./fixtures/mortal-worker.ts', import.meta.url).href,
  handshakeMs: 10_000,
  silenceMs: 600,
};
const open: Engine[] = [];
async function engineOf(options: EngineOptions): Promise<Engine> {
  const engine = await createEngine(options);
  open.push(engine);
  return engine;
}

/** Every value of the properties with its rows. */
async function values(engine: Engine): Promise<Record<string, Record<string, number>>> {
  const outcomes = await engine.run(jobs);
  return Object.fromEntries(
    outcomes.map((outcome) => {
      if (!outcome.ok || outcome.result.kind !== 'values') throw new Error(JSON.stringify(outcome));
      return [outcome.id, Object.fromEntries(outcome.result.values.map(({ value, rows }) => [String(value), rows]))];
    }),
  );
}

// Rows that name nobody are in no list of values.
const joined = { Plan: { pro: 2 }, Industry: { Machines: 2, Food: 1 }, account: { A1: 2, A2: 1 } };

async function hang(): Promise<void> {
  const channel = new BroadcastChannel('mortal-worker');
  const heard = new Promise((resolve) => channel.addEventListener('message', resolve, { once: true }));
  channel.postMessage('hang');
  await heard;
  channel.close();
}

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

describe('profiles', () => {
  it.each<[string, EngineOptions]>([
    ['a worker', { ...mortal, silenceMs: 5000 }],
    ['the page', { seat: 'page' }],
    ['the page, in plain arrays', { seat: 'page', storage: 'plain' }],
  ])('join rows in %s', async (_, options) => {
    const engine = await engineOf(options);
    await engine.load({ kind: 'text', text: csv });
    const account = await engine.joinProfiles({ kind: 'text', text: contacts, name: 'contacts.csv' }, byEmail);
    expect(account).toMatchObject({ source: 'contacts.csv', profilesIn: 2, matched: 1, unmatched: 1, rows: 2 });
    await engine.joinProfiles({ kind: 'text', text: accounts, name: 'accounts.csv' }, byAccount);
    expect(await values(engine)).toEqual(joined);
    const fork = await engine.fork();
    open.push(fork);
    expect(await values(fork)).toEqual(joined);
    expect((await fork.describe()).profiles).toEqual((await engine.describe()).profiles);
  });

  it('are joined again by the worker that follows a lost one, once-readable ones too', async () => {
    const engine = await engineOf(mortal);
    await engine.load({ kind: 'text', text: csv });
    await engine.joinProfiles({ kind: 'stream', stream: new Blob([contacts]).stream(), name: 'contacts' }, byEmail);
    await engine.joinProfiles(
      {
        kind: 'rows',
        rows: [
          { Id: 'A1', Industry: 'Machines' },
          { Id: 'A2', Industry: 'Food' },
        ],
      },
      byAccount,
    );
    const before = await engine.describe();
    await hang();
    await expect(engine.describe()).rejects.toMatchObject({ code: 'worker-lost' });
    expect(await values(engine)).toEqual(joined);
    expect(await engine.describe()).toEqual(before);
  });

  it('that came before any rows are there for those of a new worker', async () => {
    const engine = await engineOf(mortal);
    await engine.joinProfiles({ kind: 'text', text: contacts }, byEmail);
    await engine.joinProfiles({ kind: 'text', text: accounts }, byAccount);
    await engine.append({ kind: 'text', text: csv });
    expect(await values(engine)).toEqual(joined);
    await hang();
    await expect(engine.describe()).rejects.toMatchObject({ code: 'worker-lost' });
    expect(await values(engine)).toEqual(joined);
  });

  it('come from a workbook as well', async () => {
    const rows = [
      ['Email', 'Account', 'Plan'],
      ['Ann@X.org', 'A1', 'pro'],
      ['', 'A7', 'free'],
    ];
    const bytes = workbook([{ name: 'Contacts', rows }]);
    for (const seat of ['worker', 'page'] as const) {
      const engine = await engineOf({ seat, handshakeMs: 10_000 });
      await engine.load({ kind: 'text', text: csv });
      const account = await engine.joinProfiles({ kind: 'bytes', bytes, name: 'contacts.xlsx' }, byEmail);
      expect(account).toMatchObject({ profilesIn: 2, matched: 1, rejected: 1, rows: 2 });
      expect((await values(engine))['Plan']).toEqual({ pro: 2 });
    }
  });

  it('leave the data as they were when the call is cancelled', async () => {
    const engine = await engineOf({ ...mortal, silenceMs: 5000 });
    await engine.load({ kind: 'text', text: csv });
    const abort = new AbortController();
    const stalled = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([69])) });
    const call = engine.joinProfiles({ kind: 'stream', stream: stalled }, { ...byEmail, signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect((await engine.describe()).profiles).toBeUndefined();
    expect((await values(engine))['account']).toEqual({ A2: 1 });
  });
});

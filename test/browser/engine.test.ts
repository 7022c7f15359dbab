import { afterEach, describe, expect, it } from 'vitest';
import { AnalyticsError, createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { Progress } from '../../worker/protocol/source.js';
import type { Job } from '../../worker/protocol/spec.js';
import { batchOf } from '../worker/batches.js';

const mortalWorker = new URL('./fixtures/mortal-worker.ts', import.meta.url).href;
const mortal: EngineOptions = {
  seat: 'worker',
  transports: ['url'],
  workerUrl: mortalWorker,
  handshakeMs: 10_000,
  silenceMs: 600,
};
const csv = 'actor,time,event\nann,1700000001000,visit\nann,1700000002000,buy\nbob,1700000001000,visit\n';
const job: Job = { id: 'f', spec: { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }] } };

const open: Engine[] = [];
async function engineOf(options: EngineOptions): Promise<Engine> {
  const engine = await createEngine(options);
  open.push(engine);
  return engine;
}

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

/** Resolves once the worker has heard. */
async function tellWorker(word: 'throw' | 'hang'): Promise<void> {
  const channel = new BroadcastChannel('mortal-worker');
  const heard = new Promise((resolve) => channel.addEventListener('message', resolve, { once: true }));
  channel.postMessage(word);
  await heard;
  channel.close();
}

async function counts(engine: Engine): Promise<readonly number[]> {
  const [outcome] = await engine.run([job]);
  if (!outcome!.ok) throw AnalyticsError.fromData(outcome!.error);
  return (outcome!.result as FunnelResult).stepCounts;
}

async function errorOf(promise: Promise<unknown>): Promise<AnalyticsError> {
  try {
    await promise;
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(AnalyticsError);
    return thrown as AnalyticsError;
  }
  throw new Error('It did not fail.');
}

/** A CSV large enough that reading it takes many slices. */
function largeCsv(rows: number): string {
  const lines = ['actor,time,event'];
  for (let i = 0; i < rows; i++)
    lines.push(`a${i % 5000},${1_700_000_000_000 + i * 1000},${i % 3 === 0 ? 'visit' : 'buy'}`);
  return lines.join('\n');
}

describe('a worker seat', () => {
  it('answers from the address when no worker text is inside, and says why the blob did not', async () => {
    const engine = await engineOf({ handshakeMs: 10_000, transports: ['blob', 'url'], seat: 'worker' });
    expect([engine.seat, engine.transport]).toEqual(['worker', 'url']);
    expect(engine.attempts.at(-1)).toMatchObject({ transport: 'url', outcome: 'answered' });
    await engine.load({ kind: 'text', text: csv });
    expect(await counts(engine)).toEqual([2, 1]);
  });

  it('rejects its calls with worker-lost when it fails, and the next call gives an equal answer', async () => {
    const engine = await engineOf(mortal);
    await engine.load({ kind: 'text', text: csv });
    const before = await engine.run([job]);
    const lost = errorOf(engine.load({ kind: 'text', text: largeCsv(400_000) }));
    await tellWorker('throw');
    expect((await lost).code).toBe('worker-lost');
    expect(await engine.run([job])).toEqual(before);
  });

  it('takes a silent worker for lost', async () => {
    const engine = await engineOf(mortal);
    await engine.load({ kind: 'text', text: csv });
    await tellWorker('hang');
    const error = await errorOf(engine.run([job]));
    expect(error.code).toBe('worker-lost');
    expect(error.detail).toEqual({ reason: 'It said nothing for 600 ms.' });
    expect(await counts(engine)).toEqual([2, 1]);
  });

  it('loads appended rows and ready batches again too', async () => {
    const engine = await engineOf(mortal);
    await engine.load({ kind: 'text', text: csv });
    await engine.append({ kind: 'rows', rows: [{ actor: 'cid', time: 1_700_000_000_000, event: 'visit' }] });
    await engine.appendBatches([
      batchOf([
        { actor: 'dot', t: 5, event: 'visit' },
        { actor: 'dot', t: 6, event: 'buy' },
      ]),
    ]);
    const before = await engine.run([job]);
    await tellWorker('hang');
    expect((await errorOf(engine.describe())).code).toBe('worker-lost');
    expect(await engine.run([job])).toEqual(before);
    expect(await counts(engine)).toEqual([4, 2]);
  });

  it('keeps a stream up to the budget, and says so when a larger one is gone', async () => {
    const stream = (): ReadableStream<Uint8Array> => new Blob([csv]).stream();
    const kept = await engineOf(mortal);
    await kept.load({ kind: 'stream', stream: stream(), name: 'once' });
    await tellWorker('hang');
    expect((await errorOf(kept.describe())).code).toBe('worker-lost');
    expect(await counts(kept)).toEqual([2, 1]);
    kept.close();

    const forgetful = await engineOf({ ...mortal, keepBytes: 10 });
    await forgetful.load({ kind: 'stream', stream: stream(), name: 'once' });
    expect(await counts(forgetful)).toEqual([2, 1]);
    await tellWorker('hang');
    expect((await errorOf(forgetful.describe())).code).toBe('worker-lost');
    const gone = await errorOf(forgetful.describe());
    expect(gone.code).toBe('source-gone');
    expect(gone.message).toContain('Load it again');
    await forgetful.load({ kind: 'text', text: csv });
    expect(await counts(forgetful)).toEqual([2, 1]);
  });

  it('hears an abort in the middle of a load, keeps the data from before and says nothing more', async () => {
    const engine = await engineOf(mortal);
    await engine.load({ kind: 'text', text: csv });
    const stop = new AbortController();
    const heard: Progress[] = [];
    const loading = engine.load(
      { kind: 'text', text: largeCsv(600_000) },
      {
        signal: stop.signal,
        onProgress: (progress) => {
          heard.push(progress);
          stop.abort();
        },
      },
    );
    expect((await errorOf(loading)).code).toBe('aborted');
    expect(heard).toHaveLength(1);
    expect(await counts(engine)).toEqual([2, 1]);
    expect(heard).toHaveLength(1);
  });

  it('goes on after a load whose source stalls was cancelled', async () => {
    for (const options of [mortal, { seat: 'page' } as const]) {
      const engine = await engineOf(options);
      const stop = new AbortController();
      const stalled = errorOf(engine.load({ kind: 'stream', stream: new ReadableStream() }, { signal: stop.signal }));
      setTimeout(() => stop.abort(), 50);
      expect((await stalled).code).toBe('aborted');
      await engine.load({ kind: 'text', text: csv });
      expect(await counts(engine)).toEqual([2, 1]);
    }
  });

  it('takes dates in rows, and names what is no data', async () => {
    for (const options of [mortal, { seat: 'page' } as const]) {
      const engine = await engineOf(options);
      const row = { actor: 'ann', time: new Date(1_700_000_000_000), event: 'visit', tags: ['a', 'b'] };
      const report = await engine.load({ kind: 'rows', rows: [row, { ...row, time: new Date(1_700_000_001_000) }] });
      expect(report).toMatchObject({ accepted: 2, rejected: 0 });
      expect((await engine.describe()).lastMs).toBe(1_700_000_001_000);
      for (const bad of [() => {}, document.body, Symbol('x'), new Map()]) {
        const error = await errorOf(engine.load({ kind: 'rows', rows: [row, { ...row, extra: bad }] }));
        expect(error.code).toBe('source-format');
        expect(error.detail).toEqual({ item: 1, key: 'extra' });
      }
    }
  });

  it('brings errors across whole: code, detail and cause', async () => {
    const engine = await engineOf(mortal);
    const missing = await errorOf(engine.load({ kind: 'url', url: '/nothing-here-404.csv' }));
    expect(missing.code).toBe('source-missing');
    expect(missing.detail).toMatchObject({ status: 404 });
    const [outcome] = await engine.run([{ id: 'x', spec: { kind: 'funnel', steps: [] } }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'spec-invalid', detail: { path: 'spec.steps' } } });
  });

  it('fails one job of a round trip without the others', async () => {
    const engine = await engineOf(mortal);
    await engine.load({ kind: 'text', text: csv });
    const outcomes = await engine.run([job, { id: 'bad', spec: { kind: 'funnel', steps: [] } }, { ...job, id: 'g' }]);
    expect(outcomes.map((outcome) => [outcome.id, outcome.ok])).toEqual([
      ['f', true],
      ['bad', false],
      ['g', true],
    ]);
  });

  it('refuses calls after it was closed, and ends those under way', async () => {
    const engine = await engineOf(mortal);
    const loading = errorOf(engine.load({ kind: 'text', text: largeCsv(200_000) }));
    await Promise.resolve();
    engine.close();
    expect((await loading).code).toBe('aborted');
    expect((await errorOf(engine.describe())).code).toBe('aborted');
  });
});

describe('the chain of seats', () => {
  it('goes on to the page when a worker file is not there, and says why', async () => {
    const engine = await engineOf({
      transports: ['url'],
      workerUrl: new URL('/no-worker-here.js', location.href).href,
      handshakeMs: 3000,
    });
    expect([engine.seat, engine.transport]).toEqual(['page', 'port']);
    expect(engine.attempts.map(({ transport, outcome }) => [transport, outcome])).toEqual([
      ['url', 'error-event'],
      ['port', 'answered'],
    ]);
  });

  it('fails with every reason when only a worker will do', async () => {
    const error = await errorOf(
      createEngine({ seat: 'worker', transports: ['url'], workerUrl: '/no-worker-here.js', handshakeMs: 3000 }),
    );
    expect(error.code).toBe('seat-unavailable');
    expect(error.detail['attempts']).toHaveLength(1);
  });

  it('gives the page its turn while it loads on the page', async () => {
    const engine = await engineOf({ seat: 'page' });
    let turns = 0;
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => {
      turns++;
      channel.port2.postMessage(null);
    });
    channel.port1.start();
    channel.port2.postMessage(null);
    await engine.load({ kind: 'text', text: largeCsv(300_000) });
    channel.port1.close();
    expect(turns).toBeGreaterThan(10);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import type { QualityReport } from '../../worker/protocol/quality.js';

const mortalWorker = new URL('./fixtures/mortal-worker.ts', import.meta.url).href;
const worker: EngineOptions = {
  seat: 'worker',
  transports: ['url'],
  workerUrl: mortalWorker,
  handshakeMs: 10_000,
  silenceMs: 600,
};
const seats: Readonly<Record<string, EngineOptions>> = {
  'a worker': worker,
  'a worker with plain columns': { ...worker, storage: 'plain' },
  'the page': { seat: 'page' },
  'the page with plain columns': { seat: 'page', storage: 'plain' },
};

const at = (day: number, second: number): string => new Date(Date.UTC(2026, 0, 5 + day, 9, 0, second)).toISOString();
const lines = Array.from({ length: 40 }, (_, day) =>
  Array.from({ length: day === 17 ? 1 : 25 }, (__, i) => `c${i % 9},${at(day, i)},${i === 3 ? 'Visit ' : 'visit'}`),
).flat();
const web = ['customer,time,event', ...lines, lines[0], ',2026-01-06T00:00:00Z,visit', 'c1,never,visit'].join('\n');
const crm = ['customer,time,event', `c1,${at(0, 1)},call`, `c2,${at(1, 1)},call`, `c3,${at(2, 1)},call`].join('\n');

const open: Engine[] = [];
afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

async function filled(options: EngineOptions): Promise<Engine> {
  const engine = await createEngine(options);
  open.push(engine);
  await engine.load({ kind: 'text', text: web, name: 'web.csv' });
  await engine.append({ kind: 'text', text: crm, name: 'crm.csv' });
  return engine;
}

describe('a report on the data', () => {
  it('is the same in every seat and storage, and after a worker was lost', async () => {
    const reports: QualityReport[] = [];
    for (const options of Object.values(seats)) {
      const engine = await filled(options);
      reports.push(await engine.quality({ now: Date.UTC(2026, 3, 1), tz: 'Europe/Berlin' }));
    }
    const [first] = reports;
    expect(first!.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['rejected-rows', 'repeated-rows', 'unidentified-rows', 'sudden-drops', 'similar-names']),
    );
    expect(first!.sources.map(({ source, rowsIn }) => [source, rowsIn])).toEqual([
      ['web.csv', lines.length + 3],
      ['crm.csv', 3],
    ]);
    for (const report of reports) expect(report).toEqual(first);

    for (const engine of open.splice(0)) engine.close();
    const engine = await filled(worker);
    const channel = new BroadcastChannel('mortal-worker');
    const heard = new Promise((resolve) => channel.addEventListener('message', resolve, { once: true }));
    channel.postMessage('hang');
    await heard;
    channel.close();
    await expect(engine.describe()).rejects.toMatchObject({ code: 'worker-lost' });
    expect(await engine.quality({ now: Date.UTC(2026, 3, 1), tz: 'Europe/Berlin' })).toEqual(first);
  });
});

import { expect } from '@open-wc/testing';
import { createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import type { Job, ListRequest } from '../../worker/protocol/spec.js';
import { random } from '../random.js';

// A worker starts a second one, which counts half of the customers: in each engine, and when the second one is gone.

const workerUrl = new URL('./pages/two-workers.ts', import.meta.url).href;
const seat: EngineOptions = { seat: 'worker', transports: ['url'], workerUrl, handshakeMs: 15_000 };
const steps = [
  { event: 'visit' },
  { event: 'call', where: [{ prop: 'plan', op: 'eq' as const, value: 'pro' }] },
  { event: 'buy' },
];
const funnel = { kind: 'funnel' as const, steps, windowMs: 3_600_000 };
const mark = { kind: 'left' as const, step: 1 };
const jobs: readonly Job[] = [
  { id: 'funnel', spec: funnel },
  { id: 'strict', spec: { ...funnel, order: 'strict' }, filter: { kind: 'actors', spec: funnel, mark } },
  {
    id: 'hours',
    spec: {
      kind: 'featureMatrix',
      features: [{ name: 'calls', match: [{ event: 'call' }] }],
      columns: 'hour-of-day',
      tz: 'Asia/Shanghai',
    },
  },
  { id: 'clicks', spec: { kind: 'heatmapGrid', cols: 5, rows: 5 } },
];
const list: ListRequest = { spec: funnel, mark, limit: 50, sort: { by: 'lastMs', descending: true } };

function csvOf(rows: number): string {
  const next = random(7);
  const lines = ['actor,time,event,plan,x,y,docWidth,docHeight'];
  for (let i = 0; i < rows; i++) {
    const event = ['visit', 'call', 'buy'][Math.floor(next() * 3)]!;
    const time = 1_700_000_000_000 + Math.floor(next() * 100_000_000);
    const plan = next() < 0.5 ? 'pro' : 'free';
    lines.push(
      `c${Math.floor(next() * 900)},${time},${event},${plan},${Math.floor(next() * 100)},${Math.floor(next() * 50)},100,50`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function everything(engine: Engine): Promise<unknown> {
  return { results: await engine.run(jobs), page: await engine.list(list), info: await engine.describe() };
}

describe('a second worker', () => {
  const text = csvOf(20_000);
  const heard: string[] = [];
  let channel: BroadcastChannel;
  let one: Engine;
  let two: Engine;
  before(async function () {
    this.timeout(60_000);
    channel = new BroadcastChannel('two-workers');
    channel.addEventListener('message', ({ data }: MessageEvent<string>) => heard.push(data));
    one = await createEngine({ ...seat, workers: 1 });
    two = await createEngine({ ...seat, workers: 2 });
    await one.load({ kind: 'text', text });
    await two.load({ kind: 'text', text });
  });
  after(() => {
    channel.close();
    one.close();
    two.close();
  });

  it('counts half, and the answers are those of one worker', async function () {
    this.timeout(60_000);
    const answers = await everything(two);
    expect(heard.filter((method) => method === 'countPart').length).to.equal(jobs.length);
    expect(answers).to.deep.equal(await everything(one));
    expect(heard.filter((method) => method === 'countPart').length).to.equal(jobs.length);
  });

  it('may be gone: the first one counts all', async function () {
    this.timeout(60_000);
    const gone = new Promise((resolve) => {
      channel.addEventListener('message', ({ data }) => data === 'ended' && resolve(null));
    });
    channel.postMessage('end');
    await gone;
    const again = jobs.map((job) => ({ ...job, filter: { kind: 'time' as const, range: { from: 0, to: 2e12 } } }));
    expect(await two.run(again)).to.deep.equal(await one.run(again));
  });
});

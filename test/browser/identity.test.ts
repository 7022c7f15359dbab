import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';

const csv = [
  'time,event,userId,phone,deviceId',
  '2026-05-01,visit,,,d',
  '2026-05-02,signup,,079 123 45 67,d',
  '2026-05-03,call,u,+41 79 123 45 67,',
  '2026-05-04,visit,v,,e',
  '',
].join('\n');
const mortal: EngineOptions = {
  seat: 'worker',
  transports: ['url'],
  workerUrl: new URL('./fixtures/mortal-worker.ts', import.meta.url).href,
  handshakeMs: 10_000,
  silenceMs: 600,
};
const seats: Readonly<Record<string, EngineOptions>> = {
  'worker seat': { ...mortal, silenceMs: 5000 },
  'page seat': { seat: 'page' },
  'page seat with plain arrays': { seat: 'page', storage: 'plain' },
};

const open: Engine[] = [];
async function loaded(options: EngineOptions): Promise<Engine> {
  const engine = await createEngine(options);
  open.push(engine);
  await engine.load({ kind: 'text', text: csv }, { identity: { defaultCountry: 'CH' } });
  return engine;
}

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

for (const [name, options] of Object.entries(seats)) {
  it(`explains, blocks and undoes a join over telephone numbers in the ${name}`, async () => {
    const engine = await loaded(options);
    const why = await engine.explain('d');
    expect(why?.chain.map(({ to }) => to)).toEqual(['phone:+41791234567', 'userId:u']);
    const block = { id: 'phone:+41791234567' };
    expect(await engine.block(block)).toEqual({ actorsBefore: 2, actors: 3, unidentifiedRows: 0 });
    expect((await engine.identities()).blocked).toEqual([block]);
    expect((await engine.undo(block)).actors).toBe(2);
    expect((await engine.identities()).identifiers).toEqual({ userId: 2, phone: 1, deviceId: 2 });
  });
}

describe('a worker that is lost', () => {
  it('is followed by one that knows the blocks', async () => {
    const engine = await loaded(mortal);
    await engine.block({ id: 'phone:+41791234567' });
    await engine.block({ id: 'deviceId:e' });
    await engine.undo({ id: 'deviceId:e' });
    const before = await engine.identities();
    const channel = new BroadcastChannel('mortal-worker');
    const heard = new Promise((resolve) => channel.addEventListener('message', resolve, { once: true }));
    channel.postMessage('hang');
    await heard;
    channel.close();
    await expect(engine.identities()).rejects.toMatchObject({ code: 'worker-lost' });
    expect(await engine.identities()).toEqual(before);
  });
});

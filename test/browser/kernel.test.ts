import { afterEach, describe, expect, inject, it } from 'vitest';
import { createEngine, type EngineOptions } from '../../worker/client.js';
import type { Engine } from '../../worker/protocol/engine.js';
import type { FunnelResult } from '../../worker/protocol/result.js';

const open: Engine[] = [];
afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

const names = ['visit', 'signup', 'trial', 'other'];
const csv = ['actor,time,event'];
for (let i = 0; i < 5000; i++)
  csv.push(`a${(i * 7) % 500},${1_700_000_000_000 + i * 60_000},${names[((i * 5) % 7) % 4]!}`);

async function answerOf(options: EngineOptions): Promise<{ engine: Engine; result: FunnelResult }> {
  const engine = await createEngine({ handshakeMs: 10_000, ...options });
  open.push(engine);
  await engine.load({ kind: 'text', text: csv.join('\n') });
  if (engine.kernel) await expect.poll(() => settled(engine), { timeout: 10_000 }).toBe(true);
  const steps = ['visit', 'signup', 'trial'].map((event) => ({ event }));
  const [outcome] = await engine.run([{ id: 'f', spec: { kind: 'funnel', steps, windowMs: 7 * 86_400_000 } }]);
  if (!outcome!.ok) throw new Error(outcome!.error.message);
  return { engine, result: outcome!.result as FunnelResult };
}

function settled({ kernel }: Engine): boolean {
  return kernel?.kind === 'wasm' || typeof kernel?.reason === 'string';
}

describe('the kernel that a page asks for', () => {
  it('counts in a worker and on a page, with the answers of the loops', async () => {
    const worker: EngineOptions = { seat: 'worker', transports: ['url'] };
    const loops = await answerOf(worker);
    expect(loops.engine.kernel).toBeUndefined();
    for (const seat of [worker, { seat: 'page' }] as const) {
      const { engine, result } = await answerOf({ ...seat, wasm: inject('kernelUrl') });
      expect(engine.kernel).toEqual({ kind: 'wasm' });
      expect(result).toEqual(loops.result);
    }
    expect(loops.result.stepCounts[2]).toBeGreaterThan(0);
  });

  it('leaves the loops in place when its file is none, and says why', async () => {
    const { engine, result } = await answerOf({ seat: 'page', wasm: 'data:application/wasm;base64,AAAA' });
    expect(engine.kernel).toMatchObject({ kind: 'typescript', reason: expect.stringMatching(/WebAssembly|magic/) });
    expect(result.stepCounts[0]).toBeGreaterThan(0);
  });

  it('is not loaded for plain storage', async () => {
    const { engine } = await answerOf({ seat: 'page', storage: 'plain', wasm: inject('kernelUrl') });
    expect(engine.kernel).toMatchObject({ kind: 'typescript', reason: expect.stringContaining('Plain storage') });
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useFunnelKernel, type FunnelKernel } from '../../worker/kernels/wasm/funnel-kernel.js';
import { corpusFolder } from '../corpus-folder.mjs';
import { wasmKernel } from '../worker/kernels/wasm-kernel.js';
import { askCore } from './ask.js';
import type { ConformanceCase } from './case.js';
import { isLater, runCase } from './kinds.js';

const cases = readFunnelCases();
let used = 0;

beforeAll(async () => {
  const kernel = await wasmKernel();
  const run: FunnelKernel['run'] = (funnel, rows) => {
    used++;
    return kernel.run(funnel, rows);
  };
  useFunnelKernel({ run } as FunnelKernel);
});
afterAll(() => useFunnelKernel(null));

if (cases.length === 0) it.skip('conformance cases are not here', () => {});

describe.runIf(cases.length > 0)('funnel cases with the kernel', () => {
  for (const one of cases) it(`${one.id}: ${one.title}`, () => runCase(one, askCore('typed')));

  it('were counted by the kernel where it can', () => {
    expect(used).toBeGreaterThan(10);
  });
});

function readFunnelCases(): ConformanceCase[] {
  const folder = corpusFolder('conformance');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.startsWith('funnel') && file.endsWith('.json'));
  return files
    .toSorted()
    .flatMap((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: ConformanceCase[] }).cases)
    .filter((one) => !isLater(one));
}

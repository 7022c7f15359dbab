import { describe, expect, test } from 'vitest';
import { bundleConnectors, bundlePhone, bundleWorker } from '../../build/bundle.mjs';

type Chunk = Awaited<ReturnType<typeof bundlePhone>>;

const carriesPlans = (chunk: Chunk): boolean => Object.keys(chunk.modules).some((id) => id.includes('libphonenumber'));

describe('the numbering plans', () => {
  test('are a file of their own beside engine and connectors', async () => {
    expect(carriesPlans(await bundlePhone())).toBe(true);
    expect(carriesPlans(await bundleConnectors())).toBe(false);
    expect(carriesPlans(await bundleWorker('engine'))).toBe(false);
  });

  test('are inside the worker text of the self-contained builds, which may lie alone', async () => {
    expect(carriesPlans(await bundleWorker('whole'))).toBe(true);
  });
});

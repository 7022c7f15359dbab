import { afterEach, describe, expect, it } from 'vitest';
import { fileConnector } from '../../connectors/file.js';
import { createEngine } from '../../worker/client.js';
import type { EngineOptions } from '../../worker/client.js';
import { EngineCore } from '../../worker/engine.js';
import type { Engine } from '../../worker/protocol/engine.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import type { ImportReport } from '../../worker/protocol/report.js';
import type { Job } from '../../worker/protocol/spec.js';

const open: Engine[] = [];
async function engineOf(options: EngineOptions): Promise<Engine> {
  const engine = await createEngine({ handshakeMs: 10_000, ...options });
  open.push(engine);
  return engine;
}

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

const log = Array.from(
  { length: 5000 },
  (_, k) =>
    `203.0.113.${k % 200} - - [17/May/2026:${String(10 + (k % 9)).padStart(2, '0')}:05:03 +0000] "GET /page/${k % 7} HTTP/1.1" ${k % 50 === 49 ? 404 : 200} ${k} "-" "Mozilla/5.0"`,
);
log.splice(1234, 0, 'this line is no request');
const blob = new File([log.join('\n')], 'access.log');
const byPage: Mapping = {
  version: 1,
  fields: { actor: { column: 'address' }, time: { column: 'time' }, event: { column: 'path' } },
};
const jobs: Job[] = [
  { id: 'pages', spec: { kind: 'counts' } },
  { id: 'funnel', spec: { kind: 'funnel', steps: [{ event: '/page/1' }, { event: '/page/2' }] } },
];

async function gzipped(file: Blob): Promise<Blob> {
  return new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

async function inThisThread(): Promise<{ report: ImportReport; answers: unknown }> {
  const core = new EngineCore({ connectors: [fileConnector] });
  const report = await core.load({ kind: 'blob', blob, name: 'access.log' }, { mapping: byPage });
  return { report, answers: await core.run(jobs) };
}

describe('a file of a format with a reader of its own', () => {
  it.each<[string, EngineOptions]>([
    ['a worker', { seat: 'worker' }],
    ['the page', { seat: 'page' }],
    ['the page, in plain arrays', { seat: 'page', storage: 'plain' }],
  ])('gives the rows and answers in %s that it gives in one thread', async (_, options) => {
    const expected = await inThisThread();
    expect(expected.report).toMatchObject({ rowsIn: 5001, accepted: 5000, rejected: 1, complete: true });
    const engine = await engineOf(options);
    expect(await engine.load({ kind: 'blob', blob, name: 'access.log' }, { mapping: byPage })).toEqual(expected.report);
    expect(await engine.run(jobs)).toEqual(expected.answers);
  });

  it('comes zipped, as a stream, or as bytes just as well', async () => {
    const { report, answers } = await inThisThread();
    const zipped = await gzipped(blob);
    const engine = await engineOf({ seat: 'worker' });
    const facts = { ...report.facts, gzip: true };
    const options = { mapping: byPage };
    expect(await engine.load({ kind: 'blob', blob: zipped, name: 'access.log' }, options)).toEqual({
      ...report,
      facts,
    });
    expect(await engine.run(jobs)).toEqual(answers);
    expect(await engine.load({ kind: 'stream', stream: blob.stream(), name: 'access.log' }, options)).toEqual(report);
    expect(await engine.run(jobs)).toEqual(answers);
    const bytes = new Uint8Array(await zipped.arrayBuffer());
    expect(await engine.load({ kind: 'bytes', bytes, name: 'access.log' }, options)).toEqual({ ...report, facts });
    expect(await engine.run(jobs)).toEqual(answers);
  });

  it('is previewed without being loaded', async () => {
    const engine = await engineOf({ seat: 'worker' });
    const preview = await engine.preview({ kind: 'blob', blob, name: 'access.log' });
    expect(preview.columns.map(({ header }) => header)).toContain('path');
    expect((await engine.describe()).rows).toBe(0);
  });

  it('adds to what is there', async () => {
    const engine = await engineOf({ seat: 'worker' });
    const csv = 'actor,time,event\nann,1700000001000,visit\n';
    await engine.load({ kind: 'text', text: csv });
    await engine.append({ kind: 'blob', blob, name: 'access.log' }, { mapping: byPage });
    expect((await engine.describe()).rows).toBe(5001);
  });
});

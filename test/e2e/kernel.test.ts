import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KernelState } from '../../worker/protocol/engine.js';
import { chromium } from '../browsers.mjs';
import { root } from '../cli/command.js';

// The kernel's file under pages' policies, with the built files.

const dist = join(root, 'dist');
const built = existsSync(join(dist, 'touchpoint-kit.kernel.wasm'));
if (!built) console.log('Skipped, dist/ is missing or old: run "npm run build" first.');

interface Outcome {
  readonly kernel: KernelState | null;
  readonly seat: string;
  readonly counts: readonly number[];
  readonly violations: readonly string[];
  /** Whether the kernel's file was asked for. */
  readonly asked: boolean;
}

// As text: the test's own tools would rewrite the import.
const probe = `async (module, options) => {
  const violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    violations.push(violatedDirective + ' ' + blockedURI),
  );
  const { createEngine } = await import(module);
  const engine = await createEngine(options);
  const text = 'actor,time,event\\nann,1700000001000,visit\\nann,1700000002000,buy\\nbob,1700000001000,visit\\n';
  await engine.load({ kind: 'text', text });
  const settled = () => !engine.kernel || engine.kernel.kind === 'wasm' || engine.kernel.reason !== null;
  for (let i = 0; i < 200 && !settled(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  const spec = { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy' }] };
  const [outcome] = await engine.run([{ id: 'f', spec }]);
  return { kernel: engine.kernel ?? null, seat: engine.seat, counts: outcome.result.stepCounts, violations };
}`;

describe.skipIf(!built)('the kernel in a page', () => {
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    browser = await playwright.launch(chromium);
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
      const file = join(dist, pathname.slice(1));
      const policy = searchParams.get('policy');
      if (policy !== null) {
        const headers = { 'content-type': 'text/html', 'content-security-policy': policy };
        response.writeHead(200, headers).end('<!doctype html><meta charset="utf-8"><title>Kernel</title>');
      } else if (/^\/[\w.-]+$/.test(pathname) && existsSync(file)) {
        const type = pathname.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
        response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
      } else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function visit(policy: string, options: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await browser.newPage();
    let asked = false;
    page.on('request', (request) => {
      asked ||= request.url().endsWith('.wasm');
    });
    await page.goto(`${address}/?policy=${encodeURIComponent(policy)}`);
    const found = await page.evaluate<Omit<Outcome, 'asked'>>(
      `(${probe})(${JSON.stringify(`${address}/touchpoint-kit.js`)}, ${JSON.stringify(options)})`,
    );
    await page.close();
    return { ...found, asked };
  }

  const own = "default-src 'self'; worker-src 'self' blob:";

  test.each(['worker', 'page'])('is loaded from beside the kit in the %s seat', async (seat) => {
    const outcome = await visit(`${own}; script-src 'self' 'wasm-unsafe-eval'`, {
      wasm: true,
      seat,
      handshakeMs: 5000,
    });
    expect(outcome).toEqual({ kernel: { kind: 'wasm' }, seat, counts: [2, 1], violations: [], asked: true });
  });

  test('gives way to the loops where the policy forbids WebAssembly', async () => {
    const { kernel, counts } = await visit(own, { wasm: true, handshakeMs: 5000 });
    expect(kernel).toMatchObject({ kind: 'typescript', reason: expect.stringMatching(/Content Security Policy/i) });
    expect(counts).toEqual([2, 1]);
  });

  test('is neither asked for nor compiled unless a page wants it', async () => {
    const { kernel, counts, violations, asked } = await visit(own, { handshakeMs: 5000 });
    expect({ kernel, counts, violations, asked }).toEqual({
      kernel: null,
      counts: [2, 1],
      violations: [],
      asked: false,
    });
  });
});

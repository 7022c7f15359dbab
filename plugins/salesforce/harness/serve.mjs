import { once } from 'node:events';
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildHarness } from './build.mjs';

// node harness/serve.mjs [--synthetic]     builds the pages and serves them until it is stopped

/** As on Lightning pages: scripts of the org alone, no blob, so no worker either; styles may stand in the page. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "object-src 'none'; base-uri 'self'";
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/** Serves a folder of the harness under a policy like Lightning's. */
export async function serveHarness(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname));
    const file = join(folder, path === '/' ? 'index.html' : path);
    if (!file.startsWith(folder) || !existsSync(file) || statSync(file).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    // A static resource has no ending; its metadata say what it is.
    const type = types[extname(file)] ?? 'application/javascript';
    response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => void server.close() };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-salesforce-'));
  await buildHarness({ folder, synthetic: process.argv.includes('--synthetic') });
  const { address } = await serveHarness(folder);
  const pages = ['Account', 'Contact', 'Lead', 'Opportunity', 'Home'];
  console.log(pages.map((page) => `${address}?page=${page}&lang=en&scheme=light`).join('\n'));
  process.on('SIGINT', () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
}

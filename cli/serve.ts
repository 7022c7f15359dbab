import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readArguments, readPort, usage } from './arguments.js';
import { CommandError, exitCodes } from './exit.js';
import { packageRoot } from './package-root.js';

/** Text of `touchpoint-kit serve --help`. */
export const serveHelp: string = `Usage: touchpoint-kit serve [folder] [--port N] [--host ADDRESS]

Serves a folder, so that pages in it can read data files and use the kit:

  <script type="module" src="touchpoint-kit.js"></script>

touchpoint-kit.js and the kit's other files (.iife.js, .worker.js, ...) come from this package
unless the folder has files of that name. Files and folders whose names begin with a dot, and
links that lead out of the folder, are not served. Nothing is cached.

  folder           what to serve (default: the current folder)
  --port N         default 8080; 0 takes any free port
  --host ADDRESS   default 127.0.0.1: only this computer can read the pages.
                   0.0.0.0 lets every computer on the network read them
  --help           this text

Exit codes: 0 stopped, 1 the port cannot be had, 2 the command line cannot be understood,
3 the folder cannot be read.
`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.htm': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  // No charset: the encoding of a data file is found out by the kit.
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.ndjson': 'application/x-ndjson',
  '.txt': 'text/plain',
  '.md': 'text/markdown; charset=utf-8',
  // Without Content-Encoding: the kit unpacks these itself, and a browser must not do it before.
  '.gz': 'application/gzip',
  '.zip': 'application/zip',
  '.parquet': 'application/vnd.apache.parquet',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
};

const kitFile = /^touchpoint-kit(\.iife|\.worker|\.connectors|\.analyses|\.phone)?\.js(\.map)?$/;

/** Runs `serve` until it is told to stop (SIGINT, SIGTERM). */
export async function serve(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments('serve', {
    args: [...args],
    allowPositionals: true,
    options: { port: { type: 'string' }, host: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(serveHelp);
    return;
  }
  if (positionals.length > 1) throw usage('serve', `One folder can be served, not ${positionals.length}`);
  const folder = positionals[0] ?? '.';
  const host = values.host ?? '127.0.0.1';
  const server = await serveFolder(folder, host, readPort('serve', values.port ?? '8080'));
  const { port } = server.address() as AddressInfo;
  process.stdout.write(
    `Serving ${resolve(folder)}\n` +
      `  at http://${host.includes(':') ? `[${host}]` : host}:${port}/\n` +
      '  touchpoint-kit.js is at the same address. Stop with Ctrl+C.\n',
  );
  await stopped(server);
}

/**
 * A server for a folder that listens already.
 * @throws CommandError when the folder cannot be read (3) or the port cannot be had (1)
 */
export async function serveFolder(folder: string, host: string, port: number): Promise<Server> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory()) {
    throw new CommandError(exitCodes.data, `There is no folder "${folder}". Give the folder that holds your page.`);
  }
  const kit = join(packageRoot(), 'dist');
  const server = createServer((request, response) => {
    answer(root, kit, host, request, response).catch(() => {
      // The reader went away, or the file did while it was read: the answer cannot be completed.
      response.destroy();
    });
  });
  await listen(server, host, port);
  return server;
}

async function answer(
  root: string,
  kit: string,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!mayAsk(host, request.headers.host)) {
    return refuse(response, 403, `This server answers at http://${host} only.`);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'Files can be read here, nothing else.');
  }
  const path = pathOf(request.url ?? '/');
  if (path === null) return refuse(response, 400, 'This address cannot be understood.');

  const found = await find(root, path);
  if (found?.kind === 'file') return send(request, response, found.file, found.size);
  if (found?.kind === 'folder') {
    if (!path.endsWith('/')) {
      response.writeHead(301, { ...common, Location: `${encodeURI(path)}/` });
      response.end();
      return;
    }
    const index = await find(root, `${path}index.html`);
    if (index?.kind === 'file') return send(request, response, index.file, index.size);
    return sendPage(request, response, await contents(root, path));
  }
  // A page in any folder may load the kit from beside itself.
  if (kitFile.test(basename(path)) && (await isFolderOf(root, path))) {
    const own = await find(kit, `/${basename(path)}`);
    if (own?.kind === 'file') return send(request, response, own.file, own.size);
    if ((await find(kit, '/touchpoint-kit.js')) === null) {
      return refuse(response, 404, 'The kit is not built: run "npm run build" in its folder.');
    }
  }
  return refuse(response, 404, `There is no ${path} in the folder that is served.`);
}

/**
 * A page elsewhere can point its own name at 127.0.0.1 and read what is served there; its requests carry that name.
 * So a server for this computer only answers to this computer's names.
 */
function mayAsk(host: string, asked: string | undefined): boolean {
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
  if (!/^(localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host)) return true;
  return asked !== undefined && (local.test(asked) || asked.replace(/:\d+$/, '') === host);
}

/** The path of an address, decoded; null when it cannot stand for a file. */
function pathOf(url: string): string | null {
  const raw = url.split(/[?#]/, 1)[0]!;
  if (!raw.startsWith('/')) return null;
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  return path.includes('\0') || path.includes('\\') ? null : path;
}

type Found = { readonly kind: 'file'; readonly file: string; readonly size: number } | { readonly kind: 'folder' };

/** What a path leads to inside the root; null for nothing, for names with a dot in front, and for what lies outside. */
async function find(root: string, path: string): Promise<Found | null> {
  if (path.split('/').some((part) => part.startsWith('.'))) return null;
  try {
    // A link may lead out of the folder: judged by where it ends.
    const file = await realpath(join(root, path));
    if (file !== root && !file.startsWith(root.endsWith(sep) ? root : root + sep)) return null;
    const facts = await stat(file);
    if (facts.isDirectory()) return { kind: 'folder' };
    return facts.isFile() && !path.endsWith('/') ? { kind: 'file', file, size: facts.size } : null;
  } catch {
    return null;
  }
}

async function isFolderOf(root: string, path: string): Promise<boolean> {
  return (await find(root, path.slice(0, path.lastIndexOf('/') + 1)))?.kind === 'folder';
}

const common = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

async function send(request: IncomingMessage, response: ServerResponse, file: string, size: number): Promise<void> {
  const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(200, { ...common, 'Content-Type': type, 'Content-Length': size });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A file that grows meanwhile is sent as long as was promised.
  if (size === 0) response.end();
  else await pipeline(createReadStream(file, { end: size - 1 }), response);
}

function sendPage(request: IncomingMessage, response: ServerResponse, html: string): void {
  response.writeHead(200, {
    ...common,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'",
  });
  response.end(request.method === 'HEAD' ? undefined : html);
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { ...common, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

/** A folder without a start page: its pages and folders as links. */
async function contents(root: string, path: string): Promise<string> {
  const entries = await readdir(join(root, path), { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.name.startsWith('.'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort();
  const items = names.map(
    (name) => `<li><a href="./${encodeURIComponent(name).replaceAll('%2F', '/')}">${escapeHtml(name)}</a></li>`,
  );
  return (
    `<!doctype html><meta charset="utf-8"><title>${escapeHtml(path)}</title><h1>${escapeHtml(path)}</h1>` +
    (items.length ? `<ul>${items.join('')}</ul>` : '<p>This folder is empty.</p>') +
    '<p>There is no index.html here.</p>\n'
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new CommandError(exitCodes.failed, refusal(error, host, port))),
    );
    server.listen(port, host, resolve);
  });
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken by another program. Choose another: --port ${port < 65_535 ? port + 1 : 8080}`;
  }
  if (error.code === 'EACCES') return `Port ${port} may not be used by this account. Choose one over 1023: --port 8080`;
  return `The server cannot listen on ${host}, port ${port}: ${error.message}`;
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

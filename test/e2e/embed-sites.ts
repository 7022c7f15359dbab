import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import type { AddressInfo } from 'node:net';

/** Built files of the kit; the tests of frames need them. */
export const dist: string = join(import.meta.dirname, '../../dist');
export const built: boolean = existsSync(join(dist, 'embed/embed.html'));
if (!built) console.log('Skipped, dist/ is missing or of an earlier version: run "npm run build" first.');

/** Ten touchpoints of five customers: five visit, three sign up, two buy. */
export const csv: string = [
  'customer,time,event,channel',
  ...['ann', 'bob', 'cat', 'dan', 'eve'].flatMap((name, k) => [
    `${name},2026-01-0${k + 1}T08:00:00Z,visit,${k % 2 ? 'ads' : 'email'}`,
    ...(k < 3 ? [`${name},2026-01-0${k + 1}T09:00:00Z,sign up,web`] : []),
    ...(k < 2 ? [`${name},2026-01-0${k + 1}T10:00:00Z,buy,web`] : []),
  ]),
].join('\n');

/** A funnel over them. */
export const funnel = { type: 'funnel', attributes: { steps: 'visit, sign up, buy', window: '14d' } } as const;

export interface Reply {
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Site {
  readonly address: string;
  readonly origin: string;
  /** What was asked of it since the last `forget`: path and query. */
  readonly asked: string[];
  close(): void;
}

/** A web server of an origin of its own; what `answer` does not know is not there. */
export async function site(answer: (path: string, request: IncomingMessage) => Reply | null): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    const reply = answer(new URL(request.url!, 'http://127.0.0.1').pathname, request) ?? { status: 404, body: '' };
    response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'text/html', ...reply.headers });
    response.end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: `${origin}/`,
    origin,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/** A file of the build as a server gives it; null when there is none. */
export function builtFile(path: string): Reply | null {
  const file = join(dist, path);
  if (!file.startsWith(dist) || !existsSync(file) || statSync(file).isDirectory()) return null;
  return { body: readFileSync(file), type: types[extname(file)] ?? 'application/octet-stream' };
}

/** A page with a body, as a portal would send it. */
export function htmlPage(body: string, attributes = 'lang="en"'): Reply {
  return {
    body: `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`,
  };
}

/** JSON as a server gives it. */
export function jsonFile(value: unknown): Reply {
  return { body: JSON.stringify(value), type: 'application/json' };
}

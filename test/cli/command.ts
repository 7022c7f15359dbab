import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { buildCli } from '../../build/bundle.mjs';

/** The project's folder, with a slash at its end. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));
/** A fixture's path. */
export const fixture = (name: string): string => join(root, 'test/fixtures', name);

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export type Running = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * The command as one file, built from its sources so that an old `dist` cannot answer in its place.
 * @returns its path and how to take it away
 */
export async function buildCommand(): Promise<{ readonly file: string; remove(): void }> {
  mkdirSync(join(root, 'out'), { recursive: true });
  // Inside the project: the command finds its package above itself, and its dependencies in node_modules.
  const folder = mkdtempSync(join(root, 'out/cli-'));
  await buildCli(folder);
  return { file: join(folder, 'touchpoint-kit.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a Node program; its input stays open. */
export function start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  return spawn(process.execPath, [file, ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: root, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs a Node program to its end. */
export async function runToEnd(file: string, args: readonly string[], input: string | Uint8Array = ''): Promise<Ended> {
  const running = start(file, args);
  // A program that ends without reading its input closes the pipe.
  running.stdin.on('error', () => {});
  running.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(running.stdout), text(running.stderr), once(running, 'close')]);
  return { code: code as number | null, out, err };
}

/** Waits until a server has printed its address. */
export async function printedAddress(running: Running): Promise<{ readonly address: string; readonly out: string }> {
  let out = '';
  let err = '';
  running.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  for await (const piece of running.stdout.iterator({ destroyOnReturn: false })) {
    out += String(piece);
    const address = /http:\/\/\S+/.exec(out)?.[0];
    if (address && out.endsWith('\n')) return { address, out };
  }
  throw new Error(`The server ended before it printed an address: ${out}${err}`);
}

/** Ends a server as a person would, and waits for it. */
export async function stop(running: Running): Promise<number | null> {
  if (running.exitCode !== null) return running.exitCode;
  running.kill('SIGTERM');
  const [code] = (await once(running, 'exit')) as [number | null];
  return code;
}

/** Holds a port, so that nobody else can have it. */
export async function takePort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}

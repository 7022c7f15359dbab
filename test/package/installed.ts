import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** True when `npm run build` has been run. */
export const isBuilt: boolean = existsSync(join(root, 'dist/integrity.json'));

/** A folder in which nothing but the packed kit is installed. */
export interface Installed {
  readonly folder: string;
  /** Paths in the tarball. */
  readonly files: readonly string[];
  /** Writes a file into the folder. */
  write(name: string, text: string): void;
  /** Runs one of the project's own development commands, or Node, in the folder. */
  run(command: string, args: readonly string[]): Promise<Finished>;
  remove(): void;
}

export interface Finished {
  readonly status: number;
  readonly output: string;
}

/** Packs the kit as it would be published and installs the tarball in an empty folder. */
export async function installPacked(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'touchpoint-kit-'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const packed = await finished('npm', ['pack', '--json', '--pack-destination', folder], root);
  const [{ filename, files }] = JSON.parse(packed.output.slice(packed.output.indexOf('['))) as [
    { filename: string; files: Array<{ path: string }> },
  ];
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const installed = await finished('npm', ['install', ...options, join(folder, filename)], folder);
  if (installed.status !== 0) throw new Error(`npm install failed:\n${installed.output}`);
  return {
    folder,
    files: files.map(({ path }) => path),
    write,
    run: (command, args) =>
      command === 'node'
        ? finished(process.execPath, args, folder)
        : finished(process.execPath, [join(root, 'node_modules/.bin', command), ...args], folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a command to its end; standard output and error in one text. */
export function finished(command: string, args: readonly string[], cwd: string): Promise<Finished> {
  return new Promise((resolve) => {
    const { NODE_ENV: _, ...env } = process.env; // the test runner's, which makes bundlers choose development files
    const options = { cwd, env, timeout: 180_000, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(command, [...args], options, (error, stdout, stderr) => {
      resolve({ status: error ? (child.exitCode ?? 1) : 0, output: error ? `${stdout}${stderr}` : stdout });
    });
  });
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
};

/** Serves a folder on a free port of this machine; every page carries `policy` as its content security policy. */
export async function serveFolder(folder: string, policy = ''): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const file = join(folder, path);
    const type = types[extname(file)];
    if (!type || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': type, ...(policy && { 'content-security-policy': policy }) });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

// `npm start`: the demo straight from its sources, on this computer only. Exit codes as in cli/exit.ts.

const root = fileURLToPath(new URL('..', import.meta.url));
const help = `Usage: npm start -- [--port N] [--data FILE [--mapping FILE]]

Opens the demo with a generated sample, or with a data file of yours. The file stays on this computer.

  --port N         default 4173, or the environment variable PORT
  --data FILE      CSV, also gzip
  --mapping FILE   which columns say who, when and what, as JSON
  --help           this text

Exit codes: 0 stopped, 1 the port cannot be had, 2 the command line cannot be understood,
3 data or mapping cannot be read.
`;

class StartError extends Error {
  /**
   * @param {number} exitCode
   * @param {string} message
   */
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

try {
  await start(process.argv.slice(2));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof StartError ? thrown.message : thrown.stack}\n`);
  // A server that came up in part would keep the process alive.
  process.exit(thrown instanceof StartError ? thrown.exitCode : 1);
}

/** @param {string[]} args */
async function start(args) {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const files = new Map();
  const query = new URLSearchParams();
  if (options.data !== undefined) {
    const path = await readable(options.data, '--data');
    const address = `/__data__/${encodeURIComponent(basename(path))}`;
    files.set(address, { path, type: 'text/csv' });
    query.set('data', address);
  }
  if (options.mapping !== undefined) {
    if (options.data === undefined) throw new StartError(2, '--mapping belongs to --data, which is missing.');
    const path = await readable(options.mapping, '--mapping');
    await checkJson(path);
    // Two files of one name would share an address.
    files.set('/__mapping__', { path, type: 'application/json' });
    query.set('mapping', '/__mapping__');
  }
  const server = await listen(options.port, files);
  const search = query.size ? `?${query.toString().replaceAll('%2F', '/')}` : '';
  const about = options.data === undefined ? 'a generated sample' : basename(options.data);
  const { port } = server.httpServer.address();
  process.stdout.write(
    `\n  Touchpoint Kit demo, with ${about}:\n\n    http://127.0.0.1:${port}/${search && `funnel.html${search}`}\n\n  Stop with Ctrl+C.\n\n`,
  );
  const stop = () => void server.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** @param {string[]} args */
function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        mapping: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (thrown) {
    throw new StartError(2, `${thrown.message}\nRead "npm start -- --help".`);
  }
  const text = values.port ?? (process.env.PORT || '4173');
  if (!/^\d+$/.test(text) || Number(text) > 65_535) {
    throw new StartError(2, `The port is "${text}"; give a whole number from 0 to 65535.`);
  }
  return { ...values, port: Number(text) };
}

/**
 * The absolute path of a file that is there. Relative paths start where npm was called.
 * @param {string} path
 * @param {string} option
 */
async function readable(path, option) {
  const full = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  const facts = await stat(full).catch(() => null);
  if (!facts) throw new StartError(3, `${option}: there is no file "${full}".`);
  if (!facts.isFile()) throw new StartError(3, `${option}: "${full}" is not a file.`);
  return full;
}

/** @param {string} path */
async function checkJson(path) {
  try {
    JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw new StartError(3, `--mapping: "${path}" is not JSON: ${thrown.message}`);
  }
}

/**
 * @param {number} port
 * @param {Map<string, { path: string, type: string }>} files by address
 */
async function listen(port, files) {
  const server = await createServer({
    configFile: `${root}vite.config.ts`,
    root: `${root}demo`,
    logLevel: 'warn',
    clearScreen: false,
    server: { host: '127.0.0.1', port, strictPort: true },
    plugins: [{ name: 'touchpoint-kit:data', configureServer: (dev) => void dev.middlewares.use(serveFiles(files)) }],
  });
  try {
    return await server.listen();
  } catch (thrown) {
    await server.close();
    if (thrown.code === 'EADDRINUSE' || /already in use/.test(thrown.message)) {
      const other = port < 65_535 ? port + 1 : 4173;
      throw new StartError(1, `Port ${port} is taken by another program. Choose another: npm start -- --port ${other}`);
    }
    if (thrown.code === 'EACCES') {
      throw new StartError(1, `Port ${port} may not be used by this account. Choose another: npm start -- --port 4173`);
    }
    throw thrown;
  }
}

/**
 * Streams the named files as they are: gzip stays packed, the kit unpacks it.
 * @param {Map<string, { path: string, type: string }>} files
 */
function serveFiles(files) {
  return async (request, response, next) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const file = files.get(path);
    if (!file) {
      if (!path.startsWith('/__data__/')) return next();
      // Vite would answer with the demo's page, which reads as an odd CSV.
      response.writeHead(404).end();
      return;
    }
    try {
      const { size } = await stat(file.path);
      response.writeHead(200, {
        'Content-Type': file.path.endsWith('.gz') ? 'application/gzip' : file.type,
        'Content-Length': size,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      if (request.method === 'HEAD' || size === 0) response.end();
      else await pipeline(createReadStream(file.path, { end: size - 1 }), response);
    } catch {
      // The file went away, or the reader did.
      if (response.headersSent) response.destroy();
      else response.writeHead(404).end();
    }
  };
}

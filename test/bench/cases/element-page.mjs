import { createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { bundleWorker } from '../../../build/bundle.mjs';
import { seatsPlugin } from '../../../build/seats.mjs';
import { root } from '../kit.mjs';

/**
 * Builds a page's script as the package ships its modules, minified, with the worker beside it, and serves it.
 *
 * @param {string} name Folder below `out/bench`
 * @param {string} script Text of the module `page.js`
 * @param {string} html The page, which loads `page.js`
 * @param {Record<string, string>} [files] Further files by their name in the page, as paths
 * @returns {Promise<{ address: string, close(): void }>}
 */
export async function servePage(name, script, html, files = {}) {
  const folder = join(root, 'out/bench', name);
  await buildPage(folder, script);
  const server = createServer((request, response) => {
    const asked = request.url.slice(1);
    const file = files[asked] ?? join(folder, asked);
    if (asked === '') response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    else if (!/^[\w.-]+\.(js|css)$/.test(asked) || !existsSync(file)) response.writeHead(404).end();
    else {
      response.writeHead(200, { 'content-type': extname(asked) === '.css' ? 'text/css' : 'text/javascript' });
      createReadStream(file).pipe(response);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

async function buildPage(folder, script) {
  mkdirSync(folder, { recursive: true });
  const worker = await bundleWorker('whole');
  writeFileSync(join(folder, 'touchpoint-kit.worker.js'), worker.code);
  const entry = join(root, 'bench-page.js');
  const build = await rolldown({
    cwd: root,
    input: 'touchpoint-kit:bench-page',
    platform: 'browser',
    tsconfig: join(root, 'tsconfig.json'),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] }, conditionNames: ['browser', 'import', 'default'] },
    transform: { target: 'es2022' },
    plugins: [
      {
        name: 'touchpoint-kit:bench-page',
        resolveId: (id) => (id === 'touchpoint-kit:bench-page' ? entry : null),
        load: (id) => (id === entry ? script : null),
      },
      seatsPlugin({ url: `new URL('./touchpoint-kit.worker.js', import.meta.url).href`, source: worker.code }),
    ],
  });
  await build.write({ dir: folder, format: 'es', entryFileNames: 'page.js', minify: true });
  await build.close();
}

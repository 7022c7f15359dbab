import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import {
  buildCli,
  buildModules,
  bundleAll,
  bundleAnalyses,
  bundleConnectors,
  bundleEmbed,
  bundleFormat,
  bundlePhone,
  bundlePointer,
  bundleSalesforce,
  bundleWorker,
  entries,
} from './bundle.mjs';
import { bundleFrame } from './frame.mjs';
import { frameworkTypes } from './frameworks.mjs';
import { compileKernel } from './kernel.mjs';
import { formats, root } from './seats.mjs';

// Made beside `dist` and then put in its place: a build that fails leaves the one from before.
const dist = join(root, 'dist.next');

process.on('uncaughtException', (error) => {
  // A build error is for whoever wrote the source at fault: the message names it, a stack of the bundler does not.
  console.error(error.message);
  process.exit(1);
});

const missing = [...entries, 'worker/main', 'cli/touchpoint-kit'].filter(
  (entry) => !existsSync(join(root, `${entry}.ts`)),
);
if (missing.length) throw new Error(`Entry points without a source file: ${missing.join(', ')}`);

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const wholeWorker = await bundleWorker('whole');
const [esm, iife, worker, connectors, analyses, phone, pointer, pointerIife] = await Promise.all([
  bundleAll('es', wholeWorker.code),
  bundleAll('iife', wholeWorker.code),
  bundleWorker('engine'),
  bundleConnectors(),
  bundleAnalyses(),
  bundlePhone(),
  bundlePointer('es'),
  bundlePointer('iife'),
  buildModules(join(dist, 'npm')),
  buildCli(join(dist, 'cli')),
  buildTypes(join(dist, 'types')),
  run('cem', ['analyze', '--quiet']),
]);

const files = {
  'touchpoint-kit.js': esm,
  'touchpoint-kit.iife.js': iife,
  'touchpoint-kit.worker.js': worker,
  'touchpoint-kit.connectors.js': connectors,
  'touchpoint-kit.analyses.js': analyses,
  'touchpoint-kit.phone.js': phone,
  'touchpoint-kit.pointer.js': pointer,
  'touchpoint-kit.pointer.iife.js': pointerIife,
};
for (const name of formats) files[`touchpoint-kit.${name}.js`] = await bundleFormat(name);
files['touchpoint-kit.embed.js'] = await bundleEmbed();
mkdirSync(join(dist, 'embed/parts'), { recursive: true });
for (const [name, chunk] of Object.entries(await bundleFrame())) files[`embed/${name}`] = chunk;
for (const name of ['embed.html', 'embed.css'])
  copyFileSync(join(root, 'widgets/embed', name), join(dist, 'embed', name));
// Nobody may show the frame but its own origin until its server says who else.
writeFileSync(join(dist, 'embed/embed.json'), `${JSON.stringify({ origins: [] }, null, 2)}\n`);
mkdirSync(join(dist, 'salesforce'));
files['salesforce/TouchpointKit.js'] = await bundleSalesforce();
const integrity = {};
const parts = [];
for (const [name, chunk] of Object.entries(files)) {
  // A classic script is read in the page's encoding unless it begins with a byte order mark; modules are always UTF-8.
  const forSalesforce = name.startsWith('salesforce/');
  const mark = name.endsWith('.iife.js') || forSalesforce ? '\ufeff' : '';
  // A static resource stands alone: there the map's name would lead nowhere.
  const map = forSalesforce ? '' : `//# sourceMappingURL=${basename(name)}.map\n`;
  const code = `${mark}${chunk.code.trimEnd()}\n${map}`;
  writeFileSync(join(dist, name), code);
  writeFileSync(join(dist, `${name}.map`), JSON.stringify(chunk.map));
  integrity[name] = `sha384-${createHash('sha384').update(code).digest('base64')}`;
  if (name.startsWith('embed/parts/')) parts.push(code);
  else console.log(`dist/${name}  ${kB(code.length)} kB, ${kB(gzipSync(code).length)} kB gzip`);
}
const sum = (size) => kB(parts.reduce((all, code) => all + size(code), 0));
console.log(
  `dist/embed/parts/  ${parts.length} files, fetched as they are needed: ${sum((code) => code.length)} kB, ${sum((code) => gzipSync(code).length)} kB gzip`,
);
const kernel = await compileKernel();
writeFileSync(join(dist, 'touchpoint-kit.kernel.wasm'), kernel);
integrity['touchpoint-kit.kernel.wasm'] = `sha384-${createHash('sha384').update(kernel).digest('base64')}`;
console.log(`dist/touchpoint-kit.kernel.wasm  ${kB(kernel.length)} kB, ${kB(gzipSync(kernel).length)} kB gzip`);
writeFileSync(join(dist, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licences([wholeWorker, ...Object.values(files)]));

chmodSync(join(dist, 'cli/touchpoint-kit.mjs'), 0o755);
const [schema] = globSync(join(root, 'connectors/**/mapping.schema.json'));
if (!schema) throw new Error('connectors/ has no mapping.schema.json.');
copyFileSync(schema, join(dist, 'mapping.schema.json'));
// It refers to the mapping's schema as its neighbour.
copyFileSync(join(root, 'worker/protocol/spec.schema.json'), join(dist, 'spec.schema.json'));

mkdirSync(join(dist, 'frameworks'));
const manifest = JSON.parse(readFileSync(join(root, 'custom-elements.json'), 'utf8'));
for (const [name, text] of Object.entries(frameworkTypes(manifest, '../types/widgets/index.js'))) {
  writeFileSync(join(dist, 'frameworks', name), text);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(dist, join(root, 'dist'));
copyFileSync(
  join(root, 'dist/salesforce/TouchpointKit.js'),
  join(root, 'plugins/salesforce/force-app/main/default/staticresources/TouchpointKit.js'),
);

/**
 * Declarations beside the modules' paths. The compiler makes them: bundlers of declarations need a compiler API that
 * TypeScript 7 does not have.
 */
async function buildTypes(outDir) {
  await run('tsc', ['-p', 'build/tsconfig.types.json', '--outDir', outDir]);
}

async function run(command, args) {
  try {
    await promisify(execFile)(process.execPath, [bin(command), ...args], { cwd: root });
  } catch (error) {
    throw new Error(`${command} failed:\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

/** Path of a package's command: npm puts links to them into one folder. */
function bin(command) {
  return join(root, 'node_modules/.bin', command);
}

/** Notices of the packages whose code is inside the bundles; their licences ask for it. */
function licences(chunks) {
  /** @type {Map<string, string>} */
  const packages = new Map();
  for (const id of chunks.flatMap((chunk) => Object.keys(chunk.modules))) {
    const folder = id.match(/^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/)?.[0];
    if (!folder || packages.has(folder)) continue;
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = globSync('{LICENSE,LICENCE,license}*', { cwd: folder })[0];
    if (!file) throw new Error(`${name} is bundled but has no licence file in ${dirname(folder)}.`);
    packages.set(folder, `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`);
  }
  return [...packages.values()].toSorted().join(`\n${'-'.repeat(80)}\n\n`);
}

function kB(bytes) {
  return (bytes / 1000).toFixed(1);
}

import { readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { templatesPlugin } from './templates.mjs';
import {
  formatsApartPlugin,
  partsApartPlugin,
  onePolicyPlugin,
  pageOnlyPlugin,
  phoneApartPlugin,
  root,
  seatsPlugin,
} from './seats.mjs';

/** Entry points of the package, by the path they have in the source tree and in `dist/npm` and `dist/types`. */
export const entries = [
  'widgets/index',
  'widgets/funnel/funnel',
  'widgets/journey/journey',
  'widgets/heatmap/heatmap',
  'widgets/paths/paths',
  'widgets/metric/metric',
  'widgets/quality/quality',
  'widgets/filter/filter',
  'widgets/dataset/dataset',
  'widgets/import/import',
  'worker/client',
  'worker/engine',
  'worker/protocol/index',
  'connectors/registry',
  'connectors/pointer/pointer',
];

/** What every build has in common. @type {import('rolldown').InputOptions} */
export const shared = {
  cwd: root,
  platform: 'browser',
  tsconfig: `${root}tsconfig.json`,
  resolve: {
    extensionAlias: { '.js': ['.ts', '.js'] },
    // Lit's production files; its default outside of development servers.
    conditionNames: ['browser', 'import', 'default'],
  },
  transform: { target: 'es2022' },
  // How long a plugin took says something of the machine, not of the build.
  checks: { pluginTimings: false },
  onLog(level, log, handler) {
    if (level === 'warn') throw new Error(`Build warning: ${log.message}`);
    handler(level, log);
  },
};

/** Small output; licence notices stay. */
export const small = /** @type {const} */ ({
  minify: true,
  comments: { legal: true, annotation: false, jsdoc: false },
});

/**
 * The engine's worker in one script without imports or exports: it runs as a classic worker, as a module worker, and
 * from a blob. Like `bundleAll`, it does not name its map: in a blob that name would lead nowhere.
 * @param {'whole' | 'engine'} part `whole`: self-contained, for a blob. `engine`: for a file; connectors and most analyses come apart
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundleWorker(part) {
  const plugins = part === 'engine' ? [partsApartPlugin()] : [formatsApartPlugin()];
  return oneFile({ input: 'worker/main.ts', plugins }, { format: 'iife', file: 'touchpoint-kit.worker.js' });
}

/**
 * The light connectors as one module, loaded by the worker's file with the first source.
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundleConnectors() {
  const plugins = [phoneApartPlugin('connectors'), formatsApartPlugin()];
  return oneFile({ input: 'connectors/registry.ts', plugins }, { format: 'es', file: 'touchpoint-kit.connectors.js' });
}

/**
 * The reader of a format as one module, the script of a worker for one file; a page without workers imports it.
 * @param {string} name
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundleFormat(name) {
  const plugins = [phoneApartPlugin('connectors'), formatsApartPlugin()];
  const input = { input: `worker/seats/formats/mains/${name}.ts`, plugins };
  return oneFile(input, { format: 'es', file: `touchpoint-kit.${name}.js` });
}

/**
 * The analyses beyond the funnel family as one module, loaded by the worker's file with the first such question.
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundleAnalyses() {
  return oneFile({ input: 'worker/analyses/more.ts' }, { format: 'es', file: 'touchpoint-kit.analyses.js' });
}

/**
 * What reads telephone numbers, as one module: loaded by the connectors' file, and by a page seat of a bundled build.
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundlePhone() {
  return oneFile({ input: 'connectors/phone/phone.ts' }, { format: 'es', file: 'touchpoint-kit.phone.js' });
}

/**
 * The capture script alone, for pages that draw nothing: as a module, or as a classic script that sets `TouchpointPointer`.
 * @param {'es' | 'iife'} format
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundlePointer(format) {
  const file = format === 'es' ? 'touchpoint-kit.pointer.js' : 'touchpoint-kit.pointer.iife.js';
  return oneFile({ input: 'connectors/pointer/pointer.ts' }, { format, name: 'TouchpointPointer', file });
}

/**
 * What shows elements in a frame, the page's side; the frame's is in `frame.mjs`.
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundleEmbed() {
  return oneFile({ input: 'widgets/embed/embed.ts' }, { format: 'es', file: 'touchpoint-kit.embed.js' });
}

/**
 * Widgets, client and everything they need in one file, with the worker inside.
 * @param {'es' | 'iife'} format
 * @param {string} workerText
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundleAll(format, workerText) {
  // currentScript is set only while the script runs, so it is read at once and kept.
  const url =
    format === 'es'
      ? `new URL('./touchpoint-kit.worker.js', import.meta.url).href`
      : `(() => { const script = typeof document === 'object' ? document.currentScript : null; return script && script.src ? new URL('./touchpoint-kit.worker.js', script.src).href : null; })()`;
  return oneFile(
    {
      input: 'widgets/index.ts',
      // The worker's text reads telephone numbers by itself; the page seat, which few pages need, fetches that part.
      plugins: [
        templatesPlugin(),
        onePolicyPlugin(),
        phoneApartPlugin('worker'),
        formatsApartPlugin(),
        seatsPlugin({ url, source: workerText }),
      ],
    },
    { format, name: 'TouchpointKit', file: format === 'es' ? 'touchpoint-kit.js' : 'touchpoint-kit.iife.js' },
  );
}

/** The minor version of lit-html with which `plugins/salesforce/kit/lit-in-sandbox.ts` was tested. */
const testedLit = '3.3.';

/**
 * What Salesforce loads from a static resource: elements and engine in one classic script that sets `TouchpointKit`. The
 * engine runs on the page's thread; the file starts no worker, imports nothing and evaluates no text. What reads
 * telephone numbers is inside, so that a customer is the same person there as elsewhere.
 * @returns {Promise<import('rolldown').OutputChunk>}
 */
export async function bundleSalesforce() {
  const { version } = JSON.parse(readFileSync(`${root}node_modules/lit-html/package.json`, 'utf8'));
  if (!version.startsWith(testedLit))
    throw new Error(
      `lit-html is ${version}, and lit-in-sandbox.ts was tested with ${testedLit}x: run "npm run test:sandbox", then say so in build/bundle.mjs.`,
    );
  return oneFile(
    {
      input: 'plugins/salesforce/kit/main.ts',
      plugins: [
        templatesPlugin(),
        onePolicyPlugin(),
        formatsApartPlugin(),
        pageOnlyPlugin({
          client: `${root}plugins/salesforce/kit/page-engine.ts`,
          seat: `${root}plugins/salesforce/kit/page-seat.ts`,
        }),
        seatsPlugin({ url: 'null' }),
      ],
    },
    { format: 'iife', file: 'TouchpointKit.js' },
  );
}

/**
 * @param {import('rolldown').InputOptions} input
 * @param {import('rolldown').OutputOptions} output
 */
async function oneFile(input, output) {
  const build = await rolldown({ ...shared, ...input });
  const { output: chunks } = await build.generate({ ...output, codeSplitting: false, ...small, sourcemap: 'hidden' });
  await build.close();
  return chunks[0];
}

/**
 * Modules for npm, one for each source file; packages stay imports, the worker is the file two folders up.
 * @param {string} dir
 * @returns {Promise<void>}
 */
export async function buildModules(dir) {
  const build = await rolldown({
    ...shared,
    input: Object.fromEntries(entries.map((entry) => [entry, `${entry}.ts`])),
    // Not the compiler's own helpers: they become a file of the package.
    external: /^(?!@oxc-project)[a-z@][^:]*$/,
    plugins: [
      templatesPlugin(),
      seatsPlugin({
        url: `new URL('../../../touchpoint-kit.worker.js', import.meta.url).href`,
        connectorsUrl: `new URL('../../../touchpoint-kit.connectors.js', import.meta.url).href + '#' +
          encodeURIComponent(new URL('../../../touchpoint-kit.phone.js', import.meta.url).href)`,
        analysesUrl: `new URL('../../../touchpoint-kit.analyses.js', import.meta.url).href`,
        formatUrl: (name) => `new URL('../../../../touchpoint-kit.${name}.js', import.meta.url).href + '#' +
          encodeURIComponent(new URL('../../../../touchpoint-kit.phone.js', import.meta.url).href)`,
      }),
    ],
  });
  await build.write({
    dir,
    format: 'es',
    preserveModules: true,
    preserveModulesRoot: root,
    entryFileNames: '[name].js',
    sourcemap: true,
  });
  await build.close();
}

/**
 * The command line tool: one module for Node that imports the kit's packages.
 * @param {string} dir
 * @returns {Promise<void>}
 */
export async function buildCli(dir) {
  const build = await rolldown({
    ...shared,
    platform: 'node',
    input: 'cli/touchpoint-kit.ts',
    external: /^(node:|(?!@oxc-project)[a-z@][^:]*$)/,
  });
  await build.write({ dir, format: 'es', entryFileNames: 'touchpoint-kit.mjs', codeSplitting: false, sourcemap: true });
  await build.close();
}

/**
 * What a page must fetch before its first paint, minified: `entry` with all it imports, without the parts that are
 * loaded on demand (other locales, the page seat) and without the worker.
 * @param {string} entry JavaScript source of the entry
 * @returns {Promise<{ first: readonly import('rolldown').OutputChunk[], later: readonly import('rolldown').OutputChunk[] }>}
 */
export async function bundleFirstPaint(entry) {
  const build = await rolldown({
    ...shared,
    input: 'touchpoint-kit:first-paint',
    plugins: [
      {
        name: 'touchpoint-kit:first-paint',
        resolveId: (id) => (id === 'touchpoint-kit:first-paint' ? `${root}first-paint.js` : null),
        load: (id) => (id === `${root}first-paint.js` ? entry : null),
      },
      templatesPlugin(),
      onePolicyPlugin(),
      seatsPlugin({ url: `new URL('./touchpoint-kit.worker.js', import.meta.url).href` }),
    ],
  });
  // What the first paint loads stays in one file, as other bundlers keep it by themselves: this one would put every
  // module that a later part uses too into a file of its own, and seven small files pack worse than one.
  const loaded = firstChunks((await build.generate({ format: 'es' })).output).flatMap((chunk) => chunk.moduleIds);
  const { output } = await build.generate({
    format: 'es',
    ...small,
    codeSplitting: { groups: [{ name: 'first-paint', test: (id) => loaded.includes(id) }] },
  });
  await build.close();
  const first = firstChunks(output);
  return { first, later: output.filter((part) => part.type === 'chunk' && !first.includes(part)) };
}

/** The entry's chunk and those it imports. */
function firstChunks(output) {
  const chunks = output.filter((part) => part.type === 'chunk');
  const first = new Set();
  const visit = (chunk) => {
    if (!chunk || first.has(chunk)) return;
    first.add(chunk);
    for (const name of chunk.imports) visit(chunks.find((other) => other.fileName === name));
  };
  visit(chunks.find((chunk) => chunk.isEntry));
  return [...first];
}

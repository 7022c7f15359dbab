import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import { rollup } from 'rollup';
import { exposedComponents, platform, readLabels } from './platform.mjs';

const project = join(import.meta.dirname, '..');
const components = join(project, 'force-app/main/default/lwc');
// By way of `lwc`, whose version is that of the compiler: other tools bring engines of their own.
const packages = createRequire(createRequire(import.meta.url).resolve('lwc'));
const resource = join(project, 'force-app/main/default/staticresources/TouchpointKit.js');

/**
 * Compiles the exposed components for a browser, beside stand-ins for the platform's modules, and writes a folder that a
 * web server can show: the page, the components, the static resource.
 *
 * @param {object} options
 * @param {string} options.folder where it goes
 * @param {boolean} [options.synthetic] with the shadow that Lightning imitates, instead of the browser's own
 * @param {Record<string, string>} [options.modules] files that take the place of components' modules, by id (`c/name`)
 */
export async function buildHarness({ folder, synthetic = false, modules: replaced = {} }) {
  if (!existsSync(resource)) throw new Error(`${resource} is missing: run "npm run build" first.`);
  const names = readdirSync(components, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('__'))
    .map(({ name }) => name);
  const modules = [
    { name: 'lwc', path: packages.resolve('@lwc/engine-dom') },
    ...names.map((name) => ({
      name: `c/${name}`,
      path: replaced[`c/${name}`] ?? join(components, name, `${name}.js`),
    })),
  ];
  mkdirSync(join(folder, 'resource/1795000000000'), { recursive: true });
  await bundle({
    file: join(folder, 'components.js'),
    entry: [
      "import { createElement } from 'lwc';",
      ...exposedComponents().map((name, i) => `import C${i} from 'c/${name}';`),
      `const types = { ${exposedComponents()
        .map((name, i) => `'c-${dashed(name)}': C${i}`)
        .join(', ')} };`,
      'globalThis.createComponent = (tag) => createElement(tag, { is: types[tag] });',
    ].join('\n'),
    plugins: [platform(), lwc({ rootDir: components, modules, exclude: [join(import.meta.dirname, 'lightning/*')] })],
  });
  await bundle({
    file: join(folder, 'shadow.js'),
    entry: synthetic ? `import ${JSON.stringify(packages.resolve('@lwc/synthetic-shadow'))};` : '',
    plugins: [],
  });
  cpSync(join(import.meta.dirname, 'page'), folder, { recursive: true });
  for (const name of ['fake-org.js', 'org-sources.js']) cpSync(join(import.meta.dirname, name), join(folder, name));
  cpSync(resource, join(folder, 'resource/1795000000000/TouchpointKit'));
  writeFileSync(join(folder, 'labels.js'), `globalThis.harnessLabels = ${JSON.stringify(readLabels())};\n`);
}

async function bundle({ file, entry, plugins }) {
  const said = [];
  // In the name of a file that is not there: modules are looked for from where it would be.
  const input = join(import.meta.dirname, 'entry.js');
  const made = await rollup({
    input,
    onwarn: (warning) => warning.code !== 'EMPTY_BUNDLE' && said.push(warning.message),
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === input ? id : null),
        load: (id) => (id === input ? entry : null),
        // Lightning's own checks are only in the build for development.
        transform: (code, id) =>
          id.includes('node_modules')
            ? { code: code.replaceAll('process.env.NODE_ENV', '"development"'), map: null }
            : null,
      },
      ...plugins,
    ],
  });
  if (said.length > 0) throw new Error(said.join('\n'));
  await made.write({ file, format: 'iife' });
  await made.close();
}

/** A component's tag: `tpJourney` is `tp-journey`. */
const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

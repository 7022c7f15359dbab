import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

// node plugins/salesforce/sandbox/lint.mjs [file]
// Holds the static resource to the rules that Salesforce publishes for its sandbox, one rule for each API that it changes.
// They come in a folder of their own among the system's temporary files, under Salesforce's own terms; where they cannot be
// installed nothing is checked, and said.

const packages = { eslint: '8.57.1', '@locker/eslint-plugin-locker': '0.24.8' };
const prefix = '@locker/locker/';
const root = join(import.meta.dirname, '../../..');
const file = process.argv[2] ?? join(root, 'dist/salesforce/TouchpointKit.js');

/**
 * APIs that the sandbox changes and does not refuse, which the resource uses: why that does no harm. The rules know names and
 * no types, so that some of them find methods and properties of the kit's own. What is in no line here is an error.
 */
const harmless = {
  'distorted-element-attach-shadow': 'Lit makes its roots open; the sandbox gives such a root back as it is',
  'distorted-element-inner-html-setter':
    'Lit’s templates, never values; the shim words them so that the sandbox’s cleaning leaves them whole',
  'distorted-element-set-attribute': 'names of Lit’s templates and of the kit; none that the sandbox refuses',
  'distorted-element-shadow-root-getter': 'roots of the kit’s own elements',
  'distorted-element-toggle-attribute': 'boolean attributes of Lit’s templates',
  'distorted-html-iframe-script-element-src-setter': '`src` of tp-dataset; no frame and no script is made',
  'distorted-node-insertbefore': 'Lit’s own markers and parts',
  'distorted-node-text-content-setter': 'text in elements that are no scripts',
  'distorted-url-create-object-url': 'saving: where a type is refused the file goes as text/plain',
  'distorted-window-fetch':
    'an address in `mapping`, which the components do not set; refused for Salesforce’s own services',
  'distorted-window-set-interval': 'functions, not texts',
  'distorted-window-set-timeout': 'functions, not texts',
  'distorted-xml-http-request-window-open':
    '`open` of selections, menus and engines; no request and no window is opened',
};

const folder = join(tmpdir(), `touchpoint-kit-locker-lint-${packages['@locker/eslint-plugin-locker']}`);
const why = await install();
if (why) {
  console.log(`Skipped, the rules could not be installed: ${why}`);
  process.exit(0);
}
if (!existsSync(file)) {
  console.error(`${file} is missing: run "npm run build" first.`);
  process.exit(2);
}

const require = createRequire(join(folder, 'package.json'));
const { ESLint } = require('eslint');
const names = Object.keys(require('@locker/eslint-plugin-locker').rules);
const eslint = new ESLint({
  cwd: folder,
  useEslintrc: false,
  allowInlineConfig: false,
  ignore: false,
  resolvePluginsRelativeTo: folder,
  baseConfig: {
    root: true,
    env: { browser: true, es2022: true },
    parserOptions: { ecmaVersion: 2022, sourceType: 'script' },
    plugins: [prefix.slice(0, -1)],
    rules: Object.fromEntries(names.map((name) => [prefix + name, 'error'])),
  },
});
const [{ messages }] = await eslint.lintText(readFileSync(file, 'utf8'), { filePath: join(folder, 'resource.js') });
const map = existsSync(`${file}.map`) ? new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8'))) : null;

const found = Map.groupBy(messages, ({ ruleId, message }) => ruleId?.slice(prefix.length) ?? message);
const errors = [...found].filter(([name]) => !Object.hasOwn(harmless, name));
console.log(
  `${names.length} rules of ${prefix.slice(0, -8)} ${packages['@locker/eslint-plugin-locker']}, ${relative(root, file)}`,
);
for (const [name, hits] of [...found].toSorted(([a], [b]) => a.localeCompare(b))) {
  const reason = harmless[name];
  console.log(`${reason ? 'note ' : 'ERROR'} ${name}: ${hits.length}${reason ? `, ${reason}` : ''}`);
  if (!reason) for (const hit of hits) console.log(`        ${placeOf(hit)}  ${hit.message}`);
}
for (const name of Object.keys(harmless)) {
  if (!found.has(name)) console.log(`note  ${name}: no longer found`);
}
console.log(`${errors.reduce((sum, [, hits]) => sum + hits.length, 0)} errors`);
process.exitCode = errors.length > 0 ? 1 : 0;

/** Where a hit is in the source, as far as the map beside the file tells. */
function placeOf({ line, column }) {
  const entry = map?.findEntry(line - 1, column - 1);
  return entry?.originalSource ? `${entry.originalSource}:${entry.originalLine + 1}` : `${line}:${column}`;
}

/** @returns {Promise<string | null>} why it could not be */
async function install() {
  const there = () =>
    Object.entries(packages).every(([name, version]) => {
      const found = join(folder, 'node_modules', name, 'package.json');
      return existsSync(found) && JSON.parse(readFileSync(found, 'utf8')).version === version;
    });
  if (there()) return null;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  try {
    const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
    await promisify(execFile)('npm', options, { cwd: folder, timeout: 180_000 });
  } catch (error) {
    return String(error.stderr || error.message)
      .trim()
      .split('\n')[0];
  }
  return there() ? null : 'npm installed another version';
}

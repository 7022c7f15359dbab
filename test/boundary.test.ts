import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, test } from 'vitest';
import { entries } from '../build/bundle.mjs';
import packageJson from '../package.json' with { type: 'json' };
import { version } from '../widgets/internal/version.js';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  readonly file: string;
  /** Path in the source tree, or the name of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
}

/** Paths that end with `/` stand for all that is in the folder; `type ` and `lazy ` allow only such imports. */
interface Rule {
  readonly files: readonly string[];
  readonly may: readonly string[];
}

const engineInside = ['worker/protocol/', 'worker/steps.ts', 'worker/kernels/', 'worker/store/', 'worker/identity/'];
const publicModules = [...entries.map((entry) => `${entry}.ts`), 'worker/protocol/', 'type widgets/'];

/** Who may import whom. The first rule that names a file holds for it; a file may always import its own folder's. */
const rules: readonly Rule[] = [
  { files: ['worker/protocol/'], may: [] },
  { files: ['worker/steps.ts'], may: ['type worker/protocol/'] },
  { files: ['worker/kernels/'], may: ['type worker/protocol/'] },
  { files: ['worker/store/', 'worker/identity/'], may: engineInside },
  { files: ['worker/time/'], may: ['worker/protocol/', 'worker/spec-check.ts'] },
  {
    files: ['worker/analyses/', 'worker/spec-check.ts'],
    may: [...engineInside, 'worker/time/', 'worker/analyses/', 'worker/spec-check.ts'],
  },
  { files: ['worker/engine.ts'], may: [...engineInside, 'worker/analyses/', 'worker/spec-check.ts'] },
  {
    // seats/connectors.ts is the place where the build cuts the connectors out of the worker's file.
    files: ['worker/entry.ts', 'worker/main.ts', 'worker/seats/connectors.ts'],
    may: [
      'worker/entry.ts',
      'worker/engine.ts',
      'worker/protocol/',
      'worker/seats/connectors.ts',
      'worker/seats/kernel.ts',
      'worker/seats/pace.ts',
      'worker/seats/partner.ts',
      'worker/seats/formats/remote.ts',
      'connectors/registry.ts',
      'comlink',
    ],
  },
  { files: ['worker/seats/kernel.ts'], may: ['worker/protocol/', 'worker/kernels/wasm/funnel-kernel.ts'] },
  {
    // A format's file: its reader, what makes batches of records, and the port.
    files: ['worker/seats/formats/serve.ts', 'worker/seats/formats/mains/'],
    may: ['worker/seats/', 'worker/protocol/', 'connectors/', 'comlink'],
  },
  {
    files: ['worker/client.ts', 'worker/kept-source.ts', 'worker/seats/'],
    may: ['worker/seats/', 'worker/kept-source.ts', 'worker/protocol/', 'lazy worker/entry.ts', 'comlink'],
  },
  {
    files: ['connectors/'],
    may: ['worker/protocol/', 'valibot', 'libphonenumber-js', 'fflate'],
  },
  { files: ['widgets/'], may: ['worker/client.ts', 'worker/protocol/', 'lit'] },
  { files: ['cli/'], may: ['worker/engine.ts', 'worker/protocol/', 'connectors/registry.ts', 'node:'] },
  { files: ['demo/'], may: publicModules },
  {
    files: ['stories/'],
    may: [...publicModules, 'demo/sample/', 'storybook', '@storybook/web-components-vite', 'lit'],
  },
];

const folders = ['worker', 'connectors', 'widgets', 'cli', 'demo', 'stories'];

describe('who may import whom', () => {
  const imports = sourceFiles().flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));

  test('every import goes the way the table allows', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.map(fault).filter((sentence) => sentence !== null)).toEqual([]);
  });

  test('every module has a rule', () => {
    expect(sourceFiles().filter((file) => !ruleFor(file))).toEqual([]);
  });

  test('every relative import names a module that is there', () => {
    const targets = imports.map(({ target }) => target).filter((target) => folders.includes(target.split('/')[0]!));
    expect([...new Set(targets)].filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });

  test('no module needs itself to load', () => {
    expect(cycles(imports.filter(({ typeOnly, lazy }) => !typeOnly && !lazy))).toEqual([]);
  });

  test.each([
    ['worker/kernels/a.ts', `import { EventStore } from '../store/store.js';`],
    ['worker/kernels/a.ts', `import { AnalyticsError } from '../protocol/error.js';`],
    ['worker/store/a.ts', `import type { FunnelAnswer } from '../analyses/funnel.js';`],
    ['worker/engine.ts', `import { LitElement } from 'lit';`],
    ['worker/engine.ts', `import { lightConnectors } from '../connectors/registry.js';`],
    ['worker/protocol/a.ts', `export * from '../steps.js';`],
    ['worker/client.ts', `import { EngineCore } from './engine.js';`],
    ['worker/seats/page.ts', `import { serve } from '../entry.js';`],
    ['connectors/csv/a.ts', `import { finish } from '../../worker/steps.js';`],
    ['widgets/funnel/a.ts', `const store = await import('../../worker/store/store.js');`],
    ['widgets/funnel/a.ts', `import { wrap } from 'comlink';`],
    ['widgets/funnel/a.ts', `type Mapping = import('../../connectors/mapping/schema.js').Mapping;`],
    ['cli/a.ts', `import '../widgets/index.js';`],
    ['demo/a.ts', `import { tokens } from '../widgets/styles/tokens.js';`],
  ])('a forbidden import is found: %s %s', (file, code) => {
    expect(importsOf(file, code).map(fault)).toEqual([expect.stringContaining(file)]);
  });

  test.each([
    ['worker/kernels/a.ts', `import type { NumericArray } from '../protocol/batch.js';`],
    ['worker/seats/page.ts', `const { serve } = await import('../entry.js');`],
    ['widgets/funnel/a.ts', `import { property } from 'lit/decorators.js';`],
  ])('an allowed import is let through: %s %s', (file, code) => {
    expect(importsOf(file, code).map(fault)).toEqual([null]);
  });
});

describe('the package file', () => {
  test('run-time dependencies are exact versions', () => {
    for (const version of Object.values(packageJson.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('development dependencies are exact versions', () => {
    for (const version of Object.values(packageJson.devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('each run-time dependency has a sentence that says why', () => {
    const page = readFileSync(join(root, 'docs/decisions/dependencies.md'), 'utf8');
    for (const [name, version] of Object.entries(packageJson.dependencies)) {
      expect(page).toMatch(
        new RegExp(`^\\| \`${name}\`\\s+\\| ${version.replaceAll('.', '\\.')}\\s+\\| [A-Z].{20,}\\.\\s+\\|$`, 'm'),
      );
    }
  });

  test('each package that the sources import is a run-time dependency', () => {
    const shipped = sourceFiles().filter((file) => !/^(demo|stories)\//.test(file));
    const packages = shipped
      .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')))
      .map(({ target }) => target)
      .filter((target) => !folders.includes(target.split('/')[0]!) && !target.startsWith('node:'));
    expect([...new Set(packages)].toSorted()).toEqual(Object.keys(packageJson.dependencies).toSorted());
  });

  test('nothing runs on installation', () => {
    expect(Object.keys(packageJson.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });

  test('the sources carry its version', () => {
    expect(version).toBe(packageJson.version);
  });
});

function sourceFiles(): string[] {
  return globSync(`{${folders.join(',')}}/**/*.{ts,mjs}`, { cwd: root })
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => !file.endsWith('.d.mts') && file !== 'cli/start.mjs')
    .toSorted();
}

/** A sentence on what is wrong with an import, or null. */
function fault({ file, target, typeOnly, lazy }: Import): string | null {
  const rule = ruleFor(file);
  if (!rule) return `${file} has no rule`;
  const own = `${dirname(file)}/`;
  // Neighbours in one folder; the loose files of worker/ are layers of their own.
  if (own !== 'worker/' && target.startsWith(own)) return null;
  const home = rule.files.find((files) => files.endsWith('/') && file.startsWith(files));
  if (home && target.startsWith(home)) return null;
  const allowed = rule.may.some((entry) => {
    const [, only, path] = /^(?:(type|lazy) )?(.*)$/.exec(entry)!;
    if (only === 'type' && !typeOnly) return false;
    if (only === 'lazy' && !lazy && !typeOnly) return false;
    return path!.endsWith('/') || path!.endsWith(':') ? target.startsWith(path!) : target === path;
  });
  return allowed ? null : `${file} must not import ${target}${typeOnly ? ' (type)' : ''}`;
}

function ruleFor(file: string): Rule | undefined {
  return rules.find(({ files }) =>
    files.some((entry) => (entry.endsWith('/') ? file.startsWith(entry) : file === entry)),
  );
}

interface Node {
  readonly type: string;
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
}

/** All imports of a module: `import`, `export from`, `import()`, and `import()` in a type. */
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    const specifier = node.source?.value;
    if (typeof specifier === 'string') {
      found.push({
        file,
        target: targetOf(file, specifier),
        typeOnly: node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType',
        lazy: node.type === 'ImportExpression',
      });
    }
    Object.values(value).forEach(visit);
  };
  visit(parseAst(text, { lang: 'ts' }, file));
  return found;
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) {
    return normalize(join(dirname(file), specifier))
      .replaceAll(sep, '/')
      .replace(/\.js$/, '.ts');
  }
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Rings of modules, each named once. */
function cycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) targets.set(file, [...(targets.get(file) ?? []), target]);
  const rings = new Set<string>();
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      rings.add([...path.slice(start), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return [...rings];
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { chromium as launchOptions } from '../browsers.mjs';
import { installPacked, isBuilt, serveFolder, type Installed } from './installed.js';

if (!isBuilt) console.log('Skipped: the package test needs the built files (npm run build).');

const modules = [
  '.',
  './funnel',
  './journey',
  './heatmap',
  './metric',
  './filter',
  './import',
  './paths',
  './dataset',
  './client',
  './engine',
  './connectors',
  './pointer',
  './protocol',
];
/** Types alone: nothing is there to import at run time. */
const frameworks = ['./react', './vue', './svelte'];
const files = Object.keys(packageJson.exports).filter((name) => ![...modules, ...frameworks].includes(name));
const root = fileURLToPath(new URL('../..', import.meta.url));
const specifier = (name: string): string => `touchpoint-kit${name.slice(1)}`;

const csv = [
  'actor,time,event',
  'ann,2026-01-01T09:00,visit',
  'ann,2026-01-01T10:00,signup',
  'bob,2026-01-02T09:00,visit',
];

describe.runIf(isBuilt)('the installed package', { timeout: 120_000 }, () => {
  let kit: Installed;
  beforeAll(async () => {
    kit = await installPacked();
  }, 240_000);
  afterAll(() => kit?.remove());

  test('holds built files and documents only', () => {
    const others = kit.files.filter(
      (path) => !/^(dist\/.+|custom-elements\.json|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/.test(path),
    );
    expect(others).toEqual([]);
    expect(kit.files).toContain('README.md');
    expect(kit.files).toContain('dist/THIRD-PARTY-LICENSES.txt');
  });

  test('brings no package with it but the run-time dependencies and theirs', async () => {
    const { output } = await kit.run('node', ['-e', `console.log(fs.readdirSync('node_modules').join())`]);
    expect(output).not.toMatch(/vite|storybook|playwright|node-/);
  });

  test.each(modules)('%s can be imported on a server', async (name) => {
    const code = `const all = await import('${specifier(name)}'); console.log(Object.keys(all).length)`;
    const { status, output } = await kit.run('node', ['--input-type=module', '-e', code]);
    expect(output).toMatch(/^[1-9]\d*\n$/);
    expect(status).toBe(0);
  });

  test.each(files)('%s names a file', async (name) => {
    const code = `console.log(import.meta.resolve('${specifier(name)}'))`;
    const { output } = await kit.run('node', ['--input-type=module', '-e', code]);
    expect(existsSync(new URL(output.trim()))).toBe(true);
  });

  test('the manifest documents the elements, without private members', async () => {
    const code = `import manifest from 'touchpoint-kit/custom-elements.json' with { type: 'json' };
      const all = manifest.modules.flatMap((module) => module.declarations ?? []);
      console.log(JSON.stringify(all.filter((one) => one.tagName)))`;
    const { output } = await kit.run('node', ['--input-type=module', '-e', code]);
    const elements = JSON.parse(output) as Array<{ tagName: string; members?: Array<{ privacy?: string }> }>;
    expect(elements.map(({ tagName }) => tagName)).toEqual(expect.arrayContaining(['tp-dataset', 'tp-funnel']));
    expect(elements.flatMap(({ members = [] }) => members.filter(({ privacy }) => privacy))).toEqual([]);
  });

  test('the command answers --help and --version', async () => {
    const command = join(kit.folder, 'node_modules/.bin/touchpoint-kit');
    const help = await kit.run('node', [command, '--help']);
    expect(help).toEqual({ status: 0, output: expect.stringContaining('touchpoint-kit') });
    const version = await kit.run('node', [command, '--version']);
    expect(version.output).toContain(packageJson.version);
  });

  test.each([
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ])('types are right for module resolution %s', async (moduleResolution, module) => {
    kit.write(
      'consumer.ts',
      `import { TpDataset, TpFunnel } from 'touchpoint-kit';
       import 'touchpoint-kit/funnel';
       import 'touchpoint-kit/dataset';
       import { createEngine } from 'touchpoint-kit/client';
       import type { FunnelResult, FunnelSpec, Mapping } from 'touchpoint-kit/protocol';
       import * as engine from 'touchpoint-kit/engine';
       import * as connectors from 'touchpoint-kit/connectors';
       const spec: FunnelSpec = { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'signup' }], windowMs: 864e5 };
       const mapping: Mapping = { version: 1, fields: { time: { column: 't' }, event: { column: 'e' }, actor: { column: 'a' } } };
       const funnel: TpFunnel = document.createElement('tp-funnel');
       const dataset: TpDataset = document.createElement('tp-dataset');
       funnel.addEventListener('tpselect', (event) => console.log(event.detail));
       const kit = await createEngine({ seat: 'page' });
       await kit.load({ kind: 'text', text: 'a,t,e' }, { mapping });
       const [outcome] = await kit.run([{ id: '1', spec }]);
       const counts: readonly number[] = outcome?.ok ? (outcome.result as FunnelResult).stepCounts : [];
       // @ts-expect-error no such order
       const wrong: FunnelSpec = { kind: 'funnel', steps: [], order: 'sideways' };
       export { funnel, dataset, counts, engine, connectors, wrong };
      `,
    );
    const compilerOptions = {
      target: 'es2022',
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
      exactOptionalPropertyTypes: true,
      types: [],
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      skipLibCheck: false,
    };
    kit.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const { output } = await kit.run('tsc', ['-p', '.']);
    expect(output).toBe('');
  });

  test('React knows the elements, their properties and their events', async () => {
    kit.write(
      'page.tsx',
      `import type {} from 'touchpoint-kit/react';
       import type { Clause } from 'touchpoint-kit';
       export const page = (
         <tp-dataset src="events.csv" url-key="s" sample ontpselection={(event) => console.log(event.detail.selection.clauses)}>
           <tp-funnel
             id="f"
             className="wide"
             steps="visit, signup"
             window="14d"
             ontpselect={(event) => { const clause: Clause | null = event.detail.clause; console.log(clause); }}
           />
         </tp-dataset>
       );
       // @ts-expect-error a seat that there is not
       export const wrong = <tp-dataset seat="moon" />;
       // @ts-expect-error an event without a detail like this
       export const deaf = <tp-funnel ontpselect={(event) => event.detail.nothing} />;
      `,
    );
    // Stand-ins for what is not installed here: the files' own types are checked, not the frameworks'.
    kit.write('vue.d.ts', `declare module 'vue' { export type DefineComponent<P> = new () => { $props: P }; }`);
    kit.write(
      'svelte.d.ts',
      `declare module 'svelte/elements' { export interface HTMLAttributes<E extends EventTarget> { id?: string; host?: E; data?: string } }`,
    );
    kit.write(
      'angular.d.ts',
      `declare module '@angular/core' {
         export function Directive(of: { selector: string; standalone: boolean }): (type: unknown, context?: unknown) => void;
         export function Input(): (...target: unknown[]) => void;
         export class ElementRef<T> { nativeElement: T; }
         export function inject<T>(token: unknown): T;
       }`,
    );
    kit.write(
      'others.ts',
      `import type { GlobalComponents } from 'vue';
       import type { SvelteHTMLElements } from 'svelte/elements';
       import type {} from 'touchpoint-kit/vue';
       import type {} from 'touchpoint-kit/svelte';
       import { touchpointKit } from './node_modules/touchpoint-kit/dist/frameworks/angular.js';
       type FunnelProps = InstanceType<GlobalComponents['tp-funnel']>['$props'];
       export const vue: FunnelProps = { steps: 'a, b', onTpselect: (event) => console.log(event.detail.mark) };
       export const svelte: SvelteHTMLElements['tp-funnel'] = { steps: 'a, b', ontpready: (event) => console.log(event.detail.source) };
       // @ts-expect-error no such property
       export const wrong: FunnelProps = { stepz: 'a' };
       export const count: number = touchpointKit.length;
      `,
    );
    const compilerOptions = {
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      strict: true,
      noEmit: true,
      jsx: 'preserve',
      experimentalDecorators: true,
      types: [],
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      paths: {
        react: [join(root, 'node_modules/@types/react/index.d.ts')],
        csstype: [join(root, 'node_modules/csstype')],
      },
      skipLibCheck: false,
    };
    const names = ['page.tsx', 'others.ts', 'vue.d.ts', 'svelte.d.ts', 'angular.d.ts'];
    kit.write('tsconfig.json', JSON.stringify({ compilerOptions, files: names }));
    const { output } = await kit.run('tsc', ['-p', '.']);
    expect(output).toBe('');
  });

  describe.runIf(launchOptions.executablePath)('in a browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch(launchOptions);
    });
    afterAll(() => browser?.close());

    const body = `<tp-dataset><script type="text/csv">\n${csv.join('\n')}\n</script>
      <tp-funnel steps="visit, signup"></tp-funnel></tp-dataset>`;

    /** Loads a page, waits for the funnel's numbers, and gives back what the page complained of. */
    async function complaintsOf(url: string): Promise<string[]> {
      const page: Page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(url);
      await page
        .waitForFunction(() => /50\.0\s?%/.test(document.querySelector('tp-funnel')?.shadowRoot?.textContent ?? ''))
        .catch((error: Error) => complaints.push(error.message));
      complaints.push(
        ...(await page.evaluate(() =>
          ['tp-dataset', 'tp-funnel'].filter((name) => !customElements.get(name)).map((name) => `no <${name}>`),
        )),
      );
      await page.close();
      return complaints;
    }

    test('a page made by a bundler draws a funnel', async () => {
      kit.write(
        'index.html',
        `<!doctype html><html lang="en"><script type="module" src="/main.js"></script>${body}</html>`,
      );
      kit.write('main.js', `import 'touchpoint-kit';`);
      const built = await kit.run('vite', ['build', '--outDir', 'site', '--logLevel', 'error']);
      expect(built).toEqual({ status: 0, output: '' });
      const server = await serveFolder(join(kit.folder, 'site'), `default-src 'self'`);
      expect(await complaintsOf(`${server.url}/index.html`)).toEqual([]);
      server.close();
    });

    test.each([
      ['module', '<script type="module" src="node_modules/touchpoint-kit/dist/touchpoint-kit.js"></script>'],
      ['classic script', '<script defer src="node_modules/touchpoint-kit/dist/touchpoint-kit.iife.js"></script>'],
    ])('the self-contained %s draws a funnel under Trusted Types with one policy', async (_, script) => {
      kit.write('bundle.html', `<!doctype html><html lang="en">${script}${body}</html>`);
      const policy = `default-src 'self'; worker-src 'self' blob:; require-trusted-types-for 'script'; trusted-types touchpoint-kit`;
      const server = await serveFolder(kit.folder, policy);
      expect(await complaintsOf(`${server.url}/bundle.html`)).toEqual([]);
      server.close();
    });

    test('the self-contained module runs its engine in a worker from a blob', async () => {
      kit.write(
        'engine.html',
        `<!doctype html><script type="module">
          import { createEngine } from './node_modules/touchpoint-kit/dist/touchpoint-kit.js';
          createEngine().then((engine) => { document.title = engine.seat + ' ' + engine.transport; });
        </script>`,
      );
      const server = await serveFolder(kit.folder);
      const page = await browser.newPage();
      await page.goto(`${server.url}/engine.html`);
      await page.waitForFunction(() => document.title !== '');
      expect(await page.title()).toBe('worker blob');
      await page.close();
      server.close();
    });
  });
});

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Root folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Formats that have a reader of their own, in a file of its own: `touchpoint-kit.xlsx.js`. */
export const formats = readdirSync(new URL('../worker/seats/formats/mains', import.meta.url))
  .map((file) => /^(.+)\.ts$/.exec(file)?.[1])
  .filter((name) => name !== undefined)
  .toSorted();

/**
 * Replaces, in a build, the modules that say where the engine's worker comes from:
 *
 * - `worker/seats/worker-url.ts`: its address. In plain source it is the TypeScript entry, which only a development
 *   server can serve.
 * - `worker/seats/worker-source.ts`: its text, for a blob. In plain source there is none.
 * - `worker/seats/formats/urls.ts`: addresses of the formats' files; beside the worker's unless `formatUrl` says more.
 *
 * @param {{ url: string, connectorsUrl?: string, analysesUrl?: string, source?: string | null, formatUrl?: (name: string) => string }} seats
 *   the addresses are JavaScript expressions of type `string | null`, a format's of type `string`
 * @returns {import('rolldown').Plugin}
 */
export function seatsPlugin({ url, connectorsUrl = 'null', analysesUrl = 'null', source = null, formatUrl }) {
  return {
    name: 'touchpoint-kit:seats',
    load: {
      filter: { id: /[\\/]worker[\\/]seats[\\/](worker-(url|source)|formats[\\/]urls)\.ts$/ },
      handler(id) {
        const code = id.endsWith('worker-url.ts')
          ? `export const defaultWorkerUrl = ${url};\nexport const defaultConnectorsUrl = ${connectorsUrl};\nexport const defaultAnalysesUrl = ${analysesUrl};`
          : id.endsWith('urls.ts')
            ? formatUrls(formatUrl)
            : `export const workerSource = ${JSON.stringify(source)};`;
        return { code, moduleType: 'js', moduleSideEffects: false };
      },
    },
  };
}

/** @param {((name: string) => string) | undefined} formatUrl */
function formatUrls(formatUrl) {
  const beside = (name) => `new URL('./touchpoint-kit.${name}.js', defaultWorkerUrl).href`;
  const list = formats.map((name) => `${JSON.stringify(name)}: ${(formatUrl ?? beside)(name)}`).join(', ');
  return formatUrl
    ? `export const formatUrls = { ${list} };`
    : `import { defaultWorkerUrl } from ${JSON.stringify(`${root}worker/seats/worker-url.ts`)};
export const formatUrls = defaultWorkerUrl === null ? null : { ${list} };`;
}

/**
 * Leaves the readers of other formats out of a file in which the engine runs: a page starts a worker for each file of theirs.
 * @returns {import('rolldown').Plugin}
 */
export function formatsApartPlugin() {
  return {
    name: 'touchpoint-kit:formats-apart',
    load: {
      filter: { id: /[\\/]connectors[\\/]formats[\\/]readers\.ts$/ },
      handler: () => ({ code: 'export const formatReaders = null;', moduleType: 'js', moduleSideEffects: false }),
    },
  };
}

/**
 * Leaves the connectors and the analyses beyond the funnel family out of the worker's file: it loads them from
 * `touchpoint-kit.connectors.js` with the first source, `touchpoint-kit.analyses.js` with the first such question or the
 * first profiles.
 * @returns {import('rolldown').Plugin}
 */
export function partsApartPlugin() {
  const parts = {
    connectors: { load: 'loadConnectors', value: 'lightConnectors' },
    'load-more': { load: 'loadMore', value: 'moreAnalyses', file: 'analyses' },
    'load-profiles': { load: 'loadProfiles', value: 'profileParts', file: 'analyses' },
    'load-team': { load: 'loadTeam', value: 'teamParts', file: 'analyses' },
  };
  return {
    name: 'touchpoint-kit:parts-apart',
    load: {
      filter: {
        id: /[\\/]worker[\\/](seats[\\/]connectors|analyses[\\/]load-(more|team)|store[\\/]load-profiles)\.ts$/,
      },
      handler(id) {
        const name = /([^\\/]+)\.ts$/.exec(id)[1];
        const { load, value, file = name } = parts[name];
        const code = `export function ${load}(url) {
  const file = url ?? new URL('./touchpoint-kit.${file}.js', globalThis.location.href).href;
  return import(file).then((module) => module.${value});
}`;
        return { code, moduleType: 'js' };
      },
    },
  };
}

/**
 * Leaves what reads telephone numbers out of a file: it is loaded from `touchpoint-kit.phone.js` with the first source
 * that has any.
 *
 * @param {'worker' | 'connectors'} beside `worker`: beside the worker's file, whose address is found while the kit's
 *   script runs and not later. `connectors`: where the fragment of the connectors' own address says, since bundlers give
 *   files other names; else beside them
 * @returns {import('rolldown').Plugin}
 */
export function phoneApartPlugin(beside) {
  const code =
    beside === 'worker'
      ? `import { defaultWorkerUrl } from ${JSON.stringify(`${root}worker/seats/worker-url.ts`)};
export const loadPhonePart = async () => import(new URL('./touchpoint-kit.phone.js', defaultWorkerUrl).href);`
      : `export const loadPhonePart = async () => {
  const named = new URL(import.meta.url).hash.slice(1);
  return import(named ? decodeURIComponent(named) : new URL('./touchpoint-kit.phone.js', import.meta.url).href);
};`;
  return {
    name: 'touchpoint-kit:phone-apart',
    load: {
      filter: { id: /[\\/]connectors[\\/]phone[\\/]part\.ts$/ },
      handler: () => ({ code, moduleType: 'js' }),
    },
  };
}

const policyCall =
  /(\w+)\s*\?\s*\1\.createPolicy\(\s*(['"])lit-html\2\s*,\s*\{\s*createHTML:[^}]*\}\s*\)\s*:\s*(?:void 0|undefined)/;

/**
 * Lets the Lit inside a self-contained build use the kit's own Trusted Types policy: a page then allows one name,
 * `touchpoint-kit`, and a second Lit on that page cannot take ours away.
 * @returns {import('rolldown').Plugin}
 */
export function onePolicyPlugin() {
  return {
    name: 'touchpoint-kit:one-policy',
    transform: {
      filter: { id: /[\\/]lit-html[\\/](node[\\/])?(development[\\/])?lit-html\.js$/ },
      handler(code) {
        if (!policyCall.test(code))
          throw new Error('lit-html no longer creates its policy the way this build expects.');
        const from = JSON.stringify(`${root}worker/seats/trusted-types.ts`);
        return {
          code: `import { kitPolicy as touchpointKitPolicy } from ${from};\n${code.replace(policyCall, '(touchpointKitPolicy() ?? undefined)')}`,
          map: null,
        };
      },
    },
  };
}

/**
 * For a host that refuses every worker and lets nothing be fetched: what would start a worker, fetch a part or compile
 * WebAssembly is not in the file at all, and the elements get the engine on the page's own thread.
 * @param {{ client: string, seat: string }} modules what takes the place of `worker/client.ts` for the elements, and of
 *   `worker/seats/page.ts`
 * @returns {import('rolldown').Plugin}
 */
export function pageOnlyPlugin({ client, seat }) {
  const none = {
    worker: `const refuse = () => { throw new Error('This build starts no workers.'); };
export const blobWorker = refuse;
export const urlWorker = refuse;`,
    kernel: `export const loadKernel = async () => ({ kind: 'typescript', reason: 'This build has no kernel of its own.' });`,
    seat: `import { AnalyticsError } from ${JSON.stringify(`${root}worker/protocol/error.ts`)};
export async function openFormat(format) {
  throw new AnalyticsError('source-format', \`This build reads CSV, NDJSON and JSON; a file of the kind "\${format}" can be loaded when it is saved as one of them.\`, { format });
}`,
  };
  return {
    name: 'touchpoint-kit:page-only',
    resolveId: {
      filter: { id: /[\\/](worker[\\/]client|seats[\\/]page)\.js$/ },
      handler: (id, importer) => (id.endsWith('page.js') ? seat : importer === client ? null : client),
    },
    load: {
      filter: { id: /[\\/]worker[\\/]seats[\\/](worker|kernel|formats[\\/]seat)\.ts$/ },
      handler: (id) => ({ code: none[/([^\\/]+)\.ts$/.exec(id)[1]], moduleType: 'js' }),
    },
  };
}

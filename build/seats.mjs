import { fileURLToPath } from 'node:url';

/** Root folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Replaces, in a build, the two modules that say where the engine's worker comes from:
 *
 * - `worker/seats/worker-url.ts`: its address. In plain source it is the TypeScript entry, which only a development
 *   server can serve.
 * - `worker/seats/worker-source.ts`: its text, for a blob. In plain source there is none.
 *
 * @param {{ url: string, connectorsUrl?: string, analysesUrl?: string, source?: string | null }} seats the addresses are
 *   JavaScript expressions of type `string | null`
 * @returns {import('rolldown').Plugin}
 */
export function seatsPlugin({ url, connectorsUrl = 'null', analysesUrl = 'null', source = null }) {
  return {
    name: 'touchpoint-kit:seats',
    load: {
      filter: { id: /[\\/]worker[\\/]seats[\\/]worker-(url|source)\.ts$/ },
      handler(id) {
        const code = id.endsWith('worker-url.ts')
          ? `export const defaultWorkerUrl = ${url};\nexport const defaultConnectorsUrl = ${connectorsUrl};\nexport const defaultAnalysesUrl = ${analysesUrl};`
          : `export const workerSource = ${JSON.stringify(source)};`;
        return { code, moduleType: 'js', moduleSideEffects: false };
      },
    },
  };
}

/**
 * Leaves the connectors and the analyses beyond the funnel family out of the worker's file: it loads them from
 * `touchpoint-kit.connectors.js` with the first source, `touchpoint-kit.analyses.js` with the first such question.
 * @returns {import('rolldown').Plugin}
 */
export function partsApartPlugin() {
  const parts = {
    connectors: { load: 'loadConnectors', value: 'lightConnectors' },
    'load-more': { load: 'loadMore', value: 'moreAnalyses', file: 'analyses' },
  };
  return {
    name: 'touchpoint-kit:parts-apart',
    load: {
      filter: { id: /[\\/]worker[\\/](seats[\\/]connectors|analyses[\\/]load-more)\.ts$/ },
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

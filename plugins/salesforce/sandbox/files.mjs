import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bundleSalesforce } from '../../../build/bundle.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <link rel="icon" href="data:," />
  <title>Touchpoint Kit in a sandbox</title>
  <div id="stage" style="width: 900px"></div>
  <script src="/host.js"></script>
</html>`;

/**
 * All that the browser loads, by path: the page, the kit's Salesforce build, what is done with it, and the sandbox.
 * @param {string} packages folder of the sandbox's packages
 * @returns {Promise<Readonly<Record<string, string>>>}
 */
export async function filesOf(packages) {
  const here = 'plugins/salesforce/sandbox';
  const [kit, scene, host] = await Promise.all([
    bundleSalesforce(),
    bundle(`${here}/scene.ts`, 'iife'),
    bundle(`${here}/host.js`, 'iife', packages),
  ]);
  return { '/': page, '/TouchpointKit.js': `\ufeff${kit.code}`, '/scene.js': scene, '/host.js': host };
}

/** The sample of the demo and the golden rows: modules without imports from outside the project. */
export async function dataModules() {
  const load = async (path) =>
    import(`data:text/javascript;charset=utf-8,${encodeURIComponent(await bundle(path, 'es'))}`);
  return { ...(await load('demo/sample/sample.ts')), ...(await load('test/golden/touchpoints.ts')) };
}

async function bundle(input, format, packages) {
  const build = await rolldown({
    input,
    cwd: root,
    platform: 'browser',
    tsconfig: `${root}tsconfig.json`,
    resolve: {
      extensionAlias: { '.js': ['.ts', '.js'] },
      ...(packages ? { modules: [packages, 'node_modules'] } : {}),
    },
    checks: { pluginTimings: false },
    // The sandbox's code is Salesforce's: what a bundler thinks of it is nobody's concern here.
    onLog() {},
  });
  const { output } = await build.generate({ format, codeSplitting: false });
  await build.close();
  return output[0].code;
}

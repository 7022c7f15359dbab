import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import { rollup } from 'rollup';

// Compiles every Lightning web component as Salesforce would, and says what the compiler says. A warning fails too: the
// platform's own compiler refuses what ours only warns of.

const folder = join(import.meta.dirname, 'force-app/main/default/lwc');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('__'))
  .map((entry) => entry.name);
const modules = names.map((name) => ({ name: `c/${name}`, path: join(folder, name, `${name}.js`) }));
const given = /^(@salesforce|lightning)\//;

let failed = false;
for (const name of names) {
  const said = [];
  try {
    const bundle = await rollup({
      input: join(folder, name, `${name}.js`),
      external: (id) => id === 'lwc' || given.test(id) || (id.startsWith('c/') && names.includes(id.slice(2))),
      onwarn: (warning) => said.push(warning.message),
      plugins: [lwc({ rootDir: folder, modules, enableLightningWebSecurityTransforms: true })],
    });
    const { output } = await bundle.generate({ format: 'es' });
    await bundle.close();
    const bytes = output.reduce((sum, chunk) => sum + (chunk.code?.length ?? 0), 0);
    if (said.length === 0) console.log(`${name}: ${bytes} bytes`);
  } catch (error) {
    said.push(error.message);
  }
  for (const message of said) console.error(`${name}: ${message}`);
  failed ||= said.length > 0;
}
process.exit(failed ? 1 : 0);

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root } from '../kit.mjs';

/** The demo's sample of so many actors as text: CSV, or one JSON list of flat rows. */
export async function sampleFile(actors, form) {
  const folder = join(root, 'out/bench');
  mkdirSync(folder, { recursive: true });
  const build = await rolldown({
    cwd: root,
    input: { sample: 'demo/sample/sample.ts', csv: 'demo/sample/csv.ts' },
    tsconfig: join(root, 'tsconfig.json'),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await build.write({
    dir: folder,
    format: 'es',
    entryFileNames: 'sample-[name].mjs',
    chunkFileNames: 'sample-[name]-part.mjs',
  });
  await build.close();
  const load = (name) => import(pathToFileURL(join(folder, `sample-${name}.mjs`)).href);
  if (form === 'csv') return [...(await load('csv')).sampleCsv({ actors })].join('');
  const rows = [];
  for (const { pointer: _pointer, ...flat } of (await load('sample')).sampleRows({ actors })) {
    rows.push({ ...flat, time: new Date(flat.time).toISOString() });
  }
  return JSON.stringify(rows);
}

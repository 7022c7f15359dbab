import { rolldown } from 'rolldown';
import { shared, small } from './bundle.mjs';
import { onePolicyPlugin, seatsPlugin } from './seats.mjs';
import { templatesPlugin } from './templates.mjs';

/** What a frame loads first, and what it and the elements share. */
const entry = 'kit';
const core = 'core';

/**
 * The scripts of `embed.html`: `embed.js`, and below `parts/` the elements, each fetched by the first frame that shows it. What the
 * dataset needs, or more than one element, is one part, since many small files pack worse and wait for each other.
 *
 * @returns {Promise<Record<string, import('rolldown').OutputChunk>>} by file name below `embed/`
 */
export async function bundleFrame() {
  return { 'embed.js': await bundleScript(), ...(await bundleParts()) };
}

/** The frame's own script, without the kit: which of its builds is loaded is decided when it runs. */
async function bundleScript() {
  const kits = { '../index.js': '../touchpoint-kit.js', './parts.js': `./parts/${entry}.js` };
  const build = await rolldown({
    ...shared,
    input: 'widgets/embed/main.ts',
    plugins: [
      {
        name: 'touchpoint-kit:kit-apart',
        resolveId: {
          filter: { id: /^\.\.?\/(index|parts)\.js$/ },
          handler: (id) => ({ id: kits[id], external: true }),
        },
      },
    ],
  });
  const { output } = await build.generate({ format: 'es', codeSplitting: false, ...small, sourcemap: 'hidden' });
  await build.close();
  return output[0];
}

async function bundleParts() {
  const build = await rolldown({
    ...shared,
    input: { [entry]: 'widgets/embed/parts.ts' },
    plugins: [
      templatesPlugin(),
      onePolicyPlugin(),
      seatsPlugin({ url: `new URL('../../touchpoint-kit.worker.js', import.meta.url).href` }),
    ],
  });
  const chunksOf = ({ output }) => output.filter((part) => part.type === 'chunk');
  const common = commonModules(chunksOf(await build.generate({ format: 'es' })));
  const chunks = chunksOf(
    await build.generate({
      format: 'es',
      entryFileNames: 'parts/[name].js',
      chunkFileNames: 'parts/[name].js',
      ...small,
      sourcemap: 'hidden',
      codeSplitting: { groups: [{ name: core, test: (id) => common.has(id) }] },
    }),
  );
  await build.close();
  const files = Object.fromEntries(chunks.map((chunk) => [chunk.fileName, chunk]));
  // embed.html names both, so that they need not wait for its script.
  for (const name of [entry, core]) {
    if (!files[`parts/${name}.js`]) throw new Error(`The frame has no part "${name}".`);
  }
  return files;
}

/** Modules that the entry loads at once, and those that two elements do. */
function commonModules(chunks) {
  const closure = (chunk, found = new Set()) => {
    if (found.has(chunk)) return found;
    found.add(chunk);
    for (const name of chunk.imports) {
      const next = chunks.find(({ fileName }) => fileName === name);
      if (next) closure(next, found);
    }
    return found;
  };
  const uses = new Map();
  for (const chunk of chunks) {
    const isElement = /[\\/]widgets[\\/](\w+)[\\/]\1\.ts$/.test(chunk.facadeModuleId ?? '');
    if (!chunk.isEntry && !isElement) continue;
    for (const id of [...closure(chunk)].flatMap(({ moduleIds }) => moduleIds)) {
      uses.set(id, (uses.get(id) ?? 0) + (chunk.isEntry ? 2 : 1));
    }
  }
  return new Set([...uses].filter(([id, count]) => count > 1 && !id.endsWith('embed/parts.ts')).map(([id]) => id));
}

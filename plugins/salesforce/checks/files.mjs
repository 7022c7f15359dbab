import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The metadata of the components, below the plugin's folder. */
export const metadataFolder = 'force-app/main/default';

/** Files below a folder as `{ path, text() }`, tests left out; paths are relative, with slashes. */
export function filesBelow(root) {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: relative(root, path).split(sep).join('/'),
      text: () => readFileSync(path, 'utf8'),
    }))
    .filter(({ path }) => !path.includes('__tests__/') && !path.includes('__mocks__/'))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

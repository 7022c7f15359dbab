import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from '../package/installed.js';

// Before the tests of plugins: each has its own lock, and is installed from it unless that was done already.

const plugins = ['salesforce'];

/** Called by vitest once, before the first file. */
export default async function install(): Promise<void> {
  for (const name of plugins) {
    const folder = join(import.meta.dirname, '../../plugins', name);
    if (isInstalled(folder)) continue;
    const { status, output } = await finished(
      'npm',
      ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
      folder,
    );
    if (status !== 0) throw new Error(`npm ci in plugins/${name} failed:\n${output}`);
  }
}

type Lock = Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;

/** Whether what npm wrote down about its last installation is what the lock asks for. */
function isInstalled(folder: string): boolean {
  const wanted = packages(join(folder, 'package-lock.json'));
  const there = packages(join(folder, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || there[path]?.version === version,
  );
}

function packages(file: string): Lock {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { packages: Lock }).packages : {};
}

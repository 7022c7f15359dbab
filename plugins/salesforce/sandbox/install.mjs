import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The sandbox that Salesforce publishes, in the version the figures of docs/decisions were taken with. */
const packages = { '@locker/sandbox': '0.28.4', '@locker/distortion': '0.28.4', '@locker/shared': '0.28.4' };

/**
 * Puts Salesforce's sandbox into a folder of its own among the system's temporary files, so that it is in no lock, no
 * package and no commit of this project; a second run finds it there.
 * @returns {Promise<{ folder: string, terms: string } | { why: string }>} `terms`: path of its terms of use
 */
export async function installSandbox() {
  const folder = join(tmpdir(), `touchpoint-kit-sandbox-${packages['@locker/sandbox']}`);
  const terms = join(folder, 'node_modules/@locker/sandbox/LICENSE.txt');
  if (!isThere(folder)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
    const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
    try {
      await promisify(execFile)('npm', options, { cwd: folder, timeout: 180_000 });
    } catch (error) {
      return {
        why: String(error.stderr || error.message)
          .trim()
          .split('\n')[0],
      };
    }
    if (!isThere(folder)) return { why: 'npm installed another version' };
  }
  return existsSync(terms) ? { folder, terms } : { why: 'its terms of use are missing' };
}

function isThere(folder) {
  return Object.entries(packages).every(([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version;
  });
}

import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The environment of `npm run`: the project's own commands come first, its Node too. */
export const environment = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
  STORYBOOK_DISABLE_TELEMETRY: '1',
};

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) kill(child, signal);
    process.exit(130);
  });
}

/**
 * Runs a command in the project's folder. Its whole process group ends with it, or when the time is up.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, minutes?: number, env?: Record<string, string> }} [options] `quiet`: output is given back,
 *   not shown; `minutes`: default 10
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, { quiet = false, minutes = 10, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (text) => (output += text));
    child.stderr?.on('data', (text) => (output += text));
    const deadline = setTimeout(() => {
      output += `\nEnded after ${minutes} minutes.`;
      console.log(`${command} ${args.join(' ')} took longer than ${minutes} minutes and was ended.`);
      kill(child, 'SIGKILL');
    }, minutes * 60_000);
    const finish = (ok) => {
      clearTimeout(deadline);
      running.delete(child);
      kill(child, 'SIGTERM');
      resolve({ ok, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.once('close', (status) => finish(status === 0));
  });
}

/** Ends a command and everything it started. */
function kill(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Gone already.
  }
}

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./peak-child.mjs', import.meta.url));

/**
 * How much more a process holds at most, in MB, while one runner runs once, than just before: in a process of its own, by
 * what the system says of it. Garbage that nobody has collected yet counts too, as it does on the user's machine.
 *
 * @param {string} module address of the module that makes the runners
 * @param {string} maker its export: `(argument) => { [peer]: { run } }`
 * @param {string} argument
 * @param {string} peer
 * @returns {Promise<number>}
 */
export function peakMB(module, maker, argument, peer) {
  return new Promise((resolve, reject) => {
    const started = fork(child, [module, maker, argument, peer], { execArgv: [] });
    let peak = null;
    started.on('message', (message) => (peak = message));
    started.once('close', (code) => {
      if (peak === null) reject(new Error(`The peak of ${peer} was not told (${code}).`));
      else resolve(peak);
    });
  });
}

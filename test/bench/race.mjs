const SLOW_MS = 2000;
const REPEATS = 7;
/** Below this a runner also runs once untimed at each turn: the one before may have left caches cold and code discarded. */
const QUICK_MS = 500;

/**
 * One who runs: the kit (`peer: 'ours'`) or a peer.
 * @typedef {object} Runner
 * @property {string} peer
 * @property {() => unknown} run may be async; the time it takes is what counts
 * @property {(outcome: any) => unknown} [answer] what must be equal among all; default: the outcome itself
 */

/**
 * Times runners in turns (A B C A B C ...), so that whatever else the machine does hits all alike. First everyone runs
 * once untimed and the answers are compared: a runner with another answer is an error, whoever is right.
 * Who needs less than two seconds runs seven times, slower ones three times, above five seconds twice.
 *
 * @param {string} name
 * @param {string} size
 * @param {readonly Runner[]} runners the kit first
 * @param {unknown} [expected] the right answer where it is known; default: the kit's
 * @returns {Promise<import('./report.mjs').Line[]>} one line a peer
 */
export async function race(name, size, runners, expected) {
  let right = expected === undefined ? null : JSON.stringify(expected);
  for (const runner of runners) {
    const answer = await firstAnswer(runner, `${name} ${size}`);
    right ??= answer;
    if (answer !== right) throw new Error(`${name} ${size}: ${runner.peer} answers ${answer}, not ${right}.`);
  }
  const samples = runners.map(() => []);
  for (let round = 0; round < REPEATS; round++) {
    for (const [i, runner] of runners.entries()) {
      if (samples[i].length >= repeatsOf(samples[i])) continue;
      if (samples[i].length === 0 || median(samples[i]) < QUICK_MS) await runner.run();
      const start = performance.now();
      await runner.run();
      samples[i].push(performance.now() - start);
    }
  }
  return runners.slice(1).map((runner, i) => lineOf(name, size, runner.peer, samples[0], samples[i + 1]));
}

async function firstAnswer(runner, title) {
  try {
    const outcome = await runner.run();
    return JSON.stringify(await (runner.answer ? runner.answer(outcome) : outcome));
  } catch (error) {
    throw new Error(`${title}: ${runner.peer} failed: ${error.message}`, { cause: error });
  }
}

/** A line from the samples of both. */
export function lineOf(name, size, peer, ours, theirs) {
  return {
    name,
    size,
    peer,
    oursMs: rounded(median(ours)),
    peerMs: rounded(median(theirs)),
    ratio: rounded(median(theirs) / median(ours)),
    spread: {
      ours: [rounded(Math.min(...ours)), rounded(Math.max(...ours))],
      peer: [rounded(Math.min(...theirs)), rounded(Math.max(...theirs))],
      runs: [ours.length, theirs.length],
    },
  };
}

function repeatsOf(samples) {
  if (samples.length === 0) return 1;
  const ms = median(samples);
  return ms < SLOW_MS ? REPEATS : ms < 5000 ? 3 : 2;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three significant digits. */
export function rounded(value) {
  return Number(value.toPrecision(3));
}

/** What 95 of 100 values do not pass. */
export function p95(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))];
}

import type { Pace } from './protocol/source.js';

/**
 * Long work in steps: yields at least once every few thousand rows with the units done since the last yield, and
 * returns its result. The same code runs to its end in one go (`finish`) or in slices on any thread (`pace`).
 */
export type Steps<T> = Generator<number, T, void>;

/** Runs all steps at once: for tests, Node, and short work. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Runs steps in slices: rests whenever the slice is used up.
 * @param onProgress told the units done so far, before each rest
 * @throws what `pace.rest` throws (`aborted`); no step runs afterwards
 */
export async function paced<T>(steps: Steps<T>, pace: Pace, onProgress?: (done: number) => void): Promise<T> {
  let done = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    done += step.value;
    if (pace.due()) {
      onProgress?.(done);
      await pace.rest();
    }
  }
}

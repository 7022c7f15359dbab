import { AnalyticsError } from '../protocol/error.js';
import type { Pace } from '../protocol/source.js';

/**
 * Slices of work on the thread's own clock.
 * @param sliceMs longest piece of work before the thread is given back
 */
export function createPace(sliceMs: number, signal: { readonly aborted: boolean }): Pace {
  let began = performance.now();
  return {
    due: () => signal.aborted || performance.now() - began >= sliceMs,
    async rest() {
      await nextTask();
      if (signal.aborted) throw aborted();
      began = performance.now();
    },
  };
}

/** The error of a call that was taken back. */
export function aborted(): AnalyticsError {
  return new AnalyticsError('aborted', 'The request was cancelled.');
}

let turn: MessageChannel | null = null;
const waiting: Array<() => void> = [];

/** Resolves in a later task, after messages and input that wait; no timer, since timers are held back to 4 ms and more. */
function nextTask(): Promise<void> {
  if (!turn) {
    turn = new MessageChannel();
    turn.port1.addEventListener('message', () => waiting.shift()?.());
    turn.port1.start();
    // In Node an open port would keep the process alive.
    (turn.port1 as { unref?: () => void }).unref?.();
  }
  const { port2 } = turn;
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}

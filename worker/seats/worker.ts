import type { SeatLink } from './seat.js';
import { workerScriptUrl } from './trusted-types.js';

/**
 * A dedicated worker from the engine's text. Works under `worker-src blob:` and in sandboxed frames.
 * @throws what the page's policy throws, synchronously in some hosts; a blocked worker may also fire `error` later, or nothing
 */
export function blobWorker(source: string): SeatLink {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return linkTo(new Worker(workerScriptUrl(url)), 'blob', () => URL.revokeObjectURL(url));
  } catch (thrown) {
    URL.revokeObjectURL(url);
    throw thrown;
  }
}

/**
 * A dedicated worker from an address of the page's own origin.
 * @throws as `blobWorker`
 */
export function urlWorker(url: string): SeatLink {
  return linkTo(new Worker(workerScriptUrl(url), { type: 'module' }), 'url', () => {});
}

function linkTo(worker: Worker, transport: 'blob' | 'url', release: () => void): SeatLink {
  return {
    seat: 'worker',
    transport,
    endpoint: worker,
    onFailure(listener) {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        listener(event.message || 'The worker could not be started, or failed.');
      });
    },
    close() {
      worker.terminate();
      release();
    },
  };
}

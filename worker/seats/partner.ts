import { proxy, transfer, wrap } from 'comlink';
import type { EngineService, EngineSettings, PageService } from '../protocol/wire.js';
import { AnalyticsError } from '../protocol/error.js';
import type { Partner } from '../protocol/part.js';
import { workerScriptUrl } from './trusted-types.js';

const START_MS = 10_000;

/**
 * Starts a second worker of this worker's own script, from within it: only this worker knows it, and it ends with it.
 * @throws where this worker may start none: the page's policy, an old browser
 */
export async function startPartner(settings: EngineSettings): Promise<Partner> {
  const worker = new Worker(workerScriptUrl(globalThis.location.href), { type: 'module' });
  const service = wrap<EngineService>(worker);
  try {
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`It did not answer within ${START_MS} ms.`)), START_MS);
      worker.addEventListener('error', () => reject(new Error('It could not be started.')));
      service
        .hello(settings, proxy(noPage))
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
  } catch (thrown) {
    worker.terminate();
    throw thrown;
  }
  let calls = 0;
  return {
    ask(call, buffers = []) {
      const id = ++calls;
      const answer = service.call(id, transfer(call, buffers)).then((found) => {
        if (!found.ok) throw AnalyticsError.fromData(found.error);
        return found.value;
      });
      return { answer, cancel: () => void service.cancel(id) };
    },
    close: () => worker.terminate(),
  };
}

/** A worker that reads nothing needs nothing of a page. */
const noPage: PageService = {
  progress() {},
  kernel() {},
  pull: () => Promise.resolve(null),
  cancelStream() {},
  openFormat: () => Promise.reject(new Error('There is no page.')),
  closeFormat() {},
};

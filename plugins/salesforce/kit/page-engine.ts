import { createEngine as createAnyEngine } from '../../../worker/client.js';
import type { EngineOptions } from '../../../worker/client.js';
import type { Engine } from '../../../worker/protocol/index.js';

export { AnalyticsError } from '../../../worker/client.js';
export type { EngineOptions } from '../../../worker/client.js';

/**
 * The engine as Salesforce can have it: on the page's own thread, whatever seat is asked for, since its sandbox refuses
 * every worker; in plain arrays unless `storage` says otherwise, since typed arrays are slow behind its membrane. The
 * build puts this in the place of `worker/client.ts` for the elements.
 */
export function createEngine(options: EngineOptions = {}): Promise<Engine> {
  return createAnyEngine({ storage: 'plain', ...options, seat: 'page', transports: [], wasm: false });
}

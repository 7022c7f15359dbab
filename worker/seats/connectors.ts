import { lightConnectors } from '../../connectors/registry.js';
import type { Connector } from '../protocol/source.js';

/**
 * The light connectors. The build of the worker's file puts them into a file of their own beside it, loaded with the
 * first source: an engine fed by batches never pays for them.
 *
 * @param _url address of that file; null: beside the worker's own. Here they are at hand
 */
export function loadConnectors(_url: string | null): Promise<readonly Connector[]> {
  return Promise.resolve(lightConnectors);
}

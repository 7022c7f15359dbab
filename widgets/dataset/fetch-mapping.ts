import { AnalyticsError } from '../../worker/protocol/error.js';
import type { Mapping } from '../../worker/protocol/mapping.js';
import { absolute, parseJson } from './page-source.js';

/**
 * Fetches a mapping file.
 * @throws AnalyticsError `source-file-url`, `source-missing`, `source-auth`, or `mapping-invalid` when it is no JSON
 */
export async function fetchMapping(address: string, base: string, signal: AbortSignal): Promise<Mapping> {
  const url = absolute(address, base, 'mapping');
  const response = await fetch(url, { signal }).catch((thrown: unknown) => {
    if (signal.aborted) throw thrown;
    throw new AnalyticsError('source-missing', `The mapping "${address}" cannot be reached.`, { url: address }, thrown);
  });
  if (!response.ok) {
    const refused = response.status === 401 || response.status === 403;
    throw new AnalyticsError(
      refused ? 'source-auth' : 'source-missing',
      `The mapping "${address}" was answered with status ${response.status}.`,
      { url: address, status: response.status },
    );
  }
  // The engine checks the rest at its door.
  return parseJson(await response.text(), 'mapping-invalid', address) as Mapping;
}

import { AnalyticsError } from '../../worker/protocol/error.js';
import type { ByteStream } from '../../worker/protocol/source.js';
import type { TokenReason } from './messages.js';

/** A token of the page around, and when it ends (ms UTC). */
export interface Token {
  readonly token: string;
  readonly expiresAt: number;
}

/** A token that ends sooner is asked for anew before it is used. */
const spareMs = 30_000;

/**
 * Data of an address that wants a token in its header. Each reading asks the page for one when there is none that lasts;
 * the token is kept here, in memory, and nowhere else.
 *
 * @param ask resolves with a token of the page
 * @returns what begins a reading: nothing is fetched before its first bytes are asked for
 */
export function tokenData(
  address: string,
  ask: (reason: TokenReason) => Promise<Token>,
  signal: AbortSignal,
): () => ByteStream {
  let held: Token | null = null;

  const open = async (): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    for (let refused = false; ; refused = true) {
      if (refused || held === null || held.expiresAt - Date.now() < spareMs) {
        // oxlint-disable-next-line no-await-in-loop
        held = await ask(refused ? 'refused' : held === null ? 'needed' : 'expiring');
      }
      // oxlint-disable-next-line no-await-in-loop
      const answer = await fetch(address, {
        headers: { Authorization: `Bearer ${held.token}` },
        cache: 'no-store',
        // Another address must not get the token.
        redirect: 'error',
        signal,
      }).catch((thrown: unknown) => {
        throw new AnalyticsError('source-missing', `"${address}" cannot be read.`, { url: address }, thrown);
      });
      if (answer.ok && answer.body) return answer.body.getReader();
      if (answer.status === 401 && !refused) continue;
      if (answer.status === 401 || answer.status === 403) throw refusedBy(address, answer.status);
      throw new AnalyticsError('source-missing', `"${address}" answered with status ${answer.status}.`, {
        url: address,
        status: answer.status,
      });
    }
  };

  return () => {
    let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
    return {
      getReader: () => ({
        read: async () => (reader ??= await open()).read(),
        cancel: async (reason) => reader?.cancel(reason),
      }),
    };
  };
}

function refusedBy(address: string, status: number): AnalyticsError {
  return new AnalyticsError(
    'source-auth',
    `"${address}" refused the page's token (status ${status}). Give one that may read these data.`,
    { url: address, status },
  );
}

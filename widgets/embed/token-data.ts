import type { TokenReason } from './messages.js';

/** A token of the page around, and when it ends (ms UTC). */
export interface Token {
  readonly token: string;
  readonly expiresAt: number;
}

/** A token that ends sooner is asked for anew before it is used. */
const spareMs = 30_000;

/**
 * Data of an address that wants a token in its header. A reading asks the page for one when there is none that lasts, and
 * once more when the server refuses it; the token is kept here, in memory, and nowhere else.
 *
 * @param ask resolves with a token of the page
 * @returns what makes a reading; rejects with a sentence when there are no data to be had
 */
export function tokenData(
  address: string,
  ask: (reason: TokenReason) => Promise<Token>,
  signal: AbortSignal,
): () => Promise<Blob> {
  let held: Token | null = null;
  // The page answers one at a time: readings that overlap wait for the same answer.
  let asking: Promise<Token> | null = null;

  const request = async (reason: TokenReason | null): Promise<Response> => {
    if (reason) {
      asking ??= ask(reason).finally(() => {
        asking = null;
      });
      held = await asking;
    }
    const headers = { Authorization: `Bearer ${held!.token}` };
    // Another address must not get the token.
    return fetch(address, { headers, cache: 'no-store', redirect: 'error', signal });
  };

  return async () => {
    const lasts = held !== null && held.expiresAt - Date.now() >= spareMs;
    let answer = await request(lasts ? null : held ? 'expiring' : 'needed');
    if (answer.status === 401) answer = await request('refused');
    if (!answer.ok) throw new Error(`"${address}" gave no data for the page's token (status ${answer.status}).`);
    return answer.blob();
  };
}

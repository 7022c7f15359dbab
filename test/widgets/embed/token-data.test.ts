import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TokenReason } from '../../../widgets/embed/messages.js';
import { tokenData } from '../../../widgets/embed/token-data.js';

const address = 'https://kit.example/api/events';

describe('data that want a token', () => {
  const asked: TokenReason[] = [];
  const sent: Array<readonly [url: string, init: RequestInit]> = [];
  let statuses: number[] = [];
  let lifeMs = 600_000;
  const ask = async (reason: TokenReason): Promise<{ token: string; expiresAt: number }> => {
    asked.push(reason);
    return { token: `t${asked.length}`, expiresAt: Date.now() + lifeMs };
  };
  const tokens = (): unknown[] => sent.map(([, { headers }]) => (headers as Record<string, string>)['Authorization']);

  beforeEach(() => {
    asked.length = 0;
    sent.length = 0;
    statuses = [];
    lifeMs = 600_000;
    vi.useFakeTimers();
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      sent.push([url, init]);
      return new Response('a', { status: statuses.shift() ?? 200 });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('a token is asked for once and used until it is about to end', async () => {
    const read = tokenData(address, ask, new AbortController().signal);
    expect(await (await read()).text()).toBe('a');
    await read();
    expect(asked).toEqual(['needed']);
    vi.advanceTimersByTime(lifeMs - 30_000);
    await read();
    expect(asked).toEqual(['needed']);
    vi.advanceTimersByTime(1);
    await read();
    expect(asked).toEqual(['needed', 'expiring']);
    expect(tokens()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  test('one that has ended is not sent', async () => {
    lifeMs = -1;
    const read = tokenData(address, ask, new AbortController().signal);
    await read();
    await read();
    expect(asked).toEqual(['needed', 'expiring']);
    expect(tokens()).toEqual(['Bearer t1', 'Bearer t2']);
  });

  test('readings that overlap wait for one answer', async () => {
    const read = tokenData(address, ask, new AbortController().signal);
    await Promise.all([read(), read(), read()]);
    expect(asked).toEqual(['needed']);
    expect(tokens()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1']);
    let fail = true;
    const again = tokenData(
      address,
      (reason) => (fail ? Promise.reject(new Error('none')) : ask(reason)),
      new AbortController().signal,
    );
    await expect(Promise.all([again(), again()])).rejects.toThrow('none');
    fail = false;
    await again();
    expect(asked).toEqual(['needed', 'needed']);
  });

  test('a refused one is replaced once, and then the reading fails', async () => {
    statuses = [401, 401, 401];
    const read = tokenData(address, ask, new AbortController().signal);
    await expect(read()).rejects.toThrow('status 401');
    expect(asked).toEqual(['needed', 'refused']);
    expect(sent.length).toBe(2);
  });

  test.each([403, 404, 500])('status %d is not asked again', async (status) => {
    statuses = [status];
    await expect(tokenData(address, ask, new AbortController().signal)()).rejects.toThrow(`status ${status}`);
    expect(sent.length).toBe(1);
  });

  test('it goes to that address alone: no redirect, no cache, nothing of it in the address', async () => {
    const { signal } = new AbortController();
    await tokenData(address, ask, signal)();
    expect(sent).toEqual([
      [address, { headers: { Authorization: 'Bearer t1' }, cache: 'no-store', redirect: 'error', signal }],
    ]);
  });

  test('a page that gives none makes the reading fail before anything is sent', async () => {
    const read = tokenData(address, () => Promise.reject(new Error('none')), new AbortController().signal);
    await expect(read()).rejects.toThrow('none');
    expect(sent).toEqual([]);
  });
});

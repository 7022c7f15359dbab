import type { Endpoint } from 'comlink';
import { serve } from '../../../worker/entry.js';
import type { SeatLink } from '../../../worker/seats/seat.js';

/** As on the page's own thread everywhere: see `worker/seats/page.ts`, in whose place the build puts this. */
const SLICE_MS = 6;

/**
 * The engine on the page's own thread, behind messages that never leave the sandbox. A `MessagePort` is the page's, not
 * the sandbox's: what goes through one is copied by the sandbox in a time that grows with the square of its size, and
 * what comes out of it is read through the membrane, value by value. 5,000 rows took 12 s that way.
 */
export async function pageSeat(): Promise<SeatLink> {
  const [engineSide, pageSide] = joinedEnds();
  serve(engineSide, SLICE_MS);
  return {
    seat: 'page',
    transport: 'port',
    endpoint: pageSide,
    onFailure() {},
    close() {
      engineSide.close();
      pageSide.close();
    },
  };
}

/** One of two ends: what is posted at the one arrives at the other, in order, each in a task of its own. */
export interface End extends Endpoint {
  /** What comes from now on is dropped. */
  close(): void;
}

/**
 * Both ends of a channel. What arrives is a copy, as with ports, so that neither side can change what the other holds;
 * what is neither list, plain object nor typed array (a port, a blob) arrives as it is.
 */
export function joinedEnds(): readonly [End, End] {
  const first = new ChannelEnd();
  const second = new ChannelEnd();
  first.other = second;
  second.other = first;
  return [first, second];
}

type Listener = EventListenerOrEventListenerObject;

class ChannelEnd implements End {
  other: ChannelEnd | null = null;
  readonly #listeners = new Set<Listener>();

  postMessage(message: unknown): void {
    const { other } = this;
    if (!other) return;
    const data = copied(message);
    later(() => other.#hear(data));
  }

  addEventListener(_type: string, listener: Listener): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: string, listener: Listener): void {
    this.#listeners.delete(listener);
  }

  close(): void {
    this.other = null;
    this.#listeners.clear();
  }

  #hear(data: unknown): void {
    const event = { data, origin: '' } as MessageEvent;
    for (const listener of [...this.#listeners]) {
      if (typeof listener === 'function') listener(event);
      else listener.handleEvent(event);
    }
  }
}

const due: Array<() => void> = [];
let clock: MessageChannel | null = null;

/** Runs `deliver` in a later task, after those that wait already. */
function later(deliver: () => void): void {
  if (!clock) {
    clock = new MessageChannel();
    clock.port1.addEventListener('message', () => due.shift()?.());
    clock.port1.start();
    // In Node an open port would keep the process alive.
    (clock.port1 as { unref?: () => void }).unref?.();
  }
  due.push(deliver);
  clock.port2.postMessage(null);
}

/** A copy of lists, plain objects and typed arrays, all the way down. */
function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const item of value) list.push(copied(item));
    return list;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return ArrayBuffer.isView(value) && 'slice' in value ? (value as Uint8Array).slice() : value;
  }
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = copied((value as Record<string, unknown>)[key]);
    // Data may have a column of any name, and an assignment to this one would be none.
    if (key === '__proto__')
      Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true });
    else copy[key] = item;
  }
  return copy;
}

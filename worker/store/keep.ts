import type { Steps } from '../steps.js';
import type { StoreView } from './view.js';

/** Gives what belongs to a view under a key: made when it is first asked for, and kept with the view. */
export type Keeper<T> = (view: StoreView, key: string, make: () => Steps<T>) => Steps<T>;

/** What all keepers keep with one view, longest unused first. */
interface Shelf {
  room: () => number;
  bytes: number;
  readonly items: Map<string, { readonly value: unknown; readonly bytes: number; readonly keeper: number }>;
}

const shelves = new WeakMap<StoreView, Shelf>();
let keepers = 0;

/**
 * Keeps the newest few of a kind with each view, and of all kinds no more than there is room for.
 * @param most how many of this kind
 */
export function keeper<T>(most = 3): Keeper<T> {
  const own = keepers++;
  return function* (view, name, make) {
    const key = `${own} ${name}`;
    const known = shelfOf(view).items.get(key);
    const value = known ? (known.value as T) : yield* make();
    const shelf = shelfOf(view);
    // Asked last, let go last.
    take(shelf, key);
    put(shelf, key, { value, bytes: known?.bytes ?? bytesOf(value), keeper: own });
    const alike = [...shelf.items].filter(([, item]) => item.keeper === own);
    for (const [oldest] of alike.slice(0, -most)) take(shelf, oldest);
    for (const oldest of shelf.items.keys()) {
      if (shelf.bytes <= shelf.room()) break;
      take(shelf, oldest);
    }
    return value;
  };
}

/** Sets what may be kept with a view; without it there is no limit. @param room bytes, asked whenever something is kept */
export function keepWithin(view: StoreView, room: () => number): void {
  shelfOf(view).room = room;
}

/** Bytes that all keepers keep with a view: columns and lists; text itself is not counted, as in the store. */
export function keptBytes(view: StoreView): number {
  return shelfOf(view).bytes;
}

function shelfOf(view: StoreView): Shelf {
  let shelf = shelves.get(view);
  if (!shelf) shelves.set(view, (shelf = { room: () => Infinity, bytes: 0, items: new Map() }));
  return shelf;
}

function put(shelf: Shelf, key: string, item: Shelf['items'] extends Map<string, infer I> ? I : never): void {
  shelf.items.set(key, item);
  shelf.bytes += item.bytes;
}

function take(shelf: Shelf, key: string): void {
  shelf.bytes -= shelf.items.get(key)?.bytes ?? 0;
  shelf.items.delete(key);
}

/** Columns of the store that a kept thing refers to are counted with it: too much, never too little. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof Map) return [...value.values()].reduce<number>((sum, one) => sum + 16 + bytesOf(one), 0);
  if (!Array.isArray(value)) return Object.values(value).reduce<number>((sum, one) => sum + bytesOf(one), 0);
  const items = value as readonly unknown[];
  if (typeof items[0] !== 'object' || items[0] === null) return items.length * 8;
  return items.reduce<number>((sum, one) => sum + 8 + bytesOf(one), 0);
}

import type { NumericArray } from '../protocol/batch.js';
import { AnalyticsError } from '../protocol/error.js';
import type { Steps } from '../steps.js';
import type { StoreView } from './view.js';

/** Set of actors as bits, 32 a word, like the rows of a mask. Length = ceil(actors / 32). */
export interface ActorSet {
  readonly words: NumericArray;
}

const slice = 16384;

/** A set of these actors. @param actors indexes of the view, in any order */
export function* actorSet(view: StoreView, actors: ArrayLike<number>): Steps<ActorSet> {
  const length = Math.ceil(view.actors / 32);
  const words = Array.isArray(view.time) ? Array.from<number>({ length }).fill(0) : new Uint32Array(length);
  for (let from = 0; from < actors.length; from += slice) {
    const to = Math.min(from + slice, actors.length);
    for (let i = from; i < to; i++) {
      const actor = actors[i]!;
      words[actor >>> 5] = words[actor >>> 5]! | (1 << (actor & 31));
    }
    yield to - from;
  }
  return { words };
}

/**
 * The actors that some names lead to, ascending, each once. A name is any identifier of an actor, `type:value`, or its
 * bare value where that leads to one actor only. A name of nobody is passed over: a kept filter may be older than the
 * data. One pass over the identifiers.
 *
 * @throws AnalyticsError `spec-invalid` for a bare value that several actors have
 */
export function* actorsOf(view: StoreView, keys: readonly string[]): Steps<number[]> {
  const names = view.identifiers ?? {
    count: view.actors,
    key: (actor: number) => view.actorKey(actor),
    actor: (actor: number) => actor,
  };
  const sought = new Set(keys);
  const exact = new Set<number>();
  const byValue = new Map<string, Map<number, string>>();
  const named = new Set<string>();
  for (let from = 0; from < names.count && sought.size > 0; from += slice) {
    const to = Math.min(from + slice, names.count);
    for (let k = from; k < to; k++) {
      const key = names.key(k);
      const isName = sought.has(key);
      const value = key.slice(key.indexOf(':') + 1);
      if (!isName && !sought.has(value)) continue;
      const actor = names.actor(k);
      if (actor < 0) continue;
      if (isName) {
        exact.add(actor);
        named.add(key);
      }
      if (!sought.has(value)) continue;
      const bearers = byValue.get(value);
      if (bearers) bearers.set(actor, key);
      else byValue.set(value, new Map([[actor, key]]));
    }
    yield to - from;
  }
  for (const [value, bearers] of byValue) {
    // A value may look like another actor's key; the key comes first.
    if (named.has(value)) continue;
    if (bearers.size > 1) throw ambiguous(value, [...bearers.values()].sort());
    for (const actor of bearers.keys()) exact.add(actor);
  }
  return [...exact].sort((a, b) => a - b);
}

function ambiguous(value: string, keys: readonly string[]): AnalyticsError {
  const types = keys.map((key) => key.slice(0, key.indexOf(':')));
  return new AnalyticsError(
    'spec-invalid',
    `Several customers have this value, as ${types.join(', ')}. Write the type before it, e.g. "${types[0]}:...".`,
    // The value may be personal data, which stays out of errors.
    { types, valueLength: value.length },
  );
}

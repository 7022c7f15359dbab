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
 * The actors that some keys name, ascending, each once. A key is an actor's key, or its bare value where only one actor
 * has it. A key of nobody is passed over: a kept filter may be older than the data. One pass over the actors.
 *
 * @throws AnalyticsError `spec-invalid` for a bare value that several actors have
 */
export function* actorsOf(view: StoreView, keys: readonly string[]): Steps<number[]> {
  const sought = new Set(keys);
  const exact = new Set<number>();
  const byValue = new Map<string, number[]>();
  const named = new Set<string>();
  for (let from = 0; from < view.actors && sought.size > 0; from += slice) {
    const to = Math.min(from + slice, view.actors);
    for (let actor = from; actor < to; actor++) {
      const key = view.actorKey(actor);
      if (sought.has(key)) {
        exact.add(actor);
        named.add(key);
      }
      const value = key.slice(key.indexOf(':') + 1);
      if (!sought.has(value)) continue;
      const bearers = byValue.get(value);
      if (bearers) bearers.push(actor);
      else byValue.set(value, [actor]);
    }
    yield to - from;
  }
  for (const [value, bearers] of byValue) {
    // A value may look like another actor's key; the key comes first.
    if (named.has(value)) continue;
    if (bearers.length > 1) throw ambiguous(value, bearers.map((actor) => view.actorKey(actor)).sort());
    exact.add(bearers[0]!);
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

import type { Steps } from '../steps.js';
import { actorsOf } from './actor-set.js';
import type { StoreView } from './view.js';

const keptNames = 256;
const kept = new WeakMap<StoreView, Map<string, number>>();

/**
 * The actor that a key, or a bare value, names; -1 for nobody. Names are kept with the view, since whoever reads one
 * actor's rows in pages asks for the same name again and again.
 *
 * @throws AnalyticsError `spec-invalid` for a bare value that several actors have
 */
export function* findActor(view: StoreView, name: string): Steps<number> {
  let known = kept.get(view);
  if (!known) kept.set(view, (known = new Map<string, number>()));
  const before = known.get(name);
  if (before !== undefined) return before;
  const actor = (yield* actorsOf(view, [name]))[0] ?? -1;
  if (known.size >= keptNames) known.delete(known.keys().next().value!);
  known.set(name, actor);
  return actor;
}

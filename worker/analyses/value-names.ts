import type { Steps } from '../steps.js';
import { keeper, type Keeper } from '../store/keep.js';
import type { StoreView } from '../store/view.js';
import { nodesOf, type Nodes } from './nodes.js';

const kept: Keeper<Nodes> = keeper();

/**
 * Whether a name stands for the event name: `$name` always, `event` unless the data has a property of that name.
 */
export function namesEvents(view: StoreView, prop: string): boolean {
  return prop === '$name' || (prop === 'event' && view.column(prop) === undefined);
}

/** The text of a property (or the event name) on every row, by which rows are grouped; kept with the view. */
export function valueNames(view: StoreView, prop: string): Steps<Nodes> {
  const node = namesEvents(view, prop) ? '$name' : prop;
  return kept(view, node, () => nodesOf(view, { node }));
}

import type { NumericArray } from '../protocol/batch.js';
import type { Steps } from '../steps.js';
import { keeper, type Keeper } from '../store/keep.js';
import type { StoreView } from '../store/view.js';
import { nodesOf } from './nodes.js';
import { PairIds } from './pair-ids.js';
import { byCodeUnits } from './top.js';

/** Which page and element each row belongs to, by group key. */
export interface ClickTargets {
  readonly pages: Groups;
  readonly elements: Groups;
  /** Pairs of a page and an element that were met. */
  readonly ids: PairIds;
}

/** Group of a row: `keys[byCode[codes[row]]]`; group 0 is "", the rows without a value. */
export interface Groups {
  readonly codes: NumericArray;
  readonly byCode: NumericArray;
  readonly keys: readonly string[];
}

/** @param elementProp property that names the element */
export function* clickTargets(view: StoreView, elementProp: string = 'element'): Steps<ClickTargets> {
  const pages = yield* groupsOf(view, 'page');
  const elements = yield* groupsOf(view, elementProp);
  const ids = new PairIds(pages.keys.length, elements.keys.length, Array.isArray(view.time));
  return { pages, elements, ids };
}

const keptGroups: Keeper<Groups> = keeper();

/** The rows of a view by the group key of a property; kept with the view. */
export function groupsOf(view: StoreView, prop: string): Steps<Groups> {
  return keptGroups(view, prop, () => makeGroups(view, prop));
}

function* makeGroups(view: StoreView, prop: string): Steps<Groups> {
  const { codes, byCode, names } = yield* nodesOf(view, { node: prop });
  const empty = names.indexOf('') + 1;
  // Missing and "" are one group key.
  if (empty > 0) for (let code = 0; code < byCode.length; code++) if (byCode[code] === empty) byCode[code] = 0;
  return { codes, byCode, keys: ['', ...names] };
}

/** The target of a row, as an id of the pair. */
export function targetOf(targets: ClickTargets, row: number): number {
  const { pages, elements, ids } = targets;
  return ids.id(pages.byCode[pages.codes[row]!]!, elements.byCode[elements.codes[row]!]!);
}

/** The names of a target. */
export function targetNames(targets: ClickTargets, id: number): { page: string; element: string } {
  const { pages, elements, ids } = targets;
  return { page: pages.keys[ids.firsts[id]!]!, element: elements.keys[ids.seconds[id]!]! };
}

/** Order of targets by page, then element, in code units. */
export function compareTargets({ pages, elements, ids }: ClickTargets, a: number, b: number): number {
  return (
    byCodeUnits(pages.keys[ids.firsts[a]!]!, pages.keys[ids.firsts[b]!]!) ||
    byCodeUnits(elements.keys[ids.seconds[a]!]!, elements.keys[ids.seconds[b]!]!)
  );
}

/** The target that a mark names; null: the mark names none. -1 when no row has it. */
export function targetNamed(
  targets: ClickTargets,
  mark: { readonly page?: string; readonly element?: string },
): number | null {
  if (mark.page === undefined || mark.element === undefined) return null;
  const page = targets.pages.keys.indexOf(mark.page);
  const element = targets.elements.keys.indexOf(mark.element);
  return page < 0 || element < 0 ? -1 : targets.ids.find(page, element);
}

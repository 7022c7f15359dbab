import type { DatasetFacts } from '../internal/analysis.js';
import type { Coordinator } from './coordinator.js';
import type { Selection } from './selection.js';

/** What a widget needs of its `<tp-dataset>`. */
export interface DatasetElement extends HTMLElement {
  readonly coordinator: Coordinator;
  readonly facts: DatasetFacts;
  readonly selection: Selection;
  stop(): void;
  retry(): void;
}

const watchers = new Set<() => void>();

/** Says that a dataset has come into a document, or left one; called by `<tp-dataset>` itself, also when it is upgraded late. */
export function announceDataset(): void {
  for (const watcher of watchers) watcher();
}

/** Calls `watcher` whenever a dataset comes or goes, until the returned function is called. */
export function watchDatasets(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/**
 * The dataset a widget draws from: the one whose id it names, in its own tree; else the closest around it as the page
 * is laid out, through slots and out of shadow roots.
 * @returns null when there is none, or when it is not upgraded yet: `watchDatasets` tells when to look again
 */
export function findDataset(widget: Element, id: string | null): DatasetElement | null {
  if (id) {
    const root = widget.getRootNode();
    const named = 'getElementById' in root ? (root as Document | ShadowRoot).getElementById(id) : null;
    return isDataset(named) ? named : null;
  }
  for (let node: Node | null = widget; node !== null; node = outward(node)) {
    if (isDataset(node)) return node;
  }
  return null;
}

function outward(node: Node): Node | null {
  if (node instanceof Element && node.assignedSlot) return node.assignedSlot;
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}

// By its face, not its class: a second copy of the kit on the page has a class of its own.
function isDataset(node: Node | null): node is DatasetElement {
  return node !== null && 'coordinator' in node && 'facts' in node;
}

import { dataFromText, dataToText } from '../../worker/protocol/filter-text.js';
import { checkedSelection } from './selection.js';
import type { SelectionData } from './selection.js';

/**
 * The selection that the page's address holds under `key`.
 * @returns null when there is none, or none that can be read
 */
export function selectionInUrl(key: string): SelectionData | null {
  const text = new URLSearchParams(location.search).get(key);
  if (!text) return null;
  try {
    return checkedSelection(dataFromText(text));
  } catch {
    return null;
  }
}

/** Puts the selection into the page's address under `key`, without a new entry in its history. */
export function putSelectionInUrl(key: string, selection: SelectionData): void {
  const url = new URL(location.href);
  const { clauses, actor, period, compare } = selection;
  const given = {
    ...(clauses.length > 0 && { clauses }),
    ...(actor !== null && { actor }),
    ...(period && { period }),
    ...(compare && { compare }),
  };
  if (Object.keys(given).length === 0) url.searchParams.delete(key);
  else url.searchParams.set(key, dataToText(given));
  if (url.href === location.href) return;
  try {
    history.replaceState(history.state, '', url);
  } catch {
    // A sandboxed frame may not touch its address, and a browser takes only so many changes in a while.
  }
}

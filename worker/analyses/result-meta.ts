import type { ResultMeta } from '../protocol/result.js';
import type { StoreView } from '../store/view.js';

/** What a result says of the data behind it. */
export function resultMeta(view: StoreView, rowsInScope: number): ResultMeta {
  return {
    dataEnd: view.dataEnd,
    rows: view.acceptedRows,
    rowsInScope,
    actors: view.actors,
    unidentifiedRows: view.unidentifiedRows,
    rejectedRows: view.rejectedRows,
  };
}

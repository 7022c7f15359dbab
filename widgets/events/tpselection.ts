import type { SelectionData } from '../dataset/selection.js';

/** What is selected in a dataset now. */
export interface TpSelectionDetail {
  readonly selection: SelectionData;
}

/** A person changed the selection of a dataset. Never fired for a selection set by program. */
export class TpSelectionEvent extends CustomEvent<TpSelectionDetail> {
  constructor(detail: TpSelectionDetail) {
    super('tpselection', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tpselection: TpSelectionEvent;
  }
}

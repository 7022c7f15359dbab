import type { Progress } from '../../worker/protocol/source.js';

/** How far a dataset's load is. */
export interface TpProgressDetail {
  readonly source: 'dataset' | 'import';
  readonly progress: Progress;
}

/** A load went on; at most one a frame. */
export class TpProgressEvent extends CustomEvent<TpProgressDetail> {
  constructor(detail: TpProgressDetail) {
    super('tpprogress', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tpprogress: TpProgressEvent;
  }
}

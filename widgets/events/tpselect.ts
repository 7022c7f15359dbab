import type { FunnelMark, FunnelSpec } from '../../worker/protocol/spec.js';

/** What a person chose. `mark` null: the choice was cleared. `spec` is the question the marks belong to. */
export interface TpSelectDetail {
  readonly source: 'funnel';
  readonly mark: FunnelMark | null;
  readonly spec: FunnelSpec;
}

/** Before a person's choice takes hold; `preventDefault()` keeps the choice from before. Never fired for a choice set by program. */
export class TpSelectEvent extends CustomEvent<TpSelectDetail> {
  constructor(detail: TpSelectDetail) {
    super('tpselect', { detail, bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tpselect: TpSelectEvent;
  }
}

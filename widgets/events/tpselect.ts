import type {
  FunnelMark,
  FunnelSpec,
  FunnelTrendMark,
  FunnelTrendSpec,
  Mark,
  Spec,
  TimeToConvertMark,
  TimeToConvertSpec,
} from '../../worker/protocol/spec.js';
import type { Clause, WidgetKind } from '../dataset/selection.js';

/**
 * What a person chose. `mark` null: the choice was cleared, or is no single mark. `spec` is the question the marks
 * belong to, null for a choice that belongs to none. `clause` is what the choice means for the other widgets of the
 * dataset; null when it was cleared, and without a dataset.
 */
export type TpSelectDetail =
  | {
      readonly source: 'funnel';
      readonly mark: FunnelMark | TimeToConvertMark | FunnelTrendMark | null;
      readonly spec: FunnelSpec | TimeToConvertSpec | FunnelTrendSpec;
      readonly clause: Clause | null;
    }
  | {
      readonly source: Exclude<WidgetKind, 'funnel'>;
      readonly mark: Mark | null;
      readonly spec: Spec | null;
      readonly clause: Clause | null;
    };

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

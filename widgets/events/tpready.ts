import type { ImportReport } from '../../worker/protocol/report.js';
import type { DatasetInfo, FunnelResult, Result } from '../../worker/protocol/result.js';
import type { FunnelSpec, Spec } from '../../worker/protocol/spec.js';
import type { WidgetKind } from '../dataset/selection.js';

/** What became ready: a dataset's data, or a widget's result (drawn when the event arrives). */
export type TpReadyDetail =
  | { readonly source: 'dataset'; readonly info: DatasetInfo; readonly report: ImportReport }
  | { readonly source: 'funnel'; readonly spec: FunnelSpec; readonly result: FunnelResult }
  | { readonly source: Exclude<WidgetKind, 'funnel'>; readonly spec: Spec; readonly result: Result };

/** Data or a result is ready. Fired again for every newer one. */
export class TpReadyEvent extends CustomEvent<TpReadyDetail> {
  constructor(detail: TpReadyDetail) {
    super('tpready', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tpready: TpReadyEvent;
  }
}

import type { ErrorData } from '../../worker/protocol/error.js';
import type { WidgetKind } from '../dataset/selection.js';

/** Which element failed, and the error as plain data: branch on `error.code`. */
export interface TpErrorDetail {
  readonly source: 'dataset' | 'import' | WidgetKind;
  readonly error: ErrorData;
}

/** An element could not do its work; it shows the reason itself. */
export class TpErrorEvent extends CustomEvent<TpErrorDetail> {
  constructor(detail: TpErrorDetail) {
    super('tperror', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tperror: TpErrorEvent;
  }
}

import type { PathsSpec } from '../../worker/protocol/paths.js';

/** A person changed what `<tp-paths>` asks: the question from now on, as data that `spec` takes. */
export interface TpPathsDetail {
  readonly spec: PathsSpec;
}

/** Fired after the change, and never for a property that a program sets. */
export class TpPathsEvent extends CustomEvent<TpPathsDetail> {
  constructor(detail: TpPathsDetail) {
    super('tppaths', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tppaths: TpPathsEvent;
  }
}

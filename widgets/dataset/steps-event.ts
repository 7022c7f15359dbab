import type { FunnelOrder, FunnelSpec, FunnelStep } from '../../worker/protocol/spec.js';

/** The funnel's question as the person left it. */
export interface TpStepsDetail {
  /** The step editor, or the funnel edited in place. */
  readonly source: 'steps' | 'funnel';
  readonly steps: readonly FunnelStep[];
  /** Longest time from first step to last, ms; null for no limit. */
  readonly windowMs: number | null;
  readonly order: FunnelOrder;
  /** The whole question; of a funnel edited in place only. */
  readonly spec?: FunnelSpec;
}

/** A person changed a funnel's steps, window or order; the funnel has them already. Never fired for what a program set. */
export class TpStepsEvent extends CustomEvent<TpStepsDetail> {
  constructor(detail: TpStepsDetail) {
    super('tpsteps', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tpsteps: TpStepsEvent;
  }
}

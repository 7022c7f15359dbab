import type { JourneyRow } from '../../worker/protocol/journey.js';
import type { TouchpointLink } from '../journey/safe-link.js';

/** The link that a person follows, and the touchpoint that it belongs to. */
export interface TpLinkDetail {
  readonly source: 'journey';
  readonly link: TouchpointLink;
  readonly row: JourneyRow;
}

/**
 * Before a touchpoint's link is followed in the page at hand; `preventDefault()` leaves the way there to the host. Never
 * fired for a link that is opened elsewhere (another tab, a download): that is the browser's.
 */
export class TpLinkEvent extends CustomEvent<TpLinkDetail> {
  constructor(detail: TpLinkDetail) {
    super('tplink', { detail, bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tplink: TpLinkEvent;
  }
}

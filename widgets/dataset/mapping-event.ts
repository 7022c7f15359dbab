import type { Mapping } from '../../worker/protocol/mapping.js';

/** The mapping that a person's answer makes. */
export interface TpMappingDetail {
  readonly source: 'dataset';
  readonly mapping: Mapping;
}

/** A person said which columns say who, when and what. A host keeps the mapping to ask only once. */
export class TpMappingEvent extends CustomEvent<TpMappingDetail> {
  constructor(detail: TpMappingDetail) {
    super('tpmapping', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    tpmapping: TpMappingEvent;
  }
}

import { LightningElement, api } from 'lwc';

/** Touchpoints on a time line: of the page's contact, lead, account or opportunity; without a record, of everybody. */
export default class TpJourney extends LightningElement {
  @api recordId;
  @api objectApiName;
  /** Empty for the journey's own words. */
  @api title = '';
  /** `90d`, `12m`, `all`: how far back touchpoints are read. */
  @api period = '12m';
  /** `auto`, `channel` or `person`. */
  @api lanes = 'auto';

  get options() {
    return { lanes: this.lanes };
  }
}

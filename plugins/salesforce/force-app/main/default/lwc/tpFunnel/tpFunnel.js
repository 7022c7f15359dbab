import { LightningElement, api } from 'lwc';

/** How many customers went from step to step: those of the page's record, else all that the user may see. */
export default class TpFunnel extends LightningElement {
  @api recordId;
  @api objectApiName;
  /** Empty for the funnel's own words. */
  @api title = '';
  /** `90d`, `12m`, `all`: how far back touchpoints are read. */
  @api period = '12m';
  /** Names of touchpoints between commas; empty for the usual ones. */
  @api steps = '';

  get options() {
    return { steps: this.steps };
  }
}

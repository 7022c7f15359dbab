import { LightningElement, api } from 'lwc';

/** Kinds of touchpoints by time: those of the page's record, else all that the user may see. */
export default class TpHeatmap extends LightningElement {
  @api recordId;
  @api objectApiName;
  /** Empty for the heatmap's own words. */
  @api title = '';
  /** `90d`, `12m`, `all`: how far back touchpoints are read. */
  @api period = '90d';
  /** What the rows are: `event`, `channel`, `source`, `stage` or `owner`. */
  @api rows = 'event';
  /** What the columns are: `day`, `week`, `month`, `quarter`, `day-of-week`, `hour-of-day`. */
  @api columns = 'week';

  get options() {
    return { rows: this.rows, columns: this.columns };
  }
}

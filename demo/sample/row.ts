/** One touchpoint. `null` where the source does not know the field. */
export interface SampleRow {
  /** ms UTC: whole seconds, but for pointer rows; rows that a person typed into the CRM are whole minutes. */
  readonly time: number;
  /** `C-100001`, `C-100002`, ... in the order of the day of the first touchpoint. */
  readonly actor: string;
  readonly event: string;
  readonly source: string;
  /** Sort of contact, one of eight. */
  readonly channel: string;
  /** The campaign that brought the actor; stays on all its rows. */
  readonly campaign: string | null;
  /** Known from signup on. */
  readonly account: string | null;
  readonly name: string | null;
  /** Salesperson, on rows of sales. */
  readonly owner: string | null;
  readonly page: string | null;
  readonly plan: string | null;
  /** Money, on purchase and renew rows, in `currency`. */
  readonly value: number | null;
  readonly currency: 'CNY' | 'USD' | null;
  /** How the visit came about: the campaign's medium, or direct. On ad clicks and visits. */
  readonly medium: string | null;
  /** Job title, known from signup on. */
  readonly title: string | null;
  /** How far the account's deal got with this row; on the first row of each stage. */
  readonly stage: string | null;
  /** `outbound` where the company acted, on rows of mail, sales and support; else the customer did. */
  readonly direction: 'inbound' | 'outbound' | null;
  /** Part of the product, on `feature use`. */
  readonly feature: string | null;
  /** On page views, clicks and scrolls in the product. */
  readonly pointer: SamplePointer | null;
}

/** What a capture script writes on a row: CSS pixels of the page, and the sizes they relate to. */
export interface SamplePointer {
  /** Tells the page views of an actor apart. */
  readonly view: string;
  /** Name of the clicked element; null where it has none. */
  readonly element: string | null;
  readonly x: number | null;
  readonly y: number | null;
  /** The page's size; null where the script could not tell. */
  readonly docWidth: number | null;
  readonly docHeight: number | null;
  readonly viewportWidth: number;
  readonly viewportHeight: number;
  readonly scrollX: number;
  readonly scrollY: number;
  readonly elementLeft: number | null;
  readonly elementTop: number | null;
  readonly elementWidth: number | null;
  readonly elementHeight: number | null;
  /** How long after the click the page changed; null when it did not. */
  readonly mutationMs: number | null;
  /** How long the script looked for a change. */
  readonly observedMs: number | null;
}

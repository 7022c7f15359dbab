/**
 * What the screen showed at one moment, in CSS pixels. `x - scrollX` of a click is its place in the viewport, also in
 * pages that run from right to left: `scrollX` counts from the left edge of the page.
 */
export interface ScreenSizes {
  readonly docWidth: number;
  readonly docHeight: number;
  /** Without scroll bars. */
  readonly viewportWidth: number;
  readonly viewportHeight: number;
  readonly scrollX: number;
  readonly scrollY: number;
}

/** What every row says, whatever happened. */
interface RowFacts extends ScreenSizes {
  /** Made before the row is handed over: a row that arrives twice is one row. */
  readonly id: string;
  /** As the host gave it; absent while it gives none and `remember` stands in. */
  readonly actor?: string;
  /** With `remember`: a random id of this browser. */
  readonly deviceId?: string;
  /** As the host gave it. */
  readonly session?: string;
  /** ms UTC, by the visitor's clock. */
  readonly time: number;
  /** Path of the page, ids replaced; never a query or a fragment. */
  readonly page: string;
  /** Tells one page view from the next. */
  readonly view: string;
}

/** A page was opened, also one that a script put in place of another. */
export interface ViewRow extends RowFacts {
  readonly event: 'view';
}

/** A stretch of scrolling: the row stands at the deepest place it reached. */
export interface ScrollRow extends RowFacts {
  readonly event: 'scroll';
}

/** Signs of an answer to a click, in the words of dead click analysis. */
export type Sign = 'mutationMs' | 'navigationMs' | 'requestMs' | 'scrollMs' | 'selectionMs';

/** A click: where, on what, and when the page first answered. */
export interface ClickRow extends RowFacts, Readonly<Partial<Record<Sign, number>>> {
  readonly event: 'click';
  /** Page coordinates; absent for a click made with a key, which has no place. */
  readonly x?: number;
  readonly y?: number;
  /** The clicked element stays in the viewport while the page scrolls. */
  readonly fixed: boolean;
  /** `data-tp-name` of the closest element that may be named, and that element's box in page coordinates. */
  readonly element?: string;
  readonly elementLeft?: number;
  readonly elementTop?: number;
  readonly elementWidth?: number;
  readonly elementHeight?: number;
  /** How long was looked for an answer: up to the first sign, or until the page was hidden or left. */
  readonly observedMs: number;
}

/** What is captured: positions, sizes, times and the names that the page's author wrote; no text, no values. */
export type PointerRow = ViewRow | ScrollRow | ClickRow;

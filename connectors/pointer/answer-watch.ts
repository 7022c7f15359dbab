import { isControl } from './screen.js';
import type { Sign } from './pointer-row.js';

/** Elements walked in search of shadow roots; a larger page is watched in part. */
const mostElements = 20_000;

/**
 * Looks for signs that the page answers a press. It looks only between `start` and the first sign: a page on which
 * nobody clicks pays nothing. A page that changes by itself all the time seems to answer everything; parts that do,
 * such as a clock, can be left out with `data-tp-ignore`.
 */
export class AnswerWatch {
  readonly #page: Document;
  readonly #requests: boolean;
  readonly #onSign: (sign: Sign, at: number) => void;
  readonly #changes: MutationObserver;
  #traffic: PerformanceObserver | null = null;
  #abort: AbortController | null = null;
  #address = '';

  /**
   * @param requests whether requests of scripts count as an answer
   * @param onSign called once for each `start`; `at` by the page's monotonic clock
   */
  constructor(page: Document, requests: boolean, onSign: (sign: Sign, at: number) => void) {
    this.#page = page;
    this.#requests = requests;
    this.#onSign = onSign;
    this.#changes = new MutationObserver((changes) => {
      if (changes.some(({ target }) => !isIgnored(target))) this.#see('mutationMs');
    });
  }

  /** Looks from now on, until the first sign. */
  start(): void {
    if (this.#abort) return;
    const view = this.#page.defaultView!;
    this.#abort = new AbortController();
    this.#address = view.location.href;
    for (const root of rootsOf(this.#page)) {
      this.#changes.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    }
    const on = (target: EventTarget, types: readonly string[], listen: (event: Event) => void): void => {
      const how = { capture: true, passive: true, signal: this.#abort!.signal };
      for (const type of types) target.addEventListener(type, listen, how);
    };
    on(view, ['scroll'], ({ target }) => isIgnored(target as Node) || this.#see('scrollMs'));
    on(view, ['popstate', 'hashchange'], () => this.#see('navigationMs'));
    // Tells of a followed link before the page is left; not in every browser.
    const { navigation } = view as { navigation?: EventTarget };
    if (navigation) on(navigation, ['navigate'], () => this.#see('navigationMs'));
    // What a control answers by itself: ticked, chosen, typed in, ready to be typed in.
    on(view, ['input', 'change'], () => this.#see('selectionMs'));
    on(view, ['focusin'], (event) => {
      const target = event.composedPath()[0];
      if (target instanceof Element && isControl(target)) this.#see('selectionMs');
    });
    on(this.#page, ['selectionchange'], () => {
      // A press on plain text moves an invisible caret there: that is no answer.
      if (this.#page.getSelection()?.isCollapsed === false) this.#see('selectionMs');
    });
    if (this.#requests) this.#watchTraffic();
  }

  /** Ends looking. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#changes.disconnect();
    this.#traffic?.disconnect();
  }

  /** Takes in what has happened and was not told yet, since observers report in a later task. */
  settle(): void {
    if (!this.#abort) return;
    if (this.#changes.takeRecords().some(({ target }) => !isIgnored(target))) this.#see('mutationMs');
    else if (this.#page.location.href !== this.#address) this.#see('navigationMs');
  }

  #see(sign: Sign, at: number = performance.now()): void {
    if (!this.#abort) return;
    this.stop();
    // A new address says more than the change of the page that came with it.
    this.#onSign(this.#page.location.href === this.#address ? sign : 'navigationMs', at);
  }

  #watchTraffic(): void {
    const from = performance.now();
    this.#traffic ??= new PerformanceObserver((list) => {
      const began = (list.getEntries() as PerformanceResourceTiming[])
        .filter(({ initiatorType }) => ['fetch', 'xmlhttprequest', 'beacon'].includes(initiatorType))
        .map(({ startTime }) => startTime)
        .filter((at) => at >= from);
      // Told when they end; what counts is when the first one began.
      if (began.length > 0) this.#see('requestMs', Math.min(...began));
    });
    this.#traffic.observe({ type: 'resource' });
  }
}

/** Whether a node lies in a part of the page that the author left out, looking through shadow roots. */
export function isIgnored(node: Node): boolean {
  for (let at: Node | null = node; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at instanceof Element && at.hasAttribute('data-tp-ignore')) return true;
  }
  return false;
}

/** The document and all open shadow roots: an observer of one does not see into the others. */
function rootsOf(page: Document): Node[] {
  const roots: (Document | ShadowRoot)[] = [page];
  let walked = 0;
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (++walked > mostElements) return roots;
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  return roots;
}

import { AnswerWatch, isIgnored } from './answer-watch.js';
import { pagePath } from './page-path.js';
import type { ClickRow, PointerRow, ScrollRow, Sign } from './pointer-row.js';
import { clickPlace, screenSizes } from './screen.js';

export type { ClickRow, PointerRow, ScreenSizes, ScrollRow, Sign, ViewRow } from './pointer-row.js';

/** What the script needs of a `<tp-dataset>`. */
export interface RowTarget {
  appendSource(
    source: { readonly kind: 'rows'; readonly rows: readonly never[]; readonly name: string },
    options: { readonly mapping: never },
  ): Promise<boolean>;
}

/** What to capture, for whom, and where rows go. */
export interface CaptureOptions {
  /**
   * Where rows go: a `<tp-dataset>`, or a function. A function that throws, rejects or gives false gets the same rows
   * again later; it may get a row twice, with the same `id`.
   */
  readonly into: Element | RowTarget | ((rows: readonly PointerRow[]) => unknown);
  /** Who acts, as the host calls them; a function is asked for each row. Nothing is captured while it gives null. */
  readonly actor?: string | (() => string | null);
  /** The host's session id; goes on every row. */
  readonly session?: string;
  /**
   * Names that may be told; `nav-*` stands for all that begin with `nav-`. Default: every `data-tp-name` on the page.
   * An element whose name may not be told counts under the next one outwards.
   */
  readonly names?: readonly string[];
  /** How a page is called, from its path; null captures nothing there. Default: the path with ids replaced. */
  readonly page?: (pathname: string) => string | null;
  /** Share of actors that are captured, 0..1; one actor is always in or always out. Default 1. */
  readonly sample?: number;
  /**
   * Keeps a random id for visitors without an actor: in `sessionStorage` (`tab`) or `localStorage` (`browser`), under
   * `touchpoint-kit.visitor`. Default: nothing is stored, there are no cookies.
   */
  readonly remember?: 'tab' | 'browser';
  /** False captures also where the browser says not to (Global Privacy Control, Do Not Track). Default true. */
  readonly heedPrivacySignals?: boolean;
  /** Rows are handed over at most this often, ms. Default 1000. */
  readonly batchMs?: number;
  /** How long an answer to a click is waited for, ms; dead clicks are judged within it. Default 2500. */
  readonly observeMs?: number;
  /**
   * Whether a request that a script makes after a click answers it. Default true, but false where `into` is a function:
   * its own requests would count.
   */
  readonly requests?: boolean;
  /** Told when rows could not be handed over for so long that the oldest were dropped. */
  readonly onLost?: (rows: number) => void;
}

/** Rows kept while they cannot be handed over. */
const mostRows = 1000;
/** A stretch of scrolling ends after so long without any. */
const scrollRestMs = 200;
/** A page shows its height only some time after it was opened. */
const layoutMs = 300;
const mostWaitMs = 60_000;
const visitorKey = 'touchpoint-kit.visitor';

/**
 * Captures clicks, scrolling and page views of this document: positions, sizes, times and allow-listed names; no
 * text, no values. Nothing at all is captured on password fields, inside `data-tp-ignore`, and of clicks that a script
 * makes.
 *
 * @returns ends the capture: hands over what there is, and takes away every listener, observer and timer
 */
export function startCapture(options: CaptureOptions): () => void {
  if (options.heedPrivacySignals !== false && saysNo(navigator)) return () => {};
  const capture = new Capture(options, document);
  return () => capture.stop();
}

/** A row before it has its id; spread over the kinds, whose fields `Omit` alone would merge. */
type Draft<Row> = Row extends unknown ? Omit<Row, 'id'> : never;

interface PendingClick {
  readonly row: Omit<Draft<ClickRow>, 'observedMs' | Sign>;
  /** By the page's monotonic clock. */
  readonly at: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

class Capture {
  readonly #options: CaptureOptions;
  readonly #page: Document;
  readonly #abort: AbortController = new AbortController();
  readonly #watch: AnswerWatch;
  readonly #visitor: string | null;
  readonly #observeMs: number;
  #queue: PointerRow[] = [];
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  #isSending = false;
  #waitMs: number;
  #pending: PendingClick[] = [];
  /**
   * Looking since a press that has not become a click yet, and the sign that came before the click did: menus open on
   * the press. A late answer to the click before, in this tenth of a second, is taken for one to this click too.
   */
  #press: { readonly timer: ReturnType<typeof setTimeout>; early: Sign | null } | null = null;
  #lastLabel: { readonly control: Element; readonly at: number } | null = null;
  /** Path of the current view; null before the first. */
  #pathname: string | null = null;
  #view = '';
  #rows = 0;
  #viewTimer: ReturnType<typeof setTimeout> | undefined;
  #viewSince = 0;
  #scroll: {
    readonly row: Draft<ScrollRow>;
    readonly since: number;
    readonly timer: ReturnType<typeof setTimeout>;
  } | null = null;

  constructor(options: CaptureOptions, page: Document) {
    this.#options = options;
    this.#page = page;
    this.#waitMs = options.batchMs ?? 1000;
    this.#observeMs = options.observeMs ?? 2500;
    this.#visitor = options.remember ? visitorId(options.remember) : null;
    const requests = options.requests ?? typeof options.into !== 'function';
    this.#watch = new AnswerWatch(page, requests, (sign, at) => this.#answered(sign, at));
    this.#listen();
    this.#lookForView();
  }

  stop(): void {
    if (this.#abort.signal.aborted) return;
    this.#handOver();
    this.#abort.abort();
    clearTimeout(this.#sendTimer);
    this.#watch.stop();
  }

  #listen(): void {
    const view = this.#page.defaultView!;
    const on = (target: EventTarget, type: string, listen: (event: Event) => void): void =>
      target.addEventListener(type, listen, { capture: true, passive: true, signal: this.#abort.signal });
    on(view, 'pointerdown', () => this.#pressed());
    on(view, 'click', (event) => this.#clicked(event as MouseEvent));
    on(view, 'scroll', (event) => {
      if (event.target === this.#page) this.#scrolled();
    });
    on(view, 'load', () => this.#lookForView());
    on(view, 'popstate', () => this.#lookForView());
    on(view, 'pagehide', () => this.#handOver());
    on(view, 'pageshow', (event) => {
      // Back from the browser's memory: seen anew.
      this.#lookForView((event as PageTransitionEvent).persisted);
    });
    on(this.#page, 'visibilitychange', () => {
      if (this.#page.visibilityState === 'hidden') this.#handOver();
      else this.#lookForView();
    });
    const { navigation } = view as { navigation?: EventTarget };
    if (navigation) on(navigation, 'currententrychange', () => this.#lookForView());
  }

  /** Begins a page view when the address says so. A page that nobody sees yet waits. */
  #lookForView(anew: boolean = false): void {
    const { pathname } = this.#page.location;
    if ((pathname === this.#pathname && !anew) || this.#page.visibilityState === 'hidden') return;
    this.#endScroll();
    this.#endView();
    this.#pathname = pathname;
    this.#view = randomText();
    this.#viewSince = Date.now();
    this.#viewTimer = setTimeout(() => this.#endView(), layoutMs);
  }

  /** Writes the row of the view, at the time it began and with the sizes that it has now. */
  #endView(): void {
    if (this.#viewTimer === undefined) return;
    clearTimeout(this.#viewTimer);
    this.#viewTimer = undefined;
    // Sizes of a page that is still being read would be too small.
    if (
      this.#page.readyState !== 'complete' &&
      !this.#abort.signal.aborted &&
      this.#page.visibilityState !== 'hidden'
    ) {
      this.#viewTimer = setTimeout(() => this.#endView(), layoutMs);
      return;
    }
    const row = this.#row('view', this.#viewSince);
    if (row) this.#put(row);
  }

  #scrolled(): void {
    this.#lookForView();
    const row = this.#row('scroll', Date.now());
    if (!row) return;
    const before = this.#scroll;
    clearTimeout(before?.timer);
    const timer = setTimeout(() => this.#endScroll(), scrollRestMs);
    const since = before?.since ?? row.time;
    this.#scroll = { row: before && depth(before.row) >= depth(row) ? before.row : row, since, timer };
    // A stretch that does not end is told as it goes on.
    if (row.time - since > 1000) this.#endScroll();
  }

  #endScroll(): void {
    if (!this.#scroll) return;
    clearTimeout(this.#scroll.timer);
    this.#put(this.#scroll.row);
    this.#scroll = null;
  }

  #pressed(): void {
    clearTimeout(this.#press?.timer);
    this.#press = { early: null, timer: setTimeout(() => this.#endPress(), this.#observeMs) };
    this.#watch.start();
  }

  #endPress(): void {
    clearTimeout(this.#press?.timer);
    this.#press = null;
    if (this.#pending.length === 0) this.#watch.stop();
  }

  #clicked(event: MouseEvent): void {
    const path = event.composedPath().filter((target) => target instanceof Element);
    const target = path[0];
    if (!event.isTrusted || !target || isIgnored(target) || this.#isForwarded(path)) return;
    if (target.matches('input[type=password]')) return;
    this.#lookForView();
    const at = Math.min(performance.now(), event.timeStamp);
    const base = this.#row('click', Date.now() - Math.round(performance.now() - at));
    if (!base) return;
    const row = { ...base, ...clickPlace(event, path, base, (name) => this.#mayTell(name)) };
    const early = this.#press?.early;
    if (early) {
      this.#endPress();
      this.#put({ ...row, [early]: 0, observedMs: 0 });
      return;
    }
    const click: PendingClick = { row, at, timer: setTimeout(() => this.#unanswered(click), this.#observeMs) };
    this.#pending.push(click);
    this.#watch.start();
    this.#endPress();
  }

  /** A click on a label makes another one on its control: one gesture of a person, one row. */
  #isForwarded(path: readonly Element[]): boolean {
    const now = performance.now();
    const last = this.#lastLabel;
    this.#lastLabel = null;
    if (last && last.control === path[0] && now - last.at < 100) return true;
    const label = path.find((element) => element instanceof HTMLLabelElement);
    const control = label instanceof HTMLLabelElement ? label.control : null;
    if (control && control !== path[0]) this.#lastLabel = { control, at: now };
    return false;
  }

  #mayTell(name: string): boolean {
    if (name === '') return false;
    const { names } = this.#options;
    return names?.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one)) ?? true;
  }

  /** The first sign after all clicks that wait: it answers each of them. */
  #answered(sign: Sign, at: number): void {
    const waiting = this.#pending;
    this.#pending = [];
    for (const click of waiting) {
      const delay = Math.max(0, Math.round(at - click.at));
      this.#endClick(click, { [sign]: delay, observedMs: delay });
    }
    if (this.#press) this.#press.early = sign;
    this.#lookForView();
  }

  #unanswered(click: PendingClick): void {
    this.#watch.settle();
    if (!this.#pending.includes(click)) return;
    this.#pending = this.#pending.filter((one) => one !== click);
    this.#endClick(click, { observedMs: this.#observeMs });
    if (this.#pending.length === 0 && !this.#press) this.#watch.stop();
  }

  #endClick({ row, timer }: PendingClick, seen: Partial<Record<Sign, number>> & Pick<ClickRow, 'observedMs'>): void {
    clearTimeout(timer);
    this.#put({ ...row, ...seen });
  }

  /** Ends everything that is going on and hands it over at once: the page may not come back. */
  #handOver(): void {
    this.#watch.settle();
    const cut = this.#pending;
    this.#pending = [];
    for (const click of cut) {
      this.#endClick(click, { observedMs: Math.min(this.#observeMs, Math.round(performance.now() - click.at)) });
    }
    this.#endPress();
    this.#endScroll();
    this.#endView();
    void this.#send(true);
  }

  /** The part that all rows share; null when this visitor or this page is not captured. */
  #row<Event extends PointerRow['event']>(
    event: Event,
    time: number,
  ): (Omit<ScrollRow, 'id' | 'event'> & { event: Event }) | null {
    const { actor, session, page = pagePath, sample = 1 } = this.#options;
    const known = typeof actor === 'function' ? actor() : (actor ?? null);
    const who = known ?? this.#visitor;
    const called = this.#pathname === null ? null : page(this.#pathname);
    if (who === null || called === null || share(who) >= sample) return null;
    return {
      ...(known !== null ? { actor: known } : {}),
      ...(this.#visitor !== null ? { deviceId: this.#visitor } : {}),
      ...(session !== undefined ? { session } : {}),
      time,
      event,
      page: called,
      view: this.#view,
      ...screenSizes(this.#page),
    };
  }

  #put(row: Draft<PointerRow>): void {
    this.#queue.push({ id: `${row.view}.${++this.#rows}`, ...row } as PointerRow);
    this.#trim();
    this.#sendTimer ??= setTimeout(() => void this.#send(false), this.#waitMs);
  }

  #trim(): void {
    const over = this.#queue.length - mostRows;
    if (over <= 0) return;
    this.#queue.splice(0, over);
    this.#options.onLost?.(over);
  }

  /** @param last also while other rows are on their way: there may be no later */
  async #send(last: boolean): Promise<void> {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = undefined;
    if (this.#queue.length === 0 || (this.#isSending && !last)) return;
    const rows = this.#queue;
    this.#queue = [];
    this.#isSending = true;
    const taken = await deliver(this.#options.into, rows).catch(() => false);
    this.#isSending = false;
    this.#waitMs = taken ? (this.#options.batchMs ?? 1000) : Math.min(this.#waitMs * 2, mostWaitMs);
    if (!taken) {
      this.#queue.unshift(...rows);
      this.#trim();
    }
    if (this.#queue.length > 0 && !this.#abort.signal.aborted) {
      this.#sendTimer ??= setTimeout(() => void this.#send(false), this.#waitMs);
    }
  }
}

/** @returns whether the rows were taken */
async function deliver(into: CaptureOptions['into'], rows: readonly PointerRow[]): Promise<boolean> {
  if (typeof into === 'function') return (await into(rows)) !== false;
  // An element that is not registered yet has no such method.
  if (!('appendSource' in into)) return false;
  const column = (name: string): { column: string } | undefined =>
    rows.some((row) => name in row) ? { column: name } : undefined;
  const fields = Object.fromEntries(
    ['id', 'actor', 'deviceId', 'time', 'event', 'page']
      .map((name) => [name, column(name)] as const)
      .filter(([, there]) => there),
  );
  return into.appendSource({ kind: 'rows', rows: rows as readonly never[], name: 'pointer' }, {
    mapping: { version: 1, fields },
  } as { mapping: never });
}

function saysNo(browser: Navigator): boolean {
  const { globalPrivacyControl } = browser as { globalPrivacyControl?: boolean };
  return globalPrivacyControl === true || browser.doNotTrack === '1';
}

function depth({ scrollY, viewportHeight, docHeight }: Draft<ScrollRow>): number {
  return (scrollY + viewportHeight) / docHeight;
}

/** Where a text falls in 0..1: FNV-1a, then mixed, since short texts alike would otherwise fall side by side. */
function share(text: string): number {
  let hash = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function visitorId(where: 'tab' | 'browser'): string {
  try {
    const storage = where === 'tab' ? sessionStorage : localStorage;
    const id = storage.getItem(visitorKey) ?? randomText();
    storage.setItem(visitorKey, id);
    return id;
  } catch {
    return randomText(); // Storage is closed to this page: known until it is left.
  }
}

/** 96 random bits; `crypto.randomUUID` is only there on secure pages. */
function randomText(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('');
}

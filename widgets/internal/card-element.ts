import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { toAnalyticsError } from '../../worker/protocol/error.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { Filter } from '../../worker/protocol/filter.js';
import type { ActorPage, Result } from '../../worker/protocol/result.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import { clauseText } from '../dataset/clause-words.js';
import type { Clause, ClauseLabel, Selection, WidgetKind } from '../dataset/selection.js';
import { TpErrorEvent } from '../events/tperror.js';
import { TpReadyEvent } from '../events/tpready.js';
import { TpSelectEvent } from '../events/tpselect.js';
import type { TpReadyDetail } from '../events/tpready.js';
import type { TpSelectDetail } from '../events/tpselect.js';
import type { StateWords } from '../locales/messages.js';
import { base } from '../styles/base.js';
import { cardStyles } from '../styles/card.js';
import type { AnalysisHandle, AnalysisState, DatasetFacts, SpecOf } from './analysis.js';
import type { AnalysisController } from './analysis-controller.js';
import { TpElement } from './base-element.js';
import type * as Panels from './card-panels.js';
import { formatCount, formatMoment } from './format.js';
import { icon } from './icons.js';
import { sameData } from './plain-data.js';
import { messagePart, notePart } from './state-parts.js';
import type { TableData } from './table-data.js';

/** Least width of a card, in px, that has room for a drawing. */
export const leastWidth: number = 280;
/** Cards narrower than this are drawn narrow, px. */
export const narrowWidth: number = 420;

const pageSize = 50;
// Shorter waits show nothing: a flash of a skeleton is slower to read than the result.
const quietMs = 150;

type Panel = 'list' | 'report' | 'definition' | 'menu';

/** A tooltip: what it says, and the box it stands beside, in px of the drawing's frame. */
export interface CardTip {
  readonly content: TemplateResult;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a person chose in a card: what it means for other widgets and what it is called. */
export interface CardChoice {
  /** The mark chosen; null for a choice that is no single mark. */
  readonly mark: Mark | null;
  readonly filter: Filter;
  readonly label: ClauseLabel;
  /** The question that the mark belongs to; default: the one on screen. */
  readonly spec?: Spec;
}

/** The customers behind the own clause. */
export interface ChosenList {
  readonly mark: Mark;
  readonly title: string;
  /** Length of the list; null where it is not known before it is read. */
  readonly count: number | null;
  /** The analysis that the mark belongs to; default: the card's own. */
  readonly from?: Pick<AnalysisHandle, 'list'>;
}

/** Room inside a card of this outer width: border and padding (20, 16 when narrow) off. */
export function roomIn(width: number): number {
  return Math.max(0, width - 2 - (width < narrowWidth ? 32 : 40));
}

/**
 * Base of the elements that draw: everything that is alike in them. Head with tools and menu, lead, choice bar with the
 * chips of the selection, every state, list of customers, report, definition, table view, exports, foot, live line,
 * tooltip, size, Escape.
 *
 * An element says what it asks (`main`, `others`), what it is called and how it draws (the hooks below). It draws into
 * the frame `.fw`, whose positions tooltips use. `render` and `updated` are the card's; hooks run inside them.
 */
export abstract class TpCard<R extends Result = Result> extends TpElement {
  static override styles: CSSResultGroup = [base, cardStyles];

  /** Sort of element, as events and clauses name it. */
  protected abstract readonly kind: WidgetKind;
  /** What the card stands and falls with. */
  protected abstract readonly main: AnalysisController<R>;

  /** Title; default: the element's own words for what it shows. */
  @property() heading = '';
  /** Id of the dataset to draw from; default: the one around the element. */
  @property() for: string | null = null;

  /** Outer width, whole px; 0 before the first layout. */
  @state() protected width = 0;
  /** Waiting has lasted long enough to be shown. */
  @state() protected waited = false;
  @state() protected tableOpen = false;
  @state() protected tip: CardTip | null = null;
  /** Said by screen readers when it changes. */
  @state() protected live = '';
  @state() private panel: Panel | null = null;
  // List, report, definition, table and menu come with the first wish for one of them.
  @state() protected panels: typeof Panels | null = null;
  @state() private panelsFailed = false;
  @state() private list: Panels.ActorList | null = null;
  /** What the data's quality means for these numbers; set by `widgets/quality/badge.ts`. */
  @state() protected badge: unknown = null;
  // A card too narrow for a drawing, opened to show all of it.
  @state() private opened = false;
  @state() private copied: '' | 'yes' | 'no' = '';

  // On the next frame: a redraw within the notification changes the height, which a page would hear as an error.
  readonly #resize: ResizeObserver | null =
    typeof ResizeObserver === 'undefined'
      ? null
      : new ResizeObserver(() => requestAnimationFrame(() => this.#measure()));
  #waitTimer: ReturnType<typeof setTimeout> | undefined;
  #told: R | null = null;
  #failed = '';
  #failureSaid = '';
  #listAbort: AbortController | null = null;
  #listFrom: Pick<AnalysisHandle, 'list'> | null = null;
  #loading: Promise<void> | null = null;

  // Hooks

  /** The title, where the page gives no heading. `spec` is what is drawn or asked for; null while there is nothing to ask. */
  protected abstract titleText(spec: SpecOf<R> | null): string;
  /** The result in one sentence, without a full stop; it is said by screen readers. */
  protected abstract sentence(result: R, spec: SpecOf<R>): string;
  /** The drawing, inside the frame. */
  protected abstract renderBody(result: R, spec: SpecOf<R>): TemplateResult;
  /** The numbers of the drawing, all of them. */
  protected abstract table(result: R, spec: SpecOf<R>): TableData | null;
  /** What is counted: range, zone, window. */
  protected scopeText(_spec: SpecOf<R> | null): string {
    return '';
  }
  /** Controls in the head, before the menu. */
  protected renderTools(_result: R | null): unknown {
    return nothing;
  }
  /** Between head and drawing; default: the sentence. */
  protected renderLead(result: R, spec: SpecOf<R>): unknown {
    return html`<div class="lead" part="lead">
      <div class="txt"><div class="m">${this.sentence(result, spec)}</div></div>
    </div>`;
  }
  /** Notes above the drawing, besides those every card has. */
  protected renderNotes(_result: R, _spec: SpecOf<R>): unknown {
    return nothing;
  }
  /** Below the drawing, outside its frame. */
  protected renderBelow(_result: R, _spec: SpecOf<R>): unknown {
    return nothing;
  }
  /** Boxes in the places of the drawing, while the first result is on its way. */
  protected renderSkeleton(width: number): TemplateResult {
    const bars = [0.92, 0.74, 0.58, 0.44];
    return html`<svg class="c" width=${width} height="150" aria-hidden="true">
      ${bars.map(
        (share, i) =>
          svg`<rect class="skl" x="0" y=${i * 38} width=${Math.round(width * share)} height="22" rx="2"></rect>`,
      )}
    </svg>`;
  }
  /** Why there is nothing to draw; null when there is. No rows at all is the card's affair. */
  protected emptyWords(_result: R, _spec: SpecOf<R>): StateWords | null {
    return null;
  }
  /** What is said before there is anything to ask; null for the card's own words. */
  protected initialWords(_reason: (AnalysisState & { status: 'initial' })['reason']): StateWords | null {
    return null;
  }
  /** Rules behind the numbers; null where there are none to show. */
  protected definition(_result: R, _spec: SpecOf<R>): Panels.Definition | null {
    return null;
  }
  /** Further analyses; a failed one is said in a note. */
  protected get others(): readonly AnalysisController[] {
    return [];
  }
  /** What PNG and SVG are made of; default: the first drawing in the frame. */
  protected drawing(): SVGSVGElement | HTMLCanvasElement | null {
    return this.renderRoot.querySelector<SVGSVGElement | HTMLCanvasElement>('.fw :is(svg.c, canvas)');
  }
  /** Entries of the menu besides those every card has. */
  protected menuItems(): readonly Panels.MenuItem[] {
    return [];
  }
  /** Where customers behind the own clause are listed from; null where that is not to be had. */
  protected chosenList(_clause: Clause): ChosenList | null {
    return null;
  }
  /** What the chip of the own clause says, before the number of customers. */
  protected chosenText(clause: Clause): unknown {
    return clauseText(this.locale, clause.label);
  }
  /** What takes the place of everything between head and foot, in any state; null for nothing. */
  protected renderInstead(): unknown {
    return null;
  }
  /** The figure of a card that is too narrow for a drawing; null for none. */
  protected figureText(_result: R, _spec: SpecOf<R>): string | null {
    return null;
  }
  /** A small card of one number: drawn at any width, without a foot; its definition opens from the head. */
  protected get tile(): boolean {
    return false;
  }
  /** Closes the nearest layer of the element's own. @returns false when none is open */
  protected closeLayer(): boolean {
    return false;
  }
  /** Keys that reach the card and are no Escape. */
  protected handleKey(_event: KeyboardEvent): void {}
  /** A new result is about to be drawn. */
  protected resultChanged(_result: R): void {}
  /** What every card does after a render, for an element that draws by itself then. */
  protected drawn(): void {}
  /** Says how wide a drawing the narrow card opens to. */
  protected get leastRoom(): number {
    return leastWidth;
  }

  // What hooks use

  /** What is known of the card's own analysis. */
  protected get handleInUse(): AnalysisHandle<R> {
    return this.main;
  }
  protected get state(): AnalysisState<R> {
    return this.handleInUse.state;
  }
  protected get facts(): DatasetFacts {
    return this.handleInUse.facts;
  }
  /** The result on screen: the newest, or the last good one after a failure. */
  protected get result(): R | null {
    const current = this.state;
    if (current.status === 'ready') return current.result;
    return current.status === 'failed' && current.previousSpec ? current.previous : null;
  }
  /** What the result on screen answers; null without a result. */
  protected get shownSpec(): SpecOf<R> | null {
    const current = this.state;
    if (current.status === 'ready') return current.spec;
    return current.status === 'failed' ? (current.previousSpec ?? null) : null;
  }
  /** What is asked for, for the head while there is no result; an element overrides it with its own. */
  protected get askedSpec(): SpecOf<R> | null {
    return null;
  }
  /** Width to draw in: a narrower card that was opened scrolls. */
  protected get cardWidth(): number {
    return this.opened ? Math.max(this.width, this.leastRoom) : this.width;
  }
  protected get room(): number {
    return roomIn(this.cardWidth);
  }
  protected get narrow(): boolean {
    return this.width < narrowWidth;
  }
  /** Old numbers stand while new ones are on their way, or cannot come. */
  protected get stale(): boolean {
    const current = this.state;
    return current.status === 'failed' || (current.status === 'ready' && current.recomputing && this.waited);
  }
  /** The dataset's selection; null without a dataset. */
  protected get selection(): Selection | null {
    return this.main.dataset?.selection ?? null;
  }
  /** Name of this element in clauses; null without a dataset. */
  protected get sourceName(): string | null {
    return this.main.dataset?.coordinator.sourceOf(this) ?? null;
  }
  /** What this element has put into the selection; null for nothing. */
  protected get ownClause(): Clause | null {
    const name = this.sourceName;
    return name === null ? null : (this.selection?.clauseOf(name) ?? null);
  }

  /**
   * The mark that the own clause chooses, where it is one of this spec's; null otherwise. Marks are plain data: compare
   * them by `sameData` (plain-data.ts).
   */
  protected chosenMark(spec: Spec): Mark | null {
    const filter = this.ownClause?.filter;
    return filter?.kind === 'actors' && sameData(filter.spec, spec) ? filter.mark : null;
  }

  /**
   * A person chooses, or clears the choice with null: `tpselect` is fired, and unless a listener prevents it the clause
   * goes into the selection. Choosing what is chosen clears it.
   * @returns false when a listener kept the choice from before, and without a dataset
   */
  protected choose(choice: CardChoice | null): boolean {
    const source = this.sourceName;
    const before = this.ownClause;
    const again = choice && before && sameData(before.filter, choice.filter);
    const next = again ? null : choice;
    const clause: Clause | null =
      next && source !== null ? { source, widget: this.kind, filter: next.filter, label: next.label } : null;
    const spec = next?.spec ?? this.shownSpec;
    const detail = { source: this.kind, mark: next?.mark ?? null, spec, clause } as TpSelectDetail;
    if (!this.dispatchEvent(new TpSelectEvent(detail)) || !this.keepChoice(next, clause)) return false;
    this.live = next ? this.chosenSaid(next) : this.t.choiceCleared;
    if (!next && this.panel === 'list') this.panel = null;
    return true;
  }

  /** Keeps what a person chose; an element overrides it to keep a choice without a dataset. @returns false when it cannot */
  protected keepChoice(choice: CardChoice | null, clause: Clause | null): boolean {
    const { selection } = this;
    const source = this.sourceName;
    if (!selection || source === null) return false;
    if (clause) selection.set(clause);
    else if (!choice) selection.remove(source);
    return true;
  }

  /** What the live line says of a choice. */
  protected chosenSaid(choice: CardChoice): string {
    return `${this.t.chosenOnly}: ${clauseText(this.locale, choice.label)}`;
  }

  /** Whether the list of customers is open. */
  protected get listOpen(): boolean {
    return this.panel === 'list';
  }

  /** The own choice has become another: a list that is open goes on with it, where the focus is or not. */
  protected followChoice(): void {
    if (this.panel !== 'list') return;
    const own = this.ownClause;
    const list = own && this.chosenList(own);
    if (list) this.openList(list.mark, list.title, list.from, false);
    else this.panel = null;
  }

  /** Opens the list of the customers behind a mark. `from` is the analysis that the mark belongs to; default `main`. */
  protected openList(
    mark: Mark,
    title: string,
    from: Pick<AnalysisHandle, 'list'> = this.handleInUse,
    focus: boolean = true,
  ): void {
    this.loadPanels();
    this.#listFrom = from;
    this.list = { mark, title, actors: [], total: null, loading: false, error: null };
    this.panel = 'list';
    void this.#loadPage();
    if (focus) this.focusAfterUpdate('#list-title');
  }

  /** A person opens a customer: journeys of the dataset that name nobody show it. */
  protected openActor(key: string): void {
    const { selection } = this;
    selection?.open(selection.actor === key ? null : key);
  }

  protected focusAfterUpdate(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  /** Fetches list, table, menu, definition and the words of errors; an element asks for it early where it needs them. */
  protected loadPanels(): void {
    this.#loading ??= import('./card-panels.js').then(
      (panels) => {
        const { styleSheet } = panels.panelStyles;
        const root = this.shadowRoot;
        if (root && styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
        this.panelsFailed = false;
        this.panels = panels;
      },
      () => {
        this.#loading = null;
        this.panelsFailed = true;
      },
    );
  }

  // Life

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize?.observe(this);
    this.#measure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize?.disconnect();
    this.#listAbort?.abort();
    clearTimeout(this.#waitTimer);
    this.#waitTimer = undefined;
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loading) return complete;
    await this.#loading;
    return super.getUpdateComplete();
  }

  // Controllers have been asked for the newest state when this runs, so what follows from it belongs here.
  protected override update(changed: PropertyValues): void {
    this.#followState();
    super.update(changed);
  }

  protected override updated(_changed: PropertyValues): void {
    this.#announce();
    this.#placeTip();
    const panel = this.renderRoot.querySelector('.defp');
    if (panel && panel.getBoundingClientRect().top < 0) panel.classList.add('below');
    this.drawn();
  }

  #measure(): void {
    if (this.isConnected) this.width = Math.round(this.clientWidth);
  }

  #followState(): void {
    const current = this.state;
    const waiting = current.status === 'loading' || (current.status === 'ready' && current.recomputing);
    if (waiting && this.#waitTimer === undefined) {
      this.#waitTimer = setTimeout(() => (this.waited = true), quietMs);
    } else if (!waiting && this.#waitTimer !== undefined) {
      clearTimeout(this.#waitTimer);
      this.#waitTimer = undefined;
      this.waited = false;
    }
    if (current.status === 'failed') {
      this.loadPanels();
      const words = this.#failureWords(current.error);
      const key = failureKey(current.error);
      if (words && key !== this.#failureSaid) this.live = words.title;
      if (words) this.#failureSaid = key;
    } else this.#failureSaid = '';
    const { result } = this;
    // Words of a result without rows, and chips.
    if (result?.meta.rows === 0 || this.ownClause || this.selection?.clauses.length) this.loadPanels();
    if (!result && current.status !== 'failed' && this.#told) {
      this.#told = null;
      this.live = current.status === 'initial' ? this.#initialWords(current.reason).title : '';
    }
    if (result && result !== this.#told) {
      this.tip = null;
      this.resultChanged(result);
      if (current.status === 'ready') this.live = `${this.sentence(result, current.spec)}${this.t.sentenceEnd}`;
      if (this.panel === 'list' && this.list && this.#listFrom === this.handleInUse && this.ownClause) {
        const { mark, title } = this.list;
        // Nobody asked for it now: the focus stays where it is.
        this.openList(mark, title, this.handleInUse, false);
      }
    }
    if (this.panel === 'definition' && !result) this.panel = null;
  }

  // Events tell of what is drawn, so they come after it.
  #announce(): void {
    const current = this.state;
    if (current.status !== 'failed') this.#failed = '';
    if (current.status === 'ready' && current.result !== this.#told) {
      this.#told = current.result;
      const detail = { source: this.kind, spec: current.spec, result: current.result } as TpReadyDetail;
      this.dispatchEvent(new TpReadyEvent(detail));
    } else if (current.status === 'failed' && failureKey(current.error) !== this.#failed) {
      this.#failed = failureKey(current.error);
      this.dispatchEvent(new TpErrorEvent({ source: this.kind, error: current.error.toData() }));
    }
  }

  // Keys and layers

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    if (this.panel === 'menu') {
      if (this.panels?.moveInMenu(this.renderRoot as ShadowRoot, event.key)) {
        event.preventDefault();
        return;
      }
      if (event.key === 'Tab') this.panel = null;
    }
    if (event.key === 'Escape' && !event.altKey && !event.ctrlKey && !event.metaKey) {
      if (this.#closeNearest()) {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    this.handleKey(event);
  };

  /** Closes what lies nearest: tooltip, layer or panel; then the latest choice anywhere is taken back. */
  #closeNearest(): boolean {
    if (this.tip) {
      this.tip = null;
      return true;
    }
    if (this.closeLayer()) return true;
    if (this.panel) {
      this.#closePanel();
      return true;
    }
    if (this.selection?.undo()) {
      this.live = this.t.undone;
      return true;
    }
    return this.ownClause !== null && this.choose(null);
  }

  // Another place was clicked: a menu is closed by it.
  readonly #handleFocusOut = (event: FocusEvent): void => {
    if (this.panel !== 'menu') return;
    const to = event.relatedTarget;
    if (to instanceof Node && this.renderRoot.querySelector('.mnu')?.contains(to)) return;
    if (to instanceof Element && to.matches('[data-opens="menu"]')) return;
    this.panel = null;
  };

  /** Opens a panel, or closes it when it is open. */
  protected togglePanel(panel: Exclude<Panel, 'list'>): void {
    this.loadPanels();
    if (this.panel === panel) {
      this.#closePanel();
      return;
    }
    this.panel = panel;
    this.focusAfterUpdate({ report: '#report-title', definition: '#def-title', menu: '.mi2' }[panel]);
  }

  readonly #closePanel = (): void => {
    if (this.panel) this.focusAfterUpdate(`[data-opens="${this.panel}"]`);
    if (this.panel === 'list') this.#listAbort?.abort();
    this.panel = null;
  };

  // List

  readonly #handleMore = (): void => void this.#loadPage();

  async #loadPage(): Promise<void> {
    const { list } = this;
    const from = this.#listFrom;
    if (!list || !from) return;
    this.#listAbort?.abort();
    const abort = (this.#listAbort = new AbortController());
    this.list = { ...list, loading: true, error: null };
    try {
      const page: ActorPage = await from.list(list.mark, list.actors.length, pageSize, abort.signal);
      if (abort.signal.aborted) return;
      this.list = { ...list, actors: [...list.actors, ...page.actors], total: page.total, loading: false };
    } catch (thrown) {
      if (abort.signal.aborted) return;
      this.list = { ...list, loading: false, error: toAnalyticsError(thrown) };
    }
  }

  // Menu

  #menu(): TemplateResult | typeof nothing {
    const { t, panels, result, shownSpec } = this;
    if (!panels || !result || !shownSpec) return nothing;
    const drawing = this.tableOpen ? null : this.drawing();
    const has: Panels.CardMenu = {
      table: this.table(result, shownSpec) !== null,
      tableOpen: this.tableOpen,
      definition: this.definition(result, shownSpec) !== null,
      drawing: drawing && (drawing instanceof SVGSVGElement ? 'svg' : 'png'),
      linked: !!(this.main.dataset as { urlKey?: string | null } | null)?.urlKey,
      items: this.menuItems(),
    };
    return panels.cardMenu(t, this.locale, has, (id) => {
      if (id === 'definition') {
        this.panel = null;
        this.togglePanel(id);
        return;
      }
      this.#closePanel();
      if (id === 'table') this.tableOpen = !this.tableOpen;
      else if (id === 'link') void this.#copy(location.href);
      else if (id !== 'close') this.#export(id);
    });
  }

  #export(format: Panels.ExportFormat): void {
    const { result, shownSpec } = this;
    if (!result || !shownSpec) return;
    const table = this.table(result, shownSpec);
    const drawing = this.drawing();
    const title = this.#title;
    void import('./export.js')
      .then((exports) =>
        exports.exportCard({ format, table, drawing, title, spec: shownSpec, card: this, locale: this.locale }),
      )
      .then(
        (file) => {
          if (file !== null) this.live = this.t.exported(file);
          else if (format === 'copy') this.live = this.t.copied;
        },
        () => (this.live = format === 'copy' ? this.t.copyFailed : this.t.exportFailed),
      );
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = 'yes';
    } catch {
      this.copied = 'no';
    }
    this.live = this.copied === 'yes' ? this.t.copied : this.t.copyFailed;
  }

  // Drawing

  #open(all: boolean): void {
    this.opened = all;
    this.focusAfterUpdate(`[data-opens="${all ? 'less' : 'all'}"]`);
  }

  get #title(): string {
    return this.heading || this.titleText(this.shownSpec ?? this.askedSpec);
  }

  protected override render(): TemplateResult {
    const tiny = !this.tile && this.width < leastWidth && !this.opened;
    return html`<section
      class="card ${this.narrow ? 'nar' : ''} ${this.tile ? 'tile' : this.width < leastWidth ? 'slim' : ''}"
      part="base"
      aria-labelledby="heading"
      aria-busy=${this.state.status === 'loading'}
      @keydown=${this.#handleKey}
      @focusout=${this.#handleFocusOut}
    >
      ${this.width === 0 ? nothing : tiny ? this.#renderTiny() : this.#renderFull()}
      <p class="vh" role="status" aria-live="polite">${this.live}</p>
    </section>`;
  }

  #renderTiny(): TemplateResult {
    const current = this.state;
    const { result, shownSpec } = this;
    const words =
      result && shownSpec
        ? this.sentence(result, shownSpec)
        : current.status === 'failed'
          ? this.#failureWords(current.error)?.title
          : current.status === 'initial'
            ? this.#initialWords(current.reason).title
            : this.t.reading;
    const figure = result && shownSpec ? this.figureText(result, shownSpec) : null;
    return html`<div class="tiny">
      <h2 class="sub" id="heading">${this.#title}</h2>
      ${figure === null ? nothing : html`<div class="big">${figure}</div>`}
      <p class="sub">${words}</p>
      <button class="a" type="button" data-opens="all" @click=${() => this.#open(true)}>${this.t.open}</button>
    </div>`;
  }

  #renderFull(): TemplateResult {
    const current = this.state;
    const { result, shownSpec, t } = this;
    const empty = result && shownSpec && current.status === 'ready' ? this.#emptyFace(result, shownSpec) : null;
    const scope = this.scopeText(shownSpec ?? this.askedSpec);
    const instead = this.renderInstead();
    return html`<header class="hd">
        <div>
          <h2 part="title" id="heading">${this.#title}</h2>
          ${scope ? html`<p class="sub" part="scope">${scope}</p>` : nothing}
          ${this.facts.sample ? html`<p class="tagline"><span class="tag">${t.sample}</span></p>` : nothing}
        </div>
        <div class="tools">
          ${current.status === 'ready' && current.recomputing && this.waited ? this.#renderUpdating(current) : nothing}
          ${this.tile ? this.badge : nothing} ${this.renderTools(result)}
          ${result && shownSpec && this.tile ? this.#definitionButton(this.definition(result, shownSpec), 'b i q') : nothing}
          ${
            result
              ? html`<button
                  class="b i q"
                  type="button"
                  data-opens="menu"
                  aria-haspopup="menu"
                  aria-expanded=${this.panel === 'menu'}
                  aria-label=${t.more}
                  @click=${() => this.togglePanel('menu')}
                >
                  ${icon('more')}
                </button>`
              : nothing
          }
          ${
            this.opened && this.width < leastWidth
              ? html`<button
                  class="x"
                  type="button"
                  data-opens="less"
                  aria-label=${t.close}
                  @click=${() => this.#open(false)}
                >
                  ${icon('close')}
                </button>`
              : nothing
          }
        </div>
      </header>
      ${this.panel === 'menu' ? this.#menu() : nothing}
      ${result && shownSpec && this.tile ? this.#renderDefinition(this.definition(result, shownSpec)) : nothing}
      ${instead ?? (result && shownSpec && !empty ? this.#renderResult(result, shownSpec) : (empty ?? this.#renderFace()))}
      ${
        this.panel === 'list' && this.list && this.panels
          ? this.panels.actorList(t, this.locale, this.list, {
              close: this.#closePanel,
              more: this.#handleMore,
              open: this.selection ? (key) => this.openActor(key) : undefined,
              opened: this.selection?.actor ?? null,
            })
          : nothing
      }
      ${
        this.panel === 'report' && this.facts.report && this.panels
          ? this.panels.reportPanel(t, this.locale, this.facts.report, this.#closePanel)
          : nothing
      }
      ${this.tile ? nothing : this.#renderFoot(result, shownSpec)}`;
  }

  /** Beside old numbers: that newer ones come; while the dataset reads, how far it is and a way to stop it. */
  #renderUpdating({ progress }: AnalysisState<R> & { status: 'ready' }): TemplateResult {
    const { t, locale } = this;
    const rows = progress?.rows ?? 0;
    return html`<span class="tag" role="status">${t.recomputing}</span> ${
        progress === undefined
          ? nothing
          : html`${rows > 0 ? html`<span class="t3 nw">${t.rowsRead(rows, formatCount(locale, rows))}</span>` : nothing}
              <button class="a" type="button" @click=${() => this.handleInUse.stop()}>${t.stop}</button>`
      }`;
  }

  #renderResult(result: R, spec: SpecOf<R>): TemplateResult {
    const { t } = this;
    const table = this.tableOpen && this.panels ? this.table(result, spec) : null;
    return html`${this.renderLead(result, spec)} ${this.#renderNotes(result, spec)} ${this.renderChips()}
    ${
      table && this.panels
        ? html`<div class="tv scroll" tabindex="0" role="group" aria-label=${t.tableView}>
            ${this.panels.tableView(this.locale, table)}
          </div>`
        : html`<div class="fw ${this.stale ? 'old' : ''}">
            ${this.renderBody(result, spec)}
            ${this.tip ? html`<div class="pop tip" part="tooltip" aria-hidden="true">${this.tip.content}</div>` : nothing}
          </div>`
    }
    ${this.renderBelow(result, spec)}`;
  }

  #renderNotes(result: R, spec: SpecOf<R>): unknown {
    const { t } = this;
    const current = this.state;
    if (current.status === 'failed') {
      return this.#renderFailure(current.error, true);
    }
    if (this.panelsFailed) return notePart(t.partMissing.title, t.partMissing.body, 'warn', 'warn');
    const { report } = this.facts;
    const lost = this.others.map(({ state: other }) => other).find((other) => other.status === 'failed');
    return html`${
      lost?.status === 'failed'
        ? notePart(t.partFailed, html`<span lang="en">${lost.error.message}</span>`, 'warn', 'warn')
        : nothing
    }
    ${report && !report.complete ? notePart(t.importIncomplete, nothing, 'warn', 'warn') : nothing}
    ${report?.warnings.map(({ code, count }) =>
      code === 'time-order-unsure' || code === 'unidentified'
        ? notePart(t.noted[code](count, formatCount(this.locale, count)), nothing, 'warn', 'warn')
        : nothing,
    )}
    ${this.renderNotes(result, spec)}`;
  }

  /** What is chosen here, with its customers; then what was chosen elsewhere. */
  protected renderChips(): unknown {
    const { selection, panels } = this;
    const own = this.ownClause;
    const others = selection?.clauses.filter((clause) => clause !== own) ?? [];
    if (!panels || (!own && others.length === 0)) return nothing;
    const list = own && this.chosenList(own);
    const open = this.panel === 'list';
    return panels.chipsPart(
      this.t,
      this.locale,
      { own: own && this.chosenText(own), list: list && { open, count: list.count }, others },
      {
        clear: () => this.choose(null),
        remove: (source) => this.selection?.remove(source),
        list: () => (open ? this.#closePanel() : list && this.openList(list.mark, list.title, list.from)),
      },
    );
  }

  /** Every state that has neither a drawing nor a result. */
  #renderFace(): TemplateResult | typeof nothing {
    const current = this.state;
    switch (current.status) {
      case 'initial':
        return messagePart(this.#initialWords(current.reason), {
          icon: current.reason === 'no-spec' ? 'filter' : current.reason === 'needs-mapping' ? 'table' : 'file',
        });
      case 'loading':
        return this.#renderLoading(current);
      case 'failed':
        return this.#renderFailure(current.error);
      case 'ready':
        return nothing;
    }
  }

  #initialWords(reason: (AnalysisState & { status: 'initial' })['reason']): StateWords {
    return this.initialWords(reason) ?? this.t.initial[reason];
  }

  #renderLoading({ progress }: AnalysisState<R> & { status: 'loading' }): TemplateResult {
    const { t, locale } = this;
    const width = this.room;
    // The room is taken from the start, so that nothing jumps when the skeleton comes.
    if (!this.waited) return html`<div class="sbd wait">${this.renderSkeleton(width)}</div>`;
    const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
    const words = progress ? t[progress.phase] : t.reading;
    return html`<div class="sbd">
      ${this.renderSkeleton(width)}
      <div class="pgl">
        <span
          >${words}${progress && progress.rows > 0 ? ` · ${t.rowsRead(progress.rows, formatCount(locale, progress.rows))}` : ''}</span
        >
        <span class="push">${share === null ? nothing : `${formatCount(locale, Math.floor(share * 100))}%`}</span>
        <button class="a" type="button" @click=${() => this.handleInUse.stop()}>${t.stop}</button>
      </div>
      <div
        class="pgw"
        role="progressbar"
        aria-label=${words}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${share === null ? nothing : Math.floor(share * 100)}
      >
        <svg class="c pg" aria-hidden="true">
          <rect class="skl" width="100%" height="4"></rect>
          <rect
            class="pgd ${share === null ? 'indet' : ''}"
            width="${share === null ? 40 : Math.floor(share * 100)}%"
            height="4"
            rx="2"
          ></rect>
        </svg>
      </div>
    </div>`;
  }

  /** Nothing while its words are on their way; where they cannot come the error speaks for itself. */
  #renderFailure(error: AnalyticsError, inNote = false): TemplateResult | typeof nothing {
    const { panels, t } = this;
    const retry = (): void => this.handleInUse.retry();
    if (panels) {
      return panels.failurePart(t, this.locale, error, {
        inNote,
        retry,
        copied: this.copied === 'yes',
        copy: () => void this.#copy(JSON.stringify(error.toData(), null, 2)),
      });
    }
    if (!this.panelsFailed) return nothing;
    const { code, message } = error;
    if (inNote) return notePart(code, message, 'bad', 'stop');
    const actions = html`<button class="b p" type="button" @click=${retry}>${t.retry}</button>`;
    return messagePart({ title: code, body: message }, { icon: 'stop', bad: true, actions });
  }

  /** Null while they are on their way; where they cannot come the error speaks for itself. */
  #failureWords(error: AnalyticsError): Panels.FailureWords | null {
    if (this.panels) return this.panels.failureWords(this.locale, error);
    return this.panelsFailed ? { title: error.code, body: null } : null;
  }

  /** In place of a drawing of nothing: why, and the way out. Null when there is something to draw. */
  #emptyFace(result: R, spec: SpecOf<R>): TemplateResult | typeof nothing | null {
    const { t } = this;
    const { rows, rejectedRows } = result.meta;
    if (rows === 0) {
      if (!this.panels) return this.panelsFailed ? messagePart(t.partMissing, { icon: 'warn' }) : nothing;
      return messagePart(this.panels.noRowsWords(this.locale, rejectedRows), {
        icon: 'filter',
        actions:
          rejectedRows > 0 && this.facts.report
            ? html`<button class="b p" type="button" data-opens="report" @click=${() => this.togglePanel('report')}>
                ${t.showReport}
              </button>`
            : undefined,
      });
    }
    const words = this.emptyWords(result, spec);
    if (!words) return null;
    const { selection } = this;
    if (!selection || selection.clauses.every(({ source }) => source === this.sourceName)) {
      return messagePart(words, { icon: 'filter' });
    }
    return html`${this.renderChips()} ${this.panels?.emptySelection(t, this.locale, selection)}`;
  }

  #renderFoot(result: R | null, spec: SpecOf<R> | null): TemplateResult | typeof nothing {
    const { t, locale, facts } = this;
    const current = this.state;
    if (current.status === 'failed' && !result) {
      return html`<footer class="ft" part="foot"><span>${t.code(current.error.code)}</span></footer>`;
    }
    if (!result || !spec) return nothing;
    const { rows, rejectedRows } = result.meta;
    const warnings = facts.report?.warnings.length ?? 0;
    const text =
      rejectedRows > 0
        ? t.rejectedRows(rejectedRows, formatCount(locale, rejectedRows))
        : t.remarks(warnings, formatCount(locale, warnings));
    const parts = [
      facts.loadedAt === null ? null : t.asOf(formatMoment(locale, facts.loadedAt)),
      this.narrow && facts.loadedAt !== null ? null : t.touchpoints(rows, formatCount(locale, rows)),
      rejectedRows + warnings === 0
        ? null
        : facts.report
          ? html`<button
              class="a"
              type="button"
              data-opens="report"
              aria-expanded=${this.panel === 'report'}
              @click=${() => this.togglePanel('report')}
            >
              ${text}
            </button>`
          : text,
      this.badge,
    ].filter((part) => part !== null);
    const definition = this.definition(result, spec);
    return html`<footer class="ft" part="foot">
      <span class="ftl"
        >${parts.map((part, i) => html`${i > 0 ? html`<span class="sep"> · </span>` : nothing}<span>${part}</span>`)}</span
      >
      ${
        definition
          ? html`<span class="ftr">
              ${this.narrow ? '' : `${definition.name} `}v${definition.version}
              ${this.#definitionButton(definition, 'x')}
            </span>`
          : nothing
      }
      ${this.#renderDefinition(definition)}
    </footer>`;
  }

  #definitionButton(definition: Panels.Definition | null, style: string): TemplateResult | typeof nothing {
    if (!definition) return nothing;
    return html`<button
      class=${style}
      type="button"
      data-opens="definition"
      aria-label=${this.t.definition}
      aria-expanded=${this.panel === 'definition'}
      @click=${() => this.togglePanel('definition')}
    >
      ${icon('info')}
    </button>`;
  }

  #renderDefinition(definition: Panels.Definition | null): TemplateResult | typeof nothing {
    if (this.panel !== 'definition' || !definition || !this.panels) return nothing;
    return this.panels.definitionPanel(this.t, definition, this.#closePanel);
  }

  // Positions go through the CSSOM: a strict page forbids style attributes.
  #placeTip(): void {
    const { tip } = this;
    const box = this.renderRoot.querySelector<HTMLElement>('.tip');
    const frame = this.renderRoot.querySelector<HTMLElement>('.fw');
    if (!tip || !box || !frame) return;
    const beside = tip.x + tip.width + 10;
    const left = beside + box.offsetWidth <= frame.clientWidth ? beside : tip.x - box.offsetWidth - 10;
    const below = left < 0;
    const top = below ? tip.y + tip.height + 8 : tip.y + tip.height / 2 - box.offsetHeight / 2;
    box.style.left = `${Math.round(below ? Math.max(0, Math.min(tip.x, frame.clientWidth - box.offsetWidth)) : left)}px`;
    box.style.top = `${Math.round(Math.max(0, top))}px`;
  }
}

function failureKey({ code, message }: AnalyticsError): string {
  return `${code} ${message}`;
}

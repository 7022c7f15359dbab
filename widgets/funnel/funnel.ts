import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { toAnalyticsError } from '../../worker/protocol/error.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { Selector } from '../../worker/protocol/filter.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { Progress } from '../../worker/protocol/source.js';
import type { FunnelMark, FunnelSpec, FunnelStep } from '../../worker/protocol/spec.js';
import { proposeSteps } from '../dataset/propose-steps.js';
import { TpErrorEvent } from '../events/tperror.js';
import { TpReadyEvent } from '../events/tpready.js';
import { TpSelectEvent } from '../events/tpselect.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import type { AnalysisHandle, AnalysisState } from '../internal/analysis.js';
import { TpElement } from '../internal/base-element.js';
import { define } from '../internal/define.js';
import { formatCount, formatInterval, formatMoment, formatRate, formatSpan, formatWindow } from '../internal/format.js';
import { hanGap } from '../internal/han-gap.js';
import { icon } from '../internal/icons.js';
import { messagePart, notePart } from '../internal/state-parts.js';
import { base } from '../styles/base.js';
import { cardStyles } from '../styles/card.js';
import {
  columnsChart,
  funnelDefinitionVersion,
  hatches,
  levelText,
  markCount,
  markKey,
  markOf,
  neverHappens,
  rangeText,
  sameMark,
  stackChart,
} from './funnel-chart.js';
import type { FunnelView } from './funnel-chart.js';
import type * as Panels from './funnel-panels.js';

import { contentWidth, funnelMode, leastWidth, lowCount, skeleton } from './funnel.layout.js';
import type { FunnelMode } from './funnel.layout.js';
import { checkedSpec, funnelSpec, stepName } from './funnel.spec.js';
import { funnelStyles } from './funnel.styles.js';

type Panel = 'list' | 'report' | 'definition';

const pageSize = 50;
// Shorter waits show nothing: a flash of a skeleton is slower to read than the result.
const quietMs = 150;

/**
 * A funnel: how many customers reach each step, where they leave, how long they take.
 *
 * Draws from the `<tp-dataset>` around it or from the one that `for` names. Sizes itself to its own width.
 *
 * @summary Steps of a journey with conversion, drop-off, step times and the customers behind every number.
 * @status stable
 * @since 0.1.0
 *
 * @event {TpSelectEvent} tpselect - A person chose a mark or cleared the choice; cancelable, fired before it takes hold.
 * @event {TpReadyEvent} tpready - A result is drawn.
 * @event {TpErrorEvent} tperror - No result can be computed; the element shows why.
 *
 * @csspart base - The card.
 * @csspart title - The heading.
 * @csspart scope - The line under the heading: what is counted, window, range.
 * @csspart lead - Overall rate and sentence.
 * @csspart chart - The drawing.
 * @csspart step - A step's name and count.
 * @csspart label - A step's name.
 * @csspart bar - A bar or the box of those who left.
 * @csspart count - A number of customers that opens as a choice.
 * @csspart choice - The chip of the choice.
 * @csspart list - The list of customers.
 * @csspart report - The import report.
 * @csspart definition - The definition popover.
 * @csspart message - An initial, empty or error message.
 * @csspart note - A note above the drawing.
 * @csspart foot - The foot.
 *
 * @cssproperty --tp-color-surface - Card background.
 * @cssproperty --tp-color-text - Text.
 * @cssproperty --tp-color-accent - Primary buttons and links.
 * @cssproperty --tp-color-focus - Focus ring.
 * @cssproperty --tp-color-data - Amounts.
 * @cssproperty --tp-color-choice - What is chosen.
 * @cssproperty --tp-radius-card - Corner of the card.
 * @cssproperty --tp-radius-control - Corner of buttons.
 * @cssproperty --tp-font-family - Font.
 */
export class TpFunnel extends TpElement {
  static override styles: CSSResultGroup = [base, cardStyles, funnelStyles];

  readonly #controller = new AnalysisController<FunnelResult>(this, {
    spec: () => (this.handle ? null : this.#ownSpec()),
    for: () => this.for,
  });
  // On the next frame: a redraw within the notification changes the height, which a page would hear as an error.
  readonly #resize: ResizeObserver | null =
    typeof ResizeObserver === 'undefined'
      ? null
      : new ResizeObserver(() => requestAnimationFrame(() => this.#measure()));

  @state() private width = 0;
  @state() private waited = false;
  @state() private tableOpen = false;
  @state() private panel: Panel | null = null;
  // List, report, definition and table come with the first wish for one of them.
  @state() private panels: typeof Panels | null = null;
  @state() private panelsFailed = false;
  @state() private list: Panels.ActorList | null = null;
  @state() private focusMark: FunnelMark = { kind: 'reached', step: 0 };
  @state() private tip: FunnelMark | null = null;
  @state() private live = '';
  // A card too narrow for a drawing, opened to show all of it.
  @state() private opened = false;
  @state() private copied: '' | 'yes' | 'no' = '';

  /** Steps: event names separated by commas (a name with a comma in double quotes), or an array. None: the data's own are proposed. */
  @property() steps: string | readonly FunnelStep[] | null = null;
  /** Longest time from an attempt's first row to its last: `14d`, `30 min`, `2h`, milliseconds. Null is no limit. */
  @property() window: string | number | null = null;
  /** `ordered` (default), `strict` or `unordered`. */
  @property() order: string | null = null;
  /** How rows at one instant are ordered: `any-order` (default), `strictly-later` or `input-order`. */
  @property() tie: string | null = null;
  /** Which attempt of a customer is reported: `best` (default) or `first`. */
  @property() entry: string | null = null;
  /** First instant that counts: ISO text (UTC unless it says otherwise) or ms. */
  @property() from: string | number | null = null;
  /** First instant that does not count any more: ISO text (UTC unless it says otherwise) or ms. */
  @property() to: string | number | null = null;
  /** Level of the intervals, 0..1. Default 0.95. */
  @property() level: string | number | null = null;
  /** Only rows that meet all of these count. */
  @property({ attribute: false }) where: readonly Selector[] | null = null;
  /** Title; default: from the first step to the last. */
  @property() heading = '';
  /** Id of the dataset to draw from; default: the one around the element. */
  @property() for: string | null = null;
  /** The whole question as data; wins over steps, window and the rest. */
  @property({ attribute: false }) spec: FunnelSpec | null = null;
  /**
   * The chosen mark. Setting it by program fires nothing; what is no mark becomes null. A mark whose steps change means
   * other customers, so it becomes null too: read it at `tpready`.
   */
  @property({ attribute: false }) choice: FunnelMark | null = null;
  /** Drives the element without a dataset; ask for an update after its state changed. */
  @property({ attribute: false }) handle: AnalysisHandle<FunnelResult> | null = null;

  #waitTimer: ReturnType<typeof setTimeout> | undefined;
  #drawn: FunnelResult | null = null;
  #drawnAt = 0;
  #moves = false;
  /** Code and message of the failure that was told. */
  #failed = '';
  /** ... and that was said in the live line. */
  #failureSaid = '';
  /** The steps that the choice belongs to; empty until a result binds it. */
  #choiceKey = '';
  #choiceByHand = false;
  #listAbort: AbortController | null = null;
  #loading: Promise<void> | null = null;

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

  // Controllers have been asked for the newest state when this runs, so what follows from it belongs here.
  protected override update(changed: PropertyValues): void {
    this.#followState(changed);
    super.update(changed);
  }

  protected override updated(): void {
    this.#announce();
    this.#placeTip();
    this.#placeDefinition();
  }

  get #handle(): AnalysisHandle<FunnelResult> {
    return this.handle ?? this.#controller;
  }

  get #state(): AnalysisState<FunnelResult> {
    return this.#handle.state;
  }

  #ownSpec(): FunnelSpec | null {
    return this.spec ? checkedSpec(this.spec) : (funnelSpec(this) ?? this.#proposedSpec());
  }

  /** Nobody has named steps: those that the data suggest, once they are there. */
  #proposedSpec(): FunnelSpec | null {
    const { info } = this.#controller.facts;
    if (!info) return null;
    const { window, order, tie, entry, from, to, level, where } = this;
    return funnelSpec({ steps: proposeSteps(info), window, order, tie, entry, from, to, level, where });
  }

  /** The result on screen: the newest, or the last good one after a failure. */
  get #result(): FunnelResult | null {
    const current = this.#state;
    if (current.status === 'ready') return current.result;
    return current.status === 'failed' && current.previousSpec ? current.previous : null;
  }

  /** What the result on screen answers; without one, what is asked for. */
  #shownSpec(): FunnelSpec | null {
    const current = this.#state;
    if (current.status === 'ready') return current.spec;
    if (current.status === 'failed' && current.previousSpec) return current.previousSpec;
    try {
      return this.#ownSpec();
    } catch {
      return null;
    }
  }

  #followState(changed: PropertyValues): void {
    const current = this.#state;
    const waiting = current.status === 'loading' || (current.status === 'ready' && current.recomputing);
    if (waiting && this.#waitTimer === undefined) {
      this.#waitTimer = setTimeout(() => (this.waited = true), quietMs);
    } else if (!waiting && this.#waitTimer !== undefined) {
      clearTimeout(this.#waitTimer);
      this.#waitTimer = undefined;
      this.waited = false;
    }
    if (current.status === 'ready' && current.result !== this.#drawn) {
      this.live = this.t.summary(this.#sentence(current.result, current.spec));
    }
    const result = this.#result;
    const spec = result && this.#shownSpec();
    if (current.status === 'failed') {
      this.#loadPanels();
      const words = this.#failureWords(current.error);
      const key = failureKey(current.error);
      if (words && key !== this.#failureSaid) this.live = words.title;
      if (words) this.#failureSaid = key;
    } else this.#failureSaid = '';
    if (this.#needsEmptyWords(result, spec) || (result && this.#mode(result.stepCounts.length) === 'rows')) {
      this.#loadPanels();
    }
    if (!result && current.status !== 'failed' && this.#drawn) {
      this.#drawn = null;
      this.live = current.status === 'initial' ? this.t.initial[current.reason].title : '';
    }
    if (changed.has('choice')) this.#bindChoice();
    if (result && result !== this.#drawn) {
      // The eye follows a move only when it had time to rest on the old picture.
      this.#moves = this.#drawn !== null && performance.now() - this.#drawnAt > 100;
      this.#drawnAt = performance.now();
      if (this.choice && spec) {
        const key = stepsKey(spec, this.choice);
        if (markCount(result, this.choice) === 0 || (this.#choiceKey && this.#choiceKey !== key)) this.choice = null;
        this.#choiceKey = this.choice ? key : '';
      }
      if (
        this.focusMark.step >= result.stepCounts.length ||
        (this.focusMark.kind === 'left' && markCount(result, this.focusMark) === 0)
      ) {
        this.focusMark = { kind: 'reached', step: 0 };
      }
      this.tip = null;
      if (this.panel === 'list' && this.choice) this.#openList(this.choice);
    }
    if (
      changed.has('choice') &&
      !sameMark((changed.get('choice') as FunnelMark | null | undefined) ?? null, this.choice)
    ) {
      if (!this.choice && this.panel === 'list') this.panel = null;
      else if (this.choice && this.panel === 'list') this.#openList(this.choice);
    }
    if (this.panel === 'definition' && !result) this.panel = null;
  }

  // Events tell of what is drawn, so they come after it.
  #announce(): void {
    const current = this.#state;
    if (current.status !== 'failed') this.#failed = '';
    if (current.status === 'ready' && current.result !== this.#drawn) {
      this.#drawn = current.result;
      this.dispatchEvent(new TpReadyEvent({ source: 'funnel', spec: current.spec, result: current.result }));
    } else if (current.status === 'failed' && failureKey(current.error) !== this.#failed) {
      this.#failed = failureKey(current.error);
      this.dispatchEvent(new TpErrorEvent({ source: 'funnel', error: current.error.toData() }));
    }
  }

  /** A choice set by program: what is no mark is none, and a mark belongs to the steps asked for with it. */
  #bindChoice(): void {
    const { choice } = this;
    if (!choice) this.#choiceKey = '';
    else if (!/^(reached|left)$/.test(choice.kind) || !(Number.isInteger(choice.step) && choice.step >= 0)) {
      this.choice = null;
    } else if (!this.#choiceByHand) {
      let spec: FunnelSpec | null = null;
      try {
        spec = this.handle ? this.#shownSpec() : this.#ownSpec();
      } catch {
        // The next result binds it.
      }
      this.#choiceKey = spec ? stepsKey(spec, choice) : '';
    }
    this.#choiceByHand = false;
  }

  #measure(): void {
    if (this.isConnected) this.width = Math.round(this.clientWidth);
  }

  // Choice

  readonly #handleClick = (event: Event): void => {
    const mark = markOf(event);
    if (mark) this.#choose(mark);
  };

  #choose(mark: FunnelMark | null): void {
    const current = this.#state;
    if (current.status !== 'ready') return;
    const next = mark === null || sameMark(mark, this.choice) ? null : mark;
    if (next && markCount(current.result, next) === 0) return;
    const event = new TpSelectEvent({ source: 'funnel', mark: next, spec: current.spec, clause: null });
    if (!this.dispatchEvent(event)) return;
    const cleared = this.choice;
    this.choice = next;
    this.#choiceByHand = true;
    this.#choiceKey = next ? stepsKey(current.spec, next) : '';
    if (next) this.focusMark = next;
    // The chip goes with the choice; what had the focus in it goes on at the mark.
    else if (cleared && this.shadowRoot?.activeElement?.closest('.chips')) {
      this.focusMark = cleared;
      this.#focusAfterUpdate(`:is(.mk, .lnk)[data-mark="${markKey(cleared)}"]`);
    }
    const count = next ? markCount(current.result, next) : 0;
    this.live = next ? this.t.chosen(this.t.customers(count, formatCount(this.locale, count))) : this.t.choiceCleared;
  }

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') {
      if (this.#closeNearest()) {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    const mark = markOf(event);
    const onChart = event.target instanceof Element && event.target.classList.contains('mk');
    if (!mark || !onChart) return;
    if (event.key === 'Enter' || event.key === ' ') this.#choose(mark);
    else if (!this.#moveFocus(mark, event.key)) return;
    event.preventDefault();
  };

  /** Left and right go by step, up and down between bar and box; where bars lie, the two change places. */
  #moveFocus(mark: FunnelMark, key: string): boolean {
    const result = this.#result;
    if (!result) return false;
    const lying = this.#mode(result.stepCounts.length) !== 'columns';
    const last = result.stepCounts.length - 1;
    const stepBy = { [lying ? 'ArrowDown' : 'ArrowRight']: 1, [lying ? 'ArrowUp' : 'ArrowLeft']: -1 }[key];
    const kind = (
      { [lying ? 'ArrowRight' : 'ArrowUp']: 'left', [lying ? 'ArrowLeft' : 'ArrowDown']: 'reached' } as const
    )[key];
    let next: FunnelMark;
    if (stepBy) next = { kind: mark.kind, step: Math.max(0, Math.min(last, mark.step + stepBy)) };
    else if (kind) next = { kind: kind as FunnelMark['kind'], step: mark.step };
    else if (key === 'Home' || key === 'End') next = { kind: mark.kind, step: key === 'Home' ? 0 : last };
    else return false;
    // A step without a left box is stood on by its bar.
    if (next.kind === 'left' && markCount(result, next) === 0) next = { kind: 'reached', step: next.step };
    this.focusMark = next;
    this.#focusAfterUpdate(`.mk[data-mark="${markKey(next)}"]`);
    return true;
  }

  /** Closes what lies nearest: tooltip, popover or panel, then the choice. */
  #closeNearest(): boolean {
    if (this.tip) {
      this.tip = null;
      return true;
    }
    if (this.panel) {
      this.#closePanel();
      return true;
    }
    if (this.choice) {
      this.#choose(null);
      return true;
    }
    return false;
  }

  #focusAfterUpdate(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  // Tooltip

  readonly #handleOver = (event: Event): void => {
    const target = event.target;
    this.tip = target instanceof Element && target.closest('.mk') ? markOf(event) : null;
    if (this.tip) this.#loadPanels();
  };

  readonly #handleFocus = (event: Event): void => {
    const mark = markOf(event);
    const onChart = event.target instanceof Element && event.target.matches('.mk');
    if (!mark || !onChart) return;
    this.focusMark = mark;
    if (!event.target.matches(':focus-visible')) return;
    this.tip = mark;
    this.#loadPanels();
  };

  readonly #handleOut = (): void => {
    this.tip = null;
  };

  // Positions go through the CSSOM: a strict page forbids style attributes.
  #placeTip(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    const frame = this.renderRoot.querySelector('.fw');
    const mark = this.tip && this.renderRoot.querySelector(`.mk[data-mark="${markKey(this.tip)}"] :is(.data, .lost)`);
    if (!tip || !frame || !mark) return;
    const around = frame.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const columns = tip.dataset['mode'] === 'columns';
    const x = columns ? at.right - around.left + 10 : at.left - around.left;
    const fits = x + tip.offsetWidth <= around.width;
    const left = fits ? x : columns ? at.left - around.left - tip.offsetWidth - 10 : around.width - tip.offsetWidth;
    const top = columns ? at.top - around.top + at.height / 2 - tip.offsetHeight / 2 : at.bottom - around.top + 8;
    tip.style.left = `${Math.max(0, Math.round(left))}px`;
    tip.style.top = `${Math.round(top)}px`;
  }

  #placeDefinition(): void {
    const panel = this.renderRoot.querySelector('.defp');
    if (panel && panel.getBoundingClientRect().top < 0) panel.classList.add('below');
  }

  // Panels

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loading) return complete;
    await this.#loading;
    return super.getUpdateComplete();
  }

  #loadPanels(): void {
    this.#loading ??= import('./funnel-panels.js').then(
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

  readonly #toggleTable = (): void => {
    this.#loadPanels();
    this.tableOpen = !this.tableOpen;
  };

  #togglePanel(panel: Panel): void {
    this.#loadPanels();
    if (this.panel === panel) {
      this.#closePanel();
      return;
    }
    this.panel = panel;
    if (panel === 'list' && this.choice) this.#openList(this.choice);
    this.#focusAfterUpdate({ list: '#list-title', report: '#report-title', definition: '#def-title' }[panel]);
  }

  readonly #closePanel = (): void => {
    if (this.panel) this.#focusAfterUpdate(`[data-opens="${this.panel}"]`);
    if (this.panel === 'list') this.#listAbort?.abort();
    this.panel = null;
  };

  #openList(mark: FunnelMark): void {
    this.list = { mark, actors: [], total: null, loading: false, error: null };
    void this.#loadPage();
  }

  readonly #handleMore = (): void => void this.#loadPage();

  async #loadPage(): Promise<void> {
    const { list } = this;
    if (!list) return;
    this.#listAbort?.abort();
    const abort = (this.#listAbort = new AbortController());
    this.list = { ...list, loading: true, error: null };
    try {
      const page = await this.#handle.list(list.mark, list.actors.length, pageSize, abort.signal);
      if (abort.signal.aborted) return;
      this.list = { ...list, actors: [...list.actors, ...page.actors], total: page.total, loading: false };
    } catch (thrown) {
      if (abort.signal.aborted) return;
      this.list = { ...list, loading: false, error: toAnalyticsError(thrown) };
    }
  }

  async #copyDetails(error: AnalyticsError): Promise<void> {
    try {
      await navigator.clipboard.writeText(JSON.stringify(error.toData(), null, 2));
      this.copied = 'yes';
    } catch {
      this.copied = 'no';
    }
    this.live = this.copied === 'yes' ? this.t.copied : this.t.copyFailed;
  }

  #open(all: boolean): void {
    this.opened = all;
    this.#focusAfterUpdate(`[data-opens="${all ? 'less' : 'all'}"]`);
  }

  // Drawing

  /** Width to draw in: a narrower card that was opened scrolls. */
  get #room(): number {
    return this.opened ? Math.max(this.width, leastWidth) : this.width;
  }

  #mode(steps: number): FunnelMode {
    return funnelMode(this.#room, steps);
  }

  #view(result: FunnelResult, spec: FunnelSpec, width: number): FunnelView {
    return {
      result,
      spec,
      names: spec.steps.slice(0, result.stepCounts.length).map(stepName),
      locale: this.locale,
      t: this.t,
      choice: this.choice,
      focus: this.focusMark,
      level: levelText(this.locale, spec.level ?? 0.95),
      width,
    };
  }

  protected override render(): TemplateResult {
    const spec = this.#shownSpec();
    const result = this.#result;
    const narrow = this.width < 420;
    const view = result && spec ? this.#view(result, spec, contentWidth(this.#room)) : null;
    const tiny = this.width < leastWidth && !this.opened;
    return html`<section
      class="card ${narrow ? 'nar' : ''} ${this.width < leastWidth ? 'slim' : ''}"
      part="base"
      aria-labelledby="title"
      aria-busy=${this.#state.status === 'loading'}
      @keydown=${this.#handleKey}
    >
      ${this.width === 0 ? nothing : tiny ? this.#renderTiny(view, spec) : this.#renderFull(view, spec, narrow)}
      <p class="vh" role="status" aria-live="polite">${this.live}</p>
      <p class="vh" id="help">${this.t.chartHelp}</p>
    </section>`;
  }

  #renderTiny(view: FunnelView | null, spec: FunnelSpec | null): TemplateResult {
    const current = this.#state;
    const words =
      current.status === 'failed'
        ? this.#failureWords(current.error)?.title
        : current.status === 'initial'
          ? this.t.initial[current.reason].title
          : this.t.reading;
    return html`<div class="tiny">
      <h2 class="sub" id="title">${this.#heading(spec)}</h2>
      ${
        view
          ? html`<div class="big">${formatRate(this.locale, view.result.conversionFromStart.at(-1) ?? null)}</div>
              <p class="sub">${this.#sentence(view.result, view.spec)}</p>`
          : html`<p class="sub">${words}</p>`
      }
      <button class="a" type="button" data-opens="all" @click=${() => this.#open(true)}>${this.t.open}</button>
    </div>`;
  }

  #renderFull(view: FunnelView | null, spec: FunnelSpec | null, narrow: boolean): TemplateResult {
    const current = this.#state;
    const empty = view && (view.result.stepCounts[0] ?? 0) === 0 && current.status === 'ready';
    const drawn = view && !empty;
    return html`<header class="hd">
        <div>
          <h2 part="title" id="title">${this.#heading(spec)}</h2>
          <p class="sub" part="scope">${spec ? this.#scope(spec, narrow) : nothing}</p>
          ${this.#handle.facts.sample ? html`<p class="tagline"><span class="tag">${this.t.sample}</span></p>` : nothing}
        </div>
        <div class="tools">
          ${current.status === 'ready' && current.recomputing && this.waited ? this.#renderUpdating(current.progress) : nothing}
          ${
            drawn
              ? html`<button
                  class="b ${narrow ? 'q' : ''}"
                  type="button"
                  aria-pressed=${this.tableOpen}
                  @click=${this.#toggleTable}
                >
                  ${icon('table')}<span>${this.t.tableView}</span>
                </button>`
              : nothing
          }
          ${
            this.opened && this.width < leastWidth
              ? html`<button
                  class="x"
                  type="button"
                  data-opens="less"
                  aria-label=${this.t.close}
                  @click=${() => this.#open(false)}
                >
                  ${icon('close')}
                </button>`
              : nothing
          }
        </div>
      </header>
      ${drawn ? this.#renderResult(view, narrow) : this.#renderFace(view, spec)}
      ${
        this.panel === 'report' && this.#handle.facts.report && this.panels
          ? this.panels.reportPanel(this.t, this.locale, this.#handle.facts.report, this.#closePanel)
          : nothing
      }
      ${this.#renderFoot(view, narrow)}`;
  }

  /** Beside old numbers: that newer ones come; while the dataset reads, how far it is and a way to stop it. */
  #renderUpdating(progress: Progress | null | undefined): TemplateResult {
    const { t, locale } = this;
    const rows = progress?.rows ?? 0;
    return html`<span class="tag" role="status">${t.recomputing}</span> ${
        progress === undefined
          ? nothing
          : html`${rows > 0 ? html`<span class="t3 nw">${t.rowsRead(rows, formatCount(locale, rows))}</span>` : nothing}
              <button class="a" type="button" @click=${() => this.#handle.stop()}>${t.stop}</button>`
      }`;
  }

  #heading(spec: FunnelSpec | null): string {
    if (this.heading) return this.heading;
    const names = spec?.steps.map(stepName) ?? [];
    if (names.length === 0) return this.t.funnel;
    return names.length === 1 ? names[0]! : this.t.funnelHeading(names[0]!, names.at(-1)!);
  }

  #scope(spec: FunnelSpec, narrow: boolean): string {
    const { t, locale } = this;
    const range = rangeText({ spec, locale });
    const within = spec.windowMs ? t.within(formatWindow(locale, spec.windowMs)) : '';
    const order = t.order[spec.order ?? 'ordered'];
    const parts = narrow
      ? [range, within || (range ? '' : order)]
      : [t.scopeUniques, order, within, range && `${range}`];
    return parts.filter((part) => part !== '').join(' · ');
  }

  #sentence(result: FunnelResult, spec: FunnelSpec): string {
    const { t, locale } = this;
    const names = spec.steps.map(stepName);
    const total = result.stepCounts[0] ?? 0;
    const totalText = formatCount(locale, total);
    if (names.length === 1) return t.leadSingle(totalText, names[0]!, total);
    return t.leadSentence(
      formatCount(locale, result.stepCounts.at(-1) ?? 0),
      totalText,
      names[0]!,
      names.at(-1)!,
      total,
    );
  }

  #renderResult(view: FunnelView, narrow: boolean): TemplateResult {
    const { t } = this;
    const current = this.#state;
    const mode = this.#mode(view.names.length);
    const stale = current.status === 'failed' || (current.status === 'ready' && current.recomputing && this.waited);
    const chart = mode === 'columns' ? columnsChart : mode === 'rows' ? this.panels?.rowsChart : stackChart;
    return html`${this.#renderLead(view, narrow)} ${this.#renderNotes(view)} ${this.#renderChoice(view, narrow)}
    ${
      this.tableOpen && this.panels
        ? html`<div class="tv scroll" tabindex="0" role="group" aria-label=${t.tableView} @click=${this.#handleClick}>
            ${this.panels.numbersTable(view)}
          </div>`
        : html`<div
            class="fw ${stale ? 'old' : ''} ${this.#moves ? 'anim' : ''}"
            @click=${this.#handleClick}
            @pointerover=${this.#handleOver}
            @pointerleave=${this.#handleOut}
            @focusin=${this.#handleFocus}
            @focusout=${this.#handleOut}
          >
            ${hatches} ${chart?.(view)}
            ${this.tip && this.panels ? html`<div class="pop tip" data-mode=${mode} aria-hidden="true">${this.panels.markTip(view, this.tip)}</div>` : nothing}
          </div>`
    }
    ${
      this.panel === 'list' && this.list && this.choice && this.panels
        ? this.panels.actorPanel(view, this.list, { close: this.#closePanel, more: this.#handleMore })
        : nothing
    }`;
  }

  #renderLead(view: FunnelView, narrow: boolean): TemplateResult {
    const { t, locale } = this;
    const { result, level } = view;
    const total = result.stepCounts[0] ?? 0;
    const reached = result.stepCounts.at(-1) ?? 0;
    const interval = view.names.length > 1 ? formatInterval(locale, result.intervalFromStart.at(-1) ?? null) : '';
    const second = [
      interval && t.leadInterval(level, interval),
      !narrow && result.medianTotalMs !== null && view.names.length > 1
        ? t.leadMedian(formatSpan(locale, result.medianTotalMs))
        : '',
    ].filter((part) => part !== '');
    return html`<div class="lead" part="lead">
      <div class="big">${formatRate(locale, result.conversionFromStart.at(-1) ?? null)}</div>
      <div class="txt">
        <div class="m">
          ${narrow && view.names.length > 1 ? t.leadOf(formatCount(locale, reached), formatCount(locale, total)) : this.#sentence(result, view.spec)}
        </div>
        <div class="t3">
          ${second.join(' · ')}
          ${total < lowCount ? html`<span class="tag">${t.lowN(formatCount(locale, total))}</span>` : nothing}
        </div>
      </div>
      ${
        narrow || this.tableOpen
          ? nothing
          : html`<ul class="legend">
              <li>
                <svg viewBox="0 0 12 12" class=${total < lowCount ? 'low' : ''} aria-hidden="true">
                  <rect class="data" x=".75" y=".75" width="10.5" height="10.5" rx="2"></rect></svg
                >${t.reached}
              </li>
              <li>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                  <rect class="lost" x=".5" y=".5" width="11" height="11" rx="2" fill="url(#h-lost)"></rect></svg
                >${t.leftBefore}
              </li>
            </ul>`
      }
    </div>`;
  }

  #renderNotes(view: FunnelView): TemplateResult | typeof nothing {
    const { t } = this;
    const current = this.#state;
    if (current.status === 'failed') {
      const { error } = current;
      const words = this.#failureWords(error);
      if (!words) return nothing;
      const why = words.body ? html`${words.body} <span lang="en">${error.message}</span>` : error.message;
      const body = html`${why} ${t.stale} ${this.#errorActions(error, true)}`;
      return notePart(words.title, body, 'bad', 'stop');
    }
    if (this.panelsFailed) return notePart(t.partMissing.title, t.partMissing.body, 'warn', 'warn');
    const { report } = this.#handle.facts;
    const words = this.panels?.neverWords(view, this.#handle.facts.info);
    return html`${words ? notePart(words.title, words.body, 'warn', 'warn') : nothing}
    ${report && !report.complete ? notePart(t.importIncomplete, nothing, 'warn', 'warn') : nothing}
    ${report?.warnings.map(({ code, count }) =>
      code === 'time-order-unsure' || code === 'unidentified'
        ? notePart(t.noted[code](count, formatCount(this.locale, count)), nothing, 'warn', 'warn')
        : nothing,
    )}`;
  }

  #renderChoice(view: FunnelView, narrow: boolean): TemplateResult {
    const { t, locale, choice } = this;
    if (!choice || choice.step >= view.names.length) return html`<div class="bar none"></div>`;
    const count = markCount(view.result, choice);
    const customers = t.customers(count, formatCount(locale, count));
    const name = view.names[choice.step]!;
    const [before, between, after] = t.chosenLeft;
    const [beforeNarrow, afterNarrow] = t.chosenLeftNarrow;
    const words =
      choice.kind === 'reached'
        ? spacedName(t.chosenReached, name, '')
        : narrow
          ? html`${spacedName(beforeNarrow, name, afterNarrow)}${afterNarrow}`
          : html`${spacedName(before, view.names[choice.step - 1]!, between)}${spacedName(between, name, after)}${after}`;
    return html`<div class="chips bar">
      <span class="chip" part="choice">
        <span class="dot"></span><span class="ell">${words} · ${narrow ? formatCount(locale, count) : customers}</span>
        <button class="x" type="button" aria-label=${t.clearChoice} @click=${() => this.#choose(null)}>
          ${icon('close')}
        </button>
      </span>
      <button
        class="b q"
        type="button"
        data-opens="list"
        aria-expanded=${this.panel === 'list'}
        @click=${() => this.#togglePanel('list')}
      >
        ${icon('list')}<span>${this.panel === 'list' ? t.hideCustomers : t.showCustomers(customers)}</span>
      </button>
    </div>`;
  }

  /** Every state that has no drawing. */
  #renderFace(view: FunnelView | null, spec: FunnelSpec | null): TemplateResult | typeof nothing {
    const current = this.#state;
    switch (current.status) {
      case 'initial': {
        const { info } = this.#handle.facts;
        // Nobody named steps, and nothing is there to propose any from.
        if (current.reason === 'no-spec' && info?.rows === 0) return this.#renderNoRows(info.rejectedRows);
        return messagePart(this.t.initial[current.reason], {
          icon: current.reason === 'no-spec' ? 'filter' : current.reason === 'needs-mapping' ? 'table' : 'file',
        });
      }
      case 'loading':
        return this.#renderLoading(current.progress, spec);
      case 'failed':
        return this.#renderFailure(current.error);
      case 'ready':
        return view ? this.#renderEmpty(view) : nothing;
    }
  }

  #renderLoading(progress: Progress | null, spec: FunnelSpec | null): TemplateResult {
    const { t, locale } = this;
    const width = contentWidth(this.#room);
    const steps = Math.min(spec?.steps.length || 6, 8);
    const bars = skeleton(this.#mode(steps) === 'columns', width, steps);
    const height = Math.max(...bars.map((bar) => bar.y + bar.height));
    // The room is taken from the start, so that nothing jumps when the skeleton comes.
    if (!this.waited) return html`<div class="sbd"><svg class="c" width="1" height=${height + 42}></svg></div>`;
    const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
    const words = progress ? t[progress.phase] : t.reading;
    return html`<div class="sbd">
      <svg class="c" width=${width} height=${height} aria-hidden="true">
        ${bars.map(({ x, y, width: w, height: h }) => svg`<rect class="skl" x=${x} y=${y} width=${w} height=${h} rx="2"></rect>`)}
      </svg>
      <div class="pgl">
        <span
          >${words}${progress && progress.rows > 0 ? ` · ${t.rowsRead(progress.rows, formatCount(locale, progress.rows))}` : ''}</span
        >
        <span class="push">${share === null ? nothing : `${formatCount(locale, Math.floor(share * 100))}%`}</span>
        <button class="a" type="button" @click=${() => this.#handle.stop()}>${t.stop}</button>
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
            class="data ${share === null ? 'indet' : ''}"
            width="${share === null ? 40 : Math.floor(share * 100)}%"
            height="4"
            rx="2"
          ></rect>
        </svg>
      </div>
    </div>`;
  }

  #renderFailure(error: AnalyticsError): TemplateResult | typeof nothing {
    const words = this.#failureWords(error);
    if (!words) return nothing;
    return messagePart(
      { title: words.title, body: words.body ?? error.message },
      {
        icon: 'stop',
        bad: true,
        // The message is in English, and the only one to name the values at fault.
        more: words.body && html`<p lang="en" class="t3">${error.message}</p>`,
        actions: this.#errorActions(error, false),
      },
    );
  }

  /** Null while they are on their way; where they cannot come the error speaks for itself. */
  #failureWords(error: AnalyticsError): Panels.FailureWords | null {
    if (this.panels) return this.panels.failureWords(this.locale, error);
    return this.panelsFailed ? { title: error.code, body: null } : null;
  }

  #errorActions(error: AnalyticsError, inNote: boolean): TemplateResult {
    const own = error.code === 'spec-invalid';
    const copyWords = this.copied === 'yes' ? this.t.copied : this.t.copyDetails;
    return html`${
        own
          ? nothing
          : html`<button class=${inNote ? 'a' : 'b p'} type="button" @click=${() => this.#handle.retry()}>
              ${this.t.retry}
            </button>`
      }
      <button class=${inNote ? 'a' : 'b'} type="button" @click=${() => this.#copyDetails(error)}>${copyWords}</button>`;
  }

  /** Words for what is empty or never happens come with the panels. */
  #needsEmptyWords(result: FunnelResult | null, spec: FunnelSpec | null): boolean {
    if (result && spec)
      return (result.stepCounts[0] ?? 0) === 0 || neverHappens(spec, this.#handle.facts.info) !== null;
    const current = this.#state;
    return current.status === 'initial' && current.reason === 'no-spec' && this.#handle.facts.info?.rows === 0;
  }

  #renderEmpty(view: FunnelView): TemplateResult | typeof nothing {
    const { meta } = view.result;
    if (meta.rows === 0) return this.#renderNoRows(meta.rejectedRows);
    if (!this.panels) return this.#renderPartMissing();
    return messagePart(this.panels.emptyWords(view, this.#handle.facts.info), { icon: 'filter' });
  }

  #renderPartMissing(): TemplateResult | typeof nothing {
    return this.panelsFailed ? messagePart(this.t.partMissing, { icon: 'warn' }) : nothing;
  }

  #renderNoRows(rejected: number): TemplateResult | typeof nothing {
    if (!this.panels) return this.#renderPartMissing();
    return messagePart(this.panels.noRowsWords(this.locale, rejected), {
      icon: 'filter',
      actions:
        rejected > 0 && this.#handle.facts.report
          ? html`<button class="b p" type="button" data-opens="report" @click=${() => this.#togglePanel('report')}>
              ${this.t.showReport}
            </button>`
          : undefined,
    });
  }

  #renderFoot(view: FunnelView | null, narrow: boolean): TemplateResult | typeof nothing {
    const { t, locale } = this;
    const current = this.#state;
    if (current.status === 'failed' && !view) {
      return html`<footer class="ft" part="foot"><span>${t.code(current.error.code)}</span></footer>`;
    }
    if (!view) return nothing;
    const { meta } = view.result;
    const { facts } = this.#handle;
    const rejected = meta.rejectedRows;
    const warnings = facts.report?.warnings.length ?? 0;
    const text =
      rejected > 0
        ? t.rejectedRows(rejected, formatCount(locale, rejected))
        : t.remarks(warnings, formatCount(locale, warnings));
    const parts = [
      facts.loadedAt === null ? null : t.asOf(formatMoment(locale, facts.loadedAt)),
      narrow && facts.loadedAt !== null ? null : t.touchpoints(meta.rows, formatCount(locale, meta.rows)),
      rejected + warnings === 0
        ? null
        : facts.report
          ? html`<button
              class="a"
              type="button"
              data-opens="report"
              aria-expanded=${this.panel === 'report'}
              @click=${() => this.#togglePanel('report')}
            >
              ${text}
            </button>`
          : text,
    ].filter((part) => part !== null);
    return html`<footer class="ft" part="foot">
      <span class="ftl"
        >${parts.map((part, i) => html`${i > 0 ? html`<span class="sep"> · </span>` : nothing}<span>${part}</span>`)}</span
      >
      <span class="ftr">
        ${narrow ? '' : `${t.definitionName} `}v${funnelDefinitionVersion}
        <button
          class="x"
          type="button"
          data-opens="definition"
          aria-label=${t.definition}
          aria-expanded=${this.panel === 'definition'}
          @click=${() => this.#togglePanel('definition')}
        >
          ${icon('info')}
        </button>
      </span>
      ${this.panel === 'definition' && this.panels ? this.panels.definitionPanel(view, this.#closePanel) : nothing}
    </footer>`;
  }
}

/** A name between words, set off from Chinese ones where it is in Latin letters or digits. */
function spacedName(before: string, name: string, after: string): TemplateResult {
  return html`${before}${hanGap(before, name)}<b><bdi>${name}</bdi></b
    >${hanGap(name, after)}`;
}

function failureKey({ code, message }: AnalyticsError): string {
  return `${code} ${message}`;
}

/** The steps that a mark stands on, as text; what they are called does not matter. */
function stepsKey(spec: FunnelSpec, mark: FunnelMark): string {
  return JSON.stringify(spec.steps.slice(0, mark.step + 1).map((step) => ({ ...step, label: undefined })));
}

define('tp-funnel', TpFunnel);

declare global {
  interface HTMLElementTagNameMap {
    'tp-funnel': TpFunnel;
  }
}

import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Selector } from '../../worker/protocol/filter.js';
import type { FunnelResult } from '../../worker/protocol/result.js';
import type { FunnelMark, FunnelSpec, FunnelStep } from '../../worker/protocol/spec.js';
import { proposeSteps } from '../dataset/propose-steps.js';
import type { Clause, ClauseLabel } from '../dataset/selection.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import type { AnalysisHandle } from '../internal/analysis.js';
import { TpCard } from '../internal/card-element.js';
import type { CardChoice, ChosenList } from '../internal/card-element.js';
import type { Definition } from '../internal/card-panels.js';
import { define } from '../internal/define.js';
import { formatCount, formatInterval, formatRate, formatSpan, formatWindow } from '../internal/format.js';
import { hanGap } from '../internal/han-gap.js';
import { sameData } from '../internal/plain-data.js';
import { notePart } from '../internal/state-parts.js';
import type { TableData } from '../internal/table-data.js';
import { loadLocale } from '../locales/messages.js';
import type { StateWords } from '../locales/messages.js';
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
import { funnelMode, lowCount, skeleton } from './funnel.layout.js';
import type { FunnelMode } from './funnel.layout.js';
import { checkedSpec, funnelSpec, stepName } from './funnel.spec.js';
import { funnelStyles } from './funnel.styles.js';
import { funnelWords } from './words.js';
import type { FunnelWords } from './words.js';

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
export class TpFunnel extends TpCard<FunnelResult> {
  static override styles: CSSResultGroup = [TpCard.styles, funnelStyles];

  protected override readonly kind = 'funnel';
  protected override readonly main: AnalysisController<FunnelResult> = new AnalysisController<FunnelResult>(this, {
    spec: () => (this.handle ? null : this.#ownSpec()),
    for: () => this.for,
  });

  @state() private focusMark: FunnelMark = { kind: 'reached', step: 0 };
  @state() private tipMark: FunnelMark | null = null;
  // Definition, table, tooltips and rows come with the first wish for one of them.
  @state() private parts: typeof Panels | null = null;

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
  /** The whole question as data; wins over steps, window and the rest. */
  @property({ attribute: false }) spec: FunnelSpec | null = null;
  /**
   * The chosen mark. Setting it by program fires nothing; what is no mark becomes null. A mark whose steps change means
   * other customers, so it becomes null too: read it at `tpready`.
   */
  @property({ attribute: false }) choice: FunnelMark | null = null;
  /** Drives the element without a dataset; ask for an update after its state changed. */
  @property({ attribute: false }) handle: AnalysisHandle<FunnelResult> | null = null;

  #loadingParts: Promise<void> | null = null;
  #drawnAt = 0;
  #moves = false;
  /** The steps that the choice belongs to; empty until a result binds it. */
  #choiceKey = '';
  /** What `choice` was set to by the element itself, so that a page's setting can be told from it. */
  #ownChoice: FunnelMark | null = null;
  /** A page has set `choice`, and no result has bound it yet. */
  #choiceWaits = false;

  // Choice: with a dataset it is the own clause of its selection, without one the property alone.

  protected override update(changed: PropertyValues): void {
    this.#followChoice(changed);
    super.update(changed);
  }

  #followChoice(changed: PropertyValues): void {
    if (changed.has('choice') && !sameMark(this.choice, this.#ownChoice)) this.#bindChoice();
    const { result, shownSpec: spec } = this;
    if (this.sourceName !== null && !this.handle) {
      if (!this.#choiceWaits && result) this.#setChoice(this.#clauseMark());
    } else if (result && spec && this.choice) {
      const key = stepsKey(spec, this.choice);
      if (markCount(result, this.choice) === 0 || (this.#choiceKey && this.#choiceKey !== key)) this.#setChoice(null);
      this.#choiceKey = this.choice ? key : '';
    }
    const before = changed.get('choice') as FunnelMark | null | undefined;
    if (changed.has('choice') && !sameMark(before ?? null, this.choice)) this.followChoice();
  }

  /** A choice set by program: what is no mark is none, and a mark belongs to the steps asked for with it. */
  #bindChoice(): void {
    const { choice } = this;
    this.#choiceWaits = true;
    this.#choiceKey = '';
    if (!choice) return;
    if (!/^(reached|left)$/.test(choice.kind) || !(Number.isInteger(choice.step) && choice.step >= 0)) {
      this.choice = null;
      return;
    }
    const spec = this.handle ? this.shownSpec : this.askedSpec;
    if (spec) this.#choiceKey = stepsKey(spec, choice);
  }

  #setChoice(mark: FunnelMark | null): void {
    this.#ownChoice = mark;
    if (!sameMark(mark, this.choice)) this.choice = mark;
  }

  /** The mark of the own clause, where it is one of the funnel's. */
  #clauseMark(): FunnelMark | null {
    const filter = this.ownClause?.filter;
    return filter?.kind === 'actors' && filter.spec.kind === 'funnel' ? (filter.mark as FunnelMark) : null;
  }

  /**
   * Brings the own clause in line with what is drawn: a choice set by program goes into the selection; one whose steps
   * are drawn anew, over another range say, is worded anew; one whose steps are gone is dropped.
   */
  #settleClause(): void {
    const current = this.state;
    const source = this.sourceName;
    const { selection } = this;
    if (this.handle || !selection || source === null || current.status !== 'ready' || current.recomputing) return;
    const { result, spec } = current;
    if (this.#choiceWaits) {
      const { choice } = this;
      const stands =
        choice &&
        markCount(result, choice) > 0 &&
        (this.#choiceKey || stepsKey(spec, choice)) === stepsKey(spec, choice);
      this.#choiceWaits = false;
      this.#ownChoice = choice;
      selection.amend(source, stands ? this.#clauseOf(source, choice, spec) : null);
      return;
    }
    const mark = this.#clauseMark();
    const filter = this.ownClause?.filter;
    if (!mark || filter?.kind !== 'actors' || filter.spec.kind !== 'funnel' || sameData(filter.spec, spec)) return;
    const stands = stepsKey(filter.spec, mark) === stepsKey(spec, mark);
    selection.amend(source, stands ? this.#clauseOf(source, mark, spec) : null);
  }

  #clauseOf(source: string, mark: FunnelMark, spec: FunnelSpec): Clause {
    return { source, widget: 'funnel', filter: { kind: 'actors', spec, mark }, label: labelOf(mark, spec) };
  }

  // Without a dataset the chip stands for the property.
  protected override get ownClause(): Clause | null {
    const { shownSpec, choice } = this;
    if (!this.handle && this.sourceName !== null) return super.ownClause;
    return shownSpec && choice && choice.step < shownSpec.steps.length
      ? this.#clauseOf('funnel', choice, shownSpec)
      : null;
  }

  #choose(mark: FunnelMark | null): void {
    const { result, shownSpec: spec, state: current } = this;
    if (current.status !== 'ready' || !result || !spec) return;
    if (mark && markCount(result, mark) === 0) return;
    this.choose(mark && { mark, filter: { kind: 'actors', spec, mark }, label: labelOf(mark, spec) });
  }

  protected override choose(choice: CardChoice | null): boolean {
    const cleared = this.choice;
    const inChips = this.shadowRoot?.activeElement?.closest('.chips');
    if (!super.choose(choice)) return false;
    if (this.choice) this.focusMark = this.choice;
    // The chip goes with the choice; what had the focus in it goes on at the mark.
    else if (cleared && inChips) {
      this.focusMark = cleared;
      this.focusAfterUpdate(`:is(.mk, .lnk)[data-mark="${markKey(cleared)}"]`);
    }
    return true;
  }

  protected override keepChoice(choice: CardChoice | null, clause: Clause | null): boolean {
    const spec = this.shownSpec;
    const mark = (choice?.mark ?? null) as FunnelMark | null;
    if (clause || this.sourceName !== null) {
      if (!super.keepChoice(choice, clause)) return false;
    }
    this.#choiceWaits = false;
    this.#ownChoice = mark;
    this.choice = mark;
    this.#choiceKey = mark && spec ? stepsKey(spec, mark) : '';
    return true;
  }

  protected override chosenSaid(choice: CardChoice): string {
    const { result } = this;
    if (!result) return super.chosenSaid(choice);
    const count = markCount(result, choice.mark as FunnelMark);
    return this.t.chosen(this.t.customers(count, formatCount(this.locale, count)));
  }

  protected override chosenText(clause: Clause): unknown {
    const { w } = this;
    const mark = this.#clauseMark() ?? this.choice;
    const [before, between, after] = w.chosenLeft;
    const [beforeNarrow, afterNarrow] = w.chosenLeftNarrow;
    const [first = '', second = ''] = clause.label.args.map(String);
    if (mark?.kind === 'reached') return spacedName(w.chosenReached, first, '');
    return this.narrow
      ? html`${spacedName(beforeNarrow, second, afterNarrow)}${afterNarrow}`
      : html`${spacedName(before, first, between)}${spacedName(between, second, after)}${after}`;
  }

  protected override chosenList(): ChosenList | null {
    const { result, shownSpec, w } = this;
    const mark = this.#clauseMark() ?? this.choice;
    if (!result || !shownSpec || !mark || mark.step >= shownSpec.steps.length) return null;
    const name = (k: number): string => stepName(shownSpec.steps[k]!, k);
    const title =
      mark.kind === 'left' ? w.listLeft(name(mark.step - 1), name(mark.step)) : w.listReached(name(mark.step));
    return { mark, title, count: markCount(result, mark) };
  }

  // Asking

  protected override get handleInUse(): AnalysisHandle<FunnelResult> {
    return this.handle ?? this.main;
  }

  protected override get askedSpec(): FunnelSpec | null {
    try {
      return this.#ownSpec();
    } catch {
      return null;
    }
  }

  #ownSpec(): FunnelSpec | null {
    return this.spec ? checkedSpec(this.spec) : (funnelSpec(this) ?? this.#proposedSpec());
  }

  /** Nobody has named steps: those that the data suggest, once they are there. */
  #proposedSpec(): FunnelSpec | null {
    const { info } = this.main.facts;
    if (!info) return null;
    const { window, order, tie, entry, from, to, level, where } = this;
    return funnelSpec({ steps: proposeSteps(info), window, order, tie, entry, from, to, level, where });
  }

  // Life

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loadingParts) return complete;
    await this.#loadingParts;
    return super.getUpdateComplete();
  }

  protected override loadPanels(): void {
    super.loadPanels();
    this.#loadParts();
  }

  #loadParts(): void {
    this.#loadingParts ??= import('./funnel-panels.js').then(
      async (parts) => {
        await loadLocale(this.locale);
        this.parts = parts;
      },
      () => {
        this.#loadingParts = null;
      },
    );
  }

  protected override resultChanged(result: FunnelResult): void {
    // The eye follows a move only when it had time to rest on the old picture.
    this.#moves = this.#drawnAt > 0 && performance.now() - this.#drawnAt > 100;
    this.#drawnAt = performance.now();
    const { step, kind } = this.focusMark;
    if (step >= result.stepCounts.length || (kind === 'left' && markCount(result, this.focusMark) === 0)) {
      this.focusMark = { kind: 'reached', step: 0 };
    }
    this.tipMark = null;
    const spec = this.shownSpec;
    const scarce = (result.stepCounts[0] ?? 0) === 0 || (spec && neverHappens(spec, this.facts.info) !== null);
    if (scarce || this.#mode(result.stepCounts.length) === 'rows') this.loadPanels();
  }

  protected override drawn(): void {
    this.#settleClause();
  }

  // Words

  private get w(): FunnelWords {
    return funnelWords(this.locale);
  }

  protected override titleText(spec: FunnelSpec | null): string {
    const names = spec?.steps.map(stepName) ?? [];
    if (names.length === 0) return this.w.funnel;
    return names.length === 1 ? names[0]! : this.w.funnelHeading(names[0]!, names.at(-1)!);
  }

  protected override scopeText(spec: FunnelSpec | null): string {
    if (!spec) return '';
    const { w, locale } = this;
    const range = rangeText({ spec, locale });
    const within = spec.windowMs ? w.within(formatWindow(locale, spec.windowMs)) : '';
    const order = w.order[spec.order ?? 'ordered'];
    const parts = this.narrow ? [range, within || (range ? '' : order)] : [w.scopeUniques, order, within, range];
    return parts.filter((part) => part !== '').join(' · ');
  }

  protected override sentence(result: FunnelResult, spec: FunnelSpec): string {
    const { w, locale } = this;
    const names = spec.steps.map(stepName);
    const total = result.stepCounts[0] ?? 0;
    const totalText = formatCount(locale, total);
    if (names.length === 1) return w.leadSingle(totalText, names[0]!, total);
    const reached = formatCount(locale, result.stepCounts.at(-1) ?? 0);
    return w.leadSentence(reached, totalText, names[0]!, names.at(-1)!, total);
  }

  protected override figureText(result: FunnelResult): string {
    return formatRate(this.locale, result.conversionFromStart.at(-1) ?? null);
  }

  protected override emptyWords(result: FunnelResult, spec: FunnelSpec): StateWords | null {
    if ((result.stepCounts[0] ?? 0) > 0) return null;
    return this.parts?.emptyWords(this.#view(result, spec), this.facts.info) ?? { title: this.t.computing, body: '' };
  }

  protected override initialWords(reason: string): StateWords | null {
    // Nobody named steps, and nothing is there to propose any from.
    const { info } = this.facts;
    if (reason !== 'no-spec' || info?.rows !== 0) return null;
    this.loadPanels();
    return this.panels?.noRowsWords(this.locale, info.rejectedRows) ?? { title: this.t.reading, body: '' };
  }

  protected override definition(result: FunnelResult, spec: FunnelSpec): Definition {
    return (
      this.parts?.funnelDefinition(this.#view(result, spec)) ?? {
        name: this.w.definitionName,
        version: funnelDefinitionVersion,
        sentence: '',
        facts: [],
      }
    );
  }

  protected override table(result: FunnelResult, spec: FunnelSpec): TableData | null {
    const view = this.#view(result, spec);
    return (
      this.parts?.funnelTable(view, this.heading || this.titleText(spec), (mark) => ({
        pressed: sameMark(mark, this.choice),
        open: () => this.#choose(mark),
      })) ?? null
    );
  }

  // Keys and pointer

  readonly #handleClick = (event: Event): void => {
    const mark = markOf(event);
    if (mark) this.#choose(mark);
  };

  protected override handleKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const mark = markOf(event);
    const onChart = event.target instanceof Element && event.target.classList.contains('mk');
    if (!mark || !onChart) return;
    if (event.key === 'Enter' || event.key === ' ') this.#choose(mark);
    else if (!this.#moveFocus(mark, event.key)) return;
    event.preventDefault();
  }

  /** Left and right go by step, up and down between bar and box; where bars lie, the two change places. */
  #moveFocus(mark: FunnelMark, key: string): boolean {
    const { result } = this;
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
    this.focusAfterUpdate(`.mk[data-mark="${markKey(next)}"]`);
    return true;
  }

  readonly #handleOver = (event: Event): void => {
    const { target } = event;
    this.#showTip(target instanceof Element && target.closest('.mk') ? markOf(event) : null);
  };

  readonly #handleFocus = (event: Event): void => {
    const mark = markOf(event);
    if (!mark || !(event.target instanceof Element && event.target.matches('.mk'))) return;
    this.focusMark = mark;
    if (event.target.matches(':focus-visible')) this.#showTip(mark);
  };

  readonly #handleOut = (): void => this.#showTip(null);

  #showTip(mark: FunnelMark | null): void {
    this.tipMark = mark;
    if (mark) this.#loadParts();
    else this.tip = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if ((changed.has('tipMark') || changed.has('parts')) && this.tipMark) this.#placeTip(this.tipMark);
  }

  /** Beside the mark as it is drawn now. */
  #placeTip(mark: FunnelMark): void {
    const { result, shownSpec, parts } = this;
    const frame = this.renderRoot.querySelector('.fw')?.getBoundingClientRect();
    const at = this.renderRoot
      .querySelector(`.mk[data-mark="${markKey(mark)}"] :is(.data, .lost)`)
      ?.getBoundingClientRect();
    if (!result || !shownSpec || !parts || !frame || !at) return;
    const content = parts.markTip(this.#view(result, shownSpec), mark);
    this.tip = { content, x: at.left - frame.left, y: at.top - frame.top, width: at.width, height: at.height };
  }

  // Drawing

  #mode(steps: number): FunnelMode {
    return funnelMode(this.cardWidth, steps);
  }

  #view(result: FunnelResult, spec: FunnelSpec): FunnelView {
    return {
      result,
      spec,
      names: spec.steps.slice(0, result.stepCounts.length).map(stepName),
      locale: this.locale,
      t: this.t,
      w: this.w,
      choice: this.choice,
      focus: this.focusMark,
      level: levelText(this.locale, spec.level ?? 0.95),
      width: this.room,
    };
  }

  protected override renderLead(result: FunnelResult, spec: FunnelSpec): TemplateResult {
    const { t, w, locale, narrow } = this;
    const { level } = this.#view(result, spec);
    const several = spec.steps.length > 1;
    const total = result.stepCounts[0] ?? 0;
    const reached = result.stepCounts.at(-1) ?? 0;
    const interval = several ? formatInterval(locale, result.intervalFromStart.at(-1) ?? null) : '';
    const second = [
      interval && w.leadInterval(level, interval),
      !narrow && result.medianTotalMs !== null && several ? w.leadMedian(formatSpan(locale, result.medianTotalMs)) : '',
    ].filter((part) => part !== '');
    return html`<div class="lead" part="lead">
      <div class="big">${this.figureText(result)}</div>
      <div class="txt">
        <div class="m">
          ${narrow && several ? w.leadOf(formatCount(locale, reached), formatCount(locale, total)) : this.sentence(result, spec)}
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
                >${w.reached}
              </li>
              <li>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                  <rect class="lost" x=".5" y=".5" width="11" height="11" rx="2" fill="url(#h-lost)"></rect></svg
                >${w.leftBefore}
              </li>
            </ul>`
      }
    </div>`;
  }

  protected override renderNotes(result: FunnelResult, spec: FunnelSpec): unknown {
    const words = this.parts?.neverWords(this.#view(result, spec), this.facts.info);
    return words ? notePart(words.title, words.body, 'warn', 'warn') : nothing;
  }

  protected override renderBody(result: FunnelResult, spec: FunnelSpec): TemplateResult {
    const view = this.#view(result, spec);
    const mode = this.#mode(view.names.length);
    const chart = mode === 'columns' ? columnsChart : mode === 'rows' ? this.parts?.rowsChart : stackChart;
    return html`<div
        class="fd ${this.#moves ? 'anim' : ''}"
        @click=${this.#handleClick}
        @pointerover=${this.#handleOver}
        @pointerleave=${this.#handleOut}
        @focusin=${this.#handleFocus}
        @focusout=${this.#handleOut}
      >
        ${hatches} ${chart?.(view)}
      </div>
      <p class="vh" id="help">${this.w.chartHelp}</p>`;
  }

  protected override renderSkeleton(width: number): TemplateResult {
    const steps = Math.min(this.askedSpec?.steps.length || 6, 8);
    const bars = skeleton(this.#mode(steps) === 'columns', width, steps);
    const height = Math.max(...bars.map((bar) => bar.y + bar.height));
    return html`<svg class="c" width=${width} height=${height} aria-hidden="true">
      ${bars.map(({ x, y, width: w, height: h }) => svg`<rect class="skl" x=${x} y=${y} width=${w} height=${h} rx="2"></rect>`)}
    </svg>`;
  }
}

/** A name between words, set off from Chinese ones where it is in Latin letters or digits. */
function spacedName(before: string, name: string, after: string): TemplateResult {
  return html`${before}${hanGap(before, name)}<b><bdi>${name}</bdi></b
    >${hanGap(name, after)}`;
}

/** What a mark is called in a clause. */
function labelOf(mark: FunnelMark, spec: FunnelSpec): ClauseLabel {
  const name = (k: number): string => (spec.steps[k] ? stepName(spec.steps[k], k) : '');
  return mark.kind === 'left'
    ? { key: 'left', args: [name(mark.step - 1), name(mark.step)] }
    : { key: 'reached', args: [name(mark.step)] };
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

import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Selector, TimeRange } from '../../worker/protocol/filter.js';
import type { FunnelResult, FunnelTrendResult, TimeToConvertResult } from '../../worker/protocol/result.js';
import type {
  FunnelExclusion,
  FunnelMark,
  FunnelSpec,
  FunnelStep,
  FunnelTrendMark,
  FunnelTrendSpec,
  TimeToConvertMark,
  TimeToConvertSpec,
  ValuesResult,
} from '../../worker/protocol/spec.js';
import { clauseText } from '../dataset/clause-words.js';
import { proposeSteps } from '../dataset/propose-steps.js';
import { TpStepsEvent } from '../dataset/steps-event.js';
import type { Clause, ClauseLabel } from '../dataset/selection.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import type { AnalysisHandle } from '../internal/analysis.js';
import { TpCard } from '../internal/card-element.js';
import type { CardChoice, ChosenList } from '../internal/card-element.js';
import type { Definition, MenuItem } from '../internal/card-panels.js';
import { define } from '../internal/define.js';
import { formatCount, formatRate, formatWindow } from '../internal/format.js';
import { hanGap } from '../internal/han-gap.js';
import { compareNames } from '../internal/period.js';
import { sameData } from '../internal/plain-data.js';
import { notePart } from '../internal/state-parts.js';
import type { TableData, TableDoor } from '../internal/table-data.js';
import { loadLocale } from '../locales/messages.js';
import type { StateWords } from '../locales/messages.js';
import { segmentStyles } from '../styles/segments.js';
import {
  columnsChart,
  funnelDefinitionVersion,
  hatches,
  levelText,
  markCount,
  markCustomers,
  markKey,
  markOf,
  neverHappens,
  rangeName,
  rangeText,
  sameMark,
  stackChart,
} from './funnel-chart.js';
import type { FunnelView } from './funnel-chart.js';
import { choiceOf, isFunnelMark, stepsKey } from './funnel-choice.js';
import { leadPart } from './funnel-lead.js';
import type * as Panels from './funnel-panels.js';
import type * as EditorModule from './steps-editor.js';
import type * as Views from './funnel-views.js';
import { funnelMode, goalStep, skeleton, stepsBefore } from './funnel.layout.js';
import type { FunnelMode } from './funnel.layout.js';
import { checkedSpec, funnelSpec, stepName } from './funnel.spec.js';
import type { FunnelProps } from './funnel.spec.js';
import { funnelStyles } from './funnel.styles.js';
import { pickPart } from './pick-part.js';
import { finerWidth, readCompare, readGoal, timeSpec, trendSpec, viewNames } from './views.spec.js';
import type { FunnelViewName } from './views.spec.js';
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
 * @event {TpStepsEvent} tpsteps - A person edited the steps; the element has them already.
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
 * @csspart groups - The groups of a breakdown.
 * @csspart figures - Figures beside time to convert and trend.
 * @csspart editor - The editor of the steps.
 * @csspart edit-step - One step in the editor.
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
  static override styles: CSSResultGroup = [TpCard.styles, segmentStyles, funnelStyles];

  protected override readonly kind = 'funnel';
  protected override readonly main: AnalysisController<FunnelResult> = new AnalysisController<FunnelResult>(this, {
    spec: () => (this.handle ? null : this.#ownSpec()),
    for: () => this.for,
  });
  readonly #time = new AnalysisController<TimeToConvertResult>(this, {
    spec: () => (this.#shows('time') ? this.#timeSpec() : null),
    for: () => this.for,
  });
  // What a condition can be held against, while one is written.
  readonly #values = new AnalysisController<ValuesResult>(this, {
    spec: () => this.editing?.editor.wantedValues ?? null,
    for: () => this.for,
    free: true,
    period: false,
  });
  readonly #trend = new AnalysisController<FunnelTrendResult>(this, {
    spec: () => (this.#shows('trend') ? this.#trendSpec() : null),
    for: () => this.for,
  });

  @state() private focusMark: FunnelMark = { kind: 'reached', step: 0 };
  @state() private tipMark: FunnelMark | null = null;
  // Definition, table, tooltips and rows come with the first wish for one of them.
  /** Steps between which the time is taken; null for first and last. */
  @state() private span: readonly [from: number, to: number] | null = null;
  @state() private parts: typeof Panels | null = null;
  // Groups, time to convert and trend come when they are shown.
  @state() private views: typeof Views | null = null;
  /** Steps are edited; null while they are not. */
  @state() private editing: Editing | null = null;

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
  /** What is counted: `uniques` (default), different customers, or `totals`, every attempt. */
  @property() mode: string | null = null;
  /** Properties with one value throughout an attempt: names between commas, or an array. */
  @property() hold: string | readonly string[] | null = null;
  /** Rows that may not lie between two steps. */
  @property({ attribute: false }) exclusions: readonly FunnelExclusion[] | null = null;
  /** Property whose numbers are summed at each step. */
  @property() value: string | null = null;
  /** Property (or several, between commas or as an array) by which groups are told apart. */
  @property() breakdown: string | readonly string[] | null = null;
  /** Groups told apart, 1 to 1000; the rest is merged. Default 8. */
  @property({ attribute: 'breakdown-limit' }) breakdownLimit: string | number | null = null;
  /** Which row of a customer gives the group: `first` (default), `last`, or `all` for each row's own. */
  @property() attribution: string | null = null;
  /**
   * What the range is held against: `previous`, `last-year`, `none`, a range of two dates with a slash between, or a
   * range as data. Null goes by the selection of the dataset. Without a range nothing is compared.
   */
  @property() compare: string | TimeRange | null = null;
  /** What is drawn: `steps` (default), `time` for the time to convert, `trend`. */
  @property() view: string | null = null;
  /** Length of the trend's buckets: `hour`, `day`, `week`, `month`, `quarter` or `year`; null goes by the range. */
  @property() interval: string | null = null;
  /** A rate to reach, drawn over the trend: 0.04, or 4%. */
  @property() goal: string | number | null = null;
  /** Offers to edit the steps in place. What is applied can be read as `steps` and its neighbours, or `spec`; `tpsteps` is fired. */
  @property({ type: Boolean }) editable = false;
  /** Zone of calendar days: an IANA name. Default UTC. */
  @property() tz: string | null = null;
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
  /** Bins of a question whose answer filled few of them. */
  #finer: { readonly key: string; readonly width: number } = { key: '', width: 0 };
  #loadingViews: Promise<void> | null = null;
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
    if (this.handle || this.editing || !selection || source === null) return;
    if (current.status !== 'ready' || current.recomputing) return;
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
    if (!mark || filter?.kind !== 'actors' || filter.spec.kind !== 'funnel') return;
    const anew = this.#clauseOf(source, mark, spec);
    if (sameData(filter, anew.filter)) return;
    const grouped = mark.group === undefined || sameData(filter.spec.breakdown, spec.breakdown);
    const stands = grouped && stepsKey(filter.spec, mark) === stepsKey(spec, mark);
    selection.amend(source, stands ? anew : null);
  }

  #clauseOf(source: string, mark: FunnelMark, spec: FunnelSpec): Clause {
    return { source, widget: 'funnel', ...choiceOf(this.w, mark, spec) };
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
    this.choose(mark && { mark, ...choiceOf(this.w, mark, spec) });
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
    const mark = choice && isFunnelMark(choice.mark) ? choice.mark : null;
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
    const { ownClause } = this;
    const count = ownClause && this.chosenList(ownClause)?.count;
    if (typeof count !== 'number') return super.chosenSaid(choice);
    return this.t.chosen(this.t.customers(count, formatCount(this.locale, count)));
  }

  protected override chosenText(clause: Clause): unknown {
    const { w } = this;
    const { key, args } = clause.label;
    const [first = '', second = ''] = args.map(String);
    if (key === 'reached') return spacedName(w.chosenReached, first, '');
    if (key !== 'left') return super.chosenText(clause);
    const [before, between, after] = w.chosenLeft;
    const [beforeNarrow, afterNarrow] = w.chosenLeftNarrow;
    return this.narrow
      ? html`${spacedName(beforeNarrow, second, afterNarrow)}${afterNarrow}`
      : html`${spacedName(before, first, between)}${spacedName(between, second, after)}${after}`;
  }

  protected override chosenList(clause: Clause): ChosenList | null {
    const { result, shownSpec, views } = this;
    if (clause.filter.kind !== 'actors' || !result || !shownSpec) return null;
    const { spec, mark } = clause.filter;
    const title = clauseText(this.locale, clause.label);
    if (spec.kind === 'funnel' && isFunnelMark(mark)) {
      const same = mark.step < shownSpec.steps.length && sameData(spec, choiceOf(this.w, mark, shownSpec).filter.spec);
      return same ? { mark, title: this.#listTitle(mark, shownSpec), count: markCustomers(result, mark) } : null;
    }
    for (const { state: current, list } of [listOf(this.#time), listOf(this.#trend)]) {
      if (current.status !== 'ready' || !sameData(spec, current.spec) || !views) continue;
      // Attempts are counted there; how many customers they are of only the list can tell.
      const count = shownSpec.mode === 'totals' ? null : views.timeMarkCustomers(current.result, mark);
      return { mark, title, count, from: { list } };
    }
    return null;
  }

  #listTitle(mark: FunnelMark, spec: FunnelSpec): string {
    const { w } = this;
    const { label } = choiceOf(w, mark, spec);
    const [first = '', second = ''] = label.args.map(String);
    if (mark.group !== undefined) return clauseText(this.locale, label);
    return mark.kind === 'left' ? w.listLeft(first, second) : w.listReached(first);
  }

  /** A bin or a bucket is chosen: a mark of a question of its own. */
  readonly #chooseTime = (mark: TimeToConvertMark | FunnelTrendMark, label: ClauseLabel): void => {
    const current = mark.kind === 'converted' && !('bucket' in mark) ? this.#time.state : this.#trend.state;
    if (current.status !== 'ready') return;
    this.choose({ mark, filter: { kind: 'actors', spec: current.spec, mark }, label, spec: current.spec });
  };

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
    return this.#compared(this.#plainSpec());
  }

  #plainSpec(): FunnelSpec | null {
    if (!this.editing) return this.#ownQuestion();
    const { module, base, editor } = this.editing;
    // Groups and sums would only keep the counts waiting.
    const { breakdown: _breakdown, valueProp: _value, ...rest } = module.withDraft(base, editor.draft);
    return rest;
  }

  #ownQuestion(): FunnelSpec | null {
    return this.spec ? checkedSpec(this.spec) : (funnelSpec(this) ?? this.#proposedSpec());
  }

  /** Nobody has named steps: those that the data suggest, once they are there. */
  #proposedSpec(): FunnelSpec | null {
    const { info } = this.main.facts;
    return info && funnelSpec({ ...readProps(this), steps: proposeSteps(info) });
  }

  /** With what the range is held against; the range may be the selection's. */
  #compared(spec: FunnelSpec | null): FunnelSpec | null {
    const range = spec?.range ?? this.selection?.period;
    if (!spec || !range || spec.compare || spec.entryRange) return spec;
    const other =
      this.compare === null || this.compare === ''
        ? (this.selection?.compare ?? null)
        : readCompare(this.compare, range, this.#zone);
    return other ? { ...spec, range, compare: { range: other } } : spec;
  }

  get #zone(): string {
    return this.tz || 'UTC';
  }

  // Time to convert and trend ask by the same rules, in the same round trip.

  get #view(): FunnelViewName {
    const name = viewNames.find((each) => each === this.view) ?? 'steps';
    return this.handle ? 'steps' : name;
  }

  /** A view is asked for while it is on screen, and while the choice is one of its marks. */
  #shows(view: 'time' | 'trend'): boolean {
    if (this.handle) return false;
    const filter = this.ownClause?.filter;
    const chosen =
      filter?.kind === 'actors' && filter.spec.kind === (view === 'time' ? 'timeToConvert' : 'funnelTrend');
    return chosen || this.#view === view;
  }

  #timeSpec(): TimeToConvertSpec | null {
    const spec = this.#withPeriod();
    const { info } = this.main.facts;
    if (!spec || !info || spec.steps.length < 2) return null;
    const asked = timeSpec(spec, (info.lastMs ?? 0) - (info.firstMs ?? 0), this.span);
    const { key, width } = this.#finer;
    return key === questionKey(asked) ? { ...asked, binResolutionMs: width } : asked;
  }

  #trendSpec(): FunnelTrendSpec | null {
    const spec = this.#withPeriod();
    const { info } = this.main.facts;
    if (!spec || !info || info.firstMs === null || spec.steps.length < 2) return null;
    const data = { from: info.firstMs, to: (info.dataEnd ?? info.lastMs ?? info.firstMs) + 1 };
    return trendSpec(spec, data, this.interval, this.#zone);
  }

  #withPeriod(): FunnelSpec | null {
    const spec = this.askedSpec;
    const period = this.selection?.period;
    return spec && period && spec.range === undefined ? { ...spec, range: period } : spec;
  }

  protected override get others(): readonly AnalysisController[] {
    return [this.#time, this.#trend] as unknown as readonly AnalysisController[];
  }

  // Editing

  get #canEdit(): boolean {
    return this.editable && !this.handle && (this.facts.info?.events.length ?? 0) > 0;
  }

  readonly #edit = (): void => {
    const { facts, result } = this;
    if (!facts.info) return;
    let base: FunnelSpec | null = null;
    try {
      base = this.#ownQuestion();
    } catch {
      // Steps that cannot be read are what is to be mended: the proposed ones are a place to begin.
    }
    base ??= { kind: 'funnel', steps: proposeSteps(facts.info) };
    const question = base;
    void import('./steps-editor.js').then(
      async (module) => {
        const { styleSheet } = module.editorStyles;
        const root = this.shadowRoot;
        if (root && styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) {
          root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
        }
        await loadLocale(this.locale);
        const editor = new module.StepsEditor(this, module.draftOf(question), () => this.requestUpdate());
        const rateBefore = result?.conversionFromStart[goalStep(question.steps)] ?? null;
        this.editing = { module, base: question, editor, rateBefore };
        this.focusAfterUpdate('[data-edit="0"]');
      },
      () => (this.live = this.t.partMissing.title),
    );
  };

  readonly #discard = (): void => {
    this.editing = null;
    this.focusAfterUpdate('[data-opens="editor"], [data-opens="menu"]');
  };

  readonly #apply = (): void => {
    if (!this.editing) return;
    const { module, base, editor } = this.editing;
    const spec = module.withDraft(base, editor.draft);
    const { steps, windowMs, order, mode, holdConstant, exclusions } = editor.draft;
    if (this.spec) this.spec = spec;
    else {
      this.steps = spec.steps;
      this.window = windowMs;
      this.order = order;
      this.mode = mode;
      this.hold = holdConstant.length > 0 ? holdConstant : null;
      this.exclusions = exclusions.length > 0 ? exclusions : null;
    }
    this.#discard();
    this.dispatchEvent(new TpStepsEvent({ source: 'funnel', steps, windowMs, order, spec }));
  };

  protected override closeLayer(): boolean {
    const editor = this.editing?.editor;
    if (!editor) return false;
    // What was changed is not thrown away by a key that was meant for something else.
    if (!editor.closeLayer() && !editor.changed) this.#discard();
    return true;
  }

  protected override renderInstead(): unknown {
    if (!this.editing) return null;
    const { editor, rateBefore } = this.editing;
    const current = this.state;
    const values = this.#values.state;
    return html`${hatches}
    ${editor.render({
      locale: this.locale,
      width: this.cardWidth,
      info: this.facts.info,
      result: current.status === 'ready' && !current.recomputing ? current.result : null,
      rateBefore,
      values: values.status === 'ready' ? values.result : null,
      problem: current.status === 'failed' ? current.error.message : null,
    })}`;
  }

  #renderEditTools({ editor, module }: Editing): TemplateResult {
    const words = module.editorWords(this.locale);
    return html`<button
        class="b q"
        type="button"
        data-undo
        ?disabled=${!editor.canUndo}
        @click=${() => editor.undo(this.locale)}
      >
        ${words.undo}
      </button>
      <button class="b" type="button" data-discard @click=${this.#discard}>${words.discard}</button>
      <button class="b p" type="button" data-apply ?disabled=${this.state.status === 'failed'} @click=${this.#apply}>
        ${words.done}
      </button>`;
  }

  // Life

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loadingParts && !this.#loadingViews) return complete;
    await Promise.all([this.#loadingParts, this.#loadingViews]);
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

  /** What is drawn beyond the steps. */
  #loadViews(): void {
    this.#loadingViews ??= import('./funnel-views.js').then(
      async (views) => {
        const { styleSheet } = views.viewStyles;
        const root = this.shadowRoot;
        if (root && styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
        await loadLocale(this.locale);
        this.views = views;
      },
      () => {
        this.#loadingViews = null;
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
    return names.length === 1 ? names[0]! : this.w.funnelHeading(names[0]!, names[goalStep(spec!.steps)]!);
  }

  protected override scopeText(spec: FunnelSpec | null): string {
    if (this.editing) {
      const { module, editor } = this.editing;
      const words = module.editorWords(this.locale);
      return editor.changed ? words.changed : words.unchanged;
    }
    if (!spec) return '';
    const { w, locale } = this;
    const range = rangeText({ spec, locale });
    const within = spec.windowMs ? w.within(formatWindow(locale, spec.windowMs)) : '';
    const order = w.order[spec.order ?? 'ordered'];
    const counted = spec.mode === 'totals' ? w.scopeTotals : w.scopeUniques;
    const parts = this.narrow ? [range, within || (range ? '' : order)] : [counted, order, within, range];
    return parts.filter((part) => part !== '').join(' · ');
  }

  protected override sentence(result: FunnelResult, spec: FunnelSpec): string {
    const { w, locale } = this;
    const names = spec.steps.map(stepName);
    const total = result.stepCounts[0] ?? 0;
    const totalText = formatCount(locale, total);
    const totals = spec.mode === 'totals';
    if (names.length === 1) return (totals ? w.leadSingleTotals : w.leadSingle)(totalText, names[0]!, total);
    const reached = formatCount(locale, result.stepCounts[goalStep(spec.steps)] ?? 0);
    const say = totals ? w.leadSentenceTotals : w.leadSentence;
    return say(reached, totalText, names[0]!, names[goalStep(spec.steps)]!, total);
  }

  protected override figureText(result: FunnelResult, spec: FunnelSpec): string {
    return formatRate(this.locale, result.conversionFromStart[goalStep(spec.steps)] ?? null);
  }

  protected override emptyWords(result: FunnelResult, spec: FunnelSpec): StateWords | null {
    if ((result.stepCounts[0] ?? 0) > 0) return null;
    return this.parts?.emptyWords(this.#seen(result, spec), this.facts.info) ?? { title: this.t.computing, body: '' };
  }

  protected override initialWords(reason: string): StateWords | null {
    // Nobody named steps, and nothing is there to propose any from.
    const { info } = this.facts;
    if (reason !== 'no-spec' || info?.rows !== 0) return null;
    this.loadPanels();
    return this.panels?.noRowsWords(this.locale, info.rejectedRows) ?? { title: this.t.reading, body: '' };
  }

  protected override definition(result: FunnelResult, spec: FunnelSpec): Definition {
    const own = this.#timeView();
    if (own) return own.definition();
    return (
      this.parts?.funnelDefinition(this.#seen(result, spec)) ?? {
        name: this.w.definitionName,
        version: funnelDefinitionVersion,
        sentence: '',
        facts: [],
      }
    );
  }

  protected override table(result: FunnelResult, spec: FunnelSpec): TableData | null {
    const title = this.heading || this.titleText(spec);
    const own = this.#timeView();
    if (own) return own.table(title);
    const view = this.#seen(result, spec);
    const door = (mark: FunnelMark): TableDoor => ({
      pressed: sameMark(mark, this.choice),
      open: () => this.#choose(mark),
    });
    if (!this.parts || (result.groups && !this.views)) return null;
    const steps = this.parts.funnelTable(view, title, door);
    return result.groups && this.views ? this.views.withGroups(steps, view, door) : steps;
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

  /** Times far shorter than the window fill one bin or two: they are asked for again in narrower ones. */
  #refineBins(): void {
    const current = this.#time.state;
    if (current.status !== 'ready' || current.recomputing) return;
    const width = finerWidth(current.result, current.spec.binResolutionMs ?? 0);
    if (width !== null) this.#finer = { key: questionKey(current.spec), width };
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#refineBins();
    if (this.#view !== 'steps' || this.breakdown || this.spec?.breakdown) this.#loadViews();
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
    const content = parts.markTip(this.#seen(result, shownSpec), mark);
    this.tip = { content, x: at.left - frame.left, y: at.top - frame.top, width: at.width, height: at.height };
  }

  // Drawing

  #mode(steps: number): FunnelMode {
    return funnelMode(this.cardWidth, steps);
  }

  #seen(result: FunnelResult, spec: FunnelSpec): FunnelView {
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
      past: result.compare
        ? { name: rangeName(this.locale, result.compare.range, this.#zone), figures: result.compare }
        : null,
      goal: goalStep(spec.steps),
      before: stepsBefore(spec.steps),
      width: this.room,
    };
  }

  // Head

  protected override renderTools(result: FunnelResult | null): unknown {
    const { w, narrow } = this;
    const several = (this.shownSpec?.steps.length ?? 0) > 1;
    if (this.editing) return this.#renderEditTools(this.editing);
    const tabs = result && !this.handle && several;
    return html`${
      !tabs || narrow
        ? nothing
        : html`<div class="seg" role="group" aria-label=${w.views}>
            ${viewNames.map(
              (name) =>
                html`<button
                  type="button"
                  data-view=${name}
                  aria-pressed=${name === this.#view}
                  @click=${() => this.#show(name)}
                >
                  ${w.view[name]}
                </button>`,
            )}
          </div>`
    }
    ${result && this.#view === 'steps' ? this.#renderCompare() : nothing}
    ${result && this.#view !== 'steps' && !narrow ? (this.#timeView()?.tools() ?? nothing) : nothing}
    ${
      this.#canEdit && !(this.#folded && result)
        ? html`<button class="b" type="button" data-opens="editor" @click=${this.#edit}>${w.editSteps}</button>`
        : nothing
    }`;
  }

  /** Tools fold into the menu from right to left as room goes. */
  get #folded(): boolean {
    return this.width < wideWidth;
  }

  protected override menuItems(): readonly MenuItem[] {
    const { w, shownSpec } = this;
    if (this.handle || !this.#folded || this.editing) return [];
    const views = viewNames.map((name) => ({
      id: `view-${name}`,
      icon: viewIcons[name],
      text: w.view[name],
      checked: name === this.#view,
      run: () => this.#show(name),
    }));
    const compared = this.#view === 'steps' && shownSpec?.range && !this.spec?.compare;
    const compares = compareNames.map((name) => ({
      id: `compare-${name}`,
      icon: 'chart' as const,
      text: { none: w.noComparison, previous: w.previousPeriod, 'last-year': w.yearBefore }[name],
      checked: name === (this.compare || (shownSpec?.compare ? '' : 'none')),
      run: () => (this.compare = name),
    }));
    return [
      ...(this.narrow && (shownSpec?.steps.length ?? 0) > 1 ? views : []),
      ...(compared ? compares : []),
      ...(this.#canEdit ? [{ id: 'edit', icon: 'list' as const, text: w.editSteps, run: this.#edit }] : []),
    ];
  }

  readonly #show = (view: string): void => {
    this.view = view;
    this.tip = null;
  };

  /** What the range can be held against; nothing without a range, and where data says it. */
  #renderCompare(): TemplateResult | typeof nothing {
    const { w, compare, shownSpec } = this;
    if (!shownSpec?.range || this.handle || this.#folded || this.spec?.compare) return nothing;
    const name = shownSpec.compare ? w.versus(rangeName(this.locale, shownSpec.compare.range, this.#zone)) : '';
    const now = compare === null || compare === '' ? 'auto' : typeof compare === 'string' ? compare : 'own';
    const own: ReadonlyArray<readonly [string, string]> =
      now === 'none' || (now === 'auto' && !shownSpec.compare) ? [] : [['now', name]];
    const value = own.length > 0 ? 'now' : 'none';
    const others = [
      ['none', w.noComparison],
      ['previous', w.previousPeriod],
      ['last-year', w.yearBefore],
    ] as const;
    return pickPart(w.compare, [...own, ...others.filter(([each]) => each !== now)], value, (chosen) => {
      if (chosen !== 'now') this.compare = chosen;
    });
  }

  protected override renderLead(result: FunnelResult, spec: FunnelSpec): unknown {
    const own = this.#timeView();
    if (this.#view !== 'steps') return own?.lead() ?? nothing;
    return leadPart(this.#seen(result, spec), this.sentence(result, spec), {
      narrow: this.narrow,
      legend: !this.narrow && !this.tableOpen,
      zone: this.#zone,
    });
  }

  protected override renderNotes(result: FunnelResult, spec: FunnelSpec): unknown {
    const words = this.parts?.neverWords(this.#seen(result, spec), this.facts.info);
    return words ? notePart(words.title, words.body, 'warn', 'warn') : nothing;
  }

  /** Time to convert or trend, with what they are drawn from; null while the steps are on screen, and before it is there. */
  #timeView(): Views.TimeView | null {
    const { views, shownSpec } = this;
    if (!views || !shownSpec || this.#view === 'steps') return null;
    const frame: Views.TimeFrame = {
      locale: this.locale,
      t: this.t,
      width: this.room,
      zone: this.#zone,
      spec: shownSpec,
      waited: this.waited,
      chosen: this.ownClause?.filter.kind === 'actors' ? this.ownClause.filter : null,
      choose: this.#chooseTime,
      tip: (tip) => (this.tip = tip),
    };
    return this.#view === 'time'
      ? views.timeView(frame, this.#time.state, (span) => (this.span = span))
      : views.trendView(frame, this.#trend.state, this.interval, readGoal(this.goal), (by) => (this.interval = by));
  }

  protected override renderBelow(result: FunnelResult, spec: FunnelSpec): unknown {
    if (this.#view !== 'steps' || !result.groups || !this.views || this.tableOpen) return nothing;
    return this.views.groupsPart(this.#seen(result, spec), {
      choose: (mark) => this.#choose(mark),
      attribution: this.handle || this.spec ? null : (value) => (this.attribution = value),
      by:
        this.handle || this.spec || typeof this.breakdown !== 'string' || spec.breakdown?.by.length !== 1
          ? null
          : { names: this.facts.info?.properties ?? [], set: (value) => (this.breakdown = value) },
    });
  }

  protected override renderBody(result: FunnelResult, spec: FunnelSpec): TemplateResult {
    if (this.#view !== 'steps') {
      const own = this.#timeView();
      return html`${hatches} ${this.narrow && own ? html`<div class="ntools">${own.tools()}</div>` : nothing}
      ${own?.body() ?? this.renderSkeleton(this.room)}`;
    }
    const view = this.#seen(result, spec);
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

const listOf = <R extends TimeToConvertResult | FunnelTrendResult>(from: AnalysisController<R>) => ({
  state: from.state,
  list: from.list.bind(from),
});

/** What belongs together while steps are edited. */
interface Editing {
  readonly module: typeof EditorModule;
  /** The question as it was. */
  readonly base: FunnelSpec;
  readonly editor: EditorModule.StepsEditor;
  readonly rateBefore: number | null;
}

/** Cards narrower than this have no room for all tools, px. */
const wideWidth = 720;

const viewIcons = { steps: 'chart', time: 'clock', trend: 'trend' } as const;

/** A question about times, but for the width of its bins. */
const questionKey = (spec: TimeToConvertSpec): string => JSON.stringify({ ...spec, binResolutionMs: undefined });

/** All that a funnel's properties ask. */
const readProps = (from: FunnelProps): FunnelProps => {
  const { window, order, tie, entry, level, where, mode, hold, exclusions, value } = from;
  const { breakdown, breakdownLimit, attribution } = from;
  const range = { ...(from.from !== undefined && { from: from.from }), ...(from.to !== undefined && { to: from.to }) };
  return Object.assign(range, {
    window,
    order,
    tie,
    entry,
    level,
    where,
    mode,
    hold,
    exclusions,
    value,
    breakdown,
    breakdownLimit,
    attribution,
  }) as FunnelProps;
};

/** A name between words, set off from Chinese ones where it is in Latin letters or digits. */
function spacedName(before: string, name: string, after: string): TemplateResult {
  return html`${before}${hanGap(before, name)}<b><bdi>${name}</bdi></b
    >${hanGap(name, after)}`;
}

define('tp-funnel', TpFunnel);

declare global {
  interface HTMLElementTagNameMap {
    'tp-funnel': TpFunnel;
  }
}

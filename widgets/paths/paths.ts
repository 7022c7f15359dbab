import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Filter, Selector } from '../../worker/protocol/filter.js';
import type { FunnelResult, FunnelSpec } from '../../worker/protocol/funnel.js';
import type { PathsMark, PathsResult, PathsSpec, VariantsMark, VariantsResult } from '../../worker/protocol/paths.js';
import type { Mark, Spec } from '../../worker/protocol/spec.js';
import type { Clause, ClauseLabel, WidgetKind } from '../dataset/selection.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import type { SpecOf } from '../internal/analysis.js';
import { TpCard } from '../internal/card-element.js';
import type { ChosenList } from '../internal/card-element.js';
import type * as Panels from '../internal/card-panels.js';
import { define } from '../internal/define.js';
import { formatCount, formatRange, formatRate, formatWindow } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { sameData } from '../internal/plain-data.js';
import { messagePart } from '../internal/state-parts.js';
import type { TableColumn, TableData, TableValue } from '../internal/table-data.js';
import type { StateWords } from '../locales/messages.js';
import { segmentStyles } from '../styles/segments.js';
import { bandBox, flowChart, headRoom, layoutOf } from './paths-chart.js';
import { TpPathsEvent } from './paths-event.js';
import { flowList } from './paths-list.js';
import type * as More from './paths-more.js';
import type { NamedCount } from './paths-picker.js';
import { countText, detailLines, isChosen, markName, nodeName, pathText } from './paths-view.js';
import type { PathsView } from './paths-view.js';
import { flowOf, hidesEdges } from './paths.flow.js';
import type { Flow, FlowLink, FlowNode } from './paths.flow.js';
import { fitsFlow, leastPitch, skeletonBars } from './paths.layout.js';
import {
  checkedPathsSpec,
  isWholeJourney,
  pathsSpec,
  stepBounds,
  usualGapMs,
  variantsSpec,
  wholeJourneyMs,
} from './paths.spec.js';
import type { PathsProps } from './paths.spec.js';
import { pathsStyles } from './paths.styles.js';
import { nextStop } from './paths.walk.js';
import { pathsWords } from './words.js';
import type { PathsWords } from './words.js';

type Layer = 'anchor' | 'steps' | 'compare';
type View = 'flow' | 'variants';

/** Names the rules that the numbers on screen follow. Raised by one whenever a rule changes what a number means. */
const definitionVersion = 1;
const usualNames = 5;
/** Edges asked for first, and when these do not hold all. */
const edges = { first: 1000, all: 10_000 } as const;
const variantsPage = 20;

/**
 * Paths: which way customers go, where they stop, and what those who convert do differently.
 *
 * Draws from the `<tp-dataset>` around it or from the one that `for` names. Sizes itself to its own width.
 *
 * @summary Flow between touchpoints from a start or to an end, with those who left, whole paths, and the customers behind every number.
 * @status stable
 * @since 0.1.0
 *
 * @event {TpSelectEvent} tpselect - A person chose a mark or cleared the choice; cancelable, fired before it takes hold.
 * @event {TpPathsEvent} tppaths - A person changed start, end, steps or comparison.
 * @event {TpReadyEvent} tpready - A result is drawn.
 * @event {TpErrorEvent} tperror - No result can be computed; the element shows why.
 *
 * @csspart base - The card.
 * @csspart title - The heading.
 * @csspart scope - The line under the heading.
 * @csspart lead - The sentence.
 * @csspart chart - The drawing.
 * @csspart node - A bar of a column.
 * @csspart link - A band between two bars.
 * @csspart chosen - The part of a band that the chosen customers take.
 * @csspart label - Name and count of a bar.
 * @csspart count - A number of customers that opens as a choice.
 * @csspart comparison - The table of what one group does differently.
 * @csspart picker - The popover to pick a name.
 * @csspart choice - The chip of the choice.
 * @csspart clause - The chip of a choice made elsewhere.
 * @csspart list - The list of customers.
 * @csspart message - An initial, empty or error message.
 * @csspart note - A note above the drawing.
 * @csspart menu - The menu.
 * @csspart tooltip - The tooltip.
 * @csspart foot - The foot.
 *
 * @cssproperty --tp-color-surface - Card background.
 * @cssproperty --tp-color-text - Text.
 * @cssproperty --tp-color-data - Amounts.
 * @cssproperty --tp-color-past - Other names.
 * @cssproperty --tp-color-choice - What is chosen.
 */
export class TpPaths extends TpCard<PathsResult> {
  static override styles: CSSResultGroup = [TpCard.styles, segmentStyles, pathsStyles];

  protected readonly kind: WidgetKind = 'paths';
  protected readonly main: AnalysisController<PathsResult> = new AnalysisController<PathsResult>(this, {
    spec: () => this.question,
    for: () => this.for,
  });
  /** The same question of those who are chosen here. */
  readonly #through = new AnalysisController<PathsResult>(this, {
    spec: () => (this.ownClause && this.mode === 'flow' ? this.shownSpec : null),
    for: () => this.for,
    // Not as this widget: its own clause is what narrows the answer.
    from: () => this,
  });
  readonly #variants = new AnalysisController<VariantsResult>(this, {
    spec: () => (this.mode === 'variants' ? variantsSpec(this.#props, this.variantsLimit) : null),
    for: () => this.for,
  });

  /** A funnel's own question, asked under the filter of these paths: its totals have to be theirs. */
  readonly #funnel = new AnalysisController<FunnelResult>(this, {
    spec: () => this.#comparable(this.shownSpec),
    for: () => this.for,
    period: false,
  });

  /** Name that paths begin at; without it and without `end`, each begins with the first touchpoint. */
  @property() start: string | null = null;
  /** Name that paths end at; without `start` the columns are counted back from it. */
  @property() end: string | null = null;
  /** Number of columns, 2 to 12. Default 4. */
  @property() steps: string | number | null = null;
  /** Property whose values are the steps; default: the touchpoint's name. */
  @property() node: string | null = null;
  /** `customer` (default): one path for each customer's whole journey. `session`: one for each session. */
  @property() per: string | null = null;
  /** Pause that ends a session: `30 min` unless said; naming one makes paths of sessions. */
  @property() gap: string | number | null = null;
  /** Counts every repeat of a step; else a run of the same step is one. */
  @property({ type: Boolean }) repeats = false;
  /** Patterns between commas, in which `*` is anything: a name that one matches is called like the pattern. */
  @property() groupings: string | readonly string[] | null = null;
  /** Takes slashes off the ends of names. */
  @property({ type: Boolean, attribute: 'trim-slash' }) trimSlash = false;
  /** First instant that counts: ISO text (UTC unless it says otherwise) or ms. */
  @property() from: string | number | null = null;
  /** First instant that does not count any more. */
  @property() to: string | number | null = null;
  /** Names of touchpoints, between commas, or conditions: those who have one are compared with those who have none. */
  @property() converted: string | readonly Selector[] | null = null;
  /** Level of the comparison's intervals, 0..1. Default 0.95. */
  @property() level: string | number | null = null;
  /** Most names of a column; the others are drawn as one. Default 5. */
  @property({ type: Number }) names: number = usualNames;
  /** `flow` (default) or `variants`: whole paths as a list. */
  @property() view: string | null = null;
  /** Only rows that meet all of these count. */
  @property({ attribute: false }) where: readonly Selector[] | null = null;
  /** The whole question as data; wins over start, end and the rest. */
  @property({ attribute: false }) spec: PathsSpec | null = null;

  // What a person changed stands beside the host's properties, which stay as they are.
  @state() private edits: Partial<PathsProps> = {};
  @state() private editedView: View | null = null;
  @state() private layer: Layer | null = null;
  @state() private query = '';
  @state() private active = 0;
  @state() private focusId = '';
  @state() private openNodes: ReadonlySet<string> = new Set();
  @state() private edgeLimit: number = edges.first;
  @state() private variantsLimit: number = variantsPage;
  // Popovers, variants and comparison come with the first wish for one of them.
  @state() private more: typeof More | null = null;
  @state() private moreFailed = false;

  readonly #seen = new Map<string, number>();
  #flow: { readonly result: PathsResult; readonly names: number; readonly flow: Flow } | null = null;
  #loadingMore: Promise<void> | null = null;
  #part: { readonly result: PathsResult; readonly like: Flow; readonly flow: Flow } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ownerDocument.addEventListener('tpready', this.#handleFunnel);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ownerDocument.removeEventListener('tpready', this.#handleFunnel);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#loadingMore) return complete;
    await this.#loadingMore;
    return super.getUpdateComplete();
  }

  #loadMore(): void {
    this.#loadingMore ??= import('./paths-more.js').then(
      (more) => {
        const { styleSheet } = more.moreStyles;
        const root = this.shadowRoot;
        if (root && styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
        this.moreFailed = false;
        this.more = more;
      },
      () => {
        this.#loadingMore = null;
        this.moreFailed = true;
      },
    );
  }

  // A funnel of the same data has new numbers: whether they agree is said anew.
  readonly #handleFunnel = (event: Event): void => {
    if ((event as CustomEvent<{ source?: string }>).detail?.source === 'funnel') this.requestUpdate();
  };

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const given = ['start', 'end', 'steps', 'node', 'per', 'gap', 'repeats', 'converted', 'spec'] as const;
    if (given.some((key) => changed.has(key)) && this.hasUpdated) this.edits = {};
    if (changed.has('view')) this.editedView = null;
    if (this.layer || this.mode === 'variants' || this.#comparedWith !== '') this.#loadMore();
  }

  /** What is asked, with what a person changed: data that `spec` takes. Null for what cannot be asked. */
  get question(): PathsSpec {
    if (this.spec && Object.keys(this.edits).length === 0) return checkedPathsSpec(this.spec);
    return pathsSpec(this.#props, this.edgeLimit);
  }

  get #props(): PathsProps {
    const own: PathsProps = this.spec ? propsOf(this.spec) : this;
    const { start, end, steps, node, per, gap, repeats, groupings, trimSlash, from, to, where, converted, level } = own;
    const props = {
      start,
      end,
      steps,
      node,
      per,
      gap,
      repeats,
      groupings,
      trimSlash,
      from,
      to,
      where,
      converted,
      level,
    };
    return { ...props, ...this.edits } as PathsProps;
  }

  protected get mode(): View {
    return this.editedView ?? (this.view === 'variants' ? 'variants' : 'flow');
  }

  get #w(): PathsWords {
    return pathsWords(this.locale);
  }

  // Card

  protected override get askedSpec(): PathsSpec | null {
    try {
      return this.question;
    } catch {
      return null;
    }
  }

  protected override get others(): readonly AnalysisController[] {
    return [this.#through, this.#variants] as unknown as readonly AnalysisController[];
  }

  protected override titleText(spec: PathsSpec | null): string {
    const { start, end } = spec ?? {};
    const w = this.#w;
    if (start !== undefined && end !== undefined) return w.titleBetween(start, end);
    if (start !== undefined) return w.titleFrom(start);
    return end === undefined ? w.title : w.titleTo(end);
  }

  protected override scopeText(spec: PathsSpec | null): string {
    if (!spec) return '';
    const { locale } = this;
    const w = this.#w;
    const { result } = this;
    const gap = spec.sessionGapMs ?? usualGapMs;
    return [
      result ? w.customers(result.actors, formatCount(locale, result.actors)) : '',
      isWholeJourney(spec) ? w.whole : w.split(formatWindow(locale, gap)),
      (spec.collapseRepeats ?? true) ? w.joined : w.kept,
      spec.range ? formatRange(locale, spec.range.from, spec.range.to) : '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  }

  protected override sentence(result: PathsResult, spec: PathsSpec): string {
    const [point, numbers] = this.#point(result, spec);
    return [point, numbers].filter((part) => part !== '').join(' ');
  }

  /** The point of the result, and its numbers: where most stop; where nobody stops, the most common way. */
  #point(result: PathsResult, spec: PathsSpec): readonly [string, string] {
    const flow = this.#flowOf(result, spec);
    const w = this.#w;
    if (this.mode === 'variants') {
      const current = this.#variants.state;
      const first = current.status === 'ready' ? current.result.variants[0] : undefined;
      if (first) return [w.variantsSentence(pathText(first.nodes, 6), formatRate(this.locale, first.share)), ''];
    }
    const ofAll = (count: number, of: number): readonly [string, string] => [
      formatCount(this.locale, count),
      countText({ flow, w, locale: this.locale }, of),
    ];
    const drops = flow.links.filter((link) => link.kind === 'left' && flow.byId.get(link.source)!.kind === 'name');
    const worst = most(drops);
    if (worst) {
      const source = flow.byId.get(worst.source)!;
      const name = nodeName(w, source);
      const point = source.column === 0 ? w.stopsFirst(name) : w.stopsLater(name, source.column + 1);
      return [point, w.goNoFurther(...ofAll(worst.count, source.visits))];
    }
    const last = flow.columns.length - 2;
    const named = flow.links.filter((link) =>
      [link.source, link.target].every((id) => flow.byId.get(id)!.kind === 'name'),
    );
    // Of paths to a goal the last step before it is the answer.
    const way = most(flow.atEnd ? named.filter(({ column }) => column === last) : named);
    if (way) {
      const source = flow.byId.get(way.source)!;
      const point = w.leadsTo(nodeName(w, source), nodeName(w, flow.byId.get(way.target)!));
      return [point, w.takeIt(...ofAll(way.count, source.visits))];
    }
    const only = flow.columns[0]?.[0];
    return only
      ? [w.onlyNode(nodeName(w, only), countText({ flow, w, locale: this.locale }, only.visits)), '']
      : ['', ''];
  }

  protected override renderLead(result: PathsResult, spec: PathsSpec): TemplateResult {
    const [point, numbers] = this.#point(result, spec);
    const end = this.t.sentenceEnd;
    return html`<div class="lead" part="lead">
      <p class="say">
        <span
          ><b class="s">${point}${this.mode === 'variants' || !numbers ? end : ''}</b>
          ${numbers ? numbers + end : nothing}</span
        >${this.#agreement(result, spec)}
      </p>
    </div>`;
  }

  /** Whether a funnel of the same data counts as many customers where these paths begin. */
  #agreement(result: PathsResult, spec: PathsSpec): TemplateResult | typeof nothing {
    const current = this.#funnel.state;
    if (current.status !== 'ready' || current.recomputing || !sameData(current.spec, this.#comparable(spec))) {
      return nothing;
    }
    const there = current.result.stepCounts[0] ?? 0;
    const w = this.#w;
    const here = w.customers(result.actors, formatCount(this.locale, result.actors));
    return there === result.actors
      ? html`<span class="tag good">${icon('check')}${w.agrees(here)}</span>`
      : html`<span class="tag warn">${icon('warn')}${w.differs(here, formatCount(this.locale, there))}</span>`;
  }

  /** The question of a funnel of the same data that begins where these paths do; null without one that can be compared. */
  #comparable(spec: PathsSpec | null): FunnelSpec | null {
    const { coordinator } = this.main.dataset ?? {};
    const byEvent = spec?.node === undefined || spec.node === '$name';
    if (!spec || !coordinator || spec.start === undefined || spec.end !== undefined || !byEvent) return null;
    for (const { spec: funnel } of coordinator.shown('funnel')) {
      if (funnel.kind !== 'funnel') continue;
      const first = funnel.steps[0];
      if (first?.event !== spec.start || (first.where?.length ?? 0) > 0) continue;
      if (sameData([funnel.range ?? null, funnel.where ?? []], [spec.range ?? null, spec.where ?? []])) return funnel;
    }
    return null;
  }

  protected override renderTools(result: PathsResult | null): unknown {
    if (!result && this.state.status !== 'ready') return nothing;
    const w = this.#w;
    const { start, end, steps } = this.#props;
    if (this.cardWidth < 560) return this.#renderLayer(result);
    const roomy = this.cardWidth >= 820;
    const anchor = end && !start ? w.toName(end) : start ? w.fromName(start) : w.anywhere;
    const button = (layer: Layer, text: string, label: string): TemplateResult =>
      html`<button
        class="b"
        type="button"
        data-layer=${layer}
        aria-haspopup="dialog"
        aria-expanded=${this.layer === layer}
        aria-label=${label}
        @click=${() => this.#toggleLayer(layer)}
      >
        <span class="ell nmx">${text}</span>${icon('down')}
      </button>`;
    return html`<div class="seg" role="tablist" aria-label=${w.view}>
        ${(['flow', 'variants'] as const).map(
          (view) =>
            html`<button
              type="button"
              role="tab"
              aria-selected=${this.mode === view}
              tabindex=${this.mode === view ? 0 : -1}
              @click=${() => this.#show(view)}
              @keydown=${(event: KeyboardEvent) => this.#tabKey(event, view)}
            >
              ${w[view]}
            </button>`,
        )}
      </div>
      ${
        this.mode === 'flow'
          ? html`${button('anchor', anchor, `${w.anchor}: ${anchor}`)}
            ${roomy ? button('steps', w.steps(Number(steps ?? stepBounds.usual)), `${w.stepsName}: ${w.steps(Number(steps ?? stepBounds.usual))}`) : nothing}
            ${roomy ? button('compare', this.#comparedWith ? w.versus(this.#comparedWith) : w.compare, this.#comparedWith ? w.versus(this.#comparedWith) : w.compare) : nothing}`
          : nothing
      }
      ${this.#renderLayer(result)}`;
  }

  protected override menuItems(): readonly Panels.MenuItem[] {
    const w = this.#w;
    const items: Panels.MenuItem[] = [];
    const flow = this.mode === 'flow';
    if (this.cardWidth < 560) {
      const other: View = flow ? 'variants' : 'flow';
      items.push({ id: 'view', icon: flow ? 'list' : 'chart', text: w[other], run: () => this.#show(other) });
      if (flow) items.push({ id: 'anchor', icon: 'right', text: w.anchor, run: () => this.#toggleLayer('anchor') });
    }
    if (flow && this.cardWidth < 820) {
      items.push({ id: 'steps', icon: 'plus', text: w.stepsName, run: () => this.#toggleLayer('steps') });
      items.push({ id: 'compare', icon: 'filter', text: w.compare, run: () => this.#toggleLayer('compare') });
    }
    const spec = this.askedSpec;
    if (!spec) return items;
    const whole = isWholeJourney(spec);
    const joined = spec.collapseRepeats ?? true;
    return [
      ...items,
      {
        id: 'whole',
        icon: 'check',
        text: w.perCustomer,
        checked: whole,
        run: () => this.#edit({ per: whole ? 'session' : 'customer' }),
      },
      { id: 'joined', icon: 'check', text: w.joinRepeats, checked: joined, run: () => this.#edit({ repeats: joined }) },
    ];
  }

  protected override renderBody(result: PathsResult, spec: PathsSpec): TemplateResult {
    if (this.mode === 'variants') return this.#renderVariants();
    const view = this.#view(result, spec);
    const w = this.#w;
    const effect = this.#effect(view);
    const said = effect ? html`<p class="sub effect" role="status">${effect}</p>` : nothing;
    if (!fitsFlow(this.room, view.flow.columns.length)) {
      return html`${said}
        <div @click=${this.#handleClick}>
          ${flowList(view, this.openNodes, (id) => this.#toggleNode(id), w.waysOut)}
        </div>`;
    }
    const layout = layoutOf(view);
    return html`${said}
      <div
        @click=${this.#handleClick}
        @pointerover=${this.#handleOver}
        @pointerleave=${this.#handleOut}
        @focusin=${this.#handleFocus}
        @focusout=${this.#handleOut}
      >
        ${flowChart(view, layout)}
      </div>
      <p class="vh" id="paths-help">${w.help}</p>`;
  }

  protected override renderBelow(result: PathsResult, spec: PathsSpec): unknown {
    if (this.mode === 'variants') return nothing;
    const view = this.#view(result, spec);
    const w = this.#w;
    const notes: string[] = [];
    const last = view.flow.columns.length;
    if (view.flow.cut > 0 && !view.flow.atEnd) notes.push(w.goOn(formatCount(this.locale, view.flow.cut), last));
    const compared =
      this.more && result.groups && this.#comparedWith && view.flow.links.some(({ comparison }) => comparison)
        ? this.more.compareTable(
            view,
            result.groups,
            this.#comparedWith,
            levelOf(this.locale, spec.level ?? 0.95),
            (mark, link) => this.#chooseMark(mark, link, view.flow),
          )
        : nothing;
    return html`${notes.length > 0 ? html`<p class="sub goes">${notes.join(' · ')}</p>` : nothing} ${compared}`;
  }

  protected override renderSkeleton(width: number): TemplateResult {
    const height = width < 420 ? 200 : 300;
    const narrow = !fitsFlow(width, 4);
    return html`<svg class="c" width=${width} height=${height} aria-hidden="true">
      ${skeletonBars.map(([column, top, tall], i) =>
        narrow
          ? svg`<rect class="skl" x="0" y=${i * 22} width=${Math.round(width * tall * 1.2)} height="10" rx="2"></rect>`
          : svg`<rect class="skl" x=${Math.round((column / 3) * (width - leastPitch))} y=${Math.round(top * height)} width="10" height=${Math.round(tall * height)} rx="2"></rect>
              <rect class="skl" x=${Math.round((column / 3) * (width - leastPitch)) + 18} y=${Math.round(top * height) + 4} width="64" height="9" rx="2"></rect>`,
      )}
    </svg>`;
  }

  protected override emptyWords(result: PathsResult, spec: PathsSpec): StateWords | null {
    if (result.sessions > 0) return null;
    const w = this.#w;
    const { start, end } = spec;
    if (start === undefined && end === undefined) return { title: w.emptyTitle, body: w.emptyBody };
    const title =
      start !== undefined && end !== undefined
        ? w.emptyBoth(start, end)
        : start !== undefined
          ? w.emptyStart(start)
          : w.emptyEnd(end!);
    return { title, body: w.emptyAnchorBody };
  }

  protected override table(result: PathsResult, spec: PathsSpec): TableData | null {
    if (this.mode === 'variants') return this.#variantsTable();
    const view = this.#view(result, spec);
    const { flow } = view;
    const w = this.#w;
    const compared = result.groups !== null && this.#comparedWith !== '';
    const columns: TableColumn[] = [
      { id: 'from', title: w.fromColumn, kind: 'text' },
      { id: 'step', title: w.stepColumn, kind: 'count' },
      { id: 'to', title: w.toColumn, kind: 'text' },
      ...(flow.onePathEach ? [] : [{ id: 'sessions', title: w.sessionsColumn, kind: 'count' } as const]),
      { id: 'customers', title: w.customersColumn, kind: 'count' },
      { id: 'share', title: w.shareColumn, kind: 'rate' },
      { id: 'medianMs', title: w.medianColumn, kind: 'span' },
      ...(compared
        ? [
            { id: 'convertedShare', title: w.did(this.#comparedWith), kind: 'rate' } as const,
            { id: 'otherShare', title: w.didNot, kind: 'rate' } as const,
            { id: 'difference', title: w.difference, kind: 'points' } as const,
            { id: 'interval', title: w.interval(levelOf(this.locale, spec.level ?? 0.95)), kind: 'interval' } as const,
          ]
        : []),
    ];
    const doorColumn = flow.onePathEach ? 3 : 4;
    return {
      title: this.heading || this.titleText(spec),
      columns,
      rows: flow.links.map((link): TableValue[] => {
        const source = flow.byId.get(link.source)!;
        const { comparison } = link;
        return [
          nodeName(w, source),
          source.column + 1,
          nodeName(w, flow.byId.get(link.target)!),
          ...(flow.onePathEach ? [] : [link.count]),
          link.customers,
          link.count / source.visits,
          link.medianMs,
          ...(compared
            ? [
                comparison?.convertedShare ?? null,
                comparison?.notConvertedShare ?? null,
                comparison?.difference ?? null,
                comparison?.interval ?? null,
              ]
            : []),
        ];
      }),
      door: (row, column) => {
        const link = flow.links[row];
        if (!link || column !== doorColumn || link.customers === null) return null;
        return { pressed: isChosen(view, link), open: () => this.#chooseMark(link.mark, link, flow) };
      },
    };
  }

  #variantsTable(): TableData | null {
    const current = this.#variants.state;
    if (current.status !== 'ready') return null;
    const { result } = current;
    const w = this.#w;
    return {
      title: this.heading || w.variants,
      columns: [
        { id: 'path', title: w.pathColumn, kind: 'text' },
        { id: 'customers', title: w.customersColumn, kind: 'count' },
        { id: 'sessions', title: w.sessionsColumn, kind: 'count' },
        { id: 'share', title: w.share, kind: 'rate' },
      ],
      rows: result.variants.map(({ nodes, actors, count, share }) => [nodes.join(' → '), actors, count, share]),
      total: result.variantsTotal,
      door: (row, column) => {
        const variant = result.variants[row];
        if (!variant || column !== 1) return null;
        const mark: VariantsMark = { kind: 'variant', nodes: variant.nodes };
        return { pressed: sameData(this.#chosenVariant, mark), open: () => this.#chooseVariant(mark) };
      },
    };
  }

  protected override drawing(): SVGSVGElement | null {
    return this.renderRoot.querySelector<SVGSVGElement>('.fw svg.flow');
  }

  protected override definition(result: PathsResult, spec: PathsSpec): Panels.Definition {
    const { locale, t } = this;
    const w = this.#w;
    const gap = spec.sessionGapMs ?? usualGapMs;
    const facts: Array<readonly [string, string]> = [
      [w.ruleNode, spec.node && spec.node !== '$name' ? spec.node : w.ruleEvent],
      [w.ruleRepeats, (spec.collapseRepeats ?? true) ? w.joined : w.kept],
      ...(spec.start === undefined ? [] : [[w.ruleStart, spec.start] as const]),
      ...(spec.end === undefined ? [] : [[w.ruleEnd, spec.end] as const]),
      [w.ruleOther, w.ruleOtherText(this.#names)],
      [w.ruleLeft, w.ruleLeftText],
      [w.ruleRange, spec.range ? formatRange(locale, spec.range.from, spec.range.to) : w.ruleAllTime],
      ...(result.groups ? [[w.ruleInterval, w.ruleIntervalText(levelOf(locale, spec.level ?? 0.95))] as const] : []),
      ...(this.panels
        ? [
            [
              w.ruleLeftOut,
              this.panels.leftOutText(t, locale, result.meta.unidentifiedRows, result.meta.rejectedRows),
            ] as const,
          ]
        : []),
    ];
    const sentence = isWholeJourney(spec) ? w.definitionWhole : w.definitionSession(formatWindow(locale, gap));
    return { name: w.definition, version: definitionVersion, sentence, facts };
  }

  protected override resultChanged(result: PathsResult): void {
    for (const { name, visits } of result.nodes) this.#seen.set(name, Math.max(visits, this.#seen.get(name) ?? 0));
    // Not within the update that asked: the question is read before it.
    if (hidesEdges(result) && this.edgeLimit < edges.all) queueMicrotask(() => (this.edgeLimit = edges.all));
  }

  /** Sets a popover under what opened it, within the card. Positions go through the CSSOM: strict pages forbid style attributes. */
  protected override drawn(): void {
    const box = this.renderRoot.querySelector<HTMLElement>('.pop.pick');
    const opener = this.layer && this.renderRoot.querySelector(`[data-layer="${this.layer}"]`);
    const card = this.renderRoot.querySelector('.card');
    if (!box || !opener || !card) return;
    const around = card.getBoundingClientRect();
    const at = opener.getBoundingClientRect();
    const most = Math.max(12, around.width - box.offsetWidth - 12);
    box.style.insetInlineEnd = `${Math.round(Math.min(most, Math.max(12, around.right - at.right)))}px`;
    box.style.top = `${Math.round(at.bottom - around.top + 4)}px`;
  }

  protected override closeLayer(): boolean {
    if (!this.layer) return false;
    this.#closeLayer();
    return true;
  }

  protected override chosenList(clause: Clause): ChosenList | null {
    const { result, shownSpec } = this;
    if (clause.filter.kind !== 'actors' || !result || !shownSpec) return null;
    const { spec, mark } = clause.filter;
    const variants = this.#variants.state;
    if (variants.status === 'ready' && sameData(spec, variantMarkSpec(variants.spec))) {
      return { ...variantOf(variants.result, mark as VariantsMark), mark, from: this.#variants };
    }
    if (sameData(spec, this.#markSpec(shownSpec))) {
      const flow = this.#flowOf(result, shownSpec);
      const item = [...flow.byId.values(), ...flow.links].find((one) => sameData(one.mark, mark));
      const title = item ? markName(this.#w, flow, item) : '';
      return { mark, title: title || this.titleText(shownSpec), count: item?.customers ?? null };
    }
    return null;
  }

  protected override handleKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target.closest('.mk') : null;
    const id = target?.getAttribute('data-id');
    const { result, shownSpec } = this;
    if (!target || id === null || id === undefined || !result || !shownSpec) return;
    const view = this.#view(result, shownSpec);
    if (event.key === 'Enter' || event.key === ' ') this.#chooseId(view, id);
    else {
      const next = nextStop(view.flow, layoutOf(view), id, event.key);
      if (next === null) {
        if (event.key.startsWith('Arrow')) event.preventDefault();
        return;
      }
      this.focusId = next;
      void this.updateComplete.then(() => this.#focusMark(next));
    }
    event.preventDefault();
  }

  // Flow

  /** Names of a column: fewer where there is little height to give. */
  get #names(): number {
    const given = Number(this.names);
    const names = Number.isFinite(given) && given >= 1 ? Math.min(30, Math.floor(given)) : usualNames;
    return names;
  }

  #flowOf(result: PathsResult, spec: PathsSpec): Flow {
    const names = this.#names;
    if (this.#flow?.result !== result || this.#flow.names !== names) {
      this.#flow = { result, names, flow: flowOf(result, spec, { names }) };
    }
    return this.#flow.flow;
  }

  #view(result: PathsResult, spec: PathsSpec): PathsView {
    const flow = this.#flowOf(result, spec);
    const focus =
      flow.byId.has(this.focusId) || flow.links.some(({ id }) => id === this.focusId)
        ? this.focusId
        : (flow.columns[0]?.[0]?.id ?? '');
    const part = this.#partOf(flow, spec);
    return {
      flow,
      part,
      spec,
      w: this.#w,
      locale: this.locale,
      chosen: this.chosenMark(this.#markSpec(spec)) as PathsMark | null,
      focus,
      width: this.room,
    };
  }

  /** The flow of those who are chosen here, once it is counted. */
  #partOf(flow: Flow, spec: PathsSpec): Flow | null {
    const current = this.#through.state;
    if (!this.ownClause || current.status !== 'ready' || current.recomputing) return null;
    if (!sameData(current.spec, spec)) return null;
    if (this.#part?.result !== current.result || this.#part.like !== flow) {
      const names = this.#names;
      this.#part = { result: current.result, like: flow, flow: flowOf(current.result, spec, { names, like: flow }) };
    }
    return this.#part.flow;
  }

  /** The question that marks of the flow belong to: how much is listed, and compared, changes no customer. */
  #markSpec(spec: PathsSpec): PathsSpec {
    const { converted: _converted, level: _level, ...rest } = spec;
    return { ...rest, maxEdges: 1, medians: false };
  }

  /** Where the customers of a chosen link or node go next. */
  #effect(view: PathsView): string {
    const { flow, part, chosen, locale } = view;
    if (!part || !chosen) return '';
    const item = [...flow.links, ...flow.byId.values()].find((one) => sameData(one.mark, chosen));
    const at = item && ('source' in item ? item.target : item.id);
    if (at === undefined || flow.byId.get(at)?.kind === 'left') return '';
    const next = part.links.filter((link) => link.source === at);
    const left = next.find((link) => link.kind === 'left')?.count ?? 0;
    const onward = most(next.filter((link) => link.kind !== 'left'));
    const w = this.#w;
    return [
      onward ? w.effectNext(formatCount(locale, onward.count), nodeName(w, part.byId.get(onward.target)!)) : '',
      left > 0 ? w.effectLeft(formatCount(locale, left)) : '',
    ]
      .filter((text) => text !== '')
      .join(this.t.listSeparator);
  }

  readonly #handleClick = (event: Event): void => {
    const id = idOf(event);
    const { result, shownSpec } = this;
    if (id === null || !result || !shownSpec) return;
    this.#chooseId(this.#view(result, shownSpec), id);
  };

  #chooseId({ flow }: PathsView, id: string): void {
    const item = flow.byId.get(id) ?? flow.links.find((link) => link.id === id);
    if (!item) return;
    this.focusId = id;
    this.#chooseMark(item.mark, item, flow);
  }

  #chooseMark(mark: PathsMark, item: FlowNode | FlowLink, flow: Flow): void {
    const { shownSpec } = this;
    if (!shownSpec) return;
    const group = mark.kind === 'edge' && mark.group !== undefined;
    const spec = group ? { ...this.#markSpec(shownSpec), converted: shownSpec.converted! } : this.#markSpec(shownSpec);
    this.choose({ mark, filter: actorsFilter(spec, mark), label: this.#label(item, flow), spec });
  }

  #label(item: FlowNode | FlowLink, flow: Flow): ClauseLabel {
    const w = this.#w;
    if (!('source' in item)) {
      if (item.kind === 'name') return { key: 'node', args: [nodeName(w, item)] };
      return { key: 'customers', args: [markName(w, flow, item)] };
    }
    const source = flow.byId.get(item.source)!;
    const target = flow.byId.get(item.target)!;
    if (target.kind === 'left') return { key: 'dropped', args: [nodeName(w, source)] };
    return { key: 'edge', args: [nodeName(w, source), nodeName(w, target)] };
  }

  #toggleNode(id: string): void {
    const open = new Set(this.openNodes);
    if (!open.delete(id)) open.add(id);
    this.openNodes = open;
  }

  #focusMark(id: string): void {
    for (const mark of this.renderRoot.querySelectorAll<SVGElement>('.flow .mk')) {
      if (mark.getAttribute('data-id') === id) mark.focus();
    }
  }

  // Tooltip

  readonly #handleOver = (event: Event): void => {
    const id = event.target instanceof Element && event.target.closest('.mk') ? idOf(event) : null;
    this.#showTip(id);
  };

  readonly #handleFocus = (event: Event): void => {
    const id = idOf(event);
    if (id === null) return;
    this.focusId = id;
    if (event.target instanceof Element && event.target.matches(':focus-visible')) this.#showTip(id);
  };

  readonly #handleOut = (): void => {
    this.tip = null;
  };

  #showTip(id: string | null): void {
    const { result, shownSpec } = this;
    if (id === null || !result || !shownSpec) {
      this.tip = null;
      return;
    }
    const view = this.#view(result, shownSpec);
    const layout = layoutOf(view);
    const node = layout.nodes.get(id);
    const item = node?.node ?? view.flow.links.find((link) => link.id === id);
    if (!item) return;
    const box = node
      ? { x: node.x, y: node.y + headRoom, width: node.labelX - node.x + 90, height: node.drawn }
      : bandBox(layout, item as FlowLink);
    const title = markName(this.#w, view.flow, item);
    // A line may stand above the drawing in the frame.
    const above = this.renderRoot.querySelector<HTMLElement>('.fw .effect');
    const shift = above ? above.offsetTop + above.offsetHeight + 12 : 0;
    this.tip = {
      content: html`<b>${title}</b>${detailLines(view, item).map((line) => html`<span>${line}</span>`)}`,
      ...box,
      y: box.y + shift,
    };
  }

  // Variants

  #renderVariants(): TemplateResult {
    const current = this.#variants.state;
    const w = this.#w;
    const result = current.status === 'ready' ? current.result : current.status === 'failed' ? current.previous : null;
    const { more } = this;
    if (this.moreFailed && !more) return messagePart(this.t.partMissing, { icon: 'warn' });
    if (!result || !more) {
      return html`<p class="t3 none" role="status">
        ${current.status === 'failed' ? w.variantsFailed : w.variantsLoading}
      </p>`;
    }
    return html`<p class="sub vwn">${w.variantsWhole}</p>
      ${more.variantsView({
        result,
        w,
        locale: this.locale,
        chosen: this.#chosenVariant,
        choose: (mark) => this.#chooseVariant(mark),
        more: () => (this.variantsLimit += variantsPage * 2),
        narrow: this.narrow,
      })}`;
  }

  get #chosenVariant(): VariantsMark | null {
    const current = this.#variants.state;
    return current.status === 'ready' ? (this.chosenMark(variantMarkSpec(current.spec)) as VariantsMark | null) : null;
  }

  #chooseVariant(mark: VariantsMark): void {
    const current = this.#variants.state;
    if (current.status !== 'ready') return;
    const label: ClauseLabel =
      mark.kind === 'variant'
        ? { key: 'variant', args: [mark.nodes[0] ?? '', mark.nodes.at(-1) ?? ''] }
        : mark.kind === 'rework'
          ? { key: 'node', args: [mark.name] }
          : { key: 'edge', args: [mark.source, mark.target] };
    const spec = variantMarkSpec(current.spec);
    this.choose({ mark, filter: actorsFilter(spec, mark), label, spec });
  }

  // Tools

  #show(view: View): void {
    this.editedView = view;
    this.tip = null;
  }

  #tabKey(event: KeyboardEvent, view: View): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    this.#show(view === 'flow' ? 'variants' : 'flow');
    this.focusAfterUpdate('.seg [aria-selected="true"]');
  }

  #toggleLayer(layer: Layer): void {
    if (this.layer === layer) {
      this.#closeLayer();
      return;
    }
    this.layer = layer;
    this.query = '';
    this.active = 0;
    this.focusAfterUpdate(layer === 'steps' ? '.pick [aria-selected="true"]' : '.pick input');
  }

  #closeLayer(): void {
    const layer = this.layer;
    this.layer = null;
    if (!layer) return;
    const opener = this.renderRoot.querySelector(`[data-layer="${layer}"]`)
      ? `[data-layer="${layer}"]`
      : '[data-opens="menu"]';
    this.focusAfterUpdate(opener);
  }

  // Another place was clicked: the popover is closed by it.
  readonly #handleLayerOut = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    const box = event.currentTarget;
    if (to instanceof Node && box instanceof Element && box.contains(to)) return;
    if (to instanceof Element && to.hasAttribute('data-layer')) return;
    if (to !== null) this.layer = null;
  };

  #renderLayer(result: PathsResult | null): TemplateResult | typeof nothing {
    if (!this.layer || !this.more) return nothing;
    const { pickerPanel } = this.more;
    return html`<div @focusout=${this.#handleLayerOut}>
      ${this.layer === 'steps' ? this.#stepsPanel() : this.layer === 'anchor' ? this.#anchorPanel(result, pickerPanel) : this.#comparePanel(pickerPanel)}
    </div>`;
  }

  #stepsPanel(): TemplateResult {
    const w = this.#w;
    const current = Number(this.#props.steps ?? stepBounds.usual);
    const counts = Array.from({ length: 7 }, (_, i) => i + stepBounds.least);
    return html`<div class="pop pick" part="picker" role="dialog" aria-label=${w.stepsName}>
      <div class="opts" role="listbox" aria-label=${w.stepsName} @keydown=${this.#handleStepsKey}>
        ${counts.map(
          (count) =>
            html`<div
              class="opt"
              role="option"
              data-steps=${count}
              tabindex=${count === current ? 0 : -1}
              aria-selected=${count === current}
              @click=${() => this.#pickSteps(count)}
            >
              ${count === current ? icon('check') : html`<span class="ic"></span>`}${w.steps(count)}
            </div>`,
        )}
      </div>
    </div>`;
  }

  readonly #handleStepsKey = (event: KeyboardEvent): void => {
    const options = [...this.renderRoot.querySelectorAll<HTMLElement>('.pick [data-steps]')];
    const at = options.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (next !== undefined) options[Math.max(0, Math.min(options.length - 1, next))]?.focus();
    else if (event.key === 'Enter' || event.key === ' ') this.#pickSteps(Number(options[at]?.dataset['steps']));
    else return;
    event.preventDefault();
  };

  #pickSteps(steps: number): void {
    this.#closeLayer();
    this.#edit({ steps });
  }

  get #direction(): 'from' | 'to' {
    const { start, end } = this.#props;
    return this.edits.start === undefined && end && !start ? 'to' : end && !start ? 'to' : 'from';
  }

  #anchorPanel(result: PathsResult | null, pickerPanel: typeof More.pickerPanel): TemplateResult {
    const w = this.#w;
    const { start, end } = this.#props;
    const toEnd = this.#direction === 'to';
    const turn = (direction: 'from' | 'to'): void => {
      const name = start ?? end ?? null;
      if (name !== null) this.#edit(direction === 'to' ? { start: null, end: name } : { start: name, end: null });
    };
    const head = html`<div class="seg" role="radiogroup" aria-label=${w.direction}>
      ${(['from', 'to'] as const).map(
        (direction) =>
          html`<button
            type="button"
            role="radio"
            aria-checked=${(direction === 'to') === toEnd}
            ?disabled=${!start && !end}
            @click=${() => turn(direction)}
          >
            ${w[direction]}
          </button>`,
      )}
    </div>`;
    return pickerPanel(w, this.locale, {
      id: 'anchor',
      label: w.anchor,
      picks: this.#picks(result),
      chosen: (toEnd ? end : start) ?? null,
      none: w.anyStart,
      query: this.query,
      active: this.active,
      head,
      onQuery: this.#handleQuery,
      onActive: this.#handleActive,
      onPick: (name) => {
        this.#closeLayer();
        this.#edit(toEnd && name !== null ? { start: null, end: name } : { start: name, end: null });
      },
    });
  }

  #comparePanel(pickerPanel: typeof More.pickerPanel): TemplateResult {
    const w = this.#w;
    const events = this.facts.info?.events ?? [];
    return pickerPanel(w, this.locale, {
      id: 'compare',
      label: w.compare,
      picks: events.map(({ name, actors }) => ({ name, count: actors })),
      chosen: this.#comparedWith || null,
      none: w.noCompare,
      query: this.query,
      active: this.active,
      onQuery: this.#handleQuery,
      onActive: this.#handleActive,
      onPick: (name) => {
        this.#closeLayer();
        this.#edit({ converted: name === null ? null : [{ event: name }] });
      },
    });
  }

  readonly #handleQuery = (query: string): void => {
    this.query = query;
    this.active = 0;
  };

  readonly #handleActive = (active: number): void => {
    this.active = active;
    void this.updateComplete.then(() => this.renderRoot.querySelector('.opt.at')?.scrollIntoView({ block: 'nearest' }));
  };

  /** Names to begin or end at: all events; of a property, those that were seen in a result. */
  #picks(result: PathsResult | null): readonly NamedCount[] {
    const { node, groupings } = this.#props;
    const events = this.facts.info?.events;
    if (events && (!node || node === '$name') && !groupings) {
      return events.map(({ name, actors }) => ({ name, count: actors }));
    }
    if (!result) return [];
    return [...this.#seen].sort((a, b) => b[1] - a[1]).map(([name]) => ({ name, count: null }));
  }

  /** What the comparison is with, in words; empty without one. */
  get #comparedWith(): string {
    const { converted } = this.#props;
    if (!converted || converted.length === 0) return '';
    if (typeof converted === 'string') return converted;
    return converted
      .map(({ event, where }) =>
        event === undefined
          ? (where ?? []).map(({ prop, value }) => `${prop} ${String(value ?? '')}`.trim()).join(' ')
          : typeof event === 'string'
            ? event
            : event.join(' / '),
      )
      .join(' / ');
  }

  #edit(change: Partial<PathsProps>): void {
    this.edits = { ...this.edits, ...change };
    this.edgeLimit = edges.first;
    this.openNodes = new Set();
    try {
      this.dispatchEvent(new TpPathsEvent({ spec: this.question }));
    } catch {
      // The card shows what is wrong with it.
    }
  }
}

function actorsFilter(spec: Spec, mark: Mark): Filter {
  return { kind: 'actors', spec, mark };
}

/** The question that marks of variants belong to: how many are listed changes no customer. */
function variantMarkSpec(spec: SpecOf<VariantsResult>): SpecOf<VariantsResult> {
  return { ...spec, limit: 1, maxEdges: 1 };
}

/** Name and customers of a variant's mark. */
function variantOf(result: VariantsResult, mark: VariantsMark): { title: string; count: number | null } {
  if (mark.kind === 'variant') {
    const variant = result.variants.find(({ nodes }) => sameData(nodes, mark.nodes));
    return { title: pathText(mark.nodes), count: variant?.actors ?? null };
  }
  if (mark.kind === 'rework') {
    return { title: mark.name, count: result.rework.find(({ name }) => name === mark.name)?.actors ?? null };
  }
  const { source, target } = mark;
  const wait = result.waiting.find((edge) => edge.source === source && edge.target === target);
  return { title: `${source} → ${target}`, count: wait?.actors ?? null };
}

function most(links: readonly FlowLink[]): FlowLink | null {
  return links.reduce<FlowLink | null>((best, link) => (best && best.count >= link.count ? best : link), null);
}

function idOf(event: Event): string | null {
  const { target } = event;
  return target instanceof Element ? (target.closest('[data-id]')?.getAttribute('data-id') ?? null) : null;
}

function levelOf(locale: Parameters<typeof formatRate>[0], level: number): string {
  return formatRate(locale, level).replace(/[.,]0%$/, '%');
}

/** A question as properties, so that a person can change parts of it. */
function propsOf(spec: PathsSpec): PathsProps {
  const whole = (spec.sessionGapMs ?? usualGapMs) >= wholeJourneyMs;
  return {
    start: spec.start ?? null,
    end: spec.end ?? null,
    steps: spec.maxSteps ?? 5,
    node: spec.node ?? null,
    per: whole ? 'customer' : 'session',
    gap: whole ? null : (spec.sessionGapMs ?? usualGapMs),
    repeats: spec.collapseRepeats === false,
    groupings: spec.groupings ?? null,
    trimSlash: spec.trimTrailingSlash ?? false,
    from: spec.range?.from ?? null,
    to: spec.range?.to ?? null,
    where: spec.where ?? null,
    converted: spec.converted ?? null,
    level: spec.level ?? null,
  };
}

define('tp-paths', TpPaths);

declare global {
  interface HTMLElementTagNameMap {
    'tp-paths': TpPaths;
  }
}

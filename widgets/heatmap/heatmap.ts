import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Selector } from '../../worker/protocol/filter.js';
import type {
  Feature,
  FeatureMatrixMark,
  FeatureMatrixResult,
  FeatureMatrixSpec,
} from '../../worker/protocol/heatmap.js';
import { clauseText } from '../dataset/clause-words.js';
import type { Clause } from '../dataset/selection.js';
import type { AnalysisState } from '../internal/analysis.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import { TpCard } from '../internal/card-element.js';
import type { ChosenList } from '../internal/card-element.js';
import type * as Panels from '../internal/card-panels.js';
import { define } from '../internal/define.js';
import { formatCount, formatNumber, formatRange } from '../internal/format.js';
import { sameData } from '../internal/plain-data.js';
import { messagePart } from '../internal/state-parts.js';
import type { TableData } from '../internal/table-data.js';
import type { StateWords } from '../locales/messages.js';
import { segmentStyles } from '../styles/segments.js';
import type { ClickMap, ClickMapInput } from './click-map.js';
import type { PageBox } from './click-model.js';
import type { ScaleKind } from './colour-scale.js';
import type { Area, Place } from './heatmap.layout.js';
import {
  byColumns,
  clickQuestions,
  isWeek,
  matrixSpec,
  readLayer,
  readMeasure,
  readMinCell,
  readScale,
  readSort,
  readViewports,
  wholeSpec,
} from './heatmap.spec.js';
import type { ClickLayer, ClickQuestions, HeatmapProps } from './heatmap.spec.js';
import { heatmapStyles } from './heatmap.styles.js';
import type { MatrixView } from './matrix-chart.js';
import type { Measure, RowSort } from './matrix-model.js';
import type { RowListInput } from './matrix-rows.js';
import type { MatrixSentence } from './matrix-words.js';
import type * as Matrix from './matrix.js';
import { heatmapWords } from './words.js';
import type { HeatmapWords } from './words.js';

export type { PageBox } from './click-model.js';

/** Version of the rules behind a matrix and behind a click map. */
const definitionVersion = 1;
/** From this width on the controls of a click map stand in its head. */
const roomyTools = 640;
/** From this room on the rows stand beside a week. */
const rowPane = 720;

/**
 * Where and when things happen: rows by time as a matrix of colours, or with `page` the clicks on a page.
 *
 * @summary Heatmap of features by time, and click map of a page
 * @status stable
 * @since 0.2.0
 *
 * @event {TpSelectEvent} tpselect - A person chose cells or an element; can be prevented.
 * @event {TpReadyEvent} tpready - A new result is drawn.
 * @event {TpErrorEvent} tperror - The question could not be answered.
 *
 * @csspart base - The card.
 * @csspart title - The title.
 * @csspart scope - The line below the title.
 * @csspart choice - The chip of what is chosen here.
 * @csspart clause - A chip of what is chosen elsewhere.
 * @csspart rows - The list of rows beside a week.
 * @csspart legend - What the colours mean.
 * @csspart picture - The picture of the page.
 * @csspart tooltip - What stands beside a cell or element.
 * @csspart foot - The line at the bottom.
 *
 * @cssproperty --tp-seq-1 - Palest colour of the amounts; the darkest is `--tp-seq-9`.
 */
export class TpHeatmap extends TpCard<FeatureMatrixResult> {
  static override styles: CSSResultGroup = [TpCard.styles, segmentStyles, heatmapStyles];

  protected override readonly kind = 'heatmap';

  /** Property whose values are the rows, e.g. `feature`; default: the event names. */
  @property() rows: string | null = null;
  /** Rows as named selectors, in place of a property's values. */
  @property({ attribute: false }) features: readonly Feature[] | null = null;
  /** Most values with a row of their own. */
  @property() limit: string | number | null = null;
  /** `hour-of-week` (default), `hour`, `day`, `week`, `month`, `quarter`, `year`, `day-of-week`, `hour-of-day`, `day-of-age`, `week-of-age`. */
  @property() columns: string | null = null;
  /** How many days or weeks of age. */
  @property() ages: string | number | null = null;
  /** What cells tell: `actors` (default), `counts`, `share`, `value`. */
  @property() measure: string | null = null;
  /** Number property that `value` sums. */
  @property({ attribute: 'value-prop' }) valueProp: string | null = null;
  /** Order of the rows: `total` (default), `name`, `given`. */
  @property() sort: string | null = null;
  /** How colours are cut: `linear` (default), `log`, `even`. */
  @property() scale: string | null = null;
  /** Cells of fewer customers are withheld, and cannot be worked out from totals. */
  @property({ attribute: 'min-cell' }) minCell: string | number | null = null;
  /** IANA time zone, or `local` for the reader's; default UTC. */
  @property() tz: string | null = null;
  /** First day of the week, 0 = Sunday; default 1. */
  @property({ attribute: 'week-start' }) weekStart: string | number | null = null;
  /** First instant that counts. */
  @property() from: string | null = null;
  /** First instant that does not count any more. */
  @property() to: string | null = null;
  /** Conditions that all counted rows meet. */
  @property({ attribute: false }) where: readonly Selector[] | null = null;

  /** Page whose clicks are drawn, e.g. `/pricing`; makes the element a click map. */
  @property() page: string | null = null;
  /** Property that names the page; default `page`. */
  @property({ attribute: 'page-prop' }) pageProp: string | null = null;
  /** Event that is a click; default `click`. */
  @property({ attribute: 'click-event' }) clickEvent: string | null = null;
  /** Property that names the clicked element; default `element`. */
  @property({ attribute: 'element-prop' }) elementProp: string | null = null;
  /** Address of a picture of the whole page. */
  @property() background: string | null = null;
  /** When the picture was made: ISO date; said in the foot. */
  @property({ attribute: 'background-date' }) backgroundDate: string | null = null;
  /** Size of the page in the picture, CSS px; default: the picture's own size. */
  @property({ type: Number, attribute: 'page-width' }) pageWidth: number | null = null;
  /** Height likewise. */
  @property({ type: Number, attribute: 'page-height' }) pageHeight: number | null = null;
  /** Boxes of named elements in the picture, CSS px of the page; default: as clicks recorded them. */
  @property({ attribute: false }) elements: Readonly<Record<string, PageBox>> | null = null;
  /** An element of this page that is the page shown: its size, and the boxes of its parts with `data-tp-name`, are used. */
  @property({ attribute: false }) surface: Element | null = null;
  /** Widths that part classes of windows, e.g. `768, 1280`; empty for one class. */
  @property() viewports: string | readonly number[] | null = null;
  /** Which class is shown, from 0; null for all. */
  @property({ type: Number }) viewport: number | null = null;
  /** Which clicks: `all` (default), `dead`, `rage`. */
  @property() layer: string | null = null;

  /** What a person picked in place of `measure`, `sort`, `scale`, `layer`, `viewport`; until the page sets these anew. */
  @state() private picked: {
    readonly measure?: Measure;
    readonly sort?: RowSort;
    readonly scale?: ScaleKind;
    readonly layer?: ClickLayer;
    readonly viewport?: number | null;
  } = {};
  /** Row that a week is drawn of, by name; null for all together. */
  @state() private shownRow: string | null = null;
  @state() private allRows = false;
  @state() private cursor: Place = { row: 0, column: 0 };
  /** Where a choice of several cells began, by key or pointer. */
  @state() private anchor: Place | null = null;
  /** The pointer was used last: no ring is drawn around the cell stood on. */
  @state() private quiet = false;
  @state() private chosenCount: number | null = null;
  // Each of the two drawings comes with the first wish for it: who draws one does not fetch the other.
  @state() private matrix: typeof Matrix | null = null;
  @state() private clickMap: ClickMap | null = null;
  /** The part of the drawing asked for could not be fetched. */
  @state() private partFailed = false;

  protected override readonly main: AnalysisController<FeatureMatrixResult> =
    new AnalysisController<FeatureMatrixResult>(this, { spec: () => this.#asked(), for: () => this.for });
  readonly #days = this.#totals('day-of-week');
  readonly #hours = this.#totals('hour-of-day');
  readonly #whole = new AnalysisController<FeatureMatrixResult>(this, {
    spec: () => (this.#mainSpec && this.page === null ? wholeSpec(this.#mainSpec) : null),
    for: () => this.for,
  });
  /** The question of this render; null while there is none. What it throws is the state's error. */
  #mainSpec: FeatureMatrixSpec | null = null;
  #specError: unknown = null;
  #questions: ClickQuestions | null = null;
  #view: MatrixView | null = null;
  #dragging = false;
  #tipAt: Place | null = null;
  #counting: AbortController | null = null;
  #countedFor: { readonly key: string; readonly result: FeatureMatrixResult | null } | null = null;
  #loadingMatrix: Promise<void> | null = null;
  #loadingMap: Promise<void> | null = null;

  #asked(): FeatureMatrixSpec | null {
    if (this.#specError !== null) throw this.#specError;
    return this.#mainSpec;
  }

  #totals(columns: 'day-of-week' | 'hour-of-day'): AnalysisController<FeatureMatrixResult> {
    return new AnalysisController<FeatureMatrixResult>(this, {
      spec: () =>
        this.#mainSpec && this.page === null && isWeek(this.#mainSpec) ? byColumns(this.#mainSpec, columns) : null,
      for: () => this.for,
    });
  }

  // What is asked

  get #words(): HeatmapWords {
    return heatmapWords(this.locale);
  }

  get #props(): HeatmapProps {
    return {
      rows: this.rows,
      features: this.features,
      columns: this.columns,
      limit: this.limit,
      ages: this.ages,
      valueProp: this.valueProp,
      tz: this.tz,
      weekStart: this.weekStart,
      from: this.from,
      to: this.to,
      where: this.where,
      page: this.page,
      pageProp: this.pageProp,
      click: this.clickEvent,
      elementProp: this.elementProp,
    };
  }

  get #measure(): Measure {
    return this.picked.measure ?? readMeasure(this.measure);
  }
  get #sort(): RowSort {
    return this.picked.sort ?? readSort(this.sort);
  }
  get #scale(): ScaleKind {
    return this.picked.scale ?? readScale(this.scale);
  }
  get #layer(): ClickLayer {
    return this.picked.layer ?? readLayer(this.layer);
  }
  get #viewport(): number | null {
    return this.picked.viewport === undefined ? this.viewport : this.picked.viewport;
  }

  protected override willUpdate(changed: PropertyValues): void {
    for (const name of ['measure', 'sort', 'scale', 'layer', 'viewport'] as const) {
      if (changed.has(name) && name in this.picked) this.picked = { ...this.picked, [name]: undefined };
    }
    if (changed.has('page')) this.partFailed = false;
    this.#specError = null;
    try {
      readMeasure(this.measure);
      readSort(this.sort);
      readScale(this.scale);
      readLayer(this.layer);
      readMinCell(this.minCell);
      this.#readSpec();
    } catch (thrown) {
      this.#specError = thrown;
      this.#mainSpec = null;
      this.#questions = null;
    }
  }

  #readSpec(): void {
    if (this.page === null) {
      this.#questions = null;
      this.#mainSpec = matrixSpec(this.#props);
      this.#loadMatrix();
      return;
    }
    if (this.page.trim() === '') {
      this.#mainSpec = null;
      this.#questions = null;
      return;
    }
    this.#questions = clickQuestions(this.#props, {
      viewports: readViewports(this.viewports),
      viewport: this.#viewport,
    });
    this.#mainSpec = this.#questions.elements;
    this.#loadMap();
  }

  #loadMatrix(): void {
    if (this.partFailed) return;
    this.#loadingMatrix ??= import('./matrix.js').then(
      (matrix) => {
        this.matrix = matrix;
      },
      () => {
        this.#loadingMatrix = null;
        this.partFailed = this.page === null;
      },
    );
  }

  #loadMap(): void {
    if (this.partFailed) return;
    this.#loadingMap ??= import('./click-map.js').then(
      ({ ClickMap: Made, clickStyles }) => {
        const { styleSheet } = clickStyles;
        const root = this.shadowRoot;
        if (root && styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
        this.clickMap = new Made(this, {
          for: () => this.for,
          input: () => this.#mapInput(),
          root: () => this.renderRoot,
          choose: (choice) => void this.choose(choice),
          tools: () => (this.width < roomyTools ? this.#renderLayers() : null),
          openList: (mark, title, from) => this.openList(mark, title, from),
          listRows: (mark, page, signal) => this.main.listRows(mark, page, signal),
        });
      },
      () => {
        this.#loadingMap = null;
        this.partFailed = this.page !== null;
      },
    );
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    const loading = this.page === null ? this.#loadingMatrix : this.#loadingMap;
    if (!loading) return complete;
    await loading;
    return super.getUpdateComplete();
  }

  get #undrawable(): boolean {
    return (this.page === null ? this.matrix : this.clickMap) === null;
  }

  /** There are numbers, and what draws them cannot come. */
  get #partMissing(): boolean {
    return this.#undrawable && this.partFailed && this.main.state.status === 'ready';
  }

  /** What the click map draws now; null while there is nothing. */
  #mapInput(): ClickMapInput | null {
    const { result, shownSpec, page } = this;
    if (page === null || !this.#questions || !result || !shownSpec) return null;
    const filter = this.ownClause?.filter;
    const mark = filter?.kind === 'actors' ? filter.mark : null;
    const chosen = mark && ('element' in mark ? mark.element : 'value' in mark ? mark.value : null);
    return {
      page,
      questions: this.#questions,
      result,
      spec: shownSpec,
      layer: this.#layer,
      viewports: readViewportsSafely(this.viewports),
      minCell: readMinCell(this.minCell),
      background: this.background,
      backgroundDate: this.backgroundDate,
      pageWidth: this.pageWidth,
      pageHeight: this.pageHeight,
      boxes: this.elements,
      surface: this.surface,
      room: this.room,
      narrow: this.narrow,
      locale: this.locale,
      t: this.#words,
      chosen: typeof chosen === 'string' ? chosen : null,
    };
  }

  // Hooks of the card

  // A result counts as there once it can be drawn: until then the card waits, and tells nobody that it is ready.
  protected override get state(): AnalysisState<FeatureMatrixResult> {
    const { state: current } = this.main;
    if (current.status !== 'ready' || !this.#undrawable) return current;
    return this.partFailed ? { status: 'initial', reason: 'no-source' } : { status: 'loading', progress: null };
  }

  protected override renderInstead(): unknown {
    return this.#partMissing ? messagePart(this.t.partMissing, { icon: 'warn' }) : null;
  }

  protected override get others(): readonly AnalysisController[] {
    const own = this.page === null ? [this.#days, this.#hours, this.#whole] : (this.clickMap?.controllers ?? []);
    return own as unknown as readonly AnalysisController[];
  }

  protected override get askedSpec(): FeatureMatrixSpec | null {
    return this.#mainSpec;
  }

  protected override titleText(spec: FeatureMatrixSpec | null): string {
    const t = this.#words;
    if (this.page !== null) return t.clicksOn(this.page);
    const columns = t.columns[spec?.columns ?? 'hour-of-week'];
    const rows = spec?.features ? t.features : rowsName(t, spec);
    return rows === null ? t.eventsBy(columns) : t.title(rows, columns);
  }

  protected override scopeText(spec: FeatureMatrixSpec | null): string {
    const { locale, result } = this;
    const t = this.#words;
    const period = spec ? this.#periodText(spec) : '';
    if (this.page !== null) {
      const clicks = result ? total(result.columnRows) : null;
      const actors = this.clickMap?.actors ?? null;
      const width = this.#viewport === null ? '' : t.widthIn(this.#widthName(this.#viewport));
      return [
        clicks === null ? '' : t.clicks(clicks, formatCount(locale, clicks)),
        actors === null || clicks === null ? '' : t.customers(actors, formatCount(locale, actors)),
        width,
        period,
      ]
        .filter((part) => part !== '')
        .join(' · ');
    }
    return [t.scopeMeasure[this.#measure], t.zone(spec?.tz ?? 'UTC'), period].filter((part) => part !== '').join(' · ');
  }

  #periodText({ range, tz = 'UTC' }: FeatureMatrixSpec): string {
    const { info } = this.facts;
    if (range) return formatRange(this.locale, range.from, range.to, tz);
    if (!info || info.firstMs === null || info.lastMs === null) return '';
    const day = 86_400_000;
    return formatRange(this.locale, Math.floor(info.firstMs / day) * day, (Math.floor(info.lastMs / day) + 1) * day);
  }

  protected override sentence(result: FeatureMatrixResult, spec: FeatureMatrixSpec): string {
    const { first, more } = this.#sentence(result, spec);
    const gap = this.locale !== 'zh-CN' && first !== '' && more !== '' ? ' ' : '';
    return `${first}${gap}${more}`.replace(/[.。]$/, '');
  }

  #sentence(result: FeatureMatrixResult, spec: FeatureMatrixSpec): MatrixSentence {
    if (this.page !== null) return this.clickMap?.sentence(this.#words) ?? { first: '', more: '' };
    const { matrix } = this;
    if (!matrix) return { first: '', more: '' };
    // Upright and whole, whatever room there is.
    const view = this.#makeView(matrix, result, spec, 4000);
    return isWeek(spec) ? matrix.weekSentence(view, spec.weekStart ?? 1) : matrix.featureSentence(view);
  }

  protected override renderLead(result: FeatureMatrixResult, spec: FeatureMatrixSpec): unknown {
    const { first, more } = this.#sentence(result, spec);
    return first === '' && more === ''
      ? nothing
      : html`<p class="say" part="lead"><b>${first}</b>${this.locale === 'zh-CN' ? nothing : ' '}${more}</p>`;
  }

  protected override renderTools(_result: FeatureMatrixResult | null): unknown {
    if (this.page === null) return this.#renderMeasures();
    return this.width < roomyTools ? nothing : this.#renderLayers();
  }

  #renderMeasures(): TemplateResult {
    const t = this.#words;
    const names = (['actors', 'counts', 'share', 'value'] as const).filter(
      (name) => name !== 'value' || this.valueProp !== null || this.#measure === 'value',
    );
    return this.#renderStrip(t.measures, names, this.#measure, t.measure, (measure) => {
      this.picked = { ...this.picked, measure };
    });
  }

  #renderLayers(): TemplateResult {
    const t = this.#words;
    const viewports = readViewportsSafely(this.viewports);
    const counts = this.clickMap?.classCounts ?? null;
    return html`${this.#renderStrip(t.layers, ['all', 'dead', 'rage'] as const, this.#layer, t.layer, (layer) => {
      this.picked = { ...this.picked, layer };
    })}
    ${
      viewports.length === 0
        ? nothing
        : html`<select
            class="pick"
            aria-label=${t.viewport}
            @change=${(event: Event) => {
              const { value } = event.target as HTMLSelectElement;
              this.picked = { ...this.picked, viewport: value === '' ? null : Number(value) };
            }}
          >
            <option value="" ?selected=${this.#viewport === null}>${t.allWidths}</option>
            ${[...viewports, 0].map(
              (_, i) =>
                html`<option value=${String(i)} ?selected=${this.#viewport === i}>
                  ${this.#widthName(i)}${counts ? ` (${formatCount(this.locale, counts[i]!)})` : nothing}
                </option>`,
            )}
          </select>`
    }`;
  }

  /** One of a few, as a strip; as a menu where the card is narrow. */
  #renderStrip<T extends string>(
    label: string,
    names: readonly T[],
    current: T,
    words: Readonly<Record<T, string>>,
    pick: (name: T) => void,
  ): TemplateResult {
    if (this.narrow) {
      return html`<select
        class="pick"
        aria-label=${label}
        @change=${(event: Event) => pick((event.target as HTMLSelectElement).value as T)}
      >
        ${names.map((name) => html`<option value=${name} ?selected=${name === current}>${words[name]}</option>`)}
      </select>`;
    }
    return html`<div class="seg" role="group" aria-label=${label}>
      ${names.map(
        (name) =>
          html`<button type="button" aria-pressed=${name === current} @click=${() => pick(name)}>
            ${words[name]}
          </button>`,
      )}
    </div>`;
  }

  #widthName(place: number): string {
    const t = this.#words;
    const viewports = readViewportsSafely(this.viewports);
    const text = (width: number): string => formatCount(this.locale, width).replaceAll(',', '');
    const low = viewports[place - 1];
    const high = viewports[place];
    if (low === undefined) return high === undefined ? t.allWidths : t.widthBelow(text(high));
    return high === undefined ? t.widthFrom(text(low)) : t.widthBetween(text(low), text(high - 1));
  }

  protected override menuItems(): readonly Panels.MenuItem[] {
    if (this.page !== null) return [];
    const t = this.#words;
    const scales = (['linear', 'log', 'even'] as const).map((scale): Panels.MenuItem => ({
      id: `scale-${scale}`,
      icon: 'chart',
      text: t.scale[scale],
      checked: this.#scale === scale,
      run: () => (this.picked = { ...this.picked, scale }),
    }));
    const sorts = (['total', 'name', 'given'] as const).map((sort): Panels.MenuItem => ({
      id: `sort-${sort}`,
      icon: 'list',
      text: t.sort[sort],
      checked: this.#sort === sort,
      run: () => (this.picked = { ...this.picked, sort }),
    }));
    return [...sorts, ...scales];
  }

  protected override emptyWords(result: FeatureMatrixResult, _spec: FeatureMatrixSpec): StateWords | null {
    const t = this.#words;
    if (this.page !== null) return total(result.columnRows) === 0 ? t.noClicks(this.page) : null;
    return total(result.columnTotals.counts) === 0 ? t.empty : null;
  }

  protected override initialWords(reason: string): StateWords | null {
    if (this.#partMissing) return this.t.partMissing;
    return reason === 'no-spec' && this.page !== null ? this.#words.needsPage : null;
  }

  protected override definition(_result: FeatureMatrixResult, spec: FeatureMatrixSpec): Panels.Definition {
    const t = this.#words;
    const { locale } = this;
    const period = this.#periodText(spec);
    const facts: Array<readonly [string, string]> = [];
    if (this.page !== null) {
      facts.push(
        [t.fact.page, this.page],
        [t.fact.dead, t.deadRule(formatNumber(locale, 2.5))],
        [t.fact.rage, t.rageRule(formatCount(locale, 3), formatCount(locale, 30), formatCount(locale, 1))],
        [t.fact.placed, t.placedRule],
      );
    } else {
      facts.push(
        [t.fact.rows, spec.features ? spec.features.map(({ name }) => name).join(', ') : spec.rows.prop],
        [t.fact.columns, t.columns[spec.columns]],
        [t.fact.zone, spec.tz ?? 'UTC'],
      );
    }
    if (period !== '') facts.push([t.fact.period, period]);
    const least = readMinCell(this.minCell);
    if (least > 0) facts.push([t.fact.least, t.customers(least, formatCount(locale, least))]);
    return {
      name: this.page === null ? t.definitionMatrix : t.definitionClicks,
      version: definitionVersion,
      sentence: this.page === null ? t.definitionSentence[this.#measure] : t.clickSentence,
      facts,
    };
  }

  protected override table(result: FeatureMatrixResult, spec: FeatureMatrixSpec): TableData | null {
    const t = this.#words;
    const title = this.heading || this.titleText(spec);
    if (this.page !== null) return this.clickMap?.table(title) ?? null;
    const { matrix } = this;
    if (!matrix) return null;
    const view = this.#makeView(matrix, result, spec, 4000, true);
    const row = isWeek(spec) ? t.columns['day-of-week'] : spec.features ? t.features : (rowsName(t, spec) ?? t.events);
    const column = isWeek(spec) ? t.columns['hour-of-day'] : t.columns[spec.columns];
    return matrix.matrixTable(view, title, { row, column }, (area) => this.#chooseArea(matrix, view, area));
  }

  // Bands are on a canvas, so a click map is saved as PNG, with all that stands around it.
  protected override drawing(): SVGSVGElement | HTMLCanvasElement | null {
    return this.renderRoot.querySelector<SVGSVGElement | HTMLCanvasElement>(
      this.page === null ? 'svg.hm' : 'canvas.dens',
    );
  }

  protected override chosenList(clause: Clause): ChosenList | null {
    const { filter } = clause;
    const { shownSpec } = this;
    if (filter.kind !== 'actors' || !shownSpec) return null;
    const title = clauseText(this.locale, clause.label);
    if (sameData(filter.spec, shownSpec)) return { mark: filter.mark, title, count: this.chosenCount };
    const from = this.clickMap?.answerOf(filter.spec);
    return from ? { mark: filter.mark, title, count: null, from } : null;
  }

  protected override resultChanged(_result: FeatureMatrixResult): void {
    this.anchor = null;
    this.#dragging = false;
  }

  protected override closeLayer(): boolean {
    if (!this.anchor) return false;
    this.anchor = null;
    return true;
  }

  // Matrix

  get #feature(): number | null {
    const { result } = this;
    if (!result || this.shownRow === null) return null;
    const place = result.features.indexOf(this.shownRow);
    return place < 0 ? null : place;
  }

  #makeView(
    matrix: typeof Matrix,
    result: FeatureMatrixResult,
    spec: FeatureMatrixSpec,
    room: number,
    allRows: boolean = this.allRows,
  ): MatrixView {
    const mark = this.chosenMark(spec) as FeatureMatrixMark | null;
    return matrix.matrixView(
      {
        result,
        spec,
        days: answerOf(this.#days),
        hours: answerOf(this.#hours),
        feature: this.#feature,
        measure: this.#measure,
        sort: this.#sort,
        scale: this.#scale,
        minCell: readMinCell(this.minCell),
        mark,
        room,
        allRows,
        locale: this.locale,
        t: this.#words,
      },
      (n) => formatCount(this.locale, n),
    );
  }

  protected override renderBody(result: FeatureMatrixResult, spec: FeatureMatrixSpec): TemplateResult {
    const { matrix } = this;
    if (this.page !== null || !matrix) {
      return (
        (this.page !== null && this.clickMap?.render()) ||
        html`<div class="sbd">${this.renderSkeleton(this.room)}</div>`
      );
    }
    const week = isWeek(spec);
    const duo = week && result.features.length > 1 && this.room >= rowPane;
    const list = week && result.features.length > 1 ? this.#rowList(matrix, result, spec) : null;
    const view = (this.#view = this.#makeView(matrix, result, spec, this.room - (duo ? 212 : 0)));
    const { rows, columns } = view.layout;
    // Other rows or columns than before: the place stood on stays among them.
    const row = Math.max(-1, Math.min(rows - 1, this.cursor.row));
    const column = Math.min(row < 0 ? columns - 1 : columns, this.cursor.column);
    if (!samePlace(this.cursor, { row, column })) this.cursor = { row, column };
    const drag = this.anchor ? matrix.areaOf(this.anchor, this.cursor, rows, columns) : null;
    const hiddenRows = result.features.length - view.model.rows.length;
    return html`<div class="hw ${duo ? 'duo' : ''}">
      ${duo && list ? matrix.rowList(list) : nothing}
      <div class="hp">
        ${list && !duo ? matrix.rowPick(list) : nothing}
        <div class="hbox">
          <div
            class="hpos"
            role="group"
            aria-label=${this.#words.grid}
            @pointerdown=${this.#handleDown}
            @pointermove=${this.#handleMove}
            @pointerup=${this.#handleUp}
            @pointercancel=${this.#handleCancel}
            @pointerleave=${this.#handleLeave}
          >
            ${matrix.matrixChart(view, this.sentence(result, spec) || this.titleText(spec), drag)}
            ${view.layout.scrolls ? matrix.rowLabels(view) : nothing}
            <button
              class="cur ${this.quiet ? 'quiet' : ''}"
              type="button"
              aria-label=${matrix.placeText(view, this.cursor)}
              aria-pressed=${this.#holds(view, this.cursor)}
              aria-describedby="hm-help"
              @keydown=${this.#handleCursorKey}
              @keyup=${this.#handleCursorUp}
              @focus=${this.#handleCursorFocus}
              @blur=${this.#handleCursorBlur}
            ></button>
          </div>
        </div>
        <p class="vh" id="hm-help">${this.#words.help}</p>
        ${
          !week && (hiddenRows > 0 || this.allRows) && result.features.length > matrix.firstRowCount + 2
            ? html`<button class="b hmore" type="button" @click=${() => (this.allRows = !this.allRows)}>
                ${this.allRows ? this.#words.fewerRows : this.#words.showRows(formatCount(this.locale, result.features.length))}
              </button>`
            : nothing
        }
        ${matrix.matrixLegend(view, this.#leftOut(matrix, result), this.room)}
      </div>
    </div>`;
  }

  /** What is in no cell, in words. */
  #leftOut(matrix: typeof Matrix, result: FeatureMatrixResult): string {
    const t = this.#words;
    const unnamed = matrix.unnamedRows(result);
    const { outside } = result;
    return [
      unnamed > 0 ? t.unnamed(unnamed, formatCount(this.locale, unnamed)) : '',
      outside > 0 ? t.outside(outside, formatCount(this.locale, outside)) : '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  }

  #rowList(matrix: typeof Matrix, result: FeatureMatrixResult, spec: FeatureMatrixSpec): RowListInput {
    const t = this.#words;
    const minCell = readMinCell(this.minCell);
    const measure = this.#measure === 'share' ? 'actors' : this.#measure;
    const order = matrix.rowOrder(result, measure, this.#sort);
    const { rows } = matrix.featureModel(result, order, minCell);
    const actors = answerOf(this.#whole)?.featureTotals.actors[0] ?? null;
    const together = matrix.weekModel(result, null, null, null, minCell, actors).total;
    const count = (n: number): string => formatCount(this.locale, n);
    return {
      rows: [
        { feature: null, name: t.all, line: together },
        ...order.map((feature, i) => ({
          feature,
          name: matrix.featureName(t, result, feature, count),
          line: rows[i]!,
        })),
      ],
      feature: this.#feature,
      measure,
      heading: spec.features ? t.features : (rowsName(t, spec) ?? t.events),
      locale: this.locale,
      t,
      show: (feature) => {
        this.shownRow = feature === null ? null : result.features[feature]!;
        this.anchor = null;
        this.tip = null;
      },
    };
  }

  #holds({ area }: MatrixView, { row, column }: Place): boolean {
    return area !== null && row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
  }

  // Choosing cells

  #chooseArea(matrix: typeof Matrix, view: MatrixView, area: Area): void {
    const { result, shownSpec } = this;
    this.anchor = null;
    if (!result || !shownSpec) return;
    const mark = matrix.cellsMark(
      result,
      matrix.toldPlaces(view.model, area).map(({ row, column }) => view.model.cellsOf(row, column)),
    );
    if (!mark || !matrix.canChoose(view, area)) {
      this.live = matrix.placeText(view, { row: area.top, column: area.left });
      return;
    }
    const [rows, columns] = matrix.areaNames(view, area);
    const feature = this.#feature;
    const row = isWeek(shownSpec) && feature !== null ? this.shownRow : null;
    const upright = view.model.columns.length !== 7 || !isWeek(shownSpec);
    const names = upright ? [rows, columns] : [columns, rows];
    const label = {
      key: 'cell',
      args: [row === null ? names[0]! : this.#words.chosenCells(row, names[0]!), names[1]!],
    };
    this.choose({ mark, filter: { kind: 'actors', spec: shownSpec, mark }, label });
  }

  #placeOf(event: PointerEvent, nearest: boolean): Place | null {
    const box = this.renderRoot.querySelector('svg.hm')?.getBoundingClientRect();
    const { matrix } = this;
    const view = this.#view;
    if (!box || !view || !matrix) return null;
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    return nearest ? matrix.nearestCell(view.layout, x, y) : matrix.placeAt(view.layout, x, y);
  }

  readonly #handleDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const place = this.#placeOf(event, false);
    if (!place) return;
    // A finger that is drawn over the drawing scrolls the page; its tap still chooses.
    this.#dragging = event.pointerType !== 'touch' && place.row >= 0 && place.column < this.#view!.layout.columns;
    if (this.#dragging) capture(event);
    if (event.shiftKey && this.#dragging) this.anchor ??= this.cursor;
    else this.anchor = place;
    this.cursor = place;
    this.quiet = true;
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('.cur')?.focus({ preventScroll: true });
  };

  readonly #handleMove = (event: PointerEvent): void => {
    const place = this.#placeOf(event, this.#dragging);
    if (this.#dragging && place) {
      if (!samePlace(place, this.cursor)) this.cursor = place;
      this.tip = null;
      return;
    }
    if (event.pointerType !== 'touch') this.#showTip(place);
  };

  readonly #handleUp = (event: PointerEvent): void => {
    const view = this.#view;
    const { anchor, matrix } = this;
    this.#dragging = false;
    if (!view || !matrix || !anchor || event.button !== 0) return;
    this.#chooseArea(matrix, view, matrix.areaOf(anchor, this.cursor, view.layout.rows, view.layout.columns));
  };

  readonly #handleCancel = (): void => {
    this.#dragging = false;
    this.anchor = null;
  };

  readonly #handleLeave = (): void => {
    if (!this.#dragging) this.tip = null;
  };

  readonly #handleCursorFocus = (event: FocusEvent): void => {
    if (!this.quiet && (event.target as HTMLElement).matches(':focus-visible')) this.#showTip(this.cursor);
  };

  readonly #handleCursorBlur = (): void => {
    this.tip = null;
    this.quiet = false;
    if (!this.#dragging) this.anchor = null;
  };

  readonly #handleCursorKey = (event: KeyboardEvent): void => {
    const { matrix } = this;
    const view = this.#view;
    if (!view || !matrix || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== 'Shift') this.quiet = false;
    const { rows, columns, width, left, pitchX } = view.layout;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#chooseArea(matrix, view, matrix.areaOf(this.anchor ?? this.cursor, this.cursor, rows, columns));
      return;
    }
    const totals = width - (left + columns * pitchX) > 12;
    const next = matrix.stepFrom(this.cursor, event.key, rows, columns, !event.shiftKey);
    const to = !totals && next.column >= columns ? this.cursor : next;
    if (!/^(Arrow|Home|End|Page)/.test(event.key)) return;
    event.preventDefault();
    if (samePlace(to, this.cursor)) return;
    this.anchor = event.shiftKey ? (this.anchor ?? this.cursor) : null;
    this.cursor = to;
    this.#showTip(to);
    this.live = matrix.placeText(view, to);
    void this.updateComplete.then(() => this.#intoView());
  };

  // Letting Shift go ends a choice of several cells, as lifting the pointer does.
  readonly #handleCursorUp = (event: KeyboardEvent): void => {
    const view = this.#view;
    const { anchor, matrix } = this;
    if (event.key !== 'Shift' || !view || !matrix || !anchor || samePlace(anchor, this.cursor)) return;
    this.#chooseArea(matrix, view, matrix.areaOf(anchor, this.cursor, view.layout.rows, view.layout.columns));
  };

  #intoView(): void {
    this.renderRoot.querySelector('.cur')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }

  #showTip(place: Place | null): void {
    const { matrix } = this;
    const view = this.#view;
    const svg = this.renderRoot.querySelector('svg.hm');
    const frame = this.renderRoot.querySelector('.fw');
    if (!place || !view || !matrix || !svg || !frame) {
      this.tip = null;
      this.#tipAt = null;
      return;
    }
    if (this.tip && this.#tipAt && samePlace(this.#tipAt, place)) return;
    this.#tipAt = place;
    const from = frame.getBoundingClientRect();
    const at = svg.getBoundingClientRect();
    const box = matrix.placeBox(view.layout, place);
    this.tip = {
      content: matrix.placeTip(view, place),
      x: at.left - from.left + box.x,
      y: at.top - from.top + box.y,
      width: box.width,
      height: box.height,
    };
  }

  // After a render

  protected override drawn(): void {
    const { matrix } = this;
    const view = this.#view;
    const cursor = this.renderRoot.querySelector<HTMLElement>('.cur');
    if (view && matrix && cursor) {
      const { x, y, width, height } = matrix.placeBox(view.layout, this.cursor);
      const { style } = cursor;
      style.left = `${x}px`;
      style.top = `${y}px`;
      style.width = `${width}px`;
      style.height = `${height}px`;
    }
    if (this.page !== null) this.clickMap?.drawn();
    this.#countChosen();
  }

  /** Asks how many customers the own clause has: a rectangle's are no sum of its cells'. */
  #countChosen(): void {
    const { result, shownSpec, ownClause } = this;
    const key = ownClause && result ? `${JSON.stringify(ownClause.filter)}` : '';
    if (this.#countedFor?.key === key && this.#countedFor.result === result) return;
    this.#countedFor = { key, result };
    this.#counting?.abort();
    this.chosenCount = null;
    const mark = shownSpec && this.chosenMark(shownSpec);
    if (!mark) return;
    const abort = (this.#counting = new AbortController());
    this.main.list(mark, 0, 1, abort.signal).then(
      ({ total: customers }) => {
        if (!abort.signal.aborted) this.chosenCount = customers;
      },
      () => {},
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#counting?.abort();
  }
}

function rowsName(t: HeatmapWords, spec: FeatureMatrixSpec | null): string | null {
  if (!spec?.rows || spec.rows.prop === 'event' || spec.rows.prop === '$name') return null;
  const { prop } = spec.rows;
  return t.properties[prop] ?? prop.charAt(0).toUpperCase() + prop.slice(1);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Keeps a drag that leaves the drawing; a pointer that is gone already has nothing to keep. */
function capture(event: PointerEvent): void {
  try {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  } catch {
    // It was lifted before this ran.
  }
}

function samePlace(a: Place, b: Place): boolean {
  return a.row === b.row && a.column === b.column;
}

// A wrong value is the question's error, which is told there.
function readViewportsSafely(value: string | readonly number[] | null): readonly number[] {
  try {
    return readViewports(value);
  } catch {
    return [];
  }
}

function answerOf({ state }: AnalysisController<FeatureMatrixResult>): FeatureMatrixResult | null {
  return state.status === 'ready' ? state.result : null;
}

define('tp-heatmap', TpHeatmap);

declare global {
  interface HTMLElementTagNameMap {
    'tp-heatmap': TpHeatmap;
  }
}

import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { toAnalyticsError } from '../../worker/protocol/error.js';
import type { AnalyticsError } from '../../worker/protocol/error.js';
import type { Selector } from '../../worker/protocol/filter.js';
import type { FunnelResult, Result } from '../../worker/protocol/result.js';
import type { FunnelSpec, FunnelStep, Spec } from '../../worker/protocol/spec.js';
import type { Clause } from '../dataset/selection.js';
import { readSteps, stepName } from '../funnel/funnel.spec.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import type { SpecOf } from '../internal/analysis.js';
import { roomIn, TpCard } from '../internal/card-element.js';
import type { ChosenList } from '../internal/card-element.js';
import type { Definition, MenuItem } from '../internal/card-panels.js';
import { define } from '../internal/define.js';
import {
  formatCompact,
  formatCount,
  formatDate,
  formatInterval,
  formatMoment,
  formatNumber,
  formatPoints,
  formatRate,
  formatSpan,
  formatWindow,
  noValue,
  ownLocale,
} from '../internal/format.js';
import { otherPeriodText, rangeText } from '../internal/period-text.js';
import { wallClock } from '../internal/period.js';
import { sameData } from '../internal/plain-data.js';
import type { ColumnKind, TableData } from '../internal/table-data.js';
import type { StateWords } from '../locales/messages.js';
import { metricDefinitions } from './definitions.js';
import type { MetricDefinition, MetricId, MetricNames } from './definitions.js';
import { layoutSparkline } from './metric.layout.js';
import { metricId, metricQuestion, otherRules, readChange, readMetric, readTrend } from './metric.spec.js';
import type { Change, MetricQuestion, Reading, TrendPoint } from './metric.spec.js';
import { metricStyles } from './metric.styles.js';
import { metricWords } from './words.js';
import type { MetricWidgetWords } from './words.js';

const sparkHeight = 40;
/** Fewer customers than this make a rate that is not to be relied on. */
const lowCount = 30;
const mostSlices = 12;
const mostRules = 4;

/**
 * One number with its meaning: value, interval, course, and whether it has changed against another period.
 *
 * Draws from the `<tp-dataset>` around it or from the one that `for` names. A `<tp-filter>` in the same dataset gives it
 * a period and what to compare with, unless it has its own.
 *
 * @summary A number with its definition, trend, interval and the customers behind it.
 * @status experimental
 * @since 0.1.0
 *
 * @event {TpSelectEvent} tpselect - A person chose the customers behind the number, or cleared the choice; cancelable.
 * @event {TpReadyEvent} tpready - A result is drawn.
 * @event {TpErrorEvent} tperror - No result can be computed; the element shows why.
 *
 * @csspart base - The card.
 * @csspart title - The name of the metric.
 * @csspart value - The number.
 * @csspart count - The customers behind it, which open their list.
 * @csspart verdict - How it has changed.
 * @csspart chart - The course of the number.
 * @csspart choice - The chip of the choice.
 * @csspart list - The list of customers.
 * @csspart definition - The definition popover.
 * @csspart message - An initial, empty or error message.
 *
 * @cssproperty --tp-color-surface - Card background.
 * @cssproperty --tp-color-text - Text.
 * @cssproperty --tp-color-data - The line.
 * @cssproperty --tp-color-good - A change for the better.
 * @cssproperty --tp-color-bad - A change for the worse.
 * @cssproperty --tp-radius-card - Corner of the card.
 */
export class TpMetric extends TpCard<Result> {
  static override styles: CSSResultGroup = [TpCard.styles, metricStyles];

  protected override readonly kind = 'metric';
  protected override readonly main: AnalysisController<Result> = this.#ask(() => {
    if (this.#fault) throw this.#fault;
    return this.#asked?.main ?? null;
  });
  readonly #previous: AnalysisController = this.#ask(() => this.#asked?.previous ?? null);
  readonly #trend: AnalysisController = this.#ask(() => this.#course?.trend ?? null);
  readonly #slices: readonly AnalysisController[] = Array.from({ length: mostSlices }, (_, k) =>
    this.#ask(() => this.#course?.slices[k] ?? null),
  );
  readonly #rules: readonly AnalysisController[] = Array.from({ length: mostRules }, (_, k) =>
    this.#ask(() => (this.rulesWanted ? (this.#otherRules()[k]?.spec ?? null) : null)),
  );

  /**
   * Which number: `conversion`, `customers` (default), `touchpoints`, `touchpoints-per-customer`, `time-to-convert`,
   * `sessions`, `silent-customers`, `value`.
   */
  @property() metric: string | null = null;
  /** Steps of `conversion` and `time-to-convert`: event names separated by commas, or an array as of `<tp-funnel>`. */
  @property() steps: string | readonly FunnelStep[] | null = null;
  /** Longest time from first step to last: `14d`, `2h`. Null is no limit. */
  @property() window: string | number | null = null;
  /** Order of the steps: `ordered` (default), `strict` or `unordered`. */
  @property() order: string | null = null;
  /** Event name whose touchpoints count, or several between commas; null for all. */
  @property() event: string | null = null;
  /** The property that `value` sums. */
  @property() property: string | null = null;
  /** First instant that counts: ISO text (UTC unless it says otherwise) or ms. */
  @property() from: string | number | null = null;
  /** First instant that does not count any more: ISO text (UTC unless it says otherwise) or ms. */
  @property() to: string | number | null = null;
  /** Range by the end of the data: `today`, `7d`, `28d`, `90d`, `this-month`, `last-month`, `all`, or a number of days. */
  @property() period: string | null = null;
  /** `previous`, `last-year` or `none`; null takes what the dataset's selection compares with. */
  @property() compare: string | null = null;
  /** IANA zone whose days count. Default UTC. */
  @property() zone: string | null = null;
  /** Only rows that meet all of these count. */
  @property({ attribute: false }) where: readonly Selector[] | null = null;

  /** The point of the course that is read. */
  @state() private at: number | null = null;
  @state() private rulesWanted = false;

  /** What is asked for now, and why nothing can be. */
  #asked: MetricQuestion | null = null;
  #fault: AnalyticsError | null = null;
  /** What the result on screen answers, by its spec and what was asked when it was found. */
  #shown: { readonly spec: Spec; readonly asked: MetricQuestion | null; readonly question: MetricQuestion } | null =
    null;
  /**
   * The question whose course is asked for: it waits until its number is there, so that a brush that is still moving asks
   * for numbers alone.
   */
  #course: MetricQuestion | null = null;
  /** The latest course that was whole, and whose it is: it stands, dimmed, until the next one is there. */
  #lastPoints: { readonly id: MetricId; readonly points: readonly TrendPoint[] } | null = null;

  #ask(spec: () => Spec | null): AnalysisController {
    return new AnalysisController(this, { spec, for: () => this.for, period: false });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { selection } = this;
    const times = { info: this.facts.info, period: selection?.period ?? null, compare: selection?.compare ?? null };
    this.#fault = null;
    this.#asked = null;
    try {
      this.#asked = metricQuestion(this, times);
    } catch (thrown) {
      this.#fault = toAnalyticsError(thrown);
    }
    const asked = this.#asked;
    const { state: current } = this.main;
    if (asked === null) this.#course = null;
    else if (current.status === 'ready' && !current.recomputing && sameData(current.spec, asked.main))
      this.#course = asked;
  }

  /** The question that the result on screen answers; without a result, the one that is asked. */
  get #question(): MetricQuestion | null {
    const spec = this.shownSpec;
    const asked = this.#asked;
    if (spec === null) return asked;
    if (this.#shown?.spec === spec && this.#shown.asked === asked) return this.#shown.question;
    const question = asked && sameData(asked.main, spec) ? asked : (this.#shown?.question ?? asked);
    if (question) this.#shown = { spec, asked, question };
    return question;
  }

  protected override get tile(): boolean {
    return true;
  }
  protected override get askedSpec(): Spec | null {
    return this.#asked?.main ?? null;
  }
  protected override get others(): readonly AnalysisController[] {
    return [this.#previous, this.#trend];
  }

  // Words

  get #w(): MetricWidgetWords {
    return metricWords(this.locale);
  }

  get #definition(): MetricDefinition {
    try {
      return metricDefinitions[this.#question?.id ?? metricId(this.metric)];
    } catch {
      return metricDefinitions.customers; // The card says what is wrong with the name.
    }
  }

  #names(): MetricNames {
    const main = this.#question?.main;
    let steps: string[] = [];
    let span: string | null = null;
    if (main?.kind === 'funnel' || main?.kind === 'timeToConvert') {
      steps = main.steps.map(stepName);
      span = main.windowMs ? formatWindow(this.locale, main.windowMs) : null;
    } else {
      try {
        steps = readSteps(this.steps).map(stepName);
      } catch {
        // The card says what is wrong with the steps.
      }
    }
    return { steps, window: span, event: this.event || null, property: this.property ?? '' };
  }

  protected override titleText(): string {
    return this.#definition.words[ownLocale(this.locale)].name(this.#names());
  }

  get #name(): string {
    return this.heading || this.titleText();
  }

  #valueText(value: number | null): string {
    const { locale } = this;
    if (value === null) return noValue;
    switch (this.#definition.unit) {
      case 'rate':
        return formatRate(locale, value);
      case 'span':
        return formatSpan(locale, value);
      case 'mean':
        return formatNumber(locale, Math.round(value * 10) / 10);
      case 'count':
        return value > 9_999_999 || (value > 99_999 && this.width < 200)
          ? formatCompact(locale, value)
          : formatCount(locale, value);
      case 'number':
        return Math.abs(value) >= 1e6
          ? formatCompact(locale, value)
          : formatNumber(locale, Math.round(value * 100) / 100);
    }
  }

  #intervalText(interval: Reading['interval']): string {
    if (!interval) return '';
    if (this.#definition.unit === 'rate') return `${formatInterval(this.locale, interval)}%`;
    return `${this.#valueText(interval[0])}–${this.#valueText(interval[1])}`;
  }

  /** The change in words; empty without comparison. */
  #changeText(change: Change | null): string {
    const w = this.#w;
    const { before, range } = this.#question ?? {};
    if (!change) {
      const asked = (this.compare ?? (this.selection?.compare ? 'selection' : 'none')).trim() !== 'none';
      if (!asked || this.state.status !== 'ready') return '';
      if (this.#definition.id === 'silent-customers') return w.noComparison;
      const begins = this.#question?.begins ?? null;
      if (begins !== null) return w.beginsLater(this.#dayText(begins));
      return range ? '' : w.noPeriod;
    }
    const period = before && range ? otherPeriodText(this.locale, w, before, range, this.#question!.tz) : '';
    if (change.before === null || change.verdict === 'unknown') return w.noBefore(period);
    const was = this.#valueText(change.before);
    if (change.verdict === 'unclear') return w.stood(was, period, w.unclear);
    if (change.verdict === 'same') return w.stood(was, period, w.same);
    if (change.change === null) return w.stood(was, period, this.#moveWord(true));
    return w.moved(this.#moveText(change.change), period, this.#moveWord(change.change > 0));
  }

  #moveText(change: number): string {
    const { locale } = this;
    // In Chinese the verb tells which way.
    const amount = locale === 'zh-CN' ? Math.abs(change) : change;
    const sign = amount > 0 && locale !== 'zh-CN' ? '+' : '';
    switch (this.#definition.unit) {
      case 'rate':
        return locale === 'zh-CN' ? formatPoints(locale, amount).replace('+', '') : formatPoints(locale, amount);
      case 'span':
        return `${sign}${formatSpan(locale, amount)}`;
      default:
        return `${sign}${formatRate(locale, amount).replace('-', '−')}`;
    }
  }

  #moveWord(up: boolean): string {
    const w = this.#w;
    switch (this.#definition.unit) {
      case 'count':
        return up ? w.more : w.fewer;
      case 'span':
        return up ? w.longer : w.shorter;
      default:
        return up ? w.higher : w.lower;
    }
  }

  /** Why there is no value. */
  #reason(): string {
    const w = this.#w;
    const { steps } = this.#names();
    switch (this.#definition.id) {
      case 'conversion':
        return w.nobodyDid(steps[0] ?? '');
      case 'time-to-convert':
        return w.nobodyWent(steps[0] ?? '', steps.at(-1) ?? '');
      default:
        return w.nothing;
    }
  }

  // What is known

  #reading(result: Result): Reading | null {
    return readMetric(this.#definition.id, result);
  }

  /** The result of a further analysis, where it belongs to the question that is asked now. */
  #resultOf(controller: AnalysisController, spec: Spec | null | undefined): Result | null {
    const { state: current } = controller;
    return spec && current.status === 'ready' && sameData(current.spec, spec) ? current.result : null;
  }

  #change(result: Result): Change | null {
    const question = this.#question;
    if (!question) return null;
    return readChange(question, result, this.#resultOf(this.#previous, question.previous));
  }

  /** The course of the number shown; while it is on its way the latest one, which is of another question. */
  #points(result: Result): { readonly points: readonly TrendPoint[]; readonly pending: boolean } {
    const question = this.#question;
    const { info } = this.facts;
    if (!question || question.id === 'silent-customers') return { points: [], pending: false };
    const data =
      info && info.firstMs !== null && info.lastMs !== null ? { from: info.firstMs, to: info.lastMs + 1 } : null;
    const trend = this.#resultOf(this.#trend, question.trend);
    const slices = question.slices.map((spec, k) => this.#resultOf(this.#slices[k]!, spec));
    if ((question.trend && !trend) || slices.includes(null)) {
      const parts = question.trend ? [this.#trend] : this.#slices.slice(0, slices.length);
      const pending = !parts.some(({ state: current }) => current.status === 'failed');
      return { points: pending && this.#lastPoints?.id === question.id ? this.#lastPoints.points : [], pending };
    }
    const points = readTrend(question, result, trend, slices, question.range ?? data);
    this.#lastPoints = { id: question.id, points };
    return { points, pending: false };
  }

  #otherRules(): ReturnType<typeof otherRules> {
    const main = this.#asked?.main;
    return main?.kind === 'funnel' ? otherRules(main).slice(0, mostRules) : [];
  }

  protected override sentence(result: Result): string {
    const reading = this.#reading(result);
    const value = reading?.value === null || !reading ? this.#reason() : this.#valueText(reading.value);
    return this.#w.summary(this.#name, value, this.#changeText(this.#change(result)));
  }

  protected override initialWords(reason: 'no-dataset' | 'no-source' | 'no-spec' | 'needs-mapping'): StateWords | null {
    return reason === 'no-spec' && this.facts.info ? this.#w.needsSteps : null;
  }

  // Choice and list

  readonly #handleCount = (): void => {
    const { result } = this;
    const reading = result && this.#reading(result);
    if (reading) this.openList(reading.mark, this.#w.listTitle(this.#name));
  };

  protected override menuItems(): readonly MenuItem[] {
    const { result, shownSpec } = this;
    const reading = result && this.#reading(result);
    if (!reading || !shownSpec || reading.customers === 0 || !this.selection) return [];
    const filter = { kind: 'actors', spec: shownSpec, mark: reading.mark } as const;
    const label = { key: 'customers', args: [this.#name] };
    return [
      {
        id: 'choose',
        icon: 'filter',
        text: this.#w.choose,
        checked: this.ownClause !== null,
        run: () => this.choose({ mark: reading.mark, filter, label }),
      },
    ];
  }

  protected override chosenList(_clause: Clause): ChosenList | null {
    const reading = this.result && this.#reading(this.result);
    return reading && { mark: reading.mark, title: this.#w.listTitle(this.#name), count: reading.customers };
  }

  // Drawing

  protected override renderLead(result: Result): TemplateResult {
    const reading = this.#reading(result);
    const w = this.#w;
    if (!reading || reading.value === null) {
      return html`<div class="lead" part="lead">
        <div class="big" part="value">${noValue}</div>
        <p class="ln">${this.#reason()}</p>
      </div>`;
    }
    const change = this.#change(result);
    const { customers, of, interval } = reading;
    const isCount = this.#definition.id === 'customers' || this.#definition.id === 'silent-customers';
    const range = this.#intervalText(interval);
    const people =
      of === null
        ? this.t.customers(customers, formatCount(this.locale, customers))
        : w.customersOf(formatCount(this.locale, customers), formatCount(this.locale, of), of);
    const low = of !== null && this.#definition.unit === 'rate' && of < lowCount;
    return html`<div class="lead" part="lead">
      <div class="big" part="value">
        ${isCount && of === null ? this.#door(this.#valueText(reading.value), people) : this.#valueText(reading.value)}
      </div>
      ${
        isCount && of === null
          ? nothing
          : html`<p class="ln">
              ${this.#door(people, null)}${range ? html` · <span title=${w.interval(range)}>${range}</span>` : nothing}
              ${low ? html`<span class="tag">${w.lowN(formatCount(this.locale, of))}</span>` : nothing}
            </p>`
      }
      ${this.#renderVerdict(change)}
    </div>`;
  }

  /** A number of customers, which opens their list. */
  #door(text: string, label: string | null): TemplateResult {
    return html`<button
      class="lnk ${this.listOpen ? 'on' : ''}"
      type="button"
      part="count"
      data-opens="list"
      aria-expanded=${this.listOpen}
      aria-label=${label === null ? nothing : this.t.showCustomers(label)}
      @click=${this.#handleCount}
    >
      ${text}
    </button>`;
  }

  #renderVerdict(change: Change | null): TemplateResult | typeof nothing {
    const text = this.#changeText(change);
    if (!text) return nothing;
    const moved = change?.verdict === 'higher' || change?.verdict === 'lower';
    const glyph = moved ? (change.verdict === 'higher' ? '▲' : '▼') : '';
    return html`<p class="ln ${change?.tone ?? ''}" part="verdict">
      ${glyph ? html`<span class="g" aria-hidden="true">${glyph}</span>` : nothing}${text}
    </p>`;
  }

  protected override renderBody(result: Result): TemplateResult {
    const { points, pending } = this.#points(result);
    const width = this.room;
    const drawn = points.filter(({ value }) => value !== null).length;
    // The room is kept for a course that is on its way.
    if (drawn < 2) {
      return html`${pending ? html`<svg class="c" width=${width} height=${sparkHeight} aria-hidden="true"></svg>` : nothing}`;
    }
    const spark = layoutSparkline(points, width, sparkHeight);
    const here = this.at === null ? null : (spark.points[this.at] ?? null);
    const [first, last] = [points[0]!, points.at(-1)!];
    const name = this.#w.spark(this.#name, drawn, this.#dayText(first.start), this.#dayText(last.start));
    return html`<div
      class="spark ${pending ? 'old' : ''}"
      part="chart"
      tabindex="0"
      role="img"
      aria-label="${name}. ${this.#w.sparkHelp}"
      @keydown=${this.#handleSparkKey}
      @pointermove=${this.#handlePoint}
      @pointerleave=${this.#handleLeave}
      @blur=${this.#handleLeave}
    >
      <svg class="c" width=${width} height=${sparkHeight} viewBox="0 0 ${width} ${sparkHeight}" aria-hidden="true">
        ${spark.band ? svg`<path class="band" d=${spark.band}></path>` : nothing}
        ${here ? svg`<path class="here" d="M${here.x} 0V${sparkHeight}"></path>` : nothing}
        ${spark.openLine ? svg`<path class="lineO" d=${spark.openLine}></path>` : nothing}
        ${spark.line ? svg`<path class="lineD" d=${spark.line}></path>` : nothing}
        ${spark.last ? svg`<circle class="pt" cx=${spark.last.x} cy=${spark.last.y} r="3"></circle>` : nothing}
        ${
          spark.openLast
            ? svg`<circle class="pt hollow" cx=${spark.openLast.x} cy=${spark.openLast.y} r="3"></circle>`
            : nothing
        }
        ${here ? svg`<circle class="pt" cx=${here.x} cy=${here.y} r="3.5"></circle>` : nothing}
      </svg>
    </div>`;
  }

  readonly #handleSparkKey = (event: KeyboardEvent): void => {
    const { result } = this;
    const points = result ? this.#points(result).points : [];
    const end = points.length - 1;
    const at = this.at ?? (event.key === 'ArrowLeft' ? points.length : -1);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: end }[event.key];
    if (next === undefined || points.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#read(points, Math.min(end, Math.max(0, next)));
    const point = points[this.at ?? 0]!;
    this.live = `${this.#pointPeriod(point)}: ${this.#pointText(point)}`;
  };

  readonly #handlePoint = (event: PointerEvent): void => {
    const points = this.result ? this.#points(this.result).points : [];
    const box = (event.currentTarget as Element).getBoundingClientRect();
    if (points.length < 2 || box.width === 0) return;
    const share = (event.clientX - box.left - 4) / (box.width - 8);
    this.#read(points, Math.min(points.length - 1, Math.max(0, Math.round(share * (points.length - 1)))));
  };

  readonly #handleLeave = (): void => {
    this.at = null;
    this.tip = null;
  };

  #read(points: readonly TrendPoint[], at: number): void {
    const point = points[at]!;
    const place = layoutSparkline(points, this.room, sparkHeight).points[at];
    this.at = at;
    const range = this.#intervalText(point.interval);
    this.tip = {
      content: html`<div class="t3">${this.#pointPeriod(point)}</div>
        <div class="m">${this.#pointText(point)}</div>
        ${range ? html`<div class="t3">${this.#w.interval(range)}</div>` : nothing}`,
      x: (place?.x ?? 0) - 4,
      y: place?.y ?? 0,
      width: 8,
      height: 0,
    };
  }

  #pointText({ value, open }: TrendPoint): string {
    const text = this.#valueText(value);
    return open ? `${text} · ${this.#w.stillOpen}` : text;
  }

  #pointPeriod({ start, end }: TrendPoint): string {
    const tz = this.#question?.tz ?? 'UTC';
    return rangeText(this.locale, { from: start, to: end }, tz);
  }

  #dayText(instant: number): string {
    return formatDate(this.locale, wallClock(instant, this.#question?.tz ?? 'UTC'), 'UTC');
  }

  protected override resultChanged(): void {
    this.at = null;
  }

  protected override closeLayer(): boolean {
    if (this.at === null) return false;
    this.at = null;
    return true;
  }

  protected override renderSkeleton(width: number): TemplateResult {
    const room = width || roomIn(this.width);
    return html`<svg class="c" width=${room} height="72" aria-hidden="true">
      <rect class="skl" x="0" y="0" width=${Math.min(96, room)} height="24" rx="3"></rect>
      <rect class="skl" x="0" y="31" width=${Math.round(room * 0.7)} height="10" rx="2"></rect>
      <rect class="skl" x="0" y="48" width=${room} height="24" rx="2"></rect>
    </svg>`;
  }

  protected override table(result: Result): TableData {
    const w = this.#w;
    const kinds = { rate: 'rate', count: 'count', mean: 'number', span: 'span', number: 'number' } as const;
    const kind: ColumnKind = kinds[this.#definition.unit];
    const reading = this.#reading(result);
    const question = this.#question;
    const change = this.#change(result);
    const { points, pending } = this.#points(result);
    const rows: TableData['rows'] = [
      [
        w.wholeRange,
        reading?.value ?? null,
        ...(reading?.interval ?? [null, null]),
        reading?.of ?? reading?.customers ?? 0,
      ],
      ...(change && question?.before
        ? [
            [
              otherPeriodText(this.locale, w, question.before, question.range!, question.tz),
              change.before,
              null,
              null,
              null,
            ],
          ]
        : []),
      ...(pending ? [] : points).map((point) => [
        this.#pointPeriod(point),
        point.value,
        ...(point.interval ?? [null, null]),
        point.n,
      ]),
    ];
    return {
      title: this.#name,
      columns: [
        { id: 'period', title: w.period, kind: 'text' },
        { id: 'value', title: w.value, kind },
        { id: 'from', title: w.low, kind },
        { id: 'to', title: w.high, kind },
        { id: 'n', title: w.n, kind: 'count' },
      ],
      rows,
      door: (row, column) =>
        row === 0 && column === 1 && reading?.value ? { pressed: this.listOpen, open: this.#handleCount } : null,
    };
  }

  // Definition

  protected override definition(result: Result, _spec: SpecOf<Result>): Definition {
    const { locale, t } = this;
    const w = this.#w;
    const definition = this.#definition;
    const words = definition.words[ownLocale(locale)];
    const names = this.#names();
    const reading = this.#reading(result);
    const question = this.#question;
    const { loadedAt } = this.facts;
    const { unidentifiedRows, rejectedRows } = result.meta;
    const people =
      reading?.of === null || !reading
        ? t.customers(reading?.customers ?? 0, formatCount(locale, reading?.customers ?? 0))
        : w.customersOf(formatCount(locale, reading.customers), formatCount(locale, reading.of), reading.of);
    const range = reading ? this.#intervalText(reading.interval) : '';
    return {
      name: this.#name,
      version: definition.version,
      sentence: words.sentence(names),
      facts: [
        [w.formula, words.formula],
        [w.counts, range ? `${people} · ${w.interval(range)}` : people],
        [w.range, question?.range ? w.rangeIn(rangeText(locale, question.range, question.tz), question.tz) : w.allTime],
        ...(question?.before
          ? ([
              [w.comparedWith, rangeText(locale, question.before, question.tz)],
              [w.certainty, w.certain[definition.certainty]],
            ] as const)
          : []),
        ...(this.panels
          ? ([[w.leftOut, this.panels.leftOutText(t, locale, unidentifiedRows, rejectedRows)]] as const)
          : []),
        ...(loadedAt === null ? [] : ([[w.asOf, formatMoment(locale, loadedAt)]] as const)),
      ],
      more: result.kind === 'funnel' ? this.#renderRules(result) : nothing,
    };
  }

  protected override togglePanel(panel: 'report' | 'definition' | 'menu'): void {
    // What other rules would give is asked for with the first look at the definition.
    if (panel === 'definition') this.rulesWanted = true;
    super.togglePanel(panel);
  }

  /** The same funnel by other rules, on one scale with the number shown. */
  #renderRules(result: FunnelResult): TemplateResult | typeof nothing {
    const { locale } = this;
    const w = this.#w;
    const main = this.#question?.main as FunnelSpec;
    // Other rules of another question say nothing of this number.
    if (!sameData(main, this.#asked?.main)) return nothing;
    const ruleText = (rule: number | null | 'strict'): string =>
      rule === 'strict' ? w.strict : rule === null ? w.noLimit : formatWindow(locale, rule);
    const own = this.#reading(result);
    const found = this.#otherRules().flatMap(({ rule, spec }, k) => {
      const other = this.#resultOf(this.#rules[k]!, spec);
      const reading = other && this.#reading(other);
      return reading?.value == null ? [] : [{ rule, value: reading.value, interval: reading.interval, on: false }];
    });
    if (found.length === 0 || own?.value == null) return nothing;
    const rank = (rule: number | null | 'strict'): number => (rule === 'strict' ? Infinity : (rule ?? 1e15));
    const rules = [
      ...found,
      { rule: main.windowMs ?? null, value: own.value, interval: own.interval, on: true },
    ].toSorted((a, b) => rank(a.rule) - rank(b.rule));
    const bounds = rules.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
    const [low, high] = [Math.min(...bounds), Math.max(...bounds)];
    const x = (value: number): number =>
      Math.round((8 + (high > low ? (value - low) / (high - low) : 0.5) * 84) * 10) / 10;
    return html`<h4>${w.otherRules}</h4>
      <div class="rules">
        ${rules.map(
          ({ rule, value, interval, on }) =>
            html`<span class=${on ? 'on' : ''}>${ruleText(rule)}</span>
              <svg aria-hidden="true">
                ${interval ? svg`<line class="wh" x1="${x(interval[0])}%" x2="${x(interval[1])}%" y1="6" y2="6"></line>` : nothing}
                <circle class="pt ${on ? '' : 'hollow'}" cx="${x(value)}%" cy="6" r="4"></circle>
              </svg>
              <span class=${on ? 'on' : ''}>${formatRate(locale, value)}</span>`,
        )}
      </div>`;
  }
}

define('tp-metric', TpMetric);

declare global {
  interface HTMLElementTagNameMap {
    'tp-metric': TpMetric;
  }
}

import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { CalendarInterval } from '../../worker/protocol/calendar.js';
import type { CountsResult, CountsSpec } from '../../worker/protocol/counts.js';
import type { TimeRange } from '../../worker/protocol/filter.js';
import type { ValuesResult } from '../../worker/protocol/values.js';
import { clauseSource, clauseText } from '../dataset/clause-words.js';
import { selectArrow, selectBox } from '../dataset/select-box.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import { TpCard } from '../internal/card-element.js';
import { define } from '../internal/define.js';
import { formatCount, formatDate, formatMoment } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { parseInstant } from '../internal/instant.js';
import { rangeText } from '../internal/period-text.js';
import {
  compareNames,
  compareRange,
  dayOf,
  dayStart,
  periodNames,
  periodRange,
  readPeriod,
  wallClock,
} from '../internal/period.js';
import type { CompareName, PeriodName } from '../internal/period.js';
import { sameData } from '../internal/plain-data.js';
import type { TableData } from '../internal/table-data.js';
import { filterStyles } from './filter.styles.js';
import { bucketAt, bucketsIn, layoutHistogram, placeOf, rangeOver } from './histogram.layout.js';
import type { Histogram } from './histogram.layout.js';
import { segmentsFilter, segmentsLabel, segmentsOf, toggled, valuesText } from './segments.js';
import type { Segments, SegmentScope, SegmentValue } from './segments.js';
import { filterWords } from './words.js';
import type { FilterWords } from './words.js';

const barHeight = 36;
const drawingHeight = 54;
const dayMs = 86_400_000;
/** A brush in progress: from the bucket that stays, and whether it has changed anything yet. */
interface Drag {
  readonly kind: 'new' | 'begin' | 'end';
  readonly anchor: number;
  moved: boolean;
}

const noSegments: Segments = { scope: 'customers', segments: [] };

/**
 * The controls of a whole dataset: period, comparison, segments by property values, and all that is chosen anywhere, as
 * chips that clear.
 *
 * What it sets goes into the selection of the `<tp-dataset>` around it, or of the one that `for` names: elements without
 * a range of their own count the period, those that compare take its comparison, and all are narrowed by the segments.
 *
 * @summary Period, comparison and segments for all elements of a dataset, and what is chosen.
 * @status experimental
 * @since 0.1.0
 *
 * @event {TpSelectEvent} tpselect - A person changed the segments; cancelable, fired before it takes hold.
 * @event {TpReadyEvent} tpready - The touchpoints over time are drawn.
 * @event {TpErrorEvent} tperror - They cannot be counted; the element shows why.
 *
 * @csspart base - The card.
 * @csspart title - The title, which is heard but not seen.
 * @csspart lead - The period in dates.
 * @csspart chart - Touchpoints over time with the brush.
 * @csspart choice - The chip of a segment.
 * @csspart clause - The chip of what another element chose.
 * @csspart segments - The panel of properties and values.
 * @csspart message - An initial, empty or error message.
 *
 * @cssproperty --tp-color-surface - Card background.
 * @cssproperty --tp-color-text - Text.
 * @cssproperty --tp-color-data - Touchpoints.
 * @cssproperty --tp-color-choice - What is chosen.
 * @cssproperty --tp-radius-card - Corner of the card.
 */
export class TpFilter extends TpCard<CountsResult> {
  static override styles: CSSResultGroup = [TpCard.styles, selectBox, filterStyles];

  protected override readonly kind = 'filter';
  protected override readonly main: AnalysisController<CountsResult> = new AnalysisController<CountsResult>(this, {
    spec: () => this.#spec(),
    for: () => this.for,
    // It shows what lies outside the period too.
    period: false,
  });
  readonly #values: AnalysisController<ValuesResult> = new AnalysisController<ValuesResult>(this, {
    spec: () =>
      this.picking && this.prop
        ? { kind: 'values', prop: this.prop, limit: 100, ...(this.search ? { search: this.search } : {}) }
        : null,
    for: () => this.for,
    // Customers of a segment are those with such a touchpoint at any time: so are those counted beside its values.
    period: false,
  });

  /** IANA zone whose days count. Default UTC. */
  @property() zone: string | null = null;
  /** Period to begin with, unless one is chosen already: `28d`, `this-month`, ...; null is all the data. */
  @property() period: string | null = null;
  /** Comparison to begin with: `previous`, `last-year` or `none`. */
  @property() compare: string | null = null;
  /** Properties that segments can be made of, between commas; null is all there are. */
  @property() segments: string | null = null;

  @state() private picking = false;
  @state() private prop = '';
  @state() private search = '';
  @state() private customOpen = false;
  /** What the next segments narrow, while there are none to tell. */
  @state() private scope: SegmentScope = 'customers';

  /** The name by which the period was chosen; its range may be that of another name too. */
  #named: PeriodName | null = null;
  #begun = false;
  #drag: Drag | null = null;

  protected override get tile(): boolean {
    return true;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#beginPeriod();
  }

  // What is asked

  get #tz(): string {
    return this.zone || 'UTC';
  }

  #spec(): CountsSpec | null {
    const { info } = this.facts;
    if (!info) return null;
    return { kind: 'counts', columns: this.#interval(), tz: this.#tz };
  }

  /** Buckets of at least three px in a card of usual width. */
  #interval(): CalendarInterval {
    const { firstMs, lastMs } = this.facts.info ?? {};
    const days = ((lastMs ?? 0) - (firstMs ?? 0)) / dayMs;
    if (days <= 4) return 'hour';
    if (days <= 400) return 'day';
    if (days <= 2600) return 'week';
    return days <= 12_000 ? 'month' : 'year';
  }

  /** The period that the page asks for, set once, by program, where nobody has chosen one. */
  #beginPeriod(): void {
    const { selection } = this;
    const dataEnd = this.facts.info?.dataEnd ?? null;
    if (this.#begun || !selection || dataEnd === null) return;
    this.#begun = true;
    if (selection.period || !this.period) return;
    const range = readPeriod(this.period, dataEnd, this.#tz);
    const name = this.period.trim().toLowerCase();
    this.#named = periodNames.find((each) => each === name) ?? null;
    const compare = compareNames.find((each) => each === this.compare) ?? 'none';
    selection.replace({ ...selection.data, period: range, compare: range && this.#compared(compare, range) });
  }

  #compared(compare: CompareName, range: TimeRange): TimeRange | null {
    return compareRange(compare, range, this.#tz, { monthToDate: this.#named === 'this-month' });
  }

  // What is chosen

  get #w(): FilterWords {
    return filterWords(this.locale);
  }

  get #own(): Segments {
    const clause = this.ownClause;
    return (clause && segmentsOf(clause.filter)) ?? { ...noSegments, scope: this.scope };
  }

  get #periodName(): PeriodName | 'custom' {
    const range = this.selection?.period ?? null;
    const dataEnd = this.facts.info?.dataEnd ?? null;
    if (range === null) return 'all';
    if (dataEnd === null) return 'custom';
    const isIt = (name: PeriodName): boolean => sameData(periodRange(name, dataEnd, this.#tz), range);
    if (this.#named && isIt(this.#named)) return this.#named;
    return periodNames.find(isIt) ?? 'custom';
  }

  get #compareName(): CompareName | 'own' {
    const { period = null, compare = null } = this.selection ?? {};
    if (!compare) return 'none';
    if (!period) return 'own';
    return compareNames.find((name) => name !== 'none' && sameData(this.#compared(name, period), compare)) ?? 'own';
  }

  /** A person sets the period; the comparison goes along by its name. */
  #setPeriod(range: TimeRange | null, how: 'set' | 'move' = 'set', name: PeriodName | null = null): void {
    const { selection } = this;
    if (!selection) return;
    const compare = this.#compareName;
    this.#named = name;
    const other = range && compare !== 'own' ? this.#compared(compare, range) : null;
    if (how === 'move') selection.movePeriod(range, other);
    else selection.setPeriod(range, other);
    this.live = this.#rangeText(range);
  }

  readonly #handlePeriod = (event: Event): void => {
    const name = (event.target as HTMLSelectElement).value as PeriodName | 'custom';
    const dataEnd = this.facts.info?.dataEnd ?? null;
    this.customOpen = name === 'custom';
    if (name === 'custom' || dataEnd === null) return;
    this.#setPeriod(periodRange(name, dataEnd, this.#tz), 'set', name);
  };

  readonly #handleCompare = (event: Event): void => {
    const name = (event.target as HTMLSelectElement).value as CompareName | 'own';
    const { selection } = this;
    const period = selection?.period;
    if (!selection || !period || name === 'own') return;
    selection.setPeriod(period, this.#compared(name, period));
  };

  readonly #handleDay = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const ms = parseInstant(input.value);
    if (Number.isNaN(ms)) return;
    const tz = this.#tz;
    const day = ms / dayMs;
    const whole = this.selection?.period ?? this.#wholeRange();
    if (!whole) return;
    const isBegin = input.name === 'from';
    const begin = isBegin ? day : Math.min(day, dayOf(whole.from, tz));
    const end = isBegin ? Math.max(day, dayOf(whole.to - 1, tz)) : day;
    this.#setPeriod({ from: dayStart(begin, tz), to: dayStart(end + 1, tz) });
  };

  /** From the first to the last day of the data. */
  #wholeRange(): TimeRange | null {
    const { firstMs = null, lastMs = null } = this.facts.info ?? {};
    if (firstMs === null || lastMs === null) return null;
    const tz = this.#tz;
    return { from: dayStart(dayOf(firstMs, tz), tz), to: dayStart(dayOf(lastMs, tz) + 1, tz) };
  }

  // Segments

  get #properties(): readonly string[] {
    const offered = this.segments
      ?.split(/[,，]/)
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return offered ?? ['event', ...(this.facts.info?.properties ?? []).filter((name) => name !== 'event')];
  }

  readonly #handlePick = (): void => {
    this.picking = !this.picking;
    if (!this.picking) return;
    this.prop ||=
      this.#own.segments[0]?.prop ?? this.#properties.find((name) => name === 'channel') ?? this.#properties[0] ?? '';
    this.focusAfterUpdate('.seg select');
  };

  #choose(next: Segments): void {
    const filter = segmentsFilter(next);
    this.scope = next.scope;
    if (!filter) this.choose(null);
    else if (!this.ownClause || !sameData(this.ownClause.filter, filter)) {
      this.choose({ mark: null, filter, label: segmentsLabel(next) });
    }
  }

  #drop(prop: string): void {
    const own = this.#own;
    this.#choose({ ...own, segments: own.segments.filter((segment) => segment.prop !== prop) });
  }

  readonly #handleScope = (event: Event): void => {
    const scope = (event.target as HTMLInputElement).value as SegmentScope;
    const own = this.#own;
    this.scope = scope;
    if (own.segments.length > 0) this.#choose({ ...own, scope });
  };

  protected override closeLayer(): boolean {
    if (!this.picking) return false;
    this.picking = false;
    this.focusAfterUpdate('[data-opens="segments"]');
    return true;
  }

  // Words

  protected override titleText(): string {
    return this.#w.filter;
  }

  #rangeText(range: TimeRange | null): string {
    if (range) return rangeText(this.locale, range, this.#tz);
    const whole = this.#wholeRange();
    return whole ? `${this.#w.allData} · ${rangeText(this.locale, whole, this.#tz)}` : this.#w.allData;
  }

  protected override sentence(result: CountsResult): string {
    const rows = result.meta.rowsInScope;
    return this.#w.summary(
      this.#rangeText(this.selection?.period ?? null),
      this.t.touchpoints(rows, formatCount(this.locale, rows)),
    );
  }

  // Drawing

  protected override renderTools(): TemplateResult {
    const { selection } = this;
    const w = this.#w;
    const ready = this.facts.info !== null && selection !== null;
    const period = this.#periodName;
    const compare = this.#compareName;
    const busy = ready && (selection.clauses.length > 0 || selection.period !== null || selection.actor !== null);
    return html`<label class="sel">
        <span class="vh">${w.period}</span>
        <select class="inp" name="period" ?disabled=${!ready} @change=${this.#handlePeriod}>
          ${periodNames.map((name) => option(name, w.periods[name], period === name && !this.customOpen))}
          ${option('custom', w.custom, period === 'custom' || this.customOpen)}
        </select>
        ${selectArrow}
      </label>
      ${ready && (this.customOpen || period === 'custom') ? this.#renderDays() : nothing}
      <label class="sel">
        <span class="vh">${w.compare}</span>
        <select class="inp" name="compare" ?disabled=${!ready || !selection.period} @change=${this.#handleCompare}>
          ${compareNames.map((name) => option(name, w.compares[name], compare === name))}
          ${compare === 'own' ? option('own', w.ownCompare, true) : nothing}
        </select>
        ${selectArrow}
      </label>
      <button
        class="b"
        type="button"
        data-opens="segments"
        ?disabled=${!ready}
        aria-expanded=${this.picking}
        @click=${this.#handlePick}
      >
        ${icon('plus')}<span>${w.segment}</span>
      </button>
      <span class="push"></span>
      ${
        busy || selection?.canUndo
          ? html`<button
                class="b i q"
                type="button"
                aria-label=${this.t.undo}
                title=${this.t.undo}
                ?hidden=${!selection.canUndo}
                @click=${() => selection.undo()}
              >
                ${icon('undo')}
              </button>
              <button class="b q" type="button" ?hidden=${!busy} @click=${this.#handleClear}>${w.clear}</button>`
          : nothing
      }`;
  }

  readonly #handleClear = (): void => {
    this.customOpen = false;
    this.selection?.clear();
    this.live = this.#w.nothingChosen;
  };

  #renderDays(): TemplateResult {
    const w = this.#w;
    const tz = this.#tz;
    const range = this.selection?.period ?? this.#wholeRange();
    const value = (instant: number): string => new Date(wallClock(instant, tz)).toISOString().slice(0, 10);
    return html`<span class="days">
      <input
        class="inp"
        type="date"
        name="from"
        aria-label=${w.from}
        .value=${range ? value(range.from) : ''}
        @change=${this.#handleDay}
      />
      <span aria-hidden="true">–</span>
      <input
        class="inp"
        type="date"
        name="to"
        aria-label=${w.through}
        .value=${range ? value(range.to - 1) : ''}
        @change=${this.#handleDay}
      />
    </span>`;
  }

  protected override renderLead(): TemplateResult {
    const { selection } = this;
    const compare = selection?.compare ?? null;
    return html`<p class="lead f" part="lead">
      <span>${this.#rangeText(selection?.period ?? null)} · ${this.#tz}</span>
      ${compare ? html`<span class="t3">${this.#w.against(rangeText(this.locale, compare, this.#tz))}</span>` : nothing}
    </p>`;
  }

  /** All that is chosen: own segments, what other elements chose, the customer that is open. */
  protected override renderChips(): unknown {
    const { selection, locale, t } = this;
    if (!selection) return nothing;
    const w = this.#w;
    const own = this.#own;
    const chips = own.segments.map((segment) => {
      const text = w.chip(this.#propText(segment.prop), valuesText(segment));
      return chip('choice', text, '', t.removeClause(text), () => this.#drop(segment.prop));
    });
    for (const clause of selection.clauses) {
      if (clause === this.ownClause && own.segments.length > 0) continue;
      const text = clauseText(locale, clause.label);
      const from = t.fromSource(clauseSource(locale, clause.widget));
      chips.push(chip('clause', text, from, t.removeClause(text), () => selection.remove(clause.source)));
    }
    const { actor } = selection;
    if (actor !== null) {
      const text = w.customer(actor.replace(/^[a-zA-Z]+:/, ''));
      chips.push(chip('clause', text, '', t.removeClause(text), () => selection.open(null)));
    }
    const panel = this.picking ? this.#renderPicker() : nothing;
    return html`${chips.length > 0 ? html`<div class="chips bar">${chips}</div>` : nothing} ${panel}`;
  }

  #propText(prop: string): string {
    return prop === 'event' ? this.#w.eventName : prop;
  }

  #renderPicker(): TemplateResult {
    const w = this.#w;
    const own = this.#own;
    const scope = own.segments.length > 0 ? own.scope : this.scope;
    return html`<section class="seg" part="segments" aria-label=${w.segmentPanel}>
      <div class="row">
        <label class="sel">
          <span class="vh">${w.property}</span>
          <select class="inp" name="property" @change=${this.#handleProperty}>
            ${this.#properties.map((name) => option(name, this.#propText(name), name === this.prop))}
          </select>
          ${selectArrow}
        </label>
        <input
          class="inp"
          type="search"
          aria-label=${w.search}
          placeholder=${w.search}
          .value=${this.search}
          @input=${this.#handleSearch}
        />
        <button class="x push" type="button" aria-label=${this.t.close} @click=${() => this.closeLayer()}>
          ${icon('close')}
        </button>
      </div>
      <fieldset>
        <legend class="vh">${w.scope}</legend>
        ${(['customers', 'touchpoints'] as const).map(
          (each) =>
            html`<label
              ><input
                type="radio"
                name="scope"
                value=${each}
                .checked=${scope === each}
                @change=${this.#handleScope}
              />${w.scopes[each]}</label
            >`,
        )}
      </fieldset>
      ${this.#renderValues()}
    </section>`;
  }

  #renderValues(): TemplateResult {
    const { locale } = this;
    const w = this.#w;
    const own = this.#own;
    const chosen = own.segments.find(({ prop }) => prop === this.prop)?.values ?? [];
    const { state: current } = this.#values;
    if (current.status === 'failed') return html`<p class="sub" role="status">${w.missing}</p>`;
    const found = current.status === 'ready' && current.spec.prop === this.prop ? current.result : null;
    if (!found) return html`<p class="sub" role="status">${w.reading}</p>`;
    // What is chosen stays in reach, whatever the search or the other choices leave.
    const listed = found.values.map(({ value }) => value as SegmentValue);
    const rest = this.search
      ? []
      : chosen.filter((value) => !listed.includes(value)).map((value) => ({ value, actors: 0 }));
    const values = [...found.values, ...rest];
    if (values.length === 0) return html`<p class="sub" role="status">${w.noValues}</p>`;
    return html`<ul class="vals scroll" tabindex="0" aria-label=${this.#propText(this.prop)}>
        ${values.map(
          ({ value, actors }) =>
            html`<li>
              <label>
                <input
                  type="checkbox"
                  .checked=${chosen.includes(value)}
                  @change=${() => this.#choose(toggled(this.#own, this.prop, value))}
                />
                <span class="ell" title=${String(value)}><bdi>${String(value)}</bdi></span>
                <span class="r" title=${this.t.customers(actors, formatCount(locale, actors))}
                  >${formatCount(locale, actors)}</span
                >
              </label>
            </li>`,
        )}
      </ul>
      <p class="sub">${w.valuesShown(formatCount(locale, found.values.length), formatCount(locale, found.total))}</p>`;
  }

  readonly #handleProperty = (event: Event): void => {
    this.prop = (event.target as HTMLSelectElement).value;
    this.search = '';
  };

  readonly #handleSearch = (event: Event): void => {
    this.search = (event.target as HTMLInputElement).value.trim();
  };

  #histogram(result: CountsResult): Histogram {
    const edges = [...result.columns, result.end ?? (result.columns.at(-1) ?? 0) + 1];
    return layoutHistogram(result.columnTotals, result.columns.length > 0 ? edges : [], this.room, barHeight);
  }

  protected override renderBody(result: CountsResult): TemplateResult {
    const w = this.#w;
    const histogram = this.#histogram(result);
    const { edges, bars, width } = histogram;
    if (bars.length === 0) return html`${nothing}`;
    const range = this.selection?.period ?? null;
    const [first, last] = bucketsIn(edges, range);
    const from = range ? placeOf(histogram, range.from) : 0;
    const to = range ? placeOf(histogram, range.to) : width;
    const day = (instant: number): string => this.#dayText(instant);
    return html`<div
      class="brush"
      part="chart"
      role="group"
      aria-label="${w.histogram(day(edges[0]!), day(edges.at(-1)! - 1))}. ${w.help}"
      @pointerdown=${this.#handleDown}
      @pointermove=${this.#handleMove}
      @pointerup=${this.#handleUp}
      @pointercancel=${this.#handleUp}
    >
      <svg class="c" width=${width} height=${drawingHeight} viewBox="0 0 ${width} ${drawingHeight}" aria-hidden="true">
        ${range ? svg`<rect class="tint" x=${from} y="0" width=${Math.max(1, to - from)} height=${barHeight}></rect>` : nothing}
        ${bars.map(
          ({ x, y, width: wide, height }, k) =>
            svg`<rect class="bin ${k < first || k > last ? 'out' : ''}" x=${x} y=${y} width=${wide} height=${height}></rect>`,
        )}
        <path class="base" d="M0 ${barHeight + 0.5}H${width}"></path>
        ${
          range
            ? svg`<path class="edge" d="M${from} 0V${barHeight}"></path><path class="edge" d="M${to} 0V${barHeight}"></path>`
            : nothing
        }
        <text class="tick" x="0" y=${drawingHeight - 3}>${day(edges[0]!)}</text>
        <text class="tick" x=${width} y=${drawingHeight - 3} text-anchor="end">${day(edges.at(-1)! - 1)}</text>
      </svg>
      ${this.#renderHandle('begin', first, histogram)} ${this.#renderHandle('end', last, histogram)}
    </div>`;
  }

  #renderHandle(which: 'begin' | 'end', at: number, { edges }: Histogram): TemplateResult {
    const shown = which === 'begin' ? edges[at]! : edges[at + 1]! - 1;
    const [first, last] = bucketsIn(edges, this.selection?.period ?? null);
    return html`<div
      class="hdl ${this.selection?.period ? '' : 'idle'}"
      data-handle=${which}
      role="slider"
      tabindex="0"
      aria-label=${this.#w[which]}
      aria-valuemin=${which === 'begin' ? 0 : first}
      aria-valuemax=${which === 'begin' ? last : edges.length - 2}
      aria-valuenow=${at}
      aria-valuetext=${this.#momentText(shown)}
      @keydown=${this.#handleKeyOn}
    ></div>`;
  }

  // Positions go through the CSSOM: a strict page forbids style attributes.
  protected override drawn(): void {
    const { result } = this;
    const handles = this.renderRoot.querySelectorAll<HTMLElement>('.hdl');
    if (!result || handles.length === 0) return;
    const histogram = this.#histogram(result);
    const range = this.selection?.period ?? null;
    const places = [range ? placeOf(histogram, range.from) : 0, range ? placeOf(histogram, range.to) : histogram.width];
    for (const [k, handle] of handles.entries()) handle.style.left = `${places[k]}px`;
  }

  #dayText(instant: number): string {
    return formatDate(this.locale, wallClock(instant, this.#tz), 'UTC');
  }

  #momentText(instant: number): string {
    return this.#interval() === 'hour'
      ? formatMoment(this.locale, wallClock(instant, this.#tz), 'UTC')
      : this.#dayText(instant);
  }

  // Brush

  #bucketUnder(event: PointerEvent, histogram: Histogram): number {
    const box = this.renderRoot.querySelector('.brush')!.getBoundingClientRect();
    return bucketAt(histogram, event.clientX - box.left);
  }

  readonly #handleDown = (event: PointerEvent): void => {
    const { result } = this;
    if (event.button !== 0 || !result || !this.selection) return;
    const histogram = this.#histogram(result);
    const handle = event.target instanceof HTMLElement ? event.target.dataset['handle'] : undefined;
    const [first, last] = bucketsIn(histogram.edges, this.selection.period);
    const at = this.#bucketUnder(event, histogram);
    this.#drag =
      handle === 'begin'
        ? { kind: 'begin', anchor: last, moved: false }
        : handle === 'end'
          ? { kind: 'end', anchor: first, moved: false }
          : { kind: 'new', anchor: at, moved: false };
    // A gone pointer cannot be captured; the drag then ends at the edge.
    try {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    } catch {
      // Nothing is lost.
    }
    if (!handle) event.preventDefault();
  };

  readonly #handleMove = (event: PointerEvent): void => {
    const drag = this.#drag;
    const { result } = this;
    if (!drag || !result) return;
    const histogram = this.#histogram(result);
    this.#brushTo(drag, rangeOver(histogram.edges, drag.anchor, this.#bucketUnder(event, histogram)));
  };

  /** Elements follow while the pointer moves; the whole gesture is one step to undo. */
  #brushTo(drag: Drag, range: TimeRange): void {
    if (sameData(range, this.selection?.period ?? null)) return;
    this.#setPeriod(range, drag.moved ? 'move' : 'set');
    drag.moved = true;
  }

  readonly #handleUp = (event: PointerEvent): void => {
    const drag = this.#drag;
    const { result } = this;
    this.#drag = null;
    if (!drag || drag.moved || drag.kind !== 'new' || !result || event.type === 'pointercancel') return;
    // A click on one bucket chooses it, or everything again where it was all that was chosen.
    const { edges } = this.#histogram(result);
    const range = rangeOver(edges, drag.anchor, drag.anchor);
    const again = sameData(range, this.selection?.period ?? null);
    this.customOpen = false;
    this.#setPeriod(again ? null : range);
  };

  readonly #handleKeyOn = (event: KeyboardEvent): void => {
    const { result } = this;
    const which = (event.target as HTMLElement).dataset['handle'];
    if (!result || !which || event.altKey || event.ctrlKey || event.metaKey) return;
    const { edges } = this.#histogram(result);
    const [first, last] = bucketsIn(edges, this.selection?.period ?? null);
    const at = which === 'begin' ? first : last;
    const step = event.shiftKey ? 7 : 1;
    const next = {
      ArrowLeft: at - step,
      ArrowDown: at - step,
      ArrowRight: at + step,
      ArrowUp: at + step,
      PageDown: at - 7,
      PageUp: at + 7,
      Home: which === 'begin' ? 0 : first,
      End: which === 'begin' ? last : edges.length - 2,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const bounded =
      which === 'begin' ? Math.max(0, Math.min(last, next)) : Math.min(edges.length - 2, Math.max(first, next));
    const range = which === 'begin' ? rangeOver(edges, bounded, last) : rangeOver(edges, first, bounded);
    if (!sameData(range, this.selection?.period ?? null)) this.#setPeriod(range, event.repeat ? 'move' : 'set');
  };

  protected override renderSkeleton(width: number): TemplateResult {
    return html`<svg class="c" width=${width} height=${drawingHeight} aria-hidden="true">
      <rect class="skl" x="0" y="6" width=${width} height=${barHeight - 6} rx="2"></rect>
    </svg>`;
  }

  protected override table(result: CountsResult): TableData {
    const w = this.#w;
    return {
      title: w.filter,
      columns: [
        { id: 'begins', title: w.bucket, kind: 'text' },
        { id: 'touchpoints', title: w.touchpoints, kind: 'count' },
      ],
      rows: result.columns.map((start, k) => [this.#momentText(start), result.columnTotals[k] ?? 0]),
    };
  }
}

function option(value: string, text: string, selected: boolean): TemplateResult {
  return html`<option value=${value} .selected=${selected}>${text}</option>`;
}

function chip(part: string, text: string, from: string, label: string, clear: () => void): TemplateResult {
  return html`<span class="chip ${part === 'clause' ? 'from' : ''}" part=${part}>
    <span class="dot"></span><span class="ell">${from ? html`<span class="src">${from}</span>` : nothing}${text}</span>
    <button class="x" type="button" aria-label=${label} @click=${clear}>${icon('close')}</button>
  </span>`;
}

define('tp-filter', TpFilter);

declare global {
  interface HTMLElementTagNameMap {
    'tp-filter': TpFilter;
  }
}

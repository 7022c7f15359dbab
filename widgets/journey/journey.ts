import { html, nothing, svg } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { toAnalyticsError } from '../../worker/protocol/error.js';
import type { Selector } from '../../worker/protocol/filter.js';
import type {
  JourneyMark,
  JourneyResult,
  JourneyRow,
  JourneySpec,
  JourneyStageSpec,
  JourneySummary,
} from '../../worker/protocol/journey.js';
import type { Clause, WidgetKind } from '../dataset/selection.js';
import { AnalysisController } from '../internal/analysis-controller.js';
import { TpCard } from '../internal/card-element.js';
import type { ChosenList } from '../internal/card-element.js';
import type { Definition, MenuItem } from '../internal/card-panels.js';
import { define } from '../internal/define.js';
import { formatCount, formatSpan, formatWindow } from '../internal/format.js';
import { icon } from '../internal/icons.js';
import { sameData } from '../internal/plain-data.js';
import { messagePart, notePart } from '../internal/state-parts.js';
import type { TableData } from '../internal/table-data.js';
import type { StateWords } from '../locales/messages.js';
import { loadWords } from '../locales/words.js';
import { segmentStyles } from '../styles/segments.js';
import { stretch } from './axis.js';
import { channelColors } from './channels.js';
import type { ChannelColor } from './channels.js';
import { parted } from './identifier.js';
import type { GroupList, GroupSort } from './group.js';
import { journeyMode, openingSpan, staysOf } from './journey.layout.js';
import type { JourneyMode, Stay } from './journey.layout.js';
import { activitySpec, groupSpec, journeySpec, namesIn, parseOpening, rowSpec, windowSpec } from './journey.spec.js';
import { journeyStyles } from './journey.styles.js';
import type * as Parts from './parts.js';
import type { PartsContext, Picked } from './parts.js';
import { roughSpan } from './plot.js';
import type { LaneName, TypicalStrip } from './plot.js';
import { JourneyRows } from './rows.js';
import type { TouchpointLink } from './safe-link.js';
import { dayOf, wallClock } from './ticks.js';
import { boundsOf } from './time-scale.js';
import type { TimeSpan } from './time-scale.js';
import { Timeline } from './timeline.js';
import type { MarkHit, TimelineModel } from './timeline.js';
import { isOpen, lanesOf, noFilter, restKey, rowsShown } from './touchpoints.js';
import type { Lane, LaneBy, RowFilter, Touchpoints } from './touchpoints.js';
import type { TypicalQuestion } from './typical.spec.js';
import type { Besides } from './typical.js';
import { journeyWords } from './words.js';
import type { JourneyWords } from './words.js';

const dayMs = 86_400_000;
const activityMs = 14 * dayMs;
/** Lanes beyond these share one. */
const mostLanes = 10;
const groupStep = 15;

/**
 * A journey: the touchpoints of one customer or account on a time line, with stages, silences, bursts, and the details
 * of each touchpoint.
 *
 * `actor` or `account` say whose. Without either it shows the customer that is open in its dataset (chosen from any
 * list of customers there), and while none is, the journeys of all customers under the selection, a lane for each.
 *
 * @summary Touchpoints of a customer, an account or a group on a time line.
 * @status stable
 * @since 0.2.0
 *
 * @event {TpSelectEvent} tpselect - A person chose a stage of a group or a period, or cleared the choice; cancelable, fired before it takes hold.
 * @event {TpLinkEvent} tplink - A person follows a link of a touchpoint; cancelable, for hosts that find the way themselves.
 * @event {TpReadyEvent} tpready - A result is drawn.
 * @event {TpErrorEvent} tperror - No result can be computed; the element shows why.
 *
 * @csspart base - The card.
 * @csspart title - The heading.
 * @csspart scope - The line under the heading.
 * @csspart lead - The sentence above the drawing.
 * @csspart chart - The time line.
 * @csspart overview - The overview with its brush.
 * @csspart brush - The part of the overview in view.
 * @csspart mark - A touchpoint.
 * @csspart group - Several touchpoints, close together.
 * @csspart stage - A stay in a stage.
 * @csspart typical - A stay that is usual.
 * @csspart silence - A silence.
 * @csspart burst - A burst.
 * @csspart detail - The pane of an open touchpoint.
 * @csspart evidence - Why the rows are one customer's.
 * @csspart link - A link that the page gives.
 * @csspart list - The list of touchpoints, or of customers.
 * @csspart lanes - The customers of a group.
 * @csspart filter - The popover for search and filter.
 * @csspart choice - The chip of the choice.
 * @csspart message - An initial, empty or error message.
 * @csspart note - A note above the drawing.
 * @csspart foot - The foot.
 *
 * @cssproperty --tp-color-surface - Card background.
 * @cssproperty --tp-color-text - Text.
 * @cssproperty --tp-color-accent - Primary buttons and links.
 * @cssproperty --tp-color-focus - Focus ring.
 * @cssproperty --tp-color-data - Amounts in the overview.
 * @cssproperty --tp-color-choice - The touchpoint that is open.
 * @cssproperty --tp-cat-1 - Ads; 2 web, 3 e-mail, 4 social, 5 product, 6 sales, 7 support, 8 events.
 * @cssproperty --tp-radius-card - Corner of the card.
 * @cssproperty --tp-font-family - Font.
 */
export class TpJourney extends TpCard<JourneyResult> {
  static override styles: CSSResultGroup = [TpCard.styles, segmentStyles, journeyStyles];

  protected readonly kind: WidgetKind = 'journey';

  /** A customer: key (`email:ann@example.org`), or its bare value where only one customer has it. */
  @property() actor: string | null = null;
  /** An account: all touchpoints of its people. */
  @property() account: string | null = null;
  /** Stages in their order: `Aware: ad click, visit; Won: purchase`, or an array of `{ name, match }`. */
  @property() stages: string | readonly JourneyStageSpec[] | null = null;
  /** A stage or an event: journeys of the customers who reached it are shown as what is typical. */
  @property() typical: string | null = null;
  /** Touchpoints that we make, not the customer: event names separated by commas. Default: by the column `direction`, else guessed by name. */
  @property() ours: string | null = null;
  /** First instant that counts: ISO text (UTC unless it says otherwise) or ms. */
  @property() from: string | number | null = null;
  /** First instant that does not count any more: ISO text (UTC unless it says otherwise) or ms. */
  @property() to: string | number | null = null;
  /** How much of the time is in view at first: `120d`, or `all`. */
  @property() span: string | null = '120d';
  /** Zone of days and times, an IANA name. */
  @property() tz = 'UTC';
  /** Lanes by `channel` or by `person`; `auto` gives an account of several people a lane for each. */
  @property() lanes: 'auto' | LaneBy = 'auto';
  /** Shown first where there is room for either: `timeline` or `list`. */
  @property() view: 'timeline' | 'list' = 'timeline';
  /** Only rows that meet all of these count. */
  @property({ attribute: false }) where: readonly Selector[] | null = null;
  /** Links for a touchpoint. An address that is not http, https, mailto or relative is left out. */
  @property({ attribute: false }) links: ((row: JourneyRow) => readonly TouchpointLink[]) | null = null;
  /** Columns that the details of a touchpoint leave out, such as ids that only links use: names separated by commas. */
  @property() hide: string | null = null;

  @state() private picked: Picked | null = null;
  @state() private rowFilter: RowFilter = noFilter;
  @state() private laneChoice: LaneBy | null = null;
  @state() private filterOpen = false;
  @state() private allLanes = false;
  // What the time line itself does not need comes after it.
  @state() private parts: typeof Parts | null = null;
  @state() private partsFailed = false;
  @state() private why = false;
  @state() private unfolded: ReadonlySet<number> = new Set();
  /** Further rows of the list that were asked for. */
  @state() private listedMore = 0;
  /** In a narrow card: the time line instead of the list. */
  @state() private full = false;
  @state() private groupList: GroupList = { actors: [], total: null, loading: false, error: null };
  @state() private groupSort: GroupSort = 'lastMs';
  /** The part of the time in view, as it came to rest. */
  @state() private settled: TimeSpan | null = null;

  // A customer's own journey is whole, whatever is chosen elsewhere; a group is what the selection leaves.
  readonly #one = new AnalysisController<JourneyResult>(this, {
    spec: () => this.#oneSpec(),
    for: () => this.for,
    free: true,
    period: false,
  });
  readonly #group = new AnalysisController<JourneyResult>(this, {
    spec: () => (this.#whom() ? null : groupSpec(this.#props())),
    for: () => this.for,
  });
  readonly #page = this.#further(() => this.#rows.wanted);
  readonly #activity = this.#further(() => this.#activitySpec());
  readonly #detail = this.#further(() => this.#detailSpec());
  readonly #near = this.#further(() => this.#nearSpec());
  readonly #usual = this.#further(() => this.#usualSpec());

  readonly #rows = new JourneyRows();
  #besides: Besides | null = null;
  readonly #timeline = new Timeline({
    span: (span, settled) => this.#handleSpan(span, settled),
    open: (row) => this.#open(this.picked && 'row' in this.picked && this.picked.row === row ? null : { row }),
    openGroup: (hit) => this.#openGroup(hit),
    hover: (hit, box) => this.#showTip(hit, box),
    lane: (opens) => (this.allLanes = opens === 'rest'),
  });
  #model: TimelineModel | null = null;
  #laneMemo: { key: readonly unknown[]; lanes: readonly Lane[] } | null = null;
  #shownMemo: { key: readonly unknown[]; rows: Uint32Array } | null = null;
  #partsLoading: Promise<void> | null = null;
  #tableMemo: { key: readonly unknown[]; table: TableData } | null = null;
  #groupOf: JourneyResult | null = null;
  #groupAbort: AbortController | null = null;
  #unhover: (() => void) | null = null;
  #hoverOf: unknown = null;
  #journeyKey = '';

  #further(spec: () => JourneySpec | null): AnalysisController<JourneyResult> {
    return new AnalysisController<JourneyResult>(this, { spec, for: () => this.for, free: true, period: false });
  }

  protected get main(): AnalysisController<JourneyResult> {
    return this.#whom() ? this.#one : this.#group;
  }

  protected override get others(): readonly AnalysisController[] {
    return this.#whom() ? ([this.#page, this.#near, this.#usual] as unknown as readonly AnalysisController[]) : [];
  }

  private get w(): JourneyWords {
    return journeyWords(this.locale);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#groupAbort?.abort();
    this.#unhover?.();
    this.#unhover = null;
    this.#hoverOf = null;
    this.#besides?.leave();
  }

  // Questions

  /** Whose journey it is; null for a group. */
  #whom(): { readonly actor: string } | { readonly account: string } | null {
    if (this.actor) return { actor: this.actor };
    if (this.account) return { account: this.account };
    const opened = this.#group.dataset?.selection.actor ?? null;
    return opened === null ? null : { actor: opened };
  }

  /** The customer was opened from a list, and can be left again. */
  get #follows(): boolean {
    return !this.actor && !this.account && this.#whom() !== null;
  }

  #props(): Parameters<typeof journeySpec>[0] {
    const { stages, from, to, where, tz } = this;
    return { stages, from, to, where, tz };
  }

  #oneSpec(): JourneySpec | null {
    parseOpening(this.span);
    if (this.actor && this.account) return journeySpec({ actor: this.actor, account: this.account }, null);
    const whom = this.#whom();
    return whom && journeySpec({ ...this.#props(), ...whom }, this.#one.facts.info);
  }

  /** The journey on screen with its summary; null for a group and before it is there. */
  get #journey(): { result: JourneyResult; spec: JourneySpec; summary: JourneySummary } | null {
    const { result, shownSpec } = this;
    return this.#whom() && result?.summary && shownSpec ? { result, spec: shownSpec, summary: result.summary } : null;
  }

  #activitySpec(): JourneySpec | null {
    const journey = this.#journey;
    const end = journey?.result.meta.dataEnd;
    return journey && typeof end === 'number' ? activitySpec(journey.spec, end + 1, activityMs) : null;
  }

  #detailSpec(): JourneySpec | null {
    const journey = this.#journey;
    if (!journey || !this.picked || !('row' in this.picked)) return null;
    const properties = this.facts.info?.properties ?? [];
    const spec = rowSpec(journey.spec, this.picked.row, properties);
    return this.#rows.windowed && this.#nearWindow ? { ...spec, window: this.#nearWindow } : spec;
  }

  /** Of a journey that is too long to be kept: the part in view, with as much again on both sides. */
  #nearSpec(): JourneySpec | null {
    const journey = this.#journey;
    const { settled } = this;
    if (!journey || !settled || !this.#rows.windowed) return null;
    return windowSpec(journey.spec, settled);
  }

  get #nearWindow(): TimeSpan | null {
    const { state: near } = this.#near;
    return near.status === 'ready' ? (near.spec.window ?? null) : null;
  }

  /** How long stays take of everybody, where nothing else is called typical. */
  #usualSpec(): JourneySpec | null {
    const journey = this.#journey;
    if (!journey?.spec.stages || this.typical) return null;
    const { range, where, stages } = journey.spec;
    return { kind: 'journey', stages, ...(range && { range }), ...(where && { where }) };
  }

  // Life

  protected override firstUpdated(): void {
    this.#loadParts();
  }

  // Before the controllers are asked what they want: a page that has come makes the question for the next.
  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#follow();
  }

  #follow(): void {
    const whom = this.#whom();
    const key = JSON.stringify(whom);
    if (key !== this.#journeyKey) {
      this.#journeyKey = key;
      this.picked = null;
      this.rowFilter = noFilter;
      this.laneChoice = null;
      this.filterOpen = false;
      this.allLanes = false;
      this.settled = null;
      this.unfolded = new Set();
      this.listedMore = 0;
      this.#timeline.reset();
      this.#model = null;
    }
    const { dataset } = this.main;
    let question: TypicalQuestion | null = null;
    if (whom) {
      try {
        question = this.parts?.typicalQuestion(this.#props(), this.typical) ?? null;
      } catch {
        // The question itself fails by the same fault, and says so.
      }
    }
    this.#besides?.want(dataset, question);
    if (this.#hoverOf !== dataset) {
      this.#unhover?.();
      this.#hoverOf = dataset;
      this.#unhover = dataset?.selection.watchHover(() => !this.#whom() && this.requestUpdate()) ?? null;
    }
    const page = this.#page.state;
    if (page.status === 'ready' && !page.recomputing && sameData(page.spec, this.#rows.wanted)) {
      this.#rows.take(page.result);
    }
  }

  protected override resultChanged(result: JourneyResult): void {
    const spec = this.shownSpec;
    if (!spec) return;
    if (!this.#whom()) {
      if (result !== this.#groupOf) this.#restartGroup(result);
      return;
    }
    const { summary } = result;
    if (!summary) return;
    this.#rows.begin(result, spec, this.facts.info, this.ours === null ? null : namesIn(this.ours));
    if (this.picked && !('row' in this.picked && this.picked.row < this.#rows.total)) this.picked = null;
    if (this.#timeline.span === null && summary.firstMs !== null) {
      const bounds = this.#bounds(result, summary);
      const mode = this.#mode;
      const opening =
        mode === 'list' ? bounds : openingSpan(bounds, summary, parseOpening(this.span), this.#end(result, summary));
      this.#timeline.go(opening);
      this.settled = opening;
    }
    if (!this.#rows.complete) queueMicrotask(() => this.requestUpdate());
  }

  #bounds(result: JourneyResult, summary: JourneySummary): TimeSpan {
    const range = this.shownSpec?.range;
    const end = Math.min(result.meta.dataEnd ?? Infinity, range?.to ?? Infinity);
    return boundsOf(summary.firstMs ?? 0, summary.lastMs ?? 0, Number.isFinite(end) ? end : null);
  }

  get #mode(): JourneyMode {
    const mode = journeyMode(this.cardWidth);
    return mode === 'list' && this.full ? 'medium' : mode;
  }

  get #asList(): boolean {
    return this.#mode === 'list' || (this.view === 'list' && this.#mode !== 'tiny' && !this.full);
  }

  // What is drawn

  /** All rows, or those of the part of the time that is there. */
  get #points(): Touchpoints {
    const { state: near } = this.#near;
    if (!this.#rows.windowed || near.status !== 'ready') return this.#rows.points;
    const { page } = near.result;
    if (!page || page.total > page.rows.length) return this.#rows.points;
    return this.#memoNear(near.result);
  }

  #nearPoints: { of: JourneyResult; points: Touchpoints } | null = null;

  #memoNear(result: JourneyResult): Touchpoints {
    if (this.#nearPoints?.of !== result) {
      this.#nearPoints = { of: result, points: this.#rows.separate(result.page?.rows ?? []) };
    }
    return this.#nearPoints.points;
  }

  /** All rows in scope are in `#points`, so that nothing is missing where they are drawn. */
  get #hasRows(): boolean {
    return this.#rows.complete;
  }

  get #laneBy(): LaneBy {
    const wanted = this.laneChoice ?? (this.lanes === 'auto' ? null : this.lanes);
    const several = this.#rows.points.actorKeys.length > 1 && this.#hasRows;
    if (!several) return 'channel';
    return wanted ?? (this.result?.of === 'account' ? 'person' : 'channel');
  }

  /** Channels in the order of their colours, as the lanes stand; those without one by their rows. */
  #channelOrder(summary: JourneySummary): { names: readonly (string | null)[]; colors: readonly ChannelColor[] } {
    const names = summary.channels.map(({ channel }) => channel);
    const colors = channelColors(names);
    const order = names.map((_, k) => k).sort((a, b) => (colors[a] || 99) - (colors[b] || 99) || a - b);
    return { names: order.map((k) => names[k] ?? null), colors: order.map((k) => colors[k] ?? 0) };
  }

  #laneOrder(by: LaneBy, summary: JourneySummary): readonly (string | null)[] {
    const most = this.allLanes ? Infinity : mostLanes;
    if (by === 'channel') {
      const kept = new Set(summary.channels.slice(0, most).map(({ channel }) => channel));
      const { hiddenChannels } = this.rowFilter;
      return this.#channelOrder(summary).names.filter((name) => kept.has(name) && !hiddenChannels.has(name));
    }
    const counts = this.#personCounts();
    return [...counts.keys()]
      .filter((key) => !this.rowFilter.hiddenActors.has(key))
      .sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1))
      .slice(0, most);
  }

  #personCounts(): Map<string, number> {
    const { points } = this.#rows;
    const counts = new Uint32Array(points.actorKeys.length);
    for (let row = 0; row < points.length; row++) counts[points.actors[row]!]!++;
    return new Map(points.actorKeys.map((key, k) => [key, counts[k]!]));
  }

  #lanes(result: JourneyResult, summary: JourneySummary): readonly Lane[] {
    const by = this.#laneBy;
    const near = this.#rows.windowed && this.#near.state.status === 'ready' ? this.#near.state.result : null;
    const points = this.#points;
    const key = [result, points, points.length, by, this.rowFilter, this.allLanes, near, this.#hasRows, this.parts];
    if (this.#laneMemo && this.#laneMemo.key.every((part, k) => part === key[k])) return this.#laneMemo.lanes;
    const order = this.#laneOrder(by, summary);
    const names = summary.channels.map(({ channel }) => channel);
    let lanes: readonly Lane[];
    if (this.#hasRows) lanes = lanesOf(points, by, this.rowFilter, order);
    else if (near?.page && near.page.total <= near.page.rows.length) {
      lanes = lanesOf(points, 'channel', this.rowFilter, order);
    } else {
      const bins = near?.bins ?? result.bins;
      lanes = bins && this.parts ? this.parts.lanesOfBins(bins, names, this.rowFilter, order) : [];
    }
    this.#laneMemo = { key, lanes };
    return lanes;
  }

  /** Rows that the filter lets through, ascending. */
  #shownRows(): Uint32Array {
    const points = this.#points;
    const key = [points, points.length, this.rowFilter];
    if (!this.#shownMemo || !this.#shownMemo.key.every((part, k) => part === key[k])) {
      this.#shownMemo = { key, rows: rowsShown(points, this.rowFilter) };
    }
    return this.#shownMemo.rows;
  }

  /** Colours by the code of a channel in the rows, or in the counts where there are no rows. */
  #rowColors(summary: JourneySummary): readonly ChannelColor[] {
    const { names, colors } = this.#channelOrder(summary);
    const byName = new Map(names.map((name, k) => [name, colors[k]!]));
    const known = this.#drawsCounts ? summary.channels.map(({ channel }) => channel) : this.#points.channelNames;
    return known.map((name) => byName.get(name) ?? 0);
  }

  /** The picture is of counts: rows are on their way, or too many. */
  get #drawsCounts(): boolean {
    if (this.#hasRows) return false;
    const { state: near } = this.#near;
    const page = this.#rows.windowed && near.status === 'ready' ? near.result.page : null;
    return !(page && page.total <= page.rows.length);
  }

  #stays(result: JourneyResult, summary: JourneySummary): readonly Stay[] {
    return staysOf(summary.transitions, this.#end(result, summary));
  }

  #end(result: JourneyResult, summary: JourneySummary): number {
    return Math.max(summary.lastMs ?? 0, Math.min(result.meta.dataEnd ?? 0, this.shownSpec?.range?.to ?? Infinity));
  }

  /** Nine of ten leave the current stage within this, and it has lasted longer; null otherwise. */
  #stalledMs(result: JourneyResult, summary: JourneySummary): number | null {
    const { currentStage, currentSinceMs } = summary;
    const usual = this.#usual.state;
    const group =
      this.#besides?.typical?.group ?? (!this.typical && usual.status === 'ready' ? usual.result.group : null);
    const stage = group?.stages.find(({ name }) => name === currentStage);
    if (!stage || stage.p90Ms === null || stage.stays < 10 || currentSinceMs === null) return null;
    return this.#end(result, summary) - currentSinceMs > stage.p90Ms ? stage.p90Ms : null;
  }

  #typicalStrip(summary: JourneySummary): TypicalStrip | null {
    const { parts } = this;
    const typical = this.#besides?.typical;
    if (!parts || !typical || typical.actors === 0 || !this.typical || summary.firstMs === null) return null;
    const { medianCycleMs } = typical.group;
    // Beside the stage that the customer is in, so that it shows how far a usual journey would be by now.
    const label = parts.partsWords(this.locale).typical;
    const { stays, endMs } = parts.typicalStays(
      typical,
      summary.currentStage,
      summary.currentSinceMs ?? summary.firstMs,
    );
    if (stays.length > 0) return { stays, endMs, name: this.typical, draw: parts.typicalStrip, label };
    if (medianCycleMs === null) return null;
    const from = summary.firstMs;
    const to = from + medianCycleMs;
    return {
      stays: [{ name: this.typical, from, to, open: false }],
      endMs: to,
      name: this.typical,
      draw: parts.typicalStrip,
      label,
    };
  }

  #laneName(lane: Lane, by: LaneBy, summary: JourneySummary): LaneName {
    const { w } = this;
    if (lane.key === restKey) {
      const all = by === 'channel' ? summary.channels.length : this.#rows.points.actorKeys.length;
      const more = all - mostLanes;
      return { text: `+ ${formatCount(this.locale, more)}`, color: null, opens: 'rest' };
    }
    if (by === 'person') return { text: this.#personName(lane.key ?? ''), color: null };
    const { names, colors } = this.#channelOrder(summary);
    return { text: lane.key ?? w.noChannel, color: colors[names.indexOf(lane.key)] ?? 0 };
  }

  #personName(key: string): string {
    return this.#rows.names.get(key) ?? parted(key).value;
  }

  readonly #nameOf = (row: number): string => {
    const points = this.#points;
    return points.eventNames[points.events[row]!] ?? this.w.noName;
  };

  /** The data end today, by the page's clock. */
  #endsToday(end: number): boolean {
    const clock = wallClock(this.tz);
    return dayOf(end, clock) === dayOf(this.clock(), clock);
  }

  /** The page's clock; an override can hold it still. */
  protected clock(): number {
    return Date.now();
  }

  protected override drawn(): void {
    const host = this.renderRoot.querySelector<HTMLElement>('.jt');
    const journey = this.#journey;
    if (!host || !journey) return;
    const model = this.#timelineModel(journey.result, journey.summary);
    const before = this.#model;
    const same =
      before && (Object.keys(model) as (keyof TimelineModel)[]).every((k) => plainlySame(before[k], model[k]));
    if (!same) this.#model = model;
    this.#timeline.show(host, this.#model!);
  }

  #timelineModel(result: JourneyResult, summary: JourneySummary): TimelineModel {
    const { locale, w } = this;
    const lanes = this.#lanes(result, summary);
    const by = this.#laneBy;
    const stays = this.#stays(result, summary);
    const end = result.meta.dataEnd;
    const pane = this.#mode === 'wide' && this.picked !== null && !this.#asList;
    return {
      locale,
      words: w,
      clock: wallClock(this.tz),
      width: Math.max(0, this.room - (pane ? 296 + 20 : 0)),
      laneHeight: this.cardWidth < 760 || lanes.length > 8 ? 36 : 40,
      bounds: this.#bounds(result, summary),
      lanes,
      names: lanes.map((lane) => this.#laneName(lane, by, summary)),
      colors: this.#rowColors(summary),
      stays,
      stalled: this.#stalledMs(result, summary) !== null,
      typical: this.#typicalStrip(summary),
      silences: summary.silences,
      bursts: summary.bursts,
      now: end,
      nowText: end === null ? '' : this.#endsToday(end) ? w.today : w.dataEnd,
      chosen: this.picked && 'row' in this.picked && !this.#drawsCounts ? this.picked.row : null,
      overviewOnly: this.#asList,
      nameOf: this.#nameOf,
    };
  }

  // Actions

  #handleSpan(span: TimeSpan, settled: boolean): void {
    if (this.tip) this.tip = null;
    if (settled) this.settled = span;
  }

  #open(opened: Picked | null): void {
    this.picked = opened;
    this.tip = null;
    if (opened && 'row' in opened) {
      const time = this.#points.times[opened.row];
      if (time !== undefined && !this.#asList) this.#timeline.reveal(time);
    }
  }

  #openGroup({ lane, first, last, name }: MarkHit): void {
    const rows = [...lane.rows.subarray(first, last + 1)].slice(0, 1000);
    this.#open({ rows, name });
    this.focusAfterUpdate('#j-detail');
  }

  #close(): void {
    this.picked = null;
    this.focusAfterUpdate(this.#asList ? '.jlb' : '.spot');
  }

  #step(by: 1 | -1): void {
    const rows = this.#shownRows();
    if (!this.picked || !('row' in this.picked)) return;
    const at = rows.indexOf(this.picked.row);
    const next = rows[at + by];
    if (next === undefined) return;
    this.#open({ row: next });
  }

  #chooseTime(): void {
    const span = this.#timeline.span;
    if (!span) return;
    const range = { from: Math.floor(span.from), to: Math.ceil(span.to) };
    this.choose({ mark: null, filter: { kind: 'time', range }, label: { key: 'time', args: [range.from, range.to] } });
  }

  /** The period in view is the one that the other elements are filtered by. */
  get #timeInForce(): boolean {
    const filter = this.ownClause?.filter;
    const span = this.settled;
    if (filter?.kind !== 'time' || !span) return false;
    return filter.range.from === Math.floor(span.from) && filter.range.to === Math.ceil(span.to);
  }

  #chooseMark(mark: JourneyMark, key: string, name: string): void {
    const spec = this.shownSpec;
    if (!spec) return;
    this.choose({ mark, spec, filter: { kind: 'actors', spec, mark }, label: { key, args: [name] } });
  }

  protected override chosenList(clause: Clause): ChosenList | null {
    const { filter } = clause;
    if (filter.kind !== 'actors' || this.#whom() || !sameData(filter.spec, this.shownSpec)) return null;
    const mark = filter.mark as JourneyMark;
    const title = String(clause.label.args[0] ?? '');
    return { mark, title, count: this.#groupCount(mark) };
  }

  #groupCount(mark: JourneyMark): number | null {
    const group = this.result?.group;
    return group && this.parts ? this.parts.groupCount(group, mark) : null;
  }

  protected override closeLayer(): boolean {
    if (this.filterOpen) {
      this.filterOpen = false;
      this.focusAfterUpdate('[data-opens="filter"]');
      return true;
    }
    if (this.picked) {
      this.#close();
      return true;
    }
    return false;
  }

  #leaveFilter(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (!this.filterOpen || !(to instanceof Node)) return;
    if (this.renderRoot.querySelector('.flt')?.contains(to)) return;
    if (to instanceof Element && to.matches('[data-opens="filter"]')) return;
    this.filterOpen = false;
  }

  #showTip(hit: MarkHit | null, box: { x: number; y: number; width: number; height: number } | null): void {
    const { selection } = this;
    if (!hit || !box) {
      this.tip = null;
      selection?.hover(null);
      return;
    }
    const frame = this.renderRoot.querySelector('.fw')?.getBoundingClientRect();
    const plot = this.renderRoot.querySelector('.tl')?.getBoundingClientRect();
    const context = this.#context();
    if (!frame || !plot || !context) return;
    this.tip = {
      content: context && this.parts ? this.parts.tipText(context, hit) : html``,
      x: plot.left - frame.left + box.x,
      y: plot.top - frame.top + box.y,
      width: box.width,
      height: box.height,
    };
    const row = hit.lane.rows[hit.first]!;
    if (row >= 0 && hit.count === 1) selection?.hover(this.#points.actorKeys[this.#points.actors[row]!] ?? null);
  }

  // Group

  #restartGroup(result: JourneyResult): void {
    this.#groupOf = result;
    this.groupList = { actors: [], total: null, loading: false, error: null };
    if (result.actors > 0) void this.#loadGroup();
  }

  async #loadGroup(): Promise<void> {
    this.#groupAbort?.abort();
    const abort = new AbortController();
    this.#groupAbort = abort;
    const { actors } = this.groupList;
    this.groupList = { ...this.groupList, loading: true, error: null };
    try {
      const sort = { by: this.groupSort, descending: true };
      const page = await this.#group.list({ kind: 'journey' }, actors.length, groupStep, abort.signal, sort);
      if (abort.signal.aborted) return;
      this.groupList = { actors: [...actors, ...page.actors], total: page.total, loading: false, error: null };
    } catch (thrown) {
      if (abort.signal.aborted) return;
      this.groupList = { ...this.groupList, loading: false, error: toAnalyticsError(thrown) };
    }
  }

  // Words of the card

  protected titleText(): string {
    const whom = this.#whom();
    const { w } = this;
    if (!whom) return w.journeys;
    if ('account' in whom) return whom.account;
    const key = this.result?.actorKeys[0] ?? whom.actor;
    const name = this.#journey ? this.#personName(key) : parted(key).value;
    return this.#rows.account ? `${name} · ${this.#rows.account}` : name;
  }

  protected override scopeText(): string {
    const { w, locale, tz } = this;
    const { result } = this;
    if (!result) return '';
    const journey = this.#journey;
    const parts: string[] = [];
    if (journey) {
      const { rows } = journey.summary;
      if (result.of === 'account') parts.push(w.people(result.actors, formatCount(locale, result.actors)));
      parts.push(w.touchpoints(rows, formatCount(locale, rows)));
      const view = this.settled;
      const slim = this.cardWidth < 620;
      if (view && !slim) {
        // Not the air at both ends.
        const from = Math.max(view.from, journey.summary.firstMs ?? view.from);
        const to = Math.min(view.to - 1, this.#end(result, journey.summary));
        if (from < to) parts.push(stretch(locale, from, to, wallClock(tz)));
      }
      if (!slim) parts.push(w.zone(this.#zoneName));
    } else {
      parts.push(w.touchpoints(result.meta.rowsInScope, formatCount(locale, result.meta.rowsInScope)));
    }
    return parts.join(' · ');
  }

  /** `UTC+8` for a zone, as it is at the end of the data. */
  get #zoneName(): string {
    const offset = wallClock(this.tz)(this.result?.meta.dataEnd ?? 0);
    if (offset === 0) return 'UTC';
    const minutes = Math.abs(Math.round(offset / 60_000));
    const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
    return `UTC${offset < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest}`;
  }

  protected sentence(result: JourneyResult): string {
    const { w, locale } = this;
    const journey = this.#journey;
    if (journey) {
      const stage = this.#stageSentence(journey.summary);
      return `${stage}${locale === 'en' ? ' ' : ''}${this.#seenSentence(result, journey.summary)}`
        .trim()
        .replace(/[.。]$/, '');
    }
    const touchpoints = w.touchpoints(result.meta.rowsInScope, formatCount(locale, result.meta.rowsInScope));
    return w.groupSentence(formatCount(locale, result.actors), touchpoints, result.actors);
  }

  #stageSentence(summary: JourneySummary): string {
    const { currentStage, currentSinceMs } = summary;
    if (!currentStage || currentSinceMs === null || !this.result) return '';
    const ms = this.#end(this.result, summary) - currentSinceMs;
    return this.w.inStage(currentStage, this.#longSpan(ms));
  }

  /** `31 days` from a day on, else two units. */
  #longSpan(ms: number): string {
    return ms >= dayMs ? formatWindow(this.locale, Math.round(ms / dayMs) * dayMs) : formatSpan(this.locale, ms);
  }

  #seenSentence(result: JourneyResult, summary: JourneySummary): string {
    const { w } = this;
    const { lastMs } = summary;
    const end = result.meta.dataEnd;
    if (lastMs === null || end === null) return '';
    const points = this.#rows.points;
    const event =
      this.#hasRows && points.length > 0 ? (points.eventNames[points.events[points.length - 1]!] ?? '') : '';
    const today = this.#endsToday(end);
    const clock = wallClock(this.tz);
    if (today && dayOf(lastMs, clock) === dayOf(end, clock)) return w.lastSeenToday(event);
    const days = dayOf(end, clock) - dayOf(lastMs, clock);
    const span = days > 0 ? formatWindow(this.locale, days * dayMs) : formatSpan(this.locale, end - lastMs);
    return today ? w.lastSeen(span, event) : w.lastSeenBefore(span, event);
  }

  protected override renderLead(result: JourneyResult): unknown {
    const journey = this.#journey;
    if (journey) return this.#oneLead(result, journey.summary);
    const context = this.#context();
    return context && this.parts
      ? this.parts.groupLead(context, this.sentence(result), (mark) => this.#groupCount(mark) ?? 0)
      : nothing;
  }

  #oneLead(result: JourneyResult, summary: JourneySummary): TemplateResult {
    const { w, locale, narrow } = this;
    const stage = this.#stageSentence(summary);
    const stalled = this.#stalledMs(result, summary);
    const tags: string[] = [];
    if (stalled !== null) {
      const span = roughSpan(locale, stalled);
      tags.push(narrow ? w.stalledShort(span) : w.stalled(summary.currentStage ?? '', span));
    }
    const fall = this.#activityFall();
    if (fall !== null) {
      const change = `−${Math.round(fall * 100)}%`;
      tags.push(narrow ? w.activityShort(change) : w.activity(change, roughSpan(locale, activityMs)));
    }
    const open = summary.silences.find((silence) => silence.open);
    if (open && stalled === null) tags.push(w.silentNow(roughSpan(locale, open.ms)));
    return html`<div class="jsum" part="lead">
      <span class="say"
        >${stage ? html`<b class="s">${stage}</b>${locale === 'en' ? ' ' : nothing}` : nothing}${this.#seenSentence(result, summary)}</span
      >
      ${tags.map((tag) => html`<span class="tag warn">${icon('warn')}${tag}</span>`)}
    </div>`;
  }

  /** Share by which activity fell, 0..1, where it fell by half or more from at least five touchpoints. */
  #activityFall(): number | null {
    const current = this.#activity.state;
    if (current.status !== 'ready' || !current.result.bins) return null;
    const sum = (bin: number): number =>
      current.result.bins!.channels.reduce((total, { counts }) => total + (counts[bin] ?? 0), 0);
    const before = sum(0);
    const now = sum(1);
    return before >= 5 && now <= before / 2 ? (before - now) / before : null;
  }

  #isChosen(mark: JourneyMark): boolean {
    const spec = this.shownSpec;
    return spec !== null && sameData(this.chosenMark(spec), mark);
  }

  protected override renderNotes(): unknown {
    const error = this.#besides?.error;
    return error ? notePart(this.t.partFailed, html`<span lang="en">${error.message}</span>`, 'warn', 'warn') : nothing;
  }

  protected override renderTools(result: JourneyResult | null): unknown {
    const { w, locale } = this;
    const back = this.#follows
      ? html`<button
          class="b"
          type="button"
          data-opens="all-customers"
          aria-label=${w.allCustomers}
          @click=${() => this.selection?.open(null)}
        >
          ${icon('left')}<span class=${this.narrow ? 'vh' : ''}>${w.allCustomers}</span>
        </button>`
      : nothing;
    if (!result || !this.#journey || result.page?.total === 0) return back;
    const { rowFilter } = this;
    const people = this.#rows.points.actorKeys.length;
    const hidden = rowFilter.hiddenActors.size;
    const channels = this.#journey.summary.channels.length;
    const text =
      rowFilter.search.trim() !== ''
        ? w.matching(rowFilter.search.trim())
        : rowFilter.hiddenChannels.size > 0
          ? w.someChannels(formatCount(locale, channels - rowFilter.hiddenChannels.size), formatCount(locale, channels))
          : hidden > 0
            ? w.somePeople(formatCount(locale, people - hidden), formatCount(locale, people))
            : result.of === 'account' && people > 1
              ? w.allPeople(people, formatCount(locale, people))
              : w.allChannels;
    const slim = this.cardWidth < 620;
    const tabs = this.#mode !== 'list' && !this.full && this.#mode !== 'tiny';
    return html`${back}<button
        class="b ${isOpen(rowFilter) ? '' : 'set'} ${slim ? 'i' : ''} ${this.narrow ? 'q' : ''}"
        title=${slim ? text : nothing}
        type="button"
        data-opens="filter"
        aria-haspopup="dialog"
        aria-expanded=${this.filterOpen}
        aria-label=${text}
        @click=${() => (this.filterOpen = !this.filterOpen)}
      >
        ${icon('filter')}${slim ? nothing : html`<span class="ell">${text}</span>${icon('down')}`}
      </button>
      ${
        tabs
          ? html`<div class="seg" role="group" aria-label=${w.view}>
              ${(['timeline', 'list'] as const).map(
                (view) =>
                  html`<button
                    type="button"
                    data-view=${view}
                    aria-pressed=${this.view === view}
                    @click=${() => (this.view = view)}
                  >
                    ${view === 'timeline' ? w.timeline : w.list}
                  </button>`,
              )}
            </div>`
          : nothing
      }`;
  }

  protected override menuItems(): readonly MenuItem[] {
    const { w } = this;
    if (!this.#journey || journeyMode(this.cardWidth) !== 'list') return [];
    return [
      {
        id: 'full',
        icon: this.full ? 'list' : 'chart',
        text: this.full ? w.closeTimeline : w.openTimeline,
        run: () => (this.full = !this.full),
      },
    ];
  }

  // Body

  protected renderBody(result: JourneyResult): TemplateResult {
    const journey = this.#journey;
    if (journey) return this.#oneBody(result, journey.summary);
    const context = this.#context();
    return context && this.parts ? this.parts.groupPart(context) : this.#waiting();
  }

  #oneBody(_result: JourneyResult, summary: JourneySummary): TemplateResult {
    const asList = this.#asList;
    const { parts } = this;
    const context = this.#context();
    const pane = this.picked && !asList && parts && context ? parts.panePart(context) : nothing;
    return html`<div class="jw ${this.#mode} ${asList ? 'aslist' : ''} ${pane === nothing ? 'solo' : ''}">
        <div class="jplot">
          ${this.full ? html`<button class="a" type="button" @click=${() => (this.full = false)}>${this.w.closeTimeline}</button>` : nothing}
          <div class="jt"></div>
          ${asList ? (parts && context ? parts.listPart(context, summary) : this.#waiting()) : parts && context ? parts.legendPart(context) : html`<div class="jleg"></div>`}
          <p class="vh" id="j-help">${this.w.help}</p>
        </div>
        ${pane}
      </div>
      ${this.filterOpen && parts && context ? parts.filterPart(context, summary) : nothing}`;
  }

  /** The row that is open, with all its properties; null while it is on its way. */
  #fullRow(row: number): JourneyRow | null {
    const current = this.#detail.state;
    if (current.status !== 'ready' || current.recomputing || current.result.page?.offset !== row) return null;
    return current.result.page.rows[0] ?? null;
  }

  protected override renderSkeleton(width: number): TemplateResult {
    const left = Math.min(84, width * 0.2);
    const lanes = [0, 1, 2, 3, 4];
    return html`<svg class="c" width=${width} height="258" aria-hidden="true">
      <rect class="skl" x=${left} y="24" width=${Math.max(0, width - left)} height="24" rx="4"></rect>
      ${lanes.map(
        (k) => svg`<rect class="skl" x="0" y=${66 + k * 36} width=${left - 24} height="10" rx="2"></rect>
          <rect class="skl" x=${left} y=${70 + k * 36} width=${Math.max(0, width - left)} height="2"></rect>
          ${[0.08, 0.2, 0.42, 0.66, 0.85].map((share) => svg`<circle class="skl" cx=${left + (width - left) * ((share + k * 0.13) % 1)} cy=${71 + k * 36} r="6"></circle>`)}`,
      )}
    </svg>`;
  }

  protected override emptyWords(result: JourneyResult, spec: JourneySpec): StateWords | null {
    return result.actors > 0 || !this.parts
      ? null
      : this.parts.emptyWords(this.locale, this.#whom(), spec.range !== undefined || spec.where !== undefined);
  }

  // Table

  protected table(_result: JourneyResult): TableData | null {
    const { parts } = this;
    const context = this.#context();
    if (!parts || !context) return null;
    if (!this.#journey) return parts.groupTable(context);
    const { points } = context;
    const key = [points, points.length, this.rowFilter, this.locale, this.tableOpen, this.picked];
    if (!this.#tableMemo || !this.#tableMemo.key.every((part, k) => part === key[k])) {
      this.#tableMemo = { key, table: parts.rowsTable(context) };
    }
    return this.#tableMemo.table;
  }

  protected override renderBelow(): unknown {
    const typical = this.#besides?.typical;
    const { parts } = this;
    const context = this.#context();
    if (!this.#journey || !typical || typical.actors === 0 || !this.typical || this.#asList) return nothing;
    return parts && context ? parts.typicalPart(context, typical, this.typical) : nothing;
  }

  protected override definition(result: JourneyResult): Definition | null {
    const { parts, locale, t } = this;
    const context = this.#context();
    if (!parts || !context) return null;
    const { unidentifiedRows, rejectedRows } = result.meta;
    const leftOut = this.panels?.leftOutText(t, locale, unidentifiedRows, rejectedRows) ?? '';
    return parts.definitionOf(context, this.#journey?.summary ?? null, leftOut);
  }

  // Parts that come after the time line

  #loadParts(): void {
    this.#partsLoading ??= import('./parts.js').then(
      async (parts) => {
        await loadWords(this.locale);
        const { styleSheet } = parts.partsStyles;
        const root = this.shadowRoot;
        if (root && styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
        this.partsFailed = false;
        this.parts = parts;
        this.#besides = new parts.Besides(() => this.requestUpdate());
        this.#timeline.equip(parts);
      },
      () => {
        this.#partsLoading = null;
        this.partsFailed = true;
      },
    );
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    if (!this.#partsLoading) return complete;
    await this.#partsLoading;
    return super.getUpdateComplete();
  }

  #waiting(): TemplateResult {
    return this.partsFailed
      ? messagePart(this.t.partMissing, { icon: 'warn' })
      : html`<div class="sbd wait">${this.renderSkeleton(this.room)}</div>`;
  }

  /** What those parts read and do; null without a result. */
  #context(): PartsContext | null {
    const { result, parts } = this;
    if (!result || !parts) return null;
    const journey = this.#journey;
    const summary = journey?.summary ?? null;
    return {
      locale: this.locale,
      w: parts.partsWords(this.locale),
      t: this.t,
      clock: wallClock(this.tz),
      tz: this.tz,
      room: this.room,
      title: this.heading || this.titleText(),
      result,
      info: this.facts.info,
      points: this.#points,
      loaded: this.#rows.points.length,
      rowsTotal: this.#rows.total,
      hasRows: this.#hasRows,
      windowed: this.#rows.windowed,
      stays: summary ? this.#stays(result, summary) : [],
      stalled: summary !== null && this.#stalledMs(result, summary) !== null,
      bounds: summary ? this.#bounds(result, summary) : { from: 0, to: 1 },
      settled: this.settled,
      channels: summary ? this.#channelOrder(summary) : { names: [], colors: [] },
      laneBy: this.#laneBy,
      stages: this.stages,
      picked: this.picked,
      rowFilter: this.rowFilter,
      unfolded: this.unfolded,
      listedMore: this.listedMore,
      narrowList: this.#mode === 'list',
      why: this.why,
      tableOpen: this.tableOpen,
      links: this.links,
      hide: this.hide,
      groupList: this.groupList,
      groupSort: this.groupSort,
      hovered: this.selection?.hovered ?? null,
      selects: this.selection !== null,
      timeInForce: this.#timeInForce,
      shownRows: () => this.#shownRows(),
      personCounts: () => this.#personCounts(),
      personName: (key) => this.#personName(key),
      hasName: (key) => this.#rows.names.has(key),
      nameOf: this.#nameOf,
      fullRow: (row) => this.#fullRow(row),
      evidence: (actor, open) => this.#besides?.evidence(actor, open) ?? null,
      endsToday: (end) => this.#endsToday(end),
      isChosen: (mark) => this.#isChosen(mark),
      on: this.#actions,
    };
  }

  readonly #actions: PartsContext['on'] = {
    open: (picked) => this.#open(picked),
    step: (by) => this.#step(by),
    close: () => this.#close(),
    explain: () => (this.why = !this.why),
    tell: (event) => this.dispatchEvent(event),
    unfold: (row) => {
      this.unfolded = new Set([...this.unfolded, row]);
      this.focusAfterUpdate(`[data-row="${row}"] .jlb`);
    },
    moreRows: (by) => (this.listedMore += by),
    filter: (change) => {
      this.rowFilter = { ...this.rowFilter, ...change };
      this.listedMore = 0;
    },
    leaveFilter: (event) => this.#leaveFilter(event),
    lanes: (by) => (this.laneChoice = by),
    choose: (mark, key, name) => this.#chooseMark(mark, key, name),
    openActor: (key) => this.openActor(key),
    hover: (key) => this.selection?.hover(key),
    sort: (by) => {
      this.groupSort = by;
      this.groupList = { ...this.groupList, actors: [] };
      void this.#loadGroup();
    },
    moreActors: () => void this.#loadGroup(),
    closeTable: () => (this.tableOpen = false),
    chooseTime: () => this.#chooseTime(),
    zoom: (factor) => this.#timeline.zoomBy(factor),
    fit: () => this.#timeline.fit(),
  };

  protected override drawing(): SVGSVGElement | HTMLCanvasElement | null {
    return this.renderRoot.querySelector<SVGSVGElement>('svg.jp, .jg svg.c');
  }
}

/** Equal, or lists of equal parts: what a time line draws again for. */
function plainlySame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, k) => shallowSame(item, b[k]));
  return shallowSame(a, b);
}

function shallowSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => (a as Record<string, unknown>)[key] === (b as Record<string, unknown>)[key])
  );
}

define('tp-journey', TpJourney);

declare global {
  interface HTMLElementTagNameMap {
    'tp-journey': TpJourney;
  }
}

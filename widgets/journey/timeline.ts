import { html, nothing, render, svg } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { TemplateResult } from 'lit';
import type { Burst, Silence } from '../../worker/protocol/journey.js';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { axisOf, fullMoment, stretch } from './axis.js';
import type { Axis } from './axis.js';
import type { ChannelColor } from './channels.js';
import { gutterFor, laneY, overviewOf, plotFrame } from './journey.layout.js';
import type { Overview, PlotFrame, Stay } from './journey.layout.js';
import { markOfPlace, Marks, placeMarks } from './marks.js';
import type { TimelineGrip, TimelineHands } from './hands.js';
import type { paintMarks, Palette, paletteOf } from './paint.js';
import {
  chosenShapes,
  gapHatch,
  markBox,
  markShapes,
  nowSpace,
  overviewHeight,
  overviewShapes,
  plotFrameParts,
} from './plot.js';
import type { LaneName, PlotView, TypicalStrip } from './plot.js';
import type { WallClock } from './ticks.js';
import { sameSpan, within, xOf, zoomed } from './time-scale.js';
import type { TimeScale, TimeSpan } from './time-scale.js';
import type { Lane } from './touchpoints.js';
import type { JourneyWords } from './words.js';

/** What a time line draws; a new object for whatever changes but the part of time in view. */
export interface TimelineModel {
  readonly locale: Locale;
  readonly words: JourneyWords;
  readonly clock: WallClock;
  /** Room in px. */
  readonly width: number;
  readonly laneHeight: number;
  readonly bounds: TimeSpan;
  readonly lanes: readonly Lane[];
  readonly names: readonly LaneName[];
  readonly colors: readonly ChannelColor[];
  readonly stays: readonly Stay[];
  readonly stalled: boolean;
  readonly typical: TypicalStrip | null;
  readonly silences: readonly Silence[];
  readonly bursts: readonly Burst[];
  readonly now: number | null;
  readonly nowText: string;
  /** Row that is open; null for none. */
  readonly chosen: number | null;
  /** Only the overview is drawn, over a list. */
  readonly overviewOnly: boolean;
  /** What a row is called. */
  readonly nameOf: (row: number) => string;
}

/** A mark that a person means: its lane, and the places of its rows there. */
export interface MarkHit {
  readonly lane: Lane;
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** What a person does on a time line. */
export interface TimelineEvents {
  /** Another part of the time is in view; `settled` false while it goes on moving. */
  span(span: TimeSpan, settled: boolean): void;
  /** A single touchpoint is opened. */
  open(row: number): void;
  /** A group that cannot be drawn apart is opened. */
  openGroup(hit: MarkHit): void;
  /** The pointer rests on a mark, or on none; the box is in px of the plot. */
  hover(hit: MarkHit | null, box: { x: number; y: number; width: number; height: number } | null): void;
  /** The name of a lane is pressed. */
  lane(opens: 'rest' | 'fewer'): void;
}

/** Above this many marks a moving picture is drawn on a canvas. */
const mostMovingShapes = 24;
/** A picture that has not moved for so long is at rest. */
const restMs = 140;
const zoomMs = 220;

/**
 * Draws a journey on its time line, and moves and zooms it. It draws into a place of its own, apart from the renders of
 * its element: a move redraws nothing else. At rest marks are shapes; while many of them move they are painted.
 */
export class Timeline {
  readonly #events: TimelineEvents;
  readonly #marks = new Marks();
  #hands: TimelineHands | null = null;
  #painter: typeof paintMarks | null = null;
  #paletteOf: typeof paletteOf | null = null;
  #host: HTMLElement | null = null;
  #model: TimelineModel | null = null;
  #span: TimeSpan | null = null;
  #frame: PlotFrame | null = null;
  #overview: Overview | null = null;
  #overviewAxis: Axis | null = null;
  #palette: Palette | null = null;
  #axis: Axis | null = null;
  #moving = false;
  #requested = 0;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #animation = 0;
  /** Where the view is going; null while it rests or is held. */
  #goal: TimeSpan | null = null;
  /** Lane and place in it that the focus stands on. */
  #focus: { lane: number; place: number } | null = null;
  #focusMoved = false;

  constructor(events: TimelineEvents) {
    this.#events = events;
  }

  /** What moves the time line and what paints it while it moves; until then it stands, as shapes. */
  equip(parts: {
    readonly TimelineHands: typeof TimelineHands;
    readonly paintMarks: typeof paintMarks;
    readonly paletteOf: typeof paletteOf;
  }): void {
    this.#hands = new parts.TimelineHands(this.#gripFor());
    this.#painter = parts.paintMarks;
    this.#paletteOf = parts.paletteOf;
    this.#request();
  }

  #gripFor(): TimelineGrip {
    // Getters of an object of their own would not see the time line.
    const read = { host: () => this.#host, model: () => this.#model, frame: () => this.#frame };
    const spans = { span: () => this.#span, goal: () => this.#goal };
    return {
      events: this.#events,
      marks: this.#marks,
      get host() {
        return read.host();
      },
      get model() {
        return read.model();
      },
      get frame() {
        return read.frame();
      },
      get span() {
        return spans.span();
      },
      get goal() {
        return spans.goal();
      },
      scale: () => this.#scale(),
      overviewScale: () => this.#overviewScale(),
      set: (span) => this.#set(span),
      rest: () => this.#rest(),
      hold: () => this.#hold(),
      go: (span, animated) => this.go(span, animated),
      zoomBy: (factor) => this.zoomBy(factor),
      fit: () => this.fit(),
      hit: (mark) => this.#hit(mark),
      focusMark: () => this.#focusMark(),
      focus: (at) => (at === undefined ? this.#focus : (this.#focus = at)),
      draw: () => this.#draw(),
      keepFocus: () => (this.#focusMoved = true),
    };
  }

  /** The part of the time in view; null before anything is drawn. */
  get span(): TimeSpan | null {
    return this.#span;
  }

  /** Rows in view, all marks together. */
  get rowsInView(): number {
    return this.#marks.total;
  }

  /** Draws a model into a place in the page. The part in view stays where it can. */
  show(host: HTMLElement, model: TimelineModel): void {
    const moved = host !== this.#host;
    this.#host = host;
    const old = this.#model;
    if (old === model && !moved) return;
    this.#model = model;
    if (!old || old.lanes !== model.lanes || old.width !== model.width || !sameSpan(old.bounds, model.bounds)) {
      this.#overview = null;
      if (this.#focus && !(this.#focus.place < (model.lanes[this.#focus.lane]?.times.length ?? 0))) this.#focus = null;
    }
    this.#span = within(this.#span ?? model.bounds, model.bounds);
    this.#draw();
  }

  /** Forgets place and view, for another journey. */
  reset(): void {
    cancelAnimationFrame(this.#requested);
    this.#hold();
    clearTimeout(this.#restTimer);
    this.#requested = 0;
    this.#host = null;
    this.#model = null;
    this.#span = null;
    this.#focus = null;
    this.#overview = null;
    this.#moving = false;
  }

  /** Shows a part of the time; animated where the reader lets things move. */
  go(span: TimeSpan, animated = false): void {
    const model = this.#model;
    if (!model) {
      this.#span = span;
      return;
    }
    const target = within(span, model.bounds);
    const from = this.#span ?? target;
    this.#hold();
    if (!animated || sameSpan(from, target) || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#set(target);
      this.#rest();
      return;
    }
    const start = performance.now();
    this.#goal = target;
    const step = (now: number): void => {
      const share = Math.min(1, (now - start) / zoomMs);
      const eased = 1 - (1 - share) ** 3;
      this.#set({
        from: from.from + (target.from - from.from) * eased,
        to: from.to + (target.to - from.to) * eased,
      });
      if (share < 1) this.#animation = requestAnimationFrame(step);
      else this.#goal = null;
    };
    this.#animation = requestAnimationFrame(step);
  }

  zoomBy(factor: number): void {
    const span = this.#goal ?? this.span;
    const model = this.#model;
    if (!span || !model) return;
    const focused = this.#focusTime();
    const at = focused !== null && focused > span.from && focused < span.to ? focused : (span.from + span.to) / 2;
    this.go(zoomed(span, factor, at, model.bounds), true);
  }

  /** Shows all of the journey. */
  fit(): void {
    if (this.#model) this.go(this.#model.bounds, true);
  }

  /** Brings a row into view, where it is not. */
  reveal(time: number): void {
    const { span } = this;
    const model = this.#model;
    if (!span || !model || (time >= span.from && time < span.to)) return;
    const length = span.to - span.from;
    this.go(within({ from: time - length / 2, to: time + length / 2 }, model.bounds), true);
  }

  /** Draws all marks as shapes, at once: for a picture to be saved. */
  settle(): void {
    clearTimeout(this.#restTimer);
    this.#moving = false;
    this.#draw();
  }

  /** A hand, or another wish, takes the view where it is. */
  #hold(): void {
    cancelAnimationFrame(this.#animation);
    this.#goal = null;
  }

  // View

  #set(span: TimeSpan): void {
    this.#span = span;
    // Scheme and theme may have changed since the last move.
    if (!this.#moving) this.#palette = null;
    this.#moving = true;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#rest(), restMs);
    this.#request();
    this.#events.span(span, false);
  }

  #rest(): void {
    clearTimeout(this.#restTimer);
    this.#moving = false;
    this.#request();
    if (this.#span) this.#events.span(this.#span, true);
  }

  #request(): void {
    if (this.#requested !== 0) return;
    this.#requested = requestAnimationFrame(() => {
      this.#requested = 0;
      this.#draw();
    });
  }

  #scale(): TimeScale {
    const { frame, span } = { frame: this.#frame!, span: this.#span! };
    return { ...span, left: frame.gutter, right: frame.right };
  }

  #overviewScale(): TimeScale {
    const model = this.#model!;
    const left = model.overviewOnly ? 0 : this.#frame!.gutter;
    return { ...model.bounds, left, right: model.overviewOnly ? model.width : this.#frame!.right };
  }

  // Drawing

  #draw(): void {
    const host = this.#host;
    const model = this.#model;
    if (!host || !model || !this.#span || model.width < 100) return;
    this.#frame = plotFrame({
      width: model.width,
      lanes: model.lanes.length,
      gutter: gutterFor(
        model.names.map(({ text }) => text),
        model.width,
      ),
      laneHeight: model.laneHeight,
      stages: model.stays.length > 0,
      typical: model.typical !== null,
      bursts: model.bursts.length > 0,
    });
    const view = model.overviewOnly ? null : this.#view(model, this.#frame);
    const painted = view !== null && this.#painter !== null && this.#moving && view.marks.length > mostMovingShapes;
    // The mark under the focus may become part of another, and its button another one.
    const old = host.querySelector('.spot');
    if (old && (host.getRootNode() as ShadowRoot | Document).activeElement === old) this.#focusMoved = true;
    render(this.#template(model, view, painted), host);
    if (view && painted) this.#paint(host, view);
    this.#placeSpot(host);
  }

  #view(model: TimelineModel, frame: PlotFrame): PlotView {
    const scale = this.#scale();
    const { now, nowText, locale, clock, lanes } = model;
    const nowX = now !== null && now >= scale.from && now <= scale.to ? xOf(scale, now) : null;
    this.#axis = axisOf(scale, locale, clock, 64, nowX === null ? null : nowSpace(nowX, nowText, scale, frame));
    placeMarks(lanes, scale, this.#axis.cuts, this.#marks);
    const { chosen, chosenTime } = this.#chosen(model);
    return {
      ...model,
      frame,
      scale,
      axis: this.#axis,
      marks: this.#marks,
      chosen,
      chosenX: chosenTime === null || chosenTime < scale.from || chosenTime >= scale.to ? null : xOf(scale, chosenTime),
    };
  }

  #chosen({ chosen, lanes }: TimelineModel): { chosen: number; chosenTime: number | null } {
    if (chosen === null) return { chosen: -1, chosenTime: null };
    for (const [k, { rows, times }] of lanes.entries()) {
      const place = placeOf(rows, chosen);
      if (place >= 0) return { chosen: markOfPlace(this.#marks, k, place), chosenTime: times[place]! };
    }
    return { chosen: -1, chosenTime: null };
  }

  #template(model: TimelineModel, view: PlotView | null, painted: boolean): TemplateResult {
    return html`${view ? this.#plot(model, view, painted) : nothing}${this.#overviewPart(model)}`;
  }

  #plot(model: TimelineModel, view: PlotView, painted: boolean): TemplateResult {
    const { words, lanes, names } = model;
    const { frame } = view;
    const focus = this.#focusMark();
    const spot = focus < 0 ? null : this.#hit(focus);
    return html`<div
      class="tl"
      part="chart"
      role="group"
      aria-label=${words.plot}
      aria-describedby="j-help"
      @pointerdown=${this.#hands?.handleDown}
      @pointermove=${this.#hands?.handleMove}
      @pointerup=${this.#hands?.handleUp}
      @pointercancel=${this.#hands?.handleCancel}
      @pointerleave=${this.#hands?.handleLeave}
      @dblclick=${this.#hands?.handleDouble}
      @wheel=${this.#hands?.wheel}
      @keydown=${this.#hands?.handleKey}
    >
      <svg class="c jp" width=${frame.width} height=${frame.height} aria-hidden="true">
        ${gapHatch} ${plotFrameParts(view)} ${painted ? nothing : markShapes(view)} ${chosenShapes(view)}
      </svg>
      <canvas class="jc" ?hidden=${!painted} aria-hidden="true"></canvas>
      ${names.map((name, k) =>
        name.opens
          ? html`<button
              class="lnb"
              type="button"
              data-lane=${k}
              aria-label=${name.text}
              @click=${() => this.#events.lane(name.opens!)}
            ></button>`
          : nothing,
      )}
      ${
        spot
          ? keyed(
              `${this.#focus!.lane}.${spot.first}`,
              html`<button
                class="spot"
                type="button"
                tabindex="0"
                aria-label=${this.#label(spot)}
                @click=${this.#hands?.handleSpot}
              ></button>`,
            )
          : html`<button class="spot none" type="button" tabindex="0" aria-label=${words.emptyView}></button>`
      }
      ${lanes.length > 0 && this.#marks.total === 0 && !painted ? html`<p class="jnone t3">${words.emptyView}</p>` : nothing}
    </div>`;
  }

  #overviewPart(model: TimelineModel): TemplateResult {
    const { words, locale, clock } = model;
    const scale = this.#overviewScale();
    const bars = Math.max(12, Math.floor((scale.right - scale.left) / 13.5));
    if (!this.#overview || this.#overview.counts.length !== bars) {
      this.#overview = overviewOf(model.lanes, model.bounds, bars);
      this.#overviewAxis = axisOf(scale, locale, clock, Math.min(110, model.width / 7), null);
    }
    const span = this.#span!;
    const handle = (end: 'from' | 'to'): TemplateResult => {
      const share = (span[end] - scale.from) / (scale.to - scale.from);
      return html`<button
        class="hnd"
        type="button"
        role="slider"
        data-end=${end}
        aria-label=${end === 'from' ? words.viewStart : words.viewEnd}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(share * 100)}
        aria-valuetext=${fullMoment(locale, span[end], clock)}
        @keydown=${this.#hands?.handleHandleKey}
      ></button>`;
    };
    return html`<div
      class="ov"
      part="overview"
      role="group"
      aria-label=${words.overview}
      @pointerdown=${this.#hands?.handleOverviewDown}
      @pointermove=${this.#hands?.handleMove}
      @pointerup=${this.#hands?.handleUp}
      @pointercancel=${this.#hands?.handleCancel}
      @wheel=${this.#hands?.wheel}
    >
      <svg class="c jo" width=${model.width} height=${overviewHeight} aria-hidden="true">
        ${model.overviewOnly ? gapHatch : nothing}
        ${svg`${overviewShapes(this.#overview, scale, span, model.silences, this.#overviewAxis!)}`}
      </svg>
      ${handle('from')}${handle('to')}
    </div>`;
  }

  #paint(host: HTMLElement, view: PlotView): void {
    const canvas = host.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const width = Math.round(view.frame.width * ratio);
    const height = Math.round(view.frame.height * ratio);
    // Setting a size empties a canvas and is slow: only when it is another.
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${view.frame.width}px`;
      canvas.style.height = `${view.frame.height}px`;
    }
    this.#palette ??= this.#paletteOf!(host);
    this.#painter!(context, view, this.#palette, ratio);
  }

  #placeSpot(host: HTMLElement): void {
    const frame = this.#frame!;
    const focus = this.#focusMark();
    const spot = host.querySelector<HTMLElement>('.spot');
    if (spot && focus >= 0) {
      const box = markBox(this.#marks, focus, frame);
      const width = Math.max(24, box.width);
      spot.style.width = `${width}px`;
      spot.style.transform = `translate(${box.x + box.width / 2 - width / 2}px, ${box.y + box.height / 2 - 12}px)`;
      if (this.#focusMoved) {
        this.#focusMoved = false;
        spot.focus({ preventScroll: true });
      }
    }
    for (const button of host.querySelectorAll<HTMLElement>('.lnb')) {
      button.style.transform = `translate(0, ${laneY(frame, Number(button.dataset['lane'])) - 14}px)`;
      button.style.width = `${frame.gutter - 6}px`;
    }
    const scale = this.#overviewScale();
    for (const handle of host.querySelectorAll<HTMLElement>('.hnd')) {
      const end = handle.dataset['end'] === 'from' ? 'from' : 'to';
      handle.style.transform = `translate(${xOf(scale, this.#span![end]) - 12}px, 5px)`;
    }
  }

  // Marks

  #hit(mark: number): MarkHit {
    const k = this.#marks.lane[mark]!;
    return {
      lane: this.#model!.lanes[k]!,
      name: this.#model!.names[k]!.text,
      first: this.#marks.first[mark]!,
      last: this.#marks.last[mark]!,
      count: this.#marks.counts[mark]!,
    };
  }

  #label({ lane, name, first, last, count }: MarkHit): string {
    const { words, locale, clock, nameOf } = this.#model!;
    if (count > 1) {
      const text = words.touchpoints(count, formatCount(locale, count));
      return words.group(text, name, stretch(locale, lane.times[first]!, lane.times[last]!, clock));
    }
    const row = lane.rows[first]!;
    const event = row < 0 ? words.touchpoints(1, '1') : nameOf(row);
    return words.mark(event, name, fullMoment(locale, lane.times[first]!, clock));
  }

  /** What Tab reaches: the mark under the focus, else the one that is open, else the last in view. */
  #focusMark(): number {
    const marks = this.#marks;
    if (this.#focus && this.#focus.lane + 1 < marks.starts.length) {
      const mark = markOfPlace(marks, this.#focus.lane, this.#focus.place);
      if (mark >= 0) return mark;
    }
    if (marks.length === 0) return -1;
    const chosen = this.#model!.chosen;
    let mark = marks.length - 1;
    for (let other = 0; other < marks.length; other++) {
      if (marks.middle(other) > marks.middle(mark)) mark = other;
    }
    if (chosen !== null) {
      for (const [k, { rows }] of this.#model!.lanes.entries()) {
        const place = placeOf(rows, chosen);
        const found = place < 0 ? -1 : markOfPlace(marks, k, place);
        if (found >= 0) mark = found;
      }
    }
    this.#focus = { lane: marks.lane[mark]!, place: marks.first[mark]! };
    return mark;
  }

  #focusTime(): number | null {
    const focus = this.#focus;
    return focus ? (this.#model?.lanes[focus.lane]?.times[focus.place] ?? null) : null;
  }
}

/** The place of a row in a lane; -1 when it is in another. Rows of a lane ascend. */
function placeOf(rows: Int32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row ? low : -1;
}

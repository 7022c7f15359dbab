import { html, nothing, render, svg } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { TemplateResult } from 'lit';
import type { Burst, Silence } from '../../worker/protocol/journey.js';
import { formatCount } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import { axisOf, fullMoment, stretch } from './axis.js';
import type { Axis } from './axis.js';
import type { ChannelColor } from './channels.js';
import { gutterFor, laneAt, laneY, overviewOf, plotFrame } from './journey.layout.js';
import type { Overview, PlotFrame, Stay } from './journey.layout.js';
import { lowerBound, markAt, markOfPlace, Marks, placeMarks } from './marks.js';
import { paintMarks, paletteOf } from './paint.js';
import type { Palette } from './paint.js';
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
import { around, panned, sameSpan, timeAt, within, xOf, zoomed } from './time-scale.js';
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
const zoomStep = 0.6;

interface Grip {
  readonly part: 'plot' | 'brush' | 'start' | 'end' | 'new';
  readonly startX: number;
  readonly span: TimeSpan;
  moved: boolean;
}

/**
 * Draws a journey on its time line, and moves and zooms it. It draws into a place of its own, apart from the renders of
 * its element: a move redraws nothing else. At rest marks are shapes; while many of them move they are painted.
 */
export class Timeline {
  readonly #events: TimelineEvents;
  readonly #marks = new Marks();
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
  #grip: Grip | null = null;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #pinch: { readonly distance: number; readonly at: number; readonly span: TimeSpan } | null = null;
  /** Lane and place in it that the focus stands on. */
  #focus: { lane: number; place: number } | null = null;
  #focusMoved = false;
  #hovered = -1;

  constructor(events: TimelineEvents) {
    this.#events = events;
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
    const painted = view !== null && this.#moving && view.marks.length > mostMovingShapes;
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
      @pointerdown=${this.#handleDown}
      @pointermove=${this.#handleMove}
      @pointerup=${this.#handleUp}
      @pointercancel=${this.#handleCancel}
      @pointerleave=${this.#handleLeave}
      @dblclick=${this.#handleDouble}
      @wheel=${this.#wheel}
      @keydown=${this.#handleKey}
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
                @click=${this.#handleSpot}
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
        @keydown=${this.#handleHandleKey}
      ></button>`;
    };
    return html`<div
      class="ov"
      part="overview"
      role="group"
      aria-label=${words.overview}
      @pointerdown=${this.#handleOverviewDown}
      @pointermove=${this.#handleMove}
      @pointerup=${this.#handleUp}
      @pointercancel=${this.#handleCancel}
      @wheel=${this.#wheel}
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
    this.#palette ??= paletteOf(host);
    paintMarks(context, view, this.#palette, ratio);
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

  #act(mark: number): void {
    const hit = this.#hit(mark);
    const lane = this.#marks.lane[mark]!;
    const focus = this.#focus;
    if (focus?.lane !== lane || focus.place < hit.first || focus.place > hit.last)
      this.#focus = { lane, place: hit.first };
    if (hit.count === 1 && hit.lane.rows[hit.first]! >= 0) {
      this.#events.open(hit.lane.rows[hit.first]!);
      return;
    }
    const from = hit.lane.times[hit.first]!;
    const to = hit.lane.times[hit.last]!;
    const span = this.#span!;
    const closer = hit.lane.weights
      ? within({ from: from - (span.to - span.from) / 20, to: to + (span.to - span.from) / 20 }, this.#model!.bounds)
      : around({ from, to }, this.#model!.bounds);
    // What happened within a second or two cannot be drawn apart: it opens as a list.
    if (to - from < 2000 || closer.to - closer.from > (span.to - span.from) * 0.9) {
      if (!hit.lane.weights) this.#events.openGroup(hit);
      return;
    }
    this.go(closer, true);
  }

  /** Goes to a row of a lane, which comes into view where it is not. */
  #focusOn(lane: number, place: number): void {
    const model = this.#model!;
    const time = model.lanes[lane]!.times[place]!;
    this.#focus = { lane, place };
    this.#focusMoved = true;
    const span = this.#span!;
    const length = span.to - span.from;
    if (time < span.from || time >= span.to) {
      const share = time < span.from ? 0.15 : 0.85;
      this.go({ from: time - length * share, to: time + length * (1 - share) });
      this.#draw();
      return;
    }
    this.#draw();
  }

  // Keys

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onSpot = event.target instanceof Element && event.target.classList.contains('spot');
    const { span } = this;
    const model = this.#model;
    if (!span || !model) return;
    switch (event.key) {
      case '+':
      case '=':
        this.zoomBy(zoomStep);
        break;
      case '-':
      case '_':
        this.zoomBy(1 / zoomStep);
        break;
      case '0':
        this.fit();
        break;
      case 'PageUp':
        this.go(panned(this.#goal ?? span, -0.8, model.bounds), true);
        break;
      case 'PageDown':
        this.go(panned(this.#goal ?? span, 0.8, model.bounds), true);
        break;
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'ArrowUp':
      case 'ArrowDown':
      case 'Home':
      case 'End':
        if (!onSpot || !this.#moveFocus(event.key)) return;
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  #moveFocus(key: string): boolean {
    const mark = this.#focusMark();
    const model = this.#model!;
    if (mark < 0) return false;
    const lane = this.#marks.lane[mark]!;
    const { times } = model.lanes[lane]!;
    const next = {
      ArrowRight: this.#marks.last[mark]! + 1,
      ArrowLeft: this.#marks.first[mark]! - 1,
      Home: 0,
      End: times.length - 1,
    }[key];
    if (next !== undefined) {
      if (next >= 0 && next < times.length) this.#focusOn(lane, next);
      return true;
    }
    const by = key === 'ArrowDown' ? 1 : -1;
    const time = times[this.#marks.first[mark]!]!;
    for (let k = lane + by; k >= 0 && k < model.lanes.length; k += by) {
      const other = model.lanes[k]!.times;
      if (other.length === 0) continue;
      const after = lowerBound(other, time, other.length);
      const before = after - 1;
      const nearer =
        after < other.length && (before < 0 || other[after]! - time <= time - other[before]!) ? after : before;
      this.#focusOn(k, nearer);
      break;
    }
    return true;
  }

  readonly #handleSpot = (event: MouseEvent): void => {
    // A pointer acts on the mark under it; this is for keys and for assistive technology.
    if (event.detail !== 0) return;
    const mark = this.#focusMark();
    if (mark < 0) return;
    this.#focusMoved = true;
    this.#act(mark);
  };

  readonly #handleHandleKey = (event: KeyboardEvent): void => {
    const { span } = this;
    const model = this.#model;
    const end = (event.currentTarget as HTMLElement).dataset['end'] === 'from' ? 'from' : 'to';
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 }[event.key];
    if (!span || !model) return;
    const step = (model.bounds.to - model.bounds.from) / 100;
    if (by !== undefined) this.#resize(end, span[end] + by * step, span);
    else if (event.key === 'Home' || event.key === 'End')
      this.#resize(end, model.bounds[event.key === 'Home' ? 'from' : 'to'], span);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#rest();
  };

  // Pointers

  readonly #wheel = {
    handleEvent: (event: WheelEvent): void => this.#handleWheel(event),
    passive: false,
  };

  #handleWheel(event: WheelEvent): void {
    const { span } = this;
    const model = this.#model;
    if (!span || !model || !this.#frame) return;
    const lines = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const width = this.#frame.right - this.#frame.gutter;
    if (event.ctrlKey || event.metaKey) {
      this.#hold();
      // A pinch on a touchpad comes as a wheel with Ctrl and small steps.
      const factor = Math.exp(Math.max(-80, Math.min(80, event.deltaY * lines)) * 0.006);
      this.#set(zoomed(span, factor, timeAt(this.#scale(), this.#xIn(event)), model.bounds));
    } else {
      const by = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (by === 0 || Math.abs(by) < Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
      this.#hold();
      this.#set(panned(span, (by * lines) / width, model.bounds));
    }
    event.preventDefault();
  }

  #xIn(event: MouseEvent): number {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return event.clientX - box.left;
  }

  #yIn(event: MouseEvent): number {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return event.clientY - box.top;
  }

  readonly #handleDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.#span || this.#onButton(event)) return;
    this.#hold();
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#pointers.size === 2) {
      const box = (event.currentTarget as Element).getBoundingClientRect();
      const [a, b] = [...this.#pointers.values()] as [{ x: number; y: number }, { x: number; y: number }];
      const middle = (a.x + b.x) / 2 - box.left;
      this.#pinch = { distance: Math.hypot(a.x - b.x, a.y - b.y), at: timeAt(this.#scale(), middle), span: this.#span };
      if (this.#grip) this.#grip.moved = true;
      return;
    }
    this.#grip = { part: 'plot', startX: event.clientX, span: this.#span, moved: false };
  };

  #onButton(event: Event): boolean {
    return event.target instanceof Element && event.target.closest('.lnb') !== null;
  }

  readonly #handleOverviewDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.#span) return;
    this.#hold();
    const scale = this.#overviewScale();
    const x = this.#xIn(event);
    const left = xOf(scale, this.#span.from);
    const right = xOf(scale, this.#span.to);
    const part =
      Math.abs(x - left) <= 10 && Math.abs(x - left) <= Math.abs(x - right)
        ? 'start'
        : Math.abs(x - right) <= 10
          ? 'end'
          : x > left && x < right
            ? 'brush'
            : 'new';
    this.#grip = { part, startX: event.clientX, span: this.#span, moved: false };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  readonly #handleMove = (event: PointerEvent): void => {
    const model = this.#model;
    if (!model || !this.#frame) return;
    const pointer = this.#pointers.get(event.pointerId);
    if (pointer) {
      pointer.x = event.clientX;
      pointer.y = event.clientY;
    }
    if (this.#pinch && this.#pointers.size === 2) {
      const [a, b] = [...this.#pointers.values()] as [{ x: number; y: number }, { x: number; y: number }];
      const { span, at, distance } = this.#pinch;
      const factor = distance / Math.max(8, Math.hypot(a.x - b.x, a.y - b.y));
      this.#set(zoomed(span, factor, at, model.bounds));
      return;
    }
    const grip = this.#grip;
    if (!grip) {
      this.#handleHover(event);
      return;
    }
    const dx = event.clientX - grip.startX;
    if (!grip.moved && Math.abs(dx) < 4) return;
    if (!grip.moved) {
      grip.moved = true;
      this.#hover(-1);
      // Taken only once it is a drag: a click goes to what is under it.
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    }
    if (grip.part === 'plot') {
      const width = this.#frame.right - this.#frame.gutter;
      this.#set(panned(grip.span, -dx / width, model.bounds));
      return;
    }
    const scale = this.#overviewScale();
    const ms = (dx / (scale.right - scale.left)) * (scale.to - scale.from);
    const { from, to } = grip.span;
    if (grip.part === 'brush') this.#set(within({ from: from + ms, to: to + ms }, model.bounds));
    else if (grip.part === 'start') this.#resize('from', from + ms, grip.span);
    else if (grip.part === 'end') this.#resize('to', to + ms, grip.span);
    else {
      const end = timeAt(scale, this.#xIn(event));
      const start = end - ms;
      const span = { from: Math.min(start, end), to: Math.max(start, end) };
      if (span.to - span.from >= 60_000) this.#set(this.#clipped(span));
    }
  };

  /** Moves one end of the view; the other stays. */
  #resize(end: 'from' | 'to', time: number, { from, to }: TimeSpan): void {
    const { bounds } = this.#model!;
    const least = Math.min(60_000, bounds.to - bounds.from);
    this.#set(
      end === 'from'
        ? { from: Math.max(bounds.from, Math.min(time, to - least)), to }
        : { from, to: Math.min(bounds.to, Math.max(time, from + least)) },
    );
  }

  #clipped(span: TimeSpan): TimeSpan {
    const { bounds } = this.#model!;
    return { from: Math.max(span.from, bounds.from), to: Math.min(span.to, bounds.to) };
  }

  readonly #handleUp = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size < 2) this.#pinch = null;
    const grip = this.#grip;
    this.#grip = null;
    if (!grip) return;
    if (grip.moved) {
      this.#rest();
      return;
    }
    const model = this.#model!;
    if (grip.part === 'plot') {
      this.#click(event);
      return;
    }
    if (grip.part !== 'new') return;
    // A click beside the brush brings the view there.
    const at = timeAt(this.#overviewScale(), this.#xIn(event));
    const half = (grip.span.to - grip.span.from) / 2;
    this.go(within({ from: at - half, to: at + half }, model.bounds), true);
  };

  readonly #handleCancel = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
    this.#pinch = null;
    this.#grip = null;
    this.#rest();
  };

  #click(event: PointerEvent): void {
    const mark = this.#markUnder(event);
    if (mark >= 0) {
      this.#act(mark);
      return;
    }
    const part =
      event.target instanceof Element
        ? event.target.closest<SVGGElement>('[data-stay], [data-silence], [data-burst]')
        : null;
    const model = this.#model!;
    if (!part) return;
    const { stay, silence, burst, until } = part.dataset;
    if (stay !== undefined) {
      const found = model.stays[Number(stay)];
      if (found) this.go(around(found, model.bounds), true);
    } else if (burst !== undefined) {
      const from = model.bursts[Number(burst)];
      const to = model.bursts[Number(until)];
      if (from && to) this.go(around({ from: from.fromMs, to: to.toMs }, model.bounds), true);
    } else {
      const found = model.silences.find(({ fromMs }) => fromMs === Number(silence));
      if (found) this.go(around({ from: found.fromMs, to: found.toMs }, model.bounds), true);
    }
  }

  readonly #handleDouble = (event: MouseEvent): void => {
    const model = this.#model;
    if (!model || !this.#span || this.#markUnder(event) >= 0) return;
    this.go(zoomed(this.#span, zoomStep, timeAt(this.#scale(), this.#xIn(event)), model.bounds), true);
  };

  #markUnder(event: MouseEvent): number {
    const lane = laneAt(this.#frame!, this.#yIn(event));
    const x = this.#xIn(event);
    if (lane < 0 || x < this.#frame!.gutter - 8) return -1;
    return markAt(this.#marks, lane, x);
  }

  #handleHover(event: PointerEvent): void {
    if (event.pointerType === 'touch' || (event.currentTarget as Element).classList.contains('ov')) return;
    this.#hover(this.#markUnder(event));
  }

  readonly #handleLeave = (): void => this.#hover(-1);

  #hover(mark: number): void {
    const place = mark < 0 ? -1 : this.#marks.lane[mark]! * 1e9 + this.#marks.first[mark]!;
    if (place === this.#hovered) return;
    this.#hovered = place;
    this.#host?.querySelector('.tl')?.classList.toggle('over', mark >= 0);
    if (mark < 0) this.#events.hover(null, null);
    else this.#events.hover(this.#hit(mark), markBox(this.#marks, mark, this.#frame!));
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

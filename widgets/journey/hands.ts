import { laneAt } from './journey.layout.js';
import type { PlotFrame } from './journey.layout.js';
import { lowerBound, markAt } from './marks.js';
import type { Marks } from './marks.js';
import { markBox } from './plot.js';
import { around, panned, timeAt, within, xOf, zoomed } from './time-scale.js';
import type { TimeScale, TimeSpan } from './time-scale.js';
import type { MarkHit, TimelineEvents, TimelineModel } from './timeline.js';

/** What hands reach of a time line. */
export interface TimelineGrip {
  readonly events: TimelineEvents;
  readonly marks: Marks;
  readonly host: HTMLElement | null;
  readonly model: TimelineModel | null;
  readonly frame: PlotFrame | null;
  /** The part in view, and the one it is going to; null while it rests. */
  readonly span: TimeSpan | null;
  readonly goal: TimeSpan | null;
  scale(): TimeScale;
  overviewScale(): TimeScale;
  /** Shows a part now, as one of many; `rest` ends them. */
  set(span: TimeSpan): void;
  rest(): void;
  hold(): void;
  go(span: TimeSpan, animated?: boolean): void;
  zoomBy(factor: number): void;
  fit(): void;
  hit(mark: number): MarkHit;
  /** Mark under the focus; -1 for none. */
  focusMark(): number;
  /** Lane and place in it that the focus stands on; with an argument it goes there. */
  focus(at?: {
    readonly lane: number;
    readonly place: number;
  }): { readonly lane: number; readonly place: number } | null;
  draw(): void;
  /** The focus goes along with its mark at the next picture. */
  keepFocus(): void;
}

const zoomStep = 0.6;

interface Grip {
  readonly part: 'plot' | 'brush' | 'start' | 'end' | 'new';
  readonly startX: number;
  readonly span: TimeSpan;
  moved: boolean;
}

/** Moves and zooms a time line by pointer, wheel and keys; comes after its first picture. */
export class TimelineHands {
  readonly #t: TimelineGrip;
  #grip: Grip | null = null;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #pinch: { readonly distance: number; readonly at: number; readonly span: TimeSpan } | null = null;
  #hovered = -1;

  constructor(timeline: TimelineGrip) {
    this.#t = timeline;
  }

  readonly handleKey: (event: KeyboardEvent) => void = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onSpot = event.target instanceof Element && event.target.classList.contains('spot');
    const { span } = this.#t;
    const model = this.#t.model;
    if (!span || !model) return;
    switch (event.key) {
      case '+':
      case '=':
        this.#t.zoomBy(zoomStep);
        break;
      case '-':
      case '_':
        this.#t.zoomBy(1 / zoomStep);
        break;
      case '0':
        this.#t.fit();
        break;
      case 'PageUp':
        this.#t.go(panned(this.#t.goal ?? span, -0.8, model.bounds), true);
        break;
      case 'PageDown':
        this.#t.go(panned(this.#t.goal ?? span, 0.8, model.bounds), true);
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
    const mark = this.#t.focusMark();
    const model = this.#t.model!;
    if (mark < 0) return false;
    const lane = this.#t.marks.lane[mark]!;
    const { times } = model.lanes[lane]!;
    const next = {
      ArrowRight: this.#t.marks.last[mark]! + 1,
      ArrowLeft: this.#t.marks.first[mark]! - 1,
      Home: 0,
      End: times.length - 1,
    }[key];
    if (next !== undefined) {
      if (next >= 0 && next < times.length) this.#focusOn(lane, next);
      return true;
    }
    const by = key === 'ArrowDown' ? 1 : -1;
    const time = times[this.#t.marks.first[mark]!]!;
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

  readonly handleSpot: (event: MouseEvent) => void = (event) => {
    // A pointer acts on the mark under it; this is for keys and for assistive technology.
    if (event.detail !== 0) return;
    const mark = this.#t.focusMark();
    if (mark < 0) return;
    this.#t.keepFocus();
    this.#act(mark);
  };

  readonly handleHandleKey: (event: KeyboardEvent) => void = (event) => {
    const { span } = this.#t;
    const model = this.#t.model;
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
    this.#t.rest();
  };

  // Pointers

  readonly wheel: { handleEvent: (event: WheelEvent) => void; passive: false } = {
    handleEvent: (event: WheelEvent): void => this.#handleWheel(event),
    passive: false,
  };

  #handleWheel(event: WheelEvent): void {
    const { span } = this.#t;
    const model = this.#t.model;
    if (!span || !model || !this.#t.frame) return;
    const lines = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const width = this.#t.frame.right - this.#t.frame.gutter;
    if (event.ctrlKey || event.metaKey) {
      this.#t.hold();
      // A pinch on a touchpad comes as a wheel with Ctrl and small steps.
      const factor = Math.exp(Math.max(-80, Math.min(80, event.deltaY * lines)) * 0.006);
      this.#t.set(zoomed(span, factor, timeAt(this.#t.scale(), this.#xIn(event)), model.bounds));
    } else {
      const by = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (by === 0 || Math.abs(by) < Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
      this.#t.hold();
      this.#t.set(panned(span, (by * lines) / width, model.bounds));
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

  readonly handleDown: (event: PointerEvent) => void = (event) => {
    if (event.button !== 0 || !this.#t.span || this.#onButton(event)) return;
    this.#t.hold();
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#pointers.size === 2) {
      const box = (event.currentTarget as Element).getBoundingClientRect();
      const [a, b] = [...this.#pointers.values()] as [{ x: number; y: number }, { x: number; y: number }];
      const middle = (a.x + b.x) / 2 - box.left;
      this.#pinch = {
        distance: Math.hypot(a.x - b.x, a.y - b.y),
        at: timeAt(this.#t.scale(), middle),
        span: this.#t.span,
      };
      if (this.#grip) this.#grip.moved = true;
      return;
    }
    this.#grip = { part: 'plot', startX: event.clientX, span: this.#t.span, moved: false };
  };

  #onButton(event: Event): boolean {
    return event.target instanceof Element && event.target.closest('.lnb') !== null;
  }

  readonly handleOverviewDown: (event: PointerEvent) => void = (event) => {
    if (event.button !== 0 || !this.#t.span) return;
    this.#t.hold();
    const scale = this.#t.overviewScale();
    const x = this.#xIn(event);
    const left = xOf(scale, this.#t.span.from);
    const right = xOf(scale, this.#t.span.to);
    const part =
      Math.abs(x - left) <= 10 && Math.abs(x - left) <= Math.abs(x - right)
        ? 'start'
        : Math.abs(x - right) <= 10
          ? 'end'
          : x > left && x < right
            ? 'brush'
            : 'new';
    this.#grip = { part, startX: event.clientX, span: this.#t.span, moved: false };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  readonly handleMove: (event: PointerEvent) => void = (event) => {
    const model = this.#t.model;
    if (!model || !this.#t.frame) return;
    const pointer = this.#pointers.get(event.pointerId);
    if (pointer) {
      pointer.x = event.clientX;
      pointer.y = event.clientY;
    }
    if (this.#pinch && this.#pointers.size === 2) {
      const [a, b] = [...this.#pointers.values()] as [{ x: number; y: number }, { x: number; y: number }];
      const { span, at, distance } = this.#pinch;
      const factor = distance / Math.max(8, Math.hypot(a.x - b.x, a.y - b.y));
      this.#t.set(zoomed(span, factor, at, model.bounds));
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
      const width = this.#t.frame.right - this.#t.frame.gutter;
      this.#t.set(panned(grip.span, -dx / width, model.bounds));
      return;
    }
    const scale = this.#t.overviewScale();
    const ms = (dx / (scale.right - scale.left)) * (scale.to - scale.from);
    const { from, to } = grip.span;
    if (grip.part === 'brush') this.#t.set(within({ from: from + ms, to: to + ms }, model.bounds));
    else if (grip.part === 'start') this.#resize('from', from + ms, grip.span);
    else if (grip.part === 'end') this.#resize('to', to + ms, grip.span);
    else {
      const end = timeAt(scale, this.#xIn(event));
      const start = end - ms;
      const span = { from: Math.min(start, end), to: Math.max(start, end) };
      if (span.to - span.from >= 60_000) this.#t.set(this.#clipped(span));
    }
  };

  /** Moves one end of the view; the other stays. */
  #resize(end: 'from' | 'to', time: number, { from, to }: TimeSpan): void {
    const { bounds } = this.#t.model!;
    const least = Math.min(60_000, bounds.to - bounds.from);
    this.#t.set(
      end === 'from'
        ? { from: Math.max(bounds.from, Math.min(time, to - least)), to }
        : { from, to: Math.min(bounds.to, Math.max(time, from + least)) },
    );
  }

  #clipped(span: TimeSpan): TimeSpan {
    const { bounds } = this.#t.model!;
    return { from: Math.max(span.from, bounds.from), to: Math.min(span.to, bounds.to) };
  }

  readonly handleUp: (event: PointerEvent) => void = (event) => {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size < 2) this.#pinch = null;
    const grip = this.#grip;
    this.#grip = null;
    if (!grip) return;
    if (grip.moved) {
      this.#t.rest();
      return;
    }
    const model = this.#t.model!;
    if (grip.part === 'plot') {
      this.#click(event);
      return;
    }
    if (grip.part !== 'new') return;
    // A click beside the brush brings the view there.
    const at = timeAt(this.#t.overviewScale(), this.#xIn(event));
    const half = (grip.span.to - grip.span.from) / 2;
    this.#t.go(within({ from: at - half, to: at + half }, model.bounds), true);
  };

  readonly handleCancel: (event: PointerEvent) => void = (event) => {
    this.#pointers.delete(event.pointerId);
    this.#pinch = null;
    this.#grip = null;
    this.#t.rest();
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
    const model = this.#t.model!;
    if (!part) return;
    const { stay, silence, burst, until } = part.dataset;
    if (stay !== undefined) {
      const found = model.stays[Number(stay)];
      if (found) this.#t.go(around(found, model.bounds), true);
    } else if (burst !== undefined) {
      const from = model.bursts[Number(burst)];
      const to = model.bursts[Number(until)];
      if (from && to) this.#t.go(around({ from: from.fromMs, to: to.toMs }, model.bounds), true);
    } else {
      const found = model.silences.find(({ fromMs }) => fromMs === Number(silence));
      if (found) this.#t.go(around({ from: found.fromMs, to: found.toMs }, model.bounds), true);
    }
  }

  readonly handleDouble: (event: MouseEvent) => void = (event) => {
    const model = this.#t.model;
    if (!model || !this.#t.span || this.#markUnder(event) >= 0) return;
    this.#t.go(zoomed(this.#t.span, zoomStep, timeAt(this.#t.scale(), this.#xIn(event)), model.bounds), true);
  };

  #markUnder(event: MouseEvent): number {
    const lane = laneAt(this.#t.frame!, this.#yIn(event));
    const x = this.#xIn(event);
    if (lane < 0 || x < this.#t.frame!.gutter - 8) return -1;
    return markAt(this.#t.marks, lane, x);
  }

  #handleHover(event: PointerEvent): void {
    if (event.pointerType === 'touch' || (event.currentTarget as Element).classList.contains('ov')) return;
    this.#hover(this.#markUnder(event));
  }

  readonly handleLeave: () => void = () => this.#hover(-1);

  #hover(mark: number): void {
    const place = mark < 0 ? -1 : this.#t.marks.lane[mark]! * 1e9 + this.#t.marks.first[mark]!;
    if (place === this.#hovered) return;
    this.#hovered = place;
    this.#t.host?.querySelector('.tl')?.classList.toggle('over', mark >= 0);
    if (mark < 0) this.#t.events.hover(null, null);
    else this.#t.events.hover(this.#t.hit(mark), markBox(this.#t.marks, mark, this.#t.frame!));
  }

  #act(mark: number): void {
    const hit = this.#t.hit(mark);
    const lane = this.#t.marks.lane[mark]!;
    const focus = this.#t.focus();
    if (focus?.lane !== lane || focus.place < hit.first || focus.place > hit.last)
      this.#t.focus({ lane, place: hit.first });
    if (hit.count === 1 && hit.lane.rows[hit.first]! >= 0) {
      this.#t.events.open(hit.lane.rows[hit.first]!);
      return;
    }
    const from = hit.lane.times[hit.first]!;
    const to = hit.lane.times[hit.last]!;
    const span = this.#t.span!;
    const closer = hit.lane.weights
      ? within({ from: from - (span.to - span.from) / 20, to: to + (span.to - span.from) / 20 }, this.#t.model!.bounds)
      : around({ from, to }, this.#t.model!.bounds);
    // What happened within a second or two cannot be drawn apart: it opens as a list.
    if (to - from < 2000 || closer.to - closer.from > (span.to - span.from) * 0.9) {
      if (!hit.lane.weights) this.#t.events.openGroup(hit);
      return;
    }
    this.#t.go(closer, true);
  }

  /** Goes to a row of a lane, which comes into view where it is not. */
  #focusOn(lane: number, place: number): void {
    const model = this.#t.model!;
    const time = model.lanes[lane]!.times[place]!;
    this.#t.focus({ lane, place });
    this.#t.keepFocus();
    const span = this.#t.span!;
    const length = span.to - span.from;
    if (time < span.from || time >= span.to) {
      const share = time < span.from ? 0.15 : 0.85;
      this.#t.go({ from: time - length * share, to: time + length * (1 - share) });
      this.#t.draw();
      return;
    }
    this.#t.draw();
  }
}

import { nothing, svg } from 'lit';
import type { SVGTemplateResult } from 'lit';
import type { Burst, Silence } from '../../worker/protocol/journey.js';
import { formatCompact, formatCount, formatSpan } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import type { Axis } from './axis.js';
import type { ChannelColor } from './channels.js';
import { bandsOf, burstPlaces, cutTo, laneY, silenceBands, textWidth } from './journey.layout.js';
import type { Overview, PlotFrame, Stay } from './journey.layout.js';
import { densityIn, groupHeight, markSize } from './marks.js';
import type { Marks } from './marks.js';
import { xOf } from './time-scale.js';
import type { TimeScale, TimeSpan } from './time-scale.js';
import type { Lane } from './touchpoints.js';
import type { JourneyWords } from './words.js';

/** How a lane is named and coloured; `color` null has no key beside its name. */
export interface LaneName {
  readonly text: string;
  readonly color: ChannelColor | null;
  /** What the name does when it is pressed, where it does anything. */
  readonly opens?: 'rest' | 'fewer';
}

/** Stays that are usual, put beside those of this journey. */
export interface TypicalStrip {
  readonly stays: readonly Stay[];
  /** When the usual journey would have got there; null where nobody did. */
  readonly endMs: number | null;
  readonly name: string;
  /** What the strip is called beside it. */
  readonly label: string;
  readonly draw: (view: PlotView, y: number, height: number) => SVGTemplateResult;
}

/** Everything that a picture of the time line reads. */
export interface PlotView {
  readonly locale: Locale;
  readonly words: JourneyWords;
  readonly frame: PlotFrame;
  readonly scale: TimeScale;
  readonly axis: Axis;
  readonly lanes: readonly Lane[];
  readonly names: readonly LaneName[];
  /** Colours by the code of a row's channel. */
  readonly colors: readonly ChannelColor[];
  readonly marks: Marks;
  readonly stays: readonly Stay[];
  /** The last stay is longer than usual. */
  readonly stalled: boolean;
  readonly typical: TypicalStrip | null;
  readonly silences: readonly Silence[];
  readonly bursts: readonly Burst[];
  /** End of the data, and what it is called. */
  readonly now: number | null;
  readonly nowText: string;
  /** Mark that is open; -1 for none. */
  readonly chosen: number;
  /** Where the row that is open stands, when it is in view. */
  readonly chosenX: number | null;
}

const short = (locale: Locale, ms: number): string => formatSpan(locale, ms).split(' ').slice(0, 2).join(' ');
/** A span in its largest unit: `24 d`. */
export function roughSpan(locale: Locale, ms: number): string {
  const day = 86_400_000;
  return ms >= day ? formatSpan(locale, Math.round(ms / day) * day) : short(locale, ms);
}

/** All of a plot but its marks. */
export function plotFrameParts(view: PlotView): SVGTemplateResult {
  const { frame, axis, lanes, names, scale } = view;
  const bottom = frame.height;
  return svg`
    <path class="ln" d=${axis.major.map((x) => `M${half(x)} 10v12`).join('')}></path>
    <path class="ln" d=${axis.minor.map((x) => `M${half(x)} 18v4`).join('')}></path>
    ${axis.labels.map(({ x, text }) => svg`<text class="t3" x=${round(x)} y=${frame.axisY}>${text}</text>`)}
    ${frame.stages ? stageStrip(view, frame.stages.y, frame.stages.height) : nothing}
    ${frame.typical && view.typical ? view.typical.draw(view, frame.typical.y, frame.typical.height) : nothing}
    ${lanes.map((_lane, k) => svg`<path class="lane" d="M${scale.left} ${laneY(frame, k) + 0.5}H${scale.right}"></path>`)}
    ${names.map(({ text, color }, k) => {
      const y = laneY(frame, k);
      return svg`${color === null ? nothing : svg`<rect class="kf k${color}" x="0" y=${y - 4} width="8" height="8" rx="2"></rect>`}
        <text class="t1 x12" x=${color === null ? 0 : 16} y=${y + 4}>${cutTo(text, frame.gutter - (color === null ? 8 : 22), 12)}</text>`;
    })}
    ${silenceBands(view.silences, scale).map(({ left, right, silence }) => silenceBand(view, left, right, silence))}
    ${frame.bursts ? burstStrip(view, frame.bursts.y) : nothing}
    ${view.now !== null && view.now >= scale.from && view.now <= scale.to ? todayLine(view, bottom) : nothing}`;
}

function stageStrip(
  { stays, scale, frame, locale, words, stalled }: PlotView,
  y: number,
  height: number,
): SVGTemplateResult {
  return svg`${bandsOf(stays, scale).map(({ left, right, first, last }) => {
    const stay = stays[last]!;
    const x = left + 1;
    const width = Math.max(1, right - left - 2);
    const several = last > first;
    const dwell = several ? '' : roughSpan(locale, stay.to - stay.from);
    const dwellWidth = textWidth(dwell, 12);
    const name = several
      ? width > 60
        ? words.stageChanges(last - first + 1, formatCount(locale, last - first + 1))
        : ''
      : cutTo(stay.name, width - 16, 12);
    const roomForDwell = dwell !== '' && width - 16 - textWidth(name, 12) > dwellWidth + 8 && name !== '';
    const now = stay.open && stalled;
    const starts = stays[first]!.from > scale.from;
    return svg`<g data-stay=${several ? nothing : last}><rect class="stg ${now ? 'now' : ''} ${several ? 'many' : ''}" part="stage" x=${round(x)} y=${y} width=${round(width)} height=${height} rx=${Math.min(4, width / 2)}></rect>
      ${name === '' ? nothing : svg`<text class="t1 m" x=${round(x + 8)} y=${y + 16}>${name}</text>`}
      ${roomForDwell ? svg`<text class="e ${now ? 'warn m' : 't3'}" x=${round(right - 9)} y=${y + 16}>${dwell}</text>` : nothing}</g>
      ${starts && !several ? svg`<path class="ln" d="M${half(left)} ${y + height + 2}V${frame.height}"></path>` : nothing}`;
  })}`;
}

function silenceBand(
  { frame, locale, words }: PlotView,
  left: number,
  right: number,
  silence: Silence,
): SVGTemplateResult {
  const span = roughSpan(locale, silence.ms);
  const text = silence.open ? words.silentOpen(span) : words.silent(span);
  const width = textWidth(text, 12) + 24;
  const top = frame.lanesY - 4;
  const middle = (left + right) / 2;
  const y = laneY(frame, Math.floor((frame.lanes - 1) / 2));
  return svg`<g data-silence=${silence.fromMs}><rect class="gapbg" part="silence" x=${round(left)} y=${top} width=${round(right - left)} height=${frame.height - top} fill="url(#j-gap)"></rect>
    ${
      right - left >= width + 4
        ? svg`<rect class="pill" x=${round(middle - width / 2)} y=${y - 11} width=${round(width)} height="22" rx="11"></rect>
          <text class="t1 m mid" x=${round(middle)} y=${y + 4}>${text}</text>`
        : nothing
    }</g>`;
}

function burstStrip({ bursts, scale, locale, words }: PlotView, y: number): SVGTemplateResult {
  const places = burstPlaces(bursts, scale, 96);
  return svg`${places.map(({ left, right, first, last }, k) => {
    const many = last - first + 1;
    const rows = bursts[first]!.rows;
    const text =
      many > 1 ? words.bursts(many, formatCount(locale, many)) : words.burst(rows, formatCount(locale, rows));
    const room = (places[k + 1]?.left ?? scale.right) - left - 14;
    return svg`<g data-burst=${first} data-until=${last}>
      <path class="bst" part="burst" d="M${round(left)} ${y + 14}v3H${round(right)}v-3"></path>
      <path class="bolt" d="M${round(left + 5)} ${y + 2}l-4 6h3l-1 4 4-6h-3z"></path>
      ${textWidth(text, 11) <= room ? svg`<text class="t2 x11" x=${round(left + 12)} y=${y + 11}>${text}</text>` : nothing}
    </g>`;
  })}`;
}

function todayLine({ now, nowText, scale, frame }: PlotView, bottom: number): SVGTemplateResult {
  const x = xOf(scale, now!);
  const space = nowSpace(x, nowText, scale, frame);
  return svg`<path class="today" d="M${half(x)} 18V${bottom}"></path>
    <text class="t1 m" x=${round(space.left)} y=${frame.axisY}>${nowText}</text>`;
}

/** Room that the name of the end of the data takes on the axis. */
export function nowSpace(x: number, text: string, scale: TimeScale, frame: PlotFrame): { left: number; right: number } {
  const width = textWidth(text, 12);
  const left = Math.max(scale.left, Math.min(x - width / 2, frame.width - width));
  return { left, right: left + width };
}

/** Marks as shapes, for pictures at rest. */
export function markShapes(view: PlotView): SVGTemplateResult[] {
  const { marks, lanes, frame, colors, scale, locale } = view;
  const shapes: SVGTemplateResult[] = [];
  for (let mark = 0; mark < marks.length; mark++) {
    const k = marks.lane[mark]!;
    const lane = lanes[k]!;
    const y = laneY(frame, k);
    const color = `k${markColor(lane, marks, mark, colors)}`;
    if (marks.counts[mark] === 1) {
      const ours = lane.ours[marks.first[mark]!] === 1;
      shapes.push(
        svg`<circle class="${ours ? 'ko' : 'kf'} ${color}" part="mark" cx=${round(marks.middle(mark))} cy=${y} r=${ours ? 5 : 6}></circle>`,
      );
      continue;
    }
    const left = marks.left[mark]!;
    const width = marks.right[mark]! - left;
    shapes.push(svg`<g part="group"><rect class="kb" x=${round(left)} y=${y - groupHeight / 2} width=${round(width)} height=${groupHeight} rx=${groupHeight / 2}></rect>
      ${width > 52 ? svg`<path class="kd ${color}" d=${densityPath(view, mark, lane, scale, y)}></path>` : nothing}
      <rect class="ks ${color}" x=${round(left)} y=${y - groupHeight / 2} width=${round(width)} height=${groupHeight} rx=${groupHeight / 2}></rect>
      <text class="kt m mid" x=${round(left + width / 2)} y=${y + 4}>${formatCompact(locale, marks.counts[mark]!)}</text></g>`);
  }
  return shapes;
}

/** Small bars in a long group, 3 px apart. */
export function densityBars(width: number): number {
  return Math.max(1, Math.floor((width - 14) / 3));
}

function densityPath({ marks }: PlotView, mark: number, lane: Lane, scale: TimeScale, y: number): string {
  const left = marks.left[mark]!;
  const bars = densityBars(marks.right[mark]! - left);
  const heights = densityIn(marks, mark, lane, scale, bars);
  let path = '';
  for (let bar = 0; bar < bars; bar++) {
    const height = heights[bar]! * (groupHeight - 6);
    if (height > 0) path += `M${round(left + 8 + bar * 3)} ${y + 7}v${round(-Math.max(1, height))}`;
  }
  return path;
}

/** Colour of a mark: its channel's, or "other" where its rows are of several. */
export function markColor(lane: Lane, marks: Marks, mark: number, colors: readonly ChannelColor[]): ChannelColor {
  const first = lane.colors[marks.first[mark]!]!;
  if (!lane.mixed) return colors[first] ?? 0;
  for (let at = marks.first[mark]! + 1; at <= marks.last[mark]!; at++) if (lane.colors[at] !== first) return 0;
  return colors[first] ?? 0;
}

/** What is open: a ring around its mark and a hairline through all lanes. */
export function chosenShapes({ chosen, chosenX, marks, frame }: PlotView): SVGTemplateResult {
  if (chosenX === null) return svg``;
  const top = frame.lanesY - 8;
  if (chosen < 0) return svg`<path class="leadl" d="M${round(chosenX)} ${top}V${frame.height}"></path>`;
  const y = laneY(frame, marks.lane[chosen]!);
  if (marks.counts[chosen] === 1) {
    return svg`<path class="leadl" d="M${round(chosenX)} ${y + 11}V${frame.height}M${round(chosenX)} ${y - 11}V${top}"></path>
      <circle class="halo" cx=${round(chosenX)} cy=${y} r="8.5"></circle><circle class="selring" cx=${round(chosenX)} cy=${y} r="9.5"></circle>`;
  }
  const left = marks.left[chosen]! - 3;
  const width = marks.right[chosen]! - left + 3;
  const half2 = groupHeight / 2 + 3;
  return svg`<path class="leadl" d="M${round(chosenX)} ${y + half2}V${frame.height}M${round(chosenX)} ${y - half2}V${top}"></path>
    <rect class="selring" x=${round(left)} y=${y - half2} width=${round(width)} height=${half2 * 2} rx=${half2}></rect>`;
}

/** Height of the bars of the overview, and of all of it with its labels. */
export const overviewHeight = 58;
const barBase = 38;
const barMost = 30;

/** Overview: bars of all rows, those in view in the colour of amounts, and the brush over them. */
export function overviewShapes(
  overview: Overview,
  scale: TimeScale,
  view: TimeSpan,
  silences: readonly Silence[],
  axis: Axis,
): SVGTemplateResult {
  const { counts, most } = overview;
  const pitch = (scale.right - scale.left) / counts.length;
  const left = xOf(scale, view.from);
  const right = xOf(scale, view.to);
  return svg`
    ${silenceBands(silences, scale).map(
      (band) =>
        svg`<rect class="gapbg" x=${round(band.left)} y="6" width=${round(band.right - band.left)} height=${barBase - 6} fill="url(#j-gap)"></rect>`,
    )}
    <path class="base" d="M${scale.left} ${barBase + 0.5}H${scale.right}"></path>
    ${Array.from(counts, (count, bar) => {
      if (count === 0) return nothing;
      const x = scale.left + bar * pitch;
      const height = Math.max(3, (count / most) * barMost);
      const middle = x + pitch / 2;
      return svg`<rect class="ovb ${middle >= left && middle <= right ? 'in' : ''}" x=${round(x + 1)} y=${round(barBase - height)} width=${round(Math.max(1, pitch - 2))} height=${round(height)}></rect>`;
    })}
    <rect class="brush" part="brush" x=${round(left)} y="0.5" width=${round(Math.max(2, right - left))} height=${barBase + 3} rx="4"></rect>
    ${[left, right].map(
      (x) =>
        svg`<rect class="handle" x=${round(x - 4)} y="11" width="8" height="20" rx="4"></rect><path class="base" d="M${half(x)} 17v8"></path>`,
    )}
    ${axis.labels.map(({ x, text }) => svg`<text class="t3" x=${round(x)} y="54">${text}</text>`)}`;
}

/** Hatch of silences; its id lives in the shadow root. */
export const gapHatch: SVGTemplateResult = svg`<defs><pattern id="j-gap" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hg" d="M.5 0v7"></path></pattern></defs>`;

/** Box of a mark, for the ring of the focus. */
export function markBox(
  marks: Marks,
  mark: number,
  frame: PlotFrame,
): { x: number; y: number; width: number; height: number } {
  const single = marks.counts[mark] === 1;
  const height = single ? markSize : groupHeight;
  const y = laneY(frame, marks.lane[mark]!);
  return { x: marks.left[mark]!, y: y - height / 2, width: marks.right[mark]! - marks.left[mark]!, height };
}

/** To a tenth of a px. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** To the middle of a px, so that a line of 1 px is sharp. */
export function half(value: number): number {
  return Math.floor(value) + 0.5;
}

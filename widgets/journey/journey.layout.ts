import type { Burst, JourneySummary, Silence, StageTransition } from '../../worker/protocol/journey.js';
import { lowerBound } from './marks.js';
import { xOf } from './time-scale.js';
import type { TimeScale, TimeSpan } from './time-scale.js';
import type { Lane } from './touchpoints.js';

/**
 * How a journey is drawn in the room there is.
 * - `wide`: time line, detail beside it
 * - `medium`: time line, detail under it
 * - `list`: rows, newest first, under an overview
 * - `tiny`: sentence only
 */
export type JourneyMode = 'wide' | 'medium' | 'list' | 'tiny';

/** Which drawing fits a card of this outer width. */
export function journeyMode(width: number): JourneyMode {
  if (width < 280) return 'tiny';
  if (width < 420) return 'list';
  return width < 960 ? 'medium' : 'wide';
}

/** Places of the parts of a plot, px from its upper left corner. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  /** Width of the names of the lanes; the time begins right of it. */
  readonly gutter: number;
  readonly right: number;
  /** Base line of the axis labels. */
  readonly axisY: number;
  /** Stage strip; null without stages. */
  readonly stages: { readonly y: number; readonly height: number } | null;
  /** Strip of what is typical; null where it is not shown. */
  readonly typical: { readonly y: number; readonly height: number } | null;
  /** Strip of the bursts; null without any. */
  readonly bursts: { readonly y: number; readonly height: number } | null;
  /** Top of the first lane, height of each, and their number. */
  readonly lanesY: number;
  readonly laneHeight: number;
  readonly lanes: number;
}

export interface FrameOptions {
  readonly width: number;
  readonly lanes: number;
  readonly gutter: number;
  readonly laneHeight: number;
  readonly stages: boolean;
  readonly typical: boolean;
  readonly bursts: boolean;
}

const axisHeight = 24;
const stripHeight = 24;
const burstHeight = 20;

/** Puts the parts of a plot below each other. */
export function plotFrame(options: FrameOptions): PlotFrame {
  let y = axisHeight;
  const strip = (shown: boolean, height: number, gap: number): { y: number; height: number } | null => {
    if (!shown) return null;
    const at = { y, height };
    y += height + gap;
    return at;
  };
  const stages = strip(options.stages, stripHeight, 2);
  const typical = strip(options.typical, stripHeight, 2);
  const bursts = strip(options.bursts, burstHeight, 0);
  const lanesY = y + 8;
  return {
    width: options.width,
    height: lanesY + options.lanes * options.laneHeight,
    gutter: options.gutter,
    right: options.width - 8,
    axisY: 13,
    stages,
    typical,
    bursts,
    lanesY,
    laneHeight: options.laneHeight,
    lanes: options.lanes,
  };
}

/** Middle of a lane, px. */
export function laneY(frame: PlotFrame, lane: number): number {
  return frame.lanesY + (lane + 0.5) * frame.laneHeight;
}

/** The lane at a height; -1 above the first and below the last. */
export function laneAt(frame: PlotFrame, y: number): number {
  const lane = Math.floor((y - frame.lanesY) / frame.laneHeight);
  return lane >= 0 && lane < frame.lanes ? lane : -1;
}

/** Room for the names of lanes: 84 px, more for long names where the plot is wide. */
export function gutterFor(names: readonly string[], width: number): number {
  const longest = names.reduce((most, name) => Math.max(most, textWidth(name, 12)), 0);
  return Math.round(Math.min(Math.max(84, longest + 28), Math.max(84, width * 0.22)));
}

const wideLetter =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u;

/** About how wide a text is at a size in px; a guess on the safe side for the kit's fonts. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += wideLetter.test(letter) ? size : size * 0.56;
  return width;
}

/** A name cut at its end to a width in px. */
export function cutTo(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let cut = '';
  let used = size;
  for (const letter of text) {
    used += textWidth(letter, size);
    if (used > width) break;
    cut += letter;
  }
  return cut === '' ? '' : `${cut.trimEnd()}…`;
}

/** A stay in a stage; `to` null lasts to the end of the data. */
export interface Stay {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
}

/** Stays of a journey, from its changes of stage; the last one lasts until `end`. */
export function staysOf(transitions: readonly StageTransition[], end: number): Stay[] {
  return transitions.map(({ to, time }, k) => {
    const next = transitions[k + 1];
    return { name: to, from: time, to: next?.time ?? Math.max(end, time), open: !next };
  });
}

/** A band of a strip in view; `stays` are the places of what it stands for, more than one where they are too short to draw. */
export interface Band {
  readonly left: number;
  readonly right: number;
  readonly first: number;
  readonly last: number;
}

/** Stays in view as bands of at least 2 px; neighbours under 8 px become one. */
export function bandsOf(stays: ReadonlyArray<TimeSpan>, scale: TimeScale): Band[] {
  const bands: Band[] = [];
  for (const [k, stay] of stays.entries()) {
    if (stay.to < scale.from || stay.from > scale.to) continue;
    const left = Math.max(xOf(scale, stay.from), scale.left);
    const right = Math.max(Math.min(xOf(scale, stay.to), scale.right), left + 2);
    const before = bands.at(-1);
    if (before && right - left < 8 && (before.right - before.left < 8 || before.last > before.first)) {
      bands[bands.length - 1] = { ...before, right: Math.max(before.right, right), last: k };
    } else bands.push({ left, right, first: k, last: k });
  }
  return bands;
}

/** A silence in view. */
export interface SilenceBand {
  readonly left: number;
  readonly right: number;
  readonly silence: Silence;
}

/** Silences in view, at least 3 px wide. */
export function silenceBands(silences: readonly Silence[], scale: TimeScale): SilenceBand[] {
  return silences
    .filter(({ fromMs, toMs }) => toMs > scale.from && fromMs < scale.to)
    .map((silence) => {
      const left = Math.max(xOf(scale, silence.fromMs), scale.left);
      return { left, right: Math.max(Math.min(xOf(scale, silence.toMs), scale.right), left + 3), silence };
    });
}

/** Bursts in view; those too close to be told apart are one place. */
export interface BurstPlace {
  readonly left: number;
  readonly right: number;
  /** Places in the list of bursts. */
  readonly first: number;
  readonly last: number;
}

/** Places of bursts at least `gap` px apart from left edge to left edge, so that each has room for its name. */
export function burstPlaces(bursts: readonly Burst[], scale: TimeScale, gap: number): BurstPlace[] {
  const places: BurstPlace[] = [];
  for (const [k, { fromMs, toMs }] of bursts.entries()) {
    if (toMs < scale.from || fromMs > scale.to) continue;
    const left = Math.max(xOf(scale, fromMs), scale.left);
    const right = Math.max(Math.min(xOf(scale, toMs), scale.right), left + 4);
    const before = places.at(-1);
    if (before && left - before.left < gap) {
      places[places.length - 1] = { ...before, right: Math.max(before.right, right), last: k };
    } else places.push({ left, right, first: k, last: k });
  }
  return places;
}

/** Rows of all lanes in equal parts of time, for the overview. */
export interface Overview {
  readonly span: TimeSpan;
  /** Rows in each part. */
  readonly counts: Float64Array;
  readonly most: number;
}

/** Counts the rows of lanes in `bars` equal parts of a span; rows outside of it are in none. */
export function overviewOf(lanes: readonly Lane[], span: TimeSpan, bars: number): Overview {
  const counts = new Float64Array(bars);
  const per = bars / (span.to - span.from);
  for (const { times, weights } of lanes) {
    const end = lowerBound(times, span.to, times.length);
    for (let at = lowerBound(times, span.from, end); at < end; at++) {
      counts[Math.min(bars - 1, Math.floor((times[at]! - span.from) * per))]! += weights ? weights[at]! : 1;
    }
  }
  let most = 0;
  for (const count of counts) most = Math.max(most, count);
  return { span, counts, most };
}

/**
 * The span a journey opens on: all of it, or its last `spanMs` up to `end`, moved back where the last rows would not be in it.
 *
 * @param end end of the data, ms UTC
 */
export function openingSpan(bounds: TimeSpan, summary: JourneySummary, spanMs: number | null, end: number): TimeSpan {
  if (spanMs === null || summary.lastMs === null || bounds.to - bounds.from <= spanMs * 1.15) return bounds;
  const to = Math.min(bounds.to, summary.lastMs + spanMs * 0.6, end + spanMs * 0.03);
  return { from: Math.max(bounds.from, to - spanMs), to };
}

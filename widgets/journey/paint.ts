import { formatCompact } from '../internal/format.js';
import { laneY } from './journey.layout.js';
import { densityIn, groupHeight } from './marks.js';
import { densityBars, markColor } from './plot.js';
import type { PlotView } from './plot.js';

/** Colours and font as they are in force where the time line stands, for what is drawn without styles. */
export interface Palette {
  /** By place of a channel's colour; 0 is "other". */
  readonly channels: readonly string[];
  readonly surface: string;
  readonly text: string;
  readonly font: string;
}

/** Reads the tokens of an element; ask again after its scheme or theme has changed. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim() || '#000';
  return {
    channels: ['other', 1, 2, 3, 4, 5, 6, 7, 8].map((place) => token(`--_cat-${place}`)),
    surface: token('--_color-surface'),
    text: token('--_color-text'),
    font: `500 12px ${style.fontFamily || 'sans-serif'}`,
  };
}

/**
 * Marks on a canvas, as they are drawn while the view moves: the shapes of `markShapes`, without an element for each.
 *
 * @param ratio pixels of the canvas to one px of the page
 */
export function paintMarks(context: CanvasRenderingContext2D, view: PlotView, palette: Palette, ratio: number): void {
  const { marks, lanes, frame, colors, scale, locale } = view;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, frame.width, frame.height);
  context.font = palette.font;
  context.textAlign = 'center';
  for (let mark = 0; mark < marks.length; mark++) {
    const k = marks.lane[mark]!;
    const lane = lanes[k]!;
    const y = laneY(frame, k);
    const color = palette.channels[markColor(lane, marks, mark, colors)]!;
    if (marks.counts[mark] === 1) {
      const ours = lane.ours[marks.first[mark]!] === 1;
      context.beginPath();
      context.arc(marks.middle(mark), y, ours ? 5 : 6, 0, 2 * Math.PI);
      context.fillStyle = ours ? palette.surface : color;
      context.fill();
      if (ours) {
        context.lineWidth = 2;
        context.strokeStyle = color;
        context.stroke();
      }
      continue;
    }
    const left = marks.left[mark]!;
    const width = marks.right[mark]! - left;
    const top = y - groupHeight / 2;
    context.beginPath();
    context.roundRect(left, top, width, groupHeight, groupHeight / 2);
    context.fillStyle = palette.surface;
    context.fill();
    context.fillStyle = color;
    context.strokeStyle = color;
    context.globalAlpha = 0.14;
    context.fill();
    if (width > 52) {
      const bars = densityBars(width);
      const heights = densityIn(marks, mark, lane, scale, bars);
      context.globalAlpha = 0.35;
      // One path for all bars: a call for each would be most of a frame's time.
      context.beginPath();
      for (let bar = 0; bar < bars; bar++) {
        const height = heights[bar]! * (groupHeight - 6);
        if (height > 0) context.rect(left + 7 + bar * 3, y + 7, 2, -Math.max(1, height));
      }
      context.fill();
      context.beginPath();
      context.roundRect(left, top, width, groupHeight, groupHeight / 2);
    }
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.stroke();
    const text = formatCompact(locale, marks.counts[mark]!);
    if (width > 52) {
      context.lineWidth = 3;
      context.strokeStyle = palette.surface;
      context.strokeText(text, left + width / 2, y + 4);
    }
    context.fillStyle = palette.text;
    context.fillText(text, left + width / 2, y + 4);
  }
}

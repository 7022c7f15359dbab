import { nothing, svg } from 'lit';
import type { SVGTemplateResult } from 'lit';
import { bandsOf, cutTo, textWidth } from './journey.layout.js';
import { half, roughSpan, round } from './plot.js';
import type { PlotView } from './plot.js';
import { xOf } from './time-scale.js';

/** Stays that are usual, beside those of the journey. */
export function typicalStrip(view: PlotView, y: number, height: number): SVGTemplateResult {
  const { typical, scale, frame, locale } = view;
  if (!typical) return svg``;
  const end = typical.endMs === null ? null : xOf(scale, typical.endMs);
  return svg`<text class="t3" x="0" y=${y + 16}>${cutTo(typical.label, frame.gutter - 8, 12)}</text>
    ${bandsOf(typical.stays, scale).map(({ left, right, last }) => {
      const stay = typical.stays[last]!;
      const width = Math.max(1, right - left - 2);
      const name = cutTo(stay.name, width - 16, 12);
      const dwell = roughSpan(locale, stay.to - stay.from);
      const room = name !== '' && width - 16 - textWidth(name, 12) > textWidth(dwell, 12) + 8;
      return svg`<rect class="typ" part="typical" x=${round(left + 1.5)} y=${y + 0.5} width=${round(Math.max(1, width - 1))} height=${height - 1} rx=${Math.min(4, width / 2)}></rect>
        ${name === '' ? nothing : svg`<text class="t2" x=${round(left + 9)} y=${y + 16}>${name}</text>`}
        ${room ? svg`<text class="e t3" x=${round(right - 9)} y=${y + 16}>${dwell}</text>` : nothing}`;
    })}
    ${
      end !== null && end >= scale.left && end <= scale.right
        ? svg`<path class="tend" d="M${half(end)} ${y}v${height}"></path><circle class="tend" cx=${round(end)} cy=${y + height / 2} r="4"></circle>`
        : nothing
    }`;
}

import { html } from 'lit';
import type { TemplateResult } from 'lit';

const paths = {
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  info: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 7.6v3M8 5.3v.01',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  stop: 'M5.6 2.5h4.8L13.5 5.6v4.8l-3.1 3.1H5.6l-3.1-3.1V5.6zM8 5.2v3.4M8 10.8v.01',
  warn: 'M8 2.5l6 10.8H2L8 2.5zM8 6.8v3M8 11.7v.01',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3l2 1.5',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6',
  chart: 'M2.5 13.5h11M4 13V4M8 13V7.5M12 13v-3',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
} as const;

/** Names of the kit's icons; all are drawn in a 16 px box with the text's colour. */
export type IconName = keyof typeof paths;

/** An icon as inline SVG, hidden from assistive technology: the control it stands in carries the name. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="ic ic-${name}" viewBox="0 0 16 16" aria-hidden="true"><path d=${paths[name]}></path></svg>`;
}

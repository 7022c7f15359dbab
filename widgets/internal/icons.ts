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
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  download: 'M8 2.5v8M4.8 7.5L8 10.7l3.2-3.2M3 13.5h10',
  image: 'M2.5 3.5h11v9h-11zM2.5 10.5l3-3 2.5 2.5 2-2 3.5 3M10.5 6.2v.01',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  print: 'M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  link: 'M6.5 9.5l3-3M7 4.8l1.4-1.4a3 3 0 0 1 4.2 4.2L11.2 9M4.8 7L3.4 8.4a3 3 0 0 0 4.2 4.2L9 11.2',
  undo: 'M5.5 3L2.5 6l3 3M2.5 6h7a3.8 3.8 0 0 1 0 7.5h-3',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  left: 'M10 3.5L5.5 8l4.5 4.5',
  right: 'M6 3.5L10.5 8 6 12.5',
  up: 'M3.5 10L8 5.5l4.5 4.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.2 3.2',
  trend: 'M2.5 11.5l3.5-4 3 2.5 4.5-6',
  check: 'M3 8.5l3.2 3.2L13 5',
} as const;

/** Names of the kit's icons; all are drawn in a 16 px box with the text's colour. */
export type IconName = keyof typeof paths;

/** An icon as inline SVG, hidden from assistive technology: the control it stands in carries the name. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="ic ic-${name}" viewBox="0 0 16 16" aria-hidden="true"><path d=${paths[name]}></path></svg>`;
}

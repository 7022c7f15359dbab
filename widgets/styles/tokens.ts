import { unsafeCSS } from 'lit';
import type { CSSResult } from 'lit';

/** Colour scheme an element draws in; `system` follows the reader's own setting. */
export type Scheme = 'light' | 'dark' | 'contrast' | 'system';
/** Host application whose frame (font, radius, accent, control height) an element takes on. */
export type HostTheme = 'plain' | 'salesforce' | 'hubspot' | 'fluent';

type Tokens = Readonly<Record<string, string>>;

const frame: Tokens = {
  'font-family':
    'system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",sans-serif',
  'font-mono': 'ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,monospace',
  'radius-mark': '2px',
  'radius-control': '6px',
  'radius-card': '10px',
  'radius-chip': '6px',
  'size-control': '28px',
  'size-row': '28px',
  'size-row-dense': '24px',
  'motion-hover': '90ms',
  'motion-select': '160ms',
  'motion-data': '280ms',
  'motion-ease': 'cubic-bezier(.2,0,0,1)',
  'focus-width': '2px',
  'focus-offset': '2px',
};

const light: Tokens = {
  'color-surface': '#fff',
  'color-sunken': '#f6f7f9',
  'color-raised': '#fff',
  'color-hover': '#f0f2f5',
  'color-line': '#e4e7eb',
  'color-line-strong': '#868e99',
  'color-grid': '#eceef1',
  'color-text': '#15191f',
  'color-text-2': '#4a525e',
  'color-text-3': '#666e7a',
  'color-text-on-accent': '#fff',
  'color-accent': '#1d5fc4',
  'color-accent-hover': '#174fa6',
  'color-accent-soft': '#eaf1fc',
  'color-focus': '#1d5fc4',
  'color-choice': '#a1206f',
  'color-choice-soft': '#fbeef6',
  'color-choice-line': '#dfa3c8',
  'color-good': '#157046',
  'color-good-soft': '#e8f5ee',
  'color-warn': '#8a5600',
  'color-warn-soft': '#fdf3e0',
  'color-bad': '#b4232a',
  'color-bad-soft': '#fdeeee',
  'color-data': '#2f6fb0',
  'color-data-soft': '#d5e6f3',
  'color-data-lost': '#7c8fa3',
  'color-past': '#8b94a1',
  'color-past-line': '#6c7683',
  'cat-1': '#b0602f',
  'cat-2': '#2a84dc',
  'cat-3': '#075a50',
  'cat-4': '#769d1c',
  'cat-5': '#6330a0',
  'cat-6': '#647082',
  'cat-7': '#8c1524',
  'cat-8': '#65580a',
  'cat-other': '#7a828e',
  'seq-1': '#e9f5f9',
  'seq-2': '#bbdeee',
  'seq-3': '#91c6e3',
  'seq-4': '#6aadd6',
  'seq-5': '#4a93c7',
  'seq-6': '#3278b3',
  'seq-7': '#225e9c',
  'seq-8': '#184581',
  'seq-9': '#102d66',
  // Values printed on these two; below them the text's colour, above them the card's.
  'seq-ink-5': '#15191f',
  'seq-ink-6': '#fff',
  'shadow-raised': '0 1px 2px rgb(21 25 31/.06),0 8px 24px rgb(21 25 31/.12)',
};

const dark: Tokens = {
  'color-surface': '#14171c',
  'color-sunken': '#0e1014',
  'color-raised': '#1d2127',
  'color-hover': '#22272e',
  'color-line': '#2b3038',
  'color-line-strong': '#717a87',
  'color-grid': '#22262d',
  'color-text': '#f0f2f5',
  'color-text-2': '#b6bdc7',
  'color-text-3': '#929ba7',
  'color-text-on-accent': '#0c1320',
  'color-accent': '#7db4fc',
  'color-accent-hover': '#a3cafd',
  'color-accent-soft': '#1a2a40',
  'color-focus': '#7db4fc',
  'color-choice': '#f58fc8',
  'color-choice-soft': '#2b1825',
  'color-choice-line': '#8a3f6d',
  'color-good': '#5fce8c',
  'color-good-soft': '#15301f',
  'color-warn': '#ecb95f',
  'color-warn-soft': '#33270f',
  'color-bad': '#fb8a80',
  'color-bad-soft': '#3a1c1b',
  'color-data': '#4f9fd8',
  'color-data-soft': '#1d3a55',
  'color-data-lost': '#6d7d90',
  'color-past': '#667180',
  'color-past-line': '#929ba7',
  'cat-1': '#d97a24',
  'cat-2': '#62b2fb',
  'cat-3': '#2fe0c2',
  'cat-4': '#4fa45f',
  'cat-5': '#d5c6ff',
  'cat-6': '#8c97aa',
  'cat-7': '#ec8d8f',
  'cat-8': '#f3d64d',
  'cat-other': '#8a93a0',
  'seq-1': '#202c44',
  'seq-2': '#21416b',
  'seq-3': '#175990',
  'seq-4': '#0072af',
  'seq-5': '#008dc7',
  'seq-6': '#27a9da',
  'seq-7': '#5cc2e5',
  'seq-8': '#92daed',
  'seq-9': '#c9eef5',
  'seq-ink-5': '#14171c',
  'seq-ink-6': '#14171c',
  'shadow-raised': '0 0 0 1px #2b3038,0 12px 32px rgb(0 0 0/.5)',
};

const contrast: Tokens = {
  'color-surface': '#fff',
  'color-sunken': '#fff',
  'color-raised': '#fff',
  'color-hover': '#e8e8e8',
  'color-line': '#000',
  'color-line-strong': '#000',
  'color-grid': '#b4b4b4',
  'color-text': '#000',
  'color-text-2': '#000',
  'color-text-3': '#1f1f1f',
  'color-text-on-accent': '#fff',
  'color-accent': '#00349c',
  'color-accent-hover': '#001f66',
  'color-accent-soft': '#fff',
  'color-focus': '#000',
  'color-choice': '#7a004c',
  'color-choice-soft': '#fff',
  'color-choice-line': '#7a004c',
  'color-good': '#00502a',
  'color-good-soft': '#fff',
  'color-warn': '#5c3700',
  'color-warn-soft': '#fff',
  'color-bad': '#8f0010',
  'color-bad-soft': '#fff',
  'color-data': '#0b3f78',
  'color-data-soft': '#fff',
  'color-data-lost': '#4a4a4a',
  'color-past': '#6b6b6b',
  'color-past-line': '#000',
  'cat-1': '#7a3a0e',
  'cat-2': '#0a4c94',
  'cat-3': '#00403a',
  'cat-4': '#3f5a00',
  'cat-5': '#4a1a86',
  'cat-6': '#2f3a49',
  'cat-7': '#6e0013',
  'cat-8': '#453b00',
  'cat-other': '#333333',
  'seq-1': '#fff',
  'seq-2': '#dbe7f2',
  'seq-3': '#b6cee5',
  'seq-4': '#8fb4d8',
  'seq-5': '#6798c8',
  'seq-6': '#437cb3',
  'seq-7': '#275f98',
  'seq-8': '#12427a',
  'seq-9': '#062659',
  'seq-ink-5': '#000',
  'seq-ink-6': '#000',
  'shadow-raised': '0 0 0 2px #000',
  'focus-width': '3px',
};

/** What a host theme sets in every scheme, then the colours it sets in the light one. */
const hosts: Readonly<Record<HostTheme, readonly [frame: Tokens, colors: Tokens]>> = {
  plain: [{}, {}],
  salesforce: [
    {
      'font-family': 'inherit',
      'radius-card': '18px',
      'radius-control': '999px',
      'radius-chip': '999px',
      'size-control': '32px',
    },
    {
      'color-accent': '#0658d8',
      'color-accent-hover': '#03449e',
      'color-accent-soft': '#eaf2ff',
      'color-focus': '#0658d8',
      'color-text': '#17212e',
      'color-text-2': '#444f5d',
      'color-text-3': '#5c6673',
      'color-line': '#d8dde4',
      'color-sunken': '#f4f6f9',
    },
  ],
  hubspot: [
    { 'font-family': 'inherit', 'radius-card': '8px', 'radius-control': '8px', 'size-control': '32px' },
    {
      'color-accent': '#00687c',
      'color-accent-hover': '#00505f',
      'color-accent-soft': '#e5f5f8',
      'color-focus': '#00687c',
      'color-text': '#1f2d3a',
      'color-text-2': '#425364',
      'color-text-3': '#5a6b7c',
      'color-line': '#d9e2ea',
      'color-sunken': '#f5f8fa',
    },
  ],
  fluent: [
    {
      'font-family': 'inherit',
      'radius-card': '8px',
      'radius-control': '4px',
      'radius-chip': '4px',
      'size-control': '32px',
    },
    {
      'color-accent': '#0f62b4',
      'color-accent-hover': '#0c4f91',
      'color-accent-soft': '#e9f2fb',
      'color-focus': '#1a1a1a',
      'color-text': '#242424',
      'color-text-2': '#454545',
      'color-text-3': '#616161',
      'color-line': '#e0e0e0',
      'color-line-strong': '#808080',
      'color-sunken': '#f5f5f5',
    },
  ],
};

// System colours replace every colour; meaning stays in outline, hatch, glyph and text.
const forced =
  'surface:Canvas;sunken:Canvas;raised:Canvas;hover:Canvas;line:CanvasText;line-strong:ButtonBorder;grid:GrayText;' +
  'text:CanvasText;text-2:CanvasText;text-3:CanvasText;text-on-accent:HighlightText;accent:LinkText;accent-hover:LinkText;' +
  'accent-soft:Canvas;focus:Highlight;choice:Highlight;choice-soft:Canvas;choice-line:Highlight;data:CanvasText;data-soft:Canvas;' +
  'data-lost:GrayText;past:GrayText;past-line:CanvasText;good:CanvasText;good-soft:Canvas;warn:CanvasText;warn-soft:Canvas;bad:CanvasText;bad-soft:Canvas';

// A channel is told by its lane and its name there.
const forcedChannels = [1, 2, 3, 4, 5, 6, 7, 8, 'other'].map((channel) => `--_cat-${channel}:CanvasText`).join(';');

const sheets = new Map<string, CSSResult>();

/**
 * Design tokens as a stylesheet for one element's shadow root, made once for each pair of scheme and host.
 *
 * Every token `--tp-x` of the looks is read inside the kit as `--_x`, which is `var(--tp-x, default)`: so a page may set
 * `--tp-x` on the element or on anything above it, and that wins over scheme and host theme. Only forced colours
 * win over the page.
 */
export function tokens(scheme: Scheme, host: HostTheme): CSSResult {
  const key = scheme + host;
  let sheet = sheets.get(key);
  if (!sheet) sheets.set(key, (sheet = unsafeCSS(tokenCss(scheme, host))));
  return sheet;
}

function tokenCss(scheme: Scheme, host: HostTheme): string {
  const [hostFrame, hostColors] = hosts[host];
  const base = { ...frame, ...hostFrame };
  const lightRule = `:host{color-scheme:light;${declare({ ...light, ...hostColors })}}`;
  const darkRule = `:host{color-scheme:dark;${declare(dark)}}`;
  const contrastRule = `:host{color-scheme:light;${declare(contrast)}}`;
  const colors = {
    light: lightRule,
    dark: darkRule,
    contrast: contrastRule,
    system: `${lightRule}@media (prefers-color-scheme:dark){${darkRule}}`,
  }[scheme];
  return (
    `:host{${declare(base)}}${colors}@media (prefers-contrast:more){${contrastRule}}` +
    '@media (prefers-reduced-motion:reduce){:host{--_motion-hover:0ms;--_motion-select:0ms;--_motion-data:0ms}}' +
    `@media (forced-colors:active){:host{--_color-${forced.replaceAll(';', ';--_color-')};${forcedChannels}}}`
  );
}

function declare(values: Tokens): string {
  return Object.entries(values)
    .map(([name, value]) => `--_${name}:var(--tp-${name},${value})`)
    .join(';');
}

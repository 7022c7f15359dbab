import { css } from 'lit';
import type { CSSResult } from 'lit';

/**
 * Frame and controls that all elements of the kit share: card, head, foot, buttons, chip, tag, note, message, panel,
 * progress, data table. Read tokens as `--_x` (see `tokens.ts`).
 */
export const base: CSSResult = css`
  :host {
    display: block;
    min-width: 0;
    container-type: inline-size;
    contain-intrinsic-inline-size: 320px;
    contain: layout style;
    font-family: var(--_font-family);
    font-size: 13px;
    line-height: 20px;
    color: var(--_color-text);
    font-variant-numeric: tabular-nums;
    /* Both languages run left to right; names that do not are isolated where they stand. */
    direction: ltr;
    unicode-bidi: isolate;
    text-align: start;
    white-space: normal;
    letter-spacing: normal;
    text-transform: none;
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  table {
    margin: 0;
    padding: 0;
    font: inherit;
  }
  ul,
  ol {
    list-style: none;
  }
  table {
    border-collapse: collapse;
  }
  th {
    text-align: start;
    font-weight: 400;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: inherit;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: var(--_focus-width) solid var(--_color-focus);
    outline-offset: var(--_focus-offset);
  }
  .ic {
    width: 16px;
    height: 16px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .ic-more {
    stroke-width: 2.2;
  }
  .m {
    font-weight: 500;
  }
  .s {
    font-weight: 600;
  }
  .t2 {
    color: var(--_color-text-2);
  }
  .t3 {
    color: var(--_color-text-3);
  }
  .r {
    text-align: end;
  }
  .nw {
    white-space: nowrap;
  }
  .push {
    margin-inline-start: auto;
  }
  .ell {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .mono {
    font-family: var(--_font-mono);
    font-size: 11px;
  }
  .vh {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .card {
    position: relative;
    background: var(--_color-surface);
    border: 1px solid var(--_color-line);
    border-radius: var(--_radius-card);
  }
  .hd {
    display: flex;
    align-items: flex-start;
    gap: 16px;
    padding: 16px 20px 0;
  }
  .hd > :first-child {
    flex: 1;
    min-width: 0;
  }
  .hd h2 {
    font-size: 15px;
    font-weight: 600;
    letter-spacing: -0.006em;
    overflow-wrap: anywhere;
  }
  .sub {
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-3);
    margin-top: 2px;
  }
  .tools,
  .chips,
  .act {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .tools {
    flex: none;
  }
  .ft {
    display: flex;
    align-items: center;
    gap: 6px 16px;
    flex-wrap: wrap;
    border-top: 1px solid var(--_color-line);
    padding: 9px 20px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-3);
  }
  .a {
    color: var(--_color-accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 2px;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
    border-radius: 2px;
    position: relative;
  }
  .a::after {
    content: '';
    position: absolute;
    inset: -4px -2px;
  }
  .ft .a {
    color: inherit;
  }
  .a:hover {
    text-decoration-color: currentColor;
  }
  .b {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: var(--_size-control);
    padding: 0 10px;
    border: 1px solid var(--_color-line);
    border-radius: var(--_radius-control);
    background: var(--_color-surface);
    color: var(--_color-text);
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
    white-space: nowrap;
    transition: background var(--_motion-hover);
  }
  .b:hover,
  .b[aria-pressed='true'],
  .b[aria-expanded='true'] {
    background: var(--_color-hover);
  }
  .b .ic {
    margin: 0 -2px;
    color: var(--_color-text-2);
  }
  .b.i {
    width: var(--_size-control);
    padding: 0;
  }
  .b.q {
    border-color: transparent;
  }
  .b.q:not(:hover, [aria-pressed='true'], [aria-expanded='true']) {
    background: none;
  }
  .b.p {
    background: var(--_color-accent);
    border-color: var(--_color-accent);
    color: var(--_color-text-on-accent);
  }
  .b.p:hover {
    background: var(--_color-accent-hover);
  }
  .b:disabled {
    color: var(--_color-text-3);
    background: var(--_color-hover);
    border-color: var(--_color-line);
    cursor: default;
  }
  .inp {
    height: 32px;
    max-width: 100%;
    padding: 0 10px;
    border: 1px solid var(--_color-line-strong);
    border-radius: min(8px, var(--_radius-control));
    background: var(--_color-surface);
    color: var(--_color-text);
    font: inherit;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
    min-width: 0;
    max-width: 100%;
    padding: 0 4px 0 10px;
    border-radius: var(--_radius-chip);
    border: 1px solid var(--_color-choice-line);
    background: var(--_color-choice-soft);
    font-size: 12px;
    line-height: 16px;
  }
  .chip b {
    font-weight: 600;
  }
  .dot {
    width: 8px;
    height: 8px;
    flex: none;
    border-radius: 2px;
    background: var(--_color-choice);
  }
  .x {
    width: 24px;
    height: 24px;
    flex: none;
    display: grid;
    place-items: center;
    border-radius: 4px;
    color: var(--_color-text-2);
  }
  .x:hover {
    background: var(--_color-hover);
  }
  .chip .x {
    height: 24px;
    color: var(--_color-choice);
    outline-offset: -2px;
  }
  .chip .x:hover {
    background: color-mix(in srgb, var(--_color-choice) 12%, transparent);
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 7px;
    border-radius: 4px;
    font-size: 11px;
    line-height: 16px;
    font-weight: 500;
    background: var(--_color-hover);
    color: var(--_color-text-2);
    white-space: nowrap;
  }
  .note {
    display: flex;
    gap: 8px;
    margin: 12px 20px 0;
    padding: 8px 10px;
    border-radius: 6px;
    background: var(--_color-hover);
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
    overflow-wrap: anywhere;
  }
  .note b {
    display: block;
    font-weight: 600;
    color: var(--_color-text);
  }
  .note.warn {
    background: var(--_color-warn-soft);
  }
  .note.warn > .ic {
    color: var(--_color-warn);
  }
  .note.bad {
    background: var(--_color-bad-soft);
  }
  .note.bad > .ic {
    color: var(--_color-bad);
  }
  .msg {
    padding: 30px 24px;
    display: flex;
    flex-direction: column;
    align-items: center;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .mi {
    width: 36px;
    height: 36px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    background: var(--_color-hover);
    color: var(--_color-text-2);
    margin-bottom: 12px;
  }
  .msg.bad .mi {
    background: var(--_color-bad-soft);
    color: var(--_color-bad);
  }
  .msg h3 {
    font-size: 14px;
    line-height: 20px;
    font-weight: 600;
    margin-bottom: 4px;
  }
  .msg p {
    font-size: 12px;
    line-height: 18px;
    color: var(--_color-text-2);
    max-width: 52ch;
  }
  .msg .act {
    margin-top: 16px;
    justify-content: center;
  }
  .pop {
    position: absolute;
    z-index: 2;
    background: var(--_color-raised);
    border-radius: 8px;
    border: 1px solid var(--_color-line);
    box-shadow: var(--_shadow-raised);
  }
  .sect {
    margin: 16px 20px 0;
    padding: 12px 0 10px;
    border-top: 1px solid var(--_color-line);
  }
  .sect > header {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-bottom: 4px;
  }
  .sect h3 {
    font-size: 13px;
    font-weight: 600;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .scroll {
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .dt {
    width: 100%;
    font-size: 12px;
    line-height: 16px;
  }
  .dt th,
  .dt td {
    padding: 0;
    padding-inline-end: 16px;
    height: var(--_size-row);
    white-space: nowrap;
  }
  .dt thead th {
    color: var(--_color-text-3);
    height: 26px;
    font-size: 11px;
  }
  .dt tbody tr {
    border-top: 1px solid var(--_color-grid);
  }
  .dt :is(th, td):last-child {
    padding-inline-end: 0;
  }
  .kv {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 6px 12px;
    font-size: 12px;
    line-height: 16px;
  }
  .kv dt {
    color: var(--_color-text-3);
  }
  .kv dd {
    overflow-wrap: anywhere;
  }
  @media (pointer: coarse) {
    :host {
      --_size-control: var(--tp-size-control-touch, 40px);
    }
  }
  @container (max-width: 419.98px) {
    .hd {
      padding: 14px 16px 0;
    }
    .ft {
      padding: 9px 16px;
    }
    .note {
      margin: 10px 16px 0;
    }
    .sect {
      margin: 12px 16px 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      transition: none !important;
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .dot {
      forced-color-adjust: none;
    }
    .b,
    .note,
    .tag {
      border: 1px solid ButtonBorder;
    }
    .b[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    /* A filled button sets both colours itself: the backplate behind its text would hide the words. */
    .b.p {
      forced-color-adjust: none;
      background: Highlight;
      border-color: Highlight;
      color: HighlightText;
    }
  }
`;

import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of `<tp-heatmap>` beyond the card's. */
export const heatmapStyles: CSSResult = css`
  .pick {
    min-height: var(--_size-control);
    max-width: 100%;
    padding: 0 8px;
    border: 1px solid var(--_color-line);
    border-radius: var(--_radius-control);
    background: var(--_color-surface);
    color: var(--_color-text);
    font: inherit;
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
  }
  .say {
    padding: 12px 20px 0;
    font-size: 13px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .say b {
    font-weight: 600;
  }
  .nar .say {
    padding: 10px 16px 0;
  }
  .fw:has(> :is(.hw, .cw)) {
    margin: 14px 0 0;
    padding: 0;
  }
  .hw,
  .cw {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    border-top: 1px solid var(--_color-line);
  }
  .hw.duo {
    grid-template-columns: 212px minmax(0, 1fr);
  }
  .hl {
    min-width: 0;
    border-inline-end: 1px solid var(--_color-line);
    padding: 12px 8px 12px 12px;
  }
  .hlh {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    padding: 0 8px 6px;
    font-size: 11px;
    line-height: 16px;
    color: var(--_color-text-3);
  }
  .hls {
    max-height: 420px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .hrow {
    position: relative;
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    height: 30px;
    padding: 0 8px;
    border-radius: 6px;
    font-size: 12px;
    line-height: 16px;
    text-align: start;
    outline-offset: -2px;
  }
  .hrow:hover {
    background: var(--_color-hover);
  }
  .hrow .ell {
    flex: 1;
  }
  .hrow .n {
    color: var(--_color-text-2);
  }
  .hrow[aria-pressed='true'] {
    background: var(--_color-hover);
    font-weight: 500;
  }
  .hrow svg {
    position: absolute;
    left: 8px;
    bottom: 3px;
    width: 176px;
    height: 2px;
  }
  .hrow .track {
    fill: var(--_color-grid);
  }
  .hrow .fill {
    fill: var(--_color-past);
  }
  .hrow[aria-pressed='true'] .fill {
    fill: var(--_color-data);
  }
  .ell {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .hp {
    min-width: 0;
    padding: 14px 20px 16px;
  }
  .nar .hp {
    padding: 12px 16px 14px;
  }
  .hpick {
    margin-bottom: 12px;
  }
  .hbox {
    position: relative;
    overflow-x: auto;
    overflow-y: hidden;
    scrollbar-width: thin;
    /* Rings of cells at the edge reach out of the box. */
    margin: -4px;
    padding: 4px;
  }
  .hpos {
    position: relative;
    width: max-content;
    touch-action: pan-x pan-y;
    user-select: none;
    -webkit-user-select: none;
  }
  .hm {
    cursor: default;
  }
  .hpos {
    display: grid;
  }
  .hpos > svg {
    grid-area: 1 / 1;
  }
  .hlab {
    position: sticky;
    inset-inline-start: -4px;
    background: var(--_color-surface);
    pointer-events: none;
  }
  .cur {
    position: absolute;
    padding: 0;
    border-radius: 3px;
    pointer-events: none;
    outline-offset: 1px;
  }
  .cur.quiet {
    outline: none;
  }
  .cur:not(.quiet):focus-visible {
    outline: var(--_focus-width) solid var(--_color-focus);
    box-shadow: inset 0 0 0 2px var(--_color-surface);
  }
  svg text {
    fill: var(--_color-text-2);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
  }
  svg text.t3 {
    fill: var(--_color-text-3);
  }
  svg text.t1 {
    fill: var(--_color-text);
  }
  svg .e {
    text-anchor: end;
  }
  svg .mid,
  svg text.v {
    text-anchor: middle;
  }
  svg text.v {
    fill: var(--_color-text);
    pointer-events: none;
  }
  svg text:is(.v7, .v8, .v9) {
    fill: var(--_color-surface);
  }
  svg text.v5 {
    fill: var(--_seq-ink-5);
  }
  svg text.v6 {
    fill: var(--_seq-ink-6);
  }
  .q1 {
    fill: var(--_seq-1);
  }
  .q2 {
    fill: var(--_seq-2);
  }
  .q3 {
    fill: var(--_seq-3);
  }
  .q4 {
    fill: var(--_seq-4);
  }
  .q5 {
    fill: var(--_seq-5);
  }
  .q6 {
    fill: var(--_seq-6);
  }
  .q7 {
    fill: var(--_seq-7);
  }
  .q8 {
    fill: var(--_seq-8);
  }
  .q9 {
    fill: var(--_seq-9);
  }
  /* The two palest steps do not tell themselves from the card by colour alone. */
  .cells :is(.q1, .q2) {
    stroke: var(--_seq-3);
    stroke-opacity: 0.55;
  }
  .non {
    fill: var(--_color-surface);
    stroke: var(--_color-line);
  }
  .wth {
    fill: url(#h-lite);
    stroke: var(--_color-line);
  }
  .hlt {
    stroke: var(--_color-past);
    stroke-opacity: 0.6;
  }
  .mbar {
    fill: var(--_color-past);
  }
  .ln {
    stroke: var(--_color-line);
    fill: none;
  }
  .halo {
    fill: none;
    stroke: var(--_color-surface);
    stroke-width: 4;
  }
  .selring {
    fill: none;
    stroke: var(--_color-choice);
    stroke-width: 2;
  }
  .sel.drag .selring {
    stroke-dasharray: 4 3;
  }
  .cells path {
    transition: opacity var(--_motion-select);
  }
  .old .cells path,
  .old .mbar,
  .old .dens {
    opacity: 0.55;
  }
  .hleg {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 20px;
    margin-top: 12px;
    font-size: 12px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .hleg .lgd {
    overflow: visible;
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .hmore {
    margin-top: 10px;
  }
  .tip b {
    font-weight: 600;
  }
  .tipv {
    display: grid;
    grid-template-columns: auto auto;
    gap: 1px 24px;
    margin-top: 4px;
    color: var(--_color-text-2);
  }
  .tipv dd {
    text-align: end;
    font-weight: 500;
    color: var(--_color-text);
  }
  @media (pointer: coarse) {
    .hrow {
      height: 40px;
    }
  }
  @media (forced-colors: active) {
    /* Amounts keep their colours, and their values are printed: a colour of the system would level them. */
    .cells,
    .lgd,
    .dens {
      forced-color-adjust: none;
    }
    .vals {
      forced-color-adjust: none;
    }
    .seg [aria-pressed='true'],
    .hrow[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .hrow .fill,
    .mbar {
      fill: CanvasText;
    }
    .non,
    .wth {
      stroke: CanvasText;
    }
    .hlt {
      stroke: CanvasText;
    }
    svg .vals text.v {
      fill: light-dark(#15191f, #f0f2f5);
    }
    svg .vals text:is(.v7, .v8, .v9) {
      fill: light-dark(#fff, #14171c);
    }
    svg .vals text.v5 {
      fill: var(--_seq-ink-5);
    }
    svg .vals text.v6 {
      fill: var(--_seq-ink-6);
    }
  }
`;

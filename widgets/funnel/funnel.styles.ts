import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of `<tp-funnel>` beyond the shared frame. */
export const funnelStyles: CSSResult = css`
  .fd {
    position: relative;
  }
  svg text {
    fill: var(--_color-text);
    font-size: 12px;
    font-weight: 500;
  }
  svg text.ax {
    fill: var(--_color-text-3);
    font-size: 11px;
    font-weight: 400;
    text-anchor: end;
  }
  .grid {
    stroke: var(--_color-grid);
  }
  .base {
    stroke: var(--_color-line-strong);
  }
  .data {
    fill: var(--_color-data);
  }
  .low .data {
    fill: var(--_color-surface);
    stroke: var(--_color-data);
    stroke-width: 1.5;
    stroke-dasharray: 3 2.5;
  }
  .lost {
    fill: url(#h-lost);
    stroke: var(--_color-data-lost);
  }
  .hp {
    stroke: var(--_color-data-lost);
    stroke-opacity: 0.7;
  }
  .hq {
    stroke: var(--_color-data-lost);
    stroke-opacity: 0.35;
  }
  .ntools {
    margin-bottom: 10px;
  }
  .hs {
    stroke: var(--_color-choice);
    stroke-width: 1.25;
  }
  .hbg {
    fill: var(--_color-surface);
  }
  .hbs {
    fill: var(--_color-choice-soft);
  }
  .conn {
    stroke: var(--_color-data-lost);
    stroke-dasharray: 2 3;
  }
  .wh {
    stroke: var(--_color-text);
    stroke-width: 1.5;
    stroke-linecap: round;
    pointer-events: none;
  }
  .wh.halo {
    stroke: var(--_color-surface);
    stroke-width: 4;
  }
  .low .wh:not(.halo) {
    stroke-dasharray: 2 3.5;
  }
  .tint {
    fill: var(--_color-choice-soft);
  }
  .under {
    position: absolute;
    inset: 0;
    width: 100%;
    height: calc(100% - 6px);
    pointer-events: none;
  }
  .mk {
    cursor: pointer;
    outline: none;
  }
  .hit {
    fill: transparent;
  }
  .mk:hover :is(.data, .lost) {
    filter: brightness(0.94);
  }
  .mk.on .lost {
    fill: url(#h-sel);
    stroke: var(--_color-choice);
    stroke-width: 2;
  }
  .mk.on .data {
    fill: var(--_color-choice);
    stroke: var(--_color-choice);
  }
  .low .mk.on .data {
    fill: url(#h-sel);
  }
  .ring {
    fill: none;
    stroke: none;
    stroke-width: var(--_focus-width);
  }
  .mk:focus-visible .ring {
    stroke: var(--_color-focus);
  }
  .data,
  .lost {
    transition:
      fill var(--_motion-select),
      stroke var(--_motion-select);
  }
  .anim :is(.data, .lost, .wh) {
    transition:
      x var(--_motion-data) var(--_motion-ease),
      y var(--_motion-data) var(--_motion-ease),
      width var(--_motion-data) var(--_motion-ease),
      height var(--_motion-data) var(--_motion-ease);
  }
  .old :is(.data, .lost, .conn, .wh) {
    opacity: 0.55;
  }
  .ftab {
    position: relative;
    width: 100%;
    table-layout: fixed;
    font-size: 12px;
    line-height: 16px;
  }
  .ftab .gut {
    width: 116px;
  }
  .ftab :is(th, td) {
    padding: 6px 0 5px;
    vertical-align: baseline;
    white-space: nowrap;
  }
  .ftab tbody tr + tr {
    border-top: 1px solid var(--_color-grid);
  }
  .ftab tbody th {
    color: var(--_color-text-3);
  }
  .ftab thead th {
    padding: 8px 0 10px;
    vertical-align: bottom;
  }
  .ftab .plot {
    padding: 0 0 2px;
    line-height: 0;
  }
  .nm {
    display: block;
    max-width: 100%;
    padding-inline-end: 8px;
    border-radius: 4px;
  }
  .nm:hover .nt {
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-color: var(--_color-past);
  }
  .nl1 {
    display: flex;
    align-items: baseline;
    gap: 6px;
    min-width: 0;
    color: var(--_color-text-2);
  }
  .no {
    flex: none;
    font-size: 11px;
    font-weight: 500;
    color: var(--_color-text-3);
  }
  .ct {
    display: inline-block;
    font-size: 20px;
    line-height: 26px;
    font-weight: 600;
    letter-spacing: -0.014em;
    color: var(--_color-text);
  }
  .nm.on .ct {
    margin-inline: -6px;
    padding-inline: 6px;
    border-radius: 4px;
    background: var(--_color-choice);
    color: var(--_color-surface);
  }
  .iv {
    color: var(--_color-text-3);
    font-size: 11px;
    margin-inline-start: 6px;
  }
  .tight .iv,
  .ftab .iv + .iv {
    display: block;
    margin: 0;
  }
  .rtab .iv + .iv {
    display: inline;
    margin-inline-start: 6px;
  }
  .rtab .gut {
    width: 22%;
  }
  .rtab .w1 {
    width: 84px;
  }
  .rtab .w2 {
    width: 112px;
  }
  .rtab .w3 {
    width: 164px;
  }
  .rtab .w4 {
    width: 100px;
  }
  .rtab thead th {
    font-size: 11px;
    color: var(--_color-text-3);
    padding: 4px 0 6px;
  }
  .rtab :is(th, td):not(:nth-child(2)) {
    padding-inline-end: 12px;
  }
  .rtab tbody :is(th, td) {
    height: var(--_size-row);
    padding-block: 0;
    vertical-align: middle;
  }
  .rtab.dense tbody :is(th, td) {
    height: var(--_size-row-dense);
  }
  .rtab tbody tr {
    border-top: 1px solid var(--_color-grid);
  }
  .rtab tr.on > * {
    background: var(--_color-choice-soft);
  }
  .rtab :is(th, td):last-child {
    padding-inline-end: 0;
  }
  .rtab .nm {
    width: 100%;
  }
  .st {
    padding-bottom: 0;
  }
  .nrow .nm {
    display: flex;
    width: 100%;
    padding: 0;
    gap: 12px;
    align-items: baseline;
    font-size: 12px;
    line-height: 16px;
    margin-bottom: 4px;
  }
  .nrow .nl1 {
    flex: 1;
    color: var(--_color-text);
  }
  .nrow .ct {
    font-size: 13px;
    line-height: 16px;
    letter-spacing: 0;
  }
  .nst {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    margin: 6px 0 6px 6px;
    padding: 2px 0 2px 14px;
    border-inline-start: 1.5px solid var(--_color-line);
    font-size: 12px;
    line-height: 16px;
  }
  .nst.on {
    border-color: var(--_color-choice);
  }
  .nst .iv {
    margin: 0;
  }
  .ln {
    stroke: var(--_color-line);
  }
  .past {
    fill: var(--_color-past);
  }
  .chg {
    color: var(--_color-text-3);
    white-space: nowrap;
  }
  .chg.up {
    color: var(--_color-good);
  }
  .chg.dn {
    color: var(--_color-bad);
  }
  .gl {
    margin-inline-end: 4px;
    fill: currentColor;
  }
  .opt {
    flex: none;
    padding: 0 5px;
    border-radius: 4px;
    background: var(--_color-hover);
    font-size: 11px;
    line-height: 16px;
    color: var(--_color-text-2);
  }
  .pick {
    position: relative;
    display: inline-flex;
    max-width: 220px;
  }
  .pick select {
    appearance: none;
    max-width: 100%;
    padding-inline-end: 28px;
    text-overflow: ellipsis;
  }
  .pick .ic {
    position: absolute;
    inset-inline-end: 9px;
    top: calc(50% - 7px);
    width: 14px;
    height: 14px;
    pointer-events: none;
    color: var(--_color-text-2);
  }
  .pick option {
    background: var(--_color-raised);
    color: var(--_color-text);
  }
  @media (forced-colors: active) {
    svg text {
      fill: CanvasText;
    }
    .grid {
      stroke-opacity: 0.35;
    }
    .hp {
      stroke: CanvasText;
    }
    .tint {
      fill: Canvas;
      stroke: Highlight;
      stroke-dasharray: 4 3;
    }
    .lnk.on,
    .nm.on .ct {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .skl,
    .past {
      fill: GrayText;
    }
    .seg [aria-pressed='true'] {
      outline: 2px solid Highlight;
    }
  }
`;

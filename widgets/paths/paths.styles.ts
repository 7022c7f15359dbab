import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Styles of `<tp-paths>` beyond the card. */
export const pathsStyles: CSSResult = css`
  .flow text {
    fill: var(--_color-text);
    font-size: 12px;
    font-weight: 500;
  }
  .flow text {
    pointer-events: none;
  }
  .flow text.s {
    font-weight: 600;
  }
  .flow text.ax {
    fill: var(--_color-text-3);
    font-size: 11px;
    font-weight: 400;
  }
  .nn {
    font-weight: 400;
  }
  .data {
    fill: var(--_color-data);
  }
  .past {
    fill: var(--_color-past);
  }
  .lost {
    stroke: var(--_color-data-lost);
  }
  .dsel,
  .nd.on :is(.data, .past) {
    fill: var(--_color-choice);
  }
  .nd.on .lost {
    stroke: var(--_color-choice);
    stroke-width: 2;
  }
  .hp {
    stroke: var(--_color-data-lost);
    stroke-opacity: 0.7;
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
  .rb {
    fill: var(--_color-data);
    fill-opacity: 0.17;
    transition: fill-opacity var(--_motion-hover);
  }
  :is(.lk.other, .lk.left) .rb {
    fill: var(--_color-past);
    fill-opacity: 0.2;
  }
  .lk:hover .rb {
    fill-opacity: 0.34;
  }
  .rb.sel {
    fill: var(--_color-choice);
    fill-opacity: 0.42;
    pointer-events: none;
  }
  .lk.on .rb {
    stroke: var(--_color-choice);
    stroke-width: 1;
  }
  .mk {
    cursor: pointer;
    outline: none;
  }
  .nd .hit {
    fill: transparent;
  }
  .lk .hit {
    fill: none;
    stroke: transparent;
    stroke-width: 10;
  }
  .nd:hover :is(.data, .past, .lost) {
    filter: brightness(0.94);
  }
  .nd:hover + text tspan:first-child {
    text-decoration: underline;
    text-decoration-color: var(--_color-past);
    text-underline-offset: 3px;
  }
  .ring,
  .lring {
    fill: none;
    stroke: none;
    stroke-width: var(--_focus-width);
    pointer-events: none;
  }
  .nd:focus-visible .ring,
  .flow:has(.lk:focus-visible) .lring {
    stroke: var(--_color-focus);
  }
  .old :is(.data, .past, .lost, .rb) {
    opacity: 0.55;
  }
  .goes {
    margin: 0 20px 12px;
  }
  .effect {
    margin: -6px 0 12px;
  }
  .nar .goes {
    margin-inline: 16px;
  }
  .vwn {
    margin-bottom: 8px;
  }
  .say {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 6px 10px;
    font-size: 13px;
    line-height: 20px;
    color: var(--_color-text);
  }
  .tag.good {
    background: color-mix(in srgb, var(--_color-good) 10%, var(--_color-surface));
    color: var(--_color-good);
  }
  .tag.warn {
    background: var(--_color-warn-soft);
    color: var(--_color-warn);
  }
  .tag .ic {
    width: 13px;
    height: 13px;
    margin-inline-start: -2px;
  }
  .b .nmx {
    max-width: 140px;
  }
  .b .ic-down {
    width: 14px;
    height: 14px;
  }
  .none {
    padding: 8px 0;
    font-size: 12px;
  }
  .pl {
    margin: 0 -4px;
  }
  .plh {
    font-size: 11px;
    line-height: 16px;
    color: var(--_color-text-3);
    padding: 0 4px;
    margin: 12px 0 4px;
  }
  .plh:first-child {
    margin-top: 0;
  }
  .plr {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .plb {
    flex: 1;
    min-width: 0;
    padding: 4px;
    border-radius: 4px;
  }
  .plb:hover,
  .plk:hover {
    background: var(--_color-hover);
  }
  .plb.on,
  .plk.on {
    background: var(--_color-choice-soft);
    box-shadow: inset 0 0 0 1px var(--_color-choice-line);
  }
  .plb.on :is(.data, .past) {
    fill: var(--_color-choice);
  }
  .pln,
  .plk {
    display: flex;
    align-items: baseline;
    gap: 8px;
    font-size: 12px;
    line-height: 16px;
  }
  .pln {
    margin-bottom: 3px;
  }
  .plp {
    width: 44px;
    text-align: end;
    flex: none;
  }
  .plo {
    margin: 0 32px 6px 8px;
    padding-inline-start: 8px;
    border-inline-start: 1px solid var(--_color-line);
  }
  .plk {
    width: 100%;
    min-height: 26px;
    align-items: center;
    padding: 2px 4px;
    border-radius: 4px;
    color: var(--_color-text-2);
  }
  .cnt {
    text-decoration: underline;
    text-decoration-color: var(--_color-past);
    text-underline-offset: 3px;
    color: var(--_color-text);
  }
  .mi2[aria-checked='false'] .ic-check {
    visibility: hidden;
  }
  .tip b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .tip span {
    display: block;
    color: var(--_color-text-2);
  }
  @media (forced-colors: active) {
    .flow text {
      fill: CanvasText;
    }
    .rb {
      stroke: GrayText;
      stroke-width: 0.5;
    }
    .rb.sel,
    .dsel {
      fill: Highlight;
      stroke: Highlight;
      stroke-width: 0.5;
      forced-color-adjust: none;
    }
    .plb.on,
    .plk.on {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .seg :is([aria-selected='true'], [aria-checked='true']) {
      outline: 2px solid Highlight;
    }
  }
`;
